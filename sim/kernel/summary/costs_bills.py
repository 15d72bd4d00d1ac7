"""What each item of the contract comes to, month by month: its price times what was done. Places and people are in `costs_places`."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate, put_real, real
from sim.kernel.rows import Capacity, Departure, Service, Table, World
from sim.kernel.summary.cases import at, here, initial, outcome_of, until
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.costs_items import Item, Kind
from sim.kernel.summary.costs_months import add_real, edge, month_of, time_in, width
from sim.kernel.summary.costs_places import for_people, for_places, paid_places, total
from sim.kernel.summary.needs import holds
from sim.kernel.summary.steps import add_span, at_of, begin_spans, change, counted, in_force, integrated, level_of
from sim.kernel.words import At, Leaving


@compiled
def bill(m, item, edges, amounts, idle):  # type: ignore[no-untyped-def]
    """Put what an item comes to in its own currency, by month, and what of it nobody uses; both are 0 at first."""
    top, kind = m[World.TOP], m[item + Item.KIND]
    if kind == Kind.PLACE:
        for_places(m, item, amounts, idle)
    elif kind == Kind.PERSON:
        for_people(m, item, amounts, idle)
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
    staff = total(m, parts, m[teams])
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
    there, most = paid_places(m, item), 0
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
    spans = begin_spans(m, cases_of(m))
    for case in range(cases_of(m)):
        if here(m, case) and not initial(m, case):
            add_span(m, spans, at(m, case, At.ARRIVED), m[World.HORIZON], of_case(m, case, OfCase.SIZE))
    so_far = counted(m, spans)
    for piece in range(m[so_far]):
        if level_of(m, so_far, piece) >= people:
            return at_of(m, so_far, piece)
    return NEVER + 0
