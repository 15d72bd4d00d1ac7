"""Plain SimPy: the yardstick, alone and from draws to numbers; the draws and numbers serve other peers too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks import plain_simpy
from benchmarks.inputs import Inputs
from benchmarks.journeys import Journeys, from_instants
from benchmarks.peer import END_TO_END, OneByOne, Peer


class PlainSimPy(OneByOne):
    """`plain_simpy.py` on given inputs."""

    name = "plain SimPy"
    place = 0

    def simulate(self, form: Any) -> Any:
        """One replication."""
        return plain_simpy.simulate(form)

    def journeys_of(self, told: Any) -> Journeys:
        """From lists."""
        return from_instants(*told)


class ToNumbers(Peer):
    """Another peer from a seed to numbers: drawn by one numpy Generator, summed up by numpy."""

    stage = END_TO_END

    def __init__(self, inner: OneByOne) -> None:
        self.inner = inner
        self.name, self.place, self.most = f"{inner.name}, numpy", inner.place, inner.most

    def missing(self) -> str:
        """As the inner one."""
        return self.inner.missing()

    def prepare(self, block: Sequence[Inputs]) -> None:
        """The hub and a seed."""
        self.block = [(inputs.hub, (inputs.seed, inputs.replication)) for inputs in block]

    def run(self, threads: int = 1) -> int:
        """Draw, simulate, sum up."""
        return sum(self._one(hub, seed) for hub, seed in self.block)

    def _one(self, hub: Any, seed: tuple[int, int]) -> int:
        drawn = plain_simpy.draw(np.random.default_rng(seed), hub)
        told = self.inner.simulate(self.inner.form(drawn))
        plain_simpy.numbers(drawn, told)
        return len(drawn.arrival)


PEERS = [PlainSimPy(), ToNumbers(PlainSimPy())]
