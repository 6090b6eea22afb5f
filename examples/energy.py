"""Demo: a plant's power use, hour by hour, against its contract limit."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from language import choose_language

st.set_page_config(page_title="Energy · 에너지", page_icon=":material/bolt:", layout="wide")
t = choose_language()

LINES = {
    "Press shop": "프레스",
    "Paint shop": "도장",
    "Assembly": "조립",
    "Compressed air": "압축 공기",
    "Buildings": "건물",
}
WEEKDAYS = [
    ("Mon", "월"),
    ("Tue", "화"),
    ("Wed", "수"),
    ("Thu", "목"),
    ("Fri", "금"),
    ("Sat", "토"),
    ("Sun", "일"),
]
CONTRACT_KW = 3500
KG_CO2_PER_KWH = 0.4594


@st.cache_data
def load_power() -> pd.DataFrame:
    """Mean power of every hour of four weeks, in kW. The same on every run."""
    random = np.random.default_rng(7)
    hours = pd.date_range("2025-07-07", periods=28 * 24, freq="h")
    hour, weekday = hours.hour.to_numpy(), hours.dayofweek.to_numpy()
    two_shifts = ((hour >= 6) & (hour < 22)).astype(float)
    working = np.where(weekday < 5, two_shifts, np.where((weekday == 5) & (hour < 14), two_shifts * 0.6, 0.0))
    afternoon_heat = np.clip(np.sin((hour - 8) / 12 * np.pi), 0, None)
    shapes = {
        "Press shop": 80 + 780 * working,
        "Paint shop": 240 + 610 * working + 60 * afternoon_heat,
        "Assembly": 60 + 420 * working,
        "Compressed air": 110 + 290 * working,
        "Buildings": 130 + 130 * working + 260 * afternoon_heat * np.where(weekday < 5, 1, 0.5),
    }
    noise = {name: random.normal(1, 0.05, len(hours)).clip(0.8, 1.2) for name in shapes}
    frame = pd.DataFrame({name: shape * noise[name] for name, shape in shapes.items()}, index=hours)
    # A compressor's leak, found on the third weekend.
    frame.loc["2025-07-16":"2025-07-26", "Compressed air"] += 140
    return frame


power = load_power()

st.title(t(":material/bolt: Energy monitor", ":material/bolt: 에너지 모니터"))
st.caption(t("Incheon plant, July 2025 · made-up data", "인천 공장, 2025년 7월 · 예시 데이터"))

with st.sidebar:
    weeks = sorted(power.index.to_period("W").unique())
    week = st.select_slider(
        t("Week", "주"),
        weeks,
        value=weeks[-1],
        format_func=lambda period: f"{period.start_time:%m/%d}–{period.end_time:%m/%d}",
    )
    price = st.number_input(t("Price per kWh (won)", "kWh당 단가(원)"), 80, 300, 165, step=5)

now = power[power.index.to_period("W") == week]
position = weeks.index(week)
before = power[power.index.to_period("W") == weeks[position - 1]] if position > 0 else None
energy, peak = now.to_numpy().sum() / 1000, now.sum(axis=1).max()


def change(value: float, read) -> str | None:
    """Against the week before; nothing for the first week."""
    return None if before is None else f"{(value / read(before) - 1) * 100:+.1f} %"


def total_mwh(frame: pd.DataFrame) -> float:
    return frame.to_numpy().sum() / 1000


def peak_kw(frame: pd.DataFrame) -> float:
    return frame.sum(axis=1).max()


cards = st.columns(4)
cards[0].metric(
    t("Energy", "사용량"),
    f"{energy:,.0f} MWh",
    change(energy, total_mwh),
    delta_color="inverse",
    border=True,
    height="stretch",
)
cards[1].metric(
    t("Cost", "전기 요금"),
    f"₩{energy * price / 1000:,.1f} M",
    change(energy, total_mwh),
    delta_color="inverse",
    border=True,
    height="stretch",
)
cards[2].metric(
    t("Highest hour", "최대 수요"),
    f"{peak:,.0f} kW",
    change(peak, peak_kw),
    delta_color="inverse",
    border=True,
    height="stretch",
)
cards[3].metric(
    "CO₂",
    f"{energy * KG_CO2_PER_KWH:,.1f} t",
    change(energy, total_mwh),
    delta_color="inverse",
    border=True,
    height="stretch",
)

over = int((now.sum(axis=1) > CONTRACT_KW * 0.9).sum())
if over:
    st.warning(
        t(
            f"{over} hours were above 90 % of the contract’s {CONTRACT_KW:,} kW.",
            f"계약 전력 {CONTRACT_KW:,} kW의 90%를 넘은 시간이 {over}시간 있었습니다.",
        )
    )

long = (
    now.rename(columns=lambda name: t(name, LINES[name]))
    .rename_axis("time")
    .reset_index()
    .melt("time", var_name="line", value_name="kw")
)
areas = (
    alt.Chart(long)
    .mark_area(interpolate="monotone", opacity=0.85)
    .encode(
        x=alt.X("time:T", title=None, axis=alt.Axis(format="%m/%d")),
        y=alt.Y("kw:Q", stack="zero", title="kW"),
        color=alt.Color("line:N", title=None, scale=alt.Scale(scheme="tealblues")),
        tooltip=[
            alt.Tooltip("time:T", format="%m/%d %H:%M", title=t("Hour", "시각")),
            alt.Tooltip("line:N", title=t("Line", "구분")),
            alt.Tooltip("kw:Q", format=",.0f", title="kW"),
        ],
    )
)
limit = (
    alt.Chart(pd.DataFrame({"kw": [CONTRACT_KW]}))
    .mark_rule(color="#dc2626", strokeDash=[6, 4], strokeWidth=2)
    .encode(y="kw:Q")
)
st.subheader(t("Power by hour (dashed: contract)", "시간별 전력(점선: 계약 전력)"))
st.altair_chart((areas + limit).properties(height=330))

left, right = st.columns(2)
with left:
    st.subheader(t("When power is used", "요일·시간대별 사용"))
    names = [t(*name) for name in WEEKDAYS]
    grid = pd.DataFrame(
        {
            "day": [names[day] for day in now.index.dayofweek],
            "hour": now.index.hour,
            "kw": now.sum(axis=1).to_numpy(),
        }
    )
    st.altair_chart(
        alt.Chart(grid)
        .mark_rect(cornerRadius=2)
        .encode(
            x=alt.X("hour:O", title=t("Hour", "시"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("day:N", sort=names, title=None),
            color=alt.Color("kw:Q", title="kW", scale=alt.Scale(scheme="teals")),
            tooltip=["day", "hour", alt.Tooltip("kw:Q", format=",.0f")],
        )
        .properties(height=270)
    )
with right:
    st.subheader(t("By line", "구분별"))
    by_line = now.sum() / 1000
    idle = now[(now.index.hour < 5)].mean()
    st.dataframe(
        pd.DataFrame({"mwh": by_line, "share": by_line / by_line.sum() * 100, "idle": idle}).rename(
            index=lambda name: t(name, LINES[name])
        ),
        column_config={
            "_index": t("Line", "구분"),
            "mwh": st.column_config.NumberColumn("MWh", format="%.1f"),
            "share": st.column_config.ProgressColumn(
                t("Share", "비중"), format="%.0f %%", min_value=0, max_value=100
            ),
            "idle": st.column_config.NumberColumn(t("Night kW", "심야 kW"), format="%.0f"),
        },
    )
