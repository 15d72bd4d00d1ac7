"""Teams, and the one list of steps and reviews that wait for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.hub.clock import DAY, Event, Kind
from sim.hub.crew import Crew
from sim.hub.duty import ends_after_work
from sim.hub.waiting import Ticket, WaitingList

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.clock import Alarm
    from sim.hub.site import Site
    from sim.hub.world import World

Need = tuple[tuple[str, ...], bool, int]
"""Teams, each as often as so many of it are needed; whether it is a review of the sender's list; and the time when that decides (a step
must end within the shift)."""


NOT_SCREENING = ("selection", "documents")
"""Tasks without a due date that are no steps of screening."""


class Task:
    """One step or review of a case, or work on its documents: waits for all its teams at once, takes its time, ends or is broken off."""

    __slots__ = (
        "case",
        "crews",
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
        self.crews: tuple[tuple[Crew, int], ...] = ()
        self.sub = sub
        self.queued_at = queued_at
        self.due_at: int | None = None
        self.started_at: int | None = None
        self.ended_at: int | None = None
        self.outcome = "waiting"
        self.result = ""
        self.ticket: Ticket[Task] | None = None
        self.done: Event | None = None
        self.end: Alarm | None = None


class Teams:
    """All teams of a hub. Free = on duty - bound - busy, those who finish late included; steps sharing a team share one list."""

    def __init__(self, world: World, site: Site) -> None:
        self.world = world
        self.site = site
        self.number = world.TEAMS + site.rank
        self.marked = False
        self.crews = {name: Crew(world, site, name) for name in site.terms.teams}
        self._needed: dict[tuple[str, ...], tuple[tuple[Crew, int], ...]] = {}
        self.binding: list[Crew] = []
        """Teams of which people are bound whatever there is to do."""
        self._waiting: WaitingList[Task] = WaitingList(site.strict)
        self._wake: Alarm | None = None
        self._morning: Alarm | None = None

    def begin(self) -> None:
        """Count the staff at the start, and again whenever somebody new can work."""
        for at in sorted({at for crew in self.crews.values() for at in crew.joins_at if 0 < at < self.world.horizon}):
            self.world.clock.alarm(at, Kind.CHANGE, self.world.STAFF + self.site.rank, 0, self._recount)
        self.staff_changed()

    def staff_changed(self) -> None:
        """Something dated may have changed staff or rosters; what has begun keeps its end."""
        for crew in self.crews.values():
            crew.recount()
        self.binding = [crew for crew in self.crews.values() if crew.manned]
        self._await_morning()
        self.world.mark(self)

    def people_changed(self) -> None:
        """People have come, gone or moved, or places have opened: more or fewer of the staff may be bound."""
        if self.binding:
            self.world.mark(self)

    def may_take(self, people: int) -> bool:
        """Whether the staff of today is enough, where that limits the intake, for so many people more than are inside or on their way."""
        limits = [crew for crew in self.binding if crew.terms.limits_intake]
        if not limits:
            return True
        there = people + self.site.housing.people_in(()) + self.site.housing.reception.expected
        return all(crew.needed(there, True) <= crew.there for crew in limits)

    def _recount(self) -> None:
        """Staff has changed of itself: those at the sender may have room."""
        self.staff_changed()
        self.site.housing.changed()

    def _await_morning(self) -> None:
        """Who is away is drawn for each day."""
        if self._morning is None and any(crew.terms.absent for crew in self.crews.values()):
            at = (self.world.clock.now // DAY + 1) * DAY
            if at < self.world.horizon:
                self._morning = self.world.clock.alarm(at, Kind.CHANGE, self.world.STAFF + self.site.rank, 1, self._good_morning)

    def _good_morning(self) -> None:
        self._morning = None
        self._recount()

    def ask(self, task: Task, pausable: bool = False) -> Event:
        """Wait for the teams of a task; the event comes when the task has ended."""
        task.done = Event()
        task.pausable = pausable
        task.owner = self
        task.crews = self._crews_of(task.teams)
        self.world.book.tasks.append(task)
        task.case.tasks.append(task)
        key = (self.world.priority(task.case), task.queued_at, 0, task.case.key, task.sub, task.k)
        task.ticket = self._waiting.join(key, self._need(task), task)
        self.world.mark(self)
        return task.done

    def reorder(self) -> None:
        """Priorities have changed: those who wait stand in their new order."""
        self._waiting.reorder(lambda ticket: (self.world.priority(ticket.item.case), *ticket.key[1:]))
        self.world.mark(self)

    def break_off(self, task: Task) -> None:
        """The case has left: give up the place in the list, or free the teams."""
        if task.ticket is not None:
            task.ticket.withdraw()
            task.ticket = None
            task.outcome = "withdrawn"
        elif task.started_at is not None and task.ended_at is None:
            if task.end is not None:
                task.end.cancel()
            task.outcome = "broken_off"
            self._free(task)

    def awaited(self) -> bool:
        """Whether anybody waits, or it is to be seen how many are bound."""
        return bool(self._waiting.groups or self.binding)

    def allocate(self) -> None:
        """Start every task whose teams are all free, in order."""
        for crew in self.binding:
            crew.bind()
        self._waiting.serve(self._offer, self._start)
        if self._waiting.groups or self._wake is not None:
            self._set_wake()

    def _crews_of(self, teams: tuple[str, ...]) -> tuple[tuple[Crew, int], ...]:
        """Teams of a task, and how many of each."""
        if teams not in self._needed:
            self._needed[teams] = tuple((self.crews[team], n) for team, n in Counter(teams).items())
        return self._needed[teams]

    def _need(self, task: Task) -> Need:
        bounded = 0
        for crew, _ in task.crews:
            if crew.terms.finish_by_shift_end and not task.pausable:
                bounded = task.time
        return (task.teams, task.name == "selection", bounded)

    def _fits(self, task: Task) -> bool:
        if task.name == "selection" and self.world.suspended("selection"):
            return False
        return all(crew.free >= n and self._ends_in_time(crew, task) for crew, n in task.crews)

    def _ends_in_time(self, crew: Crew, task: Task) -> bool:
        if not crew.terms.finish_by_shift_end or task.pausable:
            return True
        now = self.world.clock.now
        return now + task.time <= crew.duty.end_of_shift(now)

    def _offer(self, task: Task) -> Task | None:
        return task if self._fits(task) else None

    def _start(self, task: Task, _offered: Task) -> None:
        now = self.world.clock.now
        task.ticket = None
        task.started_at = now
        task.outcome = "running"
        for crew, n in task.crews:
            crew.busy += n
        if task.name not in NOT_SCREENING and task.due_at is None and "screened" not in task.case.at:
            task.case.at.setdefault("screening_started", now)
        end = ends_after_work([crew.duty for crew, _ in task.crews], now, task.time) if task.pausable else now + task.time
        if end is not None:
            task.end = self.world.clock.alarm(end, Kind.STEP_END, task.case.key, task.sub, self._end, task)

    def _end(self, task: Task) -> None:
        task.outcome = "done"
        self._free(task)
        task.case.tasks.remove(task)
        done, task.done = task.done, None
        assert done is not None
        done.happen(task)

    def _free(self, task: Task) -> None:
        task.ended_at = self.world.clock.now
        task.end = None
        for crew, n in task.crews:
            crew.busy -= n
        self.world.mark(self)

    def _set_wake(self) -> None:
        """Look again when a team that somebody waits for comes on duty."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        if not self._waiting.groups:
            return
        instants = [at for need in self._waiting.needs() if (at := self._next_chance(need)) is not None]  # type: ignore[arg-type]
        if instants and min(instants) < self.world.horizon:
            self._wake = self.world.clock.alarm(min(instants), Kind.CHANGE, self.number, 0, self.world.mark, self)

    def _next_chance(self, need: Need) -> int | None:
        """The next instant after now at which one of the needed teams comes on duty."""
        now = self.world.clock.now
        instants = []
        for team in dict.fromkeys(need[0]):
            duty = self.crews[team].duty
            on = duty.next_on(duty.end_of_shift(now))
            if on is not None and on > now:
                instants.append(on)
        return min(instants, default=None)
