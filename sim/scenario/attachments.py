"""Files that a scenario names: rows of census and trace files, values of observed durations. Their content becomes part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sim.errors import BadScenario, Fault
from sim.scenario import csv_file
from sim.scenario.files import Source, beside
from sim.scenario.readers import read_people
from sim.scenario.tree import Branch, Leaf, Path, Tree
from sim.scenario.values import read_date


def attach(data: Any, tree: Branch, source_of: Callable[[str], Source], faults: list[Fault]) -> list[Path]:
    """Put the content of every file named by `file:` into `data`: `rows` of streams, `values` of empirical shapes.

    Returns the paths of blocks whose file is faulty.
    """
    unread = []
    _no_rows_of_ones_own(data, tree, faults)
    for path, leaf in tree.leaves():
        known = len(faults)
        if path[-1] == "file" and path[0] != "sweep":
            try:
                _attach(data, path, tree, beside(leaf.text, leaf.place, source_of(leaf.place.file)), faults)
            except BadScenario as bad:
                faults.extend(bad.faults)
        if len(faults) > known:
            unread.append(path[:-1])
    return unread


def _no_rows_of_ones_own(data: Any, tree: Branch, faults: list[Fault]) -> None:
    """`rows` is a field of streams with a file, and no key: only the file gives it."""
    for name, stream in tree.branch("demand").children.items():
        kind = _word(tree, ("demand", name, "kind"))
        if isinstance(stream, Branch) and "rows" in stream.children and kind in ("initial", "trace"):
            to_do = "Put the rows into a CSV file, and name it with file: NAME.csv"
            faults.append(tree.key_place(("demand", name, "rows")).fault(f'unknown key "rows" in demand.{name}', to_do))
            data["demand"][name].pop("rows", None)


def _attach(data: Any, path: Path, tree: Branch, source: Source, faults: list[Fault]) -> None:
    block = data
    for key in path[:-1]:
        block = block[key]
    if _word(tree, (*path[:-1], "shape")) == "empirical":
        block["values"] = csv_file.observed_values(source, faults)
        del block["file"]
    elif path[0] == "demand" and len(path) == 3:
        kind = _word(tree, (*path[:-1], "kind"))
        if kind == "initial":
            block["rows"] = csv_file.initial_rows(source, _names(tree), _largest(tree), faults)
        elif kind == "trace":
            block["rows"] = csv_file.trace_rows(source, _start(tree), _names(tree), _largest(tree), faults)


def _names(tree: Branch) -> dict[str, list[str]]:
    """What the cells of each column may name."""
    hubs = list(tree.branch("hubs").children)
    pools = [pool for hub in hubs for pool in tree.branch("hubs", hub, "pools").children]
    classes, destinations = (list(tree.branch(name).children) for name in ("classes", "destinations"))
    return {"hub": hubs, "pool": [*pools, "reception"], "class": classes, "destination": destinations}


def _largest(tree: Branch) -> dict[str, int]:
    """People in the largest case that the size of each class names, drawn or not; what is no size the schema tells."""
    largest = {}
    for name in tree.branch("classes").children:
        size = tree.get("classes", name, "size")
        with suppress(ValueError):
            largest[name] = max(int(read_people(text)) for text in (size.children if isinstance(size, Branch) else [_text(size)]))
    return largest


def _text(node: Tree | None) -> str:
    return node.text if isinstance(node, Leaf) else ""


def _word(tree: Branch, path: Path) -> str:
    leaf = tree.get(*path)
    return leaf.text if isinstance(leaf, Leaf) else ""


def _start(tree: Branch) -> dt.date:
    try:
        return read_date(_word(tree, ("start",)))
    except ValueError:
        return dt.date.min  # the schema says what is wrong with it
