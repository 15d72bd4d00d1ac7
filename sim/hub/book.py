"""The book: writes down what happened, and makes the record of it. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.record import COLUMNS, Record

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.notices import Objection
    from sim.hub.places import Stay
    from sim.hub.services import Booking, Departure
    from sim.hub.teams import Task
    from sim.hub.world import World

Row = tuple[Any, ...]

TEXTS = frozenset(
    ("case", "stream", "class", "destination", "hub", "pool", "outcome", "reason", "kind", "task", "teams", "result", "service",
     "rooms", "direction", "what", "act")
)  # fmt: skip

INSTANTS = tuple(column.removesuffix("_at") for column in COLUMNS["journeys"] if column.endswith("_at"))
"""Of a journey; they stand behind all else that is told of it."""

TEXT = pd.StringDtype(na_value=np.nan)
"""What pandas calls `str`."""


@dataclass(slots=True, eq=False)
class Period:
    """A legal period of a case."""

    case: Case
    name: str
    begun: int
    due: int
    ended: int | None = None
    outcome: str = "waiting"


class Book:
    """Everything that is written down during a run."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stays: list[Stay] = []
        self.tasks: list[Task] = []
        self.bookings: list[Booking] = []
        self.departures: list[Departure] = []
        self.objections: list[Objection] = []
        self.spells: list[list[Any]] = []
        self._capacity: dict[str, list[Row]] = {}
        self._periods: list[Period] = []
        self._open_periods: dict[tuple[int, str], Period] = {}

    def capacity(self, what: str, nominal: int, usable: int, reserve: int, overflow: int) -> None:
        """A capacity from now on; only changes are written."""
        rows = self._capacity.setdefault(what, [])
        row = (nominal, usable, reserve, overflow)
        if not rows or rows[-1][1:] != row:
            rows.append((self.world.clock.now, *row))

    def limit(self, what: str, people: int | None) -> None:
        """A limit from now on; -1 is none."""
        limit = -1 if people is None else people
        self.capacity(what, limit, limit, 0, 0)

    def period_started(self, case: Case, name: str, due: int) -> None:
        """A legal period of a case begins."""
        period = Period(case, name, self.world.clock.now, due)
        self._periods.append(period)
        self._open_periods[case.key, name] = period

    def period_ended(self, case: Case, name: str, outcome: str) -> None:
        """It was met or missed, or the case has left."""
        period = self._open_periods.pop((case.key, name))
        period.ended, period.outcome = self.world.clock.now, outcome

    def spell_begins(self, act: str, what: str) -> None:
        """A suspension or setting begins."""
        self.spells.append([act, what, self.world.clock.now, None])

    def moment(self, act: str, what: str) -> None:
        """An act did something to many people in one instant."""
        self.spells.append([act, what, self.world.clock.now, self.world.clock.now])

    def regime(self, act: str, hub: str, regime: str) -> None:
        """Another regime from now on, by an act (empty: the scenario's own is back)."""
        for other in ("open", "closed"):
            self.spell_ends(f"regime:{hub}:{other}")
        self.spell_begins(act, f"regime:{hub}:{regime}")

    def spell_ends(self, what: str) -> None:
        """Every open spell of this kind ends."""
        for spell in self.spells:
            if spell[1] == what and spell[3] is None:
                spell[3] = self.world.clock.now

    def clear(self) -> None:
        """Forget who was written down."""
        for rows in (self.stays, self.tasks, self.bookings, self.departures, self.objections, self._periods):
            rows.clear()

    def record(self) -> Record:
        """The tables of the run."""
        world = self.world
        tables = {
            "journeys": _table("journeys", [self._journey(case) for case in sorted(world.cases, key=lambda c: c.key)]),
            "stays": _table("stays", [self._stay(stay) for stay in self.stays]),
            "tasks": _table(
                "tasks",
                [
                    *(self._task(task) for task in self.tasks),
                    *(self._period(period) for period in self._periods),
                    *(self._objection(objection) for objection in self.objections),
                ],
            ),
            "attempts": _table("attempts", [self._attempt(b) for b in self.bookings]),
            "services": _table("services", [self._departure(d) for d in self.departures]),
            "capacity": _table("capacity", [(what, *row) for what, rows in self._capacity.items() for row in rows]),
            "spells": _table("spells", [tuple(spell) for spell in self.spells]),
        }
        return Record(seed=world.luck.seed, replication=world.luck.replication, horizon=world.horizon, **tables)

    def _journey(self, case: Case) -> Row:
        left_the_sender = "boarded" in case.at or "arrived" in case.at
        outcome = case.outcome or ("inside" if left_the_sender else "waiting")
        return (case.name, case.stream, case.number, case.class_, case.size, case.minors, case.destination,
                case.hub if left_the_sender else "", case.pool, outcome, case.reason, case.housed, case.attempts, case.extensions,
                case.prior, *map(case.at.get, INSTANTS))  # fmt: skip

    def _stay(self, stay: Stay) -> Row:
        case = stay.case
        return (case.name, case.size, case.minors, stay.class_, stay.hub, stay.pool, stay.kind, stay.units,
                "+".join(map(str, stay.rooms)), stay.start, stay.end)  # fmt: skip

    def _task(self, task: Task) -> Row:
        return (task.case.name, task.name, task.k, "+".join(task.teams), task.queued_at, task.due_at, task.started_at, task.ended_at,
                task.outcome, task.result)  # fmt: skip

    def _period(self, period: Period) -> Row:
        return (period.case.name, f"deadline:{period.name}", 0, "", period.begun, period.due, None, period.ended, period.outcome, "")

    def _objection(self, one: Objection) -> Row:
        return (one.case.name, f"objection:{one.name}", 0, "", one.lodged, None, None, one.ended, one.outcome, one.result)

    def _attempt(self, b: Booking) -> Row:
        return (b.case.name, b.case.size, b.departure.service.name, b.departure.number, b.k, b.joined_at, b.booked_at, b.departure.at,
                b.outcome, b.reason)  # fmt: skip

    def _departure(self, d: Departure) -> Row:
        return (d.service.name, d.number, "inbound" if d.service.inbound else "outbound", d.manifest_at, d.at, d.seats, d.booked,
                d.boarded, d.used, d.no_room, d.escorts, d.escorts_back_at, d.outcome)  # fmt: skip


def _table(name: str, rows: list[Row]) -> pd.DataFrame:
    """Rows as a table: instants as exact float64, NaN where nothing happened."""
    columns = list(COLUMNS[name])
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return pd.DataFrame({c: _column(c, column) for c, column in zip(columns, values, strict=True)})


def _column(name: str, values: Row) -> Any:
    if name.endswith("_at") or name == "at":
        return np.array(values, dtype=np.float64)
    if name in TEXTS:
        return pd.array(values, dtype=TEXT)
    return np.array(values, dtype=bool if name == "housed" else np.int64)
