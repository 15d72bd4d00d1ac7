"""What the stages share: where rows lie, marks for allocation, priorities, suspensions, who is inside at the start."""

from __future__ import annotations

from sim.kernel import casework, housing, limits, relocation, removal, schedule, teams, transfer, waiting
from sim.kernel.calendar import Event, allocate_last
from sim.kernel.compiled import compiled, inlined, seldom
from sim.kernel.memory import NEVER, NONE
from sim.kernel.rows import Case, Class, ClockSpec, Destination, Pool, Service, Site, Step, Ticket, WaitingList, World
from sim.kernel.words import At, Counted, Number, Reason

DAY = 86_400_000


# --- where rows lie -----------------------------------------------------------------------------------------------------------


@compiled
def site_at(m, index):  # type: ignore[no-untyped-def]
    """A hub by its place in the file."""
    return m[World.SITES] + index * Site.WIDTH


@compiled
def service_at(m, index):  # type: ignore[no-untyped-def]
    """A service."""
    return m[World.SERVICES] + index * Service.WIDTH


@compiled
def class_at(m, index):  # type: ignore[no-untyped-def]
    """A class of cases."""
    return m[World.CLASSES] + index * Class.WIDTH


@compiled
def destination_at(m, index):  # type: ignore[no-untyped-def]
    """A destination."""
    return m[World.DESTINATIONS] + index * Destination.WIDTH


@compiled
def clock_spec(m, site, index):  # type: ignore[no-untyped-def]
    """A clock of a hub."""
    return m[site + Site.CLOCKS] + index * ClockSpec.WIDTH


@compiled
def step_at(m, site, index):  # type: ignore[no-untyped-def]
    """A step of screening of a hub."""
    return m[site + Site.STEPS] + index * Step.WIDTH


@compiled
def site_of(m, case):  # type: ignore[no-untyped-def]
    """The hub that has the case, or keeps room for it; 0: none."""
    return m[case + Case.SITE]


@compiled
def day_of(at):  # type: ignore[no-untyped-def]
    """Day of an instant, 0 for the first."""
    return at // DAY


# --- rules shared by all lists --------------------------------------------------------------------------------------------------


@compiled
def has_opened(m, opens_at, opens_act):  # type: ignore[no-untyped-def]
    """Whether the day has come, or the act has begun, with which a pool or hub opens."""
    if opens_act != NONE:
        return schedule.has_begun(m, opens_act)
    return opens_at == NEVER or m[World.NOW] >= opens_at


@compiled
def priority(m, case):  # type: ignore[no-untyped-def]
    """Place in every queue: 0 goes first."""
    return m[class_at(m, m[case + Case.CLASS]) + Class.PRIORITY]


@compiled
def reorder(m, the_list):  # type: ignore[no-untyped-def]
    """Cases that wait, in whatever list, stand in the order of the priorities in force."""
    ticket = waiting.some(m, the_list)
    while ticket:
        after = waiting.another(m, ticket)
        waiting.reordered(m, ticket, priority(m, m[ticket + Ticket.ITEM]))
        ticket = after


@compiled
def priorities_changed(m):  # type: ignore[no-untyped-def]
    """Those who wait, in whatever queue, stand in their new order; who is booked or has begun keeps that."""
    for index in range(m[World.SITE_COUNT]):
        teams.reorder(m, site_at(m, index))
        housing.reorder(m, site_at(m, index))
    relocation.reorder(m)
    transfer.reorder(m)
    removal.reorder(m)


@compiled
def strict(m):  # type: ignore[no-untyped-def]
    """Whether nobody at the sender may pass those before them who do not fit: as the first hub has it."""
    return m[m[World.SITES] + Site.STRICT] == 1


@compiled
def move(m, case, site, pool):  # type: ignore[no-untyped-def]
    """Move a case inside as soon as there is room: to a pool of its hub, or to another hub."""
    if site == m[case + Case.SITE] and pool:
        housing.ask_to_move(m, site, case, pool)
    elif site != m[case + Case.SITE] and m[case + Case.ORDER] == Reason.NONE and m[case + Case.SENDING_BACK] == Reason.NONE:
        relocation.ask(m, case, site, pool)


@compiled
def suspended(m, what):  # type: ignore[no-untyped-def]
    """Whether a dated suspension is in force."""
    return m[m[World.SUSPENDED] + what] != 0


@compiled
def enter_inside(m, case, pool, site):  # type: ignore[no-untyped-def]
    """Somebody inside at the start: screened, in a place (or, pool 0, in reception, asking for one), clocks running."""
    m[case + Case.AT + At.ARRIVED] = 0
    m[case + Case.AT + At.SCREENED] = 0
    m[World.STANDING] += m[case + Case.SIZE]
    if pool:
        site = m[pool + Pool.SITE]
    elif site == 0:
        site = m[World.SITES]
    m[case + Case.SITE] = site
    for index in range(m[site + Site.STEP_COUNT]):
        m[case + Case.STEPS_DONE] |= 1 << m[step_at(m, site, index) + Step.BIT]
    if pool:
        m[case + Case.AT + At.PLACED] = 0
        housing.place_initial(m, site, case, pool)
    else:
        m[site + Site.EXPECTED] += m[case + Case.SIZE]
        housing.receive(m, site, case)
    schedule.counted(m, Counted.INSIDE, m[case + Case.SIZE])
    casework.resume_inside(m, case)
    limits.start_stay(m, case)
    limits.reached(m, case, At.ARRIVED)


# --- allocation -----------------------------------------------------------------------------------------------------------------


@compiled
def mark_teams(m, site):  # type: ignore[no-untyped-def]
    """Allocate the teams of a hub at the end of this instant; not while nobody waits: who comes marks them."""
    nothing = m[m[site + Site.TEAMS_LIST] + WaitingList.WAITING] == 0 and m[site + Site.WAKE] == 0 and m[site + Site.BINDING] == 0
    if m[site + Site.TEAMS_MARKED] == 0 and not nothing:
        m[site + Site.TEAMS_MARKED] = 1
        allocate_last(m, Number.TEAMS + m[site + Site.INDEX], Event.ALLOCATE_TEAMS, site)


@compiled
def mark_places(m, site):  # type: ignore[no-untyped-def]
    """Allocate the places of a hub at the end of this instant; not while nobody asks for one: who does marks them."""
    nothing = m[m[site + Site.PLACES_LIST] + WaitingList.WAITING] == 0 and m[site + Site.MISPLACED_FIRST] == 0 and m[site + Site.ASKED] == 0
    if m[site + Site.PLACES_MARKED] == 0 and not nothing:
        m[site + Site.PLACES_MARKED] = 1
        allocate_last(m, Number.PLACES + m[site + Site.INDEX], Event.ALLOCATE_PLACES, site)


@compiled
def mark_relocation(m):  # type: ignore[no-untyped-def]
    """Let those who wait for another hub be moved at the end of this instant."""
    if m[World.RELOCATION_MARKED] == 0:
        m[World.RELOCATION_MARKED] = 1
        allocate_last(m, Number.RELOCATION, Event.ALLOCATE_RELOCATION, 0)


@compiled
def mark_transfer_list(m):  # type: ignore[no-untyped-def]
    """Move those at the sender without a service at the end of this instant; not while nobody waits: who comes marks it."""
    if m[World.TRANSFERS_MARKED] == 0 and m[m[World.TRANSFER_LIST] + WaitingList.WAITING]:
        m[World.TRANSFERS_MARKED] = 1
        allocate_last(m, Number.TRANSFERS, Event.ALLOCATE_TRANSFERS, 0)


@compiled
def mark_service(m, service):  # type: ignore[no-untyped-def]
    """Look at the trigger of a service at the end of this instant."""
    if m[service + Service.MARKED] == 0:
        m[service + Service.MARKED] = 1
        allocate_last(m, Number.SERVICES + m[service + Service.INDEX], Event.ALLOCATE_SERVICE, service)


@inlined
def mark_transfers(m):  # type: ignore[no-untyped-def]
    """Those at the sender may have room."""
    if m[World.INBOUND_COUNT] == 0:
        mark_transfer_list(m)
    if m[World.TRIGGERED_INBOUND]:
        _mark_triggered(m, 1)


@compiled
def mark_services(m):  # type: ignore[no-untyped-def]
    """A triggered departure from a hub may be due."""
    if m[World.TRIGGERED_OUTBOUND]:
        _mark_triggered(m, 0)


@seldom
def _mark_triggered(m, inbound):  # type: ignore[no-untyped-def]
    for index in range(m[World.SERVICE_COUNT]):
        service = service_at(m, index)
        if m[service + Service.INBOUND] == inbound and m[service + Service.TRIGGERED]:
            mark_service(m, service)
