"""The tables of the site that the package itself can give: equations, assumptions, sources. Written at each build."""

import inspect
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from explorer.model.equations import Equations, sites_curve
from explorer.page.controls import state
from explorer.scenario import Scenario
from explorer.seeds import Seeds, load

EQUATIONS = (
    "rate",
    "shipped",
    "us_shipped",
    "deliveries",
    "openai_shipped",
    "next_racks",
    "later_racks",
    "power",
    "delivered_it_gw",
    "delivered_gw",
    "orders",
    "sites",
    "money",
    "energised_gw",
    "capex_usd",
    "price",
    "rack_sales_usd",
    "investment_usd",
)
"""The parts of `Equations` that a reader needs, in the order in which one builds on the other."""
MONTHS = 122


def write_all(folder: Path) -> None:
    """Write every table as a file of Markdown, to be included by the page that explains it."""
    folder.mkdir(exist_ok=True)
    seeds = load()
    for name, text in {"equations": equations(), "assumptions": assumptions(seeds), "sources": sources(seeds)}.items():
        (folder / f"{name}.md").write_text(text, "utf-8")


def equations() -> str:
    """Each equation with its unit, as its docstring has it, and the assumptions that come in with it."""
    rows: list[tuple[str, ...]] = []
    met: set[str] = set()
    for name in EQUATIONS:
        said = inspect.getdoc(inspect.getattr_static(Equations, name)) or ""
        rule, _, unit = said.split("\n\n")[0].rstrip(".").rpartition("; ")
        new = movers(name, met)
        met |= set(new)
        taken = ", ".join(f"`{parameter}`" for parameter in new)
        rows.append((f"`{name}`", f"`{rule or unit}`", unit if rule else "share", taken))
    return _table(("name in the code", "equation", "unit", "assumptions that come in here"), rows)


def movers(name: str, met: set[str]) -> list[str]:
    """The assumptions that an equation depends on and none before it did, found by moving each of them alone."""
    scenario = Scenario()
    bounds = {parameter: (value.low, value.high) for parameter, value in scenario.items()}
    steps = np.array([0.1, 0.35, 0.6, 0.9])
    middle = {parameter: np.full(len(steps), (low + high) / 2) for parameter, (low, high) in bounds.items()}
    # Away from the limits, where one assumption may hide another: orders, sites and money are each the least somewhere.
    middle |= {
        "openai_share": np.array([0.01, 1, 1, 0.2]),
        "compute_spend_start_usd_per_yr": np.array([3e11, 3e11, 1e9, 9e10]),
        "compute_spend_end_usd_per_yr": np.array([6e11, 6e11, 2e9, 9e10]),
    }
    before = _result(name, middle)
    found = []
    for parameter in (one for one in bounds if one not in met):
        moved = {**middle, parameter: middle[parameter] * 1.1 + (0.01 if parameter == "growth_after" else 0)}
        if not np.allclose(_result(name, moved), before, rtol=1e-12, atol=0):
            found.append(parameter)
    return found


def _result(name: str, case: dict[str, np.ndarray]) -> np.ndarray:
    part = getattr(Equations(case, sites_curve(Scenario().seeds), {}), name)
    part = getattr(part, "at", part)  # a rise or a mix is asked month by month
    by_month = "months" not in inspect.signature(part).parameters
    rows = (part(t) for t in range(MONTHS)) if by_month else part(MONTHS)
    # copied at once: a row may be the place where the next one is worked out
    return np.array([np.array(np.broadcast_to(row, len(case["openai_share"]))) for row in rows])


def assumptions(seeds: Seeds) -> str:
    """Every assumption with its default, its limits, what it rests on, and why."""
    scenario = Scenario()
    rows = []
    for name, parameter in seeds.parameters.items():
        ids = dict.fromkeys(seeds.claims[claim].source_id for claim in parameter.claim_ids)
        named = ", ".join(_link(source_id, seeds) for source_id in ids)
        origin = named if parameter.origin == "claims" else f"our assumption{f'; informed by {named}' if named else ''}"
        limits = f"May be set to {_number(parameter.lower_bound)} to {_number(parameter.upper_bound)} {parameter.unit}."
        words = f"{_text(state(parameter, scenario[name])['shape'])} {limits}"
        rows.append((f"**{_text(parameter.label)}**<br>`{name}`", words, origin, _text(parameter.reason)))
    return _table(("assumption", "default and limits", "rests on", "why"), rows)


def sources(seeds: Seeds) -> str:
    """Every source, with its date, its kind, its licence and how many claims come from it."""
    rows = []
    for name, source in seeds.sources.items():
        count = sum(claim.source_id == name for claim in seeds.claims.values())
        title = _text(f"{source.publisher}: {source.title}")
        linked = f"[{title}]({source.url})" if source.url.startswith(("https://", "http://")) else title
        rows.append(
            (
                linked,
                str(source.published or "not dated"),
                seeds.vocabulary["tier"][source.tier].meaning,
                source.licence,
                str(count),
            )
        )
    return _table(("source", "published", "kind", "licence", "claims"), rows)


def _link(source_id: str, seeds: Seeds) -> str:
    source = seeds.sources[source_id]
    name = _text(seeds.source_name(source_id))
    return f"[{name}]({source.url})" if source.url.startswith(("https://", "http://")) else name


def _text(words: str) -> str:
    """Text of the seeds as Markdown that shows it as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~$" else sign for sign in words)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
