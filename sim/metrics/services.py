"""What leaves with seats: how full, how often not at all, and which attempts fail."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.needs import outbound
from sim.metrics.view import View
from sim.scenario.schema import Scenario


def _departures(name: str, meaning: str, formula: str, unit: str = "departures") -> Metric:
    return Metric(name, meaning, formula, unit=unit, of=unit, kind="mean")


METRICS = (
    Metric(
        "service.{service}.load",
        "share of seats used, of departures that left",
        "seats used / seats",
        unit="share",
        of="seats",
        kind="share",
    ),
    _departures("service.{service}.departed", "departures that left", "rows with outcome departed"),
    _departures("service.{service}.people", "people who left with it", "sum of boarded", unit="people"),
    _departures("service.{service}.cancelled", "departures cancelled", "rows with outcome cancelled"),
    _departures("service.{service}.below_minimum", "departures that did not leave for want of people", "rows with outcome below_minimum"),
    _departures("service.{service}.suspended", "departures that a suspension stopped", "rows with outcome suspended"),
    _departures("service.{service}.seats_used", "seats used", "sum of used, of departures that left", unit="seats"),
    _departures("service.{service}.seats_empty", "seats left empty", "sum of seats - used, of departures that left", unit="seats"),
    _departures(
        "service.{service}.seats_cancelled",
        "seats that did not leave",
        "sum of seats of departures cancelled, below their minimum or suspended",
        unit="seats",
    ),
    Metric(
        "service.{inbound}.seats_no_room",
        "seats left empty because no hub had room for people who were ready",
        "sum of no_room, of departures that left or were below their minimum",
        unit="seats",
        of="seats",
        kind="mean",
        better="lower",
    ),
    Metric(
        "attempts.failed_share",
        "share of attempts to leave the hub that fail, of people who turned up",
        "people failed / people boarded or failed",
        unit="share",
        of="people",
        kind="share",
        better="lower",
    ),
    Metric(
        "attempts.no_show_share",
        "share of people booked to leave the hub who do not turn up, of departures that left",
        "people no_show / people boarded, failed or no_show",
        unit="share",
        of="people",
        kind="share",
        better="lower",
    ),
)


def inbound(scenario: Scenario) -> tuple[str, ...]:
    """Names of the services from the sender to a hub."""
    return tuple(name for name, service in scenario.services.items() if service.from_ is None)


def measure(view: View) -> Readings:
    """Load and fate of each service, and of attempts to leave the hub."""
    readings: Readings = {}
    names, outcomes = view.words("services", "service"), view.words("services", "outcome")
    seats, used, boarded = (view.ints("services", column) for column in ("seats", "used", "boarded"))
    for name in view.scenario.services:
        mine = names == name
        departed = mine & (outcomes == "departed")
        readings[f"service.{name}.load"] = Ratio(int(used[departed].sum()), int(seats[departed].sum()))
        readings[f"service.{name}.departed"] = int(departed.sum())
        readings[f"service.{name}.people"] = int(boarded[departed].sum())
        stayed = mine & np.isin(outcomes, ("cancelled", "below_minimum", "suspended"))
        readings[f"service.{name}.seats_used"] = int(used[departed].sum())
        readings[f"service.{name}.seats_empty"] = int((seats - used)[departed].sum())
        readings[f"service.{name}.seats_cancelled"] = int(seats[stayed].sum())
        for fate in ("cancelled", "below_minimum", "suspended"):
            readings[f"service.{name}.{fate}"] = int((mine & (outcomes == fate)).sum())
    lost = np.where(np.isin(outcomes, ("departed", "below_minimum")), view.ints("services", "no_room"), 0)
    readings |= {f"service.{name}.seats_no_room": int(lost[names == name].sum()) for name in inbound(view.scenario)}
    return readings | _attempts(view)


def _attempts(view: View) -> Readings:
    leaving = np.isin(view.words("attempts", "service"), list(outbound(view)))
    outcome, size = view.words("attempts", "outcome")[leaving], view.ints("attempts", "size")[leaving]
    boarded, failed, absent = (int(size[outcome == fate].sum()) for fate in ("boarded", "failed", "no_show"))
    return {
        "attempts.failed_share": Ratio(failed, boarded + failed),
        "attempts.no_show_share": Ratio(absent, boarded + failed + absent),
    }
