"""What the keys of sources stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.scenario.files import library
from sim.scenario.yaml_file import Text, parse

if TYPE_CHECKING:
    from sim.scenario.ledger import Input

FILE = "sources.yaml"


@dataclass(frozen=True)
class Cited:
    """A source as cited: its key, where it points to on the page, and the publication; empty where the library does not know the key."""

    key: str
    anchor: str
    publication: str


@lru_cache(maxsize=1)
def library_sources() -> dict[str, str]:
    """Publication by key, from the library."""
    entries = parse((library() / FILE).read_text(encoding="utf-8"), FILE).entries
    return {key: node.text for key, node in entries.items() if isinstance(node, Text)}


def keys(source: str | None) -> tuple[str, ...]:
    """The keys of one `source:`."""
    return tuple(part for part in re.split(r"\s*[,;]\s*", source or "") if part)


def cited(rows: Iterable[Input]) -> list[Cited]:
    """All sources of some inputs, each once, by key."""
    found = sorted({key for row in rows for key in keys(row.source)}, key=_by_number)
    return [Cited(key, f"source-{n}", library_sources().get(key, "")) for n, key in enumerate(found, start=1)]


def _by_number(key: str) -> tuple[tuple[str, int], ...]:
    """us-K2 before us-K10."""
    return tuple((word, int(digits or 0)) for word, digits in re.findall(r"(\D*)(\d*)", key) if word or digits)
