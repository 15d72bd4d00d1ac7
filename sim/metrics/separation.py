"""What it costs in places that not everybody may live with everybody: beds stranded, places free for others while people wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.metrics.metric import Metric, Readings
from sim.metrics.rooms import beds_of, kind_of, may_share, mixed_time, rooms_of, taken
from sim.metrics.steps import Ints, Steps, counted
from sim.metrics.view import Bools, View, happened, or_else, whole
from sim.record import MS_PER_DAY
from sim.scenario.schema import Hub, Pool, Scenario


def separated(scenario: Scenario) -> bool:
    """Whether any places are not for everybody."""
    pools = [pool for hub in scenario.hubs.values() for pool in hub.pools.values()]
    return any(hub.for_ for hub in scenario.hubs.values()) or any(pool.for_ or may_share(pool) for pool in pools)


def with_rooms(scenario: Scenario) -> list[str]:
    """Names of the pools of rooms."""
    return [name for hub in scenario.hubs.values() for name, pool in hub.pools.items() if pool.rooms is not None]


LOST = "min(places free for others, people waiting) x time"


def _metric(name: str, meaning: str, formula: str, unit: str) -> Metric:
    return Metric(name, meaning, formula, unit=unit, of="people", kind="mean", better="lower", applies=separated)


METRICS = (
    _metric(
        "separation.lost_place_days",
        "days of places that were free only for others while people waited for one",
        f"{LOST}, all pools together",
        "place-days",
    ),
    _metric(
        "separation.people",
        "people who waited for a place although places were free for others",
        "sum of size of cases that ever waited so",
        "people",
    ),
    _metric(
        "separation.misplaced_person_days",
        "days people spent in pools that their class may not use",
        "sum over pools of pool.NAME.misplaced_person_days",
        "person-days",
    ),
    _metric(
        "separation.mixed_person_days",
        "days people spent in a room with people of another kind",
        "person-time in rooms in which beds are held by more than one kind",
        "person-days",
    ),
    _metric(
        "pool.{pool}.lost_place_days",
        "days of places of the pool that were free only for others while people waited for one",
        f"{LOST}, places of the pool alone",
        "place-days",
    ),
    _metric(
        "pool.{pool}.misplaced_person_days",
        "days people spent in the pool whose class may not use it",
        "sum of size x length of stays in it, overflow included, of classes that it is not for",
        "person-days",
    ),
    Metric(
        "pool.{with_rooms}.stranded_place_days",
        "days of beds of the pool left empty in rooms in which somebody lives",
        "(beds of rooms lived in - people in them) x time",
        unit="place-days",
        of="runs",
        kind="mean",
        better="lower",
    ),
)


def measure(view: View) -> Readings:
    """Stranded, lost, and wrongly used places."""
    readings: Readings = {}
    for name in with_rooms(view.scenario):
        stranded = taken(view, name).integral - view.held("place", "size", name).integral
        readings[f"pool.{name}.stranded_place_days"] = stranded / MS_PER_DAY
    if separated(view.scenario):
        misplaced = {name: _misplaced(view, name, pool) for name, pool in view.pool_terms.items()}
        readings |= {f"pool.{name}.misplaced_person_days": time / MS_PER_DAY for name, time in misplaced.items()}
        readings["separation.misplaced_person_days"] = sum(misplaced.values()) / MS_PER_DAY
        readings["separation.mixed_person_days"] = sum(mixed_time(view, name) for name in view.pools) / MS_PER_DAY
        readings |= _lost(view)
    return readings


def _misplaced(view: View, name: str, pool: Pool) -> int:
    """Person-time in a pool of those who may not use it."""
    if not pool.for_:
        return 0
    there = (view.words("stays", "pool") == name) & np.isin(view.words("stays", "kind"), ("place", "overflow"))
    rows = np.flatnonzero(there & ~np.isin(view.words("stays", "class"), pool.for_))
    start, end = view.floats("stays", "start_at")[rows], or_else(view.floats("stays", "end_at")[rows], view.horizon)
    return counted(whole(start), whole(end), view.ints("stays", "size")[rows], view.horizon).integral


# --- free for some --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Free:
    """Places that are free for some classes only: the empty ones of a pool, or beds in its rooms with people of one kind."""

    hub: str
    pool: str
    classes: tuple[str, ...]
    free: Ints
    """After each instant."""
    unreserved: Ints
    """Of those, what the reserve leaves to classes that it does not name."""
    most: Ints
    """Most people of one case that may share."""
    whole_rooms: bool
    """Whether a case has places for itself here."""

    def fits(self, pool: Pool, class_: str, size: int) -> Bools:
        """Where a case of a class that may use it finds enough."""
        beds = beds_of(pool)
        if not self.whole_rooms:
            beside: Bools = self.most >= size
            return beside & (size <= beds)
        favoured = pool.reserve is not None and class_ in pool.reserve.for_
        enough: Bools = (self.free if favoured else self.unreserved) >= -(-size // beds) * beds
        return enough


def _free(view: View, at: Ints) -> Iterator[Free]:
    """All places that are free, by who may have them."""
    for hub, terms in view.scenario.hubs.items():
        admitted = terms.for_ or tuple(view.scenario.classes)
        for name, pool in terms.pools.items():
            classes = tuple(word for word in admitted if not pool.for_ or word in pool.for_)
            room = view.capacity(f"pool:{name}", "usable").over(at) - _held(view, name, pool).over(at)
            kept = view.capacity(f"pool:{name}", "reserve").over(at)
            empty = np.maximum(room, 0)
            yield Free(hub, name, classes, empty, np.maximum(room - kept, 0), empty, True)
            for kind, (beds, most) in _beside(view, name, pool, at, room >= 0).items():
                alike = tuple(word for word in classes if kind_of(pool, word) == kind)
                yield Free(hub, name, alike, beds, beds, most, False)


def _held(view: View, name: str, pool: Pool) -> Steps:
    """Places taken, kept or being made ready; of shared rooms all their beds."""
    if may_share(pool):
        starts: list[Ints] = []
        ends: list[Ints] = []
        for room in rooms_of(view, name):
            held = _any_of(list(room.by_kind.values()), view.horizon)
            begin, end = _pieces(held)
            lived = room.lived_in.integral_to(end) > room.lived_in.integral_to(begin)
            starts.append(begin)
            ends.append(end + pool.turnaround * lived)
        begin, end = (np.concatenate([np.empty(0, np.int64), *parts]) for parts in (starts, ends))
        return counted(begin, end, np.full(begin.size, beds_of(pool), np.int64), view.horizon)
    kind = view.words("stays", "kind")
    rows = np.flatnonzero((view.words("stays", "pool") == name) & np.isin(kind, ("place", "reserved")))
    given_up = view.floats("stays", "end_at")[rows]
    ready = np.where((kind[rows] == "place") & ~_goes_on(view)[rows], given_up + pool.turnaround, given_up)
    since, until = whole(view.floats("stays", "start_at")[rows]), whole(or_else(ready, view.horizon))
    return counted(since, until, view.ints("stays", "units")[rows], view.horizon)


def _any_of(parts: list[Steps], horizon: int) -> Steps:
    """Whether any of several levels is above 0: 1 or 0."""
    at = np.unique(np.concatenate([part.at for part in parts]))
    return Steps(at, (np.sum([part.over(at) for part in parts], axis=0) > 0).astype(np.int64), horizon)


def _pieces(held: Steps) -> tuple[Ints, Ints]:
    """Beginnings and ends of the times when a level of 0 or 1 is 1."""
    turns = np.flatnonzero(np.diff(held.level, prepend=0, append=0))
    instants = np.append(held.at, held.horizon)[turns]
    return instants[::2], instants[1::2]


def _goes_on(view: View) -> Bools:
    """Which stays ended only because the case became one of another class in its place."""
    stays = [view.words("stays", name).tolist() for name in ("case", "pool", "kind", "rooms")]
    start, end = view.floats("stays", "start_at").tolist(), view.floats("stays", "end_at").tolist()
    begun = {(*key, at): word for *key, word, at in zip(*stays, view.words("stays", "class").tolist(), start, strict=True)}
    ended = zip(*stays, view.words("stays", "class").tolist(), end, strict=True)
    return np.array([begun.get((*key, at), word) != word for *key, word, at in ended], dtype=bool)


def _beside(view: View, name: str, pool: Pool, at: Ints, lawful: Bools) -> dict[str, tuple[Ints, Ints]]:
    """For each kind the beds that are free in rooms with people of that kind alone, and the most of them in one room."""
    found: dict[str, tuple[Ints, Ints]] = {}
    for room in rooms_of(view, name) if may_share(pool) else ():
        levels = room.levels(at)
        everybody = np.sum(list(levels.values()), axis=0, dtype=np.int64)
        for kind, people in levels.items():
            free = np.where(lawful & (people > 0) & (people == everybody), np.maximum(beds_of(pool) - people, 0), 0)
            beds, most = found.get(kind, (np.zeros_like(at), np.zeros_like(at)))
            found[kind] = beds + free, np.maximum(most, free)
    return found


# --- who waits ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wait:
    """A case of one class that waits for a place: in reception, in overflow, or with the sender after it was refused one."""

    row: int
    class_: str
    hubs: tuple[str, ...]
    """Whose places it waits for."""
    start: int
    end: int


def _waits(view: View) -> list[Wait]:
    found = [*_inside(view), *_with_the_sender(view)]
    return [wait for wait in found if wait.end > wait.start]


def _inside(view: View) -> Iterator[Wait]:
    asked = view.at("place_asked")
    rows = view.rows(view.words("stays", "case"))
    kind, hub, class_ = (view.words("stays", name) for name in ("kind", "hub", "class"))
    start, end = view.floats("stays", "start_at"), or_else(view.floats("stays", "end_at"), view.horizon)
    screened = _last_step(view)
    for i in np.flatnonzero((kind == "overflow") | ((kind == "reception") & happened(asked[rows]))).tolist():
        since = start[i]
        if kind[i] == "reception":
            steps = [at for at in screened.get(int(rows[i]), ()) if start[i] <= at <= end[i]]
            since = max(since, asked[rows[i]], *steps)
        yield Wait(int(rows[i]), str(class_[i]), (str(hub[i]),), int(since), int(min(end[i], view.horizon)))


def _last_step(view: View) -> dict[int, list[float]]:
    """When the steps of screening of each case ended."""
    steps = [name for hub in view.scenario.hubs.values() for name in hub.screening]
    chosen = np.flatnonzero(np.isin(view.words("tasks", "task"), steps) & happened(view.floats("tasks", "ended_at")))
    ended: dict[int, list[float]] = {}
    for i, row in zip(chosen.tolist(), view.rows(view.words("tasks", "case")[chosen]).tolist(), strict=True):
        ended.setdefault(row, []).append(float(view.floats("tasks", "ended_at")[i]))
    return ended


def _with_the_sender(view: View) -> Iterator[Wait]:
    refused, boarded = view.at("refused"), view.at("boarded")
    until = np.fmin(or_else(boarded, view.horizon), view.ended)
    waits = happened(refused) & ~(boarded <= refused) & ~view.initial & (refused < until)
    first = _first_class(view)
    for row in np.flatnonzero(waits).tolist():
        hubs = tuple(name for name, hub in view.scenario.hubs.items() if _reaches(view, row, name, hub))
        yield Wait(row, first.get(row, str(view.case_class[row])), hubs, int(refused[row]), int(until[row]))


def _reaches(view: View, row: int, name: str, hub: Hub) -> bool:
    """Whether a hub takes the destination and the stream of a case (its class is what separates)."""
    hubs = view.scenario.demand[str(view.words("journeys", "stream")[row]).split("+")[0]].hubs
    return (not hubs or name in hubs) and (not hub.destinations or view.words("journeys", "destination")[row] in hub.destinations)


def _first_class(view: View) -> dict[int, str]:
    """The class in which each case came."""
    rows, classes = view.rows(view.words("stays", "case")).tolist(), view.words("stays", "class").tolist()
    return dict(zip(reversed(rows), reversed(classes), strict=True))


# --- lost -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KeptOut:
    """Cases for whom the same places are free, while they find none of those."""

    waits: list[Wait]
    people: Ints
    """Waiting, after each instant."""
    lost: list[Bools]
    """For each part of the places, when it is free and not for them."""


def _lost(view: View) -> Readings:
    """Places lost to separation, in all and by pool, and people who waited although places were free for others.

    Counted as waiting is who finds no place that it may have; against it stand the places that are free and not for its class.
    """
    waits = _waits(view)
    at = _instants(view, waits)
    free = list(_free(view, at)) if waits else []
    kept_out = [_kept_out(view, at, free, alike) for alike in _alike(view, waits)]
    of_pool = {name: [i for i, part in enumerate(free) if part.pool == name] for name in view.pools}
    readings: Readings = {f"pool.{name}.lost_place_days": _time(view, at, free, kept_out, parts) for name, parts in of_pool.items()}
    readings["separation.lost_place_days"] = _time(view, at, free, kept_out, list(range(len(free))))
    readings["separation.people"] = _people(view, at, kept_out)
    return readings


def _kept_out(view: View, at: Ints, free: list[Free], alike: list[Wait]) -> KeptOut:
    one, size = alike[0], int(view.size[alike[0].row])
    fits = np.zeros(at.size, bool)
    for part in free:
        if part.hub in one.hubs and one.class_ in part.classes:
            fits |= part.fits(view.pool_terms[part.pool], one.class_, size)
    start, end = np.array([wait.start for wait in alike]), np.array([wait.end for wait in alike])
    people = np.where(fits, 0, counted(start, end, np.full(start.size, size, np.int64), view.horizon).over(at))
    barred = [part.hub in one.hubs and one.class_ not in part.classes for part in free]
    return KeptOut(alike, people, [(part.free > 0) & (people > 0) & out for part, out in zip(free, barred, strict=True)])


def _instants(view: View, waits: list[Wait]) -> Ints:
    """Whenever something may change: stays, places made ready, capacities, waits."""
    turnarounds = {pool.turnaround for pool in view.pool_terms.values()} | {0}
    ends = view.floats("stays", "end_at")
    instants = [view.floats("stays", "start_at"), *(ends + turnaround for turnaround in turnarounds), view.floats("capacity", "at")]
    instants.append(np.array([edge for wait in waits for edge in (wait.start, wait.end)], dtype=np.float64))
    at = np.unique(whole(np.concatenate([np.zeros(1), *(part[happened(part)] for part in instants)])))
    return at[at < view.horizon]


def _alike(view: View, waits: list[Wait]) -> list[list[Wait]]:
    """Those for whom the same places are free, together."""
    found: dict[tuple[str, tuple[str, ...], int], list[Wait]] = {}
    for wait in waits:
        found.setdefault((wait.class_, wait.hubs, int(view.size[wait.row])), []).append(wait)
    return list(found.values())


def _time(view: View, at: Ints, free: list[Free], kept_out: list[KeptOut], parts: list[int]) -> float:
    """Place-days of some places that were free for others only: at each instant no more than people waiting."""
    places, people = np.zeros_like(at), np.zeros_like(at)
    for i in parts:
        for_others = np.any([out.lost[i] for out in kept_out], axis=0)
        places = places + np.where(for_others, free[i].free, 0)
    for out in kept_out if parts else ():
        people = people + np.where(np.any([out.lost[i] for i in parts], axis=0), out.people, 0)
    return int(np.dot(np.minimum(places, people), np.diff(at, append=view.horizon))) / MS_PER_DAY


def _people(view: View, at: Ints, kept_out: list[KeptOut]) -> float:
    """People who ever waited so."""
    rows: set[int] = set()
    for out in kept_out:
        anywhere = Steps(at, np.any(out.lost, axis=0).astype(np.int64), view.horizon)
        start, end = np.array([wait.start for wait in out.waits]), np.array([wait.end for wait in out.waits])
        time = anywhere.integral_to(end) - anywhere.integral_to(start)
        rows |= {wait.row for wait, lost in zip(out.waits, time.tolist(), strict=True) if lost > 0}
    return float(view.size[sorted(rows)].sum())
