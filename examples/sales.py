"""Demo: revenue of a chain of coffee roasters, by region, channel and product."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from language import choose_language

st.set_page_config(page_title="Sales · 매출", page_icon=":material/local_cafe:", layout="wide")
t = choose_language()

REGIONS = {"Seoul": "서울", "Gyeonggi": "경기", "Busan": "부산", "Daegu": "대구", "Jeju": "제주"}
CHANNELS = {"Store": "매장", "Online": "온라인", "Wholesale": "도매"}
PRODUCTS = {
    "Espresso": "에스프레소",
    "Single origin": "싱글 오리진",
    "Cold brew": "콜드브루",
    "Drip bags": "드립백",
}


@st.cache_data
def load_sales() -> pd.DataFrame:
    """Daily revenue of 2025 and the year before, in million won. The same on every run."""
    random = np.random.default_rng(20250101)
    days = pd.date_range("2024-01-01", "2025-12-31", freq="D")
    day_of_year = days.dayofyear.to_numpy()
    weekend = np.where(days.dayofweek >= 5, 1.3, 1.0)
    growth = np.linspace(1.0, 1.28, len(days))
    holidays = (
        1
        + 0.35 * np.exp(-(((day_of_year - 28) / 9) ** 2))
        + 0.45 * np.exp(-(((day_of_year - 275) / 10) ** 2))
    )
    parts = []
    for region, size in zip(REGIONS, [9.0, 6.5, 4.2, 3.0, 1.8], strict=True):
        for channel, share in zip(CHANNELS, [0.5, 0.32, 0.18], strict=True):
            for product, weight, warm_peak in zip(
                PRODUCTS, [0.4, 0.22, 0.2, 0.18], [-0.1, 0.0, 0.55, -0.2], strict=True
            ):
                season = 1 + warm_peak * np.cos((day_of_year - 205) / 365 * 2 * np.pi)
                online_growth = growth**2 if channel == "Online" else growth
                shop_week = weekend if channel == "Store" else 1.0
                noise = random.lognormal(0, 0.16, len(days))
                revenue = size * share * weight * season * online_growth * shop_week * holidays * noise
                parts.append(
                    pd.DataFrame(
                        {
                            "day": days,
                            "region": region,
                            "channel": channel,
                            "product": product,
                            "revenue": revenue,
                        }
                    )
                )
    return pd.concat(parts, ignore_index=True)


sales = load_sales()

st.title(t(":material/local_cafe: Sales dashboard", ":material/local_cafe: 매출 대시보드"))
st.caption(
    t(
        "Haneul Coffee Roasters · made-up data, in million won",
        "하늘 커피 로스터스 · 예시 데이터, 단위 백만 원",
    )
)

with st.sidebar:
    regions = st.multiselect(
        t("Regions", "지역"),
        list(REGIONS),
        default=list(REGIONS),
        format_func=lambda name: t(name, REGIONS[name]),
    )
    channels = st.multiselect(
        t("Channels", "채널"),
        list(CHANNELS),
        default=list(CHANNELS),
        format_func=lambda name: t(name, CHANNELS[name]),
    )
    months = st.slider(t("Months of 2025", "2025년 기간(월)"), 1, 12, (1, 12))

if not regions or not channels:
    st.info(
        t("Choose a region and a channel on the left.", "왼쪽에서 지역과 채널을 하나 이상 선택해 주세요.")
    )
    st.stop()

chosen = sales[
    sales["region"].isin(regions) & sales["channel"].isin(channels) & sales["day"].dt.month.between(*months)
]
this_year = chosen[chosen["day"].dt.year == 2025]
last_year = chosen[chosen["day"].dt.year == 2024]


def change(now: float, before: float) -> str:
    return f"{(now / before - 1) * 100:+.1f} %"


revenue, revenue_before = this_year["revenue"].sum(), last_year["revenue"].sum()
online = this_year.loc[this_year["channel"] == "Online", "revenue"].sum() / revenue
online_before = last_year.loc[last_year["channel"] == "Online", "revenue"].sum() / revenue_before
by_day, by_day_before = this_year.groupby("day")["revenue"].sum(), last_year.groupby("day")["revenue"].sum()
best = this_year.groupby("product")["revenue"].sum().idxmax()

cards = st.columns(4)
cards[0].metric(
    t("Revenue", "매출"), f"₩{revenue:,.0f} M", change(revenue, revenue_before), border=True, height="stretch"
)
cards[1].metric(
    t("Average day", "하루 평균"),
    f"₩{by_day.mean():,.1f} M",
    change(by_day.mean(), by_day_before.mean()),
    border=True,
    height="stretch",
)
cards[2].metric(
    t("Online share", "온라인 비중"),
    f"{online:.1%}",
    f"{(online - online_before) * 100:+.1f} %p",
    border=True,
    height="stretch",
)
cards[3].metric(
    t("Best seller", "가장 많이 팔린 상품"), t(best, PRODUCTS[best]), border=True, height="stretch"
)

weekly = (
    chosen.assign(
        year=chosen["day"].dt.year.astype(str),
        week=chosen["day"].dt.dayofyear.sub(1).floordiv(7).add(1),
    )
    .query("week <= 52")
    .groupby(["year", "week"], as_index=False)["revenue"]
    .sum()
)
st.subheader(t("Revenue by week", "주간 매출"))
st.altair_chart(
    alt.Chart(weekly)
    .mark_line(interpolate="monotone", strokeWidth=2.5)
    .encode(
        x=alt.X("week:Q", title=t("Week", "주차"), scale=alt.Scale(nice=False)),
        y=alt.Y("revenue:Q", title=t("Million won", "백만 원")),
        color=alt.Color(
            "year:N",
            title=t("Year", "연도"),
            scale=alt.Scale(domain=["2025", "2024"], range=["#b45309", "#a8a29e"]),
        ),
        tooltip=[
            alt.Tooltip("year:N", title=t("Year", "연도")),
            alt.Tooltip("week:Q", title=t("Week", "주차")),
            alt.Tooltip("revenue:Q", format=",.1f", title=t("Million won", "백만 원")),
        ],
    )
    .properties(height=300)
)

left, right = st.columns(2)
named = this_year.assign(
    region=this_year["region"].map(lambda name: t(name, REGIONS[name])),
    product=this_year["product"].map(lambda name: t(name, PRODUCTS[name])),
    channel=this_year["channel"].map(lambda name: t(name, CHANNELS[name])),
)
with left:
    st.subheader(t("By region and channel", "지역·채널별"))
    st.altair_chart(
        alt.Chart(named.groupby(["region", "channel"], as_index=False)["revenue"].sum())
        .mark_bar(cornerRadius=3)
        .encode(
            x=alt.X("revenue:Q", title=t("Million won", "백만 원")),
            y=alt.Y("region:N", sort="-x", title=None),
            color=alt.Color("channel:N", title=None, scale=alt.Scale(scheme="goldorange")),
            tooltip=["region", "channel", alt.Tooltip("revenue:Q", format=",.1f")],
        )
        .properties(height=280)
    )
with right:
    st.subheader(t("By product", "상품별"))
    table = named.pivot_table(index="product", columns=named["day"].dt.month, values="revenue", aggfunc="sum")
    st.dataframe(
        pd.DataFrame({"total": table.sum(axis=1), "trend": table.to_numpy().tolist()}).sort_values(
            "total", ascending=False
        ),
        column_config={
            "_index": t("Product", "상품"),
            "total": st.column_config.NumberColumn(t("Revenue", "매출"), format="₩%.0f M"),
            "trend": st.column_config.BarChartColumn(t("Month by month", "월별 추이"), y_min=0),
        },
    )
