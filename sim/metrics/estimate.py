"""From replications to estimates with intervals. The interval of an estimate and the range of nine runs in ten are two things."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics.intervals import Estimate, average, median, ratio_of_sums, spread, wilson
from sim.metrics.measure import Measures, Together, of_curve
from sim.metrics.metric import Metric
from sim.metrics.pooled import ReadResamples, percentile_interval, pool_of, resampled_values
from sim.metrics.registry import named
from sim.record import MS_PER_DAY

SUMMARY_COLUMNS = ("metric", "unit", "estimate", "ci_low", "ci_high", "p05", "p50", "p95", "replications", "undefined_in")
LENGTHS = ("quantile", "average", "time_to_event")


def summarise(measures: Sequence[Measures], resamples: ReadResamples | None = None) -> pd.DataFrame:
    """Every metric of a scenario over its replications; `resamples` may be another way to do what `pooled.read_resamples` does.

    Returns
    -------
    pandas.DataFrame
        Columns `SUMMARY_COLUMNS`, a row per metric. `estimate` with `ci_low` to `ci_high` is what is known of the truth (95 %);
        `p05` to `p95` is where nine replications in ten fall. NaN is undefined; inf is "not within what was followed" (see `reach`).
    """
    if not measures:
        return pd.DataFrame(columns=list(SUMMARY_COLUMNS))
    metrics, together = [named(name) for name in measures[0].names.values], Together(measures)
    estimates = _estimated(metrics, measures, together, resamples)
    rows = [_row(metric, estimates[metric.name], together.values(metric.name)) for metric in metrics]
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))


def reach(measures: Sequence[Measures]) -> dict[str, float]:
    """Days up to which each length was followed: an estimate of inf is more than this."""
    return {metric.name: _reach(metric, measures) / MS_PER_DAY for metric in map(named, measures[0].names.values) if metric.kind in LENGTHS}


def _reach(metric: Metric, measures: Sequence[Measures]) -> int:
    if not metric.sample:
        return max(m.horizon for m in measures)
    return max(int(m.samples[metric.sample].length.max(initial=0)) for m in measures)


def _row(metric: Metric, estimate: Estimate, values: NDArray[np.float64]) -> tuple[str | float | int, ...]:
    undefined = int(np.isnan(values).sum())
    return (metric.name, metric.unit, *estimate, *spread(values), values.size, undefined)


def _estimated(
    wanted: Sequence[Metric], measures: Sequence[Measures], together: Together, resamples: ReadResamples | None
) -> dict[str, Estimate]:
    """Estimate and interval of each metric, by its kind."""
    estimates = {metric.name: _estimate(metric, together) for metric in wanted if not metric.sample}
    lengths = [metric for metric in wanted if metric.sample]
    resampled = resampled_values(lengths, measures, resamples)
    return estimates | {metric.name: _of_people(metric, measures, resampled[metric.name]) for metric in lengths}


def _estimate(metric: Metric, together: Together) -> Estimate:
    values = together.values(metric.name)
    if metric.kind == "share":
        return _share(metric, together)
    if metric.kind == "chance":
        return wilson(int(np.nansum(values)), int((~np.isnan(values)).sum()))
    if metric.kind == "time_to_event":
        return median(values)
    below_zero = bool(np.any(values < 0))  # only money can be: what a cap takes off, what is left after what is avoided
    return average(values) if below_zero else _not_negative(average(values))


def _not_negative(estimate: Estimate) -> Estimate:
    """Counts and lengths are not negative, so what is known of them is not either."""
    return estimate._replace(low=float(np.maximum(estimate.low, 0.0)))


def _share(metric: Metric, together: Together) -> Estimate:
    """Ratio of sums; the interval does not leave what such a ratio can be."""
    above, below = together.sums(metric.name)
    estimate = _not_negative(ratio_of_sums(above, below))
    part_of_whole = metric.unit == "share" and bool(np.all(above <= below))
    return estimate._replace(high=float(np.minimum(estimate.high, 1.0))) if part_of_whole else estimate


def _of_people(metric: Metric, measures: Sequence[Measures], resampled: NDArray[np.float64]) -> Estimate:
    """Quantile or average of a length, pooled over the people of all replications."""
    value = float(of_curve(metric, pool_of(metric, measures).curve))
    return Estimate(value, *percentile_interval(resampled, len(measures)))
