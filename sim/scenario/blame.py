"""A line that was right until a file above it, or a setting, changed something: the fault stands at the change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.errors import Fault
from sim.scenario.files import Source
from sim.scenario.stack import NOT_INHERITED
from sim.scenario.tree import Branch, Path
from sim.scenario.yaml_file import Place

Settings = Mapping[str, object]
Again = Callable[[Sequence[Branch], Settings], "list[Fault] | None"]
MOST_BLAMED = 8


@dataclass(frozen=True, slots=True)
class Change:
    """Something a layer says: a value, or a shape as a whole. `layer` None: a setting."""

    layer: int | None
    path: Path
    place: Place


def placed(faults: Iterable[Fault], line: Sequence[tuple[Source, Branch]], settings: Settings, again: Again) -> list[Fault]:
    """The faults, those that a change above their line causes at that change.

    Parameters
    ----------
    line
        The files, the lowest first, each with what it says itself.
    again
        The faults of other trees and settings, None where they cannot be checked.
    """
    levels = {source.shown: level for level, (source, _) in enumerate(line)}
    trees = [tree for _, tree in line]
    done: list[Fault] = []
    for number, fault in enumerate(faults):
        level = levels.get(fault.file)
        changes = [] if level is None or number >= MOST_BLAMED else _changes_above(level, trees, settings)
        done.append(_at_cause(fault, changes, lambda out: _is_gone(fault, again(*_without(out, trees, settings)))))  # noqa: B023
    return done


def _changes_above(level: int, trees: Sequence[Branch], settings: Settings) -> list[Change]:
    """What the layers above a line say, the highest first."""
    said = [Change(None, (name,), Place(f"--set {name}")) for name in settings]
    for layer in range(len(trees) - 1, level, -1):
        said += [Change(layer, path, place) for path, place in _said(trees[layer]) if path[0] not in NOT_INHERITED]
    return said


def _said(tree: Branch, path: Path = ()) -> Iterator[tuple[Path, Place]]:
    for key, child in tree.children.items():
        if isinstance(child, Branch) and "shape" not in child.children:
            yield from _said(child, (*path, key))
        else:
            yield (*path, key), child.place


def _at_cause(fault: Fault, changes: Sequence[Change], is_gone_without: Callable[[Sequence[Change]], bool]) -> Fault:
    """The fault at the change without which (and those before it) it is gone; where it stood, if it is there without any."""
    if not changes or not is_gone_without(changes):
        return fault
    too_few, enough = 0, len(changes)
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if is_gone_without(changes[:middle]) else (middle, enough)
    cause = changes[enough - 1]
    name = "this" if cause.layer is None else f"{'.'.join(cause.path)} here"
    what = f"{fault.what}: {name} does not fit {fault.file}:{fault.line}"
    return replace(fault, file=cause.place.file, line=cause.place.line, column=cause.place.column, what=what)


def _is_gone(fault: Fault, faults: Sequence[Fault] | None) -> bool:
    return faults is not None and all(_same(one) != _same(fault) for one in faults)


def _same(fault: Fault) -> tuple[str, int, int, str]:
    """What a fault is about, whatever numbers it tells."""
    return fault.file, fault.line, fault.column, re.sub(r"[0-9.,]+", "", fault.what)


def _without(changes: Iterable[Change], trees: Sequence[Branch], settings: Settings) -> tuple[list[Branch], dict[str, object]]:
    """Trees and settings without some changes."""
    left, kept = list(trees), dict(settings)
    for change in changes:
        if change.layer is None:
            kept.pop(change.path[0], None)
        else:
            left[change.layer] = left[change.layer].put(change.path, None)
    return left, kept
