"""The fixed words of app, notebooks, seeds and docs: no orphan numbers, no denial for all the world, one style.

Numbers that are computed or read from `seeds/` are put into the words when the page is made and are not looked at here.
Numbers in words ("one", "five articles") are taken as words. What is left leads to a record or stands on a short list.
That nobody published something cannot be known; that we found nothing, in which pages, can: a sentence that denies for
all the world is a fault unless it says that we looked.
"""

import ast
import datetime
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import explorer
from explorer import records
from explorer.documents import reading
from explorer.documents.verification import base_unit
from explorer.formatting import month_words
from explorer.records.dates import FIRST_MONTH, date_range
from explorer.seeds import load

PACKAGE = Path(__file__).resolve().parent.parent / "explorer"
CHECKOUT = PACKAGE.parent

ALLOWED = {
    r"\b9[ -](?:in|of)[ -]10\b|\b8 in 10\b": "what a band holds",
    r"\b(?:fewer than )?1 in 20\b|\bin (?:19 of )?20\b|\b1 (?:in|of) 100\b": "how sure 'even if' and 'hardly ever' are",
    r"\b1 in 10\b": "a share to try",
    r"\bup to 24 letters\b": "how long a name may be",
    r"\bDec 20(?!\d)": "how the years on an axis begin",
    r"\b5(?:%| to 95%| and 95%)|\b5, 50 and 95%|\b95%": "the ends of a nine-in-ten range",
    r"\b0(?: to| and(?: up to)?) 1\b|\babove 0\b(?! and)": "the scale of a share or a chance",
    r"\b(?:under|at most|fewer than) 1%": "what is too small to show, or may lie outside the limits",
    r"\b1 is what came\b|\b2 is twice\b|\b0 is best\b|\bwould give 0\.9\b": "how to read the scale of a chart",
    r"Python 3\.11|PORT=\d+|(?:BY|Attribution) 4\.0|\d+-Clause|CC BY 4": "versions, ports and licences",
}
"""What belongs to no record, with the reason."""


CURATORS = (
    *("cli.py", "arguments.py", "documents/", "seeds/", "serving/", "datasets/export.py"),
    *("records/fields.py", "records/claims.py", "records/dates.py", "records/parameters.py"),
)
"""What speaks to curators, to the command line and to operators: how to write a date, which ports there are."""

Known = set[tuple[float, str]]
"""Values in base units, each with the unit as records name it; "" where a statement or a reason holds the number."""


def texts_of(path: Path, *, docstrings: bool = False) -> Iterator[str]:
    """Every text of a module, with docstrings or without."""
    nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
    bare = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (docstrings or id(node) not in bare):
            yield node.value


def constants(path: Path, *, docstrings: bool) -> Iterator[str]:
    """The prose among a module's texts: no keys, no styles, no examples of docstrings."""
    for text in texts_of(path, docstrings=docstrings):
        text = re.sub(r"(?m)^ *(?:>>>|\.\.\.) .*\n.*", " ", text)
        style = re.search(r"\dpx|\d%[;}]|^[\d .]+$|<style|viewBox|calc\(|{:|{scope}|style=|\[A-Z", text)
        if " " in text.strip() and not style:
            yield text


def without_tags(html: str) -> str:
    """What a template says: no tags, no places that are filled in but how far was searched, no comments."""
    html = html.replace("{{ deal.searched }}", load().deal.searched)
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<style.*?</style>|<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL)


def spoken(script: str) -> Iterator[str]:
    """The sentences among a script's texts."""
    for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`', script):
        words = re.sub(r"\$\{[^}]*\}", " ", "".join(text))
        if re.search(r"[a-z]{3,} [a-z]{2,}", words) and "<" not in words:
            yield words


def prose(markdown: str) -> str:
    """A page without its code, the output of which is computed and tested (test_docs.py), and without addresses."""
    return re.sub(r"```.*?```|\]\([^)]*\)|\]\[[^]]*\]|^\[[^]]+\]: \S+|`[^`]*`", " ", markdown, flags=re.DOTALL | re.M)


def files(*patterns: str) -> list[Path]:
    """Files of the checkout; a pattern that finds none has lost what it was for."""
    found: list[Path] = []
    for pattern in patterns:
        paths = [path for path in CHECKOUT.glob(pattern) if not {"vendor", "generated"} & {*path.parts}]
        assert paths, pattern
        found += sorted(paths)
    return found


def once(read: Callable[[], Iterator[tuple[str, str]]]) -> Callable[[], tuple[tuple[str, str], ...]]:
    """Texts that several tests look through, read for the first of them."""
    return cache(lambda: tuple(read()))


@once
def shown() -> Iterator[tuple[str, str]]:
    """Every fixed text that a reader of app, notebooks or README meets, with the file it is in."""
    for path in files("explorer/**/*.py"):
        if not path.relative_to(PACKAGE).as_posix().startswith(CURATORS):
            yield from ((path.name, text) for text in constants(path, docstrings=False))
    for path in files("explorer/**/*.html", "explorer/**/*.j2"):
        yield path.name, without_tags(path.read_text("utf-8"))
    for path in files("explorer/**/*.js"):
        yield from ((path.name, text) for text in spoken(path.read_text("utf-8")))
    for path in files("notebooks/*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        yield from ((path.name, prose("".join(cell["source"]))) for cell in cells if cell["cell_type"] == "markdown")
    yield "README.md", prose((CHECKOUT / "README.md").read_text("utf-8"))


def strings(value: Any) -> Iterator[str]:
    """Every text of a TOML file."""
    if isinstance(value, dict | list):
        yield from (text for one in (value.values() if isinstance(value, dict) else value) for text in strings(one))
    elif isinstance(value, str) and " " in value:
        yield value


@once
def told() -> Iterator[tuple[str, str]]:
    """The same, and what is said to others: docstrings, curators, seeds, docs."""
    yield from shown()
    for path in files("explorer/**/*.py"):
        yield from ((path.name, text) for text in constants(path, docstrings=True))
    yield from written()


@once
def written() -> Iterator[tuple[str, str]]:
    """What stands in seeds and docs."""
    for path in files("seeds/**/*.toml", "docs/**/*.toml", "explorer/**/*.toml"):
        yield from ((path.name, text) for text in strings(tomllib.loads(path.read_text("utf-8"))))
    yield from ((path.name, prose(path.read_text("utf-8"))) for path in files("docs/**/*.md"))


@pytest.fixture(scope="module")
def known() -> Known:
    """Every number that a claim, a parameter, a series or a named scenario holds, and what is computed from them.

    That is what README's example gives, and the racks a week that the racks of a period come to.
    """
    seeds = load()
    found = computed()
    for record in (*seeds.claims.values(), *seeds.parameter_versions):
        found |= {
            (end * base_unit(record.unit)[1], record.unit) for end in (record.low, record.central, record.high) if end
        }
        prose = record.statement if isinstance(record, records.Claim) else record.reason
        found |= {(one.value, one.unit) for one in reading.numbers(prose)}
    for series in seeds.series.values():
        found |= {(point.value * base_unit(series.unit)[1], series.unit) for point in series.points}
    for scenario in explorer.presets().values():
        for name, parameter in seeds.parameters.items():
            given, factor = scenario[name], base_unit(parameter.unit)[1]
            found |= {(end * factor, parameter.unit) for end in (given.low, given.high) if end}
    found |= {(float(rate), "racks/week") for rate in explorer.capacity()["central_racks_per_week"].dropna().round()}
    return found


def computed() -> Known:
    """The results of README's example, and how often the model is run."""
    table = explorer.simulate(explorer.Scenario(openai_share=0.3)).quantiles("delivered_gw", [0.05, 0.5, 0.95])
    found = {(float(value) * 1e9, "GW") for value in table.loc["2029-12"].to_numpy().round(1)}
    return found | {(float(explorer.Scenario().draws), "simulations")}


def leads_somewhere(quantity: reading.Number, text: str, known: Known) -> bool:
    """Whether a record holds the number in this unit; a mere count needs the words of its unit beside it."""
    for value, unit in known:
        if quantity.says(value) and quantity.unit in (unit, base_unit(unit)[0]):
            nouns = re.findall("[a-z]{3,}", unit.lower())
            if (
                quantity.unit
                or (quantity.value >= 100 and not nouns)
                or (nouns and all(noun in text.lower() for noun in nouns))
            ):
                return True
    return False


@pytest.fixture(scope="module")
def days() -> set[datetime.date]:
    """Every day that a record names, the model's first month, and the last day of its usual horizon."""
    seeds = load()
    found: set[datetime.date | None] = {date_range(FIRST_MONTH)[0], date_range(explorer.Scenario().horizon)[1]}
    for claim in seeds.claims.values():
        found |= {claim.period_start, claim.period_end, claim.as_of}
    for milestone in seeds.milestones.values():
        found |= {milestone.start, milestone.end}
    for source in seeds.sources.values():
        found |= {source.published_start, source.retrieved}
    return {day for day in found if day}


def orphans(text: str, known: Known, days: set[datetime.date]) -> list[str]:
    """The numbers and dates of a text that lead nowhere."""
    for allowed in ALLOWED:
        text = re.sub(allowed, " ", text)
    text = re.sub(r"\b(\d+) and (\d+ GW)\b", r"\1 GW and \2", text)
    lost = []
    for said in reading.dates(text, year=int(FIRST_MONTH[:4])):
        if not any(said.first <= day <= said.last for day in days):
            lost.append(said.text)
        text = text.replace(said.text, " ", 1)
    for quantity in reading.numbers(text):
        if not any(character.isdigit() for character in quantity.text):
            continue
        if not leads_somewhere(quantity, text, known):
            lost.append(quantity.text)
    return lost


def test_every_number_of_the_fixed_words_leads_to_a_record(known, days):
    lost = [(file, text.strip()[:90], found) for file, text in shown() if (found := orphans(text, known, days))]
    assert lost == []


# --- denials
SAID = "say|says|said|give|gives|gave|state|states|stated|name|names|named|publish|publishes|published|know|knows|made"
DOES = "has|have|had|link|links|tie|ties|show|shows|look|looks|was|were|is"
DENIED = [
    rf"\b(?:nobody|no one|no company|no party|neither company)\b(?: \w+){{0,2}}? (?:{SAID}|link|links|tie|ties)\b",
    rf"\bno (?:public |named )?(?:source|text|page|report|document|article)s?\b(?: \w+){{0,3}}? (?:{SAID}|{DOES})\b",
    r"\bno (?:figure|number|order|delivery|date)s?\b(?: \w+){0,3}? (?:was|were|has been|exists?|is (?:known|given))\b",
    r"\bnothing (?:that )?(?:\w+ )?(?:is|was|has been) (?:said|public|published|known|made public|announced)\b",
    r"\bnothing (?:links|ties|decides|shows|says)\b",
    r"\b(?:not|never) (?:been )?(?:published|made public|visible)\b",
    r"\b(?:has|have) not announced\b|\bas far as anyone\b",
    r"\bno public (?:source|figure|number|text)\b",
]
"""Denials that only one who has read everything could make."""


LOOKED = r"\b[Ww]e (?:have )?(?:found|saw|looked|searched|know of)\b|\bsearched\b"


RIGHT = {
    r"that no order was talked about does not mean": "what Foxconn's chairman said, in his words and not ours",
    r"No document is longer": "the most lines that are read, a limit of ours",
}
"""Sentences that deny and are right, each with the reason."""


def denials(text: str) -> list[str]:
    """The parts of a text that deny for all the world."""
    for allowed in RIGHT:
        text = re.sub(allowed, " ", text)
    parts = re.split(r"(?<=[.?!:;|])\s+|\n\s*\n", " ".join(text.split(" ")))
    found = [" ".join(one.split()) for one in parts if any(re.search(denied, one, re.I) for denied in DENIED)]
    return [one for one in found if not re.search(LOOKED, one)]


def test_no_text_denies_for_all_the_world():
    assert [(file, found) for file, text in told() if (found := denials(text))] == []


ELSEWHERE = {
    r"A year on, we found no order$|We found no count of racks delivered$": "the page adds how far, from deal.toml",
    r"and we found no sign that it has happened": "what a verdict means, for all of them",
}
"""Sentences that need not say how far was searched, each with the reason."""


def unbounded(text: str) -> list[str]:
    """The paragraphs of a text that say what was not found, and not how far was searched."""
    for allowed in ELSEWHERE:
        text = re.sub(allowed, " ", text)
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=- )", text)]
    lacking = r"\b[Ww]e (?:have )?found (?:no|none|nothing|neither)\b"
    return [part for part in parts if re.search(lacking, part) and not re.search(r"\bto (?:{news}|\w+ 20\d\d)", part)]


def test_whoever_says_what_was_not_found_says_how_far_was_searched():
    texts = [*shown(), *written()]
    # a template is one section of the page
    passages = [(file, " ".join(text.split()) if file.endswith(".html") else text) for file, text in texts]
    assert [(file, found) for file, text in passages if (found := unbounded(text))] == []
    said = {month for _, text in texts for month in re.findall(r"\bpages (?:up )?to (\w+ 20\d\d)", text)}
    assert said == {month_words(load().deal.news_to)}  # where the search goes on, all of them follow


def test_what_is_wrong_is_found(known, days):
    """What is right is found to be so in all the texts above."""
    said = "Since March 1987 Foxconn makes 1,234 racks a week, 43 GW for $1.4 billion, in 7 of 10 simulated cases."
    assert orphans(said, known, days) == ["March 1987", "1,234", "43 GW", "$1.4 billion", "7", "10"]
    wrong = "No source says how long; what share, nobody has published. It has not been published: nothing is public."
    assert len(denials(wrong)) == 4
    assert unbounded("We found no split.\n\nIn pages to July 2026 we found none.") == ["We found no split."]


def test_nothing_stands_on_a_list_that_nobody_says():
    for allowed, read in ((ALLOWED, shown), (RIGHT, told), (ELSEWHERE, written)):
        whole = "\n".join(text for _, text in read())
        assert [reason for one, reason in allowed.items() if not re.search(one, whole, re.M)] == []


# --- how it is set
def test_no_space_stands_before_a_percent_sign():
    """Raw files, so that what a template or an f-string fills in is seen too: a digit or a brace, then a space."""
    read = files(*(f"explorer/**/*.{kind}" for kind in ("py", "html", "js")), "seeds/**/*.toml", "notebooks/*.ipynb")
    spaced = re.compile(r"[0-9}][ \u00a0\u202f]%(?![}\w(])|[\"'] %[\"' ]")
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in [*read, *files("docs/**/*.md", "docs/**/*.toml", "README.md")]
        for line in path.read_text("utf-8").splitlines()
        if spaced.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("file", ["CITATION.cff", "docs/index.md", "notebooks/explorer.ipynb"])
def test_the_question_is_the_same_wherever_it_is_asked(file):
    """Where a file cannot read it from the package, it holds the same words."""
    text = " ".join((CHECKOUT / file).read_text("utf-8").replace("\u2019", "'").split())
    assert load().deal.question in text


def test_no_text_of_the_package_names_a_party_of_the_deal():
    """Every word about one comes from the folder that is read; docstrings are for the package's own authors."""
    found = [
        f"{path.relative_to(PACKAGE)}: {text[:80]}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in (".py", ".html", ".j2", ".js", ".mjs", ".css", ".toml") and "node_modules" not in path.parts
        for text in (texts_of(path) if path.suffix == ".py" else path.read_text("utf-8").splitlines())
        if re.search("OpenAI|Foxconn|Hon Hai", text)
    ]
    assert found == []
