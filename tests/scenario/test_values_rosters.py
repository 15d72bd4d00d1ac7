"""Rosters: the week they mean, held against a minute-by-minute reading, and the words for what cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.quantities import DAY, HOUR, MINUTE, WEEK
from sim.scenario.rosters import ADVICE, WEEKDAYS, Roster, read_roster

OFFICE = tuple((day * DAY + 8 * HOUR, day * DAY + 16 * HOUR) for day in range(5))

READ = {
    "Mon-Fri 08:00-16:00": OFFICE,
    "Mon, Tue, Wed-Fri 08:00 - 16:00": OFFICE,
    "daily 08:00-20:00": tuple((day * DAY + 8 * HOUR, day * DAY + 20 * HOUR) for day in range(7)),
    "always": ((0, WEEK),),
    "daily 00:00-24:00": ((0, WEEK),),
    "Sat,Sun 22:00-06:00": ((0, 6 * HOUR), (5 * DAY + 22 * HOUR, 6 * DAY + 6 * HOUR), (6 * DAY + 22 * HOUR, WEEK)),
    "Wed 16:00-00:00": ((2 * DAY + 16 * HOUR, 3 * DAY),),
    "Sun-Mon 10:00-11:30": ((10 * HOUR, 11 * HOUR + 30 * MINUTE), (6 * DAY + 10 * HOUR, 6 * DAY + 11 * HOUR + 30 * MINUTE)),
}

REFUSED = {
    "24/7": '"24/7" is not a roster: for all hours of all days write "always"',
    "24 hours": '"24 hours" is not a roster: for all hours of all days write "always"',
    "Mon-Fri": f'"Mon-Fri" is not a roster: {ADVICE}',
    "08:00-16:00": f'"08:00-16:00" is not a roster: {ADVICE}',
    "Mon 8:00-16:00": f'"Mon 8:00-16:00" is not a roster: {ADVICE}',
    "": f'"" is not a roster: {ADVICE}',
    "x" * 500: f'"{"x" * 37}..." is not a roster: {ADVICE}',
    "mon-fri 08:00-16:00": '"mon-fri 08:00-16:00" has "mon", which is not a day: use Mon, Tue, Wed, Thu, Fri, Sat, Sun or daily',
    "Mon-Wed-Fri 08:00-16:00": '"Mon-Wed-Fri 08:00-16:00" has days that cannot be read: write Mon-Fri or Mon,Wed,Fri',
    "Mon,Mon-Tue 08:00-16:00": '"Mon,Mon-Tue 08:00-16:00" names a day twice: write each day once',
    "Mon 08:00-25:00": '"Mon 08:00-25:00" has 25:00, which is not a time of day: write 00:00 to 24:00',
    "Mon 08:60-09:00": '"Mon 08:60-09:00" has 08:60, which is not a time of day: write 00:00 to 24:00',
    "Mon 08:00-08:00": '"Mon 08:00-08:00" has a shift without length: for the whole day write "00:00-24:00"',
}


@pytest.mark.parametrize("text", READ)
def test_a_roster_is_read(text):
    assert read_roster(text).intervals == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_a_text_that_is_no_roster_is_refused_in_plain_words(text):
    with pytest.raises(ValueError) as fault:
        read_roster(text)
    assert str(fault.value) == REFUSED[text]


def test_shifts_of_a_list_are_joined_where_they_touch():
    roster = read_roster(["Mon 08:00-12:00", "Mon 12:00-16:00", "Tue 08:00-09:00"])
    assert roster.intervals == ((8 * HOUR, 16 * HOUR), (DAY + 8 * HOUR, DAY + 9 * HOUR))
    assert roster.longest_shift == 8 * HOUR


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            ["Mon-Fri 08:00-16:00", "Wed 15:59-17:00"],
            '"Mon-Fri 08:00-16:00", "Wed 15:59-17:00" has shifts that overlap on Wed 15:59: write each hour once',
        ),
        (
            ["Sun 22:00-06:00", "Mon 05:00-07:00"],
            '"Sun 22:00-06:00", "Mon 05:00-07:00" has shifts that overlap on Mon 05:00: write each hour once',
        ),
        ([], f"a roster without shifts: {ADVICE}"),
        ([None], f'"None" is not a roster: {ADVICE}'),
        ({"a": 1}, f"\"{{'a': 1}}\" is not a roster: {ADVICE}"),
    ],
)
def test_lists_that_are_no_roster(texts, message):
    with pytest.raises(ValueError) as fault:
        read_roster(texts)
    assert str(fault.value) == message


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("Mon-Fri 08:00-16:00", 8 * HOUR),
        ("Sun 22:00-06:00", 8 * HOUR),
        (["Sat-Sun 00:00-24:00", "Mon 00:00-06:00"], 54 * HOUR),
        ("always", WEEK),
        (["Mon-Sat 00:00-24:00", "Sun 00:00-23:59"], WEEK - MINUTE),
    ],
)
def test_the_longest_shift_runs_over_midnight_and_the_end_of_the_week(text, longest):
    assert read_roster(text).longest_shift == longest


def test_only_a_roster_without_end_is_always():
    assert read_roster("always").always and not read_roster("Mon-Sat 00:00-24:00").always


CLOCK_TIMES = st.integers(0, 95).map(lambda quarter: quarter * 15)
SHIFTS = st.tuples(st.integers(0, 6), st.integers(0, 6), CLOCK_TIMES, CLOCK_TIMES).filter(lambda shift: shift[2] != shift[3])


def _text(shift):
    first, last, begin, end = shift
    return f"{WEEKDAYS[first]}-{WEEKDAYS[last]} {begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}"


def _minutes(shift):
    """Minutes of the week on duty, counted one by one."""
    first, last, begin, end = shift
    days = [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    return [(day * 1440 + begin + i) % 10_080 for day in days for i in range((end - begin) % 1440)]


@given(st.lists(SHIFTS, min_size=1, max_size=3))
def test_a_roster_is_on_duty_in_the_minutes_its_words_say(shifts):
    minutes = [minute for shift in shifts for minute in _minutes(shift)]
    texts = [_text(shift) for shift in shifts]
    if len(set(minutes)) < len(minutes):
        with pytest.raises(ValueError, match="overlap"):
            read_roster(texts)
        return
    roster = read_roster(texts)
    on = set(minutes)
    assert {minute for minute in range(0, 10_080, 15) if roster.on_at(minute * MINUTE)} == {m for m in on if m % 15 == 0}
    assert all(roster.on_at(end - 1) and not roster.on_at(end % WEEK) for _, end in roster.intervals[:-1])
    assert roster.longest_shift == _longest(on) * MINUTE
    assert roster.intervals == tuple(sorted(roster.intervals))


def _longest(minutes):
    """Length of the longest run of minutes on a week bent to a ring."""
    longest = run = 0
    for minute in range(2 * 10_080):
        run = run + 1 if minute % 10_080 in minutes else 0
        longest = max(longest, run)
    return min(longest, 10_080)


@given(st.text(alphabet="MonTueWdThFriSa-, 0123456789:dailyws", max_size=30) | st.text(max_size=200))
def test_no_text_ends_in_anything_but_a_roster_or_a_value_error(text):
    try:
        assert isinstance(read_roster(text), Roster)
    except ValueError as fault:
        assert ": " in str(fault)
