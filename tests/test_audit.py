"""What the audit makes of the answers of its programs, on answers as they come."""

import re

import pytest

from tests.tools import audit
from tests.tools.pins import pins

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
