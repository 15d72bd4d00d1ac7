"""What topics ask of a case, as `sim.metrics.view` has it."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER
from sim.kernel.rows import World
from sim.kernel.summary.columns import OfCase, OfStay, of_case, of_stay
from sim.kernel.words import At, Outcome


@compiled
def at(m, case, instant):  # type: ignore[no-untyped-def]
    """An instant of its journey; NEVER where it did not happen."""
    return of_case(m, case, OfCase.AT + instant)


@compiled
def happened(m, case, instant):  # type: ignore[no-untyped-def]
    """Whether it came to an instant."""
    return of_case(m, case, OfCase.AT + instant) != NEVER


@compiled
def or_else(instant, otherwise):  # type: ignore[no-untyped-def]
    """An instant, or another where it did not happen."""
    return otherwise if instant == NEVER else instant


@compiled
def here(m, case):  # type: ignore[no-untyped-def]
    """Whether it ever was in a hub."""
    return happened(m, case, At.ARRIVED)


@compiled
def until(m, case):  # type: ignore[no-untyped-def]
    """End of its presence: left, or the horizon."""
    return or_else(at(m, case, At.LEFT), m[World.HORIZON])


@compiled
def ended(m, case):  # type: ignore[no-untyped-def]
    """Its outcome, or the horizon."""
    return or_else(at(m, case, At.OUTCOME), m[World.HORIZON])


@compiled
def outcome_of(m, case):  # type: ignore[no-untyped-def]
    """Its outcome; INSIDE or WAITING at the horizon."""
    if of_case(m, case, OfCase.OUTCOME) != Outcome.NONE:
        return of_case(m, case, OfCase.OUTCOME)
    return Outcome.INSIDE + 0 if happened(m, case, At.BOARDED) or here(m, case) else Outcome.WAITING + 0


@compiled
def accepted(m, case):  # type: ignore[no-untyped-def]
    """Whether the host said yes (it may have been declined later, for the end of the agreement)."""
    return happened(m, case, At.DECIDED) and of_case(m, case, OfCase.OUTCOME) != Outcome.DECLINED


@compiled
def initial(m, case):  # type: ignore[no-untyped-def]
    """Whether it was inside at the start."""
    return of_case(m, case, OfCase.INITIAL) != 0


@compiled
def stay_end(m, stay):  # type: ignore[no-untyped-def]
    """The end of a stay, or the horizon."""
    return or_else(of_stay(m, stay, OfStay.END), m[World.HORIZON])
