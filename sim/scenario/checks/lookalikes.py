"""Warnings: what takes nothing away where it was meant to, or takes away more than it says: a block beside one of nearly the same name,
and one number in the place of several dated ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.tree import Leaf, Path

IN_HUB = ("pools", "teams", "clocks", "screening", "deadlines")
IN_SCENARIO = ("services", "classes", "destinations", "demand", "timeline")
NEARLY = 0.75
"""From this likeness on (as difflib counts it) two names may be one with a slip: `home` and `homes` have 0.89."""


def names(case: Case) -> Iterator[Fault]:
    """A block that a file adds to those of the files below it, under nearly the name of one of them."""
    scenario, hub = case.scenario, case.hub
    for part in IN_HUB:
        yield from _beside(case, ("hubs", case.hub_name, part), getattr(hub, part))
    for part in IN_SCENARIO:
        yield from _beside(case, (part,), getattr(scenario, part))


def _beside(case: Case, path: Path, members: Iterable[str]) -> Iterator[Fault]:
    """Members stand in the order of the files, the lowest first; one that a higher file names again belongs to that file."""
    files = {name: case.tree.key_place((*path, name)).file for name in case.tree.branch(*path).children if name in set(members)}
    before: list[str] = []
    for name, file in files.items():
        close = _like(name, [other for other in before if files[other] != file])
        if close is not None:
            what = f"{name} comes beside {close}, which {'.'.join(path)} has already, and does not change it"
            to_do = f"If you meant {close}, write {close}; if you want both, say so with {close}: {{}} beside it"
            yield case.tree.key_place((*path, name)).fault(what, to_do)
        before.append(name)


def _like(name: str, others: list[str]) -> str | None:
    alike = [other for other in others if not _numbered(name, other)]
    found = get_close_matches(name, alike, n=1, cutoff=NEARLY)
    return found[0] if found else None


def _numbered(name: str, other: str) -> bool:
    """Whether only a number or one letter at the end tells them apart: `flight_2` beside `flight_1` or `flight` is no slip."""
    return _stem(name) == _stem(other)


def _stem(name: str) -> str:
    head, line, tail = name.rpartition("_")
    return (head if line and len(tail) == 1 else name).rstrip("0123456789_")


def dates(case: Case) -> Iterator[Fault]:
    """One number for what a file below gives date by date."""
    for path, leaf in case.tree.leaves():
        if len(leaf.dates) > 1:
            yield leaf.place.fault(_dropped(path, leaf), _to_keep(leaf))


def _dropped(path: Path, leaf: Leaf) -> str:
    said = ", ".join(f"{date}: {text}" for date, text in leaf.dates)
    return f"{'.'.join(path)} changed with its dates ({said}), and this one number holds to the end of the run"


def _to_keep(leaf: Leaf) -> str:
    (first, _), *later = leaf.dates
    none = ", ".join(f"{date}: none" for date, _ in later)
    return f"To keep the other dates, write {{{first}: {leaf.text}}}; if you want one number, say so: {{{first}: {leaf.text}, {none}}}"
