"""Levels that several topics read: people in the hub, and those of stays of a kind, in one pool or in all (`View.present`, `View.held`)."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.rows import Case, Stay, Table, World
from sim.kernel.summary.cases import at, here, stay_end, until
from sim.kernel.summary.steps import add_span, begin_changes, counted
from sim.kernel.words import At, StayKind


@compiled
def present(m):  # type: ignore[no-untyped-def]
    """People in the hub."""
    changes = begin_changes(m)
    case = m[World.CASES + Table.FIRST]
    while case:
        if here(m, case):
            add_span(m, changes, at(m, case, At.ARRIVED), until(m, case), m[case + Case.SIZE])
        case = m[case]
    return counted(m, changes)


@compiled
def people_of(m, stay):  # type: ignore[no-untyped-def]
    """People of a stay."""
    return m[m[stay + Stay.CASE] + Case.SIZE]


@compiled
def length_of(m, stay):  # type: ignore[no-untyped-def]
    """How long it was within the run."""
    return max(0, min(stay_end(m, stay), m[World.HORIZON]) - m[stay + Stay.START])


@compiled
def people_in(m, kind, pool):  # type: ignore[no-untyped-def]
    """People in the stays of a kind; pool 0: in all."""
    changes = begin_changes(m)
    stay = m[World.STAYS + Table.FIRST]
    while stay:
        if m[stay + Stay.KIND] == kind and (pool == 0 or m[stay + Stay.POOL] == pool):
            add_span(m, changes, m[stay + Stay.START], stay_end(m, stay), people_of(m, stay))
        stay = m[stay]
    return counted(m, changes)


@compiled
def places_in(m, pool):  # type: ignore[no-untyped-def]
    """Places of a pool that its stays take."""
    changes = begin_changes(m)
    stay = m[World.STAYS + Table.FIRST]
    while stay:
        if m[stay + Stay.POOL] == pool and m[stay + Stay.KIND] == StayKind.PLACE:
            add_span(m, changes, m[stay + Stay.START], stay_end(m, stay), m[stay + Stay.UNITS])
        stay = m[stay]
    return counted(m, changes)
