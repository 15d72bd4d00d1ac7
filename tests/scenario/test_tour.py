"""The tour shows every form that a scenario file can take, since the manual quotes it for each key."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sim import hub
from sim.laws import obey
from sim.scenario import schema
from sim.scenario.fields import field_of
from sim.scenario.load import load
from sim.scenario.schema import Block

TOUR = Path(__file__).parents[2] / "scenarios" / "tour.yaml"
TEXT = TOUR.read_text(encoding="utf-8")
BLOCKS = [one for _, one in inspect.getmembers(schema, inspect.isclass) if issubclass(one, Block) and one not in (Block, schema.TraceRow)]
SAID_BY_THE_FIRST_KEY = "kind"
READ_FROM_A_FILE = "rows"


def own_fields(block: type[Block]) -> Iterator[tuple[str, Any]]:
    """Fields that a class has beside those of its parents, by the key in a file."""
    return ((info.alias or name, info) for name, info in block.model_fields.items() if name in block.__annotations__)


def said_in(said: Any, block: Block) -> Iterator[tuple[str, str]]:
    """(class, key) of all that is written in a block and in those below it."""
    for key, value in said.items() if isinstance(said, Mapping) else ():
        name, info = field_of(type(block), str(key))
        if info is None:
            continue
        owner = next(one for one in reversed(type(block).__mro__) if name in getattr(one, "__annotations__", {}))
        yield owner.__name__, info.alias or name
        below = getattr(block, name)
        if isinstance(below, Block):
            yield from said_in(value, below)
        elif isinstance(below, dict) and isinstance(value, Mapping):
            for one, its in value.items():
                if isinstance(below.get(one), Block):
                    yield from said_in(its, below[one])


def test_every_key_is_written_or_named_in_a_comment():
    said = set(said_in(YAML(typ="safe").load(TEXT), load(TOUR)))
    in_comments = set(re.findall(r"(\w+):", "\n".join(re.findall(r"#.*", TEXT))))
    all_keys = {(block.__name__, key) for block in BLOCKS for key, _ in own_fields(block)}
    left = {one for one in all_keys - said if one[1] not in in_comments}
    assert not {one for one in left if one[1] not in (SAID_BY_THE_FIRST_KEY, READ_FROM_A_FILE)}


def test_every_word_that_can_be_chosen_is_written_or_named_in_a_comment():
    words = set(re.findall(r"\w+", TEXT))
    choices = {
        (block.__name__, key, word)
        for block in BLOCKS
        for key, info in own_fields(block)
        for listed in re.findall(r"Literal\[([^\]]*)\]", str(info.annotation))
        for word in re.findall(r"'(\w+)'", listed)
    }
    assert {one for one in choices if one[2] not in words} == set()


def test_it_runs_and_obeys_the_laws():
    tour = load(TOUR)
    assert tour.warnings == ()
    for replication in range(3):
        obey(hub.simulate(tour, 1, replication), tour)
