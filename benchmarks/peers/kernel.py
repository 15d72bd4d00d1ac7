"""This project's compiled kernel on the scenario file: it draws its own luck, so drawing is in all its times."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from benchmarks.inputs import Inputs
from benchmarks.journeys import Journeys
from benchmarks.peer import END_TO_END, OneByOne
from benchmarks.peers.engine import journeys
from sim.kernel.compiled import is_compiled
from sim.kernel.engine import Engine, compile_all, simulate, unsupported
from sim.kernel.loop import run
from sim.kernel.rows import Table, World
from sim.kernel.tables import KernelRecord
from sim.metrics import measure

WORDS = 320
"""Words of memory a person with which the first try begins."""


class Form:
    """A replication laid into a memory of its own."""

    def __init__(self, inputs: Inputs, engine: Engine) -> None:
        self.engine = engine
        self.begun, self.streams = engine.plan.memory(inputs.seed, inputs.replication)
        self.persons = inputs.persons
        self.memory = np.ones(2 * len(self.begun) + WORDS * inputs.persons + (1 << 12), dtype=np.int64)
        self.lay()

    def lay(self) -> None:
        """What the run begins with."""
        self.memory[: len(self.begun)] = self.begun
        self.memory[World.BOTTOM] = self.memory[World.END] = len(self.memory)

    def simulate(self) -> None:
        """From the plan to the memory that holds the record; with more of it where it has no room."""
        while True:
            try:
                return run(self.memory)  # type: ignore[no-any-return]
            except MemoryError:
                self.memory = np.ones(2 * len(self.memory), dtype=np.int64)
                self.lay()


class Kernel(OneByOne):
    """From a plan to the memory that holds the record."""

    name = "hubsim, kernel"
    place = 15
    most = 2 * 10**6
    threads = 64

    def can(self, inputs: Inputs) -> bool:
        """Only what a scenario says, and what the kernel has a form for."""
        return inputs.scenario is not None and not unsupported(inputs.scenario)

    def prepare(self, block: Sequence[Inputs]) -> None:
        """Plans and memories; compiled code is kept on disk."""
        if block and not is_compiled(run):
            began = time.perf_counter()
            compile_all()
            self.compile_seconds = time.perf_counter() - began
        super().prepare(block)

    def form(self, inputs: Inputs) -> Form:
        """A memory with what the run begins with."""
        assert inputs.scenario is not None
        return Form(inputs, Engine(inputs.scenario))

    def run(self, threads: int = 1) -> int:
        """One after the other; each thread has its share of them."""
        if threads == 1:
            return super().run()
        with ThreadPoolExecutor(threads) as pool:
            self.told = list(pool.map(self.simulate, self.ready))
        return self.persons

    def simulate(self, form: Form) -> Form:
        """One replication."""
        form.simulate()
        return form

    def journeys_of(self, told: Form) -> Journeys:
        """From the table."""
        return journeys(KernelRecord(told.memory, told.engine.plan.names, told.streams).journeys)

    def bytes_of_journeys(self) -> float:
        """Of the memory that the run has filled, everything else that is recorded included."""
        filled = sum(int(told.memory[World.TOP]) - len(told.begun) for told in self.told)
        return 8.0 * filled / sum(int(told.memory[World.CASES + Table.COUNT]) for told in self.told)


class Measured(OneByOne):
    """From a scenario to every metric of the registry."""

    name = "hubsim, kernel, all metrics"
    stage = END_TO_END
    place = 15

    def can(self, inputs: Inputs) -> bool:
        """What the kernel can."""
        return inputs.scenario is not None and not unsupported(inputs.scenario)

    def prepare(self, block: Sequence[Inputs]) -> None:
        """With the compiled code at hand."""
        if block:
            compile_all()
        super().prepare(block)

    def simulate(self, form: Inputs) -> Any:
        """One replication."""
        assert form.scenario is not None
        return measure(simulate(form.scenario, form.seed, form.replication), form.scenario)

    def journeys(self) -> list[Journeys]:
        """Only numbers are left."""
        return []

    def journeys_of(self, told: Any) -> Journeys:
        """Not asked for."""
        raise NotImplementedError


PEERS = [Kernel(), Measured()]
