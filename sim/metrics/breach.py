"""What every safeguard says of one run: who is concerned, for whom it is broken, for how long, and who answers for those days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.metrics.steps import Steps
from sim.metrics.view import Bools, Floats, Ints, View, whole

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Breaches:
    """One safeguard, case by case.

    Parameters
    ----------
    concerned : bool array
        Whom it is about in this run.
    known : bool array
        For whom it is known whether it was kept.
    broken : bool array
        For whom it was not.
    time : int64 array
        Milliseconds in breach, within the run.
    sender : int64 array
        Milliseconds of them before the host answers for the person.
    longest : int64 array
        What is longest of anyone: the delay, the stay, or the time in breach; milliseconds.
    never : bool array or None
        Who left without it (delays).
    """

    concerned: Bools
    known: Bools
    broken: Bools
    time: Ints
    sender: Ints
    longest: Ints
    never: Bools | None = None


def host_from(view: View) -> Floats:
    """The instant from which the host answers for each case; inf where that is never. Of people inside at the start it is the start."""
    at = view.at(view.scenario.agreement.host_answers)
    return np.where(np.isnan(at), np.where(view.initial, 0.0, np.inf), at)


def during(view: View, rows: Rows, start: Floats, end: Floats) -> tuple[Ints, Ints]:
    """Time of each case in at least one of the spells [start, end), and that part of it before the host answers."""
    host = host_from(view)[rows]
    cases = view.size.size
    return covered(rows, start, end, cases), covered(rows, start, np.minimum(end, host), cases)


def covered(rows: Rows, start: Floats, end: Floats, cases: int) -> Ints:
    """Length of the union of the spells of each row; a spell that does not end after its start counts nothing."""
    kept = end > start
    rows, start, end = rows[kept], start[kept], end[kept]
    at = whole(np.concatenate([start, end]))
    of = np.concatenate([rows, rows])
    change = np.repeat(np.array([1, -1]), rows.size)
    order = np.lexsort((at, of))
    inside = np.cumsum(change[order]) > 0
    length = np.where(inside, np.append(np.diff(at[order]), 0), 0)
    return _summed(of[order], length, cases)


def lived(view: View, stays: Rows, bad: Steps) -> tuple[Ints, Ints]:
    """Time that each case spent in the stays of these rows while `bad` was 1, and that part of it before the host answers."""
    rows = view.rows(view.words("stays", "case")[stays])
    start = whole(np.clip(view.floats("stays", "start_at")[stays], 0, view.horizon))
    end = whole(np.clip(np.nan_to_num(view.floats("stays", "end_at")[stays], nan=float(view.horizon)), 0, view.horizon))
    host = whole(np.clip(host_from(view)[rows], start, end))
    before = bad.integral_to(start)
    return (
        _summed(rows, bad.integral_to(end) - before, view.size.size),
        _summed(rows, bad.integral_to(host) - before, view.size.size),
    )


def _summed(rows: Rows, time: Ints, cases: int) -> Ints:
    total = np.zeros(cases, np.int64)
    np.add.at(total, rows, time)
    return total


def where(true: Bools) -> Rows:
    """Positions."""
    return np.flatnonzero(true)
