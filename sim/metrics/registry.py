"""Every number that is reported, in one place and in the order in which it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import product

from sim.metrics import (
    agreement,
    costs,
    funnel,
    hubs,
    legal,
    outcomes,
    presence,
    safeguards,
    separation,
    services,
    stages,
    stays,
    teams,
    waits,
)
from sim.metrics.metric import Metric, Readings
from sim.metrics.view import EXITS, View
from sim.scenario.remembered import remembered
from sim.scenario.schema import Scenario

TOPICS: tuple[tuple[tuple[Metric, ...], Callable[[View], Readings]], ...] = tuple(
    (topic.METRICS, topic.measure)
    for topic in (outcomes, funnel, agreement, presence, separation, stays, waits, stages, teams, services, legal, safeguards, costs, hubs)
)
"""What each topic reports, and how it is read from a record."""

REGISTRY: tuple[Metric, ...] = tuple(metric for metrics, _ in TOPICS for metric in metrics)
"""Every metric; a name with braces stands for a family that a scenario expands."""

NAMES: dict[str, Callable[[Scenario], Iterable[str]]] = {
    "declined_for": lambda scenario: outcomes.DECLINED_FOR,
    "stage": funnel.stages,
    "filter": funnel.filters,
    "loss": funnel.losses,
    "outcome": lambda scenario: outcomes.AFTER_BOARDING,
    "exit": lambda scenario: EXITS,
    "hub": lambda scenario: scenario.hubs,
    "pool": lambda scenario: (name for hub in scenario.hubs.values() for name in hub.pools),
    "with_rooms": separation.with_rooms,
    "team": teams.team_names,
    "staffed": teams.staffed_names,
    "service": lambda scenario: scenario.services,
    "inbound": services.inbound,
    "period": legal.period_names,
    "safeguard": lambda scenario: scenario.safeguards,
    "awaited": safeguards.awaited,
    "class": stays.class_names,
    "destination": stays.destination_names,
    "currency": costs.currencies,
    "item": costs.items,
    "month": costs.month_names,
}
"""What the word in braces stands for."""

BRACES = re.compile(r"\{(\w+)\}")


@remembered
def metrics(scenario: Scenario) -> tuple[Metric, ...]:
    """Every metric of a scenario, families expanded, in the order of the registry."""
    return tuple(member for metric in REGISTRY if metric.applies(scenario) for member in _members(metric, scenario))


def _members(metric: Metric, scenario: Scenario) -> list[Metric]:
    families = BRACES.findall(metric.name)
    names = product(*(NAMES[family](scenario) for family in families))
    return [_member(metric, tuple(zip(families, chosen, strict=True))) for chosen in names] if families else [metric]


@lru_cache(maxsize=4096)
def _member(metric: Metric, chosen: tuple[tuple[str, str], ...]) -> Metric:
    words = dict(chosen)
    return replace(metric, name=metric.name.format(**words), unit=metric.unit.format(**words))


@lru_cache(maxsize=4096)
def named(name: str) -> Metric:
    """The metric of a full name such as `team.nurse.use`.

    Raises
    ------
    KeyError
        No metric has this name.
    """
    for pattern, metric in _patterns():
        match = pattern.fullmatch(name)
        if match:
            return _member(metric, tuple(match.groupdict().items())) if match.groups() else metric
    raise KeyError(name)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], Metric], ...]:
    return tuple(
        (re.compile(BRACES.sub(r"(?P<\1>.+)", re.escape(metric.name).replace(r"\{", "{").replace(r"\}", "}"))), metric)
        for metric in REGISTRY
    )
