"""The loop: takes the next event off the calendar and hands it to its stage, until the horizon.

Where a story of `sim.hub.case` waits, a handler here is done; the event for which it waits goes on, in the function of the same stage.
"""

from __future__ import annotations

from sim.kernel import (
    agreement,
    calendar,
    casework,
    claims,
    demand,
    exits,
    housing,
    limits,
    notices,
    outbound,
    philox,
    places,
    relocation,
    removal,
    reviews,
    screening,
    selection,
    services,
    site,
    starting,
    teams,
    timeline,
    transfer,
)
from sim.kernel.calendar import Event, is_pending, next_event, next_to_go_on
from sim.kernel.compiled import compiled, inlined
from sim.kernel.notices import ABOUT_BITS, WHICH
from sim.kernel.rows import Service, Site, Task, World
from sim.kernel.words import TaskName
from sim.kernel.world import site_at, site_of


@compiled
def run(m):  # type: ignore[no-untyped-def]
    """Simulate [0, horizon): at 0 first dated changes, then those inside already, then the rest.

    What a handler has woken, and what that wakes, goes on before the next event.
    """
    _begin(m)
    while True:
        sequence = 0
        if m[World.GOING_ON]:
            event, about = next_to_go_on(m)
        elif is_pending(m):
            sequence, event, about = next_event(m)
        else:
            break
        _handle(m, event, about, sequence)


@compiled
def _begin(m):  # type: ignore[no-untyped-def]
    philox.begin(m)
    calendar.begin(m)
    starting.note(m)
    timeline.begin(m)
    agreement.begin(m)
    for index in range(m[World.SITE_COUNT]):
        site.begin(m, site_at(m, index))
        teams.begin(m, site_at(m, index))
    services.begin(m)
    demand.begin(m)


@inlined
def _handle(m, event, about, sequence):  # type: ignore[no-untyped-def]
    if event <= Event.WAKE_SERVICE:
        _allocate(m, event, about, sequence)
    elif event <= Event.ROAD_ENDS:
        _journey(m, event, about, sequence)
    elif event <= Event.PERIOD_MISSED:
        _casework(m, event, about, sequence)
    elif event <= Event.LET_GO:
        _leaving(m, event, about)
    else:
        _dated(m, event, about, sequence)


@compiled
def _allocate(m, event, about, sequence):  # type: ignore[no-untyped-def]
    """Whatever can be granted is granted; the mark goes first, so that a grant may mark again."""
    if event == Event.ALLOCATE_TEAMS:
        m[about + Site.TEAMS_MARKED] = 0
        teams.allocate(m, about)
    elif event == Event.ALLOCATE_PLACES:
        m[about + Site.PLACES_MARKED] = 0
        housing.allocate(m, about)
    elif event == Event.ALLOCATE_RELOCATION:
        m[World.RELOCATION_MARKED] = 0
        relocation.allocate(m)
    elif event == Event.ALLOCATE_TRANSFERS:
        m[World.TRANSFERS_MARKED] = 0
        transfer.allocate(m)
    elif event == Event.ALLOCATE_SERVICE:
        m[about + Service.MARKED] = 0
        services.allocate(m, about)
    elif event == Event.WAKE_TEAMS:
        teams.woken(m, about, sequence)
    elif event == Event.WAKE_SERVICE:
        services.woken(m, about, sequence)


@compiled
def _journey(m, event, about, sequence):  # type: ignore[no-untyped-def]
    """From the list to a place."""
    if event == Event.LISTING:
        demand.list_case(m, about)
    elif event == Event.INSIDE:
        demand.begin_inside(m, about)
    elif event == Event.REVIEW_CASE:
        selection.review(m, about)
    elif event == Event.SELECTION_LIST:
        selection.work(m, about)
    elif event == Event.SELECTION_DECIDED:
        selection.decide(m, about, 0)
    elif event == Event.TASK_ENDS:
        teams.end(m, about, sequence)
    elif event == Event.TASK_DONE:
        _task_done(m, about)
    elif event == Event.ARRIVES:
        transfer.arrive(m, about, sequence)
    elif event == Event.SCREEN:
        screening.screen(m, about)
    elif event == Event.JOIN_ANEW:
        transfer.join_anew(m, about)
    elif event == Event.ROAD_ENDS:
        relocation.arrive(m, about, sequence)
    elif event == Event.SETTLE:
        housing.settle(m, site_of(m, about), about)


@compiled
def _task_done(m, task):  # type: ignore[no-untyped-def]
    """Who asked for the teams goes on."""
    kind = m[task + Task.KIND]
    if kind == TaskName.SELECTION:
        selection.decide(m, m[task + Task.CASE], task)
    elif kind == TaskName.DOCUMENTS:
        casework.worked_on_documents(m, task)
    elif kind == TaskName.STEP:
        screening.step_done(m, task)
    else:
        reviews.held(m, task)


@compiled
def _casework(m, event, about, sequence):  # type: ignore[no-untyped-def]
    """Clocks, claims, orders and limits."""
    if event == Event.CLOCK_ENDS:
        casework.clock_ends(m, about, sequence)
    elif event == Event.CLAIM_DECIDED:
        claims.decide(m, about, sequence)
    elif event == Event.HOLD_REVIEW:
        reviews.hold(m, about)
    elif event == Event.MOVES_OUT:
        exits.move_out(m, about)
    elif event == Event.STAY_LIMIT:
        limits.stay_limit(m, about, sequence)
    elif event == Event.AGREEMENT_ENDS_FOR:
        limits.end_due(m, about, sequence)
    elif event == Event.ORDER_DUE:
        limits.order_due(m, about, sequence)
    elif event == Event.SEND_BACK_DUE:
        limits.send_back_due(m, about, sequence)
    elif event == Event.REVIEW_LATE:
        limits.review_late(m, about, sequence)
    elif event == Event.PERIOD_MISSED:
        limits.period_missed(m, about, sequence)


@compiled
def _leaving(m, event, about):  # type: ignore[no-untyped-def]
    """Services, attempts, and notice before the transfer."""
    if event == Event.MANIFEST:
        services.manifest(m, about)
    elif event == Event.DEPARTS:
        services.leave(m, about)
    elif event == Event.ESCORTS_BACK:
        outbound.escorts_back(m, about)
    elif event == Event.RESTED:
        removal.rested(m, about)
    elif event == Event.TOLD:
        notices.tell(m, about)
    elif event == Event.OBJECTS:
        notices.lodge(m, about >> ABOUT_BITS, about & WHICH)
    elif event == Event.OBJECTION_DECIDED:
        notices.decide(m, about >> ABOUT_BITS, about & WHICH)
    elif event == Event.LET_GO:
        notices.let_go(m, about >> ABOUT_BITS, about & WHICH)


@compiled
def _dated(m, event, about, sequence):  # type: ignore[no-untyped-def]
    """What comes with a date."""
    if event == Event.ACT_BEGINS:
        timeline.begins(m, about)
    elif event == Event.ACT_ENDS:
        timeline.ends(m, about)
    elif event == Event.ACT_DUE:
        timeline.due(m, about)
    elif event == Event.WINDOW_CLOSES:
        agreement.window_closes(m, about)
    elif event == Event.AGREEMENT_ENDS:
        agreement.date_ends(m, about)
    elif event == Event.BOARDING_OPENS:
        agreement.boarding_opens(m, about)
    elif event == Event.PERIOD_TURNS:
        agreement.period_turns(m, about)
    elif event == Event.HUB_OPENS:
        site.recount(m, about)
    elif event == Event.POOL_OPENS:
        housing.recount(m, about)
    elif event == Event.PLACE_READY:
        places.ready(m, about)
    elif event == Event.STAFF_CHANGES:
        teams.recount(m, about)
    elif event == Event.MORNING:
        teams.good_morning(m, about, sequence)
