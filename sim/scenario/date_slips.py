"""Dates as calendars, spreadsheets and countries write them: which day was meant."""

from __future__ import annotations

import datetime as dt
import re

from sim.scenario.odd_characters import TYPE_INSTEAD

_FIRST_DAY_OF_EXCEL = dt.date(1899, 12, 30)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[ T][0-9:.]+)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})(?:[ T][0-9:.]+)?")


def meant(text: str) -> str | None:
    """What to write for a date in another form, as `"2025-06-11"`; both days where the order cannot be told; None: no date."""
    plain = "".join(TYPE_INSTEAD.get(c, c) for c in text).strip()
    if re.fullmatch(r"[34][0-9]{4}", plain):
        return f'"{_FIRST_DAY_OF_EXCEL + dt.timedelta(days=int(plain))}" if this is the number of a day in Excel'
    if year_first := _YEAR_FIRST.fullmatch(plain):
        year, month, day = map(int, year_first.groups())
        found = [_date(year, month, day)]
    elif year_last := _YEAR_LAST.fullmatch(plain):
        one, mark, other, year = int(year_last[1]), year_last[2], int(year_last[3]), int(year_last[4])
        found = [_date(year, other, one), *([] if mark == "." else [_date(year, one, other)])]
    else:
        return None
    dates = list(dict.fromkeys(f'"{date}"' for date in found if date is not None))
    return " or ".join(dates) or None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
