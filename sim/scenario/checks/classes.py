"""Classes: what a case may become during its stay, and who may share a room."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault, counted
from sim.scenario.checks.case import Case
from sim.scenario.checks.people import capacity
from sim.scenario.schema import Claim, Pool, Unfit


def shared_rooms(case: Case) -> Iterator[Fault]:
    """Rooms that are shared are rooms, and it is said by whom."""
    for name, pool in case.hub.pools.items():
        where = f"hubs.{case.hub_name}.pools.{name}"
        if pool.shared_by is not None and pool.rooms is None:
            yield case.fault(f"{where}.shared_by", f"{name} has no rooms to share", "Give it rooms and beds, or take shared_by out")
        if pool.shared_by == "group" and not pool.groups:
            what = f"rooms of {name} are shared by group, and it names no groups"
            yield case.fault(f"{where}.shared_by", what, "Add groups, as groups: {men: [man, boy], women: [woman, girl]}")
        if pool.groups and pool.shared_by != "group":
            what = f"{name} names groups, and its rooms are not shared by group"
            yield case.fault(f"{where}.groups", what, "Write shared_by: group, or take groups out")
        yield from _groups(case, pool, f"{where}.groups")


def _groups(case: Case, pool: Pool, where: str) -> Iterator[Fault]:
    """A class is in one group, and may use the pool."""
    group_of: dict[str, str] = {}
    for group, classes in pool.groups.items():
        for word in classes:
            other = group_of.setdefault(word, group)
            if other != group:
                yield case.fault(f"{where}.{group}", f"{word} is in two groups, {other} and {group}", "Take it out of one of them")
            if pool.for_ and word not in pool.for_ and word in case.scenario.classes:
                yield case.fault(f"{where}.{group}", f"{group} names {word}, who may not use the pool", f"Add {word} to its `for`")


def becoming(case: Case) -> Iterator[Fault]:
    """What somebody may become during the stay has a pool, and one that is large enough."""
    for path, word, people in _changes(case):
        pools = {name: pool for name, pool in case.hub.pools.items() if not pool.for_ or word in pool.for_}
        if word not in case.scenario.classes or not case.hub.pools:
            continue
        most = max((capacity(case, pool) for pool in pools.values()), default=0)
        if not pools:
            yield case.fault(path, f"somebody may become {word}, and no pool may house {word}", f"Add {word} to `for` of a pool")
        elif people > most:
            has = counted(people, "person", "people")
            what = f"the largest case that may become {word} has {has}, more than any pool it may use has places for ({most})"
            yield case.fault(path, what, "Make one larger or the other smaller")


def _changes(case: Case) -> Iterator[tuple[str, str, int]]:
    """(where it is said, class, people in the largest case) of every way to become one of another class here."""
    where = f"hubs.{case.hub_name}"
    for name, clock in case.hub.clocks.items():
        for key in ("becomes", "refused_becomes") if isinstance(clock, Claim | Unfit) else ():
            word = getattr(clock, key, None)
            if word is not None:
                yield f"{where}.clocks.{name}.{key}", word, _largest(case, clock.for_)
    for name, step in case.hub.screening.items():
        for word in step.referred or ():
            yield f"{where}.screening.{name}.referred.{word}", word, _largest(case, step.for_)


def _largest(case: Case, for_: tuple[str, ...]) -> int:
    return max((case.largest_case(name) for name in case.classes_here() if not for_ or name in for_), default=0)
