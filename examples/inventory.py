"""Demo: stock of three warehouses, what runs out next, and a delivery to plan."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from language import choose_language

st.set_page_config(page_title="Inventory · 재고", page_icon=":material/inventory_2:", layout="wide")
t = choose_language()

WAREHOUSES = {"Icheon": "이천", "Gimhae": "김해", "Jangseong": "장성"}
ITEMS = [
    ("Laptop 14″", "노트북 14″", 1_290_000),
    ("Monitor 27″", "모니터 27″", 329_000),
    ("Docking station", "도킹 스테이션", 189_000),
    ("Mechanical keyboard", "기계식 키보드", 119_000),
    ("Wireless mouse", "무선 마우스", 49_000),
    ("Headset", "헤드셋", 89_000),
    ("Webcam", "웹캠", 79_000),
    ("USB-C cable", "USB-C 케이블", 12_000),
    ("Standing desk", "높이 조절 책상", 459_000),
    ("Office chair", "사무용 의자", 389_000),
]
TODAY = pd.Timestamp("2025-09-15")


@st.cache_data
def load_stock() -> pd.DataFrame:
    """Stock and demand of every item in every warehouse. The same on every run."""
    random = np.random.default_rng(42)
    rows = []
    for warehouse, size in zip(WAREHOUSES, [1.0, 0.6, 0.4], strict=True):
        for number, (_, _, price) in enumerate(ITEMS):
            per_day = max(1.0, random.gamma(3.0, 2.2) * size * (400_000 / price) ** 0.35)
            lead_days = int(random.integers(4, 15))
            stock = int(per_day * random.uniform(3, 45))
            rows.append(
                {
                    "warehouse": warehouse,
                    "item": number,
                    "price": price,
                    "stock": stock,
                    "per_day": per_day,
                    "lead_days": lead_days,
                }
            )
    frame = pd.DataFrame(rows)
    frame["days_left"] = frame["stock"] / frame["per_day"]
    frame["reorder_at"] = (frame["per_day"] * (frame["lead_days"] + 3)).round().astype(int)
    return frame


stock = load_stock()

st.title(t(":material/inventory_2: Inventory", ":material/inventory_2: 재고 현황"))
st.caption(
    t(
        f"Three warehouses on {TODAY:%d %B %Y} · made-up data",
        f"물류 센터 세 곳, {TODAY.year}년 {TODAY.month}월 {TODAY.day}일 기준 · 예시 데이터",
    )
)

with st.sidebar:
    places = st.pills(
        t("Warehouses", "물류 센터"),
        list(WAREHOUSES),
        selection_mode="multi",
        default=list(WAREHOUSES),
        format_func=lambda name: t(name, WAREHOUSES[name]),
    )
    only_low = st.toggle(t("Only what to reorder", "발주할 품목만 보기"))
    order_days = st.slider(t("Order for how many days", "발주 물량(일)"), 7, 60, 30)

view = stock[stock["warehouse"].isin(places)].copy()
if view.empty:
    st.info(t("Choose a warehouse on the left.", "왼쪽에서 물류 센터를 선택해 주세요."))
    st.stop()

view["name"] = [t(*ITEMS[number][:2]) for number in view["item"]]
view["place"] = [t(name, WAREHOUSES[name]) for name in view["warehouse"]]
view["is_low"] = view["stock"] <= view["reorder_at"]
view["runs_out"] = TODAY + pd.to_timedelta(view["days_left"].round(), unit="D")
view["order"] = np.where(view["is_low"], (view["per_day"] * order_days).round(), 0).astype(int)
late = view["days_left"] < view["lead_days"]

cards = st.columns(4)
cards[0].metric(
    t("Stock value", "재고 금액"),
    f"₩{(view['stock'] * view['price']).sum() / 1e6:,.0f} M",
    border=True,
    height="stretch",
)
cards[1].metric(t("Units", "재고 수량"), f"{view['stock'].sum():,}", border=True, height="stretch")
cards[2].metric(
    t("To reorder", "발주 필요"),
    t(f"{view['is_low'].sum()} items", f"{view['is_low'].sum()}개 품목"),
    border=True,
    height="stretch",
)
cards[3].metric(
    t("Order value", "발주 금액"),
    f"₩{(view['order'] * view['price']).sum() / 1e6:,.0f} M",
    border=True,
    height="stretch",
)

if late.any():
    first = view[late].sort_values("days_left").iloc[0]
    item, place, day = first["name"], first["place"], first["runs_out"]
    st.error(
        t(
            f"{late.sum()} items run out before a delivery can arrive, "
            f"first “{item}” in {place} on {day:%d %B}.",
            f"{late.sum()}개 품목은 입고 전에 소진됩니다. "
            f"가장 급한 품목은 {place}의 ‘{item}’({day.month}월 {day.day}일 소진)입니다.",
        )
    )

left, right = st.columns([3, 2])
with left:
    st.subheader(t("How long stock lasts", "재고 소진까지 남은 일수"))
    st.altair_chart(
        alt.Chart(view)
        .mark_circle(opacity=0.85, stroke="white", strokeWidth=1)
        .encode(
            x=alt.X(
                "lead_days:Q",
                title=t("Days until a delivery arrives", "입고까지 걸리는 일수"),
                scale=alt.Scale(zero=False),
            ),
            y=alt.Y("days_left:Q", title=t("Days of stock left", "남은 일수")),
            size=alt.Size("per_day:Q", title=t("Sold a day", "일 판매량"), scale=alt.Scale(range=[40, 700])),
            color=alt.Color(
                "is_low:N",
                title=t("Reorder", "발주"),
                scale=alt.Scale(domain=[True, False], range=["#dc2626", "#4f46e5"]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title=t("Item", "품목")),
                alt.Tooltip("place:N", title=t("Warehouse", "물류 센터")),
                alt.Tooltip("days_left:Q", format=".0f", title=t("Days left", "남은 일수")),
            ],
        )
        .properties(height=340)
    )
with right:
    st.subheader(t("Value by warehouse", "물류 센터별 금액"))
    st.altair_chart(
        alt.Chart(
            view.assign(value=view["stock"] * view["price"] / 1e6)
            .groupby("place", as_index=False)["value"]
            .sum()
        )
        .mark_arc(innerRadius=70, cornerRadius=4, padAngle=0.02)
        .encode(
            theta="value:Q",
            color=alt.Color(
                "place:N",
                title=None,
                scale=alt.Scale(scheme="purpleblue"),
                legend=alt.Legend(orient="bottom"),
            ),
            tooltip=[
                alt.Tooltip("place:N", title=t("Warehouse", "물류 센터")),
                alt.Tooltip("value:Q", format=",.0f", title=t("Million won", "백만 원")),
            ],
        )
        .properties(height=340)
    )

st.subheader(t("Items", "품목"))
rows = view[view["is_low"]] if only_low else view
st.dataframe(
    rows.sort_values("days_left")[["place", "name", "stock", "reorder_at", "days_left", "runs_out", "order"]],
    hide_index=True,
    column_config={
        "place": t("Warehouse", "물류 센터"),
        "name": t("Item", "품목"),
        "stock": st.column_config.NumberColumn(t("Stock", "재고"), format="localized"),
        "reorder_at": st.column_config.NumberColumn(t("Reorder at", "발주점"), format="localized"),
        "days_left": st.column_config.ProgressColumn(
            t("Days left", "남은 일수"), format="%.0f", min_value=0, max_value=45
        ),
        "runs_out": st.column_config.DateColumn(t("Runs out", "소진 예정일")),
        "order": st.column_config.NumberColumn(t("Order", "발주량"), format="localized"),
    },
)
