"""A number with its unit: `90 d`, `60 % (30 to 90)`, `1 case / month`, `137 EUR / day`.

The grammar is strict, so that nothing is guessed:

    number [unit] [/ period] [(low to high)]

A number has a decimal point, no sign, no exponent and no separators. The range is in the unit of the number and holds it.
A month as a length is 30 days, a year 365. Texts are read once, at load; every fault is a ValueError that says
what is wrong and, after a colon, what to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sim.scenario.quantity_faults import LONGEST_TEXT, NoQuantity, UnknownUnit, quoted, what_is_wrong
from sim.scenario.units import AREA_UNIT, CALENDAR_PERIODS, COUNT_UNITS, DAY, HOUR, LENGTH_UNITS, MINUTE, MONEY_PER, MONTH, WEEK, YEAR

__all__ = [
    "DAY",
    "HOUR",
    "LENGTH_UNITS",
    "MINUTE",
    "MONTH",
    "WEEK",
    "YEAR",
    "Dimension",
    "Quantity",
    "base_units",
    "format_length",
    "format_share",
    "parse_quantity",
    "plain_number",
    "show",
]

LONGEST_LENGTH = 1000 * YEAR
MOST_DIGITS = 15
MOST_NUMBER = 10**12

Dimension = Literal["number", "share", "length", "people", "cases", "money", "area", "case_rate", "people_rate", "share_rate"]

NUMBER = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
QUANTITY = re.compile(
    rf"(?P<number>{NUMBER}) *(?P<unit>%|m2|[A-Za-z]+)?"
    rf"(?: */ *(?:(?P<count>{NUMBER}) *)?(?P<period>[A-Za-z]+))?"
    rf"(?: *\( *(?P<low>{NUMBER}) +to +(?P<high>{NUMBER}) *\))?"
)
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units, and what is not known about it.

    `value`, `low` and `high` are in the base unit of the dimension: milliseconds, shares (0.6 for 60 %), people, cases, money,
    square metres, cases or shares per millisecond (`case_rate`, `share_rate`), people per period (`people_rate`). `unit` is as written
    (`""` for a bare number), `per` is the period as written (`None` where there is none). `low` and `high` are None where the number has
    no range.
    """

    value: float
    unit: str
    dimension: Dimension
    low: float | None = None
    high: float | None = None
    per: str | None = None


def parse_quantity(text: str) -> Quantity:
    """Read one quantity. Raises ValueError."""
    written = _clean(text)
    match = QUANTITY.fullmatch(written)
    if match is None:
        raise what_is_wrong(written)
    dimension, scale, per = _dimension(written, match)
    value = _scaled(written, match["number"], scale, dimension)
    low, high = (None if match[end] is None else _scaled(written, match[end], scale, dimension) for end in ("low", "high"))
    if low is not None and high is not None and not low <= value <= high:
        raise ValueError(f"{quoted(written)} has a range that does not hold the number: write (low to high) with low <= number <= high")
    return Quantity(value, match["unit"] or "", dimension, low, high, per)


def _clean(text: object) -> str:
    if not isinstance(text, str):
        raise NoQuantity(f'{quoted(text)} is not a quantity: write a number and a unit, such as "90 d"')
    if len(text) > LONGEST_TEXT:
        raise ValueError(f'a text of {len(text)} characters is not a quantity: write a number and a unit, such as "90 d"')
    written = text.strip(" ")
    if not written:
        raise ValueError('nothing is written here: write a number and a unit, such as "90 d"')
    return written


def _dimension(text: str, match: re.Match[str]) -> tuple[Dimension, Decimal, str | None]:
    """The dimension, the base units in one written unit, and the period as text."""
    unit = match["unit"]
    per = _period_text(match)
    if unit in COUNT_UNITS:
        return _counted(text, COUNT_UNITS[unit], match, per)
    if unit is not None and CURRENCY.fullmatch(unit):
        return "money", Decimal(1), _money_per(text, match, per)
    if unit == "%" and per is not None:
        return "share_rate", Decimal(1) / 100 / _period_ms(text, match), per
    if per is not None:
        raise ValueError(f'{quoted(text)} is not people, cases or money "/ {per}": write for example "1 case / month", or no period')
    if unit is None:
        return "number", Decimal(1), None
    if unit == "%":
        return "share", Decimal(1) / 100, None
    if unit == AREA_UNIT:
        return "area", Decimal(1), None
    return "length", Decimal(_unit_ms(text, unit)), None


def _counted(text: str, what: Literal["people", "cases"], match: re.Match[str], per: str | None) -> tuple[Dimension, Decimal, str | None]:
    if per is None:
        return what, Decimal(1), None
    period = _period_ms(text, match)
    if what == "people":
        return "people_rate", Decimal(1), per
    return "case_rate", 1 / period, per


def _period_text(match: re.Match[str]) -> str | None:
    if match["period"] is None:
        return None
    return match["period"] if match["count"] is None else f"{match['count']} {match['period']}"


def _period_ms(text: str, match: re.Match[str]) -> Decimal:
    count = Decimal(match["count"] or 1)
    period = count * _unit_ms(text, match["period"])
    if not 1 <= period <= LONGEST_LENGTH:
        raise ValueError(f'{quoted(text)} has no period between 0 and 1000 years: write for example "/ month" or "/ 14 d"')
    return period


def _money_per(text: str, match: re.Match[str], per: str | None) -> str | None:
    if per is None:
        return None
    word = "hour" if per == "h" else CALENDAR_PERIODS.get(per, per)
    if word in MONEY_PER:
        return word
    allowed = ", ".join(MONEY_PER)
    raise ValueError(f'{quoted(text)} is money "/ {per}": use one of {allowed}, as in "137 EUR / day"')


def _unit_ms(text: str, unit: str) -> int:
    if unit in LENGTH_UNITS:
        return LENGTH_UNITS[unit]
    raise UnknownUnit(text, unit)


def _scaled(text: str, number: str, scale: Decimal, dimension: Dimension) -> float:
    digits = number.replace(".", "").strip("0")
    if len(digits) > MOST_DIGITS or len(number) > 2 * MOST_DIGITS:
        raise ValueError(f"{quoted(text)} has more than {MOST_DIGITS} digits: write a rounded number")
    value = Decimal(number) * scale
    if dimension == "length":
        return float(_whole_ms(text, value))
    if value > MOST_NUMBER:
        raise ValueError(f"{quoted(text)} is too large: write a number up to {MOST_NUMBER}")
    return float(value)


def _whole_ms(text: str, ms: Decimal) -> int:
    """Nearest whole millisecond; a positive length is at least 1 ms."""
    if ms > LONGEST_LENGTH:
        raise ValueError(f"{quoted(text)} is longer than 1000 years: write a shorter length")
    return max(round(ms), 1) if ms else 0


# --- back to text ---------------------------------------------------------------------------------------------------------


def plain_number(value: float) -> str:
    """A number without exponent and trailing zeros, to 15 digits."""
    return format(Decimal(format(value, f".{MOST_DIGITS}g")).normalize(), "f")


def show(quantity: Quantity) -> str:
    """A quantity as it would be written: `60 % (30 to 90)`."""
    scale = base_units(quantity)
    value, *ends = (None if x is None else plain_number(x / scale) for x in (quantity.value, quantity.low, quantity.high))
    unit = f" {quantity.unit}" if quantity.unit else ""
    per = f" / {quantity.per}" if quantity.per else ""
    around = f" ({ends[0]} to {ends[1]})" if ends[0] is not None else ""
    return f"{value}{unit}{per}{around}"


def base_units(quantity: Quantity) -> float:
    """Base units in one unit as written: `value / base_units` is the number that was written."""
    if quantity.dimension == "share":
        return 0.01
    if quantity.dimension == "length":
        return LENGTH_UNITS[quantity.unit]
    if quantity.dimension in ("case_rate", "share_rate") and quantity.per is not None:
        *count, period = quantity.per.split()
        unit = 0.01 if quantity.dimension == "share_rate" else 1
        return unit / (float(count[0]) * LENGTH_UNITS[period] if count else LENGTH_UNITS[period])
    return 1


def format_share(share: float) -> str:
    """A share as percent: `60 %`."""
    return f"{plain_number(share * 100)} %"


def format_length(ms: int) -> str:
    """A length in the largest unit that says it exactly and briefly: `12 months`, `66 d`, `4 h`; reads back to the same length."""
    if ms and ms % YEAR == 0:
        return _counted_unit(ms // YEAR, "year")
    if ms and ms % MONTH == 0 and ms >= 6 * MONTH:
        return _counted_unit(ms // MONTH, "month")
    for unit in ("d", "h", "min", "s"):
        size = LENGTH_UNITS[unit]
        whole = ms % size == 0
        brief = ms >= 10 * size and ms * 1000 % size == 0
        if ms >= size and (whole or brief):
            return f"{plain_number(ms / size)} {unit}"
    return f"{ms} ms" if ms else "0 d"


def _counted_unit(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
