"""The link from a notebook to the app: where it leads from each place a notebook can be shown, and that this exists."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from explorer.ui.applink import AppLink

HOST = "http://notebooks.example"
ELSEWHERE = "https://binder.example/app"
SHOWN = """<div id="here"></div><script type="module">
import link from "/applink.js";
const values = { label: "Open this in the app", query: "s=v1~s0", elsewhere: "%s" };
link.render({ model: { get: (name) => values[name], on() {}, off() {} }, el: document.getElementById("here") });
</script>"""
PLACES = [
    ("/notebook/racks", [], "/?s=v1~s0"),  # explorer app has no files to ask for
    (
        "/lab/tree/notebooks/racks.ipynb",
        ["notebooks/explorer.ipynb"],
        "/voila/render/notebooks/explorer.ipynb?s=v1~s0",
    ),
    ("/user/ada/lab/tree/a/b.ipynb", ["a/explorer.ipynb"], "/user/ada/voila/render/a/explorer.ipynb?s=v1~s0"),
    (
        "/voila/render/notebooks/racks.ipynb",
        ["notebooks/explorer.ipynb"],
        "/voila/render/notebooks/explorer.ipynb?s=v1~s0",
    ),
    ("/voila/render/racks.ipynb", None, "/voila/render/explorer.ipynb?s=v1~s0"),  # a server that is asked in vain
    ("/lab/tree/mine/own.ipynb", ["notebooks/explorer.ipynb"], ELSEWHERE),
    ("/lab/tree/own.ipynb", [], ELSEWHERE),
    ("/saved.html", [], ELSEWHERE),
]
"""The page that shows the notebook, what files its server says that it holds (None: it does not say), where we lead."""


def test_the_link_leads_to_where_the_app_is(page: Page):
    for shown, held, leads in PLACES:
        page.route("**/*", server(shown, held))
        page.goto(HOST + shown)
        link = page.get_by_role("link", name="Open this in the app")
        expect(link).to_have_attribute("href", leads)
        page.wait_for_load_state("networkidle")  # what it asked for is answered
        expect(link).to_have_attribute("href", leads)
        page.unroute("**/*")


def server(shown: str, held: list[str] | None) -> Callable[[Route], None]:
    """What answers there."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        if path == "/applink.js":
            route.fulfill(body=str(AppLink._esm), content_type="text/javascript")
        elif path == shown:
            route.fulfill(body=SHOWN % ELSEWHERE, content_type="text/html")
        elif "/api/contents/" not in path or held is None:
            route.fulfill(status=404, body="<p>nothing here</p>", content_type="text/html")
        else:
            there = path.partition("/api/contents/")[2] in held
            said = {"name": Path(path).name} if there else {"message": "No such file or directory"}
            route.fulfill(status=200 if there else 404, body=json.dumps(said), content_type="application/json")

    return answer
