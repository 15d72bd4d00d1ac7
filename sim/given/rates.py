"""Rates that change with time, and the instants they give."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from sim.record import MS_PER_DAY as DAY

Segment = tuple[int, float]
"""From this instant (milliseconds), this rate per millisecond."""


def segments(
    rate: Iterable[tuple[dt.date | None, float]], season: Mapping[int, float] | None, start: dt.date, begin: int, end: int
) -> list[Segment]:
    """A rate with dates of change and a factor by calendar month, piecewise constant over [begin, end).

    A rate written without a date holds from the first instant; before the first date nothing is listed.
    """
    steps = sorted(((0 if date is None else (date - start).days * DAY), value) for date, value in rate)
    turns = {max(begin, at) for at, _ in steps} | {begin}
    if season:
        turns |= set(_months(start, begin, end))
    cuts = sorted(at for at in turns if at < end)
    return [(at, _in_force(steps, at) * _factor(season, start, at)) for at in cuts]


def arrivals(pieces: list[Segment], end: int, luck: Callable[[int], float]) -> Iterator[tuple[int, int]]:
    """(number, instant) of the cases of a Poisson stream: case i is listed at the first t with L(t) >= sum of -log u over 0..i.

    Parameters
    ----------
    pieces : list of (instant, rate)
        L's slope, piecewise constant; zero is allowed and passed over. None at all: nobody comes.
    luck : callable
        u of case i, inside (0, 1).
    """
    target, number = -math.log(luck(0)), 0
    reached = 0.0
    for (begin, rate), (until, _) in pairwise([*pieces, (end, 0.0)]):
        while rate > 0.0 and reached + rate * (until - begin) >= target:
            at = begin + math.floor((target - reached) / rate + 0.5)
            if at >= end:
                return
            yield number, at
            number += 1
            target -= math.log(luck(number))
        reached += rate * (until - begin)


def overlaid(pieces: list[Segment], changes: Sequence[tuple[int, int, float]]) -> list[Segment]:
    """The rate in force: over [begin, end) of a change its rate takes the place of the pieces'; of several the last that began holds.

    Parameters
    ----------
    changes : list of (begin, end, rate)
        Of two that begin in one instant, the later in the list is the later to begin.
    """
    if not pieces:
        return []
    first = pieces[0][0]
    turns = {at for at, _ in pieces} | {at for begin, end, _ in changes for at in (begin, end) if at > first}
    in_order = sorted(changes, key=lambda change: change[0])

    def in_force(at: int) -> float:
        return next((rate for begin, end, rate in reversed(in_order) if begin <= at < end), value_at(pieces, at))

    return [(at, in_force(at)) for at in sorted(turns)]


def value_at(pieces: list[Segment], at: int) -> float:
    """The rate in force at an instant."""
    return _in_force(pieces, at)


def _in_force(steps: list[Segment], at: int) -> float:
    after = bisect_right(steps, at, key=lambda step: step[0])
    return steps[after - 1][1] if after else 0.0


def _factor(season: Mapping[int, float] | None, start: dt.date, at: int) -> float:
    if not season:
        return 1.0
    return season.get((start + dt.timedelta(days=at // DAY)).month, 1.0)


def _months(start: dt.date, begin: int, end: int) -> Iterator[int]:
    """First instants of the calendar months in [begin, end)."""
    for day in range(-(-begin // DAY), -(-end // DAY)):
        if (start + dt.timedelta(days=day)).day == 1:
            yield day * DAY
