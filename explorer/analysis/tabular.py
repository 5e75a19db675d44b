"""Tables of an analysis: rows without pandas for the page, a data frame for whoever calls the public function."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar

from explorer.arguments import checked, in_place_of
from explorer.model.stepwise import Steps, Stepwise, stepwise
from explorer.scenario import Scenario
from explorer.scenario.assumptions import installed

if TYPE_CHECKING:
    import pandas as pd

P = ParamSpec("P")
Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Rows of one NamedTuple, whose first ``index`` fields are the index of the frame, and the frame's ``attrs``."""

    row_type: type[Row]
    rows: tuple[Row, ...]
    attrs: dict[str, Any]
    index: int = 1

    def frame(self) -> "pd.DataFrame":
        """The rows as a frame, a field a column."""
        import pandas as pd

        columns = list(self.row_type.__annotations__)
        frame = pd.DataFrame(list(self.rows), columns=columns).set_index(columns[: self.index])
        frame.attrs |= self.attrs
        return frame


def attrs_for(scenario: Scenario, **attrs: Any) -> dict[str, Any]:
    """The attributes of a table, with the folder of the scenario's seeds where that is not the installed one."""
    return attrs if scenario.seeds == installed() else attrs | {"seeds": str(scenario.seeds.folder)}


class Tabular(Protocol[P, Row]):
    """A public function that gives a frame, as `tabular` makes it."""

    table: Stepwise[P, Table[Row]]
    """The same without pandas, whole or in pieces."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> "pd.DataFrame":
        """The frame."""
        ...


def tabular(function: Callable[P, Steps[Table[Row]]]) -> Tabular[P, Row]:
    """Make a public function of a stepwise computation: its arguments are checked, its `Table` becomes a frame."""
    table: Any = stepwise()(checked()(function))

    def frame(*args: Any, **kwargs: Any) -> Any:
        return table(*args, **kwargs).frame()

    made = in_place_of(function, frame)
    made.table = table
    made.__signature__ = signature(function).replace(return_annotation="pd.DataFrame")
    return made
