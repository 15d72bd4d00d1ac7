"""What the schema finds wrong, in the words of the scenario and with the place in its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from sim.errors import MOST_ENDINGS, Fault, suggestion
from sim.scenario.fields import Found, NotFound, alternatives, find, keys_of, names_in
from sim.scenario.layers import CLOCK_KINDS, COST_KINDS, DEMAND_KINDS, SAFEGUARD_KINDS
from sim.scenario.odd_characters import odd_character
from sim.scenario.tree import Branch, Leaf, Path, Tree
from sim.scenario.yaml_file import Items, Place

_QUOTED = re.compile(r'"[^"]*"')


def faults_of(error: ValidationError, tree: Branch, base: Path = (), without: Sequence[Path] = ()) -> list[Fault]:
    """The faults of a validation, one for each thing that is wrong; blocks in `without` are faulty for reasons told elsewhere."""
    found = [(_path(base, complaint, tree), complaint) for complaint in error.errors(include_url=False)]
    told = [(path, one) for path, one in found if not any(path[: len(block)] == block for block in without)]
    return [_fault(path, complaint, tree) for path, complaint in told]


def faults_of_part(error: ValidationError, tree: Branch) -> list[Fault]:
    """The same of a part of a scenario, in which things may be missing."""
    found = [(_path((), complaint, tree), complaint) for complaint in error.errors(include_url=False)]
    told = [(path, one) for path, one in found if one["type"] not in ("missing", "union_tag_not_found")]
    return [_fault(path, complaint, tree) for path, complaint in told]


def value_faults(error: ValidationError, path: Path, value: Tree, place: Place) -> list[Fault]:
    """The same for a value that is not part of the file's own tree (of `set`, of a sweep)."""
    around = Branch().put(path[:-1], Branch(place=place)).put(path, value) if len(path) > 1 else Branch().put(path, value)
    return [Fault(place.file, place.line, place.column, fault.what, fault.to_do) for fault in faults_of(error, around, path)]


def unknown_keys(error: ValidationError, tree: Branch) -> list[Path]:
    """Paths of keys that no block knows."""
    return [_path((), complaint, tree) for complaint in error.errors(include_url=False) if complaint["type"] == "extra_forbidden"]


def path_of(complaint: Any, tree: Branch) -> Path:
    """The place of a complaint about a whole scenario."""
    return _path((), complaint, tree)


def _path(base: Path, complaint: Any, tree: Branch) -> Path:
    """The place of a complaint in the tree: tags of unions, which pydantic adds to its own, are left out."""
    path, node = base, tree.get(*base) if base else tree
    last = len(complaint["loc"]) - 1
    for i, part in enumerate(complaint["loc"]):
        key = str(part)
        if isinstance(node, Branch) and key in node.children:
            path, node = (*path, key), node.children[key]
        elif i == last and complaint["type"] == "missing":
            path = (*path, key)
    return path


def _fault(path: Path, complaint: Any, tree: Branch) -> Fault:
    what, to_do = _odd(path, tree) or _words(path, complaint, tree)
    about_key = complaint["type"] == "extra_forbidden" or complaint["loc"][-1:] == ("[key]",)
    place = tree.key_place(path) if about_key else tree.place_of(path)
    if complaint["type"] == "union_tag_invalid":
        place = tree.place_of((*path, "kind"))
    return place.fault(what, to_do)


def _odd(path: Path, tree: Branch) -> tuple[str, str] | None:
    """A character that looks like another, in the value that cannot be read."""
    node = tree.get(*path)
    odd = odd_character(node.text) if isinstance(node, Leaf) else None
    return None if odd is None else (f"{'.'.join(path)} has {odd[0]}", odd[1])


def _words(path: Path, complaint: Any, tree: Branch) -> tuple[str, str]:
    kind, key, where = complaint["type"], path[-1] if path else "", ".".join(path[:-1]) or "the scenario"
    if kind == "extra_forbidden":
        found = find(path, tree)
        valid = found.valid if isinstance(found, NotFound) else ()
        return f'unknown key "{key}" in {where}', _belongs(path, tree) or suggestion(key, (*valid, "source", "status", "note"))
    if kind == "missing":
        return f'"{key}" is missing in {where}', _add(path, tree)
    if kind == "literal_error":
        return f'{".".join(path)} is "{_said(path, tree)}"', _one_of(path, complaint, tree)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _kind_words(path, complaint, tree)
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return _no_block(path, tree)
    if kind == "list_type":
        return f"{'.'.join(path)} is one value, not a list", "Write for example [20, 30, 40]"
    if kind == "value_error":
        return _split(str(complaint["ctx"]["error"]), path)
    return f"{'.'.join(path)} is {_said(path, tree)}", "Write one word or text"


def _belongs(path: Path, tree: Branch) -> str | None:
    """Where a key belongs that stands too high, as `then` beside `stay`: blocks below, those first in which something says it."""
    names = {name[:depth] for name in names_in(tree) for depth in range(len(path) + 1, len(name) + 1)}
    below = sorted(name for name in names if (*name[: len(path) - 1], name[-1]) == path)
    said = [name for name in below if tree.get(*name) is not None]
    blocks = [".".join(name[:-1]) for name in said or below]
    return f"It belongs into {' or '.join(blocks)}: check the indentation" if 0 < len(blocks) <= MOST_ENDINGS else None


def _no_block(path: Path, tree: Branch) -> tuple[str, str]:
    said = _said(path, tree)
    slip = re.fullmatch(r"([a-z_]+)(:|\s*=\s*)(\S.*)", said)
    if slip:
        return f'"{said}" is no `key: value`', f"Write {slip[1]}: {slip[3]}, with a space after the colon"
    found = find(path, tree)
    block = next((one for one in alternatives(found.type) if hasattr(one, "model_fields")), None) if isinstance(found, Found) else None
    keys = f" with {', '.join(keys_of(block))}" if block is not None else ""
    return f"{'.'.join(path)} is one value, not a block", f"Write `key: value` lines below it, or {{...}}{keys}"


def _add(path: Path, tree: Branch) -> str:
    found = find(path, tree)
    meaning = found.meaning if isinstance(found, Found) else path[-1]
    return f"Add {path[-1]}: {meaning}"


def _one_of(path: Path, complaint: Any, tree: Branch) -> str:
    words = [word.strip("'") for word in re.findall(r"'[^']*'", complaint["ctx"]["expected"])]
    return suggestion(_said(path, tree), words)


def _kind_words(path: Path, complaint: Any, tree: Branch) -> tuple[str, str]:
    by_part = {"demand": DEMAND_KINDS, "costs": COST_KINDS, "safeguards": tuple(dict.fromkeys(SAFEGUARD_KINDS.values()))}
    words = by_part.get(path[0], CLOCK_KINDS)
    kind = tree.get(*path, "kind")
    if isinstance(kind, Leaf):
        return f'{".".join(path)} has the unknown kind "{kind.text}"', suggestion(kind.text, words)
    if path[0] == "safeguards":
        return f"{'.'.join(path)} does not say what it limits", f"Add one of {', '.join(SAFEGUARD_KINDS)}"
    return f"{'.'.join(path)} has no kind", f"Add kind: one of {', '.join(words)}"


def _said(path: Path, tree: Branch) -> str:
    node = tree.get(*path)
    if isinstance(node, Leaf):
        return "a list" if isinstance(node.node, Items) else node.text
    return "a block"


def _split(message: str, path: Path) -> tuple[str, str]:
    """`what: to do` of a value's own sentence."""
    hidden = _QUOTED.sub(lambda found: "\0" * len(found.group()), message)
    what = message[: len(hidden.partition(": ")[0])]
    return f"{'.'.join(path)}: {what}", _sentence(message[len(what) + 2 :])


def _sentence(text: str) -> str:
    """With a capital, unless it begins with a name."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0].isalpha() else text
