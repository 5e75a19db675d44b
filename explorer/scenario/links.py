"""A scenario as a piece of text for an address, and back, without loss.

The text is a version, the settings and every parameter, separated by ``~``::

    v2~s0~n4096~h2035-12~a~c0.5~rs_p_1000.0~rt_u_1000.0_2000.0~...

``v`` model version, ``s`` seed, ``n`` draws, ``h`` horizon, ``a`` as-of date (empty: none), ``c`` co-movement (version
1 had none: 0); then for each parameter its ``link_key``, the first letter of its kind and its numbers as ``repr``
writes them. Only letters, digits and ``- . _ ~`` occur, which no browser, mail program or query string rewrites
(``repr`` writes a plus sign only from 1e16 on, far above every bound).
"""

import re
import warnings
from html import unescape
from urllib.parse import unquote

from explorer.arguments import checked
from explorer.scenario.assumptions import CO_MOVEMENT, Scenario, ScenarioError, table
from explorer.scenario.distributions import Distribution, DistributionError, interval90, point, triangular, uniform

MODEL_VERSION = 2
"""Raised whenever the same link would give other numbers: other equations, other draws, other site data."""

MAX_LENGTH = 4_000
AROUND = "*_.,;:!?)]}>'\"\u201d\u2019`"
"""Signs of the text around a link: none of ours ends with one, and programs take some of them for its end."""
NAMED = 5
"""As many assumptions as a sentence names."""
LETTERS = {"p": point, "u": uniform, "t": triangular, "i": interval90}
NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,40})?(e-?\d{1,3})?", re.ASCII)
HEAD = re.compile(r"v(\d{1,6})~s(\d{1,10})~n(\d{1,6})~h([\d-]{7})~a([\d-]{10})?(?:~c([\d.e-]{1,30}))?", re.ASCII)
GONE = {"cb": "a budget for computing, which is now yearly spending over rent"}
"""What versions before this one set and this one does not have, in words that end a sentence."""


class LinkError(ScenarioError):
    """A link that cannot be opened; the message is a sentence for readers."""


@checked()
def link(scenario: Scenario) -> str:
    """The scenario as text: under 2,000 characters, every value exact, nothing that an address has to escape.

    >>> link(Scenario(seed=7)).partition("~")[2][:21]
    's7~n4096~h2035-12~a~c'
    """
    head = f"v{MODEL_VERSION}~s{scenario.seed}~n{scenario.draws}~h{scenario.horizon}~a{scenario.as_of or ''}"
    head += f"~c{scenario.co_movement!r}"
    return "~".join([head, *(written(name, value) for name, value in scenario.items())])


def from_link(text: str) -> Scenario:
    """The scenario of a link, or of the address that the app copies.

    Warns where `read_link` has something to say about it. Raises `LinkError` with a sentence if it is not one.

    >>> from_link(link(Scenario(openai_share=0.3))).openai_share
    point(0.3)
    """
    scenario, notices = read_link(text)
    for notice in notices:
        warnings.warn(notice, stacklevel=2)
    return scenario


def read_link(text: str) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario of a link, as `from_link` takes it, and sentences a reader should see with it.

    A link of this version must hold every parameter, once. In one of another version, parameters that are new since
    then take their defaults and those that are gone are left out, and a sentence names them.

    Raises `LinkError` for anything that is not such a link or holds a value that the model does not allow.

    >>> read_link(link(Scenario()))[1]
    ()
    """
    if not isinstance(text, str):
        raise LinkError("A link is text.")
    text = scenario_part(text)
    if len(text) > MAX_LENGTH:
        raise LinkError(f"This link is longer than {MAX_LENGTH:,} characters, so it cannot be one of ours.")
    match = HEAD.match(text)
    if not match or text[match.end() : match.end() + 1] not in ("", "~"):
        raise LinkError("This is not a link to a scenario, or its beginning is missing.")
    version, seed, draws, horizon, as_of, together = match.groups()
    found, unknown = fields_of(text[match.end() + 1 :])
    other = int(version) != MODEL_VERSION
    missing = [name for name in table() if name not in found]
    if not other and unknown:
        raise LinkError(f"This link holds {unknown[0]!r}, which is not a parameter of the model.")
    if not other and missing:
        raise LinkError(f"This link is not complete: {_named(missing)} missing.")
    if not other and together is None:
        raise LinkError("This link is not complete: it does not say how closely assumptions move together.")
    if together is not None and not NUMBER.fullmatch(together):
        raise LinkError(f"This link cannot be read at {together!r}.")
    # version 1 knew no co-movement
    moved = float(together) if together else 0.0 if int(version) == 1 else CO_MOVEMENT
    try:
        scenario = Scenario(seed=int(seed), draws=int(draws), horizon=horizon, as_of=as_of, co_movement=moved, **found)
    except ScenarioError as fault:
        raise LinkError(f"This link cannot be opened. {fault}", fault.parameter) from fault
    return scenario, _version_notices(int(version), missing, unknown) if other else ()


def scenario_part(text: str) -> str:
    """The scenario of an address as copied: whole or in part, with what mail and chat leave at its ends."""
    plain = unquote(unescape(text.strip()))
    found = re.search(r"(?:^|[?&#\s])s=([^&#\s]*)", plain) or re.search(r"^\W*(\S*)", plain)
    return found[1].rstrip(AROUND) if found else ""


def written(name: str, value: Distribution) -> str:
    """One parameter as a field of a link: its short key, the letter of its kind, its numbers."""
    return "_".join([table()[name].link_key, value.kind[0], *map(repr, value.numbers)])


def fields_of(text: str) -> tuple[dict[str, Distribution], list[str]]:
    """The parameters of the fields of a link, and the keys that stand for none. Raises `LinkError`."""
    found: dict[str, Distribution] = {}
    unknown: list[str] = []
    names = {parameter.link_key: name for name, parameter in table().items()}
    for field in text.split("~") if text else ():
        key, letter, *numbers = field.split("_") if field.count("_") >= 2 else (field, "")
        name = names.get(key)
        if name is None:
            unknown.append(key[:20])
            continue
        if name in found:
            raise LinkError(f"This link holds {name} twice.")
        unread = f"This link cannot be read at {name}: {field[:60]!r}."
        if letter not in LETTERS or not all(NUMBER.fullmatch(number) for number in numbers):
            raise LinkError(unread)
        try:
            found[name] = LETTERS[letter](*map(float, numbers))
        except DistributionError as fault:
            raise LinkError(f"This link cannot be opened. {name}: {fault}", name) from fault
        except TypeError:  # more numbers than its kind takes, or fewer
            raise LinkError(unread) from None
    return found, unknown


def _named(missing: list[str]) -> str:
    labels = [table()[name].label for name in missing]
    return ", ".join(labels) if len(labels) <= NAMED else f"{', '.join(labels[:NAMED])} and other assumptions"


def _version_notices(version: int, missing: list[str], unknown: list[str]) -> tuple[str, ...]:
    made = f"This link was made with version {version} of the model and is opened with version {MODEL_VERSION}"
    sentences = [f"{made}, so its numbers may differ from those it was made with."]
    if missing:
        sentences.append(f"It says nothing about these, where the defaults stand: {_named(missing)}.")
    if unknown:
        named = "; ".join(GONE.get(key, key) for key in unknown)
        sentences.append(f"What it sets and this version does not have is left out: {named}.")
    return tuple(sentences)
