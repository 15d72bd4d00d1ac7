"""Kaplan-Meier for weighted lengths, with censoring and delayed entry, for many weightings of the same people at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.metrics.steps import distinct

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDING = 1e-12
"""Products of survival fractions may miss a round level by so much."""


@dataclass(frozen=True)
class Curve:
    """Survival S(t) as a step function.

    Parameters
    ----------
    times : array (T,)
        Instants at which somebody's length ended, rising.
    survival : array (..., T)
        S just after each of them, one row per weighting.
    reach : int
        The longest length anybody was followed: nothing is known beyond it; -1 when nobody was followed.
    """

    times: Ints
    survival: Floats
    reach: int


def kaplan_meier(length: Ints, ended: NDArray[np.bool_], weights: Floats, entry: Ints) -> Curve:
    """Kaplan-Meier curve of people followed from `entry` (exclusive) to `length` (inclusive).

    Parameters
    ----------
    length, ended, entry : arrays (N,)
        As in `Sample`.
    weights : array (N,) or (B, N)
        People; each row is another weighting of the same cases.
    """
    times = distinct(length[ended])
    leaving, entering = np.argsort(length, kind="stable"), np.argsort(entry, kind="stable")
    left = _summed(weights, leaving, np.searchsorted(length[leaving], times, side="left"))
    entered = _summed(weights, entering, np.searchsorted(entry[entering], times, side="left"))
    upto = _summed(weights, leaving, np.searchsorted(length[leaving], times, side="right"))
    at_risk: Floats = entered - left
    deaths: Floats = upto - left - _censored_at(times, length, ended, weights)
    stays: Floats = np.ones(at_risk.shape)
    np.divide(at_risk - deaths, at_risk, out=stays, where=at_risk > 0)
    survival: Floats = np.multiply.accumulate(stays, axis=-1)
    return Curve(times, survival, int(length.max(initial=-1)))


def _summed(weights: Floats, order: NDArray[np.intp], upto: NDArray[np.intp]) -> Floats:
    """Sum of the weights of the first `upto` cases in `order`."""
    total = np.cumsum(weights[..., order], axis=-1)
    padded = np.concatenate([np.zeros((*total.shape[:-1], 1)), total], axis=-1)
    summed: Floats = padded[..., upto]
    return summed


def _censored_at(times: Ints, length: Ints, ended: NDArray[np.bool_], weights: Floats) -> Floats:
    """Weight of those censored at each of `times`."""
    censored = np.flatnonzero(~ended)
    order = censored[np.argsort(length[censored], kind="stable")]
    upto = _summed(weights, order, np.searchsorted(length[order], times, side="right"))
    before = _summed(weights, order, np.searchsorted(length[order], times, side="left"))
    return upto - before


def quantile(curve: Curve, level: float) -> Floats:
    """The first length by which a share `level` has ended; inf where the curve does not come down so far."""
    reached = curve.survival <= 1 - level + ROUNDING
    if not curve.times.size:
        return np.full(curve.survival.shape[:-1], np.inf)
    first = np.argmax(reached, axis=-1)
    found: Floats = np.where(reached.any(axis=-1), curve.times[first].astype(float), np.inf)
    return found


def restricted_mean(curve: Curve) -> Floats:
    """The area under the curve up to its reach: the average of the lengths, each cut at the longest one followed."""
    steps = np.diff(np.concatenate([[0], curve.times, [curve.reach]])).astype(float)
    before = np.concatenate([np.ones((*curve.survival.shape[:-1], 1)), curve.survival], axis=-1)
    area: Floats = np.add.accumulate(before * steps, axis=-1)[..., -1]
    return area
