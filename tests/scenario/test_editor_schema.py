"""The JSON Schema for editors accepts what ships, names what is misspelt, and asks for nothing a parent may give."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from sim.scenario.editor import json_schema

LIBRARY = Path(__file__).parents[2] / "scenarios"
FILES = sorted(path for path in LIBRARY.rglob("*.yaml") if path.name != "sources.yaml")


def as_an_editor_reads(value):
    if isinstance(value, dict):
        return {str(key): as_an_editor_reads(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_an_editor_reads(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(json_schema())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_accepts_what_ships(path, validator):
    data = as_an_editor_reads(YAML(typ="safe", pure=True).load(path.read_text()))
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    "data",
    [
        {"sevices": {}},
        {"agreement": {"totl": "3 people"}},
        {"agreement": {"stay": {"then": "relese"}}},
        {"hubs": {"camp": {"pools": {"homes": {"plces": 3}}}}},
        {"agreement": {"total": {"value": "3 people", "status": "offical"}}},
    ],
)
def test_marks_what_is_misspelt(data, validator):
    assert list(validator.iter_errors(data))


def test_requires_nothing():
    def keys(node):
        if isinstance(node, dict):
            return set(node) | {key for one in node.values() for key in keys(one)}
        return {key for one in node for key in keys(one)} if isinstance(node, list) else set()

    assert "required" not in keys(json.loads(json_schema()))
