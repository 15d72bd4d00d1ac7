"""Laws of the agreement: total, standing number, rate, intake window, and who is accepted first is moved first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Floats, Places, Replay, groups, level, or_never, overtaken, reached
from sim.record import MS_PER_DAY


def _boarded(replay: Replay) -> Places:
    """Rows of the cases that left the sender during the run."""
    return np.flatnonzero(~np.isnan(replay.journeys.number("boarded_at")))


def _limit(replay: Replay, name: str, terms: int | None, at: Floats) -> Floats | None:
    """A limit in force after each instant, from the record if it is there; None if it cannot be told."""
    what = f"agreement:{name}"
    if replay.capacity.among("what", what).any():
        return replay.in_force(what, "usable", at)
    if not replay.fixed(f"agreement.{name}") or terms is None:
        return None
    return np.full(at.size, float(terms))


def no_more_board_than_the_total(replay: Replay) -> Iterator[Finding]:
    """The people who have boarded are never more than the total of the agreement."""
    rows = _boarded(replay)
    boarded, size = replay.journeys.number("boarded_at")[rows], replay.journeys.number("size")[rows]
    at = np.unique(boarded)
    limit = _limit(replay, "total", replay.scenario.agreement.total, at)
    if limit is None:
        return
    people = reached(boarded, size, at)
    for i in where_true(people > limit):
        yield "agreement", at[i], f"{people[i]:.0f} people have boarded, the total is {limit[i]:.0f}"


def no_more_stand_than_the_standing_number(replay: Replay) -> Iterator[Finding]:
    """When somebody boards, the people in transit and present are no more than the standing number."""
    journeys = replay.journeys
    here = ~np.isnan(journeys.number("boarded_at")) | ~np.isnan(journeys.number("arrived_at"))
    begins = np.fmin(journeys.number("boarded_at"), journeys.number("arrived_at"))[here]
    arrived = ~np.isnan(journeys.number("arrived_at"))
    ends = or_never(np.where(arrived, journeys.number("left_at"), journeys.number("outcome_at")))[here]
    at = np.unique(journeys.number("boarded_at")[_boarded(replay)])
    limit = _limit(replay, "standing", replay.scenario.agreement.standing, at)
    if limit is None:
        return
    people = level(begins, ends, journeys.number("size")[here], at)
    for i in where_true(people > limit):
        yield "agreement", at[i], f"{people[i]:.0f} people are present or in transit, the standing number is {limit[i]:.0f}"


def no_more_board_in_a_period_than_the_rate(replay: Replay) -> Iterator[Finding]:
    """In each period (calendar day, week, month or year, or a length from the start) no more people board than the rate allows."""
    rate = replay.scenario.agreement.rate
    if rate is None or not replay.fixed("agreement.rate"):
        return
    rows = _boarded(replay)
    boarded = replay.journeys.number("boarded_at")[rows]
    periods, period = np.unique(_period(replay, boarded), return_inverse=True)
    people = np.bincount(period, weights=replay.journeys.number("size")[rows], minlength=periods.size)
    for i in where_true(people > rate.people):
        last = float(boarded[period == i].max())
        per = rate.period if isinstance(rate.period, str) else f"{rate.period / MS_PER_DAY:g} days"
        yield "agreement", last, f"{people[i]:.0f} people board in one period, the rate is {rate.people} per {per}"


def _period(replay: Replay, at: Floats) -> Floats:
    """Number of the period that each instant lies in."""
    rate = replay.scenario.agreement.rate
    assert rate is not None
    if isinstance(rate.period, int):
        return np.floor(at / rate.period)
    start = np.datetime64(replay.scenario.start, "D")
    days = start + np.floor(at / MS_PER_DAY).astype("timedelta64[D]")
    if rate.period == "week":
        monday = np.datetime64(dt.date(1970, 1, 5), "D")
        return np.floor((days - monday).astype(np.float64) / 7)
    unit = {"day": "D", "month": "M", "year": "Y"}[rate.period]
    return days.astype(f"datetime64[{unit}]").astype(np.float64)


def boarding_happens_in_the_intake_window(replay: Replay) -> Iterator[Finding]:
    """Nobody boards before the first day of intake or the end of the lead, after the last day of intake, or from the end on."""
    agreement = replay.scenario.agreement
    rows = _boarded(replay)
    boarded = replay.journeys.number("boarded_at")[rows]
    opens, closes = 0.0, np.inf
    if replay.fixed("agreement.lead"):
        opens = float(agreement.lead)
    if agreement.intake.from_ is not None and replay.fixed("agreement.intake.from"):
        opens = max(opens, replay.instant_of(agreement.intake.from_))
    if agreement.intake.until is not None and replay.fixed("agreement.intake.until"):
        closes = replay.instant_of(agreement.intake.until) + MS_PER_DAY
    if agreement.end is not None and replay.fixed("agreement.end"):
        closes = min(closes, replay.instant_of(agreement.end.date))
    closes = min([closes, *replay.spells.number("start_at")[replay.spells.among("what", "end")].tolist()])
    for i in where_true(boarded < opens):
        yield replay.case[rows[i]], boarded[i], f"boards before intake opens on {told(opens)}"
    for i in where_true(boarded >= closes):
        yield replay.case[rows[i]], boarded[i], f"boards after intake has closed on {told(closes)}"


def excluded_classes_do_not_board(replay: Replay) -> Iterator[Finding]:
    """Nobody of a class that the agreement excludes boards."""
    excluded = replay.scenario.agreement.excluded
    if not excluded or not replay.fixed("agreement.excluded"):
        return
    rows = _boarded(replay)
    mask = replay.journeys.among("class", *excluded)[rows] & ~replay.referred[rows]
    for i in where_true(mask):
        row = rows[i]
        yield replay.case[row], replay.journeys.number("boarded_at")[row], f"class {replay.journeys.words('class')[row]} is excluded"


def no_equal_is_overtaken_for_a_transfer(replay: Replay) -> Iterator[Finding]:
    """Without an inbound service, among accepted cases of one class and size who was accepted (or free to board) first is moved first."""
    if any(service.from_ is None for service in replay.scenario.services.values()) or not replay.equals_known:
        return
    if not replay.fixed("transfer"):
        return
    journeys = replay.journeys
    turned_back = np.isnan(journeys.number("arrived_at")) & ~np.isnan(journeys.number("boarded_at"))
    accepted = ~np.isnan(journeys.number("decided_at")) & ~journeys.among("outcome", "declined")
    waits_since = journeys.number("ready_at" if _told(replay) else "decided_at")
    rows = np.flatnonzero(accepted & ~np.isnan(waits_since) & ~replay.referred & ~turned_back)
    since, served = waits_since[rows], or_never(journeys.number("boarded_at"))[rows]
    until = np.minimum(served, or_never(journeys.number("outcome_at"))[rows])
    if len(replay.hubs) > 1 and replay.scenario.routing.by == "share":
        return
    alike = ("class", "destination", "stream") if len(replay.hubs) > 1 else ("class",)
    for group in groups(*(journeys.words(name)[rows] for name in alike), journeys.number("size")[rows]):
        for i, first in overtaken(rows[group], since[group], served[group], until[group]):
            message = f"boards before {replay.case[rows[group[first]]]}, accepted on {told(since[group[first]])}"
            yield replay.case[rows[group[i]]], served[group[i]], message


def _told(replay: Replay) -> bool:
    """Whether people are told of the transfer, and wait for it only when they are free to board."""
    transfer = replay.scenario.transfer
    return transfer.told_after is not None or transfer.notice is not None or bool(transfer.objections)


LAWS: tuple[Law, ...] = (
    no_more_board_than_the_total,
    no_more_stand_than_the_standing_number,
    no_more_board_in_a_period_than_the_rate,
    boarding_happens_in_the_intake_window,
    excluded_classes_do_not_board,
    no_equal_is_overtaken_for_a_transfer,
)
