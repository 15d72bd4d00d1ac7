"""Teams, and the one list of steps and reviews that wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from sim.hub.clock import Kind
from sim.hub.duty import Duty, ends_after_work
from sim.hub.waiting import Ticket, WaitingList

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.clock import Alarm
    from sim.hub.site import Site
    from sim.hub.world import World
    from sim.scenario.schema import Team

Need = tuple[tuple[str, ...], bool, int]
"""Teams, whether it is a review of the sender's list, and the time when that decides (a step must end within the shift)."""


class Task:
    """One step or review of a case: waits for all its teams at once, takes its time, ends or is broken off."""

    __slots__ = (
        "case",
        "done",
        "due_at",
        "end",
        "ended_at",
        "k",
        "name",
        "outcome",
        "owner",
        "pausable",
        "queued_at",
        "result",
        "started_at",
        "sub",
        "teams",
        "ticket",
        "time",
    )  # fmt: skip

    def __init__(self, case: Case, name: str, teams: tuple[str, ...], time: int, queued_at: int, sub: int, k: int = 0) -> None:
        self.case = case
        self.name = name
        self.k = k
        self.teams = teams
        self.time = time
        self.pausable = False
        self.owner: Teams
        self.sub = sub
        self.queued_at = queued_at
        self.due_at: int | None = None
        self.started_at: int | None = None
        self.ended_at: int | None = None
        self.outcome = "waiting"
        self.result = ""
        self.ticket: Ticket[Task] | None = None
        self.done: simpy.Event | None = None
        self.end: Alarm | None = None


class Teams:
    """All teams of a hub. Free = on duty - busy, those who finish late included; steps sharing a team share one list."""

    def __init__(self, world: World, site: Site) -> None:
        self.world = world
        self.site = site
        self.number = world.TEAMS + site.rank
        self.marked = False
        self.busy = dict.fromkeys(site.terms.teams, 0)
        self._duty: dict[str, Duty] = {}
        self._waiting: WaitingList[Task] = WaitingList(site.strict)
        self._wake: Alarm | None = None

    def begin(self) -> None:
        """Count the staff at the start."""
        self.staff_changed()

    def staff_changed(self) -> None:
        """Something dated may have changed staff or rosters; what has begun keeps its end."""
        for name, team in self.site.terms.teams.items():
            self._duty[name] = Duty(team.on_duty, team.closed, self.world.scenario.start)
            self.world.book.capacity(f"team:{name}", team.staff, team.staff, 0, 0)
        self.world.mark(self)

    def ask(self, task: Task, pausable: bool = False) -> simpy.Event:
        """Wait for the teams of a task; the event comes when the task has ended."""
        task.done = self.world.clock.event()
        task.pausable = pausable
        task.owner = self
        self.world.book.tasks.append(task)
        task.case.tasks.append(task)
        key = (self.world.priority(task.case), task.queued_at, 0, task.case.key, task.sub)
        task.ticket = self._waiting.join(key, self._need(task), task)
        self.world.mark(self)
        return task.done

    def reorder(self) -> None:
        """Priorities have changed: those who wait stand in their new order."""
        self._waiting.reorder(lambda ticket: (self.world.priority(ticket.item.case), *ticket.key[1:]))
        self.world.mark(self)

    def break_off(self, task: Task) -> None:
        """The case has left: give up the place in the list, or free the teams."""
        if task.ticket is not None and task.ticket.waiting:
            task.ticket.withdraw()
            task.outcome = "withdrawn"
        elif task.started_at is not None and task.ended_at is None:
            if task.end is not None:
                task.end.cancel()
            task.outcome = "broken_off"
            self._free(task)

    def allocate(self) -> None:
        """Start every task whose teams are all free, in order."""
        self._waiting.serve(self._fits, self._start)
        self._set_wake()

    def free(self, team: str) -> int:
        """People of a team who could start something now."""
        on_duty = self._spec(team).staff if self._duty[team].is_on(self.world.clock.now) else 0
        return max(0, on_duty - self.busy[team])

    def _spec(self, team: str) -> Team:
        return self.site.terms.teams[team]

    def _need(self, task: Task) -> Need:
        bounded = any(self._spec(team).finish_by_shift_end for team in task.teams) and not task.pausable
        return (task.teams, task.name == "selection", task.time if bounded else 0)

    def _fits(self, task: Task) -> bool:
        if task.name == "selection" and self.world.suspended("selection"):
            return False
        return all(self.free(team) > 0 and self._ends_in_time(team, task) for team in task.teams)

    def _ends_in_time(self, team: str, task: Task) -> bool:
        if not self._spec(team).finish_by_shift_end or task.pausable:
            return True
        now = self.world.clock.now
        return now + task.time <= self._duty[team].end_of_shift(now)

    def _start(self, task: Task) -> None:
        now = self.world.clock.now
        task.started_at = now
        task.outcome = "running"
        for team in task.teams:
            self.busy[team] += 1
        if task.name != "selection" and task.due_at is None and "screened" not in task.case.at:
            task.case.at.setdefault("screening_started", now)
        end = ends_after_work([self._duty[t] for t in task.teams], now, task.time) if task.pausable else now + task.time
        if end is not None:
            task.end = self.world.clock.alarm(end, Kind.STEP_END, task.case.key, task.sub, lambda: self._end(task))

    def _end(self, task: Task) -> None:
        task.outcome = "done"
        self._free(task)
        task.case.tasks.remove(task)
        assert task.done is not None
        task.done.succeed(task)

    def _free(self, task: Task) -> None:
        task.ended_at = self.world.clock.now
        for team in task.teams:
            self.busy[team] -= 1
        self.world.mark(self)

    def _set_wake(self) -> None:
        """Look again when a team that somebody waits for comes on duty."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        instants = [at for need in self._waiting.needs() if (at := self._next_chance(need)) is not None]  # type: ignore[arg-type]
        if instants and min(instants) < self.world.horizon:
            self._wake = self.world.clock.alarm(min(instants), Kind.CHANGE, self.number, 0, lambda: self.world.mark(self))

    def _next_chance(self, need: Need) -> int | None:
        """The next instant after now at which one of the needed teams comes on duty."""
        now = self.world.clock.now
        instants = []
        for team in need[0]:
            duty = self._duty[team]
            on = duty.next_on(duty.end_of_shift(now))
            if on is not None and on > now:
                instants.append(on)
        return min(instants, default=None)
