"""How much of a scenario rests on what."""

from __future__ import annotations

from collections import Counter

from sim.scenario.ledger import Status
from sim.scenario.schema import Scenario

STATUSES: tuple[Status, ...] = ("official", "reported", "estimated", "assumed", "set")


def evidence_counts(scenario: Scenario) -> dict[str, int]:
    """How many facts of the scenario are official, reported, estimated, assumed, or set on the command line."""
    counts = Counter(row.status for row in scenario.inputs if row.role == "fact")
    return {status: counts[status] for status in STATUSES}
