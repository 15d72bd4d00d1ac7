"""Which instants of a journey start something, and which clocks are a notice, by the terms in force: nobody looks for what there is not."""

from __future__ import annotations

from sim.kernel import world
from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE
from sim.kernel.rows import Case, ClockSpec, Deadline, Destination, Site, World
from sim.kernel.words import At, Clock


@compiled
def note(m):  # type: ignore[no-untyped-def]
    """Instants from which documents, clocks or legal periods of anybody count, or which end a period; and clocks that are a notice."""
    instants, m[World.CLOCKS_STARTING], m[World.NOTICES] = 0, 0, 0
    for index in range(m[World.DESTINATION_COUNT]):
        instants |= 1 << m[world.destination_at(m, index) + Destination.FROM]
    for index in range(m[World.SITE_COUNT]):
        site = world.site_at(m, index)
        _note_clocks(m, site)
        instants |= _of_periods(m, site)
    m[World.STARTING] = instants | m[World.CLOCKS_STARTING]


@compiled
def starts(m, case, instant):  # type: ignore[no-untyped-def]
    """Whether an instant is one of them, or an arrival: who has documents already begins then what counts from them."""
    has_papers = instant == At.ARRIVED and m[case + Case.AT + At.DOCUMENTS] != NEVER
    return (m[World.STARTING] >> instant) & 1 == 1 or has_papers


@compiled
def of_clocks(m, instant):  # type: ignore[no-untyped-def]
    """Whether clocks count from an instant."""
    return (m[World.CLOCKS_STARTING] >> instant) & 1 == 1


@compiled
def _note_clocks(m, site):  # type: ignore[no-untyped-def]
    order = m[site + Site.CLOCK_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        its = world.clock_spec(m, site, m[place])
        m[World.CLOCKS_STARTING] |= 1 << m[its + ClockSpec.FROM]
        if m[its + ClockSpec.KIND] == Clock.NOTICE:
            m[World.NOTICES] |= 1 << m[place]


@compiled
def _of_periods(m, site):  # type: ignore[no-untyped-def]
    instants, order = 0, m[site + Site.DEADLINE_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        period = m[site + Site.DEADLINES] + m[place] * Deadline.WIDTH
        instants |= 1 << m[period + Deadline.FROM]
        if m[period + Deadline.STOPPED_BY] != NONE:
            instants |= 1 << m[period + Deadline.STOPPED_BY]
    return instants
