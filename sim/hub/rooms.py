"""Rooms of a pool: who has a bed in which. People of one kind may share a room; who may not is a kind by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.hub.case import Case

Kind = int | str
Numbers = tuple[int, ...]
"""Numbers of rooms."""


@dataclass(slots=True)
class Guest:
    """A case in a room, or one for which a bed there is kept. A case that needs several rooms has all their beds."""

    kind: Kind
    beds: int
    lives: bool


class Rooms:
    """The rooms of a pool, numbered from 1. Those in which nobody has a bed and nothing is made ready are not written down."""

    def __init__(self) -> None:
        self._guests: dict[int, dict[int, Guest]] = {}
        self._of: dict[int, Numbers] = {}
        self._lived_in: set[int] = set()
        self._made_ready: set[int] = set()

    @property
    def taken(self) -> int:
        """Rooms in which somebody has a bed, or has one kept."""
        return len(self._guests)

    def of(self, case: Case) -> Numbers:
        """Rooms in which a case has beds."""
        return self._of[case.key]

    def fullest(self, kind: Kind, size: int, beds: int) -> int | None:
        """The room of a kind with fewest free beds of those that have enough; the lowest number of equals."""
        fits = [(free, number) for number, free in self._free_beds(kind, beds) if free >= size]
        return min(fits)[1] if fits else None

    def free_beds(self, kind: Kind, beds: int) -> int:
        """Free beds in rooms of a kind."""
        return sum(free for _, free in self._free_beds(kind, beds))

    def empty(self, number: int) -> Numbers:
        """So many rooms that are empty and ready, the lowest numbers first."""
        return tuple(islice((n for n in count(1) if n not in self._guests and n not in self._made_ready), number))

    def enter(self, case: Case, kind: Kind, rooms: Numbers, beds: int, lives: bool) -> None:
        """A case has so many beds in each of these rooms from now on, or they are kept for it."""
        self._of[case.key] = rooms
        for room in rooms:
            self._guests.setdefault(room, {})[case.key] = Guest(kind, beds, lives)
        if lives:
            self._lived_in.update(rooms)

    def move_in(self, case: Case) -> None:
        """A case for which beds were kept lives there now."""
        for room in self._of[case.key]:
            self._guests[room][case.key].lives = True
        self._lived_in.update(self._of[case.key])

    def leave(self, case: Case) -> Numbers:
        """A case gives up its beds; which rooms are empty now after somebody has lived there."""
        used = []
        for room in self._of.pop(case.key):
            del self._guests[room][case.key]
            if not self._guests[room]:
                del self._guests[room]
                if room in self._lived_in:
                    self._lived_in.remove(room)
                    used.append(room)
        return tuple(used)

    def regroup(self, case: Case, kind: Kind) -> None:
        """A case is of another kind now."""
        for room in self._of[case.key]:
            self._guests[room][case.key].kind = kind

    def mixed(self, case: Case) -> bool:
        """Whether somebody of another kind has a bed in a room of the case."""
        return any(len({guest.kind for guest in self._guests[room].values()}) > 1 for room in self._of[case.key])

    def make_ready(self, rooms: Numbers) -> None:
        """Nobody may have these rooms for a time."""
        self._made_ready.update(rooms)

    def ready(self, rooms: Numbers) -> None:
        """They can be used again."""
        self._made_ready.difference_update(rooms)

    def _free_beds(self, kind: Kind, beds: int) -> Iterator[tuple[int, int]]:
        for number, guests in self._guests.items():
            if all(guest.kind == kind for guest in guests.values()):
                yield number, beds - sum(guest.beds for guest in guests.values())
