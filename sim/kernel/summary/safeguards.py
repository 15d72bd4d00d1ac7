"""Safeguards: for whom each is broken, for how long, and who answers for it. Nothing is absorbed: every breach is counted."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from sim.kernel.compiled import compiled
from sim.kernel.memory import covers, put_real
from sim.kernel.rows import Table, World
from sim.kernel.summary.breach import Found, clear, of, people_of
from sim.kernel.summary.breach_flights import lay_monitored, unmonitored
from sim.kernel.summary.breach_lengths import delays, lay_delay, lay_review, lay_stay, long_stays, reviews
from sim.kernel.summary.breach_levels import apart, lay_apart, lay_shared, lay_space, settle, shared, space
from sim.kernel.summary.cases import at, here, until
from sim.kernel.summary.columns import OfCase, cases_of, of_case, rows_by_case
from sim.kernel.summary.samples import put_ratio
from sim.kernel.words import At
from sim.metrics.safeguards import awaited, declared

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import AnySafeguard

DAY = 86_400_000


class Kind(IntEnum):
    """Kinds of safeguards."""

    DELAY = 0
    SPACE = 1
    RATIO = 2
    STAY = 3
    REVIEW = 4
    APART = 5
    MONITORED = 6


class Answers(IntEnum):
    """Who answers for it; DAY: whoever answers for the day."""

    DAY = 0
    SENDER = 1
    HOST = 2
    BOTH = 3


class Safeguards(IntEnum):
    """What is read of all together."""

    CHILDREN = 0
    PEOPLE = 1  # 0: no safeguard is declared
    PERSON_DAYS = 2
    CHANCE = 3
    HOST = 4  # instant from which the host answers
    EACH = 5  # list of rows of `Safeguard`
    WIDTH = 6


class Safeguard(IntEnum):
    """A safeguard, and places of what is read of it."""

    KIND = 0
    TERMS = 1
    FOR = 2
    MINORS = 3
    ANSWERABLE = 4
    PEOPLE = 5
    SHARE = 6
    PERSON_DAYS = 7
    SENDER_DAYS = 8
    HOST_DAYS = 9
    CONCERNED = 10
    NEVER = 11  # 0: no delay
    LONGEST = 12
    CHANCE = 13
    WIDTH = 14


TERMS: dict[Kind, Callable[[Readings, Any], int]] = {
    Kind.DELAY: lay_delay,
    Kind.SPACE: lay_space,
    Kind.RATIO: lay_shared,
    Kind.STAY: lay_stay,
    Kind.REVIEW: lay_review,
    Kind.APART: lay_apart,
    Kind.MONITORED: lay_monitored,
}


def lay(readings: Readings) -> int:
    """Lay down every safeguard, and the places of these readings."""
    scenario, value = readings.scenario, readings.value
    together = [value(f"breaches.{what}") if declared(scenario) else 0 for what in ("people", "person_days", "chance")]
    each = [_lay_one(readings, name, one) for name, one in scenario.safeguards.items()]
    host = At[scenario.agreement.host_answers.upper()]
    return readings.row([value("children.person_days"), *together, host, readings.numbers(each)])


def _lay_one(readings: Readings, name: str, safeguard: AnySafeguard) -> int:
    def value(what: str) -> int:
        return readings.value(f"safeguard.{name}.{what}")

    kind = Kind[safeguard.kind.upper()]
    return readings.row(
        [
            kind,
            TERMS[kind](readings, safeguard),
            readings.mask(safeguard.for_, readings.names.classes),
            safeguard.of == "minors",
            Answers[(safeguard.answerable or "day").upper()],
            value("people"),
            readings.ratio(f"safeguard.{name}.share"),
            value("person_days"),
            value("sender_days"),
            value("host_days"),
            value("concerned"),
            value("never") if name in awaited(readings.scenario) else 0,
            value("longest"),
            value("chance"),
        ]
    )


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Each safeguard, all together, and the days of children."""
    put_real(m, m[row + Safeguards.CHILDREN], _of_children(m) / DAY)
    if m[row + Safeguards.PEOPLE] == 0:
        return
    top = m[World.TOP]
    found, days = rows_by_case(m, Found.WIDTH), 0.0
    for n in range(m[m[row + Safeguards.EACH]]):
        safeguard = m[m[row + Safeguards.EACH] + 1 + n]
        _look(m, found, safeguard, m[row + Safeguards.HOST])
        days += _put(m, found, safeguard)
    people = _most(m, found)
    put_real(m, m[row + Safeguards.PEOPLE], float(people))
    put_real(m, m[row + Safeguards.PERSON_DAYS], days)
    put_real(m, m[row + Safeguards.CHANCE], 1.0 if people > 0 else 0.0)
    m[World.TOP] = top


@compiled
def _of_children(m):  # type: ignore[no-untyped-def]
    """Time that children spend in the hub."""
    time = 0
    for case in range(cases_of(m)):
        if here(m, case):
            time += (until(m, case) - at(m, case, At.ARRIVED)) * of_case(m, case, OfCase.MINORS)
    return time


@compiled
def _most(m, found):  # type: ignore[no-untyped-def]
    """People for whom any safeguard is broken."""
    people = 0
    for n in range(m[World.CASES + Table.COUNT]):
        people += m[found + n * Found.WIDTH + Found.MOST]
    return people


@compiled
def _look(m, found, safeguard, host):  # type: ignore[no-untyped-def]
    """What one safeguard says of every case."""
    top, kind, terms = m[World.TOP], m[safeguard + Safeguard.KIND], m[safeguard + Safeguard.TERMS]
    clear(m, found)
    if kind == Kind.DELAY:
        delays(m, found, terms, host)
    elif kind == Kind.STAY:
        long_stays(m, found, terms, host)
    elif kind == Kind.REVIEW:
        reviews(m, found, terms, host)
    elif kind == Kind.MONITORED:
        unmonitored(m, found, terms, host)
    else:
        _look_at_levels(m, found, kind, terms, host)
    m[World.TOP] = top


@compiled
def _look_at_levels(m, found, kind, terms, host):  # type: ignore[no-untyped-def]
    if kind == Kind.SPACE:
        space(m, found, terms, host)
    elif kind == Kind.RATIO:
        shared(m, found, terms, host)
    else:
        apart(m, found, terms, host)
    settle(m, found)


@compiled
def _put(m, found, safeguard):  # type: ignore[no-untyped-def]
    """Put what is read of one safeguard; days of people in breach."""
    broken, known, concerned, never, time, by_sender, longest = 0, 0, 0, 0, 0, 0, 0
    for case in range(cases_of(m)):
        row, people = of(m, found, case), _people(m, case, safeguard)
        broken += people * m[row + Found.BROKEN]
        known += people * m[row + Found.KNOWN]
        never += people * m[row + Found.NEVER]
        time += people * m[row + Found.TIME]
        by_sender += people * m[row + Found.SENDER]
        if m[row + Found.CONCERNED] and people > 0:
            longest = m[row + Found.LONGEST] if concerned == 0 else max(longest, m[row + Found.LONGEST])
            concerned += people
        if m[row + Found.BROKEN]:
            m[row + Found.MOST] = max(m[row + Found.MOST], people)
    put_real(m, m[safeguard + Safeguard.PEOPLE], float(broken))
    put_real(m, m[safeguard + Safeguard.CHANCE], 1.0 if broken > 0 else 0.0)
    put_ratio(m, m[safeguard + Safeguard.SHARE], broken, known)
    put_real(m, m[safeguard + Safeguard.CONCERNED], float(concerned))
    if m[safeguard + Safeguard.NEVER]:
        put_real(m, m[safeguard + Safeguard.NEVER], float(never))
    put_real(m, m[safeguard + Safeguard.LONGEST], longest / DAY if concerned > 0 else float("nan"))
    return _put_days(m, safeguard, time / DAY, by_sender / DAY)


@compiled
def _people(m, case, safeguard):  # type: ignore[no-untyped-def]
    """People of a case whom a safeguard counts."""
    if covers(m[safeguard + Safeguard.FOR], of_case(m, case, OfCase.CLASS)):
        return people_of(m, case, m[safeguard + Safeguard.MINORS])
    return 0


@compiled
def _put_days(m, safeguard, everything, by_sender):  # type: ignore[no-untyped-def]
    """Put the days of people in breach, and who answers for them."""
    answerable, sender, host = m[safeguard + Safeguard.ANSWERABLE], by_sender, everything - by_sender
    if answerable == Answers.SENDER:
        sender, host = everything, 0.0
    elif answerable == Answers.HOST:
        sender, host = 0.0, everything
    elif answerable == Answers.BOTH:
        sender, host = everything, everything
    put_real(m, m[safeguard + Safeguard.PERSON_DAYS], everything)
    put_real(m, m[safeguard + Safeguard.SENDER_DAYS], sender)
    put_real(m, m[safeguard + Safeguard.HOST_DAYS], host)
    return everything
