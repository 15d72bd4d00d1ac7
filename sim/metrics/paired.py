"""The difference between two scenarios, by replication: the same cases with the same luck under both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.metrics.estimate import LENGTHS
from sim.metrics.intervals import UNKNOWN, Estimate, Floats, average, difference_of_ratios, spread
from sim.metrics.measure import Measures, Together, of_curve
from sim.metrics.metric import Metric
from sim.metrics.pooled import ReadResamples, percentile_interval, pool_of, resampled_values
from sim.metrics.registry import named

DIFFERENCE_COLUMNS = ("metric", "unit", "a", "b", "difference", "ci_low", "ci_high", "p05", "p50", "p95", "replications", "undefined_in")

Both = tuple[list[Measures], list[Measures]]
Sides = tuple[Together, Together]


def paired(measures_a: Sequence[Measures], measures_b: Sequence[Measures], resamples: ReadResamples | None = None) -> pd.DataFrame:
    """What b has more than a, for every metric both have, over the replications both have.

    Returns
    -------
    pandas.DataFrame
        Columns `DIFFERENCE_COLUMNS`. `a` and `b` are the estimates over the pairs used, `difference` is b - a with its 95 % interval;
        `p05` to `p95` is where the differences of nine pairs in ten fall. Pairs where either value is undefined, or both are inf,
        have no difference and are counted in `undefined_in`.
    """
    by_number = {m.replication: m for m in measures_a}
    pairs = [(by_number[m.replication], m) for m in sorted(measures_b, key=lambda m: m.replication) if m.replication in by_number]
    if not pairs:
        return pd.DataFrame(columns=list(DIFFERENCE_COLUMNS))
    both = [a for a, _ in pairs], [b for _, b in pairs]
    together = Together(both[0]), Together(both[1])
    metrics = [named(name) for name in pairs[0][0].names.values if name in pairs[0][1].names.values]
    differences = _resampled_differences([metric for metric in metrics if metric.kind in LENGTHS], both, resamples)
    return pd.DataFrame(
        [_row(metric, both, together, differences.get(metric.name)) for metric in metrics], columns=list(DIFFERENCE_COLUMNS)
    )


def _row(metric: Metric, both: Both, together: Sides, resampled: Floats | None) -> tuple[str | float | int, ...]:
    a, b = (side.values(metric.name) for side in together)
    with np.errstate(invalid="ignore"):
        differences = b - a
    undefined = int(np.isnan(differences).sum())
    if resampled is not None:
        sides, difference = _lengths(metric, both, resampled)
    else:
        sides, difference = _shares(metric, together) if metric.kind == "share" else _means(metric, together)
    if metric.unit == "share":  # two shares never differ by more than all
        difference = Estimate(difference.value, max(difference.low, -1.0), min(difference.high, 1.0))
    return (metric.name, metric.unit, *sides, *difference, *spread(differences), differences.size, undefined)


def _resampled_differences(lengths: Sequence[Metric], both: Both, resamples: ReadResamples | None) -> dict[str, Floats]:
    """Bootstrap of whole pairs: each resample takes the same replications of both."""
    a, b = (resampled_values(lengths, side, resamples) for side in both)
    with np.errstate(invalid="ignore"):
        return {name: b[name] - a[name] for name in a}


def _means(metric: Metric, together: Sides) -> tuple[tuple[float, float], Estimate]:
    """Student t over the differences of pairs that both are defined."""
    a, b = (side.values(metric.name) for side in together)
    known = ~np.isnan(a) & ~np.isnan(b)
    return (average(a[known]).value, average(b[known]).value), average((b - a)[known])


def _shares(metric: Metric, together: Sides) -> tuple[tuple[float, float], Estimate]:
    """Ratios of sums, jackknife over pairs."""
    a, b = (side.sums(metric.name) for side in together)
    sides = tuple(float(above.sum() / below.sum()) if below.sum() else float("nan") for above, below in (a, b))
    return (sides[0], sides[1]), difference_of_ratios(a, b)


def _lengths(metric: Metric, both: Both, resampled: Floats) -> tuple[tuple[float, float], Estimate]:
    """Lengths pooled over people (a time to event over replications)."""
    a, b = (float(of_curve(metric, pool_of(metric, side).curve)) for side in both)
    if np.isnan(b - a):
        return (a, b), UNKNOWN
    return (a, b), Estimate(b - a, *percentile_interval(resampled, len(both[0])))
