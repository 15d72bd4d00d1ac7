"""Step functions of time, counted in whole people and whole milliseconds: integrated, never sampled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Steps:
    """A level that holds from `at[i]` until `at[i + 1]`, the last one until `horizon`; `at[0]` is 0 and `at` rises."""

    at: Ints
    level: Ints
    horizon: int

    @property
    def widths(self) -> Ints:
        """How long each level holds."""
        return np.diff(self.at, append=self.horizon)

    @property
    def integral(self) -> int:
        """Level x time over [0, horizon), exact."""
        return int(np.dot(self.level, self.widths))

    @property
    def peak(self) -> int:
        """Highest level over [0, horizon)."""
        return int(self.level.max())

    def over(self, instants: Ints) -> Ints:
        """The level just after each instant."""
        return self.level[np.searchsorted(self.at, instants, side="right") - 1]

    def integral_to(self, instants: Ints) -> Ints:
        """Level x time over [0, instant), exact, for each instant."""
        piece = np.searchsorted(self.at, instants, side="right") - 1
        before = np.concatenate([[0], np.cumsum(self.level * self.widths)])[piece]
        return before + self.level[piece] * (instants - self.at[piece])

    def time_where(self, true: NDArray[np.bool_]) -> int:
        """Length of time in the pieces where `true`."""
        return int(self.widths[true].sum())

    def first_where(self, true: NDArray[np.bool_]) -> float:
        """Start of the first piece where `true`; inf if none."""
        return float(self.at[np.argmax(true)]) if true.any() else float("inf")


def counted(start: Ints, end: Ints, weight: Ints, horizon: int) -> Steps:
    """How many there are at a time: each adds its weight from `start` until `end`, within [0, horizon)."""
    start, end = np.clip(start, 0, horizon), np.clip(end, 0, horizon)
    held = end > start
    return _accumulated(np.concatenate([start[held], end[held]]), np.concatenate([weight[held], -weight[held]]), horizon)


def arrived(at: Ints, weight: Ints, horizon: int) -> Steps:
    """How many have come so far."""
    return counted(at, np.full_like(at, horizon), weight, horizon)


def distinct(values: Ints) -> Ints:
    """The values, each once, rising (what `np.unique` gives, several times faster on short arrays)."""
    rising = np.sort(values)
    return rising[_differs(rising)]


def _differs(rising: Ints) -> NDArray[np.bool_]:
    """Where a sorted array has another value than before."""
    differs = np.ones(rising.size, dtype=bool)
    np.not_equal(rising[1:], rising[:-1], out=differs[1:])
    return differs


def _accumulated(at: Ints, change: Ints, horizon: int) -> Steps:
    inside = at < horizon
    at, change = np.append(at[inside], 0), np.append(change[inside], 0)
    order = np.argsort(at, kind="stable")
    at, level = at[order], np.cumsum(change[order])
    last = np.flatnonzero(_differs(at))[1:] - 1
    last = np.append(last, at.size - 1)
    return Steps(at[last].astype(np.int64), level[last], horizon)


def in_force(at: Ints, level: Ints, horizon: int) -> Steps:
    """A quantity that takes each level at its instant (the last row of an instant holds) and 0 before the first."""
    order = np.argsort(at, kind="stable")
    at, level = at[order], level[order]
    last = np.append(at[1:] != at[:-1], True) if at.size else np.zeros(0, bool)
    at, level = at[last], level[last]
    if not at.size or at[0] > 0:
        at, level = np.concatenate([[0], at]), np.concatenate([[0], level])
    kept = at < horizon
    return Steps(at[kept].astype(np.int64), level[kept].astype(np.int64), horizon)


def together(parts: Iterable[Steps], horizon: int) -> tuple[Ints, list[Ints]]:
    """One common set of instants for several step functions, and their levels there."""
    parts = list(parts)
    at = distinct(np.concatenate([[0], *(part.at for part in parts)]).astype(np.int64))
    at = at[at < horizon]
    return at, [part.over(at) for part in parts]


def total(parts: Iterable[Steps], horizon: int) -> Steps:
    """The sum of several step functions."""
    at, levels = together(parts, horizon)
    return Steps(at, np.sum(levels, axis=0, dtype=np.int64) if levels else np.zeros_like(at), horizon)
