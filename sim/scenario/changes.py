"""Values that come later: what `set` of the timeline puts in force, and what a sweep varies. Checked and typed at load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from sim.errors import Fault, suggestion
from sim.scenario.complaints import value_faults
from sim.scenario.fields import Found, NotFound, alternatives, find
from sim.scenario.layers import spread, with_time
from sim.scenario.tree import Branch, Leaf, Path, Removed, Tree, plain
from sim.scenario.whole_names import what_is_meant
from sim.scenario.yaml_file import Items, Place, Text

FIXED = ("name", "why", "start", "horizon", "timeline", "safeguards", "costs", "observed", "sweep")
"""Parts of a scenario that no dated change may touch."""

FIXED_FIELDS = (
    "kind",
    "file",
    "cases",
    "dates",
    "every",
    "first",
    "people",
    "size",
    "days_inside",
    "rooms",
    "beds",
    "shared_by",
    "opens",
    "season",
    "from",
    "area",
    "monitored",
    "host_answers",
    "hired",
    "training",
)
"""Fields that are used once, when the run is laid out."""


def typed_sets(tree: Branch, faults: list[Fault]) -> dict[str, dict[str, Any]]:
    """For each act of the timeline that sets something: dotted name -> value. `any` in a name has become every member."""
    sets: dict[str, dict[str, Any]] = {}
    for act in tree.branch("timeline").children:
        for name, value in tree.branch("timeline", act, "set").children.items():
            path, value = with_time(tuple(name.split(".")), value)
            found = _fields(path, value.place, tree, faults)
            typed = _read(path, [one for one in found if _may_change(name, one, value.place, faults)], value, tree, faults)
            sets[act] = {**sets.get(act, {}), **typed}
    return sets


def check_sweep(tree: Branch, faults: list[Fault]) -> None:
    """Names and values of the sweep."""
    for name, values in tree.branch("sweep", "vary").children.items():
        items = values.node.items if isinstance(values, Leaf) and isinstance(values.node, Items) else ()
        leaves = [Removed(item.place) if plain(item) == "none" else Leaf(item) for item in items if isinstance(item, Text)]
        _check_values(name, leaves, tree.key_place(("sweep", "vary", name)), tree, faults)
    for point in tree.branch("sweep", "points").children:
        for name, value in tree.branch("sweep", "points", point).children.items():
            _check_values(name, [value], tree.key_place(("sweep", "points", point, name)), tree, faults)


def _check_values(name: str, values: Sequence[Tree], place: Place, tree: Branch, faults: list[Fault]) -> None:
    said = tuple(name.split("."))
    found = _fields(with_time(said, values[0])[0] if values else said, place, tree, faults)
    for value in values:
        path, value = with_time(said, value)
        _read(path, [one for one in found if not (isinstance(value, Removed) and _is_block(one))], value, tree, faults)


def _fields(path: Path, place: Place, tree: Branch, faults: list[Fault]) -> list[Found]:
    """The fields that a name means; one that does not exist is a fault (of the members that `any` means, only where none has it)."""
    meant = what_is_meant(path, tree)
    if meant is not None:
        faults.append(place.fault(f'a scenario has no "{".".join(path)}"', meant))
        return []
    fields = [find(one, tree) for one in spread(path, tree, place, faults)]
    found = [field for field in fields if isinstance(field, Found)]
    for field in fields if not (found and "any" in path) else ():
        if isinstance(field, NotFound):
            block, word = ".".join(field.path[:-1]), field.path[-1]
            faults.append(place.fault(f'there is no "{word}" in {block}', suggestion(word, field.valid)))
    return found


TABLES = frozenset(("amenities", "groups", "recruited"))
"""Fields of a hub, a pool or a team of which the keys are names: in `hubs.NAME.FIELD.NAME.FIELD` fields stand at every other place."""


def _may_change(name: str, found: Found, place: Place, faults: list[Fault]) -> bool:
    laid_out = found.path[-1] in FIXED_FIELDS or (found.path[0] == "demand" and found.path[-1] not in ("rate", "factor"))
    laid_out = laid_out or (found.path[0] == "hubs" and not TABLES.isdisjoint(found.path[2::2]))
    if found.path[0] in FIXED or laid_out or (found.role == "word" and not _is_block(found)):
        faults.append(place.fault(f"{name} cannot change during a run", "Make it another scenario, or an overlay"))
        return False
    return True


def _is_block(found: Found) -> bool:
    blocks = [one for one in alternatives(found.type) if isinstance(one, type) and issubclass(one, BaseModel)]
    return bool(blocks) or (get_origin(found.type) is dict and found.role == "word")


def _read(path: Path, fields: list[Found], value: Tree, tree: Branch, faults: list[Fault]) -> dict[str, Any]:
    """The value as each of the fields would hold it."""
    typed = {}
    for found in fields:
        if _is_block(found):
            faults.append(value.place.fault(f"{'.'.join(path)} is a block, not a value", "Name one value in it"))
            continue
        whole = _whole(found, value, tree)
        try:
            adapter: TypeAdapter[Any] = TypeAdapter(found.type)
            typed[".".join(found.path)] = adapter.validate_python(None if isinstance(whole, Removed) else plain(whole))
        except ValidationError as error:
            faults.extend(value_faults(error, found.path, whole, value.place))
    return typed


def _whole(found: Found, value: Tree, tree: Branch) -> Tree:
    """The whole value of a field when only a part is given: a parameter of a shape, a date of a dated rate."""
    if not found.rest:
        return value
    around = tree.get(*found.path)
    return (around if isinstance(around, Branch) else Branch(place=value.place)).put(found.rest, value)
