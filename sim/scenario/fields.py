"""Which field of the schema a dotted name means, what it takes, and whether it is a lever, a fact or a word."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.schema import Scenario
from sim.scenario.tree import Branch, Leaf, Path, Removed

Role = Literal["lever", "fact", "word"]


@dataclass(frozen=True, slots=True)
class Found:
    """A field: `path` leads to it, `rest` into its value (a parameter of a shape, a date of a dated map)."""

    path: Path
    rest: Path
    type: Any
    role: Role
    meaning: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """No such field: the first key of the path that does not exist, and the valid ones at that place."""

    path: Path
    valid: tuple[str, ...]


def find(path: Path, tree: Branch) -> Found | NotFound:
    """The field a path means. `tree` says the `kind` of streams and clocks and holds the names of hubs, pools, classes, ..."""
    annotation: Any = Scenario
    role: Role = "word"
    meaning = ""
    for depth, key in enumerate(path):
        whole, annotation = annotation, _chosen(annotation, tree, path[:depth])
        if _is_block(annotation):
            name, info = field_of(annotation, key)
            if info is None:
                return NotFound(path[: depth + 1], keys_of(annotation))
            annotation, role, meaning = whole_type(info), role_of(info), info.description or name
        elif get_origin(annotation) is dict and get_args(annotation)[1] is not Any:
            annotation = get_args(annotation)[1]
        else:
            return Found(path[:depth], path[depth:], whole, role, meaning)
    return Found(path, (), annotation, role, meaning)


def names_in(tree: Branch) -> Iterator[Path]:
    """Every name that a scenario with these hubs, pools, classes, ... can give a value."""
    yield from _names_below(Scenario, (), tree)


def _names_below(annotation: Any, path: Path, tree: Branch) -> Iterator[Path]:
    annotation = _chosen(annotation, tree, path)
    if _is_block(annotation):
        for name, info in annotation.model_fields.items():
            if name != "rows":
                yield from _names_below(whole_type(info), (*path, info.alias or name), tree)
    elif get_origin(annotation) is dict and get_args(annotation)[1] is not Any:
        for key, member in tree.branch(*path).children.items():
            if key != "any" and not isinstance(member, Removed):
                yield from _names_below(get_args(annotation)[1], (*path, key), tree)
    else:
        yield path


def named_blocks(path: Path, tree: Branch) -> bool:
    """Whether the members of a path have names of the user's choice (pools, classes, ...)."""
    found = find(path, tree)
    return isinstance(found, Found) and not found.rest and get_origin(_chosen(found.type, tree, path)) is dict


def keys_of(block: type[BaseModel]) -> tuple[str, ...]:
    """The keys a block may hold in YAML."""
    return tuple(info.alias or name for name, info in block.model_fields.items() if name != "rows")


def field_of(block: type[BaseModel], key: str) -> tuple[str, FieldInfo | None]:
    """Attribute and field of a YAML key."""
    for name, info in block.model_fields.items():
        if key == (info.alias or name) and name != "rows":
            return name, info
    return key, None


def whole_type(info: FieldInfo) -> Any:
    """The type of a field with its validators."""
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def role_of(info: FieldInfo) -> Role:
    """Whether a field is a lever, a fact or a word."""
    extra = info.json_schema_extra
    role = extra.get("role", "word") if isinstance(extra, dict) else "word"
    return "lever" if role == "lever" else "fact" if role == "fact" else "word"


def alternatives(annotation: Any) -> list[Any]:
    """The types a value may have, None left out."""
    if _is_union(annotation):
        return [one for part in get_args(annotation) if part is not type(None) for one in alternatives(part)]
    if get_origin(annotation) is Annotated and _is_union(get_args(annotation)[0]):
        return alternatives(get_args(annotation)[0])
    return [annotation]


def _chosen(annotation: Any, tree: Branch, path: Path) -> Any:
    """The one type that is meant: by `kind` among blocks, and the map rather than the number where the path goes on."""
    choices = alternatives(annotation)
    blocks = [one for one in choices if _is_block(one)]
    if blocks:
        kind = tree.get(*path, "kind")
        said = kind.text if isinstance(kind, Leaf) else None
        return next((one for one in blocks if said in kinds_of(one)), blocks[0])
    return next((one for one in choices if get_origin(one) is dict), choices[0])


def kinds_of(block: type[BaseModel]) -> tuple[str, ...]:
    """The words that `kind` may have in a block."""
    info = block.model_fields.get("kind")
    return get_args(info.annotation) if info is not None else ()


def _is_block(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)
