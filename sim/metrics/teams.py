"""How busy the teams are, on duty and beyond."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.steps import Steps, counted, in_force, together
from sim.metrics.view import Bools, View, or_else, whole
from sim.record import MS_PER_DAY
from sim.scenario.rosters import Roster
from sim.scenario.schema import Hub, Scenario

MS_PER_HOUR = MS_PER_DAY // 24
WEEK = 7 * MS_PER_DAY

METRICS = (
    Metric(
        "team.{team}.use",
        "share of the time on duty in which the team is busy",
        "working time on duty / staff x time on duty, by roster, closed days and staff in force",
        unit="share",
        of="staff",
        kind="share",
    ),
    Metric(
        "team.{team}.overtime",
        "working time outside duty, of steps that cannot pause",
        "sum of time of steps outside duty",
        unit="hours",
        of="staff",
        kind="mean",
        better="lower",
    ),
)


def measure(view: View) -> Readings:
    """Use and overtime of each team."""
    readings: Readings = {}
    for hub in view.scenario.hubs.values():
        for name, team in hub.teams.items():
            duty = on_duty(team.on_duty, tuple(team.closed), view.scenario.start, view.horizon)
            readings |= _team(view, hub, name, duty, staff_in_force(view, name))
    return readings


def _team(view: View, hub: Hub, name: str, duty: Steps, staff: Steps) -> Readings:
    tasks = _tasks_of(view, name)
    started, ended = whole(view.floats("tasks", "started_at")[tasks]), view.floats("tasks", "ended_at")[tasks]
    until = whole(np.minimum(or_else(ended, view.horizon), view.horizon))
    on = duty.integral_to(until) - duty.integral_to(started)
    stops_at_night = np.isin(view.words("tasks", "task")[tasks], [step for step, is_ in hub.screening.items() if is_.pausable])
    over = (until - started - on)[~stops_at_night]
    return {f"team.{name}.use": Ratio(int(on.sum()), _product(duty, staff)), f"team.{name}.overtime": int(over.sum()) / MS_PER_HOUR}


def _tasks_of(view: View, team: str) -> Bools:
    """Tasks that were started and need the team."""
    needed = view.words("tasks", "teams")
    combinations = [teams for teams in set(needed.tolist()) if team in str(teams).split("+")]
    return np.isin(needed, combinations) & ~np.isnan(view.floats("tasks", "started_at"))


def staff_in_force(view: View, name: str) -> Steps:
    """Staff of a team over time."""
    staff = view.capacity(f"team:{name}", "usable")
    first = next(hub.teams[name].staff for hub in view.scenario.hubs.values() if name in hub.teams)
    return staff if staff.peak else in_force(np.array([0]), np.array([first]), view.horizon)


def _product(duty: Steps, staff: Steps) -> int:
    at, (on, many) = together((duty, staff), duty.horizon)
    return int(np.dot(on * many, np.diff(at, append=duty.horizon)))


@lru_cache(maxsize=64)
def on_duty(roster: Roster, closed: tuple[dt.date, ...], start: dt.date, horizon: int) -> Steps:
    """1 while on duty, 0 otherwise; a closed day has no duty from midnight to midnight."""
    monday = -start.weekday() * MS_PER_DAY
    weeks = monday + WEEK * np.arange((horizon - monday) // WEEK + 1, dtype=np.int64)
    begins, ends = (np.add.outer(weeks, [interval[side] for interval in roster.intervals]).ravel() for side in (0, 1))
    duty = counted(begins, ends, np.ones_like(begins), horizon)
    days = np.array([(day - start).days * MS_PER_DAY for day in closed], np.int64)
    shut = counted(days, days + MS_PER_DAY, np.ones_like(days), horizon)
    at, (on, off) = together((duty, shut), horizon)
    return Steps(at, on * (off == 0), horizon)


def team_names(scenario: Scenario) -> list[str]:
    """Names of all teams."""
    return [name for hub in scenario.hubs.values() for name in hub.teams]
