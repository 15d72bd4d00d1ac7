"""Dotted names of a scenario: reading the value at one, and a copy with another value there."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from sim.scenario.fields import field_of
from sim.scenario.schema import Scenario


def get(scenario: Scenario, path: str) -> Any:
    """The value at a dotted name, as the schema holds it. KeyError: no such name."""
    value: Any = scenario
    for key in path.split("."):
        value = _member(value, key, path)
    return value


def replaced(scenario: Scenario, path: str, value: Any) -> Scenario:
    """A copy with another value at a dotted name; the original stays as it is. The value must be what the schema would hold there."""
    copy: Scenario = _replaced(scenario, path.split("."), value, path)
    return copy


def _replaced(block: Any, keys: list[str], value: Any, path: str) -> Any:
    key, *rest = keys
    new = _replaced(_member(block, key, path), rest, value, path) if rest else value
    if isinstance(block, BaseModel):
        name, info = field_of(type(block), key)
        if info is None:
            raise KeyError(path)
        return block.model_copy(update={name: new})
    if isinstance(block, dict):
        return {**block, key: new}
    raise KeyError(path)


def _member(block: Any, key: str, path: str) -> Any:
    if isinstance(block, BaseModel):
        name, info = field_of(type(block), key)
        if info is not None:
            return getattr(block, name)
    elif isinstance(block, dict) and key in block:
        return block[key]
    raise KeyError(path)
