"""The layout: where each row of a scenario lies, and the names that rows stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sim.kernel.memory import NEVER, NONE
from sim.kernel.plan.constants import Constants, Word, bits
from sim.kernel.rows import (
    Act,
    ClockSpec,
    Deadline,
    Destination,
    Filter,
    Objection,
    Pool,
    Row,
    Running,
    Service,
    Site,
    Step,
    Suspended,
    Team,
    WaitingList,
    World,
)
from sim.kernel.rows import Class as ClassRow
from sim.record import FILTER, MS_PER_DAY, REASONS
from sim.scenario.schema import Scenario

LONGEST_MASK = 62
"""Names that fit into one word."""


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(dict.fromkeys(names))}


class Names:
    """Every name of a scenario by its number, in the order of the file; what several hubs call alike is one."""

    def __init__(self, scenario: Scenario) -> None:
        hubs = scenario.hubs
        self.classes = _numbered(scenario.classes)
        self.destinations = _numbered(scenario.destinations)
        self.hubs = _numbered(hubs)
        self.pools = _numbered(pool for hub in hubs.values() for pool in hub.pools)
        self.teams = _numbered(team for hub in hubs.values() for team in hub.teams)
        self.steps = _numbered(step for hub in hubs.values() for step in hub.screening)
        self.clocks = _numbered(clock for hub in hubs.values() for clock in hub.clocks)
        self.deadlines = _numbered(period for hub in hubs.values() for period in hub.deadlines)
        self.services = _numbered(scenario.services)
        self.acts = _numbered(scenario.timeline)
        self.objections = _numbered(scenario.transfer.objections)
        self.filters = _numbered(scenario.selection.filters)
        self.tasks = _numbered(["selection", "documents", *self.steps, *self.clocks])
        self.reasons = (*REASONS, *(f"{FILTER}{name}" for name in self.filters))
        self.teams_of: dict[tuple[str, ...], int] = {}
        """Teams needed together, as they are written in the record, by their number."""

    def slots(self) -> dict[str, int]:
        """Slots of the clocks of a case: by name, documents, dropping out, then `NAME.lasts`."""
        count = len(self.clocks)
        lasts = {f"{name}.lasts": count + 2 + index for name, index in self.clocks.items()}
        return {**self.clocks, "documents": count, "drops_out": count + 1, **lasts}

    def capacities(self) -> list[str]:
        """Names of capacities as the book numbers them."""
        return [
            *(f"pool:{name}" for name in self.pools),
            *(f"reception:{name}" for name in self.hubs),
            *(f"team:{name}" for name in self.teams),
            "agreement:total",
            "agreement:standing",
        ]

    def spells(self) -> list[str]:
        """Names of spells as the book numbers them."""
        return [
            "selection", "transfers", "removals", "moves",
            *(f"destination:{name}" for name in self.destinations),
            *(f"documents:{name}" for name in self.destinations),
            *(f"hub:{name}" for name in self.hubs),
            *(f"regime:{name}:{regime}" for name in self.hubs for regime in ("open", "closed")),
            "end", "exchange",
        ]  # fmt: skip


class Layout:
    """Words of the memory before a run: rows by place, and the constants behind them.

    Parameters
    ----------
    scenario : Scenario
        As it is at the start: what there is of each kind never changes.
    constants : Constants
        Blocks of which the size is not known beforehand.
    """

    def __init__(self, scenario: Scenario, constants: Constants) -> None:
        self.scenario = scenario
        self.constants = constants
        self.names = Names(scenario)
        self.words: list[int] = [0] * World.WIDTH
        names = self.names
        self.hubs = self._rows(names.hubs, Site, first=World.SITES, count=World.SITE_COUNT)
        self.pools = self._rows(names.pools, Pool, count=World.POOL_COUNT)
        self.teams = self._rows(names.teams, Team, count=World.TEAM_COUNT)
        self.classes = self._rows(names.classes, ClassRow, first=World.CLASSES, count=World.CLASS_COUNT)
        self.destinations = self._rows(names.destinations, Destination, first=World.DESTINATIONS, count=World.DESTINATION_COUNT)
        self.services = self._rows(names.services, Service, first=World.SERVICES, count=World.SERVICE_COUNT)
        self.filters = self._rows(names.filters, Filter, first=World.FILTERS, count=World.FILTER_COUNT)
        self.objections = self._rows(names.objections, Objection, first=World.OBJECTIONS, count=World.OBJECTION_COUNT)
        self.acts = self._rows(names.acts, Act, first=World.ACTS, count=World.ACT_COUNT)
        self.clocks = {hub: self.add(len(names.clocks) * ClockSpec.WIDTH) for hub in names.hubs}
        self.deadlines = {hub: self.add(len(names.deadlines) * Deadline.WIDTH) for hub in names.hubs}
        self.steps = {hub: self.add(len(terms.screening) * Step.WIDTH) for hub, terms in scenario.hubs.items()}
        self.lists = {hub: self.add(3 * WaitingList.WIDTH) for hub in names.hubs}
        self.put(World.TRANSFER_LIST, self.add(WaitingList.WIDTH))
        self.put(World.RELOCATION_LIST, self.add(WaitingList.WIDTH))
        self.put(World.SUSPENDED, self.add(Suspended.DESTINATION + 2 * len(names.destinations)))
        self.put(World.CAPACITIES, self.add(len(names.capacities())))
        self.put(World.NO_CLOCK, self.add(Running.WIDTH))

    def _rows(self, names: Mapping[str, int], row: type[Row], first: int = 0, count: int = 0) -> dict[str, int]:
        """A row for each name; a word of the world says where the first lies, another how many there are (0: nobody asks)."""
        width = row["WIDTH"].value
        places = {name: self.add(width) for name in names}
        if first:
            self.put(first, next(iter(places.values()), 0))
        if count:
            self.put(count, len(places))
        return places

    def add(self, words: int) -> int:
        """Place of so many new words."""
        place = len(self.words)
        self.words += [0] * words
        return place

    def put(self, place: int, value: Word | None) -> None:
        """Lay down a word; None is NONE."""
        self.words[place] = NONE if value is None else bits(value)

    # --- forms of values --------------------------------------------------------------------------------------------------

    def instant(self, date: dt.date | None) -> int:
        """Midnight of a date; NEVER where there is none."""
        return NEVER if date is None else (date - self.scenario.start).days * MS_PER_DAY

    def days(self, dates: Iterable[dt.date]) -> int:
        """Place of a list of days, rising."""
        return self.constants.numbers(sorted({(date - self.scenario.start).days for date in dates}))

    def mask(self, names: Iterable[str], among: Mapping[str, int]) -> int:
        """A set of names."""
        return sum(1 << among[name] for name in set(names))

    def places(self, names: Iterable[str], among: Mapping[str, int]) -> int:
        """Place of a list of places of rows."""
        return self.constants.numbers([among[name] for name in names])

    def by_class(self, shares: float | Mapping[str, float], missing: float) -> int:
        """Place of a share for each class: one for all, or those named."""
        if isinstance(shares, float):
            return self.constants.block([shares] * len(self.names.classes))
        return self.constants.block([float(shares.get(name, missing)) for name in self.names.classes])

    def need(self, teams: Sequence[str]) -> int:
        """Place of what a task needs of teams: number of the text in the record, teams, and how many of each; 0: nobody."""
        if not teams:
            return 0
        text = self.names.teams_of.setdefault(tuple(teams), len(self.names.teams_of))
        numbers = {team: list(teams).count(team) for team in teams}
        pairs = [word for team, number in numbers.items() for word in (self.teams[team], number)]
        return self.constants.block([text, len(numbers), *pairs])
