"""What every safeguard says of one run, case by case: who is concerned, for whom it is broken, for how long, and who answers."""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER
from sim.kernel.rows import Table, World
from sim.kernel.summary.cases import at, initial, stay_end
from sim.kernel.summary.columns import OfCase, OfStay, of_case, of_stay
from sim.kernel.summary.steps import integral_to, within

FOREVER = 1 << 62
"""An instant after all others: the host never answers."""


class Found(IntEnum):
    """One safeguard and one case, as in `sim.metrics.breach.Breaches`."""

    MOST = 0  # people for whom any safeguard is broken: of all safeguards so far
    CONCERNED = 1
    KNOWN = 2
    BROKEN = 3
    NEVER = 4
    TIME = 5
    SENDER = 6
    LONGEST = 7
    COVERED = 8  # until when the spells of a case reach that have been added
    BEGAN = 9
    REACHED = 10
    WIDTH = 11


@compiled
def clear(m, found):  # type: ignore[no-untyped-def]
    """Nothing is known of this safeguard yet."""
    for n in range(m[World.CASES + Table.COUNT]):
        row = found + n * Found.WIDTH
        for word in range(Found.CONCERNED, Found.COVERED):
            m[row + word] = 0
        m[row + Found.COVERED], m[row + Found.BEGAN], m[row + Found.REACHED] = NEVER, NEVER, NEVER


@compiled
def of(m, found, case):  # type: ignore[no-untyped-def]
    """The row of a case."""
    return found + case * Found.WIDTH


@compiled
def host_from(m, case, host):  # type: ignore[no-untyped-def]
    """The instant from which the host answers; FOREVER where that is never. Of people inside at the start it is the start."""
    answers = at(m, case, host)
    if answers != NEVER:
        return answers
    return 0 if initial(m, case) else FOREVER


@compiled
def during(m, found, case, start, end, host):  # type: ignore[no-untyped-def]
    """Add the spell [start, end) of a case, that part of it before the host answers too; spells come in the order of their starts."""
    row = of(m, found, case)
    since = max(start, m[row + Found.COVERED])
    if end > since:
        m[row + Found.TIME] += end - since
        m[row + Found.SENDER] += max(0, min(end, host_from(m, case, host)) - since)
        m[row + Found.COVERED] = end


@compiled
def lived(m, found, stay, bad, before, host):  # type: ignore[no-untyped-def]
    """Add the time of a stay in which `bad` was 1, and that part of it before the host answers; `before` is its integral."""
    case, horizon = of_stay(m, stay, OfStay.CASE), m[World.HORIZON]
    row = of(m, found, case)
    start, end = within(of_stay(m, stay, OfStay.START), 0, horizon), within(stay_end(m, stay), 0, horizon)
    by_sender = within(host_from(m, case, host), start, end)
    so_far = integral_to(m, bad, before, start)
    m[row + Found.CONCERNED], m[row + Found.KNOWN] = 1, 1
    m[row + Found.TIME] += integral_to(m, bad, before, end) - so_far
    m[row + Found.SENDER] += integral_to(m, bad, before, by_sender) - so_far


@compiled
def people_of(m, case, minors):  # type: ignore[no-untyped-def]
    """All the people of a case, or those under age."""
    return of_case(m, case, OfCase.MINORS) if minors else of_case(m, case, OfCase.SIZE)
