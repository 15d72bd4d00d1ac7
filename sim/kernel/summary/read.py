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


class Reader:
    """Reads what has been put, of one scenario.

    Parameters
    ----------
    readings : Readings
        Where everything is.
    """

    def __init__(self, readings: Readings) -> None:
        self._values = tuple(readings.values), _places(readings.values.values())
        self._ratios = tuple(readings.ratios), _places(readings.ratios.values())
        self._samples = readings.samples
        self._daily = readings.daily
        self._order = tuple(metric.name for metric in metrics(readings.scenario))
        found = {name: place for place, name in enumerate((*readings.values, *readings.ratios))}
        self._in_order = _places(found[name] for name in self._order)

    def measures(self, m: Words) -> Measures:
        """Every metric of the scenario."""
        names, places = self._ratios
        floats = m.view(np.float64)
        numerators, denominators = floats[places], floats[places + 1]
        values = np.concatenate((floats[self._values[1]], _shares(numerators, denominators)))[self._in_order].tolist()
        in_order, ratios = dict(zip(self._order, values, strict=True)), _ratios(names, numerators, denominators)
        return Measures(int(m[World.REPLICATION]), int(m[World.HORIZON]), in_order, ratios, self.samples(m))

    def values(self, m: Words) -> dict[str, float]:
        """Metrics that are one number, those of samples among them."""
        names, places = self._values
        return dict(zip(names, m.view(np.float64)[places].tolist(), strict=True))

    def ratios(self, m: Words) -> dict[str, Ratio]:
        """Shares, by their two sums."""
        names, places = self._ratios
        floats = m.view(np.float64)
        return _ratios(names, floats[places], floats[places + 1])

    def samples(self, m: Words) -> dict[str, Sample]:
        """Lengths."""
        return {name: _sample(m, int(m[place])) for name, place in self._samples.items()}

    def series(self, m: Words) -> Series:
        """Every day."""
        days = -(-int(m[World.HORIZON]) // MS_PER_DAY)
        first = int(m[self._daily + Daily.DAYS])
        both = m[first : first + 2 * days * len(WHAT)].reshape(len(WHAT), 2, days)
        mean = both[:, 0].copy().view(np.float64).astype(np.float32)
        return Series(int(m[World.REPLICATION]), mean, both[:, 1].astype(np.int32))


def _places(places: Iterable[int]) -> Words:
    return np.array(list(places), dtype=np.int64)


def _ratios(names: tuple[str, ...], numerators: Floats, denominators: Floats) -> dict[str, Ratio]:
    return dict(zip(names, map(Ratio, numerators.tolist(), denominators.tolist()), strict=True))


def _shares(numerator: Floats, denominator: Floats) -> Floats:
    """As `Ratio.value` says it."""
    shares = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=shares, where=denominator != 0)
    return shares


def _sample(m: Words, sample: int) -> Sample:
    rows = m[sample + 1 : sample + 1 + int(Length.WIDTH) * int(m[sample])].reshape(-1, int(Length.WIDTH))
    length, ended, weight, entry = rows.T.copy()
    return Sample(length, ended.astype(np.bool_), weight, entry)
