"""Every field of a scenario file as Markdown, from the schema, `base.yaml` and `tour.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from sim.scenario import values
from sim.scenario.fields import alternatives, kinds_of, role_of, whole_type
from sim.scenario.layers import SAFEGUARD_KINDS
from sim.scenario.schema import Scenario

LIBRARY = Path(__file__).parents[2] / "scenarios"
NAME = "NAME"
"""Stands in a dotted name for a word of the user's choice."""

WORDS = {
    "Length": "length of time",
    "PositiveLength": "length of time, more than 0",
    "Share": "share, 0 to 100 %",
    "ShareByName": "share, or shares by name",
    "Factor": "factor in %, 0 or more",
    "Ratio": "number",
    "People": "people",
    "Cases": "cases",
    "SomePeople": "people, at least 1",
    "Amount": "whole number",
    "Area": "square metres",
    "Times": "whole number above 0",
    "Switch": "`true` or `false`",
    "Month": "month, 1 to 12",
    "Date": "date",
    "Dates": "dates",
    "Opening": "date, or the name of an act",
    "DatedRate": "cases per time, or by date of change",
    "ShareRate": "share per time",
    "DatedShareRate": "share per time, or by date of change",
    "PeopleFlow": "people per time",
    "PeoplePerPeriod": "people per period",
    "Money": "money per unit",
    "Names": "names",
    "Together": "names, or how many of each by name",
    "Offsets": "lengths of time",
    "Roster": "roster",
    "TimeShape": "time, or a shape",
    "DelayShape": "delay, or a shape",
    "LatentTime": "time, or a shape; may have `never`",
    "PeopleShape": "people, or a shape",
    "SizeShape": "people, or numbers with shares",
}
BLOCK = "block"
PLAIN = {str: "name or text", Any: "value", list: "list of values"}
LEAVES = [(getattr(values, name), words) for name, words in WORDS.items()]


@dataclass(frozen=True)
class Part:
    """A block of a scenario: where it stands, and which it is among those of its kind."""

    path: tuple[str, ...]
    block: type[BaseModel]
    kinds: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return ".".join(self.path) or "The file itself"


def text() -> str:
    """The whole reference."""
    base, tour = (_read(name) for name in ("base.yaml", "tour.yaml"))
    return "\n".join(_section(part, base, tour) for part in parts())


def _read(name: str) -> Any:
    return YAML(typ="base").load(LIBRARY / name)


def parts(path: tuple[str, ...] = (), block: type[BaseModel] = Scenario, kinds: tuple[str, ...] = ()) -> Iterator[Part]:
    """Every block that a scenario may hold, outer before inner."""
    yield Part(path, block, kinds)
    for key, info in fields(block):
        for found, inner in _blocks(whole_type(info)):
            yield from parts((*path, key, *found), inner, kinds_of(inner))


def fields(block: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    """Key in the file, and the field."""
    return [(info.alias or name, info) for name, info in block.model_fields.items() if name not in ("rows", "kind")]


def _blocks(annotation: Any) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    for one in alternatives(annotation):
        if _is_block(one):
            yield (), one
        elif get_origin(one) is dict:
            yield from (((NAME, *found), inner) for found, inner in _blocks(get_args(one)[1]))


def _is_block(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _section(part: Part, base: Any, tour: Any) -> str:
    rows = [_row(part, key, info, base, tour) for key, info in fields(part.block)]
    title = f"`{part.title}`" if part.path else part.title
    if part.kinds:
        title += f", kind {', '.join(f'`{kind}`' for kind in part.kinds)}"
    table = ["| key | meaning | written as | | default | in the tour |", "|---|---|---|---|---|---|", *rows]
    return "\n".join([f"## {title}", "", (part.block.__doc__ or "").strip(), "", *table, ""])


def _row(part: Part, key: str, info: FieldInfo, base: Any, tour: Any) -> str:
    written = form(whole_type(info))
    cells = [f"`{key}`", info.description or "", written, "" if role_of(info) == "word" else role_of(info)]
    if written.endswith(BLOCK):
        cells += ["see below", ""]
    else:
        default = "" if (part.path, key) == ((), "why") else _shown(_first(_found(base, [*_default_path(part), key])))
        cells += [default or ("**must be said**" if info.is_required() else ""), _shown(_first(_examples(part, key, tour)))]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _first(found: Iterator[Any]) -> Any:
    return next(found, None)


def form(annotation: Any) -> str:
    """How a value is written, in words."""
    for leaf, words in LEAVES:
        if annotation == leaf:
            return words
    origin, inner = get_origin(annotation), [arg for arg in get_args(annotation) if arg is not type(None)]
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(map(form, inner)))
    if origin is Annotated:
        return form(inner[0])
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin is dict:
        return f"{NAME if inner[0] is str else form(inner[0])}: {form(inner[1])}"
    return BLOCK if _is_block(annotation) else PLAIN[origin or annotation]


def _default_path(part: Part) -> list[str]:
    """Where `base.yaml` holds the defaults of a block."""
    path = ["any" if key == NAME else key for key in part.path]
    return [*path, part.kinds[0]] if part.kinds and part.path[0] != "safeguards" else path


def _examples(part: Part, key: str, tour: Any) -> Iterator[Any]:
    for name, block in _named(tour, list(part.path)):
        if not isinstance(block, dict) or (part.kinds and _kind(part, name, block) not in part.kinds):
            continue
        if part.path[-1:] == ("documents",) and key == "time":
            yield {inner: value for inner, value in block.items() if inner not in ("from", "speed", "speed_agreed")}
        elif key in block:
            yield block[key]


def _kind(part: Part, name: str, block: Any) -> str:
    """The kind of a block, which may go without saying."""
    unsaid = next((kind for key, kind in SAFEGUARD_KINDS.items() if key in block), name) if part.path[0] == "safeguards" else name
    return str(block.get("kind", unsaid))


def _found(tree: Any, path: list[str]) -> Iterator[Any]:
    return (value for _, value in _named(tree, path))


def _named(tree: Any, path: list[str], name: str = "") -> Iterator[tuple[str, Any]]:
    """What stands at a path, with the last name chosen for NAME on the way."""
    if not path:
        yield name, tree
    elif isinstance(tree, dict):
        key, *rest = path
        for found in tree if key == NAME else [key] if key in tree else []:
            yield from _named(tree[found], rest, found if key == NAME else name)


def _shown(value: Any, longest: int = 70) -> str:
    """A value as in a file; blocks are only begun."""
    if value is None or value == {}:
        return ""
    if isinstance(value, dict) and "value" in value:
        return _shown(value["value"])
    flow = _flow(value)
    return f"`{flow}`" if len(flow) <= longest else f"`{flow[:longest].rsplit(' ', 1)[0]} …`"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)
