"""A folder of seeds that a test writes by hand: small enough to be worked out on paper."""

import json
from pathlib import Path
from typing import Any

from explorer.seeds.files import KINDS

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
    for kind, rows in tables.items():
        text = ""
        for row in rows:
            text += f"[[{KINDS[kind][0]}]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in row.items())
        (folder / f"{kind}.toml").write_text(text, "utf-8")
    return folder
