"""Screening: steps in order, each a new request for all its teams at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.formulas import added
from sim.hub.classes import REFERRED
from sim.hub.policies import step_result
from sim.hub.teams import Task

if TYPE_CHECKING:
    from sim.hub.case import Case, Story
    from sim.hub.world import World
    from sim.scenario.schema import Step


class Screening:
    """What everybody goes through on arrival."""

    def __init__(self, world: World) -> None:
        self.world = world

    def screen(self, case: Case) -> Story:
        """All steps of the case's class that it has not been through in another hub; True when admitted, False when to be sent back."""
        site = case.site
        for name in site.terms.screening:
            step = site.terms.screening[name]
            if name in case.steps_done or (step.for_ and case.class_ not in step.for_):
                continue
            time = case.luck.length(f"screening.{name}.time", step.time)
            task = Task(case, name, step.team, time, self.world.clock.now, self.world.STEP)
            yield site.teams.ask(task, step.pausable)
            case.steps_done |= {name}
            task.result = self._result(case, name, site.terms.screening[name])
            if task.result == "sent_back":
                site.housing.give_up_reservation(case)
                self.world.limits.send_back(case, "screening")
                return False
        if "screened" not in case.at:
            self.world.casework.reached(case, "screened")
        self.world.removal.reconsider(case)
        return True

    def _result(self, case: Case, name: str, step: Step) -> str:
        if name in self.world.policies.screening:
            return step_result(self.world, case, name)
        if case.luck.happens(f"screening.{name}.sent_back", step.sent_back):
            return "sent_back"
        if step.referred:
            others = [*step.referred, case.class_]
            shares = [*step.referred.values(), max(0.0, 1.0 - added(step.referred.values()))]
            chosen = case.luck.one_of(f"screening.{name}.referred", others, shares)
            if chosen != case.class_:
                self.world.classes.make(case, REFERRED, chosen)
                return "referred"
        return "admitted"
