"""When a team is on duty: a roster laid on the calendar.

A roster is a block of seven pairs, Monday first: how many shifts the day has, and the place of their (begin, end), milliseconds since
its midnight. Closed days and holidays are sorted lists of days since the start.
"""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER
from sim.kernel.rows import Team, World

DAY = 86_400_000
LOOK_AHEAD_DAYS = 400


@compiled
def lay(m, team, roster, closed, holidays, on_holidays):  # type: ignore[no-untyped-def]
    """Another roster from now on; on_holidays 0: no duty on holidays."""
    m[team + Team.ROSTER] = roster
    m[team + Team.CLOSED_DAYS] = closed
    m[team + Team.HOLIDAYS] = holidays
    m[team + Team.HOLIDAY_ROSTER] = on_holidays
    m[team + Team.KNOWN_END] = 0


@compiled
def is_on(m, team, at):  # type: ignore[no-untyped-def]
    """Whether an instant is duty."""
    return _covering(m, team, at) != NEVER


@compiled
def end_of_shift(m, team, at):  # type: ignore[no-untyped-def]
    """The instant at which the duty that covers `at` ends, shifts that touch taken together; `at` itself when off duty."""
    if not (m[team + Team.KNOWN_FROM] <= at < m[team + Team.KNOWN_END]):
        m[team + Team.KNOWN_END] = _end_of_shift(m, team, at)
        m[team + Team.KNOWN_FROM] = at
    return m[team + Team.KNOWN_END]


@compiled
def _end_of_shift(m, team, at):  # type: ignore[no-untyped-def]
    end = at
    for _ in range(LOOK_AHEAD_DAYS):
        follows = _covering(m, team, end)
        if follows == NEVER:
            return end
        end = follows
    return end


@compiled
def next_on(m, team, at):  # type: ignore[no-untyped-def]
    """The first instant of duty at or after `at`; NEVER when there is none within 400 days."""
    if is_on(m, team, at):
        return at
    today = at // DAY
    for day in range(today, today + LOOK_AHEAD_DAYS):
        count, shift = _shifts(m, team, day)
        for _ in range(count):
            begin = day * DAY + m[shift]
            if begin >= at:
                return begin
            shift += 2
    return NEVER


@compiled
def _covering(m, team, at):  # type: ignore[no-untyped-def]
    """The end of the shift that covers an instant, or NEVER."""
    day = at // DAY
    within = at - day * DAY
    count, first = _shifts(m, team, day)
    shift = first + 2 * count
    while shift > first:
        shift -= 2
        if m[shift] <= within:
            return day * DAY + m[shift + 1] if within < m[shift + 1] else NEVER
    return NEVER


@compiled
def _shifts(m, team, day):  # type: ignore[no-untyped-def]
    """(how many, place of the first) of a day's shifts."""
    roster = m[team + Team.ROSTER]
    if _is_among(m, m[team + Team.HOLIDAYS], day):
        roster = m[team + Team.HOLIDAY_ROSTER]
    if roster == 0 or _is_among(m, m[team + Team.CLOSED_DAYS], day):
        return 0, 0
    of_weekday = roster + 2 * ((day + m[World.START_DAY] - 1) % 7)
    return m[of_weekday], m[of_weekday + 1]


@compiled
def _is_among(m, days, day):  # type: ignore[no-untyped-def]
    """Whether a day is on a sorted list (0: nothing is)."""
    if days == 0:
        return False
    low, high = days + 1, days + 1 + m[days]
    while low < high:
        middle = (low + high) >> 1
        if m[middle] < day:
            low = middle + 1
        else:
            high = middle
    return low < days + 1 + m[days] and m[low] == day


@compiled
def ends_after_work(m, need, begin, work):  # type: ignore[no-untyped-def]
    """When work that pauses while any of the needed teams is off duty is done; NEVER when that is not within sight."""
    at, left = begin, work
    for _ in range(10 * LOOK_AHEAD_DAYS):
        at = _all_on(m, need, at)
        if at == NEVER:
            return NEVER
        pause = _first_off(m, need, at, at + left)
        if at + left <= pause:
            return at + left
        left -= max(pause - at, 0)
        at = pause
    return NEVER


@compiled
def _all_on(m, need, at):  # type: ignore[no-untyped-def]
    """The latest of the instants at which the needed teams come on duty; NEVER when one does not."""
    latest = at
    for index in range(m[need + 1] if need else 0):
        on = next_on(m, m[need + 2 + 2 * index], at)
        if on == NEVER:
            return NEVER
        latest = max(latest, on)
    return latest


@compiled
def _first_off(m, need, at, otherwise):  # type: ignore[no-untyped-def]
    """The first of the instants at which the needed teams go off duty; another one where nobody is needed."""
    count = m[need + 1] if need else 0
    if count == 0:
        return otherwise
    earliest = end_of_shift(m, m[need + 2], at)
    for index in range(1, count):
        earliest = min(earliest, end_of_shift(m, m[need + 2 + 2 * index], at))
    return earliest
