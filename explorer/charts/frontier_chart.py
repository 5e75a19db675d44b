"""Two assumptions at once: the line between enough and too little, for the buyer's share and one more assumption."""

import math

import numpy as np

from explorer.analysis.goal import Frontier, Goal, frontier as line_of
from explorer.charts import marks, style
from explorer.charts.registry import INSTALLED, Spec, chart
from explorer.formatting import amount, mid_sentence, plain_number, to_display
from explorer.model import BAND
from explorer.records.dates import Month
from explorer.scenario import Scenario
from explorer.seeds import Seeds

NONE = "no share is enough"
Point = tuple[float, float]


@chart("frontier", "s{lever}{goal}")
def frontier(
    scenario: Scenario | Frontier | None = None,
    lever: str = "rack_rate_target",
    *,
    outcome: str = "delivered_gw",
    at_least: float | None = None,
    by: Month | None = None,
    chance: float = 0.5,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """The share that a goal takes against another assumption, the ``lever``, with the scenario's own point.

    The goal is ``at_least`` gigawatts of ``outcome`` by the end of ``by`` (None: those of the deal's goal), in a share
    ``chance`` of the cases. Above the line it is reached; grey is where even all racks would not do. The arms of the
    point are its 5 and 95% points.

    >>> frontier(lever="shipped_share").layout.xaxis.range
    (0.0, 100.0)
    """
    line = scenario
    if not isinstance(line, Frontier):
        usual = Goal.of(seeds.deal)
        amount_gw, month = usual.amount_gw if at_least is None else at_least, by or usual.by
        line = line_of(line or Scenario(seeds=seeds), lever, Goal(outcome, amount_gw, month, chance, usual.after))
    narrow, deal, goal, parameter = width < style.NARROW, seeds.deal, line.goal, marks.parameter(seeds, line.lever)
    size, unit, label = style.sized(width, 400, 42, 24, 40), parameter.unit, parameter.label
    axis, units = f"{label}, {parameter.display.unit}", deal.short_units

    def at(value: float) -> str:
        return parameter.words("point", [value], 3)

    def takes(share: float) -> str:
        return amount(share, "share") if math.isfinite(share) else NONE

    points = [(to_display(float(x), unit), 100 * float(y)) for x, y in zip(line.values, line.shares, strict=True)]
    enough = [point for point in points if math.isfinite(point[1])]
    low, high = points[0][0], points[-1][0]
    first, last = (enough[0][0], enough[-1][0]) if enough else (high, high)
    above = [*enough, (last, 100.0), (first, 100.0)]
    gaps = [(start, end) for start, end in ((low, first), (last, high)) if start < end]
    (left, _, right), (bottom, middle, top) = (
        [to_display(line.scenario[name].quantile(share), kind) for share in BAND]
        for name, kind in ((line.lever, unit), ("openai_share", "share"))
    )
    you = min(max(to_display(line.here, unit), low), high), middle
    arms = ([max(left, low), min(right, high)], [middle] * 2), ([you[0]] * 2, [bottom, top])
    edges = [f"At {at(value)} it would take all of the {deal.units}. " for value in line.values[line.shares == 1.0]]
    ground = [((start, start, end, end), (100.0, 0.0, 0.0, 100.0)) for start, end in gaps]
    hover = f"%{{y:.3~g}}% of the {units}<br>{label}: %{{x:,.4~g}} {style.plain(parameter.display.unit)}"
    traces = [
        *([marks.area("enough", zip(*above, strict=True), "band_90")] if enough else ()),
        *(marks.area(f"never enough {number}", pair, "wash") for number, pair in enumerate(ground, 1)),
        *([marks.line("just enough", zip(*enough, strict=True), "blue", 2.5, hover=hover)] if enough else ()),
        *(marks.line(f"your range {number}", arm, "wine", 2) for number, arm in enumerate(arms, 1)),
        marks.dots("you", ([you[0]], [you[1]]), "wine", 14),
    ]
    needs = (
        f"{deal.buyer} would need {takes(line.share_here)} of the {units}" if math.isfinite(line.share_here) else NONE
    )
    # a name with a comma in it, as "racks per week, later", would run on into the sentence
    lever = f"\u201c{mid_sentence(label)}\u201d" if "," in label else mid_sentence(label)
    return marks.finished(
        size,
        traces,
        **marks.model_sources(seeds),
        notes=[
            marks.unit_note(f"{deal.buyer}\u2019s share of {deal.maker}\u2019s {deal.units}, %", size),
            *_names(enough, gaps, you, 100 * line.share_here, (low, high), units, narrow),
        ],
        x=marks.axis(low, high, marks.ticks_between(low, high, 4 if narrow else 7), plain_number, axis),
        y=marks.axis(0, 100, range(0, 101, 20)),
        title=f"For {goal.words()}, with {lever} at {at(line.here)}, {needs}",
        subtitle=f"Where {goal.words()} would just be reached {goal.cases()}; all other inputs in their ranges",
        summary=f"Share of the {units} that {goal.words()} would take {goal.cases()}, by {label}: "
        f"{takes(line.shares[0])} at {at(line.values[0])}, {takes(line.shares[-1])} at {at(line.values[-1])}. "
        f"{''.join(edges)}Your point is the middle of your own two inputs. {deal.obliged}",
        columns=[
            marks.Column(line.lever, line.values, axis, lambda x: f"{float(f'{to_display(x, unit):.4g}'):,.12g}"),
            marks.Column("unit", [unit] * len(points)),
            marks.Column("openai_share_needed", line.shares, "Share needed", takes),
        ],
        unit=goal.cases(),
    )


def _names(
    enough: list[Point], gaps: list[Point], you: Point, needed: float, across: Point, units: str, narrow: bool
) -> list[Spec]:
    """What the ground means on either side of the line, and which point is the reader's."""
    low, high = across

    def named(x: float, y: float, words: str, colour: str, **more: object) -> Spec:
        left = x < low + 0.5 * (high - low)
        return marks.note(x, y, words, colour, xanchor="left" if left else "right", xshift=10 if left else -10, **more)

    found: list[Spec] = []
    # below the point where the line runs just above it, so that it does not strike the words through
    crossed = you[1] < needed < you[1] + 20 and you[1] >= 8
    below = crossed or you[1] > 85
    if enough:
        easiest, hardest = (pick(enough, key=lambda point: point[1]) for pick in (min, max))
        if (gap := 100 - easiest[1]) > 15:
            found.append(named(easiest[0], easiest[1] + 0.7 * gap, "<b>Enough</b>", "blue"))
        # at the height that is farther from the other name, where the line leaves room for it
        inward = math.copysign(0.25 * (high - low), low + high - 2 * hardest[0])
        places, heights = zip(*enough, strict=True)
        room = float(np.interp(hardest[0] + inward, places, heights)) > 30
        apart, height = max((abs(y - you[1] - (-6 if below else 6)), y) for y in ((6, 20) if room else (6,)))
        if hardest[1] > 15 and (apart >= 6 or abs(hardest[0] - you[0]) > 0.65 * (high - low)):
            found.append(named(hardest[0], height, "<b>Too little</b>", "soft"))
    for start, end in gaps:
        if (end - start) / (high - low) > (0.4 if narrow else 0.2):
            words = f"Not enough even<br>with all {units}"
            found.append(marks.note((start + end) / 2, 60, words, "soft", xanchor="center", align="center"))
    return [*found, named(*you, "<b>you are here</b>", "wine", yshift=-18 if below else 18)]
