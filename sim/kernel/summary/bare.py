"""Words at the top of memory that nobody sets to zero, for what is written before it is read."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.rows import World


@compiled
def allocate_bare(m, words):  # type: ignore[no-untyped-def]
    """New words; MemoryError when there is no room, as of `allocate`."""
    row = m[World.TOP]
    if row + words > m[World.BOTTOM]:
        raise MemoryError
    m[World.TOP] = row + words
    return row
