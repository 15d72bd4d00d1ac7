"""Would a fault be seen? One thing at a time is changed in a stage of either engine, and both must still give the same record.

    python -m tests.parity.mutants --mutants 200 --seed 1

A mutant (`tests.parity.changes`) never lies in a file: the changed text is compiled in a process of its own, in place of one module, with
the compiler of the kernel off. It runs the scenarios at hand that reach the statement changed, cheap ones first; the first record that
differs from that of the hub as it is, an error, or no end, catches it. Survivors are printed. One that no scenario can tell is explained in
`equivalents.yaml`; it is tried for a short time all the same, so that no explanation stays that is wrong.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import importlib.abc
import importlib.util
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.parity import changes
from tests.parity.changes import REACHED, ROOT, Mutant
from tests.parity.plainly import read_fast

CPU_SECONDS = 120
"""How long a mutant is tried."""
CPU_SECONDS_EXCUSED = 4
ENDLESS = 10
"""Times the cost of a scenario, and as many seconds as can pass anyway: then it has no end."""
NOT_REACHED = "survives, not reached"
LONGEST = 0.5
"""Seconds that a scenario may take."""
TABLES = "sim/kernel/tables.py"
MEMORY = 3 << 30
BEFOREHAND = ("simpy", "sim.metrics", "sim.laws", "sim.given")
"""What every mutant imports and none changes."""


@dataclass(frozen=True)
class Run:
    """A scenario: what it costs an engine, the tables and digest that are expected, and the statements of each file that it reaches."""

    cost: float
    name: str
    scenario: Any
    seed: int
    expected: Any
    digest: int | None
    reached: dict[str, bytes] = field(repr=False)

    def reaches(self, mutant: Mutant) -> bool:
        """Whether what is changed is reached."""
        return self.reached[mutant.file][mutant.statement] == 1


Ready = dict[str, list[Run]]
"""By engine, cheap ones first."""


# --- modules that are not what lies in their files ------------------------------------------------------------------------------


class InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads stages of the engines from a tree that is not that of their file."""

    def __init__(self, files: list[str], put: Callable[[str, ast.Module, Any], ast.Module]) -> None:
        self.files = {file.removesuffix(".py").replace("/", "."): file for file in files}
        self.put = put

    def find_spec(self, name: str, path: object, target: object = None) -> Any:
        return importlib.util.spec_from_file_location(name, ROOT / self.files[name], loader=self) if name in self.files else None

    def create_module(self, spec: object) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        file = self.files[module.__name__]
        tree = self.put(file, ast.parse((ROOT / file).read_text(encoding="utf-8")), module)
        exec(compile(tree, str(ROOT / file), "exec"), vars(module))


def replaced(files: list[str], put: Callable[[str, ast.Module, Any], ast.Module]) -> None:
    """From now on these files are loaded as `put` makes them."""
    assert not {"sim.hub", "sim.kernel"} & set(sys.modules), "an engine is loaded already"
    sys.meta_path.insert(0, InPlace(files, put))


# --- what is expected, and what reaches what ------------------------------------------------------------------------------------


def prepare(out: Path) -> None:
    """Run every scenario in both engines with probes in them, and keep what a mutant needs."""
    probes: dict[str, bytearray] = {}

    def put(file: str, tree: ast.Module, module: Any) -> ast.Module:
        probes[file] = vars(module)[REACHED] = bytearray(len(changes.statements(tree)))
        return changes.with_probes(tree)

    files = [str(path.relative_to(ROOT)) for path in changes.stages()]
    replaced(files, put)
    for file in files:
        importlib.import_module(file.removesuffix(".py").replace("/", "."))
    from sim import hub, kernel
    from sim.kernel.plan import Unsupported
    from tests.parity.at_hand import scenarios

    always = {file: bytes(marks) for file, marks in probes.items()}
    at_hand = scenarios()
    read_fast()
    ready: Ready = {"hub": [], "kernel": []}
    for name, scenario, seed in at_hand:
        expected = None
        for engine, simulate in (("hub", hub.simulate), ("kernel", kernel.simulate)):
            for file, marks in probes.items():
                marks[:] = always[file]
            began = time.process_time()
            try:
                record = simulate(scenario, seed, 0)
                told = record.tables()
            except Unsupported:
                continue
            cost = time.process_time() - began
            expected = told if expected is None else expected
            of_engine = {file: bytes(marks) for file, marks in probes.items() if file.startswith(f"sim/{engine}/")}
            if cost < LONGEST:
                ready[engine].append(Run(cost, name, scenario, seed, expected, getattr(record, "digest", None), of_engine))
    for runs in ready.values():
        runs.sort(key=lambda run: run.cost)
    with out.open("wb") as file_out:
        pickle.dump(ready, file_out)


# --- one mutant, in a process of its own --------------------------------------------------------------------------------------


def survives(mutant: Mutant, ready: Ready, seconds: float) -> str:
    """How it is caught; empty where nothing is seen."""
    gc.disable()
    replaced([mutant.file], lambda file, tree, module: changes.with_change(tree, mutant.place))
    engine = mutant.file.split("/")[1]
    try:
        simulate = importlib.import_module(f"sim.{engine}").simulate
        if engine == "kernel":
            read_fast()
        for run in ready[engine]:
            if run.reaches(mutant) and time.process_time() + run.cost < seconds:
                signal.setitimer(signal.ITIMER_VIRTUAL, 2 + ENDLESS * run.cost)
                if differs(run, simulate(run.scenario, run.seed, 0), mutant):
                    return f"different: {run.name}"
    except Exception as error:
        return f"error: {type(error).__name__}"
    return "" if any(run.reaches(mutant) for run in ready[engine]) else NOT_REACHED


def differs(run: Run, record: Any, mutant: Mutant) -> bool:
    """Whether the tables are not those expected: of the same memory they are the same, unless the change is in how they are made."""
    if mutant.file != TABLES and run.digest is not None and record.digest == run.digest:
        return False
    tables = record.tables()
    return not all(tables[name].equals(table) for name, table in run.expected.items())


def in_a_process(mutant: Mutant, ready: Ready, seconds: float) -> str:
    """The same, within limits."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 10, int(seconds) + 10))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.write(writes, (survives(mutant, ready, seconds) or "survives").encode())
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told or "endless"


# --- many ---------------------------------------------------------------------------------------------------------------------


def main() -> int:
    """Print what caught each mutant, the counts, and the survivors; 1 if one is not explained, or an explanation is wrong or stale."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mutants", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", nargs="+", default=[""], help="only those that read like one of these, all of them")
    options.add_argument("--ready", type=Path, help="a file in which what is expected is kept for the next time, or was")
    options.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.prepare:
        prepare(given.prepare)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        ready = _ready(given.ready or Path(folder) / "ready")
    for engine, runs in ready.items():
        print(f"{engine}: {len(runs)} scenarios, {sum(run.cost for run in runs):.0f} s", flush=True)
    everything = changes.mutants()
    chosen = [mutant for mutant in everything if any(part in str(mutant) for part in given.only)]
    if given.only == [""]:
        chosen = changes.sample(chosen, given.mutants, given.seed)
    stale = changes.stale(everything)
    for name in stale:
        print(f"explained and no mutant any more: {', '.join(name)}")
    return max(_try(chosen, ready), int(bool(stale)))


def _ready(kept: Path) -> Ready:
    if not kept.exists():
        subprocess.run([sys.executable, "-m", __spec__.name, "--prepare", str(kept)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    for name in BEFOREHAND:
        importlib.import_module(name)
    with kept.open("rb") as file:
        ready: Ready = pickle.load(file)
    gc.freeze()
    return ready


def _try(chosen: list[Mutant], ready: Ready) -> int:
    excused = changes.equivalents()
    counts: Counter[tuple[str, str]] = Counter()
    explained, wrong, open_ones = [], [], []
    for mutant in chosen:
        why = excused.get(mutant.name)
        told = in_a_process(mutant, ready, CPU_SECONDS_EXCUSED if why else CPU_SECONDS)
        if told in ("survives", NOT_REACHED):
            told = "equivalent" if why else told
            (explained if why else open_ones).append(mutant)
        elif why:
            wrong.append(mutant)
        counts[mutant.file.split("/")[1], told.partition(":")[0]] += 1
        print(f"{told:<28} {mutant}", flush=True)
    print(*(f"{engine} {told}: {n}" for (engine, told), n in sorted(counts.items())), sep="\n")
    caught = len(chosen) - len(explained) - len(open_ones)
    print(f"{caught} of {len(chosen)} caught, {len(explained)} that nobody can see, {len(open_ones)} not explained:", *open_ones, sep="\n")
    print(f"{len(wrong)} explained and caught all the same:", *wrong, sep="\n")
    return int(bool(wrong or open_ones))


if __name__ == "__main__":
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    sys.exit(main())
