"""Would a fault be seen? One thing at a time is changed in a stage of either engine, and both must still give the same record.

    python -m tests.parity.mutants --mutants 200 --seed 1

A mutant changes a comparison, constant, sign, condition or word between conditions, or leaves out a statement. It never lies in a file:
the changed text is compiled in a process of its own, in place of that of one module, with the compiler of the kernel off. It runs what
some tests of the hub tell, a scenario at hand for some months, and small generated ones, as far as they enter the function changed; the
first record that differs from that of the hub as it is, an error, or no end, catches it. Survivors are printed, to be explained.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import pickle
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NO_STAGE = {"__init__", "compiled", "engine", "linking", "policies", "rows", "words"}
"""Files that hold no story: names, layout, the compiler."""
WHOLE, FLOAT = struct.Struct("<q"), struct.Struct("<d")
CPU_SECONDS = 20
MEMORY = 3 << 30
LIBRARY = ("regression",)
HORIZON = {"horizon": "120 d"}
STORIES = ("one_instant", "acts", "limits", "removals", "several_hubs", "notices", "places")
EVERY = 2
"""Of what the stories tell, one in so many."""
DRAWN, CASES = 60, 60
"""How many scenarios are generated, and of how many cases those have that are kept."""
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
SIGNED: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult}


@dataclass(frozen=True)
class Mutant:
    """One change: the file, which of its places, and how it reads."""

    file: str
    place: int
    line: int
    function: tuple[str, int]
    change: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change}"


# --- changes ------------------------------------------------------------------------------------------------------------------


def changed(node: ast.AST) -> ast.AST | None:
    """The node with one thing changed; None where there is nothing to change."""
    other: Any = copy.deepcopy(node)
    match other:
        case ast.Compare() if type(other.ops[0]) in COMPARED:
            other.ops[0] = COMPARED[type(other.ops[0])]()
        case ast.BinOp() if type(other.op) in SIGNED:
            other.op = SIGNED[type(other.op)]()
        case ast.AugAssign() if type(other.op) in SIGNED:
            other.op = SIGNED[type(other.op)]()
        case ast.BoolOp():
            other.op = ast.Or() if isinstance(other.op, ast.And) else ast.And()
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            return other.operand
        case ast.Constant(value=bool()):
            other.value = not other.value
        case ast.Constant(value=int() | float()):
            other.value += 1
        case ast.If() | ast.IfExp() | ast.While():
            other.test = ast.UnaryOp(ast.Not(), other.test)
        case ast.Expr(value=ast.Call()) | ast.Assign():
            return ast.Pass()
        case _:
            return None
    return other


def places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Any, tuple[str, int]]]:
    """Every node inside a function that can be changed: its parent, the field, the index in it, and the outermost function."""
    for top in tree.body:
        for function in top.body if isinstance(top, ast.ClassDef) else [top]:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("__repr"):
                yield from _inside(function, (function.name, min([function.lineno, *(d.lineno for d in function.decorator_list)])))


def _inside(node: ast.AST, function: tuple[str, int]) -> Iterator[tuple[ast.AST, str, Any, tuple[str, int]]]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "slice") and not isinstance(node, ast.Subscript):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                if changed(child) is not None:
                    yield node, field, index, function
                yield from _inside(child, function)


def mutants(folder: Path) -> list[Mutant]:
    """All there are."""
    found = []
    for path in sorted(p for engine in ("hub", "kernel") for p in (folder / "sim" / engine).glob("*.py") if p.stem not in NO_STAGE):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for place, (parent, field, index, function) in enumerate(places(tree)):
            node: Any = getattr(parent, field) if index is None else getattr(parent, field)[index]
            other: Any = changed(node)
            change = f"`{_line(node)}` becomes `{_line(other)}`"
            found.append(Mutant(str(path.relative_to(folder)), place, node.lineno, function, change))
    return found


def _line(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).partition("\n")[0]


def text_of(mutant: Mutant, source: str) -> ast.Module:
    """The module with the change in it."""
    tree = ast.parse(source)
    for place, (parent, field, index, _) in enumerate(places(tree)):
        if place == mutant.place:
            old: Any = getattr(parent, field) if index is None else getattr(parent, field)[index]
            new = ast.copy_location(changed(old), old)  # type: ignore[type-var]
            if index is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[index] = new
            break
    return ast.fix_missing_locations(tree)


# --- what they run ------------------------------------------------------------------------------------------------------------


def scenarios() -> list[tuple[str, Any, int]]:
    """Name, scenario and seed: what tests of the hub tell, the library for some months, and some that are generated."""
    from sim.scenario.load import load

    kept = [(name, load(ROOT / f"scenarios/{name}.yaml", settings=HORIZON), 1) for name in LIBRARY]
    return [*_stories(), *kept, *_drawn()]


def _stories() -> list[tuple[str, Any, int]]:
    import pytest

    from sim import hub
    from tests.hub import stories

    told: list[tuple[str, Any, int]] = []

    def listened(scenario: Any, seed: int, replication: int) -> Any:
        told.append((f"story {len(told)}", scenario, seed))
        return hub.simulate(scenario, seed, replication)

    stories.simulate, stories.difference = listened, lambda one, other: ""  # type: ignore[assignment]
    stories.kernel = type("NoKernel", (), {"simulate": staticmethod(lambda *_: None)})  # type: ignore[assignment]
    files = [str(ROOT / f"tests/hub/test_{name}.py") for name in STORIES]
    pytest.main(["-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib", *files])
    return told[::EVERY]


def _drawn() -> list[tuple[str, Any, int]]:
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from sim import hub
    from tests.parity.hunt import SEEDS
    from tests.properties.generated import read, scenario_texts

    drawn: list[tuple[str, Any, int]] = []

    @seed(5)
    @settings(max_examples=DRAWN, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(text=scenario_texts(), number=SEEDS)
    def each(text: str, number: int) -> None:
        scenario = read(text)
        if len(hub.simulate(scenario, number, 0).journeys) <= CASES:
            drawn.append((f"drawn {len(drawn)}", scenario, number))

    each()
    return drawn


def prepare(out: Path) -> None:
    """The scenarios with their records, what each costs an engine, and the functions that it enters there."""
    from sim import hub, kernel
    from sim.kernel.plan import Unsupported

    read_fast()
    ready: dict[str, list[Any]] = {"hub": [], "kernel": []}
    for name, scenario, seed in scenarios():
        record = None
        for engine, simulate in (("hub", hub.simulate), ("kernel", kernel.simulate)):
            began = time.process_time()
            try:
                entered, told = _entered(simulate, scenario, seed)
            except Unsupported:
                continue
            record = told if record is None else record
            ready[engine].append((time.process_time() - began, name, scenario, seed, record, entered))
    for rows in ready.values():
        rows.sort(key=lambda row: row[:2])
    with out.open("wb") as file:
        pickle.dump(ready, file)


def _entered(simulate: Any, scenario: Any, seed: int) -> tuple[set[tuple[str, str, int]], Any]:
    """Functions of the engines that are entered (file, name and line), and the tables."""
    codes: set[Any] = set()

    def entered(frame: Any, event: str, _: object) -> None:
        codes.add(frame.f_code)

    sys.settrace(entered)
    try:
        told = simulate(scenario, seed, 0).tables()
    finally:
        sys.settrace(None)
    inside = str(ROOT / "sim")
    return {
        (str(Path(code.co_filename).relative_to(ROOT)), code.co_name, code.co_firstlineno)
        for code in codes
        if code.co_filename.startswith(inside)
    }, told


# --- memory that plain Python reads fast --------------------------------------------------------------------------------------


class Words(list[int]):
    """The memory as a list: of whole numbers, and of floats by their bits."""

    def view(self, _: object) -> Floats:
        """The same words, read as floats."""
        return Floats(self)


class Floats:
    """What is seen through the bits."""

    __slots__ = ("words",)

    def __init__(self, words: Words) -> None:
        self.words = words

    def __getitem__(self, at: int) -> float:
        return float(FLOAT.unpack(WHOLE.pack(self.words[at]))[0])

    def __setitem__(self, at: int, value: float) -> None:
        self.words[at] = WHOLE.unpack(FLOAT.pack(value))[0]


def read_fast() -> None:
    """Let the kernel run on such a list: several times as fast as on an array, one word at a time."""
    import numpy as np

    from sim.kernel import engine

    laid, record = engine.Engine._laid, engine.KernelRecord
    numbers = {"zeros": lambda words, dtype: Words([0] * words), "int64": np.int64}
    engine.np = SimpleNamespace(**numbers)  # type: ignore[attr-defined]
    engine.Engine._laid = lambda self, begun: laid(self, begun.tolist())  # type: ignore[method-assign]
    engine.KernelRecord = lambda m, *names: record(np.array(m, dtype=np.int64), *names)  # type: ignore[misc,assignment]


# --- one mutant, in a process of its own --------------------------------------------------------------------------------------


class InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a changed tree."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.module = mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(self, name: str, path: object, target: object = None) -> Any:
        return importlib.util.spec_from_file_location(name, ROOT / self.mutant.file, loader=self) if name == self.module else None

    def create_module(self, spec: object) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        path = ROOT / self.mutant.file
        exec(compile(text_of(self.mutant, path.read_text(encoding="utf-8")), str(path), "exec"), vars(module))


def survives(mutant: Mutant, ready: dict[str, list[Any]]) -> str:
    """How it is caught; empty where nothing is seen."""
    from sim.record import COLUMNS

    assert not {"sim.hub", "sim.kernel"} & set(sys.modules), "an engine is loaded already"
    sys.meta_path.insert(0, InPlace(mutant))
    engine = mutant.file.split("/")[1]
    try:
        simulate = importlib.import_module(f"sim.{engine}").simulate
        if engine == "kernel":
            read_fast()
        for _, name, scenario, seed, expected, entered in ready[engine]:
            if (mutant.file, *mutant.function) in entered:
                found = simulate(scenario, seed, 0).tables()
                if any(not _same(found[table], expected[table]) for table in COLUMNS):
                    return f"different: {name}"
    except Exception as error:
        return f"error: {type(error).__name__}"
    return ""


def _same(one: Any, other: Any) -> bool:
    return bool(one.equals(other))


def in_a_process(mutant: Mutant, ready: dict[str, list[Any]]) -> str:
    """The same, within limits."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.write(writes, (survives(mutant, ready) or "survives").encode())
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told or "endless"


def main() -> int:
    """Print what caught each mutant, the counts, and the survivors; 1 below 95 of a hundred."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mutants", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.prepare:
        prepare(given.prepare)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "ready"
        subprocess.run([sys.executable, "-m", __spec__.name, "--prepare", str(kept)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        with kept.open("rb") as file:
            ready = pickle.load(file)
    print({engine: f"{len(rows)} scenarios, {sum(row[0] for row in rows):.0f} s" for engine, rows in ready.items()}, flush=True)
    return _try(random.Random(given.seed).sample(mutants(ROOT), given.mutants), ready)


def _try(chosen: list[Mutant], ready: dict[str, list[Any]]) -> int:
    counts: Counter[tuple[str, str]] = Counter()
    survivors = []
    for mutant in chosen:
        told = in_a_process(mutant, ready)
        counts[mutant.file.split("/")[1], told.partition(":")[0]] += 1
        print(f"{told:<28} {mutant}", flush=True)
        survivors += [mutant] * (told == "survives")
    print(*(f"{engine} {told}: {n}" for (engine, told), n in sorted(counts.items())), sep="\n")
    print(f"{len(survivors)} of {len(chosen)} survive:", *survivors, sep="\n")
    return int(20 * len(survivors) > len(chosen))


if __name__ == "__main__":
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    sys.exit(main())
