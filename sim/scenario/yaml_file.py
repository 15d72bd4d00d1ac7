"""Strict reading of one YAML file: maps, lists and texts, each with its place.

Every scalar stays text (`NO`, `1:30`, `2025-06-11`), every key is a word and stands once, and what makes YAML a programming
language (anchors, aliases, merge keys, tags, several documents) is refused. Size, depth and number of entries are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sim.errors import BadScenario, Fault
from sim.scenario import text_file
from sim.scenario.odd_characters import odd_character
from sim.scenario.yaml_faults import NO_ANCHORS, NO_TAGS, form_fault, no_such_character

DEEPEST = 40
MOST_ENTRIES = 20_000

_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line and column count from 1; line 0 means the file as a whole, or `--set`."""

    file: str
    line: int = 0
    column: int = 0

    def fault(self, what: str, to_do: str) -> Fault:
        return Fault(self.file, self.line, self.column, what, to_do)


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, exactly as written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Map:
    """A block: keys in the order written, each with its own place."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Text | Items | Map


def parse(text: str, file: str) -> Map:
    """The tree of a text, or BadScenario with the first fault of form and every duplicate key."""
    text_file.check(text, file)
    faults: list[Fault] = []
    try:
        node = _Reader(file, faults).document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        raise BadScenario([*faults, form_fault(error, file, text.split("\n"))]) from None
    except (ValueError, OverflowError):  # of `chr`, for "\U00110000"
        raise BadScenario([*faults, no_such_character(file, text)]) from None
    if faults:
        raise BadScenario(faults)
    if not isinstance(node, Map):
        raise BadScenario([node.place.fault(f"the file is {_kind(node)}, not a map", "Begin with lines such as `name: my-hub`")])
    return node


def parse_value(text: str, file: str) -> Node:
    """The tree of one value given outside a file (`--set a.b=value`)."""
    try:
        whole = parse("value: " + text if "\n" not in text.strip() else "value:\n" + text, file).entries
    except BadScenario as bad:
        raise BadScenario(Fault(file, 0, 0, fault.what, fault.to_do) for fault in bad.faults) from None
    return _without_lines(whole["value"], file) if list(whole) == ["value"] else Text(text, Place(file))


def _without_lines(node: Node, file: str) -> Node:
    place = Place(file)
    if isinstance(node, Text):
        return Text(node.text, place)
    if isinstance(node, Items):
        return Items(tuple(_without_lines(item, file) for item in node.items), place)
    entries = {key: _without_lines(child, file) for key, child in node.entries.items()}
    return Map(entries, dict.fromkeys(entries, place), place)


class _Reader:
    """Builds nodes from parser events; refuses what is not plain data."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults
        self.entries = 0

    def document(self, events: Iterator[Event]) -> Node:
        node: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent) and node is not None:
                raise BadScenario([self._place(event).fault("a second document begins", "Keep one scenario in a file: take out `---`")])
            if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent):
                node = self._node(event, events, 0)
        if node is None or (isinstance(node, Text) and not node.text):
            raise BadScenario([Fault(self.file, 0, 0, "the file is empty", "Begin with lines such as `name: my-hub`")])
        return node

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        place = self._place(event)
        self._check(event, place, depth)
        if isinstance(event, ScalarEvent):
            return self._text(event.value, place)
        if isinstance(event, SequenceStartEvent):
            return self._items(place, events, depth)
        return self._map(place, events, depth)

    def _text(self, text: str, place: Place) -> Text:
        """What quotes may hide: `"\\e"` is a control character."""
        hidden = text_file.not_text(text)
        if hidden is not None:
            raise BadScenario([place.fault(f"character {hidden} in this text is not text", "Take it out")])
        return Text(text, place)

    def _items(self, place: Place, events: Iterator[Event], depth: int) -> Items:
        items = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return Items(tuple(items), place)

    def _map(self, place: Place, events: Iterator[Event], depth: int) -> Map:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            name = self._node(event, events, depth + 1)
            child = self._node(next(events), events, depth + 1)
            if self._good_key(name, child, keys):
                entries[name.text] = child  # type: ignore[union-attr]
                keys[name.text] = name.place  # type: ignore[union-attr]
        return Map(entries, keys, place)

    def _good_key(self, name: Node, child: Node, keys: dict[str, Place]) -> bool:
        if not isinstance(name, Text) or not name.text:
            self._add(name.place, "a key must be a word", "Write `key: value`")
        elif name.text == "<<":
            self._add(name.place, "merge keys (`<<`) are not allowed", "Write the values out, or use `extends`")
        elif name.text in keys:
            self._add(name.place, f'"{name.text}" stands here and on line {keys[name.text].line}', "Keep one of them")
        elif isinstance(child, Text) and not child.text:
            self._add(name.place, f'"{name.text}" has no value', _how_to_give_a_value(name.text))
        elif (odd := odd_character(name.text)) is not None:
            raise BadScenario([name.place.fault(f'the key "{name.text}" has {odd[0]}', odd[1])])
        else:
            return True
        return False

    def _check(self, event: Any, place: Place, depth: int) -> None:
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise BadScenario([place.fault(f"the file has more than {MOST_ENTRIES:,} entries", "Is this the right file?")])
        if depth > DEEPEST:
            raise BadScenario([place.fault(f"blocks lie more than {DEEPEST} deep in each other", "Is this the right file?")])
        if isinstance(event, AliasEvent) or event.anchor:
            raise BadScenario([place.fault(*NO_ANCHORS)])
        if event.tag:
            raise BadScenario([place.fault(*NO_TAGS)])

    def _add(self, place: Place, what: str, to_do: str) -> None:
        self.faults.append(place.fault(what, to_do))

    def _place(self, event: Event) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)


def _how_to_give_a_value(key: str) -> str:
    if key[:1].isdecimal():
        return "A comma in {...} parts two entries: write a number with a point (0.7), large ones without a comma (10000)"
    if _WORD.fullmatch(key):
        return "Write one after the colon and a space, or `none` to take it out"
    return "A text with a comma in {...} needs quotes, a colon needs a space after it"


def _kind(node: Node) -> str:
    return "a list" if isinstance(node, Items) else "one word"
