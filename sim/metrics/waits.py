"""How long people wait: those still waiting count, as far as they were followed."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Readings, Sample
from sim.metrics.view import Bools, Floats, View, happened, or_else, whole

WAITS = {
    "decision": ("from listing to the host's decision", "decided_at - listed_at"),
    "transfer": ("from acceptance to leaving the sender", "boarded_at - decided_at"),
    "screening": ("from arrival to the first screening step", "screening_started_at - arrived_at"),
    "place": ("from asking for a place to having one", "placed_at - place_asked_at"),
}


def _wait_metrics(wait: str) -> tuple[Metric, Metric]:
    meaning, formula = WAITS[wait]
    name = f"wait.{wait}"
    return (
        Metric(
            f"{name}.mean",
            f"average wait {meaning}",
            f"area under the Kaplan-Meier curve of {formula}",
            "days",
            "people",
            "average",
            "lower",
            name,
        ),
        Metric(
            f"{name}.p90",
            f"wait that nine in ten do not exceed, {meaning}",
            f"90 % quantile of {formula} by Kaplan-Meier",
            "days",
            "people",
            "quantile",
            "lower",
            name,
            0.9,
        ),
    )


METRICS = tuple(metric for wait in WAITS for metric in _wait_metrics(wait))


def measure(view: View) -> Readings:
    """The four waits. An exit, or the horizon, ends the following, not the wait."""
    arrived_new = view.here & ~view.initial
    started = np.fmin(view.at("screening_started"), view.at("screened"))
    return {
        "wait.decision": wait(view, view.at("listed"), view.at("decided"), happened(view.at("listed"))),
        "wait.transfer": wait(view, view.at("decided"), view.at("boarded"), view.accepted),
        "wait.screening": wait(view, view.arrived, started, arrived_new),
        "wait.place": wait(view, view.at("place_asked"), view.at("placed"), happened(view.at("place_asked"))),
    }


def wait(view: View, start: Floats, end: Floats, waited: Bools) -> Sample:
    """Waits of the cases that began to wait at `start`; without an `end` followed until their outcome or the horizon."""
    waited = waited & happened(start)
    length = whole((or_else(end, view.ended) - start)[waited])
    return Sample(length, happened(end)[waited], view.size[waited], np.full(length.size, -1))
