"""What the reader's share amounts to in dollars: a row of cards, each a middle case and a range."""

from __future__ import annotations

from explorer.formatting import dollars, month_words
from explorer.model import ENDS, Projection
from explorer.records import Deal

DOLLARS = {
    "rack_sales_usd": "Price of the racks for {buyer}",
    "capex_usd": "Whole cost of the gigawatts in use",
    "investment_usd": "{maker}’s own investment",
}
"""Outcomes of the model in dollars, cumulative, with the words of their cards."""


def dollar_cards(projection: Projection, by: str, deal: Deal) -> list[dict[str, str]]:
    """Name, middle case and 9-in-10 range of each of `DOLLARS` at the end of a month.

    >>> from explorer.model import simulate
    >>> from explorer.scenario import Scenario
    >>> from explorer.seeds import load
    >>> dollar_cards(simulate(Scenario(openai_share=0)), "2029-12", load().deal)[0]["middle"]
    '$0'
    """
    cards: list[dict[str, str]] = []
    for outcome, name in DOLLARS.items():
        if outcome == "investment_usd" and "foxconn_investment_usd_per_yr" in deal.without:
            continue
        low, middle, high = map(dollars, projection.quantiles_at(outcome, ENDS, by))
        between = "in every simulated case" if low == high else f"{low} to {high} in 9 of 10 cases"
        cards.append(
            {
                "name": name.format(buyer=deal.buyer, maker=deal.maker),
                "middle": middle,
                "range": f"{between}, by {month_words(by)}",
            }
        )
    return cards
