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
from sim.metrics.measure import Measures
from sim.metrics.metric import Ratio, Sample
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
        self._values = tuple(readings.values)
        self._ratios = tuple(readings.ratios)
        numerators = list(readings.ratios.values())
        self._places = _places([*readings.values.values(), *numerators, *(place + 1 for place in numerators)])
        self._samples = readings.samples
        self._daily = readings.daily
        self._order = tuple(metric.name for metric in metrics(readings.scenario))
        found = {name: number for number, name in enumerate((*readings.values, *readings.ratios))}
        self._in_order = _places(found[name] for name in self._order)

    def measures(self, m: Words) -> Measures:
        """Every metric of the scenario."""
        values, ratios = self._floats(m)
        shares = ratios[0] / np.where(ratios[1], ratios[1], np.nan)  # as `Ratio.value` says it
        in_order = np.concatenate((values, shares))[self._in_order].tolist()
        named = dict(zip(self._order, in_order, strict=True))
        return Measures(int(m[World.REPLICATION]), int(m[World.HORIZON]), named, self._named(ratios), self.samples(m))

    def values(self, m: Words) -> dict[str, float]:
        """Metrics that are one number, those of samples among them."""
        values, _ = self._floats(m)
        return dict(zip(self._values, values.tolist(), strict=True))

    def ratios(self, m: Words) -> dict[str, Ratio]:
        """Shares, by their two sums."""
        _, ratios = self._floats(m)
        return self._named(ratios)

    def _floats(self, m: Words) -> tuple[Floats, Floats]:
        """Values, and the two sums of each share: numerators, then denominators."""
        floats = m.view(np.float64)[self._places]
        return floats[: len(self._values)], floats[len(self._values) :].reshape(2, -1)

    def _named(self, ratios: Floats) -> dict[str, Ratio]:
        return dict(zip(self._ratios, map(Ratio, *ratios.tolist()), strict=True))

    def samples(self, m: Words) -> dict[str, Sample]:
        """Lengths."""
        return {name: _sample(m, int(m[place])) for name, place in self._samples.items()}

    def series(self, m: Words) -> Series:
        """Every day."""
        days = -(-int(m[World.HORIZON]) // MS_PER_DAY)
        mean, maximum = (2 * int(m[self._daily + table]) for table in (Daily.MEAN, Daily.MAXIMUM))
        shape, cells = (len(WHAT), days), len(WHAT) * days
        means = m.view(np.float32)[mean : mean + cells].reshape(shape).copy()
        return Series(int(m[World.REPLICATION]), means, m.view(np.int32)[maximum : maximum + cells].reshape(shape).copy())


def _places(places: Iterable[int]) -> Words:
    return np.array(list(places), dtype=np.int64)


def _sample(m: Words, sample: int) -> Sample:
    rows = m[sample + 1 : sample + 1 + WIDTH * int(m[sample])].reshape(-1, WIDTH)
    length, ended, weight, entry = rows.T.copy()
    return Sample(length, ended.astype(np.bool_), weight, entry)
