"""How long people wait: those still waiting count, as far as they were followed."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE
from sim.kernel.summary.cases import accepted, at, ended, here, initial, or_else
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.samples import begin_sample, end_sample, follow
from sim.kernel.words import At

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class Waits(IntEnum):
    """Places of what is read."""

    DECISION = 0
    TRANSFER = 1
    SCREENING = 2
    PLACE = 3
    WIDTH = 4


def lay(readings: Readings) -> int:
    """Lay down the places of these readings."""
    return readings.row([readings.sample(f"wait.{wait}") for wait in ("decision", "transfer", "screening", "place")])


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """The four waits. An exit, or the horizon, ends the following, not the wait."""
    for which in range(Waits.WIDTH):
        sample = begin_sample(m, m[row + which], cases_of(m))
        for case in range(cases_of(m)):
            _add(m, sample, case, which)
        end_sample(m, sample)


@compiled
def _add(m, sample, case, which):  # type: ignore[no-untyped-def]
    if which == Waits.DECISION:
        wait(m, sample, case, at(m, case, At.LISTED), at(m, case, At.DECIDED))
    elif which == Waits.TRANSFER:
        if accepted(m, case):
            wait(m, sample, case, at(m, case, At.DECIDED), at(m, case, At.BOARDED))
    elif which == Waits.SCREENING:
        if here(m, case) and not initial(m, case):
            started = earlier(at(m, case, At.SCREENING_STARTED), at(m, case, At.SCREENED))
            wait(m, sample, case, at(m, case, At.ARRIVED), started)
    else:
        wait(m, sample, case, at(m, case, At.PLACE_ASKED), at(m, case, At.PLACED))


@compiled
def wait(m, sample, case, start, end):  # type: ignore[no-untyped-def]
    """The wait of a case that began to wait at `start`; without an `end` followed until its outcome or the horizon."""
    if start != NEVER:
        follow(m, sample, or_else(end, ended(m, case)) - start, end != NEVER, of_case(m, case, OfCase.SIZE), NONE)


@compiled
def earlier(first, second):  # type: ignore[no-untyped-def]
    """The earlier of two instants, or the one that happened."""
    return min(or_else(first, second), or_else(second, first))
