"""The only way in: files and settings become a frozen scenario, or BadScenario with every fault and its place.

The order of precedence: defaults named `any` < parents by `extends` < the file < overlays < settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.errors import BadScenario, Fault, suggestion
from sim.scenario import (
    attachments,
    blame,
    changes,
    citations,
    complaints,
    evidence,
    fields,
    layers,
    ledger,
    shares,
    standing_in,
    whole_names,
    yaml_file,
)
from sim.scenario.checks import faults_in, names, warnings_in
from sim.scenario.checks.case import Case
from sim.scenario.files import Source, named
from sim.scenario.ledger import Input
from sim.scenario.resolved import digest
from sim.scenario.schema import Scenario
from sim.scenario.stack import Stack, merged, stacked
from sim.scenario.tree import Branch, Path, Removed, plain

__all__ = ["Draft", "Input", "bare_facts", "load", "loads", "read", "read_text"]

Settings = Mapping[str, object]


def load(path: str | FilePath, overlays: Iterable[str | FilePath] = (), settings: Settings | None = None) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    path
        YAML file, as `scenarios/kosovo-us.yaml`.
    overlays
        Files laid over it; two that set one key differently are a fault.
    settings
        Dotted name to text, as `{"hubs.kosovo.pools.homes.places": "30 people"}`; beats everything else. `any` in a name is every
        member; the text `none` takes out.

    Returns
    -------
    Scenario
        Frozen, with `inputs` (the ledger), `warnings` and `hash`.

    Raises
    ------
    BadScenario
        With all faults, each as `file:line:column: what. What to do`.
    """
    return read(path, overlays).scenario(settings)


def loads(text: str, name: str = "text", settings: Settings | None = None) -> Scenario:
    """Read a scenario from a text; `name` stands for the file in messages. It can extend shipped scenarios only."""
    return read_text(text, name).scenario(settings)


def read(path: str | FilePath, overlays: Iterable[str | FilePath] = ()) -> Draft:
    """Files read and laid over each other, ready to be completed with settings: a sweep reads once and completes many times."""
    return Draft(stacked(named(path), [named(overlay, as_overlay=True) for overlay in overlays]))


def read_text(text: str, name: str = "text") -> Draft:
    """The same for a text."""
    return Draft(stacked(Source(None, FilePath(), name), [], text))


def bare_facts(scenario: Scenario) -> tuple[Input, ...]:
    """Facts that came without evidence."""
    return tuple(one for one in scenario.inputs if one.bare)


class Draft:
    """A scenario before its settings."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def scenario(self, settings: Settings | None = None) -> Scenario:
        """The scenario with these settings. Raises BadScenario."""
        settings = settings or {}
        scenario, tree, faults = self._read(self._stack.tree, settings)
        if faults or scenario is None:
            raise BadScenario(_in_order(blame.placed(faults, self._stack.line, settings, self._again)))
        return _attached(scenario, tree, self._stack.sources.values())

    def _again(self, line: Sequence[Branch], settings: Settings) -> list[Fault] | None:
        """The faults of these trees laid over each other; None: nothing that could be checked for contradictions."""
        scenario, _, faults = self._read(merged(line), settings)
        return None if scenario is None else faults

    def _read(self, tree: Branch, settings: Settings) -> tuple[Scenario | None, Branch, list[Fault]]:
        faults = list(self._stack.faults)
        for name, value in settings.items():
            tree = _with_setting(tree, name, value, faults)
        tree = layers.with_defaults(tree, faults)
        _check_removed(tree, faults)
        faults.extend(names.spelling(tree))
        tree = shares.with_rest(tree, faults)
        return self._checked(tree, faults), tree, faults

    def _checked(self, tree: Branch, faults: list[Fault]) -> Scenario | None:
        data: Any = plain(tree)
        unread = attachments.attach(data, tree, self._source, faults)
        for act, typed in changes.typed_sets(tree, faults).items():
            data["timeline"][act]["set"] = typed
        changes.check_sweep(tree, faults)
        scenario = _validated(data, tree, faults, unread)
        if scenario is not None:
            faults.extend(faults_in(Case(scenario, tree)))
        else:
            faults.extend(list(standing_in.names_beside(data, tree, faults)))
        return scenario

    def _source(self, shown: str) -> Source:
        """The file in which something stands; what is set on the command line stands beside the main file."""
        return self._stack.sources.get(shown, self._stack.main)


def _with_setting(tree: Branch, name: str, value: object, faults: list[Fault]) -> Branch:
    shown = f"--set {name}"
    path = tuple(name.split("."))
    if not all(path):
        faults.append(Fault(shown, 0, 0, "this is not a dotted name", "Write for example agreement.stay.limit"))
        return tree
    meant = whole_names.what_is_meant(path, tree)
    if meant is not None:
        faults.append(Fault(shown, 0, 0, f'a scenario has no "{name}"', meant))
        return tree
    try:
        node = yaml_file.parse_value(_as_text(value), shown)
    except BadScenario as bad:
        faults.extend(bad.faults)
        return tree
    return layers.with_setting(tree, path, evidence.annotated_value(node, "set", faults), faults)


def _as_text(value: object) -> str:
    """A Python value as it would be written in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_as_text(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_as_text, value))}]"
    return "none" if value is None else str(value)


def _check_removed(tree: Branch, faults: list[Fault]) -> None:
    """`none` for a name that nothing says and the schema does not know is a slip of the pen."""
    for path, removed in _removed(tree):
        found = fields.find(path, tree)
        unknown = isinstance(found, fields.NotFound)
        valid = list(found.valid) if isinstance(found, fields.NotFound) else [k for k in tree.branch(*path[:-1]).children if k != path[-1]]
        if unknown or (layers.is_collection(path[:-1]) and not removed.took):
            where = ".".join(path[:-1]) or "the scenario"
            faults.append(
                tree.key_place(path).fault(
                    f'there is no "{path[-1]}" in {where} to take out', suggestion(path[-1], valid, "Take this line out")
                )
            )


def _removed(tree: Branch, path: Path = ()) -> Iterator[tuple[Path, Removed]]:
    for key, child in tree.children.items():
        if isinstance(child, Removed):
            yield (*path, key), child
        elif isinstance(child, Branch):
            yield from _removed(child, (*path, key))


def _validated(data: Any, tree: Branch, faults: list[Fault], unread: list[Path]) -> Scenario | None:
    """The scenario; when only unknown keys are wrong, the scenario without them, so that contradictions are told too."""
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        faults.extend(complaints.faults_of(error, tree, without=unread))
        unknown = complaints.unknown_keys(error, tree)
    try:
        return Scenario.model_validate(_without(data, unknown)) if unknown else None
    except ValidationError:
        return None


def _without(data: Any, paths: list[Path]) -> Any:
    for path in paths:
        block = data
        for key in path[:-1]:
            block = block[key]
        block.pop(path[-1], None)
    return data


def _in_order(faults: list[Fault]) -> list[Fault]:
    """By file in the order met, then by place; a setting is not named twice."""
    faults = [replace(fault, what=fault.what.removeprefix(fault.file.removeprefix("--set ") + ": ")) for fault in faults]
    files = list(dict.fromkeys(fault.file for fault in faults))
    return sorted(dict.fromkeys(faults), key=lambda fault: (files.index(fault.file), fault.line, fault.column))


def _attached(scenario: Scenario, tree: Branch, files: Iterable[Source]) -> Scenario:
    scenario._inputs = tuple(_rows(tree))
    scenario._hash = digest(scenario)
    scenario._warnings = (*warnings_in(Case(scenario, tree)), *citations.unknown(tree, files))
    return scenario


def _rows(tree: Branch) -> Iterator[Input]:
    parts = list(Scenario.model_fields)
    for path, leaf in sorted(tree.leaves(), key=lambda one: parts.index(one[0][0])):
        found = fields.find(_field_path(path), tree)
        yield ledger.row(path, leaf, found.role if isinstance(found, fields.Found) else "word")


def _field_path(path: Path) -> Path:
    """Values that the timeline sets have the role of what they replace."""
    if len(path) < 4 or path[0] != "timeline" or path[2] != "set":
        return path
    name = tuple(path[3].split("."))
    return tuple(word for depth, word in enumerate(name) if not layers.is_kind(name, depth))
