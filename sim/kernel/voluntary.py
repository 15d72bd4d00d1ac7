"""Voluntary return: deciding to go is one instant, leaving another. A choice in custody is not a free one."""

from __future__ import annotations

import math

from sim.kernel import casework, claims, removal, running, world
from sim.kernel.compiled import compiled
from sim.kernel.luck import uniform
from sim.kernel.memory import NEVER, real
from sim.kernel.rows import Case, ClockSpec, Site, World
from sim.kernel.words import At, Clock


@compiled
def start(m, case, name, spec, age):  # type: ignore[no-untyped-def]
    """The clock of the decision, at an age."""
    casework.run(m, case, name, Clock.VOLUNTARY, left_to_decide(m, case, spec, age), age)


@compiled
def ask_again(m, case):  # type: ignore[no-untyped-def]
    """After a refused claim, one who had agreed before it is asked again: the curve still holds."""
    site = m[case + Case.SITE]
    order = m[site + Site.CLOCK_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        name, spec = m[place], world.clock_spec(m, site, m[place])
        if m[spec + ClockSpec.KIND] == Clock.VOLUNTARY and not running.runs(m, case, name):
            begun = m[case + Case.AT + m[spec + ClockSpec.FROM]]
            if begun != NEVER and m[case + Case.AGREED] == 0 and casework.applies(m, spec, case):
                counted = m[case + Case.PRIOR] if _is_inside(m[spec + ClockSpec.FROM]) else 0
                start(m, case, name, spec, float(m[World.NOW] - begun + counted))


@compiled
def agree(m, case):  # type: ignore[no-untyped-def]
    """A pending claim is withdrawn, a booking by force given up."""
    m[case + Case.AGREED] = 1
    claims.withdraw(m, case)
    casework.reached(m, case, At.AGREED)
    casework.retime(m, case)
    removal.reconsider(m, case)


@compiled
def left_to_decide(m, case, spec, age):  # type: ignore[no-untyped-def]
    """Clock time until curve(age) first reaches the case's own u; -1.0 if it never does under this curve.

    Of those inside at the start it is known that they had not agreed by then.
    """
    at_once, ceiling = real(m, spec + ClockSpec.AT_ONCE), real(m, spec + ClockSpec.CEILING)
    u = uniform(m, case, m[spec + ClockSpec.AFTER_HASH], 0)
    if m[case + Case.PRIOR] and _is_inside(m[spec + ClockSpec.FROM]):
        known = _curve(m, spec, float(m[case + Case.PRIOR]))
        u = known + u * (1.0 - known)
    if u < at_once:
        return 0.0
    if u >= ceiling:
        return -1.0
    needed = -m[spec + ClockSpec.HALF_TIME] * math.log(1.0 - (u - at_once) / (ceiling - at_once)) / math.log(2.0)
    return max(0.0, needed - age)


@compiled
def _curve(m, spec, age):  # type: ignore[no-untyped-def]
    """Share of people who have decided to return by an age."""
    at_once, ceiling = real(m, spec + ClockSpec.AT_ONCE), real(m, spec + ClockSpec.CEILING)
    return at_once + (ceiling - at_once) * (1.0 - math.exp(-math.log(2.0) * age / m[spec + ClockSpec.HALF_TIME]))


@compiled
def _is_inside(instant):  # type: ignore[no-untyped-def]
    """Whether an instant lies before the start for those who are inside already."""
    return instant == At.ARRIVED or instant == At.SCREENED or instant == At.PLACED
