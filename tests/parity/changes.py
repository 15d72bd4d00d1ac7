"""Mutants: a stage of either engine with one thing changed, and why nobody can see some of them.

A mutant changes a comparison, constant, sign, condition or word between conditions, or leaves out a statement; what is asserted for the
reader stays. It is named by its file, its function and how the change reads, so that it keeps its name when lines move; by these names
`equivalents.yaml` says what no scenario tells.
"""

from __future__ import annotations

import ast
import copy
import functools
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENTS = Path(__file__).parent / "equivalents.yaml"
NO_STAGE = {
    "__init__", "compiled", "compiling", "engine", "entries", "lanes", "linking", "machine_code", "pointers", "policies", "rows", "words",
    "words_of_memory",
}  # fmt: skip
"""Files that hold no story: names, layout, the compiler."""
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
SIGNED: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult}
REACHED = "_reached_"
"""What a module with probes calls the bytes in which it marks its statements."""


@dataclass(frozen=True)
class Mutant:
    """One change: the file, which of its places, the statement it lies in, and how it reads."""

    file: str
    place: int
    statement: int
    line: int
    function: str
    change: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}: {self.change}"

    @property
    def name(self) -> tuple[str, str, str]:
        """The name under which it can be excused."""
        return self.file, self.function, self.change


@dataclass(frozen=True)
class Place:
    """A node that can be changed: its parent, the field and the index in it; its statement; the outermost function."""

    parent: ast.AST
    field: str
    index: int | None
    statement: ast.stmt
    function: str

    @property
    def node(self) -> Any:
        value = getattr(self.parent, self.field)
        return value if self.index is None else value[self.index]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def changed(node: ast.AST) -> ast.AST | None:
    """The node with one thing changed; None where there is nothing to change."""
    other: Any = copy.copy(node)
    match other:
        case ast.Compare() if type(other.ops[0]) in COMPARED:
            other.ops = [COMPARED[type(other.ops[0])](), *other.ops[1:]]
        case ast.BinOp() if type(other.op) in SIGNED and not _is_nought(other.right):
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


def _is_nought(node: ast.AST) -> bool:
    """Whether it is 0, or the name of a word that is: to add it or to take it away is the same."""
    match node:
        case ast.Constant():
            return node.value == 0
        case ast.Attribute(value=ast.Name()):
            return f"{node.value.id}.{node.attr}" in _noughts()
    return False


@functools.cache
def _noughts() -> set[str]:
    """Words of the kernel that are 0: said so, or the first of their row."""
    found = set()
    paths = [path for folder in ("kernel", "kernel/rows") for path in (ROOT / "sim" / folder).glob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    for words in [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef) and node.bases]:
        members = [member for member in words.body if isinstance(member, ast.Assign)]
        is_row = ast.unparse(words.bases[0]) == "Row"
        for n, member in enumerate(members):
            if ast.unparse(member.value) == "0" or (is_row and n == 0 and ast.unparse(member.value) == "auto()"):
                found.add(f"{words.name}.{ast.unparse(member.targets[0])}")
    return found


def places(tree: ast.Module) -> Iterator[Place]:
    """Every node inside a function that can be changed."""
    for top in tree.body:
        for function in top.body if isinstance(top, ast.ClassDef) else [top]:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("__repr"):
                yield from _inside(function, function, f"{top.name}.{function.name}" if isinstance(top, ast.ClassDef) else function.name)


def _inside(node: ast.AST, statement: ast.stmt, function: str) -> Iterator[Place]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "slice") and not isinstance(node, ast.Subscript):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.Assert):
                within = child if isinstance(child, ast.stmt) else statement
                if changed(child) is not None:
                    yield Place(node, field, index, within, function)
                yield from _inside(child, within, function)


def stages() -> list[Path]:
    """The files of both engines that tell what happens."""
    return sorted(path for engine in ("hub", "kernel") for path in (ROOT / "sim" / engine).glob("*.py") if path.stem not in NO_STAGE)


def mutants() -> list[Mutant]:
    """All there are."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in stages()}
    return [mutant for path, tree in trees.items() for mutant in _of_file(str(path.relative_to(ROOT)), tree)]


def sample(among: list[Mutant], number: int, seed: int) -> list[Mutant]:
    """So many of them, by their names alone: a line that is edited takes out its own mutants, and redraws no others."""
    return sorted(among, key=lambda mutant: _lot(mutant, seed))[:number]


def _lot(mutant: Mutant, seed: int) -> bytes:
    return hashlib.sha256("\n".join((str(seed), *mutant.name)).encode()).digest()


def _of_file(file: str, tree: ast.Module) -> Iterator[Mutant]:
    """Those of a file; what reads alike in one function is counted."""
    number = {id(statement): n for n, statement in enumerate(statements(tree))}
    alike: Counter[tuple[str, str]] = Counter()
    for n, place in enumerate(places(tree)):
        change = f"`{_line(place.node)}` becomes `{_line(changed(place.node))}`"
        if not isinstance(place.node, ast.stmt):
            change += f" in `{_line(place.statement)}`"
        alike[place.function, change] += 1
        if (times := alike[place.function, change]) > 1:
            change += f" ({times})"
        yield Mutant(file, n, number[id(place.statement)], place.node.lineno, place.function, change)


def _line(node: ast.AST | None) -> str:
    """How a node reads; of what has a body its first line."""
    alone: Any = copy.copy(node)
    if isinstance(node, ast.stmt) and hasattr(node, "body"):
        alone.body, alone.orelse = [ast.Pass()], []
    return ast.unparse(ast.fix_missing_locations(alone)).partition("\n")[0]


def statements(tree: ast.Module) -> list[ast.stmt]:
    """All of a file, in an order that is always the same."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def with_change(tree: ast.Module, place: int) -> ast.Module:
    """The module with the change in it."""
    found = next(one for n, one in enumerate(places(tree)) if n == place)
    old = found.node
    found.put(ast.copy_location(changed(old), old))  # type: ignore[type-var]
    return ast.fix_missing_locations(tree)


def with_probes(tree: ast.Module) -> ast.Module:
    """The module with a mark before each statement of a function that says that it is reached, and at the beginning of the function."""
    number = {id(statement): n for n, statement in enumerate(statements(tree))}

    def probe(statement: ast.stmt) -> ast.stmt:
        return ast.copy_location(ast.parse(f"{REACHED}[{number[id(statement)]}] = 1").body[0], statement)

    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for block in _blocks(function):
            block[:] = [one for statement in block for one in (probe(statement), statement)]
        function.body.insert(0, probe(function))
    return ast.fix_missing_locations(tree)


def _blocks(function: ast.FunctionDef) -> list[list[ast.stmt]]:
    """The lists of statements of a function; those of functions inside it are theirs."""
    found: list[list[ast.stmt]] = []
    waiting: list[ast.AST] = [function]
    while waiting:
        node = waiting.pop()
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                found.append(block)
                waiting += [one for one in block if not isinstance(one, ast.FunctionDef)]
        waiting += [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]
    return found


def stale(among: list[Mutant]) -> list[tuple[str, str, str]]:
    """Names that are excused and are no mutant, as the code is now."""
    names = {mutant.name for mutant in among}
    return [name for name in equivalents() if name not in names]


def equivalents() -> dict[tuple[str, str, str], str]:
    """Why no scenario tells a mutant, by its name."""
    told = yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8")) or {}
    return {
        (file, function, change): why
        for file, functions in told.items()
        for function, changes in functions.items()
        for change, why in changes.items()
    }
