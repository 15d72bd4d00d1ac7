"""How much of a scenario rests on what."""

from __future__ import annotations

from collections import Counter

from sim.scenario.schema import Scenario

STATUSES = ("official", "reported", "estimated", "assumed", "set")


def evidence_counts(scenario: Scenario) -> dict[str, int]:
    """How many facts of the scenario are official, reported, estimated, assumed, or set on the command line."""
    counts = Counter(row.status for row in scenario.inputs if row.role == "fact")
    return {status: counts.pop(status, 0) for status in STATUSES} | dict(sorted(counts.items()))
