"""The bootstrap in compiled code reads the same from each resample, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernel.summary.resampled import read_resamples as compiled
from sim.metrics.metric import Sample
from sim.metrics.pooled import pool, read_resamples
from sim.metrics.registry import named

METRICS = [named("stay.mean"), named("stay.p50"), named("stay.p90")]
DAY = 86_400_000


def samples(rng, most, whole_days, entries):
    for _ in range(30):
        n = int(rng.integers(0, most + 1))
        length = rng.integers(1, 400 * DAY, n) // (DAY if whole_days else 1)
        entry = np.where(rng.random(n) < entries, rng.integers(0, 100 * DAY, n), -1)
        yield Sample(length, rng.random(n) < 0.6, rng.integers(1, 5, n), entry)


@pytest.mark.parametrize("entries", [0.0, 0.4])
@pytest.mark.parametrize("whole_days", [False, True])
@pytest.mark.parametrize("most", [0, 1, 40])
def test_every_resample_is_the_same(most, whole_days, entries):
    pooled = pool(list(samples(np.random.default_rng(7), most, whole_days, entries)))
    for one, other in zip(read_resamples(pooled, METRICS), compiled(pooled, METRICS), strict=True):
        assert one.tobytes() == other.tobytes()
