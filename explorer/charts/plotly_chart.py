"""A spec as a plotly figure, for notebooks. Only this module imports plotly; import it where it is needed."""

# plotly has no types; this module alone speaks to it.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import json
from typing import Any

from plotly.graph_objects import Figure

from explorer.charts import style
from explorer.charts.plotly_script import drawn_by_itself

MIME = "application/vnd.plotly.v1+json"
LEAST = 680
"""CSS pixels that a chart of the wide layout keeps where it draws itself; on a phone it is moved sideways."""


class Chart(Figure):
    """A plotly figure that carries its own note of sources and its ``meta``, and shows itself without a mode bar.

    Plotly's own way to show a figure adds a mode bar with a button that uploads the chart; this one sends our
    settings. Beside plotly's own format it offers HTML that draws itself (Voila has nothing that draws the format);
    where nothing can draw it, its finding and two sentences stand in its place.
    """

    def __init__(self, spec: style.Spec, *, width: int = 900):
        framed = style.standing_alone(spec, width=width)
        super().__init__(data=framed["data"], layout=framed["layout"])
        # Its words are dark, so it brings its own ground: a notebook may be dark.
        self._least = LEAST if width >= style.NARROW else 0
        self.update_layout(meta=spec["meta"], paper_bgcolor=style.LIGHT["ground"])

    def __reduce__(self) -> tuple[Any, ...]:
        # plotly would make a copy from the finished figure as if that were a spec
        return Chart._restored, (self.to_dict(), self._least)

    @classmethod
    def _restored(cls, figure: dict[str, Any], least: int) -> Chart:
        chart = cls.__new__(cls)
        Figure.__init__(chart, figure)
        chart._least = least
        return chart

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None, validate: bool = True, **kwargs: Any
    ) -> dict[str, Any]:
        bundle: Any = super()._repr_mimebundle_(include, exclude, validate, **kwargs)
        if MIME in bundle:
            bundle[MIME]["config"] = {**bundle[MIME].get("config", {}), **style.CONFIG}
        return bundle | {"text/plain": self.said, "text/html": self.standalone()}

    def on_dark(self) -> Chart:
        """A copy in the colours of the dark ground."""
        figure, least = style.recoloured(json.loads(self.to_json() or "{}")), self._least
        return Chart._restored(figure, least)

    @property
    def said(self) -> str:
        """Its finding and what it shows, in words."""
        meta: Any = self.layout["meta"]
        return f"{meta['title']}. {meta['summary']}"

    def standalone(self) -> str:
        """HTML that draws itself where a page serves plotly.js, and shows the words elsewhere."""
        whole = json.loads(self.to_json() or "{}") | {"config": dict(style.CONFIG), "least": self._least}
        return drawn_by_itself(json.dumps(whole), self.said)

    def _ipython_display_(self) -> None:
        # Refused on purpose: IPython then takes the bundle above, which plotly's own way to display would pass over.
        raise NotImplementedError

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Show the figure with our settings; ``config`` overrides single ones."""
        super().show(*args, **{**kwargs, "config": {**style.CONFIG, **kwargs.get("config", {})}})
