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
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from explorer.arguments import ANY_SCENARIO, TEXT, checked
from explorer.records import Parameter
from explorer.records.vocabulary import own_folder
from explorer.scenario.assumptions import SETTINGS as USUAL, Scenario, ScenarioError, installed
from explorer.scenario.distributions import Distribution, DistributionError, interval90, point, triangular, uniform
from explorer.seeds import Seeds, SeedsLike, load

MODEL_VERSION = 2
"""Raised whenever the same link would give other numbers: other equations, other draws, other site data."""

MAX_LENGTH = 4_000
TRAILING_MARKS = "*_.,;:!?)]}>'\"\u201d\u2019`"
"""Signs of the text around a link: none of ours ends with one, and programs take some of them for its end."""
OURS = re.compile("(?:^|[?&])(?:s|g|x|with)=")
"""Where a part of an address of the app begins."""
MOST_NAMED = 5
"""As many assumptions as a sentence names."""
LETTERS = {"p": point, "u": uniform, "t": triangular, "i": interval90}
NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,40})?(e-?\d{1,3})?", re.ASCII)
BEGINNING = re.compile(r"v?(\d{1,6})(?:~|$)", re.ASCII)
SETTINGS = {"seed": "s", "draws": "n", "horizon": "h", "as_of": "a", "co_movement": "c"}
"""The letters of all that is no assumption."""
PARSERS: dict[str, Any] = {"horizon": str, "as_of": str, "co_movement": float}
SETTING = re.compile(r"([snhac])([\d.e-]{0,30})", re.ASCII)
REMOVED = {"cb": "a budget for computing, which is now yearly spending over rent"}
"""What versions before this one set and this one does not have, in words that end a sentence."""


class LinkError(ScenarioError):
    """A link that cannot be opened, or a scenario that fits in none; the message is a sentence for readers."""


@checked(scenario=ANY_SCENARIO)
def link(scenario: Scenario) -> str:
    """The scenario as text: under 2,200 characters, every value exact, nothing that an address has to escape.

    Raises `LinkError` for one with a distribution of one's own, correlations or a path over time.

    >>> link(Scenario(seed=7)).partition("~")[2][:21]
    's7~n4096~h2035-12~a~c'
    """
    settings = _settings(scenario)
    known = scenario.seeds.parameters
    return "~".join([f"v{MODEL_VERSION}", *settings.values(), *(field_text(known[n], v) for n, v in scenario.items())])


def short_link(scenario: Scenario) -> str:
    """The same, but only what differs from the defaults.

    >>> short_link(Scenario(openai_share=0.3)), short_link(Scenario(draws=512))
    ('2~os_p_0.3', '2~n512')
    """
    settings = [text for name, text in _settings(scenario).items() if getattr(scenario, name) != USUAL[name]]
    known = scenario.seeds.parameters
    changed = (field_text(known[name], value) for name, value in scenario.changes().items())
    return "~".join([str(MODEL_VERSION), *settings, *changed])


def _settings(scenario: Scenario) -> dict[str, str]:
    for name in USUAL.keys() - SETTINGS.keys():
        if getattr(scenario, name):
            raise LinkError(f"A link cannot hold {name}; keep this scenario as code.")
    values = {name: getattr(scenario, name) for name in SETTINGS}
    return {name: f"{SETTINGS[name]}{'' if value is None else value}" for name, value in values.items()}


@checked(text=TEXT)
def from_link(text: str, *, seeds: SeedsLike = None) -> Scenario:
    """The scenario of a link, or of the address that the app copies, over the seeds of a folder (None: the installed).

    Warns where `read_link` has something to say about it. Raises `LinkError` with a sentence if it is not one.

    >>> from_link(link(Scenario(openai_share=0.3))).openai_share
    point(0.3)
    """
    scenario, notices = read_link(text, seeds=seeds)
    for notice in notices:
        warnings.warn(notice, stacklevel=3)
    return scenario


@checked(text=TEXT)
def read_link(text: str, *, seeds: SeedsLike = None) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario of a link, as `from_link` takes it, and sentences a reader should see with it.

    A long link of this version must hold every setting and parameter, once; a short one leaves out what is as it is by
    default. In one of another version, parameters that are new since then take their defaults and those that are gone
    are left out, and a sentence names them.

    Raises `LinkError` for anything that is not such a link or holds a value that the model does not allow.

    >>> read_link(link(Scenario()))[1], read_link("2~os_p_0.3")[0].openai_share
    ((), point(0.3))
    """
    seeds = installed() if seeds is None else load(seeds)
    elsewhere = OURS.search(unescaped(text)) and query_value(text, "d") != deal_part(seeds)
    sentences = [other_deal(seeds)] if elsewhere else []
    text = scenario_part(text)
    if len(text) > MAX_LENGTH:
        raise LinkError(f"This link is longer than {MAX_LENGTH:,} characters, so it cannot be one of ours.")
    whole, begins = text.startswith("v"), BEGINNING.match(text)
    if not begins or (whole and not all(f"~{letter}" in text for letter in "snha")):
        raise LinkError("This is not a link to a scenario, or its beginning is missing.")
    version = int(begins[1])
    given: dict[str, Any] = {}
    fields: list[str] = []
    for part in text[begins.end() :].split("~"):
        setting = SETTING.fullmatch(part)
        if setting is None:
            fields.append(part)
        elif setting[2]:
            name = next(name for name, letter in SETTINGS.items() if letter == setting[1])
            if name in given:
                raise LinkError(f"This link holds {name} twice.")
            try:
                given[name] = PARSERS.get(name, int)(setting[2])
            except ValueError:
                raise LinkError(f"This link cannot be read at {part!r}.") from None
    found, unknown = parse_fields("~".join(fields), seeds)
    other = version != MODEL_VERSION
    missing = [name for name in seeds.parameters if name not in found] if whole else []
    if not other and unknown:
        raise LinkError(f"This link holds {unknown[0]!r}, which is not a parameter of the model.")
    if not other and missing:
        raise LinkError(f"This link is not complete: {_named(missing, seeds)} missing.")
    if not other and whole and "co_movement" not in given:
        raise LinkError("This link is not complete: it does not say how closely assumptions move together.")
    if version == 1:
        given.setdefault("co_movement", 0)  # it knew none
    given.update(found, seeds=seeds)
    try:
        scenario = Scenario(**given)
    except ScenarioError as fault:
        raise LinkError(f"This link cannot be opened. {fault}") from fault
    return scenario, (*sentences, *(_version_notices(version, missing, unknown, seeds) if other else ()))


def unescaped(text: str) -> str:
    """An address as copied, without what mail and chat make of its signs.

    A space, a plus sign or a new line (of a quoted mail) stands for the sign between two fields where what follows
    looks like one; all other words are of a text around.

    >>> unescaped("2 os_p_0.3%0A> ut_p_0.9 of all")
    '2~os_p_0.3~ut_p_0.9 of all'
    """
    text = re.sub(r"[\s+]+(>[\s+>]*)?", " ", unquote(unescape(text.strip())))
    text = re.sub(r"(?<=[~=]) | (?=~)", "", text)
    # a number that was parted is none then, and refused; words after a version alone are refused too
    return re.sub(r"(?<=[\w.-]) (?=[\w.-]*\d|a\b)|(?<==\d) (?=\w)|(?<=^\d) (?=\w)", "~", text)


def query_value(text: str, name: str, without: str = "") -> str:
    """A part of an address as copied, without what mail and chat leave at its ends; ``without`` where there is none.

    >>> query_value("See https://app.example/?s=2~os_p_0.3&amp;g=delivered_gw~5.0~2028-12~0.5#two.", "g")
    'delivered_gw~5.0~2028-12~0.5'
    """
    found = re.search(rf"(?:^|[?&#\s]){name}=([^&#\s]*)", unescaped(text))
    return found[1].rstrip(TRAILING_MARKS) if found else without


def scenario_part(text: str) -> str:
    """The scenario of an address as copied, of the defaults where it has other parts alone."""
    alone = re.sub(r"^\W+|\s.*", "", unescaped(text)).rstrip(TRAILING_MARKS)
    return query_value(text, "s", str(MODEL_VERSION) if OURS.search(unescaped(text)) else alone)


def deal_part(seeds: Seeds) -> str:
    """What stands in an address for a deal of other parties than this project's own; empty for that."""
    parties = seeds.deal.buyer, seeds.deal.maker
    if seeds.is_own or parties == ((own := load(own_folder()).deal).buyer, own.maker):
        return ""
    return re.sub("[^A-Za-z0-9]+", "-", " ".join(parties)).strip("-") or "another"


def other_deal(seeds: Seeds) -> str:
    """What is said of an address that names another deal than that of these seeds."""
    return f"This link was made for another deal than that of {seeds.deal.buyer} and {seeds.deal.maker}."


def field_text(parameter: Parameter, value: Distribution) -> str:
    """One parameter as a field of a link: its short key, the letter of its kind, its numbers."""
    if value.kind[0] not in LETTERS:
        raise LinkError(f"A link cannot hold {parameter.parameter} as {value!r}; keep this scenario as code.")
    return "_".join([parameter.link_key, value.kind[0], *map(repr, value.numbers)])


def parse_fields(text: str, seeds: Seeds) -> tuple[dict[str, Distribution], list[str]]:
    """The parameters of the fields of a link, and the keys that stand for none. Raises `LinkError`."""
    found: dict[str, Distribution] = {}
    unknown: list[str] = []
    names = {parameter.link_key: name for name, parameter in seeds.parameters.items()}
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
            raise LinkError(f"This link cannot be opened. {name}: {fault}") from fault
        except TypeError:  # more numbers than its kind takes, or fewer
            raise LinkError(unread) from None
    return found, unknown


def _named(missing: list[str], seeds: Seeds) -> str:
    labels = [seeds.parameters[name].label for name in missing]
    return ", ".join(labels) if len(labels) <= MOST_NAMED else f"{', '.join(labels[:MOST_NAMED])} and other assumptions"


def _version_notices(version: int, missing: list[str], unknown: list[str], seeds: Seeds) -> Iterator[str]:
    made = f"This link was made with version {version} of the model and is opened with version {MODEL_VERSION}"
    yield f"{made}, so its numbers may differ from those it was made with."
    if missing:
        yield f"It says nothing about these, where the defaults stand: {_named(missing, seeds)}."
    if unknown:
        named = "; ".join(REMOVED.get(key, key) for key in unknown)
        yield f"What it sets and this version does not have is left out: {named}."
