"""Laws of the case: one outcome, instants in order, nobody lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Bools, Replay, distinct, or_never, reached
from sim.record import FILTER, OUTCOMES, REASONS

AT_THE_SENDER = ("declined", "dropped_out", "waiting")
NOT_OUT = ("inside", "waiting")

IN_ORDER = (
    ("listed", "decided", "boarded", "arrived", "screening_started", "screened", "place_asked", "placed", "left", "home"),
    ("arrived", "agreed", "outcome", "left"),
    ("arrived", "release_ordered", "left"),
    ("arrived", "claim_lodged", "claim_decided", "outcome"),
    ("arrived", "cleared", "outcome"),
    ("arrived", "notice", "outcome"),
    ("boarded", "send_back", "outcome"),
    ("listed", "documents", "outcome"),
    ("decided", "told", "ready", "boarded"),
)
"""Chains of instants: each at or after those before it."""

NEEDS = (
    ("boarded", "decided"),
    ("told", "decided"),
    ("ready", "told"),
    ("arrived", "boarded"),
    ("screening_started", "arrived"),
    ("screened", "arrived"),
    ("placed", "arrived"),
    ("left", "arrived"),
    ("left", "outcome"),
    ("cleared", "arrived"),
    ("agreed", "arrived"),
    ("claim_lodged", "arrived"),
    ("claim_decided", "claim_lodged"),
)
"""The first did not happen without the second."""

MAY_LIE_BEYOND = ("deadline_at", "due_at", "departs_at", "escorts_back_at", "back_at", "home_at", "end_at")
"""Plans, not events: they may lie at or after the horizon."""

MAY_LIE_BEFORE = ("due_at", "deadline_at")
"""Reviews and limits of people inside at the start may have been due before it."""


def each_case_is_one_row_with_one_outcome(replay: Replay) -> Iterator[Finding]:
    """Every case has one row and exactly one outcome out of those there are, with a reason out of those there are."""
    names, counts = np.unique(replay.case.astype(str), return_counts=True)
    for i in where_true(counts > 1):
        yield str(names[i]), None, f"has {counts[i]} rows in journeys"
    filters = [f"{FILTER}{name}" for name in replay.scenario.selection.filters]
    for column, allowed in (("outcome", OUTCOMES), ("reason", (*REASONS, *filters))):
        for i in where_true(~replay.journeys.among(column, *allowed)):
            yield replay.case[i], None, f'has the unknown {column} "{replay.journeys.words(column)[i]}"'


def every_row_belongs_to_a_case(replay: Replay) -> Iterator[Finding]:
    """Stays, tasks and attempts are of cases that have a journey."""
    for table, rows in (("stays", replay.stay_rows), ("tasks", replay.task_rows), ("attempts", replay.attempt_rows)):
        for i in where_true(rows < 0):
            yield str(getattr(replay, table).words("case")[i]), None, f"has a row in {table} but none in journeys"


def outcomes_say_where_the_case_is(replay: Replay) -> Iterator[Finding]:
    """Out of the hub means arrived (or turned back on the way) and an instant of the outcome; inside and waiting have none.

    Who is declined, drops out or waits has not boarded; who is inside has. Who is still housed has an outcome and has not left.
    """
    journeys = replay.journeys
    boarded = ~np.isnan(journeys.number("boarded_at")) | ~np.isnan(journeys.number("arrived_at"))
    ended = ~np.isnan(journeys.number("outcome_at"))
    left = ~np.isnan(journeys.number("left_at"))
    arrived = ~np.isnan(journeys.number("arrived_at"))
    not_out = journeys.among("outcome", *NOT_OUT)
    at_sender = journeys.among("outcome", *AT_THE_SENDER)
    housed = journeys.words("housed").astype(bool)
    rules: tuple[tuple[Bools, str], ...] = (
        (not_out & (ended | left), "is not out at the horizon and yet has an instant of outcome or of leaving"),
        (~not_out & ~ended, "is out and has no instant of outcome"),
        (at_sender & boarded, "never left the sender and yet boarded"),
        (~at_sender & ~boarded, "never boarded and yet was in the hub"),
        (~not_out & ~at_sender & arrived & ~left & ~housed, "is out, not housed any more, and has not left"),
        (housed & (not_out | left), "is housed after its outcome and yet has none, or has left"),
    )
    for mask, message in rules:
        for i in where_true(mask):
            yield replay.case[i], None, f"{journeys.words('outcome')[i]}: {message}"


def instants_are_whole_and_inside_the_run(replay: Replay) -> Iterator[Finding]:
    """Every instant is a whole number of milliseconds from 0 to before the horizon; only plans may lie beyond it."""
    for name in ("journeys", "stays", "tasks", "attempts", "services", "capacity", "spells"):
        table = getattr(replay, name)
        for column in table.instants:
            at = table.number(column)
            wrong = at != np.floor(at)
            if column not in MAY_LIE_BEFORE:
                wrong |= at < 0
            if column not in MAY_LIE_BEYOND:
                wrong |= at >= replay.horizon
            for i in where_true(wrong & ~np.isnan(at)):
                label = next((str(table.words(c)[i]) for c in ("case", "service", "what") if table.has(c)), name)
                yield label, at[i], f"{name}.{column} is {at[i]:.17g} ms, not whole or outside the run of {replay.record.horizon} ms"


def instants_of_a_journey_are_in_order(replay: Replay) -> Iterator[Finding]:
    """Listed, decided, boarded, arrived, screened, placed, left: none before those that come first, none without what it needs."""
    for chain in IN_ORDER:
        yield from _in_order(replay, chain)
    for later, earlier in NEEDS:
        at, needed = replay.journeys.number(f"{later}_at"), replay.journeys.number(f"{earlier}_at")
        for i in where_true(~np.isnan(at) & np.isnan(needed) & ~replay.initial):
            yield replay.case[i], at[i], f"{later} without {earlier}"


def _in_order(replay: Replay, chain: tuple[str, ...]) -> Iterator[Finding]:
    latest = replay.journeys.number(f"{chain[0]}_at")
    for name in chain[1:]:
        at = replay.journeys.number(f"{name}_at")
        for i in where_true(at < latest):
            yield replay.case[i], at[i], f"{name} on {told(at[i])}, before an instant that comes first, on {told(latest[i])}"
        latest = np.fmax(latest, at)


def cases_in_are_cases_out_and_inside(replay: Replay) -> Iterator[Finding]:
    """At every instant the people who have arrived are those who have left and those in reception, a place or overflow."""
    journeys, stays = replay.journeys, replay.stays
    here = ~np.isnan(journeys.number("arrived_at"))
    arrived, left = journeys.number("arrived_at")[here], or_never(journeys.number("left_at"))[here]
    size = journeys.number("size")[here]
    housed = ~stays.among("kind", "reserved")
    start, end = stays.number("start_at")[housed], or_never(stays.number("end_at"))[housed]
    people = stays.number("size")[housed]
    at = distinct(arrived, left, start, end)
    at = at[at < replay.horizon]
    came, went = reached(arrived, size, at), reached(left, size, at)
    inside = reached(start, people, at) - reached(end, people, at)
    for i in where_true(came != went + inside)[:1]:
        yield "hub", at[i], f"{came[i]:.0f} people have arrived, {went[i]:.0f} have left, and {inside[i]:.0f} are inside"


LAWS: tuple[Law, ...] = (
    each_case_is_one_row_with_one_outcome,
    every_row_belongs_to_a_case,
    outcomes_say_where_the_case_is,
    instants_are_whole_and_inside_the_run,
    instants_of_a_journey_are_in_order,
    cases_in_are_cases_out_and_inside,
)
