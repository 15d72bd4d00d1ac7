"""Classes: a case may become one of another class, for as long as something lasts or for good.

What makes a class is a number: LISTED and REFERRED for good; then the clocks by index, and by index once more for `CLOCK.refused`.
"""

from __future__ import annotations

from sim.kernel import housing, relocation, world
from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, allocate
from sim.kernel.rows import Case, World

LISTED, REFERRED, CLOCK = 0, 1, 2


@compiled
def by_clock(clock):  # type: ignore[no-untyped-def]
    """A clock, as what makes a class."""
    return CLOCK + clock


@compiled
def by_refusal(m, clock):  # type: ignore[no-untyped-def]
    """The refusal of a claim, as what makes a class."""
    return CLOCK + m[World.CLOCK_COUNT] + clock


@compiled
def make(m, case, cause, class_):  # type: ignore[no-untyped-def]
    """From now on something makes the case one of a class (NONE: it makes nothing)."""
    if class_ == NONE:
        return
    if m[case + Case.MADE] == 0:
        _begin(m, case)
    _forget(m, case, cause)
    last = m[case + Case.MADE] + 2 * m[case + Case.MADE_COUNT]
    m[last], m[last + 1] = cause, class_
    m[case + Case.MADE_COUNT] += 1
    _take(m, case)


@compiled
def end(m, case, cause):  # type: ignore[no-untyped-def]
    """It does so no longer: the case is what the latest of the others made it."""
    if m[case + Case.MADE]:
        _forget(m, case, cause)
        _take(m, case)


@compiled
def _begin(m, case):  # type: ignore[no-untyped-def]
    """So far the case is what it was listed as."""
    made = allocate(m, 2 * m[World.LARGEST_MADE])
    m[made], m[made + 1] = LISTED, m[case + Case.CLASS]
    m[case + Case.MADE], m[case + Case.MADE_COUNT] = made, 1


@compiled
def _forget(m, case, cause):  # type: ignore[no-untyped-def]
    made, kept = m[case + Case.MADE], 0
    for n in range(m[case + Case.MADE_COUNT]):
        if m[made + 2 * n] != cause:
            m[made + 2 * kept], m[made + 2 * kept + 1] = m[made + 2 * n], m[made + 2 * n + 1]
            kept += 1
    m[case + Case.MADE_COUNT] = kept


@compiled
def _take(m, case):  # type: ignore[no-untyped-def]
    class_ = m[m[case + Case.MADE] + 2 * m[case + Case.MADE_COUNT] - 1]
    if class_ == m[case + Case.CLASS]:
        return
    before = world.priority(m, case)
    m[case + Case.CLASS] = class_
    if m[case + Case.SITE]:
        housing.class_changed(m, m[case + Case.SITE], case)
    relocation.class_changed(m, case)
    if world.priority(m, case) != before:
        world.priorities_changed(m)
