"""What a claim can be about: each metric with its meaning, and the answers to those that are answered in a word.

An answer may imply others: whoever says "Ohio and Texas" also says "in the U.S.", while the other way round something
is left open.
"""

__all__ = ["ANSWERS", "DATASETS_OF", "METRICS", "SIGNED", "TOPICS", "UNITS_OF", "VERBS", "implies", "topic"]

_BY_DATASET: dict[str, dict[str, str]] = {
    "capacity": {
        "rack_rate": "AI racks a week",
        "rack_capacity": "racks that can be made in a period",
        "rack_shipments": "NVL72-class racks shipped",
        "rack_shipments_forecast": "NVL72-class racks foreseen to be shipped",
        "rack_shipments_growth": "growth of rack shipments over the period before",
        "rack_demand": "racks that buyers want in a period",
        "rack_deployment": "racks put to work in a week",
        "chip_shipments": "chip packages shipped in a period",
        "planned_power": "computing power planned",
        "planned_power_rate": "computing power to be added in a week",
        "contracted_power": "computing power under contract",
        "running_power": "computing power running",
        "running_chips": "chips running",
        "site_power": "power of a site, running or projected",
        "openai_share_of_racks": "share of Foxconn's racks that go to OpenAI",
        "us_share_of_racks": "share of Foxconn's racks made in the U.S.",
    },
    "investment": {
        "foxconn_investment": "money for AI or U.S. capacity",
        "foxconn_investment_years": "for how many years Foxconn's money is meant",
        "foxconn_site_investment": "money for one place of Foxconn's",
        "foxconn_spending": "money Foxconn has spent, or spends on everything",
        "openai_infrastructure_money": "money for OpenAI's computing plans",
        "contract_value": "worth of a supply contract",
        "site_cost": "cost of a site",
        "growth_of_spending": "growth of spending over the year before",
    },
    "agreement": {
        "rack_rate_whose": "whose racks a weekly figure counts",
        "partnership_content": "what the two companies do together",
        "announced_by": "who made the collaboration known",
        "purchase_obligation": "whether OpenAI has to buy",
        "financial_commitment": "whether OpenAI has to pay anything",
        "early_access": "whether OpenAI may evaluate the systems early",
        "purchase_option": "whether OpenAI may buy",
        "supplier_from": "from when Foxconn supplies OpenAI",
        "rack_order": "racks that OpenAI has ordered from Foxconn",
        "racks_made_where": "where the racks are made",
        "components_made_where": "where components, not named one by one, are made",
        "cabling_made_where": "where the cabling is made",
        "networking_made_where": "where the networking equipment is made",
        "power_made_where": "where the power systems are made",
        "cooling_made_where": "where the cooling systems are made",
        "rack_generations": "how many rack generations are designed at a time",
        "roadmap_sharing": "whether OpenAI's plans guide the design",
        "domestic_sourcing": "what is to be bought from U.S. suppliers",
        "local_test_assembly": "what is to be done in the U.S. after manufacture",
        "rack_design_us": "whether racks are designed for manufacture in the U.S.",
        "tech_day": "what was made known at Foxconn's Tech Day",
        "tech_day_partners": "partners named for Tech Day",
        "equity": "whether shares change hands",
        "india": "what it means for India",
        "openai_other_suppliers": "OpenAI's other suppliers of chips and computing",
        "stargate": "what Stargate is",
        "broadcom_part": "who does what in OpenAI's programme with Broadcom",
        "stated_aim": "what a party or an article says it is for",
        "goal": "a strategic goal that an article lists",
        "risk": "a risk that an article lists",
        "market_effect": "what an article expects of markets",
    },
    "timeline": {
        "announcement_date": "day of the announcement",
        "first_delivery": "when the first racks reach OpenAI",
        "deployment_start": "when putting racks to work begins",
        "deployment_end": "when putting racks to work ends",
        "production_start": "when a rack goes into production",
        "filing": "papers filed for an offering of shares",
    },
    "context": {
        "utilisation": "racks shipped for each rack of claimed capability",
        "rack_power": "power of one rack",
        "facility_power_per_rack": "power a site holds ready for one rack",
        "it_power_per_chip": "computing power for one chip package",
        "facility_power_per_chip": "site power for one chip package",
        "server_overhead": "power of servers over power of the chips in them",
        "it_overhead": "power of all computing equipment over power of its servers",
        "facility_overhead": "peak power of a site over power of its computing equipment",
        "rack_price": "price of one rack",
        "part_price": "price of a part of one rack",
        "rack_mass": "weight of one rack",
        "capex_per_gw": "cost of a gigawatt",
        "gigawatt_year": "cost of a gigawatt for a year, owned or hired",
        "capex_share": "share of a part in the cost of a gigawatt",
        "chips_per_rack": "chip packages in one rack",
        "chips_per_site": "chip packages for a programme or site",
        "build_time": "time from the first works to power",
        "fit_out_time": "time from a finished building to running computers",
        "assembly_time": "time to put a part together",
        "wait_time": "time that equipment or a grid connection takes",
        "site_slip": "delay of projected site power between two editions of the same table",
        "market_share": "share of a market",
        "content_share": "share of a rack's parts that its maker makes itself",
        "revenue": "revenue",
        "revenue_share": "share of revenue",
        "jobs": "jobs",
        "electricity_use": "electricity used in a year",
        "power_under_construction": "power of data centres being built",
        "power_demand": "power drawn by all data centres",
        "regional_base": "which region makes most",
        "data_quality": "a slip in a source that a reader should know of",
    },
}
METRICS = {metric: meaning for metrics in _BY_DATASET.values() for metric, meaning in metrics.items()}
"""What a claim may be about, with its meaning."""

DATASETS_OF = {metric: {dataset} for dataset, metrics in _BY_DATASET.items() for metric in metrics}
"""The datasets that a claim about something may stand in."""
DATASETS_OF["market_share"].add("agreement")

_MONEY = (
    "foxconn_investment foxconn_site_investment foxconn_spending openai_infrastructure_money contract_value site_cost"
)
_IN_UNIT = {
    "racks/week": "rack_rate rack_deployment",
    "racks": "rack_capacity rack_shipments rack_shipments_forecast rack_demand rack_order",
    "chips": "chip_shipments running_chips chips_per_rack chips_per_site",
    "H100-equivalents": "running_chips chips_per_site",
    "GW": "planned_power contracted_power running_power site_power power_under_construction power_demand",
    "GW/week": "planned_power_rate",
    "USD": f"{_MONEY} revenue part_price",
    "USD/year": f"{_MONEY} revenue",
    "TWD": f"{_MONEY} revenue",
    "kW/rack": "rack_power facility_power_per_rack",
    "W/chip": "it_power_per_chip facility_power_per_chip",
    "USD/rack": "rack_price part_price",
    "USD/GW": "capex_per_gw",
    "USD/GW, facility": "capex_per_gw",
    "USD/GW/yr": "gigawatt_year",
    "ratio": "server_overhead it_overhead facility_overhead utilisation",
    "share": "utilisation capex_share market_share content_share revenue_share openai_share_of_racks us_share_of_racks "
    "growth_of_spending rack_shipments_growth",
    "share of all": "openai_share_of_racks us_share_of_racks",
    "months": "build_time fit_out_time assembly_time wait_time site_slip",
    "minutes": "assembly_time",
    "t": "rack_mass",
    "jobs": "jobs",
    "TWh/year": "electricity_use",
}
UNITS_OF: dict[str, tuple[str, ...]] = {
    metric: tuple(unit for unit, named in _IN_UNIT.items() if metric in named.split())
    for metric in METRICS
    if any(metric in named.split() for named in _IN_UNIT.values())
}
"""The units of what is measured; a metric that is not here may take any."""

SIGNED = ("rack_shipments_growth", "growth_of_spending", "site_slip")
"""What can be below nothing; a growth can also be more than all."""

TOPICS = {
    "racks": (
        "rack_rate",
        "rack_capacity",
        "rack_shipments",
        "rack_shipments_forecast",
        "rack_demand",
        "rack_deployment",
    ),
    "gigawatts": ("planned_power", "contracted_power", "running_power", "site_power"),
    "Foxconn's money": ("foxconn_investment", "foxconn_site_investment", "foxconn_spending"),
    "OpenAI's money": ("openai_infrastructure_money", "contract_value"),
}
"""Metrics that a reader would lay side by side, whether or not they can be compared; the others stand alone."""

VERBS = {
    "rack_rate": ("make", "makes", "made"),
    "rack_capacity": ("make", "makes", "made"),
    "rack_shipments": ("ship", "ships", "shipped"),
    "planned_power": ("build", "builds", "built"),
    "contracted_power": ("build", "builds", "built"),
    "running_power": ("run on", "runs on", "run on"),
    "foxconn_investment": ("invest", "invests", "invested"),
    "foxconn_site_investment": ("invest", "invests", "invested"),
    "foxconn_spending": ("spend", "spends", "spent"),
    "openai_infrastructure_money": ("spend", "spends", "spent"),
    "contract_value": ("spend", "spends", "spent"),
    "purchase_option": ("buy", "buys", "bought"),
}
"""What a party does with the figures of a metric: to do it, it does it, it has done it."""

_WHERE = {
    "us_ohio_texas": ("in the U.S., in states such as Ohio and Texas", ("us",)),
    "us_ohio": ("in the U.S., most likely in Ohio", ("us",)),
    "us": ("in the U.S.", ("in_scope",)),
    "in_scope": ("part of it; where it is made is left open", ()),
}

ANSWERS: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "rack_rate_whose": {
        "company": ("the company's; place not stated", ()),
        "us_plants": ("those of its U.S. plants", ("company",)),
    },
    "partnership_content": {
        "co_design_and_make": ("designing together and making in the U.S.", ("co_design",)),
        "co_design": ("designing together; U.S. manufacture is prepared", ()),
    },
    "announced_by": {
        "both": ("both companies", ("openai",)),
        "openai": ("OpenAI", ()),
    },
    "purchase_obligation": {
        "none": ("no obligation", ("none_guaranteed", "none_immediate")),
        "none_guaranteed": ("no purchase guaranteed or binding", ()),
        "none_immediate": ("no obligation for now", ()),
    },
    "financial_commitment": {
        "none": ("no payment", ("none_immediate",)),
        "none_immediate": ("no payment for now", ()),
    },
    "early_access": {"yes": ("yes, to evaluate them", ())},
    "purchase_option": {
        "option": ("yes, an option", ("possible",)),
        "possible": ("perhaps", ()),
    },
    "supplier_from": {
        "immediate": ("at once", ()),
        "later_option": ("later, if OpenAI takes up its option", ("later_if_at_all",)),
        "later_if_at_all": ("later, if at all", ()),
    },
    "racks_made_where": _WHERE,
    "components_made_where": _WHERE,
    "cabling_made_where": _WHERE,
    "networking_made_where": _WHERE,
    "power_made_where": _WHERE,
    "cooling_made_where": _WHERE,
    "rack_generations": {"parallel": ("several side by side", ())},
    "roadmap_sharing": {"yes": ("yes", ())},
    "domestic_sourcing": {
        "chipsets_too": ("key components, chipsets among them", ("more",)),
        "more": ("more than today", ()),
    },
    "local_test_assembly": {
        "test_and_assembly": ("testing and assembly", ("assembly",)),
        "assembly": ("assembly", ()),
    },
    "rack_design_us": {"yes": ("yes", ())},
    "equity": {"none_immediate": ("not for now", ())},
    "announcement_date": {
        "20_november_2025": ("20 November 2025", ("20_november", "late_november_2025")),
        "20_november": ("20 November, no year given", ()),
        "late_november_2025": ("late November 2025", ()),
    },
}
"""For metrics answered in a word: answer -> (how a reader sees it, the answers that follow from it)."""


def implies(metric: str, stronger: str, weaker: str) -> bool:
    """Whether one answer says all that another says.

    >>> implies("racks_made_where", "us_ohio_texas", "in_scope")
    True
    >>> implies("racks_made_where", "us", "us_ohio_texas")
    False
    """
    known = ANSWERS.get(metric, {})
    follows = known.get(stronger, ("", ()))[1]
    return stronger == weaker or any(implies(metric, answer, weaker) for answer in follows)


def topic(metric: str) -> tuple[str, ...]:
    """The metrics of the same topic, this one among them.

    >>> topic("running_power")
    ('planned_power', 'contracted_power', 'running_power', 'site_power')
    """
    return next((metrics for metrics in TOPICS.values() if metric in metrics), (metric,))
