"""What would have to be true in words: the answer, the answer that holds for some, and that there is none."""

import pytest
from cases import MONTH_GW, PLAIN

from explorer.analysis.needs import OUTCOME_NAMES, need_words
from explorer.analysis.solve import solve
from explorer.model import OUTCOMES
from explorer.scenario import Scenario, table
from explorer.scenario.distributions import uniform


def test_every_outcome_has_a_name():
    assert list(OUTCOME_NAMES) == list(OUTCOMES)


def test_an_answer_for_all_cases():
    # 1 of 4.348 GW is 23%.
    need = solve(PLAIN, "openai_share", "delivered_gw", at_least=1, by="2026-08")
    assert need_words(need) == (
        "For 1.0 GW (site power that racks delivered could use) by August 2026, Share for OpenAI would have to be "
        "at least 23% in half of the simulated cases, and at least 23% in 9 of 10."
    )


def test_a_lever_that_has_to_be_small():
    need = solve(PLAIN, "first_delivery_months", "delivered_gw", at_least=20, by="2029-12")
    assert "First delivery would have to be at most 4 months in half" in need_words(need)


def test_an_answer_for_some_cases():
    # Shipped share 1/8, 3/8, 5/8, 7/8: one of four cases has too few racks at any share.
    need = solve(PLAIN.replace(shipped_share=uniform(0, 1)), "openai_share", "delivered_gw", at_least=1, by="2026-08")
    words = need_words(need)
    assert "9 of 10" not in words
    assert words.endswith("In 25% of the cases no value is enough.")


def test_no_answer_names_the_nearest():
    need = solve(PLAIN, "openai_share", "delivered_gw", at_least=1000, by="2029-12")
    nearest = f"{50 * MONTH_GW:.0f} GW"
    assert need_words(need) == (
        "1,000 GW (site power that racks delivered could use) by the end of 2029 cannot be reached inside the stated "
        f"ranges, with Share for OpenAI from 0 to 100%; the nearest is {nearest}."
    )


@pytest.mark.parametrize("lever", list(table()))
def test_every_lever_gets_a_sentence(lever):
    growing = Scenario(draws=64, growth_after=uniform(0, 0.4))  # elsewhere a longer ramp may help
    for goal in (1.0, 500.0):
        words = need_words(solve(growing, lever, "energised_gw", at_least=goal, by="2029-12"))
        assert words.endswith(".")
        assert "nan" not in words
        assert "inf" not in words.replace("inside", "")
