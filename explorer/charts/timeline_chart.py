"""Milestones: a row for each dated step, with the days on which it was said.

A bar runs from the first to the last day that the words may mean, as wide as they are vague; filled for what has
happened, hollow for what was announced, planned or aimed for. A tick stands on the day on which a source said it,
joined to the bar by a thin line. A year with few dates is drawn narrower.
"""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from explorer.arguments import frame
from explorer.charts import marks, rows
from explorer.charts.registry import INSTALLED, Spec, Table, chart, rows_and_attrs
from explorer.errors import ExplorerError
from explorer.formatting import capital, plural
from explorer.records.dates import period_words
from explorer.seeds import Naming

KIND_WORDS = {"happened": "happened", "announced": "announced", "planned": "planned", "target": "aimed for"}
MOST = 12  # rows, unless a reader asks for all
PRESS = "Press"
"""The party of a step that is a publication: it stands as a tick in the rows of what it says."""
DAYS_OF_A_DOT = 12
FEW, SPARSE = 3, 0.25
"""A year with fewer dates than FEW is drawn as wide as SPARSE of another."""


class Years:
    """The axis of time: where a day stands, in years of which those with few dates are shorter."""

    def __init__(self, days: Sequence[datetime.date]):
        counted = Counter(day.year for day in days)
        if max(counted) == datetime.MAXYEAR:
            raise ExplorerError(f"an axis of time cannot end in the year {datetime.MAXYEAR}")
        self.years = range(min(counted), max(counted) + 2)
        self.first_days = [datetime.date(year, 1, 1).toordinal() for year in self.years]
        lengths = (1.0 if counted[year] >= FEW else SPARSE for year in self.years[:-1])
        self.starts = list(accumulate(lengths, initial=0.0))
        self.ends = self.place(min(days)) - 0.05, self.place(max(days)) + 0.05

    def place(self, when: datetime.date) -> float:
        """Where a day stands.

        >>> years = Years([*[datetime.date(2026, 1, 1)] * 3, datetime.date(2027, 12, 31)])
        >>> years.place(datetime.date(2026, 1, 1)), years.place(datetime.date(2027, 1, 1))
        (0.0, 1.0)
        """
        return float(np.interp(when.toordinal(), self.first_days, self.starts))

    def axis(self) -> Spec:
        """The axis with the years that have room in the middle of what is seen of them, and the last one."""
        ticks: dict[float, str] = {}
        for year, start, end in zip(self.years, self.starts, self.starts[1:], strict=False):
            left, right = max(start, self.ends[0]), min(end, self.ends[1])
            if right - left > 0.3 or year == self.years[-2]:
                ticks[(left + right) / 2] = str(year) if right - left > 0.3 else f"\u2019{year % 100:02d}"
        days = [f"{year:04d}-01-01" for year in self.years]
        axis = marks.axis(*self.ends, ticks, ticks.__getitem__)
        return axis | {"showgrid": False, "ticks": "", "dates": [self.starts, days]}


@chart(
    "timeline",
    timelines=frame(
        "title start end precision kind party source_ids claim_ids",
        like="ex.timelines()",
        words={"kind": KIND_WORDS},
        filled="start end",
    ),
    sources=frame("source_id published", like="ex.sources()"),
)
def timeline(
    timelines: Table, sources: Table, *, whole: bool = False, naming: Naming = INSTALLED, width: int = 900
) -> Spec:
    """What is promised and done, from `explorer.timelines` and `explorer.sources`: the 12 steps most sources tell of.

    With ``whole`` all of them. Whatever is drawn, the finding counts all.

    >>> import explorer as ex
    >>> timeline(ex.timelines(), ex.sources()).layout.title.text[-30:]
    ' milestones reached so far</b>'
    """
    published = {row["source_id"]: row["published"] for row in rows_and_attrs(sources)[0]}
    steps = [row for row in rows_and_attrs(timelines)[0] if row["party"] != PRESS]
    steps.sort(key=lambda step: (step["start"], step["end"], step["title"]))
    often = sorted(steps, key=lambda step: -len(step["source_ids"]))[: None if whole else MOST]
    shown = [step for step in steps if step in often]
    days_said = [published.get(name) for step in shown for name in step["source_ids"]]
    days = [step[end] for step in shown for end in ("start", "end")]
    years = Years([*days, *filter(None, days_said), naming.data_day])
    starts = [start for start in years.starts if years.ends[0] < start < years.ends[1]]
    count = plural(len(steps), "milestone", "milestones")
    done = sum(step["kind"] == "happened" for step in steps)
    return rows.row_chart(
        [_row(step, published, years, naming) for step in shown],
        years.axis(),
        ("Group", "Step", "Whose", "When"),
        groups={"Done": "", "Promised": ""},
        naming=naming,
        width=width,
        shapes=[
            *(marks.rule("grid", x=start) for start in starts),
            marks.rule("soft", x=years.place(naming.data_day), dash="dot"),
        ],
        title=f"{done} of {count} reached so far" if steps else "No dated step",
        subtitle="Blue: when, filled once it has happened. Orange: the day it was said. Dotted: our news end, "
        f"{naming.data_day:%B %Y}" + (f". Shown: the {MOST} that most sources tell of" if shown != steps else ""),
        summary=f"{count}, {done} of them reached",
    )


def _row(
    step: Mapping[str, Any], published: Mapping[str, datetime.date | None], years: Years, naming: Naming
) -> rows.Row:
    first, last = step["start"], step["end"]
    done, long = step["kind"] == "happened", (last - first).days >= DAYS_OF_A_DOT
    start, end = years.place(first), years.place(last)
    said = {name: published.get(name) for name in step["source_ids"]}
    ticks = [years.place(day) for day in dict.fromkeys(said.values()) if day]
    bar = marks.bar(start, end, "blue" if done else "ground", half=6, edge="blue")
    by = (f"{naming.source_name(name)} ({period_words(day, day) or 'undated'})" for name, day in said.items())
    return rows.Row(
        step["title"],
        step["party"] + ("" if done else f", {KIND_WORDS[step['kind']]}"),
        capital(_when(first, last, step["precision"])),
        x=start,
        symbol="" if long else "circle" if done else "circle-open",
        marks=[
            marks.rule("axis", y=0, ends=(min([start, *ticks]), max([start, *ticks]))),
            *(marks.rule("amber", x=x, width=2, ends=(-9, 9)) for x in ticks),
            *([bar] if long else ()),
        ],
        group="Done" if done else "Promised",
        claim_ids=step["claim_ids"],
        source_ids=step["source_ids"],
        numbers={name: step[name] for name in ("party", "kind", "precision")}
        | {"start": first.isoformat(), "end": last.isoformat(), "said_by": "; ".join(by)},
    )


def _when(start: datetime.date, end: datetime.date, precision: str) -> str:
    same = start != end and (start.year, start.month) == (end.year, end.month) and precision == "vague"
    return f"{start.day} to {period_words(end, end)}" if same else period_words(start, end)
