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
from sim.kernel.compiled import is_compiled
from sim.kernel.engine import Engine, compile_all, run
from sim.kernel.memory import NEVER
from sim.kernel.rows import Case, World
from sim.kernel.tables import rows_of
from sim.kernel.words import At, Outcome
from sim.metrics import measure
from sim.scenario.schema import Scenario

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
    """The loop on memories laid out before; each thread has one of its own."""

    name = "hubsim, compiled engine"
    place = 80
    most = 2 * 10**6
    threads = 64

    def __init__(self) -> None:
        self.block: Sequence[Inputs] = []
        self.engines: dict[tuple[int, int], Engine] = {}
        self.told: dict[int, Any] = {}

    def can(self, inputs: Inputs) -> bool:
        """Only what a scenario says."""
        return inputs.scenario is not None

    def prepare(self, block: Sequence[Inputs]) -> None:
        """Compile, plan, and find out how much memory a run needs."""
        if not is_compiled(run):
            began = time.perf_counter()
            compile_all()
            self.compile_seconds = time.perf_counter() - began
        self.block, self.told, self.engines = block, {}, {}

    def run(self, threads: int = 1) -> int:
        """Each thread takes every so-manieth replication."""
        shares = [range(first, len(self.block), threads) for first in range(threads)]
        if threads == 1:
            self._all(0, shares[0])
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(self._all, range(threads), shares))
        return sum(inputs.persons for inputs in self.block)

    def _engine(self, thread: int, scenario: Scenario) -> Engine:
        """Of a thread and a scenario; the block holds scenarios, so that their ids stay theirs."""
        if (thread, id(scenario)) not in self.engines:
            self.engines[thread, id(scenario)] = Engine(scenario)
        return self.engines[thread, id(scenario)]

    def _all(self, thread: int, share: range) -> None:
        for n in share:
            scenario = self.block[n].scenario
            assert scenario is not None
            m, _ = self._engine(thread, scenario).run(self.block[n].seed, self.block[n].replication)
            self.told[n] = rows_of(m, int(World.CASES), int(Case.WIDTH))

    def journeys(self) -> list[Journeys]:
        """From the rows of cases."""
        return [journeys(self.told[n]) for n in sorted(self.told)]


class Measured(Kernel):
    """From a scenario to every metric of the registry."""

    name = "hubsim, compiled engine, all metrics"
    stage = END_TO_END
    threads = 1

    def _all(self, thread: int, share: range) -> None:
        for n in share:
            scenario = self.block[n].scenario
            assert scenario is not None
            measure(self._engine(thread, scenario).simulate(self.block[n].seed, self.block[n].replication), scenario)

    def journeys(self) -> list[Journeys]:
        """Only numbers are left."""
        return []


PEERS = [Kernel(), Measured()]
