"""A scenario as plain data: its hash, and what the manifest keeps of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from sim.scenario.remembered import remembered
from sim.scenario.schema import Scenario

MODEL_VERSION = "1"
"""Changes when the same scenario, seed and replication give other journeys."""

WITHOUT_EFFECT = ("name", "why", "sweep")
"""Parts that change no number."""


@remembered
def fingerprint(scenario: Scenario) -> str:
    """64 hex digits of the resolved values, in their order (pools, steps and streams are ranked by it), and the model version."""
    values = {key: value for key, value in values_of(scenario).items() if key not in WITHOUT_EFFECT}
    text = json.dumps([MODEL_VERSION, values], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def digest(scenario: Scenario) -> str:
    """The first 8 digits of the fingerprint: short enough for a folder's name."""
    return fingerprint(scenario)[:8]


def to_json(scenario: Scenario) -> dict[str, Any]:
    """The resolved scenario for a manifest: values in base units (ms, shares, people), and every input with its evidence and chain."""
    return {
        "name": scenario.name,
        "hash": scenario.hash,
        "model": MODEL_VERSION,
        "values": values_of(scenario),
        "inputs": [_input(one) for one in scenario.inputs],
        "warnings": [str(one) for one in scenario.warnings],
    }


def values_of(block: Any) -> Any:
    """Dicts, lists, texts and numbers; shapes as their name and parameters."""
    if isinstance(block, BaseModel):
        return {info.alias or name: values_of(getattr(block, name)) for name, info in type(block).model_fields.items()}
    if dataclasses.is_dataclass(block) and not isinstance(block, type):
        return {"is": type(block).__name__.lower(), **{f.name: values_of(getattr(block, f.name)) for f in dataclasses.fields(block)}}
    if isinstance(block, Mapping):
        return {str(key): values_of(value) for key, value in block.items()}
    if isinstance(block, list | tuple):
        return [values_of(one) for one in block]
    return block.isoformat() if isinstance(block, dt.date) else block


def _input(one: Any) -> dict[str, Any]:
    row = dataclasses.asdict(one)
    return {**row, "set_by": [link._asdict() for link in one.set_by]}
