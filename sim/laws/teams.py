"""Laws of teams: staff, duty, who is bound, order, nobody idle while a task that fits waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Bools, Floats, Places, Replay, Words, distinct, groups, level, or_never, overtaken

SELECTION, DOCUMENTS = "selection", "documents"
TOLERANCE = 1e-9


def _needing(replay: Replay, team: str) -> Places:
    """Rows of the tasks that need a team."""
    names = {teams for teams in set(replay.tasks.words("teams").tolist()) if team in teams.split("+")}
    return np.flatnonzero(replay.tasks.among("teams", *names))


def _doing(replay: Replay, team: str) -> Places:
    """Rows of the tasks that were started with a team."""
    rows = _needing(replay, team)
    return rows[~np.isnan(replay.tasks.number("started_at")[rows])]


def tasks_start_only_with_everybody_they_need(replay: Replay) -> Iterator[Finding]:
    """At every start those of a team who are busy, late finishers included, or bound are no more than are on duty (none when closed).

    Somebody may become bound after a task has begun in the same instant.
    """
    for team in replay.teams:
        at = np.unique(replay.tasks.number("started_at")[_doing(replay, team)])
        busy, bound, on_duty = _busy(replay, team, at), _least_bound(replay, team, at), replay.on_duty(team, at)
        for i in where_true(busy + bound > on_duty):
            kept = f", {bound[i]:.0f} bound" if bound[i] else ""
            yield f"team:{team}", at[i], f"a task starts with {busy[i]:.0f} running{kept} and {on_duty[i]:.0f} people on duty"


def _number(replay: Replay, team: str, rows: Places) -> Floats:
    """People of a team that each task needs."""
    return np.array([teams.split("+").count(team) for teams in replay.tasks.words("teams")[rows].tolist()], dtype=np.float64)


def _busy(replay: Replay, team: str, at: Floats) -> Floats:
    rows = _doing(replay, team)
    start, end = replay.tasks.number("started_at")[rows], or_never(replay.tasks.number("ended_at"))[rows]
    return level(start, end, _number(replay, team, rows), at)


def _least_bound(replay: Replay, team: str, at: Floats) -> Floats:
    """The fewest people of a team that were bound at an instant, or just before it."""
    rows = np.flatnonzero(replay.capacity.among("what", f"team:{team}"))
    since, bound = replay.capacity.number("at")[rows], replay.capacity.number("reserve")[rows]
    order = np.argsort(since, kind="stable")
    since, bound = since[order], bound[order]
    first = np.maximum(np.searchsorted(since, at, side="left") - 1, 0)
    last = np.searchsorted(since, at, side="right")
    return np.array([bound[a:b].min(initial=np.inf) if b else 0.0 for a, b in zip(first.tolist(), last.tolist(), strict=True)])


def as_many_are_bound_as_the_rules_say(replay: Replay) -> Iterator[Finding]:
    """At the end of every instant minimum and ratio bind what they say for the people inside, whoever of the staff is there."""
    for team, terms in replay.teams.items():
        fixed = all(replay.team_fixed(team, field) for field in ("minimum", "per", "pools"))
        if not fixed or not replay.changes(f"team:{team}").size:
            continue
        pools = terms.pools or tuple(replay.hubs[replay.hub_having(team)].pools)
        start, end, size = _inside(replay, team)
        hub = f"hub:{replay.hub_having(team)}"
        spells = replay.spells.among("what", hub)
        doors = distinct(*(or_never(replay.spells.number(edge)[spells]) for edge in ("start_at", "end_at")))
        at = distinct(start, end, replay.changes(f"team:{team}"), doors, *(replay.changes(f"pool:{pool}") for pool in pools))
        at = at[at < replay.horizon]
        people = level(start, end, size, at)
        usable = [replay.in_force(f"pool:{pool}", "usable", at) for pool in pools]
        is_open = np.logical_or.reduce([places > 0 for places in usable]) & ~replay.suspended(hub, at) | (people > 0)
        needed = np.where(is_open, float(terms.minimum or 0), 0.0)
        if terms.per is not None:
            needed = np.maximum(needed, np.ceil(people * terms.per.staff / terms.per.people - TOLERANCE))
        bound = replay.in_force(f"team:{team}", "reserve", at)
        for i in where_true(bound != needed)[:1]:
            yield f"team:{team}", at[i], f"{bound[i]:.0f} are bound, {needed[i]:.0f} should be for {people[i]:.0f} people"


def _inside(replay: Replay, team: str) -> tuple[Floats, Floats, Floats]:
    """From, until and people of the stays that a team is bound by."""
    stays, pools = replay.stays, replay.teams[team].pools
    here = stays.among("kind", "reception", "place", "overflow") & stays.among("hub", replay.hub_having(team))
    rows = np.flatnonzero(here & stays.among("pool", *pools) if pools else here)
    return stays.number("start_at")[rows], or_never(stays.number("end_at"))[rows], stays.number("size")[rows]


def nobody_is_taken_for_whom_staff_is_too_few(replay: Replay) -> Iterator[Finding]:
    """Where staff limits the intake, nobody is received whom it would be too few for, as many as were ever there until then."""
    stays = replay.stays
    initial = np.append(replay.initial, False)[replay.stay_rows]
    for team, terms in replay.teams.items():
        fixed = all(replay.team_fixed(team, field) for field in ("minimum", "per", "limits_intake"))
        if not terms.limits_intake or not fixed:
            continue
        came = stays.among("kind", "reception") & stays.among("hub", replay.hub_having(team)) & ~initial
        at = np.unique(stays.number("start_at")[came])
        until_then = distinct(replay.changes(f"team:{team}"), at)
        most = np.maximum.accumulate(replay.in_force(f"team:{team}", "usable", until_then))
        there = most[np.searchsorted(until_then, at)]
        bound = replay.in_force(f"team:{team}", "reserve", at)
        for i in where_true(bound > there):
            yield f"team:{team}", at[i], f"somebody is received, {bound[i]:.0f} of the staff are needed and {there[i]:.0f} are there"


def who_is_away_is_not_there(replay: Replay) -> Iterator[Finding]:
    """No more of a team are there than are on the books, and without absence all of them."""
    capacity = replay.capacity
    for team, terms in replay.teams.items():
        rows = np.flatnonzero(capacity.among("what", f"team:{team}"))
        staff, there = capacity.number("nominal")[rows], capacity.number("usable")[rows]
        all_there = not terms.absent and replay.team_fixed(team, "absent")
        for i in where_true((there > staff) | (there < 0) | (all_there & (there != staff))):
            yield f"team:{team}", capacity.number("at")[rows[i]], f"{there[i]:.0f} are there of {staff[i]:.0f}"


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
    return replay.tasks.among("task", DOCUMENTS, *(name for name, step in replay.steps if step.pausable))


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


def _set_out(replay: Replay) -> Floats:
    """When the case of each task first set out for another hub after asking: its tasks in the first are withdrawn. Missing if never."""
    stays, queued = replay.stays, replay.tasks.number("queued_at")
    road = stays.among("kind", "transit")
    leaves = replay.stay_rows[road], stays.number("start_at")[road]
    at = np.full(queued.size, np.nan)
    for i in np.flatnonzero(np.append(replay.relocated, False)[replay.task_rows]):
        later = leaves[1][(leaves[0] == replay.task_rows[i]) & (leaves[1] >= queued[i])]
        at[i] = later.min() if later.size else np.nan
    return at


def _until(replay: Replay) -> Floats:
    """When each task stops waiting: started, or withdrawn (with its case, where the record gives no instant)."""
    tasks = replay.tasks
    started, ended = tasks.number("started_at"), tasks.number("ended_at")
    out = np.fmin(replay.of_case("outcome_at", replay.task_rows), _set_out(replay))
    gone = np.where(np.isnan(ended), np.where(np.isnan(out), tasks.number("queued_at"), out), ended)
    until = np.where(tasks.among("outcome", "withdrawn"), gone, or_never(started))
    return np.minimum(until, or_never(out))


def no_team_is_idle_while_a_task_that_fits_waits(replay: Replay) -> Iterator[Finding]:
    """Under `first_fit` no task waits at the end of an instant at which each of its teams has as many free as it needs.

    Tasks that must end with the shift wait for one that is long enough; reviews of the sender's list wait while they are suspended.
    """
    tasks = replay.tasks
    since, until = tasks.number("queued_at"), _until(replay)
    waited = until > since
    rows = np.flatnonzero(waited & ~tasks.among("teams", "") & ~_bounded(replay))
    for group in groups(tasks.words("teams")[rows], tasks.among("task", SELECTION)[rows]):
        chosen = rows[group]
        needed = Counter(tasks.words("teams")[chosen[0]].split("+"))
        teams = list(needed)
        if not replay.first_fit(replay.hub_having(teams[0])):
            continue
        at = distinct(since[chosen], *(_turns(replay, team) for team in teams), replay.spells.number("end_at"))
        at = at[(at >= 0) & (at < replay.horizon)]
        waiting = level(since[chosen], until[chosen], np.ones(chosen.size), at) > 0
        at = at[waiting]
        free = np.minimum.reduce([_free(replay, team, at) // number for team, number in needed.items()])
        if tasks.words("task")[chosen[0]] == SELECTION:
            free[replay.suspended(SELECTION, at)] = 0
        for i in where_true(free > 0)[:1]:
            first = next(j for j in chosen if since[j] <= at[i] < until[j])
            who = f"{tasks.words('task')[first]} of {tasks.words('case')[first]}"
            yield f"team:{tasks.words('teams')[first]}", at[i], f"{free[i]:.0f} people are free while {who} waits"


def _turns(replay: Replay, team: str) -> Floats:
    """Instants at which somebody of a team may come free."""
    rows = _doing(replay, team)
    ends = replay.tasks.number("ended_at")[rows]
    begins = replay.duty(team)[0] if replay.rostered(team) else np.empty(0)
    return distinct(ends[~np.isnan(ends)], begins, replay.changes(f"team:{team}"))


def _free(replay: Replay, team: str, at: Floats) -> Floats:
    """People of a team who can do something after each instant."""
    on_duty = replay.on_duty(team, at) if replay.rostered(team) else np.zeros(at.size)
    return np.maximum(0.0, on_duty - _busy(replay, team, at) - replay.in_force(f"team:{team}", "reserve", at))


LAWS: tuple[Law, ...] = (
    tasks_start_only_with_everybody_they_need,
    as_many_are_bound_as_the_rules_say,
    nobody_is_taken_for_whom_staff_is_too_few,
    who_is_away_is_not_there,
    tasks_end_with_the_shift_where_they_must,
    tasks_run_in_order,
    nobody_is_worked_on_twice_at_once,
    no_equal_is_overtaken_for_a_team,
    no_team_is_idle_while_a_task_that_fits_waits,
)
