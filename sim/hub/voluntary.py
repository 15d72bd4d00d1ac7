"""Voluntary return: deciding to go is one instant, leaving another. A choice in custody is not a free one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.hub.running import INSIDE
from sim.scenario.schema import Voluntary

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.casework import Casework
    from sim.hub.world import World


class Agreeing:
    """Cases that agree to return, by a curve of the share who have agreed by an age."""

    def __init__(self, world: World, casework: Casework) -> None:
        self.world = world
        self.casework = casework

    def start(self, case: Case, name: str, spec: Voluntary, elapsed: int) -> None:
        """The clock of the decision, at an age."""
        age = float(elapsed)
        left = left_to_decide(case, name, spec, age)
        self.casework.run(case, name, "voluntary", left, lambda: self._agree(case), age)

    def ask_again(self, case: Case) -> None:
        """After a refused claim, one who had agreed before it is asked again: the curve still holds."""
        for name, spec in self.casework.clocks(case).items():
            fired = isinstance(spec, Voluntary) and name not in case.clocks and spec.from_ in case.at
            if isinstance(spec, Voluntary) and fired and not case.agreed and self.casework.applies(spec, case):
                counted = case.prior if spec.from_ in INSIDE else 0
                self.start(case, name, spec, self.world.clock.now - case.at[spec.from_] + counted)

    def _agree(self, case: Case) -> None:
        """A pending claim is withdrawn, a booking by force given up."""
        case.agreed = True
        self.casework.claims.withdraw(case)
        self.casework.reached(case, "agreed")
        self.casework.retime(case)
        self.world.removal.reconsider(case)


def left_to_decide(case: Case, name: str, spec: Voluntary, age: float) -> float | None:
    """Clock time until curve(age) first reaches the case's own u; None if it never does under this curve.

    Of those inside at the start it is known that they had not agreed by then.
    """
    u = case.luck.uniform(f"clocks.{name}.after")
    if case.prior and spec.from_ in INSIDE:
        known = _curve(spec, float(case.prior))
        u = known + u * (1.0 - known)
    if u < spec.at_once:
        return 0.0
    if u >= spec.ceiling:
        return None
    needed = -spec.half_time * math.log(1.0 - (u - spec.at_once) / (spec.ceiling - spec.at_once)) / math.log(2.0)
    return max(0.0, needed - age)


def _curve(spec: Voluntary, age: float) -> float:
    """Share of people who have decided to return by an age."""
    return spec.at_once + (spec.ceiling - spec.at_once) * (1.0 - math.exp(-math.log(2.0) * age / spec.half_time))
