"""What a YAML file is that extends nothing: the defaults, a list of sources, an overlay, or a scenario that forgot to."""

from __future__ import annotations

import re
from typing import Literal

from sim.errors import BadScenario, Fault
from sim.scenario import text_file, yaml_file
from sim.scenario.fields import keys_of
from sim.scenario.files import BASE, SOURCES, Source, library
from sim.scenario.schema import Scenario
from sim.scenario.yaml_file import Map

SOURCE_KEY = re.compile(r"[A-Za-z]+-\w+")
Kind = Literal["scenario", "base", "sources", "overlay"]

_NAME_ONE = "Name a scenario, such as kosovo-us"
NO_SCENARIO: dict[Kind, tuple[str, str]] = {
    "scenario": ("this scenario extends nothing, so it has no defaults", "Add extends: base"),
    "base": ("these are the defaults of every scenario, and no scenario by themselves", _NAME_ONE),
    "sources": ("this is a list of sources, not a scenario", _NAME_ONE),
    "overlay": ("this file extends nothing, so it is no scenario by itself", "Lay it over one with --with, or add extends: base"),
}
"""What is said where a scenario must stand."""

NO_OVERLAY: dict[Kind, tuple[str, str]] = {
    "base": ("these are the defaults of every scenario, and no overlay", "Take --with out: a scenario has them by extends: base"),
    "sources": ("this is a list of sources, and no overlay", "Take --with out"),
}
"""What is said where an overlay must stand."""


SUFFIXES = (".yaml", ".yml")


def parsed(source: Source) -> Map:
    """The block of a file that a user or another file names.

    Raises
    ------
    BadScenario
        It cannot be read; where it is no YAML file at all, what a scenario is.
    """
    assert source.path is not None
    text = text_file.read_text(source.path, source.shown)
    try:
        return yaml_file.parse(text, source.shown)
    except BadScenario:
        if source.path.suffix.lower() in SUFFIXES:
            raise
    what = "this is no scenario, which is a YAML file (NAME.yaml) that says what is assumed"
    raise BadScenario(
        [Fault(source.shown, 0, 0, what, "Name one, such as kosovo-us, or begin one with `hubsim new my-hub --like kosovo-us`")]
    )


def kind_of(block: Map, source: Source) -> Kind:
    """What a file is. Only what extends nothing can be something else than a scenario; an overlay says neither start nor horizon."""
    if "extends" in block.entries:
        return "scenario"
    if source.path is not None and source.path == library() / f"{BASE}.yaml":
        return "base"
    known = {*keys_of(Scenario)} & {*block.entries}
    if not known and (source.stem == SOURCES or all(SOURCE_KEY.fullmatch(key) for key in block.entries)):
        return "sources"
    return "scenario" if {"start", "horizon", "name"} & known else "overlay"
