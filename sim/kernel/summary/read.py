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


class Reader:
    """Reads what has been put, of one scenario.

    Parameters
    ----------
    readings : Readings
        Where everything is.
    """

    def __init__(self, readings: Readings) -> None:
        self._values, self._ratios, self._samples = (
            _places(some.values()) for some in (readings.values, readings.ratios, readings.samples)
        )
        self._daily = readings.daily
        names = tuple(metric.name for metric in metrics(readings.scenario))
        found = {name: place for place, name in enumerate((*readings.values, *readings.ratios))}
        self._in_order = _places(found[name] for name in names)
        self._names = Names(names, tuple(readings.ratios), tuple(readings.samples))

    def measures(self, m: Words) -> Measures:
        """Every metric of the scenario."""
        floats = m.view(np.float64)
        above, below = floats[self._ratios], floats[self._ratios + 1]
        values = np.concatenate((floats[self._values], _shares(above, below)))[self._in_order]
        rows = [_rows(m, int(m[place])) for place in self._samples]
        lengths, ends = np.concatenate(rows), np.cumsum([len(one) for one in rows])
        return Measures(
            int(m[World.REPLICATION]), int(m[World.HORIZON]), self._names, np.concatenate((values, above, below)), lengths, ends
        )

    def series(self, m: Words) -> Series:
        """Every day."""
        days = -(-int(m[World.HORIZON]) // MS_PER_DAY)
        first = int(m[self._daily + Daily.DAYS])
        both = m[first : first + 2 * days * len(WHAT)].reshape(len(WHAT), 2, days)
        mean = both[:, 0].copy().view(np.float64).astype(np.float32)
        return Series(int(m[World.REPLICATION]), mean, both[:, 1].astype(np.int32))


def _places(places: Iterable[int]) -> Words:
    return np.array(list(places), dtype=np.int64)


def _shares(numerator: Floats, denominator: Floats) -> Floats:
    """As `Ratio.value` says it."""
    shares = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=shares, where=denominator != 0)
    return shares


def _rows(m: Words, sample: int) -> Words:
    first, width = sample + 1, int(Length.WIDTH)
    return m[first : first + width * int(m[sample])].reshape(-1, width)
