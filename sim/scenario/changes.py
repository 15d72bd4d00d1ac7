"""Values that come later: what `set` of the timeline puts in force, and what a sweep varies. Checked and typed at load."""

from __future__ import annotations

from typing import Any, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from sim.errors import Fault, suggestion
from sim.scenario.complaints import value_faults
from sim.scenario.fields import Found, alternatives, find
from sim.scenario.layers import spread, with_time
from sim.scenario.tree import Branch, Path, Removed, Tree, plain

FIXED = ("name", "why", "start", "horizon", "timeline", "safeguards", "costs", "observed", "sweep")
"""Parts of a scenario that no dated change may touch."""

FIXED_FIELDS = ("kind", "file", "cases", "dates", "every", "first", "people", "size", "days_inside", "rooms", "beds", "opens", "season")
"""Fields that are used once, when the run is laid out."""


def typed_sets(tree: Branch, faults: list[Fault]) -> dict[str, dict[str, Any]]:
    """For each act of the timeline that sets something: dotted name -> value. `any` in a name has become every member."""
    sets: dict[str, dict[str, Any]] = {}
    for act in tree.branch("timeline").children:
        block = tree.get("timeline", act, "set")
        if isinstance(block, Branch):
            sets[act] = {}
            for name, value in block.children.items():
                sets[act].update(_one(name, value, tree, faults, dated=True))
    return sets


def check_sweep(tree: Branch, faults: list[Fault]) -> None:
    """Names and values of the sweep."""
    from sim.scenario.tree import Leaf
    from sim.scenario.yaml_file import Items

    for name, values in tree.branch("sweep", "vary").children.items():
        if isinstance(values, Leaf) and isinstance(values.node, Items):
            for item in values.node.items:
                one = Removed(item.place) if plain(item) == "none" else Leaf(item)  # type: ignore[arg-type]
                _one(name, one, tree, faults, dated=False)
        else:
            faults.append(tree.place_of(("sweep", "vary", name)).fault(f"{name} has no list of values", "Write for example [20, 30, 40]"))
    for point in tree.branch("sweep", "points").children:
        for name, value in tree.branch("sweep", "points", point).children.items():
            _one(name, value, tree, faults, dated=False)


def _one(name: str, value: Tree, tree: Branch, faults: list[Fault], dated: bool) -> dict[str, Any]:
    path, value = with_time(tuple(name.split(".")), value)
    typed = {}
    for one in spread(path, tree, value.place, faults):
        found = find(one, tree)
        if not isinstance(found, Found):
            known = ".".join(found.path[:-1]) or "the scenario"
            faults.append(value.place.fault(f'there is no "{found.path[-1]}" in {known}', suggestion(found.path[-1], found.valid)))
        elif dated and not _may_change(found):
            faults.append(value.place.fault(f"{name} cannot change during a run", "Make it another scenario, or an overlay"))
        elif _is_block(found) and not isinstance(value, Removed):
            faults.append(value.place.fault(f"{name} is a block, not a value", "Name one value in it"))
        elif not _is_block(found):
            typed.update(_read(found, one, value, tree, faults))
    return typed


def _may_change(found: Found) -> bool:
    return found.path[0] not in FIXED and found.role != "word" and found.path[-1] not in FIXED_FIELDS


def _is_block(found: Found) -> bool:
    return any(isinstance(one, type) and issubclass(one, BaseModel) for one in alternatives(found.type)) or (
        get_origin(found.type) is dict and found.role == "word"
    )


def _read(found: Found, path: Path, value: Tree, tree: Branch, faults: list[Fault]) -> dict[str, Any]:
    whole = value
    if found.rest:
        around = tree.get(*found.path)
        whole = (around if isinstance(around, Branch) else Branch(place=value.place)).put(found.rest, value)
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(found.type)
        return {".".join(found.path): adapter.validate_python(None if isinstance(whole, Removed) else plain(whole))}
    except ValidationError as error:
        faults.extend(value_faults(error, path, whole, value.place))
        return {}
