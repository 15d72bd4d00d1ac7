"""Numbers as people read them."""

from math import inf, nan

import pytest

from sim.report.sentences import between, days, number, percent


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12.34, "people", "12.3 people"),
        (12.0, "people", "12 people"),
        (1.0, "people", "1 person"),
        (1.0, "person-days", "1 person-day"),
        (0.0, "people", "0 people"),
        (-0.01, "people", "0 people"),
        (123.4, "people", "123 people"),
        (12345.6, "cases", "12,346 cases"),
        (0.16, "share", "16 %"),
        (0.036, "share", "3.6 %"),
        (18.04, "days", "18 d"),
        (0.25, "days", "6 h"),
        (-0.5, "days", "-12 h"),
        (1234.5, "person-days", "1,234 person-days"),
        (nan, "people", "–"),
        (inf, "days", "never"),
    ],
)
def test_a_number_with_its_unit(value, unit, text):
    assert number(value, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (12.1, 14.3, "people", "12.1 to 14.3 people"),
        (0.0, 0.0, "people", "0 people"),
        (1.0, 14.0, "people", "1 to 14 people"),
        (0.0, 1.0, "people", "0 to 1 person"),
        (0.5, 2.0, "days", "12 h to 2 d"),
        (0.0, 0.2, "days", "0 to 4.8 h"),
        (-0.25, 0.0, "days", "-6 to 0 h"),
        (3.0, inf, "days", "3 d to never"),
        (nan, nan, "share", "–"),
        (0.1, 0.2, "share", "10 to 20 %"),
    ],
)
def test_two_numbers_say_their_unit_once(low, high, unit, text):
    assert between(low, high, unit) == text


def test_what_is_there_is_never_shown_as_nothing():
    assert percent(0.0004) == "under 0.1 %"
    assert percent(0.0) == "0 %"


def test_a_length_in_days():
    assert days(365 * 86_400_000) == "365 d"
