"""A team at work: how many of its people are there today, how many of those are bound, how many are busy."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import book, duty, housing
from sim.kernel.compiled import compiled
from sim.kernel.luck import binomial, length_of
from sim.kernel.memory import NONE, allocate, real
from sim.kernel.philox import uniform_of
from sim.kernel.rows import Site, Team, World

DAY = 86_400_000
SEATS = 1 << 16
"""Posts that open on one date; a post is numbered date x this + seat."""
ABSENT, HIRED = hash32("absent"), hash32("hired")


@compiled
def begin(m, team):  # type: ignore[no-untyped-def]
    """Lay down when each post that opens later is filled by somebody trained, in order of time."""
    recruited = m[team + Team.RECRUITED]
    count = _posts(m, recruited)
    joins = allocate(m, count)
    m[team + Team.JOINS] = joins
    m[team + Team.JOIN_COUNT] = count
    filled = 0
    for rank in range(m[recruited] if recruited else 0):
        for seat in range(m[recruited + 2 + 2 * rank]):
            _insert(m, joins, filled, _joins_at(m, team, m[recruited + 1 + 2 * rank], rank * SEATS + seat))
            filled += 1


@compiled
def _posts(m, recruited):  # type: ignore[no-untyped-def]
    posts = 0
    for rank in range(m[recruited] if recruited else 0):
        posts += m[recruited + 2 + 2 * rank]
    return posts


@compiled
def _joins_at(m, team, opens, post):  # type: ignore[no-untyped-def]
    shape = m[team + Team.HIRED]
    lag = length_of(m, m[team + Team.ENTITY], post, HIRED, shape, 0) if shape else 0
    return opens + lag + max(0, m[team + Team.TRAINING])


@compiled
def _insert(m, first, count, value):  # type: ignore[no-untyped-def]
    """Put a number into a sorted row of numbers."""
    at = first + count
    while at > first and m[at - 1] > value:
        m[at] = m[at - 1]
        at -= 1
    m[at] = value


@compiled
def free(m, team):  # type: ignore[no-untyped-def]
    """People who could start something now."""
    now = m[World.NOW]
    if duty.end_of_shift(m, team, now) == now:
        return 0
    return max(0, m[team + Team.THERE] - m[team + Team.BOUND] - m[team + Team.BUSY])


@compiled
def manned(m, team):  # type: ignore[no-untyped-def]
    """Whether people are bound whatever there is to do."""
    return m[team + Team.MINIMUM] != NONE or m[team + Team.PER_STAFF] != 0


@compiled
def recount(m, team):  # type: ignore[no-untyped-def]
    """Roster and people from now on."""
    now, holidays = m[World.NOW], m[m[team + Team.SITE] + Site.HOLIDAYS]
    duty.lay(m, team, m[team + Team.ON_DUTY], m[team + Team.CLOSED], holidays, m[team + Team.ON_HOLIDAYS])
    staff, joins = m[team + Team.STAFF], m[team + Team.JOINS]
    for index in range(m[team + Team.JOIN_COUNT]):
        if m[joins + index] <= now:
            staff += 1
    m[team + Team.STAFF_NOW] = staff
    m[team + Team.THERE] = staff - _away(m, team, now // DAY)
    bind(m, team)


@compiled
def bind(m, team):  # type: ignore[no-untyped-def]
    """How many must be kept from tasks now."""
    site, pools = m[team + Team.SITE], m[team + Team.POOLS]
    bound = 0
    if manned(m, team):
        bound = needed(m, team, housing.people_in(m, site, pools), housing.is_open(m, site, pools))
    m[team + Team.BOUND] = bound
    book.capacity(m, book.what_of_team(m, team), m[team + Team.STAFF_NOW], m[team + Team.THERE], bound, 0)


@compiled
def needed(m, team, people, is_open):  # type: ignore[no-untyped-def]
    """People of the team whom minimum and ratio bind, for so many people inside."""
    least = max(0, m[team + Team.MINIMUM]) if is_open else 0
    staff = m[team + Team.PER_STAFF]
    if staff == 0:
        return least
    return max(least, -(-people * staff // m[team + Team.PER_PEOPLE]))


@compiled
def _away(m, team, day):  # type: ignore[no-untyped-def]
    absent = real(m, team + Team.ABSENT)
    if not absent > 0.0:
        return 0
    return binomial(m[team + Team.STAFF_NOW], absent, uniform_of(m, m[team + Team.ENTITY], day, ABSENT, 0))
