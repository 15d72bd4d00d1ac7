"""The bootstrap of whole replications in compiled code, on all cores: the twin of `sim.metrics.pooled.read_resamples`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.compiled import entry
from sim.metrics.pooled import resampled_counts
from sim.metrics.survival import ROUNDING
from sim.record import MS_PER_DAY

if TYPE_CHECKING:
    from sim.metrics.metric import Metric
    from sim.metrics.pooled import Pooled

Floats = NDArray[np.float64]
AVERAGE = -1.0
"""Stands for the level of an average."""


def read_resamples(pooled: Pooled, metrics: Sequence[Metric]) -> list[Floats]:
    """What each metric reads from each resample, in days; the metrics are of one sample."""
    sample = pooled.sample
    counts = resampled_counts(pooled.replications).astype(np.int64)
    read = np.full((len(metrics), len(counts)), np.nan)
    if sample.length.size:
        leaving, entering = np.argsort(sample.length, kind="stable"), np.argsort(sample.entry, kind="stable")
        columns = (
            sample.length[leaving],
            sample.ended[leaving].astype(np.int64),
            sample.weight[leaving],
            pooled.replication[leaving],
            sample.entry[entering],
            sample.weight[entering],
            pooled.replication[entering],
        )
        levels = np.array([AVERAGE if one.kind == "average" else one.level for one in metrics])
        _on_all_cores(counts, columns, levels, read)
    return list(read / MS_PER_DAY)


def _on_all_cores(counts: NDArray[np.int64], columns: tuple[NDArray[np.int64], ...], levels: Floats, read: Floats) -> None:
    workers = os.cpu_count() or 1
    edges = np.linspace(0, len(counts), workers + 1).astype(int).tolist()
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(resample, *(counts, *columns, levels, read, *part)) for part in pairwise(edges)]:
            done.result()


@entry
def resample(counts, lengths, ended, weights, of, entries, entry_weights, entry_of, levels, read, first, end):  # type: ignore[no-untyped-def]
    """Kaplan-Meier of the resamples from `first` to `end`, and what is read from each.

    Lengths rise, and so do entries; `of` and `entry_of` say which replication a case is from, `counts` how often a resample has it.
    """
    cases = lengths.size
    reach = lengths[cases - 1]
    for b in range(first, end):
        for k in range(levels.size):
            read[k, b] = 0.0 if levels[k] == AVERAGE else np.inf
        survival, since, left, entered, n, seen = 1.0, 0, 0, 0, 0, 0
        while n < cases:
            length, anybody, deaths, leaving = lengths[n], 0, 0, 0
            while n < cases and lengths[n] == length:
                people = weights[n] * counts[b, of[n]]
                leaving += people
                deaths += people * ended[n]
                anybody |= ended[n]
                n += 1
            if anybody:
                while seen < cases and entries[seen] < length:
                    entered += entry_weights[seen] * counts[b, entry_of[seen]]
                    seen += 1
                before = survival
                at_risk = entered - left
                if at_risk > 0:
                    survival *= float(at_risk - deaths) / float(at_risk)
                for k in range(levels.size):
                    if levels[k] == AVERAGE:
                        read[k, b] += before * float(length - since)
                    elif survival <= 1 - levels[k] + ROUNDING and read[k, b] == np.inf:
                        read[k, b] = float(length)
                since = length
            left += leaving
        for k in range(levels.size):
            if levels[k] == AVERAGE:
                read[k, b] += survival * float(reach - since)
