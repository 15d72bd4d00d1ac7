"""The leaf types of the schema: each reads the text of a scenario file and gives a plain, checked value.

A fault is a ValueError whose sentence says what is wrong and what to write. Ranges such as `60 % (30 to 90)` are checked here but
belong to the ledger of inputs (`quantities.parse_quantity`): a leaf is the value alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal, cast

from pydantic import BeforeValidator, WithJsonSchema

from sim.scenario.gather import read_map
from sim.scenario.quantities import (
    CALENDAR_PERIODS,
    MOST_NUMBER,
    NUMBER,
    Dimension,
    NoQuantity,
    Quantity,
    UnknownUnit,
    format_share,
    parse_quantity,
    quoted,
)
from sim.scenario.rosters import Roster as WeeklyRoster
from sim.scenario.rosters import read_roster
from sim.scenario.shape_reading import ShapeReader, read_shares
from sim.scenario.shapes import Belief, Latent, Shape

WANTED: dict[Dimension, tuple[str, str]] = {
    "length": ("a length", '"90 d" or "4 h"'),
    "share": ("a share", '"60 %"'),
    "people": ("a number of people", '"40 people"'),
    "cases": ("a number of cases", '"20 cases"'),
    "number": ("a bare number", '"12"'),
    "case_rate": ("a rate of cases", '"1 case / month"'),
    "people_rate": ("people per period", '"10 people / month"'),
    "money": ("money", '"137 EUR / day"'),
}
MOST_PEOPLE = 10**9
FIRST_YEAR, LAST_YEAR = 1900, 2199
WITH_UNIT = re.compile(rf" *{NUMBER} *(%|[a-zA-Z]{{2}}|[a-zA-Z]\b)")
WITHOUT_END = ("exponential", "lognormal", "gamma", "weibull")


# --- readers --------------------------------------------------------------------------------------------------------------


def _quantity(value: object, dimension: Dimension, bare: bool = False) -> Quantity:
    """A quantity of the dimension wanted; `bare` lets a number without unit stand for it."""
    what, example = WANTED[dimension]
    if isinstance(value, Mapping | list | tuple) or value is None:
        raise ValueError(f"{what} must stand here: write one such as {example}")
    if dimension == "number" and isinstance(value, str) and WITH_UNIT.match(value):
        raise ValueError(f"{quoted(value)} has a unit: write {what} such as {example}")
    quantity = _typed(value) if isinstance(value, int | float) and not isinstance(value, bool) else _parsed(value, what, example)
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


def _parsed(value: object, what: str, example: str) -> Quantity:
    try:
        return parse_quantity(value if isinstance(value, str) else repr(value))
    except NoQuantity:
        raise ValueError(f"{quoted(value)} is not {what}: write one such as {example}") from None
    except UnknownUnit as fault:
        meant = f'did you mean "{fault.guess}"? Write' if fault.guess else "write"
        raise ValueError(f"{fault.what}: {meant} {what} such as {example}") from None


def read_length(value: object) -> int:
    """A length in ms, 0 or more: `90 d`."""
    if isinstance(value, dt.timedelta):
        value = f"{value // dt.timedelta(milliseconds=1)} ms"
    return int(_quantity(value, "length").value)


def read_positive_length(value: object) -> int:
    """A length in ms, above 0: `90 d`."""
    length = read_length(value)
    if length == 0:
        raise ValueError(f'{quoted(value)} is zero: write a length above 0 such as "90 d"')
    return length


def read_share(value: object) -> float:
    """A share from 0 to 1: `60 %` or `0.6`."""
    quantity = _quantity(value, "share", bare=True)
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
    return _quantity(value, "share", bare=True).value


def read_number(value: object) -> float:
    """A bare number of 0 or more."""
    return _quantity(value, "number").value


def _count(value: object, dimension: Dimension) -> int:
    quantity = _quantity(value, dimension, bare=True)
    for number in (quantity.value, quantity.low, quantity.high):
        if number is not None and number != int(number):
            raise ValueError(f"{quoted(value)} is not whole: write a whole number such as {WANTED[dimension][1]}")
        if number is not None and number > MOST_PEOPLE:
            raise ValueError(f"{quoted(value)} is too large: write a number up to {MOST_PEOPLE}")
    return int(quantity.value)


def read_people(value: object) -> int:
    """A whole number of people: `40 people` or `40`."""
    return _count(value, "people")


def read_cases(value: object) -> int:
    """A whole number of cases: `20 cases` or `20`."""
    return _count(value, "cases")


def read_amount(value: object) -> int:
    """A whole bare number: seats, staff, times, rooms."""
    return _count(value, "number")


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
        raise ValueError(f"{quoted(value)} is not a date: {advice}")
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValueError(f"{quoted(value)} is too far away: {advice}")
    return date


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
    return _quantity(value, "case_rate").value


def read_dated_rate(value: object) -> tuple[tuple[dt.date | None, float], ...]:
    """A rate for all times, as ((None, rate),), or rates from dates on, rising."""
    if not isinstance(value, Mapping):
        return ((None, read_rate(value)),)
    if not value:
        raise ValueError('no rate is written: write one such as "1 case / month", or a map of dates and rates')
    return tuple(sorted(read_map(value, read_date, read_rate).items()))


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
    quantity = _quantity(value, "people_rate")
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
    quantity = _quantity(value, "money")
    return Price(quantity.value, quantity.unit, quantity.per)


NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def read_names(value: object) -> tuple[str, ...]:
    """Names from one word or a list of words; none twice."""
    names = [_name(part) for part in _as_list(value)]
    _each_once(names)
    return tuple(names)


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


def _time(value: object) -> float:
    return float(read_length(value))


def _people(value: object) -> float:
    return _quantity(value, "people", bare=True).value


TIMES = ShapeReader(_time, read_number, read_share, zero=False, example='a length above 0 such as "30 min"')
DELAYS = ShapeReader(_time, read_number, read_share)
HEADS = ShapeReader(_people, read_number, read_share)


def read_belief(value: object, dimension: Dimension) -> Belief:
    """What is not known about a number of that dimension (`unsure: {shape: ...}`), in its base units."""
    shape = value.get("shape") if isinstance(value, Mapping) else None
    if shape == "beta" and dimension not in ("share", "number"):
        raise ValueError("beta runs from 0 % to 100 %: write another shape for what is not a share")
    if shape in WITHOUT_END and dimension == "share":
        raise ValueError(f"{shape} has no upper end, and shares have one: write beta, triangular, uniform or empirical")
    bare = dimension in ("share", "people", "cases")
    return ShapeReader(lambda part: _quantity(part, dimension, bare).value, read_number, read_share).belief(value)


def read_people_shape(value: object) -> Shape:
    """People that vary: `20 people`, or a shape with people."""
    if not isinstance(value, Mapping | Shape):
        read_people(value)
    return HEADS.shape(value)


def read_size(value: object) -> tuple[tuple[int, float], ...]:
    """People in a case: `1`, or `{2: 40 %, 3: 30 %, 5: rest}`. Pairs (people, share) by rising size; shares add to 1."""
    if not isinstance(value, Mapping):
        return ((_size(value), 1.0),)
    if not value:
        raise ValueError('no size is written: write a number of people such as "1", or sizes with their shares')
    written = read_map(value, _size, lambda share: share)
    shares = read_shares({str(size): share for size, share in written.items()}, read_share)
    return tuple(sorted((int(size), share) for size, share in shares.items() if share > 0))


def _size(value: object) -> int:
    size = read_people(value)
    if not 1 <= size <= 1000:
        raise ValueError(f"{quoted(value)} is not the size of a case: write 1 to 1000 people")
    return size


# --- the types ------------------------------------------------------------------------------------------------------------


def _written(*examples: str, also: tuple[str, ...] = ()) -> WithJsonSchema:
    """How editors see a leaf: the kinds of YAML value, with examples."""
    return WithJsonSchema({"type": ["string", *also], "examples": list(examples)})


Length = Annotated[int, BeforeValidator(read_length), _written("90 d", "4 h")]
PositiveLength = Annotated[int, BeforeValidator(read_positive_length), _written("90 d", "4 h")]
Share = Annotated[float, BeforeValidator(read_share), _written("60 %", "60 % (30 to 90)", also=("number",))]
ShareByName = Annotated[float | dict[str, Share], BeforeValidator(read_share_by_name), _written("60 %", also=("number", "object"))]
Factor = Annotated[float, BeforeValidator(read_factor), _written("150 %", also=("number",))]
Ratio = Annotated[float, BeforeValidator(read_number), _written("2.5", also=("number",))]
People = Annotated[int, BeforeValidator(read_people), _written("40 people", also=("integer",))]
Cases = Annotated[int, BeforeValidator(read_cases), _written("20 cases", also=("integer",))]
Amount = Annotated[int, BeforeValidator(read_amount), _written("12", also=("integer",))]
Switch = Annotated[bool, BeforeValidator(read_switch), WithJsonSchema({"type": "boolean"})]
Month = Annotated[int, BeforeValidator(read_month), _written("1", "12", also=("integer",))]
Date = Annotated[dt.date, BeforeValidator(read_date), _written("2025-06-11")]
Dates = Annotated[tuple[dt.date, ...], BeforeValidator(read_dates), _written("2025-06-11", also=("array",))]
DatedRate = Annotated[
    tuple[tuple[dt.date | None, float], ...], BeforeValidator(read_dated_rate), _written("1 case / month", also=("object",))
]
PeoplePerPeriod = Annotated[PeopleRate, BeforeValidator(read_people_per_period), _written("10 people / month", "10 people / 14 d")]
Money = Annotated[Price, BeforeValidator(read_money), _written("137 EUR / day")]
Names = Annotated[tuple[str, ...], BeforeValidator(read_names), _written("nurse", also=("array",))]
Offsets = Annotated[tuple[int, ...], BeforeValidator(read_offsets), _written("7 d", also=("array",))]
Roster = Annotated[WeeklyRoster, BeforeValidator(read_roster), _written("Mon-Fri 08:00-16:00", "always", also=("array",))]
TimeShape = Annotated[Shape, BeforeValidator(TIMES.shape), _written("30 min", also=("object",))]
DelayShape = Annotated[Shape, BeforeValidator(DELAYS.shape), _written("30 min", also=("object",))]
LatentTime = Annotated[Latent, BeforeValidator(DELAYS.latent), _written("180 d", also=("object",))]
PeopleShape = Annotated[Shape, BeforeValidator(read_people_shape), _written("20 people", also=("integer", "object"))]
SizeShape = Annotated[tuple[tuple[int, float], ...], BeforeValidator(read_size), _written("1", also=("integer", "object"))]
