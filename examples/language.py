"""The language of a demo page: the browser's, with a switch in the sidebar; and a greeting by name."""

from collections.abc import Callable
from urllib.parse import unquote

import streamlit as st

Pick = Callable[[str, str], str]


def choose_language() -> Pick:
    """Show the switch; return `t`, where `t(english, korean)` is the text in the chosen language."""
    languages = ["English", "한국어"]
    browser = (st.context.locale or "en").lower()
    chosen = st.sidebar.segmented_control(
        "Language · 언어",
        languages,
        default=languages[1] if browser.startswith("ko") else languages[0],
        required=True,
    )

    def t(english: str, korean: str) -> str:
        return korean if chosen == languages[1] else english

    greet(t)
    return t


def greet(t: Pick) -> None:
    """Say hello to the visitor. Sluice tells the name; of an address that is nobody's it tells none."""
    name = unquote(st.context.headers.get("X-Sluice-User", ""))
    if name:
        st.sidebar.text(t(f"Hello, {name}", f"{name} 님, 안녕하세요"))
