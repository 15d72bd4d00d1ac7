"""The five limits of the agreement, counted in people."""

from __future__ import annotations

from sim.kernel import limits, transfer, world
from sim.kernel.book import limit, spell_begins, spell_of_end, what_of_standing, what_of_total
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled, inlined
from sim.kernel.memory import NEVER, NONE, allocate
from sim.kernel.rows import Act, Case, Used, World
from sim.kernel.words import Kind, Number

DAY, WEEK, MONTH, YEAR = -1, -2, -3, -4
"""Calendar periods, as World.RATE_PERIOD has them."""
UNLIMITED = 1 << 40


# --- dates ----------------------------------------------------------------------------------------------------------------------


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Write down the limits, and set the dates."""
    recount(m)
    lay_dates(m)


@compiled
def lay_dates(m):  # type: ignore[no-untyped-def]
    """Set the dates of the agreement; again when a dated change has moved them. What lies before now happens now."""
    m[World.AGREEMENT_DATES] += 1
    closes = m[World.INTAKE_UNTIL]
    if closes == NEVER or closes > m[World.NOW]:
        m[World.CLOSED] = m[World.ENDED]
    _set_date(m, closes, Event.WINDOW_CLOSES)
    if m[World.ENDED] == 0:
        _set_date(m, m[World.END_DATE], Event.AGREEMENT_ENDS)
    _set_date(m, m[World.LEAD], Event.BOARDING_OPENS)
    _set_date(m, m[World.INTAKE_FROM], Event.BOARDING_OPENS)
    if m[World.RATE_PERIOD] != 0:
        _turn_period(m)


@compiled
def _set_date(m, at, event):  # type: ignore[no-untyped-def]
    if at != NEVER:
        alarm(m, max(m[World.NOW], at), Kind.CHANGE, Number.AGREEMENT, 0, event, m[World.AGREEMENT_DATES])


@compiled
def window_closes(m, generation):  # type: ignore[no-untyped-def]
    """The last day of boarding is over."""
    if generation == m[World.AGREEMENT_DATES]:
        close(m)


@compiled
def date_ends(m, generation):  # type: ignore[no-untyped-def]
    """The agreement's own end has come."""
    if generation == m[World.AGREEMENT_DATES]:
        _end(m)


@compiled
def boarding_opens(m, generation):  # type: ignore[no-untyped-def]
    """From now on people may board."""
    if generation == m[World.AGREEMENT_DATES]:
        world.mark_transfers(m)


@compiled
def recount(m):  # type: ignore[no-untyped-def]
    """Write down the limits in force."""
    limit(m, what_of_total(m), m[World.TOTAL])
    limit(m, what_of_standing(m), m[World.STANDING_LIMIT])


@compiled
def close(m):  # type: ignore[no-untyped-def]
    """The window closes: those not yet boarded stay with the sender."""
    m[World.CLOSED] = 1
    transfer.close(m)


@compiled
def _end(m):  # type: ignore[no-untyped-def]
    """The agreement ends, once: no more boarding, and those who remain have a grace."""
    if m[World.ENDED] == 0:
        m[World.ENDED] = 1
        limits.end_agreement(m)


@compiled
def end_by(m, act):  # type: ignore[no-untyped-def]
    """A dated act ends it, unless it has ended already."""
    if m[World.ENDED] == 0:
        m[World.ENDED_BY] = act
        spell_begins(m, m[act + Act.INDEX], spell_of_end(m))
        _end(m)


# --- room -----------------------------------------------------------------------------------------------------------------------


@compiled
def accepts(m, case):  # type: ignore[no-untyped-def]
    """Whether one more case may be accepted within the total."""
    total = m[World.TOTAL]
    return total == NONE or m[World.BOARDED] + m[World.ACCEPTED] + m[case + Case.SIZE] <= total


@compiled
def open_on(m, at):  # type: ignore[no-untyped-def]
    """Whether boarding is allowed at an instant."""
    until, end = m[World.INTAKE_UNTIL], m[World.END_DATE]
    return (
        m[World.CLOSED] == 0
        and at >= m[World.LEAD]
        and at >= m[World.INTAKE_FROM]
        and (until == NEVER or at < until)
        and (end == NEVER or at < end)
    )


@inlined
def room(m, boards_at, already):  # type: ignore[no-untyped-def]
    """People who may be booked to board at an instant; `already` are chosen but not booked yet."""
    if not open_on(m, boards_at):
        return 0
    least = UNLIMITED
    if m[World.TOTAL] != NONE:
        least = min(least, m[World.TOTAL] - m[World.BOARDED] - m[World.BOOKED])
    if m[World.STANDING_LIMIT] != NONE:
        least = min(least, m[World.STANDING_LIMIT] - m[World.STANDING])
    if m[World.RATE_PERIOD] != 0:
        period = _period(m, boards_at)
        used = m[_link_to(m, period)]
        least = min(least, m[World.RATE_PEOPLE] - (m[used + Used.PEOPLE] if used and m[used + Used.PERIOD] == period else 0))
    return least - already


@compiled
def book(m, case, boards_at):  # type: ignore[no-untyped-def]
    """Hold room for a case that is to board."""
    m[World.BOOKED] += m[case + Case.SIZE]
    m[World.STANDING] += m[case + Case.SIZE]
    _use_rate(m, boards_at, m[case + Case.SIZE])


@compiled
def unbook(m, case, boards_at):  # type: ignore[no-untyped-def]
    """Give the room back: the case does not board after all."""
    m[World.BOOKED] -= m[case + Case.SIZE]
    m[World.STANDING] -= m[case + Case.SIZE]
    _use_rate(m, boards_at, -m[case + Case.SIZE])
    world.mark_transfers(m)


@compiled
def board(m, case):  # type: ignore[no-untyped-def]
    """A booked case boards: total and rate are used for good."""
    m[World.BOOKED] -= m[case + Case.SIZE]
    m[World.ACCEPTED] -= m[case + Case.SIZE]
    m[World.BOARDED] += m[case + Case.SIZE]


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """A boarded case is no longer present or in transit."""
    m[World.STANDING] -= m[case + Case.SIZE]


# --- periods of the rate --------------------------------------------------------------------------------------------------------


@compiled
def _use_rate(m, at, people):  # type: ignore[no-untyped-def]
    period = _period(m, at)
    link = _link_to(m, period)
    used = m[link]
    if used == 0 or m[used + Used.PERIOD] != period:
        after, used = used, allocate(m, Used.WIDTH)
        m[used + Used.NEXT] = after
        m[used + Used.PERIOD] = period
        m[link] = used
    m[used + Used.PEOPLE] += people


@compiled
def _link_to(m, period):  # type: ignore[no-untyped-def]
    """Where the place of a period stands, or would stand: the latest come first."""
    link = World.USED + 0  # a plain number
    while m[link] and m[m[link] + Used.PERIOD] > period:
        link = m[link] + Used.NEXT
    return link


@compiled
def _period(m, at):  # type: ignore[no-untyped-def]
    """Number of the period an instant lies in: calendar periods follow the calendar, others count from the start."""
    length = m[World.RATE_PERIOD]
    if length == 0:
        return 0
    if length > 0:
        return at // length
    day = m[World.START_DAY] + world.day_of(at)
    if length == DAY:
        return day
    if length == WEEK:
        return (day - 1) // 7
    year, month = year_and_month(day)
    return year * 12 + month if length == MONTH else year


@compiled
def year_and_month(day):  # type: ignore[no-untyped-def]
    """Of a proleptic ordinal, by years that begin with March: 400 of them have 146,097 days."""
    since = day + 305
    days = since % 146_097
    years = (days - days // 1_460 + days // 36_524 - days // 146_096) // 365
    month = (5 * (days - (365 * years + years // 4 - years // 100)) + 2) // 153
    year = since // 146_097 * 400 + years
    return (year, month + 3) if month < 10 else (year + 1, month - 9)


@compiled
def _turn_period(m):  # type: ignore[no-untyped-def]
    """At each turn of the period the rate is fresh."""
    length = m[World.RATE_PERIOD]
    at = (_period(m, m[World.NOW]) + 1) * length if length > 0 else _next_period(m)
    if at != NEVER:
        alarm(m, at, Kind.CHANGE, Number.AGREEMENT, 1, Event.PERIOD_TURNS, m[World.AGREEMENT_DATES])


@compiled
def _next_period(m):  # type: ignore[no-untyped-def]
    """The first midnight after now in another calendar period; NEVER before the horizon."""
    now = _period(m, m[World.NOW])
    at = (world.day_of(m[World.NOW]) + 1) * world.DAY
    while at < m[World.HORIZON]:
        if _period(m, at) != now:
            return at
        at += world.DAY
    return NEVER


@compiled
def period_turns(m, generation):  # type: ignore[no-untyped-def]
    """Those at the sender may have room."""
    if generation == m[World.AGREEMENT_DATES]:
        world.mark_transfers(m)
        _turn_period(m)
