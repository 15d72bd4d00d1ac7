"""How many came, and how it ended for them."""

from __future__ import annotations

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.view import EXITS, View, happened
from sim.record import OUTCOMES
from sim.scenario.schema import Scenario

BEFORE_BOARDING = ("declined", "dropped_out", "waiting")
AFTER_BOARDING = tuple(outcome for outcome in OUTCOMES if outcome not in BEFORE_BOARDING)
DECLINED_FOR = ("host", "excluded", "room", "end")


def has_exchange(scenario: Scenario) -> bool:
    """Whether a dated act exchanges people."""
    return any(act.exchange is not None for act in scenario.timeline.values())


def _count(name: str, meaning: str, formula: str) -> Metric:
    return Metric(name, meaning, formula, unit="people", of="people", kind="mean")


METRICS = (
    _count("people.listed", "people listed by the sender", "sum of size where listed_at"),
    _count("people.declined", "people declined", "sum of size where outcome is declined"),
    _count("people.accepted", "people accepted by the host", "sum of size where decided_at and outcome is not declined"),
    _count("people.dropped_out", "people accepted who never boarded", "sum of size where outcome is dropped_out"),
    _count("people.arrived", "people who were ever in the hub, those inside at the start included", "sum of size where arrived_at"),
    _count("people.left", "people who left the hub for good", "sum of size where left_at"),
    Metric(
        "people.exchanged",
        "people who left all at once by an exchange, without a service",
        "sum of size where reason is exchange",
        unit="people",
        of="people",
        kind="mean",
        applies=has_exchange,
    ),
    _count("people.inside_at_end", "people in the hub at the horizon", "people.arrived - people.left"),
    _count("people.in_transit_at_end", "people under way to the hub at the horizon", "sum of size inside, boarded, not arrived"),
    _count(
        "people.waiting_at_end", "people listed or accepted, still with the sender at the horizon", "sum of size where outcome is waiting"
    ),
    _count("declined.{declined_for}", "people declined, by reason", "sum of size where outcome is declined for this reason"),
    _count("outcome.{outcome}", "people by outcome, of those who left the sender", "sum of size where outcome is this one"),
    Metric(
        "outcome_share.{exit}",
        "share of people with this outcome, of those who left the sender and whose case ended",
        "people with the outcome / people with any exit",
        unit="share",
        of="people",
        kind="share",
    ),
)


def measure(view: View) -> Readings:
    """Counts of people at each milestone, and by outcome."""
    by_outcome = {outcome: view.people(view.outcome == outcome) for outcome in OUTCOMES}
    left = happened(view.at("left"))
    in_transit = (view.outcome == "inside") & ~view.here
    ended = sum(by_outcome[name] for name in EXITS)
    declined = view.outcome == "declined"
    exchanged = {"people.exchanged": view.people(view.reason == "exchange")} if has_exchange(view.scenario) else {}
    return {
        **exchanged,
        "people.listed": view.people(happened(view.at("listed"))),
        "people.declined": by_outcome["declined"],
        "people.accepted": view.people(view.accepted),
        "people.dropped_out": by_outcome["dropped_out"],
        "people.arrived": view.people(view.here),
        "people.left": view.people(view.here & left),
        "people.inside_at_end": view.people(view.here & ~left),
        "people.in_transit_at_end": view.people(in_transit),
        "people.waiting_at_end": by_outcome["waiting"],
        **{f"declined.{reason}": view.people(declined & (view.reason == reason)) for reason in DECLINED_FOR},
        **{f"outcome.{name}": by_outcome[name] for name in AFTER_BOARDING},
        **{f"outcome_share.{name}": Ratio(by_outcome[name], ended) for name in EXITS},
    }
