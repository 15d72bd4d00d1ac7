"""Reviews of the stay, due at fixed ages; late when nobody is free to hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.running import DOCUMENTS
from sim.hub.teams import Task
from sim.scenario.schema import Review

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.casework import Casework
    from sim.hub.world import World


class Reviews:
    """Review k of a case is due at its k-th age, numbered by schedule whatever happened to the others."""

    def __init__(self, world: World, casework: Casework) -> None:
        self.world = world
        self.casework = casework

    def start(self, case: Case, name: str, spec: Review, elapsed: int) -> None:
        """Wait for the first review that is not past."""
        k = 1
        while (due := due_at_age(spec, k)) is not None and due < elapsed:
            k += 1
        self._await(case, name, k, float(elapsed))

    def _await(self, case: Case, name: str, k: int, age: float) -> None:
        due = due_at_age(self._spec(case, name), k)
        if due is not None:
            self.casework.run(case, name, "review", max(0.0, due - age), lambda: self._due(case, name, k), age)

    def _due(self, case: Case, name: str, k: int) -> None:
        spec, now = self._spec(case, name), self.world.clock.now
        task = self._task(case, name, k, now)
        if spec.late_by is not None and spec.late_then == "release":
            self.world.limits.watch_review(case, task, spec.late_by)
        self._await(case, name, k + 1, float(due_at_age(spec, k) or 0))
        self._hold(task)

    def _task(self, case: Case, name: str, k: int, due: int) -> Task:
        spec = self._spec(case, name)
        time = 0 if spec.time is None else case.luck.length(f"clocks.{name}.time", spec.time, k)
        task = Task(case, name, spec.team, time, self.world.clock.now, self.world.REVIEW + self.casework.rank(case, name), k)
        task.due_at = due
        return task

    def put_off(self, case: Case) -> list[tuple[str, int, int]]:
        """The case leaves the hub: steps and reviews (not work on documents) are broken off. Reviews (name, k, due) to be held there."""
        waiting = [(task.name, task.k, task.due_at) for task in case.tasks if task.due_at is not None]
        here = [task for task in case.tasks if task.name != DOCUMENTS]
        for task in here:
            task.owner.break_off(task)
            case.tasks.remove(task)
        return waiting

    def take_up(self, case: Case, reviews: list[tuple[str, int, int]]) -> None:
        """Hold the reviews that were put off, as far as this hub has such."""
        for name, k, due in reviews:
            if name in self.casework.clocks(case):
                self._hold(self._task(case, name, k, due))

    def _hold(self, task: Task) -> None:
        task.case.site.teams.ask(task).callbacks.append(lambda _: self._held(task))

    def _held(self, task: Task) -> None:
        case, spec = task.case, self._spec(task.case, task.name)
        if not case.luck.happens(f"clocks.{task.name}.chance", spec.chance, task.k):
            task.result = "kept"
            return
        task.result = spec.then
        if spec.then == "release":
            self.world.limits.order_release(case, "court")
        else:
            self.world.limits.send_back(case, "court")

    def _spec(self, case: Case, name: str) -> Review:
        spec = self.casework.spec(case, name)
        assert isinstance(spec, Review)
        return spec


def due_at_age(spec: Review, k: int) -> int | None:
    """Age at which review k (1 first) is due; None when there is none."""
    if k <= len(spec.at):
        return spec.at[k - 1]
    if spec.every is None:
        return None
    last = spec.at[-1] if spec.at else 0
    return last + (k - len(spec.at)) * spec.every
