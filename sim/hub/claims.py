"""Claims: to protection, or appeals. A pending claim may keep a case from leaving and make clocks stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.scenario.schema import Claim

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.casework import Casework
    from sim.hub.clock import Alarm
    from sim.hub.world import World


class Claims:
    """Lodging, pending, decided."""

    def __init__(self, world: World, casework: Casework) -> None:
        self.world = world
        self.casework = casework

    def lodge(self, case: Case, name: str) -> None:
        """A claim takes the case off queue and manifest, stops the clocks it lists and ends an agreement to return.

        One that is pending and lodged again is decided when it would have been.
        """
        if name not in case.claims:
            case.claims[name] = self._will_be_decided(case, name)
        case.agreed = False
        self.world.classes.make(case, name, self._spec(case, name).becomes)
        for undone in ("claim_decided", "agreed"):
            case.at.pop(undone, None)
        self.casework.reached(case, "claim_lodged")
        self.casework.retime(case)
        self.world.removal.reconsider(case)

    def withdraw(self, case: Case) -> None:
        """The case gives up its pending claims, and is what it was before them."""
        for name in self._pending(case):
            self.world.classes.end(case, name)
            self._close(case, name)

    def leave(self, case: Case) -> None:
        """The case has left: nothing is decided any more."""
        for name in self._pending(case):
            self._cancel(case, name)

    def suspend_removal(self, case: Case) -> bool:
        """Whether a pending claim keeps the case from leaving."""
        return any(self._spec(case, name).suspends == "removal" for name in case.claims)

    def stop(self, case: Case, clock: str) -> bool:
        """Whether a pending claim makes a clock stand still."""
        return any(clock in self._spec(case, name).stops for name in case.claims)

    def _will_be_decided(self, case: Case, name: str) -> Alarm:
        takes = case.luck.latent(f"clocks.{name}.decided", self._spec(case, name).decided)
        clock = self.world.clock
        at = self.world.horizon if takes is None else clock.now + takes
        return clock.alarm(at, Kind.STEP_END, case.key, self.world.DECISION, self._decide, case, name)

    def _decide(self, case: Case, name: str) -> None:
        if case.luck.happens(f"clocks.{name}.granted", self._spec(case, name).granted):
            self._close(case, name)
            self.world.exits.leave(case, "protected", "court")
            return
        self.world.classes.make(case, f"{name}.refused", self._spec(case, name).refused_becomes)
        self.world.classes.end(case, name)
        self._close(case, name)
        self.casework.agreeing.ask_again(case)
        self.world.removal.reconsider(case)

    def _close(self, case: Case, name: str) -> None:
        self._cancel(case, name)
        self.casework.reached(case, "claim_decided")
        self.casework.retime(case)
        self.world.limits.may_go(case)

    def _cancel(self, case: Case, name: str) -> None:
        case.claims.pop(name).cancel()

    def _pending(self, case: Case) -> list[str]:
        return list(case.claims)

    def _spec(self, case: Case, name: str) -> Claim:
        spec = self.casework.spec(case, name)
        assert isinstance(spec, Claim)
        return spec
