"""Suspensions: what stands still by order of dated acts, and what that does to those it meets."""

from __future__ import annotations

from sim.kernel import book, casework, relocation, services, transfer, world
from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE
from sim.kernel.rows import Act, Service, Suspended, World
from sim.kernel.words import InTransit


@compiled
def begin(m, act):  # type: ignore[no-untyped-def]
    """What an act suspends stands still from now on."""
    names = m[act + Act.SUSPEND]
    for n in range(m[names]):
        what = m[names + 1 + n]
        m[m[World.SUSPENDED] + what] |= 1 << m[act + Act.INDEX]
        book.spell_begins(m, m[act + Act.INDEX], what)
        _stop(m, act, what)


@compiled
def end(m, act):  # type: ignore[no-untyped-def]
    """The suspensions of an act end."""
    names = m[act + Act.SUSPEND]
    for n in range(m[names]):
        what = m[names + 1 + n]
        _leave_in_force(m, what, m[m[World.SUSPENDED] + what] & ~(1 << m[act + Act.INDEX]))


@compiled
def resume(m, act):  # type: ignore[no-untyped-def]
    """All suspensions of the names that an act resumes end."""
    names = m[act + Act.RESUME]
    for n in range(m[names]):
        _leave_in_force(m, m[names + 1 + n], 0)


@compiled
def _stop(m, act, what):  # type: ignore[no-untyped-def]
    if what == Suspended.TRANSFERS:
        _undo(m, 1, NONE)
        if m[act + Act.IN_TRANSIT] == InTransit.HOLD:
            transfer.hold(m)
        elif m[act + Act.IN_TRANSIT] == InTransit.RETURN:
            transfer.turn_back(m)
    elif what == Suspended.REMOVALS:
        _undo(m, 0, NONE)
    elif _is_documents(m, what):
        casework.changed(m)
    elif what >= Suspended.DESTINATION:
        _undo(m, 0, what - Suspended.DESTINATION)


@compiled
def _undo(m, inbound, destination):  # type: ignore[no-untyped-def]
    """Open manifests are undone: of all that are suspended, or for those bound for one destination."""
    for index in range(m[World.SERVICE_COUNT]):
        service = world.service_at(m, index)
        stands = inbound == 1 or destination != NONE or services.suspended(m, service)
        if m[service + Service.INBOUND] == inbound and stands:
            services.undo(m, service, destination)


@compiled
def _is_documents(m, what):  # type: ignore[no-untyped-def]
    return what >= Suspended.DESTINATION + m[World.DESTINATION_COUNT]


@compiled
def _leave_in_force(m, what, acts):  # type: ignore[no-untyped-def]
    """Of the suspensions of a name only those of some acts stay in force; with none left it goes on."""
    before = m[m[World.SUSPENDED] + what]
    m[m[World.SUSPENDED] + what] = acts
    if before == 0 or acts != 0:
        return
    book.spell_ends(m, what)
    if what == Suspended.TRANSFERS:
        transfer.go_on(m)
    elif _is_documents(m, what):
        casework.changed(m)
    elif what == Suspended.MOVES:
        relocation.changed(m)
    for index in range(m[World.SITE_COUNT]):
        world.mark_teams(m, world.site_at(m, index))
    world.mark_transfers(m)
    world.mark_services(m)
