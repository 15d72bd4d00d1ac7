"""The record of a run, read from its memory: the same tables, rows and order as the other engine's book makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.kernel import entries, rows, words
from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER
from sim.kernel.plan.layout import Names
from sim.kernel.rows import Table
from sim.kernel.words import ATTEMPTS, LEAVINGS, OFFS, RESULTS, STREAM_BITS, TASK_OUTCOMES
from sim.record import COLUMNS, OUTCOMES, Record


def _plain(names: type[IntEnum]) -> Any:
    """The words of a row as plain numbers: numpy asks enums for attributes, and swallows a Ctrl-C that comes meanwhile."""
    return SimpleNamespace(**{name: int(word) for name, word in names.__members__.items()})


Booking, Capacity, Case, Departure = map(_plain, (rows.Booking, rows.Capacity, rows.Case, rows.Departure))
Objected, Period, Pool, Service = map(_plain, (rows.Objected, rows.Period, rows.Pool, rows.Service))
Site, Spell, Stay, Task, World = map(_plain, (rows.Site, rows.Spell, rows.Stay, rows.Task, rows.World))
At, Outcome, Reason = map(_plain, (words.At, words.Outcome, words.Reason))
Numbers = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]
STAY_KINDS = tuple(kind.name.lower() for kind in words.StayKind)


@compiled
def rows_of(m, table, width, rows):  # type: ignore[no-untyped-def]
    """The rows of a table one after the other, with the place of each in its first word."""
    row, n = m[table + Table.FIRST], 0
    while row:
        for word in range(width):
            rows[n + word] = m[row + word]
        rows[n] = row
        row = m[row]
        n += width


def read_rows(m: Numbers, table: int, row: Any) -> Numbers:
    """The rows of a table in order, shape (rows, words), with the place of each in column 0."""
    rows = np.empty((m[table + Table.COUNT], row.WIDTH), np.int64)
    entries.rows_of(m, table, row.WIDTH, rows.reshape(-1))
    return rows


class KernelRecord(Record):
    """The record of a run in the compiled engine: columns are there at once, tables are made when somebody asks for them."""

    def __init__(self, m: Numbers, names: Names, streams: Sequence[str]) -> None:
        book = _Book(m, names, streams)
        columns = {table: getattr(book, table)() for table in COLUMNS}
        for field, word in (("seed", World.SEED), ("replication", World.REPLICATION), ("horizon", World.HORIZON)):
            object.__setattr__(self, field, int(m[word]))
        object.__setattr__(self, "_columns", columns)

    def column(self, table: str, column: str) -> NDArray[Any]:
        """One column of a table."""
        found: NDArray[Any] = self._columns[table][column]
        return found

    def __getattr__(self, table: str) -> pd.DataFrame:
        """A table, the first time it is asked for."""
        if table not in COLUMNS:
            raise AttributeError(table)
        columns = self._columns[table]
        made = pd.DataFrame({column: _series(columns[column]) for column in COLUMNS[table]})
        object.__setattr__(self, table, made)
        return made


def _series(values: NDArray[Any]) -> Any:
    return pd.array(values.astype(object), dtype="str") if values.dtype.kind == "U" else values


class _Book:
    """Reads tables; texts are looked up by number."""

    def __init__(self, m: Numbers, names: Names, streams: Sequence[str]) -> None:
        self.m = m
        self.names = names
        self.classes = _texts(names.classes)
        self.hubs = _texts([*names.hubs, ""])  # -1: none
        self.pools = _texts([*names.pools, ""])
        self.teams_of = _texts(["+".join(teams) for teams in names.teams_of] + [""])
        self.tasks_named = _texts(names.tasks)
        cases = read_rows(m, World.CASES, Case)
        self.cases = cases[np.argsort(cases[:, Case.KEY], kind="stable")]
        self.streams = _texts(streams)
        keys, numbers = self.cases[:, Case.KEY].tolist(), self.cases[:, Case.NUMBER].tolist()
        self.case_names = np.array([f"{streams[key >> STREAM_BITS]}/{n}" for key, n in zip(keys, numbers, strict=True)], dtype=np.str_)
        order = np.argsort(self.cases[:, 0], kind="stable")
        self._order, self._places = order, self.cases[order, 0]

    # --- tables -----------------------------------------------------------------------------------------------------------

    def journeys(self) -> Columns:
        """Cases in case order."""
        c, m = self.cases, self.m
        at = c[:, Case.AT : Case.AT + At.WIDTH]
        there = (at[:, At.BOARDED] != NEVER) | (at[:, At.ARRIVED] != NEVER)
        outcome = np.where(c[:, Case.OUTCOME] != Outcome.NONE, c[:, Case.OUTCOME], np.where(there, Outcome.INSIDE, Outcome.WAITING))
        hub = np.where(there & (c[:, Case.SITE] != 0), m[c[:, Case.SITE] + Site.INDEX], -1)
        reasons = _texts(self.names.reasons)
        known = {
            "case": self.case_names,
            "stream": self.streams[c[:, Case.KEY] >> STREAM_BITS],
            "number": c[:, Case.NUMBER],
            "class": self.classes[c[:, Case.CLASS]],
            "size": c[:, Case.SIZE],
            "minors": c[:, Case.MINORS],
            "destination": _texts(self.names.destinations)[c[:, Case.DESTINATION]],
            "hub": self.hubs[hub],
            "pool": self.pools[np.where(c[:, Case.POOL] != 0, m[c[:, Case.POOL] + Pool.INDEX], -1)],
            "outcome": _texts(OUTCOMES)[outcome],
            "reason": np.where(c[:, Case.REASON] == Reason.NONE, "", reasons[c[:, Case.REASON]]),
            "housed": c[:, Case.HOUSED] != 0,
            "attempts": c[:, Case.ATTEMPTS],
            "extensions": c[:, Case.EXTENSIONS],
            "prior_ms": c[:, Case.PRIOR],
        }
        instants = [column for column in COLUMNS["journeys"] if column not in known]
        known |= {column: _instants(at[:, n]) for n, column in enumerate(instants)}
        return known

    def stays(self) -> Columns:
        """Stays as they began."""
        s, m = read_rows(self.m, World.STAYS, Stay), self.m
        pool = np.where(s[:, Stay.POOL] != 0, m[s[:, Stay.POOL] + Pool.INDEX], -1)
        kinds = _texts(STAY_KINDS)[s[:, Stay.KIND]]
        case = self._cases(s[:, Stay.CASE])
        return {
            "case": self.case_names[case],
            "size": self.cases[case, Case.SIZE],
            "minors": self.cases[case, Case.MINORS],
            "class": self.classes[s[:, Stay.CLASS]],
            "hub": self.hubs[m[s[:, Stay.SITE] + Site.INDEX]],
            "pool": np.where(s[:, Stay.POOL] == 0, kinds, self.pools[pool]),
            "kind": kinds,
            "units": s[:, Stay.UNITS],
            "rooms": np.array([self._rooms(block) for block in s[:, Stay.ROOMS].tolist()], dtype=np.str_),
            "start_at": _instants(s[:, Stay.START]),
            "end_at": _instants(s[:, Stay.END]),
        }

    def tasks(self) -> Columns:
        """Tasks as they were asked for, then legal periods, then objections."""
        m = self.m
        t = read_rows(m, World.TASKS, Task)
        p = read_rows(m, World.PERIODS, Period)
        o = read_rows(m, World.OBJECTED, Objected)
        none = [np.full(len(p), NEVER), np.full(len(o), NEVER)]
        periods = _texts(f"deadline:{name}" for name in self.names.deadlines)[p[:, Period.INDEX]]
        objections = _texts(f"objection:{name}" for name in self.names.objections)[o[:, Objected.OBJECTION]]
        results = np.concatenate([t[:, Task.RESULT], np.zeros(len(p), np.int64), o[:, Objected.RESULT]])
        outcomes = np.concatenate([t[:, Task.OUTCOME], p[:, Period.OUTCOME], o[:, Objected.OUTCOME]])
        teams = np.concatenate([np.where(t[:, Task.TEAM] != 0, m[t[:, Task.TEAM]], -1), np.full(len(p) + len(o), -1)])
        cases = np.concatenate([t[:, Task.CASE], p[:, Period.CASE], o[:, Objected.CASE]])
        return {
            "case": self.case_names[self._cases(cases)],
            "task": np.concatenate([self.tasks_named[t[:, Task.NAME]], periods, objections]),
            "k": np.concatenate([t[:, Task.K], np.zeros(len(p) + len(o), np.int64)]),
            "teams": self.teams_of[teams],
            "queued_at": _instants(np.concatenate([t[:, Task.QUEUED_AT], p[:, Period.BEGUN], o[:, Objected.LODGED]])),
            "due_at": _instants(np.concatenate([t[:, Task.DUE_AT], p[:, Period.DUE], none[1]])),
            "started_at": _instants(np.concatenate([t[:, Task.STARTED_AT], *none])),
            "ended_at": _instants(np.concatenate([t[:, Task.ENDED_AT], p[:, Period.ENDED], o[:, Objected.ENDED]])),
            "outcome": _texts(TASK_OUTCOMES)[outcomes],
            "result": _texts(RESULTS)[results],
        }

    def attempts(self) -> Columns:
        """Bookings as they were made."""
        b, m = read_rows(self.m, World.BOOKINGS, Booking), self.m
        departure = b[:, Booking.DEPARTURE]
        case = self._cases(b[:, Booking.CASE])
        return {
            "case": self.case_names[case],
            "size": self.cases[case, Case.SIZE],
            "service": _texts(self.names.services)[m[m[departure + Departure.SERVICE] + Service.INDEX]],
            "departure": m[departure + Departure.NUMBER],
            "k": b[:, Booking.K],
            "joined_at": _instants(b[:, Booking.JOINED_AT]),
            "booked_at": _instants(b[:, Booking.BOOKED_AT]),
            "departs_at": _instants(m[departure + Departure.AT]),
            "outcome": _texts(ATTEMPTS)[b[:, Booking.OUTCOME]],
            "reason": _texts(OFFS)[b[:, Booking.REASON]],
        }

    def services(self) -> Columns:
        """Departures as their manifests were made."""
        d, m = read_rows(self.m, World.DEPARTURES, Departure), self.m
        service = d[:, Departure.SERVICE]
        return {
            "service": _texts(self.names.services)[m[service + Service.INDEX]],
            "departure": d[:, Departure.NUMBER],
            "direction": np.where(m[service + Service.INBOUND] != 0, "inbound", "outbound"),
            "manifest_at": _instants(d[:, Departure.MANIFEST_AT]),
            "departs_at": _instants(d[:, Departure.AT]),
            "seats": d[:, Departure.SEATS],
            "booked": d[:, Departure.BOOKED],
            "boarded": d[:, Departure.BOARDED],
            "used": d[:, Departure.USED],
            "no_room": d[:, Departure.NO_ROOM],
            "escorts": d[:, Departure.ESCORTS],
            "escorts_back_at": _instants(d[:, Departure.ESCORTS_BACK_AT]),
            "outcome": _texts(LEAVINGS)[d[:, Departure.OUTCOME]],
        }

    def capacity(self) -> Columns:
        """Capacities in the order in which each was first written, each with its changes."""
        c = read_rows(self.m, World.CAPACITY, Capacity)
        what = c[:, Capacity.WHAT]
        _, first, which = np.unique(what, return_index=True, return_inverse=True)
        c = c[np.argsort(first[which], kind="stable")]
        numbers = {"nominal": Capacity.NOMINAL, "usable": Capacity.USABLE, "reserve": Capacity.RESERVE, "overflow": Capacity.OVERFLOW}
        return {
            "what": _texts(self.names.capacities())[c[:, Capacity.WHAT]],
            "at": _instants(c[:, Capacity.AT]),
            **{column: c[:, field] for column, field in numbers.items()},
        }

    def spells(self) -> Columns:
        """Spells as they began."""
        s = read_rows(self.m, World.SPELLS, Spell)
        return {
            "act": _texts([*self.names.acts, ""])[s[:, Spell.ACT]],
            "what": _texts(self.names.spells())[s[:, Spell.WHAT]],
            "start_at": _instants(s[:, Spell.START]),
            "end_at": _instants(s[:, Spell.END]),
        }

    # --- columns ----------------------------------------------------------------------------------------------------------

    def _cases(self, places: Numbers) -> Any:
        """Which case of the journeys lies at each place."""
        return self._order[np.searchsorted(self._places, places)]

    def _rooms(self, block: int) -> str:
        return "+".join(map(str, self.m[block + 1 : block + 1 + self.m[block]].tolist())) if block else ""


def _texts(texts: Iterable[str]) -> NDArray[np.str_]:
    """Texts to be looked up by number."""
    return np.array(list(texts) or [""], dtype=np.str_)


def _instants(words: Numbers) -> NDArray[np.float64]:
    instants = words.astype(np.float64)
    instants[words == NEVER] = np.nan
    return instants
