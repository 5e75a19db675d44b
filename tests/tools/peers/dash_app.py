"""The page in Dash, as its documentation writes one: two sliders, and a callback that returns figure and words."""

import sys

from dash import Dash, Input, Output, callback, dcc, html
from work import POWER_KW, SHARE, fan, figure

app = Dash()
app.layout = [
    html.Label("Share for OpenAI"),
    dcc.Slider(0, 100, 1, value=SHARE, marks=None, updatemode="drag", id="share"),
    html.Label("Rack power"),
    dcc.Slider(100, 200, 1, value=POWER_KW, marks=None, updatemode="drag", id="power"),
    dcc.Graph(id="fan"),
    html.P(id="sentence"),
]


@callback(Output("fan", "figure"), Output("sentence", "children"), Input("share", "value"), Input("power", "value"))
def update(share, power):
    rows, sentence = fan(share, power)
    return figure(rows), sentence


if __name__ == "__main__":
    app.run(port=sys.argv[1])
