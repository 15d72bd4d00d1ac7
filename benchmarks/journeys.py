"""What every peer tells of each person, in one form, so that two tellings can be compared by their bits."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

INSIDE, REFUSED, REMOVED, CAP = range(4)
"""How somebody left; `INSIDE`: not before the horizon."""


@dataclass(frozen=True)
class Journeys:
    """One replication, persons in the order of their numbers.

    Parameters
    ----------
    screened_from, placed, left : array of float
        Instants in milliseconds, NaN if it did not happen: screening began, place taken, left.
    reason : array of int
        How somebody left.
    """

    screened_from: np.ndarray
    placed: np.ndarray
    left: np.ndarray
    reason: np.ndarray

    @property
    def bytes(self) -> int:
        """What the journeys take in memory."""
        return sum(getattr(self, field.name).nbytes for field in fields(self))


def from_instants(screened_from: np.ndarray, placed: np.ndarray, left: np.ndarray, reason: np.ndarray) -> Journeys:
    """Of peers that write whole milliseconds, -1 for what did not happen."""
    instants = [np.where(at < 0, np.nan, at.astype(np.float64)) for at in map(np.asarray, (screened_from, placed, left))]
    return Journeys(*instants, np.asarray(reason, dtype=np.int8))


def same(a: Journeys, b: Journeys) -> float:
    """Share of persons of whom both tell the same to the last bit; 0 if they do not tell of as many."""
    if len(a.reason) != len(b.reason):
        return 0.0
    alike = a.reason == b.reason
    for name in ("screened_from", "placed", "left"):
        x, y = getattr(a, name), getattr(b, name)
        alike &= (x == y) | (np.isnan(x) & np.isnan(y))
    return float(np.mean(alike)) if len(alike) else 1.0
