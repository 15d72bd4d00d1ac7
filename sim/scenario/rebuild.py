"""A scenario from what a manifest keeps of it, without the files it came from; the hash says whether nothing was lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from sim.errors import Fault, HubsimError
from sim.scenario import quantities, rosters, shapes, values
from sim.scenario.ledger import Input, Unsure
from sim.scenario.resolved import digest
from sim.scenario.schema import Scenario
from sim.scenario.tree import Setting

NAMED = {
    name.lower(): kind
    for room in (shapes, rosters, quantities, values)
    for name, kind in vars(room).items()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}
"""Shapes and rosters by the word under which the manifest keeps them."""


class Kept(str):
    """A warning as it was told."""


def from_json(kept: Mapping[str, Any]) -> Scenario:
    """The scenario of a manifest.

    Parameters
    ----------
    kept : mapping
        With `values`, `inputs`, `warnings` and `hash`, as `resolved.to_json` writes them.

    Raises
    ------
    HubsimError
        What was read has another hash: the folder was made by another version, or was changed.
    """
    try:
        scenario = cast(Scenario, _built(Scenario, kept["values"]))
        found = digest(scenario)
    except (KeyError, TypeError, ValueError, AttributeError):
        found = "none"
    if found != kept["hash"]:
        raise HubsimError(
            f"The scenario in the manifest has hash {found}, the result says {kept['hash']}: the folder was made by another version of "
            "hubsim, or was changed. Run its command again."
        )
    scenario._hash = found
    scenario._inputs = tuple(_input(row) for row in kept["inputs"])
    scenario._warnings = cast(tuple[Fault, ...], tuple(Kept(text) for text in kept["warnings"]))
    return scenario


def _input(row: Mapping[str, Any]) -> Input:
    unsure = row["unsure"]
    return Input(
        **{
            **row,
            "range": None if row["range"] is None else tuple(row["range"]),
            "unsure": None if unsure is None else Unsure(unsure["shape"], tuple((key, text) for key, text in unsure["parameters"])),
            "set_by": tuple(Setting(**link) for link in row["set_by"]),
        }
    )


def _built(kind: Any, value: Any) -> Any:
    """A value of the kind that the schema says."""
    origin, parts = get_origin(kind), get_args(kind)
    if value is None:
        return None
    if origin is Annotated:
        return _built(parts[0], value)
    if isinstance(value, Mapping) and "is" in value:
        return _named(value)
    if origin in (Union, types.UnionType):
        return _built(_meant([part for part in parts if part is not type(None)], value), value)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _block(kind, value)
    if isinstance(value, list) and origin is list:
        return [_built(_item(parts, 0), one) for one in value]
    if isinstance(value, list):
        return tuple(_built(_item(parts, n), one) for n, one in enumerate(value))
    if isinstance(value, Mapping):
        of_key, of_value = parts if len(parts) == 2 else (Any, Any)
        return {_key(of_key, key): _built(of_value, one) for key, one in value.items()}
    return dt.date.fromisoformat(value) if kind is dt.date else value


def _key(kind: Any, text: str) -> Any:
    """A key, which the manifest keeps as text: months and lengths are whole numbers."""
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    return int(text) if plain is int else _built(plain, text)


def _item(parts: tuple[Any, ...], n: int) -> Any:
    """The kind of the n-th member of a tuple."""
    if not parts:
        return Any
    return parts[0] if len(parts) == 1 or parts[1] is Ellipsis else parts[n]


def _named(value: Mapping[str, Any]) -> Any:
    kind = NAMED[value["is"]]
    hints = get_type_hints(kind)
    return kind(**{name: _built(hints[name], one) for name, one in value.items() if name != "is"})


def _block(kind: type[BaseModel], value: Mapping[str, Any]) -> BaseModel:
    fields = {name: _built(info.annotation, value[info.alias or name]) for name, info in kind.model_fields.items()}
    return kind.model_construct(**{info.alias or name: fields[name] for name, info in kind.model_fields.items()})


def _meant(kinds: list[Any], value: Any) -> Any:
    """The one of several kinds that a value is of."""
    return next((kind for kind in kinds if _fits(kind, value)), kinds[0])


def _fits(kind: Any, value: Any) -> bool:
    origin = get_origin(kind)
    if origin is Annotated:
        return _fits(get_args(kind)[0], value)
    if origin in (Union, types.UnionType):
        return any(_fits(part, value) for part in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return (
            isinstance(value, Mapping)
            and set(value) == {info.alias or name for name, info in kind.model_fields.items()}
            and _says(kind, value)
        )
    if kind is dt.date:
        return isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"
    if origin is Literal:
        return value in get_args(kind)
    plain = {dict: Mapping, tuple: list}.get(origin or kind, origin or kind)
    return isinstance(plain, type) and isinstance(value, plain)


def _says(kind: type[BaseModel], value: Mapping[str, Any]) -> bool:
    """Whether the `kind` of a block is one of its class."""
    field = kind.model_fields.get("kind")
    return field is None or value["kind"] in get_args(field.annotation)
