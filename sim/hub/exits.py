"""Leaving: an exit acts at once, wherever the case is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.running import CLOCKS_OF_ONE_KIND, ORDER_OF

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.world import World


class Exits:
    """The one way to an outcome."""

    def __init__(self, world: World) -> None:
        self.world = world

    def leave(self, case: Case, outcome: str, reason: str, home_at: int | None = None) -> None:
        """The case has its outcome and gives up all it holds: steps, queues, reservation, seat, clocks, place."""
        self._decide(case, outcome, reason)
        if home_at is not None:
            case.at["home"] = home_at
        self._move_out(case)

    def leave_housed(self, case: Case, outcome: str, reason: str, stays: int | None) -> None:
        """The case has its outcome but keeps its place for a time (None: to the horizon)."""
        self._decide(case, outcome, reason)
        case.housed = True
        if stays is not None:
            at = self.world.clock.now + stays
            sub = ORDER_OF["moves_out"] * CLOCKS_OF_ONE_KIND
            self.world.clock.alarm(at, Kind.CLOCK_END, case.key, sub, self._move_out, case)

    def _decide(self, case: Case, outcome: str, reason: str) -> None:
        """The outcome; whatever was going on for the case is broken off."""
        world = self.world
        assert not case.outcome, f"{case.name} leaves twice"
        case.outcome, case.reason = outcome, reason
        case.at["outcome"] = world.clock.now
        for task in case.tasks:
            task.owner.break_off(task)
        case.tasks.clear()
        world.removal.leave(case)
        world.relocation.give_up(case)
        world.casework.leave(case)
        world.limits.leave(case)
        if case.process is not None:
            case.process.break_off()

    def _move_out(self, case: Case) -> None:
        """The case is no longer anywhere in the hub."""
        world = self.world
        case.housed = False
        if case.booking is not None:
            world.services.take_off(case, "exit")
        world.notices.leave(case)
        world.transfer.leave(case)
        if world.relocation.on_the_road(case):
            world.relocation.leave(case)
        if case.hub:
            case.site.housing.leave(case)
        if "boarded" in case.at or case.prior or "arrived" in case.at:
            world.agreement.leave(case)
        if "arrived" in case.at:
            case.at["left"] = world.clock.now
            world.timeline.schedule.counted(inside=-case.size, left=case.size)
