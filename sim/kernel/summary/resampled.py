"""The bootstrap of whole replications in compiled code, on all cores: the twin of `sim.metrics.pooled.read_resamples`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.kernel import entries
from sim.kernel.compiled import compiled
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
OWN = 5
"""Rows of scratch for what is held of each resample but its replications and what is read."""


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
    (replications, resamples), cases = counts.shape, len(columns[0])
    workers = os.cpu_count() or 1
    edges = np.linspace(0, resamples, workers + 1).astype(int).tolist()

    def work(part: tuple[int, int]) -> None:
        scratch = np.zeros((replications + len(levels) + OWN) * TOGETHER)
        entries.resample(counts, *columns, levels, read, scratch, replications, resamples, cases, len(levels), *part)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, pairwise(edges)))


@compiled
def resample(  # type: ignore[no-untyped-def]
    counts,
    lengths,
    ended,
    weights,
    of,
    entered,
    entered_weights,
    entered_of,
    levels,
    read,
    scratch,
    replications,
    resamples,
    cases,
    metrics,
    first,
    end,
):
    """Kaplan-Meier of the resamples from `first` to `end`, some side by side, and what is read from each.

    Lengths rise, and so do entries (`entered`); `of` and `entered_of` say which replication a case is from, and `counts` for each
    replication how often each resample has it. People are whole numbers in floats, which processors multiply and add several at a time.
    """
    drawn, found = 0, replications * TOGETHER
    survival = found + metrics * TOGETHER
    at_risk, entering, leaving, deaths = survival + TOGETHER, survival + 2 * TOGETHER, survival + 3 * TOGETHER, survival + 4 * TOGETHER
    for begin in range(first, end, TOGETHER):
        side_by_side = min(TOGETHER, end - begin)
        _copy(scratch, drawn, TOGETHER, counts, begin, resamples, replications, side_by_side)
        _fill(scratch, survival, 1.0)
        _fill(scratch, at_risk, 0.0)
        for k in range(metrics):
            _fill(scratch, found + k * TOGETHER, 0.0 if levels[k] == AVERAGE else np.inf)
        since, n, seen = 0, 0, 0
        while n < cases:
            length, anybody = lengths[n], 0
            _fill(scratch, leaving, 0.0)
            _fill(scratch, deaths, 0.0)
            while n < cases and lengths[n] == length:
                _add(scratch, leaving, drawn + of[n] * TOGETHER, float(weights[n]))
                if ended[n]:
                    _add(scratch, deaths, drawn + of[n] * TOGETHER, float(weights[n]))
                    anybody = 1
                n += 1
            if anybody:
                _fill(scratch, entering, 0.0)
                while seen < cases and entered[seen] < length:
                    _add(scratch, entering, drawn + entered_of[seen] * TOGETHER, float(entered_weights[seen]))
                    seen += 1
                _add(scratch, at_risk, entering, 1.0)
                _step(scratch, found, levels, metrics, survival, at_risk, deaths, length, since)
                since = length
            _add(scratch, at_risk, leaving, -1.0)
        for k in range(metrics):
            if levels[k] == AVERAGE:
                _add(scratch, found + k * TOGETHER, survival, float(lengths[cases - 1] - since))
        _copy(read, begin, resamples, scratch, found, TOGETHER, metrics, side_by_side)


@compiled
def _copy(here, at, width, there, where, other_width, rows, columns):  # type: ignore[no-untyped-def]
    """A block of a table into another."""
    for row in range(rows):
        for b in range(columns):
            here[at + row * width + b] = there[where + row * other_width + b]


@compiled
def _fill(scratch, at, value):  # type: ignore[no-untyped-def]
    for b in range(TOGETHER):
        scratch[at + b] = value


@compiled
def _add(scratch, at, what, times):  # type: ignore[no-untyped-def]
    """Add what stands elsewhere, so many times, for each resample."""
    for b in range(TOGETHER):
        scratch[at + b] += times * scratch[what + b]


@compiled
def _step(scratch, found, levels, metrics, survival, at_risk, deaths, length, since):  # type: ignore[no-untyped-def]
    """The curves step down at a length at which somebody's ended."""
    for k in range(metrics):
        if levels[k] == AVERAGE:
            _add(scratch, found + k * TOGETHER, survival, float(length - since))
    for b in range(TOGETHER):
        if scratch[at_risk + b] > 0:
            scratch[survival + b] *= (scratch[at_risk + b] - scratch[deaths + b]) / scratch[at_risk + b]
    for k in range(metrics):
        if levels[k] != AVERAGE:
            for b in range(TOGETHER):
                if scratch[survival + b] <= 1 - levels[k] + ROUNDING and scratch[found + k * TOGETHER + b] == np.inf:
                    scratch[found + k * TOGETHER + b] = float(length)
