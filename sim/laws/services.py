"""Laws of services: seats, manifests, escorts, suspensions, attempts, and no equal overtaken for a seat."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Bools, Floats, Places, Replay, groups, level, or_never

SENDER = "sender"
LEFT_BY_SERVICE = {"returned_voluntarily", "removed"}


def _name(replay: Replay, row: int) -> str:
    return f"{replay.services.words('service')[row]}/{replay.services.number('departure')[row]:.0f}"


def _named(replay: Replay, attempt: int) -> str:
    return f"{replay.attempts.words('service')[attempt]}/{replay.attempts.number('departure')[attempt]:.0f}"


def _departure_of(replay: Replay) -> Places:
    """The row in services of each attempt; -1 where there is none."""
    keys = zip(replay.services.words("service").tolist(), replay.services.number("departure").tolist(), strict=True)
    row_of = {key: row for row, key in enumerate(keys)}
    attempts = zip(replay.attempts.words("service").tolist(), replay.attempts.number("departure").tolist(), strict=True)
    return np.array([row_of.get(key, -1) for key in attempts], dtype=np.intp)


def _outbound(replay: Replay) -> Bools:
    """Which attempts are departures from the hub."""
    return replay.attempts.among("service", *(name for name, service in replay.scenario.services.items() if service.from_ is not None))


def _to_the_sender_only(replay: Replay) -> tuple[str, ...]:
    return tuple(name for name, service in replay.scenario.services.items() if service.from_ is not None and set(service.to) == {SENDER})


def no_more_leave_than_there_are_seats(replay: Replay) -> Iterator[Finding]:
    """The seats booked, and the seats used (failed attempts counted), are at most the seats; who boards uses a seat."""
    services = replay.services
    seats, booked, used, boarded = (services.number(name) for name in ("seats", "booked", "used", "boarded"))
    at = services.number("departs_at")
    for i in where_true((booked > seats) | (used > seats) | (boarded > used)):
        yield _name(replay, i), at[i], f"{booked[i]:.0f} booked, {used[i]:.0f} seats used, {boarded[i]:.0f} boarded, {seats[i]:.0f} seats"
    for i in where_true(~services.among("outcome", "departed") & (used + boarded > 0)):
        yield _name(replay, i), at[i], f"did not depart ({services.words('outcome')[i]}) and yet {boarded[i]:.0f} people left with it"


def nobody_is_left_behind_beyond_the_seats(replay: Replay) -> Iterator[Finding]:
    """Those left behind for want of room would have had seats beside those booked (with standby, beside those who left), to a hub."""
    services = replay.services
    seats, booked, used, no_room = (services.number(name) for name in ("seats", "booked", "used", "no_room"))
    standby = services.among("service", *(name for name, service in replay.scenario.services.items() if service.standby))
    asked_again = standby & services.among("outcome", "departed") & replay.fixed("services")
    taken = np.where(asked_again, used, booked if replay.fixed("services") else np.minimum(booked, used))
    outbound = services.among("direction", "outbound")
    for i in where_true((no_room < 0) | (no_room + taken > seats) | (outbound & (no_room > 0))):
        message = f"{no_room[i]:.0f} people left behind for want of room, {taken[i]:.0f} of {seats[i]:.0f} seats are taken"
        yield _name(replay, i), services.number("manifest_at")[i], message


def departures_and_attempts_tell_the_same(replay: Replay) -> Iterator[Finding]:
    """The people of the attempts that boarded a departure are those it counts, and so with the seats used."""
    attempts, services = replay.attempts, replay.services
    row = _departure_of(replay)
    for i in where_true(row < 0):
        yield str(attempts.words("case")[i]), attempts.number("departs_at")[i], f"was booked on {_named(replay, i)}, which does not exist"
    known = row >= 0
    size = attempts.number("size")
    for column, outcomes in (("boarded", ("boarded",)), ("used", ("boarded", "failed"))):
        counted = known & attempts.among("outcome", *outcomes)
        people = np.bincount(row[counted], weights=size[counted], minlength=services.size)
        for i in where_true(people != services.number(column)):
            message = f"{services.number(column)[i]:.0f} people {column}, its attempts say {people[i]:.0f}"
            yield _name(replay, i), services.number("departs_at")[i], message
    planned = np.append(services.number("departs_at"), np.nan)[row]
    for i in where_true(known & (attempts.number("departs_at") != planned)):
        yield str(attempts.words("case")[i]), planned[i], f"was booked on {_named(replay, i)} for another instant than it departs"


def attempts_run_in_order(replay: Replay) -> Iterator[Finding]:
    """A case joins the queue, is booked, then departs; it is on one manifest at a time, and its attempts are numbered 1, 2, 3."""
    attempts = replay.attempts
    joined, booked, departs = (attempts.number(name) for name in ("joined_at", "booked_at", "departs_at"))
    for i in where_true((booked < joined) | (departs < booked)):
        yield str(attempts.words("case")[i]), booked[i], f"booked on {_named(replay, i)} before joining the queue, or after it departs"
    order = np.lexsort((attempts.number("k"), replay.attempt_rows))
    case, k = replay.attempt_rows[order], attempts.number("k")[order]
    first = np.diff(case, prepend=-2) != 0
    numbered = np.arange(case.size) - np.maximum.accumulate(np.where(first, np.arange(case.size), 0)) + 1
    for i in where_true(k != numbered):
        yield str(attempts.words("case")[order[i]]), booked[order[i]], f"attempt {numbered[i]} is numbered {k[i]:.0f}"
    ended = np.where(attempts.among("outcome", "taken_off"), booked, departs)[order]
    for i in where_true(~first & (booked[order] < np.concatenate([[-np.inf], ended[:-1]]))):
        yield str(attempts.words("case")[order[i]]), booked[order[i]], f"booked on {_named(replay, order[i])} while on another manifest"


def who_boards_has_left(replay: Replay) -> Iterator[Finding]:
    """Who boards from the sender has left it at that instant, who boards from the hub has left the hub: once, and for good."""
    attempts = replay.attempts
    boarded, outbound = attempts.among("outcome", "boarded"), _outbound(replay)
    departs, case = attempts.number("departs_at"), replay.attempt_rows
    turned_back = any(act.in_transit == "return" for act in replay.scenario.timeline.values())
    for mask, instant in ((boarded & ~outbound & (not turned_back), "boarded"), (boarded & outbound, "left")):
        at = replay.of_case(f"{instant}_at", case)
        for i in where_true(mask & (at != departs)):
            when = "has no such instant" if np.isnan(at[i]) else f"says {told(at[i])}"
            yield str(attempts.words("case")[i]), departs[i], f"boarded {_named(replay, i)}, its {instant}_at {when}"
    times = np.bincount(case[boarded & outbound & (case >= 0)], minlength=replay.case.size)
    for i in where_true(times > 1):
        yield replay.case[i], None, f"left the hub {times[i]} times"


def returns_have_a_departure(replay: Replay) -> Iterator[Finding]:
    """Who returned voluntarily or was removed boarded a departure from the hub that serves the destination; so did who was sent
    back where a service reaches the sender, unless turned back on the way."""
    journeys, attempts = replay.journeys, replay.attempts
    outbound = {name: service for name, service in replay.scenario.services.items() if service.from_ is not None}
    boarded = np.flatnonzero(attempts.among("outcome", "boarded") & _outbound(replay))
    service_of = dict(zip(replay.attempt_rows[boarded].tolist(), attempts.words("service")[boarded].tolist(), strict=True))
    to_sender = journeys.among("hub", *(service.from_ for service in outbound.values() if service.from_ and SENDER in service.to))
    exchanged = journeys.among("reason", "exchange")
    went = journeys.among("outcome", *LEFT_BY_SERVICE) & ~exchanged
    back = journeys.among("outcome", "sent_back") & ~exchanged & ~np.isnan(journeys.number("arrived_at")) & to_sender
    for i in where_true(went | back):
        outcome, at = journeys.words("outcome")[i], journeys.number("outcome_at")[i]
        destination = str(journeys.words("destination")[i])
        terms = replay.scenario.destinations.get(destination)
        place = SENDER if outcome == "sent_back" or (terms is not None and terms.via == SENDER) else destination
        if i not in service_of:
            yield replay.case[i], at, f"{outcome} without having boarded a departure"
        elif place not in outbound[service_of[i]].to and replay.fixed(f"services.{service_of[i]}.to"):
            yield replay.case[i], at, f"{outcome} by {service_of[i]}, which does not go to {place}"
    stayed = set(service_of) - set(np.flatnonzero(went | journeys.among("outcome", "sent_back")).tolist())
    for i in sorted(stayed & set(range(replay.case.size))):
        yield replay.case[i], None, f"boarded {service_of[i]} and yet the outcome is {journeys.words('outcome')[i]}"


def escorts_are_conserved(replay: Replay) -> Iterator[Finding]:
    """The escorts away with departures of a service are never more than it has; they are back after the round trip, not before."""
    services = replay.services
    for name, service in replay.scenario.services.items():
        rows = services.among("service", name)
        escorts, departs = services.number("escorts"), services.number("departs_at")
        back = services.number("escorts_back_at")
        away = rows & (escorts > 0)
        if service.escorts is None:
            for i in where_true(away):
                yield _name(replay, i), departs[i], f"{escorts[i]:.0f} escorts on board, the service has none"
            continue
        for i in where_true(away & ~(back > departs)):
            yield _name(replay, i), departs[i], "its escorts are back before it departs, or never"
        if not replay.fixed(f"services.{name}.escorts"):
            continue
        at = np.unique(departs[away])
        there = level(departs[away], or_never(back)[away], escorts[away], at)
        for i in where_true(there > service.escorts.staff):
            yield f"service:{name}", at[i], f"{there[i]:.0f} escorts are away, there are {service.escorts.staff}"


def nothing_leaves_while_it_is_suspended(replay: Replay) -> Iterator[Finding]:
    """From the first instant of a suspension to its end (then no more) no inbound departure leaves and nobody boards (transfers), no
    departure to destinations leaves (removals), nobody is booked to the destination or leaves for it, no review starts (selection)."""
    services = replay.services
    departs = services.number("departs_at")
    departed = services.among("outcome", "departed")
    inbound = services.among("direction", "inbound")
    away = services.among("direction", "outbound") & ~services.among("service", *_to_the_sender_only(replay))
    for what, chosen in (("transfers", inbound), ("removals", away)):
        for i in where_true(departed & chosen & replay.forbidden(what, departs)):
            yield _name(replay, i), departs[i], f"departs while {what} are suspended"
    boarded = replay.journeys.number("boarded_at")
    for i in where_true(replay.forbidden("transfers", boarded) & ~np.isnan(boarded)):
        yield replay.case[i], boarded[i], "boards while transfers are suspended"
    yield from _destinations(replay)
    started = replay.tasks.number("started_at")
    chosen = replay.tasks.among("task", "selection") & ~np.isnan(started)
    for i in where_true(chosen & replay.forbidden("selection", started)):
        yield str(replay.tasks.words("case")[i]), started[i], "is reviewed by the host while selection is suspended"


def _destinations(replay: Replay) -> Iterator[Finding]:
    attempts = replay.attempts
    outbound = _outbound(replay) & ~_back(replay)
    boarded = outbound & attempts.among("outcome", "boarded")
    for name in replay.scenario.destinations:
        bound = replay.word_of_case("destination", replay.attempt_rows) == name
        for mask, column, verb in ((boarded, "departs_at", "leaves"), (outbound, "booked_at", "is booked")):
            at = attempts.number(column)
            for i in where_true(mask & bound & replay.forbidden(f"destination:{name}", at)):
                yield str(attempts.words("case")[i]), at[i], f"{verb} for {name} while it is suspended"


def _back(replay: Replay) -> Bools:
    """Which attempts are journeys back to the sender."""
    back: Bools = replay.of_case("send_back_at", replay.attempt_rows) <= replay.attempts.number("booked_at")
    return back


def nobody_tries_more_often_than_allowed(replay: Replay) -> Iterator[Finding]:
    """Failed attempts and no-shows of a case on its way out are at most the attempts allowed, and none follows the last one."""
    limits = [hub.removal.attempts for hub in replay.hubs.values()]
    allowed = max((limit for limit in limits if limit is not None), default=None)
    if allowed is None or None in limits or not replay.hub_fixed("removal.attempts"):
        return
    counted = _outbound(replay) & ~_back(replay) & replay.attempts.among("outcome", "failed", "no_show", "boarded")
    case = replay.attempt_rows[counted]
    tried = np.bincount(case[case >= 0], minlength=replay.case.size)
    for i in where_true(tried > allowed):
        yield replay.case[i], None, f"{tried[i]} attempts, {allowed} are allowed"


def no_equal_is_overtaken_for_a_seat(replay: Replay) -> Iterator[Finding]:
    """Among cases of one stream, class, size and journey, booked on one service, who joined the queue earlier is booked no later.

    A case counts as waiting from joining, or from the end of its attempt before, until it is booked.
    """
    if not replay.equals_known:
        return
    attempts = replay.attempts
    rows = np.flatnonzero(_comparable(replay))
    case = replay.attempt_rows[rows]
    joined, booked = attempts.number("joined_at")[rows], attempts.number("booked_at")[rows]
    ready = _ready(replay)[rows]
    journey = (replay.word_of_case("destination", case), replay.word_of_case("stream", case), _agreed(replay)[rows], _back(replay)[rows])
    equal = (attempts.words("service")[rows], replay.word_of_case("class", case), attempts.number("size")[rows], *journey)
    for group in groups(*equal):
        order = group[np.argsort(joined[group], kind="stable")]
        latest = np.maximum.accumulate(np.concatenate([[-np.inf], booked[order][:-1]]))
        for i in where_true(latest > booked[order]):
            at = booked[order][i]
            passed = [j for j in order[:i] if joined[j] < joined[order[i]] and ready[j] <= at < booked[j]]
            if passed:
                message = f"is booked before {replay.case[case[passed[0]]]}, in the queue since {told(joined[passed[0]])}"
                yield replay.case[case[order[i]]], at, message


def _comparable(replay: Replay) -> Bools:
    """Attempts whose wait can be told: the class is known, no claim or unfitness hides what the case was waiting for, no escorts."""
    attempts = replay.attempts
    case = replay.attempt_rows
    known = (case >= 0) & ~np.append(replay.referred, True)[case]
    if len(replay.hubs) > 1 and replay.scenario.routing.by == "share":
        known &= _outbound(replay)  # which hub was drawn for a case that waits is not in the record
    if any(clock.kind == "unfit" and clock.then == "wait" for clock in replay.clocks):
        known &= ~_outbound(replay)
    for name, service in replay.scenario.services.items():
        if service.escorts is not None:
            sure = [c for c, terms in replay.scenario.classes.items() if terms.escorted in (0.0, 1.0)]
            known &= ~attempts.among("service", name) | np.isin(replay.word_of_case("class", case).astype(str), sure)
    lodged = replay.of_case("claim_lodged_at", case)
    comparable: Bools = known & ~(attempts.number("joined_at") <= lodged)
    return comparable


def _agreed(replay: Replay) -> Bools:
    agreed: Bools = replay.of_case("agreed_at", replay.attempt_rows) <= replay.attempts.number("booked_at")
    return agreed


def _ready(replay: Replay) -> Floats:
    """From when each attempt could have been booked: joined, off the manifest before, and agreed if that is how it goes.

    Another manifest may be made before a departure of the same instant puts the case back: off the manifest is a millisecond later.
    """
    attempts = replay.attempts
    order = np.lexsort((attempts.number("k"), replay.attempt_rows))
    case = replay.attempt_rows[order]
    before = np.concatenate([[-np.inf], attempts.number("departs_at")[order][:-1] + 1])
    before[np.diff(case, prepend=-2) != 0] = -np.inf
    off = np.empty(attempts.size)
    off[order] = before
    agreed = np.where(_agreed(replay), replay.of_case("agreed_at", replay.attempt_rows), -np.inf)
    return reduce(np.maximum, (attempts.number("joined_at"), off, agreed))


LAWS: tuple[Law, ...] = (
    no_more_leave_than_there_are_seats,
    nobody_is_left_behind_beyond_the_seats,
    departures_and_attempts_tell_the_same,
    attempts_run_in_order,
    who_boards_has_left,
    returns_have_a_departure,
    escorts_are_conserved,
    nothing_leaves_while_it_is_suspended,
    nobody_tries_more_often_than_allowed,
    no_equal_is_overtaken_for_a_seat,
)
