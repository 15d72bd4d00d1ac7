"""Rooms of a pool: who has a bed in which. People of one kind may share a room; who may not is a kind by itself.

A guest is a row: a case in one room. The guests of a case are linked, the last room first, and so are those of a room. Rows of
guests who have left are used again.
"""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import Case, Guest, Pool, Room, RoomTable, World

MIXED = -(1 << 62)
"""Kind of a room in which there are people of several kinds."""


@compiled
def fullest(m, pool, kind, size, beds):  # type: ignore[no-untyped-def]
    """The room of a kind with fewest free beds of those that have enough; the lowest number of equals; 0: none."""
    chosen, least = 0, 0
    for number in range(1, _last(m, pool) + 1):
        room = _room(m, pool, number)
        if m[room + Room.GUESTS] and m[room + Room.KIND] == kind:
            free = beds - m[room + Room.BEDS]
            if free >= size and (chosen == 0 or free < least):
                chosen, least = number, free
    return chosen


@compiled
def free_beds(m, pool, kind, beds):  # type: ignore[no-untyped-def]
    """Free beds in rooms of a kind."""
    free = 0
    for number in range(1, _last(m, pool) + 1):
        room = _room(m, pool, number)
        if m[room + Room.GUESTS] and m[room + Room.KIND] == kind:
            free += beds - m[room + Room.BEDS]
    return free


@compiled
def empty(m, pool):  # type: ignore[no-untyped-def]
    """The lowest number of a room that is empty and ready."""
    _make_table(m, pool, 1)
    table = m[pool + Pool.ROOM_TABLE]
    number = m[table + RoomTable.LOWEST]
    while number <= m[table + RoomTable.LAST]:
        room = _room(m, pool, number)
        if m[room + Room.GUESTS] == 0 and m[room + Room.MADE_READY] == 0:
            break
        number += 1
    m[table + RoomTable.LOWEST] = number
    return number


@compiled
def how_many(m, case):  # type: ignore[no-untyped-def]
    """In how many rooms a case has beds."""
    count = 0
    guest = m[case + Case.ROOMS]
    while guest:
        count += 1
        guest = m[guest + Guest.NEXT_OF_CASE]
    return count


@compiled
def of(m, case):  # type: ignore[no-untyped-def]
    """Rooms in which a case has beds: place of a new block, count and numbers."""
    count = how_many(m, case)
    numbers = allocate(m, 1 + count)
    m[numbers] = count
    guest = m[case + Case.ROOMS]
    while guest:
        m[numbers + count] = m[guest + Guest.ROOM]
        count -= 1
        guest = m[guest + Guest.NEXT_OF_CASE]
    return numbers


@compiled
def enter(m, pool, case, kind, number, beds, lives):  # type: ignore[no-untyped-def]
    """A case has so many beds in one more room from now on, or they are kept for it."""
    _make_table(m, pool, number)
    table, room = m[pool + Pool.ROOM_TABLE], _room(m, pool, number)
    m[table + RoomTable.LAST] = max(m[table + RoomTable.LAST], number)
    others = m[room + Room.GUESTS]
    guest = _new_guest(m)
    m[guest + Guest.ROOM] = number
    m[guest + Guest.KIND] = kind
    m[guest + Guest.BEDS] = beds
    m[guest + Guest.NEXT_OF_CASE] = m[case + Case.ROOMS]
    m[case + Case.ROOMS] = guest
    m[guest + Guest.PREVIOUS_IN_ROOM] = 0
    m[guest + Guest.NEXT_IN_ROOM] = others
    m[room + Room.GUESTS] = guest
    m[room + Room.BEDS] += beds
    if others:
        m[others + Guest.PREVIOUS_IN_ROOM] = guest
    else:
        m[pool + Pool.ROOMS_TAKEN] += 1
    _look_who_is_there(m, room)
    if lives:
        m[room + Room.LIVED_IN] = 1


@compiled
def move_in(m, pool, case):  # type: ignore[no-untyped-def]
    """A case for which beds were kept lives there now."""
    guest = m[case + Case.ROOMS]
    while guest:
        m[_room(m, pool, m[guest + Guest.ROOM]) + Room.LIVED_IN] = 1
        guest = m[guest + Guest.NEXT_OF_CASE]


@compiled
def leave(m, pool, case):  # type: ignore[no-untyped-def]
    """A case gives up its beds; which rooms are empty now after somebody has lived there: place of a block, or 0."""
    count, used = how_many(m, case), 0
    guest = m[case + Case.ROOMS]
    m[case + Case.ROOMS] = 0
    while guest:
        number, after = m[guest + Guest.ROOM], m[guest + Guest.NEXT_OF_CASE]
        if _take_out(m, pool, guest):
            if used == 0:
                used = allocate(m, 1 + count)
            m[used] += 1
            m[used + m[used]] = number
        guest = after
    return used


@compiled
def regroup(m, pool, case, kind):  # type: ignore[no-untyped-def]
    """A case is of another kind now."""
    guest = m[case + Case.ROOMS]
    while guest:
        m[guest + Guest.KIND] = kind
        _look_who_is_there(m, _room(m, pool, m[guest + Guest.ROOM]))
        guest = m[guest + Guest.NEXT_OF_CASE]


@compiled
def mixed(m, pool, case):  # type: ignore[no-untyped-def]
    """Whether somebody of another kind has a bed in a room of the case."""
    guest = m[case + Case.ROOMS]
    while guest:
        if m[_room(m, pool, m[guest + Guest.ROOM]) + Room.KIND] == MIXED:
            return True
        guest = m[guest + Guest.NEXT_OF_CASE]
    return False


@compiled
def make_ready(m, pool, numbers):  # type: ignore[no-untyped-def]
    """Nobody may have these rooms for a time."""
    for n in range(m[numbers]):
        m[_room(m, pool, m[numbers + 1 + n]) + Room.MADE_READY] = 1


@compiled
def ready(m, pool, numbers):  # type: ignore[no-untyped-def]
    """They can be used again."""
    for n in range(m[numbers]):
        m[_room(m, pool, m[numbers + 1 + n]) + Room.MADE_READY] = 0
        _may_be_empty(m, pool, m[numbers + 1 + n])


# --- rows -----------------------------------------------------------------------------------------------------------------------


@compiled
def _last(m, pool):  # type: ignore[no-untyped-def]
    """The highest number that has been taken so far."""
    table = m[pool + Pool.ROOM_TABLE]
    return m[table + RoomTable.LAST] if table else 0


@compiled
def _room(m, pool, number):  # type: ignore[no-untyped-def]
    return m[pool + Pool.ROOM_TABLE] + RoomTable.WIDTH + (number - 1) * Room.WIDTH


@compiled
def _make_table(m, pool, number):  # type: ignore[no-untyped-def]
    """There is a row for this number: where there is none, the table is laid anew, larger."""
    old = m[pool + Pool.ROOM_TABLE]
    largest = m[old + RoomTable.LARGEST] if old else 0
    if number <= largest:
        return
    larger = max(number, max(m[pool + Pool.ROOMS], 2 * largest))
    table = allocate(m, RoomTable.WIDTH + larger * Room.WIDTH)
    if old:
        for word in range(RoomTable.WIDTH + largest * Room.WIDTH):
            m[table + word] = m[old + word]
    else:
        m[table + RoomTable.LOWEST] = 1
    m[table + RoomTable.LARGEST] = larger
    m[pool + Pool.ROOM_TABLE] = table


@compiled
def _may_be_empty(m, pool, number):  # type: ignore[no-untyped-def]
    lowest = m[pool + Pool.ROOM_TABLE] + RoomTable.LOWEST
    m[lowest] = min(m[lowest], number)


@compiled
def _new_guest(m):  # type: ignore[no-untyped-def]
    guest = m[World.FREE_GUESTS]
    if guest == 0:
        return allocate(m, Guest.WIDTH)
    m[World.FREE_GUESTS] = m[guest + Guest.NEXT_OF_CASE]
    return guest


@compiled
def _take_out(m, pool, guest):  # type: ignore[no-untyped-def]
    """A guest leaves its room; whether that is empty now after somebody has lived there."""
    number, before, after = m[guest + Guest.ROOM], m[guest + Guest.PREVIOUS_IN_ROOM], m[guest + Guest.NEXT_IN_ROOM]
    room = _room(m, pool, number)
    if before:
        m[before + Guest.NEXT_IN_ROOM] = after
    else:
        m[room + Room.GUESTS] = after
    if after:
        m[after + Guest.PREVIOUS_IN_ROOM] = before
    m[room + Room.BEDS] -= m[guest + Guest.BEDS]
    m[guest + Guest.NEXT_OF_CASE] = m[World.FREE_GUESTS]
    m[World.FREE_GUESTS] = guest
    if m[room + Room.GUESTS]:
        _look_who_is_there(m, room)
        return False
    m[pool + Pool.ROOMS_TAKEN] -= 1
    _may_be_empty(m, pool, number)
    lived_in = m[room + Room.LIVED_IN] == 1
    m[room + Room.LIVED_IN] = 0
    return lived_in


@compiled
def _look_who_is_there(m, room):  # type: ignore[no-untyped-def]
    """The kind of all who have a bed in a room."""
    guest = m[room + Room.GUESTS]
    kind = m[guest + Guest.KIND]
    while guest:
        if m[guest + Guest.KIND] != kind:
            kind = MIXED
            break
        guest = m[guest + Guest.NEXT_IN_ROOM]
    m[room + Room.KIND] = kind
