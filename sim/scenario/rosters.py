"""When people are on duty: `Mon-Fri 08:00-16:00`, `daily 08:00-20:00`, `Sat,Sun 22:00-06:00`, `always`, or a list of these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from sim.scenario.quantity_faults import LONGEST_TEXT, quoted
from sim.scenario.units import DAY, HOUR, MINUTE, WEEK

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHIFT = re.compile(r"(?P<days>[A-Za-z]+(?: *[-,] *[A-Za-z]+)*) +(?P<from>[0-9]{2}:[0-9]{2}) *- *(?P<to>[0-9]{2}:[0-9]{2})")
ADVICE = 'write for example "Mon-Fri 08:00-16:00", "daily 08:00-20:00", "Sat,Sun 22:00-06:00" or "always"'
ALL_HOURS = ("24/7", "24h", "24hours", "allday", "daily", "roundtheclock", "00:00-24:00")

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Roster:
    """Weekly duty. `intervals` are (start, end) in ms since Monday 00:00, end excluded, rising, apart from each other.

    Shifts that touch are one interval. Duty over the end of Sunday is split there; `longest_shift` joins it again.
    """

    intervals: tuple[Interval, ...]

    @property
    def always(self) -> bool:
        """Whether duty never ends."""
        return self.intervals == ((0, WEEK),)

    @property
    def longest_shift(self) -> int:
        """Length in ms of the longest unbroken duty; the whole week when always on duty."""
        lengths = [end - start for start, end in self.intervals]
        over_sunday = not self.always and self.intervals[0][0] == 0 and self.intervals[-1][1] == WEEK
        return max(*lengths, lengths[0] + lengths[-1] if over_sunday else 0)

    def on_at(self, ms_of_week: int) -> bool:
        """Whether on duty at an instant of the week (ms since Monday 00:00)."""
        return any(start <= ms_of_week < end for start, end in self.intervals)


def read_roster(value: object) -> Roster:
    """A roster from one text or a list of texts. Raises ValueError."""
    if isinstance(value, Roster):
        return value
    texts = value if isinstance(value, list | tuple) else [value]
    if not texts:
        raise ValueError(f"a roster without shifts: {ADVICE}")
    pieces = sorted(piece for text in texts for piece in _pieces(text))
    for (_, end), (start, _) in pairwise(pieces):
        if start < end:
            raise ValueError(f"{_listed(texts)} has shifts that overlap on {_instant(start)}: write each hour once")
    return Roster(_joined(pieces))


def _pieces(text: object) -> list[Interval]:
    """The intervals of one text, cut at the end of the week."""
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise ValueError(f"{quoted(text)} is not a roster: {ADVICE}")
    written = text.strip(" ")
    if written == "always":
        return [(0, WEEK)]
    match = SHIFT.fullmatch(written)
    if match is None and written.lower().replace(" ", "") in ALL_HOURS:
        raise ValueError(f'{quoted(text)} is not a roster: for all hours of all days write "always"')
    if match is None:
        raise ValueError(f"{quoted(text)} is not a roster: {ADVICE}")
    start, end = _clock_time(text, match["from"]), _clock_time(text, match["to"])
    if start in (end, DAY):
        raise ValueError(f'{quoted(text)} has a shift without length: for the whole day write "00:00-24:00"')
    length = end - start if end > start else end + DAY - start
    return [piece for day in _days(text, match["days"]) for piece in _cut(day * DAY + start, day * DAY + start + length)]


def _cut(start: int, end: int) -> list[Interval]:
    return [(start, end)] if end <= WEEK else [(start, WEEK), (0, end - WEEK)]


def _clock_time(text: str, written: str) -> int:
    hours, minutes = int(written[:2]), int(written[3:])
    ms = hours * HOUR + minutes * MINUTE
    if minutes > 59 or ms > DAY:
        raise ValueError(f"{quoted(text)} has {written}, which is not a time of day: write 00:00 to 24:00")
    return ms


def _days(text: str, written: str) -> list[int]:
    if written == "daily":
        return list(range(7))
    days = [day for part in written.replace(" ", "").split(",") for day in _span(text, part)]
    if len(set(days)) < len(days):
        raise ValueError(f"{quoted(text)} names a day twice: write each day once")
    return days


def _span(text: str, part: str) -> list[int]:
    """`Mon` or `Mon-Fri`; `Sat-Mon` runs over the end of the week."""
    ends = part.split("-")
    for word in ends:
        if word not in WEEKDAYS:
            raise ValueError(f'{quoted(text)} has "{word}", which is not a day: use {", ".join(WEEKDAYS)} or daily')
    if len(ends) > 2:
        raise ValueError(f"{quoted(text)} has days that cannot be read: write Mon-Fri or Mon,Wed,Fri")
    first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
    return [(first + i) % 7 for i in range((last - first) % 7 + 1)]


def _joined(pieces: list[Interval]) -> tuple[Interval, ...]:
    joined: list[Interval] = []
    for start, end in pieces:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _listed(texts: list[object] | tuple[object, ...]) -> str:
    return ", ".join(quoted(text) for text in texts[:3])


def _instant(ms: int) -> str:
    return f"{WEEKDAYS[ms // DAY]} {ms % DAY // HOUR:02d}:{ms % HOUR // MINUTE:02d}"
