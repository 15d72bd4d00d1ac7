"""Plan of the hubs: policies, teams, steps, pools, clocks and legal periods."""

from __future__ import annotations

import datetime as dt

from sim.draws import hash32
from sim.kernel.memory import NEVER, NONE
from sim.kernel.plan.agreement import CHOICES
from sim.kernel.plan.layout import Layout
from sim.kernel.rows import ClockSpec, Deadline, Pool, Site, Step, Team, WaitingList
from sim.kernel.words import At, Clock, Regime, SharedBy, WhenFull, Who
from sim.record import MS_PER_DAY
from sim.scenario.schema import (
    AnyClock,
    Claim,
    Ending,
    Hub,
    Moving,
    Notice,
    Review,
    Scenario,
    Unfit,
    Voluntary,
)
from sim.scenario.schema import Pool as PoolTerms
from sim.scenario.schema import Step as StepTerms
from sim.scenario.schema import Team as TeamTerms
from sim.scenario.values import Roster

SENDER = "sender"


def lay_hubs(layout: Layout, scenario: Scenario) -> None:
    """Every hub with all it has."""
    for name, terms in scenario.hubs.items():
        _lay_site(layout, name, terms)
        for rank, (step, its) in enumerate(terms.screening.items()):
            _lay_step(layout, layout.steps[name] + rank * Step.WIDTH, step, its)
        for pool, places in terms.pools.items():
            _lay_pool(layout, layout.pools[pool], layout.names.pools[pool], layout.hubs[name], places)
        for team, people in terms.teams.items():
            _lay_team(layout, layout.teams[team], team, layout.hubs[name], people)
        for rank, (clock, spec) in enumerate(terms.clocks.items()):
            row = layout.clocks[name] + layout.names.clocks[clock] * ClockSpec.WIDTH
            _lay_clock(layout, row, rank, clock, spec, scenario)
        for rank, (period, length) in enumerate(terms.deadlines.items()):
            row = layout.deadlines[name] + layout.names.deadlines[period] * Deadline.WIDTH
            layout.put(row + Deadline.HAS, True)
            layout.put(row + Deadline.RANK, rank)
            layout.put(row + Deadline.FROM, At[length.from_.upper()])
            layout.put(row + Deadline.LENGTH, length.length)
            layout.put(row + Deadline.STOPPED_BY, None if length.stopped_by is None else At[length.stopped_by.upper()])
            layout.put(row + Deadline.FOR, layout.mask(length.for_, layout.names.classes))
            layout.put(row + Deadline.THEN, CHOICES[length.then])


def _lay_site(layout: Layout, name: str, terms: Hub) -> None:
    put, constants, names, row = layout.put, layout.constants, layout.names, layout.hubs[name]
    put(row + Site.INDEX, names.hubs[name])
    put(row + Site.FIRST_POOL, layout.pools[next(iter(terms.pools))] if terms.pools else 0)
    put(row + Site.POOL_COUNT, len(terms.pools))
    put(row + Site.FIRST_TEAM, layout.teams[next(iter(terms.teams))] if terms.teams else 0)
    put(row + Site.TEAM_COUNT, len(terms.teams))
    put(row + Site.STEPS, layout.steps[name])
    put(row + Site.STEP_COUNT, len(terms.screening))
    put(row + Site.CLOCKS, layout.clocks[name])
    put(row + Site.DEADLINES, layout.deadlines[name])
    put(row + Site.CLOCK_ORDER, constants.numbers([names.clocks[clock] for clock in terms.clocks]))
    put(row + Site.DEADLINE_ORDER, constants.numbers([names.deadlines[period] for period in terms.deadlines]))
    put(row + Site.FOR, layout.mask(terms.for_, names.classes))
    put(row + Site.DESTINATIONS, layout.mask(terms.destinations, names.destinations))
    put(row + Site.SHARE, float(terms.share or 0.0))
    put(row + Site.SHARE_HASH, hash32(f"hub.{name}"))
    _lay_opening(layout, row + Site.OPENS_AT, row + Site.OPENS_ACT, terms.opens)
    put(row + Site.TRAVEL, constants.block([terms.travel.get(hub, NONE) for hub in names.hubs]))
    policy = terms.policy
    put(row + Site.REGIME, Regime[policy.regime.upper()])
    put(row + Site.NEEDS_PLACE, policy.transfer_needs == "place")
    put(row + Site.WHEN_FULL, WhenFull[policy.when_full.upper()])
    put(row + Site.DIVERT_TO, layout.places(policy.divert_to, layout.hubs))
    put(row + Site.STRICT, policy.queue == "strict")
    put(row + Site.RECEPTION_PLACES, terms.reception.places)
    put(row + Site.HOLIDAYS, layout.days(terms.holidays))
    put(row + Site.ATTEMPTS, terms.removal.attempts)
    put(row + Site.RETRY_AFTER, terms.removal.retry_after)
    put(row + Site.ATTEMPTS_THEN, CHOICES[terms.removal.then])
    put(row + Site.RELEASE_TAKES, constants.shape("release_takes", terms.removal.release_takes))
    put(row + Site.SEND_BACK_TAKES, constants.shape("send_back_takes", terms.removal.send_back_takes))
    put(row + Site.NOTED, True)
    for n, field in enumerate((Site.PLACES_LIST, Site.TEAMS_LIST, Site.REMOVAL_LIST)):
        put(row + field, layout.lists[name] + n * WaitingList.WIDTH)
    initial = layout.scenario.services.values()  # what a service reaches is known from the start
    put(row + Site.REACHES_SENDER, any(service.from_ == name and SENDER in service.to for service in initial))


def _lay_opening(layout: Layout, at: int, act: int, opens: dt.date | str | None) -> None:
    layout.put(at, layout.instant(opens) if isinstance(opens, dt.date) else NEVER)
    layout.put(act, layout.names.acts[opens] if isinstance(opens, str) else NONE)


def _lay_step(layout: Layout, row: int, name: str, terms: StepTerms) -> None:
    put, constants, names = layout.put, layout.constants, layout.names
    put(row + Step.NAME, names.tasks[name])
    put(row + Step.BIT, names.steps[name])
    put(row + Step.TEAM, layout.need(terms.team))
    put(row + Step.TIME, constants.shape(f"screening.{name}.time", terms.time))
    put(row + Step.TIME_HASH, hash32(f"screening.{name}.time"))
    put(row + Step.FOR, layout.mask(terms.for_, names.classes))
    put(row + Step.SENT_BACK, float(terms.sent_back))
    put(row + Step.SENT_BACK_HASH, hash32(f"screening.{name}.sent_back"))
    put(row + Step.PAUSABLE, terms.pausable)
    decision = f"screening.{name}.referred"
    put(row + Step.REFERRED, constants.choices(decision, terms.referred, names.classes) if terms.referred else 0)
    put(row + Step.OWN_HASH, constants.block([hash32(f"{decision}.{class_}") for class_ in names.classes]))


def _lay_pool(layout: Layout, row: int, index: int, site: int, terms: PoolTerms) -> None:
    put, names = layout.put, layout.names
    put(row + Pool.INDEX, index)
    put(row + Pool.SITE, site)
    put(row + Pool.FOR, layout.mask(terms.for_, names.classes))
    put(row + Pool.PLACES, terms.places)
    put(row + Pool.ROOMS, terms.rooms)
    put(row + Pool.BEDS, terms.beds)
    put(row + Pool.HAS_ROOMS, terms.rooms is not None)
    put(row + Pool.SHARED_BY, SharedBy[(terms.shared_by or "nobody").upper()])
    groups = list(terms.groups.values())
    group_of = [next((rank for rank, group in enumerate(groups) if class_ in group), NONE) for class_ in names.classes]
    put(row + Pool.GROUPS, layout.constants.block(group_of))
    put(row + Pool.OPENED, float(terms.opened))
    put(row + Pool.USABLE_SHARE, float(terms.usable))
    put(row + Pool.BACKGROUND, terms.background or 0)
    put(row + Pool.TURNAROUND, terms.turnaround)
    put(row + Pool.OVERFLOW, terms.overflow)
    put(row + Pool.RESERVE_PLACES, None if terms.reserve is None else terms.reserve.places)
    put(row + Pool.RESERVE_FOR, 0 if terms.reserve is None else layout.mask(terms.reserve.for_, names.classes))
    _lay_opening(layout, row + Pool.OPENS_AT, row + Pool.OPENS_ACT, terms.opens)


def _lay_team(layout: Layout, row: int, name: str, site: int, terms: TeamTerms) -> None:
    put, constants = layout.put, layout.constants
    put(row + Team.INDEX, layout.names.teams[name])
    put(row + Team.SITE, site)
    put(row + Team.STAFF, terms.staff)
    put(row + Team.ON_DUTY, _roster(layout, terms.on_duty))
    put(row + Team.CLOSED, layout.days(terms.closed))
    put(row + Team.ON_HOLIDAYS, 0 if terms.on_holidays is None else _roster(layout, terms.on_holidays))
    put(row + Team.FINISH_BY_SHIFT_END, terms.finish_by_shift_end)
    put(row + Team.MINIMUM, terms.minimum)
    put(row + Team.PER_STAFF, 0 if terms.per is None else terms.per.staff)
    put(row + Team.PER_PEOPLE, 1 if terms.per is None else terms.per.people)
    put(row + Team.POOLS, layout.places(terms.pools, layout.pools) if terms.pools else 0)
    put(row + Team.LIMITS_INTAKE, bool(terms.limits_intake))
    put(row + Team.ABSENT, float(terms.absent or 0.0))
    posts = [(layout.instant(date), number) for date, number in sorted(terms.recruited.items())]
    put(row + Team.RECRUITED, constants.rows(posts))
    put(row + Team.HIRED, constants.shape("hired", terms.hired))
    put(row + Team.TRAINING, terms.training or 0)
    put(row + Team.ENTITY, hash32(f"teams.{name}"))


def _roster(layout: Layout, roster: Roster) -> int:
    """Place of seven pairs, of Monday first: how many shifts of the day, and the place of their beginnings and ends since midnight."""
    words = []
    for weekday in range(7):
        midnight = weekday * MS_PER_DAY
        parts = ((max(begin, midnight), min(end, midnight + MS_PER_DAY)) for begin, end in roster.intervals)
        shifts = sorted((begin - midnight, end - midnight) for begin, end in parts if begin < end)
        words += [len(shifts), layout.constants.block([word for shift in shifts for word in shift]) if shifts else 0]
    return layout.constants.block(words)


def _lay_clock(layout: Layout, row: int, rank: int, name: str, spec: AnyClock, scenario: Scenario) -> None:
    put, names = layout.put, layout.names
    put(row + ClockSpec.HAS, True)
    put(row + ClockSpec.NAME, names.tasks[name])
    put(row + ClockSpec.RANK, rank)
    put(row + ClockSpec.KIND, Clock[spec.kind.upper()])
    put(row + ClockSpec.FROM, At[spec.from_.upper()])
    put(row + ClockSpec.FOR, layout.mask(spec.for_, names.classes))
    put(row + ClockSpec.DESTINATIONS, layout.mask(spec.destinations, names.destinations))
    put(row + ClockSpec.SPEED, float(spec.speed))
    put(row + ClockSpec.REGIME, Regime.ANY if spec.regime is None else Regime[spec.regime.upper()])
    put(row + ClockSpec.BECOMES, NONE)
    put(row + ClockSpec.REFUSED_BECOMES, NONE)
    put(row + ClockSpec.AFTER_HASH, hash32(f"clocks.{name}.after"))
    if isinstance(spec, Claim | Unfit | Moving | Ending):
        put(row + ClockSpec.CHANCE, float(spec.chance))
        put(row + ClockSpec.AFTER, layout.constants.latent(f"clocks.{name}.after", spec.after))
    match spec:
        case Voluntary():
            put(row + ClockSpec.AT_ONCE, float(spec.at_once))
            put(row + ClockSpec.CEILING, float(spec.ceiling))
            put(row + ClockSpec.HALF_TIME, spec.half_time)
            put(row + ClockSpec.NEEDS_DOCUMENTS, spec.needs == "documents")
        case Claim():
            _lay_claim(layout, row, name, spec)
        case Review():
            _lay_review(layout, row, name, spec)
        case Moving():
            site = spec.to if spec.to in layout.hubs else next(hub for hub, terms in scenario.hubs.items() if spec.to in terms.pools)
            put(row + ClockSpec.TO_SITE, layout.hubs[site])
            put(row + ClockSpec.TO_POOL, 0 if spec.to in layout.hubs else layout.pools[spec.to])
            put(row + ClockSpec.WHO, Who[spec.who.upper()])
        case Ending():
            put(row + ClockSpec.STAYS_HOUSED, spec.stays_housed)
            put(row + ClockSpec.MOVES_OUT, layout.constants.latent(f"clocks.{name}.moves_out", spec.moves_out))
            put(row + ClockSpec.MOVES_OUT_HASH, hash32(f"clocks.{name}.moves_out"))
        case Unfit():
            put(row + ClockSpec.THEN, CHOICES[spec.then])
            put(row + ClockSpec.LASTS, layout.constants.latent(f"clocks.{name}.lasts", spec.lasts))
            put(row + ClockSpec.LASTS_HASH, hash32(f"clocks.{name}.lasts"))
            put(row + ClockSpec.BECOMES, None if spec.becomes is None else names.classes[spec.becomes])
        case Notice():
            put(row + ClockSpec.LENGTH, layout.constants.latent(f"clocks.{name}.length", spec.length))
            put(row + ClockSpec.LENGTH_HASH, hash32(f"clocks.{name}.length"))
            put(row + ClockSpec.RENEWED, spec.renewed)


def _lay_claim(layout: Layout, row: int, name: str, spec: Claim) -> None:
    put, classes, slots = layout.put, layout.names.classes, layout.names.slots()
    put(row + ClockSpec.DECIDED, layout.constants.latent(f"clocks.{name}.decided", spec.decided))
    put(row + ClockSpec.DECIDED_HASH, hash32(f"clocks.{name}.decided"))
    put(row + ClockSpec.GRANTED, float(spec.granted))
    put(row + ClockSpec.GRANTED_HASH, hash32(f"clocks.{name}.granted"))
    put(row + ClockSpec.SUSPENDS_REMOVAL, spec.suspends == "removal")
    put(row + ClockSpec.STOPS, sum(1 << slots[clock] for clock in set(spec.stops) if clock in slots))
    put(row + ClockSpec.BECOMES, None if spec.becomes is None else classes[spec.becomes])
    put(row + ClockSpec.REFUSED_BECOMES, None if spec.refused_becomes is None else classes[spec.refused_becomes])


def _lay_review(layout: Layout, row: int, name: str, spec: Review) -> None:
    put = layout.put
    put(row + ClockSpec.AGES, layout.constants.numbers(spec.at))
    put(row + ClockSpec.EVERY, spec.every)
    put(row + ClockSpec.TEAM, layout.need(spec.team))
    put(row + ClockSpec.TIME, layout.constants.shape(f"clocks.{name}.time", spec.time))
    put(row + ClockSpec.TIME_HASH, hash32(f"clocks.{name}.time"))
    put(row + ClockSpec.CHANCE, float(spec.chance))
    put(row + ClockSpec.CHANCE_HASH, hash32(f"clocks.{name}.chance"))
    put(row + ClockSpec.THEN, CHOICES[spec.then])
    put(row + ClockSpec.LATE_BY, spec.late_by)
    put(row + ClockSpec.LATE_THEN, CHOICES[spec.late_then])
