"""One replication in the compiled engine: plan, memory, loop, record."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.entries import run, summarise
from sim.kernel.plan import Plan, Unsupported, Words, plan
from sim.kernel.rows import World
from sim.kernel.summary.read import Reader
from sim.kernel.tables import KernelRecord
from sim.record import Record
from sim.scenario.remembered import remembered

if TYPE_CHECKING:
    from sim.metrics import Measures, Series
    from sim.scenario.schema import Scenario

FIRST_SIZE = 1 << 16
"""Words of memory with which the first run begins; they double until a run has room."""


class Memory:
    """The memory of runs: each thread has its own, which serves all its runs in turn and begins as large as another's has become."""

    def __init__(self) -> None:
        self._of_thread = threading.local()
        self._size = FIRST_SIZE

    @property
    def words(self) -> Words:
        """That of this thread."""
        if not hasattr(self._of_thread, "words"):
            self._of_thread.words = np.zeros(self._size, dtype=np.int64)
        words: Words = self._of_thread.words
        return words

    @words.setter
    def words(self, words: Words) -> None:
        self._of_thread.words = words
        self._size = max(self._size, len(words))

    def grow(self) -> None:
        """Twice as much, for a run that had no room."""
        self.words = np.zeros(2 * len(self.words), dtype=np.int64)

    def laid(self, begun: Words, seed: int, replication: int) -> Words:
        """The memory with what a run begins with."""
        while len(self.words) < 2 * len(begun):
            self.grow()
        m = self.words
        m[: len(begun)] = begun
        m[int(World.SEED)], m[int(World.REPLICATION)] = seed, replication
        m[int(World.BOTTOM)] = m[int(World.END)] = len(m)
        return m


SHARED = Memory()
"""That of all engines."""


class Engine:
    """Runs replications of one scenario; several threads may call it at once.

    Parameters
    ----------
    scenario : Scenario
        What is assumed; not changed.
    memory : Memory
        Where it runs.
    """

    def __init__(self, scenario: Scenario, memory: Memory = SHARED) -> None:
        self.plan: Plan = plan(scenario)
        self._memory = memory
        self._reader = Reader(self.plan.readings)

    def simulate(self, seed: int, replication: int) -> Record:
        """What happens in one replication."""
        m, streams = self.run(seed, replication)
        return KernelRecord(m, self.plan.names, streams)

    def measured(self, seed: int, replication: int) -> tuple[Measures, Series]:
        """Every metric of one replication, and its days."""
        m, _ = self.summarised(seed, replication)
        return self._reader.measures(m), self._reader.series(m)

    def run(self, seed: int, replication: int) -> tuple[Words, list[str]]:
        """The memory after a replication, until it is used again, and the names of its streams by rank."""
        return self._done(seed, replication, run)

    def summarised(self, seed: int, replication: int) -> tuple[Words, list[str]]:
        """The same, with what the summary reads of it."""
        return self._done(seed, replication, self._run_and_summarise)

    def _run_and_summarise(self, m: Words) -> None:
        run(m)
        summarise(m, self.plan.topics)

    def _done(self, seed: int, replication: int, work: Callable[[Words], None]) -> tuple[Words, list[str]]:
        begun, streams = self.plan.begun(seed, replication)
        while True:
            m = self._memory.laid(begun, seed, replication)
            try:
                work(m)
            except MemoryError:
                self._memory.grow()
            else:
                return m, streams


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
    return _engine(scenario).simulate(seed, replication)


def measured(scenario: Scenario, seed: int, replication: int) -> tuple[Measures, Series]:
    """Every metric of one replication and its days, without tables: the same as `sim.metrics` reads from those.

    Raises
    ------
    Unsupported
        The kernel has no form for something in the scenario.
    """
    return _engine(scenario).measured(seed, replication)


def _engine(scenario: Scenario) -> Engine:
    held = _held(scenario)
    if isinstance(held, Unsupported):
        raise held
    return held


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
