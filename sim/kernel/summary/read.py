"""What the compiled summary has put into memory, by name, as `sim.metrics` says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.rows import World
from sim.kernel.summary.daily import Daily
from sim.kernel.summary.samples import Length
from sim.metrics.daily import WHAT, Series
from sim.metrics.measure import Measures, Names
from sim.metrics.registry import metrics
from sim.record import MS_PER_DAY

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

Words = NDArray[np.int64]
Floats = NDArray[np.float64]
WIDTH = int(Length.WIDTH)


class Reader:
    """Reads what has been put, of one scenario.

    Parameters
    ----------
    readings : Readings
        Where everything is.
    """

    def __init__(self, readings: Readings) -> None:
        numerators = list(readings.ratios.values())
        self._places = _places([*readings.values.values(), *numerators, *(place + 1 for place in numerators)])
        self._sums = len(readings.values), len(numerators)
        self._samples = tuple(readings.samples.values())
        self._daily = readings.daily
        names = tuple(metric.name for metric in metrics(readings.scenario))
        found = {name: number for number, name in enumerate((*readings.values, *readings.ratios))}
        self._in_order = _places(found[name] for name in names)
        self._names = Names(names, tuple(readings.ratios), tuple(readings.samples))

    def measures(self, m: Words) -> Measures:
        """Every metric of the scenario."""
        values, shares = self._sums
        read = m.view(np.float64)[self._places]
        above, below = read[values:].reshape(2, shares)
        known = np.concatenate((read[:values], above / np.where(below, below, np.nan)))  # as `Ratio.value` says it
        rows = [_rows(m, int(m[place])) for place in self._samples]
        numbers, ends = np.concatenate((known[self._in_order], above, below)), np.cumsum([len(one) for one in rows])
        return Measures(int(m[World.REPLICATION]), int(m[World.HORIZON]), self._names, numbers, np.concatenate(rows), ends)

    def series(self, m: Words) -> Series:
        """Every day."""
        days = -(-int(m[World.HORIZON]) // MS_PER_DAY)
        mean, maximum = (2 * int(m[self._daily + table]) for table in (Daily.MEAN, Daily.MAXIMUM))
        shape, cells = (len(WHAT), days), len(WHAT) * days
        means = m.view(np.float32)[mean : mean + cells].reshape(shape).copy()
        return Series(int(m[World.REPLICATION]), means, m.view(np.int32)[maximum : maximum + cells].reshape(shape).copy())


def _places(places: Iterable[int]) -> Words:
    return np.array(list(places), dtype=np.int64)


def _rows(m: Words, sample: int) -> Words:
    return m[sample + 1 : sample + 1 + WIDTH * int(m[sample])].reshape(-1, WIDTH)
