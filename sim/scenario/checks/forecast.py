"""Warnings: what can be run, but can never come out as meant. Means only; nothing is simulated here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sim.errors import Fault
from sim.scenario.checks import upstream
from sim.scenario.checks.case import Case
from sim.scenario.checks.shape_size import mean
from sim.scenario.quantities import format_length
from sim.scenario.schema import Backlog, Cohorts, Delay, DrawnDate, Initial, LongStay, Moving, Poisson, ReviewInTime, Trace, Upstream
from sim.scenario.thresholds import threshold
from sim.scenario.units import DAY, HOUR, WEEK
from sim.scenario.values import PeopleRate

SLACK = 1.0 + 1e-9
PERIODS = {"day": DAY, "week": WEEK, "month": 365 * DAY / 12, "year": 365 * DAY}


def teams(case: Case) -> Iterator[Fault]:
    """Mean work of a week above the hours of the roster: the list of that team grows as long as people come."""
    work = _work_per_week(case) if len(case.scenario.hubs) == 1 else {}  # how many come to which of several hubs is not known before
    for name, team in case.hub.teams.items():
        people = max(0, team.staff + sum(team.recruited.values()) - (team.minimum or 0))
        hours = people * sum(end - start for start, end in team.on_duty.intervals)
        if work.get(name, 0) > hours * SLACK:
            needs, has = work[name] / HOUR, hours / HOUR
            what = f"{name} has {needs:.3g} hours of work in a mean week and {has:.3g} hours on duty"
            yield case.fault(f"hubs.{case.hub_name}.teams.{name}.staff", what, "Its list will grow as long as people come: is this meant?")


def stay_limit(case: Case) -> Iterator[Fault]:
    """Nobody can be inside as long as the limit within the horizon."""
    limit = case.scenario.agreement.stay.limit
    if limit is not None and limit >= _longest_inside(case):
        what = f"nobody can reach the stay limit of {format_length(limit)} within the horizon"
        yield case.fault("agreement.stay.limit", what, "Lengthen the horizon to see who passes it")


def safeguards(case: Case) -> Iterator[Fault]:
    """Nobody can break a safeguard within the horizon."""
    for name, one in case.scenario.safeguards.items():
        length = one.within if isinstance(one, Delay | ReviewInTime) else one.stay if isinstance(one, LongStay) else None
        if length is not None and length >= max(case.scenario.horizon, _longest_inside(case)):
            what = f"nobody can reach {format_length(length)} of {name} within the horizon"
            yield case.fault(f"safeguards.{name}.{threshold(one)}", what, "Lengthen the horizon to see whether it breaks")


def hub(case: Case) -> Iterator[Fault]:
    """Where services bring people to hubs, one brings them to this, or they are inside, moved or diverted."""
    name, streams = case.hub_name, case.scenario.demand.values()
    inbound = case.inbound().values()
    served = any(name in service.to for service in inbound) or any(isinstance(stream, Initial) for stream in streams)
    others = [other for other in case.scenario.hubs.values() if other is not case.hub]
    led = any(name in other.policy.divert_to or _leads_to(other.clocks.values(), case) for other in others)
    if inbound and not served and not led and not any(act.set for act in case.scenario.timeline.values()):
        what = f"nobody can get to {name}: no inbound service goes there, and nobody is moved or diverted to it"
        yield case.fault(f"hubs.{name}", what, f"Add {name} to `to` of a service, or take the hub out")


def _leads_to(clocks: Iterable[object], case: Case) -> bool:
    return any(isinstance(clock, Moving) and clock.to in (case.hub_name, *case.hub.pools) for clock in clocks)


def window(case: Case) -> Iterator[Fault]:
    """The intake window lies in the run."""
    intake, start, end = case.scenario.agreement.intake, case.scenario.start, _end(case)
    if intake.until is not None and intake.until < start:
        yield case.fault(
            "agreement.intake.until", f"the intake window closes on {intake.until}, before the start", "Nobody will come: is this meant?"
        )
    elif intake.from_ is not None and intake.from_ >= end:
        yield case.fault(
            "agreement.intake.from", f"the intake window opens on {intake.from_}, after the horizon", "Nobody will come: is this meant?"
        )
    elif intake.until is not None and intake.until >= end:
        what = f"the intake window closes on {intake.until}, after the horizon ({end})"
        yield case.fault("agreement.intake.until", what, "Lengthen the horizon to see all who come")


def rate(case: Case) -> Iterator[Fault]:
    """The rate of the agreement lets its total in."""
    agreement = case.scenario.agreement
    if not isinstance(agreement.rate, PeopleRate) or agreement.total is None:
        return
    period = PERIODS[agreement.rate.period] if isinstance(agreement.rate.period, str) else agreement.rate.period
    most = agreement.rate.people * (int(_window_length(case) / period) + 1)
    if most < agreement.total:
        what = f"the rate lets in {most} people at most while the window is open, fewer than the total of {agreement.total}"
        yield case.fault("agreement.rate", what, "The total cannot be filled: is this meant?")


def overflow(case: Case) -> Iterator[Fault]:
    """Overflow that no pool allows."""
    if case.hub.policy.when_full == "overflow" and not any(pool.overflow for pool in case.hub.pools.values()):
        what = "when_full: overflow, and no pool tolerates extra people"
        yield case.fault(f"hubs.{case.hub_name}.policy.when_full", what, "Give a pool overflow: 5 people")


def dates(case: Case) -> Iterator[Fault]:
    """What lies after the horizon never happens."""
    end = _end(case)
    for name, act in case.scenario.timeline.items():
        date = act.date.from_ if isinstance(act.date, DrawnDate) else act.date
        if isinstance(date, dt.date) and date >= end:
            yield case.fault(
                f"timeline.{name}.date", f"{name} comes on {date}, after the horizon ({end})", "It will not happen: is this meant?"
            )
    for name, one in case.scenario.observed.items():
        if not case.scenario.start <= one.date <= end:
            yield case.fault(
                f"observed.{name}.date", f"{name} was seen on {one.date}, outside the run", "It cannot be shown beside the model"
            )


def acts(case: Case) -> Iterator[Fault]:
    """Acts that set nothing in this scenario, and regimes by which no clock goes."""
    for name, act in case.scenario.timeline.items():
        for path in case.tree.branch("timeline", name, "set").children if not act.set else ():
            yield case.fault(
                f"timeline.{name}.set", f"{name} sets {path}, and there is nothing of the kind", "It does nothing: is this meant?"
            )
        path = f"hubs.{case.hub_name}.policy.regime"
        if path in act.set and not any(clock.regime for clock in case.hub.clocks.values()):
            what = f"{name} changes the regime of {case.hub_name}, and no clock there goes by a regime"
            yield case.fault(f"timeline.{name}.set", what, "It changes a word alone: give clocks a regime")


# --- means ----------------------------------------------------------------------------------------------------------------


def _end(case: Case) -> dt.date:
    return case.scenario.start + dt.timedelta(milliseconds=case.scenario.horizon)


def _longest_inside(case: Case) -> float:
    """Longest stay anybody can have before the horizon, with days already inside."""
    agreement, horizon = case.scenario.agreement, float(case.scenario.horizon)
    first = max(agreement.lead, ((agreement.intake.from_ or case.scenario.start) - case.scenario.start).days * DAY)
    inside = [0.0] if _comes(case) else []
    stays = [horizon - first + more for more in inside]
    for stream in case.scenario.demand.values():
        if isinstance(stream, Initial):
            stays += [horizon + row.elapsed for row in stream.rows]
            stays += [horizon + (mean(stream.days_inside) if stream.days_inside else 0)] if stream.cases else []
    return max(stays, default=horizon)


def _comes(case: Case) -> bool:
    return any(not isinstance(stream, Initial) for stream in case.scenario.demand.values())


def _window_length(case: Case) -> float:
    """Time in which people may board, within the run."""
    agreement, start = case.scenario.agreement, case.scenario.start
    opens = max(agreement.lead, ((agreement.intake.from_ or start) - start).days * DAY)
    closes = case.scenario.horizon
    if agreement.intake.until is not None:
        closes = min(closes, ((agreement.intake.until - start).days + 1) * DAY)
    return max(0.0, float(closes - opens))


def _work_per_week(case: Case) -> dict[str, float]:
    """Mean working time by team, in ms: every eligible case is reviewed, every accepted one screened, no more than the total lets in."""
    selection, hub = case.scenario.selection, case.hub
    listed, let_in = _listed_per_week(case) * _eligible(case), _let_in_per_week(case)
    work: dict[str, float] = {}
    for name in selection.team if selection.time is not None else ():
        work[name] = work.get(name, 0) + listed * mean(selection.time)  # type: ignore[arg-type]
    for step in hub.screening.values():
        share = sum(_class_shares(case).get(name, 0) for name in step.for_) if step.for_ else 1.0
        for name in step.team:
            work[name] = work.get(name, 0) + let_in * share * mean(step.time)
    for destination in case.scenario.destinations.values():
        if (papers := destination.documents.work) is not None:
            for name in papers.team:
                work[name] = work.get(name, 0) + let_in * destination.share * mean(papers.time)
    return work


def _let_in_per_week(case: Case) -> float:
    accepted = case.scenario.selection.accepted
    shares = _class_shares(case)
    chance = accepted if isinstance(accepted, float) else sum(shares.get(name, 0) * share for name, share in accepted.items())
    flow = _listed_per_week(case) * _eligible(case) * chance
    total, weeks = case.scenario.agreement.total, _window_length(case) / WEEK
    return flow if total is None or weeks == 0 else min(flow, total / _mean_size(case) / weeks)


def _eligible(case: Case) -> float:
    """Share of the cases listed that are proposed and passed by all filters, as if class and destination were independent."""
    selection, proposed = case.scenario.selection, case.scenario.selection.proposed
    shares = _class_shares(case)
    if isinstance(proposed, dict):
        proposed = sum(share * proposed.get(name, 1.0) for name, share in shares.items())
    eligible = 1.0 if proposed is None else proposed
    for one in selection.filters.values():
        looked_at = sum(shares.get(name, 0.0) for name in one.for_) if one.for_ else 1.0
        bound = sum(case.scenario.destinations[name].share for name in one.destinations) if one.destinations else 1.0
        eligible *= 1.0 - looked_at * bound * (1.0 - one.passes)
    return eligible


def _listed_per_week(case: Case) -> float:
    """Cases listed in a mean week of the window (of the run, where there is no window)."""
    length = _window_length(case)
    cases = sum(_expected(case, name, stream, length) for name, stream in case.scenario.demand.items())
    return cases / max(length / WEEK, 1.0)


def _expected(case: Case, name: str, stream: object, length: float) -> float:
    """Cases a stream lists while people may board."""
    if isinstance(stream, Poisson):
        return _integral(case, stream, length)
    if isinstance(stream, Upstream):
        return upstream.cases_listed(case, name, stream, round(length)) if length else 0.0
    if isinstance(stream, Backlog):
        return float(stream.cases)
    if isinstance(stream, Cohorts):
        people = sum(mean(shape) for shape in (stream.dates or {}).values())
        people += mean(stream.people) * (length // stream.every) if stream.every and stream.people else 0
        return people * stream.happens * stream.shows_up / _mean_size(case)
    return float(len(stream.rows)) if isinstance(stream, Trace) else 0.0


def _integral(case: Case, stream: Poisson, length: float) -> float:
    days = [0 if date is None else max(0, (date - case.scenario.start).days) for date, _ in stream.rate]
    ends = [*(day * DAY for day in days[1:]), length]
    return sum(
        rate * max(0.0, min(end, length) - min(day * DAY, length)) for day, end, (_, rate) in zip(days, ends, stream.rate, strict=True)
    )


def _class_shares(case: Case) -> dict[str, float]:
    return {name: one.share for name, one in case.scenario.classes.items()}


def _mean_size(case: Case) -> float:
    return sum(one.share * sum(size * share for size, share in one.size) for one in case.scenario.classes.values()) or 1.0
