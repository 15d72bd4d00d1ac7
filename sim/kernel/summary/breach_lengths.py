"""Safeguards that limit a length: to a doctor, lawyer or judge, of a whole stay, of a review that is due."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate
from sim.kernel.rows import Table, Task, World
from sim.kernel.summary.breach import Found, during, of
from sim.kernel.summary.cases import at, ended, happened, here, initial, or_else, until
from sim.kernel.summary.columns import OfCase, cases_of, number_of, of_case
from sim.kernel.summary.legal import waited_until
from sim.kernel.summary.sorting import sort_pairs
from sim.kernel.words import At
from sim.metrics.breach_lengths import ENDINGS

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import Delay, LongStay, ReviewInTime


class Delayed(IntEnum):
    """From one instant to another: each of the journey, or NONE and a screening step."""

    FROM = 0
    FROM_STEP = 1
    TO = 2
    TO_STEP = 3
    WITHIN = 4
    ENDING = 5  # 1: people inside at the start reach it like any other
    WIDTH = 6


class Reviewed(IntEnum):
    """A review that is due."""

    NAME = 0
    WITHIN = 1
    WIDTH = 2


def lay_delay(readings: Readings, safeguard: Delay) -> int:
    """Lay down the two instants and the length between them."""
    words = [word for name in (safeguard.from_, safeguard.to) for word in _named(readings, name)]
    return readings.row([*words, safeguard.within, safeguard.to in ENDINGS])


def _named(readings: Readings, name: str) -> tuple[int, int]:
    known = At.__members__.get(name.upper())
    return (NONE, readings.names.tasks.get(name, NONE)) if known is None else (int(known), NONE)


def lay_stay(readings: Readings, safeguard: LongStay) -> int:
    """Lay down the length."""
    return readings.row([safeguard.stay])


def lay_review(readings: Readings, safeguard: ReviewInTime) -> int:
    """Lay down which review, and how long after it is due."""
    return readings.row([readings.names.tasks.get(safeguard.review, NONE), safeguard.within])


@compiled
def delays(m, found, terms, host):  # type: ignore[no-untyped-def]
    """From one instant to another: so far, where the other has not come."""
    _instant(m, found + Found.BEGAN, m[terms + Delayed.FROM], m[terms + Delayed.FROM_STEP], Task.ENDED_AT)
    _instant(m, found + Found.REACHED, m[terms + Delayed.TO], m[terms + Delayed.TO_STEP], Task.STARTED_AT)
    for case in range(cases_of(m)):
        _delay(m, found, case, terms, host)


@compiled
def _delay(m, found, case, terms, host):  # type: ignore[no-untyped-def]
    row = of(m, found, case)
    began, reached, ending = m[row + Found.BEGAN], m[row + Found.REACHED], m[terms + Delayed.ENDING] != 0
    if began == NEVER or (reached == NEVER and not ending and initial(m, case)):
        return
    start = began - of_case(m, case, OfCase.PRIOR) if m[terms + Delayed.FROM] == At.ARRIVED else began
    stop = or_else(reached, m[World.HORIZON] if ending else ended(m, case))
    m[row + Found.CONCERNED] = 1
    m[row + Found.LONGEST] = stop - start
    m[row + Found.BROKEN] = stop - start > m[terms + Delayed.WITHIN]
    m[row + Found.KNOWN] = m[row + Found.BROKEN] != 0 or stop < m[World.HORIZON]
    m[row + Found.NEVER] = reached == NEVER and happened(m, case, At.OUTCOME) and not ending
    if m[row + Found.BROKEN]:
        during(m, found, case, max(start + m[terms + Delayed.WITHIN], began), stop, host)


@compiled
def _instant(m, column, instant, step, of_step):  # type: ignore[no-untyped-def]
    """Put an instant of every journey into its column, or when each case first started (or ended) a step."""
    if instant == NONE:
        _first(m, column, step, of_step)
        return
    for case in range(cases_of(m)):
        if not _before_the_start(m, case, instant):
            m[of(m, column, case)] = at(m, case, instant)


@compiled
def _first(m, column, step, of_step):  # type: ignore[no-untyped-def]
    task = m[World.TASKS + Table.FIRST]
    while task:
        done = m[task + Task.STARTED_AT] != NEVER and m[task + of_step] != NEVER
        if m[task + Task.NAME] == step and done:
            word = of(m, column, number_of(m, m[task + Task.CASE]))
            m[word] = min(or_else(m[word], m[task + of_step]), m[task + of_step])
        task = m[task]


@compiled
def _before_the_start(m, case, instant):  # type: ignore[no-untyped-def]
    """Who came to an instant before the run began, nobody knows when."""
    if instant == At.SCREENED:
        return initial(m, case)
    return instant == At.PLACED and initial(m, case) and not happened(m, case, At.PLACE_ASKED)


@compiled
def long_stays(m, found, terms, host):  # type: ignore[no-untyped-def]
    """A whole stay, prior days counted; the days of breach are those in the hub."""
    for case in range(cases_of(m)):
        if here(m, case):
            row, arrived, left = of(m, found, case), at(m, case, At.ARRIVED), until(m, case)
            passes = max(arrived - of_case(m, case, OfCase.PRIOR) + m[terms], arrived)
            m[row + Found.CONCERNED] = 1
            m[row + Found.BROKEN] = left > passes
            m[row + Found.KNOWN] = left > passes or happened(m, case, At.LEFT)
            m[row + Found.LONGEST] = left - arrived + of_case(m, case, OfCase.PRIOR)
            during(m, found, case, passes, left, host)


@compiled
def reviews(m, found, terms, host):  # type: ignore[no-untyped-def]
    """Reviews that start late, or end unheld or still wait when they are late already; days on which one is overdue."""
    late = allocate(m, 1)
    task = m[World.TASKS + Table.FIRST]
    while task:
        if m[task + Task.NAME] == m[terms + Reviewed.NAME]:
            _review(m, of(m, found, number_of(m, m[task + Task.CASE])), task, m[task + Task.DUE_AT] + m[terms + Reviewed.WITHIN], late)
        task = m[task]
    sort_pairs(m, late + 1, m[late])
    for n in range(m[late]):
        task = m[late + 2 + 2 * n]
        during(m, found, number_of(m, m[task + Task.CASE]), m[late + 1 + 2 * n], waited_until(m, task), host)


@compiled
def _review(m, row, task, latest, late):  # type: ignore[no-untyped-def]
    held = waited_until(m, task)
    m[row + Found.CONCERNED] = 1
    m[row + Found.LONGEST] = max(m[row + Found.LONGEST], held - latest)
    if held > latest:
        m[row + Found.BROKEN] = 1
        spell = allocate(m, 2)
        m[spell], m[spell + 1] = max(latest, 0), task
        m[late] += 1
    if held > latest or held < m[World.HORIZON]:
        m[row + Found.KNOWN] = 1
