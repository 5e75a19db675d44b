"""The page that says where each requirement is tested names tests that are there."""

import re


def test_every_test_that_the_page_names_is_there(checkout):
    page = (checkout / "docs/requirements.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", page)
    assert len(named) > 70
    lost = []
    for file, function in named:
        path = checkout / "tests" / file
        if not path.is_file() or not re.search(rf"^def {function}\(", path.read_text("utf-8"), re.M):
            lost.append(f"{file}::{function}")
    assert lost == []


def test_all_twenty_five_stand_there_each_with_a_test(checkout):
    rows = re.findall(r"^\| (\d+) \|.*$", (checkout / "docs/requirements.md").read_text("utf-8"), re.M)
    assert rows == [str(number) for number in range(1, 26)]
    for line in re.findall(r"^\| \d+ \|.*$", (checkout / "docs/requirements.md").read_text("utf-8"), re.M):
        assert "::test_" in line, line
