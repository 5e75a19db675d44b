"""Take a claim at its word, leave a source out: each rule on a claim of the project, checked by eye."""

import pytest

from explorer.analysis.evidence_sensitivity import believe, leave_one_out, without
from explorer.model import simulate
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.distributions import interval90, point, triangular, uniform
from explorer.seeds import load


@pytest.mark.parametrize(
    ("claim", "parameter", "expected"),
    [
        ("seed-000-rack-rate", "rack_rate_start", point(1000)),  # exact
        ("rack-vr-usd", "next_rack_price_usd", point(7.8e6)),  # about
        ("seed-000-investment", "foxconn_investment_usd_per_yr", uniform(2e9, 3e9)),  # range
        ("seed-001-rack-rate-2026", "rack_rate_target", uniform(1000, 2000)),  # up to, from the default's low end
        ("rack-gb200-usd-asp", "rack_price_usd", uniform(3e6, 4e6)),  # at least, to the default's high end
        ("rack-gb200-kw-nv", "rack_power_kw", point(120)),  # about: the low end itself of 120 to 140
    ],
)
def test_a_claim_becomes_what_it_says(claim, parameter, expected):
    believed = believe(Scenario(), claim)
    assert believed[parameter] == expected
    assert believed == Scenario().replace(**{parameter: expected})


def test_every_claim_behind_a_parameter_is_believed_or_refused_in_a_sentence():
    believed = 0
    for name, parameter in load().parameters.items():
        for claim in parameter.claim_ids:
            try:
                found = believe(Scenario(), claim, parameter=name)
            except ScenarioError as fault:
                assert str(fault).endswith(".")  # noqa: PT017
                assert claim in str(fault)  # noqa: PT017
            else:
                believed += 1
                assert set(found.changes()) <= {name}
    assert believed >= 30


MINE = Scenario(capex_usd_per_gw=interval90(30e9, 70e9))


@pytest.mark.parametrize(
    ("given", "source", "moved"),
    [
        # 80 to 100 billion a gigawatt come from one source, the others end at 60, and the default at 80: it goes along.
        (Scenario(), "grid-readiness-2026-06", {"capex_usd_per_gw": triangular(27e9, 45e9, 60e9)}),
        (Scenario(), "trendforce-2024-12-17", {}),  # 140 kW a rack is given by two sources, and stays
        (MINE, "grid-readiness-2026-06", {}),  # what the reader has set is left alone
    ],
)
def test_an_end_goes_with_its_only_source(given, source, moved):
    assert without(given, source) == (given.replace(**moved), tuple(moved), ())


def test_what_hangs_on_one_source_is_named_and_stays():
    left, moved, alone = without(Scenario(), "epoch-ai-it-power")
    assert "it_overhead" in alone
    assert left.it_overhead == Scenario().it_overhead
    assert not moved


def test_what_we_computed_from_a_claim_falls_with_it():
    # Our slip of a site is worked out from two editions of one tracker; without the older there is nothing to compare.
    held = load()
    assert held.claims["site-slip"].locator == "claims site-abilene-*"
    editions = {claim.source_id for name, claim in held.claims.items() if name.startswith("site-abilene-")}
    assert {"epoch-ai-data-center-timelines-2025-12", "epoch-ai-data-center-timelines"} <= editions
    _, moved, alone = without(Scenario(), "epoch-ai-data-center-timelines-2025-12")
    assert "site_slip_months" in (*moved, *alone)


def test_the_table_holds_what_a_simulation_without_the_source_gives():
    s = Scenario(draws=256)
    frame = leave_one_out(s, "energised_gw", at="2029-12")
    left, *_ = without(s, "grid-readiness-2026-06")
    points = simulate(left).quantiles_at("energised_gw", [0.05, 0.5, 0.95], "2029-12")
    row = frame.to_dict("index")["grid-readiness-2026-06"]
    assert [row[end] for end in ("low", "middle", "high")] == pytest.approx(points.tolist())
    middle = simulate(s).quantiles_at("energised_gw", [0.5], "2029-12")[0]
    assert row["change"] == pytest.approx(points[1] - middle)
    assert frame["change"].abs().is_monotonic_decreasing
