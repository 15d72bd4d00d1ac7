"""Samples of lengths: rows of four words at the top of memory, which nothing else may be added to meanwhile."""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, put_real
from sim.kernel.summary.bare import allocate_bare


class Length(IntEnum):
    """A length of one case, as in `sim.metrics.metric.Sample`."""

    LENGTH = 0
    ENDED = 1
    WEIGHT = 2
    ENTRY = 3
    WIDTH = 4


@compiled
def begin_sample(m, place):  # type: ignore[no-untyped-def]
    """Begin the sample of this place: how many, then the rows. No other words may be allocated before it is complete."""
    sample = allocate(m, 1)
    m[place] = sample
    return sample


@compiled
def follow(m, sample, length, ended, weight, entry):  # type: ignore[no-untyped-def]
    """Add a length; entry -1: followed from the beginning."""
    row = allocate_bare(m, Length.WIDTH)
    m[row + Length.LENGTH] = length
    m[row + Length.ENDED] = ended
    m[row + Length.WEIGHT] = weight
    m[row + Length.ENTRY] = entry
    m[sample] += 1


@compiled
def put_ratio(m, place, numerator, denominator):  # type: ignore[no-untyped-def]
    """The two sums of a share."""
    put_real(m, place, float(numerator))
    put_real(m, place + 1, float(denominator))
