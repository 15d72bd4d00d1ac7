"""How much of the agreement is used, and when the first people come."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.view import View, happened
from sim.record import MS_PER_DAY
from sim.scenario.schema import Scenario


def has_total(scenario: Scenario) -> bool:
    """Whether the agreement limits how many may board in all."""
    return scenario.agreement.total is not None


METRICS = (
    Metric(
        "agreement.used",
        "share of the total of the agreement that was used",
        "people boarded / total in force at the horizon",
        unit="share",
        of="people",
        kind="share",
        applies=has_total,
    ),
    Metric(
        "arrival.none",
        "chance that nobody arrives (people inside at the start not counted)",
        "share of runs without any arrived_at",
        unit="share",
        of="runs",
        kind="chance",
    ),
    Metric(
        "arrival.first",
        "day on which the first people arrive",
        "first arrived_at, people inside at the start not counted",
        unit="days",
        of="runs",
        kind="time_to_event",
    ),
)


def measure(view: View) -> Readings:
    """Use of the total, and the first arrival."""
    new = view.arrived[view.here & ~view.initial]
    readings: Readings = {
        "arrival.none": float(not new.size),
        "arrival.first": float(new.min()) / MS_PER_DAY if new.size else float("inf"),
    }
    if has_total(view.scenario):
        readings["agreement.used"] = Ratio(view.people(happened(view.at("boarded"))), _total(view))
    return readings


def _total(view: View) -> int:
    in_force = view.capacity("agreement:total", "usable")
    if np.any(view.words("capacity", "what") == "agreement:total"):
        return int(in_force.level[-1])
    return int(view.scenario.agreement.total or 0)
