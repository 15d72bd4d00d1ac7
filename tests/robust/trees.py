"""A scenario file as plain maps, lists and texts, and back to YAML: what structure-aware mutations work on."""

from __future__ import annotations

import json
import re

from sim.scenario.yaml_file import Items, Map, Node, Text, parse

Tree = dict | list | str
Path = tuple[str | int, ...]

_PLAIN = re.compile(r"[A-Za-z0-9_.][^\x00-\x1f:#{}\[\],&*!|>'\"%@`\\]*(?<! )|[0-9.]+ %( \([0-9.]+ to [0-9.]+\))?")


def read(text: str) -> dict:
    """The tree of a sound YAML file."""
    tree = _plain(parse(text, "seed"))
    assert isinstance(tree, dict)
    return tree


def _plain(node: Node) -> Tree:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    assert isinstance(node, Map)
    return {key: _plain(child) for key, child in node.entries.items()}


def write(tree: Tree) -> str:
    """YAML of a tree: blocks down to the third level, brackets below."""
    return "\n".join(_lines(tree, 0)) + "\n" if isinstance(tree, dict) and tree else _inline(tree) + "\n"


def _lines(tree: dict, depth: int) -> list[str]:
    lines = []
    for key, child in tree.items():
        start = "  " * depth + _scalar(str(key)) + ":"
        if isinstance(child, dict) and child and depth < 3:
            lines += [start, *_lines(child, depth + 1)]
        else:
            lines.append(f"{start} {_inline(child)}")
    return lines


def _inline(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_scalar(str(key))}: {_inline(child)}" for key, child in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_inline, tree)) + "]"
    return _scalar(tree)


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def paths(tree: Tree, at: Path = ()) -> list[Path]:
    """Every path in a tree but the root."""
    if isinstance(tree, str):
        return []
    children = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [path for key, child in children for path in ((*at, key), *paths(child, (*at, key)))]


def get(tree: Tree, path: Path) -> Tree:
    """What stands at a path."""
    for key in path:
        tree = tree[key]
    return tree


def put(tree: Tree, path: Path, value: Tree) -> None:
    """Put a value at a path that exists."""
    get(tree, path[:-1])[path[-1]] = value
