"""Which engine runs a scenario. Both give the same record to the last bit, so nothing above needs to know.

The compiled engine (`sim.kernel`) is some fifty times faster; SimPy (`sim.hub`) is what one reads and extends: rules of one's own in
Python run there, and the few things for which the kernel has no form.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sim.errors import HubsimError
from sim.hub import simulate as simpy

if TYPE_CHECKING:
    from sim.metrics import Measures, Series
    from sim.metrics.pooled import ReadResamples
    from sim.record import Record
    from sim.scenario.schema import Scenario

Engine = Callable[["Scenario", int, int], "Record"]
"""(scenario, seed, replication) -> record."""

AUTO, SIMPY, KERNEL = "auto", "simpy", "kernel"
NAMES = (AUTO, SIMPY, KERNEL)
COMPILING = "Compiling the engine, once on this machine (about a minute) ..."


def kernel(scenario: Scenario, seed: int, replication: int) -> Record:
    """One replication in the compiled engine."""
    from sim.kernel import simulate

    return simulate(scenario, seed, replication)


def automatic(scenario: Scenario, seed: int, replication: int) -> Record:
    """One replication in the compiled engine, or in SimPy where that has no form for something."""
    return simpy(scenario, seed, replication) if without_form(scenario) else kernel(scenario, seed, replication)


BY_NAME: dict[str, Engine] = {AUTO: automatic, SIMPY: simpy, KERNEL: kernel}


def is_own(engine: Engine) -> bool:
    """Whether it is one of these, which all give the same record; others may give anything."""
    return engine in BY_NAME.values()


def measured(scenario: Scenario, seed: int, replication: int) -> tuple[Measures, Series]:
    """Metrics and days of one replication without its tables, where the kernel runs it."""
    from sim.kernel import measured as in_kernel

    return in_kernel(scenario, seed, replication)


def resamples(engine: str) -> ReadResamples | None:
    """How the bootstrap of what an engine of this name has made is done in compiled code; None: by `sim.metrics`, with equal numbers."""
    if engine != KERNEL or not is_ready():
        return None
    from sim.kernel.summary.resampled import read_resamples

    return read_resamples


def without_form(scenario: Scenario) -> str:
    """What the kernel has no form for in a scenario; empty: nothing."""
    from sim.kernel import unsupported

    return unsupported(scenario)


def named(name: str, scenarios: Iterable[Scenario]) -> Engine:
    """The engine of a name.

    Raises
    ------
    HubsimError
        The kernel is asked for and has no form for something.
    """
    if name == KERNEL:
        for scenario in scenarios:
            why = without_form(scenario)
            if why:
                raise HubsimError(f"{scenario.name}: the compiled engine has no form for {why}. Leave out --engine, or say --engine simpy.")
    return BY_NAME[name]


def name_of(engine: Engine, scenario: Scenario) -> str:
    """The engine that runs a scenario, for what says how a result was made."""
    if engine is simpy or not is_own(engine):
        return SIMPY
    return SIMPY if engine is automatic and without_form(scenario) else KERNEL


def told(engine: Engine, scenarios: Iterable[Scenario]) -> list[str]:
    """What is worth saying before a run: which scenarios SimPy runs and why, and that the other engine is to be compiled first."""
    if engine is simpy:
        return []
    slow = {scenario.name: without_form(scenario) for scenario in scenarios}
    said = [f"{name} runs in SimPy: the compiled engine has no form for {why}." for name, why in slow.items() if why]
    return said if (slow and all(slow.values())) or is_ready() else [*said, COMPILING]


def is_ready() -> bool:
    """Whether the kernel is compiled."""
    from sim.kernel import entries

    return entries.is_ready()


def make_ready() -> None:
    """Compile the kernel, if it is not compiled: before workers would each do so."""
    from sim.kernel import entries

    entries.make_ready()


if __name__ == "__main__":
    if not is_ready():
        sys.stderr.write(f"hubsim: {COMPILING[0].lower()}{COMPILING[1:]}\n")
    make_ready()
