"""From the record of one replication to its numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.metrics.metric import Metric, Ratio, Reading, Readings, Sample
from sim.metrics.registry import TOPICS, metrics
from sim.metrics.survival import Curve, kaplan_meier, quantile, restricted_mean
from sim.metrics.view import View
from sim.record import MS_PER_DAY, Record
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Measures:
    """What one replication says: small, and enough for every estimate over replications.

    Parameters
    ----------
    replication : int
        Its number.
    horizon : int
        Milliseconds; what did not happen before is not known.
    values : dict of float
        Its own value of every metric of the scenario, in the order of the registry. NaN is undefined, inf is "not reached while
        followed".
    ratios : dict of Ratio
        The two sums of every share.
    samples : dict of Sample
        The lengths behind quantiles and averages.
    """

    replication: int
    horizon: int
    values: dict[str, float]
    ratios: dict[str, Ratio]
    samples: dict[str, Sample]


def measure(record: Record, scenario: Scenario) -> Measures:
    """Every metric of the scenario in one replication."""
    readings = _readings(View(record, scenario))
    samples = {name: reading for name, reading in readings.items() if isinstance(reading, Sample)}
    curves = {name: curve_of(sample) for name, sample in samples.items()}
    values = {metric.name: _value(metric, readings, curves) for metric in metrics(scenario)}
    ratios = {name: reading for name, reading in readings.items() if isinstance(reading, Ratio)}
    return Measures(record.replication, record.horizon, values, ratios, samples)


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
