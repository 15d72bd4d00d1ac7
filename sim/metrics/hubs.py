"""Where people are when there are several hubs, moves between them, and what the sender's beds are used for again."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Readings
from sim.metrics.steps import counted
from sim.metrics.view import View, happened, or_else, whole
from sim.record import MS_PER_DAY
from sim.scenario.schema import Scenario

HELD = ("reception", "place", "overflow")


def several(scenario: Scenario) -> bool:
    """Whether there is more than one hub."""
    return len(scenario.hubs) > 1


def over_the_sender(scenario: Scenario) -> bool:
    """Whether the way home of anybody leads over the sender."""
    return any(destination.via == "sender" for destination in scenario.destinations.values())


def _of_hub(name: str, meaning: str, formula: str, unit: str = "people") -> Metric:
    return Metric(f"hub.{{hub}}.{name}", meaning, formula, unit=unit, of="people", kind="mean", applies=several)


METRICS = (
    _of_hub("came", "people who were ever in this hub", "sum of size of the cases with a stay in reception, place or overflow there"),
    _of_hub("present.mean", "people in this hub, averaged over the horizon", "person-time of its stays / horizon"),
    _of_hub("present.peak", "most people in this hub at one time", "maximum of people in its stays (reception, place, overflow)"),
    _of_hub("present.person_days", "days people spent in this hub", "sum of size x length of its stays", unit="person-days"),
    Metric(
        "moved.people",
        "people who moved from one hub to another, each move counted",
        "sum of size of stays of kind transit",
        unit="people",
        of="people",
        kind="mean",
        applies=several,
    ),
    Metric(
        "moved.person_days",
        "days people spent on the road between hubs",
        "sum of size x length of stays of kind transit",
        unit="person-days",
        of="people",
        kind="mean",
        applies=several,
    ),
    Metric(
        "over_sender.people",
        "people whose way home led over the sender",
        "sum of size of returned_voluntarily and removed with back_at",
        unit="people",
        of="people",
        kind="mean",
        applies=over_the_sender,
    ),
    Metric(
        "over_sender.bed_days",
        "days people on their way home spent at the sender again",
        "sum of size x (home_at - back_at) within the horizon, of returned_voluntarily and removed with back_at",
        unit="person-days",
        of="people",
        kind="mean",
        better="lower",
        applies=over_the_sender,
    ),
)


def measure(view: View) -> Readings:
    """Levels of each hub, moves between hubs, beds used again on the way home."""
    readings = _over_the_sender(view) if over_the_sender(view.scenario) else {}
    if several(view.scenario):
        for hub in view.scenario.hubs:
            readings |= _of(view, hub)
        road = view.held("transit", "size")
        sizes = view.ints("stays", "size")[view.words("stays", "kind") == "transit"]
        readings |= {"moved.people": int(sizes.sum()), "moved.person_days": road.integral / MS_PER_DAY}
    return readings


def _of(view: View, hub: str) -> Readings:
    rows = (view.words("stays", "hub") == hub) & np.isin(view.words("stays", "kind"), HELD)
    start, end = view.floats("stays", "start_at")[rows], view.floats("stays", "end_at")[rows]
    size = view.ints("stays", "size")[rows]
    people = counted(whole(start), whole(or_else(end, view.horizon)), size, view.horizon)
    _, first = np.unique(view.words("stays", "case")[rows], return_index=True)
    return {
        f"hub.{hub}.came": int(size[first].sum()),
        f"hub.{hub}.present.mean": people.integral / view.horizon,
        f"hub.{hub}.present.peak": people.peak,
        f"hub.{hub}.present.person_days": people.integral / MS_PER_DAY,
    }


def _over_the_sender(view: View) -> Readings:
    home = np.isin(view.outcome, ("returned_voluntarily", "removed")) & happened(view.at("back"))
    back, at_home = np.minimum(view.at("back")[home], view.horizon), np.minimum(view.at("home")[home], view.horizon)
    size = view.size[home]
    return {"over_sender.people": int(size.sum()), "over_sender.bed_days": float(np.dot(size, at_home - back)) / MS_PER_DAY}
