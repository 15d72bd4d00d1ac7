"""What a dated act does to many people at once: an exchange, a release, a move to another pool."""

from __future__ import annotations

from sim.kernel import book, exits, limits, luck, world
from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate, covers, real
from sim.kernel.rows import Act, Case, Pool, Site, Stay, Stream, Table, World
from sim.kernel.words import At, Outcome, Reason, StayKind


@compiled
def meet(m, act):  # type: ignore[no-untyped-def]
    """First who is exchanged, then who is released, then who moves."""
    if m[act + Act.HAS_EXCHANGE]:
        _exchange(m, act)
    if m[act + Act.HAS_RELEASE]:
        _release(m, act)
    moves = m[act + Act.MOVE]
    for n in range(m[moves]):
        _move(m, act, m[moves + 1 + 2 * n], m[moves + 2 + 2 * n])


@compiled
def _exchange(m, act):  # type: ignore[no-untyped-def]
    """All, or each by chance, leave now, whatever they wait for."""
    book.moment(m, m[act + Act.INDEX], book.spell_of_exchange(m))
    travel = m[act + Act.EXCHANGE_TRAVEL]
    home = NEVER if travel == NONE else m[World.NOW] + travel
    those = _those(m, act)
    for n in range(m[those]):
        case = m[those + 1 + n]
        if luck.happens(m, case, m[act + Act.EXCHANGE_HASH], real(m, act + Act.EXCHANGE_SHARE), 0):
            exits.leave(m, case, m[act + Act.EXCHANGE_OUTCOME], Reason.EXCHANGE, home)


@compiled
def _release(m, act):  # type: ignore[no-untyped-def]
    """All, or each by chance, are released after the grace."""
    those = _those(m, act)
    for n in range(m[those]):
        case = m[those + 1 + n]
        if luck.happens(m, case, m[act + Act.RELEASE_HASH], real(m, act + Act.RELEASE_SHARE), 0):
            limits.order_release(m, case, Reason.ORDER, m[act + Act.GRACE])


@compiled
def _move(m, act, from_, to):  # type: ignore[no-untyped-def]
    those = _those(m, act)
    for n in range(m[those]):
        case = m[those + 1 + n]
        place = m[case + Case.PLACE]
        if place and m[place + Stay.POOL] == from_ and m[place + Stay.KIND] == StayKind.PLACE:
            world.move(m, case, m[to + Pool.SITE], to)


@compiled
def _those(m, act):  # type: ignore[no-untyped-def]
    """People inside whom the act names, in case order: how many, then each."""
    those = allocate(m, 1 + m[World.CASES + Table.COUNT])
    case = m[World.CASES + Table.FIRST]
    while case:
        inside = m[case + Case.AT + At.ARRIVED] != NEVER and m[case + Case.OUTCOME] == Outcome.NONE
        if inside and _names(m, act, case):
            _insert(m, those, case)
        case = m[case + Case.NEXT]
    return those


@compiled
def _insert(m, those, case):  # type: ignore[no-untyped-def]
    """Into a list in case order."""
    place = m[those]
    while place > 0 and m[m[those + place] + Case.KEY] > m[case + Case.KEY]:
        m[those + place + 1] = m[those + place]
        place -= 1
    m[those + place + 1] = case
    m[those] += 1


@compiled
def _names(m, act, case):  # type: ignore[no-untyped-def]
    return (
        covers(m[act + Act.CLASSES], m[case + Case.CLASS])
        and covers(m[act + Act.HUBS], m[m[case + Case.SITE] + Site.INDEX])
        and covers(m[act + Act.DESTINATIONS], m[case + Case.DESTINATION])
        and covers(m[act + Act.STREAMS], m[m[case + Case.STREAM] + Stream.NAME])
        and _came_in_time(m, act, case)
    )


@compiled
def _came_in_time(m, act, case):  # type: ignore[no-untyped-def]
    came = m[case + Case.AT + At.ARRIVED] - m[case + Case.PRIOR]
    from_, before = m[act + Act.ARRIVED_FROM], m[act + Act.ARRIVED_BEFORE]
    return (from_ == NEVER or came >= from_) and (before == NEVER or came < before)
