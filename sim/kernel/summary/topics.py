"""The compiled summary: what each topic of `sim.metrics` reads, from the memory in which a run has just ended.

A topic has the name and the functions of its twin in `sim.metrics`: `lay` lays down, once for a scenario, where its readings go and what
it has to know; `measure` is compiled. Where the twin adds floats the order is the same, so that both say the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.summary import (
    agreement,
    costs,
    daily,
    funnel,
    hubs,
    legal,
    levels,
    outcomes,
    presence,
    safeguards,
    separation,
    services,
    stages,
    stays,
    survival,
    teams,
    waits,
)
from sim.kernel.summary.columns import gather
from sim.kernel.summary.readings import Readings
from sim.metrics.registry import metrics


class Topic(IntEnum):
    """Places of the rows of what is read: curves, days, then the topics in the order of `LAID`, last what many of them read."""

    SURVIVAL = 0
    DAILY = 1
    OUTCOMES = 2
    SAFEGUARDS = 3
    WAITS = 4
    STAYS = 5
    AGREEMENT = 6
    STAGES = 7
    FUNNEL = 8
    LEGAL = 9
    SERVICES = 10
    PRESENCE = 11
    SEPARATION = 12
    TEAMS = 13
    HUBS = 14
    COSTS = 15
    LEVELS = 16


LAID: dict[str, Callable[[Readings], int]] = {
    "outcomes": outcomes.lay,
    "safeguards": safeguards.lay,
    "waits": waits.lay,
    "stays": stays.lay,
    "agreement": agreement.lay,
    "stages": stages.lay,
    "funnel": funnel.lay,
    "legal": legal.lay,
    "services": services.lay,
    "presence": presence.lay,
    "separation": separation.lay,
    "teams": teams.lay,
    "hubs": hubs.lay,
    "costs": costs.lay,
}
"""Topics by the name of their twin in `sim.metrics`."""


def lay(readings: Readings) -> int:
    """Place of the row from which `summarise` learns what to read."""
    topics = [lay_topic(readings) for lay_topic in LAID.values()]
    readings.daily = daily.lay(readings)
    return readings.row([survival.lay(readings, metrics(readings.scenario)), readings.daily, *topics, levels.lay(readings)])


@compiled
def summarise(m, row):  # type: ignore[no-untyped-def]
    """Put every reading in its place, after `run`."""
    gather(m)
    levels.make_levels(m, m[row + Topic.LEVELS])
    outcomes.measure(m, m[row + Topic.OUTCOMES])
    safeguards.measure(m, m[row + Topic.SAFEGUARDS])
    waits.measure(m, m[row + Topic.WAITS])
    stays.measure(m, m[row + Topic.STAYS])
    agreement.measure(m, m[row + Topic.AGREEMENT])
    stages.measure(m, m[row + Topic.STAGES])
    funnel.measure(m, m[row + Topic.FUNNEL])
    legal.measure(m, m[row + Topic.LEGAL])
    services.measure(m, m[row + Topic.SERVICES])
    presence.measure(m, m[row + Topic.PRESENCE])
    separation.measure(m, m[row + Topic.SEPARATION])
    teams.measure(m, m[row + Topic.TEAMS])
    hubs.measure(m, m[row + Topic.HUBS])
    costs.measure(m, m[row + Topic.COSTS])
    survival.measure(m, m[row + Topic.SURVIVAL])
    daily.measure(m, m[row + Topic.DAILY])
