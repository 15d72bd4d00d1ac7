"""Classes: a case may become one of another class, for as long as something lasts or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.world import World

LISTED, REFERRED = ".listed", ".referred"
"""What makes a class for good; the others are clocks, and `CLOCK.refused`."""


class Classes:
    """What made each case what it is: the latest that still holds decides."""

    def __init__(self, world: World) -> None:
        self.world = world

    def make(self, case: Case, cause: str, class_: str | None) -> None:
        """From now on something makes the case one of a class (None: it makes nothing)."""
        if class_ is not None:
            self._take(case, [*self._without(case, cause), (cause, class_)])

    def end(self, case: Case, cause: str) -> None:
        """It does so no longer: the case is what the latest of the others made it."""
        self._take(case, self._without(case, cause))

    def _without(self, case: Case, cause: str) -> list[tuple[str, str]]:
        return [one for one in case.made_by if one[0] != cause]

    def _take(self, case: Case, made_by: list[tuple[str, str]]) -> None:
        case.made_by = made_by
        class_ = made_by[-1][1]
        if class_ == case.class_:
            return
        world, before = self.world, self.world.priority(case)
        case.class_ = class_
        if case.hub:
            case.site.housing.class_changed(case)
        world.relocation.class_changed(case)
        if world.priority(case) != before:
            world.priorities_changed()
