"""The JSON Schema of scenario files, for editors: what may stand where, with its meaning.

Looser than the reader where a file is only a part: nothing is required (the rest comes from what it extends), and every value may be
`none`, or a block with its evidence.
"""

from __future__ import annotations

import json
from typing import Any

from sim.scenario.schema import Scenario

Json = dict[str, Any]

EVIDENCE: Json = {
    "source": {"type": "string", "description": "key of the fact it comes from"},
    "status": {"enum": ["official", "reported", "estimated", "assumed"], "description": "how well it is known"},
    "note": {"type": "string"},
}
NUMBER: Json = {
    "type": "object",
    "description": "one number with its evidence",
    "properties": {"value": {}, "unsure": {"type": "object", "description": "what is not known about it, as a shape"}, **EVIDENCE},
    "required": ["value"],
    "additionalProperties": False,
}
OPEN_BLOCKS = ("Documents",)
"""Blocks that also take the keys of a shape."""
FILLED_IN = ("rows",)
"""Fields read from another file."""


def json_schema() -> str:
    """The schema as text, draft 2020-12."""
    schema = Scenario.model_json_schema(by_alias=True)
    blocks = schema.pop("$defs")
    whole = _block("Scenario", schema)
    whole["properties"]["extends"] = {"type": "string", "description": "a shipped scenario by its name, or ./file.yaml beside this one"}
    whole["$defs"] = {name: _block(name, block) for name, block in blocks.items()} | {"number": NUMBER}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "hubsim scenario"}
    return json.dumps({**head, **whole}, indent=1, ensure_ascii=False) + "\n"


def _block(name: str, block: Json) -> Json:
    """A block of the schema as it may stand in a file."""
    if "properties" not in block:
        return block
    fields = {key: _field(field) for key, field in block["properties"].items() if key not in FILLED_IN}
    kept = {key: value for key, value in block.items() if key in ("description", "type")}
    return {**kept, "properties": {**fields, **EVIDENCE}, "additionalProperties": name in OPEN_BLOCKS}


def _field(field: Json) -> Json:
    """What may stand for a field: itself, `none`, or a number with its evidence."""
    meaning = {"description": field["description"]} if "description" in field else {}
    return {**meaning, "anyOf": [_value(field), {"const": "none"}, {"$ref": "#/$defs/number"}]}


def _value(field: Json) -> Json:
    """The field alone: any of its kinds, members of a collection with their defaults under `any`."""
    kinds = field.get("anyOf") or field.get("oneOf")
    if kinds:
        return {"anyOf": [_value(kind) for kind in kinds if kind != {"type": "null"}]}
    if isinstance(field.get("additionalProperties"), dict):
        member = {"anyOf": [_value(field["additionalProperties"]), {"const": "none"}, {"$ref": "#/$defs/number"}]}
        return {"type": "object", "properties": {"any": {"type": "object"}, **EVIDENCE}, "additionalProperties": member}
    return {key: value for key, value in field.items() if key in ("type", "$ref", "enum", "const", "examples", "items")}
