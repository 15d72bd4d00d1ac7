"""The calendar months of a run, in which what is paid for is settled."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics.steps import Ints, Steps
from sim.record import MS_PER_DAY
from sim.scenario.schema import Scenario
from sim.scenario.values import Price

Floats = NDArray[np.float64]
DAYS_IN = {"day": 1, "week": 7}
"""Periods of one length; months and years are those of the calendar."""


def summed(amounts: Floats) -> float:
    """The sum, one after the other from 0: whoever adds so has the same to the last bit."""
    total = 0.0
    for amount in amounts.tolist():
        total += amount
    return total


@dataclass(frozen=True)
class Months:
    """Calendar months from the start to the horizon; the first and last may be cut short.

    Parameters
    ----------
    first : tuple of dates
        First day of each month, the day of the start for the first.
    start : date
        Day 0.
    horizon : int
        Milliseconds.
    """

    first: tuple[dt.date, ...]
    start: dt.date
    horizon: int

    @property
    def names(self) -> list[str]:
        """Year and month: `2025-06`."""
        return [f"{day:%Y-%m}" for day in self.first]

    @cached_property
    def edges(self) -> Ints:
        """Beginnings of the months, and the horizon."""
        return np.array([*(self.instant(day) for day in self.first), self.horizon], np.int64)

    def instant(self, day: dt.date) -> int:
        """Midnight at which a day begins."""
        return (day - self.start).days * MS_PER_DAY

    def window(self, first: dt.date | None, last: dt.date | None) -> Ints:
        """The edges, cut to a first and a last day."""
        low = 0 if first is None else self.instant(first)
        high = self.horizon if last is None else self.instant(last) + MS_PER_DAY
        edges: Ints = np.clip(self.edges, min(max(low, 0), self.horizon), max(0, min(high, self.horizon)))
        return edges

    def time_in(self, steps: Steps, window: Ints) -> Ints:
        """Level x time of each month within a window."""
        return np.diff(steps.integral_to(window))

    def at(self, instants: Ints, worth: NDArray[Any]) -> Floats:
        """What is due at instants of the run, by month."""
        month = np.searchsorted(self.edges, instants, side="right") - 1
        return np.bincount(month, weights=worth, minlength=len(self.first)).astype(np.float64)

    def full(self, period: str) -> Floats:
        """Length of the calendar month, or year, to which each month belongs, milliseconds."""
        days = [calendar.monthrange(d.year, d.month)[1] if period == "month" else 365 + calendar.isleap(d.year) for d in self.first]
        return np.array(days, np.float64) * MS_PER_DAY

    def per_time(self, price: Price) -> Floats:
        """A price for a period as money per millisecond, for each month."""
        period = price.per or ""
        return price.amount / (np.full(len(self.first), DAYS_IN[period] * MS_PER_DAY) if period in DAYS_IN else self.full(period))

    def groups(self, period: str | None) -> list[NDArray[np.intp]]:
        """Which months belong to each calendar month, calendar year, or (None) to the run."""
        keys = [d.isoformat() if period == "month" else str(d.year) if period == "year" else "" for d in self.first]
        return [np.flatnonzero(np.array(keys) == key) for key in dict.fromkeys(keys)]


def months_of(scenario: Scenario) -> Months:
    """The months of a scenario."""
    return _months(scenario.start, scenario.horizon)


@lru_cache(maxsize=64)
def _months(start: dt.date, horizon: int) -> Months:
    last = start + dt.timedelta(days=(horizon - 1) // MS_PER_DAY)
    count = (last.year - start.year) * 12 + last.month - start.month
    later = [dt.date(start.year + (start.month + n) // 12, (start.month + n) % 12 + 1, 1) for n in range(count)]
    return Months((start, *later), start, horizon)
