"""What is paid for places and for people in them, month by month, and which places are paid for."""

from __future__ import annotations

import math

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, put_real, real
from sim.kernel.rows import Capacity, Pool
from sim.kernel.summary.costs_items import Item, Places, Terms
from sim.kernel.summary.costs_months import time_in, width
from sim.kernel.summary.levels import people_in, present
from sim.kernel.summary.steps import add_steps, begin_changes, in_force, integrated, summed, together
from sim.kernel.words import StayKind


@compiled
def for_places(m, item, amounts, idle):  # type: ignore[no-untyped-def]
    """Places for as long as they are there; idle are those without people."""
    window = m[item + Item.WINDOW]
    paid = paid_places(m, item)
    used = _used(m, item)
    empty = beyond(m, paid, used)
    before, before_empty = integrated(m, paid), integrated(m, empty)
    for month in range(m[window]):
        per_time = real(m, m[item + Item.PER_TIME] + month)
        put_real(m, amounts + month, time_in(m, paid, before, window, month) * per_time)
        put_real(m, idle + month, time_in(m, empty, before_empty, window, month) * per_time)


@compiled
def paid_places(m, item):  # type: ignore[no-untyped-def]
    """Places of all its pools."""
    pools = m[item + Item.POOLS]
    parts = allocate(m, m[pools])
    for n in range(m[pools]):
        m[parts + n] = places(m, m[pools + 1 + n], m[item + Item.OF])
    return total(m, parts, m[pools])


@compiled
def _used(m, item):  # type: ignore[no-untyped-def]
    """People in its pools; others than those of the agreement too, unless only usable places are paid for, which they do not have."""
    pools = m[item + Item.POOLS]
    parts, count = allocate(m, 2 * m[pools]), 0
    for n in range(m[pools]):
        terms = m[pools + 1 + n]
        m[parts + count] = people_in(m, StayKind.PLACE, m[terms + Terms.POOL])
        count += 1
        if m[item + Item.OF] != Places.USABLE and m[terms + Terms.BACKGROUND]:
            m[parts + count] = _others(m, terms)
            count += 1
    return total(m, parts, count)


@compiled
def total(m, parts, count):  # type: ignore[no-untyped-def]
    """The sum of several step functions."""
    changes = begin_changes(m)
    for n in range(count):
        add_steps(m, changes, m[parts + n])
    return summed(m, changes)


@compiled
def _capacity(m, terms, column):  # type: ignore[no-untyped-def]
    return in_force(m, m[m[terms + Terms.POOL] + Pool.INDEX], column)


@compiled
def _others(m, terms):  # type: ignore[no-untyped-def]
    """The background of a pool that is open, as far as it lacks usable places for them: they may have gone."""
    rows = together(m, _capacity(m, terms, Capacity.USABLE), _capacity(m, terms, Capacity.NOMINAL))
    for n in range(m[rows]):
        instant, usable, nominal = m[rows + 1 + 3 * n], m[rows + 2 + 3 * n], m[rows + 3 + 3 * n]
        without = math.floor(_opened(m, terms, nominal) * real(m, terms + Terms.USABLE) + 1e-9) * m[terms + Terms.UNIT]
        lacking = min(max(without - usable, 0), m[terms + Terms.BACKGROUND]) if usable > 0 else 0
        m[rows + 1 + 2 * n], m[rows + 2 + 2 * n] = instant, lacking
    return rows


@compiled
def _opened(m, terms, nominal):  # type: ignore[no-untyped-def]
    """Rooms or places that are open of so many places."""
    return math.floor(nominal // m[terms + Terms.UNIT] * real(m, terms + Terms.OPENED) + 1e-9)


@compiled
def places(m, terms, of):  # type: ignore[no-untyped-def]
    """Places of a pool over time: nominal, usable, or opened from its first usable place on."""
    if of != Places.OPENED:
        return _capacity(m, terms, Capacity.USABLE if of == Places.USABLE else Capacity.NOMINAL)
    rows, has_opened = together(m, _capacity(m, terms, Capacity.NOMINAL), _capacity(m, terms, Capacity.USABLE)), False
    for n in range(m[rows]):
        instant, nominal, usable = m[rows + 1 + 3 * n], m[rows + 2 + 3 * n], m[rows + 3 + 3 * n]
        has_opened = has_opened or usable > 0
        many = _opened(m, terms, nominal) * m[terms + Terms.UNIT] if has_opened else 0
        m[rows + 1 + 2 * n], m[rows + 2 + 2 * n] = instant, many
    return rows


@compiled
def beyond(m, more, less):  # type: ignore[no-untyped-def]
    """How much one level exceeds the other."""
    rows = together(m, more, less)
    for n in range(m[rows]):
        instant, by = m[rows + 1 + 3 * n], max(m[rows + 2 + 3 * n] - m[rows + 3 + 3 * n], 0)
        m[rows + 1 + 2 * n], m[rows + 2 + 2 * n] = instant, by
    return rows


@compiled
def for_people(m, item, amounts, idle):  # type: ignore[no-untyped-def]
    """People for as long as they are there, or the least that is paid for; idle is what lacks of that."""
    window = m[item + Item.WINDOW]
    inside = present(m) if m[m[item + Item.POOLS]] == 0 else _housed(m, m[item + Item.POOLS])
    before = integrated(m, inside)
    for month in range(m[window]):
        used = time_in(m, inside, before, window, month)
        paid, per_time = max(used, m[item + Item.AT_LEAST] * width(m, window, month)), real(m, m[item + Item.PER_TIME] + month)
        put_real(m, amounts + month, paid * per_time)
        put_real(m, idle + month, (paid - used) * per_time)


@compiled
def _housed(m, pools):  # type: ignore[no-untyped-def]
    """People in places and overflow of some pools."""
    parts = allocate(m, 2 * m[pools])
    for n in range(m[pools]):
        pool = m[m[pools + 1 + n] + Terms.POOL]
        m[parts + 2 * n] = people_in(m, StayKind.PLACE, pool)
        m[parts + 2 * n + 1] = people_in(m, StayKind.OVERFLOW, pool)
    return total(m, parts, 2 * m[pools])
