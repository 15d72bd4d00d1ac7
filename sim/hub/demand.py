"""Demand: streams that list cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.hub.case import Case, journey, journey_of_one_inside
from sim.hub.clock import Kind
from sim.hub.rates import Segment, arrivals, overlaid, segments, value_at
from sim.hub.upstream import FACTOR, upstream
from sim.scenario.schema import Backlog, Cohorts, Initial, Listed, Poisson, Trace, TraceRow, Upstream
from sim.scenario.schema import Demand as Terms

if TYPE_CHECKING:
    from sim.hub.case import Story
    from sim.hub.world import World

COHORT_BITS = 16
"""A cohort's cases are numbered cohort x 2^16 + seat."""


@dataclass(frozen=True)
class Change:
    """A dated change of a stream: over [begin, end) the rate is `rate`, or its people are `factor` times as many as it says."""

    act: str
    begin: int
    end: int
    rate: float = 0.0
    factor: float | None = None

    def holds(self, at: int) -> bool:
        """Whether it is in force at an instant."""
        return self.begin <= at < self.end

    def target(self, base: float) -> float:
        """The rate in force where the stream says `base`."""
        return self.rate if self.factor is None else base * self.factor

    @property
    def more(self) -> float:
        """People added, as a multiple of what the stream says."""
        return max(0.0, (self.factor or 0.0) - 1.0)


@dataclass(frozen=True)
class Cut:
    """A dated cut of a stream whose rate drifts: of those it lists, only a share is kept from each instant on."""

    act: str
    kept: list[Segment]


class Stream:
    """One demand stream: lists its cases at their instants.

    Parameters
    ----------
    name : str
        Name of the stream; a rise in rate adds a sub-stream `stream+change`.
    terms : a demand block
        What it is.
    pieces : list of (instant, rate), optional
        Its rate, for streams that have one.
    changes : list of Change
        Dated cuts, which drop the cases whose own luck is above the share kept.
    adds : Change, optional
        The rise that this sub-stream is.
    cuts : list of Cut
        The same of people upstream, where the share drifts.
    """

    def __init__(
        self,
        world: World,
        name: str,
        rank: int,
        terms: Terms,
        pieces: list[Segment],
        changes: list[Change],
        adds: Change | None = None,
        cuts: Sequence[Cut] = (),
    ) -> None:
        self.world = world
        self.name = name
        self.rank = rank
        self.terms = terms
        self.pieces = pieces
        self.changes = changes
        self.adds = adds
        self.cuts = cuts
        self.entity = f"demand.{name}"

    def listing(self) -> Story:
        """List every case at its instant, in order."""
        world = self.world
        for number, at, row, size in self._cases():
            if at >= world.horizon:
                return
            yield world.clock.alarm(at, Kind.LISTING, self.rank << 40 | number, 0)
            if self._kept(number, at):
                case = self._new_case(number, row, size)
                case.process = world.clock.process(journey(world, case))
                world.casework.reached(case, "listed")
                world.timeline.schedule.counted("listed", case.size)

    def begin_inside(self) -> None:
        """Those inside at the start."""
        assert isinstance(self.terms, Initial)
        world = self.world
        for row in self._initial_rows(self.terms):
            case = self._new_case(row.id, row, row.people)
            case.prior = row.elapsed if row.elapsed >= 0 else 0
            if self.terms.days_inside is not None and not self.terms.rows:
                case.prior = case.luck.length("days_inside", self.terms.days_inside)
            hub = row.hub or next(iter(self.terms.hubs), None)
            world.enter_inside(case, row.pool or self.terms.pool, hub)
            case.process = world.clock.process(journey_of_one_inside(world, case))

    # --- which cases, and when ------------------------------------------------------------------------------------------

    def _cases(self) -> Iterator[tuple[int, int, TraceRow | None, int | None]]:
        """(number, instant, row of a file, size drawn already), instants never falling."""
        match self.terms:
            case Poisson() | Upstream():
                yield from ((number, at, None, None) for number, at in self._at_a_rate())
            case Backlog():
                yield from self._backlog(self.terms)
            case Cohorts():
                yield from self._cohorts(self.terms)
            case Trace():
                for row in sorted(self.terms.rows, key=lambda row: (row.at, row.id)):
                    if self._adds_at(row.at) and self._twice(row.id):
                        yield row.id, row.at, row, row.people

    def _at_a_rate(self) -> Iterator[tuple[int, int]]:
        return arrivals(self.pieces, self.world.horizon, lambda number: self.world.luck.of(self.entity, number).uniform("listed"))

    def _backlog(self, terms: Backlog) -> Iterator[tuple[int, int, TraceRow | None, int | None]]:
        if terms.rate is None:
            begin = 0 if terms.from_ is None else max(0, self.world.instant_of(terms.from_))
            yield from ((number, begin, None, None) for number in range(terms.cases if self._adds_at(begin) else 0))
            return
        for number, at in self._at_a_rate():
            if number == terms.cases:
                return
            yield number, at, None, None

    def _cohorts(self, terms: Cohorts) -> Iterator[tuple[int, int, TraceRow | None, int | None]]:
        world = self.world
        if terms.every is not None:
            dated = [(at, terms.people) for at in range(terms.every, world.horizon, terms.every)]
        else:
            dated = sorted(((world.instant_of(date), people) for date, people in (terms.dates or {}).items()), key=lambda d: d[0])
        for cohort, (at, people) in enumerate(dated):
            luck = world.luck.of(f"demand.{self.name.partition('+')[0]}", cohort)
            happens = people is not None and 0 <= at < world.horizon and self._adds_at(at)
            if people is not None and happens and luck.happens("cohort.happens", terms.happens):
                times = 1.0 if self.adds is None else self.adds.more
                planned = min(round(luck.value("cohort.people", people) * times), 1 << COHORT_BITS)
                yield from ((number, at, None, size) for number, size in self._seats(terms, cohort, planned))

    def _seats(self, terms: Cohorts, cohort: int, people: int) -> Iterator[tuple[int, int]]:
        """Cases of one cohort: each seat in turn while its case fits into the people left; who does not show up leaves a gap."""
        left = people
        for seat in range(people):
            number = cohort << COHORT_BITS | seat
            size = self._size(number)
            if size <= left:
                left -= size
                if self.world.luck.of(self.entity, number).happens("shows_up", terms.shows_up):
                    yield number, size
            if left == 0:
                return

    def _initial_rows(self, terms: Initial) -> tuple[TraceRow, ...]:
        return terms.rows or tuple(TraceRow(id=number, pool=terms.pool) for number in range(terms.cases or 0))

    def _kept(self, number: int, at: int) -> bool:
        """Dated cuts never bend the stream: at a share q they drop the cases whose own u is q or more."""
        for change in self.changes:
            if change.holds(at):
                base = value_at(self.pieces, at)
                share = change.factor if change.factor is not None else change.rate / base if base > 0.0 else 1.0
                if not self.world.luck.of(self.entity, number).happens(f"kept.{change.act}", share):
                    return False
        for cut in self.cuts:
            share = value_at(cut.kept, at)
            if share < 1.0 and not self.world.luck.of(self.entity, number).happens(f"kept.{cut.act}", share):
                return False
        return True

    def _adds_at(self, at: int) -> bool:
        """Whether a stream lists at an instant; a sub-stream only while the rise that it is holds."""
        return self.adds is None or self.adds.holds(at)

    def _twice(self, number: int) -> bool:
        """Whether a row of a file is listed; in a sub-stream each of them by chance, once more."""
        return self.adds is None or self.world.luck.of(self.entity, number).happens("twice", self.adds.more)

    # --- who --------------------------------------------------------------------------------------------------------------

    def _new_case(self, number: int, row: TraceRow | None, size: int | None) -> Case:
        """A case with all that is drawn of it at listing."""
        scenario = self.world.scenario
        luck = self.world.luck.of(self.entity, number)
        class_ = (row.class_ if row is not None else None) or self._class(number)
        destination = (row.destination if row is not None else None) or luck.one_of("destination", *self._destinations())
        if size is None:
            size = self._size(number, class_)
        terms = scenario.classes[class_]
        minors = self._minors(number, size, terms.minors)
        case = Case(self.name, self.rank, number, luck, class_, size, minors, destination, luck.happens("escorted", terms.escorted))
        self.world.cases.append(case)
        return case

    def _class(self, number: int) -> str:
        shares = self.terms.classes or {name: terms.share for name, terms in self.world.scenario.classes.items()}
        return self.world.luck.of(self.entity, number).one_of("class", list(shares), list(shares.values()))

    def _destinations(self) -> tuple[list[str], list[float]]:
        shares = self.terms.destinations or {name: terms.share for name, terms in self.world.scenario.destinations.items()}
        return list(shares), list(shares.values())

    def _size(self, number: int, class_: str | None = None) -> int:
        sizes = self.world.scenario.classes[class_ or self._class(number)].size
        if len(sizes) == 1:
            return sizes[0][0]
        drawn = self.world.luck.of(self.entity, number).one_of("size", [str(n) for n, _ in sizes], [share for _, share in sizes])
        return int(drawn)

    def _minors(self, number: int, size: int, share: float) -> int:
        """People under age: the first of a case is grown up, each other is a minor by chance, so that the share of people holds."""
        if size == 1:
            return int(self.world.luck.of(self.entity, number).happens("minor", share, 0)) if share else 0
        each = min(1.0, share * size / (size - 1))
        return sum(self.world.luck.of(self.entity, number).happens("minor", each, k) for k in range(1, size))


def streams(world: World) -> list[Stream]:
    """Every stream of the scenario, and the sub-streams that rises add.

    A backlog is finite: a changed rate lists the same cases faster or slower, and adds and drops nobody; a factor does.
    """
    found: list[Stream] = []
    for rank, (name, terms) in enumerate(world.scenario.demand.items()):
        if isinstance(terms, Upstream):
            found += _upstream(world, name, rank, terms, len(world.scenario.demand) + len(found))
            continue
        pieces = _pieces(world, terms)
        changes = world.timeline.rate_changes(name)
        if isinstance(terms, Listed) and terms.factor is not None:
            changes.append(Change(FACTOR, 0, world.horizon, factor=terms.factor))
        if isinstance(terms, Backlog):
            rates = [(change.begin, change.end, change.rate) for change in changes if change.factor is None]
            pieces, changes = overlaid(pieces, rates), [change for change in changes if change.factor is not None]
        found.append(Stream(world, name, rank, terms, pieces, changes))
        for change in changes:
            extra = _above(pieces, change)
            if change.more > 0.0 if change.factor is not None else any(rate > 0.0 for _, rate in extra):
                rank, more = len(world.scenario.demand) + len(found), _more_of(terms, change)
                found.append(Stream(world, f"{name}+{change.act}", rank, more, extra, [], change))
    return found


def _upstream(world: World, name: str, rank: int, terms: Upstream, ranks: int) -> list[Stream]:
    """A stream of people upstream, and the sub-streams that dated changes add, with the cuts of those that come later."""
    pieces, stages = upstream(terms, world.scenario, world.timeline.changes_upstream(name), world.horizon, name)
    cuts = [Cut(act, [(at, min(1.0, new / old) if old > 0.0 else 1.0) for at, old, new in rates]) for act, rates in stages]
    found = [Stream(world, name, rank, terms, pieces, [], None, cuts)]
    for n, (act, rates) in enumerate(stages):
        extra = [(at, max(0.0, new - old)) for at, old, new in rates]
        if any(rate > 0.0 for _, rate in extra):
            found.append(Stream(world, f"{name}+{act}", ranks + len(found), terms, extra, [], None, cuts[n + 1 :]))
    return found


def _more_of(terms: Terms, change: Change) -> Terms:
    """The terms of a sub-stream: of a backlog so many cases as the factor adds."""
    return terms.model_copy(update={"cases": round(terms.cases * change.more)}) if isinstance(terms, Backlog) else terms


def _pieces(world: World, terms: Terms) -> list[Segment]:
    if isinstance(terms, Poisson):
        return segments(terms.rate, terms.season, world.scenario.start, 0, world.horizon)
    if isinstance(terms, Backlog) and terms.rate is not None:
        begin = 0 if terms.from_ is None else max(0, world.instant_of(terms.from_))
        return segments(terms.rate, None, world.scenario.start, begin, world.horizon)
    return []


def _above(pieces: list[Segment], change: Change) -> list[Segment]:
    """What a change adds to a rate, piece by piece."""
    turns = sorted({change.begin, *(at for at, _ in pieces if change.begin < at < change.end)})
    rises = [(at, max(0.0, change.target(base) - base)) for at in turns for base in [value_at(pieces, at)]]
    return [*rises, (change.end, 0.0)]
