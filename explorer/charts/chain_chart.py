"""From racks to gigawatts in one sentence, and as a funnel on one scale: that of the racks."""

import numpy as np

from explorer.arguments import SEEDS, checked
from explorer.charts import style
from explorer.charts.html import Html, escape, tag
from explorer.charts.registry import INSTALLED
from explorer.formatting import month_words, percent, two_figures
from explorer.model import ENDS, Projection, linear_quantiles
from explorer.records import Deal
from explorer.seeds import Seeds


def steps(projection: Projection, at: str, deal: Deal) -> list[tuple[str, str, tuple[float, float, float]]]:
    """Each step of the funnel: its name, what it comes to in gigawatts, and its racks at 5, 50 and 95 in 100 cases.

    Racks that are switched on are those delivered to the buyer times the part of their power that is switched on.

    >>> from explorer.model import simulate
    >>> projection = simulate()
    >>> [name for name, *_ in steps(projection, "2029-12", projection.scenario.seeds.deal)]
    ['Foxconn ships', 'for OpenAI', 'switched on']
    """
    made, own = projection.at("shipped", at), projection.at("openai_shipped", at)
    given, on = projection.at("delivered_gw", at), projection.at("energised_gw", at)
    part = np.divide(on, given, out=np.zeros_like(on), where=given > 0)
    named = ((f"{deal.maker} ships", None, made), (f"for {deal.buyer}", given, own), ("switched on", on, own * part))
    found: list[tuple[str, str, tuple[float, float, float]]] = []
    for name, power, racks in named:
        low, middle, high = linear_quantiles(np.sort(racks), ENDS).tolist()
        gw = "" if power is None else f"{two_figures(float(linear_quantiles(np.sort(power), ENDS[1:2])[0]))} GW"
        found.append((name, gw, (low, middle, high)))
    return found


@checked(seeds=SEEDS)
def chain(projection: Projection, at: str | None = None, *, seeds: Seeds = INSTALLED) -> Html:
    """The sentence and the funnel as HTML, for the end of the month ``at`` (None: that of the deal's goal)."""
    deal = (seeds or projection.scenario.seeds).deal
    at = at or deal.goal_by
    found = steps(projection, at, deal)
    top = max(high for *_, (_, _, high) in found) or 1.0
    items = [
        tag("span", escape(name), cls="name")
        + tag("span", _bar(racks, top, colour), cls="track")
        + tag("strong", f"{two_figures(racks[1])} racks" + (f" = {gw}" if gw else ""))
        + tag("span", f"{two_figures(racks[0])} to {two_figures(racks[2])} racks in 9 of 10 cases", cls="range")
        for (name, gw, racks), colour in zip(found, ("axis", "blue", "amber"), strict=True)
    ]
    (_, _, made), (_, given, own), (_, on, _) = found
    share = percent(float(projection.scenario.openai_share.quantile(0.5)))
    sentence = (
        f"By {month_words(at)} {deal.maker} would have shipped about {two_figures(made[1])} {deal.units}, counted from "
        f"{month_words(projection.months[0])}. "
        f"With {share}% of them once deliveries run in full, {deal.buyer} would have about {two_figures(own[1])}, "
        f"which could fill {given} of data centre, cooling included. About {on} of it would be switched on by then: "
        "that comes some months after delivery, and takes sites and money."
    )
    note = f"Medians; bars in racks, on one scale. {deal.obliged}"
    rows = "".join(tag("li", item) for item in items)
    return Html(tag("p", escape(sentence)) + tag("ol", rows, cls="explorer-chain") + tag("p", escape(note), cls="note"))


def _bar(racks: tuple[float, float, float], top: float, colour: str) -> str:
    """The bar of one step: to its median, a thin line over 9 in 10 cases; the numbers stand beside it as text."""
    low, middle, high = (round(100 * value / top, 2) for value in racks)
    rects = ""
    for left, right, y, height, fill in ((0.0, middle, "4", "14", colour), (low, high, "10", "2", "ink")):
        # on a page by its style sheet; where there is none, in a notebook, the colour for light ground
        place = {"x": f"{left:g}%", "width": f"{max(right - left, 0.3):g}%", "y": y, "height": height}
        rects += tag("rect", **place, style=f"fill:var(--chart-{fill},{style.LIGHT[fill]})")
    return tag("svg", rects, width="100%", height="22", aria_hidden="true", overflow="visible")
