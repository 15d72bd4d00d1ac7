"""The memory of a run: one array of int64 that holds everything, from the assumptions to the record.

A thing (a case, a pool, a booking) is a row of words; it is named by the place of its first word, and a field by the row's enum:
`m[case + Case.SIZE]`. 0 is nothing, NEVER an instant that has not come. Floats are kept by their bits: `real` and `put_real`.
Compiled parts are handed where the array begins (`words_of_memory`). First lies what the plan has laid down (`sim.kernel.plan`), then
what is added during the run; the heap of pending events lies at the far end.
"""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.rows import Table, World
from sim.kernel.words_of_memory import float_at, put_float_at

NEVER = -(1 << 62)
"""An instant that has not come."""
NONE = -1
"""A number of people or places that is not limited; the index of nothing."""


@compiled
def real(m, at):  # type: ignore[no-untyped-def]
    """The float in a word."""
    return float_at(m, at)


@compiled
def put_real(m, at, value):  # type: ignore[no-untyped-def]
    """Put a float into a word."""
    put_float_at(m, at, value)


@compiled
def allocate(m, words):  # type: ignore[no-untyped-def]
    """A new row of zeros. MemoryError when there is no room: the run is done again with more."""
    row = m[World.TOP]
    if row + words > m[World.BOTTOM]:
        raise MemoryError
    m[World.TOP] = row + words
    for at in range(row, row + words):
        m[at] = 0
    return row


@compiled
def append(m, table, words):  # type: ignore[no-untyped-def]
    """A new row at the end of a table; its first word says which row is next."""
    row = allocate(m, words)
    link(m, table, row)
    return row


@compiled
def link(m, table, row):  # type: ignore[no-untyped-def]
    """Put a row at the end of its table."""
    last = m[table + Table.LAST]
    if last == 0:
        m[table + Table.FIRST] = row
    else:
        m[last] = row
    m[table + Table.LAST] = row
    m[table + Table.COUNT] += 1


@compiled
def covers(mask, index):  # type: ignore[no-untyped-def]
    """Whether a set of names holds one: no name at all is all of them."""
    return mask == 0 or (mask >> index) & 1 == 1
