"""The leaf types of the schema: what each accepts, the value it gives, and the words in which it refuses."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sim.scenario import values
from sim.scenario.quantities import DAY, HOUR, MONTH
from sim.scenario.rosters import Roster
from sim.scenario.schema import Act, Claim, DrawnDate, Scenario, Selection
from sim.scenario.shapes import Fixed
from sim.scenario.values import PeopleRate, Price

JUNE = dt.date(2025, 6, 11)
DATE_ADVICE = 'write year-month-day such as "2025-06-11", from 1900 to 2199'
NAME_ADVICE = "write a word of small letters, digits and _, or a list such as [nurse, doctor]"

READ = [
    (values.Length, "90 d", 90 * DAY),
    (values.Length, "0 d", 0),
    (values.Length, dt.timedelta(hours=4), 4 * HOUR),
    (values.PositiveLength, "36 months", 36 * MONTH),
    (values.Share, "60 %", 0.6),
    (values.Share, "60 % (30 to 90)", 0.6),
    (values.Share, "0.6", 0.6),
    (values.Share, "1", 1.0),
    (values.Share, 1 / 3, 1 / 3),
    (values.Factor, "150 %", 1.5),
    (values.Factor, "2", 2.0),
    (values.Ratio, "2.6 (2 to 3.5)", 2.6),
    (values.People, "40 people", 40),
    (values.People, "40", 40),
    (values.People, "1 person (1 to 2)", 1),
    (values.People, 40, 40),
    (values.SomePeople, "8 people", 8),
    (values.Together, "nurse", ("nurse",)),
    (values.Together, ["officer", "nurse"], ("officer", "nurse")),
    (values.Together, {"officer": "1", "interpreter": "2"}, ("officer", "interpreter", "interpreter")),
    (values.Cases, "20 cases", 20),
    (values.Area, "240 m2 (200 to 260)", 240.0),
    (values.Area, "7.5m2", 7.5),
    (values.Amount, "12", 12),
    (values.Amount, 12, 12),
    (values.Switch, "true", True),
    (values.Switch, False, False),
    (values.Month, "12", 12),
    (values.Date, "2025-06-11", JUNE),
    (values.Date, JUNE, JUNE),
    (values.Opening, "2025-06-11", JUNE),
    (values.Opening, "ratified", "ratified"),
    (values.Dates, "2025-06-11", (JUNE,)),
    (values.Dates, ["2026-01-01", "2025-06-11"], (JUNE, dt.date(2026, 1, 1))),
    (values.Dates, [], ()),
    (values.DatedRate, "1 case / month", ((None, 1 / MONTH),)),
    (values.DatedRate, "1 case / month (0.5 to 2)", ((None, 1 / MONTH),)),
    (
        values.DatedRate,
        {"2026-01-01": "4 cases / month (1 to 8)", "2025-06-11": "0 cases / d"},
        ((JUNE, 0.0), (dt.date(2026, 1, 1), 4 / MONTH)),
    ),
    (values.ShareRate, "2 % / month (1 to 3)", 0.02 / MONTH),
    (values.DatedShareRate, "0.5 % / 14 d", ((None, 0.005 / (14 * DAY)),)),
    (values.DatedShareRate, {"2025-06-11": "0 % / month", "2026-01-01": "50 % / d"}, ((JUNE, 0.0), (dt.date(2026, 1, 1), 0.5 / DAY))),
    (values.PeopleFlow, "5000 people / month", 5000 / MONTH),
    (values.PeopleFlow, "700.5 people / 2 weeks", 700.5 / (14 * DAY)),
    (values.PeoplePerPeriod, "10 people / month", PeopleRate(10, "month")),
    (values.PeoplePerPeriod, "10 people / d", PeopleRate(10, "day")),
    (values.PeoplePerPeriod, "10 people / 14 d", PeopleRate(10, 14 * DAY)),
    (values.PeoplePerPeriod, "10 people / 1 month", PeopleRate(10, MONTH)),
    (values.Money, "137 EUR / day (50 to 192)", Price(137.0, "EUR", "day")),
    (values.Money, "2000.50 EUR / person", Price(2000.5, "EUR", "person")),
    (values.Money, "5000000 EUR", Price(5e6, "EUR", None)),
    (values.Money, "8419 USD / h (7000 to 26000)", Price(8419.0, "USD", "hour")),
    (values.Money, "2000 EUR / escort", Price(2000.0, "EUR", "escort")),
    (values.Currency, "EUR", "EUR"),
    (values.Names, "nurse", ("nurse",)),
    (values.Names, ["ministry", "nurse"], ("ministry", "nurse")),
    (values.Names, [], ()),
    (values.Names, "hubs.kosovo.pools.homes", ("hubs.kosovo.pools.homes",)),
    (values.Offsets, "7 d", (7 * DAY,)),
    (values.Offsets, ["7 d", "30 d", "3 months"], (7 * DAY, 30 * DAY, 90 * DAY)),
    (values.PeoplePerPeriod, PeopleRate(10, "month"), PeopleRate(10, "month")),
    (values.Money, Price(1.0, "EUR", None), Price(1.0, "EUR", None)),
    (values.Roster, Roster(((0, DAY),)), Roster(((0, DAY),))),
    (values.ShareByName, "70 %", 0.7),
    (values.ShareByName, {"single": "70 %", "family": "0.9"}, {"single": 0.7, "family": 0.9}),
]

REFUSED = [
    (values.Length, "90", '"90" has no unit: write a length such as "90 d" or "4 h"'),
    (values.Length, 90, '"90" has no unit: write a length such as "90 d" or "4 h"'),
    (values.Length, "36 monts", '"36 monts" has the unknown unit "monts": did you mean "months"? Write a length such as "90 d" or "4 h"'),
    (values.Length, "soon", '"soon" is not a length: write one such as "90 d" or "4 h"'),
    (values.Length, "12 parsecs", '"12 parsecs" has the unknown unit "parsecs": write a length such as "90 d" or "4 h"'),
    (values.People, "50 places", '"50 places" has the unknown unit "places": write a number of people such as "40 people"'),
    (values.Length, "40 people", '"40 people" is not a length: write one such as "90 d" or "4 h"'),
    (values.Length, None, 'a length must stand here: write one such as "90 d" or "4 h"'),
    (values.Length, {"shape": "fixed"}, 'a length must stand here: write one such as "90 d" or "4 h"'),
    (values.Length, dt.timedelta(days=-1), '"-86400000 ms" is negative: write a number of 0 or more'),
    (values.PositiveLength, "0 d", '"0 d" is zero: write a length above 0 such as "90 d"'),
    (values.Share, "140 %", '"140 %" is above 100 %: write a share from 0 % to 100 %'),
    (values.Share, "60", '"60" is above 100 %: write "60 %", or a number from 0 to 1'),
    (values.Share, "60 % (30 to 140)", '"60 % (30 to 140)" has a range that goes above 100 %: write a range from 0 % to 100 %'),
    (values.Share, "60 d", '"60 d" is not a share: write one such as "60 %"'),
    (values.Share, "rest", '"rest" is not a share: write one such as "60 %"'),
    (values.Share, float("nan"), '"nan" is out of range: write a number from 0 to 1000000000000'),
    (values.Share, -0.5, '"-0.5" is out of range: write a number from 0 to 1000000000000'),
    (values.Share, True, '"True" is not a share: write one such as "60 %"'),
    (values.Factor, "2 d", '"2 d" is not a share: write one such as "60 %"'),
    (values.Ratio, "2 people", '"2 people" has a unit: write a bare number such as "12"'),
    (values.People, "40 d", '"40 d" is not a number of people: write one such as "40 people"'),
    (values.People, "2.5 people", '"2.5 people" is not whole: write a whole number such as "40 people"'),
    (values.People, "2 people (1.5 to 3)", '"2 people (1.5 to 3)" is not whole: write a whole number such as "40 people"'),
    (values.People, "2000000000", '"2000000000" is too large: write a number up to 1000000000'),
    (values.People, 10**400, None),
    (values.ShareRate, "2 %", '"2 %" is not a share per time: write one such as "0.1 % / month"'),
    (values.ShareRate, "2", '"2" has no unit: write a share per time such as "0.1 % / month"'),
    (values.DatedShareRate, {}, 'no rate is written: write one such as "0.1 % / month", or a map of dates and rates'),
    (values.PeopleFlow, "5000 cases / month", '"5000 cases / month" is not people per period: write one such as "10 people / month"'),
    (values.Cases, "20 people", '"20 people" is not a number of cases: write one such as "20 cases"'),
    (values.Times, "0", '"0" is zero: write a whole number above 0 such as "3"'),
    (values.Area, "240", '"240" has no unit: write an area such as "240 m2"'),
    (values.Area, "240 d", '"240 d" is not an area: write one such as "240 m2"'),
    (values.Amount, "12 seats", '"12 seats" has a unit: write a bare number such as "12"'),
    (values.Amount, "60 %", '"60 %" has a unit: write a bare number such as "12"'),
    (values.Amount, "1e3", '"1e3" has an exponent: write the number out'),
    (values.Amount, "1 000", None),
    (values.Amount, "12 people", '"12 people" has a unit: write a bare number such as "12"'),
    (values.Switch, "yes", '"yes" is neither true nor false: write one of them'),
    (values.Switch, 1, '"1" is neither true nor false: write one of them'),
    (values.Month, "13", '"13" is not a month: write 1 to 12'),
    (values.Month, True, '"True" is not a month: write 1 to 12'),
    (values.Date, "2025-6-11", '"2025-6-11" is not a date: write "2025-06-11", year first'),
    (values.Date, "2025-06-31", f'"2025-06-31" is not in the calendar: {DATE_ADVICE}'),
    (values.Date, "2025-06-11T08:00", '"2025-06-11T08:00" is not a date: write "2025-06-11", year first'),
    (values.Date, "11.06.2025", '"11.06.2025" is not a date: write "2025-06-11", year first'),
    (values.Date, "0025-06-11", f'"0025-06-11" is too far away: {DATE_ADVICE}'),
    (values.Date, dt.datetime(2025, 6, 11), f'"datetime.datetime(2025, 6, 11, 0, 0)" is not a date: {DATE_ADVICE}'),
    (values.Dates, ["2025-06-11", "2025-06-11"], '"2025-06-11" stands twice: write it once'),
    (values.DatedRate, "1 case", '"1 case" is not a rate of cases: write one such as "1 case / month"'),
    (values.DatedRate, "1 person / month", '"1 person / month" is not a rate of cases: write one such as "1 case / month"'),
    (values.DatedRate, {}, 'no rate is written: write one such as "1 case / month", or a map of dates and rates'),
    (values.PeoplePerPeriod, "10 people", '"10 people" is not people per period: write one such as "10 people / month"'),
    (values.PeoplePerPeriod, "1.5 people / week", '"1.5 people / week" is not whole: write whole people such as "10 people / month"'),
    (
        values.PeoplePerPeriod,
        "10 people / months",
        '"10 people / months" has no calendar period: write "/ day", "/ week", "/ month", "/ year", or a length such as "/ 14 d"',
    ),
    (values.Currency, "euro", '"euro" is not a currency: write three capital letters such as "EUR"'),
    (values.Money, "137", '"137" has no unit: write money such as "137 EUR / day"'),
    (
        values.Money,
        "137 eur",
        '"137 eur" has the unknown unit "eur": did you mean "EUR"? Write money such as "137 EUR / day"',
    ),
    (values.Names, "Nurse", f'"Nurse" is not a name: {NAME_ADVICE}'),
    (values.Names, "nurse, doctor", f'"nurse, doctor" is not a name: {NAME_ADVICE}'),
    (values.Names, ["nurse", "nurse"], '"nurse" stands twice: write it once'),
    (values.Names, {"a": "b"}, f"\"{{'a': 'b'}}\" is not a name: {NAME_ADVICE}"),
    (values.Names, None, f'"None" is not a name: {NAME_ADVICE}'),
    (values.Offsets, ["7 d", "7 d"], "the lengths do not rise: write them from short to long, such as [7 d, 30 d, 90 d]"),
]


@pytest.mark.parametrize(("leaf", "written", "value"), READ)
def test_a_value_is_read(leaf, written, value):
    read = TypeAdapter(leaf).validate_python(written)
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize(("leaf", "written", "message"), REFUSED)
def test_a_value_is_refused_in_plain_words(leaf, written, message):
    with pytest.raises(ValidationError) as found:
        TypeAdapter(leaf).validate_python(written)
    (error,) = found.value.errors()
    assert str(error["ctx"]["error"]) == message or message is None


def places(block, written):
    with pytest.raises(ValidationError) as found:
        block.model_validate(written)
    return {error["loc"]: str(error.get("ctx", {}).get("error", error["type"])) for error in found.value.errors()}


def test_faults_inside_a_value_keep_their_place():
    claim = {
        "kind": "claim",
        "from": "placed",
        "speed": "100 %",
        "chance": "140 %",
        "after": {"shape": "exponential", "mean": "30"},
        "decided": "180 d",
        "granted": "50 %",
        "suspends": "removal",
    }
    assert places(Claim, claim) == {
        ("chance",): '"140 %" is above 100 %: write a share from 0 % to 100 %',
        ("after", "mean"): '"30" has no unit: write a length such as "90 d" or "4 h"',
    }


def test_a_share_for_all_or_by_name_is_judged_as_the_form_that_was_meant():
    assert list(places(Selection, {"accepted": "x %"})) == [("accepted",)]
    assert list(places(Selection, {"accepted": {"single": "140 %"}})) == [("accepted", "single")]


ACT = {"chance": "100 %", "in_transit": "arrive", "grace": "0 d"}


def test_a_date_may_be_drawn():
    act = Act.model_validate({**ACT, "date": {"from": "2025-06-11", "delay": "30 d"}})
    assert act.date == DrawnDate.model_validate({"from": JUNE, "delay": Fixed(30 * DAY)})
    assert Act.model_validate({**ACT, "date": "2025-06-11"}).date == JUNE


def test_a_date_is_judged_as_the_form_that_was_meant():
    assert places(Act, {**ACT, "date": "soon"}) == {("date",): f'"soon" is not a date: {DATE_ADVICE}'}
    assert places(Act, {**ACT, "date": {"from": "2025-06-11", "delay": "30", "to": "x"}}) == {
        ("date", "delay"): '"30" has no unit: write a length such as "90 d" or "4 h"',
        ("date", "to"): "extra_forbidden",
    }


LEAVES = [leaf for name, leaf in vars(values).items() if name[0].isupper() and hasattr(leaf, "__metadata__")]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
    | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.integers() | st.none(), inner, max_size=3),
    max_leaves=6,
)


def test_every_leaf_is_tried():
    assert len(LEAVES) == 33


@given(JUNK)
def test_nothing_ends_in_anything_but_a_value_or_a_value_error(junk):
    for leaf in LEAVES:
        try:
            TypeAdapter(leaf).validate_python(junk)
        except ValidationError as found:
            for error in found.errors():
                assert error["type"] == "value_error" and ": " in str(error["ctx"]["error"])


def test_editors_get_a_schema():
    schema = Scenario.model_json_schema()
    assert schema["properties"]["horizon"]["examples"] == ["90 d", "4 h"]
