"""A peer: somebody who simulates the benchmark hub, and how it is asked to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from benchmarks.inputs import Inputs
from benchmarks.journeys import Journeys

SIMULATION, END_TO_END = 1, 2
"""The stages: from what befalls each person to the journeys; from a seed to the numbers of the hub."""


class Peer(ABC):
    """One row of the table."""

    name: str
    stage: int = SIMULATION
    place: int = 50
    """Place in the table."""
    exact: bool = True
    """Whether its journeys must be the same as everybody's, to the last bit."""
    most: int = 2 * 10**5
    """Persons of the largest single replication that it is asked for."""
    threads: int = 1
    """How many threads it can use."""
    compile_seconds: float | None = None
    """What its last compilation took, where it compiles."""

    def missing(self) -> str:
        """Why it cannot be asked; empty if it can."""
        return ""

    def can(self, inputs: Inputs) -> bool:
        """Whether it can tell this story at all."""
        return True

    @abstractmethod
    def prepare(self, block: Sequence[Inputs]) -> None:
        """Take what will be simulated, and compile what must be; not timed. Before every run; with nothing, it forgets."""

    @abstractmethod
    def run(self, threads: int = 1) -> int:
        """Simulate the block; timed. Persons of whom it tells."""

    def journeys(self) -> list[Journeys]:
        """Of each replication of the last run; empty at the stage of numbers."""
        return []

    def bytes_of_journeys(self) -> float | None:
        """Bytes that the journeys of the last run take, a person; None if it keeps none."""
        told = self.journeys()
        return sum(one.bytes for one in told) / sum(len(one.reason) for one in told) if told else None


class OneByOne(Peer):
    """A peer that simulates one replication after the other."""

    def __init__(self) -> None:
        self.ready: list[Any] = []
        self.told: list[Any] = []

    def prepare(self, block: Sequence[Inputs]) -> None:
        """Each in the form that it likes best."""
        self.told = []
        self.ready = [self.form(inputs) for inputs in block]
        self.persons = sum(inputs.persons for inputs in block)

    def run(self, threads: int = 1) -> int:
        """One after the other."""
        self.told = [self.simulate(form) for form in self.ready]
        return self.persons

    def journeys(self) -> list[Journeys]:
        """In the common form."""
        return [self.journeys_of(told) for told in self.told]

    def form(self, inputs: Inputs) -> Any:
        """The inputs in the form that it likes best; not timed."""
        return inputs

    @abstractmethod
    def simulate(self, form: Any) -> Any:
        """One replication."""

    @abstractmethod
    def journeys_of(self, told: Any) -> Journeys:
        """What it told, in the common form; not timed."""
