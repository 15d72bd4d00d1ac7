"""From the record of one replication to its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.metrics.metric import Metric, Ratio, Reading, Readings, Sample
from sim.metrics.registry import TOPICS, metrics
from sim.metrics.survival import Curve, kaplan_meier, quantile, restricted_mean
from sim.metrics.view import View
from sim.record import MS_PER_DAY, Record
from sim.scenario.schema import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Names(NamedTuple):
    """What the numbers of a replication are called: metrics in the order of the registry, shares, lengths."""

    values: tuple[str, ...]
    ratios: tuple[str, ...]
    samples: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Measures:
    """What one replication says: small, and enough for every estimate over replications.

    Parameters
    ----------
    replication : int
        Its number.
    horizon : int
        Milliseconds; what did not happen before is not known.
    names : Names
        Of what follows.
    numbers : float64 array
        Values, then numerators of shares, then their denominators.
    lengths : int64 array (N, 4)
        Length, whether it ended, people, entry, as in `Sample`; those of the first sample, then of the next.
    ends : int64 array
        Before which row the lengths of each sample end.
    """

    replication: int
    horizon: int
    names: Names
    numbers: Floats
    lengths: Ints
    ends: Ints

    @classmethod
    def of(
        cls, replication: int, horizon: int, values: Mapping[str, float], ratios: Mapping[str, Ratio], samples: Mapping[str, Sample]
    ) -> Measures:
        """From numbers by name."""
        names = Names(tuple(values), tuple(ratios), tuple(samples))
        sums = [[ratio.numerator for ratio in ratios.values()], [ratio.denominator for ratio in ratios.values()]]
        rows = [np.column_stack((one.length, one.ended, one.weight, one.entry)).astype(np.int64) for one in samples.values()]
        lengths = np.concatenate(rows or [np.empty((0, 4), np.int64)])
        ends = np.cumsum([len(one) for one in rows], dtype=np.int64)
        return cls(replication, horizon, names, np.array([*values.values(), *sums[0], *sums[1]], dtype=np.float64), lengths, ends)

    @cached_property
    def values(self) -> dict[str, float]:
        """Its own value of every metric of the scenario. NaN is undefined, inf is "not reached while followed"."""
        return dict(zip(self.names.values, self.numbers.tolist(), strict=False))

    @cached_property
    def ratios(self) -> dict[str, Ratio]:
        """The two sums of every share."""
        sums = self.numbers[len(self.names.values) :].reshape(2, -1).tolist()
        return dict(zip(self.names.ratios, map(Ratio, *sums), strict=True))

    @cached_property
    def samples(self) -> dict[str, Sample]:
        """The lengths behind quantiles and averages."""
        return {name: Sample.of_rows(rows) for name, rows in self.rows().items()}

    def rows(self) -> dict[str, Ints]:
        """The lengths of each sample, a row for each."""
        return dict(zip(self.names.samples, np.split(self.lengths, self.ends), strict=False))

    def __getstate__(self) -> dict[str, Any]:
        """Without what is only another form of it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


class Together:
    """Numbers of all replications of a scenario.

    Parameters
    ----------
    measures : sequence of Measures
        At least one.
    """

    def __init__(self, measures: Sequence[Measures]) -> None:
        names = measures[0].names
        self._numbers = np.array([one.numbers for one in measures])
        self._values = {name: place for place, name in enumerate(names.values)}
        self._ratios = {name: place for place, name in enumerate(names.ratios, start=len(names.values))}

    def values(self, name: str) -> Floats:
        """A metric in each replication."""
        column: Floats = self._numbers[:, self._values[name]].copy()
        return column

    def sums(self, name: str) -> tuple[Floats, Floats]:
        """Numerators and denominators of a share by replication."""
        place = self._ratios[name]
        return self._numbers[:, place].copy(), self._numbers[:, place + len(self._ratios)].copy()


def measure(record: Record, scenario: Scenario) -> Measures:
    """Every metric of the scenario in one replication."""
    readings = _readings(View(record, scenario))
    samples = {name: reading for name, reading in readings.items() if isinstance(reading, Sample)}
    curves = {name: curve_of(sample) for name, sample in samples.items()}
    values = {metric.name: _value(metric, readings, curves) for metric in metrics(scenario)}
    ratios = {name: reading for name, reading in readings.items() if isinstance(reading, Ratio)}
    return Measures.of(record.replication, record.horizon, values, ratios, samples)


def _readings(view: View) -> Readings:
    readings: Readings = {}
    for _, measure_topic in TOPICS:
        readings |= measure_topic(view)
    return readings


def _value(metric: Metric, readings: Readings, curves: dict[str, Curve]) -> float:
    if metric.sample:
        return float(of_curve(metric, curves[metric.sample]))
    reading: Reading = readings[metric.name]
    if isinstance(reading, Sample):
        raise TypeError(f"{metric.name} is a sample")
    return reading.value if isinstance(reading, Ratio) else float(reading)


def curve_of(sample: Sample) -> Curve:
    """Survival curve of one sample, each case weighing its people."""
    return kaplan_meier(sample.length, sample.ended, sample.weight.astype(np.float64), sample.entry)


def of_curve(metric: Metric, curve: Curve) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What a metric reads from a curve, days: average, quantile, or median of a time to event; one for each weighting. NaN of nobody."""
    if curve.reach < 0:
        return np.full(curve.survival.shape[:-1], np.nan)
    length = restricted_mean(curve) if metric.kind == "average" else quantile(curve, metric.level)
    return np.asarray(length / MS_PER_DAY)
