"""JSON Schema of scenario files, for editors: names, meanings and examples while typing. The reading itself is stricter."""

from __future__ import annotations

import json
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from sim.scenario.evidence import STATUSES
from sim.scenario.fields import whole_type
from sim.scenario.layers import COLLECTIONS, HUB_COLLECTIONS, INNER_COLLECTIONS
from sim.scenario.schema import Documents, Scenario
from sim.scenario.shape_forms import SHAPE_NAMES

_EVIDENCE = {
    "source": {"type": "string", "description": "key of the publication, as us-K2; holds for every number of the block"},
    "status": {"enum": list(STATUSES), "description": "how well it is known; holds for every number of the block"},
    "note": {"type": "string", "description": "anything a reader should know"},
}
_BESIDE = {key: {"$ref": f"#/definitions/evidence_{key}"} for key in _EVIDENCE}
_SHAPE = {
    "shape": {"enum": list(SHAPE_NAMES), "description": "how it varies from case to case"},
    "never": {"type": ["string", "number", "object"], "description": "share to whom it never happens"},
}
_NONE = {"enum": ["none"]}
_WITH_KINDS = ("demand", "clocks", "items")
_WITH_ANY = (*COLLECTIONS, *HUB_COLLECTIONS, *(path[-1] for path in INNER_COLLECTIONS))


def json_schema() -> str:
    """The JSON Schema as text: no key is required (a parent may give it), and every value may carry evidence."""
    blocks: dict[str, Any] = {}
    whole = _Blocks(blocks).block(Scenario)
    extends = {"type": "string", "description": "a shipped scenario (base), or ./file.yaml beside this one"}
    whole["properties"] = {"extends": extends, **whole["properties"]}
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "hubsim scenario"}
    evidence = {f"evidence_{key}": one for key, one in _EVIDENCE.items()}
    return json.dumps({**head, **whole, "definitions": {**evidence, **blocks}}, indent=1, ensure_ascii=False) + "\n"


class _Blocks:
    """Each block of the schema once, by its name."""

    def __init__(self, made: dict[str, Any]) -> None:
        self._made = made

    def block(self, block: type[BaseModel]) -> dict[str, Any]:
        fields = {info.alias or name: self._field(info.alias or name, info) for name, info in block.model_fields.items() if name != "rows"}
        if block is Documents:  # the keys of its shape may stand in it
            inside = {"type": "object", "properties": {**_SHAPE, **fields, **_BESIDE}}
            return {"anyOf": [{"type": ["string", "number"]}, inside]}
        return {"type": "object", "properties": {**fields, **_BESIDE}, "additionalProperties": False}

    def _reference(self, block: type[BaseModel]) -> dict[str, Any]:
        if block.__name__ not in self._made:
            self._made[block.__name__] = {}
            self._made[block.__name__] = self.block(block)
        return {"$ref": f"#/definitions/{block.__name__}"}

    def _field(self, key: str, info: FieldInfo) -> dict[str, Any]:
        found = self._type(key, whole_type(info))
        return {"description": info.description, **found} if info.description else found

    def _type(self, key: str, annotation: Any) -> dict[str, Any]:
        """Blocks and maps as they are, everything else as a value that may carry evidence."""
        choices = _choices(annotation)
        blocks = [self._reference(one) for one in choices if isinstance(one, type) and issubclass(one, BaseModel)]
        if blocks:
            return {"anyOf": [*blocks, _NONE]}
        if get_origin(choices[0]) is dict:
            return {"anyOf": [self._map(key, get_args(choices[0])[1]), _NONE]}
        return {"anyOf": [self._value(_value(_leaf(annotation, choices))), _NONE]}

    def _value(self, value: dict[str, Any]) -> dict[str, Any]:
        """Each form of a value once too."""
        name = next((name for name, made in self._made.items() if made == value), f"value_{len(self._made)}")
        self._made[name] = value
        return {"$ref": f"#/definitions/{name}"}

    def _map(self, key: str, member: Any) -> dict[str, Any]:
        if member is Any or get_origin(member) is list:
            return {"type": "object"}
        one = self._type("", member)
        beside: dict[str, Any] = dict(_BESIDE)
        if key in _WITH_KINDS:
            beside["any"] = {"type": "object", "additionalProperties": one, "description": "defaults by kind"}
        elif key in _WITH_ANY:
            beside["any"] = {**one, "description": "defaults of all"}
        return {"type": "object", "properties": beside, "additionalProperties": one}


def _leaf(annotation: Any, choices: list[Any]) -> dict[str, Any]:
    if all(get_origin(one) is Literal for one in choices):
        return {"enum": [word for one in choices for word in get_args(one)]}
    found = TypeAdapter(annotation).json_schema()
    examples = [example for one in found.get("anyOf", [found]) for example in one.get("examples", [])]
    kinds = {kind for one in found.get("anyOf", [found]) for kind in _kinds(one)} | {"string"}
    return {"type": sorted(kinds - {"null"}), **({"examples": examples} if examples else {})}


def _kinds(found: dict[str, Any]) -> list[str]:
    kind = "object" if "$ref" in found else found.get("type", "string")
    return [kind] if isinstance(kind, str) else list(kind)


def _value(leaf: dict[str, Any]) -> dict[str, Any]:
    """A value alone, or `{value: ..., source: ..., status: ..., note: ..., unsure: {...}}`."""
    kinds = leaf.get("type", ["string"])
    carried = {"value": leaf, "unsure": {"type": "object", "description": "what is not known about it, as a shape"}, **_BESIDE}
    if "object" in kinds:
        with_evidence: dict[str, Any] = {"type": "object", "properties": {**carried, **_SHAPE}}
    else:
        with_evidence = {"type": "object", "properties": carried, "additionalProperties": False}
    alone = {**leaf, "type": [kind for kind in kinds if kind != "object"]} if "type" in leaf else leaf
    return {"anyOf": [alone, with_evidence]}


def _choices(annotation: Any) -> list[Any]:
    """The types a value may have, None left out; what is read by a reader of its own stays whole."""
    if get_origin(annotation) in (Union, types.UnionType):
        return [one for part in get_args(annotation) if part is not type(None) for one in _choices(part)]
    if get_origin(annotation) is Annotated and _is_blocks(get_args(annotation)[0]):
        return _choices(get_args(annotation)[0])
    return [annotation]


def _is_blocks(annotation: Any) -> bool:
    parts = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    return all(isinstance(one, type) and issubclass(one, BaseModel) for one in parts)
