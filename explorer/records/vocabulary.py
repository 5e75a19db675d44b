"""The words that records may use, each with what it means.

A word that is not here is a fault in ``seeds/``. Add a word only with its meaning: the data dictionary prints these
lists. What a claim can be about, and the worded answers, are in `explorer.records.topics`.
"""

TIERS = {
    "seed": "one of the five articles this project started from",
    "primary": "a party's own publication",
    "wire": "a news agency, or a page that carries its report",
    "trade": "trade or general press with its own reporting",
    "analyst": "an analyst's figures, seen second-hand",
    "aggregator": "a rewrite of other reports, to be used with care",
    "dataset": "a maintained data set",
    "ours": "arithmetic of this project on other claims",
    "unseen": "named by another source, its text not seen",
}

DATASETS = {
    "capacity": "racks, and gigawatts of racks, chips or sites",
    "investment": "money spent, planned or contracted",
    "agreement": "what the parties agreed: scope, design, obligations, goals, risks",
    "timeline": "when something was announced, starts or ends",
    "context": "figures that parameters and series lean on: rack power, prices, overheads, durations",
}

BOUNDS = {
    "exact": "one number, stated without reserve: low, central and high are all that number",
    "about": "one number, stated as approximate: central only",
    "range": "two ends, low and high",
    "up_to": "nothing above high; says nothing of the middle",
    "at_least": "nothing below low",
    "direction": "more or less than before, no number",
    "none": "no number is part of the claim",
}

BASES = {
    "rate": "per unit of time, as a pace",
    "annual": "an amount for each year",
    "total": "an amount in all",
    "stock": "what exists, or is to exist, at a date",
    "share": "part of a whole, or a ratio of two amounts",
    "per_unit": "for each rack, gigawatt or chip",
    "duration": "a length of time",
    "unstated": "an amount whose period or kind the source does not give",
    "none": "no amount is part of the claim",
}

LADDER = ("rumour", "reported", "option", "goal", "plan", "commitment", "contract", "capability", "output", "delivered")
"""The statuses in order, from the least to the most that can be relied on."""

STATUSES = {
    "rumour": "said without a named source",
    "reported": "reported by a named publication, not confirmed by the party",
    "option": "may be done, without being bound",
    "goal": "aimed for",
    "plan": "said to be going to happen",
    "commitment": "promised by the party",
    "contract": "signed between parties",
    "capability": "can be done",
    "output": "is being done",
    "delivered": "has been done or has happened",
    "estimate": "somebody's estimate, beside the ladder",
    "specification": "a property by design, beside the ladder",
}

STATUS_WORDS = {
    "rumour": "a rumour",
    "reported": "reported, not confirmed",
    "option": "an option",
    "goal": "a goal",
    "plan": "a plan",
    "commitment": "a commitment",
    "contract": "a contract",
    "capability": "what can be done",
    "output": "what is being done",
    "delivered": "what has been done",
    "estimate": "an estimate",
    "specification": "a property by design",
}
"""Each status as a noun, as it stands in a sentence: "one is a plan, the other what can be done"."""

PHRASES = {
    "rumour": "is said to {do} {what}",
    "reported": "is reported to {do} {what}",
    "option": "has an option to {do} {what}",
    "goal": "aims for {what}",
    "plan": "plans to {do} {what}",
    "commitment": "promises to {do} {what}",
    "contract": "has signed for {what}",
    "capability": "says it can {do} {what}",
    "output": "says it {does} {what}",
    "delivered": "says it has {done} {what}",
    "estimate": "is put at {what}",
    "specification": "is designed for {what}",
}
"""Each status as what a party does: "says it can make 1,000 racks a week". The verbs are in `topics`."""


def rung(status: str) -> int:
    """How high a status stands on the ladder: rumour 1 to delivered 10, and 0 for what stands beside it.

    >>> rung("rumour"), rung("plan"), rung("delivered"), rung("estimate")
    (1, 5, 10, 0)
    """
    return LADDER.index(status) + 1 if status in LADDER else 0


SCOPES = {
    "world": "worldwide",
    "us": "in the United States",
    "us_sites": "hardware for data centres in the United States",
    "industry": "all makers together",
    "site": "one named site",
    "it_power": "power at the computers",
    "facility_power": "site power, cooling and losses included",
    "power_unstated": "IT or facility power not stated",
    "rack": "one rack or one type of rack",
    "deal": "the collaboration of OpenAI and Foxconn",
    "openai": "OpenAI as a whole",
    "nvidia_chips": "in whatever machine they go into",
    "unstated": "place not stated",
}

PRECISIONS = {
    "day": "known to the day",
    "month": "known to the month",
    "quarter": "known to the quarter",
    "half": "known to the half-year",
    "year": "known to the year",
    "vague": "between two dates that words such as 'late November' suggest",
    "undated": "the document carries no date",
}

KINDS = {
    "happened": "has taken place",
    "announced": "was made known",
    "planned": "is said to take place",
    "target": "is aimed for",
}

POINT_KINDS = {
    "count": "counted by somebody",
    "estimate": "estimated, or worked out from other figures",
    "projection": "foreseen for a day to come",
}

ORIGINS = {
    "claims": "the claims named beside it set these figures",
    "ours": "our assumption; claims named beside it only inform it",
}

GROUPS = ("Share", "Production", "Rack", "Deployment", "Money")

DISTRIBUTIONS = {
    "point": "one value: low, central and high are equal",
    "uniform": "each value between low and high equally likely; no central value",
    "triangular": "absolute ends low and high, most likely value central",
    "interval90": "nine in ten between low and high, median central",
}

UNITS = {
    "racks/week": "racks a week",
    "racks": "racks",
    "GW": "gigawatts",
    "GW/yr, facility": "gigawatts of site power a year",
    "USD": "whole U.S. dollars",
    "USD/year": "whole U.S. dollars a year",
    "kW/rack": "kilowatts a rack",
    "USD/rack": "whole U.S. dollars a rack",
    "USD/GW": "whole U.S. dollars a gigawatt",
    "USD/GW, facility": "whole U.S. dollars a gigawatt of site power",
    "months": "months",
    "share": "0 to 1",
    "USD/GW/yr": "whole U.S. dollars a year for a gigawatt",
    "USD/GW/yr, facility": "whole U.S. dollars a year for a gigawatt of site power",
    "share of all": "0 to 1, of all racks worldwide",
    "share/yr": "0 to 1 a year",
    "ratio": "one amount divided by another of the same kind",
    "chips": "chip packages",
    "jobs": "jobs",
    "TWD": "New Taiwan dollars",
    "TWh/year": "terawatt-hours a year",
    "GW/week": "gigawatts a week",
    "W/chip": "watts a chip package",
    "H100-equivalents": "as many H100 chips as do the same work",
    "t": "tonnes",
    "minutes": "minutes",
}

BASIS_OF = {
    **dict.fromkeys(("racks/week", "GW/week"), "rate"),
    **dict.fromkeys(("USD/year", "TWh/year"), "annual"),
    **dict.fromkeys(("kW/rack", "USD/rack", "USD/GW", "USD/GW, facility", "W/chip"), "per_unit"),
    **dict.fromkeys(("share", "share of all"), "share"),
    "months": "duration",
}
"""The basis of figures in units that leave no other."""

MOST = 1e15
"""No figure of a claim or series is larger, whatever its unit."""

FIGURES = {
    "exact": {"low", "central", "high"},
    "about": {"central"},
    "range": {"low", "high"},
    "up_to": {"high"},
    "at_least": {"low"},
    "direction": set[str](),
    "none": set[str](),
}
"""Which figures go with each bound."""

SCORES = {
    "met": "it has happened, and the evidence says so",
    "missed": "its day has passed without it, or it was given up",
    "open": "its day has not come, or it has none, and we found no sign that it has happened",
    "not-resolvable": "what we found cannot decide it: its day has passed unseen, or it names none that could pass",
}
"""What the scorecard says of a target."""

LAYERS = {
    "whole": "OpenAI as a whole",
    "chips": "chips",
    "racks": "racks",
    "buildings": "buildings",
    "payers": "cloud contracts",
}
"""Where the same gigawatts can be counted, and how a reader sees the layer."""

STATES = {
    "running": "with power, by the latest count",
    "contracted": "signed or promised by a party",
    "planned": "aimed for, planned, projected or an option",
}
"""How far the gigawatts of a layer have come."""

FOUND = {
    "declared": "the source or we, from its text, name the occasion",
    "same figures": "found: a better or an earlier source has the same figures for the same thing",
    "itself": "the source's own view, count or arithmetic, or no origin was found",
}
"""How the origin of a claim is known."""

DRIFTS = {
    "quotation": "one person's words, given differently by two sources",
    "verb": "one page's words for one matter, stronger in one place than in another",
}
"""What kind of difference two wordings make."""

CHECKS = {
    "right": "held against its source: nothing had to be changed",
    "mended": "held against its source: something was wrong or missing and is right now",
    "not-reachable": "its source could not be read again",
}
"""What a review of a claim found."""

CHECK_WORDS = {"right": "right", "mended": "mended", "not-reachable": "its source could not be read again"}
"""The same as a reader sees it behind the day."""

SIZES = {
    "multibillion-dollar": "is no number: it says billions, more than one, and leaves open how many",
}
"""Words that sound like a number: what each means and does not. A claim with such a word has this as its note."""

POWERS = {
    "it": "power of the computers",
    "facility": "power of the site, cooling and losses included",
    "not stated": "the source does not say which power it means",
}
"""Which power gigawatts are."""
