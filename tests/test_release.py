"""What has to agree before a release: version, address, pinned packages, licences and actions (docs/releasing.md)."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from explorer.project import REPOSITORY, SITE, VERSION
from tests.tools import audit
from tests.tools.pins import pins

BINDER = re.compile(r"https://mybinder\.org/v2/gh/([^/\s]+/[^/\s]+)/([^/?\s]+)(?:\?urlpath=([^\s)\"'&]*))?")


@pytest.fixture(scope="module")
def project(checkout: Path) -> dict:
    """The table ``[project]`` of pyproject.toml."""
    return tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]


def test_version_and_changelog_agree(checkout):
    version = VERSION
    citation = yaml.safe_load((checkout / "CITATION.cff").read_text("utf-8"))
    newest = re.findall(r"^## (.+)$", (checkout / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0]
    assert citation["version"] == version
    assert newest.split()[0].lower() in (version, "unreleased")
    tag = os.environ.get("RELEASE_TAG")  # set where a release is built
    if tag is not None:
        assert tag == f"v{version}"
        assert "unreleased" not in newest.lower()


def test_every_link_to_binder_opens_our_repository_and_a_page_that_is_there(checkout, project):
    home = project["urls"]["Source"].removeprefix("https://github.com/")
    assert (
        yaml.safe_load((checkout / "CITATION.cff").read_text("utf-8"))["repository-code"] == project["urls"]["Source"]
    )
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md", "*.py", "*.ipynb", "*.j2"]
    names = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True).stdout
    texts = {name: (checkout / name) for name in names.split("\0") if name and not name.startswith("tests/")}
    links = [
        (name, *link)
        for name, path in texts.items()
        if path.is_file()
        for link in BINDER.findall(path.read_text("utf-8"))
    ]
    assert len({path for name, _, _, path in links if name == "README.md"}) >= 2
    for name, owner, _, page in links:
        assert owner == home, name
        place = re.sub(r"^(voila/render|lab/tree)/?", "", unquote(page)).partition("?")[0]
        assert (checkout / place).exists(), (name, place)


def test_the_first_link_of_the_front_page_is_the_live_site_and_binder_comes_second(checkout):
    hosts = [
        urlsplit(link) for link in re.findall(r"\]\((https?://[^)]+)\)", (checkout / "README.md").read_text("utf-8"))
    ]
    assert hosts[0].geturl() == SITE
    assert hosts[0].netloc == f"{urlsplit(REPOSITORY).path.split('/')[1]}.github.io"
    assert hosts[1].netloc == hosts[2].netloc == "mybinder.org"


def test_the_front_page_is_the_same_at_the_package_index_and_its_links_lead_somewhere(checkout, project):
    """Which knows no folder beside it, so that every link is whole; what it names of ours is there."""
    text = (checkout / "README.md").read_text("utf-8")
    named = dict(re.findall(r"^\[(.+)\]: (.+)$", text, re.M))
    links = [*re.findall(r"\]\(([^)]+)", text), *named.values()]
    assert [link for link in links if not link.startswith("https://")] == []
    assert len(named) > 20
    for name, link in named.items():
        assert re.sub(f"{REPOSITORY}/(blob|raw)/main/", "", link).partition("#")[0] == name
        assert (checkout / name).exists(), name
        assert text.count(f"[{name}]") > 1, name
    assert set(re.findall(r"\]\[(.+?)\]", text, re.S)) <= named.keys()
    assert project["readme"] == "README.md"


def test_actions_are_pinned_by_commit_and_may_do_no_more_than_they_need(checkout):
    paths = sorted((checkout / ".github/workflows").glob("*.yml"))
    assert {"ci.yml", "release.yml", "audit.yml", "pages.yml"} <= {path.name for path in paths}
    for path in paths:
        text = path.read_text("utf-8")
        used = re.findall(r"uses: (\S+)(.*)", text)
        assert used, path.name
        for action, comment in used:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), (path.name, action)
            assert re.fullmatch(r" # v[\d.]+", comment), (path.name, action)
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"}
        asked = {name: job.get("permissions") for name, job in workflow["jobs"].items() if "permissions" in job}
        allowed = {
            "release.yml": {"publish": {"id-token": "write"}, "page": {"contents": "write"}},
            "pages.yml": {
                "build": {"contents": "read", "pages": "read"},
                "publish": {"pages": "write", "id-token": "write"},
            },
        }
        assert asked == allowed.get(path.name, {})


# --- pinned packages: whole, hashed, of one mind, and naming no address
def test_every_line_is_one_version_with_its_hashes(checkout):
    for path in [*checkout.glob("*/*requirements.txt"), checkout / "tests/tools/peers/requirements.txt"]:
        listed = pins(path)  # raises at a line that is none
        assert len(listed) > 5, path
        assert all(pin.hashes for pin in listed), path
        assert "://" not in path.read_text("utf-8"), path


def test_the_tests_run_on_what_the_app_runs_on_and_what_builds_it_is_pinned(checkout):
    app, tests = (
        {(pin.name, pin.version, pin.hashes) for pin in pins(checkout / path)}
        for path in ("binder/requirements.txt", "tests/requirements.txt")
    )
    assert {name for name, *_ in app - tests} == set()
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))
    wanted = {re.split(r"[<>=~!\[; ]", line)[0] for line in project["build-system"]["requires"]}
    assert {"editables", "hatchling"} <= wanted <= {name for name, *_ in app}


REPORT = {
    "dependencies": [
        {"name": "six", "version": "1.17.0", "vulns": []},
        {
            "name": "jinja2",
            "version": "3.1.5",
            "vulns": [{"id": "GHSA-cpwx-vrp4-4pq7", "fix_versions": ["3.1.6"], "aliases": ["CVE-2025-27516"]}],
        },
    ],
    "fixes": [],
}


def test_a_vulnerability_that_two_lists_share_is_said_once():
    line = "jinja2 3.1.5: GHSA-cpwx-vrp4-4pq7 (CVE-2025-27516), mended in 3.1.6"
    assert audit.vulnerabilities([REPORT, REPORT]) == [line]


def test_a_package_that_was_passed_over_is_not_called_sound():
    # pip-audit itself ends with status 0 and "No known vulnerabilities found" here
    skipped = {"dependencies": [{"name": "six", "skip_reason": "Dependency not found on PyPI"}], "fixes": []}
    with pytest.raises(LookupError, match="not found on PyPI"):
        audit.vulnerabilities([skipped])


def test_licences_are_named_alike_and_a_new_one_is_noticed():
    listed = [
        {"Name": "jupyter_core", "Version": "5.9.1", "License": "BSD-3-Clause"},
        {"Name": "anyio", "Version": "4.16.0", "License": "MIT"},
        {"Name": "h11", "Version": "0.16.0", "License": "MIT License"},
        {"Name": "other", "Version": "1", "License": "MIT AND AGPL-3.0-only"},
    ]
    under = audit.licences(listed)
    assert under == {
        "MIT": ["anyio 4.16.0", "h11 0.16.0"],
        "BSD-3-Clause": ["jupyter-core 5.9.1"],
        "MIT AND AGPL-3.0-only": ["other 1"],
    }
    assert [audit.unknown(licence) for licence in under] == [set(), set(), {"AGPL-3.0-only"}]


def test_the_page_of_licences_has_every_pin_of_the_app_and_no_licence_that_nobody_read(checkout):
    page = (checkout / audit.LICENCES).read_text("utf-8")
    missing = {f"{pin.name} {pin.version}" for pin in pins(checkout / audit.APP)} - set(
        re.findall(r"[a-z0-9.-]+ [0-9]+(?:\.\w+)*", page)
    )
    assert missing == set(), "make audit writes the page anew"
    rows = re.findall(r"^\| ([^|]+) \| \d+ \|", page, re.MULTILINE)
    assert len(rows) > 5
    assert {row: audit.unknown(row) for row in rows if audit.unknown(row)} == {}
