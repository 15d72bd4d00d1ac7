"""One replication in the compiled engine: plan, memory, loop, record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import types

from sim.kernel.compiled import config
from sim.kernel.loop import run
from sim.kernel.plan import Plan, Unsupported, Words, plan
from sim.kernel.rows import World
from sim.kernel.tables import KernelRecord, rows_of
from sim.record import Record
from sim.scenario.remembered import remembered

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

FIRST_SIZE = 1 << 16
"""Words of memory with which the first run begins; they double until a run has room."""


class Engine:
    """Runs replications of one scenario in one memory.

    Parameters
    ----------
    scenario : Scenario
        What is assumed; not changed.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.plan: Plan = plan(scenario)
        self._memory: Words = np.zeros(FIRST_SIZE, dtype=np.int64)

    def simulate(self, seed: int, replication: int) -> Record:
        """What happens in one replication."""
        m, streams = self.run(seed, replication)
        return KernelRecord(m, self.plan.names, streams)

    def run(self, seed: int, replication: int) -> tuple[Words, list[str]]:
        """The memory after a replication, until the next, and the names of its streams by rank."""
        begun, streams = self.plan.memory(seed, replication)
        while True:
            m = self._laid(begun)
            try:
                run(m)
            except MemoryError:
                self._memory = np.zeros(2 * len(self._memory), dtype=np.int64)
            else:
                return m, streams

    def _laid(self, begun: Words) -> Words:
        """The memory with what the run begins with."""
        while len(self._memory) < 2 * len(begun):
            self._memory = np.zeros(2 * len(self._memory), dtype=np.int64)
        m = self._memory
        m[: len(begun)] = begun
        m[int(World.BOTTOM)] = m[int(World.END)] = len(m)
        return m


def simulate(scenario: Scenario, seed: int, replication: int) -> Record:
    """What happens in one replication.

    Parameters
    ----------
    scenario : Scenario
        What is assumed; not changed.
    seed, replication : int
        0 to 2^32 - 1; the same pair always gives the same record, and the same as `sim.hub.simulate`.

    Returns
    -------
    Record
        The tables; instants in whole milliseconds since the start.

    Raises
    ------
    Unsupported
        The kernel has no form for something in the scenario.
    """
    held = _held(scenario)
    if isinstance(held, Unsupported):
        raise held
    return held.simulate(seed, replication)


@remembered
def _held(scenario: Scenario) -> Engine | Unsupported:
    """The engine of a scenario, or why there is none."""
    try:
        return Engine(scenario)
    except Unsupported as error:
        return error


def unsupported(scenario: Scenario) -> str:
    """What the kernel has no form for; empty where it can run the scenario."""
    held = _held(scenario)
    return str(held) if isinstance(held, Unsupported) else ""


def compile_all() -> None:
    """Compile what Python calls, or find it compiled on disk."""
    if not config.DISABLE_JIT:
        memory = types.Array(types.int64, 1, "C")
        run.compile((memory,))
        rows_of.compile((memory, types.int64, types.int64))
