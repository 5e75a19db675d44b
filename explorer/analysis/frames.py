"""Results as data frames: the only place of this package that loads pandas, for the public functions."""

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame_of"]


def frame_of(kind: type[Any], rows: Iterable[Any], index: str | list[str], **attrs: object) -> "pd.DataFrame":
    """Records of one kind as a frame, a field a column; ``attrs`` say what all of them are about."""
    import pandas as pd

    columns = [field.name for field in fields(kind)]
    listed = [[getattr(row, name) for name in columns] for row in rows]
    frame = pd.DataFrame(listed, columns=columns).set_index(index)
    frame.attrs |= attrs
    return frame
