"""The page's own script in a real browser, with Python's answers brought to it directly: no server, no kernel.

So fifty pages can be opened, and what each shows and sends be held against Python, in the time of a few real ones.
"""

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

from explorer.page import address, first_paint, story
from explorer.page.controls import values
from explorer.page.page import Page
from explorer.page.view import View
from explorer.page.widget import script
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution, DistributionError, interval90, point, triangular, uniform
from explorer.seeds import load
from tests.tools.readers import headline

pytestmark = pytest.mark.timeout(180)

# A widget's model as anywidget gives it: what is sent goes to Python, what comes back reaches the listeners.
MODEL = """
(() => {
  window.sent = [];
  const listeners = new Set();
  window.model = {
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    send: (message) => {
      window.sent.push(message);
      window.answer(message).then((replies) => {
        for (const reply of replies) for (const hear of listeners) hear(reply);
      });
    },
  };
})()
"""
OPEN = """
async ([html, search, painted]) => {
  document.body.style.display = "none"; // values are looked at, and nothing need be laid out
  document.body.innerHTML = html;
  window.sent.length = 0;
  const page = new Page(model, document.querySelector(".explorer"), false);
  page.open(search, painted);
  while (!page.root.dataset.explorerLive || page.wire.moving()) await new Promise((next) => setTimeout(next, 2));
  for (const one of page.all("details")) one.open = true;
  await new Promise((next) => setTimeout(next, 10));
  const shown = {};
  for (const control of page.root.querySelectorAll(".control[data-parameter]")) {
    const boxes = [...control.querySelectorAll("input[data-part]")];
    const seen = boxes.filter((one) => !one.closest("[hidden]:not(.drawer)"));
    shown[control.dataset.parameter] = Object.fromEntries(seen.map((one) => [one.dataset.part, Number(one.value)]));
  }
  const title = page.root.querySelector('[data-text="hero-title"]').textContent;
  page.close();
  return { shown, kinds: window.sent.map((message) => message.kind), link: page.link, title };
}
"""


@pytest.fixture
def open_link(page: Tab) -> Callable[..., tuple[dict[str, Any], Scenario]]:
    """Opens a link in the browser; gives what the page shows and sends, and the scenario that Python then holds."""
    current: list[tuple[Page, list[dict[str, Any]]]] = []

    def answer(message: dict[str, Any]) -> list[dict[str, Any]]:
        held, replies = current[-1]
        replies.clear()
        held.receive(message)
        return list(replies)

    page.expose_function("answer", answer)
    page.evaluate(MODEL)
    # a module's script, here as a plain one, so that its class can be reached
    page.add_script_tag(content=script().replace("export default", "const widget ="))
    html = str(story.story(View(), load()))

    def opened(search: str, painted: str | None = None) -> tuple[dict[str, Any], Scenario]:
        replies: list[dict[str, Any]] = []
        current.append((Page(replies.append), replies))
        return page.evaluate(OPEN, [html, search, painted]), current[-1][0].view.scenario

    return opened


def any_distribution(random: random.Random, name: str) -> Distribution:
    """A distribution anywhere within a parameter's bounds, seldom on anybody's grid."""
    parameter = load().parameters[name]
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
    names = chance.sample(list(load().parameters), chance.randint(1, len(load().parameters)))
    return Scenario(draws=64, seed=seed).replace(**{name: any_distribution(chance, name) for name in names})


def test_opening_fifty_scenarios_changes_no_value(open_link):
    for seed in range(50):
        scenario = any_scenario(seed)
        query = address.query(View(scenario=scenario))
        page, held = open_link(f"?{query}")
        assert held == scenario
        assert page["link"] == query
        assert set(page["kinds"]) <= {"open", "near"}, "the page wrote a value back"
        for name, parameter in load().parameters.items():
            for part, value in values(parameter, scenario[name]).items():
                if part in page["shown"][name]:  # a box shows six figures
                    assert math.isclose(page["shown"][name][part], value, rel_tol=1e-5, abs_tol=1e-9), (
                        seed,
                        name,
                        part,
                    )
            assert len(page["shown"][name]) >= 2, (seed, name)


def test_the_default_opened_is_the_default_with_and_without_a_first_paint(open_link):
    for painted in (None, first_paint.version()):
        page, held = open_link("", painted)
        assert held == Scenario()
        assert set(page["kinds"]) <= {"open", "near"}
        assert page["title"].startswith("At 10%")


def test_a_link_with_something_at_its_end_is_that_scenario_and_a_hostile_one_the_starting_point(open_link):
    for tail in ("*", ".", ")", "!", "_", "&amp;g=10"):
        page, held = open_link(f"?s=2~os_p_0.33{tail}")
        assert held == Scenario(openai_share=0.33), tail
        assert page["title"] == headline(held), tail
    for hostile in ("?s=nonsense", "?s=%00%ff", "?s=" + "9" * 20_000, "?s=v1~s0", "?t=1", "?s=<b>"):
        page, held = open_link(hostile)
        assert held == Scenario(), hostile[:20]
        assert page["title"].startswith("At 10%"), hostile[:20]
