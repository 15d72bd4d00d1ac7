"""This project's compiled engine on the scenario file: it draws its own luck, so drawing is in all its times."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from benchmarks.inputs import Inputs
from benchmarks.journeys import CAP, INSIDE, REFUSED, REMOVED, Journeys
from benchmarks.peer import END_TO_END, Peer
from sim.kernel.engine import Engine, Memory
from sim.kernel.entries import is_ready, make_ready, run
from sim.kernel.memory import NEVER
from sim.kernel.rows import Case, World
from sim.kernel.tables import read_rows
from sim.kernel.words import At, Outcome

REASONS = {Outcome.NONE: INSIDE, Outcome.DECLINED: REFUSED, Outcome.REMOVED: REMOVED, Outcome.RELEASED: CAP}


def journeys(cases: Any) -> Journeys:
    """The journeys of rows of cases, in case order, in the common form."""
    cases = cases[np.argsort(cases[:, Case.KEY], kind="stable")]
    reason = np.array([REASONS[Outcome(outcome)] for outcome in cases[:, Case.OUTCOME]], dtype=np.int8)
    at = {instant: cases[:, Case.AT + instant].astype(np.float64) for instant in (At.SCREENING_STARTED, At.PLACED, At.OUTCOME, At.LEFT)}
    for instants in at.values():
        instants[instants == float(NEVER)] = np.nan
    return Journeys(at[At.SCREENING_STARTED], at[At.PLACED], np.where(reason == REFUSED, at[At.OUTCOME], at[At.LEFT]), reason)


class Kernel(Peer):
    """The loop on memories laid out before, one for each replication."""

    name = "hubsim, compiled engine"
    place = 80
    most = 2 * 10**6
    threads = 64

    def __init__(self) -> None:
        self.block: Sequence[Inputs] = []
        self.memories: list[Any] = []

    def can(self, inputs: Inputs) -> bool:
        """Only what a scenario says."""
        return inputs.scenario is not None

    def prepare(self, block: Sequence[Inputs]) -> None:
        """Compile, plan, and lay out memories that are large enough, which a run of each says."""
        if not is_ready():
            began = time.perf_counter()
            make_ready()
            self.compile_seconds = time.perf_counter() - began
        self.block = block
        self.memories = [self.memory(inputs) for inputs in block]

    def memory(self, inputs: Inputs) -> Any:
        """What a replication begins with, in an array of its own."""
        assert inputs.scenario is not None
        memory = Memory()
        engine = Engine(inputs.scenario, memory)
        engine.run(inputs.seed, inputs.replication)
        begun, _ = engine.plan.begun(inputs.seed, inputs.replication)
        return memory.laid(begun, inputs.seed, inputs.replication)

    def run(self, threads: int = 1) -> int:
        """Each thread takes every so-manieth replication."""
        shares = [self.memories[first::threads] for first in range(threads)]
        if threads == 1:
            run_all(shares[0])
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(run_all, shares))
        return sum(inputs.persons for inputs in self.block)

    def journeys(self) -> list[Journeys]:
        """From the rows of cases."""
        return [journeys(read_rows(m, int(World.CASES), Case)) for m in self.memories]


def run_all(memories: Sequence[Any]) -> None:
    """One after the other."""
    for m in memories:
        run(m)


def measure_all(both: Sequence[tuple[Inputs, Engine]]) -> None:
    """Every metric of the registry, one replication after the other."""
    for inputs, engine in both:
        engine.measured(inputs.seed, inputs.replication)


class Measured(Kernel):
    """From a scenario to every metric of the registry."""

    name = "hubsim, compiled engine, all metrics"
    stage = END_TO_END

    def memory(self, inputs: Inputs) -> Any:
        """The engine of the scenario, which has been planned."""
        assert inputs.scenario is not None
        return Engine(inputs.scenario)

    def run(self, threads: int = 1) -> int:
        """Each thread takes every so-manieth replication."""
        both = list(zip(self.block, self.memories, strict=True))
        if threads == 1:
            measure_all(both)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(measure_all, [both[first::threads] for first in range(threads)]))
        return sum(inputs.persons for inputs in self.block)

    def journeys(self) -> list[Journeys]:
        """Only numbers are left."""
        return []


PEERS = [Kernel(), Measured()]
