"""Inputs that do not fit together get a sentence, and the name of the assumption to change."""

from explorer.analysis.presets import presets
from explorer.scenario import Scenario
from explorer.scenario.consistency import misfits, notices
from explorer.scenario.distributions import uniform


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
