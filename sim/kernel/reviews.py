"""Reviews of the stay, due at fixed ages; late when nobody is free to hold them.

A review is named by the index of its clock; the number of the one that a case waits for is kept with the running clock.
"""

from __future__ import annotations

from sim.kernel import book, casework, limits, running, teams, world
from sim.kernel.calendar import Event, go_on
from sim.kernel.compiled import compiled
from sim.kernel.luck import happens, length
from sim.kernel.memory import NEVER, NONE, allocate, real
from sim.kernel.rows import Case, ClockSpec, Running, Task, World
from sim.kernel.words import Choice, Clock, Reason, Result, Sub, TaskName

PUT_OFF = 3
"""Words of a review put off: clock, number, instant at which it was due."""


@compiled
def start(m, case, name, spec, elapsed):  # type: ignore[no-untyped-def]
    """Wait for the first review that is not past."""
    k = 1
    due_at = due_at_age(m, spec, k)
    while due_at != NONE and due_at < elapsed:
        k += 1
        due_at = due_at_age(m, spec, k)
    _await(m, case, name, k, float(elapsed))


@compiled
def _await(m, case, name, k, age):  # type: ignore[no-untyped-def]
    due_at = due_at_age(m, casework.spec(m, case, name), k)
    if due_at != NONE:
        casework.run(m, case, name, Clock.REVIEW, max(0.0, due_at - age), age)
        m[running.slot_of(m, case, name) + Running.REVIEW] = k


@compiled
def due(m, case, name, k):  # type: ignore[no-untyped-def]
    """Review k is due: it is held as soon as its teams are free, and the next is waited for."""
    spec = casework.spec(m, case, name)
    task = _task(m, case, name, k, m[World.NOW])
    if m[spec + ClockSpec.LATE_BY] != NONE and m[spec + ClockSpec.LATE_THEN] == Choice.RELEASE:
        limits.watch_review(m, case, task, m[spec + ClockSpec.LATE_BY])
    go_on(m, Event.HOLD_REVIEW, task)
    _await(m, case, name, k + 1, float(max(0, due_at_age(m, spec, k))))


@compiled
def _task(m, case, name, k, due_at):  # type: ignore[no-untyped-def]
    spec = casework.spec(m, case, name)
    shape = m[spec + ClockSpec.TIME]
    time = length(m, case, m[spec + ClockSpec.TIME_HASH], shape, k) if shape else 0
    sub = Sub.REVIEW + casework.rank(m, case, name)
    task = book.new_task(m, case, TaskName.REVIEW, m[spec + ClockSpec.NAME], k, m[spec + ClockSpec.TEAM], time, m[World.NOW], sub)
    m[task + Task.DUE_AT] = due_at
    m[task + Task.CLOCK] = name
    return task


@compiled
def put_off(m, case):  # type: ignore[no-untyped-def]
    """The case leaves the hub: steps and reviews (not work on documents) are broken off. List of reviews to be held there; 0: none."""
    reviews = _waiting(m, case)
    task = m[case + Case.TASKS]
    while task:
        after = m[task + Task.NEXT_OF_CASE]
        if m[task + Task.KIND] != TaskName.DOCUMENTS:
            teams.break_off(m, m[task + Task.SITE], task)
            teams.remove(m, case, task)
        task = after
    return reviews


@compiled
def _waiting(m, case):  # type: ignore[no-untyped-def]
    """The reviews that wait or are held now: how many, then (clock, number, due) of each."""
    count = 0
    task = m[case + Case.TASKS]
    while task:
        count += m[task + Task.DUE_AT] != NEVER
        task = m[task + Task.NEXT_OF_CASE]
    if count == 0:
        return 0
    reviews = allocate(m, 1 + PUT_OFF * count)
    m[reviews] = count
    row, task = reviews + 1, m[case + Case.TASKS]
    while task:
        if m[task + Task.DUE_AT] != NEVER:
            m[row], m[row + 1], m[row + 2] = m[task + Task.CLOCK], m[task + Task.K], m[task + Task.DUE_AT]
            row += PUT_OFF
        task = m[task + Task.NEXT_OF_CASE]
    return reviews


@compiled
def take_up(m, case, reviews):  # type: ignore[no-untyped-def]
    """Hold the reviews that were put off, as far as this hub has such."""
    site = world.site_of(m, case)
    for index in range(m[reviews] if reviews else 0):
        row = reviews + 1 + PUT_OFF * index
        if m[world.clock_spec(m, site, m[row]) + ClockSpec.HAS]:
            go_on(m, Event.HOLD_REVIEW, _task(m, case, m[row], m[row + 1], m[row + 2]))


@compiled
def hold(m, task):  # type: ignore[no-untyped-def]
    """Wait for those who hold the review."""
    teams.ask(m, world.site_of(m, m[task + Task.CASE]), task, 0)


@compiled
def held(m, task):  # type: ignore[no-untyped-def]
    """What the review gave."""
    case = m[task + Task.CASE]
    spec = casework.spec(m, case, m[task + Task.CLOCK])
    if not happens(m, case, m[spec + ClockSpec.CHANCE_HASH], real(m, spec + ClockSpec.CHANCE), m[task + Task.K]):
        m[task + Task.RESULT] = Result.KEPT
    elif m[spec + ClockSpec.THEN] == Choice.RELEASE:
        m[task + Task.RESULT] = Result.RELEASE
        limits.order_release(m, case, Reason.COURT, NONE)
    else:
        m[task + Task.RESULT] = Result.SEND_BACK
        limits.send_back(m, case, Reason.COURT)


@compiled
def due_at_age(m, spec, k):  # type: ignore[no-untyped-def]
    """Age at which review k (1 first) is due; NONE when there is none."""
    ages, every = m[spec + ClockSpec.AGES], m[spec + ClockSpec.EVERY]
    count = m[ages] if ages else 0
    if k <= count:
        return m[ages + k]
    if every <= 0:
        return NONE
    last = m[ages + count] if count else 0
    return last + (k - count) * every
