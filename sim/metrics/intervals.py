"""Estimates over replications with their 95 % intervals."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
NAN = float("nan")


class Estimate(NamedTuple):
    """An estimate and its interval; NaN where it cannot be known."""

    value: float
    low: float
    high: float


class Spread(NamedTuple):
    """Where replications fall: nine in ten between p05 and p95. Values that a replication really had."""

    p05: float
    p50: float
    p95: float


UNKNOWN = Estimate(NAN, NAN, NAN)


def student(freedom: int) -> float:
    """Two-sided 95 % point of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))


def average(values: Floats) -> Estimate:
    """Mean of the defined values, Student t over replications."""
    known = values[~np.isnan(values)]
    if not known.size:
        return UNKNOWN
    mean = float(known.mean())
    if known.size < 2:
        return Estimate(mean, NAN, NAN)
    half = student(known.size - 1) * float(known.std(ddof=1)) / math.sqrt(known.size)
    return Estimate(mean, mean - half, mean + half)


def ratio_of_sums(numerators: Floats, denominators: Floats) -> Estimate:
    """Ratio of two sums, jackknife over replications with Student t; not bounded to what a share can be."""
    above, below = numerators.sum(), denominators.sum()
    if below == 0:
        return UNKNOWN
    ratio = float(above / below)
    half = _jackknife_half(left_out(numerators, denominators))
    return Estimate(ratio, ratio - half, ratio + half)


def left_out(numerators: Floats, denominators: Floats) -> Floats:
    """The ratio of sums without each replication in turn; NaN where nothing is left to divide by."""
    below = denominators.sum() - denominators
    ratios = np.full(below.shape, NAN)
    np.divide(numerators.sum() - numerators, below, out=ratios, where=below != 0)
    return ratios


def _jackknife_half(without: Floats) -> float:
    """Half width of the interval from the values without each replication."""
    n = without.size
    if n < 2:
        return NAN
    variance = (n - 1) / n * float(((without - without.mean()) ** 2).sum())
    return student(n - 1) * math.sqrt(variance)


def difference_of_ratios(a: tuple[Floats, Floats], b: tuple[Floats, Floats]) -> Estimate:
    """Ratio of sums of b minus that of a, jackknife over pairs of replications."""
    if a[1].sum() == 0 or b[1].sum() == 0:
        return UNKNOWN
    difference = float(b[0].sum() / b[1].sum() - a[0].sum() / a[1].sum())
    half = _jackknife_half(left_out(*b) - left_out(*a))
    return Estimate(difference, difference - half, difference + half)


def wilson(happened: int, of: int) -> Estimate:
    """Share of replications in which something happened, with Wilson's score interval."""
    if of == 0:
        return UNKNOWN
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = happened / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Estimate(share, centre - half if happened else 0.0, centre + half if happened < of else 1.0)


def median(values: Floats) -> Estimate:
    """Median over replications, inf where an event was not seen: Kaplan-Meier, as all are followed to one horizon.

    The interval lies between two order statistics (binomial, exact); NaN below six replications, which cannot give 95 %.
    """
    from scipy.special import bdtr

    rising = np.sort(values)
    below = int((bdtr(np.arange(values.size), values.size, 0.5) <= (1 - CONFIDENCE) / 2).sum())
    low, high = (float(rising[below - 1]), float(rising[-below])) if below else (NAN, NAN)
    return Estimate(order_statistic(rising, 0.5), low, high)


def spread(values: Floats) -> Spread:
    """The values below which 5, 50 and 95 % of the defined replications lie; inf counts as large."""
    known = np.sort(values[~np.isnan(values)])
    return Spread(*(order_statistic(known, share) for share in (0.05, 0.5, 0.95)))


def order_statistic(rising: Floats, share: float) -> float:
    """The smallest value with at least `share` of the values at or below it; NaN of none."""
    if not rising.size:
        return NAN
    return float(rising[max(0, math.ceil(share * rising.size - 1e-9) - 1)])
