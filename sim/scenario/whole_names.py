"""Dotted names that are not whole, or under which nothing stands: what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sim.errors import HubsimError, ending, nearest, suggestion
from sim.scenario.fields import Found, find, keys_of, names_in
from sim.scenario.layers import is_collection
from sim.scenario.schema import Scenario
from sim.scenario.tree import Branch, Path


def what_is_meant(path: Path, tree: Branch) -> str | None:
    """What to do about a name whose first word is no part of a scenario (`places`, `homes.places`); None: it is one."""
    if path[0] in keys_of(Scenario):
        return None
    word = ".".join(path)
    names, said, blocks = _names_of(Asked(tree))
    if ending(word, said) or ending(word, names):
        return suggestion(word, said if ending(word, said) else names)
    if ending(word, blocks):
        return f"{ending(word, blocks)[0]} is a block: name one value in it"
    return _nearly(path, said) or suggestion(path[0], keys_of(Scenario))


@dataclass(frozen=True, slots=True)
class Asked:
    """A tree that is itself and no other, however alike."""

    tree: Branch

    def __hash__(self) -> int:
        return id(self.tree)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked) and other.tree is self.tree


@lru_cache(maxsize=1)
def _names_of(asked: Asked) -> tuple[list[str], list[str], list[str]]:
    """Names of a tree, those of them that it says, and its blocks; a file with hundreds of wrong names asks once."""
    names = [".".join(one) for one in names_in(asked.tree)]
    said = [name for name in names if asked.tree.get(*name.split(".")) is not None]
    blocks = dict.fromkeys(".".join(name.split(".")[:depth]) for name in names for depth in range(1, name.count(".") + 1))
    return names, said, list(blocks)


def check_said(scenario: Scenario, name: str) -> None:
    """HubsimError for a part of a scenario of which this one says nothing (`timeline`, where nothing is dated)."""
    path, said = tuple(name.split(".")), [row.name for row in scenario.inputs]
    above = ".".join(path[:-1])
    known = not above or (any(one.startswith(f"{above}.") for one in said) and not is_collection(path[:-1]))
    found = find(path, Branch())
    if known and isinstance(found, Found) and not found.rest and not any(one == name or one.startswith(f"{name}.") for one in said):
        around = f"{above}." if above else ""
        beside = dict.fromkeys(one.removeprefix(around).split(".")[0] for one in said if one.startswith(around))
        raise HubsimError(f'{scenario.name} says nothing about "{name}" ({found.meaning}). {above or "It"} has {", ".join(beside)}.')


def check_not_varied(settings: Iterable[str], varied: Iterable[str]) -> None:
    """HubsimError for a setting that every point of a sweep would replace."""
    for name in settings:
        for other in varied:
            if _replaced(name.split("."), other.split(".")):
                this = "this" if name == other else f"{other}, and this with it"
                raise HubsimError(f"--set {name}: the sweep varies {this}. Take --set out, or change the values in `sweep:`.")


def _replaced(words: Sequence[str], by: Sequence[str]) -> bool:
    """Whether one name is another or lies in it; `any` is every name."""
    return len(by) <= len(words) and all(other in (word, "any") for word, other in zip(words, by, strict=False))


def _nearly(path: Path, names: list[str]) -> str | None:
    """The same for a slip of the pen, by as many last words: `homes.palces`."""
    ends = {".".join(name.split(".")[-len(path) :]): name for name in reversed(names) if name.count(".") >= len(path) - 1}
    close = nearest(".".join(path), ends)
    return None if close is None else f'Did you mean "{ends[close]}"?'
