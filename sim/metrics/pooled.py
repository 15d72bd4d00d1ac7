"""Lengths pooled over the people of all replications, and the bootstrap of whole replications."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.metrics.intervals import CONFIDENCE, NAN, order_statistic
from sim.metrics.measure import Measures, of_curve
from sim.metrics.metric import Metric, Sample
from sim.metrics.survival import Curve, kaplan_meier
from sim.record import MS_PER_DAY

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ReadResamples = Callable[["Pooled", Sequence[Metric]], list[Floats]]

RESAMPLES = 400
SEED = 1979
CELLS_AT_ONCE = 2_000_000
"""Weights held in memory at one time."""


@dataclass(frozen=True)
class Pooled:
    """Cases of all replications, and the place of the replication each is from."""

    sample: Sample
    replication: Ints
    replications: int

    @property
    def curve(self) -> Curve:
        """The Kaplan-Meier curve of all."""
        return kaplan_meier(self.sample.length, self.sample.ended, self.sample.weight.astype(np.float64), self.sample.entry)

    def resampled(self) -> Iterator[Curve]:
        """Curves of `RESAMPLES` resamples of whole replications, many to a curve."""
        counts = resampled_counts(self.replications)
        rows = max(1, CELLS_AT_ONCE // max(1, self.replication.size))
        for first in range(0, RESAMPLES, rows):
            weights = counts[first : first + rows, self.replication] * self.sample.weight
            yield kaplan_meier(self.sample.length, self.sample.ended, weights, self.sample.entry)


def pool(samples: Sequence[Sample]) -> Pooled:
    """One sample per replication, put together."""
    joined = Sample(*(np.concatenate([getattr(s, part) for s in samples]) for part in ("length", "ended", "weight", "entry")))
    replication = np.repeat(np.arange(len(samples)), [s.length.size for s in samples])
    return Pooled(joined, replication, len(samples))


def pool_of(metric: Metric, measures: Sequence[Measures]) -> Pooled:
    """The lengths behind a metric: of people, or for a time to event one per replication."""
    if metric.sample:
        return pool([m.samples[metric.sample] for m in measures])
    return pool([_event(m.values[metric.name], m.horizon) for m in measures])


def _event(days: float, horizon: int) -> Sample:
    ended = np.isfinite(days)
    length = round(days * MS_PER_DAY) if ended else horizon
    return Sample(np.array([length]), np.array([ended]), np.array([1]), np.array([-1]))


@functools.lru_cache(maxsize=1)
def resampled_counts(replications: int) -> Floats:
    """How often each replication is drawn in each resample, shape (RESAMPLES, replications): always the same for the same number."""
    raw = np.random.PCG64(SEED).random_raw(RESAMPLES * replications)
    drawn = (raw % np.uint64(replications)).astype(np.int64).reshape(RESAMPLES, replications)
    cells = (drawn + replications * np.arange(RESAMPLES)[:, None]).ravel()
    counts = np.bincount(cells, minlength=RESAMPLES * replications).reshape(RESAMPLES, replications).astype(np.float64)
    counts.flags.writeable = False
    return counts


def resampled_values(metrics: Sequence[Metric], measures: Sequence[Measures], read: ReadResamples | None = None) -> dict[str, Floats]:
    """What each metric of lengths reads from each resample, in days; NaN where a resample holds nobody. Each sample is resampled once.

    `read` may be another way to do what `read_resamples` does.
    """
    by_sample: dict[str, list[Metric]] = defaultdict(list)
    for metric in metrics:
        by_sample[metric.sample or metric.name].append(metric)
    values: dict[str, Floats] = {}
    for together in by_sample.values():
        columns = (read or read_resamples)(pool_of(together[0], measures), together)
        values |= {metric.name: column for metric, column in zip(together, columns, strict=True)}
    return values


def read_resamples(pooled: Pooled, metrics: Sequence[Metric]) -> list[Floats]:
    """What each metric reads from each resample, in days; the metrics are of one sample."""
    parts = [[of_curve(metric, curve) for metric in metrics] for curve in pooled.resampled()]
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def percentile_interval(values: Floats, replications: int) -> tuple[float, float]:
    """The middle 95 % of resampled values; NaN with a single replication."""
    known = np.sort(values[~np.isnan(values)])
    if replications < 2:
        return NAN, NAN
    return order_statistic(known, (1 - CONFIDENCE) / 2), order_statistic(known, (1 + CONFIDENCE) / 2)
