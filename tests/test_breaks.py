"""What stops growth first, worked by hand and counted again month by month."""

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN, scenarios
from hypothesis import given, settings

from explorer.analysis.breaks import first_break
from explorer.model import ModelFault, simulate
from explorer.scenario import Scenario, month_label
from explorer.scenario.distributions import uniform


def test_money_stops_it_in_the_month_worked_by_hand():
    # All racks bring 0.4348 GW a month from the first on. Money for $12 bn a year at $40 bn a GW is 0.025 GW a month:
    # less than the racks from month 0. Sites hold 0 + 0.1475 (half of 0.295) in month 0: more than the money.
    found = first_break(PLAIN.replace(capex_budget_usd_per_yr=12e9), by="2029-12")
    assert MONTH_GW > 0.1475 > 0.025
    assert found.share("money") == 1
    assert found.months("money") == ("2025-11",) * 3


def test_sites_stop_it_in_the_month_worked_by_hand():
    # A tenth of the racks bring 0.04348 (t + 1) GW. Sites: 0.1475, 0.295, 0.354, 0.413, 0.472, 0.531, 0.59, then
    # 0.09833 a month to 1.18 in month 12 and 0.3436 a month: always above. Six months late they are 0 up to month 5.
    free = first_break(PLAIN.replace(openai_share=0.1), by="2029-12")
    assert free.share("orders") == 1
    assert free.months("orders") is None
    late = first_break(PLAIN.replace(openai_share=0.1, site_slip_months=6), by="2029-12")
    assert late.share("sites") == 1
    assert late.months("sites") == ("2025-11",) * 3


def test_the_share_of_draws_and_their_months():
    # Of four draws with shipped_share 1/8, 3/8, 5/8, 7/8 the sites of 0.1475 GW in month 0 hold back those that ship more
    # than 0.339 of 0.4348 GW: three of four.
    found = first_break(PLAIN.replace(shipped_share=uniform(0, 1)), by="2025-11")
    assert found.share("sites") == 0.75
    assert found.share("orders") == 0.25
    assert found.table()["share"].tolist() == [0.25, 0.75, 0]


def test_factory_output_is_the_limit_where_even_all_racks_are_fewer_than_sites_and_money_allow():
    # 10 racks a week are 0.0043 GW a month, below sites and money in every month from the first on.
    few = PLAIN.replace(rack_rate_start=10, rack_rate_target=10, openai_share=0.5)
    assert first_break(few, by="2029-12").factory == 1
    assert first_break(PLAIN, by="2025-11").factory == 0


def test_the_sentence_says_what_orders_are_and_never_promises():
    words = first_break(Scenario(draws=256, openai_share=0.3)).sentence()
    assert "our assumption, not a finding" in words
    assert "If OpenAI took every rack" in words
    assert "will" not in words.split()


@settings(max_examples=30, deadline=None)
@given(scenarios())
def test_counted_again_from_the_outcomes(scenario):
    found = first_break(scenario, by=scenario.horizon)
    shares = simulate(scenario).binding_rows()
    # Nothing stops orders before the first month in which binding() names another limit.
    others = np.flatnonzero(shares[1:].sum(axis=0) > 0)
    first = found.month[found.month >= 0]
    assert (first.min() == others[0]) if len(others) else len(first) == 0
    assert sum(found.share(limit) for limit in ("orders", "sites", "money")) == pytest.approx(1)
    if len(first):
        assert found.months("sites") or found.months("money")
        assert month_label(int(first.min())) <= scenario.horizon


def test_a_month_outside_gets_a_sentence():
    with pytest.raises(ModelFault, match="not within the projection"):
        first_break(PLAIN, by="2050-01")
