"""What no sentence of the project may say."""

import re

FORBIDDEN = {
    r"\b(?:will|won't|shall|'ll)\b": "a plan is not a fact to come",
    r"\b(?:is|are) going to\b": "a plan is not a fact to come",
    r"\bguarantees?\b": "nothing here is sure",
    r"\b(?:certainly|definitely|undoubtedly|surely|inevitabl\w+)\b": "nothing here is sure",
    r"\b(?:we|model|explorer) (?:predict|forecast|expect)s?\b": "it says what would follow, not what comes",
    r"(?<!most )(?<!equally )\b(?:likely|unlikely|probably)\b": "a chance needs its number",
}
"""Words that a conditional sentence does without, and why."""


def faults(text: str) -> list[str]:
    """What a text must not say, each with the reason; empty where it is in order. A question may ask what will be."""
    told = re.sub(r"[^.?!]*\?(?=\s|$)", " ", text)
    return [
        f"{found[0]!r}: {why}" for rule, why in FORBIDDEN.items() for found in re.finditer(rule, told, re.IGNORECASE)
    ]
