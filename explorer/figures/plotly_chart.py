"""A spec as a plotly figure, for notebooks. Only this module imports plotly; import it where it is needed."""

from __future__ import annotations

from typing import Any

from plotly.graph_objects import Figure

from explorer.figures import style

MIME = "application/vnd.plotly.v1+json"


class Chart(Figure):
    """A plotly figure that carries its own note of sources and its ``meta``, and shows itself without a mode bar.

    Plotly's own way to show a figure adds a mode bar with a button that uploads the chart; this one sends our
    settings. Where nothing can draw it, its finding and two sentences stand in its place.
    """

    def __init__(self, spec: style.Spec, *, width: int = 900):
        framed = style.place_source_note(spec, width=width)
        super().__init__(data=framed["data"], layout=framed["layout"])
        self.update_layout(meta=spec["meta"])

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None, validate: bool = True, **kwargs: Any
    ) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(include, exclude, validate, **kwargs)
        if MIME in bundle:
            bundle[MIME]["config"] = {**bundle[MIME].get("config", {}), **style.CONFIG}
        meta = self.layout["meta"]
        return bundle | {"text/plain": f"{meta['title']}. {meta['summary']}"}

    def _ipython_display_(self) -> None:
        # Refused on purpose: IPython then takes the bundle above, which plotly's own way to display would pass over.
        raise NotImplementedError

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Show the figure with our settings; ``config`` overrides single ones."""
        super().show(*args, **{**kwargs, "config": {**style.CONFIG, **kwargs.get("config", {})}})
