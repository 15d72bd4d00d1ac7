"""Numbers as people read them."""

from __future__ import annotations

import math

NOTHING = "–"
NEVER = "never"
POINTS = "points"

MANY = {
    "person": "people",
    "case": "cases",
    "person-day": "person-days",
    "place-day": "place-days",
    "departure": "departures",
    "review": "reviews",
    "hour": "hours",
    "seat": "seats",
    "person-hour": "person-hours",
    "time": "times",
}
"""What is counted: one, and more than one."""

ONE = {many: one for one, many in MANY.items()}


def number(value: float, unit: str, beyond: str = NEVER) -> str:
    """One number with its unit: `12.3 people`, `57 %`, `18 d`, `5 h`; `beyond` stands for what is infinite."""
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return beyond if value > 0 else f"-{beyond}"
    figure, sign = _scaled(value, unit)
    return f"{figure} {ONE.get(sign, sign) if figure in ('1', '-1') else sign}".strip()


def between(low: float, high: float, unit: str, beyond: str = NEVER) -> str:
    """Two numbers with their unit once: `12.1 to 14.3 people`."""
    if math.isnan(low) or math.isnan(high):
        return NOTHING
    first, last = number(low, unit, beyond), number(high, unit, beyond)
    if first == last:
        return first
    if 0 in (low, high) and math.isfinite(low) and math.isfinite(high):
        return f"0 to {last}" if low == 0 else f"{first.partition(' ')[0]} to 0 {first.partition(' ')[2]}"
    figure, _, sign = first.partition(" ")
    alike = math.isfinite(low) and MANY.get(sign, sign) == _counted(last)
    return f"{figure} to {last}" if alike else f"{first} to {last}"


def _counted(text: str) -> str:
    """`people` of `1 person` and `12 people`."""
    sign = text.partition(" ")[2]
    return MANY.get(sign, sign)


def percent(share: float) -> str:
    """`16 %`, `3.6 %`, `under 0.1 %`: what is there is never shown as 0."""
    if 0 < share < 0.001:
        return "under 0.1 %"
    return f"{_figure(100 * share)} %"


def days(ms: float) -> str:
    """A length in milliseconds: `365 d`."""
    return number(ms / 86_400_000, "days")


def _scaled(value: float, unit: str) -> tuple[str, str]:
    if unit == "share":
        return _figure(100 * value), "%"
    if unit == POINTS:
        return _figure(100 * value), unit
    if unit == "days":
        return _length(value)
    if unit in ("person-days", "place-days"):
        return f"{value:,.0f}", unit
    return (_figure(value), unit) if abs(value) < 10_000 else (f"{value:,.0f}", unit)


def _length(value: float) -> tuple[str, str]:
    """Below a day in hours."""
    return (_figure(24 * value), "h") if 0 < abs(value) < 1 else (_figure(value), "d")


def _figure(value: float) -> str:
    """One decimal below 100, none where it is whole."""
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}"
    return (text.removesuffix(".0") if "." in text else text).replace("-0", "0") if float(text) == 0 else text.removesuffix(".0")
