"""How much the teams are in use, on duty and beyond. The twin of `sim.metrics.teams`."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, allocate, put_real
from sim.kernel.rows import Capacity, Table, Task, Team, World
from sim.kernel.summary.bare import allocate_bare
from sim.kernel.summary.cases import or_else
from sim.kernel.summary.samples import put_ratio
from sim.kernel.summary.steps import add_span, begin_spans, change, counted, end_of, in_force, level_of, piece_from, time_until
from sim.metrics.teams import on_duty, staffed_names

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import Hub

HOUR = 3_600_000


class OfTeam(IntEnum):
    """A team as the scenario first says it, and places of what is read of it."""

    TEAM = 0  # its row
    WHAT = 1  # its number among the capacities
    STAFF = 2
    DUTY = 3  # step function: 1 on duty
    BEFORE = 4  # time on duty before each of its pieces
    PAUSABLE = 5  # 1 for tasks that can pause, by name
    USE = 6
    OVERTIME = 7
    STAFFING = 8  # row of `Staffing`, or 0
    WIDTH = 9


class Staffing(IntEnum):
    """Places of what is read of a team of whom some are bound, away or still to come."""

    ON_DUTY = 0
    BOUND = 1
    TASKS = 2
    FREE = 3
    SHORT = 4
    SHORT_SHARE = 5
    NEEDED = 6
    WIDTH = 7


class Hours(IntEnum):
    """Where the time of a team on duty goes, in person-ms; time in ms."""

    TIME = 0
    MOST_BOUND = 1
    ON_DUTY = 2
    BOUND = 3
    TASKS = 4
    FREE = 5
    SHORT = 6
    TIME_SHORT = 7
    WIDTH = 8


class Begun(IntEnum):
    """A task that was begun by those whom it needs."""

    NEED = 0
    STARTED = 1
    ENDED = 2  # or the horizon
    NAME = 3
    WIDTH = 4


class Work(IntEnum):
    """A task that a team was on."""

    STARTED = 0
    ENDED = 1
    NAME = 2
    PEOPLE = 3
    WIDTH = 4


def lay(readings: Readings) -> int:
    """Lay down rosters, and the places of these readings."""
    rosters: dict[int, tuple[int, int]] = {}
    return readings.numbers([_lay_team(readings, hub, name, rosters) for hub in readings.scenario.hubs.values() for name in hub.teams])


def _lay_team(readings: Readings, hub: Hub, name: str, rosters: dict[int, tuple[int, int]]) -> int:
    team, names = hub.teams[name], readings.names
    pausable = {"documents", *(step for step, is_ in hub.screening.items() if is_.pausable)}
    words = [
        readings.layout.teams[name],
        names.capacities().index(f"team:{name}"),
        team.staff,
        *_duty(readings, hub, name, rosters),
        readings.row([int(task in pausable) for task in names.tasks]),
        readings.ratio(f"team.{name}.use"),
        readings.value(f"team.{name}.overtime"),
        _staffing(readings, name) if name in staffed_names(readings.scenario) else 0,
    ]
    return readings.row(words)


def _duty(readings: Readings, hub: Hub, name: str, rosters: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Places of the time on duty, and of how much there is of it before each piece; teams with one roster share them."""
    team, scenario = hub.teams[name], readings.scenario
    duty = on_duty(team.on_duty, tuple(team.closed), scenario.start, scenario.horizon, hub.holidays, team.on_holidays)
    if id(duty) not in rosters:
        pieces = [word for piece in zip(duty.at.tolist(), duty.level.tolist(), strict=True) for word in piece]
        before = np.cumsum(duty.level[:-1] * np.diff(duty.at)).tolist()
        rosters[id(duty)] = readings.row([len(duty.at), *pieces]), readings.row([0, *before])
    return rosters[id(duty)]


def _staffing(readings: Readings, name: str) -> int:
    start = f"staffing.{name}"
    hours = [readings.value(f"{start}.{word}") for word in ("on_duty", "bound", "tasks", "free", "short")]
    return readings.row([*hours, readings.ratio(f"{start}.short_share"), readings.value(f"{start}.needed")])


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """How much each team is in use; of those of whom some are bound, away or still to come, where their hours go."""
    top = m[World.TOP]
    works = _tasks_by_team(m)
    kept = m[World.TOP]
    for n in range(m[row]):
        own = m[row + 1 + n]
        hours = _hours(m, own, works)
        put_ratio(m, m[own + OfTeam.USE], m[hours + Hours.TASKS] + m[hours + Hours.BOUND], m[hours + Hours.ON_DUTY])
        put_real(m, m[own + OfTeam.OVERTIME], _overtime(m, own, works) / HOUR)
        if m[own + OfTeam.STAFFING]:
            _put_staffing(m, m[own + OfTeam.STAFFING], hours)
        m[World.TOP] = kept
    m[World.TOP] = top


@compiled
def _put_staffing(m, row, hours):  # type: ignore[no-untyped-def]
    put_real(m, m[row + Staffing.ON_DUTY], m[hours + Hours.ON_DUTY] / HOUR)
    put_real(m, m[row + Staffing.BOUND], m[hours + Hours.BOUND] / HOUR)
    put_real(m, m[row + Staffing.TASKS], m[hours + Hours.TASKS] / HOUR)
    put_real(m, m[row + Staffing.FREE], m[hours + Hours.FREE] / HOUR)
    put_real(m, m[row + Staffing.SHORT], m[hours + Hours.SHORT] / HOUR)
    put_ratio(m, m[row + Staffing.SHORT_SHARE], m[hours + Hours.TIME_SHORT], m[hours + Hours.TIME])
    needed = float("nan")
    if m[hours + Hours.TIME]:
        needed = m[hours + Hours.MOST_BOUND] + m[hours + Hours.TASKS] / m[hours + Hours.TIME]
    put_real(m, m[row + Staffing.NEEDED], needed)


# --- hours ----------------------------------------------------------------------------------------------------------------


@compiled
def _hours(m, own, works):  # type: ignore[no-untyped-def]
    """Hours of a team, at the instants at which its staff, people needed or people busy change."""
    hours = allocate(m, Hours.WIDTH)
    duty, there, needed = m[own + OfTeam.DUTY], _staff_there(m, own), in_force(m, m[own + OfTeam.WHAT], Capacity.RESERVE)
    busy = _busy(m, own, works)
    a, b, c, d, since, so_far = 0, 0, 0, 0, 0, 0
    while since < m[World.HORIZON]:
        end = min(end_of(m, there, b), min(end_of(m, needed, c), end_of(m, busy, d)))
        a = piece_from(m, duty, a, end)
        on_duty = time_until(m, duty, m[own + OfTeam.BEFORE], a, end)
        if on_duty > so_far:
            _add(m, hours, on_duty - so_far, level_of(m, there, b), level_of(m, needed, c), level_of(m, busy, d))
            m[hours + Hours.MOST_BOUND] = max(m[hours + Hours.MOST_BOUND], level_of(m, needed, c))
        b += end_of(m, there, b) == end
        c += end_of(m, needed, c) == end
        d += end_of(m, busy, d) == end
        since, so_far = end, on_duty
    return hours


@compiled
def _add(m, hours, time, there, needed, busy):  # type: ignore[no-untyped-def]
    """A time on duty in which nothing else changes."""
    left = max(0, there - busy)
    bound = min(needed, left)
    m[hours + Hours.TIME] += time
    m[hours + Hours.ON_DUTY] += there * time
    m[hours + Hours.BOUND] += bound * time
    m[hours + Hours.TASKS] += busy * time
    m[hours + Hours.FREE] += (left - bound) * time
    m[hours + Hours.SHORT] += (needed - bound) * time
    if needed > bound:
        m[hours + Hours.TIME_SHORT] += time


@compiled
def _staff_there(m, own):  # type: ignore[no-untyped-def]
    """Staff without those away; as the scenario says where the book says nothing."""
    if m[m[World.CAPACITIES] + m[own + OfTeam.WHAT]]:
        return in_force(m, m[own + OfTeam.WHAT], Capacity.USABLE)
    steps = allocate(m, 1)
    change(m, steps, 0, m[own + OfTeam.STAFF])
    return steps


@compiled
def _busy(m, own, works):  # type: ignore[no-untyped-def]
    """People of a team who are on tasks."""
    index = m[m[own + OfTeam.TEAM] + Team.INDEX]
    first, end = m[works + index], m[works + index + 1]
    spans = begin_spans(m, (end - first) // Work.WIDTH)
    for work in range(first, end, Work.WIDTH):
        add_span(m, spans, m[work + Work.STARTED], m[work + Work.ENDED], m[work + Work.PEOPLE])
    return counted(m, spans)


@compiled
def _overtime(m, own, works):  # type: ignore[no-untyped-def]
    """Working time outside duty, in person-ms."""
    index, duty, time = m[m[own + OfTeam.TEAM] + Team.INDEX], m[own + OfTeam.DUTY], 0
    before, piece = m[own + OfTeam.BEFORE], 0
    for work in range(m[works + index], m[works + index + 1], Work.WIDTH):
        if not m[m[own + OfTeam.PAUSABLE] + m[work + Work.NAME]]:
            started, end = m[work + Work.STARTED], m[work + Work.ENDED]
            piece = piece_from(m, duty, piece, started)
            on_duty_for = -time_until(m, duty, before, piece, started)
            piece = piece_from(m, duty, piece, end)
            on_duty_for += time_until(m, duty, before, piece, end)
            time += m[work + Work.PEOPLE] * (end - started - on_duty_for)
    return time


# --- tasks ----------------------------------------------------------------------------------------------------------------


@compiled
def _tasks_by_team(m):  # type: ignore[no-untyped-def]
    """For each team by number the place of the first row of its `Work`, then the end; those of one team lie together."""
    teams = m[World.TEAM_COUNT]
    firsts = allocate(m, teams + 1)
    begun = _begun(m, firsts)
    words = 0
    for index in range(teams):
        m[firsts + index], words = words, words + m[firsts + index]
    works = allocate_bare(m, words)
    for index in range(teams):
        m[firsts + index] += works
    for n in range(m[begun]):
        _write(m, firsts, begun + 1 + n * Begun.WIDTH)
    for index in range(teams, 0, -1):
        m[firsts + index] = m[firsts + index - 1]
    m[firsts] = works
    return firsts


@compiled
def _begun(m, words):  # type: ignore[no-untyped-def]
    """A list of the tasks that were begun by those whom they need; the words of each team's works are counted."""
    begun = allocate(m, 1)
    task = m[World.TASKS + Table.FIRST]
    while task:
        need = m[task + Task.TEAM]
        if need and m[task + Task.STARTED_AT] != NEVER:
            row = allocate_bare(m, Begun.WIDTH)
            m[row + Begun.NEED], m[row + Begun.STARTED], m[row + Begun.NAME] = need, m[task + Task.STARTED_AT], m[task + Task.NAME]
            m[row + Begun.ENDED] = min(or_else(m[task + Task.ENDED_AT], m[World.HORIZON]), m[World.HORIZON])
            m[begun] += 1
            for n in range(m[need + 1]):
                m[words + m[m[need + 2 + 2 * n] + Team.INDEX]] += Work.WIDTH
        task = m[task]
    return begun


@compiled
def _write(m, ends, row):  # type: ignore[no-untyped-def]
    """Write the work of each team on a task where the works of the team end so far."""
    need = m[row + Begun.NEED]
    for n in range(m[need + 1]):
        end = ends + m[m[need + 2 + 2 * n] + Team.INDEX]
        work = m[end]
        m[work + Work.STARTED], m[work + Work.ENDED] = m[row + Begun.STARTED], m[row + Begun.ENDED]
        m[work + Work.NAME], m[work + Work.PEOPLE] = m[row + Begun.NAME], m[need + 3 + 2 * n]
        m[end] += Work.WIDTH
