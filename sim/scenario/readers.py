"""Readers of single values: from the text of a scenario file (or a Python value that says the same) to a plain, checked one.

A fault is a ValueError that says what is wrong and, after a colon, what to write. Ranges such as `60 % (30 to 90)` are checked here
but belong to the ledger of inputs (`quantities.parse_quantity`): what is read is the value alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

from sim.scenario.date_slips import meant
from sim.scenario.gather import read_map
from sim.scenario.quantities import CURRENCY, MOST_NUMBER, NUMBER, Dimension, Quantity, format_share, parse_quantity
from sim.scenario.quantity_faults import NoQuantity, UnknownUnit, quoted
from sim.scenario.units import CALENDAR_PERIODS, LENGTH_UNITS

WANTED: dict[Dimension, tuple[str, str]] = {
    "length": ("a length", '"90 d" or "4 h"'),
    "share": ("a share", '"60 %"'),
    "people": ("a number of people", '"40 people"'),
    "cases": ("a number of cases", '"20 cases"'),
    "number": ("a bare number", '"12"'),
    "case_rate": ("a rate of cases", '"1 case / month"'),
    "people_rate": ("people per period", '"10 people / month"'),
    "share_rate": ("a share per time", '"0.1 % / month"'),
    "money": ("money", '"137 EUR / day"'),
    "area": ("an area", '"240 m2"'),
}
MOST_PEOPLE = 10**9
MOST_TOGETHER = 100
FIRST_YEAR, LAST_YEAR = 1900, 2199
ACT = re.compile(r"[a-z][a-z0-9_]*")
WITH_UNIT = re.compile(rf" *{NUMBER} *(%|[a-zA-Z]{{2}}|[a-zA-Z]\b)")


def read_quantity(value: object, dimension: Dimension, bare: bool = False) -> Quantity:
    """A quantity of the dimension wanted; `bare` lets a number without unit stand for it."""
    what, example = WANTED[dimension]
    if isinstance(value, Mapping | list | tuple) or value is None:
        raise ValueError(f"{what} must stand here: write one such as {example}")
    if dimension == "number" and isinstance(value, str) and WITH_UNIT.match(value):
        raise ValueError(f"{quoted(value)} has a unit: write {what} such as {example}")
    quantity = _typed(value) if isinstance(value, int | float) and not isinstance(value, bool) else _parsed(value, dimension)
    if quantity.dimension == dimension or (bare and quantity.dimension == "number"):
        return quantity
    if quantity.dimension == "number":
        raise ValueError(f"{quoted(value)} has no unit: write {what} such as {example}")
    raise ValueError(f"{quoted(value)} is not {what}: write one such as {example}")


def _typed(value: float) -> Quantity:
    """A Python number, as a bare one."""
    if not 0 <= value <= MOST_NUMBER:
        raise ValueError(f"{quoted(value)} is out of range: write a number from 0 to {MOST_NUMBER}")
    return Quantity(float(value), "", "number")


def _parsed(value: object, dimension: Dimension) -> Quantity:
    what, example = WANTED[dimension]
    try:
        return parse_quantity(value if isinstance(value, str) else repr(value))
    except NoQuantity:
        raise ValueError(f"{quoted(value)} is not {what}: write one such as {example}") from None
    except UnknownUnit as fault:
        guessed = fault.guess and (dimension != "length" or fault.guess in LENGTH_UNITS)
        meant = f'did you mean "{fault.guess}"? Write' if guessed else "write"
        raise ValueError(f"{fault.what}: {meant} {what} such as {example}") from None


def read_length(value: object) -> int:
    """A length in ms, 0 or more: `90 d`."""
    if isinstance(value, dt.timedelta):
        value = f"{value // dt.timedelta(milliseconds=1)} ms"
    return int(read_quantity(value, "length").value)


def read_positive_length(value: object) -> int:
    """A length in ms, above 0: `90 d`."""
    length = read_length(value)
    if length == 0:
        raise ValueError(f'{quoted(value)} is zero: write a length above 0 such as "90 d"')
    return length


def read_share(value: object) -> float:
    """A share from 0 to 1: `60 %` or `0.6`."""
    quantity = read_quantity(value, "share", bare=True)
    if quantity.value > 1:
        percent = "write a share from 0 % to 100 %"
        bare = f'write "{format_share(quantity.value / 100)}", or a number from 0 to 1'
        raise ValueError(f"{quoted(value)} is above 100 %: {percent if quantity.dimension == 'share' else bare}")
    if quantity.high is not None and quantity.high > 1:
        raise ValueError(f"{quoted(value)} has a range that goes above 100 %: write a range from 0 % to 100 %")
    return quantity.value


def read_share_by_name(value: object) -> float | dict[str, float]:
    """One share for all, or shares by name (which need not add to anything)."""
    return read_map(value, str, read_share) if isinstance(value, Mapping) else read_share(value)


def read_factor(value: object) -> float:
    """A factor of 0 or more: `150 %` or `1.5`."""
    return read_quantity(value, "share", bare=True).value


def read_number(value: object) -> float:
    """A bare number of 0 or more."""
    return read_quantity(value, "number").value


def read_area(value: object) -> float:
    """Square metres, 0 or more: `240 m2`."""
    return read_quantity(value, "area").value


def _count(value: object, dimension: Dimension) -> int:
    quantity = read_quantity(value, dimension, bare=True)
    if isinstance(value, str) and (thousands := re.match(r"([1-9][0-9]{0,2})((?:\.000)+)(?![0-9.])", value.strip())):
        whole = thousands[0].replace(".", "")
        raise ValueError(f'{quoted(value)} could be {thousands[1]} or {whole}: write "{whole}", or "{thousands[1]}"')
    for number in (quantity.value, quantity.low, quantity.high):
        if number is not None and number != int(number):
            raise ValueError(f"{quoted(value)} is not whole: write a whole number such as {WANTED[dimension][1]}")
        if number is not None and number > MOST_PEOPLE:
            raise ValueError(f"{quoted(value)} is too large: write a number up to {MOST_PEOPLE}")
    return int(quantity.value)


def read_people(value: object) -> int:
    """A whole number of people: `40 people` or `40`."""
    return _count(value, "people")


def read_some_people(value: object) -> int:
    """The same above 0: `8 people`."""
    people = read_people(value)
    if people == 0:
        raise ValueError(f'{quoted(value)} is nobody: write a number above 0 such as "8 people"')
    return people


def read_cases(value: object) -> int:
    """A whole number of cases: `20 cases` or `20`."""
    return _count(value, "cases")


def read_amount(value: object) -> int:
    """A whole bare number: seats, staff, times, rooms."""
    return _count(value, "number")


def read_times(value: object) -> int:
    """A whole bare number above 0: attempts."""
    times = read_amount(value)
    if times == 0:
        raise ValueError(f'{quoted(value)} is zero: write a whole number above 0 such as "3"')
    return times


def read_switch(value: object) -> bool:
    """`true` or `false`."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise ValueError(f"{quoted(value)} is neither true nor false: write one of them")


def read_month(value: object) -> int:
    """A calendar month, 1 to 12."""
    if re.fullmatch(r"[1-9]|1[0-2]", str(value)):
        return int(str(value))
    raise ValueError(f"{quoted(value)} is not a month: write 1 to 12")


def read_date(value: object) -> dt.date:
    """A date: `2025-06-11`."""
    advice = f'write year-month-day such as "2025-06-11", from {FIRST_YEAR} to {LAST_YEAR}'
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        date = value
    elif isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip(" ")):
        try:
            date = dt.date.fromisoformat(value.strip(" "))
        except ValueError:
            raise ValueError(f"{quoted(value)} is not in the calendar: {advice}") from None
    else:
        slip = meant(value) if isinstance(value, str) else None
        raise ValueError(f"{quoted(value)} is not a date: {advice if slip is None else f'write {slip}, year first'}")
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValueError(f"{quoted(value)} is too far away: {advice}")
    return date


def read_opening(value: object) -> dt.date | str:
    """A date, or the name of an act: a word that begins with a letter and is no month."""
    if isinstance(value, str) and ACT.fullmatch(value.strip(" ")) and meant(value) is None:
        return value.strip(" ")
    return read_date(value)


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _each_once(words: list[str]) -> None:
    twice = next((word for word, times in Counter(words).items() if times > 1), None)
    if twice is not None:
        raise ValueError(f"{quoted(twice)} stands twice: write it once")


def read_dates(value: object) -> tuple[dt.date, ...]:
    """Dates in rising order, from one or a list; none twice."""
    dates = sorted(read_date(part) for part in _as_list(value))
    _each_once([date.isoformat() for date in dates])
    return tuple(dates)


def read_rate(value: object) -> float:
    """Cases per ms: `1 case / month` (a month of 30 days)."""
    return read_quantity(value, "case_rate").value


def read_dated_rate(value: object) -> tuple[tuple[dt.date | None, float], ...]:
    """A rate of cases for all times, as ((None, rate),), or rates from dates on, rising."""
    return _dated(value, read_rate, "1 case / month")


def read_share_rate(value: object) -> float:
    """A share per ms: `0.1 % / month` (a month of 30 days)."""
    return read_quantity(value, "share_rate").value


def read_dated_share_rate(value: object) -> tuple[tuple[dt.date | None, float], ...]:
    """The same with dates of change, as rates of cases have them."""
    return _dated(value, read_share_rate, "0.1 % / month")


def _dated(value: object, read: Callable[[object], float], example: str) -> tuple[tuple[dt.date | None, float], ...]:
    if not isinstance(value, Mapping):
        return ((None, read(value)),)
    if not value:
        raise ValueError(f'no rate is written: write one such as "{example}", or a map of dates and rates')
    return tuple(sorted(read_map(value, read_date, read).items()))


def read_people_flow(value: object) -> float:
    """People per ms, evenly spread: `5000 people / month` (a month of 30 days)."""
    quantity = read_quantity(value, "people_rate")
    count, _, unit = (quantity.per or "").rpartition(" ")
    return quantity.value / (float(count or 1) * LENGTH_UNITS[unit])


CalendarPeriod = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class PeopleRate:
    """People per calendar period (day, week, month, year), or per so many ms."""

    people: int
    period: CalendarPeriod | int


def read_people_per_period(value: object) -> PeopleRate:
    """`10 people / month` (calendar) or `10 people / 14 d` (a length)."""
    if isinstance(value, PeopleRate):
        return value
    quantity = read_quantity(value, "people_rate")
    people = _whole_people(value, quantity.value)
    per = quantity.per or ""
    if per in CALENDAR_PERIODS:
        return PeopleRate(people, cast(CalendarPeriod, CALENDAR_PERIODS[per]))
    if " " not in per:
        raise ValueError(
            f'{quoted(value)} has no calendar period: write "/ day", "/ week", "/ month", "/ year", or a length such as "/ 14 d"'
        )
    return PeopleRate(people, read_positive_length(per))


def _whole_people(written: object, people: float) -> int:
    if people != int(people):
        raise ValueError(f'{quoted(written)} is not whole: write whole people such as "10 people / month"')
    return int(people)


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money, and what it is paid per (`day`, `person`, ...; None: once or as the field says)."""

    amount: float
    currency: str
    per: str | None


def read_money(value: object) -> Price:
    """`137 EUR / day`, `2000 EUR / person`, `5000000 EUR`."""
    if isinstance(value, Price):
        return value
    quantity = read_quantity(value, "money")
    return Price(quantity.value, quantity.unit, quantity.per)


def read_currency(value: object) -> str:
    """A currency by its three capital letters: `EUR`."""
    if isinstance(value, str) and CURRENCY.fullmatch(value):
        return value
    raise ValueError(f'{quoted(value)} is not a currency: write three capital letters such as "EUR"')


NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def read_names(value: object) -> tuple[str, ...]:
    """Names from one word or a list of words; none twice."""
    names = [_name(part) for part in _as_list(value)]
    _each_once(names)
    return tuple(names)


def read_together(value: object) -> tuple[str, ...]:
    """Names of teams needed together, each as often as so many of it are needed: `[officer, nurse]` or `{officer: 1, interpreter: 2}`."""
    if not isinstance(value, dict):
        return tuple(value) if isinstance(value, tuple) else read_names(value)
    numbers = read_map(value, _name, _together)
    return tuple(name for name, number in numbers.items() for _ in range(number))


def _together(value: object) -> int:
    number = read_times(value)
    if number > MOST_TOGETHER:
        raise ValueError(f"{quoted(value)} of one team at once is too many: write a whole number up to {MOST_TOGETHER}")
    return number


def _name(value: object) -> str:
    if isinstance(value, str) and len(value) <= 200 and NAME.fullmatch(value):
        return value
    raise ValueError(f"{quoted(value)} is not a name: write a word of small letters, digits and _, or a list such as [nurse, doctor]")


def read_offsets(value: object) -> tuple[int, ...]:
    """Rising lengths in ms, from one or a list: `[7 d, 30 d, 90 d]`."""
    offsets = tuple(read_length(part) for part in _as_list(value))
    if any(b <= a for a, b in pairwise(offsets)):
        raise ValueError("the lengths do not rise: write them from short to long, such as [7 d, 30 d, 90 d]")
    return offsets
