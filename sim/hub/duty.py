"""When a team is on duty."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable

from sim.hub.clock import DAY
from sim.scenario.values import Roster

LOOK_AHEAD_DAYS = 400


class Duty:
    """A roster laid on the calendar: which instants are duty, from the weekday of the start and the closed days.

    Parameters
    ----------
    roster : Roster
        Shifts of a week, milliseconds since Monday 00:00.
    closed : iterable of date
        Days without duty.
    start : date
        Day 0.
    holidays : iterable of date
        Days on which another roster holds.
    on_holidays : Roster, optional
        That roster; None: no duty on them.
    """

    def __init__(
        self,
        roster: Roster,
        closed: Iterable[dt.date],
        start: dt.date,
        holidays: Iterable[dt.date] = (),
        on_holidays: Roster | None = None,
    ) -> None:
        self._of_weekday = _of_weekday(roster)
        self._of_holiday = [[]] * 7 if on_holidays is None else _of_weekday(on_holidays)
        self._first_weekday = start.weekday()
        self._closed = {(day - start).days for day in closed}
        self._holidays = {(day - start).days for day in holidays}
        self._always = all(shifts == [(0, DAY)] for shifts in self._of_weekday) and not self._closed and not self._holidays
        self._known = (0, 0)
        self._next: tuple[int, int | None] = (-1, None)

    def is_on(self, at: int) -> bool:
        """Whether an instant is duty."""
        begin, end = self._known
        return begin <= at < end or at < self.end_of_shift(at)

    def end_of_shift(self, at: int) -> int:
        """The instant at which the duty that covers `at` ends, shifts that touch taken together; `at` itself when off duty."""
        begin, end = self._known
        if not begin <= at < end:
            self._known = (at, self._end_of_shift(at))
        return self._known[1]

    def _end_of_shift(self, at: int) -> int:
        if self._always:
            return (at // DAY + LOOK_AHEAD_DAYS) * DAY
        end = at
        for _ in range(LOOK_AHEAD_DAYS):
            follows = self._covering(end)
            if follows is None:
                return end
            end = follows
        return end

    def next_on(self, at: int) -> int | None:
        """The first instant of duty at or after `at`; None when there is none within 400 days."""
        if self._next[0] != at:
            self._next = (at, self._next_on(at))
        return self._next[1]

    def _next_on(self, at: int) -> int | None:
        if self.is_on(at):
            return at
        for day in range(at // DAY, at // DAY + LOOK_AHEAD_DAYS):
            for begin, _ in self._shifts(day):
                if day * DAY + begin >= at:
                    return day * DAY + begin
        return None

    def _covering(self, at: int) -> int | None:
        day, within = divmod(at, DAY)
        shifts = self._shifts(day)
        i = bisect_right(shifts, (within, DAY + 1)) - 1
        if i >= 0 and shifts[i][0] <= within < shifts[i][1]:
            return day * DAY + shifts[i][1]
        return None

    def _shifts(self, day: int) -> list[tuple[int, int]]:
        of_weekday = self._of_holiday if day in self._holidays else self._of_weekday
        return [] if day in self._closed else of_weekday[(day + self._first_weekday) % 7]


def ends_after_work(duties: list[Duty], begin: int, work: int) -> int | None:
    """When work that pauses while any of the teams is off duty is done; None when that is not within sight.

    Parameters
    ----------
    begin : int
        Instant of the start.
    work : int
        Milliseconds of work.
    """
    at, left = begin, work
    for _ in range(10 * LOOK_AHEAD_DAYS):
        resumed = [duty.next_on(at) for duty in duties]
        if any(r is None for r in resumed):
            return None
        at = max([at, *(r for r in resumed if r is not None)])
        pause = min((duty.end_of_shift(at) for duty in duties), default=at + left)
        if at + left <= pause:
            return at + left
        left -= max(pause - at, 0)
        at = pause
    return None


def _of_weekday(roster: Roster) -> list[list[tuple[int, int]]]:
    return [_cut(roster.intervals, day) for day in range(7)]


def _cut(intervals: Iterable[tuple[int, int]], weekday: int) -> list[tuple[int, int]]:
    """The part of weekly intervals that lies in one day, milliseconds since its midnight."""
    midnight = weekday * DAY
    parts = ((max(begin, midnight), min(end, midnight + DAY)) for begin, end in intervals)
    return sorted((begin - midnight, end - midnight) for begin, end in parts if begin < end)
