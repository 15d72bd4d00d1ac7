"""Cases and stays as columns: what topics read of them is gathered once when a run has ended, so that a topic goes through few words.

A case is its number in the order of memory from here on, and so is a stay: `of_case(m, case, OfCase.SIZE)`. In rows of other tables
there are places of cases, of which `number_of` is the number.
"""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import Case, Stay, Stream, Table, World
from sim.kernel.summary.bare import allocate_bare
from sim.kernel.words import At
from sim.kernel.words import Stream as StreamKind


class OfCase(IntEnum):
    """Columns of cases."""

    SIZE = 0
    MINORS = 1
    CLASS = 2
    DESTINATION = 3
    SITE = 4
    STREAM = 5  # place of its row
    INITIAL = 6  # 1: it was inside at the start
    PRIOR = 7
    OUTCOME = 8
    REASON = 9
    AT = 10
    WIDTH = AT + At.WIDTH


class OfStay(IntEnum):
    """Columns of stays."""

    CASE = 0  # number
    PEOPLE = 1
    CLASS = 2
    SITE = 3
    POOL = 4
    KIND = 5
    UNITS = 6
    START = 7
    END = 8
    ROOMS = 9
    WIDTH = 10


@compiled
def gather(m):  # type: ignore[no-untyped-def]
    """Gather all columns: once, before any topic."""
    m[World.CASE_COLUMNS] = allocate_bare(m, OfCase.WIDTH * m[World.CASES + Table.COUNT])
    m[World.STAY_COLUMNS] = allocate_bare(m, OfStay.WIDTH * m[World.STAYS + Table.COUNT])
    number, case = 0, m[World.CASES + Table.FIRST]
    while case:
        _gather_case(m, case, number)
        number += 1
        case = m[case]
    number, stay = 0, m[World.STAYS + Table.FIRST]
    while stay:
        _gather_stay(m, stay, number)
        number += 1
        stay = m[stay]


@compiled
def _gather_case(m, case, number):  # type: ignore[no-untyped-def]
    m[case + Case.NUMBERED] = number
    word, column = m[World.CASE_COLUMNS] + number, m[World.CASES + Table.COUNT]
    m[word + OfCase.SIZE * column] = m[case + Case.SIZE]
    m[word + OfCase.MINORS * column] = m[case + Case.MINORS]
    m[word + OfCase.CLASS * column] = m[case + Case.CLASS]
    m[word + OfCase.DESTINATION * column] = m[case + Case.DESTINATION]
    m[word + OfCase.SITE * column] = m[case + Case.SITE]
    m[word + OfCase.STREAM * column] = m[case + Case.STREAM]
    m[word + OfCase.INITIAL * column] = m[m[case + Case.STREAM] + Stream.KIND] == StreamKind.INITIAL
    m[word + OfCase.PRIOR * column] = m[case + Case.PRIOR]
    m[word + OfCase.OUTCOME * column] = m[case + Case.OUTCOME]
    m[word + OfCase.REASON * column] = m[case + Case.REASON]
    for instant in range(At.WIDTH):
        m[word + (OfCase.AT + instant) * column] = m[case + Case.AT + instant]


@compiled
def _gather_stay(m, stay, number):  # type: ignore[no-untyped-def]
    word, column = m[World.STAY_COLUMNS] + number, m[World.STAYS + Table.COUNT]
    case = number_of(m, m[stay + Stay.CASE])
    m[word + OfStay.CASE * column] = case
    m[word + OfStay.PEOPLE * column] = of_case(m, case, OfCase.SIZE)
    m[word + OfStay.CLASS * column] = m[stay + Stay.CLASS]
    m[word + OfStay.SITE * column] = m[stay + Stay.SITE]
    m[word + OfStay.POOL * column] = m[stay + Stay.POOL]
    m[word + OfStay.KIND * column] = m[stay + Stay.KIND]
    m[word + OfStay.UNITS * column] = m[stay + Stay.UNITS]
    m[word + OfStay.START * column] = m[stay + Stay.START]
    m[word + OfStay.END * column] = m[stay + Stay.END]
    m[word + OfStay.ROOMS * column] = m[stay + Stay.ROOMS]


@compiled
def cases_of(m):  # type: ignore[no-untyped-def]
    """How many cases there are."""
    return m[World.CASES + Table.COUNT]


@compiled
def stays_of(m):  # type: ignore[no-untyped-def]
    """How many stays there are."""
    return m[World.STAYS + Table.COUNT]


@compiled
def of_case(m, case, column):  # type: ignore[no-untyped-def]
    """What is known of a case."""
    return m[m[World.CASE_COLUMNS] + column * m[World.CASES + Table.COUNT] + case]


@compiled
def of_stay(m, stay, column):  # type: ignore[no-untyped-def]
    """What is known of a stay."""
    return m[m[World.STAY_COLUMNS] + column * m[World.STAYS + Table.COUNT] + stay]


@compiled
def number_of(m, case):  # type: ignore[no-untyped-def]
    """The number of the case that lies at a place."""
    return m[case + Case.NUMBERED]


@compiled
def rows_by_case(m, width):  # type: ignore[no-untyped-def]
    """A block of zeros with a row of so many words for each case."""
    return allocate(m, m[World.CASES + Table.COUNT] * width)
