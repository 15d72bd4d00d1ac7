"""Laws of claims, orders and limits: what stops a removal, and nobody inside past a limit without being counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import PERIOD, Bools, Floats, Places, Replay, or_never
from sim.scenario.schema import AnyClock, Notice, Voluntary

REMOVED = ("removed", "returned_voluntarily")
TRIED = ("boarded", "failed", "no_show")
"""Outcomes of attempts at which the case was to leave."""


def _by_service(replay: Replay, *outcomes: str) -> Bools:
    """Cases with one of the outcomes, those left out whom an exchange between states took away."""
    return replay.journeys.among("outcome", *outcomes) & ~replay.journeys.among("reason", "exchange")


def nobody_is_removed_while_a_claim_suspends_it(replay: Replay) -> Iterator[Finding]:
    """Nobody leaves by a removal or a return from the lodging of a claim that suspends it until the claim is decided or withdrawn."""
    claims = [clock for clock in replay.clocks if clock.kind == "claim"]
    if not claims or any(claim.suspends != "removal" for claim in claims) or not replay.hub_fixed("clocks"):
        return
    journeys = replay.journeys
    at, lodged = journeys.number("outcome_at"), journeys.number("claim_lodged_at")
    pending = (lodged <= at) & ~(journeys.number("claim_decided_at") <= at)
    for i in where_true(_by_service(replay, *REMOVED) & pending):
        yield replay.case[i], at[i], f"{journeys.words('outcome')[i]} with a claim pending since {told(lodged[i])}"


def nobody_is_tried_while_a_claim_suspends_it(replay: Replay) -> Iterator[Finding]:
    """No removal is tried, and nobody is put on a manifest out of the hub, while a claim that suspends it is pending: not even a try that
    fails. What falls on the very instant of the lodging or the decision may have come before or after it."""
    claims = [clock for clock in replay.clocks if clock.kind == "claim"]
    if not claims or any(claim.suspends != "removal" for claim in claims) or not replay.hub_fixed("clocks"):
        return
    attempts = replay.attempts
    lodged = replay.of_case("claim_lodged_at", replay.attempt_rows)
    decided = replay.of_case("claim_decided_at", replay.attempt_rows)
    until = np.where(decided >= lodged, decided, np.inf)
    tried = attempts.among("outcome", *TRIED)
    for column, who, what in (("booked_at", np.ones(attempts.size, bool), "is booked on"), ("departs_at", tried, "is tried with")):
        at = attempts.number(column)
        for i in where_true(who & (lodged < at) & (at < until)):
            service = attempts.words("service")[i]
            yield str(attempts.words("case")[i]), at[i], f"{what} {service} with a claim pending since {told(lodged[i])}"


def nobody_is_removed_after_a_release_order(replay: Replay) -> Iterator[Finding]:
    """An order to release stops removal: nobody leaves by a removal or a return, or is booked, from its instant on."""
    journeys, attempts = replay.journeys, replay.attempts
    at, ordered = journeys.number("outcome_at"), journeys.number("release_ordered_at")
    for i in where_true(_by_service(replay, *REMOVED, "sent_back") & (ordered <= at)):
        yield replay.case[i], at[i], f"{journeys.words('outcome')[i]} after the release order of {told(ordered[i])}"
    booked = attempts.number("booked_at")
    for i in where_true(booked > replay.of_case("release_ordered_at", replay.attempt_rows)):
        yield str(attempts.words("case")[i]), booked[i], f"is booked on {attempts.words('service')[i]} after a release order"


def nobody_is_removed_before_the_gates_are_open(replay: Replay) -> Iterator[Finding]:
    """Removed means screened, with documents and with notice run, where a notice is declared; returned voluntarily means screened and
    agreed, and with documents where the voluntary clock needs them."""
    journeys = replay.journeys
    at = journeys.number("outcome_at")
    removed, returned = _by_service(replay, "removed"), _by_service(replay, "returned_voluntarily")
    needs_documents = _has_one_of(replay, lambda clock: isinstance(clock, Voluntary) and clock.needs == "documents")
    has_notice = _has_one_of(replay, lambda clock: isinstance(clock, Notice))
    for name, gate, who in (
        ("screened", "screened_at", (removed | returned) & ~replay.initial),
        ("documents", "documents_at", removed | returned & needs_documents),
        ("notice", "notice_at", removed & has_notice),
        ("agreed", "agreed_at", returned),
    ):
        for i in where_true(who & ~(journeys.number(gate) <= at)):
            yield replay.case[i], at[i], f"{journeys.words('outcome')[i]} without {name} before"


def _has_one_of(replay: Replay, wanted: Callable[[AnyClock], bool]) -> Bools:
    """Which cases have such a clock, whatever the regime, by hub, class and destination."""
    journeys = replay.journeys
    mask = np.zeros(journeys.size, dtype=bool)
    for hub, terms in replay.hubs.items() if replay.hub_fixed("clocks") else ():
        for clock in (clock for clock in terms.clocks.values() if clock.regime is None and wanted(clock)):
            classes, destinations = clock.for_ or replay.scenario.classes, clock.destinations or replay.scenario.destinations
            mask |= journeys.among("hub", hub) & journeys.among("class", *classes) & journeys.among("destination", *destinations)
    return mask


def the_stay_limit_is_known_and_right(replay: Replay) -> Iterator[Finding]:
    """Who arrives has a deadline: arrival - days counted before + limit + one extension for each that was granted; and no more
    extensions than allowed."""
    stay = replay.scenario.agreement.stay
    if stay.limit is None or not replay.fixed("agreement.stay"):
        return
    journeys = replay.journeys
    arrived, deadline = journeys.number("arrived_at"), journeys.number("deadline_at")
    extensions = journeys.number("extensions")
    due = arrived - journeys.number("prior_ms") + stay.limit + extensions * (stay.by or 0)
    for i in where_true(~np.isnan(arrived) & (deadline != due)):
        has = "no deadline" if np.isnan(deadline[i]) else f"the deadline {told(deadline[i])}"
        yield replay.case[i], arrived[i], f"has {has}, the limit gives {told(due[i])}"
    allowed = (stay.times or 0) if stay.then == "extend" else 0
    for i in where_true(extensions > allowed):
        yield replay.case[i], deadline[i], f"{extensions[i]:.0f} extensions, {allowed} are allowed"


def nobody_is_inside_past_a_limit_uncounted(replay: Replay) -> Iterator[Finding]:
    """Who is inside after the stay limit (or after the end of the agreement and its grace) is under an order to be released or due to
    be sent back from that instant at the latest, where the scenario says so; a legal period that has passed is met or missed."""
    agreement = replay.scenario.agreement
    stay, end = agreement.stay, agreement.end
    journeys = replay.journeys
    follows = stay.then if stay.then != "extend" else stay.else_ or "breach"
    if follows != "breach" and replay.fixed("agreement.stay"):
        yield from _passed(replay, np.maximum(journeys.number("deadline_at"), journeys.number("arrived_at")), "the stay limit")
    if end is not None and end.then != "breach" and replay.fixed("agreement.end"):
        closes = replay.instant_of(end.date)
        by_an_act = replay.spells.number("start_at")[replay.spells.among("what", "end")]
        closes = np.nan if (by_an_act < closes).any() else closes
        there = (journeys.number("arrived_at") < closes) & ~(journeys.number("outcome_at") < closes)
        yield from _passed(replay, np.where(there, closes + end.grace, np.nan), "the end of the agreement")
    yield from _ended_by_an_act(replay)
    yield from _periods(replay)


def _ended_by_an_act(replay: Replay) -> Iterator[Finding]:
    """The same where a dated act ended the agreement: for those inside then, and for those who arrived after."""
    for row in np.flatnonzero(replay.spells.among("what", "end")).tolist():
        end, at = replay.scenario.timeline[str(replay.spells.words("act")[row])].end, replay.spells.number("start_at")[row]
        if end is not None and end.then != "breach":
            there = np.maximum(replay.journeys.number("arrived_at"), at)
            yield from _passed(replay, there + end.grace, "the end of the agreement")


def _passed(replay: Replay, limit: Floats, name: str) -> Iterator[Finding]:
    """Cases inside after a limit on whom nothing was ordered by then."""
    journeys = replay.journeys
    inside: Bools = ~np.isnan(journeys.number("arrived_at")) & (or_never(journeys.number("outcome_at")) > limit)
    ordered = np.fmin(journeys.number("release_ordered_at"), journeys.number("send_back_at"))
    for i in where_true(inside & (limit < replay.horizon) & ~(ordered <= limit)):
        yield replay.case[i], limit[i], f"is inside past {name} of {told(limit[i])}, neither to be released nor sent back"


def _periods(replay: Replay) -> Iterator[Finding]:
    tasks = replay.tasks
    rows: Places = np.flatnonzero(replay.periods)
    due, ended = tasks.number("due_at")[rows], tasks.number("ended_at")[rows]
    missed, waiting = tasks.among("outcome", "missed")[rows], tasks.among("outcome", "waiting")[rows]
    for i in where_true((waiting & (due < replay.horizon)) | (~waiting & ~(ended <= due)) | (missed & (ended != due))):
        name = str(tasks.words("task")[rows[i]]).removeprefix(PERIOD)
        yield str(tasks.words("case")[rows[i]]), due[i], f"the period {name} ended on {told(due[i])} and is neither met nor missed then"
    ordered = np.fmin(replay.of_case("release_ordered_at", replay.task_rows), replay.of_case("send_back_at", replay.task_rows))[rows]
    out = replay.of_case("outcome_at", replay.task_rows)[rows]
    for name, period in ((name, period) for hub in replay.hubs.values() for name, period in hub.deadlines.items()):
        if not replay.hub_fixed(f"deadlines.{name}.then"):
            continue
        acts = missed & tasks.among("task", f"{PERIOD}{name}")[rows] & (period.then != "count")
        for i in where_true(acts & ~(ordered <= due) & ~(out <= due)):
            message = f"missed the period {name} and is neither to be released nor sent back"
            yield str(tasks.words("case")[rows[i]]), due[i], message


def reviews_fall_due_on_schedule(replay: Replay) -> Iterator[Finding]:
    """No review is asked for before it is due."""
    tasks = replay.tasks
    queued, due = tasks.number("queued_at"), tasks.number("due_at")
    for i in where_true(~replay.periods & (queued < np.minimum(due, replay.horizon))):
        name = tasks.words("task")[i]
        yield str(tasks.words("case")[i]), queued[i], f"{name} {tasks.number('k')[i]:.0f} is asked for before it is due on {told(due[i])}"


LAWS: tuple[Law, ...] = (
    nobody_is_removed_while_a_claim_suspends_it,
    nobody_is_tried_while_a_claim_suspends_it,
    nobody_is_removed_after_a_release_order,
    nobody_is_removed_before_the_gates_are_open,
    the_stay_limit_is_known_and_right,
    nobody_is_inside_past_a_limit_uncounted,
    reviews_fall_due_on_schedule,
)
