"""Charts of rows in a real browser: no word leaves its picture or lies on another, on a phone and beside controls.

With DejaVu, the widest of the usual fonts, with Liberation, and with DejaVu whose letters stand further apart.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from explorer.charts import registry, svg
from explorer.datasets.tables import ROWS
from explorer.seeds import load
from tests.cases import TABLES
from tests.tools.browser import ARGUMENTS, find, fonts_alone, without

SEEDS = load()
LOST = """() => {
  const whole = document.querySelector("svg").getBoundingClientRect(), lost = [];
  const words = [...document.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
  for (const [index, [text, box]] of words.entries()) {
    if (box.left < whole.left - 1 || box.right > whole.right + 1 || box.bottom > whole.bottom + 1) lost.push(text);
    for (const [other, its] of words.slice(index + 1)) {
      const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
      const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
      if (across > 2 && down > 4) lost.push(`${text} | ${other}`);
    }
  }
  return lost;
}"""


@pytest.fixture(scope="module", params=["DejaVu", "Liberation", "wider"])
def page(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str]]:
    name = "DejaVu" if request.param == "wider" else request.param
    env = fonts_alone(name, tmp_path_factory.mktemp("fonts"))
    if env is None:
        pytest.skip(without(f"{name} fonts"))
    own = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS), env=env)
    yield own.new_page(), "text { letter-spacing: .13em }" if request.param == "wider" else ""
    own.close()


# beside the controls of a page 1280 wide, the narrowest of the wide layout, and on windows 390 and 320 wide
@pytest.mark.parametrize(("width", "room"), [(900, 860), (900, 720), (358, 358), (358, 288)])
@pytest.mark.parametrize("name", TABLES)
def test_no_word_leaves_the_picture_or_lies_on_another(page, name, width, room):
    window, letters = page
    told = [ROWS[table](SEEDS) for table in TABLES[name]]
    spec = registry.all_charts()[name].spec(*told, naming=SEEDS.naming, width=width)
    window.set_content(f"<style>{letters}</style>{svg.svg_of(spec, key=name, width=room)}")
    assert window.evaluate(LOST) == []
