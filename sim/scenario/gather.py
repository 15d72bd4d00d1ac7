"""Faults inside one value: read its parts, keep every fault with its place inside, raise them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic_core import InitErrorDetails, ValidationError

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


class Gathering:
    """Reads the parts of a value; `finish` raises all their faults at once.

    The fault raised is pydantic's ValidationError (a ValueError): inside a model its places are added to those of the field.
    """

    def __init__(self) -> None:
        self._faults: list[InitErrorDetails] = []

    def read(self, at: str | None, reader: Callable[[V], T], value: V) -> T | None:
        """The part read, or None where it has a fault. `at` is its key inside the value; None: the value itself."""
        inside = () if at is None else (at,)
        try:
            return reader(value)
        except ValidationError as nested:
            self._faults.extend(_moved(inside, nested))
        except ValueError as fault:
            self._add(inside, value, fault)
        return None

    def fault(self, at: str, value: object, message: str) -> None:
        """Note a fault found by the caller."""
        self._add((at,), value, ValueError(message))

    def finish(self) -> None:
        """Raise what was found, if anything."""
        if self._faults:
            raise ValidationError.from_exception_data("value", self._faults)

    def _add(self, place: tuple[str | int, ...], value: object, fault: ValueError) -> None:
        self._faults.append(InitErrorDetails(type="value_error", loc=place, input=value, ctx={"error": fault}))


def _moved(inside: tuple[str, ...], nested: ValidationError) -> list[InitErrorDetails]:
    """The faults of a part, seen from the whole."""
    return [
        InitErrorDetails(type="value_error", loc=(*inside, *error["loc"]), input=error["input"], ctx={"error": error["ctx"]["error"]})
        for error in nested.errors()
    ]


def read_map(value: Mapping[object, object], read_key: Callable[[object], K], read: Callable[[object], T]) -> dict[K, T]:
    """A map with its keys and values read; equal keys in different spelling are refused."""
    gathering = Gathering()
    found: dict[K, T] = {}
    for written, part in value.items():
        at = str(written)
        key = gathering.read(at, read_key, written)
        entry = gathering.read(at, read, part)
        if key is not None and key in found:
            gathering.fault(at, written, f'"{at}" stands twice: keep one of them')
        elif key is not None and entry is not None:
            found[key] = entry
    gathering.finish()
    return found
