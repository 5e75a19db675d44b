"""How hard the page's own sentences are to read, by two grades that count different things.

Flesch-Kincaid counts syllables a word (as pyphen splits them) and words a sentence, the automated readability index
letters a word and words a sentence; both give the school year in which a text is understood. Claims, titles of sources
and tables are what others wrote, or figures, and are left out.
"""

import html
import re

import pyphen

from explorer.page import story
from explorer.page.view import View
from explorer.page.words import preset_words
from explorer.seeds import load

CEILING = {"all": 10.0, "part": 12.0}
"""The school year that the page, and any part of it, may ask for; lists of figures make a part longer than it reads."""
SYLLABLES = pyphen.Pyphen(lang="en_US")


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a page; what stands in tables, charts and lists of sources is not ours."""
    ours = re.sub(r"<(table|svg|button|ul|select)\b.*?</\1>", "", page, flags=re.DOTALL)
    found = re.findall(r'<p\b(?! class="loading")[^>]*>(.*?)</p>', ours, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", one)) for one in found]


def sentences(texts: list[str]) -> list[str]:
    """Whole sentences of at least four words, each once."""
    parts = (part for text in texts for part in re.split(r"(?<=[.?!])\s+", " ".join(text.split())))
    return list(dict.fromkeys(part for part in parts if len(words(part)) >= 4))


def words(sentence: str) -> list[str]:
    """Its words; a figure counts as one of one syllable, since it is seen and not spelled."""
    return re.findall(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*|\d[\d.,]*", sentence)


def syllables(word: str) -> int:
    return 1 if word[0].isdigit() else len(SYLLABLES.positions(word)) + 1


def grades(found: list[str]) -> tuple[float, float]:
    """Flesch-Kincaid grade and automated readability index of some sentences."""
    spoken = [word for sentence in found for word in words(sentence)]
    long = len(spoken) / len(found)
    by_syllables = 0.39 * long + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59
    by_letters = 0.5 * long + 4.71 * sum(map(len, spoken)) / len(spoken) - 21.43
    return by_syllables, by_letters


def parts() -> dict[str, list[str]]:
    texts = {name: paragraphs(story.story(View(), load(), sections=(name,))) for name in story.SECTIONS}
    texts["presets"] = [one["why"] for one in preset_words(load())]
    found = {name: sentences(found) for name, found in texts.items()}
    return {name: told for name, told in found.items() if len(told) >= 2}


def test_texts_of_known_grade():
    """A primer is easy, a sentence of long words is not; a tool that says otherwise measures nothing."""
    easy, hard = ["The cat sat on the mat."], ["Institutional considerations necessitate comprehensive documentation."]
    assert max(grades(easy)) < 2
    assert min(grades(hard)) > 16
    assert syllables("documentation") == 5


def test_no_part_of_the_page_is_hard_to_read_and_the_whole_needs_no_degree():
    found = parts()
    graded = {name: max(grades(sentences)) for name, sentences in found.items()}
    assert {"answer", "sentence", "about"} <= set(found)
    assert {name: grade for name, grade in graded.items() if grade > CEILING["part"]} == {}
    assert max(grades([sentence for sentences in found.values() for sentence in sentences])) <= CEILING["all"]
