"""One typical replication, person by person: where everybody is on each day, read from the tables of its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics import measure
from sim.record import MS_PER_DAY

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.record import Record
    from sim.study.result import Result

STAGES = (
    "listed, still with the sender",
    "on the way",
    "reception and screening",
    "in places",
    "cleared, waiting for a seat",
)
ENDS = {
    "returned (recorded as voluntary)": ("returned_voluntarily",),
    "removed by force": ("removed",),
    "released": ("released",),
    "protected": ("protected",),
    "left without saying where, or moved on": ("absconded", "left_for_other_country"),
    "sent back, or another way": ("sent_back", "sentence_ended", "arrested", "died", "other"),
    "never sent": ("declined", "dropped_out"),
}
NAMES = (*STAGES, *ENDS)
INSIDE = (2, 3, 4)
MOST_DOTS = 240
NOWHERE = -1

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Replay:
    """Where everybody is.

    Parameters
    ----------
    start : str
        Day 0.
    days : int
        Days shown; the state of a day is that at its end.
    changes : list of list
        For each person: day, stage, day, stage, ... in order of time; stages by their place in `NAMES`.
    beyond : list of int
        For each person the first day beyond the agreed stay if it is still inside then, else -1.
    """

    start: str
    days: int
    changes: list[list[int]]
    beyond: list[int]

    @property
    def levels(self) -> Ints:
        """People by stage and day, shape (stages, days)."""
        levels = np.zeros((len(NAMES), self.days + 1), dtype=np.int64)
        for moves in self.changes:
            for day, stage, until in zip(moves[::2], moves[1::2], [*moves[2::2], self.days], strict=True):
                levels[stage, day] += 1
                levels[stage, until] -= 1
        return levels.cumsum(axis=1)[:, : self.days]

    @property
    def past_limit(self) -> Ints:
        """People inside beyond the agreed stay, day by day."""
        many = np.zeros(self.days + 1, dtype=np.int64)
        for moves, first in zip(self.changes, self.beyond, strict=True):
            if first != NOWHERE:
                left = [day for day, stage in zip(moves[::2], moves[1::2], strict=True) if stage >= len(STAGES)]
                many[first] += 1
                many[left[0] if left else self.days] -= 1
        return many.cumsum()[: self.days]

    def data(self) -> dict[str, Any]:
        """For the page: a dot for each person, or for every n-th where there are very many; the counts are of all."""
        every = -(-len(self.changes) // MOST_DOTS) or 1
        return {
            "start": self.start,
            "days": self.days,
            "names": list(NAMES),
            "stages": len(STAGES),
            "each": every,
            "people": self.changes[::every],
            "beyond": self.beyond[::every],
            "counts": [_runs(level) for level in self.levels],
            "past": _runs(self.past_limit),
        }


def replay(result: Result) -> Replay | None:
    """The typical replication of a result, played again; None where it does not go as it did then (rules of one's own in Python)."""
    from sim.hub import simulate

    record = simulate(result.scenario, result.seed, result.typical)
    then, now = result.measures[result.typical].values, measure(record, result.scenario).values
    same = list(then) == list(now) and np.array_equal(list(then.values()), list(now.values()), equal_nan=True)
    return of_record(record, result) if same else None


def of_record(record: Record, result: Result) -> Replay:
    """The same, of a record at hand."""
    days = -(-record.horizon // MS_PER_DAY)
    limit = result.scenario.agreement.stay.limit
    changes: list[list[int]] = []
    beyond: list[int] = []
    for row in _journeys(record.journeys):
        moves = _moves(row, days)
        passes = _beyond(row, limit, days)
        changes += [moves] * int(row["size"])
        beyond += [passes] * int(row["size"])
    return Replay(str(result.scenario.start), days, changes, beyond)


def _journeys(journeys: DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = journeys.to_dict("records")
    return rows


def _moves(row: dict[str, Any], days: int) -> list[int]:
    """Day and stage of every change; of two changes on one day the later."""
    at = [row["listed_at"], row["boarded_at"], row["arrived_at"], row["placed_at"], row["cleared_at"]]
    steps = {day: stage for stage, instant in enumerate(at) if (day := _day(instant)) is not None}
    ends = _day(row["outcome_at"] if row["arrived_at"] != row["arrived_at"] else row["left_at"])
    place = next((n for n, outcomes in enumerate(ENDS.values(), start=len(STAGES)) if row["outcome"] in outcomes), None)
    if ends is not None and place is not None:
        steps = {day: stage for day, stage in steps.items() if day < ends} | {ends: place}
    ordered = sorted((day, stage) for day, stage in steps.items() if day < days)
    return [number for change in ordered for number in change]


def _beyond(row: dict[str, Any], limit: int | None, days: int) -> int:
    arrived = row["arrived_at"]
    if limit is None or arrived != arrived:
        return NOWHERE
    passes = max(arrived, arrived - row["prior_ms"] + limit)
    inside = row["left_at"] != row["left_at"] or row["left_at"] > passes
    day = int(passes // MS_PER_DAY)
    left = _day(row["left_at"])
    return day if inside and day < days and (left is None or day < left) else NOWHERE


def _day(instant: float) -> int | None:
    return None if instant != instant else int(instant // MS_PER_DAY)


def _runs(level: Ints) -> list[int]:
    """Day, level, day, level, ... of every change of a level."""
    changed = np.flatnonzero(np.diff(level, prepend=level[:1] - 1))
    return [int(number) for day in changed for number in (day, level[day])]
