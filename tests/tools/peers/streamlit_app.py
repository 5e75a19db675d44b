"""The page in Streamlit, as its documentation writes one: the script runs from top to bottom at each change."""

import streamlit as st
from work import POWER_KW, SHARE, fan, figure

share = st.slider("Share for OpenAI", 0, 100, SHARE)
power = st.slider("Rack power", 100, 200, POWER_KW)
rows, sentence = fan(share, power)
st.plotly_chart(figure(rows), key="fan")
st.write(sentence)
