"""What several browser tests do to one open page: show a view, and put the page back to how it is first seen."""

import base64

from playwright.sync_api import Locator, Page, expect

from explorer.analysis.answer import answer
from explorer.scenario import Scenario
from explorer.ui import sentences

READY = """() => { const panel = [...document.querySelectorAll("[role=tabpanel]")].find((one) => !one.hidden);
  const seen = (selector) => [...panel.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  return panel.dataset.filled === "true" && seen(".loading").length === 0
    && seen("[data-figure] .plot").every((plot) => plot.dataset.drawn); }"""

TOP = """() => { const top = document.createElement("a"); top.href = "#"; document.body.prepend(top);
  top.focus(); top.remove(); scrollTo(0, 0); }"""
"""The next Tab starts at the top, wherever a test before this one was."""


def show(page: Page, label: str) -> None:
    """Open a view and wait until all of it stands."""
    page.get_by_role("tab", name=label, exact=True).click()
    page.wait_for_function(READY, timeout=30_000)


def as_first_seen(page: Page) -> Page:
    """The page in a wide window, with light colours, the answer, nothing in focus, our starting point."""
    page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference", forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("Escape")
    show(page, "Answer")
    if page.locator(".consequence").first.inner_text() != sentences.consequence(answer(Scenario())):
        page.locator("[data-preset]").first.click()
        expect(page.locator("p.consequence")).to_have_text(sentences.consequence(answer(Scenario())))
    page.evaluate(TOP)
    return page


def count_colours(part: Locator) -> int:
    """How many colours a part of the page shows."""
    return part.page.evaluate(
        """async (data) => { const image = new Image(); image.src = data; await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const { buffer } = context.getImageData(0, 0, image.width, image.height).data;
            return new Set(new Uint32Array(buffer)).size; }""",
        "data:image/png;base64," + base64.b64encode(part.screenshot()).decode(),
    )
