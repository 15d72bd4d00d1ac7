"""How much the teams are in use, on duty and beyond."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.steps import Steps, counted, in_force, together
from sim.metrics.view import Bools, Ints, View, or_else, whole
from sim.record import MS_PER_DAY
from sim.scenario.rosters import Roster
from sim.scenario.schema import Hub, Scenario

MS_PER_HOUR = MS_PER_DAY // 24
WEEK = 7 * MS_PER_DAY

METRICS = (
    Metric(
        "team.{team}.use",
        "share of the time on duty in which the team is in use: on tasks, or bound by minimum and ratio",
        "(working time on duty + time bound by minimum and ratio) / staff there x time on duty, by roster, closed days, holidays, absence",
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
    Metric(
        "staffing.{staffed}.on_duty",
        "working time of those who were there",
        "staff there (absent people left out) x time on duty",
        unit="hours",
        of="staff",
        kind="mean",
    ),
    Metric(
        "staffing.{staffed}.bound",
        "time on duty in which people were bound by the minimum or the ratio, and could do nothing else",
        "sum over time on duty of the smaller of (people needed by minimum and ratio; staff there - busy)",
        unit="hours",
        of="staff",
        kind="mean",
    ),
    Metric(
        "staffing.{staffed}.tasks",
        "time on duty spent on tasks",
        "sum over time on duty of people busy",
        unit="hours",
        of="staff",
        kind="mean",
    ),
    Metric(
        "staffing.{staffed}.free",
        "time on duty in which people were neither bound nor busy",
        "sum over time on duty of staff there - busy - bound, where above 0",
        unit="hours",
        of="staff",
        kind="mean",
    ),
    Metric(
        "staffing.{staffed}.short",
        "person-hours by which the team was below its minimum or ratio",
        "sum over time on duty of people needed by minimum and ratio - (staff there - busy), where above 0",
        unit="person-hours",
        of="staff",
        kind="mean",
        better="lower",
    ),
    Metric(
        "staffing.{staffed}.short_share",
        "share of the time on duty in which the team was below its minimum or ratio",
        "time on duty while short / time on duty",
        unit="share",
        of="time",
        kind="share",
        better="lower",
    ),
    Metric(
        "staffing.{staffed}.needed",
        "people on duty in every shift that minimum, ratio and work ask for",
        "most needed by minimum and ratio at any time on duty + average of those busy on duty",
        unit="people",
        of="staff",
        kind="mean",
    ),
)


def measure(view: View) -> Readings:
    """How much each team is in use; of those of whom some are bound, away or still to come, where their hours go."""
    readings: Readings = {}
    staffed = staffed_names(view.scenario)
    for hub in view.scenario.hubs.values():
        for name, team in hub.teams.items():
            duty = on_duty(team.on_duty, tuple(team.closed), view.scenario.start, view.horizon, hub.holidays, team.on_holidays)
            hours = _hours(view, name, duty)
            readings[f"team.{name}.use"] = Ratio(hours.tasks + hours.bound, hours.on_duty)
            readings[f"team.{name}.overtime"] = _overtime(view, hub, name, duty) / MS_PER_HOUR
            if name in staffed:
                readings |= _staffing(name, hours)
    return readings


@dataclass(frozen=True)
class Hours:
    """Where the time of a team on duty goes, in person-ms; time in ms."""

    time: int
    most_bound: int
    on_duty: int
    bound: int
    tasks: int
    free: int
    short: int
    time_short: int


def _hours(view: View, name: str, duty: Steps) -> Hours:
    parts = (duty, staff_there(view, name), view.capacity(f"team:{name}", "reserve"), _busy(view, name))
    at, (on, there, needed, busy) = together(parts, view.horizon)
    time = np.diff(at, append=view.horizon) * on
    left = np.maximum(0, there - busy)
    bound = np.minimum(needed, left)
    sums = (there, bound, busy, left - bound, needed - bound, needed > bound)
    return Hours(int(time.sum()), int((needed * on).max(initial=0)), *(int(np.dot(part, time)) for part in sums))


def _staffing(name: str, hours: Hours) -> Readings:
    start = f"staffing.{name}"
    each = {word: getattr(hours, word) / MS_PER_HOUR for word in ("on_duty", "bound", "tasks", "free", "short")}
    readings: Readings = {f"{start}.{word}": value for word, value in each.items()}
    readings[f"{start}.short_share"] = Ratio(hours.time_short, hours.time)
    readings[f"{start}.needed"] = hours.most_bound + hours.tasks / hours.time if hours.time else float("nan")
    return readings


def _busy(view: View, name: str) -> Steps:
    """People of a team who are on tasks."""
    tasks = _tasks_of(view, name)
    started, until = _span(view, tasks)
    needs = [teams.split("+").count(name) for teams in view.words("tasks", "teams")[tasks].tolist()]
    return counted(started, until, np.array(needs, np.int64), view.horizon)


def _overtime(view: View, hub: Hub, name: str, duty: Steps) -> int:
    """Working time outside duty, in person-ms."""
    pausable = ["documents", *(step for step, is_ in hub.screening.items() if is_.pausable)]
    tasks = _tasks_of(view, name) & ~np.isin(view.words("tasks", "task"), pausable)
    started, until = _span(view, tasks)
    over = until - started - (duty.integral_to(until) - duty.integral_to(started))
    return int(sum(teams.split("+").count(name) * ms for teams, ms in zip(view.words("tasks", "teams")[tasks], over.tolist(), strict=True)))


def _span(view: View, tasks: Bools) -> tuple[Ints, Ints]:
    """When tasks began and ended, or the horizon."""
    started, ended = whole(view.floats("tasks", "started_at")[tasks]), view.floats("tasks", "ended_at")[tasks]
    return started, whole(np.minimum(or_else(ended, view.horizon), view.horizon))


def _tasks_of(view: View, team: str) -> Bools:
    """Tasks that were started and need the team."""
    needed = view.words("tasks", "teams")
    combinations = [teams for teams in set(needed.tolist()) if team in str(teams).split("+")]
    return np.isin(needed, combinations) & ~np.isnan(view.floats("tasks", "started_at"))


def staff_in_force(view: View, name: str) -> Steps:
    """Staff of a team over time, those away included."""
    return _staff(view, name, "nominal")


def staff_there(view: View, name: str) -> Steps:
    """The same without those away."""
    return _staff(view, name, "usable")


def _staff(view: View, name: str, column: str) -> Steps:
    staff = view.capacity(f"team:{name}", column)
    said = (view.words("capacity", "what") == f"team:{name}").any()
    first = next(hub.teams[name].staff for hub in view.scenario.hubs.values() if name in hub.teams)
    return staff if said else in_force(np.array([0]), np.array([first]), view.horizon)


@lru_cache(maxsize=64)
def on_duty(
    roster: Roster,
    closed: tuple[dt.date, ...],
    start: dt.date,
    horizon: int,
    holidays: tuple[dt.date, ...] = (),
    on_holidays: Roster | None = None,
) -> Steps:
    """1 while on duty, 0 otherwise; a closed day has no duty from midnight to midnight, a holiday that of its own roster."""
    else_ = _shifts(on_holidays, start, horizon)
    parts = (_shifts(roster, start, horizon), else_, _days(holidays, start, horizon), _days(closed, start, horizon))
    at, (usual, other, holiday, shut) = together(parts, horizon)
    return Steps(at, np.where(holiday > 0, other, usual) * (shut == 0), horizon)


def _shifts(roster: Roster | None, start: dt.date, horizon: int) -> Steps:
    """1 during the shifts of a roster."""
    intervals = () if roster is None else roster.intervals
    monday = -start.weekday() * MS_PER_DAY
    weeks = monday + WEEK * np.arange((horizon - monday) // WEEK + 1, dtype=np.int64)
    begins, ends = (np.add.outer(weeks, np.array([one[side] for one in intervals], np.int64)).ravel() for side in (0, 1))
    return counted(begins, ends, np.ones_like(begins), horizon)


def _days(dates: tuple[dt.date, ...], start: dt.date, horizon: int) -> Steps:
    """1 on some days, from midnight to midnight."""
    days = np.array([(day - start).days * MS_PER_DAY for day in dates], np.int64)
    return counted(days, days + MS_PER_DAY, np.ones_like(days), horizon)


def team_names(scenario: Scenario) -> list[str]:
    """Names of all teams."""
    return [name for hub in scenario.hubs.values() for name in hub.teams]


def staffed_names(scenario: Scenario) -> list[str]:
    """Names of the teams of whom some are bound, away or still to come: by the scenario, or by a dated change."""
    keys = ("minimum", "per", "absent")
    sets = [key.split(".") for act in scenario.timeline.values() for key in act.set]
    later = {path[3] for path in sets if len(path) > 4 and path[2] == "teams" and path[4] in keys}
    teams = {name: team for hub in scenario.hubs.values() for name, team in hub.teams.items()}
    return [name for name, team in teams.items() if name in later or team.recruited or any(getattr(team, key) for key in keys)]
