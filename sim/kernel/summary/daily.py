"""What happens day by day: levels integrated over each day, never sampled. The twin of `sim.metrics.daily`."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate
from sim.kernel.rows import Capacity, World
from sim.kernel.summary.bare import allocate_bare
from sim.kernel.summary.cases import accepted, at, ended, here, or_else, until
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.levels import people_in, present
from sim.kernel.summary.steps import add_span, add_steps, at_of, begin_changes, begin_spans, counted, end_of, in_force, level_of, summed
from sim.kernel.words import At, StayKind
from sim.kernel.words_of_memory import put_short, put_short_real

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class What(IntEnum):
    """What is counted, in the order of `sim.metrics.daily.WHAT`."""

    PRESENT = 0
    IN_PLACES = 1
    RECEPTION = 2
    OVERFLOW = 3
    AT_SENDER = 4
    USABLE = 5
    ARRIVED_TOTAL = 6
    LEFT_TOTAL = 7
    OVER_LIMIT = 8
    WIDTH = 9


class Daily(IntEnum):
    """What is known beforehand, and where the days are."""

    LIMIT = 0  # NONE: no limit
    MEAN = 1  # place of a table of half words: for each of `sim.metrics.daily.WHAT` the mean of every day (floats)
    MAXIMUM = 2  # the same for the highest level of every day (whole numbers)
    WIDTH = 3


def lay(readings: Readings) -> int:
    """Lay down the limit; the days are allocated by each run."""
    limit = readings.scenario.agreement.stay.limit
    return readings.row([NONE if limit is None else limit, 0, 0])


@compiled
def days_of(m):  # type: ignore[no-untyped-def]
    """Days of the run, the last of which may be short."""
    return (m[World.HORIZON] + DAY - 1) // DAY


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Everything in `WHAT`, in its order."""
    days = days_of(m)
    words = (What.WIDTH * days + 1) // 2
    m[row + Daily.MEAN], m[row + Daily.MAXIMUM] = allocate_bare(m, words), allocate_bare(m, words)
    top = m[World.TOP]
    for what in range(What.WIDTH):
        mean, maximum = 2 * m[row + Daily.MEAN] + what * days, 2 * m[row + Daily.MAXIMUM] + what * days
        if what == What.ARRIVED_TOTAL or what == What.LEFT_TOTAL:
            _so_far(m, At.ARRIVED if what == What.ARRIVED_TOTAL else At.LEFT, mean, maximum, days)
        else:
            _by_day(m, _level(m, what, m[row + Daily.LIMIT]), mean, maximum)
        m[World.TOP] = top


@compiled
def _level(m, what, limit):  # type: ignore[no-untyped-def]
    if what == What.PRESENT:
        return present(m)
    if what == What.IN_PLACES:
        return people_in(m, StayKind.PLACE, 0)
    if what == What.RECEPTION:
        return people_in(m, StayKind.RECEPTION, 0)
    if what == What.OVERFLOW:
        return people_in(m, StayKind.OVERFLOW, 0)
    if what == What.USABLE:
        return usable(m)
    spans = begin_spans(m, cases_of(m))
    for case in range(cases_of(m)):
        _add_case(m, spans, what, case, limit)
    return counted(m, spans)


@compiled
def _add_case(m, spans, what, case, limit):  # type: ignore[no-untyped-def]
    """When a case counts: at the sender, over the limit."""
    if what == What.AT_SENDER:
        if accepted(m, case):
            boarded = or_else(at(m, case, At.BOARDED), m[World.HORIZON])
            add_span(m, spans, at(m, case, At.DECIDED), min(boarded, ended(m, case)), of_case(m, case, OfCase.SIZE))
    elif limit != NONE and here(m, case):
        passes = at(m, case, At.ARRIVED) - of_case(m, case, OfCase.PRIOR) + limit
        add_span(m, spans, passes, until(m, case), of_case(m, case, OfCase.SIZE))


@compiled
def _so_far(m, instant, mean, maximum, days):  # type: ignore[no-untyped-def]
    """People who have come to an instant of their journey, of those who ever were in a hub. The level only rises: it is highest at last."""
    top = m[World.TOP]
    times, came = allocate(m, days), allocate(m, days)
    for case in range(cases_of(m)):
        when = at(m, case, instant)
        if here(m, case) and when != NEVER and when < m[World.HORIZON]:
            when, people = max(when, 0), of_case(m, case, OfCase.SIZE)
            m[times + when // DAY] += people * (_end(m, when // DAY) - when)
            m[came + when // DAY] += people
    level = 0
    for day in range(days):
        length = _end(m, day) - day * DAY
        average = (level * length + m[times + day]) / length
        level += m[came + day]
        _put(m, mean + day, maximum + day, average, level)
    m[World.TOP] = top


@compiled
def _end(m, day):  # type: ignore[no-untyped-def]
    """Where a day ends."""
    return min((day + 1) * DAY, m[World.HORIZON])


@compiled
def usable(m):  # type: ignore[no-untyped-def]
    """Usable places of all pools; their capacities have the first numbers."""
    pools = allocate(m, m[World.POOL_COUNT])
    for index in range(m[World.POOL_COUNT]):
        m[pools + index] = in_force(m, index, Capacity.USABLE)
    changes = begin_changes(m)
    for index in range(m[World.POOL_COUNT]):
        add_steps(m, changes, m[pools + index])
    return summed(m, changes)


@compiled
def _by_day(m, steps, mean, maximum):  # type: ignore[no-untyped-def]
    """The average of each day, and its highest level."""
    day, time, highest = 0, 0, NEVER
    for piece in range(m[steps]):
        level, since, end = level_of(m, steps, piece), at_of(m, steps, piece), end_of(m, steps, piece)
        highest = max(highest, level)
        while since < end:
            midnight = _end(m, day)
            if end < midnight:
                time += level * (end - since)
                break
            average = (time + level * (midnight - since)) / (midnight - day * DAY)
            _put(m, mean + day, maximum + day, average, highest)
            quiet = (end - midnight) // DAY
            for other in range(day + 1, day + 1 + quiet):
                _put(m, mean + other, maximum + other, float(level), level)
            since, day, time, highest = midnight + quiet * DAY, day + 1 + quiet, 0, level
        if since == end:
            highest = NEVER


@compiled
def _put(m, mean, maximum, average, highest):  # type: ignore[no-untyped-def]
    put_short_real(m, mean, average)
    put_short(m, maximum, highest)
