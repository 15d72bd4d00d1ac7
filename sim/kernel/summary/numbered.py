"""Cases by number: what a topic keeps of each while it reads is row `number_of` of a block of its own."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import Case, Table, World


@compiled
def number_cases(m):  # type: ignore[no-untyped-def]
    """Number all cases from 0, in the order of memory: once, before any topic."""
    number, case = 0, m[World.CASES + Table.FIRST]
    while case:
        m[case + Case.NUMBERED] = number
        number += 1
        case = m[case]


@compiled
def number_of(m, case):  # type: ignore[no-untyped-def]
    """The number of a case."""
    return m[case + Case.NUMBERED]


@compiled
def rows_by_case(m, width):  # type: ignore[no-untyped-def]
    """A block of zeros with a row of so many words for each case."""
    return allocate(m, m[World.CASES + Table.COUNT] * width)
