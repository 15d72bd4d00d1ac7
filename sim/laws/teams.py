"""Laws of teams: staff, duty, order, nobody idle while a task that fits waits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Bools, Floats, Places, Replay, Words, distinct, groups, level, or_never, overtaken

SELECTION = "selection"


def _needing(replay: Replay, team: str) -> Places:
    """Rows of the tasks that need a team."""
    names = {teams for teams in set(replay.tasks.words("teams").tolist()) if team in teams.split("+")}
    return np.flatnonzero(replay.tasks.among("teams", *names))


def _doing(replay: Replay, team: str) -> Places:
    """Rows of the tasks that were started with a team."""
    rows = _needing(replay, team)
    return rows[~np.isnan(replay.tasks.number("started_at")[rows])]


def tasks_start_only_with_everybody_they_need(replay: Replay) -> Iterator[Finding]:
    """At every start the running tasks of a team, late finishers included, are no more than its people on duty (none when closed)."""
    for team in replay.teams:
        rows = _doing(replay, team)
        start, end = replay.tasks.number("started_at")[rows], or_never(replay.tasks.number("ended_at"))[rows]
        at = np.unique(start)
        busy, on_duty = level(start, end, np.ones(rows.size), at), replay.on_duty(team, at)
        for i in where_true(busy > on_duty):
            yield f"team:{team}", at[i], f"a task starts with {busy[i]:.0f} running and {on_duty[i]:.0f} people on duty"


def tasks_end_with_the_shift_where_they_must(replay: Replay) -> Iterator[Finding]:
    """With `finish_by_shift_end` a task, unless it may pause, is done before the duty it began in is over."""
    for team in replay.teams:
        if not _must_end(replay, team) or not replay.rostered(team):
            continue
        rows = _doing(replay, team)
        rows = rows[~_pausable(replay)[rows]]
        start, end = replay.tasks.number("started_at")[rows], replay.tasks.number("ended_at")[rows]
        over = replay.duty(team)[1]
        shift_end = np.append(over, np.inf)[np.searchsorted(over, start, side="right")]
        for i in where_true(end > shift_end):
            message = f"{replay.tasks.words('task')[rows[i]]} ends on {told(end[i])}, the duty of {team} on {told(shift_end[i])}"
            yield str(replay.tasks.words("case")[rows[i]]), start[i], message


def _must_end(replay: Replay, team: str) -> bool:
    return replay.teams[team].finish_by_shift_end and replay.team_fixed(team, "finish_by_shift_end")


def _pausable(replay: Replay) -> Bools:
    return replay.tasks.among("task", *(name for name, step in replay.steps if step.pausable))


def tasks_run_in_order(replay: Replay) -> Iterator[Finding]:
    """A task is queued, then started, then ended; done and broken off have started, waiting and withdrawn have not."""
    tasks = replay.tasks
    queued, started, ended = (tasks.number(name) for name in ("queued_at", "started_at", "ended_at"))
    for earlier, later, message in ((queued, started, "starts before it is asked for"), (started, ended, "ends before it starts")):
        for i in where_true(later < earlier):
            yield str(tasks.words("case")[i]), later[i], f"{tasks.words('task')[i]} {message}"
    ran, closed = tasks.among("outcome", "done", "broken_off", "running"), tasks.among("outcome", "done", "broken_off")
    wrong = (ran == np.isnan(started)) | (closed & np.isnan(ended)) | (tasks.among("outcome", "running") & ~np.isnan(ended))
    for i in where_true(wrong & ~replay.periods):
        yield str(tasks.words("case")[i]), None, f"{tasks.words('task')[i]} is {tasks.words('outcome')[i]}, its instants say otherwise"


def nobody_is_worked_on_twice_at_once(replay: Replay) -> Iterator[Finding]:
    """The steps of screening of a case follow each other, between arriving and leaving."""
    tasks = replay.tasks
    rows = np.flatnonzero(tasks.among("task", *(name for name, _ in replay.steps)) & ~np.isnan(tasks.number("started_at")))
    start, end, case = tasks.number("started_at")[rows], or_never(tasks.number("ended_at"))[rows], replay.task_rows[rows]
    order = np.lexsort((end, start, case))
    same = case[order][1:] == case[order][:-1]
    for i in where_true(same & (start[order][1:] < end[order][:-1])):
        steps = " and ".join(str(tasks.words("task")[rows[order[j]]]) for j in (i, i + 1))
        yield str(tasks.words("case")[rows[order[i]]]), start[order[i + 1]], f"{steps} run at the same time"
    ended = np.where(np.isfinite(end), end, start)
    outside = (start < or_never(replay.of_case("arrived_at", case))) | (ended > or_never(replay.of_case("outcome_at", case)))
    for i in where_true(outside):
        yield str(tasks.words("case")[rows[i]]), start[i], f"{tasks.words('task')[rows[i]]} before arriving or after the outcome"


def no_equal_is_overtaken_for_a_team(replay: Replay) -> Iterator[Finding]:
    """Among tasks of one need and priority the first asked for starts first; under `strict` among all of one priority."""
    if not replay.equals_known:
        return
    for hub, terms in replay.hubs.items():
        of_hub = replay.tasks.among("teams", *_bookings(replay, set(terms.teams)))
        yield from _overtaken(replay, _comparable(replay)[of_hub[_comparable(replay)]], replay.strict(hub))


def _bookings(replay: Replay, teams: set[str]) -> list[str]:
    """Which of the bookings of teams, as they stand in the tasks, are of these teams."""
    return [booked for booked in set(replay.tasks.words("teams").tolist()) if booked and set(booked.split("+")) <= teams]


def _overtaken(replay: Replay, rows: Places, strict: bool) -> Iterator[Finding]:
    since, start, until = replay.tasks.number("queued_at")[rows], or_never(replay.tasks.number("started_at"))[rows], _until(replay)[rows]
    case = replay.task_rows[rows]
    priority = replay.priority[case]
    needs = (priority,) if strict else (priority, *_need(replay, rows))
    for group in groups(*needs):
        for i, first in overtaken(case[group], since[group], start[group], until[group]):
            if case[group[first]] == case[group[i]]:
                continue
            task, other = (replay.tasks.words("task")[rows[group[j]]] for j in (i, first))
            message = f"{task} starts before {other} of {replay.case[case[group[first]]]}, asked for on {told(since[group[first]])}"
            yield replay.case[case[group[i]]], start[group[i]], message


def _comparable(replay: Replay) -> Places:
    """Tasks whose need is in the record: with a team, and not of a case that changed its class (and perhaps priority) on the way."""
    tasks = replay.tasks
    known = np.append(~replay.referred, False)[replay.task_rows] & ~tasks.among("teams", "")
    return np.flatnonzero(known & (~_bounded(replay) | tasks.among("outcome", "done")))


def _bounded(replay: Replay) -> Bools:
    """For which tasks the length decides when they may start, or may decide."""
    bounded = np.zeros(replay.tasks.size, dtype=bool)
    for name, team in replay.teams.items():
        if team.finish_by_shift_end or not replay.team_fixed(name, "finish_by_shift_end"):
            bounded[_needing(replay, name)] = True
    return bounded & ~_pausable(replay)


def _need(replay: Replay, rows: Places) -> tuple[Words, Bools, Floats]:
    """Teams; whether it is a review of the sender's list, which can be suspended; the length, where that decides."""
    tasks = replay.tasks
    length = tasks.number("ended_at")[rows] - tasks.number("started_at")[rows]
    return tasks.words("teams")[rows], tasks.among("task", SELECTION)[rows], np.where(_bounded(replay)[rows], length, 0.0)


def _until(replay: Replay) -> Floats:
    """When each task stops waiting: started, or withdrawn (with its case, where the record gives no instant)."""
    tasks = replay.tasks
    started, ended = tasks.number("started_at"), tasks.number("ended_at")
    out = replay.of_case("outcome_at", replay.task_rows)
    gone = np.where(np.isnan(ended), np.where(np.isnan(out), tasks.number("queued_at"), out), ended)
    until = np.where(tasks.among("outcome", "withdrawn"), gone, or_never(started))
    return np.minimum(until, or_never(out))


def no_team_is_idle_while_a_task_that_fits_waits(replay: Replay) -> Iterator[Finding]:
    """Under `first_fit` no task waits at the end of an instant at which each of its teams has somebody free.

    Tasks that must end with the shift wait for one that is long enough; reviews of the sender's list wait while they are suspended.
    """
    tasks = replay.tasks
    since, until = tasks.number("queued_at"), _until(replay)
    waited = until > since
    rows = np.flatnonzero(waited & ~tasks.among("teams", "") & ~_bounded(replay))
    for group in groups(tasks.words("teams")[rows], tasks.among("task", SELECTION)[rows]):
        chosen = rows[group]
        teams = tasks.words("teams")[chosen[0]].split("+")
        if not replay.first_fit(replay.hub_having(teams[0])):
            continue
        at = distinct(since[chosen], *(_turns(replay, team) for team in teams), replay.spells.number("end_at"))
        at = at[(at >= 0) & (at < replay.horizon)]
        waiting = level(since[chosen], until[chosen], np.ones(chosen.size), at) > 0
        at = at[waiting]
        free = np.minimum.reduce([_free(replay, team, at) for team in teams])
        if tasks.words("task")[chosen[0]] == SELECTION:
            free[replay.suspended(SELECTION, at)] = 0
        for i in where_true(free > 0)[:1]:
            first = next(j for j in chosen if since[j] <= at[i] < until[j])
            who = f"{tasks.words('task')[first]} of {tasks.words('case')[first]}"
            yield f"team:{'+'.join(teams)}", at[i], f"{free[i]:.0f} people are free while {who} waits"


def _turns(replay: Replay, team: str) -> Floats:
    """Instants at which somebody of a team may come free."""
    rows = _doing(replay, team)
    ends = replay.tasks.number("ended_at")[rows]
    begins = replay.duty(team)[0] if replay.rostered(team) else np.empty(0)
    return distinct(ends[~np.isnan(ends)], begins, replay.changes(f"team:{team}"))


def _free(replay: Replay, team: str, at: Floats) -> Floats:
    rows = _doing(replay, team)
    start, end = replay.tasks.number("started_at")[rows], or_never(replay.tasks.number("ended_at"))[rows]
    on_duty = replay.on_duty(team, at) if replay.rostered(team) else np.zeros(at.size)
    return on_duty - level(start, end, np.ones(rows.size), at)


LAWS: tuple[Law, ...] = (
    tasks_start_only_with_everybody_they_need,
    tasks_end_with_the_shift_where_they_must,
    tasks_run_in_order,
    nobody_is_worked_on_twice_at_once,
    no_equal_is_overtaken_for_a_team,
    no_team_is_idle_while_a_task_that_fits_waits,
)
