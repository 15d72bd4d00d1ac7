"""Units: how many milliseconds each is, and the words that people may write for it."""

from __future__ import annotations

from typing import Literal

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
MONTH = 30 * DAY
YEAR = 365 * DAY

LENGTH_UNITS = {
    "ms": 1,
    "s": SECOND,
    "min": MINUTE,
    "h": HOUR,
    "d": DAY,
    "day": DAY,
    "days": DAY,
    "week": WEEK,
    "weeks": WEEK,
    "month": MONTH,
    "months": MONTH,
    "year": YEAR,
    "years": YEAR,
}
AREA_UNIT = "m2"
COUNT_UNITS: dict[str, Literal["people", "cases"]] = {"person": "people", "people": "people", "case": "cases", "cases": "cases"}
CALENDAR_PERIODS = {"d": "day", "day": "day", "week": "week", "month": "month", "year": "year"}
MONEY_PER = ("hour", "day", "week", "month", "year", "place", "person", "case", "departure", "escort")
LOOSE_WORDS = {
    "hour": "h",
    "hours": "h",
    "hr": "h",
    "hrs": "h",
    "minute": "min",
    "minutes": "min",
    "second": "s",
    "seconds": "s",
    "sec": "s",
    "w": "weeks",
    "y": "years",
    "yr": "years",
    "m": "min",
    "mo": "months",
    "percent": "%",
    "pct": "%",
    "persons": "people",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "usd": "USD",
    "gbp": "GBP",
    "sqm": "m2",
    "qm": "m2",
}
KNOWN_UNITS = ("%", *LENGTH_UNITS, *COUNT_UNITS, AREA_UNIT)
