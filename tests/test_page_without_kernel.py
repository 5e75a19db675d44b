"""The page's own script in a real browser, with Python's answers brought to it directly: no server, no kernel.

So fifty pages can be opened, and what each shows and sends be held against Python, in the time of a few real ones.
"""

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

from explorer.scenario import Scenario, table
from explorer.scenario.distributions import Distribution, DistributionError, interval90, point, triangular, uniform
from explorer.scenario.links import link
from explorer.ui.controls import values
from explorer.ui.page import Page
from explorer.ui.state import State

pytestmark = pytest.mark.timeout(180)

# A widget's model as anywidget gives it: what is sent goes to Python, what comes back reaches the listeners.
MODEL = """
(() => {
  window.sent = [];
  const listeners = new Set();
  window.model = {
    get: () => false,
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    send: (message) => {
      window.sent.push(message);
      window.answer(message).then((reply) => listeners.forEach((listener) => listener(reply, [])));
    },
  };
  window.Plotly = { newPlot: async () => {}, react: async () => {} };
})()
"""
OPEN = """
async (search) => {
  document.body.replaceChildren();
  window.sent.length = 0;
  const page = new Page(model, document.body, null);
  page.open(search, false);
  while (!page.root?.dataset.explorerLive) await new Promise((next) => setTimeout(next, 2));
  const shown = {};
  for (const control of page.root.querySelectorAll("[data-parameter]")) {
    shown[control.dataset.parameter] = Object.fromEntries(
      [...control.querySelectorAll("input[data-part]")].map((input) => [input.dataset.part, Number(input.value)]));
  }
  page.close();
  return { shown, kinds: window.sent.map((message) => message.kind), link: page.link,
    words: page.root.querySelector("[data-slot=consequence]").textContent };
}
"""


@pytest.fixture
def open_link(page: Tab) -> Callable[[str], tuple[dict[str, Any], Scenario]]:
    """Opens a link in the browser; gives what the page shows and sends, and the scenario that Python then holds."""
    current: list[Page] = []

    def answer(message: dict[str, Any]) -> dict[str, Any]:
        return {**current[-1].answer_to(message), "number": message["number"], "view_id": message["view_id"]}

    page.expose_function("answer", answer)
    page.evaluate(MODEL)
    # a module's script, here as a plain one, so that its class can be reached
    page.add_script_tag(content=str(Page._esm).replace("export default", "const widget ="))

    def opened(search: str) -> tuple[dict[str, Any], Scenario]:
        current.append(Page(State()))
        return page.evaluate(OPEN, search), current[-1].state.scenario

    return opened


def any_distribution(random: random.Random, name: str) -> Distribution:
    """A distribution anywhere within a parameter's bounds, seldom on anybody's grid."""
    parameter = table()[name]
    lower, upper = parameter.lower_bound, parameter.upper_bound
    low, middle, high = sorted(random.uniform(lower, upper) for _ in range(3))
    made = random.choice([lambda: point(middle), lambda: uniform(low, high), lambda: triangular(low, middle, high)])()
    try:
        ninety = interval90(low, high)
        return ninety if random.random() < 0.25 and ninety.outside(lower, upper) <= 0.01 else made
    except DistributionError:
        return made


def any_scenario(seed: int) -> Scenario:
    """A legal scenario with some parameters, or all, anywhere in their bounds."""
    chance = random.Random(seed)
    names = chance.sample(list(table()), chance.randint(1, len(table())))
    return Scenario(draws=64, seed=seed).replace(**{name: any_distribution(chance, name) for name in names})


def test_opening_fifty_scenarios_changes_no_value(open_link):
    for seed in range(50):
        scenario = any_scenario(seed)
        page, held = open_link(f"?s={link(scenario)}")
        assert held == scenario
        assert page["link"] == f"s={link(scenario)}"
        assert set(page["kinds"]) <= {"open", "rest", "deciders", "gone"}, "the page wrote a value back"
        for name, parameter in table().items():
            for part, value in values(parameter, scenario[name]).items():
                assert math.isclose(page["shown"][name][part], value, rel_tol=1e-11, abs_tol=1e-11), (seed, name, part)


def test_the_default_opened_is_the_default(open_link):
    page, held = open_link("")
    assert held == Scenario()
    assert set(page["kinds"]) - {"gone"} == {"open"}


def test_a_hostile_link_opens_the_starting_point(open_link):
    for hostile in ("?s=nonsense", "?s=%00%ff", "?s=" + "9" * 20_000, "?s=v1~s0", "?t=1", "?s=<b>"):
        page, held = open_link(hostile)
        assert held == Scenario(), hostile[:20]
        assert page["words"].startswith("With 10% of the racks"), hostile[:20]
