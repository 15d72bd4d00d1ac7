"""Laws of who may be moved: proposed, eligible, told in time, and with no objection pending."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Bools, Replay, or_never
from sim.record import FILTER
from sim.scenario.schema import Filter

OBJECTION = "objection:"


def who_is_not_eligible_is_never_reviewed(replay: Replay) -> Iterator[Finding]:
    """Who is not proposed, or not passed by a filter, is declined, not decided on, and not reviewed; a filter stops only whom it looks
    at; one that passes nobody passes nobody, one that passes everybody stops nobody."""
    journeys = replay.journeys
    filters = replay.scenario.selection.filters
    by = {name: journeys.among("reason", f"{FILTER}{name}") for name in filters}
    unseen = np.logical_or.reduce([journeys.among("reason", "not_proposed"), *by.values()])
    decided = ~np.isnan(journeys.number("decided_at"))
    for i in where_true(unseen & (decided | ~journeys.among("outcome", "declined"))):
        yield replay.case[i], None, f"{journeys.words('reason')[i]}: is {journeys.words('outcome')[i]}, or was decided on"
    reviewed = np.flatnonzero(replay.tasks.among("task", "selection"))
    for i in reviewed[np.append(unseen, False)[replay.task_rows[reviewed]]]:
        yield str(replay.tasks.words("case")[i]), None, "is reviewed by the host and not eligible"
    for name, one in filters.items():
        looked_at = _looked_at(replay, one)
        for i in where_true(by[name] & (~looked_at | (one.passes == 1.0)) & replay.fixed(f"selection.filters.{name}")):
            yield replay.case[i], None, f"is stopped by the filter {name}, which passes it"
        known = looked_at & ~replay.referred & replay.fixed(f"selection.filters.{name}")
        for i in where_true(known & decided & ~_declined_at_once(replay) & (one.passes == 0.0)):
            yield replay.case[i], None, f"is decided on, and the filter {name} passes nobody like it"


def _looked_at(replay: Replay, one: Filter) -> Bools:
    everybody = np.ones(replay.case.size, dtype=bool)
    of_class = replay.journeys.among("class", *one.for_) if one.for_ else everybody
    bound: Bools = replay.journeys.among("destination", *one.destinations) if one.destinations else everybody
    return of_class & bound & ~replay.initial


def _declined_at_once(replay: Replay) -> Bools:
    """Excluded, or listed after the window has closed: no filter is asked."""
    return replay.journeys.among("outcome", "declined") & replay.journeys.among("reason", "excluded", "end")


def nobody_boards_before_notice_has_run(replay: Replay) -> Iterator[Finding]:
    """Where people are told of the transfer, who boards was told, and the notice had run."""
    journeys, transfer = replay.journeys, replay.scenario.transfer
    at, known, ready = (journeys.number(f"{name}_at") for name in ("boarded", "told", "ready"))
    if not replay.fixed("transfer.notice") or not replay.fixed("transfer.told_after"):
        return
    told_of_it = transfer.notice is not None or transfer.told_after is not None or bool(transfer.objections)
    for i in where_true(~np.isnan(at) & told_of_it & ~((known + (transfer.notice or 0) <= at) & (ready <= at))):
        when = "was never told" if np.isnan(known[i]) else f"was told on {told(known[i])}"
        yield replay.case[i], at[i], f"boards before notice has run: {when}"


def nobody_boards_while_an_objection_is_pending(replay: Replay) -> Iterator[Finding]:
    """From lodging to the decision, and for the further time after a refusal, nobody is booked to the hub or boards; if it is upheld,
    never."""
    tasks = replay.tasks
    name = np.array([str(task).removeprefix(OBJECTION) for task in tasks.words("task").tolist()], dtype=object)
    rows = np.flatnonzero(name != tasks.words("task"))
    terms = replay.scenario.transfer.objections
    fixed = replay.fixed("transfer.objections")
    further = np.array([float(terms[one].further) if fixed and one in terms else 0.0 for one in name[rows]])
    lodged, ended = tasks.number("queued_at")[rows], or_never(tasks.number("ended_at"))[rows]
    free = np.where(tasks.among("result", "upheld")[rows], np.inf, ended + further)
    boarded = replay.of_case("boarded_at", replay.task_rows[rows])
    for i in where_true((boarded >= lodged) & (boarded < free)):
        yield str(tasks.words("case")[rows[i]]), boarded[i], f"boards while {name[rows[i]]}, lodged on {told(lodged[i])}, holds it back"
    booked, case = replay.attempts.number("booked_at"), replay.attempt_rows
    inbound = ~replay.attempts.among("service", *(s for s, one in replay.scenario.services.items() if one.from_ is not None))
    for i in range(rows.size):
        held = inbound & (case == replay.task_rows[rows[i]]) & (booked > lodged[i]) & (booked < free[i])
        for j in where_true(held):
            yield str(tasks.words("case")[rows[i]]), booked[j], f"is booked while {name[rows[i]]} holds it back"


LAWS: tuple[Law, ...] = (
    who_is_not_eligible_is_never_reviewed,
    nobody_boards_before_notice_has_run,
    nobody_boards_while_an_objection_is_pending,
)
