"""Demand: streams that list cases."""

from __future__ import annotations

import math

from sim.draws import hash32
from sim.kernel import casework, luck, schedule, world
from sim.kernel.calendar import Event, alarm, go_on
from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate, append, put_real, real
from sim.kernel.rows import Case, Class, PeriodSlot, Row, Stream, TraceRow, World, auto
from sim.kernel.words import STREAM_BITS, At, Counted, Kind, Number, Outcome, Reason
from sim.kernel.words import Stream as StreamKind

COHORT_BITS = 16
"""A cohort's cases are numbered cohort x 2^16 + seat."""
LISTED, SHOWS_UP, TWICE = hash32("listed"), hash32("shows_up"), hash32("twice")
COHORT_HAPPENS, COHORT_PEOPLE = hash32("cohort.happens"), hash32("cohort.people")
MINOR, ESCORTED, DAYS_INSIDE = hash32("minor"), hash32("escorted"), hash32("days_inside")


class Piece(Row):
    """A row of a rate: from this instant, this value (f)."""

    AT = auto()
    VALUE = auto()
    WIDTH = auto()


class Change(Row):
    """A row of a dated cut."""

    HASH = auto()
    BEGIN = auto()
    END = auto()
    RATE = auto()
    FACTOR = auto()
    HAS_FACTOR = auto()
    WIDTH = auto()


class Adds(Row):
    """The rise that a sub-stream is."""

    BEGIN = auto()
    END = auto()
    MORE = auto()


# --- listing --------------------------------------------------------------------------------------------------------------------


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Those inside at the start enter after the dated changes of the first instant; of the others the first of each stream is awaited."""
    for index in range(m[World.STREAM_COUNT]):
        stream = m[World.STREAMS] + index * Stream.WIDTH
        if m[stream + Stream.KIND] == StreamKind.INITIAL:
            alarm(m, 0, Kind.CHANGE, Number.INSIDE + m[stream + Stream.RANK], 0, Event.INSIDE, stream)
        else:
            _start(m, stream)
            _await_next(m, stream)


@compiled
def list_case(m, stream):  # type: ignore[no-untyped-def]
    """List the case whose turn it is, and await the next."""
    number, row = m[stream + Stream.NEXT_NUMBER], m[stream + Stream.NEXT_ROW]
    if _kept(m, stream, number, m[World.NOW]):
        case = _new_case(m, stream, number, row, m[stream + Stream.NEXT_SIZE])
        go_on(m, Event.REVIEW_CASE, case)
        casework.reached(m, case, At.LISTED)
        schedule.counted(m, Counted.LISTED, m[case + Case.SIZE])
    _await_next(m, stream)


@compiled
def begin_inside(m, stream):  # type: ignore[no-untyped-def]
    """Those inside at the start."""
    rows = m[stream + Stream.ROWS]
    for n in range(m[rows]):
        row = rows + 1 + n * TraceRow.WIDTH
        case = _new_case(m, stream, m[row + TraceRow.ID], row, m[row + TraceRow.PEOPLE])
        m[case + Case.PRIOR] = m[row + TraceRow.ELAPSED]
        if m[stream + Stream.DAYS_INSIDE]:
            m[case + Case.PRIOR] = luck.length(m, case, DAYS_INSIDE, m[stream + Stream.DAYS_INSIDE], 0)
        world.enter_inside(m, case, m[row + TraceRow.POOL], m[row + TraceRow.SITE])
        if m[case + Case.PLACE] == 0:
            go_on(m, Event.SETTLE, case)


@compiled
def _await_next(m, stream):  # type: ignore[no-untyped-def]
    at = _next(m, stream)
    if at != NEVER and at < m[World.HORIZON]:
        key = (m[stream + Stream.RANK] << STREAM_BITS) | m[stream + Stream.NEXT_NUMBER]
        alarm(m, at, Kind.LISTING, key, 0, Event.LISTING, stream)


# --- which cases, and when ------------------------------------------------------------------------------------------------------


@compiled
def _start(m, stream):  # type: ignore[no-untyped-def]
    """Before the first case."""
    m[stream + Stream.NEXT_NUMBER] = NONE
    m[stream + Stream.CURSOR] = 0
    m[stream + Stream.COHORT] = NONE
    m[stream + Stream.SEAT] = 0
    m[stream + Stream.PLANNED] = 0
    put_real(m, stream + Stream.REACHED, 0.0)
    put_real(m, stream + Stream.TARGET, 0.0)


@compiled
def _next(m, stream):  # type: ignore[no-untyped-def]
    """Instant of the next case, NEVER when there is none; its number, row and size (NONE: not drawn yet) are put into the stream."""
    kind = m[stream + Stream.KIND]
    m[stream + Stream.NEXT_ROW] = 0
    m[stream + Stream.NEXT_SIZE] = NONE
    if kind == StreamKind.COHORTS:
        return _next_of_cohorts(m, stream)
    if kind == StreamKind.TRACE:
        return _next_of_trace(m, stream)
    if kind == StreamKind.BACKLOG:
        if m[stream + Stream.NEXT_NUMBER] + 1 >= m[stream + Stream.CASES]:
            return NEVER
        if m[stream + Stream.AT_ONCE]:
            m[stream + Stream.NEXT_NUMBER] += 1
            return m[stream + Stream.BEGIN] if _adds_at(m, stream, m[stream + Stream.BEGIN]) else NEVER
    return _next_at_a_rate(m, stream)


@compiled
def _next_at_a_rate(m, stream):  # type: ignore[no-untyped-def]
    """Case i is listed at the first t with L(t) >= sum of -log u over 0..i; L's slope is piecewise constant."""
    number = m[stream + Stream.NEXT_NUMBER] + 1
    entity = m[stream + Stream.ENTITY]
    drawn = luck.one_after_another(m, stream + Stream.LISTED_AHEAD, entity, number, LISTED)
    target = real(m, stream + Stream.TARGET) - math.log(drawn)
    reached = real(m, stream + Stream.REACHED)
    pieces = m[stream + Stream.PIECES]
    count, cursor = m[pieces], m[stream + Stream.CURSOR]
    at = NEVER
    while cursor < count:
        piece = pieces + 1 + cursor * Piece.WIDTH
        start, rate = m[piece + Piece.AT], real(m, piece + Piece.VALUE)
        until = m[piece + Piece.WIDTH + Piece.AT] if cursor + 1 < count else m[World.HORIZON]
        if rate > 0.0 and reached + rate * (until - start) >= target:
            at = start + math.floor((target - reached) / rate + 0.5)
            break
        reached += rate * (until - start)
        cursor += 1
    m[stream + Stream.CURSOR] = cursor
    m[stream + Stream.NEXT_NUMBER] = number
    put_real(m, stream + Stream.REACHED, reached)
    put_real(m, stream + Stream.TARGET, target)
    return at


@compiled
def _next_of_cohorts(m, stream):  # type: ignore[no-untyped-def]
    """Seats in turn while cases fit into the people left; who does not show up leaves a gap."""
    while True:
        while m[stream + Stream.SEAT] < m[stream + Stream.PLANNED]:
            at = _next_seat(m, stream)
            if at != NEVER:
                return at
        if not _next_cohort(m, stream):
            return NEVER


@compiled
def _next_seat(m, stream):  # type: ignore[no-untyped-def]
    """The next seat of the present cohort; NEVER where nobody is listed on it."""
    number = (m[stream + Stream.COHORT] << COHORT_BITS) | m[stream + Stream.SEAT]
    m[stream + Stream.SEAT] += 1
    size = _size(m, stream, number, _class(m, stream, number))
    listed = False
    if size <= m[stream + Stream.PEOPLE_LEFT]:
        m[stream + Stream.PEOPLE_LEFT] -= size
        listed = luck.happens_of(m, m[stream + Stream.ENTITY], number, SHOWS_UP, real(m, stream + Stream.SHOWS_UP), 0)
    if m[stream + Stream.PEOPLE_LEFT] == 0:
        m[stream + Stream.SEAT] = m[stream + Stream.PLANNED]
    if not listed:
        return NEVER
    m[stream + Stream.NEXT_NUMBER] = number
    m[stream + Stream.NEXT_SIZE] = size
    return m[m[stream + Stream.COHORTS] + 1 + 2 * m[stream + Stream.COHORT]]


@compiled
def _next_cohort(m, stream):  # type: ignore[no-untyped-def]
    """Draw the next cohort; False after the last."""
    cohorts = m[stream + Stream.COHORTS]
    m[stream + Stream.COHORT] += 1
    cohort = m[stream + Stream.COHORT]
    if cohort >= m[cohorts]:
        return False
    at, shape = m[cohorts + 1 + 2 * cohort], m[cohorts + 2 + 2 * cohort]
    base = m[stream + Stream.BASE_ENTITY]
    m[stream + Stream.SEAT], m[stream + Stream.PLANNED] = 0, 0
    comes = shape != 0 and 0 <= at < m[World.HORIZON] and _adds_at(m, stream, at)
    if comes and luck.happens_of(m, base, cohort, COHORT_HAPPENS, real(m, stream + Stream.HAPPENS), 0):
        people = luck.value_of(m, base, cohort, COHORT_PEOPLE, shape, 0)
        adds = m[stream + Stream.ADDS]
        times = real(m, adds + Adds.MORE) if adds else 1.0
        m[stream + Stream.PLANNED] = min(round(people * times), 1 << COHORT_BITS)
        m[stream + Stream.PEOPLE_LEFT] = m[stream + Stream.PLANNED]
    return True


@compiled
def _next_of_trace(m, stream):  # type: ignore[no-untyped-def]
    rows = m[stream + Stream.ROWS]
    while m[stream + Stream.CURSOR] < m[rows]:
        row = rows + 1 + m[stream + Stream.CURSOR] * TraceRow.WIDTH
        m[stream + Stream.CURSOR] += 1
        if _adds_at(m, stream, m[row + TraceRow.AT]) and _twice(m, stream, m[row + TraceRow.ID]):
            m[stream + Stream.NEXT_NUMBER] = m[row + TraceRow.ID]
            m[stream + Stream.NEXT_ROW] = row
            m[stream + Stream.NEXT_SIZE] = m[row + TraceRow.PEOPLE]
            return m[row + TraceRow.AT]
    return NEVER


@compiled
def _kept(m, stream, number, at):  # type: ignore[no-untyped-def]
    """Dated cuts never bend the stream: at a share q they drop the cases whose own u is q or more."""
    entity = m[stream + Stream.ENTITY]
    changes = m[stream + Stream.CHANGES]
    for n in range(m[changes]):
        change = changes + 1 + n * Change.WIDTH
        if m[change + Change.BEGIN] <= at < m[change + Change.END]:
            share = _share_kept(m, stream, change, at)
            if not luck.happens_of(m, entity, number, m[change + Change.HASH], share, 0):
                return False
    cuts = m[stream + Stream.CUTS]
    for n in range(m[cuts]):
        share = _value_at(m, m[cuts + 2 + 2 * n], at)
        if share < 1.0 and not luck.happens_of(m, entity, number, m[cuts + 1 + 2 * n], share, 0):
            return False
    return True


@compiled
def _share_kept(m, stream, change, at):  # type: ignore[no-untyped-def]
    if m[change + Change.HAS_FACTOR]:
        return real(m, change + Change.FACTOR)
    base = _value_at(m, m[stream + Stream.PIECES], at)
    return real(m, change + Change.RATE) / base if base > 0.0 else 1.0


@compiled
def _value_at(m, pieces, at):  # type: ignore[no-untyped-def]
    """The value in force at an instant; 0 before the first."""
    low, high = 0, m[pieces]
    while low < high:
        middle = (low + high) >> 1
        if at < m[pieces + 1 + middle * Piece.WIDTH + Piece.AT]:
            high = middle
        else:
            low = middle + 1
    return real(m, pieces + 1 + (low - 1) * Piece.WIDTH + Piece.VALUE) if low > 0 else 0.0


@compiled
def _adds_at(m, stream, at):  # type: ignore[no-untyped-def]
    """Whether a stream lists at an instant; a sub-stream only while the rise that it is holds."""
    adds = m[stream + Stream.ADDS]
    return adds == 0 or m[adds + Adds.BEGIN] <= at < m[adds + Adds.END]


@compiled
def _twice(m, stream, number):  # type: ignore[no-untyped-def]
    """Whether a row of a file is listed; in a sub-stream each of them by chance, once more."""
    adds = m[stream + Stream.ADDS]
    return adds == 0 or luck.happens_of(m, m[stream + Stream.ENTITY], number, TWICE, real(m, adds + Adds.MORE), 0)


# --- who ------------------------------------------------------------------------------------------------------------------------


@compiled
def _new_case(m, stream, number, row, size):  # type: ignore[no-untyped-def]
    """A case with all that is drawn of it at listing; row 0: everything is drawn."""
    entity = m[stream + Stream.ENTITY]
    class_, destination = NONE, NONE
    if row:
        class_, destination = m[row + TraceRow.CLASS], m[row + TraceRow.DESTINATION]
    if class_ == NONE:
        class_ = _class(m, stream, number)
    if destination == NONE:
        choices = m[stream + Stream.DESTINATIONS]
        destination = luck.one_of(m, entity, number, choices if choices else m[World.DESTINATION_CHOICES], 0)
    if size == NONE:
        size = _size(m, stream, number, class_)
    case = _row_of_case(m)
    m[case + Case.KEY] = (m[stream + Stream.RANK] << STREAM_BITS) | number
    m[case + Case.STREAM] = stream
    m[case + Case.NUMBER] = number
    m[case + Case.ENTITY] = entity
    luck.draw_ahead(m, case)
    m[case + Case.CLASS] = class_
    m[case + Case.SIZE] = size
    m[case + Case.MINORS] = _minors(m, stream, number, size, real(m, world.class_at(m, class_) + Class.MINORS))
    m[case + Case.DESTINATION] = destination
    m[case + Case.ESCORTED] = luck.happens(m, case, ESCORTED, real(m, world.class_at(m, class_) + Class.ESCORTED), 0)
    return case


@compiled
def _row_of_case(m):  # type: ignore[no-untyped-def]
    """A new row, with what belongs to it behind it: what made its class, its clocks, its legal periods."""
    case = append(m, World.CASES, Case.WIDTH)
    for instant in range(At.WIDTH):
        m[case + Case.AT + instant] = NEVER
    m[case + Case.DRAWN_SITE] = NONE
    m[case + Case.ORDER] = Reason.NONE
    m[case + Case.SENDING_BACK] = Reason.NONE
    m[case + Case.OUTCOME] = Outcome.NONE
    m[case + Case.REASON] = Reason.NONE
    m[case + Case.QUEUED_TO] = NONE
    m[case + Case.TRANSIT_LEFT] = NONE
    slots = 2 * m[World.CLOCK_COUNT] + 2
    clocks, no_clock = allocate(m, slots), m[World.NO_CLOCK]
    m[case + Case.CLOCKS] = clocks
    for slot in range(slots):
        m[clocks + slot] = no_clock
    m[case + Case.PERIODS] = allocate(m, m[World.DEADLINE_COUNT] * PeriodSlot.WIDTH)
    for index in range(m[World.DEADLINE_COUNT]):
        m[m[case + Case.PERIODS] + index * PeriodSlot.WIDTH + PeriodSlot.CASE] = case
        m[m[case + Case.PERIODS] + index * PeriodSlot.WIDTH + PeriodSlot.INDEX] = index
    return case


@compiled
def _class(m, stream, number):  # type: ignore[no-untyped-def]
    choices = m[stream + Stream.CLASSES]
    return luck.one_of(m, m[stream + Stream.ENTITY], number, choices if choices else m[World.CLASS_CHOICES], 0)


@compiled
def _size(m, stream, number, class_):  # type: ignore[no-untyped-def]
    row = world.class_at(m, class_)
    if m[row + Class.SIZES] == 0:
        return m[row + Class.SIZE]
    return luck.one_of(m, m[stream + Stream.ENTITY], number, m[row + Class.SIZES], 0)


@compiled
def _minors(m, stream, number, size, share):  # type: ignore[no-untyped-def]
    """People under age: the first of a case is grown up, each other is a minor by chance, so that the share of people holds."""
    entity = m[stream + Stream.ENTITY]
    if size == 1:
        return 1 if share != 0.0 and luck.happens_of(m, entity, number, MINOR, share, 0) else 0
    each = min(1.0, share * size / (size - 1))
    minors = 0
    for k in range(1, size):
        if luck.happens_of(m, entity, number, MINOR, each, k):
            minors += 1
    return minors
