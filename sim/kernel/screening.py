"""Screening: steps in order, each a new request for all its teams at once."""

from __future__ import annotations

import math

from sim.kernel import book, casework, classes, housing, limits, removal, teams, world
from sim.kernel.compiled import compiled
from sim.kernel.luck import Choice, happens, length, uniform
from sim.kernel.memory import NEVER, covers, real
from sim.kernel.rows import Case, Site, Step, Task, World
from sim.kernel.words import At, Reason, Result, Sub, TaskName


@compiled
def screen(m, case):  # type: ignore[no-untyped-def]
    """All steps of the case's class that it has not been through in another hub; then a place."""
    m[case + Case.STEP] = 0
    _go_through(m, case)


@compiled
def step_done(m, task):  # type: ignore[no-untyped-def]
    """A step has ended: the next, unless the case is to be sent back."""
    case, site = m[task + Task.CASE], m[task + Task.SITE]
    step = world.step_at(m, site, m[case + Case.STEP])
    m[case + Case.STEPS_DONE] |= 1 << m[step + Step.BIT]
    result = _result(m, case, step)
    m[task + Task.RESULT] = result
    if result == Result.SENT_BACK:
        housing.give_up_reservation(m, site, case)
        limits.send_back(m, case, Reason.SCREENING)
        return
    m[case + Case.STEP] += 1
    _go_through(m, case)


@compiled
def _go_through(m, case):  # type: ignore[no-untyped-def]
    """From the step it is at, the next the case has to go through; after the last it is screened and asks for a place."""
    site = world.site_of(m, case)
    while m[case + Case.STEP] < m[site + Site.STEP_COUNT]:
        step = world.step_at(m, site, m[case + Case.STEP])
        done = (m[case + Case.STEPS_DONE] >> m[step + Step.BIT]) & 1
        if done == 0 and covers(m[step + Step.FOR], m[case + Case.CLASS]):
            _begin(m, site, case, step)
            return
        m[case + Case.STEP] += 1
    if m[case + Case.AT + At.SCREENED] == NEVER:
        casework.reached(m, case, At.SCREENED)
    removal.reconsider(m, case)
    housing.settle(m, site, case)


@compiled
def _begin(m, site, case, step):  # type: ignore[no-untyped-def]
    time = length(m, case, m[step + Step.TIME_HASH], m[step + Step.TIME], 0)
    task = book.new_task(m, case, TaskName.STEP, m[step + Step.NAME], 0, m[step + Step.TEAM], time, m[World.NOW], Sub.STEP)
    teams.ask(m, site, task, m[step + Step.PAUSABLE])


@compiled
def _result(m, case, step):  # type: ignore[no-untyped-def]
    if happens(m, case, m[step + Step.SENT_BACK_HASH], real(m, step + Step.SENT_BACK), 0):
        return Result.SENT_BACK
    if m[step + Step.REFERRED]:
        chosen = _referred_to(m, case, step)
        if chosen != m[case + Case.CLASS]:
            classes.make(m, case, classes.REFERRED, chosen)
            return Result.REFERRED
    return Result.ADMITTED


@compiled
def _referred_to(m, case, step):  # type: ignore[no-untyped-def]
    """One of the classes to which the step refers, or what the case is, by share."""
    class_ = m[case + Case.CLASS]
    chosen, least, shares = class_, math.inf, 0.0
    row = m[step + Step.REFERRED] + 1
    for _ in range(m[m[step + Step.REFERRED]]):
        share = real(m, row + Choice.SHARE)
        shares += share
        if share > 0.0:
            waits = -math.log(uniform(m, case, m[row + Choice.HASH], 0)) / share
            if waits < least:
                chosen, least = m[row + Choice.WHAT], waits
        row += Choice.WIDTH
    own = max(0.0, 1.0 - shares)
    if own > 0.0:
        waits = -math.log(uniform(m, case, m[m[step + Step.OWN_HASH] + class_], 0)) / own
        if waits < least:
            chosen = class_
    return chosen
