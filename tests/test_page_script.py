"""The page's script with Python in the test's own hands: which message is heard when, and what comes in between."""

import contextlib
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import pytest
from cases import PARAMETERS
from playwright.sync_api import Browser, BrowserContext, Error, Page as Tab

from explorer.formatting import percent_precise, two_figures
from explorer.page import address, story, words
from explorer.page.controls import values
from explorer.page.page import Page
from explorer.page.results import RESULTS
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution, DistributionError, interval90, point, triangular, uniform
from explorer.seeds import load
from tests.conftest import entered, tab
from tests.tools.browser import SHARE as BOX, TITLE
from tests.tools.readers import headline
from tests.tools.servers import hosted

MODEL = """
import page from "./js/page.js";
window.sent = [];
const send = (message) => window.sent.push(JSON.stringify(message));
const model = { on: (_name, hear) => { window.hear = hear; }, off() {}, send };
page.render({ model, el: document.createElement("div") });
"""
NEAR = ["answer", "matters"]
SHOWN = """() => {
  const seen = (selector, of) => [...document.querySelectorAll(selector)].map(of);
  const of = (box) => box.closest("[data-parameter]").dataset.parameter;
  const number = (box) => [of(box), box.dataset.part, Number(box.value)].join(" ");
  const words = (row) => row.querySelector("[data-bar-words]").textContent;
  return {
    texts: seen("#answer [data-text], #matters [data-text]", (one) => `${one.dataset.text}: ${one.textContent.trim()}`),
    numbers: seen("[data-parameter] :not([hidden]) > input[data-part]", number).sort(),
    racks: seen(".racks i.on", () => 1).length,
    marker: seen("[data-trace=chosen_point] circle", (dot) => Math.round(10 * parseFloat(dot.getAttribute("cx")))),
    rows: seen(".matters li:not([hidden])", (row) => `${row.dataset.row} ${words(row)}`),
    cases: seen("[data-case]", (button) => button.getAttribute("aria-pressed")),
  };
}"""


class Patient(Page):
    """A page whose results wait until they are asked for, whatever loop is running."""

    def _begin(self) -> None:
        self._turn += 1


class Wire:
    """A tab and its `Page`: what the one sends waits here until the test lets the other hear it."""

    def __init__(self, tab: Tab, url: str):
        self.tab, self.replies = tab, list[dict[str, Any]]()
        tab.goto(url)
        self.begin()
        self.answer()

    def begin(self) -> None:
        """Where the tab is loaded anew nobody knows of what was before."""
        self.tab.wait_for_function("window.sent?.length")
        self.heard, self.python = 0, Patient(self.replies.append)

    def answer(self) -> bool:
        """Python hears the next message, and the tab its reply; whether there was one."""
        sent = self.tab.evaluate("window.sent")[self.heard :]
        if sent:
            self.heard += 1
            self.python.receive(json.loads(sent[0]) | {"near": NEAR})
            self._arrive()
        return bool(sent)

    def result(self) -> bool:
        """The next result that is due reaches the tab; whether there was one."""
        due = self.python._due()
        if due:
            self.python._push(
                due[0], self.python.view, story.run_to_end(RESULTS[due[0]](self.python.view, self.python.seeds))
            )
            self._arrive()
        return bool(due)

    def asked(self) -> None:
        """Wait until the tab has sent what has not been heard."""
        self.tab.wait_for_function("(heard) => window.sent.length > heard", arg=self.heard)

    def rest(self) -> None:
        """Until nothing is under way."""
        while self.answer() or self.result():
            pass

    def _arrive(self) -> None:
        for reply in self.replies:
            self.tab.evaluate("window.hear", reply)
        self.replies.clear()

    def do(self, selector: str, script: str, *values: object) -> Any:
        """What a reader does to the first element of a selector, at once and without waiting for it to be seen."""
        return self.tab.evaluate(
            f"([selector, ...given]) => {{ const one = document.querySelector(selector); {script} }}",
            [selector, *values],
        )

    def key(self, name: str, at: str = BOX, **more: object) -> bool:
        """Press a key, with what else an event says of it; whether the browser may do with it what it does."""
        press = "one.focus(); return one.dispatchEvent(new KeyboardEvent('keydown', given[0]))"
        return self.do(at, press, {"key": name, "bubbles": True, "cancelable": True, **more})

    def type(self, selector: str, text: str) -> Self:
        self.do(selector, 'one.value = given[0]; one.dispatchEvent(new Event("change", { bubbles: true }))', text)
        return self

    def slide(self, parameter: str, part: float) -> Self:
        """Put a slider so far between its ends."""
        move = "one.value = +one.min + given[0] * (one.max - one.min)"
        move += "; one.dispatchEvent(new Event('input', { bubbles: true }))"
        self.do(f'[data-parameter="{parameter}"] input[type=range]', move, part)
        return self

    def click(self, selector: str) -> Self:
        self.do(selector, "if (!one.disabled && !one.hidden) one.click()")
        return self

    @property
    def share(self) -> float | None:
        return self.python.view.scenario.openai_share.central


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("script")
    shutil.copytree(Path(story.__file__).parent / "js", folder / "js")
    body = f'<div id="explorer-first-paint" data-version="another">{story.story(View(), load())}</div>'
    script = f'<script type="module">{MODEL}</script>'
    page = f"<style>{story.style()}</style>{body}{script}"
    (folder / "index.html").write_text(f"<!doctype html>{page}", "utf-8")
    (folder / "hidden.html").write_text(
        f"<!doctype html><body hidden>{page}", "utf-8"
    )  # where nothing need be laid out
    with hosted(folder) as address:
        yield address


@pytest.fixture
def wire(page: Tab, url: str) -> Wire:
    return Wire(page, url)


def test_a_result_that_comes_while_a_newer_share_is_on_its_way_takes_no_key_back(wire):
    """11% is heard, 13% is sent and not yet answered, and what follows from 11% arrives."""
    for _ in range(3):
        wire.key("ArrowUp")
    wire.answer()
    racks = wire.tab.locator('[data-text="racks"]').first.inner_text()
    wire.result()
    assert wire.tab.locator(BOX).input_value() == "13"
    assert "13%" in wire.tab.locator(TITLE).inner_text()
    assert wire.tab.locator('[data-text="racks"]').first.inner_text() == racks
    wire.key("ArrowUp")
    wire.rest()
    assert (wire.tab.locator(BOX).input_value(), wire.share) == ("14", 0.14)


def test_a_held_key_is_one_step_to_undo_and_each_undo_counts_also_while_none_is_answered(wire):
    for repeat in (False, True, True):
        wire.key("ArrowUp", repeat=repeat)
        wire.answer()
    assert wire.share == 0.13
    wire.click("[data-undo]").rest()
    assert wire.share == 0.1
    for _ in range(3):
        wire.key("PageUp")
        wire.rest()
    assert wire.share == 0.4
    for _ in range(3):
        wire.click("[data-undo]")
    wire.rest()
    assert wire.share == 0.1


def test_keys_alone_take_back_what_keys_alone_have_set_but_not_what_is_being_typed(wire):
    goal, share = wire.tab.locator("[data-goal=amount]"), wire.tab.locator(BOX)
    entered(goal, "5")
    wire.rest()
    assert wire.python.view.goal.amount_gw == 5
    goal.press("Control+z")  # where it was set
    wire.rest()
    assert (wire.python.view.goal.amount_gw, goal.input_value(), wire.share) == (10, "10", 0.1)
    share.press("PageUp")
    wire.rest()
    assert wire.share == 0.2
    share.press("Control+z")
    wire.rest()
    assert wire.share == 0.1
    share.press_sequentially("5")
    share.press("Control+z")
    assert not wire.answer()


@pytest.mark.parametrize(
    ("key", "code", "share"), [("z", "KeyY", 0.1), ("Z", "KeyZ", 0.1), ("я", "KeyZ", 0.1), ("y", "KeyZ", 0.2)]
)
def test_undo_is_where_a_keyboard_has_its_z(wire, key, code, share):
    """By its letter; where keys give letters of another script by its place."""
    wire.key("PageUp")
    wire.rest()
    wire.key(key, code=code, ctrlKey=True)
    wire.rest()
    assert wire.share == share


def test_all_that_is_removed_in_one_go_is_gone(wire):
    for _ in range(2):
        wire.click("[data-pin]")
    wire.rest()
    assert [name for name, _ in wire.python.view.pinned] == ["A", "B"]
    wire.key("ArrowUp")  # is under way, so that both wait
    wire.click('[data-unpin="A"]')
    wire.click('[data-unpin="B"]').rest()
    assert (wire.python.view.pinned, wire.share) == ((), 0.11)


def test_both_ends_of_a_range_arrive_that_are_typed_in_one_go(wire):
    row = '.drawer [data-parameter="rack_power_kw"]'
    for part, value in (("low", "110"), ("high", "150"), ("central", "130")):
        wire.type(f"{row} input[data-part={part}]", value)
    wire.rest()
    assert wire.python.view.scenario.rack_power_kw.numbers == (110, 130, 150)


def test_what_cannot_be_used_takes_the_place_of_no_number_before_it(wire):
    wire.key("PageUp")
    wire.key("ArrowUp")  # waits for the answer to the first
    wire.type(BOX, "abc").rest()
    assert wire.share == 0.21
    assert "Still in use: 21%" in wire.tab.locator(".ctl [data-fault]").inner_text()
    assert headline(Scenario(openai_share=0.21)) == wire.tab.locator(TITLE).inner_text()


def test_without_racks_no_row_keeps_a_bar_of_before(wire):
    wire.click('[data-share-to="0"]').rest()
    assert wire.tab.locator("[data-text=matters-title]").first.inner_text() == "Nothing moves this outcome"
    assert wire.tab.locator("#matters .sub").first.inner_text() == (
        "By the end of 2029 0 GW would be delivered, wherever in its range an input lies."
    )
    assert wire.tab.locator(".matters li:not([hidden])").count() == 0


def any_distribution(chance: random.Random, name: str) -> Distribution:
    """A distribution anywhere within a parameter's bounds, seldom on anybody's grid."""
    lower, upper = PARAMETERS[name].lower_bound, PARAMETERS[name].upper_bound
    low, middle, high = sorted(chance.uniform(lower, upper) for _ in range(3))
    made = [point(middle), uniform(low, high), triangular(low, middle, high)]
    with contextlib.suppress(DistributionError):
        made += [one for one in [interval90(low, high)] if one.outside(lower, upper) <= 0.01]
    return chance.choice(made)


@pytest.mark.timeout(180)
def test_opening_fifty_scenarios_changes_no_value(page, url):
    told = "(boxes) => boxes.map((box) => [box.closest('.control').dataset.parameter, box.dataset.part, box.value])"
    for seed in range(50):
        chance = random.Random(seed)
        names = chance.sample([*PARAMETERS], chance.randint(1, len(PARAMETERS)))
        scenario = Scenario(draws=64, seed=seed).replace(**{name: any_distribution(chance, name) for name in names})
        wire = Wire(page, f"{url}hidden.html?{address.query(View(scenario=scenario))}")
        assert wire.python.view.scenario == scenario
        shown = page.locator(".control input[data-part]:not([hidden] > input)").evaluate_all(told)
        assert {json.loads(one)["kind"] for one in page.evaluate("window.sent")} <= {"open", "near"}
        assert {name for name, count in Counter(name for name, *_ in shown).items() if count > 1} == {*PARAMETERS}
        for name, part, number in shown:  # a box shows six figures
            held = values(PARAMETERS[name], scenario[name])[part]
            assert float(number) == pytest.approx(held, rel=1e-5, abs=1e-9), (seed, name, part)


def test_a_link_with_something_at_its_end_is_that_scenario_and_a_hostile_one_the_starting_point(page, url):
    hostile = ("?s=nonsense", "?s=%00%ff", "?s=" + "9" * 20_000, "?s=v1~s0", "?t=1", "?s=<b>")
    copied = [f"?s=2~os_p_0.33{tail}" for tail in ("*", ".", ")", "!", "_", "&amp;g=10")]
    for scenario, searches in ((Scenario(), hostile), (Scenario(openai_share=0.33), copied)):
        for search in searches:
            assert Wire(page, f"{url}hidden.html{search}").python.view.scenario == scenario, search[:30]
            assert page.locator(TITLE).text_content() == headline(scenario), search[:30]


@pytest.mark.parametrize("seed", range(5))
def test_at_rest_a_page_shows_what_its_address_opens_whatever_was_done_and_whenever_it_was_answered(
    wire, url, window: BrowserContext, seed
):
    """A dozen things in a random order, each with none, one or two of the answers and results that were due."""
    chance = random.Random(seed)
    acts = [
        lambda: wire.key(chance.choice(["ArrowUp", "ArrowDown", "PageUp"])),
        lambda: wire.type(BOX, chance.choice(["3", "17.5", "40", "abc"])),
        lambda: wire.slide(chance.choice(["openai_share", "shipped_share", "rack_power_kw"]), chance.random()),
        lambda: wire.click(f"[data-case]:nth-of-type({chance.randint(1, 3)})"),
        lambda: wire.click(chance.choice(["[data-undo]", "[data-redo]", '[data-reset=""]', "[data-enough]"])),
        lambda: wire.click(f'[data-share-to="{chance.choice([0, 10])}"]'),
    ]
    for _ in range(12):
        chance.choice(acts)()
        for _ in range(chance.randint(0, 2)):
            chance.choice([wire.answer, wire.result])()
    wire.rest()
    wire.key("ArrowUp")  # puts right a box that holds what could not be used
    wire.type(BOX, "12").rest()
    wire.tab.wait_for_url(f"{url}?{address.query(wire.python.view)}")
    with tab(window) as other:
        fresh = Wire(other, url + wire.tab.evaluate("location.search"))
        fresh.rest()
        assert fresh.python.view.scenario == wire.python.view.scenario
        assert wire.tab.evaluate(SHOWN) == other.evaluate(SHOWN)


def test_a_drag_changes_the_address_no_oftener_than_browsers_allow(wire):
    """Safari throws at the hundred and first change in half a minute, and others leave out the last of many."""
    wire.tab.evaluate("""() => {
      window.changed = [];
      const change = history.replaceState.bind(history);
      history.replaceState = (...given) => { window.changed.push(performance.now()); change(...given); };
    }""")
    for _ in range(25):
        wire.key("ArrowUp")
        wire.answer()
    wire.tab.wait_for_url("**/?s=2~os_p_0.35")
    changed = wire.tab.evaluate("window.changed")
    assert len(changed) > 1
    assert all(later - earlier > 300 for earlier, later in pairwise(changed))


@pytest.mark.parametrize("beside", ["about", "all-claims"])
def test_back_in_the_history_the_page_and_the_address_are_those_of_what_is_shown(wire, beside):
    """An entry of the history keeps the scenario of its time in its address; the page goes on with its own."""
    wire.type(BOX, "20").rest()
    wire.tab.evaluate("(name) => { location.hash = name; }", beside)
    wire.type(BOX, "30").rest()
    wire.tab.wait_for_url(f"**/?s=2~os_p_0.3#{beside}")
    wire.tab.wait_for_timeout(500)  # no change of the address is due any more
    wire.tab.go_back()
    wire.tab.wait_for_url("**/?s=2~os_p_0.3")
    assert wire.tab.locator("#story").is_visible()
    assert wire.tab.locator(BOX).input_value() == "30"


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("?s=2~os_p_0.3&d=A-buyer&d=A-buyer", "?s=2~os_p_0.3"),  # the page names its own deal, which has no name here
        (
            "?from=mail&amp;s=2~os_p_0.3&amp;g=delivered_gw~20~2030-12~0.5",
            "?from=mail&s=2~os_p_0.3&g=delivered_gw~20.0~2030-12~0.5",
        ),
    ],
    ids=["another deal", "escaped"],
)
def test_a_link_of_another_deal_or_one_that_was_escaped_leaves_no_rest_in_the_address(page, url, asked, left):
    wire = Wire(page, f"{url}{asked}")
    wire.rest()
    assert wire.python.view.goal.amount_gw == (20 if "g=" in asked else 10)
    page.wait_for_function("(left) => location.search === left", arg=left, timeout=5_000)


def test_a_reply_that_cannot_be_shown_holds_up_no_other(wire):
    wire.tab.evaluate("() => { history.replaceState = () => { throw new Error('refused'); }; }")
    wire.key("PageUp")
    wire.key("ArrowUp")
    with pytest.raises(Error, match="refused"):
        wire.answer()
    wire.tab.evaluate("delete history.replaceState")
    wire.rest()
    assert (wire.share, wire.tab.locator(BOX).input_value()) == (0.21, "21")


def test_a_move_that_is_lost_keeps_nothing_back_and_is_not_made_twice(page, url):
    """An undo is not heard a second time, since its answer alone may be lost: Python takes on what the page shows."""
    page.clock.install()
    wire = Wire(page, url)
    wire.type(BOX, "30").rest()
    for lost in ("[data-undo]", '[data-take="sentence"]'):
        wire.click(lost)
        wire.heard += 1  # on its way when the connection ended
        wire.key("ArrowUp")
        page.clock.fast_forward(7_000)
        wire.rest()
    assert wire.share == 0.32
    assert headline(Scenario(openai_share=0.32)) == wire.tab.locator(TITLE).inner_text()
    sent = [json.loads(message)["kind"] for message in wire.tab.evaluate("window.sent")]
    assert (sent.count("undo"), sent.count("take")) == (1, 2)


def test_started_again_the_page_has_what_was_changed_while_nobody_answered(wire):
    wire.tab.evaluate("location.hash = 'matters'")
    wire.type(BOX, "20").rest()
    wire.type(BOX, "61")
    wire.type("[data-goal=amount]", "20")
    wire.click("[data-take=csv]")
    wire.tab.evaluate("window.hear({ ended: true })")
    with wire.tab.expect_navigation(wait_until="load"):
        wire.click("[data-lost] a")
    wire.begin()
    wire.rest()
    assert (wire.share, wire.python.view.goal.amount_gw) == (0.61, 20)
    assert not [one for one in wire.tab.evaluate("window.sent") if '"take"' in one]
    wire.tab.reload()
    wire.begin()
    wire.rest()
    assert len([one for one in wire.tab.evaluate("window.sent") if '"set"' in one]) == 0  # sent once
    assert wire.share == 0.61


def test_a_reply_to_another_view_of_the_page_is_shown_here_too(wire):
    wire.key("ArrowUp")  # on its way meanwhile, as this view's first change
    message = {"kind": "set", "parameter": "rack_power_kw", "part": "slider", "value": 138, "near": NEAR}
    wire.python.receive(message | {"id": 2})
    wire._arrive()
    wire.rest()
    moved = Scenario().replace(openai_share=0.11, rack_power_kw=wire.python.view.scenario.rack_power_kw)
    assert wire.python.view.scenario == wire.python.shown(moved)
    assert wire.tab.locator(TITLE).inner_text() == headline(moved)
    assert wire.tab.locator('[data-parameter="rack_power_kw"] input[type=range]').first.input_value() == "138"


def test_the_script_rounds_and_names_shares_as_python_does(page, url):
    page.goto(url)
    ties = [12.5, 22.5, 2.25, 0.125, 0.375, 99.5, 9.95, 1250.0, 5.25, 0.55]
    chance = random.Random(1)
    numbers = [*ties, *(one / 20 for one in ties), *(chance.uniform(0, 10) ** chance.randint(1, 6) for _ in range(200))]
    parts, shares = [number / 40 for number in range(41)], [number / 100 for number in range(101)]
    found = page.evaluate(
        """async ([numbers, parts, shares, fractions]) => {
          const { percentSet, racksIn, twoFigures, twentyWords } = await import("./js/numbers.js");
          const named = shares.map((share) => racksIn(share, fractions, "racks"));
          return [numbers.map(twoFigures), numbers.map(percentSet), parts.map(twentyWords), named];
        }""",
        [numbers, parts, shares, list(words.FRACTIONS.items())],
    )
    python = (two_figures, numbers), (percent_precise, numbers), (words.twenty, parts), (words.racks_in, shares)
    assert found == [[written(one) for one in given] for written, given in python]


def test_one_chart_in_a_frame_hears_keys_and_throws_nothing(wire):
    wire.tab.evaluate("window.hear({ push: 'embed', embed: '<p>One chart</p>' })")
    wire.tab.keyboard.press("Escape")  # the tab fails its test where a script throws
    assert wire.tab.locator(".explorer").inner_text() == "One chart"


@pytest.fixture
def touched(browser: Browser, url: str) -> Iterator[tuple[Wire, Callable[..., None]]]:
    """A phone's page, and fingers on it: what they do, and where each stands from the middle of the share's chart."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    with tab(context) as phone:
        wire = Wire(phone, url)
        wire.rest()
        chart = phone.locator('[data-plot="shares"] svg.chart:visible')
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box
        hand = context.new_cdp_session(phone)

        def touch(kind: str, *fingers: tuple[float, float]) -> None:
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            points = [{"x": x + across, "y": y + down, "id": place} for place, (across, down) in enumerate(fingers)]
            hand.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
            phone.wait_for_timeout(50)

        yield wire, touch
    context.close()


@pytest.mark.parametrize("elsewhere", [(BOX, "20"), ("[data-goal=by]", "2030-12")])
@pytest.mark.parametrize(("part", "wrong"), [("amount", "zz"), ("chance", "100")])
def test_a_wrong_goal_is_answered_at_its_box_until_something_else_is_used(wire, part, wrong, elsewhere):
    box = wire.tab.locator(f"[data-goal={part}]")
    fault = wire.tab.locator("#two [data-fault]")
    wire.type("[data-goal=amount]", "20 GW")
    wire.type("[data-goal=chance]", "90 %").rest()
    assert (wire.python.view.goal.amount_gw, wire.python.view.goal.chance) == (20, 0.9)
    right = box.input_value()
    wire.type(f"[data-goal={part}]", wrong).answer()
    assert (box.get_attribute("aria-invalid"), box.input_value()) == ("true", wrong)
    assert re.search("needs a number|from 1 to 99%", fault.text_content())
    wire.type(*elsewhere).answer()
    assert (box.get_attribute("aria-invalid"), box.input_value(), fault.text_content()) == (None, right, "")
    assert wire.share == 0.2 or wire.python.view.goal.by == "2030-12"


@pytest.mark.parametrize(
    ("press", "said"),
    [
        ("[data-enough]", TITLE),
        ("[data-case]", TITLE),
        (".drawer [data-preset]:nth-of-type(2)", TITLE),
        ("[data-goal=amount]", "The goal is 20 GW by the end of 2029, in half of the simulated cases."),
    ],
)
def test_whatever_a_reader_moves_is_read_out(wire, press, said):
    wire.tab.evaluate("document.querySelector('[data-spoken]').textContent = ''")
    (wire.type(press, "20") if "goal" in press else wire.click(press)).rest()
    wire.tab.wait_for_function("document.querySelector('[data-spoken]').textContent")
    heard = wire.tab.locator("[data-spoken]").text_content()
    assert heard == (wire.tab.locator(TITLE).text_content() if said == TITLE else said)


def test_that_inputs_do_not_fit_is_read_out_when_it_comes_up_and_not_at_each_step(wire):
    wire.tab.evaluate(
        """() => { window.heard = []; const place = document.querySelector("[data-text=unfit]");
        new MutationObserver(() => heard.push(place.ariaLive)).observe(place, { childList: true }); }"""
    )
    for share in ("30", "31", "10", "32"):
        wire.type(BOX, share).rest()
    assert wire.tab.evaluate("heard") == ["polite", "off", "off", "polite"]


def test_on_a_chart_a_tap_a_drag_and_the_first_of_two_fingers_set_the_share_and_one_that_scrolls_moves_the_page(
    touched,
):
    wire, touch = touched
    touch("Start", (0, 0))
    touch("End")
    wire.rest()
    tapped = wire.share
    assert tapped > 0.1
    touch("Start", (0, 0))
    for across in range(10, 70, 10):
        touch("Move", (across, 0))
    touch("End")
    wire.rest()
    assert wire.share > tapped
    wire.click("[data-undo]").rest()
    assert wire.share == tapped
    touch("Start", (0, 0))
    touch("Move", (40, 0))
    wire.rest()
    first = wire.share
    touch("Start", (40, 0), (-60, 10))
    touch("Move", (40, 0), (-70, 10))
    touch("Move", (40, 0), (-90, 10))
    touch("End")
    wire.rest()
    assert wire.share == first > tapped
    before = wire.tab.evaluate("scrollY")
    touch("Start", (0, 0))
    for down in range(10, 160, 10):
        touch("Move", (0, -down))
    touch("End")
    assert wire.tab.evaluate("scrollY") > before
    wire.rest()
    assert wire.share == first


def test_who_comes_back_to_a_refused_number_hears_why_until_something_else_is_used(wire):
    box, fault = wire.tab.locator(BOX), wire.tab.locator(".ctl [data-fault]")
    entered(box, "x")
    wire.answer()
    assert box.get_attribute("aria-description") is None  # it has just been said
    assert fault.text_content() == "OpenAI's share needs a number. Still in use: 10%."
    box.press("Tab")
    assert box.get_attribute("aria-description") == fault.text_content()
    entered(box, "20")
    wire.answer()
    assert (box.get_attribute("aria-invalid"), box.get_attribute("aria-description")) == (None, None)
    entered(box, "abc")
    wire.answer()
    assert (box.input_value(), box.get_attribute("aria-invalid")) == ("abc", "true")
    wire.click("[data-case]").answer()
    assert (box.input_value(), fault.text_content()) == ("20", "")


def test_back_from_a_page_beside_the_story_the_keyboard_is_where_it_was(wire):
    link = wire.tab.locator("a[data-place=timeline]").first
    link.focus()
    wire.tab.keyboard.press("Enter")
    wire.tab.wait_for_function("location.hash === '#timeline'")
    wire.tab.go_back()
    assert link.evaluate("(link) => link === document.activeElement")
    wire.tab.keyboard.press("Enter")
    wire.tab.locator(".place:visible .back a").press("Enter")  # to the top of the story, and not further
    wire.tab.wait_for_function("location.hash === '#answer'")
    assert not link.evaluate("(link) => link === document.activeElement")


def test_who_comes_back_and_moves_on_before_all_is_at_rest_is_not_taken_back(wire):
    wire.rest()
    wire.tab.evaluate("scrollTo(0, 900)")
    wire.tab.goto("about:blank")
    wire.tab.go_back()
    wire.tab.wait_for_function("window.sent?.length")
    wire.heard = 0
    wire.answer()
    assert wire.tab.evaluate("scrollY") == 900
    wire.tab.mouse.wheel(0, 300)
    wire.tab.wait_for_function("scrollY === 1200")
    wire.rest()
    assert wire.tab.evaluate("scrollY") == 1200


def test_the_address_of_all_claims_names_what_a_reader_looks_for(wire, url):
    wire.click("a[data-place=all-claims]").rest()
    for name, value in (("search", "racks"), ("status", "goal")):
        wire.type(f"[data-filter={name}]", value)
        wire.asked()
        wire.rest()
    found, address = wire.tab.locator("[data-found]").text_content(), wire.tab.url
    assert address.endswith("#all-claims?search=racks&status=goal")
    for again in (wire.tab.go_back, lambda: wire.tab.goto(address)):  # who comes back, and who is sent the link
        wire.tab.goto("about:blank")
        again()
        wire.begin()
        wire.rest()
        kept = [wire.tab.locator(f"[data-filter={name}]").input_value() for name in ("search", "status")]
        assert (kept, wire.tab.locator("[data-found]").text_content()) == (["racks", "goal"], found)
    wire.type("[data-filter=search]", "")
    wire.type("[data-filter=status]", "")
    wire.asked()
    assert wire.tab.url.endswith("#all-claims")
    wire.tab.goto(f"{url}#all-claims?party=Nobody&kind=reset&status=goal")
    wire.tab.reload()
    wire.begin()
    wire.rest()
    assert wire.tab.locator("#all-claims [role=alert]").text_content() == "There is no party 'Nobody' among the claims."
    assert wire.tab.locator("[data-filter=status]").input_value() == "goal"


@pytest.mark.parametrize("held", ["altKey", "ctrlKey", "metaKey", "isComposing"])
def test_keys_that_are_the_browsers_or_a_composers_move_nothing(wire, held):
    slider = '.drawer [data-parameter="rack_power_kw"] input[type=range]'
    for key in ("ArrowLeft", "ArrowUp", "Home", "PageDown"):
        assert wire.key(key, slider, **{held: True})
    assert not wire.answer()


def test_escape_closes_the_card_and_then_the_drawer(wire):
    wire.click("[data-drawer]")
    wire.click(".drawer [data-claims]").rest()
    card, drawer = wire.tab.locator("dialog[open]"), wire.tab.locator(".drawer")
    assert card.is_visible()
    wire.tab.keyboard.press("Escape")
    assert (card.count(), drawer.is_visible()) == (0, True)
    wire.tab.keyboard.press("Escape")
    assert not drawer.is_visible()


@pytest.mark.parametrize("entered", [False, True])
@pytest.mark.parametrize("box", [".drawer [data-parameter=rack_rate_start] [data-part=low]", BOX, "[data-goal=amount]"])
def test_escape_takes_back_what_is_being_typed_and_else_closes_the_drawer_too(wire, box, entered):
    wire.click("[data-drawer]")
    typed, drawer = wire.tab.locator(box), wire.tab.locator(".drawer")
    before = typed.input_value()
    typed.focus()
    wire.tab.keyboard.press("Control+a")
    wire.tab.keyboard.type("x")
    if entered:
        wire.tab.keyboard.press("Enter")
        wire.rest()
    wire.tab.keyboard.press("Escape")
    assert (typed.input_value(), typed.get_attribute("aria-invalid")) == (before, None)
    assert drawer.is_visible() is not entered
    assert not wire.tab.locator("[data-fault]:not(:empty)").count()
    if not entered:
        wire.tab.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert {json.loads(one)["kind"] for one in wire.tab.evaluate("window.sent")[wire.heard :]} <= {"near"}


def test_a_box_holds_all_digits_before_the_point_and_six_in_all(wire):
    box = wire.tab.locator(".drawer [data-parameter=rack_power_kw] [data-part=central]")
    for value, shown in ((1_234_567, "1234567"), (100 / 3, "33.3333"), (0.0123456789, "0.0123457")):
        state = {"kind": "point", "values": {"central": value, "slider": value}, "spoken": "", "shape": ""}
        wire.tab.evaluate("window.hear", {"push": "controls", "controls": {"rack_power_kw": state}})
        assert box.input_value() == shown


def test_a_kept_scenario_is_renamed_twice_without_leaving_its_box(wire):
    wire.click("[data-pin]").rest()
    box = "[data-pinned] input"
    wire.do(box, "one.focus()")
    for name in ("Base", "Base two"):
        wire.type(box, name).rest()
        assert [one for one, _ in wire.python.view.pinned] == [name]
    assert wire.tab.get_by_role("button", name="Remove Base two").count() == 1


def test_a_name_that_cannot_be_is_answered_at_its_box_and_escape_brings_the_name_back(wire):
    for _ in range(2):
        wire.click("[data-pin]")
    wire.rest()
    box, fault = wire.tab.locator("[data-rename=B]"), wire.tab.locator("#compare [data-fault]")
    entered(box, "\N{ROCKET}")
    wire.rest()
    assert "letters from A to Z" in fault.inner_text()
    assert (box.input_value(), box.get_attribute("aria-invalid")) == ("\N{ROCKET}", "true")
    assert wire.tab.locator("[aria-invalid]").count() == 1
    box.press("Escape")
    assert (box.input_value(), box.get_attribute("aria-invalid"), fault.inner_text()) == ("B", None, "")
    entered(box, "  Two   in five ")
    wire.rest()
    assert wire.tab.locator("[data-rename='Two in five']").input_value() == "Two in five"


@pytest.mark.parametrize(
    ("box", "one", "other"),
    [
        ("[data-rename={}]", "A", "B"),
        ("[data-goal={}]", "amount", "chance"),
        (".drawer [data-parameter=rack_rate_start] [data-part={}]", "low", "high"),
        (".say [data-parameter={}] input", "rack_rate_target", "shipped_share"),
    ],
)
def test_each_of_several_refused_entries_is_marked_and_told_until_it_is_right(wire, box, one, other):
    for _ in range(2):
        wire.click("[data-pin]")
    wire.click("[data-drawer]").rest()
    boxes = [wire.tab.locator(box.format(name)) for name in (one, other)]
    before = [found.input_value() for found in boxes]
    for found in boxes:
        entered(found, "\N{ROCKET}")
        wire.rest()
    assert [found.get_attribute("aria-invalid") for found in boxes] == ["true", "true"]
    fault = wire.tab.locator("[data-fault]:not(:empty)")
    said = fault.text_content()
    boxes[1].press("Escape")
    assert [found.input_value() for found in boxes] == ["\N{ROCKET}", before[1]]
    assert [found.get_attribute("aria-invalid") for found in boxes] == ["true", None]
    assert fault.text_content() == boxes[0].get_attribute("aria-description")
    assert said.startswith(fault.text_content())
    wire.type(BOX, "30").rest()
    assert (boxes[0].input_value(), wire.tab.locator("[aria-invalid]").count(), fault.count()) == (before[0], 0, 0)


def test_the_keyboard_stays_among_what_is_saved_while_it_is_removed(wire):
    for _ in range(3):
        wire.click("[data-pin]")
    wire.rest()
    said = "(document.activeElement.ariaLabel ?? document.activeElement.textContent)"
    wire.tab.locator("[data-unpin=B]").focus()
    for expected in ("Remove C", "Remove A", "Save to compare"):
        wire.tab.keyboard.press("Enter")
        wire.rest()
        assert wire.tab.evaluate(said) == expected


def test_a_search_keeps_letters_typed_meanwhile_breaks_up_none_that_are_composed_and_says_how_many_it_finds(wire):
    wire.tab.evaluate("location.hash = 'all-claims'")
    wire.rest()
    box = "#all-claims [data-filter=search]"
    search = wire.tab.locator(box)
    search.press_sequentially("ra")
    wire.asked()
    search.press_sequentially("ck")
    wire.answer()
    assert search.input_value() == "rack"
    search.press_sequentially("s")
    wire.asked()
    wire.rest()
    assert search.input_value() == "racks"
    compose = "one.value = given[0]; one.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }))"
    wire.do(box, compose, "ラ")
    wire.tab.wait_for_timeout(400)
    assert not wire.answer()
    wire.do(box, "one.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))")
    wire.asked()
    assert json.loads(wire.tab.evaluate("window.sent").pop())["filters"] == {"search": "ラ"}
    search.fill("no such words")
    wire.asked()
    wire.rest()
    wire.tab.wait_for_function("document.querySelector('[data-spoken]').textContent === '0 claims'", timeout=5_000)


def test_what_is_drawn_anew_around_the_keyboard_keeps_it(wire):
    wire.type(BOX, "20")
    wire.slide("rack_power_kw", 0.9).rest()
    back = wire.tab.locator("[data-back]").first
    back.focus()
    back.press("Enter")
    wire.rest()
    assert wire.tab.evaluate("document.activeElement.dataset.back") is not None
    assert wire.tab.locator("[data-back]").count() == 1
