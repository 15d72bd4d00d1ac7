"""Safeguards about how people live together: floor for each, what they share, classes kept apart."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.metrics.breach import Breaches, Rows, lived, where
from sim.metrics.steps import Steps, counted, together
from sim.metrics.view import Bools, View, or_else, whole
from sim.scenario.schema import Apart, PerAmount, Space

RECEPTION = "reception"
LEAST = 1e-6
"""What is too little to count, square metres x places."""


def space(view: View, safeguard: Space) -> Breaches:
    """People in a pool in which the floor for each is less than it has to be."""
    parts = []
    for hub, pool, area in _with_area(view, safeguard.pools):
        rows = _stays(view, hub, pool)
        at, (people, usable, places) = together((_level(view, rows), *_floor(view, pool)), view.horizon)
        too_little = area * usable + LEAST < safeguard.space * people * places
        parts.append((rows, Steps(at, too_little.astype(np.int64), view.horizon)))
    return _lived_in(view, parts)


def _with_area(view: View, chosen: tuple[str, ...]) -> Iterable[tuple[str, str, float]]:
    for name, hub in view.scenario.hubs.items():
        areas = {pool: terms.area for pool, terms in hub.pools.items()} | {RECEPTION: hub.reception.area}
        yield from ((name, pool, area) for pool, area in areas.items() if area is not None and (not chosen or pool in chosen))


def _floor(view: View, pool: str) -> tuple[Steps, Steps]:
    """Of how many of its places the floor can be used. A pool that is shut keeps what it had; one that never opened has all."""
    if pool == RECEPTION:
        whole_floor = Steps(np.zeros(1, np.int64), np.ones(1, np.int64), view.horizon)
        return whole_floor, whole_floor
    usable, nominal = view.capacity(f"pool:{pool}", "usable"), view.capacity(f"pool:{pool}", "nominal")
    at, (can_be_used, places) = together((usable, nominal), view.horizon)
    last = np.maximum.accumulate(np.where(can_be_used > 0, np.arange(at.size), -1))
    kept = np.where(last >= 0, can_be_used[last], places)
    return Steps(at, kept, view.horizon), Steps(at, places, view.horizon)


def shared(view: View, safeguard: PerAmount) -> Breaches:
    """People in a hub in which more share an amenity than may."""
    parts = []
    for name, hub in view.scenario.hubs.items():
        if safeguard.per in hub.amenities:
            rows = _stays(view, name)
            people = _level(view, rows)
            others = sum(pool.background or 0 for pool in hub.pools.values())
            most = safeguard.people * hub.amenities[safeguard.per] - others
            parts.append((rows, Steps(people.at, (people.level > most).astype(np.int64), view.horizon)))
    return _lived_in(view, parts)


def apart(view: View, safeguard: Apart) -> Breaches:
    """People of the classes named who are in one pool with people of another of them."""
    parts = []
    for name, hub in view.scenario.hubs.items():
        for pool in safeguard.pools or hub.pools:
            rows = _stays(view, name, pool)
            classes = view.words("stays", "class")[rows]
            of_class = [rows[classes == one] for one in safeguard.apart]
            at, levels = together((_level(view, one) for one in of_class), view.horizon)
            mixed = np.sum([level > 0 for level in levels], axis=0) > 1
            parts.append((np.concatenate(of_class), Steps(at, mixed.astype(np.int64), view.horizon)))
    return _lived_in(view, parts)


def _stays(view: View, hub: str, pool: str | None = None) -> Rows:
    """Rows of those who were in a hub, or in one pool of it; places that were only reserved, and the road, are left out."""
    there = ~np.isin(view.words("stays", "kind"), ("reserved", "transit"))
    chosen: Bools = (view.words("stays", "hub") == hub) & there
    return where(chosen if pool is None else chosen & (view.words("stays", "pool") == pool))


def _level(view: View, rows: Rows) -> Steps:
    start, end = view.floats("stays", "start_at")[rows], view.floats("stays", "end_at")[rows]
    return counted(whole(start), whole(or_else(end, view.horizon)), view.ints("stays", "size")[rows], view.horizon)


def _lived_in(view: View, parts: list[tuple[Rows, Steps]]) -> Breaches:
    """Everybody who was there is concerned; broken for whoever was there while it was bad."""
    cases = view.size.size
    time, sender = np.zeros(cases, np.int64), np.zeros(cases, np.int64)
    there = np.zeros(cases, bool)
    for rows, bad in parts:
        spent, before = lived(view, rows, bad)
        time, sender = time + spent, sender + before
        there[view.rows(view.words("stays", "case")[rows])] = True
    return Breaches(concerned=there, known=there, broken=time > 0, time=time, sender=sender, longest=time)
