"""What topics ask of a case, as `sim.metrics.view` has it."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER
from sim.kernel.rows import Case, Stay, Stream, World
from sim.kernel.words import At, Outcome
from sim.kernel.words import Stream as StreamKind


@compiled
def at(m, case, instant):  # type: ignore[no-untyped-def]
    """An instant of its journey; NEVER where it did not happen."""
    return m[case + Case.AT + instant]


@compiled
def happened(m, case, instant):  # type: ignore[no-untyped-def]
    """Whether it came to an instant."""
    return m[case + Case.AT + instant] != NEVER


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
    if m[case + Case.OUTCOME] != Outcome.NONE:
        return m[case + Case.OUTCOME]
    return Outcome.INSIDE + 0 if happened(m, case, At.BOARDED) or here(m, case) else Outcome.WAITING + 0


@compiled
def accepted(m, case):  # type: ignore[no-untyped-def]
    """Whether the host said yes (it may have been declined later, for the end of the agreement)."""
    return happened(m, case, At.DECIDED) and m[case + Case.OUTCOME] != Outcome.DECLINED


@compiled
def initial(m, case):  # type: ignore[no-untyped-def]
    """Whether it was inside at the start."""
    return m[m[case + Case.STREAM] + Stream.KIND] == StreamKind.INITIAL


@compiled
def stay_end(m, stay):  # type: ignore[no-untyped-def]
    """The end of a stay, or the horizon."""
    return or_else(m[stay + Stay.END], m[World.HORIZON])
