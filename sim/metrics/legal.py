"""Reviews in time, legal periods kept, orders carried out, claims respected."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.needs import claim_suspends
from sim.metrics.view import Bools, Floats, View, happened, or_else, whole
from sim.record import MS_PER_DAY
from sim.scenario.schema import Review, Scenario


def review_clocks(scenario: Scenario) -> dict[str, Review]:
    """Clocks of kind review by name."""
    return {name: clock for hub in scenario.hubs.values() for name, clock in hub.clocks.items() if isinstance(clock, Review)}


def has_reviews(scenario: Scenario) -> bool:
    """Whether anything is reviewed."""
    return bool(review_clocks(scenario))


def period_names(scenario: Scenario) -> list[str]:
    """Names of the legal periods."""
    return [name for hub in scenario.hubs.values() for name in hub.deadlines]


METRICS = (
    Metric(
        "reviews.due", "reviews that fell due", "tasks of review clocks", unit="reviews", of="reviews", kind="mean", applies=has_reviews
    ),
    Metric(
        "reviews.late",
        "reviews held late, or not held when they were late already",
        "reviews with (started_at, or ended_at, or outcome_at, or H) > due_at + late_by",
        unit="reviews",
        of="reviews",
        kind="mean",
        better="lower",
        applies=has_reviews,
    ),
    Metric(
        "reviews.late_share",
        "share of reviews that are late",
        "reviews.late / reviews.due",
        unit="share",
        of="reviews",
        kind="share",
        better="lower",
        applies=has_reviews,
    ),
    Metric(
        "periods.{period}.missed",
        "people for whom a legal period ran out",
        "sum of size of cases with a missed task deadline:NAME",
        unit="people",
        of="people",
        kind="mean",
        better="lower",
    ),
    Metric(
        "periods.{period}.missed_share",
        "share of people for whom a legal period ran out, of those whose period has ended",
        "people missed / people missed, met or left before",
        unit="share",
        of="people",
        kind="share",
        better="lower",
    ),
    Metric(
        "order.days",
        "days people stay inside after an order to release them",
        "sum of size x ((outcome_at or H) - release_ordered_at)",
        unit="person-days",
        of="people",
        kind="mean",
        better="lower",
    ),
    Metric(
        "claims.pending_removals",
        "people returned while a claim suspended it (0 if the model is right)",
        "sum of size returned with claim_lodged_at < left_at < claim_decided_at",
        unit="people",
        of="people",
        kind="mean",
        better="lower",
    ),
)


def measure(view: View) -> Readings:
    """Reviews, periods, orders, claims."""
    ordered = view.at("release_ordered")
    waited = whole(np.where(happened(ordered), view.ended - ordered, 0.0))
    readings: Readings = {
        "order.days": float(np.dot(waited, view.size)) / MS_PER_DAY,
        "claims.pending_removals": view.people(left_during_claim(view)),
    }
    readings |= _reviews(view) if has_reviews(view.scenario) else {}
    return readings | _periods(view)


def _periods(view: View) -> Readings:
    names, outcome = view.words("tasks", "task"), view.words("tasks", "outcome")
    readings: Readings = {}
    for period in period_names(view.scenario):
        cases = view.rows(view.words("tasks", "case")[names == f"deadline:{period}"])
        size, fate = view.size[cases], outcome[names == f"deadline:{period}"]
        missed = int(size[fate == "missed"].sum())
        readings[f"periods.{period}.missed"] = missed
        readings[f"periods.{period}.missed_share"] = Ratio(missed, int(size[fate != "waiting"].sum()))
    return readings


def _reviews(view: View) -> Readings:
    names, due_at, held = view.words("tasks", "task"), view.floats("tasks", "due_at"), waited_until(view)
    due = late = 0
    for name, clock in review_clocks(view.scenario).items():
        mine = names == name
        due += int(mine.sum())
        late += int((mine & (held > due_at + (clock.late_by or 0))).sum())
    return {"reviews.due": due, "reviews.late": late, "reviews.late_share": Ratio(late, due)}


def waited_until(view: View) -> Floats:
    """When each task began; of one that never did, when it or its case ended, or the horizon."""
    began = or_else(view.floats("tasks", "started_at"), view.floats("tasks", "ended_at"))
    return or_else(began, view.ended[view.rows(view.words("tasks", "case"))])


def left_during_claim(view: View) -> Bools:
    """Cases that left by return or removal while a claim suspended it."""
    returned = np.isin(view.outcome, ("removed", "returned_voluntarily"))
    lodged, decided, left = view.at("claim_lodged"), view.at("claim_decided"), view.at("left")
    return claim_suspends(view) & returned & (lodged < left) & ~(decided <= left)
