"""Laws of rooms: who shares one, and that nobody is in a room that is full. And how long each room is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.laws.breach import Finding, Law
from sim.laws.replay import Floats, Places, Replay, level, or_never
from sim.scenario.schema import Pool


def beds_of(pool: Pool) -> int:
    """Beds in a room; 1 where the pool has beds only."""
    return pool.beds or 1 if pool.rooms is not None else 1


def may_share(pool: Pool) -> bool:
    """Whether several cases may be in one room."""
    return pool.rooms is not None and pool.shared_by in ("class", "group")


def kind_of(pool: Pool, class_: str, case: str) -> str:
    """Those of one kind may share a room."""
    if not may_share(pool):
        return f"case {case}"
    groups = pool.groups.items() if pool.shared_by == "group" else ()
    return next((f"group {name}" for name, classes in groups if class_ in classes), f"class {class_}")


@dataclass(frozen=True)
class InRoom:
    """A case with beds in one room, or for which they are kept."""

    row: int
    """Of the stay."""
    case: str
    kind: str
    beds: int
    start: float
    end: float
    lives: bool


def in_rooms(replay: Replay, name: str) -> dict[str, list[InRoom]]:
    """Who has had beds in each room of a pool, in the order of coming."""
    stays, pool = replay.stays, replay.pools[name]
    rooms: dict[str, list[InRoom]] = {}
    start, end = stays.number("start_at"), or_never(stays.number("end_at"))
    for row in np.flatnonzero(stays.among("pool", name) & stays.among("kind", "place", "reserved")).tolist():
        case, size = str(stays.words("case")[row]), int(stays.number("size")[row])
        kind = kind_of(pool, str(stays.words("class")[row]), case)
        beds = size if may_share(pool) and size <= beds_of(pool) else beds_of(pool)
        lives = stays.words("kind")[row] == "place"
        for room in filter(None, str(stays.words("rooms")[row]).split("+")):
            rooms.setdefault(room, []).append(InRoom(row, case, kind, beds, float(start[row]), float(end[row]), lives))
    return {room: sorted(guests, key=lambda guest: (guest.start, guest.row)) for room, guests in rooms.items()}


def nobody_enters_a_room_of_another_kind(replay: Replay) -> Iterator[Finding]:
    """Only people of one kind share a room: who comes into one, or has a bed kept there, finds nobody of another kind in it.

    A kind is a case, a class, or a group of classes, as the pool says. Who becomes one of another class in a room is not put out.
    """
    for name in replay.pools:
        for room, guests in in_rooms(replay, name).items():
            for new, others in _comings(replay, guests):
                for other in sorted({guest.case for guest in others}):
                    if new.kind not in {guest.kind for guest in others if guest.case == other}:
                        kinds = next(guest.kind for guest in others if guest.case == other)
                        yield new.case, new.start, f"comes as {new.kind} into room {room} of {name}, in which {other} is ({kinds})"


def nobody_enters_a_room_without_a_free_bed(replay: Replay) -> Iterator[Finding]:
    """Who comes into a room finds a free bed there for each person; a case that needs several rooms has them for itself."""
    for name, pool in replay.pools.items():
        for room, guests in in_rooms(replay, name).items():
            for new, others in _comings(replay, guests):
                there = [guest for guest in others if guest.end > new.start]
                if there and sum(guest.beds for guest in there) + new.beds > beds_of(pool):
                    taken = sum(guest.beds for guest in there)
                    yield new.case, new.start, f"needs {new.beds} beds in room {room} of {name}, {taken} of {beds_of(pool)} are taken"


def _comings(replay: Replay, guests: list[InRoom]) -> Iterator[tuple[InRoom, list[InRoom]]]:
    """Each who comes into a room, and the stays of those who are there then.

    Who becomes one of another class in a room, or moves in where beds were kept, has come before. Of those who become another at that
    very instant both stays are given.
    """
    there: list[InRoom] = []
    for new in guests:
        there = [guest for guest in there if guest.end >= new.start]
        was_in = any(guest.case == new.case for guest in there)
        still = {guest.case for guest in there if guest.end > new.start}
        if replay.goes_on[new.row] < 0 and not was_in:
            yield new, [guest for guest in there if guest.case in still and guest.case != new.case]
        there.append(new)


@dataclass(frozen=True)
class Taken:
    """Rooms of a pool that are taken, each from when the first came until the last had left."""

    opener: Places
    """Row of the stay that took the room first."""
    since: Floats
    until: Floats
    lived_in: Floats
    """1 where somebody lived there, so that it is made ready afterwards; 0 where beds were only kept."""


def rooms_taken(replay: Replay, name: str) -> Taken:
    """Every time that a room of a pool was taken."""
    times: list[tuple[int, float, float, float]] = []
    for guests in in_rooms(replay, name).values():
        opener, since, until, lived = guests[0].row, guests[0].start, guests[0].end, guests[0].lives
        for guest in guests[1:]:
            if guest.start > until:
                times.append((opener, since, until, float(lived)))
                opener, since, until, lived = guest.row, guest.start, guest.end, guest.lives
            until, lived = max(until, guest.end), lived or guest.lives
        times.append((opener, since, until, float(lived)))
    columns = np.array(times, dtype=np.float64).reshape(-1, 4)
    return Taken(columns[:, 0].astype(np.intp), columns[:, 1], columns[:, 2], columns[:, 3])


def most_beds_beside(replay: Replay, name: str, at: Floats) -> dict[str, Floats]:
    """For each kind the most beds that are free in one room with people of that kind alone, after each instant."""
    beds, most = beds_of(replay.pools[name]), dict[str, Floats]()
    for guests in in_rooms(replay, name).values():
        start, end = np.array([g.start for g in guests]), np.array([g.end for g in guests])
        taken = np.array([float(g.beds) for g in guests])
        everybody = level(start, end, taken, at)
        for kind in {guest.kind for guest in guests}:
            of_kind = level(start, end, taken * np.array([g.kind == kind for g in guests]), at)
            free = np.where((of_kind > 0) & (of_kind == everybody), beds - everybody, 0.0)
            most[kind] = np.maximum(most.get(kind, np.zeros(at.size)), free)
    return most


LAWS: tuple[Law, ...] = (nobody_enters_a_room_of_another_kind, nobody_enters_a_room_without_a_free_bed)
