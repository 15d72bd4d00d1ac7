"""Parts of a scenario: what a field says of itself, and the class of all blocks."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def lever(meaning: str, default: Any = ...) -> Any:
    """A field the planner chooses."""
    return Field(default, description=meaning, json_schema_extra={"role": "lever"})


def fact(meaning: str, default: Any = ...) -> Any:
    """A field about the world: needs evidence."""
    return Field(default, description=meaning, json_schema_extra={"role": "fact"})


def word(meaning: str, default: Any = ...) -> Any:
    """A name, date or switch that carries no evidence."""
    return Field(default, description=meaning, json_schema_extra={"role": "word"})


class Block(BaseModel):
    """A part of a scenario."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)
