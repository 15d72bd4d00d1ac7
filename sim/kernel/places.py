"""Pools of places, and reception: what is there, what is usable, who holds it."""

from __future__ import annotations

import math

from sim.kernel import book, housing, rooms, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, allocate, covers, real
from sim.kernel.rows import Case, MadeReady, Pool, Site, World
from sim.kernel.words import Kind, Number, SharedBy

ROUNDING = 1e-9
"""0.29 x 100 places are 29, although the product in binary is a little less."""


@compiled
def rounded_down(x):  # type: ignore[no-untyped-def]
    """The whole number of places in a share of places."""
    return math.floor(x + ROUNDING)


@compiled
def beds_per_unit(m, pool):  # type: ignore[no-untyped-def]
    """People a unit holds."""
    return max(1, m[pool + Pool.BEDS]) if m[pool + Pool.HAS_ROOMS] else 1


@compiled
def units(m, pool, size):  # type: ignore[no-untyped-def]
    """Units a case takes that has them for itself: a bed for each person, or as many rooms as it needs."""
    return -(-size // beds_per_unit(m, pool)) if m[pool + Pool.HAS_ROOMS] else size


@compiled
def admits(m, pool, class_):  # type: ignore[no-untyped-def]
    """Whether a class may use the pool."""
    return covers(m[pool + Pool.FOR], class_)


@compiled
def recount(m, pool):  # type: ignore[no-untyped-def]
    """Places usable from now on, by the terms now in force; nobody is put out when they shrink."""
    nominal = m[pool + Pool.ROOMS] if m[pool + Pool.HAS_ROOMS] else max(0, m[pool + Pool.PLACES])
    opened = rounded_down(nominal * real(m, pool + Pool.OPENED)) if is_open(m, pool) else 0
    usable = rounded_down(opened * real(m, pool + Pool.USABLE_SHARE)) - units(m, pool, m[pool + Pool.BACKGROUND])
    m[pool + Pool.USABLE] = max(0, usable)
    beds = beds_per_unit(m, pool)
    kept = _reserve(m, pool) * beds
    book.capacity(m, book.what_of_pool(m, pool), nominal * beds, m[pool + Pool.USABLE] * beds, kept, m[pool + Pool.OVERFLOW])


@compiled
def _reserve(m, pool):  # type: ignore[no-untyped-def]
    """Units kept for some classes."""
    return units(m, pool, m[pool + Pool.RESERVE_PLACES]) if m[pool + Pool.RESERVE_PLACES] != NONE else 0


# --- who fits -------------------------------------------------------------------------------------------------------------------


@compiled
def fits(m, pool, case):  # type: ignore[no-untyped-def]
    """Whether a case could have a place now, for itself or beside others: the reserve is only for the classes it names."""
    is_kept_for = (m[pool + Pool.RESERVE_FOR] >> m[case + Case.CLASS]) & 1
    kept = 0 if is_kept_for else _reserve(m, pool)
    return units(m, pool, m[case + Case.SIZE]) <= free(m, pool) - kept or _room_beside_others(m, pool, case) != 0


@compiled
def free(m, pool):  # type: ignore[no-untyped-def]
    """Units neither taken, kept, nor being made ready; below 0 where more are held than can be used."""
    held = m[pool + Pool.ROOMS_TAKEN] if m[pool + Pool.HAS_ROOMS] else m[pool + Pool.TAKEN] + m[pool + Pool.RESERVED]
    return m[pool + Pool.USABLE] - held - m[pool + Pool.IN_TURNAROUND]


@compiled
def free_for(m, pool, case):  # type: ignore[no-untyped-def]
    """Places free now for people as the case; below 0 where more are held than can be used."""
    beds, beside = beds_per_unit(m, pool), 0
    if m[pool + Pool.HAS_ROOMS] and _shares(m, pool, case):
        beside = rooms.free_beds(m, pool, _kind(m, pool, case), beds)
    return free(m, pool) * beds + beside


@compiled
def tolerates(m, pool, size):  # type: ignore[no-untyped-def]
    """Whether the overflow has room."""
    return m[pool + Pool.OVERFLOW_TAKEN] + size <= m[pool + Pool.OVERFLOW]


@compiled
def suits(m, pool, case):  # type: ignore[no-untyped-def]
    """Whether a case may be where it has its beds: in the pool, and in its room with the others there."""
    if not admits(m, pool, m[case + Case.CLASS]):
        return False
    return m[pool + Pool.HAS_ROOMS] == 0 or not rooms.mixed(m, pool, case)


@compiled
def _shares(m, pool, case):  # type: ignore[no-untyped-def]
    """Whether a case has beds in a room rather than rooms."""
    return m[pool + Pool.SHARED_BY] != SharedBy.NOBODY and m[case + Case.SIZE] <= beds_per_unit(m, pool)


@compiled
def _kind(m, pool, case):  # type: ignore[no-untyped-def]
    """Those of one kind may share a room: a class is a number below -1, a group its rank, who may share with nobody its key."""
    class_ = m[case + Case.CLASS]
    if m[pool + Pool.SHARED_BY] == SharedBy.NOBODY:
        return m[case + Case.KEY]
    if m[pool + Pool.SHARED_BY] == SharedBy.GROUP and m[m[pool + Pool.GROUPS] + class_] != NONE:
        return m[m[pool + Pool.GROUPS] + class_]
    return -2 - class_


@compiled
def _room_beside_others(m, pool, case):  # type: ignore[no-untyped-def]
    """A room with others of its kind, 0: none; nobody enters one while more rooms are taken than can be used."""
    if m[pool + Pool.HAS_ROOMS] == 0 or not _shares(m, pool, case) or free(m, pool) < 0:
        return 0
    return rooms.fullest(m, pool, _kind(m, pool, case), m[case + Case.SIZE], beds_per_unit(m, pool))


# --- coming and going -----------------------------------------------------------------------------------------------------------


@compiled
def take(m, pool, case):  # type: ignore[no-untyped-def]
    """A case has a place from now on."""
    if m[pool + Pool.HAS_ROOMS]:
        _enter(m, pool, case, 1)
    else:
        m[pool + Pool.TAKEN] += m[case + Case.SIZE]


@compiled
def keep(m, pool, case):  # type: ignore[no-untyped-def]
    """A place is kept for a case."""
    if m[pool + Pool.HAS_ROOMS]:
        _enter(m, pool, case, 0)
    else:
        m[pool + Pool.RESERVED] += m[case + Case.SIZE]


@compiled
def move_in(m, pool, case):  # type: ignore[no-untyped-def]
    """A case has the place that was kept for it."""
    if m[pool + Pool.HAS_ROOMS]:
        rooms.move_in(m, pool, case)
    else:
        m[pool + Pool.RESERVED] -= m[case + Case.SIZE]
        m[pool + Pool.TAKEN] += m[case + Case.SIZE]


@compiled
def give_up(m, pool, case):  # type: ignore[no-untyped-def]
    """A place is kept no longer."""
    if m[pool + Pool.HAS_ROOMS]:
        _make_ready(m, pool, rooms.leave(m, pool, case), 0)
    else:
        m[pool + Pool.RESERVED] -= m[case + Case.SIZE]


@compiled
def vacate(m, pool, case):  # type: ignore[no-untyped-def]
    """A case has left its place."""
    if m[pool + Pool.HAS_ROOMS]:
        _make_ready(m, pool, rooms.leave(m, pool, case), 0)
    else:
        m[pool + Pool.TAKEN] -= m[case + Case.SIZE]
        _make_ready(m, pool, 0, m[case + Case.SIZE])


@compiled
def held_by(m, pool, case):  # type: ignore[no-untyped-def]
    """Places that a case with a place here (or one that is kept) takes of the pool, and its rooms (0: none)."""
    if m[pool + Pool.HAS_ROOMS] == 0:
        return m[case + Case.SIZE], 0
    numbers = rooms.of(m, case)
    return m[case + Case.SIZE] if _shares(m, pool, case) else m[numbers] * beds_per_unit(m, pool), numbers


@compiled
def regroup(m, pool, case):  # type: ignore[no-untyped-def]
    """The class of a case with a place here (or one that is kept) has changed."""
    if m[pool + Pool.HAS_ROOMS]:
        rooms.regroup(m, pool, case, _kind(m, pool, case))


@compiled
def _enter(m, pool, case, lives):  # type: ignore[no-untyped-def]
    kind, beds = _kind(m, pool, case), beds_per_unit(m, pool)
    if _shares(m, pool, case):
        beds = m[case + Case.SIZE]
    beside = _room_beside_others(m, pool, case)
    if beside:
        rooms.enter(m, pool, case, kind, beside, beds, lives)
        return
    for _ in range(units(m, pool, m[case + Case.SIZE])):
        rooms.enter(m, pool, case, kind, rooms.empty(m, pool), beds, lives)


@compiled
def _make_ready(m, pool, numbers, places):  # type: ignore[no-untyped-def]
    """Beds, or rooms that are empty now, are out of use for the turnaround."""
    out_of_use = places + m[numbers] if numbers else places
    if out_of_use == 0 or m[pool + Pool.TURNAROUND] == 0:
        return
    m[pool + Pool.IN_TURNAROUND] += out_of_use
    if numbers:
        rooms.make_ready(m, pool, numbers)
    row = allocate(m, MadeReady.WIDTH)
    m[row + MadeReady.POOL] = pool
    m[row + MadeReady.UNITS] = out_of_use
    m[row + MadeReady.ROOMS] = numbers
    at = m[World.NOW] + m[pool + Pool.TURNAROUND]
    alarm(m, at, Kind.CHANGE, Number.POOLS + m[pool + Pool.INDEX], 0, Event.PLACE_READY, row)


@compiled
def ready(m, row):  # type: ignore[no-untyped-def]
    """Places that were made ready can be used again."""
    pool = m[row + MadeReady.POOL]
    m[pool + Pool.IN_TURNAROUND] -= m[row + MadeReady.UNITS]
    if m[row + MadeReady.ROOMS]:
        rooms.ready(m, pool, m[row + MadeReady.ROOMS])
    housing.changed(m, m[pool + Pool.SITE])


@compiled
def let_in(m, pool):  # type: ignore[no-untyped-def]
    """A dated act opens the pool."""
    m[pool + Pool.SHUT] = 0


@compiled
def shut(m, pool, _act):  # type: ignore[no-untyped-def]
    """A dated act closes it to newcomers: nobody is put out."""
    m[pool + Pool.SHUT] = 1


@compiled
def is_open(m, pool):  # type: ignore[no-untyped-def]
    """Opened by its date or act, and not closed since."""
    return m[pool + Pool.SHUT] == 0 and world.has_opened(m, m[pool + Pool.OPENS_AT], m[pool + Pool.OPENS_ACT])


@compiled
def reception_fits(m, site, size):  # type: ignore[no-untyped-def]
    """Whether reception has room for more people who are to be moved here."""
    places = m[site + Site.RECEPTION_PLACES]
    return places == NONE or m[site + Site.PRESENT] + m[site + Site.EXPECTED] + size <= places
