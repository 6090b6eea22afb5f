"""What reaches an app: the test's own, with a widget, an upload and the headers it was given."""

import json
from urllib.parse import unquote

import streamlit as st

headers = st.context.headers
st.title(f"Hello, {unquote(headers.get('X-Sluice-User', 'stranger'))}")

st.session_state.setdefault("clicks", 0)
if st.button("Add one"):
    st.session_state.clicks += 1
st.text(f"Clicks: {st.session_state.clicks}")

file = st.file_uploader("A file")
if file:
    st.text(f"Uploaded: {len(file.getvalue())} bytes")

st.text(f"User: {st.user.to_dict().get('email') or 'nobody'}")
st.code(json.dumps({name: headers.get_all(name) for name in headers}), language=None)
