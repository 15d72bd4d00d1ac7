"""Who comes of those listed: proposed, eligible, accepted, told, boarded, arrived; and why the others stay with the sender."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings, Sample
from sim.metrics.view import Bools, View, happened, or_else, whole
from sim.metrics.waits import wait
from sim.record import FILTER
from sim.scenario.schema import Scenario

STAGES = {
    "listed": ("people listed by the sender", "sum of size where listed_at"),
    "proposed": (
        "people proposed of those listed",
        "those listed, less those excluded, listed after the window closed, and not proposed",
    ),
    "eligible": ("people proposed whom every filter passes", "those proposed, less those with a reason filter:NAME"),
    "accepted": ("people accepted by the host", "sum of size where decided_at and outcome is not declined"),
    "ready": ("people free to board: notice has run, no objection is pending", "sum of size where ready_at"),
    "boarded": ("people who left the sender", "sum of size where boarded_at"),
    "arrived": ("people who reached the hub", "sum of size where listed_at and arrived_at"),
}
"""Each is part of the one before."""

LOSSES = {
    "excluded": ("proposed", "of a class that the agreement or every hub excludes", "declined, reason excluded"),
    "late": ("proposed", "listed after the window had closed", "declined at listing, reason end"),
    "not_proposed": ("proposed", "whom the sender did not propose", "declined, reason not_proposed"),
    "host": ("accepted", "whom the host did not want", "declined, reason host"),
    "room": ("accepted", "for whom the agreement had no room", "declined, reason room"),
    "closed": ("accepted", "on whom nothing was decided when the window closed", "declined after listing, reason end"),
    "undecided": ("accepted", "on whom nothing is decided at the horizon", "waiting, no decided_at"),
    "objection": ("boarded", "whose objection to the transfer was upheld", "dropped_out, reason objection"),
    "choice": ("boarded", "who dropped out after acceptance", "dropped_out, reason choice"),
    "end": ("boarded", "accepted, and not boarded when the window closed", "dropped_out, reason end"),
    "waiting": ("boarded", "accepted, and still with the sender at the horizon", "waiting, decided_at"),
}
"""Why people listed stay with the sender: the stage that they do not reach, who they are, and how they are told. Filters come beside."""


def has_funnel(scenario: Scenario) -> bool:
    """Whether anything happens upstream of the host's review, or between acceptance and boarding."""
    selection = scenario.selection
    upstream = any(stream.kind == "upstream" for stream in scenario.demand.values())
    return upstream or bool(selection.filters) or selection.proposed is not None or told_of_transfer(scenario)


def told_of_transfer(scenario: Scenario) -> bool:
    """Whether people are told before the transfer."""
    transfer = scenario.transfer
    return transfer.told_after is not None or transfer.notice is not None or objects(scenario)


def objects(scenario: Scenario) -> bool:
    """Whether people may object to it."""
    return bool(scenario.transfer.objections)


def stages(scenario: Scenario) -> list[str]:
    """The stages of a scenario."""
    return [name for name in STAGES if has_funnel(scenario) and (name != "ready" or told_of_transfer(scenario))]


def losses(scenario: Scenario) -> list[str]:
    """Why people of a scenario may stay with the sender."""
    return list(LOSSES) if has_funnel(scenario) else []


def filters(scenario: Scenario) -> list[str]:
    """The filters of a scenario, in order."""
    return list(scenario.selection.filters)


METRICS = (
    Metric(
        "funnel.people.{stage}",
        "people by stage, of those listed",
        "sum of size of those who reach the stage (model, section 7)",
        "people",
        "people",
        "mean",
    ),
    Metric(
        "funnel.share.{stage}",
        "share of those listed who reach the stage",
        "funnel.people.STAGE / funnel.people.listed",
        "share",
        "people",
        "share",
    ),
    Metric(
        "funnel.filtered.{filter}",
        "people whom the filter stops",
        "sum of size declined, reason filter:NAME",
        "people",
        "people",
        "mean",
    ),
    Metric(
        "funnel.passed.{filter}",
        "share of those who reach the filter whom it passes (those it does not look at among them)",
        "1 - people whom it stops / people proposed and passed by the filters before",
        "share",
        "people",
        "share",
    ),
    Metric(
        "funnel.lost.{loss}",
        "people listed who stay with the sender, by why",
        "sum of size by outcome and reason (model, section 7)",
        "people",
        "people",
        "mean",
    ),
    Metric(
        "funnel.no_show",
        "people accepted who did not turn up for a departure to the hub, once at least",
        "sum of size with an inbound attempt no_show",
        "people",
        "people",
        "mean",
        applies=has_funnel,
    ),
    Metric(
        "funnel.objected",
        "people who objected to the transfer, or for whom a court stopped it",
        "sum of size with a task objection:NAME",
        "people",
        "people",
        "mean",
        applies=objects,
    ),
    Metric(
        "wait.notice.mean",
        "average time from acceptance until free to board: told, notice run, no objection pending",
        "area under the Kaplan-Meier curve of ready_at - decided_at",
        "days",
        "people",
        "average",
        sample="wait.notice",
        applies=told_of_transfer,
    ),
    Metric(
        "wait.objection.mean",
        "average time from lodging an objection to the decision",
        "area under the Kaplan-Meier curve of ended_at - queued_at of tasks objection:NAME",
        "days",
        "people",
        "average",
        sample="wait.objection",
        applies=objects,
    ),
)


def measure(view: View) -> Readings:
    """Counts and shares by stage, losses by why, and the time they take."""
    scenario = view.scenario
    if not has_funnel(scenario):
        return {}
    reached = _reached(view)
    people = {name: view.people(reached[name]) for name in stages(scenario)}
    lost = _lost(view, reached)
    readings: Readings = {f"funnel.people.{name}": count for name, count in people.items()}
    readings |= {f"funnel.share.{name}": Ratio(count, people["listed"]) for name, count in people.items()}
    readings |= {f"funnel.lost.{name}": view.people(lost[name]) for name in losses(scenario)}
    readings |= _by_filter(view, people["proposed"])
    readings["funnel.no_show"] = view.people(_absent(view))
    if told_of_transfer(scenario):
        readings["wait.notice"] = wait(view, view.at("decided"), view.at("ready"), view.accepted)
    if objects(scenario):
        readings["funnel.objected"] = view.people(_with_row(view, "tasks", _objections(view)))
        readings["wait.objection"] = _time_to_decision(view)
    return readings


def _reached(view: View) -> dict[str, Bools]:
    listed = happened(view.at("listed"))
    declined = view.outcome == "declined"
    late = declined & (view.reason == "end") & (view.at("decided") == view.at("listed"))
    proposed = listed & ~late & ~(declined & np.isin(view.reason, ("excluded", "not_proposed")))
    eligible = proposed & ~np.char.startswith(view.reason, FILTER)
    return {
        "listed": listed,
        "late": late,
        "proposed": proposed,
        "eligible": eligible,
        "accepted": listed & view.accepted,
        "ready": listed & happened(view.at("ready")),
        "boarded": listed & happened(view.at("boarded")),
        "arrived": listed & view.here,
    }


def _lost(view: View, reached: dict[str, Bools]) -> dict[str, Bools]:
    declined, dropped, waiting = (view.outcome == outcome for outcome in ("declined", "dropped_out", "waiting"))
    late = reached["late"]
    return {
        **{reason: declined & (view.reason == reason) for reason in ("excluded", "not_proposed", "host", "room")},
        **{reason: dropped & (view.reason == reason) for reason in ("objection", "choice", "end")},
        "late": late,
        "closed": declined & (view.reason == "end") & ~late,
        "undecided": waiting & ~happened(view.at("decided")),
        "waiting": waiting & happened(view.at("decided")),
    }


def _by_filter(view: View, proposed: int) -> Readings:
    readings: Readings = {}
    left = proposed
    for name in filters(view.scenario):
        stopped = view.people(view.reason == f"{FILTER}{name}")
        readings[f"funnel.filtered.{name}"] = stopped
        readings[f"funnel.passed.{name}"] = Ratio(left - stopped, left)
        left -= stopped
    return readings


def _absent(view: View) -> Bools:
    inbound = [name for name, service in view.scenario.services.items() if service.from_ is None]
    return _with_row(
        view, "attempts", np.isin(view.words("attempts", "service"), inbound) & (view.words("attempts", "outcome") == "no_show")
    )


def _objections(view: View) -> Bools:
    chosen: Bools = np.char.startswith(view.words("tasks", "task"), "objection:")
    return chosen


def _with_row(view: View, table: str, chosen: Bools) -> Bools:
    """Cases that have one of the chosen rows."""
    having = np.zeros(view.size.size, dtype=bool)
    having[view.rows(view.words(table, "case")[chosen])] = True
    return having


def _time_to_decision(view: View) -> Sample:
    chosen = _objections(view)
    rows = view.rows(view.words("tasks", "case")[chosen])
    lodged, ended = view.floats("tasks", "queued_at")[chosen], view.floats("tasks", "ended_at")[chosen]
    decided: Bools = view.words("tasks", "outcome")[chosen] == "decided"
    return Sample(whole(or_else(ended, view.horizon) - lodged), decided, view.size[rows], np.full(rows.size, -1))
