"""From replications to estimates with intervals. The interval of an estimate and the range of nine runs in ten are two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics.intervals import Estimate, average, median, ratio_of_sums, spread, wilson
from sim.metrics.measure import Measures, of_curve
from sim.metrics.metric import Metric
from sim.metrics.pooled import percentile_interval, pool_of, resampled_values
from sim.metrics.registry import named
from sim.record import MS_PER_DAY

SUMMARY_COLUMNS = ("metric", "unit", "estimate", "ci_low", "ci_high", "p05", "p50", "p95", "replications", "undefined_in")
LENGTHS = ("quantile", "average", "time_to_event")


def summarise(measures: Sequence[Measures]) -> pd.DataFrame:
    """Every metric of a scenario over its replications.

    Returns
    -------
    pandas.DataFrame
        Columns `SUMMARY_COLUMNS`, a row per metric. `estimate` with `ci_low` to `ci_high` is what is known of the truth (95 %);
        `p05` to `p95` is where nine replications in ten fall. NaN is undefined; inf is "not within what was followed" (see `reach`).
    """
    metrics = [named(name) for name in measures[0].values] if measures else []
    estimates = estimated(metrics, measures)
    rows = [_row(metric, estimates[metric.name], own_values(metric.name, measures)) for metric in metrics]
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))


def reach(measures: Sequence[Measures]) -> dict[str, float]:
    """Days up to which each length was followed: an estimate of inf is more than this."""
    return {metric.name: _reach(metric, measures) / MS_PER_DAY for metric in map(named, measures[0].values) if metric.kind in LENGTHS}


def _reach(metric: Metric, measures: Sequence[Measures]) -> int:
    if not metric.sample:
        return max(m.horizon for m in measures)
    return max(int(m.samples[metric.sample].length.max(initial=0)) for m in measures)


def own_values(name: str, measures: Sequence[Measures]) -> NDArray[np.float64]:
    """A metric in each replication."""
    return np.array([m.values[name] for m in measures], dtype=np.float64)


def _row(metric: Metric, estimate: Estimate, values: NDArray[np.float64]) -> tuple[str | float | int, ...]:
    undefined = int(np.isnan(values).sum())
    return (metric.name, metric.unit, *estimate, *spread(values), values.size, undefined)


def estimated(wanted: Sequence[Metric], measures: Sequence[Measures]) -> dict[str, Estimate]:
    """Estimate and interval of each metric, by its kind."""
    estimates = {metric.name: _estimate(metric, measures) for metric in wanted if not metric.sample}
    by_sample: dict[str, list[Metric]] = defaultdict(list)
    for metric in wanted:
        if metric.sample:
            by_sample[metric.sample].append(metric)
    for together in by_sample.values():
        estimates |= _of_people(together, measures)
    return estimates


def _estimate(metric: Metric, measures: Sequence[Measures]) -> Estimate:
    values = own_values(metric.name, measures)
    if metric.kind == "share":
        return _share(metric, measures)
    if metric.kind == "chance":
        return wilson(int(np.nansum(values)), int((~np.isnan(values)).sum()))
    if metric.kind == "time_to_event":
        return median(values)
    return average(values)


def _share(metric: Metric, measures: Sequence[Measures]) -> Estimate:
    """Ratio of sums; the interval does not leave what such a ratio can be."""
    above, below = sums(metric.name, measures)
    value, low, high = ratio_of_sums(above, below)
    highest = 1.0 if metric.unit == "share" and bool(np.all(above <= below)) else np.inf
    return Estimate(value, float(np.clip(low, 0.0, highest)), float(np.clip(high, 0.0, highest)))


def sums(name: str, measures: Sequence[Measures]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Numerators and denominators of a share by replication."""
    ratios = [m.ratios[name] for m in measures]
    return np.array([r.numerator for r in ratios], dtype=np.float64), np.array([r.denominator for r in ratios], dtype=np.float64)


def _of_people(together: Sequence[Metric], measures: Sequence[Measures]) -> dict[str, Estimate]:
    """Quantiles and averages of one sample, pooled over the people of all replications."""
    pooled = pool_of(together[0], measures)
    curve, resampled = pooled.curve, resampled_values(pooled, together)
    return {
        metric.name: Estimate(float(of_curve(metric, curve)), *percentile_interval(values, len(measures)))
        for metric, values in zip(together, resampled, strict=True)
    }
