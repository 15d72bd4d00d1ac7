"""Numbers with units: what is read, what is refused and in which words, and back to text."""

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.quantities import (
    DAY,
    HOUR,
    LENGTH_UNITS,
    LONGEST_LENGTH,
    MINUTE,
    MONTH,
    YEAR,
    Quantity,
    base_units,
    format_length,
    format_share,
    parse_quantity,
    plain_number,
    show,
)

PRICE = 'use one of hour, day, week, month, year, place, person, case, departure, escort, as in "137 EUR / day"'
LENGTHS = "ms, s, min, h, d, day, days, week, weeks, month, months, year, years"
UNITS = f"%, {LENGTHS}, person, people, case, cases, m2, or a currency such as EUR"
SEPARATOR = 'has a comma, space or other separator in its number: write "1.5" with a point, and large numbers as "10000"'
RANGE = 'has a range that cannot be read: write it after the unit and without units, as in "60 % (30 to 90)"'
PERIOD = 'has a period that cannot be read: write it as in "1 case / month" or "10 people / 14 d"'
POINT = 'has a decimal point without digits on both sides: write for example "0.5"'

READ = {
    "90 d": Quantity(90 * DAY, "d", "length"),
    "90d": Quantity(90 * DAY, "d", "length"),
    "  4 h ": Quantity(4 * HOUR, "h", "length"),
    "1.5 min": Quantity(90_000, "min", "length"),
    "0.1 ms": Quantity(1, "ms", "length"),
    "0 d": Quantity(0, "d", "length"),
    "12 months": Quantity(360 * DAY, "months", "length"),
    "1 year": Quantity(365 * DAY, "year", "length"),
    "18 d (15 to 20)": Quantity(18 * DAY, "d", "length", 15 * DAY, 20 * DAY),
    "60 %": Quantity(0.6, "%", "share"),
    "57%": Quantity(0.57, "%", "share"),
    "60 % (30 to 90)": Quantity(0.6, "%", "share", 0.3, 0.9),
    "60 % (60 to 60)": Quantity(0.6, "%", "share", 0.6, 0.6),
    "0.6": Quantity(0.6, "", "number"),
    "12 (8 to 16)": Quantity(12, "", "number", 8, 16),
    "1 person": Quantity(1, "person", "people"),
    "40 people": Quantity(40, "people", "people"),
    "20 cases": Quantity(20, "cases", "cases"),
    "1 case / month": Quantity(1 / MONTH, "case", "case_rate", per="month"),
    "4 cases / month (1 to 8)": Quantity(4 / MONTH, "cases", "case_rate", 1 / MONTH, 8 / MONTH, "month"),
    "0.5 % / month (0.1 to 1)": Quantity(0.005 / MONTH, "%", "share_rate", 0.001 / MONTH, 0.01 / MONTH, "month"),
    "2 % / 14 d": Quantity(0.02 / (14 * DAY), "%", "share_rate", per="14 d"),
    "10 people / 14 d": Quantity(10, "people", "people_rate", per="14 d"),
    "137 EUR / day": Quantity(137, "EUR", "money", per="day"),
    "137 EUR/d": Quantity(137, "EUR", "money", per="day"),
    "137 EUR / h": Quantity(137, "EUR", "money", per="hour"),
    "137 EUR / day (50 to 192)": Quantity(137, "EUR", "money", 50, 192, "day"),
    "5000000 XKX": Quantity(5_000_000, "XKX", "money"),
}

REFUSED = {
    "": 'nothing is written here: write a number and a unit, such as "90 d"',
    "   ": 'nothing is written here: write a number and a unit, such as "90 d"',
    "abc": '"abc" is not a quantity: write a number and a unit, such as "90 d", "60 %" or "1 case / month"',
    "90 q": f'"90 q" has the unknown unit "q": units are {UNITS}',
    "90 hours": f'"90 hours" has the unknown unit "hours": did you mean "h"? Units are {UNITS}',
    "3 dayz": f'"3 dayz" has the unknown unit "dayz": did you mean "day"? Units are {UNITS}',
    "3 D": f'"3 D" has the unknown unit "D": did you mean "d"? Units are {UNITS}',
    "1 case / fortnight": f'"1 case / fortnight" has the unknown unit "fortnight": units are {UNITS}',
    "-5 d": '"-5 d" is negative: write a number of 0 or more',
    "−5 d": '"−5 d" is negative: write a number of 0 or more',
    "+5 d": '"+5 d" has a sign: write the number alone',
    "nan": '"nan" is not a number: write digits, such as "90 d"',
    ".nan": '".nan" is not a number: write digits, such as "90 d"',
    "-inf d": '"-inf d" is not a number: write digits, such as "90 d"',
    "Infinity": '"Infinity" is not a number: write digits, such as "90 d"',
    "1e999": '"1e999" has an exponent: write the number out',
    "1.5E3 d": '"1.5E3 d" has an exponent: write the number out',
    "1,5 d": f'"1,5 d" {SEPARATOR}',
    "1,000 people": f'"1,000 people" {SEPARATOR}',
    "1 000 people": f'"1 000 people" {SEPARATOR}',
    "1_000": f'"1_000" {SEPARATOR}',
    "1'000": f'"1\'000" {SEPARATOR}',
    ".5": f'".5" {POINT}',
    "5. d": f'"5. d" {POINT}',
    "007": '"007" starts with 0: write the number without leading zeros',
    "60 % (30 % to 90 %)": f'"60 % (30 % to 90 %)" {RANGE}',
    "60 % (30-90)": f'"60 % (30-90)" {RANGE}',
    "60 % (30 to": f'"60 % (30 to" {RANGE}',
    "60 (30 to 90) %": f'"60 (30 to 90) %" {RANGE}',
    "60 % (70 to 90)": '"60 % (70 to 90)" has a range that does not hold the number: write (low to high) with low <= number <= high',
    "60 % (90 to 30)": '"60 % (90 to 30)" has a range that does not hold the number: write (low to high) with low <= number <= high',
    "3 d / month": '"3 d / month" is not people, cases or money "/ month": write for example "1 case / month", or no period',
    "1 case /": f'"1 case /" {PERIOD}',
    "1 case / 0 d": '"1 case / 0 d" has no period between 0 and 1000 years: write for example "/ month" or "/ 14 d"',
    "5 EUR / minute": f'"5 EUR / minute" is money "/ minute": {PRICE}',
    "999999999999 years": '"999999999999 years" is longer than 1000 years: write a shorter length',
    "1234567890123456": '"1234567890123456" has more than 15 digits: write a rounded number',
    "0.1234567890123456": '"0.1234567890123456" has more than 15 digits: write a rounded number',
    "1000000000001 people": '"1000000000001 people" is too large: write a number up to 1000000000000',
    "9" * 90: 'a text of 90 characters is not a quantity: write a number and a unit, such as "90 d"',
    "٣ d": '"٣ d" is not a quantity: write a number and a unit, such as "90 d", "60 %" or "1 case / month"',
    "9\x00 d": '"9\\u0000 d" is not a quantity: write a number and a unit, such as "90 d", "60 %" or "1 case / month"',
    'a"b': '"a\'b" is not a quantity: write a number and a unit, such as "90 d", "60 %" or "1 case / month"',
}


@pytest.mark.parametrize("text", READ)
def test_a_quantity_is_read(text):
    assert parse_quantity(text) == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_a_text_outside_the_grammar_is_refused_in_plain_words(text):
    with pytest.raises(ValueError) as fault:
        parse_quantity(text)
    assert str(fault.value) == REFUSED[text]


def test_only_texts_are_parsed():
    with pytest.raises(ValueError) as fault:
        parse_quantity(90)
    assert str(fault.value) == '"90" is not a quantity: write a number and a unit, such as "90 d"'


@pytest.mark.parametrize("text", ["9" * 5_000_000, "1" + " " * 5_000_000 + "d", "(" * 1_000_000, "1 " * 39, "a " * 40])
def test_nonsense_is_refused_quickly(text):
    begin = time.perf_counter()
    with pytest.raises(ValueError):
        parse_quantity(text)
    assert time.perf_counter() - begin < 0.1


NUMBERS = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 10**10), st.integers(0, 8))
SUFFIXES = st.sampled_from(
    [
        "",
        " %",
        " d",
        " h",
        " min",
        " s",
        " months",
        " people",
        " cases",
        " EUR",
        " EUR / day",
        " cases / month",
        " cases / 14 d",
        " people / week",
    ]
)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted), SUFFIXES, st.booleans())
def test_a_quantity_shown_reads_back_as_itself(numbers, suffix, with_range):
    low, value, high = (format(number.normalize(), "f") for number in numbers)
    text = f"{value}{suffix} ({low} to {high})" if with_range else f"{value}{suffix}"
    try:
        quantity = parse_quantity(text)
    except ValueError as fault:
        assert "longer than 1000 years" in str(fault)
        return
    if suffix not in (" d", " h", " min", " s", " months"):
        assert show(quantity) == text
        assert plain_number(quantity.value / base_units(quantity)) == value
    assert parse_quantity(show(quantity)) == quantity


@given(st.text(alphabet="0123456789.,-+eE_%()/ dhmonthspeoplecaseEURto:inf", max_size=30) | st.text(max_size=100))
def test_no_text_ends_in_anything_but_a_quantity_or_a_value_error(text):
    try:
        quantity = parse_quantity(text)
    except ValueError as fault:
        what, mark, to_do = re.sub(r'"[^"]*"', '""', str(fault)).partition(": ")
        assert what and mark and to_do
    else:
        assert 0 <= quantity.value < 1e14
        assert quantity.low is None or quantity.low <= quantity.value <= (quantity.high or 0)


@given(
    st.integers(0, LONGEST_LENGTH) | st.builds(lambda n, unit: n * unit, st.integers(0, 1000), st.sampled_from(list(LENGTH_UNITS.values())))
)
def test_a_length_in_words_reads_back_as_itself(ms):
    if ms <= LONGEST_LENGTH:
        assert parse_quantity(format_length(ms)).value == ms


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (0, "0 d"),
        (1, "1 ms"),
        (1_500, "1500 ms"),
        (1_234_567, "1234.567 s"),
        (30 * MINUTE, "30 min"),
        (90 * MINUTE, "90 min"),
        (4 * HOUR, "4 h"),
        (25 * HOUR + 30 * MINUTE, "25.5 h"),
        (36 * HOUR, "36 h"),
        (66 * DAY, "66 d"),
        (90 * DAY, "90 d"),
        (360 * DAY, "12 months"),
        (YEAR, "1 year"),
        (3 * YEAR, "3 years"),
    ],
)
def test_a_length_is_said_in_the_unit_people_use(ms, words):
    assert format_length(ms) == words


def test_a_share_is_said_in_percent():
    assert [format_share(x) for x in (0, 0.57, 1 / 3, 1)] == ["0 %", "57 %", "33.3333333333333 %", "100 %"]
