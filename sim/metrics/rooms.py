"""Rooms that several cases may share: how many are taken, and for whom the beds in them are free."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.metrics.steps import Ints, Steps, counted, together, total
from sim.metrics.view import Bools, Floats, View, Words, or_else, whole
from sim.scenario.schema import Pool


def beds_of(pool: Pool) -> int:
    """Beds in a room; 1 where the pool has beds only."""
    return pool.beds or 1 if pool.rooms is not None else 1


def may_share(pool: Pool) -> bool:
    """Whether several cases may be in one room."""
    return pool.rooms is not None and pool.shared_by in ("class", "group")


def kind_of(pool: Pool, class_: str) -> str:
    """Classes of one kind may share a room: the first of their group, or the class itself."""
    groups = pool.groups.values() if pool.shared_by == "group" else ()
    return next((classes[0] for classes in groups if class_ in classes), class_)


@dataclass(frozen=True)
class Room:
    """One room over time: beds held there, by kind (of people, or kept for them)."""

    by_kind: dict[str, Steps]
    lived_in: Steps
    """1 while somebody lives there."""

    def levels(self, at: Ints) -> dict[str, Ints]:
        """Beds held by each kind, after each instant."""
        return {kind: steps.over(at) for kind, steps in self.by_kind.items()}


def rooms_of(view: View, name: str) -> list[Room]:
    """The rooms of a pool whose rooms are shared."""
    pool = view.pool_terms[name]
    stays = np.flatnonzero((view.words("stays", "pool") == name) & np.isin(view.words("stays", "kind"), ("place", "reserved")))
    start, end = view.floats("stays", "start_at"), or_else(view.floats("stays", "end_at"), view.horizon)
    size, beds = view.ints("stays", "size"), beds_of(pool)
    kind = np.array([kind_of(pool, word) for word in view.words("stays", "class").tolist()])
    lives = view.words("stays", "kind") == "place"
    guests: dict[str, list[int]] = {}
    for row in stays.tolist():
        for room in filter(None, str(view.words("stays", "rooms")[row]).split("+")):
            guests.setdefault(room, []).append(row)
    return [_room(view, np.array(rows), start, end, np.where(size <= beds, size, beds), kind, lives) for rows in guests.values()]


def _room(view: View, rows: Ints, start: Floats, end: Floats, beds: Ints, kind: Words, lives: Bools) -> Room:
    """A room by the stays in it."""

    def held(chosen: Bools) -> Steps:
        there = rows[chosen]
        return counted(whole(start[there]), whole(end[there]), beds[there], view.horizon)

    kinds = {str(one): held(kind[rows] == one) for one in np.unique(kind[rows])}
    there = held(lives[rows])
    return Room(kinds, Steps(there.at, (there.level > 0).astype(np.int64), view.horizon))


def taken(view: View, name: str) -> Steps:
    """Places of a pool in which somebody lives; of rooms all their beds."""
    pool = view.pool_terms[name]
    if not may_share(pool):
        return view.held("place", "units", name)
    rooms = total((room.lived_in for room in rooms_of(view, name)), view.horizon)
    return Steps(rooms.at, rooms.level * beds_of(pool), view.horizon)


def mixed_time(view: View, name: str) -> int:
    """Person-time in rooms in which people of several kinds have beds."""
    time = 0
    for room in rooms_of(view, name) if may_share(view.pool_terms[name]) else ():
        at, levels = together(room.by_kind.values(), view.horizon)
        mixed = np.sum([level > 0 for level in levels], axis=0) > 1
        people = np.sum(levels, axis=0, dtype=np.int64)
        time += int(np.dot(np.where(mixed, people, 0), np.diff(at, append=view.horizon)))
    return time
