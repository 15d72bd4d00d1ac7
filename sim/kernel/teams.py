"""Teams, and the one list of steps and reviews that wait for them.

A need is a block: its words, how many teams, and for each its row and how many of it are needed; 0: nobody.
"""

from __future__ import annotations

from sim.kernel import chains, crew, duty, housing, waiting, world
from sim.kernel.calendar import Event, alarm, go_on
from sim.kernel.compiled import compiled, inlined
from sim.kernel.memory import NEVER, link, real
from sim.kernel.rows import Case, Group, Site, Suspended, Task, Team, Ticket, WaitingList, World
from sim.kernel.words import At, Kind, Number, TaskName, TaskOutcome

DAY = 86_400_000
K_BITS = 32
"""Of two tasks of one case that are alike but for their number the first goes first."""


# --- staff --------------------------------------------------------------------------------------------------------------------


@compiled
def team_of(m, site, index):  # type: ignore[no-untyped-def]
    """A team of a hub."""
    return m[site + Site.FIRST_TEAM] + index * Team.WIDTH


@compiled
def begin(m, site):  # type: ignore[no-untyped-def]
    """Count the staff at the start, and again whenever somebody new can work."""
    for index in range(m[site + Site.TEAM_COUNT]):
        crew.begin(m, team_of(m, site, index))
    at = _next_to_join(m, site, 0)
    while at != NEVER and at < m[World.HORIZON]:
        alarm(m, at, Kind.CHANGE, Number.STAFF + m[site + Site.INDEX], 0, Event.STAFF_CHANGES, site)
        at = _next_to_join(m, site, at)
    staff_changed(m, site)


@compiled
def _next_to_join(m, site, after):  # type: ignore[no-untyped-def]
    """The next instant after another at which somebody new can work, or NEVER."""
    earliest = NEVER
    for index in range(m[site + Site.TEAM_COUNT]):
        team = team_of(m, site, index)
        for post in range(m[team + Team.JOIN_COUNT]):
            at = m[m[team + Team.JOINS] + post]
            if at > after and (earliest == NEVER or at < earliest):
                earliest = at
    return earliest


@compiled
def staff_changed(m, site):  # type: ignore[no-untyped-def]
    """Something dated may have changed staff or rosters; what has begun keeps its end."""
    m[site + Site.BINDING] = 0
    for index in range(m[site + Site.TEAM_COUNT]):
        team = team_of(m, site, index)
        crew.recount(m, team)
        if crew.manned(m, team):
            m[site + Site.BINDING] = 1
    _await_morning(m, site)
    world.mark_teams(m, site)


@compiled
def people_changed(m, site):  # type: ignore[no-untyped-def]
    """People have come, gone or moved, or places have opened: more or fewer of the staff may be bound."""
    if m[site + Site.BINDING]:
        world.mark_teams(m, site)


@compiled
def may_take(m, site, people):  # type: ignore[no-untyped-def]
    """Whether the staff of today is enough, where that limits the intake, for so many people more than are inside or on their way."""
    if m[site + Site.BINDING] == 0:
        return True
    there = people + housing.people_in(m, site, 0) + m[site + Site.EXPECTED]
    for index in range(m[site + Site.TEAM_COUNT]):
        team = team_of(m, site, index)
        limits = m[team + Team.LIMITS_INTAKE] == 1 and crew.manned(m, team)
        if limits and crew.needed(m, team, there, True) > m[team + Team.THERE]:
            return False
    return True


@compiled
def recount(m, site):  # type: ignore[no-untyped-def]
    """Staff has changed of itself: those at the sender may have room."""
    staff_changed(m, site)
    housing.changed(m, site)


@compiled
def _await_morning(m, site):  # type: ignore[no-untyped-def]
    """Who is away is drawn for each day."""
    if m[site + Site.MORNING] != 0 or not _some_are_away(m, site):
        return
    at = (m[World.NOW] // DAY + 1) * DAY
    if at < m[World.HORIZON]:
        m[site + Site.MORNING] = alarm(m, at, Kind.CHANGE, Number.STAFF + m[site + Site.INDEX], 1, Event.MORNING, site)


@compiled
def _some_are_away(m, site):  # type: ignore[no-untyped-def]
    some = False
    for index in range(m[site + Site.TEAM_COUNT]):
        some = some or real(m, team_of(m, site, index) + Team.ABSENT) > 0.0
    return some


@compiled
def good_morning(m, site, sequence):  # type: ignore[no-untyped-def]
    """A new day: others are away."""
    if m[site + Site.MORNING] == sequence:
        m[site + Site.MORNING] = 0
        recount(m, site)


# --- tasks --------------------------------------------------------------------------------------------------------------------


@compiled
def ask(m, site, task, pausable):  # type: ignore[no-untyped-def]
    """Wait for the teams of a task; when the task has ended, TASK_DONE comes."""
    case = m[task + Task.CASE]
    m[task + Task.PAUSABLE] = pausable
    m[task + Task.SITE] = site
    link(m, World.TASKS, task)
    _add(m, case, task)
    each = _is_bounded(m, task)
    more = m[task + Task.KIND] == TaskName.SELECTION
    sub = (m[task + Task.SUB] << K_BITS) | m[task + Task.K]
    joined, key = m[task + Task.QUEUED_AT], m[case + Case.KEY]
    the_list, held = m[site + Site.TEAMS_LIST], task + Task.TICKET
    waiting.join(m, the_list, held, world.priority(m, case), joined, 0, key, sub, task, m[task + Task.TEAM], int(more), int(each))
    world.mark_teams(m, site)


@compiled
def _add(m, case, task):  # type: ignore[no-untyped-def]
    """The last of the case's tasks."""
    chains.put_behind(m, case + Case.TASKS, task, Task.NEXT_OF_CASE)


@compiled
def remove(m, case, task):  # type: ignore[no-untyped-def]
    """No longer one of the case's tasks."""
    chains.unhook(m, case + Case.TASKS, task, Task.NEXT_OF_CASE)


@compiled
def reorder(m, site):  # type: ignore[no-untyped-def]
    """Priorities have changed: those who wait stand in their new order."""
    the_list = m[site + Site.TEAMS_LIST]
    ticket = waiting.some(m, the_list)
    while ticket:
        after = waiting.another(m, ticket)
        waiting.reordered(m, ticket, world.priority(m, m[m[ticket + Ticket.ITEM] + Task.CASE]))
        ticket = after
    world.mark_teams(m, site)


@compiled
def break_off(m, site, task):  # type: ignore[no-untyped-def]
    """The case has left: give up the place in the list, or free the teams."""
    if m[task + Task.TICKET]:
        waiting.withdraw(m, m[site + Site.TEAMS_LIST], m[task + Task.TICKET])
        waiting.give_back(m, task + Task.TICKET)
        m[task + Task.OUTCOME] = TaskOutcome.WITHDRAWN
    elif m[task + Task.STARTED_AT] != NEVER and m[task + Task.ENDED_AT] == NEVER:
        m[task + Task.END_ALARM] = 0
        m[task + Task.OUTCOME] = TaskOutcome.BROKEN_OFF
        _free(m, site, task)


# --- allocation ---------------------------------------------------------------------------------------------------------------


@compiled
def allocate(m, site):  # type: ignore[no-untyped-def]
    """Start every task whose teams are all free, in order."""
    if m[site + Site.BINDING]:
        for index in range(m[site + Site.TEAM_COUNT]):
            if crew.manned(m, team_of(m, site, index)):
                crew.bind(m, team_of(m, site, index))
    _serve(m, site)
    _set_wake(m, site)


@compiled
def _serve(m, site):  # type: ignore[no-untyped-def]
    the_list = m[site + Site.TEAMS_LIST]
    ticket = waiting.first(m, the_list)
    while ticket:
        task = m[ticket + Ticket.ITEM]
        if _fits(m, task):
            waiting.withdraw(m, the_list, ticket)
            waiting.give_back(m, task + Task.TICKET)
            _start(m, task)
            ticket = waiting.first(m, the_list)
        elif m[site + Site.STRICT]:
            return
        else:
            ticket = waiting.passed_over(m, the_list, ticket)


@compiled
def _count(m, need):  # type: ignore[no-untyped-def]
    """How many teams are needed."""
    return m[need + 1] if need else 0


@compiled
def _is_bounded(m, task):  # type: ignore[no-untyped-def]
    """Whether the task has to end within a shift."""
    need = m[task + Task.TEAM]
    bounded = False
    for index in range(_count(m, need)):
        bounded = bounded or m[m[need + 2 + 2 * index] + Team.FINISH_BY_SHIFT_END] == 1
    return bounded and m[task + Task.PAUSABLE] == 0


@compiled
def _fits(m, task):  # type: ignore[no-untyped-def]
    if m[task + Task.KIND] == TaskName.SELECTION and world.suspended(m, Suspended.SELECTION):
        return False
    need = m[task + Task.TEAM]
    for index in range(_count(m, need)):
        team = m[need + 2 + 2 * index]
        if crew.free(m, team) < m[need + 3 + 2 * index] or not _ends_in_time(m, team, task):
            return False
    return True


@compiled
def _ends_in_time(m, team, task):  # type: ignore[no-untyped-def]
    if m[team + Team.FINISH_BY_SHIFT_END] == 0 or m[task + Task.PAUSABLE]:
        return True
    now = m[World.NOW]
    return now + m[task + Task.TIME] <= duty.end_of_shift(m, team, now)


@compiled
def _start(m, task):  # type: ignore[no-untyped-def]
    now, case, need = m[World.NOW], m[task + Task.CASE], m[task + Task.TEAM]
    m[task + Task.STARTED_AT] = now
    m[task + Task.OUTCOME] = TaskOutcome.RUNNING
    for index in range(_count(m, need)):
        m[m[need + 2 + 2 * index] + Team.BUSY] += m[need + 3 + 2 * index]
    is_step = m[task + Task.KIND] == TaskName.STEP
    if is_step and m[case + Case.AT + At.SCREENED] == NEVER and m[case + Case.AT + At.SCREENING_STARTED] == NEVER:
        m[case + Case.AT + At.SCREENING_STARTED] = now
    end = now + m[task + Task.TIME]
    if m[task + Task.PAUSABLE]:
        end = duty.ends_after_work(m, need, now, m[task + Task.TIME])
    if end != NEVER:
        m[task + Task.END_ALARM] = alarm(m, end, Kind.STEP_END, m[case + Case.KEY], m[task + Task.SUB], Event.TASK_ENDS, task)


@compiled
def end(m, task, sequence):  # type: ignore[no-untyped-def]
    """The task has ended, unless it was broken off."""
    if m[task + Task.END_ALARM] != sequence:
        return
    m[task + Task.END_ALARM] = 0
    m[task + Task.OUTCOME] = TaskOutcome.DONE
    _free(m, m[task + Task.SITE], task)
    remove(m, m[task + Task.CASE], task)
    go_on(m, Event.TASK_DONE, task)


@inlined
def _free(m, site, task):  # type: ignore[no-untyped-def]
    need = m[task + Task.TEAM]
    m[task + Task.ENDED_AT] = m[World.NOW]
    for index in range(_count(m, need)):
        m[m[need + 2 + 2 * index] + Team.BUSY] -= m[need + 3 + 2 * index]
    world.mark_teams(m, site)


# --- looking again ------------------------------------------------------------------------------------------------------------


@compiled
def _set_wake(m, site):  # type: ignore[no-untyped-def]
    """Look again when a team that somebody waits for comes on duty."""
    m[site + Site.WAKE] = 0
    earliest = NEVER
    group = m[m[site + Site.TEAMS_LIST] + WaitingList.GROUPS]
    while group:
        if m[group + Group.FIRST]:
            earliest = _earlier(earliest, _next_chance(m, m[group + Group.NEED]))
        group = m[group + Group.NEXT]
    if earliest != NEVER and earliest < m[World.HORIZON]:
        m[site + Site.WAKE] = alarm(m, earliest, Kind.CHANGE, Number.TEAMS + m[site + Site.INDEX], 0, Event.WAKE_TEAMS, site)


@compiled
def _next_chance(m, need):  # type: ignore[no-untyped-def]
    """The next instant after now at which one of the needed teams comes on duty, or NEVER."""
    now = m[World.NOW]
    earliest = NEVER
    for index in range(_count(m, need)):
        team = m[need + 2 + 2 * index]
        on = duty.next_on(m, team, duty.end_of_shift(m, team, now))
        if on > now:
            earliest = _earlier(earliest, on)
    return earliest


@compiled
def _earlier(one, other):  # type: ignore[no-untyped-def]
    """The earlier of two instants that may never come."""
    if one == NEVER or other == NEVER:
        return max(one, other)
    return min(one, other)


@compiled
def woken(m, site, sequence):  # type: ignore[no-untyped-def]
    """A team that somebody waits for comes on duty."""
    if m[site + Site.WAKE] == sequence:
        m[site + Site.WAKE] = 0
        world.mark_teams(m, site)
