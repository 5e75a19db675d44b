"""The README's example gives what the README says, and what it points to exists."""

import doctest
import re


def test_the_five_lines_give_their_output(checkout):
    result = doctest.testfile(str(checkout / "README.md"), module_relative=False)
    assert result.attempted == 5
    assert result.failed == 0


def test_every_local_link_leads_somewhere(checkout):
    text = (checkout / "README.md").read_text("utf-8")
    local = [target for target in re.findall(r"\]\(([^)]+)\)", text) if not target.startswith("https://")]
    assert local
    assert [target for target in local if not (checkout / target).is_file()] == []
