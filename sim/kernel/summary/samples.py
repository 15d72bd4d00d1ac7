"""Samples of lengths: rows of four words."""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.memory import put_real
from sim.kernel.rows import World
from sim.kernel.summary.bare import allocate_bare


class Length(IntEnum):
    """A length of one case, as in `sim.metrics.metric.Sample`."""

    LENGTH = 0
    ENDED = 1
    WEIGHT = 2
    ENTRY = 3
    WIDTH = 4


@compiled
def begin_sample(m, place, most):  # type: ignore[no-untyped-def]
    """Begin the sample of this place, of no more than `most`: how many, then the rows."""
    sample = allocate_bare(m, 1 + most * Length.WIDTH)
    m[place], m[sample] = sample, 0
    return sample


@compiled
def end_sample(m, sample):  # type: ignore[no-untyped-def]
    """It is complete: what it has no rows for is given back."""
    m[World.TOP] = sample + 1 + m[sample] * Length.WIDTH


@compiled
def follow(m, sample, length, ended, weight, entry):  # type: ignore[no-untyped-def]
    """Add a length; entry -1: followed from the beginning."""
    row = sample + 1 + m[sample] * Length.WIDTH
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
