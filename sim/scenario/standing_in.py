"""Something valid in the place of each value that cannot be read, so that names that do not exist are told together with it.

What stands in says nothing of its own: only whether the names that other lines write exist is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from sim.errors import Fault
from sim.scenario import complaints
from sim.scenario.checks import unknown_names
from sim.scenario.checks.case import Case
from sim.scenario.schema import Scenario
from sim.scenario.tree import Branch, Path

CANDIDATES: tuple[object, ...] = (
    "1", "1 d", "100 %", "1 person", "1 case", "1 case / month", "1 person / month", "1 % / month", "1 EUR", "1 EUR / day",
    "1 EUR / person", "1 m2", "always", "2025-01-01", "true", [], {},
)  # fmt: skip
"""One of each kind of value; blocks cannot be stood in for."""


def names_beside(data: Any, tree: Branch, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Names that do not exist in a scenario whose data cannot be read, but for the lines that are at fault already."""
    untried: dict[Path, list[object]] = {}
    scenario = _made_readable(data, tree, untried)
    if scenario is not None:
        at_fault = {(fault.file, fault.line, fault.column) for fault in faults} | {_spot(tree, path) for path in untried}
        yield from (one for one in unknown_names(Case(scenario, tree)) if (one.file, one.line, one.column) not in at_fault)


def _spot(tree: Branch, path: Path) -> tuple[str, int, int]:
    place = tree.place_of(path)
    return place.file, place.line, place.column


def _made_readable(data: Any, tree: Branch, untried: dict[Path, list[object]]) -> Scenario | None:
    """The scenario once a candidate fits everywhere; None where none does. `untried` tells where something stands in."""
    for _ in range(len(CANDIDATES) + 2):
        try:
            return Scenario.model_validate(data)
        except ValidationError as error:
            complained = {complaints.path_of(one, tree): one for one in error.errors(include_url=False)}
        for path, complaint in complained.items():
            left = untried.setdefault(path, _candidates(complaint))
            if not left or not _put(data, path, left.pop(0)):
                return None
    return None


def _candidates(complaint: Any) -> list[object]:
    """What may stand there; of a word the first of those that may."""
    words = re.findall(r"'([^']*)'", complaint["ctx"]["expected"]) if complaint["type"] == "literal_error" else []
    return [*words[:1], *CANDIDATES]


def _put(data: Any, path: Path, value: object) -> bool:
    """Put a value at a path; whether the block that it stands in is there."""
    block = data
    for key in path[:-1]:
        block = block.get(key) if isinstance(block, dict) else None
    if not path or not isinstance(block, dict):
        return False
    block[path[-1]] = value
    return True
