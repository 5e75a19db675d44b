"""What the reader's share amounts to in dollars: a row of cards, each a middle case and a range."""

from __future__ import annotations

from explorer.formatting import dollars, month_words
from explorer.model import Projection

DOLLARS = {
    "rack_sales_usd": "Price of the racks for OpenAI",
    "capex_usd": "Whole cost of the gigawatts in use",
    "investment_usd": "Foxconn’s own investment",
}
"""Outcomes of the model in dollars, cumulative, with the words of their cards."""


def dollar_cards(projection: Projection, by: str) -> list[dict[str, str]]:
    """Name, middle case and 9-in-10 range of each of `DOLLARS` at the end of a month.

    >>> from explorer.model import simulate
    >>> from explorer.scenario import Scenario
    >>> dollar_cards(simulate(Scenario(openai_share=0)), "2029-12")[0]["middle"]
    '$0'
    """
    cards: list[dict[str, str]] = []
    for outcome, name in DOLLARS.items():
        low, middle, high = map(dollars, projection.quantiles_at(outcome, [0.05, 0.5, 0.95], by))
        between = "in every simulated case" if low == high else f"{low} to {high} in 9 of 10 cases"
        cards.append({"name": name, "middle": middle, "range": f"{between}, by {month_words(by)}"})
    return cards
