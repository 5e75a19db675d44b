"""A folder of seeds that a test writes by hand: small enough to be worked out on paper."""

import json
from pathlib import Path
from typing import Any

from explorer.seeds.files import KINDS, POINT_HEADER

SOURCE = {"publisher": "A paper", "title": "A title", "tier": "trade", "retrieved": "2026-11-21"}
CLAIM = {
    "dataset": "capacity",
    "metric": "rack_rate",
    "party": "Foxconn",
    "statement": "Racks a week.",
    "bound": "about",
    "central": 1000,
    "unit": "racks/week",
    "basis": "rate",
    "scope": "world",
    "status": "plan",
    "locator": "line 1",
}
"""What `source` and `claim` fill in where a test says nothing else."""
SHARE: dict[str, Any] = {
    "parameter": "openai_share", "label": "Another share", "unit": "share", "kind": "point", "low": 0.4, "central": 0.4,
    "high": 0.4, "lower_bound": 0, "upper_bound": 1, "step": 0.01, "origin": "ours", "reason": "We see it so.",
    "group": "Share",
}  # fmt: skip
"""An assumption that could stand in the place of ours."""


def source(source_id: str, **given: Any) -> dict[str, Any]:
    """A source; ``published`` is a date of limited precision."""
    return {"source_id": source_id, **SOURCE, **given}


def claim(claim_id: str, source_id: str, **given: Any) -> dict[str, Any]:
    """A claim of about 1,000 racks a week, changed as asked; a key given as None is left out."""
    row = {"claim_id": claim_id, "source_id": source_id, **CLAIM, **given}
    return {key: value for key, value in row.items() if value is not None}


def write(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    """Write ``KIND.toml`` for each kind given, as `explorer.seeds.files.KINDS` names its tables."""
    folder.mkdir(exist_ok=True)
    for kind, rows in tables.items():
        text = ""
        for row in rows:
            text += f"[[{KINDS[kind][0]}]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in row.items())
        (folder / f"{kind}.toml").write_text(text, "utf-8")
    return folder


def points(folder: Path, series: str, *rows: str) -> None:
    """Write the file of a series: its header, and rows of date, month, value, low, high, source_id, claim_id, note."""
    (folder / "series").mkdir(exist_ok=True)
    (folder / "series" / f"{series}.csv").write_text("\n".join([",".join(POINT_HEADER), *rows, ""]), "utf-8")


def change(path: Path, *pairs: tuple[str, str]) -> None:
    """In a file put the second text of each pair in the place of the first, where that is there first."""
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
