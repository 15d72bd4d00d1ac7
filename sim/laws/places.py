"""Laws of places: capacity, order, nobody in two places, no place idle while somebody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Bools, Floats, Places, Replay, Words, distinct, groups, level, or_never, overtaken
from sim.laws.rooms import beds_of, kind_of, may_share, most_beds_beside, rooms_taken
from sim.scenario.schema import Pool


def nobody_is_in_two_places_at_once(replay: Replay) -> Iterator[Finding]:
    """The stays of a case follow each other: each begins at or after the end of the one before."""
    stays = replay.stays
    rows = np.flatnonzero(~stays.among("kind", "reserved"))
    start, end = stays.number("start_at")[rows], or_never(stays.number("end_at"))[rows]
    for i in where_true(end < start):
        yield str(stays.words("case")[rows[i]]), start[i], f"gives up {_place(replay, rows[i])} before taking it"
    case = replay.stay_rows[rows]
    order = np.lexsort((end, start, case))
    same = case[order][1:] == case[order][:-1]
    for i in where_true(same & (start[order][1:] < end[order][:-1])):
        first, second = rows[order[i]], rows[order[i + 1]]
        both = f"{_place(replay, first)} and {_place(replay, second)}"
        yield str(stays.words("case")[first]), start[order[i + 1]], f"is in {both} at the same time"


def _place(replay: Replay, row: int) -> str:
    pool, kind = replay.stays.words("pool")[row], replay.stays.words("kind")[row]
    return str(pool) if kind == "reception" else f"{pool} ({kind})"


def stays_lie_between_arriving_and_leaving(replay: Replay) -> Iterator[Finding]:
    """Nobody holds reception, a place or overflow before arriving or after leaving."""
    stays = replay.stays
    arrived = or_never(replay.of_case("arrived_at", replay.stay_rows))
    left = or_never(replay.of_case("left_at", replay.stay_rows))
    start, end = stays.number("start_at"), or_never(stays.number("end_at"))
    held = ~stays.among("kind", "reserved")
    for i in where_true(held & (start < arrived)):
        yield str(stays.words("case")[i]), start[i], f"is in {_place(replay, i)} before arriving"
    for i in where_true(held & (end > left)):
        yield str(stays.words("case")[i]), left[i], f"has left and still holds {_place(replay, i)}"


def a_case_takes_what_its_size_needs(replay: Replay) -> Iterator[Finding]:
    """A case takes a bed for each person, in one room where it may be shared, or as many whole rooms as it needs, of a pool its class
    may use when it comes."""
    stays = replay.stays
    size, units = stays.number("size"), stays.number("units")
    for name, pool in replay.pools.items():
        rows = stays.among("pool", name) & stays.among("kind", "place")
        beds = beds_of(pool)
        shared = may_share(pool) & (size <= beds)
        needed = np.where(shared, size, np.ceil(size / beds) * beds)
        for i in where_true(rows & (units != needed)):
            yield str(stays.words("case")[i]), stays.number("start_at")[i], f"takes {units[i]:.0f} of {name}, needs {needed[i]:.0f}"
        whole = np.where(shared, 1.0, np.ceil(size / beds)) if pool.rooms is not None else np.zeros(stays.size)
        has = np.array([len(set(filter(None, str(rooms).split("+")))) for rooms in stays.words("rooms").tolist()])
        for i in where_true(rows & (has != whole)):
            yield str(stays.words("case")[i]), stays.number("start_at")[i], f"has {has[i]} rooms of {name}, needs {whole[i]:.0f}"
        if pool.for_ and replay.pool_fixed(name, "for"):
            for i in where_true(rows & ~stays.among("class", *pool.for_) & ~_initial(replay) & (replay.goes_on < 0)):
                yield str(stays.words("case")[i]), stays.number("start_at")[i], f"class {stays.words('class')[i]} may not use {name}"


def _initial(replay: Replay) -> Bools:
    """Which stays are of people inside at the start, from the start."""
    known: Bools = np.append(replay.initial, False)[replay.stay_rows] & (replay.stays.number("start_at") == 0)
    return known


@dataclass(frozen=True)
class Held:
    """Places of one pool held by somebody, or kept for somebody, from the instant of the grant; of rooms that are shared whole rooms."""

    row: Places
    """Stay that took them first."""
    granted: Floats
    units: Floats
    ready: Floats
    """When the place can be used again."""

    def level(self, at: Floats) -> Floats:
        """Places held or being made ready, after each instant."""
        return level(self.granted, self.ready, self.units, at)


def _held(replay: Replay, name: str) -> Held:
    stays, pool = replay.stays, replay.pools[name]
    turnaround = float(pool.turnaround) if replay.pool_fixed(name, "turnaround") else 0.0
    if may_share(pool):
        taken = rooms_taken(replay, name)
        beds = np.full(taken.since.size, float(beds_of(pool)))
        return Held(taken.opener, taken.since, beds, taken.until + turnaround * taken.lived_in)
    rows = _rows(replay, name)
    end = or_never(stays.number("end_at"))[rows]
    used = (stays.among("kind", "place") & ~replay.is_gone_on_from)[rows]
    return Held(rows, stays.number("start_at")[rows], stays.number("units")[rows], np.where(used, end + turnaround, end))


def _rows(replay: Replay, name: str) -> Places:
    """Stays in places of a pool, and places kept there."""
    return np.flatnonzero(replay.stays.among("pool", name) & replay.stays.among("kind", "place", "reserved"))


def _was_kept(replay: Replay) -> Bools:
    """Which stays take a place that was kept for the case until then: a reservation survives a cut."""
    stays = replay.stays
    keys = list(zip(stays.words("case").tolist(), stays.words("pool").tolist(), strict=True))
    start, end, kinds = stays.number("start_at").tolist(), stays.number("end_at").tolist(), stays.words("kind").tolist()
    ends = {(key, at) for key, at, kind in zip(keys, end, kinds, strict=True) if kind == "reserved"}
    return np.array([kind == "place" and (key, at) in ends for key, at, kind in zip(keys, start, kinds, strict=True)], dtype=bool)


def nobody_enters_a_pool_that_is_full(replay: Replay) -> Iterator[Finding]:
    """A place is granted only if present + kept + being made ready + size <= usable - reserve.

    More than that is there only where usable places fell, or people were inside at the start. The reserve is for its classes.
    """
    for name, pool in replay.pools.items():
        held, comes = _held(replay, name), ~(_initial(replay) | _was_kept(replay) | (replay.goes_on >= 0))
        rows, new = _rows(replay, name), comes[held.row]
        at = np.unique(replay.stays.number("start_at")[rows[comes[rows]]])
        usable, reserve = (replay.in_force(f"pool:{name}", column, at) for column in ("usable", "reserve"))
        present = held.level(at)
        for i in where_true(present > usable):
            yield f"pool:{name}", at[i], f"{present[i]:.0f} places are held, {usable[i]:.0f} are usable, and somebody was let in"
        if pool.reserve is None or not replay.pool_fixed(name, "reserve"):
            continue
        favoured = new & replay.stays.among("class", *pool.reserve.for_)[held.row]
        others = np.isin(at, held.granted[new & ~favoured])
        without = present - level(held.granted, held.granted + 1, held.units * favoured, at)
        for i in where_true(others & (without > usable - reserve) & (present <= usable)):
            yield f"pool:{name}", at[i], f"{without[i]:.0f} places are held, {usable[i]:.0f} usable, {reserve[i]:.0f} kept for others"


def overflow_stays_within_what_is_tolerated(replay: Replay) -> Iterator[Finding]:
    """People are put in overflow only under the policy `overflow`, and no more than each pool tolerates."""
    stays = replay.stays
    rows = stays.among("kind", "overflow")
    for hub, terms in replay.hubs.items():
        policy = terms.policy.when_full
        if policy != "overflow" and replay.fixed(f"hubs.{hub}.policy.when_full"):
            for i in where_true(rows & stays.among("hub", hub)):
                yield str(stays.words("case")[i]), stays.number("start_at")[i], f"is in overflow under the policy {policy}"
    for name in replay.pools:
        chosen = rows & stays.among("pool", name)
        start, end = stays.number("start_at")[chosen], or_never(stays.number("end_at"))[chosen]
        at = np.unique(start[replay.goes_on[chosen] < 0])
        there, tolerated = level(start, end, stays.number("size")[chosen], at), replay.in_force(f"pool:{name}", "overflow", at)
        for i in where_true(there > tolerated):
            yield f"pool:{name}", at[i], f"{there[i]:.0f} people are in overflow, {tolerated[i]:.0f} are tolerated"


def nobody_enters_a_reception_that_is_full(replay: Replay) -> Iterator[Finding]:
    """Nobody is received beyond the places of reception, as many as it ever had until then."""
    stays = replay.stays
    for hub in replay.hubs:
        rows = stays.among("kind", "reception") & stays.among("hub", hub)
        start, end = stays.number("start_at")[rows], or_never(stays.number("end_at"))[rows]
        at = np.unique(start[(~_initial(replay) & (replay.goes_on < 0))[rows]])
        there = level(start, end, stays.number("size")[rows], at)
        places = np.maximum.accumulate(replay.in_force(f"reception:{hub}", "usable", at)) if at.size else at
        for i in where_true(there > places):
            yield f"reception:{hub}", at[i], f"{there[i]:.0f} people are in reception, {places[i]:.0f} places"


@dataclass(frozen=True)
class Asking:
    """Waits for a place, each of one class all the time: of newcomers, of people in overflow, of people in a place that is not for them.

    They stayed in one hub and may take any place of their class.
    """

    stay: Places
    """Rows of stays, where they wait."""
    row: Places
    """Rows of journeys."""
    since: Floats
    served: Floats
    """Infinity if never."""
    until: Floats
    """Served, or gave up waiting, or became one of another class; infinity while it waits."""


def _newcomers(replay: Replay) -> Asking:
    """In reception, from asking for a place on."""
    journeys, stays = replay.journeys, replay.stays
    kept = np.zeros(replay.case.size + 1, dtype=bool)
    kept[replay.stay_rows[_was_kept(replay)]] = True
    asks = np.append(~np.isnan(journeys.number("place_asked_at")) & ~kept[:-1] & ~replay.relocated & (not _choosy(replay)), False)
    waits = np.flatnonzero(stays.among("kind", "reception") & asks[replay.stay_rows])
    row, end = replay.stay_rows[waits], or_never(stays.number("end_at"))[waits]
    since = np.maximum(stays.number("start_at")[waits], journeys.number("place_asked_at")[row])
    served = np.where(replay.is_gone_on_from[waits], np.inf, or_never(journeys.number("placed_at"))[row])
    until = np.minimum.reduce([served, end, _gone(replay)[row]])
    waited = until >= since
    return Asking(waits[waited], row[waited], since[waited], served[waited], until[waited])


def _choosy(replay: Replay) -> bool:
    """Whether clocks may send somebody to one pool alone: what a case then waits for is not in the record."""
    return any(clock.kind == "move" and clock.to in replay.pools for clock in replay.clocks)


def _in_overflow(replay: Replay) -> Asking:
    return _until_moved(replay, replay.stays.among("kind", "overflow"))


def _misplaced(replay: Replay) -> Asking:
    """In a pool that the class they have become may not use; with acts that move people, what they wait for is not in the record."""
    stays = replay.stays
    wrong = np.zeros(stays.size, dtype=bool)
    for name, pool in replay.pools.items():
        if pool.for_ and replay.pool_fixed(name, "for"):
            wrong |= stays.among("pool", name) & ~stays.among("class", *pool.for_)
    moved = any(act.move for act in replay.scenario.timeline.values())
    return _until_moved(replay, wrong & stays.among("kind", "place") & (replay.goes_on >= 0) & (not moved))


def _until_moved(replay: Replay, chosen: Bools) -> Asking:
    """Those of some stays wait for a place all the time; a stay that ends otherwise than by leaving ends in one."""
    stays = replay.stays
    stayed = np.append(~replay.relocated, False)[replay.stay_rows]
    rows = np.flatnonzero(chosen & stayed & (not _choosy(replay)))
    row, since, end = replay.stay_rows[rows], stays.number("start_at")[rows], or_never(stays.number("end_at"))[rows]
    given_up = (end >= _gone(replay)[row]) | replay.is_gone_on_from[rows]
    return Asking(rows, row, since, np.where(given_up, np.inf, end), np.minimum(end, _gone(replay)[row]))


def _gone(replay: Replay) -> Floats:
    """When each case stops asking for a place: out, or due to go."""
    ends = [or_never(replay.journeys.number(name)) for name in ("outcome_at", "left_at", "release_ordered_at", "send_back_at")]
    gone: Floats = np.minimum.reduce(ends)
    return gone


def no_equal_is_overtaken_for_a_place(replay: Replay) -> Iterator[Finding]:
    """Among cases of one class and size a place goes to who asked first; under `strict` among all of one priority."""
    if not replay.equals_known:
        return
    for asking in (_newcomers(replay), _in_overflow(replay)):
        for group in _equals(replay, asking.stay):
            yield from _overtaken(replay, asking, group)


def _equals(replay: Replay, waits: Places) -> list[Places]:
    """Positions of those for whom one place is as good as for the other, hub by hub; not who became another while waiting."""
    stays = replay.stays
    found: list[Places] = []
    for hub in replay.hubs:
        one_class = (replay.goes_on[waits] < 0) & ~replay.is_gone_on_from[waits]
        here = np.flatnonzero(stays.among("hub", hub)[waits] & one_class)
        alike = waits[here]
        classes, size = stays.words("class")[alike], stays.number("size")[alike]
        found += [here[group] for group in (groups(_priority(replay, classes)) if replay.strict(hub) else groups(classes, size))]
    return found


def _priority(replay: Replay, classes: Words) -> Floats:
    known = replay.scenario.classes
    return np.array([float(known[name].priority) if name in known else 0.0 for name in classes.tolist()])


def _overtaken(replay: Replay, asking: Asking, group: Places) -> Iterator[Finding]:
    row, since, served, until = asking.row[group], asking.since[group], asking.served[group], asking.until[group]
    for i, first in overtaken(row, since, served, until):
        message = f"has a place before {replay.case[row[first]]}, who has asked since {told(since[first])}"
        yield replay.case[row[i]], served[i], message


def no_place_is_free_while_somebody_waits_for_it(replay: Replay) -> Iterator[Finding]:
    """Under `first_fit` nobody waits at the end of an instant who fits into a pool that the class may use, or beside others there."""
    waits = [asking for asking in (_newcomers(replay), _in_overflow(replay), _misplaced(replay)) if asking.row.size]
    if not waits:
        return
    stay, since, until = (np.concatenate([getattr(a, name) for a in waits]) for name in ("stay", "since", "until"))
    classes, sizes = replay.stays.words("class")[stay], replay.stays.number("size")[stay]
    for name, pool in replay.pools.items():
        hub = replay.hub_having(name)
        if not replay.first_fit(hub) or not replay.pool_fixed(name, "for"):
            continue
        room = _room(replay, name, since)
        here = np.flatnonzero(replay.stays.among("hub", hub)[stay])
        for alike in groups(classes[here], sizes[here]):
            group = here[alike]
            case_class, size = str(classes[group[0]]), int(sizes[group[0]])
            if pool.for_ and case_class not in pool.for_:
                continue
            at, needed, open_to = room.at, room.needed(size), room.open_to(case_class, size)
            waiting = level(since[group], until[group], np.ones(group.size), at)
            for i in where_true((waiting > 0) & (needed <= open_to))[:1]:
                who = next(j for j in group if since[j] <= at[i] < until[j])
                waits_for = f"{replay.stays.words('case')[stay[who]]} waits for {needed}"
                yield f"pool:{name}", at[i], f"{open_to[i]:.0f} places are free while {waits_for}"


@dataclass(frozen=True)
class Room:
    """What is free in a pool after each instant at which that may change."""

    replay: Replay
    pool: Pool
    name: str
    at: Floats
    free: Floats
    reserve: Floats
    beside: dict[str, Floats]
    """By kind, the most beds free in one room beside others of that kind."""

    def needed(self, size: int) -> int:
        """Places that a case takes."""
        beds = beds_of(self.pool)
        return size if may_share(self.pool) and size <= beds else -(-size // beds) * beds

    def open_to(self, case_class: str, size: int) -> Floats:
        """Places that a case of a class could have."""
        reserve, beds = self.pool.reserve, beds_of(self.pool)
        favoured = reserve is not None and case_class in reserve.for_ and self.replay.pool_fixed(self.name, "reserve")
        free = self.free if favoured else self.free - self.reserve
        if not may_share(self.pool) or size > beds:
            return free
        beside = self.beside.get(kind_of(self.pool, case_class, ""), np.zeros(self.at.size))
        return np.maximum(free, np.where(self.free >= 0, beside, 0.0))


def _room(replay: Replay, name: str, asked: Floats) -> Room:
    stays, pool, held = replay.stays, replay.pools[name], _held(replay, name)
    rows = _rows(replay, name)
    moves = (stays.number("start_at")[rows], or_never(stays.number("end_at"))[rows]) if may_share(pool) else ()
    at = distinct(held.granted, held.ready, replay.changes(f"pool:{name}"), asked, *moves)
    at = at[at < replay.horizon]
    usable, reserve = (replay.in_force(f"pool:{name}", column, at) for column in ("usable", "reserve"))
    beside = most_beds_beside(replay, name, at) if may_share(pool) else {}
    return Room(replay, pool, name, at, usable - held.level(at), reserve, beside)


def who_moves_between_hubs_is_on_the_road(replay: Replay) -> Iterator[Finding]:
    """Between stays in two hubs lies a stay on the road to the second, as long as the hubs are apart (unless the case left on it)."""
    stays = replay.stays
    rows = np.flatnonzero(~stays.among("kind", "reserved"))
    order = rows[np.lexsort((or_never(stays.number("end_at"))[rows], stays.number("start_at")[rows], replay.stay_rows[rows]))]
    start, end = stays.number("start_at"), or_never(stays.number("end_at"))
    hubs, road = stays.words("hub"), stays.among("kind", "transit")
    for before, after in zip(order[:-1].tolist(), order[1:].tolist(), strict=True):
        if replay.stay_rows[before] != replay.stay_rows[after] or hubs[before] == hubs[after]:
            continue
        if not road[after] or start[after] != end[before]:
            yield str(stays.words("case")[after]), start[after], f"is in {hubs[after]} without having travelled there from {hubs[before]}"
        elif (takes := _road(replay, hubs[before], hubs[after])) is not None and end[after] - start[after] != takes:
            if (
                end[after] < min(replay.horizon, start[after] + takes)
                and end[after] == replay.of_case("outcome_at", replay.stay_rows)[after]
            ):
                continue
            if np.isfinite(end[after]) or start[after] + takes < replay.horizon:
                yield str(stays.words("case")[after]), start[after], f"is on the road to {hubs[after]} for other than {told(takes)}"


def _road(replay: Replay, here: str, there: str) -> float | None:
    """How long the road is, where no dated change touches it."""
    if not replay.hub_fixed("travel"):
        return None
    to, back = replay.hubs[here].travel.get(there), replay.hubs[there].travel.get(here)
    return float(max(1, to if to is not None else back or 0))


LAWS: tuple[Law, ...] = (
    nobody_is_in_two_places_at_once,
    stays_lie_between_arriving_and_leaving,
    a_case_takes_what_its_size_needs,
    nobody_enters_a_pool_that_is_full,
    overflow_stays_within_what_is_tolerated,
    nobody_enters_a_reception_that_is_full,
    no_equal_is_overtaken_for_a_place,
    no_place_is_free_while_somebody_waits_for_it,
    who_moves_between_hubs_is_on_the_road,
)
