"""Words for what is counted and varied: a line for each first metric, plurals, short names of long paths, what a month is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sim.errors import counted
from sim.metrics import named
from sim.metrics.stages import STAGES
from sim.scenario.schema import Notice

if TYPE_CHECKING:
    from sim.scenario.ledger import Input
    from sim.scenario.schema import Scenario

LINES = {
    "people.listed": "people listed",
    "people.accepted": "people accepted by the host",
    "people.arrived": "people who ever came",
    "arrival.first": "first arrival, from the start",
    "present.peak": "most people inside at one time",
    "places.occupancy": "usable places in use, on average",
    "full.chance": "chance that somebody finds no place free",
    "full.days": "time with all usable places taken",
    "wait.transfer.mean": "wait from acceptance to transfer, on average",
    "wait.place.mean": "wait for a place, on average",
    "stay.p50": "stay that half of the people do not exceed",
    "stay.p90": "stay that nine in ten people do not exceed",
    "stay.longest": "longest stay of anyone, so far",
    "limit.people": "people beyond the agreed limit",
    "breaches.people": "people for whom any safeguard is broken",
    "breaches.person_days": "days of people in breach of safeguards",
    "residual.horizon.people": "people inside at the horizon",
}
"""The metrics of the first table in words, in the order of the journey; those a scenario does not have are left out."""

RESERVED = {
    "full.chance": "chance that somebody must wait for a place they may use, here or with the sender",
    "full.days": "time with every usable place lived in",
}
"""The same where nobody is moved without a place of their own: nobody comes and finds none, they wait with the sender."""

INSIDE = {"people.arrived": "people who ever came or were inside at the start"}
"""The same where there are people in the hub at the start."""

NEVER_WAITED_FOR = "wait.place.mean"
"""Says nothing where a place is kept for everybody who is moved."""

ENGINES = {"simpy": "SimPy", "kernel": "the compiled engine"}
"""Engines by the names they have in commands and manifests."""

MONTHS = "A month is 30 days, a year 365."
CALENDAR = "A month is 30 days, a year 365; only people agreed per month and prices per month or year go by the calendar."
BY_CALENDAR = ("agreement.rate", "costs.")


def stage_words(stage: str, *scenarios: Scenario) -> str:
    """What a person lacks in a stage; of a notice that goes by another name (a sentence to serve, say) with that name."""
    hubs = [hub for scenario in scenarios for hub in scenario.hubs.values()]
    notices = dict.fromkeys(name for hub in hubs for name, clock in hub.clocks.items() if isinstance(clock, Notice) and name != "notice")
    return f"{STAGES[stage]} ({', '.join(notices)})" if stage == "notice" and notices else STAGES[stage]


def reserved(scenario: Scenario) -> bool:
    """Whether people are moved only when a place is kept for them."""
    return all(hub.policy.transfer_needs == "place" for hub in scenario.hubs.values())


def inside_at_start(scenario: Scenario) -> bool:
    """Whether there are people in the hub before the first arrival."""
    return any(stream.kind == "initial" for stream in scenario.demand.values())


def lines(*scenarios: Scenario) -> Mapping[str, str]:
    """The metrics of the first table in words that are true of all the scenarios."""
    kept = RESERVED if scenarios and all(map(reserved, scenarios)) else {}
    inside = INSIDE if any(map(inside_at_start, scenarios)) else {}
    return {metric: {**kept, **inside}.get(metric, words) for metric, words in LINES.items()}


def line(metric: str, scenario: Scenario) -> str:
    """A metric in few words."""
    safeguard = f"people for whom {metric.split('.')[1]} is broken" if metric.startswith("safeguard.") else ""
    return lines(scenario).get(metric) or safeguard or named(metric).meaning


def pairs(number: int) -> str:
    """`1 pair of replications`, `40 pairs of replications`."""
    return f"{counted(number, 'pair')} of replications"


def each(points: int, replications: int) -> str:
    """`24 points, 100 replications each`."""
    return f"{counted(points, 'point')}, {counted(replications, 'replication')} each"


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """The shortest ends of dotted names that tell them apart, of two words at least: `homes.places`, `lists.rate.2025-06-11`."""
    whole = list(paths)
    return {path: _shortest(path, [other for other in whole if other != path]) for path in whole}


def _shortest(path: str, others: list[str]) -> str:
    parts = path.split(".")
    last_word = max((n for n, part in enumerate(parts) if part[:1].isalpha()), default=0)
    for first in range(max(0, last_word - 1), -1, -1):
        end = ".".join(parts[first:])
        if not any(other == end or other.endswith(f".{end}") for other in others):
            return end
    return path


def months(scenario: Scenario) -> str:
    """What a month is, where the scenario speaks of months or years; else nothing."""
    return months_in(scenario.inputs)


def months_in(rows: Iterable[Input]) -> str:
    """The same of some of its values."""
    speaking = [row.name for row in rows if _speaks_of_months(row.text)]
    if not speaking:
        return ""
    return CALENDAR if any(name.startswith(BY_CALENDAR) for name in speaking) else MONTHS


def _speaks_of_months(text: str) -> bool:
    return any(word.strip("()").startswith(("month", "year")) for word in text.split())
