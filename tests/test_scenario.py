"""A scenario is complete, frozen and checked; defaults are those of the table; what does not fit gets a sentence."""

import copy
import csv
import datetime
import inspect
import math
import pickle
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import PARAMETERS
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import explorer
from explorer.analysis.presets import presets
from explorer.model.equations import equations_of
from explorer.scenario import Draws, Scenario, ScenarioError, month_label, month_number, sample
from explorer.scenario.consistency import misfits, notices
from explorer.scenario.distributions import interval90, own, point, strata, triangular, uniform

GOLDEN = Path(__file__).parent / "golden" / "parameters.csv"


def test_the_parameters_are_the_golden_ones_in_their_order():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    bounds, words = ("lower_bound", "upper_bound", "boom"), ("unit", "origin")
    for row, (name, parameter) in zip(golden, PARAMETERS.items(), strict=True):
        assert (row["parameter"], row["default"]) == (name, repr(Scenario()[name]))
        assert [row[field] for field in words] == [getattr(parameter, field) for field in words]
        assert [float(row[field]) for field in bounds] == [getattr(parameter, field) for field in bounds]


def test_month_49_is_december_2029():
    assert month_number("2025-11") == 0
    assert month_number("2029-12") == 49
    assert month_label(49) == "2029-12"
    assert [month_label(t) for t in (0, 1, 2)] == ["2025-11", "2025-12", "2026-01"]


@pytest.mark.parametrize(
    "form",
    [
        *("2029-12", "2029-12-31", "2029-12-01", "2029-Q4", "2029-H2", "2029", 2029),
        *(datetime.date(2029, 12, 31), datetime.datetime(2029, 12, 31, 12), pd.Timestamp("2029-12-31 12:00")),
        *(pd.Period("2029-12"), pd.Period("2029"), pd.Period("2029Q4")),
        *(np.int64(2029), np.datetime64("2029"), np.datetime64("2029-12"), np.datetime64("2029-12-31T12:00", "ns")),
    ],
)
def test_a_month_is_taken_in_every_form_everywhere(form):
    """By the end of 2029, however it is written."""
    assert month_number(form) == 49
    scenario = Scenario(horizon=form, draws=16)
    assert scenario == Scenario(horizon="2029-12", draws=16)
    assert explorer.simulate(scenario).chance("shipped", at_least=1, by=form) == 1
    assert explorer.compare(scenario, scenario.replace(openai_share=0.2), "shipped", at=form).attrs["at"] == "2029-12"


@pytest.mark.parametrize(
    "form",
    [
        "2025-11-30",
        "2025-11",
        *(kind(2025, 11, 30) for kind in (datetime.date, datetime.datetime)),
        pd.Period("2025-11"),
        *(np.datetime64("2025-11"), np.datetime64("2025-11-30")),
    ],
)
def test_a_day_is_taken_in_every_form_everywhere(form):
    """What is no day counts to its last one."""
    assert explorer.defaults(form) == Scenario(as_of="2025-11-30") == Scenario(as_of=form)
    assert Scenario(as_of=form).replace(openai_share=0.3).as_of == datetime.date(2025, 11, 30)
    assert explorer.claims(as_of=form).equals(explorer.claims(as_of="2025-11-30"))


@pytest.mark.parametrize(
    "bad",
    [
        *("2029-13", "2029-00", "December 2029", "", "٢٠٢٩-١٢"),
        *(202912, None, True, 2029.0, [], pd.NaT, np.datetime64("NaT")),
    ],
)
def test_what_is_no_month_is_refused(bad):
    with pytest.raises(ScenarioError, match="is not a month"):
        month_number(bad)


def test_replace_takes_numbers_distributions_and_settings():
    s = Scenario().replace(rack_rate_target=2000, us_share=uniform(0.2, 0.4), seed=5, horizon="2030-12")
    assert (s.rack_rate_target, s["us_share"], s.seed, len(s.months)) == (point(2000), uniform(0.2, 0.4), 5, 62)
    assert Scenario().rack_rate_target == uniform(1000, 2000)  # the original is as it was
    assert list(s.changes()) == ["rack_rate_target", "us_share"]


def test_a_scenario_is_a_value():
    a, b = Scenario(openai_share=0.2), Scenario().replace(openai_share=point(0.2))
    assert a == b
    assert hash(a) == hash(b)
    assert a != Scenario()
    assert a != dict(a)  # the mapping of its assumptions, without its settings
    assert a.replace(co_movement=0.25) != a.replace(co_movement=0.75)
    together = a.replace(co_movement=0.25, seed=1)
    assert (together != a, dict(together)) == (True, dict(a))
    for same in (copy.copy(together), copy.deepcopy(together), pickle.loads(pickle.dumps(together))):
        assert (same, repr(same), dict(same)) == (together, repr(together), dict(together))
    with pytest.raises(AttributeError):
        a.seed = 1  # type: ignore[misc]


def test_its_text_gives_it_back():
    s = Scenario(openai_share=triangular(0.1, 0.3, 0.6), draws=64, co_movement=0.25, as_of="2026-11-01")
    text = "Scenario(openai_share=triangular(0.1, 0.3, 0.6), draws=64, co_movement=0.25, as_of='2026-11-01')"
    assert repr(s) == text
    assert eval(text) == s


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, "0.5", None, True, np.bool_(False), b"1"])
def test_what_is_no_number_is_refused_and_named(bad):
    with pytest.raises(ScenarioError, match=r"^OpenAI's share: .* number\. Give a number"):
        Scenario().replace(openai_share=bad)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"openai_share": 1.2}, r"OpenAI's share: 1.2 is not within 0 to 1 \(0 to 100%\)\."),
        ({"openai_share": -1e-9}, "is not within"),
        ({"rack_power_kw": uniform(5, 100)}, "Power per rack, now: 5 is not within 10 to 2,000 kW/rack."),
        ({"rack_power_kw": triangular(50, 100, 3000)}, "3,000 is not within"),
        ({"us_share": interval90(0.5, 1)}, r"of interval90\(0.5, 1.0\) 5% lies outside 0 to 1 .*; at most 1% may\."),
        ({"site_slip_months": interval90(-1, 9)}, "lies outside"),
        ({"rack_rate": 1000}, "'rack_rate' is not a parameter; the parameters are rack_rate_start, "),
        ({"seeed": 1}, "; the settings are seed, draws, "),
        ({"seed": -1}, "The seed must be a whole number from 0 to 4,294,967,295, not -1."),
        ({"seed": 1.0}, "The seed must be a whole number"),
        ({"draws": 0}, "The number of draws must be a whole number from 1"),
        ({"draws": 10**9}, "The number of draws must be a whole number"),
        ({"draws": True}, "The number of draws must be a whole number"),
        ({"co_movement": 1.01}, "Co-movement must be a number from 0 to 1, not 1.01."),
        ({"co_movement": -0.1}, "Co-movement must be a number from 0 to 1, not -0.1."),
        ({"co_movement": "half"}, "Co-movement: 'half' is not a number."),
        ({"co_movement": None}, "Co-movement: None is not a number."),
        ({"co_movement": math.nan}, "Co-movement: nan is not a finite number."),
        ({"horizon": "2025-10"}, "The horizon 2025-10 is not between 2025-11 and"),
        ({"horizon": "2999-12"}, "The horizon 2999-12 is not between"),
        ({"horizon": "soon"}, "'soon' is not a month"),
        ({"as_of": "yesterday"}, "'yesterday' is not a day; write it as 2025-11-20."),
        ({"as_of": "2026-02-30"}, "is not a day"),
        ({"as_of": 202611}, "is not a day"),
    ],
)
def test_what_the_model_does_not_allow_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        Scenario().replace(**changes)


def test_an_interval_with_less_than_one_in_a_hundred_outside_is_taken_and_kept_within():
    s = Scenario(shipped_share=interval90(0.3, 0.8), draws=4096)
    values = sample(s, "shipped_share")
    assert values.max() <= 1
    assert np.quantile(values, [0.05, 0.95]) == pytest.approx([0.3, 0.8], rel=0.01)


def test_reading_what_is_not_there():
    with pytest.raises(ScenarioError, match="'nothing' is not a parameter"):
        Scenario()["nothing"]
    with pytest.raises(AttributeError, match="no parameter or setting 'nothing'"):
        _ = Scenario().nothing


def test_a_changed_distribution_leaves_all_other_draws_as_they_were():
    before, after = Scenario(draws=64), Scenario(draws=64, shipped_share=uniform(0.4, 0.5))
    for name in PARAMETERS:
        same = np.array_equal(sample(before, name), sample(after, name))
        assert same == (name != "shipped_share")


def test_how_closely_others_move_leaves_the_draws_of_what_stands_alone():
    before, after = Scenario(draws=64, co_movement=0), Scenario(draws=64, co_movement=0.75)
    for name in ("us_share", "room_share", "facility_overhead", "rack_power_kw"):
        assert np.array_equal(sample(before, name), sample(after, name))
    assert not np.array_equal(sample(before, "rack_rate_target"), sample(after, "rack_rate_target"))


def test_a_scenario_is_a_mapping_of_its_assumptions():
    scenario = Scenario(openai_share=0.3, seed=7)
    names = list(PARAMETERS)
    assert list(scenario) == list(scenario.keys()) == names
    assert len(scenario) == len(names)
    assert "openai_share" in scenario
    assert not {"openai_shar", 5, None, "seed"} & set(scenario)
    assert [] not in scenario
    assert dict(scenario) == {name: scenario[name] for name in names} == dict(scenario.items())
    assert list(scenario.values()) == [scenario[name] for name in names]
    assert (scenario.get("openai_share"), scenario.get("nothing"), scenario.get("nothing", 1)) == (point(0.3), None, 1)
    given: Any = scenario
    assert Scenario(**given, seed=7) == scenario
    with pytest.raises(ScenarioError, match="a list is not a parameter"):
        given[["openai_share"]]


def test_the_draws_of_a_scenario_are_a_mapping_of_all_its_parameters():
    draws = Draws(Scenario(draws=16))
    assert list(draws) == list(PARAMETERS)
    assert len(draws) == len(list(draws))
    assert {len(draws[name]) for name in draws} == {16}


class Skewed:
    """What scipy's frozen distributions are to us: an object with quantiles of whole arrays."""

    def ppf(self, u):
        return 0.1 + 0.4 * np.asarray(u) ** 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Skewed(), lambda u: 0.1 + 0.4 * u**2),
        (NormalDist(0.5, 0.05), lambda u: np.array([NormalDist(0.5, 0.05).inv_cdf(one) for one in u])),
        ([0.3, 0.1, 0.2, 0.4], lambda u: np.array([0.1, 0.2, 0.3, 0.4])[(4 * u).astype(int)]),
        (pd.Series([0.3, 0.1]), lambda u: np.where(u < 0.5, 0.1, 0.3)),
    ],
)
def test_whatever_has_quantiles_and_samples_are_distributions(given, expected):
    """In the strata of the name, so that nothing else moves; equal where made alike."""
    scenario, usual = Scenario(draws=64, openai_share=given), Scenario(draws=64)
    assert sample(scenario, "openai_share") == pytest.approx(expected(strata("openai_share", 0, 64)))
    assert all(np.array_equal(sample(scenario, n), sample(usual, n)) for n in PARAMETERS if n != "openai_share")
    assert scenario == usual.replace(openai_share=own(given)) != usual
    assert hash(scenario) == hash(usual.replace(openai_share=own(given)))
    assert explorer.simulate(scenario).quantiles_at("delivered_gw", [0.5], "2029-12")[0] > 0
    assert pickle.loads(pickle.dumps(Scenario(openai_share=[0.1, 0.2]))) == Scenario(openai_share=[0.1, 0.2])


def test_samples_that_differ_between_the_quantiles_are_not_the_same():
    most = [0.1] * 4090
    one, other = (Scenario(openai_share=most + few) for few in ([0.11, 0.12, 0.13, 0.14, 0.15, 0.9], [0.9] * 6))
    assert one != other
    assert sample(one, "openai_share").mean() < sample(other, "openai_share").mean()


def test_as_many_draws_as_samples_take_each_once():
    samples = np.linspace(0.1, 0.9, 32) ** 2
    assert sorted(sample(Scenario(draws=32, us_share=samples), "us_share")) == samples.tolist()


class Broken:
    def ppf(self, u):
        raise RuntimeError("no quantiles today")


class Falling:
    def ppf(self, u):
        return 1 - u


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Broken(), "The quantiles of a Broken cannot be read: no quantiles today."),
        (Falling(), "The quantiles of a Falling are not finite numbers that ascend."),
        ([0.1, math.nan], "The quantiles of a list are not finite numbers that ascend."),
        (np.ma.masked_greater([0.1, 0.9], 0.5), "are not finite numbers that ascend."),
        ([[0.1]], "a list has no quantiles .* and is no list of samples"),
        ([], "is no list of samples"),
        ({"a": 1}, "a dict has no quantiles"),
        (object(), "an object has no quantiles"),
        (NormalDist, "the class NormalDist has no quantiles"),
        (["x"], "is no list of samples"),
        (NormalDist(0.5, 0.3), "lies outside 0 to 1 .*; at most 1% may"),
        ([0.5] * 90 + [1.5] * 10, "lies outside 0 to 1"),
    ],
)
def test_what_is_no_distribution_of_ones_own_is_refused(given, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        Scenario(openai_share=given)


def rank_correlation(scenario: Scenario, one: str, other: str) -> float:
    ranks = [np.argsort(np.argsort(sample(scenario, name))) for name in (one, other)]
    found: Any = np.corrcoef(ranks)
    return float(found[0, 1])


def test_named_assumptions_correlate_as_asked_and_the_others_stay():
    usual = Scenario(openai_share=uniform(0, 1))
    asked = {("us_share", "openai_share"): 0.6, ("rack_rate_target", "shipped_share"): -0.3}
    scenario = usual.replace(correlations=asked)
    assert rank_correlation(scenario, "us_share", "openai_share") == pytest.approx(0.6, abs=0.03)
    assert rank_correlation(scenario, "rack_rate_target", "shipped_share") == pytest.approx(-0.3, abs=0.03)
    assert rank_correlation(usual, "rack_rate_target", "shipped_share") > 0.1  # as co-movement has it
    moved = [n for n in PARAMETERS if not np.array_equal(sample(scenario, n), sample(usual, n))]
    assert moved == ["shipped_share", "openai_share"]  # those that follow; whom they follow keep their draws
    for name in moved:  # and each of them has its values, in another order
        assert np.array_equal(np.sort(sample(scenario, name)), np.sort(sample(usual, name)))
    assert eval(repr(scenario)) == scenario == pickle.loads(pickle.dumps(scenario))
    third = scenario.replace(correlations={**asked, ("openai_share", "room_share"): 0.5})
    assert rank_correlation(third, "openai_share", "room_share") == pytest.approx(0.5, abs=0.03)
    assert rank_correlation(third, "us_share", "room_share") == pytest.approx(0.3, abs=0.04)  # by way of the share
    assert np.array_equal(sample(third, "openai_share"), sample(scenario, "openai_share"))
    whole = usual.replace(correlations={("us_share", "openai_share"): 1})
    assert rank_correlation(whole, "us_share", "openai_share") == pytest.approx(1)
    assert Scenario(draws=2, correlations=asked).draws == 2


def test_no_correlation_leaves_no_trace():
    alone = explorer.sensitivity(Scenario(draws=512), "delivered_gw")["variance_share"]
    linked = Scenario(draws=512, correlations={("rack_rate_target", "growth_after"): 0.9})
    assert explorer.sensitivity(linked, "delivered_gw")["variance_share"].to_dict() == alone.to_dict()


US, SHARE, ROOM = "us_share", "openai_share", "room_share"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({(US, SHARE): 0.5, (ROOM, SHARE): 0.5}, "openai_share follows two others; it can follow one"),
        ({(US, SHARE): 0.5, (SHARE, ROOM): 0.5, (ROOM, US): 0.5}, "in a circle, by way of us_share"),
        ({(US, US): 0.5}, "in a circle, by way of us_share"),
        ({(US, SHARE): 1.5}, "The correlation of us_share and openai_share must be a number from -1 to 1, not 1.5"),
        ({(US, SHARE): "much"}, "'much' is not a number"),
        ({"us": 0.5}, "of two assumptions by name, not of 'us'"),
        ({(US, "x"): 0.5}, "'x' is not a parameter; the parameters are rack_rate_start, "),
        ([((US, []), 0.5)], "Correlations come as in"),
        ({(US, SHARE, ROOM): 0.5}, "of two assumptions by name, not of a tuple"),
        (0.5, "Correlations come as in {.*, and not as 0.5"),
        (None, "Correlations come as in {.*, and not as None"),
    ],
)
def test_what_is_no_correlation_is_refused(given, sentence):
    with pytest.raises(explorer.ExplorerError, match=sentence):
        Scenario(correlations=given)


def test_rack_power_may_follow_a_path():
    """100 kW in months 0 to 10, to 300 kW in month 20: 200 kW in month 15, and level from then on."""
    path = {"2026-09": 100, pd.Timestamp("2027-07-31"): uniform(200, 400)}
    scenario, usual = Scenario(draws=64, rack_power_path=path), Scenario(draws=64)
    power = equations_of(scenario).power
    later = 200 + 200 * strata("rack_power_kw", 0, 64)
    assert set(power.at(0)) == set(power.at(10)) == {100.0}
    assert power.at(15) == pytest.approx((100 + later) / 2)
    assert np.array_equal(power.at(20), power.at(60))
    assert power.at(20) == pytest.approx(later)
    other = scenario.replace(rack_power_kw=500, later_rack_power_kw=900)  # they play no part in it
    mine, its = (explorer.simulate(one)["delivered_gw"] for one in (scenario, other))
    assert np.array_equal(mine, its)
    assert not np.array_equal(mine, explorer.simulate(usual)["delivered_gw"])
    for outcome in ("openai_shipped", "rack_sales_usd"):
        assert np.array_equal(explorer.simulate(scenario)[outcome], explorer.simulate(usual)[outcome])
    flat = Scenario(draws=64, rack_power_path={"2025-11": 132})
    of_one = usual.replace(rack_power_kw=132, next_rack_power_kw=132, later_rack_power_kw=132)
    assert explorer.simulate(flat)["delivered_gw"] == pytest.approx(explorer.simulate(of_one)["delivered_gw"])
    need = explorer.solve(scenario, "openai_share", "delivered_gw", at_least=1, by="2029-12")
    assert explorer.simulate(scenario, openai_share=need.value(chance=0.5)).chance(
        "delivered_gw", at_least=1, by="2029-12"
    ) == pytest.approx(0.5, abs=0.02)
    assert eval(repr(scenario), {n: getattr(explorer, n) for n in ("Scenario", "point", "uniform")}) == scenario
    assert len(Draws(scenario)) == len(list(Draws(scenario))) == len(PARAMETERS) + 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"soon": 100}, "'soon' is not a month"),
        ({"2029-12": 100, "2029-Q4": 300}, "has one value a month, and one of these months is named twice"),
        ({"2099-12": 100}, "A path of rack power runs from 2025-11 to 2040-12"),
        ({"2029-12": 1}, "Power per rack, now: 1 is not within 10 to 2,000 kW/rack"),
        ({"2029-12": "x"}, "'x' is not a number"),
        (100, "A path of rack power comes as in {.*, and not as 100"),
    ],
)
def test_what_is_no_path_of_power_is_refused(given, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        Scenario(rack_power_path=given)


def test_names_are_completed_where_they_are_typed():
    typed = InteractiveShell()
    typed.user_ns |= {"ex": explorer, "s": Scenario(), "p": explorer.simulate(draws=16)}

    def found(text: str) -> set[str]:
        with provisionalcompleter():
            return {text[: one.start] + one.text for one in typed.Completer.completions(text, len(text))}

    assert "s.rack_power_kw" in found("s.rack")
    assert any("rack_power_kw=" in one for one in found("ex.Scenario(rack_p"))
    assert any("rack_power_kw" in one for one in found("s['rack"))
    assert any("delivered_gw" in one for one in found("p['deliv"))
    named = inspect.signature(Scenario).parameters
    assert {name: named[name].default for name in list(named)[: len(PARAMETERS)]} == dict(Scenario())


def test_a_notebook_shows_what_differs_and_folds_the_rest():
    shown = Scenario(openai_share=0.3, draws=64)._repr_html_()
    first, rest = shown.split("<details>")
    assert "<th>OpenAI&#x27;s share</th><td>30%</td>" in first
    assert "<th>draws</th><td>64</td>" in first
    assert f"{len(PARAMETERS) - 1} as we start" in rest
    assert "Power per rack, now" in rest
    assert "all as we start" in Scenario()._repr_html_()
    mine = Scenario(openai_share=[0.1, 0.2], correlations={(US, SHARE): 0.5}, as_of="2026-01-31")._repr_html_()
    assert "10 to 20%" in mine
    assert "correlations" in mine
    assert "2026-01-31" in mine


def test_notices_name_what_does_not_fit():
    # Half of the Share made in Americas from 0.2 to 0.4 lie below 0.3.
    split = notices(Scenario(us_share=uniform(0.2, 0.4), openai_share=0.3))
    assert split == ("In 50% of simulated cases OpenAI takes a larger share of the racks than is made in the U.S.",)
    # 1 GW takes 1e6 kW / (100 kW * 1 * 1) = 10,000 racks; at $4m each $40bn, more than the $30bn assumed for all.
    dear = {"rack_power_kw": 100, "it_overhead": 1, "facility_overhead": 1, "capex_usd_per_gw": 30e9}
    cheap = Scenario(openai_share=0, next_rack_price_usd=1e5, later_rack_price_usd=1e5)
    found = notices(cheap.replace(rack_price_usd=4e6, **dear))
    assert found == (
        "In all simulated cases today's racks for a gigawatt cost more than the whole gigawatt is assumed to cost.",
    )
    assert notices(cheap.replace(rack_price_usd=2.9e6, **dear)) == ()
    # A later rack of 500 kW: 2,000 of them a gigawatt, at $16m each $32bn.
    later = cheap.replace(rack_price_usd=2.9e6, later_rack_power_kw=500, later_rack_price_usd=16e6, **dear)
    assert [misfit.parameter for misfit in misfits(later)] == ["later_rack_price_usd"]
    assert "the later racks for a gigawatt cost more" in notices(later)[0]
    assert notices(later.replace(later_rack_price_usd=14e6)) == ()


def test_a_falling_rate_and_a_weaker_next_rack_are_noticed():
    found = misfits(Scenario(rack_rate_target=500, next_rack_power_kw=100, next_rack_price_usd=3e6))
    assert [misfit.parameter for misfit in found] == ["rack_rate_target", "next_rack_power_kw"]
    assert "output would shrink" in found[0].sentence


def test_a_path_of_rack_power_stands_in_place_of_that_of_the_generations():
    # 1e6 kW / (100 kW * 1 * 1) = 10,000 racks, at $4m $40bn; at 200 kW, the path's most, $20bn.
    dear = Scenario(
        rack_power_kw=150, next_rack_power_kw=100, it_overhead=1, facility_overhead=1, capex_usd_per_gw=30e9
    ).replace(rack_price_usd=4e6, next_rack_price_usd=4e6, later_rack_price_usd=8e6, later_rack_power_kw=600)
    assert [misfit.parameter for misfit in misfits(dear)] == ["next_rack_price_usd", "next_rack_power_kw"]
    found = misfits(dear.replace(rack_power_path={"2026-12": 200, "2029-12": 100}))
    assert [misfit.parameter for misfit in found] == ["later_rack_price_usd"]


def test_the_named_scenarios_fit_together_but_for_a_share_above_that_of_the_us():
    found = {name: {misfit.parameter for misfit in misfits(scenario)} for name, scenario in presets().items()}
    assert set().union(*found.values()) <= {"openai_share"}
    assert found["Our starting point"] == set()
