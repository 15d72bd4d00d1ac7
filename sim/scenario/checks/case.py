"""What a check sees: the scenario, and where each of its values stands."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import Fault
from sim.scenario.schema import Scenario
from sim.scenario.tree import Branch


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario that the schema has accepted, with the tree it came from."""

    scenario: Scenario
    tree: Branch

    def fault(self, path: str, what: str, to_do: str) -> Fault:
        """A fault at a dotted name (of keys without dots)."""
        return self.tree.place_of(tuple(path.split("."))).fault(what, to_do)
