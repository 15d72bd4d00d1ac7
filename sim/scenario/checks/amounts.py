"""How much happens in one replication, by means: what nobody could wait for is refused, what takes minutes is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks import upstream
from sim.scenario.checks.case import Case
from sim.scenario.checks.shape_size import mean, usual_most
from sim.scenario.quantities import format_length
from sim.scenario.schema import Backlog, Cohorts, Initial, Listed, Poisson, Review, Stream, Trace, Upstream
from sim.scenario.units import DAY

MOST_CASES = 500_000
MANY_CASES = 50_000
MOST_DEPARTURES = 500_000
MOST_COHORTS = MOST_IN_COHORT = 1 << 16
"""A cohort's cases are numbered cohort x 2^16 + seat, in 32 bits."""
MOST_STAFF = 10_000
"""People of a team that are drawn for one by one."""
MOST_TURNS = 10_000
"""Reviews, or extensions, of one case."""


def cases(case: Case) -> Iterator[Fault]:
    """Cases listed or inside at the start, all streams together; the fault stands at the largest stream."""
    listed = cases_listed(case)
    total = sum(listed.values())
    if total > MOST_CASES:
        what = f"about {total:,.0f} cases would come in one replication, more than {MOST_CASES:,}"
        yield case.fault(f"demand.{max(listed, key=listed.__getitem__)}", what, "Lower this stream, or shorten the horizon")


def many_cases(case: Case) -> Iterator[Fault]:
    """The same where it can be run and takes its time."""
    listed = cases_listed(case)
    total = sum(listed.values())
    if MANY_CASES < total <= MOST_CASES:
        what = f"about {total:,.0f} cases come in one replication"
        yield case.fault(f"demand.{max(listed, key=listed.__getitem__)}", what, "Each replication will take minutes: is this meant?")


def cohorts(case: Case) -> Iterator[Fault]:
    """Cohorts, and people of one cohort, within the numbers that luck gives them."""
    for name, stream in case.cohorts().items():
        if stream.every is not None and case.scenario.horizon // stream.every > MOST_COHORTS:
            count = case.scenario.horizon // stream.every
            yield case.fault(
                f"demand.{name}.every", f"{name} has {count:,} cohorts, more than {MOST_COHORTS:,}", "Let them come more seldom"
            )
        shapes = [stream.people] if stream.people is not None else list((stream.dates or {}).values())
        largest = max((max(usual_most(shape), mean(shape)) for shape in shapes), default=0)
        if largest > MOST_IN_COHORT:
            key = "people" if stream.people is not None else "dates"
            what = f"a cohort of {name} has {largest:,.0f} people, more than {MOST_IN_COHORT:,}"
            yield case.fault(f"demand.{name}.{key}", what, "Spread them over several dates")


def departures(case: Case) -> Iterator[Fault]:
    """Departures of all timetables; the fault stands at the fullest."""
    leaving = departures_laid(case)
    total = sum(leaving.values())
    if total > MOST_DEPARTURES:
        what = f"{total:,} departures would leave in one replication, more than {MOST_DEPARTURES:,}"
        path = f"services.{max(leaving, key=leaving.__getitem__)}.leaves.every"
        yield case.fault(path, what, "Let it leave more seldom, or shorten the horizon")


def staff(case: Case) -> Iterator[Fault]:
    """Posts that are filled by luck, and staff of which some are away, within what can be drawn."""
    sets = [act.set for act in case.scenario.timeline.values()]
    for name, team in case.hub.teams.items():
        path = f"hubs.{case.hub_name}.teams.{name}"
        absent = bool(team.absent) or any(f"{path}.absent" in values for values in sets)
        most = max([team.staff, *(values.get(f"{path}.staff", 0) for values in sets)])
        for key, people in (("recruited", sum(team.recruited.values())), ("staff", most if absent else 0)):
            if people > MOST_STAFF:
                what = f"{name} has {people:,} people to draw for, more than {MOST_STAFF:,}"
                yield case.fault(f"{path}.{key}", what, "Count them in larger units")


def turns(case: Case) -> Iterator[Fault]:
    """Reviews, and extensions, of one case."""
    longest = case.scenario.horizon + _longest_before(case)
    for name, clock in case.hub.clocks.items():
        if isinstance(clock, Review) and clock.every is not None and longest * max(1.0, clock.speed) / clock.every > MOST_TURNS:
            what = f"one case could have more than {MOST_TURNS:,} reviews within {format_length(longest)}"
            yield case.fault(f"hubs.{case.hub_name}.clocks.{name}.every", what, "Review more seldom, or shorten the horizon")
    stay = case.scenario.agreement.stay
    if stay.by is not None and min(stay.times or 0, longest / stay.by) > MOST_TURNS:
        what = f"one case could have more than {MOST_TURNS:,} extensions within {format_length(longest)}"
        yield case.fault("agreement.stay.by", what, "Lengthen each, or allow fewer")


def cases_listed(case: Case) -> dict[str, float]:
    """Mean number of cases by stream over the whole run, those of dated rises included."""
    return {name: _expected(case, name, stream) * _times(case, name, stream) for name, stream in case.scenario.demand.items()}


def _times(case: Case, name: str, stream: Stream) -> float:
    """The largest multiple of its people that a stream or an act says."""
    factors = [act.set.get(f"demand.{name}.factor") for act in case.scenario.timeline.values()]
    own = stream.factor if isinstance(stream, Listed) else None
    return max(1.0, *(float(one) for one in [own, *factors] if one is not None), 1.0)


def departures_laid(case: Case) -> dict[str, int]:
    """Departures of timetables by service."""
    horizon = case.scenario.horizon
    every = {name: one.leaves.every for name, one in case.scenario.services.items()}
    return {name: horizon // length for name, length in every.items() if length is not None}


def _expected(case: Case, name: str, stream: Stream) -> float:
    match stream:
        case Poisson():
            season = max([1.0, *stream.season.values()]) if stream.season else 1.0
            return (_listed(case, stream.rate) + _rises(case, name)) * season
        case Upstream():
            return upstream.cases_listed(case, name, stream, case.scenario.horizon)
        case Backlog():
            at_a_rate = _listed(case, stream.rate) + _rises(case, name) if stream.rate is not None else float(stream.cases)
            return min(float(stream.cases), at_a_rate)
        case Cohorts():
            return _of_cohorts(case, stream)
        case Initial():
            return float(len(stream.rows) or stream.cases or 0)
        case Trace():
            return float(len(stream.rows))
    return 0.0


def _listed(case: Case, rate: tuple[tuple[dt.date | None, float], ...]) -> float:
    """The cumulative rate at the horizon."""
    horizon = case.scenario.horizon
    begins = [0 if date is None else (date - case.scenario.start).days * DAY for date, _ in rate]
    ends = [*begins[1:], horizon]
    return sum(per * max(0, min(end, horizon) - max(0, at)) for at, end, (_, per) in zip(begins, ends, rate, strict=True))


def _rises(case: Case, name: str) -> float:
    """Cases of the rates that dated changes put in force, as if each held for as long as it may."""
    path, horizon = f"demand.{name}.rate", case.scenario.horizon
    acts = [act for act in case.scenario.timeline.values() if act.set.get(path) is not None]
    lengths = [horizon if act.lasts is None else min(act.lasts, horizon) for act in acts]
    return sum(act.chance * float(act.set[path][0][1]) * length for act, length in zip(acts, lengths, strict=True))


def _of_cohorts(case: Case, stream: Cohorts) -> float:
    """People, as if each came alone: a case for every seat is looked at."""
    if stream.every is not None:
        return (mean(stream.people) if stream.people is not None else 0.0) * (case.scenario.horizon // stream.every)
    return sum(mean(shape) for shape in (stream.dates or {}).values())


def _longest_before(case: Case) -> int:
    """The longest anybody has been inside at the start, as far as the scenario says."""
    inside = [stream for stream in case.scenario.demand.values() if isinstance(stream, Initial)]
    rows = [row.elapsed for stream in inside for row in stream.rows]
    drawn = [round(max(usual_most(one.days_inside), mean(one.days_inside))) for one in inside if one.days_inside is not None]
    return max([0, *rows, *drawn])
