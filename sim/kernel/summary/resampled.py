"""The bootstrap of whole replications in compiled code, on all cores: the twin of `sim.metrics.pooled.read_resamples`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel.compiled import compiled, entry
from sim.metrics.pooled import resampled_counts
from sim.metrics.survival import ROUNDING
from sim.record import MS_PER_DAY

if TYPE_CHECKING:
    from sim.metrics.metric import Metric
    from sim.metrics.pooled import Pooled

Floats = NDArray[np.float64]
AVERAGE = -1.0
"""Stands for the level of an average."""
TOGETHER = 32
"""Resamples side by side."""


def read_resamples(pooled: Pooled, metrics: Sequence[Metric]) -> list[Floats]:
    """What each metric reads from each resample, in days; the metrics are of one sample."""
    sample = pooled.sample
    counts = np.array(resampled_counts(pooled.replications).T, order="C")
    read = np.full((len(metrics), counts.shape[1]), np.nan)
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


def _on_all_cores(counts: Floats, columns: tuple[NDArray[np.int64], ...], levels: Floats, read: Floats) -> None:
    workers = os.cpu_count() or 1
    edges = np.linspace(0, counts.shape[1], workers + 1).astype(int).tolist()
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(resample, *(counts, *columns, levels, read, *part)) for part in pairwise(edges)]:
            done.result()


@entry
def resample(counts, lengths, ended, weights, of, entries, entry_weights, entry_of, levels, read, first, end):  # type: ignore[no-untyped-def]
    """Kaplan-Meier of the resamples from `first` to `end`, some side by side, and what is read from each.

    Lengths rise, and so do entries; `of` and `entry_of` say which replication a case is from, `counts[replication, resample]` how often
    a resample has it. People are whole numbers in floats, which processors multiply and add several at a time.
    """
    cases = lengths.size
    drawn, found = np.zeros((counts.shape[0], TOGETHER)), np.empty((levels.size, TOGETHER))
    survival, at_risk, entering = np.empty(TOGETHER), np.empty(TOGETHER), np.empty(TOGETHER)
    leaving, deaths = np.empty(TOGETHER), np.empty(TOGETHER)
    for begin in range(first, end, TOGETHER):
        side_by_side = min(TOGETHER, end - begin)
        drawn[:, :side_by_side] = counts[:, begin : begin + side_by_side]
        survival[:], at_risk[:] = 1.0, 0.0
        for k in range(levels.size):
            found[k] = 0.0 if levels[k] == AVERAGE else np.inf
        since, n, seen = 0, 0, 0
        while n < cases:
            length, anybody = lengths[n], 0
            leaving[:], deaths[:] = 0.0, 0.0
            while n < cases and lengths[n] == length:
                _add(leaving, drawn, of[n], weights[n])
                if ended[n]:
                    _add(deaths, drawn, of[n], weights[n])
                    anybody = 1
                n += 1
            if anybody:
                entering[:] = 0.0
                while seen < cases and entries[seen] < length:
                    _add(entering, drawn, entry_of[seen], entry_weights[seen])
                    seen += 1
                at_risk += entering
                _step(found, levels, survival, at_risk, deaths, length, since)
                since = length
            at_risk -= leaving
        for k in range(levels.size):
            if levels[k] == AVERAGE:
                found[k] += survival * float(lengths[cases - 1] - since)
        read[:, begin : begin + side_by_side] = found[:, :side_by_side]


@compiled
def _add(people, drawn, replication, weight):  # type: ignore[no-untyped-def]
    """The people of a case, as often as each resample has its replication."""
    for b in range(TOGETHER):
        people[b] += float(weight) * drawn[replication, b]


@compiled
def _step(found, levels, survival, at_risk, deaths, length, since):  # type: ignore[no-untyped-def]
    """The curves step down at a length at which somebody's ended."""
    for k in range(levels.size):
        if levels[k] == AVERAGE:
            for b in range(TOGETHER):
                found[k, b] += survival[b] * float(length - since)
    for b in range(TOGETHER):
        if at_risk[b] > 0:
            survival[b] *= (at_risk[b] - deaths[b]) / at_risk[b]
    for k in range(levels.size):
        if levels[k] != AVERAGE:
            for b in range(TOGETHER):
                if survival[b] <= 1 - levels[k] + ROUNDING and found[k, b] == np.inf:
                    found[k, b] = float(length)
