"""The list of questions: what knowing a number is worth, worked by hand where one unknown is all there is."""

import math

import pytest
from cases import MONTH_GW, PLAIN

from explorer.analysis.sensitivity import questions
from explorer.model import ModelError, simulate
from explorer.scenario import Scenario, table
from explorer.scenario.distributions import uniform


def test_every_parameter_has_a_question():
    assert all(parameter.ask and parameter.question.endswith("?") for parameter in table().values())


def test_the_only_unknown_takes_all_the_range_with_it():
    # A share from 0 to 1 of ten months of racks: the 5 and 95% points lie 0.9 of these apart, and nowhere once known.
    frame = questions(PLAIN.replace(draws=1000, openai_share=uniform(0, 1)), at="2026-08")
    assert list(frame.index) == ["openai_share"]
    row = frame.iloc[0]
    assert row["width_now"] == pytest.approx(0.9 * 10 * MONTH_GW, rel=1e-2)
    assert row["width_known"] == pytest.approx(0, abs=1e-12)
    assert row["narrowing"] == pytest.approx(1)


def test_two_unknowns_worked_by_hand():
    # Share and shipped_share both from 0 to 1: with one known at u, 0.9 u is left of the whole; on average 0.9 / 2.
    s = PLAIN.replace(draws=4096, openai_share=uniform(0, 1), shipped_share=uniform(0, 1))
    frame = questions(s, at="2026-08")
    assert frame["width_known"].tolist() == pytest.approx([0.45 * 10 * MONTH_GW] * 2, rel=0.02)
    # The product of two such numbers has P(xy <= z) = z (1 - ln z); its 5 and 95% points solve that.
    low, high = (solve_product(p) for p in (0.05, 0.95))
    assert frame["width_now"].tolist() == pytest.approx([(high - low) * 10 * MONTH_GW] * 2, rel=0.02)


def solve_product(p: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        z = (low + high) / 2
        low, high = (z, high) if z * (1 - math.log(z)) < p else (low, z)
    return low


def test_the_share_needed_is_asked_about_as_on_the_page():
    # Utilisation from 1/2 to 1 of 10 months: the share needed for 1 GW is 0.23 / shipped_share.
    frame = questions(PLAIN.replace(draws=1000, shipped_share=uniform(0.5, 1)), at="2026-08", at_least=1)
    need = 1 / (10 * MONTH_GW)
    assert frame.attrs["unit"] == "share"
    assert frame.loc["shipped_share", "width_now"] == pytest.approx(need * (1 / 0.525 - 1 / 0.975), rel=1e-2)


def test_the_share_for_openai_itself_is_not_asked_about_when_it_is_the_answer():
    frame = questions(Scenario(draws=256, openai_share=uniform(0, 1)), at_least=10)
    assert "openai_share" not in frame.index
    assert "us_share" not in frame.index  # plays no part


def test_the_list_agrees_with_points_put_in_by_hand():
    s = Scenario(draws=512)
    frame = questions(s, "energised_gw", at="2029-12")
    widths = []
    for i in range(8):
        known = s.replace(shipped_share=s.shipped_share.quantile((i + 0.5) / 8))
        low, high = simulate(known).quantiles_at("energised_gw", [0.05, 0.95], "2029-12")
        widths.append(high - low)
    assert frame.loc["shipped_share", "width_known"] == pytest.approx(sum(widths) / 8)
    assert frame["narrowing"].is_monotonic_decreasing
    assert frame["narrowing"].max() < 1


def test_nothing_unknown_gives_an_empty_list():
    assert questions(PLAIN).empty


@pytest.mark.parametrize(
    "asked", [{"outcome": "energised_gw", "at_least": 10}, {"at_least": 0}, {"at_least": math.nan}]
)
def test_a_share_needed_is_asked_of_what_is_in_proportion_to_it(asked):
    with pytest.raises(ModelError):
        questions(Scenario(draws=16), **asked)


def test_an_unknown_outcome_gets_a_sentence():
    with pytest.raises(ModelError, match="not an outcome"):
        questions(PLAIN, "power")
