"""Step functions of time in whole people and milliseconds, as `sim.metrics.steps` has them, at the top of memory.

`steps` is the place of a block: how many pieces, then an instant and a level for each; the last piece holds until the horizon. It is
made of spans in which a weight is added (`begin_spans` to `counted`), or of changes that are collected first (`begin_changes` to
`summed`): no other words may be allocated meanwhile.
"""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import Capacity, Table, World
from sim.kernel.summary.bare import allocate_bare
from sim.kernel.summary.sorting import sort_pairs


class Spans(IntEnum):
    """Spans that are being collected: places of lists of pairs (instant, weight); what they make up is written from here on."""

    STARTS = 0
    ENDS = 1


# --- made of spans --------------------------------------------------------------------------------------------------------


@compiled
def begin_spans(m, most):  # type: ignore[no-untyped-def]
    """Begin to collect spans, no more than `most`."""
    spans = allocate_bare(m, 3 + 4 * most)
    m[spans + Spans.STARTS] = _begin_list(m, most)
    m[spans + Spans.ENDS] = _begin_list(m, most)
    return spans


@compiled
def _begin_list(m, most):  # type: ignore[no-untyped-def]
    """Room for so many pairs and one more, behind how many there are."""
    pairs = allocate_bare(m, 3 + 2 * most)
    m[pairs] = 0
    return pairs


@compiled
def add_span(m, spans, start, end, weight):  # type: ignore[no-untyped-def]
    """Add a weight from `start` until `end`, within the run; NEVER as `end`: until the horizon."""
    horizon = m[World.HORIZON]
    start, end = within(start, 0, horizon), within(end, 0, horizon)
    if end > start:
        _put(m, m[spans + Spans.STARTS], start, weight)
        if end < horizon:
            _put(m, m[spans + Spans.ENDS], end, weight)


@compiled
def _put(m, pairs, at, weight):  # type: ignore[no-untyped-def]
    m[pairs] += 1
    pair = pairs + 2 * m[pairs]
    m[pair - 1], m[pair] = at, weight


@compiled
def counted(m, spans):  # type: ignore[no-untyped-def]
    """The step function of the spans, in their place."""
    start, end = _in_order(m, m[spans + Spans.STARTS]), _in_order(m, m[spans + Spans.ENDS])
    changes = m[start - 1] + m[end - 1]
    pieces, since, level = 1, 0, 0
    m[spans + 1], m[spans + 2] = 0, 0
    for _ in range(changes):
        at, begins, more, less = min(m[start], m[end]), int(m[start] <= m[end]), m[start + 1], m[end + 1]
        level += begins * more - (1 - begins) * less
        start, end = start + 2 * begins, end + 2 - 2 * begins
        pieces, since = pieces + int(at != since), at
        m[spans + 2 * pieces - 1], m[spans + 2 * pieces] = at, level
    m[spans] = pieces
    m[World.TOP] = spans + 1 + 2 * pieces
    return spans


@compiled
def _in_order(m, pairs):  # type: ignore[no-untyped-def]
    """The place of the first of the pairs, which rise now; behind the last of them comes the horizon."""
    sort_pairs(m, pairs + 1, m[pairs])
    _put(m, pairs, m[World.HORIZON], 0)
    m[pairs] -= 1
    return pairs + 1


# --- made of changes ------------------------------------------------------------------------------------------------------


@compiled
def begin_changes(m):  # type: ignore[no-untyped-def]
    """Begin to collect changes of a level that is 0 at first."""
    changes = allocate(m, 1)
    change(m, changes, 0, 0)
    return changes


@compiled
def change(m, changes, at, by):  # type: ignore[no-untyped-def]
    """The level changes at an instant."""
    row = allocate_bare(m, 2)
    m[row], m[row + 1] = at, by
    m[changes] += 1


@compiled
def add_steps(m, changes, steps):  # type: ignore[no-untyped-def]
    """Add another step function."""
    before = 0
    for piece in range(m[steps]):
        level = level_of(m, steps, piece)
        change(m, changes, at_of(m, steps, piece), level - before)
        before = level


@compiled
def summed(m, changes):  # type: ignore[no-untyped-def]
    """The step function of the changes, in their place."""
    sort_pairs(m, changes + 1, m[changes])
    pieces, level = 0, 0
    for n in range(m[changes]):
        at = m[changes + 1 + 2 * n]
        level += m[changes + 2 + 2 * n]
        if pieces == 0 or at_of(m, changes, pieces - 1) != at:
            pieces += 1
        m[changes + 2 * pieces - 1], m[changes + 2 * pieces] = at, level
    m[changes] = pieces
    m[World.TOP] = changes + 1 + 2 * pieces
    return changes


@compiled
def in_force(m, what, column):  # type: ignore[no-untyped-def]
    """A capacity over time: the rows of `what` in the table of capacities, of which the last of an instant holds; 0 before the first."""
    steps = allocate(m, 1)
    change(m, steps, 0, 0)
    row = m[World.CAPACITY + Table.FIRST]
    while row:
        if m[row + Capacity.WHAT] == what and m[row + Capacity.AT] < m[World.HORIZON]:
            if at_of(m, steps, m[steps] - 1) != m[row + Capacity.AT]:
                change(m, steps, m[row + Capacity.AT], 0)
            m[steps + 2 * m[steps]] = m[row + column]
        row = m[row]
    return steps


@compiled
def moved_down(m, steps, place):  # type: ignore[no-untyped-def]
    """A step function moved to a lower place, so that what lies between is given back."""
    words = 1 + 2 * m[steps]
    for word in range(words):
        m[place + word] = m[steps + word]
    m[World.TOP] = place + words
    return place


# --- read -----------------------------------------------------------------------------------------------------------------


@compiled
def within(value, low, high):  # type: ignore[no-untyped-def]
    """The value, or the bound that it passes."""
    return min(max(value, low), high)


@compiled
def at_of(m, steps, piece):  # type: ignore[no-untyped-def]
    """Where a piece begins."""
    return m[steps + 1 + 2 * piece]


@compiled
def level_of(m, steps, piece):  # type: ignore[no-untyped-def]
    """The level of a piece."""
    return m[steps + 2 + 2 * piece]


@compiled
def end_of(m, steps, piece):  # type: ignore[no-untyped-def]
    """Where a piece ends."""
    return at_of(m, steps, piece + 1) if piece + 1 < m[steps] else m[World.HORIZON]


@compiled
def width_of(m, steps, piece):  # type: ignore[no-untyped-def]
    """How long a piece holds."""
    return end_of(m, steps, piece) - at_of(m, steps, piece)


@compiled
def integral(m, steps):  # type: ignore[no-untyped-def]
    """Level x time over the run."""
    area = 0
    for piece in range(m[steps]):
        area += level_of(m, steps, piece) * width_of(m, steps, piece)
    return area


@compiled
def peak(m, steps):  # type: ignore[no-untyped-def]
    """The highest level."""
    highest = level_of(m, steps, 0)
    for piece in range(1, m[steps]):
        highest = max(highest, level_of(m, steps, piece))
    return highest


@compiled
def piece_at(m, steps, instant):  # type: ignore[no-untyped-def]
    """The piece in which an instant lies; what is before the run has the last piece, as numpy reads index -1."""
    low, high = 0, m[steps]
    while low < high:
        middle = (low + high) // 2
        if at_of(m, steps, middle) <= instant:
            low = middle + 1
        else:
            high = middle
    return low - 1 if low > 0 else m[steps] - 1


@compiled
def piece_from(m, steps, piece, instant):  # type: ignore[no-untyped-def]
    """The piece in which an instant of the run lies, looked for from another piece on: most are near."""
    if at_of(m, steps, piece) <= instant:
        if end_of(m, steps, piece) > instant:
            return piece
        if piece + 1 < m[steps] and end_of(m, steps, piece + 1) > instant:
            return piece + 1
    return piece_at(m, steps, instant)


@compiled
def integrated(m, steps):  # type: ignore[no-untyped-def]
    """Level x time before each piece: what `integral_to` reads."""
    before = allocate(m, m[steps])
    area = 0
    for piece in range(m[steps]):
        m[before + piece] = area
        area += level_of(m, steps, piece) * width_of(m, steps, piece)
    return before


@compiled
def integral_to(m, steps, before, instant):  # type: ignore[no-untyped-def]
    """Level x time until an instant of the run; `before` is from `integrated`."""
    return time_until(m, steps, before, piece_at(m, steps, instant), instant)


@compiled
def time_until(m, steps, before, piece, instant):  # type: ignore[no-untyped-def]
    """Level x time until an instant that lies in a piece; `before` is level x time before each."""
    return m[before + piece] + level_of(m, steps, piece) * (instant - at_of(m, steps, piece))


# --- together -------------------------------------------------------------------------------------------------------------


@compiled
def together(m, first, second):  # type: ignore[no-untyped-def]
    """Two step functions at the instants of either: how many, then (instant, level of the first, of the second) each."""
    rows = allocate(m, 1)
    a, b, at = 0, 0, 0
    while True:
        row = allocate_bare(m, 3)
        m[row], m[row + 1], m[row + 2] = at, level_of(m, first, a), level_of(m, second, b)
        m[rows] += 1
        at = min(end_of(m, first, a), end_of(m, second, b))
        if at >= m[World.HORIZON]:
            return rows
        if end_of(m, first, a) == at:
            a += 1
        if end_of(m, second, b) == at:
            b += 1


@compiled
def time_of(m, rows, n):  # type: ignore[no-untyped-def]
    """How long a row of `together` holds."""
    return (m[rows + 4 + 3 * n] if n + 1 < m[rows] else m[World.HORIZON]) - m[rows + 1 + 3 * n]
