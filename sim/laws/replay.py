"""The tables of one record as arrays, and the few sweeps that laws are made of. Shares nothing with the engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.record import COLUMNS, MS_PER_DAY, Record
from sim.scenario.rosters import Roster
from sim.scenario.schema import AnyClock, Hub, Pool, Scenario, Step, Team

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Words = NDArray[np.object_]

WEEK = 7 * MS_PER_DAY
PERIOD = "deadline:"
"""What the name of a legal period begins with among the tasks."""


# --- sweeps ---------------------------------------------------------------------------------------------------------------


def reached(instants: Floats, weights: Floats, at: Floats) -> Floats:
    """Sum of the weights whose instant is at or before each `at`."""
    order = np.argsort(instants, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(weights[order])])
    return sums[np.searchsorted(instants[order], at, side="right")]


def level(starts: Floats, ends: Floats, weights: Floats, at: Floats) -> Floats:
    """Sum of the weights of those who are there after each instant: start <= at < end."""
    return reached(starts, weights, at) - reached(ends, weights, at)


def _during(starts: Floats, ends: Floats, at: Floats) -> Bools:
    """Whether any is there after each instant."""
    during: Bools = level(starts, ends, np.ones(starts.size), at) > 0
    return during


def distinct(*instants: Floats) -> Floats:
    """The different instants, rising."""
    return np.unique(np.concatenate(instants)) if instants else np.empty(0)


def or_never(at: Floats) -> Floats:
    """Instants, infinity where it did not happen."""
    return np.where(np.isnan(at), np.inf, at)


def groups(*columns: Words | Floats | Bools) -> list[Places]:
    """Positions of the rows that agree in all columns, each group in the order of the rows."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for i, key in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        found.setdefault(key, []).append(i)
    return [np.array(rows, dtype=np.intp) for rows in found.values()]


def overtaken(rank: Places, since: Floats, served: Floats, until: Floats) -> list[tuple[int, int]]:
    """(who is served, who asked before and still waits) among equals; the lower rank goes first of those who ask at one instant.

    Who asks at the very instant at which another is served may have asked after that: grants of an instant come in rounds.
    """
    order = np.lexsort((rank, since))
    waited = np.maximum.accumulate(np.concatenate([[-np.inf], until[order][:-1]]))
    found = []
    for i in np.flatnonzero(waited > served[order]).tolist():
        at = served[order[i]]
        first = next((j for j in order[:i] if until[j] > at > since[j]), None)
        if first is not None:
            found.append((int(order[i]), int(first)))
    return found


# --- tables ---------------------------------------------------------------------------------------------------------------


class Columns:
    """Columns of one table of a record, each made into an array once."""

    def __init__(self, record: Record, table: str) -> None:
        self._record = record
        self._table = table
        self._words: dict[str, Words] = {}
        self._numbers: dict[str, Floats] = {}
        self.size = len(record.column(table, next(iter(COLUMNS[table]))))

    def has(self, column: str) -> bool:
        """Whether the table has the column."""
        return column in COLUMNS[self._table]

    @property
    def instants(self) -> list[str]:
        """Names of the columns that hold instants."""
        return [name for name in COLUMNS[self._table] if name == "at" or name.endswith("_at")]

    def words(self, column: str) -> Words:
        """Names."""
        if column not in self._words:
            self._words[column] = self._record.column(self._table, column).astype(object)
        return self._words[column]

    def number(self, column: str) -> Floats:
        """Counts or instants; NaN is missing."""
        if column not in self._numbers:
            self._numbers[column] = self._record.column(self._table, column).astype(np.float64)
        return self._numbers[column]

    def among(self, column: str, *names: str) -> Bools:
        """Which rows have one of the names."""
        words = self.words(column)
        mask = np.zeros(self.size, dtype=bool)
        for name in names:
            mask |= words == name
        return mask


# --- the replay -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Replay:
    """One record beside the scenario that it claims to follow."""

    record: Record
    scenario: Scenario

    @property
    def horizon(self) -> float:
        """End of the run, milliseconds."""
        return float(self.record.horizon)

    @cached_property
    def hubs(self) -> dict[str, Hub]:
        """The hubs by name."""
        return self.scenario.hubs

    @cached_property
    def pools(self) -> dict[str, Pool]:
        """The pools of all hubs; each name stands once."""
        return {name: pool for hub in self.hubs.values() for name, pool in hub.pools.items()}

    @cached_property
    def teams(self) -> dict[str, Team]:
        """The teams of all hubs; each name stands once."""
        return {name: team for hub in self.hubs.values() for name, team in hub.teams.items()}

    @cached_property
    def steps(self) -> list[tuple[str, Step]]:
        """The steps of screening of all hubs; hubs may share a name."""
        return [step for hub in self.hubs.values() for step in hub.screening.items()]

    @cached_property
    def clocks(self) -> list[AnyClock]:
        """The clocks of all hubs."""
        return [clock for hub in self.hubs.values() for clock in hub.clocks.values()]

    def hub_having(self, name: str) -> str:
        """The hub that has a pool or team."""
        return next(hub for hub, terms in self.hubs.items() if name in terms.pools or name in terms.teams)

    def strict(self, hub: str) -> bool:
        """Whether the queues of a hub always stop at the first who does not fit."""
        return self.hubs[hub].policy.queue == "strict" and self.fixed(f"hubs.{hub}.policy.queue")

    def first_fit(self, hub: str) -> bool:
        """Whether in a hub those who fit always pass those who do not."""
        return self.hubs[hub].policy.queue == "first_fit" and self.fixed(f"hubs.{hub}.policy.queue")

    @cached_property
    def equals_known(self) -> bool:
        """Whether two cases of one class have one priority at all times."""
        return all(self.fixed(f"classes.{name}.priority") for name in self.scenario.classes)

    @cached_property
    def journeys(self) -> Columns:
        return Columns(self.record, "journeys")

    @cached_property
    def stays(self) -> Columns:
        return Columns(self.record, "stays")

    @cached_property
    def tasks(self) -> Columns:
        return Columns(self.record, "tasks")

    @cached_property
    def attempts(self) -> Columns:
        return Columns(self.record, "attempts")

    @cached_property
    def services(self) -> Columns:
        return Columns(self.record, "services")

    @cached_property
    def capacity(self) -> Columns:
        return Columns(self.record, "capacity")

    @cached_property
    def spells(self) -> Columns:
        return Columns(self.record, "spells")

    # --- cases ---

    @cached_property
    def case(self) -> Words:
        """Names of the cases, in case order."""
        return self.journeys.words("case")

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.case.tolist())}

    def rows(self, table: Columns) -> Places:
        """The row in journeys of each row of another table; -1 where the case is unknown."""
        row_of = self._row_of
        return np.array([row_of.get(name, -1) for name in table.words("case").tolist()], dtype=np.intp)

    @cached_property
    def stay_rows(self) -> Places:
        """Rows in journeys of the stays."""
        return self.rows(self.stays)

    @cached_property
    def task_rows(self) -> Places:
        """Rows in journeys of the tasks."""
        return self.rows(self.tasks)

    @cached_property
    def periods(self) -> Bools:
        """Which rows of tasks are legal periods."""
        return np.array([str(task).startswith(PERIOD) for task in self.tasks.words("task").tolist()], dtype=bool)

    @cached_property
    def attempt_rows(self) -> Places:
        """Rows in journeys of the attempts."""
        return self.rows(self.attempts)

    def of_case(self, column: str, rows: Places) -> Floats:
        """An instant or number of the cases of some rows; NaN for an unknown case."""
        values = np.append(self.journeys.number(column), np.nan)
        return values[rows]

    def word_of_case(self, column: str, rows: Places) -> Words:
        """A name of the cases of some rows; empty for an unknown case."""
        values = np.append(self.journeys.words(column), "")
        return values[rows]

    @cached_property
    def initial(self) -> Bools:
        """Which cases were inside at the start."""
        streams = [name for name, stream in self.scenario.demand.items() if stream.kind == "initial"]
        return self.journeys.among("stream", *streams)

    @cached_property
    def referred(self) -> Bools:
        """Which cases changed their class on the way: what they queued as is not in the record."""
        changed = np.zeros(self.case.size + 1, dtype=bool)
        changed[self.task_rows[self.tasks.among("result", "referred")]] = True
        changed[self.stay_rows[self.stays.words("class") != self.word_of_case("class", self.stay_rows)]] = True
        return changed[:-1]

    @cached_property
    def goes_on(self) -> Places:
        """For each stay the one that it goes on from, because the case became one of another class in its place; -1 where from none."""
        stays = self.stays
        where = zip(*(stays.words(name).tolist() for name in ("case", "hub", "pool", "kind", "rooms")), strict=True)
        classes, start, end = stays.words("class"), stays.number("start_at"), stays.number("end_at")
        before = np.full(stays.size, -1, dtype=np.intp)
        latest: dict[tuple[Any, ...], int] = {}
        for i, key in enumerate(where):
            last = latest.get(key, -1)
            if last >= 0 and end[last] == start[i] and classes[last] != classes[i]:
                before[i] = last
            latest[key] = i
        return before

    @cached_property
    def is_gone_on_from(self) -> Bools:
        """Which stays ended only because the case became one of another class in its place."""
        mask = np.zeros(self.stays.size + 1, dtype=bool)
        mask[self.goes_on] = True
        return mask[:-1]

    @cached_property
    def relocated(self) -> Bools:
        """Which cases have moved from one hub to another."""
        moved = np.zeros(self.case.size + 1, dtype=bool)
        moved[self.stay_rows[self.stays.among("kind", "transit")]] = True
        return moved[:-1]

    @cached_property
    def priority(self) -> Floats:
        """Priority of each case, by its class."""
        of_class = {name: float(block.priority) for name, block in self.scenario.classes.items()}
        return np.array([of_class.get(name, 0.0) for name in self.journeys.words("class").tolist()])

    # --- what is in force ---

    @cached_property
    def _set(self) -> list[list[str]]:
        """Dotted names that dated changes set, in parts."""
        return [key.split(".") for act in self.scenario.timeline.values() for key in act.set]

    def fixed(self, path: str) -> bool:
        """Whether no dated change sets a value of the scenario, or a part of it; `any` in a name stands for every name."""
        parts = path.split(".")
        return not any(all(a in (b, "any") for a, b in zip(key, parts, strict=False)) for key in self._set)

    def hub_fixed(self, path: str) -> bool:
        """The same for a value of every hub."""
        return not self._set or all(self.fixed(f"hubs.{hub}.{path}") for hub in self.hubs)

    def pool_fixed(self, pool: str, field: str) -> bool:
        """The same for a value of a pool."""
        return not self._set or self.fixed(f"hubs.{self.hub_having(pool)}.pools.{pool}.{field}")

    def team_fixed(self, team: str, field: str) -> bool:
        """The same for a value of a team."""
        return not self._set or self.fixed(f"hubs.{self.hub_having(team)}.teams.{team}.{field}")

    def in_force(self, what: str, column: str, at: Floats) -> Floats:
        """A column of capacity after each instant; infinity where there is no limit, 0 before the first row."""
        rows = np.flatnonzero(self.capacity.among("what", what))
        since, values = self.capacity.number("at")[rows], self.capacity.number(column)[rows]
        order = np.argsort(since, kind="stable")
        values = np.where(np.isnan(values) | (values < 0), np.inf, values)
        return np.concatenate([[0.0], values[order]])[np.searchsorted(since[order], at, side="right")]

    def changes(self, what: str) -> Floats:
        """Instants at which a capacity changes."""
        return self.capacity.number("at")[self.capacity.among("what", what)]

    def suspended(self, what: str, at: Floats) -> Bools:
        """Whether something is suspended after each instant: the first instant of a spell included, its end not."""
        rows = self.spells.among("what", what)
        return self._during(self.spells.number("start_at")[rows], rows, at)

    def forbidden(self, what: str, at: Floats) -> Bools:
        """The same in each instant: a spell that numbers of people set off begins behind what set it off, others before all else."""
        rows = self.spells.among("what", what)
        start = self.spells.number("start_at") + self.spells.among("act", *self._set_off_by_numbers)
        return self._during(start[rows], rows, at)

    def _during(self, starts: Floats, rows: Bools, at: Floats) -> Bools:
        if not rows.any():
            return np.zeros(at.shape, dtype=bool)
        ends = or_never(self.spells.number("end_at")[rows])
        return level(starts, np.fmax(starts, ends), np.ones(starts.size), at) > 0

    @cached_property
    def _set_off_by_numbers(self) -> list[str]:
        """Acts that come once so many people have come or left, and acts after those."""
        acts = self.scenario.timeline
        found = [name for name, act in acts.items() if act.when is not None]
        for name in found:
            found += [other for other, act in acts.items() if act.after == name and other not in found]
        return found

    def instant_of(self, date: dt.date) -> float:
        """Midnight at which a day begins, milliseconds since the start."""
        return float((date - self.scenario.start).days * MS_PER_DAY)

    # --- duty ---

    @cached_property
    def _duties(self) -> dict[str, tuple[Floats, Floats]]:
        return {}

    def duty(self, team: str) -> tuple[Floats, Floats]:
        """Beginnings and ends of unbroken duty of a team, from before the start to beyond the horizon."""
        if team not in self._duties:
            self._duties[team] = self._duty(team)
        return self._duties[team]

    def _duty(self, team: str) -> tuple[Floats, Floats]:
        terms = self.teams[team]
        usual, else_ = self._weeks(terms.on_duty), self._weeks(terms.on_holidays)
        closed = np.array([self.instant_of(day) for day in terms.closed])
        holidays = np.array([self.instant_of(day) for day in self.hubs[self.hub_having(team)].holidays])
        edges = distinct(*usual, *else_, closed, closed + MS_PER_DAY, holidays, holidays + MS_PER_DAY)
        holiday = _during(holidays, holidays + MS_PER_DAY, edges)
        on = np.where(holiday, _during(*else_, edges), _during(*usual, edges)) & ~_during(closed, closed + MS_PER_DAY, edges)
        turns = np.flatnonzero(np.diff(on, prepend=False))
        return edges[turns[::2]], edges[turns[1::2]]

    def _weeks(self, roster: Roster | None) -> tuple[Floats, Floats]:
        """Beginnings and ends of the shifts of a roster, week by week, from before the start to beyond the horizon."""
        monday = -float(self.scenario.start.weekday() * MS_PER_DAY)
        weeks = monday + WEEK * np.arange(-1, self.horizon // WEEK + 3)
        shifts = np.array(() if roster is None else roster.intervals, dtype=np.float64).reshape(-1, 2)
        return (weeks[:, None] + shifts[:, 0]).ravel(), (weeks[:, None] + shifts[:, 1]).ravel()

    def on_duty(self, team: str, at: Floats) -> Floats:
        """People of a team on duty after each instant."""
        what = f"team:{team}"
        if self.capacity.among("what", what).any():
            staff = self.in_force(what, "usable", at)
        else:
            staff = np.full(at.size, float(self.teams[team].staff))
        if not self.rostered(team):
            return staff
        begins, ends = self.duty(team)
        return np.where(level(begins, ends, np.ones(begins.size), at) > 0, staff, 0.0)

    def rostered(self, team: str) -> bool:
        """Whether the roster of a team is known from the scenario: no dated change sets it."""
        of_team = all(self.team_fixed(team, field) for field in ("on_duty", "closed", "on_holidays"))
        return of_team and (not self._set or self.fixed(f"hubs.{self.hub_having(team)}.holidays"))
