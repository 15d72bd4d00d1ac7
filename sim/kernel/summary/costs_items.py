"""What each item of the contract comes to, month by month."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate, put_real, real
from sim.kernel.rows import Capacity, Departure, Pool, Service, Table, World
from sim.kernel.summary.cases import at, here, initial, outcome_of, until
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.costs_months import add_real, edge, lay_per_time, lay_window, month_of, time_in, width
from sim.kernel.summary.levels import people_in, present
from sim.kernel.summary.needs import holds
from sim.kernel.summary.steps import (
    add_span,
    add_steps,
    at_of,
    begin_changes,
    change,
    counted,
    in_force,
    integrated,
    level_of,
    together,
)
from sim.kernel.words import At, Leaving, Outcome, StayKind
from sim.metrics.costs_items import MS_PER_HOUR, period_of
from sim.metrics.costs_months import months_of
from sim.scenario.schema import DepartureFee, EscortFee, FlightFee, PostFee, StayFee, Tranche

if TYPE_CHECKING:
    from sim.kernel.plan.constants import Word
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import AnyCost


class Kind(IntEnum):
    """Kinds of items that have a bill of their own."""

    PLACE = 0
    PERSON = 1
    TRANSFER = 2
    ARRIVAL = 3
    STAY = 4
    EXIT = 5
    DEPARTURE = 6
    FLIGHT = 7
    ESCORT = 8
    POST = 9
    CAPITAL = 10
    TRANCHE = 11


class Item(IntEnum):
    """What is known of an item; what its kind does not have is 0."""

    KIND = 0
    PRICE = 1  # f: for one, or the amount
    WINDOW = 2  # edges of months, cut to its days
    PER_TIME = 3  # place of its price per millisecond, a float for each month
    POOLS = 4  # list of rows of `Terms`
    OF = 5  # `Places`
    AT_LEAST = 6
    OUTCOMES = 7  # bits
    SERVICES = 8  # by index of the service: whether it is paid for, and units for each departure (f)
    POSTS = 9  # f; or the coverage of each person of
    TEAMS = 10  # a list of numbers of capacities; 0: POSTS is a number of posts
    STAFF = 11  # for each of them the people who are there where the record says nothing
    DUE_AT = 12  # of a tranche; NEVER: when ARRIVALS people have come
    ARRIVALS = 13
    PERIOD = 14  # of a stay: from one payment to the next
    UP_TO = 15  # NONE: no length of stay ends it
    AMOUNTS = 16  # list of lengths of stay, rising; then their amounts (f)
    WIDTH = 17


class Places(IntEnum):
    """Which places count."""

    NOMINAL = 0
    OPENED = 1
    USABLE = 2


class Terms(IntEnum):
    """A pool as the scenario first says it."""

    POOL = 0  # place of its row
    UNIT = 1  # beds of a room, or 1
    OPENED = 2  # f
    USABLE = 3  # f
    BACKGROUND = 4
    WIDTH = 5


# --- laid down ------------------------------------------------------------------------------------------------------------


def lay(readings: Readings, item: AnyCost) -> int:
    """Lay down an item, by the names of its fields."""
    words: dict[str, Word] = {"KIND": Kind[item.kind.upper()], "PRICE": 0.0}
    said: Any = item
    if isinstance(item, Tranche):
        words |= _tranche_terms(readings, item)
    elif isinstance(item, StayFee):
        words |= _stay_terms(readings, item)
    else:
        words["PRICE"] = float(said.price.amount)
    if hasattr(item, "from_"):
        words |= {"WINDOW": lay_window(readings, said.from_, said.until), "PER_TIME": lay_per_time(readings, said.price)}
    if hasattr(item, "pools"):
        chosen = said.pools or (readings.names.pools if hasattr(item, "of") else ())
        words["POOLS"] = readings.numbers([_terms(readings, pool) for pool in chosen])
    if hasattr(item, "of"):
        words["OF"] = Places[said.of.upper()]
    if isinstance(item, DepartureFee | FlightFee | EscortFee):
        words["SERVICES"] = _services(readings, item)
    if isinstance(item, PostFee):
        words |= _post_terms(readings, item)
    words["OUTCOMES"] = sum(1 << Outcome[name.upper()] for name in getattr(item, "outcomes", getattr(item, "goes_on", ())))
    words["AT_LEAST"] = getattr(item, "at_least", None) or 0
    return readings.row([words.get(word.name, 0) for word in Item][: Item.WIDTH])


def _terms(readings: Readings, name: str) -> int:
    pool = next(hub.pools[name] for hub in readings.scenario.hubs.values() if name in hub.pools)
    return readings.row([readings.layout.pools[name], pool.beds or 1, float(pool.opened), float(pool.usable), pool.background or 0])


def _tranche_terms(readings: Readings, item: Tranche) -> dict[str, Word]:
    due = 0 if item.date is None else months_of(readings.scenario).instant(item.date)
    by_arrival = item.arrival is not None
    return {"PRICE": float(item.amount.amount), "DUE_AT": NEVER if by_arrival else due, "ARRIVALS": item.arrival or 0}


def _stay_terms(readings: Readings, item: StayFee) -> dict[str, Word]:
    ages = sorted(item.amounts)
    amounts = readings.row([len(ages), *ages, *(float(item.amounts[age].amount) for age in ages)])
    return {"PERIOD": period_of(item), "UP_TO": item.up_to or NONE, "AMOUNTS": amounts}


def _services(readings: Readings, item: DepartureFee | FlightFee | EscortFee) -> int:
    words: list[Word] = []
    for name, service in readings.scenario.services.items():
        chosen = name in item.services if item.services else not isinstance(item, DepartureFee) or service.from_ in readings.names.hubs
        units = 1.0
        if isinstance(item, FlightFee):
            units = float(service.travel if item.time is None else item.time) * (2 if item.both_ways else 1) / MS_PER_HOUR
        words += [chosen, units]
    return readings.row(words)


def _post_terms(readings: Readings, item: PostFee) -> dict[str, Word]:
    if item.posts is not None:
        return {"POSTS": float(item.posts)}
    teams = {name: team for hub in readings.scenario.hubs.values() for name, team in hub.teams.items()}
    whats = [readings.names.capacities().index(f"team:{name}") for name in item.teams]
    staff = readings.row([teams[name].staff for name in item.teams])
    return {"POSTS": float(item.coverage), "TEAMS": readings.numbers(whats), "STAFF": staff}


# --- bills ----------------------------------------------------------------------------------------------------------------


@compiled
def bill(m, item, edges, amounts, idle):  # type: ignore[no-untyped-def]
    """Put what an item comes to in its own currency, by month, and what of it nobody uses; both are 0 at first."""
    top, kind = m[World.TOP], m[item + Item.KIND]
    if kind == Kind.PLACE:
        _places(m, item, amounts, idle)
    elif kind == Kind.PERSON:
        _people(m, item, amounts, idle)
    elif kind == Kind.TRANSFER or kind == Kind.ARRIVAL or kind == Kind.EXIT:
        _each(m, item, edges, amounts)
    elif kind == Kind.STAY:
        _stays(m, item, edges, amounts)
    elif kind == Kind.POST:
        _posts(m, item, amounts)
    elif kind == Kind.CAPITAL:
        _capital(m, item, edges, amounts)
    elif kind == Kind.TRANCHE:
        _tranche(m, item, edges, amounts)
    else:
        _departures(m, item, edges, amounts)
    m[World.TOP] = top


@compiled
def _each(m, item, edges, amounts):  # type: ignore[no-untyped-def]
    """For each person who boards, arrives, or leaves in one of some ways."""
    people = allocate(m, m[edges])
    for case in range(cases_of(m)):
        instant = _paid_at(m, item, case)
        if instant != NEVER:
            m[people + month_of(m, edges, instant)] += of_case(m, case, OfCase.SIZE)
    for month in range(m[edges]):
        put_real(m, amounts + month, m[people + month] * real(m, item + Item.PRICE))


@compiled
def _paid_at(m, item, case):  # type: ignore[no-untyped-def]
    """When a case is paid for; NEVER: not at all."""
    if m[item + Item.KIND] == Kind.EXIT:
        return at(m, case, At.OUTCOME) if holds(m[item + Item.OUTCOMES], outcome_of(m, case)) else NEVER + 0
    if initial(m, case):
        return NEVER + 0
    return at(m, case, At.BOARDED) if m[item + Item.KIND] == Kind.TRANSFER else at(m, case, At.ARRIVED)


# --- places and people ----------------------------------------------------------------------------------------------------


@compiled
def _places(m, item, amounts, idle):  # type: ignore[no-untyped-def]
    window = m[item + Item.WINDOW]
    paid = _paid_places(m, item)
    used = _used(m, item)
    empty = beyond(m, paid, used)
    before, before_empty = integrated(m, paid), integrated(m, empty)
    for month in range(m[window]):
        per_time = real(m, m[item + Item.PER_TIME] + month)
        put_real(m, amounts + month, time_in(m, paid, before, window, month) * per_time)
        put_real(m, idle + month, time_in(m, empty, before_empty, window, month) * per_time)


@compiled
def _paid_places(m, item):  # type: ignore[no-untyped-def]
    """Places of all its pools."""
    pools = m[item + Item.POOLS]
    parts = allocate(m, m[pools])
    for n in range(m[pools]):
        m[parts + n] = places(m, m[pools + 1 + n], m[item + Item.OF])
    return _total(m, parts, m[pools])


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
    return _total(m, parts, count)


@compiled
def _total(m, parts, count):  # type: ignore[no-untyped-def]
    """The sum of several step functions."""
    changes = begin_changes(m)
    for n in range(count):
        add_steps(m, changes, m[parts + n])
    return counted(m, changes)


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
def _people(m, item, amounts, idle):  # type: ignore[no-untyped-def]
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
    return _total(m, parts, 2 * m[pools])


# --- stays ----------------------------------------------------------------------------------------------------------------


@compiled
def _stays(m, item, edges, amounts):  # type: ignore[no-untyped-def]
    """In advance, at the beginning of each period of a stay: people by amount and month, then amount by amount."""
    ages = m[item + Item.AMOUNTS]
    people = allocate(m, m[ages] * m[edges])
    for case in range(cases_of(m)):
        if here(m, case):
            _payments(m, item, case, edges, people)
    for n in range(m[ages]):
        for month in range(m[edges]):
            add_real(m, amounts + month, m[people + n * m[edges] + month] * real(m, ages + 1 + m[ages] + n))


@compiled
def _payments(m, item, case, edges, people):  # type: ignore[no-untyped-def]
    """Count a case for each payment that falls due within the run."""
    ages, up_to = m[item + Item.AMOUNTS], m[item + Item.UP_TO]
    began, stops = at(m, case, At.ARRIVED) - of_case(m, case, OfCase.PRIOR), until(m, case)
    if holds(m[item + Item.OUTCOMES], outcome_of(m, case)):
        stops = m[World.HORIZON]
    if up_to != NONE:
        stops = min(stops, began + up_to)
    age, holding, month = 0, 0, 0
    while began + age < stops:
        while holding + 1 < m[ages] and m[ages + 2 + holding] <= age:
            holding += 1
        if began + age >= 0 and not (age == 0 and initial(m, case)):
            while edge(m, edges, month + 1) <= began + age:
                month += 1
            m[people + holding * m[edges] + month] += of_case(m, case, OfCase.SIZE)
        age += m[item + Item.PERIOD]


# --- departures -----------------------------------------------------------------------------------------------------------


@compiled
def _departures(m, item, edges, amounts):  # type: ignore[no-untyped-def]
    """Departures, hours, or escorts of each departure, in the order in which their manifests were made."""
    departure = m[World.DEPARTURES + Table.FIRST]
    while departure:
        service = m[item + Item.SERVICES] + 2 * m[m[departure + Departure.SERVICE] + Service.INDEX]
        if m[service] and m[departure + Departure.OUTCOME] == Leaving.DEPARTED:
            units = float(m[departure + Departure.ESCORTS]) if m[item + Item.KIND] == Kind.ESCORT else real(m, service + 1)
            add_real(m, amounts + month_of(m, edges, m[departure + Departure.AT]), units * real(m, item + Item.PRICE))
        departure = m[departure]


# --- posts, building, tranches --------------------------------------------------------------------------------------------


@compiled
def _posts(m, item, amounts):  # type: ignore[no-untyped-def]
    window, posts, teams = m[item + Item.WINDOW], real(m, item + Item.POSTS), m[item + Item.TEAMS]
    if teams == 0:
        for month in range(m[window]):
            put_real(m, amounts + month, posts * width(m, window, month) * real(m, m[item + Item.PER_TIME] + month))
        return
    parts = allocate(m, m[teams])
    for n in range(m[teams]):
        m[parts + n] = _staff_in_force(m, m[teams + 1 + n], m[m[item + Item.STAFF] + n])
    staff = _total(m, parts, m[teams])
    before = integrated(m, staff)
    for month in range(m[window]):
        time = time_in(m, staff, before, window, month)
        put_real(m, amounts + month, posts * time * real(m, m[item + Item.PER_TIME] + month))


@compiled
def _staff_in_force(m, what, first):  # type: ignore[no-untyped-def]
    """Staff of a team over time, those away included; what it has at first where the record says nothing."""
    if m[m[World.CAPACITIES] + what]:
        return in_force(m, what, Capacity.NOMINAL)
    always = allocate(m, 1)
    change(m, always, 0, first)
    return always


@compiled
def _capital(m, item, edges, amounts):  # type: ignore[no-untyped-def]
    """For each place beyond the most there have ever been."""
    there, most = _paid_places(m, item), 0
    for piece in range(m[there]):
        more = level_of(m, there, piece) - most
        if more > 0:
            add_real(m, amounts + month_of(m, edges, at_of(m, there, piece)), more * real(m, item + Item.PRICE))
            most += more


@compiled
def _tranche(m, item, edges, amounts):  # type: ignore[no-untyped-def]
    due = m[item + Item.DUE_AT] if m[item + Item.DUE_AT] != NEVER else _arrived(m, m[item + Item.ARRIVALS])
    if due != NEVER and due < m[World.HORIZON]:
        put_real(m, amounts + month_of(m, edges, due), real(m, item + Item.PRICE))


@compiled
def _arrived(m, people):  # type: ignore[no-untyped-def]
    """When so many have arrived; NEVER: they have not."""
    changes = begin_changes(m)
    for case in range(cases_of(m)):
        if here(m, case) and not initial(m, case):
            add_span(m, changes, at(m, case, At.ARRIVED), m[World.HORIZON], of_case(m, case, OfCase.SIZE))
    so_far = counted(m, changes)
    for piece in range(m[so_far]):
        if level_of(m, so_far, piece) >= people:
            return at_of(m, so_far, piece)
    return NEVER + 0
