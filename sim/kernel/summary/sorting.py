"""Sorting pairs of words by the first: equal ones keep their order. Runs that rise already, of which records are full, cost one pass."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import World


@compiled
def sort_pairs(m, first, count):  # type: ignore[no-untyped-def]
    """Sort `count` pairs of which the first lies at `first`; what is lent for it at the top of memory is given back."""
    if _run_from(m, first, 0, count) == count:
        return
    top = m[World.TOP]
    source, target = first, allocate(m, 2 * count)
    while _run_from(m, source, 0, count) < count:
        begin = 0
        while begin < count:
            middle = _run_from(m, source, begin, count)
            end = _run_from(m, source, middle, count)
            _merge(m, source, target, begin, middle, end)
            begin = end
        source, target = target, source
    if source != first:
        for word in range(2 * count):
            m[first + word] = m[source + word]
    m[World.TOP] = top


@compiled
def _run_from(m, source, begin, count):  # type: ignore[no-untyped-def]
    """The end of what rises from a pair on."""
    if begin >= count:
        return count
    at = begin + 1
    while at < count and m[source + 2 * at - 2] <= m[source + 2 * at]:
        at += 1
    return at


@compiled
def _merge(m, source, target, begin, middle, end):  # type: ignore[no-untyped-def]
    left, right = begin, middle
    for at in range(begin, end):
        if right >= end or (left < middle and m[source + 2 * left] <= m[source + 2 * right]):
            taken = left
            left += 1
        else:
            taken = right
            right += 1
        m[target + 2 * at] = m[source + 2 * taken]
        m[target + 2 * at + 1] = m[source + 2 * taken + 1]
