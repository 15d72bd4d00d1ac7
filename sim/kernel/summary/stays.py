"""How long people stay, who passes the agreed limit, and who is still there."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate, put_real
from sim.kernel.rows import Spell, Table, World
from sim.kernel.summary.cases import at, happened, here, until
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.samples import begin_sample, end_sample, follow, put_ratio
from sim.kernel.words import At
from sim.metrics.stays import has_end, has_limit

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class Stays(IntEnum):
    """Places of what is read."""

    SAMPLE = 0
    LONGEST = 1
    AT_HORIZON = 2  # row of `Residual`
    LIMIT = 3  # row of `Limit`, 0: the stay is not limited
    AT_END = 4  # row of `Residual`, 0: the agreement does not end
    END = 5  # date on which it ends as first said, NEVER: none
    SPELL = 6  # number of the spell that an act begins which ends it
    WIDTH = 7


class Residual(IntEnum):
    """Who is inside at an instant."""

    PEOPLE = 0
    AGE = 1
    WIDTH = 2


class Limit(IntEnum):
    """What is beyond the limit, and beyond the deadlines of people's own."""

    LIMIT = 0
    SHARE = 1
    PEOPLE = 2
    OF_CLASS = 3  # by class
    TO = 4  # by destination
    PERSON_DAYS = 5
    CHILD_DAYS = 6
    DEADLINE_PEOPLE = 7
    DEADLINE_PERSON_DAYS = 8
    WIDTH = 9


def lay(readings: Readings) -> int:
    """Lay down the limit, the end, and the places of these readings."""
    scenario = readings.scenario
    end = scenario.agreement.end
    return readings.row(
        [
            readings.sample("stay"),
            readings.value("stay.longest"),
            _lay_residual(readings, "residual.horizon"),
            _lay_limit(readings) if has_limit(scenario) else 0,
            _lay_residual(readings, "residual.agreement_end") if has_end(scenario) else 0,
            readings.layout.instant(None if end is None else end.date),
            readings.names.spells().index("end"),
        ]
    )


def _lay_residual(readings: Readings, name: str) -> int:
    return readings.row([readings.value(f"{name}.people"), readings.ratio(f"{name}.age")])


def _lay_limit(readings: Readings) -> int:
    value, names = readings.value, readings.names
    return readings.row(
        [
            readings.scenario.agreement.stay.limit,
            readings.ratio("limit.beyond_share"),
            value("limit.people"),
            readings.row([value(f"limit.people_of_class.{name}") for name in names.classes]),
            readings.row([value(f"limit.people_to.{name}") for name in names.destinations]),
            value("limit.person_days"),
            value("limit.child_days"),
            value("deadline.people"),
            value("deadline.person_days"),
        ]
    )


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Stays, what is beyond the limits, and who remains."""
    stay_sample(m, m[row + Stays.SAMPLE])
    put_real(m, m[row + Stays.LONGEST], _longest(m))
    _residual(m, m[row + Stays.AT_HORIZON], m[World.HORIZON])
    limit, at_end = m[row + Stays.LIMIT], m[row + Stays.AT_END]
    if limit:
        _limit(m, limit, m[limit + Limit.LIMIT])
        _deadline(m, limit)
    if at_end:
        _agreement_end(m, at_end, _end(m, m[row + Stays.END], m[row + Stays.SPELL]))


@compiled
def length(m, case):  # type: ignore[no-untyped-def]
    """The stay of a case that arrived, days inside before it among them."""
    return until(m, case) - at(m, case, At.ARRIVED) + of_case(m, case, OfCase.PRIOR)


@compiled
def stay_sample(m, place):  # type: ignore[no-untyped-def]
    """Stays of all who arrived: censored at the horizon; people inside at the start are followed from their prior days on."""
    sample = begin_sample(m, place, cases_of(m))
    for case in range(cases_of(m)):
        prior = of_case(m, case, OfCase.PRIOR)
        if here(m, case) and not (prior > 0 and until(m, case) <= at(m, case, At.ARRIVED)):
            follow(m, sample, length(m, case), happened(m, case, At.LEFT), of_case(m, case, OfCase.SIZE), prior if prior > 0 else NONE)
    end_sample(m, sample)


@compiled
def _longest(m):  # type: ignore[no-untyped-def]
    """Days; NaN of nobody."""
    longest, anybody = NEVER, False
    for case in range(cases_of(m)):
        if here(m, case):
            longest, anybody = max(longest, length(m, case)), True
    return longest / DAY if anybody else float("nan")


@compiled
def passes_limit_at(m, case, limit):  # type: ignore[no-untyped-def]
    """When a case has been inside for `limit`, if it stays."""
    return at(m, case, At.ARRIVED) - of_case(m, case, OfCase.PRIOR) + limit


@compiled
def _limit(m, row, limit):  # type: ignore[no-untyped-def]
    """Who is beyond it, and for how long."""
    top = m[World.TOP]
    of_class, to = allocate(m, m[World.CLASS_COUNT]), allocate(m, m[World.DESTINATION_COUNT])
    beyond, seen, beyond_and_seen, time, child_time = 0, 0, 0, 0, 0
    for case in range(cases_of(m)):
        if here(m, case):
            people, passes = of_case(m, case, OfCase.SIZE), passes_limit_at(m, case, limit)
            early = passes < m[World.HORIZON]
            if early:
                seen += people
            if until(m, case) > passes:
                beyond += people
                m[of_class + of_case(m, case, OfCase.CLASS)] += people
                m[to + of_case(m, case, OfCase.DESTINATION)] += people
                if early:
                    beyond_and_seen += people
            time += people * time_after(m, case, passes)
            child_time += of_case(m, case, OfCase.MINORS) * time_after(m, case, passes)
    put_ratio(m, m[row + Limit.SHARE], beyond_and_seen, seen)
    put_real(m, m[row + Limit.PEOPLE], float(beyond))
    _put_counts(m, m[row + Limit.OF_CLASS], of_class, m[World.CLASS_COUNT])
    _put_counts(m, m[row + Limit.TO], to, m[World.DESTINATION_COUNT])
    put_real(m, m[row + Limit.PERSON_DAYS], float(time) / DAY)
    put_real(m, m[row + Limit.CHILD_DAYS], float(child_time) / DAY)
    m[World.TOP] = top


@compiled
def _put_counts(m, places, counts, members):  # type: ignore[no-untyped-def]
    for member in range(members):
        put_real(m, m[places + member], float(m[counts + member]))


@compiled
def _deadline(m, row):  # type: ignore[no-untyped-def]
    """Who is inside past the own deadline, and for how long."""
    people, time = 0, 0
    for case in range(cases_of(m)):
        beyond = time_after(m, case, at(m, case, At.DEADLINE))
        if beyond > 0:
            people += of_case(m, case, OfCase.SIZE)
            time += of_case(m, case, OfCase.SIZE) * beyond
    put_real(m, m[row + Limit.DEADLINE_PEOPLE], float(people))
    put_real(m, m[row + Limit.DEADLINE_PERSON_DAYS], float(time) / DAY)


@compiled
def time_after(m, case, instant):  # type: ignore[no-untyped-def]
    """Time of a case inside after an instant of its own; 0 where there is none."""
    if instant == NEVER or not here(m, case):
        return 0
    return max(until(m, case) - max(instant, at(m, case, At.ARRIVED)), 0)


@compiled
def _agreement_end(m, row, instant):  # type: ignore[no-untyped-def]
    if instant == NEVER:
        put_real(m, m[row + Residual.PEOPLE], float("nan"))
        put_ratio(m, m[row + Residual.AGE], 0, 0)
    else:
        _residual(m, row, instant)


@compiled
def _end(m, date, what):  # type: ignore[no-untyped-def]
    """When the agreement ended: on its date or by an act, whichever came first; NEVER if neither did."""
    end = date if date < m[World.HORIZON] else NEVER
    spell = m[World.SPELLS + Table.FIRST]
    while spell:
        if m[spell + Spell.WHAT] == what and (end == NEVER or m[spell + Spell.START] < end):
            end = m[spell + Spell.START]
        spell = m[spell]
    return end


@compiled
def _residual(m, row, instant):  # type: ignore[no-untyped-def]
    """Who is inside at an instant, at the horizon just before it; and for how long they have been."""
    people, time = 0, 0
    for case in range(cases_of(m)):
        if _inside(m, case, instant):
            people += of_case(m, case, OfCase.SIZE)
            time += of_case(m, case, OfCase.SIZE) * (instant - at(m, case, At.ARRIVED) + of_case(m, case, OfCase.PRIOR))
    put_real(m, m[row + Residual.PEOPLE], float(people))
    put_ratio(m, m[row + Residual.AGE], float(time) / DAY, people)


@compiled
def _inside(m, case, instant):  # type: ignore[no-untyped-def]
    if not here(m, case) or at(m, case, At.ARRIVED) > instant:
        return False
    return not happened(m, case, At.LEFT) or at(m, case, At.LEFT) > instant
