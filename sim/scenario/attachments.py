"""Files that a scenario names: rows of census and trace files, values of observed durations. Their content becomes part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sim.errors import BadScenario, Fault
from sim.scenario import csv_file
from sim.scenario.files import Source, beside
from sim.scenario.tree import Branch, Leaf, Path
from sim.scenario.values import read_date


def attach(data: Any, tree: Branch, source_of: Callable[[str], Source], faults: list[Fault]) -> None:
    """Put the content of every file named by `file:` into `data`: `rows` of streams, `values` of empirical shapes."""
    for path, leaf in tree.leaves():
        if path[-1] == "file" and isinstance(leaf, Leaf):
            try:
                _attach(data, path, tree, beside(leaf.text, leaf.place, source_of(leaf.place.file)), faults)
            except BadScenario as bad:
                faults.extend(bad.faults)


def _attach(data: Any, path: Path, tree: Branch, source: Source, faults: list[Fault]) -> None:
    block = data
    for key in path[:-1]:
        block = block[key]
    if _word(tree, (*path[:-1], "shape")) == "empirical":
        del block["file"]
        block["values"] = [text for text, _ in csv_file.observed_values(source, faults)]
    elif path[0] == "demand" and len(path) == 3:
        kind = _word(tree, (*path[:-1], "kind"))
        if kind == "initial":
            block["rows"] = csv_file.initial_rows(source, faults)
        elif kind == "trace":
            block["rows"] = csv_file.trace_rows(source, _start(tree), faults)


def _word(tree: Branch, path: Path) -> str:
    leaf = tree.get(*path)
    return leaf.text if isinstance(leaf, Leaf) else ""


def _start(tree: Branch) -> dt.date:
    try:
        return read_date(_word(tree, ("start",)))
    except ValueError:
        return dt.date.min  # the schema says what is wrong with it
