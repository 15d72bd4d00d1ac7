"""Rules: values that contradict each other, or need each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.checks.shape_size import usual_most
from sim.scenario.quantities import format_length, format_share
from sim.scenario.rosters import Roster
from sim.scenario.schema import (
    Act,
    Backlog,
    Initial,
    Notice,
    Poisson,
    Reached,
    Review,
    Service,
    Team,
    Trace,
    Unfit,
    Upstream,
    Voluntary,
    is_known,
)
from sim.scenario.shapes import Shape
from sim.scenario.units import WEEK


def pools(case: Case) -> Iterator[Fault]:
    """Places, or rooms and beds."""
    for name, pool in case.hub.pools.items():
        given = [key for key in ("places", "rooms", "beds") if getattr(pool, key) is not None]
        if given not in (["places"], ["rooms", "beds"]):
            has = " and ".join(given) or "neither places nor rooms"
            where = f"hubs.{case.hub_name}.pools.{name}"
            to_do = f"Give it places, or rooms and beds{case.said_below(where, given if 'places' in given else ())}"
            yield case.fault(where, f"the pool {name} has {has}", to_do)


def policies(case: Case) -> Iterator[Fault]:
    """Policies that cannot be followed together."""
    policy, where = case.hub.policy, f"hubs.{case.hub_name}.policy"
    if policy.when_full == "hold_sender" and policy.transfer_needs == "reception":
        what = "when_full: hold_sender holds people back for want of a place, transfer_needs: reception moves them without"
        yield case.fault(f"{where}.when_full", what, "Write transfer_needs: place, or another when_full")
    if policy.divert_to and policy.when_full != "divert":
        what = f"{case.hub_name} names hubs to divert to, and does not divert when full"
        yield case.fault(f"{where}.divert_to", what, "Write when_full: divert, or take divert_to out")


def stay(case: Case) -> Iterator[Fault]:
    """An extension says by how much, how often, and what then."""
    limit = case.scenario.agreement.stay
    if limit.then == "extend":
        missing = [key for key, value in (("by", limit.by), ("times", limit.times), ("else", limit.else_)) if value is None]
        if missing:
            yield case.fault(
                "agreement.stay.then", f"then: extend stands without {', '.join(missing)}", f"Add {', '.join(missing)} to agreement.stay"
            )
    end = case.scenario.agreement.end
    if end is not None and end.date < case.scenario.start:
        yield case.fault("agreement.end.date", f"the agreement ends on {end.date}, before the start", "Give a later date")


def intake(case: Case) -> Iterator[Fault]:
    """A window that opens before it closes."""
    window = case.scenario.agreement.intake
    if window.from_ is not None and window.until is not None and window.until < window.from_:
        yield case.fault("agreement.intake.until", f"until {window.until} is before from {window.from_}", "Exchange or correct the dates")


def demand(case: Case) -> Iterator[Fault]:
    """What each kind of stream needs."""
    for name, cohorts in case.cohorts().items():
        dated, regular = cohorts.dates is not None, cohorts.every is not None or cohorts.people is not None
        if dated == regular or (regular and (cohorts.every is None or cohorts.people is None)):
            yield case.fault(f"demand.{name}", f"the cohorts of {name} need dates, or every and people", "Give one of the two")
    for name, stream in case.scenario.demand.items():
        if isinstance(stream, Trace) and stream.factor is not None and stream.factor > 2:
            what = f"the cases of {name} stand in a file and can be listed twice at most"
            yield case.fault(f"demand.{name}.factor", what, "Write 200 % or less")
        if isinstance(stream, Initial) and (stream.file is None) == (stream.cases is None):
            yield case.fault(f"demand.{name}", f"{name} needs a file, or a number of cases", "Give one of the two")
        if isinstance(stream, Initial) and stream.file is not None and (stream.pool is not None or stream.days_inside is not None):
            yield case.fault(
                f"demand.{name}", f"{name} has a file, which says pool and days_inside itself", "Take pool and days_inside out"
            )
        if isinstance(stream, Poisson | Upstream | Backlog) and stream.rate is not None:
            yield from _rate_from_start(case, name, stream)


def _rate_from_start(case: Case, name: str, stream: Poisson | Upstream | Backlog) -> Iterator[Fault]:
    begins = case.scenario.start if not isinstance(stream, Backlog) or stream.from_ is None else stream.from_
    first = stream.rate[0][0] if stream.rate else None
    if isinstance(first, dt.date) and first > begins:
        nobody = "0 % / month" if isinstance(stream, Upstream) else "0 cases / month"
        to_do = f"Begin with {begins}; if nobody is listed before, with {nobody}"
        yield case.fault(f"demand.{name}.rate", f"the first rate holds from {first}, and listing begins on {begins}", to_do)


def objections(case: Case) -> Iterator[Fault]:
    """Who may object while notice runs must be given notice."""
    transfer = case.scenario.transfer
    later = any("transfer.notice" in act.set for act in case.scenario.timeline.values())
    for name, one in transfer.objections.items():
        if one.until == "notice" and not transfer.notice and not later:
            what = f"{name} can be lodged while notice runs, and there is no notice"
            yield case.fault(f"transfer.objections.{name}", what, "Give transfer a notice, or write until: boarding")


def services(case: Case) -> Iterator[Fault]:
    """A timetable or a trigger, and one hub to reach."""
    for name, service in case.scenario.services.items():
        yield from _leaves(case, name, service)
        if not service.to:
            yield case.fault(f"services.{name}.to", f"{name} goes nowhere", "Name the hub, or destinations")


def _leaves(case: Case, name: str, service: Service) -> Iterator[Fault]:
    leaves, where = service.leaves, f"services.{name}.leaves"
    timetable, trigger = leaves.every is not None or leaves.dates is not None, leaves.with_ is not None or leaves.or_after is not None
    if timetable == trigger:
        has = "both a timetable and a trigger" if timetable else "neither timetable nor trigger"
        yield case.fault(where, f"{name} has {has}", "Give every or dates, or give with, or_after or both")
    elif leaves.every is not None and leaves.dates is not None:
        yield case.fault(where, f"{name} has both every and dates", "Keep one of them")
    if leaves.first is not None and leaves.every is None:
        yield case.fault(f"{where}.first", f"{name} has a first departure and no timetable", "Add every")


def working_times(case: Case) -> Iterator[Fault]:
    """A team needs a working time, and a working time a team."""
    selection = case.scenario.selection
    yield from _team_and_time(case, "selection", selection.team, selection.time)
    if _of_several_hubs(case, selection.team):
        yield case.fault("selection.team", "the teams that review the list are of several hubs", "Name teams of one hub")
    for name, destination in case.scenario.destinations.items():
        work, where = destination.documents.work, f"destinations.{name}.documents.work.team"
        if work is not None and not work.team:
            yield case.fault(where, f"the work on documents of {name} has no team", "Name one")
        elif work is not None and _of_several_hubs(case, work.team):
            yield case.fault(where, f"the teams that work on documents of {name} are of several hubs", "Name teams of one hub")
    for name, clock in case.hub.clocks.items():
        if isinstance(clock, Review):
            yield from _team_and_time(case, f"hubs.{case.hub_name}.clocks.{name}", clock.team, clock.time)
    for name, step in case.hub.screening.items():
        if not step.team:
            yield case.fault(f"hubs.{case.hub_name}.screening.{name}.team", f"the step {name} has no team", "Name one")


def _of_several_hubs(case: Case, teams: tuple[str, ...]) -> bool:
    hub_of = {team: name for name, hub in case.scenario.hubs.items() for team in hub.teams}
    return len({hub_of.get(team, "") for team in teams}) > 1


def _team_and_time(case: Case, where: str, team: tuple[str, ...], time: Shape | None) -> Iterator[Fault]:
    if team and time is None:
        yield case.fault(f"{where}.team", f"{where} has a team and no time", "Add time: the working time of one review")
    if time is not None and not team:
        yield case.fault(f"{where}.time", f"{where} has a time and no team", "Add team, or take time out")


def shifts(case: Case) -> Iterator[Fault]:
    """A step fits into the longest shift of its teams, and they are on duty together."""
    for name, step in case.hub.screening.items():
        where = f"hubs.{case.hub_name}.screening.{name}"
        known = {team: case.hub.teams[team] for team in step.team if team in case.hub.teams}
        if known and not _together(list(known.values())):
            yield case.fault(
                f"{where}.team", f"{' and '.join(known)} are never on duty together", "Change a roster, or the teams of the step"
            )
        if not step.pausable:
            yield from _too_long(case, f"{where}.time", f"the step {name}", step.time, known, "set pausable: true")
    selection, teams = case.scenario.selection, {name: team for hub in case.scenario.hubs.values() for name, team in hub.teams.items()}
    must_end = {team: teams[team] for team in selection.team if team in teams and teams[team].finish_by_shift_end}
    yield from _too_long(case, "selection.time", "the review of a case", selection.time, must_end, "set finish_by_shift_end: false")


def _too_long(case: Case, path: str, what: str, time: Shape | None, teams: dict[str, Team], or_else: str) -> Iterator[Fault]:
    for name, team in teams.items():
        if time is not None and not team.on_duty.always and usual_most(time) > team.on_duty.longest_shift:
            takes, shift = format_length(round(usual_most(time))), format_length(team.on_duty.longest_shift)
            to_do = f"Shorten it, lengthen the shift, or {or_else}"
            yield case.fault(path, f"{what} takes {takes}, longer than the longest shift of {name} ({shift})", to_do)


def _together(teams: list[Team]) -> bool:
    """Whether there is an instant of the week at which all are on duty."""
    starts = [start for team in teams for start, _ in team.on_duty.intervals]
    return any(all(_on(team.on_duty, start % WEEK) for team in teams) for start in starts)


def _on(roster: Roster, instant: int) -> bool:
    return roster.on_at(instant)


def clocks(case: Case) -> Iterator[Fault]:
    """Clocks that can start, and say all they need."""
    kinds: set[str] = {clock.kind for hub in case.scenario.hubs.values() for clock in hub.clocks.values()}
    starts = {"notice": "notice", "claim_decided": "claim", "agreed": "voluntary"}
    for name, clock in case.hub.clocks.items():
        where = f"hubs.{case.hub_name}.clocks.{name}"
        yield from _can_start(case, f"{where}.from", name, starts.get(clock.from_), kinds)
        if isinstance(clock, Voluntary) and clock.ceiling < clock.at_once:
            yield case.fault(
                f"{where}.ceiling",
                f"fewer ever decide ({format_share(clock.ceiling)}) than at once ({format_share(clock.at_once)})",
                "Raise ceiling",
            )
        if isinstance(clock, Unfit) and clock.then == "wait" and clock.lasts is None:
            yield case.fault(f"{where}.then", f"{name} waits until fit again, and says not how long", "Add lasts")
        if isinstance(clock, Notice) and clock.from_ == "notice":
            yield case.fault(f"{where}.from", f"{name} starts when it ends", "Let it start from another instant")
    for name, destination in case.scenario.destinations.items():
        start = starts.get(destination.documents.from_)
        yield from _can_start(case, f"destinations.{name}.documents.from", f"documents of {name}", start, kinds)


def _can_start(case: Case, path: str, name: str, kind: str | None, kinds: set[str]) -> Iterator[Fault]:
    if kind is not None and kind not in kinds:
        yield case.fault(
            path, f"{name} can never start: the hub has no clock of kind {kind}", f"Add one, or let {name} start from another instant"
        )


def acts(case: Case) -> Iterator[Fault]:
    """When an act happens, and that it does something."""
    for name, act in case.scenario.timeline.items():
        where = f"timeline.{name}"
        given = [key for key in ("date", "after", "when") if getattr(act, key) is not None]
        if len(given) != 1:
            has = f"both {' and '.join(given)}" if given else "neither date, after nor when"
            yield case.fault(where, f"{name} has {has}", "Give one of them")
        if act.delay is not None and act.after is None and act.when is None:
            yield case.fault(f"{where}.delay", f"{name} has a delay and comes after nothing", "Write date: {from: ..., delay: ...}")
        yield from _deeds(case, name, act, where)
        yield from _conditions(case, name, act, where)
        yield from _rates_of_acts(case, act, where)


def _deeds(case: Case, name: str, act: Act, where: str) -> Iterator[Fault]:
    """An act does something, or something hangs on it; what it says fits what it does."""
    does = [key for key in DEEDS if _is_said(getattr(act, key)) or (key == "set" and case.tree.branch("timeline", name, "set").children)]
    if not does and name not in _hung_on(case):
        yield case.fault(where, f"{name} does nothing, and nothing hangs on it", f"Add one of {', '.join(DEEDS)}")
    if act.lasts is not None and does and not {"suspend", "set"} & set(does):
        yield case.fault(f"{where}.lasts", f"{name} lasts, and what it does has no end", "Take lasts out")
    about = {"exchange", "release", "move"} & set(does)
    documents = "documents" in (*act.suspend, *act.resume)
    for key in WHOM:
        if _is_said(getattr(act, key)) and does and not about and not (key == "destinations" and documents):
            yield case.fault(f"{where}.{key}", f"{name} names {key} and neither exchanges, releases nor moves", f"Take {key} out")
    if act.arrived_from is not None and act.arrived_before is not None and act.arrived_before <= act.arrived_from:
        what = f"nobody arrives from {act.arrived_from} on and before {act.arrived_before}"
        yield case.fault(f"{where}.arrived_before", what, "Exchange or correct the dates")
    for other in act.ends:
        ended = case.scenario.timeline.get(other)
        if ended is not None and not ended.suspend and not case.tree.branch("timeline", other, "set").children:
            yield case.fault(f"{where}.ends", f"{other} suspends nothing and sets nothing: there is nothing to end", "Name another act")


def _hung_on(case: Case) -> set[str]:
    """Acts after which, or on the condition of which, others happen, or with which something opens."""
    acts = case.scenario.timeline.values()
    named = {act.after for act in acts} | {name for act in acts for name in (*act.if_, *act.unless)}
    opens = {hub.opens for hub in case.scenario.hubs.values()}
    opens |= {pool.opens for hub in case.scenario.hubs.values() for pool in hub.pools.values()}
    return {name for name in named | opens if isinstance(name, str)}


def _conditions(case: Case, name: str, act: Act, where: str) -> Iterator[Fault]:
    """Numbers that can be reached; rates of demand change on days known before the run."""
    acts = case.scenario.timeline
    if act.when is not None:
        numbers = [number for field in Reached.model_fields if (number := getattr(act.when, field)) is not None]
        if not numbers or 0 in numbers:
            to_do = "Write for example arrived: 1 person"
            yield case.fault(f"{where}.when", f"{name} waits for no number of people", to_do)
    rates = [path for path in act.set if path.startswith("demand.")]
    if rates and not is_known(acts, name):
        what = f"{name} changes {rates[0]}, and its day depends on what happens in the run"
        yield case.fault(f"{where}.set", what, "Give it a date, or let it come after an act with a date, without if, unless or when")
    for key in ("add", "exempt"):
        if getattr(act, key) and not is_known(acts, name):
            what = f"{name} changes who is eligible upstream, and its day depends on what happens in the run"
            yield case.fault(f"{where}.{key}", what, "Give it a date, or let it come after an act with a date, without if, unless or when")
    for other in act.ends:
        if other in acts and any(path.startswith("demand.") for path in acts[other].set) and not is_known(acts, name):
            what = f"{name} ends {other}, which changes demand, on a day that depends on what happens in the run"
            yield case.fault(f"{where}.ends", what, "Give it a date, or let it come after an act with a date, without if, unless or when")


def _rates_of_acts(case: Case, act: Act, where: str) -> Iterator[Fault]:
    """A rate changes into a rate, and only where cases are listed at one; a file of dated cases is doubled at most."""
    for name, stream in case.scenario.demand.items():
        factor = act.set.get(f"demand.{name}.factor")
        if isinstance(stream, Trace) and factor is not None and factor > 2:
            yield case.fault(f"{where}.set", f"the cases of {name} stand in a file and can be listed twice at most", "Write 200 % or less")
        path = f"demand.{name}.rate"
        if path in act.set and isinstance(stream, Backlog) and stream.rate is None:
            yield case.fault(
                f"{where}.set", f"{path} cannot change: all of {name} are listed at once", f"Give {name} a rate, or take this out"
            )
        elif path in act.set and act.set[path] is None:
            yield case.fault(f"{where}.set", f"{path} cannot be taken out during a run", "Set it to 0 cases / month")


DEEDS = ("suspend", "resume", "ends", "set", "open", "close", "resize", "end", "exchange", "release", "move", "add", "exempt")
WHOM = ("classes", "hubs", "destinations", "streams", "arrived_from", "arrived_before")


def _is_said(value: Any) -> bool:
    return value is not None and value not in ((), {})


def sweep(case: Case) -> Iterator[Fault]:
    """At least one replication of each point; lists that go together are equally long."""
    asked = case.scenario.sweep
    if asked is not None and asked.replications == 0:
        yield case.fault("sweep.replications", "0 replications are not possible", "Choose a whole number of at least 1")
    if asked is not None and asked.as_ == "zip" and len({len(values) for values in asked.vary.values()}) > 1:
        lengths = ", ".join(f"{name} has {len(values)}" for name, values in asked.vary.items())
        yield case.fault("sweep.as", f"`as: zip` needs lists of one length, but {lengths}", "Make them equal, or use `as: grid`")


def observations(case: Case) -> Iterator[Fault]:
    """Least and most in their order."""
    for name, one in case.scenario.observed.items():
        if one.low > one.high:
            yield case.fault(f"observed.{name}.low", f"low {one.low} is above high {one.high}", "Exchange them")
