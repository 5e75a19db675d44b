"""A spec as a plotly figure, for notebooks. Only this module imports plotly; import it where it is needed."""

# plotly has no types; this module alone speaks to it.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import numpy as np
from plotly import colors, io
from plotly.graph_objects import Figure

from explorer.charts import style
from explorer.charts.plotly_script import drawn_by_itself

MIME = "application/vnd.plotly.v1+json"
LEAST = 680
"""CSS pixels that a chart of the wide layout keeps where it draws itself; on a phone it is moved sideways."""


class Chart(Figure):
    """A plotly figure that carries its own words and its ``meta``, and shows itself without a mode bar.

    Title, measure (as subtitle) and note of sources are whole in the layout; where the figure is shown or written they
    are broken into lines for its width, and its margins grow by them. Beside plotly's own format it offers HTML that
    draws itself (Voila has nothing that draws the format), and its finding in words where nothing can draw it.
    """

    def __init__(self, figure: dict[str, Any], size: tuple[int, int]):
        super().__init__(data=figure["data"], layout=figure["layout"])
        layout: Any = self.layout
        self._size, self._dark = size, _is_dark(layout.template)
        layout.on_change(self._follow, "template")

    def _follow(self, layout: Any, template: Any) -> None:
        """Take the colours that go with the ground of a new template."""
        if self._dark == _is_dark(template):
            return
        self._dark = not self._dark
        partners, data = style.TO_DARK if self._dark else style.TO_LIGHT, Figure.to_dict(self)["data"]
        for trace, look in zip(self.select_traces(), style.recoloured(data, partners), strict=True):
            trace.update({key: value for key, value in look.items() if key != "type"})
        for part in ("shapes", "annotations"):
            layout[part] = style.recoloured([one.to_plotly_json() for one in layout[part]], partners)

    def to_dict(self) -> dict[str, Any]:
        """The figure as plotly draws it, its words in lines that fit."""
        return style.fitted(super().to_dict(), *self._size)

    def __reduce__(self) -> tuple[Any, ...]:
        return Chart, (Figure.to_dict(self), self._size)

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        bundle: Any = super()._repr_mimebundle_(*args, **kwargs)
        if MIME in bundle:
            bundle[MIME]["config"] = {**bundle[MIME].get("config", {}), **style.CONFIG}
        return bundle | {"text/plain": self.said, "text/html": self.standalone()}

    @property
    def said(self) -> str:
        """Its finding and what it shows, in words."""
        meta: Any = self.layout["meta"]
        return f"{meta['title']}. {meta['summary']}"

    def standalone(self) -> str:
        """HTML that draws itself where a page serves plotly.js, and shows the words elsewhere."""
        width, height = self._size
        least = LEAST if width >= style.NARROW else 0
        figure = style.fitted(Figure.to_dict(self), least or width, height)  # whatever room the page has
        whole = json.loads(io.to_json(figure, validate=False) or "{}") | {"config": dict(style.CONFIG), "least": least}
        return drawn_by_itself(json.dumps(whole), self.said)

    def _ipython_display_(self) -> None:
        # Refused on purpose: IPython then takes the bundle above, which plotly's own way to display would pass over.
        raise NotImplementedError

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Show the figure with our settings; ``config`` overrides single ones."""
        super().show(*args, **{**kwargs, "config": {**style.CONFIG, **kwargs.get("config", {})}})


def chart_of(spec: style.Spec, *, width: int = 900, dark: bool | None = None) -> Chart:
    """The figure of a spec written for ``width`` CSS pixels; with ``dark`` None its ground is plotly's default."""
    framed = style.worded(dated(spec))
    framed["layout"]["meta"] = spec["meta"]
    chart: Any = Chart(framed, (width, spec["layout"]["height"]))
    if _is_dark(io.templates[io.templates.default]) if dark is None and io.templates.default else dark:
        chart.update_layout(template=style.recoloured(style.TEMPLATE))
    return chart


def _is_dark(template: Any) -> bool:
    """Whether its ground is dark; one that cannot be told, or is none, is light."""
    ground = template.layout.paper_bgcolor or ""
    found = colors.hex_to_rgb(ground) if ground[:1] == "#" else [float(n) for n in re.findall(r"[\d.]+", ground)]
    return len(found) >= 3 and sum(found[:3]) < 384 and (*found[3:],) != (0,)


def dated(spec: style.Spec) -> style.Spec:
    """A copy of a spec over dates, where its axis says under ``dates`` which days some places on it are."""
    layout = spec["layout"]
    if "dates" not in layout["xaxis"]:
        return spec
    places, days = layout["xaxis"]["dates"]
    numbers = [datetime.date.fromisoformat(day).toordinal() for day in days]

    def day(place: Any) -> Any:
        if place is None:
            return None
        if isinstance(place, list):
            return [day(one) for one in place]
        return datetime.date.fromordinal(round(float(np.interp(place, places, numbers)))).isoformat()

    def moved(part: style.Spec) -> style.Spec:
        on_axis = part.get("xref", "x") == "x"
        return part | {key: day(part[key]) for key in ("x", "x0", "x1") if on_axis and key in part}

    axis = {name: value for name, value in layout["xaxis"].items() if name not in ("dates", "tickvals", "ticktext")}
    axis |= {"type": "date", "range": day(axis["range"])}
    parts = {name: list(map(moved, layout[name])) for name in ("shapes", "annotations")}
    return {**spec, "data": list(map(moved, spec["data"])), "layout": {**layout, **parts, "xaxis": axis}}
