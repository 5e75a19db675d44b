"""Rival claims of one thing, a row a figure with its sources by name: racks, gigawatts, money, the cost of a gigawatt.

A dot is one number, hollow where it is approximate; a bar is a range; an open triangle is the end of "up to" or "at
least", with a dashed line to the side that it leaves open.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from explorer.arguments import Rule, frame
from explorer.charts import marks, rows
from explorer.charts.registry import INSTALLED, Spec, Table, chart, rows_and_attrs
from explorer.errors import ExplorerError, quoted
from explorer.formatting import capital, plural, replace_words, unit_words
from explorer.records.dates import period_words
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import Naming

Claim = Mapping[str, Any]
Same = Sequence[Claim]
"""Claims that give one figure, the one that says it outright first."""

COLUMNS = "claim_id source_id party metric statement status bound basis scope period_start period_end unverified"
HEADS = ("Group", "What", "Said by", "Figure")
LEGEND = (
    "a dot is one number, hollow where approximate; a bar is a range; a triangle is the end of \u201cup to\u201d or "
    "\u201cat least\u201d"
)
FIGURES = ("low", "central", "high")
SYMBOLS = {"exact": "circle", "about": "circle-open", "up_to": "triangle-left-open", "at_least": "triangle-right-open"}
BEFORE = {"about": "about ", "up_to": "up to ", "at_least": "at least "}
OURS = own_vocabulary()
STATUS_NAMES = {word: OURS.statuses[word].short for word in (*reversed(OURS.ladder), *OURS.statuses)}
"""Each status in a word or two, from the most to the least that can be relied on, then what stands beside."""


def claims_of(call: str, more: str) -> Rule:
    """The rule of a frame of claims, such as a call gives: it has the columns that rows are made of, and ``more``."""
    return frame(f"{COLUMNS} {more}", like=call, words={name: OURS[name] for name in ("status", "bound")})


def short_dollars(value: float) -> str:
    """Whole dollars as they were claimed, in millions, billions or trillions.

    >>> short_dollars(1.42e8), short_dollars(2e9), short_dollars(1.4e12), short_dollars(0)
    ('$142m', '$2bn', '$1.4trn', '0')
    """
    size, unit = next((one for one in ((1e12, "trn"), (1e9, "bn")) if value >= one[0]), (1e6, "m"))
    return f"${value / size:.3g}{unit}" if value else "0"


def numbers_of(claim: Claim, unit: str) -> tuple[float, ...]:
    """The numbers of a claim, each once; ``unit`` ends the names of its columns.

    >>> numbers_of({"low": 2, "central": None, "high": 3}, ""), numbers_of({"low": 1, "central": 1, "high": 1}, "")
    ((2, 3), (1,))
    """
    found = (claim[end + unit] for end in FIGURES)
    return tuple(dict.fromkeys(value for value in found if value is not None))


def merged(claims: Iterable[Claim], unit: str, apart: Callable[[Claim], Any] = lambda _: None) -> list[Same]:
    """The figures that claims give, the largest first, each once for each value of ``apart``.

    A number given outright and as approximate is one figure; a claim without a number gives none.
    """
    found: dict[Any, list[Claim]] = {}
    for claim in claims:
        if numbers := numbers_of(claim, unit):
            kind = "point" if claim["bound"] in ("exact", "about") else claim["bound"]
            found.setdefault((apart(claim), kind, numbers), []).append(claim)
    figures = [sorted(same, key=lambda claim: claim["bound"] != "exact") for same in found.values()]
    return sorted(figures, key=lambda same: -max(numbers_of(same[0], unit)))


def figure_text(claim: Claim, unit: str, amount: Callable[[float], str]) -> str:
    """The figure of a claim in words, a range of dollars with its size once.

    >>> figure_text({"bound": "up_to", "low": None, "central": None, "high": 2000}, "", "{:,.0f}".format)
    'up to 2,000'
    >>> figure_text({"bound": "range", "low": 2e9, "central": None, "high": 3e9}, "", short_dollars)
    '$2-3bn'
    """
    words = BEFORE.get(claim["bound"], "") + " to ".join(map(amount, numbers_of(claim, unit)))
    return re.sub(r"(?P<of>m|bn|trn) to \$(?P<end>[\d.]+)(?P=of)", r"-\g<end>\g<of>", words)


def sources_by_status(same: Same, naming: Naming) -> str:
    """The sources of a figure by name, those together that give it the same status: "doing: one; can do: two, three".

    That all of them are estimates goes without saying.
    """
    by_status: dict[str, dict[str, None]] = {}
    order = list(STATUS_NAMES)  # a folder may have words of its own, which come last
    for claim in sorted(same, key=lambda one: order.index(one["status"]) if one["status"] in order else len(order)):
        status: str = claim["status"]
        by_status.setdefault(STATUS_NAMES.get(status, status), {})[naming.source_name(claim["source_id"])] = None
    if list(by_status) == ["estimate"]:
        return ", ".join(by_status["estimate"])
    return "; ".join(f"{status}: {', '.join(names)}" for status, names in by_status.items())


def _when(claim: Claim) -> str:
    return period_words(claim["period_start"], claim["period_end"])


class Group(NamedTuple):
    """Figures that can be compared: why they stand together, their colour, and what ends each of them in words.

    An amount stands at ``start + amount / top`` on the axis.
    """

    note: str
    colour: str
    figures: Sequence[Same]
    per: str = ""
    start: float = 0.0
    top: float = 1.0


def grouped_chart(
    groups: Mapping[str, Group],
    unit: str,
    axis: Spec,
    head: Callable[[Same], str],
    amount: Callable[[float], str],
    *,
    naming: Naming,
    subtitle: str,
    **about: Any,
) -> Spec:
    """Groups of figures by name as a chart of rows, each under its ``head``; ``about`` is for `rows.row_chart`."""

    def row(same: Same, name: str, group: Group) -> rows.Row:
        claim, bound = same[0], same[0]["bound"]
        places = [group.start + value / group.top for value in numbers_of(claim, unit)]
        first, last = places[0], places[-1]
        open_end = {"up_to": (group.start, first), "at_least": (first, axis["range"][1])}.get(bound)
        beside = [marks.rule(group.colour, y=0, width=2, dash="dash", ends=open_end)] if open_end else []
        return rows.Row(
            head(same),
            sources_by_status(same, naming),
            figure_text(claim, unit, amount) + group.per,
            x=last,
            colour=group.colour,
            symbol=SYMBOLS.get(bound, ""),
            marks=[marks.bar(first, last, group.colour, half=4)] if bound == "range" else beside,
            group=name,
            claim_ids=[claim["claim_id"] for claim in same],
            source_ids=[claim["source_id"] for claim in same],
            numbers={"bound": bound, **{end + unit: claim[end + unit] for end in FIGURES}},
        )

    listed = [row(same, name, group) for name, group in groups.items() for same in group.figures]
    notes = {name: group.note for name, group in groups.items()}
    return rows.row_chart(listed, axis, HEADS, groups=notes, naming=naming, subtitle=f"{subtitle}; {LEGEND}", **about)


# --- racks a week, or gigawatts
POWER = ("planned_power", "contracted_power", "running_power")
UNITS = {
    "racks": ("_racks_per_week", "racks a week", "{:,.0f}".format, ("rack_rate", "rack_shipments"), "maker"),
    "gw": ("_gw", "gigawatts", "{:.3g} GW".format, POWER, "buyer"),
}
"""What a chart of one unit shows: the end of its columns, its name, a figure in words, and which metrics of whom."""
GROUPS = {
    "Claimed": ("What is made, or could be made", "blue", "capability output delivered specification"),
    "Aimed for": ("Goals, plans and promises", "amber", "rumour reported option goal plan commitment contract"),
    "Counted or estimated": ("By trackers and analysts", "green", "estimate"),
}
"""The three groups: note, colour and the statuses of their claims."""
NUMBERS = " ".join(end + column for column, *_ in UNITS.values() for end in FIGURES)


@chart("rack-claims", capacity=claims_of("ex.capacity()", NUMBERS))
def capacity(capacity: Table, unit: str | None = None, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """Rival figures for ``racks`` a week or for ``gw``, from `explorer.capacity`: claimed, aimed for, or counted.

    The unit is that of racks where any claim has it. Shown is what Foxconn says it makes and what was counted, or what
    OpenAI plans, has under contract and runs; of a frame without such claims, all. A claim without a number, and one
    that could not be verified, has no row.

    >>> import explorer as ex
    >>> capacity(ex.capacity()).layout.title.text[:24]
    '<b>Racks a week, at most'
    """
    claims, _ = rows_and_attrs(capacity)
    in_racks = any(numbers_of(claim, UNITS["racks"][0]) for claim in claims)
    unit = unit or ("racks" if in_racks or not claims else "gw")
    if unit not in UNITS:
        raise ExplorerError(f"unit is {quoted(unit)}; it must be one of {', '.join(UNITS)}")
    column, axis, amount, metrics, whose = UNITS[unit]
    axis = replace_words(axis, unit_words(naming.units))
    party = getattr(naming, whose)
    known = [claim for claim in claims if numbers_of(claim, column)]
    own = [claim for claim in known if claim["metric"] in metrics and claim["party"].startswith(party)] or known
    sound = [claim for claim in own if not claim["unverified"]]
    parties = sorted({claim["party"] for claim in sound})

    def head(claim: Claim) -> str:
        said = ", ".join(filter(None, (claim["party"] if len(parties) > 1 else "", _when(claim))))
        return capital(said or parties[0])

    groups: dict[str, Group] = {}
    for name, (note, colour, statuses) in GROUPS.items():
        figures = merged([claim for claim in sound if claim["status"] in statuses.split()], column, head)
        groups[name] = Group(note, colour, figures)
    most = {name: amount(max(numbers_of(one.figures[0][0], column))) for name, one in groups.items() if one.figures}
    finding = ", ".join(f"{figure} {name.lower()}" for name, figure in most.items())
    count = plural(sum(len(group.figures) for group in groups.values()), "row")
    left_out = f"; {len(own) - len(sound)} more could not be verified and are left out" * (len(sound) < len(own))
    return grouped_chart(
        groups,
        column,
        marks.linear_axis(axis, [end for claim in sound for end in numbers_of(claim, column)]),
        lambda same: head(same[0]),
        amount,
        naming=naming,
        width=width,
        title=f"{axis.capitalize()}, at most: {finding}" if most else "No claim gives a number",
        subtitle=f"{parties[0]}, {axis}" if len(parties) == 1 else axis.capitalize(),  # else the rows name them
        summary=f"{plural(len(sound), 'claim', 'claims')} in {count}{left_out}",
    )


# --- money
PER_YEAR, IN_ALL = "For each year", "In all, or no period stated"
KINDS = {
    PER_YEAR: (" a year", "A sum for each year, so it is not a sum in all."),
    IN_ALL: ("", "Where no period is stated it may be a sum in all or for a year."),
}
"""The two kinds of sums: what ends each in words, and why they stand together."""
EVERYTHING, PLANS = "Everything", "{}'s plans, divided"
COLOURS = ("blue", "amber", "green")
APART = 1.25
"""From the start of one scale to that of the next, of which each is 1 long."""


def invested(metric: str, party: str, maker: str) -> bool:
    """Whether a claim is on the money that the maker itself, where it is known, puts in: by the name of its metric.

    >>> invested("wiwynn_investment", "Wiwynn", "Wiwynn"), invested("foxconn_spending", "Foxconn", "Foxconn")
    (True, False)
    """
    return metric.endswith("_investment") and maker in ("", party)


@chart("money-claims", investment=claims_of("ex.investment()", "low high low_usd central_usd high_usd"))
def investment(investment: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """Money that Foxconn is said to put into its factories, from `explorer.investment`.

    Shown is what is told of the maker itself by a metric whose name ends in ``_investment``. Sums for each year stand
    left, sums in all or without a period right, each on a scale of its own: the two cannot be compared.

    >>> import explorer as ex
    >>> investment(ex.investment()).layout.title.text[-28:]
    'The figures do not match</b>'
    """
    claims, _ = rows_and_attrs(investment)
    about = [claim for claim in claims if invested(claim["metric"], claim["party"], naming.maker)]
    years = "".join(
        f" {naming.source_name(claim['source_id'])}: over {claim['low'] / 12:g} to {claim['high'] / 12:g} years."
        for claim in claims
        if claim["metric"].endswith("_years")
        and invested(claim["metric"].removesuffix("_years"), claim["party"], naming.maker)
        and claim["bound"] == "range"
        and claim["low"]
        and claim["high"]
    )
    groups: dict[str, Group] = {}
    ticks: dict[float, str] = {}
    for kind, (per, note) in KINDS.items():
        alike = [claim for claim in about if (claim["basis"] == "annual") == (kind == PER_YEAR)]
        if found := merged(alike, "_usd", lambda claim: claim["party"]):
            start, colour = len(groups) * APART, COLOURS[len(groups)]
            steps = marks.ticks_from_zero(max(numbers_of(found[0][0], "_usd")) / 1e9)
            top = 1e9 * steps[-1]
            ticks |= {
                start + 1e9 * tick / top: short_dollars(1e9 * tick) for tick in (0, steps[len(steps) // 2], steps[-1])
            }
            groups[kind] = Group(note + years * (kind == PER_YEAR), colour, found, per, start, top)

    def head(same: Same) -> str:
        """Whose money, when, and where it is to go if all claims say that alike."""
        scope, *others = {claim["scope"] for claim in same}
        where = "" if others or scope in ("", "unstated", "openai") else naming.scopes.get(scope, scope)
        return ", ".join(filter(None, (same[0]["party"], _when(same[0]), where)))

    sides = [f"{side}: {kind.lower()}" for side, kind in zip(("left", "right"), groups, strict=False)]
    largest = [figure_text(group.figures[0][0], "_usd", short_dollars) + group.per for group in groups.values()]
    title = ", or ".join(largest) or "No claim gives a sum"
    count = sum(len(group.figures) for group in groups.values())
    return grouped_chart(
        groups,
        "_usd",
        marks.axis(0, max(ticks, default=1.0), ticks, ticks.__getitem__, "; ".join(["U.S. dollars", *sides])),
        head,
        short_dollars,
        naming=naming,
        width=width,
        title=f"{capital(title)}{' in all? The figures do not match' if len(groups) == 2 else ''}",
        subtitle="U.S. dollars, each group on a scale of its own",
        summary=f"{plural(len(about), 'claim', 'claims')} in {plural(count, 'row', 'rows')}",
    )


@chart("dollars-per-gw", claims=claims_of("ex.claims()", "low central high"))
def dollars_per_gw(claims: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """What a gigawatt is said to cost, from `explorer.claims`, in groups by what is counted, the dearest first.

    A line stands at the money of OpenAI's plans over their gigawatts, where one source gives both; that is our
    arithmetic, and what this money buys is not stated.

    >>> import explorer as ex
    >>> dollars_per_gw(ex.claims()).layout.title.text[:26]
    '<b>What a gigawatt costs: '
    """
    listed, _ = rows_and_attrs(claims)
    listed = [claim | {f"{end}_usd_per_gw": claim[end] for end in FIGURES} for claim in listed]
    stated = [claim for claim in listed if claim["metric"] == "capex_per_gw"]
    plans = quotients(listed, naming.buyer)
    groups = {PLANS.format(naming.buyer): Group("Our arithmetic; what the money buys is not stated.", "wine", plans)}
    kinds = sorted({_counted(claim) for claim in stated}, key=lambda name: (name != EVERYTHING, name))
    for number, name in enumerate(kinds):
        found = merged([claim for claim in stated if _counted(claim) == name], "_usd_per_gw")
        groups[name] = Group("", COLOURS[number % len(COLOURS)], found)
    costs = [end for claim in stated for end in numbers_of(claim, "_usd_per_gw")]
    divided = [plan[0]["central_usd_per_gw"] for plan in plans]
    spread = dict.fromkeys(short_dollars(float(f"{pick(costs, default=0):.2g}")) for pick in (min, max))
    cost = f"What a gigawatt costs: {' to '.join(spread)}{', depending on what is counted' if len(kinds) > 1 else ''}"
    return grouped_chart(
        groups,
        "_usd_per_gw",
        marks.linear_axis("U.S. dollars per gigawatt", [*costs, *divided], short_dollars),
        lambda same: capital(same[0]["party"]),
        short_dollars,
        naming=naming,
        width=width,
        shapes=[marks.rule("wine", x=value, width=1.5, dash="dot") for value in divided[:1]],
        title=cost if costs else "None of these claims says what a gigawatt costs",
        subtitle=f"U.S. dollars per gigawatt{'; dotted: the plans' if plans else ''}",
        summary=f"{plural(len(stated), 'claim', 'claims')} on the cost of a gigawatt",
    )


def _counted(claim: Claim) -> str:
    """What the cost counts, as the claim names it: "computers in 1 GW", or all of it."""
    part, _, whole = claim["party"].partition(" in ")
    return f"{capital(part)} only" if whole else EVERYTHING


def quotients(claims: Sequence[Claim], buyer: str) -> list[Same]:
    """Money over power of each source that states both for the buyer's plans, in dollars per gigawatt; our arithmetic.

    The money is that of a metric whose name ends in ``_infrastructure_money``. Only exact or one-sided figures divide
    into one: $1.4 trillion / 30 GW = $46.7bn per gigawatt. Each part stands for itself among the claims of the
    quotient, with the quotient's figure.
    """
    found: list[Claim] = []
    of_buyer = [claim for claim in claims if claim["party"] == buyer]
    sums = [claim for claim in of_buyer if claim["metric"].endswith("_infrastructure_money")]
    powers = [claim for claim in of_buyer if claim["metric"] == "planned_power"]
    for money, power in product(sums, powers):
        if money["basis"] == "total" and money["source_id"] == power["source_id"] and money["high"] and power["high"]:
            figure = {"party": f"{short_dollars(money['high'])} over {power['high']:g} GW", "status": "estimate"}
            figure |= {"bound": "up_to" if money["bound"] == "up_to" else "about", "low_usd_per_gw": None}
            figure |= {"central_usd_per_gw": money["high"] / power["high"], "high_usd_per_gw": None}
            found += [{**money, **figure}, {**power, **figure}]
    return merged(found, "_usd_per_gw")
