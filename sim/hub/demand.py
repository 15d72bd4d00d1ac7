"""Demand: streams that list cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.given.rates import arrivals, value_at
from sim.given.streams import Given
from sim.given.streams import streams as given_streams
from sim.hub.case import STREAM_BITS, Case, journey
from sim.hub.clock import Kind
from sim.scenario.schema import Backlog, Cohorts, Initial, Poisson, Scenario, Trace, TraceRow, Upstream

if TYPE_CHECKING:
    from sim.draws import Being
    from sim.hub.case import Story
    from sim.hub.world import World

COHORT_BITS = 16
"""A cohort's cases are numbered cohort x 2^16 + seat."""


class Stream:
    """One demand stream, or a sub-stream that a rise adds: lists its cases at their instants."""

    def __init__(self, world: World, given: Given) -> None:
        self.world = world
        self.name = given.name
        self.rank = given.rank
        self.terms = given.terms
        self.pieces = given.pieces
        self.changes = given.changes
        self.adds = given.adds
        self.cuts = given.cuts
        self.entity = f"demand.{given.name}"
        self.put_in_force(world.scenario)

    def put_in_force(self, scenario: Scenario) -> None:
        """From now on cases are of these classes and destinations, each with its share."""
        classes = self.terms.classes or {name: terms.share for name, terms in scenario.classes.items()}
        destinations = self.terms.destinations or {name: terms.share for name, terms in scenario.destinations.items()}
        self._classes, self._destinations = _possible(classes), _possible(destinations)

    def listing(self) -> Story:
        """List every case at its instant, in order."""
        world = self.world
        for number, at, row, size in self._cases():
            if at >= world.horizon:
                return
            yield world.clock.until(at, Kind.LISTING, self.rank << STREAM_BITS | number)
            if not (self.changes or self.cuts) or self._kept(number, at):
                case = self._new_case(number, row, size)
                world.casework.reached(case, "listed")
                world.timeline.schedule.counted(listed=case.size)
                case.process = world.clock.process(journey(world, case))

    def begin_inside(self) -> None:
        """Those inside at the start: screened, and placed unless they wait in reception."""
        assert isinstance(self.terms, Initial)
        world = self.world
        entered: list[Case] = []
        for row in self._initial_rows(self.terms):
            case = self._new_case(row.id, row, row.people)
            case.prior = row.elapsed if row.elapsed >= 0 else 0
            if self.terms.days_inside is not None and not self.terms.rows:
                case.prior = case.luck.length("days_inside", self.terms.days_inside)
            hub = row.hub or next(iter(self.terms.hubs), None)
            world.enter_inside(case, row.pool or self.terms.pool, hub)
            entered.append(case)
        for case in entered:
            if case.place is None:
                case.site.housing.settle(case)

    # --- which cases, and when ------------------------------------------------------------------------------------------

    def _cases(self) -> Iterator[tuple[int, int, TraceRow | None, int | None]]:
        """(number, instant, row of a file, size drawn already), instants never falling."""
        match self.terms:
            case Poisson() | Upstream():
                return ((number, at, None, None) for number, at in self._at_a_rate())
            case Backlog():
                return self._backlog(self.terms)
            case Cohorts():
                return self._cohorts(self.terms)
            case Trace():
                rows = sorted(self.terms.rows, key=lambda row: (row.at, row.id))
                return ((row.id, row.at, row, row.people) for row in rows if self._adds_at(row.at) and self._twice(row.id))
        return iter(())

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
            luck = self.world.luck.of(self.entity, number)
            size = self._size(luck, self._class(luck))
            if size <= left:
                left -= size
                if luck.happens("shows_up", terms.shows_up):
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
        class_ = (row.class_ if row is not None else None) or self._class(luck)
        destination = (row.destination if row is not None else None) or self._destination(luck)
        if size is None:
            size = self._size(luck, class_)
        terms = scenario.classes[class_]
        minors = self._minors(luck, size, terms.minors)
        case = Case(self.name, self.rank, number, luck, class_, size, minors, destination, luck.happens("escorted", terms.escorted))
        self.world.cases.append(case)
        return case

    def _class(self, luck: Being) -> str:
        names, shares = self._classes
        return names[0] if len(names) == 1 else luck.one_of("class", names, shares)

    def _destination(self, luck: Being) -> str:
        names, shares = self._destinations
        return names[0] if len(names) == 1 else luck.one_of("destination", names, shares)

    def _size(self, luck: Being, class_: str) -> int:
        sizes = self.world.scenario.classes[class_].size
        if len(sizes) == 1:
            return sizes[0][0]
        return int(luck.one_of("size", [str(n) for n, _ in sizes], [share for _, share in sizes]))

    def _minors(self, luck: Being, size: int, share: float) -> int:
        """People under age: the first of a case is grown up, each other is a minor by chance, so that the share of people holds."""
        if share <= 0.0:
            return 0
        if size == 1:
            return int(luck.happens("minor", share, 0))
        each = min(1.0, share * size / (size - 1))
        return sum(luck.happens("minor", each, k) for k in range(1, size))


def _possible(shares: Mapping[str, float]) -> tuple[list[str], list[float]]:
    """Those that have a share, and the shares."""
    possible = {name: share for name, share in shares.items() if share > 0.0}
    return list(possible), list(possible.values())


def streams(world: World) -> list[Stream]:
    """Every stream of the scenario, and the sub-streams that rises add."""
    return [Stream(world, given) for given in given_streams(world.scenario, world.timeline.schedule.known)]
