"""The language of a demo page: the browser's, with a switch in the sidebar."""

from collections.abc import Callable

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
    return lambda english, korean: korean if chosen == languages[1] else english
