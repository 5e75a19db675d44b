"""Promised and done: a row for each dated step, with the days on which it was said.

A bar runs from the first to the last day that the words may mean, as wide as they are vague; filled for what has
happened, hollow for what was announced, planned or aimed for. A tick stands on the day on which a source said it,
joined to the bar by a thin line. A year with few dates is drawn narrower.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any

from explorer.charts import marks, rows, style
from explorer.charts.claim_figures import day
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.errors import ExplorerError, frame
from explorer.formatting import plural
from explorer.records.dates import period_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from explorer.seeds import Naming

KIND_WORDS = {"happened": "happened", "announced": "announced", "planned": "planned", "target": "aimed for"}
GROUPS = {"Done": ("happened",), "Promised": ("announced", "planned", "target")}
MOST = 12  # rows, unless a reader asks for all
PRESS = "Press"
"""The party of a step that is a publication: it stands as a tick in the rows of what it says."""
DAYS_OF_A_DOT = 12
FEW, SPARSE = 3, 0.25
"""A year with fewer dates than FEW is drawn as wide as SPARSE of another."""


class Years:
    """The axis of time: where a day stands, in years of which those with few dates are shorter."""

    def __init__(self, days: Sequence[datetime.date]):
        first, last = min(days), max(days)
        counted = Counter(each.year for each in days)
        self.starts = {first.year: 0.0}
        for year in range(first.year, last.year + 1):
            self.starts[year + 1] = self.starts[year] + (1.0 if counted[year] >= FEW else SPARSE)
        self.ends = self.place(first) - 0.05, self.place(last) + 0.05

    def place(self, when: datetime.date) -> float:
        """Where a day stands.

        >>> Years([datetime.date(2026, 1, 1)] * 3 + [datetime.date(2027, 7, 2)]).place(datetime.date(2027, 7, 2))
        1.125...
        """
        start, end = self.starts[when.year], self.starts[when.year + 1]
        year = datetime.date(when.year, 1, 1)
        return start + (end - start) * (when - year).days / (datetime.date(when.year + 1, 1, 1) - year).days

    def axis(self) -> rows.Axis:
        """The axis with the years that have room in the middle of what is seen of them, and the last one."""
        ticks: dict[float, str] = {}
        for year in list(self.starts)[:-1]:
            left, right = max(self.starts[year], self.ends[0]), min(self.starts[year + 1], self.ends[1])
            if right - left > 0.3 or year + 2 not in self.starts:
                ticks[(left + right) / 2] = str(year) if right - left > 0.3 else f"\u2019{year % 100:02d}"
        return rows.Axis("", self.ends[1], tuple(ticks), tuple(ticks.values()), self.ends[0])


@chart(
    "timeline",
    {"timeline": "ex.charts.timeline(ex.timelines({seeds}), ex.sources({seeds}))"},
    timelines=frame(
        "title start end precision kind party source_ids claim_ids", like="ex.timelines()", words={"kind": KIND_WORDS}
    ),
    sources=frame("source_id published", like="ex.sources()"),
)
def timeline(
    timelines: pd.DataFrame | list[dict[str, Any]],
    sources: pd.DataFrame | list[dict[str, Any]],
    *,
    whole: bool = False,
    naming: Naming = INSTALLED,
    width: int = 900,
) -> Spec:
    """Promised and done, from `explorer.timelines` and `explorer.sources`: the 12 steps that most sources tell of.

    With ``whole`` all of them. Whatever is drawn, the finding counts all, and the table holds them.
    """
    told, naming = opened(timelines, naming)
    published = {str(row["source_id"]): day(row["published"]) for row in opened(sources, naming)[0]}
    steps = [_step(row, published) for row in told if row["party"] != PRESS]
    steps.sort(key=lambda step: (step["kind"] != "happened", step["start"], step["end"], step["title"]))
    often = sorted(steps, key=lambda step: -len(step["source_ids"]))[: None if whole else MOST]
    shown = [step for step in steps if step in often]
    listed: list[rows.Row | rows.Heading] = []
    for group, kinds in GROUPS.items():
        members = [step for step in shown if step["kind"] in kinds]
        listed += [rows.Heading(group)] if members else []
        for step in members:
            kind = "" if group == "Done" else f", {KIND_WORDS[step['kind']]}"
            listed.append(rows.Row(step["title"], step["party"] + kind, step["when"]))
    days = [each for step in shown for each in (step["start"], step["end"], *step["said"]) if each]
    years = Years([*days, naming.data_day])
    places, parts = rows.laid(listed, years.axis(), width)
    parts["x"] |= {"showgrid": False, "ticks": ""}
    starts = [start for start in years.starts.values() if years.ends[0] < start < years.ends[1]]
    shapes = [*(marks.rule("grid", x=start) for start in starts), marks.rule("soft", x=years.place(naming.data_day), dash="dot")]
    drawn = list(zip(shown, places, strict=True))
    for step, y in drawn:
        start, end = years.place(step["start"]), years.place(step["end"])
        reach = [start, *(years.place(when) for when in step["said"] if when)]
        shapes.append(marks.rule("axis", y=y, ends=(min(reach), max(reach))))
        if _long(step):
            fill = "blue" if step["kind"] == "happened" else "ground"
            shapes.append(marks.bar(start, end, y, fill, half=6, outline="blue"))
    done = sum(step["kind"] == "happened" for step in steps)
    return marks.finished(
        parts.pop("size"),
        [_said(drawn, years, naming), _about(drawn, years)] if drawn else [],
        shapes=[*parts.pop("shapes"), *shapes],
        **parts,
        title=f"Promised and done: {done} of {plural(len(steps), 'milestone', 'milestones')} so far"
        if steps
        else "No dated step",
        subtitle="Blue: when, filled once it has happened. Orange: the day it was said. Dotted: our data end, "
        f"{naming.data_day:%B %Y}" + (f". Shown: the {MOST} that most sources tell of" if shown != steps else ""),
        summary=f"{plural(len(steps), 'step', 'steps')} by {plural(len({s['party'] for s in steps}), 'party', 'parties')}, "
        f"{done} of them done. " + " ".join(f"{step['title']}: {step['when']}, {KIND_WORDS[step['kind']]}." for step in shown),
        sources=[name for step in steps for name in step["source_ids"]],
        naming=naming,
        table=(["Party", "Step", "When", "Kind", "Said by", "Claims"], [_row(step, naming) for step in steps], ""),
        values=style.values(
            ["party", "step", "start", "end", "precision", "kind", "source_ids", "claim_ids"],
            (
                [step["party"], step["title"], *(step[end].isoformat() for end in ("start", "end")), step["precision"]]
                + [step["kind"], " ".join(step["source_ids"]), " ".join(step["claim_ids"])]
                for step in steps
            ),
        ),
    )


def _step(row: Mapping[str, Any], published: Mapping[str, datetime.date | None]) -> dict[str, Any]:
    """A step with its days, its date in words, and by day the sources that said it; None is the day of an undated one."""
    start, end = day(row["start"]), day(row["end"])
    if not start or not end:
        raise ExplorerError(f"the step {row['title']!r} has no date")
    same = start != end and (start.year, start.month) == (end.year, end.month) and row["precision"] == "vague"
    when = f"{start.day} to {period_words(end, end)}" if same else period_words(start, end)
    said: dict[datetime.date | None, list[str]] = {}
    for name in sorted(row["source_ids"], key=lambda name: published.get(name) or datetime.date.max):
        said.setdefault(published.get(name), []).append(name)
    return {**row, "start": start, "end": end, "when": when, "said": said}


def _said(drawn: Sequence[tuple[dict[str, Any], float]], years: Years, naming: Naming) -> Spec:
    ticks = [(when, names, y) for step, y in drawn for when, names in step["said"].items() if when]
    told = [f"said on {period_words(when, when)}<br>{', '.join(map(naming.source_name, names))}" for when, names, _ in ticks]
    x = [years.place(when) for when, *_ in ticks]
    dots = marks.dots("said", (x, [y for *_, y in ticks]), "amber", 14, symbol="line-ns-open", hover="%{text}")
    return dots | {"text": list(map(style.plain, told))}


def _about(drawn: Sequence[tuple[dict[str, Any], float]], years: Years) -> Spec:
    """The days; of a span, which is drawn as a bar, the unseen point that a pointer finds."""
    x = [years.place(step["start"]) for step, _ in drawn]
    dots = marks.dots("about", (x, [y for _, y in drawn]), "blue", 11, hover="%{text}")
    dots["marker"] |= {
        "symbol": ["circle" if step["kind"] == "happened" else "circle-open" for step, _ in drawn],
        "opacity": [0 if _long(step) else 1 for step, _ in drawn],
        "line": {"color": dots["marker"]["color"], "width": 2},
    }
    told = [style.plain(f"{step['title']}<br>{step['when']}, {KIND_WORDS[step['kind']]}") for step, _ in drawn]
    return dots | {"text": told, "customdata": [" ".join(step["claim_ids"]) for step, _ in drawn]}


def _long(step: Mapping[str, Any]) -> bool:
    return (step["end"] - step["start"]).days >= DAYS_OF_A_DOT


def _row(step: Mapping[str, Any], naming: Naming) -> list[str]:
    said = "; ".join(
        f"{', '.join(map(naming.source_name, names))} ({period_words(when, when) or 'not dated in the document'})"
        for when, names in step["said"].items()
    )
    return [step["party"], step["title"], step["when"], KIND_WORDS[step["kind"]], said, " ".join(step["claim_ids"])]
