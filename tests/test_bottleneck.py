"""What stops growth first, worked by hand and counted again month by month."""

from dataclasses import replace

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN, put_sites, scenarios
from hypothesis import given, settings

from explorer.analysis.bottleneck import first_break
from explorer.model import ModelError, simulate
from explorer.model.equations import LIMITS
from explorer.page import words
from explorer.scenario import Scenario, month_label
from explorer.scenario.distributions import uniform

SITES: dict[float, float] = {-1: 0, 1: 0.3, 13: 1.5, 31: 4.2}
"""GW by month: 0.15 in month 0, then 0.1 GW a month up to month 13, 0.15 up to 31, and a quarter of a GW after it."""


def test_money_stops_it_in_the_month_worked_by_hand(monkeypatch):
    put_sites(monkeypatch, 10, SITES)
    # All racks bring 0.4348 GW a month from the first on. $1bn a year at a rent of $10bn a GW pays for 0.1 GW: less
    # than the racks from month 0, and less than the 0.15 GW of sites.
    poor = {"compute_spend_start_usd_per_yr": 1e9, "compute_spend_end_usd_per_yr": 1e9}
    found = first_break(PLAIN.replace(**poor), by="2029-12")
    assert MONTH_GW > 0.15 > 0.1
    assert found.share("money") == 1
    assert found.months("money") == ("2025-11",) * 3
    # A tenth of the racks bring 0.04348 (t + 1) GW: 0.087 in month 1, 0.13 in month 2.
    later = first_break(PLAIN.replace(openai_share=0.1, **poor), by="2029-12")
    assert later.months("money") == ("2026-01",) * 3


def test_sites_stop_it_in_the_month_worked_by_hand(monkeypatch):
    put_sites(monkeypatch, 0, SITES)
    # A tenth of the racks bring 0.04348 (t + 1) GW: below the sites in every month.
    free = first_break(PLAIN.replace(openai_share=0.1), by="2029-12")
    assert free.share("orders") == 1
    assert free.months("orders") is None
    # With a tracker that was read in month 0 and all after it six months late, 0.15 GW run on up to month 6: more than
    # the 0.13 of month 2, less than the 0.174 of month 3.
    late = first_break(PLAIN.replace(openai_share=0.1, site_slip_months=6), by="2029-12")
    assert late.share("sites") == 1
    assert late.months("sites") == ("2026-02",) * 3


def test_the_share_of_draws_and_their_months(monkeypatch):
    put_sites(monkeypatch, 10, SITES)
    # Of four draws with shipped_share 1/8, 3/8, 5/8, 7/8 the sites of 0.15 GW in month 0 hold back those that ship more
    # than 0.345 of 0.4348 GW: three of four.
    found = first_break(PLAIN.replace(shipped_share=uniform(0, 1)), by="2025-11")
    assert found.share("sites") == 0.75
    assert found.share("orders") == 0.25
    assert found.table()["share"].tolist() == [0.25, 0.75, 0]


def test_factory_output_is_the_limit_where_even_all_racks_are_fewer_than_sites_and_money_allow():
    # 10 racks a week are 0.0043 GW a month, below sites and money in every month from the first on.
    few = PLAIN.replace(rack_rate_start=10, rack_rate_target=10, openai_share=0.5)
    assert first_break(few, by="2029-12").factory == 1
    many = PLAIN.replace(rack_rate_start=20_000, rack_rate_target=20_000)  # 8.7 GW in the first month, above any site
    assert first_break(many, by="2025-11").factory == 0


def test_the_sentence_says_what_orders_are_and_never_promises():
    said = words.first_break(first_break(Scenario(draws=256, openai_share=0.3)), Scenario().seeds.deal)
    assert "our assumption, not a finding" in said
    assert "If OpenAI took every rack" in said
    assert "will" not in said.split()


@settings(max_examples=30, deadline=None)
@given(scenarios())
def test_counted_again_from_the_outcomes(scenario):
    found = first_break(scenario, by=scenario.horizon)
    shares = simulate(scenario).binding().to_numpy().T
    # Nothing stops orders before the first month in which binding() names another limit.
    others = np.flatnonzero(shares[1:].sum(axis=0) > 0)
    first = found.month[found.month >= 0]
    assert (first.min() == others[0]) if len(others) else len(first) == 0
    assert sum(found.share(limit) for limit in ("orders", "sites", "money")) == pytest.approx(1)
    if len(first):
        assert found.months("sites") or found.months("money")
        assert month_label(int(first.min())) <= scenario.horizon


def test_a_month_outside_gets_a_sentence():
    with pytest.raises(ModelError, match="not within the projection"):
        first_break(PLAIN, by="2050-01")


def test_what_is_nearly_always_so_is_not_said_to_be_always_so():
    """100% beside another limit would not add up: 1 of 256 cases is held back by money."""
    found = first_break(PLAIN.replace(openai_share=0.1, draws=256), by="2029-12")
    limit, month = np.zeros(256, dtype=int), np.full(256, -1)
    limit[0], month[0] = LIMITS.index("money"), 12
    said = words.first_break(replace(found, limit=limit, month=month), Scenario().seeds.deal)
    assert "orders alone set the pace in nearly all simulated cases" in said
    assert "money in fewer than 1 in 100 simulated cases" in said
