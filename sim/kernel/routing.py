"""Routing: which of several hubs a case at the sender may go to, and in which order they are tried."""

from __future__ import annotations

import math

from sim.kernel import housing, luck, world
from sim.kernel import site as sites
from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, real
from sim.kernel.rows import Case, HubOrder, Site, World
from sim.kernel.words import Routing


@compiled
def takes(m, case):  # type: ignore[no-untyped-def]
    """Whether any hub is for the case."""
    index, count = 0, m[World.SITE_COUNT]
    while index < count and not (m[World.OPEN_TO_ALL] or sites.takes(m, world.site_at(m, index), case)):
        index += 1
    return index < count


@compiled
def order(m, case, to):  # type: ignore[no-untyped-def]
    """Hubs that are for the case, the first to be tried first; `to`: list of those that a service reaches, in its order (0: all).

    Place of a block, how many and their places, that holds until this is asked again.
    """
    if m[World.OPEN_TO_ALL]:
        return to if to else m[World.ALL_HUBS]
    hubs = _block(m)
    m[hubs] = 0
    for n in range(m[to] if to else m[World.SITE_COUNT]):
        site = m[to + 1 + n] if to else world.site_at(m, n)
        if sites.takes(m, site, case):
            m[hubs] += 1
            m[hubs + m[hubs]] = site
    if m[World.ROUTING] == Routing.SHARE:
        _keep_only(m, hubs, _drawn(m, case))
    elif m[World.ROUTING] == Routing.FREE:
        _emptiest_first(m, hubs, case)
    return hubs


@compiled
def need(m, case):  # type: ignore[no-untyped-def]
    """What tells cases apart that hubs treat differently: those alike wait as one group."""
    if m[World.OPEN_TO_ALL]:
        return 0
    hubs = order(m, case, 0)
    known = m[World.HUB_ORDERS]
    while known and not _same(m, known, hubs):
        known = m[known + HubOrder.NEXT]
    return known if known else _remember(m, hubs)


@compiled
def _block(m):  # type: ignore[no-untyped-def]
    """Room for the hubs in order, and behind them for what orders them."""
    if m[World.HUBS_IN_ORDER] == 0:
        m[World.HUBS_IN_ORDER] = allocate(m, 1 + 2 * m[World.SITE_COUNT])
    return m[World.HUBS_IN_ORDER]


@compiled
def _keep_only(m, hubs, chosen):  # type: ignore[no-untyped-def]
    """Of these hubs the chosen one, if it is among them."""
    count = m[hubs]
    m[hubs] = 0
    for n in range(count):
        if m[hubs + 1 + n] == chosen:
            m[hubs] = 1
    m[hubs + 1] = chosen


@compiled
def _emptiest_first(m, hubs, case):  # type: ignore[no-untyped-def]
    """Hubs by free places, the most first, equals in the order of the file."""
    places = hubs + 1 + m[World.SITE_COUNT]
    for n in range(m[hubs]):
        site = m[hubs + 1 + n]
        free, at = housing.free_for(m, site, case), n
        while at > 0 and _comes_before(m, site, free, m[hubs + at], m[places + at - 1]):
            m[hubs + 1 + at], m[places + at] = m[hubs + at], m[places + at - 1]
            at -= 1
        m[hubs + 1 + at], m[places + at] = site, free


@compiled
def _comes_before(m, site, free, other, free_there):  # type: ignore[no-untyped-def]
    if free != free_there:
        return free > free_there
    return m[site + Site.INDEX] < m[other + Site.INDEX]


@compiled
def _drawn(m, case):  # type: ignore[no-untyped-def]
    """One hub for the case, by the shares of those that are for it; 0: none of them has a share."""
    if m[case + Case.DRAWN_SITE] > 0:
        return m[case + Case.DRAWN_SITE]
    chosen, least = 0, math.inf
    for index in range(m[World.SITE_COUNT]):
        site = world.site_at(m, index)
        share = real(m, site + Site.SHARE)
        if share > 0.0 and sites.takes(m, site, case):
            waiting = -math.log(luck.uniform(m, case, m[site + Site.SHARE_HASH], 0)) / share
            if waiting < least:
                chosen, least = site, waiting
    m[case + Case.DRAWN_SITE] = chosen
    return chosen


@compiled
def _same(m, known, hubs):  # type: ignore[no-untyped-def]
    n, count = 0, m[hubs]
    while n < count and m[known + HubOrder.WIDTH + n] == m[hubs + 1 + n]:
        n += 1
    return n == count and m[known + HubOrder.COUNT] == count


@compiled
def _remember(m, hubs):  # type: ignore[no-untyped-def]
    """An order of hubs that has not been seen yet."""
    row = allocate(m, HubOrder.WIDTH + m[hubs])
    m[row + HubOrder.COUNT] = m[hubs]
    for n in range(m[hubs]):
        m[row + HubOrder.WIDTH + n] = m[hubs + 1 + n]
    m[row + HubOrder.NEXT] = m[World.HUB_ORDERS]
    m[World.HUB_ORDERS] = row
    return row
