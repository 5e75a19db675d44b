"""What the sources of a folder are called in a chart, and how far its data reach."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Naming"]

LISTED = 10
"""The most sources that a line names."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of sources by id, which of them are the articles, and the date of the data.

    ``data_day`` is the last day that the data reach, ``data_to`` the same in words, ``buyer`` and
    ``maker`` the parties of the deal. A frame holds it as `plain` in
    ``attrs["naming"]``: pandas copies what is there, and writes it into files as JSON.
    """

    names: Mapping[str, str]
    articles: tuple[str, ...]
    data_day: datetime.date
    data_to: str
    buyer: str = ""
    maker: str = ""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Naming":
        """The naming that `plain` was made from."""
        day = datetime.date.fromisoformat(plain["data_day"])
        parties = plain.get("buyer", ""), plain.get("maker", "")
        return cls(plain["names"], tuple(plain["articles"]), day, plain["data_to"], *parties)

    def plain(self) -> dict[str, Any]:
        """The same in types that JSON has."""
        return {
            "names": dict(self.names),
            "articles": list(self.articles),
            "data_day": self.data_day.isoformat(),
            "data_to": self.data_to,
            "buyer": self.buyer,
            "maker": self.maker,
        }

    def source_name(self, source_id: str) -> str:
        """A source as readers meet it, one that is not known by its id."""
        return self.names.get(source_id, source_id)

    def listed(self, source_ids: Iterable[str]) -> list[str]:
        """The sources by name, each once, the articles first and by number.

        >>> from explorer.seeds import load
        >>> load().naming.listed(["epoch-ai-chip-sales", "seed-001", "seed-000", "seed-001"])
        ['InsiderFinance', 'Digest of AI news', 'Epoch AI']
        """
        known = dict.fromkeys(source_ids)
        articles = sorted(known.keys() & set(self.articles))
        ordered = (*articles, *(one for one in known if one not in articles))
        return list(dict.fromkeys(map(self.source_name, ordered)))

    def note(self, source_ids: Iterable[str]) -> str:
        """The line under a chart: its sources, the first ten by name, and the date of the data.

        >>> from explorer.seeds import load
        >>> load().naming.note(["seed-000", "seed-001"])
        'Sources: InsiderFinance, Digest of AI news. News to July 2026, site data to October 2026.'
        """
        names = self.listed(source_ids)
        shown = names[:LISTED] + ([f"and {len(names) - LISTED} more"] if len(names) > LISTED else [])
        sources = f"{'Source' if len(names) == 1 else 'Sources'}: {', '.join(shown)}. " if names else ""
        return f"{sources}{self.data_to[:1].upper()}{self.data_to[1:]}."
