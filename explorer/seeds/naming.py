"""What the sources and scopes of a folder are called in a chart, and how far its data reach."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

LISTED = 10
"""The most sources that a line names."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of sources by id, which of them are the articles, the meanings of scopes, and the date of the data.

    ``data_day`` is the last day that the data reach, ``data_to`` the same in words, ``buyer`` and
    ``maker`` the parties of the deal, ``units`` what the maker ships, in the plural. A frame holds it as `plain` in
    ``attrs["naming"]``: pandas copies what is there, and writes it into files as JSON.
    """

    names: Mapping[str, str]
    articles: tuple[str, ...]
    scopes: Mapping[str, str]
    data_day: datetime.date
    data_to: str
    buyer: str = ""
    maker: str = ""
    units: str = "racks"

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Naming":
        """The naming that `plain` was made from."""
        day = datetime.date.fromisoformat(plain["data_day"])
        made: dict[str, Any] = {**plain, "articles": tuple(plain["articles"]), "data_day": day}
        return cls(**made)

    def plain(self) -> dict[str, Any]:
        """The same in types that JSON has."""
        return asdict(self) | {"articles": list(self.articles), "data_day": self.data_day.isoformat()}

    def source_name(self, source_id: str) -> str:
        """A source as readers meet it, one that is not known by its id."""
        return self.names.get(source_id, source_id)

    def ordered(self, source_ids: Iterable[str]) -> list[str]:
        """The sources as a line lists them, each once, the articles first and by number.

        >>> from explorer.seeds import load
        >>> load().naming.ordered(["epoch-ai-chip-sales", "seed-001", "seed-000", "seed-001"])
        ['seed-000', 'seed-001', 'epoch-ai-chip-sales']
        """
        return sorted(dict.fromkeys(source_ids), key=lambda name: (0, name) if name in self.articles else (1, ""))

    def note(self, source_ids: Iterable[str]) -> str:
        """The line under a chart: its sources, the first ten by name, and the date of the data.

        >>> from explorer.seeds import load
        >>> load().naming.note(["seed-000", "seed-001"])
        'Sources: InsiderFinance, Digest of AI news. News to July 2026, site data to October 2026.'
        """
        names = list(dict.fromkeys(map(self.source_name, self.ordered(source_ids))))
        shown = names[:LISTED] + ([f"and {len(names) - LISTED} more"] if len(names) > LISTED else [])
        sources = f"{'Source' if len(names) == 1 else 'Sources'}: {', '.join(shown)}. " if names else ""
        return f"{sources}{self.data_to[:1].upper()}{self.data_to[1:]}."
