"""Shares that must add to 1, and `share: rest`, which is what the others leave."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from sim.errors import Fault
from sim.scenario.quantities import format_share
from sim.scenario.tree import Branch, Leaf, Path, Tree
from sim.scenario.values import read_share
from sim.scenario.yaml_file import Text

NEAR = 1e-9


def with_rest(tree: Branch, faults: list[Fault]) -> Branch:
    """Every group of shares checked, and each `rest` replaced by its number."""
    for where, paths in _groups(tree):
        tree = _one_group(tree, where, paths, faults)
    return tree


def _groups(tree: Branch) -> Iterator[tuple[Path, list[Path]]]:
    for name in ("classes", "destinations"):
        members = tree.branch(name).children
        if members:
            yield (name,), [(name, member, "share") for member in members]
    hubs = [hub for hub in tree.branch("hubs").children if tree.get("hubs", hub, "share") is not None]
    if hubs:
        yield ("hubs",), [("hubs", hub, "share") for hub in hubs]
    for stream in tree.branch("demand").children:
        for name in ("classes", "destinations"):
            named = tree.branch("demand", stream, name).children
            if named:
                yield ("demand", stream, name), [("demand", stream, name, key) for key in named]


def _one_group(tree: Branch, where: Path, paths: list[Path], faults: list[Fault]) -> Branch:
    rests = [path for path in paths if _text(tree.get(*path)) == "rest"]
    shares = {path: _share(tree.get(*path)) for path in paths if path not in rests}
    total = math.fsum(share for share in shares.values() if share is not None)
    if None in shares.values():
        pass  # the schema says what is wrong with it
    elif len(rests) > 1:
        faults.append(
            tree.place_of(rests[1]).fault(f"{_dotted(rests[0])} is rest too", "Let one share be rest, and give the others a number")
        )
    elif total > 1 + NEAR or (not rests and total < 1 - NEAR):
        place = tree.place_of(next(iter(shares), where))
        faults.append(
            place.fault(f"the shares of {_dotted(where)} add to {total * 100:.6g} %, not to 100 %", "Change one, or write rest for one")
        )
    for path in rests:
        tree = _put_rest(tree, path, max(0.0, 1 - total))
    return tree


def _put_rest(tree: Branch, path: Path, share: float) -> Branch:
    leaf = tree.get(*path)
    assert isinstance(leaf, Leaf)
    return tree.put(path, replace(leaf, node=Text(format_share(share), leaf.place)))


def _share(node: Tree | None) -> float | None:
    try:
        return read_share(_text(node))
    except ValueError:
        return None


def _text(node: Tree | None) -> str:
    return node.text if isinstance(node, Leaf) else ""


def _dotted(path: Path) -> str:
    return ".".join(path)
