"""Code for a view: the lines of Python that rebuild one chart of the page in a notebook."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.scenario import Scenario
from explorer.scenario.links import link

__all__ = ["CALLS", "code"]

CALLS: Mapping[str, str] = {
    "shares": "ex.charts.shares(s)",
    "energised": "ex.charts.fan(ex.simulate(s))",
    "power-shares": 'ex.charts.shares(s, kind="{power}")',
    "delivered": 'ex.charts.fan(ex.simulate(s), "{delivered}")',
    "energised-dots": "ex.charts.dots(ex.simulate(s))",
    "delivered-dots": 'ex.charts.dots(ex.simulate(s), "{delivered}")',
    "decides": 'ex.charts.tornado(ex.sensitivity(s, "delivered_gw", at="2029-12"))',
    "timeline": "ex.charts.timeline(ex.timelines({seeds}), ex.sources({seeds}))",
    "rack-claims": "ex.charts.capacity(ex.capacity({seeds}))",
    "gigawatts": "ex.charts.gigawatts(ex.gigawatts({seeds}))",
    "money-claims": "ex.charts.investment(ex.investment({seeds}))",
    "ladder": "ex.charts.ladder(ex.claims({seeds}))",
    "dollars-per-gw": "ex.charts.dollars_per_gw(ex.claims({seeds}))",
    "backtest": "ex.charts.backtest(ex.backtest())",
}
"""The call that makes each figure of the page, by the figure's name; ``s`` is the scenario."""

DELIVERED = {"facility": "delivered_gw", "it": "delivered_it_gw"}


def code(figure: str, scenario: Scenario | None, *, power: str = "facility", seeds: str = "") -> str:
    """Two or three lines that rebuild a figure: the last one gives a plotly figure, "" for a figure without such lines.

    ``power`` is the one a reader chose, ``seeds`` a folder other than this project's own.

    >>> print(code("gigawatts", None, seeds="our-deal"))
    import explorer as ex
    ex.charts.gigawatts(ex.gigawatts(seeds='our-deal'))
    """
    if figure not in CALLS:
        return ""
    folder = f"seeds={seeds!r}" if seeds else ""
    call = CALLS[figure].format(power=power, delivered=DELIVERED[power], seeds=folder)
    lines = ["import explorer as ex"]
    if scenario is not None and "(s" in call:
        lines.append(f's = ex.from_link("{link(scenario)}")')
    return "\n".join([*lines, call])
