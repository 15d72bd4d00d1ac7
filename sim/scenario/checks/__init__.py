"""Contradictions and warnings: what no value alone can show. Each check is a function from a scenario to faults, in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.errors import Fault
from sim.scenario.checks import (
    amounts,
    classes,
    costs,
    forecast,
    lookalikes,
    luck,
    names,
    outside,
    overlaps,
    people,
    rules,
    safeguard_limits,
    safeguards,
    staffing,
)
from sim.scenario.checks.case import Case

Check = Callable[[Case], Iterator[Fault]]

CONTRADICTIONS: tuple[Check, ...] = (
    names.classes,
    names.destinations,
    names.teams,
    names.clocks,
    names.pools,
    names.services,
    names.acts,
    names.rounds,
    overlaps.certain,
    names.safeguards,
    names.roads,
    luck.hashes,
    people.housed,
    people.routed,
    people.reached,
    people.fits_pool,
    people.fits_reception,
    people.fits_seats,
    people.fits_agreement,
    people.fits_escorts,
    people.reserves,
    people.census_room,
    classes.shared_rooms,
    classes.becoming,
    rules.pools,
    rules.policies,
    rules.stay,
    rules.intake,
    rules.demand,
    rules.objections,
    rules.services,
    rules.working_times,
    rules.shifts,
    staffing.teams,
    staffing.numbers,
    rules.clocks,
    rules.acts,
    rules.observations,
    rules.sweep,
    safeguards.measured,
    costs.units,
    costs.currencies,
    costs.names,
    costs.bounds,
    costs.rules,
    amounts.cases,
    amounts.cohorts,
    amounts.departures,
    amounts.turns,
    amounts.staff,
)

NAMES = tuple(check for check in CONTRADICTIONS if check.__module__ == names.__name__ and check is not names.rounds)
"""Those that ask of each name whether what it names is there, whatever stands beside it."""

WARNINGS: tuple[Check, ...] = (
    forecast.teams,
    staffing.minimum,
    forecast.stay_limit,
    forecast.hub,
    forecast.safeguards,
    forecast.window,
    forecast.rate,
    forecast.overflow,
    forecast.dates,
    forecast.acts,
    outside.cohorts,
    outside.departures,
    outside.traces,
    outside.openings,
    outside.payments,
    safeguard_limits.stay,
    overlaps.possible,
    lookalikes.names,
    lookalikes.dates,
    amounts.many_cases,
)


def faults_in(case: Case) -> Iterator[Fault]:
    """Contradictions of a scenario that the schema has accepted."""
    unclear = list(names.hubs(case))
    yield from unclear
    yield from _found(CONTRADICTIONS if not unclear else (), case)


def unknown_names(case: Case) -> Iterator[Fault]:
    """Names that do not exist, and nothing else."""
    yield from _found(NAMES if not list(names.hubs(case)) else (), case)


def warnings_in(case: Case) -> Iterator[Fault]:
    """What can be run, but cannot come out as meant."""
    yield from _found(WARNINGS, case)


def _found(checks: tuple[Check, ...], case: Case) -> Iterator[Fault]:
    """What checks find, hub by hub; what is no matter of a hub is told once."""
    for check in checks:
        yield from dict.fromkeys(fault for each in case.each_hub() for fault in check(each))
