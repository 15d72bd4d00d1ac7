"""Files that are no scenarios and belong to some: what each is, and whether it is sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from pydantic import ValidationError

from sim.errors import BadScenario, Fault, counted
from sim.scenario import complaints, yaml_file
from sim.scenario.file_kinds import kind_of, parsed
from sim.scenario.files import Source, named
from sim.scenario.load import loads
from sim.scenario.schema import Scenario
from sim.scenario.stack import laid_alone
from sim.scenario.tree import plain
from sim.scenario.yaml_file import Map, Text

PROBE = """\
extends: base
start: 2025-01-01
horizon: 1 d
classes: {one: {share: 100 %, size: 1}}
destinations: {one: {share: 100 %, documents: 1 d}}
services: {home: {from: hub, to: one, leaves: {every: 1 d}, seats: 1}}
hubs: {hub: {pools: {homes: {places: 1}}}}
"""
"""The smallest scenario: what is wrong with it when it extends the defaults is wrong with them."""


def about(path: str | FilePath) -> str | None:
    """What a file is that is no scenario, when it is sound; None for what may be a scenario.

    Raises
    ------
    BadScenario
        It is no scenario, and not sound either.
    """
    source = named(path)
    if source.path is None or not source.path.is_file():
        return None
    block = parsed(source)
    kind = kind_of(block, source)
    if kind == "base":
        return _defaults(source)
    if kind == "sources":
        return _sources(block)
    return _overlay(block, source, path) if kind == "overlay" else None


def _sources(block: Map) -> str:
    """Key and publication, one a line: a key that stands twice is found by the reading."""
    bad = [node.place.fault(f'"{key}" is not one text', 'Write key: "publication, date, address"') for key, node in _no_texts(block)]
    if bad:
        raise BadScenario(bad)
    many, first = counted(len(block.entries), "source"), next(iter(block.entries))
    return f"{many}, which scenarios name by their keys (source: {first}). Nothing to run."


def _no_texts(block: Map) -> Iterator[tuple[str, yaml_file.Node]]:
    return ((key, node) for key, node in block.entries.items() if not isinstance(node, Text))


def _defaults(source: Source) -> str:
    """Sound when the smallest scenario that extends them is."""
    try:
        loads(PROBE, "probe")
    except BadScenario as bad:
        raise BadScenario([fault for fault in bad.faults if fault.file == source.shown] or bad.faults) from None
    return "the defaults of every scenario (extends: base). Nothing to run by itself."


def _overlay(block: Map, source: Source, path: str | FilePath) -> str:
    """Sound in itself: every key and value is one the schema knows. What it means for a scenario shows when it is laid over one."""
    faults: list[Fault] = []
    tree = laid_alone(block, source, faults)
    try:
        Scenario.model_validate(plain(tree))
    except ValidationError as error:
        faults += complaints.faults_of_part(error, tree)
    if faults:
        raise BadScenario(faults)
    return f"an overlay, sound by itself. It changes a scenario: hubsim validate SCENARIO --with {path}"
