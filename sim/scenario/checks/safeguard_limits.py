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
    """Two limits of one stay that differ, extensions counted: each day between them is lawful by one and a breach by the other."""
    limit = case.scenario.agreement.stay
    agreed, extension = limit.limit, limit.by if limit.then == "extend" and limit.by else 0
    lawful = {(agreed or 0) + k * extension for k in range((limit.times or 0) + 1)} if extension else {agreed}
    for name, one in case.scenario.safeguards.items():
        whole = isinstance(one, LongStay) or (isinstance(one, Delay) and one.from_ == "arrived" and one.to in ENDS)
        key = "stay" if isinstance(one, LongStay) else "within"
        length = getattr(one, key) if whole else None
        if agreed is not None and length and length not in lawful and not one.for_:
            what = f"{name} allows a stay of {format_length(length)}, and agreement.stay.limit is {format_length(agreed)}"
            yield case.fault(f"safeguards.{name}.{key}", what, "Is this meant? Else make them equal")
