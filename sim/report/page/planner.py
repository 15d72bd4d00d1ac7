"""For the planner: what to act on. Which resource each breach hangs on, how that stands now, and what would keep the safeguard."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, isfinite
from typing import TYPE_CHECKING, NamedTuple

from sim.metrics.stages import STAGES
from sim.report.answers import NOT_LEFT
from sim.report.page import breaches
from sim.report.page.parts import Cell, Group, Numbers, Table, bare
from sim.report.sentences import number, percent
from sim.report.words import stage_words
from sim.scenario.quantities import plain_number
from sim.scenario.schema import Apart, Delay, LongStay, Monitored, PerAmount, Review, ReviewInTime, Space
from sim.scenario.thresholds import rule

if TYPE_CHECKING:
    from sim.scenario.schema import AnySafeguard, Hub, Pool, Scenario
    from sim.study.result import Result

HEAD = ("broken", "people", "person-days", "hangs on", "how it stands", "what would keep it")
NEVER_BROKEN = "No safeguard is broken in any run."
MOST = 3
"""Resources that a row names."""

LEVERS = {
    "place": "places, or fewer people at a time",
    "screening": "hours on duty of the teams of screening",
    "order": "release_takes: how soon an order is carried out",
    "claim": "how soon claims are decided",
    "documents": "how soon documents come; where they never do, another way out",
    "notice": "length of the notice",
    "limit": "a way out for those whom no service takes, or who have not agreed",
    "seat": "seats and departures of the services",
    "housed": "how soon people move out after the outcome",
}
"""What moves the days of each stage."""


class Cause(NamedTuple):
    """A resource that a breach hangs on, how it stands now, and what would keep the safeguard."""

    resource: str
    now: str
    to_keep: str = ""


def causes(result: Result) -> Table:
    """A row for each safeguard that is broken in any run and each resource it hangs on, most person-days first."""
    said = Numbers(result)
    guards = result.scenario.safeguards
    broken = sorted(breaches.kept(said, guards).broken, key=lambda name: -said.value(f"safeguard.{name}.person_days"))
    rows = [row for name in broken for row in _rows(result, said, name, guards[name])]
    return Table("Which resource each breach hangs on", HEAD, [Group(rows)], frozenset({1, 2}), "causes")


def _rows(result: Result, said: Numbers, name: str, one: AnySafeguard) -> Iterator[tuple[Cell, ...]]:
    path = f"safeguard.{name}"
    numbers = [bare(said, metric) for metric in (f"{path}.people", f"{path}.person_days")]
    breach = [Cell(name, rule(one)), *numbers]
    for n, cause in enumerate(list(_causes(result.scenario, said, one))[:MOST]):
        yield (*(breach if n == 0 else (Cell(""), Cell(""), Cell(""))), Cell(cause.resource), Cell(cause.now), Cell(cause.to_keep))


def _causes(scenario: Scenario, said: Numbers, one: AnySafeguard) -> Iterator[Cause]:
    match one:
        case Delay():
            yield from _of_delay(scenario, said, one)
        case LongStay():
            yield from _of_stays(scenario, said) if one.stay else _of_entry(scenario, one)
        case ReviewInTime():
            yield from _of_teams(said, _reviewers(scenario, one.review))
        case Space():
            yield from _of_floor(scenario, said, one)
        case PerAmount():
            yield from _of_amenities(scenario, said, one)
        case Apart():
            yield from _of_pools(scenario, one)
        case Monitored():
            yield from _of_flights(scenario, said, one)


# --- lengths --------------------------------------------------------------------------------------------------------------


def _of_delay(scenario: Scenario, said: Numbers, one: Delay) -> Iterator[Cause]:
    """The teams of what is waited for; on the way to leaving, what holds people."""
    teams = _teams_of(scenario, one.to)
    if teams:
        yield from _of_teams(said, teams)
    elif one.from_ == "send_back":
        yield from _of_ways_back(scenario, said)
    elif one.from_ == "release_ordered":
        taken = f"{said.said('order.days')} between orders and their being carried out"
        yield Cause("carrying out orders to release", taken, LEVERS["order"])
    elif one.to in ("place_asked", "placed"):
        yield Cause("places", f"all usable places taken on {said.said('full.days')}", LEVERS["place"])
    elif one.to in ("boarded", "arrived"):
        waited = f"wait for transfer: {said.said('wait.transfer.mean')} on average"
        yield Cause("transfers to the hub", waited, "seats of inbound services, limits of the agreement, or places")
    else:
        yield from _of_stays(scenario, said)


def _of_ways_back(scenario: Scenario, said: Numbers) -> Iterator[Cause]:
    """The services that take people back to the sender; without one, how long it takes."""
    services = [name for name, service in scenario.services.items() if "sender" in service.to]
    for name in services:
        used, empty, left = (said.value(f"service.{name}.{what}") for what in ("seats_used", "seats_empty", "departed"))
        stayed = sum(said.value(f"service.{name}.{what}") for what in NOT_LEFT)
        seats = f"{number(used, '')} of {number(used + empty, 'seats')} used"
        now = f"{seats} in {number(left, 'departures')}; {number(stayed, '')} did not leave"
        yield Cause(f"journeys back with {name}", now, "more departures or seats, or fewer that do not leave")
    if not services:
        yield Cause("sending back", "no service to the sender is declared", "send_back_takes: how soon somebody leaves")


def _teams_of(scenario: Scenario, what: str) -> list[str]:
    """The teams that must be free before something is done."""
    if what in ("decided", "selection"):
        return list(scenario.selection.team)
    found: list[str] = []
    for hub in scenario.hubs.values():
        steps = [hub.screening[what]] if what in hub.screening else []
        steps = list(hub.screening.values()) if what in ("screened", "screening_started") else steps
        found += [team for step in steps for team in step.team]
        found += _reviewers_of(hub, what)
    return list(dict.fromkeys(found))


def _reviewers(scenario: Scenario, review: str) -> list[str]:
    return [team for hub in scenario.hubs.values() for team in _reviewers_of(hub, review)]


def _reviewers_of(hub: Hub, review: str) -> list[str]:
    clock = hub.clocks.get(review)
    return list(clock.team) if isinstance(clock, Review) else []


def _of_teams(said: Numbers, teams: list[str]) -> Iterator[Cause]:
    busiest = sorted(teams, key=lambda team: -_use(said, team))
    for team in busiest:
        use = _use(said, team)
        yield Cause(f"team {team}", f"in use {percent(use)} of its time on duty" if isfinite(use) else "never on duty", _by_team(use))


def _use(said: Numbers, team: str) -> float:
    return said.value(f"team.{team}.use")


def _by_team(use: float) -> str:
    return "more people on duty" if use > 0.8 else "duty at other hours: nights and weekends count in the length"


def _of_stays(scenario: Scenario, said: Numbers) -> Iterator[Cause]:
    """The stages in which most of the days go."""
    shares = sorted(((said.value(f"days_share.{stage}"), stage) for stage in STAGES), reverse=True)
    for share, stage in shares:
        if share > 0:
            yield Cause(f"days on which a person {stage_words(stage, scenario)}", f"{percent(share)} of all days", LEVERS[stage])


# --- levels and flights -----------------------------------------------------------------------------------------------------


def _of_entry(scenario: Scenario, one: LongStay) -> Iterator[Cause]:
    """Who may not be held at all must not be moved to the hub."""
    classes = [
        name for name, spec in scenario.classes.items() if (not one.for_ or name in one.for_) and (one.of == "people" or spec.minors)
    ]
    yield Cause("who is moved to the hub", f"of class {', '.join(classes)}", f"agreement.excluded: [{', '.join(classes)}]")


def _of_floor(scenario: Scenario, said: Numbers, one: Space) -> Iterator[Cause]:
    for hub in scenario.hubs.values():
        for name, pool in hub.pools.items():
            if pool.area is not None and (not one.pools or name in one.pools):
                yield _by_floor(said, name, pool, pool.area, one.space)
        area = hub.reception.area
        if area is not None and (not one.pools or "reception" in one.pools):
            now = f"{plain_number(area)} m2; {said.said('reception.person_days')} in it"
            yield Cause("floor of reception", now, _fits(area, one.space))


def _by_floor(said: Numbers, name: str, pool: Pool, area: float, least: float) -> Cause:
    taken = _p95(said, f"pool.{name}.peak")
    extra = f", {pool.overflow} more in overflow" if pool.overflow else ""
    there = pool.opened * pool.usable
    shrinks = f"; {percent(there)} of it usable" if there < 1 else ""
    now = f"{plain_number(area)} m2{shrinks}; at most {number(taken, 'people')} in its places in nine runs in ten{extra}"
    wanted = least * (taken + pool.overflow)
    wants = f"{plain_number(wanted)} m2 that can be used, or " if wanted > area * there else ""
    return Cause(f"floor of {name}", now, f"{wants}{_fits(area * there, least)}")


def _fits(area: float, least: float) -> str:
    return f"at most {number(int(area / least + 1e-9), 'people')} in it"


def _of_amenities(scenario: Scenario, said: Numbers, one: PerAmount) -> Iterator[Cause]:
    there = sum(hub.amenities.get(one.per, 0) for hub in scenario.hubs.values())
    most = _p95(said, "present.peak")
    others = sum(pool.background or 0 for hub in scenario.hubs.values() if one.per in hub.amenities for pool in hub.pools.values())
    needed = f"{ceil((most + others) / one.people)} {one.per}" if one.people else "nobody there"
    now = f"{there} for at most {number(most, 'people')} inside in nine runs in ten{f', and {others} others' if others else ''}"
    yield Cause(one.per, now, f"{needed}, or at most {number(max(0, there * one.people - others), 'people')} at one time")


def _of_pools(scenario: Scenario, one: Apart) -> Iterator[Cause]:
    for name, pool in ((name, pool) for hub in scenario.hubs.values() for name, pool in hub.pools.items()):
        mixed = [word for word in one.apart if not pool.for_ or word in pool.for_]
        if len(mixed) > 1 and (not one.pools or name in one.pools):
            yield Cause(f"pool {name}", f"open to {' and '.join(mixed)}", "a pool for each")


def _of_flights(scenario: Scenario, said: Numbers, one: Monitored) -> Iterator[Cause]:
    for service in one.monitored:
        share = scenario.services[service].monitored or 0.0
        left = said.value(f"service.{service}.departed")
        now = f"a monitor on {percent(share)} of {number(left, 'departures')}"
        yield Cause(f"monitors on {service}", now, f"{number(left * (1 - share), 'departures')} more with one" if share < 1 else "")


def _p95(said: Numbers, metric: str) -> float:
    return float(said.rows[metric]["p95"])
