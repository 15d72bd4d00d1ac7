"""Sorting pairs of words by the first: equal ones keep their order.

Few runs that rise already, of which records are full, are merged. Many pairs are distributed over stretches of their range, as instants
are spread over a run: this takes a few passes whatever their number.
"""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import World
from sim.kernel.summary.bare import allocate_bare

FEW = 8
"""So many runs that rise already are merged; where there are more, pairs are distributed first."""
STRETCHES = 2
"""So many stretches there are for each pair."""
SMALL = 16
"""So many pairs are sorted by putting each in its place among those before it."""


@compiled
def sort_pairs(m, first, count):  # type: ignore[no-untyped-def]
    """Sort `count` pairs of which the first lies at `first`; what is lent for it at the top of memory is given back."""
    runs = _runs(m, first, count)
    if runs > FEW and count > SMALL:
        _distribute(m, first, count)
    elif runs > 1:
        _merge_runs(m, first, count)


@compiled
def _runs(m, first, count):  # type: ignore[no-untyped-def]
    """How many runs there are that rise; no more than one more than FEW are looked for."""
    runs, end = 0, 0
    while end < count and runs <= FEW:
        end = _run_from(m, first, end, count)
        runs += 1
    return runs


@compiled
def _distribute(m, first, count):  # type: ignore[no-untyped-def]
    """Put the pairs into stretches of equal length from the lowest to the highest, few of them in most, and what is near then in order."""
    top, low, high, shift = m[World.TOP], m[first], m[first], 0
    for n in range(count):
        low, high = min(low, m[first + 2 * n]), max(high, m[first + 2 * n])
    while (high - low) >> shift > STRETCHES * count:
        shift += 1
    stretches = ((high - low) >> shift) + 1
    ends, source = allocate(m, stretches), allocate_bare(m, 2 * count)
    for n in range(count):
        m[ends + ((m[first + 2 * n] - low) >> shift)] += 1
        m[source + 2 * n], m[source + 2 * n + 1] = m[first + 2 * n], m[first + 2 * n + 1]
    before, most = 0, 0
    for stretch in range(stretches):
        here = m[ends + stretch]
        m[ends + stretch], before, most = before, before + here, max(most, here)
    for n in range(count):
        end = ends + ((m[source + 2 * n] - low) >> shift)
        m[first + 2 * m[end]], m[first + 2 * m[end] + 1] = m[source + 2 * n], m[source + 2 * n + 1]
        m[end] += 1
    if most > SMALL:
        _sort_stretches(m, first, ends, stretches)
    else:
        _put_in(m, first, count)
    m[World.TOP] = top


@compiled
def _sort_stretches(m, first, ends, stretches):  # type: ignore[no-untyped-def]
    begin = 0
    for stretch in range(stretches):
        end = m[ends + stretch]
        if end - begin > SMALL:
            _merge_runs(m, first + 2 * begin, end - begin)
        elif end - begin > 1:
            _put_in(m, first + 2 * begin, end - begin)
        begin = end


@compiled
def _put_in(m, first, count):  # type: ignore[no-untyped-def]
    """Put each pair behind those before it that are not higher."""
    for n in range(1, count):
        key, value, at = m[first + 2 * n], m[first + 2 * n + 1], n
        while at > 0 and m[first + 2 * at - 2] > key:
            m[first + 2 * at], m[first + 2 * at + 1] = m[first + 2 * at - 2], m[first + 2 * at - 1]
            at -= 1
        m[first + 2 * at], m[first + 2 * at + 1] = key, value


@compiled
def _merge_runs(m, first, count):  # type: ignore[no-untyped-def]
    """Merge runs that rise until there is one."""
    if _run_from(m, first, 0, count) == count:
        return
    top = m[World.TOP]
    source, target = first, allocate_bare(m, 2 * count)
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
