"""A safeguard on the whole stay beside the stay limit of the agreement."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.quantities import format_length
from sim.scenario.schema import Delay, LongStay

ENDS = ("outcome", "left", "home")
"""Instants that end a stay."""


def stay(case: Case) -> Iterator[Fault]:
    """Two limits of one stay that differ: each day between them is lawful by one and a breach by the other. All extensions count as one."""
    limit = case.scenario.agreement.stay
    agreed = limit.limit
    extended = (agreed or 0) + (limit.by or 0) * (limit.times or 0)
    for name, one in case.scenario.safeguards.items():
        whole = isinstance(one, LongStay) or (isinstance(one, Delay) and one.from_ == "arrived" and one.to in ENDS)
        key = "stay" if isinstance(one, LongStay) else "within"
        length = getattr(one, key) if whole else None
        if agreed is not None and length and length not in (agreed, extended) and not one.for_:
            what = f"{name} allows a stay of {format_length(length)}, and agreement.stay.limit is {format_length(agreed)}"
            yield case.fault(f"safeguards.{name}.{key}", what, "Is this meant? Else make them equal")
