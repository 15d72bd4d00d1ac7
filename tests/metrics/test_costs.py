"""What each item of a contract comes to: numbers counted on paper.

The run is 2 June to 9 September 2025, 100 days: 29, 31, 31 and 9 of four months.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.metrics import measure, metrics, summarise
from sim.metrics.costs_account import account
from sim.metrics.view import View
from sim.record import MS_PER_DAY

MONTHS = ("2025-06", "2025-07", "2025-08", "2025-09")
STAYED = {"boarded_at": 5, "arrived_at": 10, "left_at": 60, "home_at": 61, "outcome_at": 60, "outcome": "returned_voluntarily", "size": 2}
IN_HOMES = [{"case": "lists/0", "size": 2, "units": 2, "start_at": 10, "end_at": 60}]
RENT = {"kind": "place", "price": "100 EUR / day", "of": "nominal"}
BOARD = {"kind": "person", "price": "20 EUR / day"}


@pytest.fixture
def bill(record, scenario, homeward):
    """The metrics of costs without their beginning, of some items over some journeys."""

    def of(items, journeys=(STAYED,), costs=None, blocks=None, hub=None, **tables):
        blocks = {"services": homeward(), **(blocks or {})}
        case = scenario(costs={"items": items, **(costs or {})}, hub=hub, **blocks)
        values = measure(record(journeys, **tables), case).values
        return {name.removeprefix("costs.EUR."): value for name, value in values.items() if name.startswith("costs.")}

    return of


def by_month(found):
    return [found[f"month.{name}"] for name in MONTHS]


# --- places -----------------------------------------------------------------------------------------------------------------


def test_places_are_paid_for_whether_somebody_is_in_them_or_not(bill):
    found = bill({"rent": RENT}, stays=IN_HOMES)
    assert (found["total"], found["item.rent"]) == (40_000, 40_000)  # 4 places, 100 days
    assert by_month(found) == [11_600, 12_400, 12_400, 3_600]
    assert found["empty_places"] == 100 * (4 * 100 - 2 * 50)
    assert found["per_place_day"] == 100
    assert found["per_person_day"] == 40_000 / 100
    assert found["per_person_moved"] == 40_000 / 2
    assert found["per_completed_return"] == 40_000 / 2


@pytest.mark.parametrize(
    ("price", "paid"),
    [
        ("700 EUR / week", [11_600, 12_400, 12_400, 3_600]),
        ("3000 EUR / month", [4 * 3000 * 29 / 30, 12_000, 12_000, 3_600]),  # of the calendar: 30, 31, 31 and 30 days
        ("36500 EUR / year", [11_600, 12_400, 12_400, 3_600]),  # 2025 has 365 days
    ],
)
def test_a_month_and_a_year_are_those_of_the_calendar(bill, price, paid):
    assert by_month(bill({"rent": {**RENT, "price": price}})) == pytest.approx(paid)


def test_a_leap_year_has_366_days(bill):
    blocks = {"start": "2024-06-02"}
    assert bill({"rent": {**RENT, "price": "36600 EUR / year"}}, blocks=blocks)["total"] == pytest.approx(40_000)


def test_from_and_until_are_both_paid(bill):
    found = bill({"rent": {**RENT, "from": "2025-07-01", "until": "2025-07-10"}}, stays=IN_HOMES)
    assert by_month(found) == [0, 10 * 400, 0, 0]
    assert found["empty_places"] == 10 * 200


@pytest.mark.parametrize(("of", "place_days"), [("nominal", 1000), ("opened", 5 * 80), ("usable", 4 * 80)])
def test_which_places_are_paid_for(bill, of, place_days):
    """10 places, of which half are opened on day 20, and 4 of those 5 can be used."""
    rows = [{"what": "pool:homes", "nominal": 10, "usable": 0}, {"what": "pool:homes", "at": 20, "nominal": 10, "usable": 4}]
    terms = {"places": "10", "opened": "50 %", "usable": "80 %", "turnaround": "0 d", "overflow": "0"}
    found = bill({"rent": {**RENT, "of": of}}, capacity=rows, hub={"pools": {"homes": terms}})
    assert found["total"] == 100 * place_days


def test_rooms_are_opened_whole(bill):
    """5 rooms of 2 beds, half of them opened: 2 rooms."""
    terms = {"rooms": "5", "beds": "2", "opened": "50 %", "usable": "100 %", "turnaround": "0 d", "overflow": "0"}
    found = bill({"rent": {**RENT, "of": "opened"}}, hub={"pools": {"homes": terms}}, capacity=[{"what": "pool:homes", "nominal": 10}])
    assert found["total"] == 100 * 4 * 100


@pytest.mark.parametrize(("of", "empty"), [("nominal", 4 * 100 - 2 * 50 - 1 * 100), ("usable", 3 * 100 - 2 * 50)])
def test_places_that_others_use_are_not_empty(bill, of, empty):
    terms = {"places": "4", "opened": "100 %", "usable": "100 %", "background": "1", "turnaround": "0 d", "overflow": "0"}
    capacity = [{"what": "pool:homes", "nominal": 4, "usable": 3}]
    found = bill({"rent": {**RENT, "of": of}}, hub={"pools": {"homes": terms}}, capacity=capacity, stays=IN_HOMES)
    assert found["empty_places"] == 100 * empty


def test_places_that_others_have_left_are_empty(bill):
    """One of four is taken by others until day 40, when they go."""
    terms = {"places": "4", "opened": "100 %", "usable": "100 %", "background": "1", "turnaround": "0 d", "overflow": "0"}
    capacity = [{"what": "pool:homes", "nominal": 4, "usable": 3}, {"what": "pool:homes", "at": 40, "nominal": 4, "usable": 4}]
    found = bill({"rent": RENT}, hub={"pools": {"homes": terms}}, capacity=capacity, stays=IN_HOMES)
    assert found["empty_places"] == 100 * (4 * 100 - 2 * 50 - 1 * 40)


def test_a_fee_for_one_pool(bill):
    pool = {"places": "4", "opened": "100 %", "usable": "100 %", "turnaround": "0 d", "overflow": "0"}
    rows = [{"what": "pool:homes"}, {"what": "pool:camp", "nominal": 9, "usable": 9}]
    items = {"rent": {**RENT, "pools": "camp"}, "board": {**BOARD, "pools": "homes"}}
    inside = [
        *IN_HOMES,
        {"case": "lists/0", "size": 2, "start_at": 10, "end_at": 11, "kind": "reception", "pool": "reception"},
        {"case": "lists/1", "size": 3, "start_at": 10, "end_at": 30, "kind": "overflow"},
    ]
    found = bill(items, capacity=rows, hub={"pools": {"homes": pool, "camp": pool}}, stays=inside)
    assert (found["item.rent"], found["item.board"]) == (9 * 100 * 100, (100 + 60) * 20)


def test_building_is_paid_for_each_place_more_than_ever_before(bill):
    rows = [
        {"what": "pool:homes", "nominal": 8, "usable": 0},
        {"what": "pool:homes", "at": 20, "nominal": 8, "usable": 4},
        {"what": "pool:homes", "at": 30, "nominal": 8, "usable": 3},
        {"what": "pool:homes", "at": 65, "nominal": 8, "usable": 6},
    ]
    capital = {"kind": "capital", "price": "21000 EUR / place", "of": "usable"}
    assert by_month(bill({"building": capital}, capacity=rows)) == [4 * 21_000, 0, 2 * 21_000, 0]
    assert by_month(bill({"building": {**capital, "of": "nominal"}}, capacity=rows)) == [8 * 21_000, 0, 0, 0]


# --- people -----------------------------------------------------------------------------------------------------------------


def test_people_inside_by_the_day(bill):
    assert by_month(bill({"board": BOARD})) == [2 * 19 * 20, 2 * 31 * 20, 0, 0]


def test_so_many_people_are_paid_for_at_least_in_each_month(bill):
    found = bill({"board": {**BOARD, "at_least": "1"}})
    assert by_month(found) == [38 * 20, 62 * 20, 31 * 20, 9 * 20]  # June: 38 person-days are more than 29
    assert found["empty_places"] == 40 * 20


def test_a_price_for_each_person_moved_or_arrived(bill):
    items = {"moved": {"kind": "transfer", "price": "500 EUR / person"}, "came": {"kind": "arrival", "price": "20000 EUR"}}
    inside = {"stream": "inside", "arrived_at": 0, "size": 5}
    found = bill(items, [STAYED, {"boarded_at": 99}, inside])
    assert (found["item.moved"], found["item.came"]) == (3 * 500, 2 * 20_000)


def test_a_payment_to_those_who_leave_in_some_ways(bill):
    items = {"bonus": {"kind": "exit", "price": "1000 EUR / person", "outcomes": ["returned_voluntarily", "removed"]}}
    gone = {**STAYED, "outcome": "absconded"}
    assert by_month(bill(items, [STAYED, gone])) == [0, 0, 2 * 1000, 0]  # day 60 is the first of August


TAPER = {"kind": "stay", "amounts": {"0 d": "300 EUR / month", "30 d": "100 EUR / month"}}


@pytest.mark.parametrize(
    ("changes", "outcome", "amount"),
    [
        ({}, "removed", 300 + 100),  # at ages 0 and 30.4 days; at 60.8 they have left
        ({"goes_on": ["protected"]}, "removed", 300 + 100),
        ({"goes_on": ["protected"]}, "protected", 300 + 100 + 100),
        ({"up_to": "30 d"}, "removed", 300),
        ({"amounts": {"0 d": "7 EUR / week"}}, "removed", 8 * 7),  # at 0, 7, ..., 49 days
        ({"amounts": {"0 d": "7 EUR / year"}}, "removed", 7),
    ],
)
def test_payments_that_taper_and_stop_on_departure(bill, changes, outcome, amount):
    assert bill({"integration": {**TAPER, **changes}}, [{**STAYED, "outcome": outcome}])["total"] == 2 * amount


def test_a_year_of_monthly_payments_is_twelve(bill):
    found = bill({"integration": TAPER}, [{"arrived_at": 0, "boarded_at": 0}], blocks={"horizon": "365 d"}, horizon=365)
    assert found["total"] == 300 + 11 * 100


def test_payments_before_the_start_are_past(bill):
    inside = {"stream": "inside", "arrived_at": 0, "prior_ms": 20 * MS_PER_DAY, "left_at": 30, "outcome_at": 30, "outcome": "removed"}
    assert bill({"integration": TAPER}, [inside])["total"] == 100  # at age 30.4 days, day 10.4
    assert bill({"integration": TAPER}, [{**inside, "prior_ms": 0}])["total"] == 0


def test_who_leaves_as_a_period_ends_is_not_paid_the_next(bill):
    month = 365 / 12
    for left, amount in ((10 + month, 300), (10 + month + 0.001, 400)):
        leaves, stays = {**STAYED, "left_at": left, "outcome_at": left}, {"arrived_at": 10}
        assert bill({"integration": TAPER}, [leaves, stays])["total"] == 2 * amount + 300 + 100 + 100


# --- departures, posts, tranches --------------------------------------------------------------------------------------------


def test_departures_hours_and_escorts(bill, homeward):
    services = homeward()
    services["inbound"] = {**services["homeward"], "from": None, "to": "hub"}
    left = [
        {"service": "homeward", "departs_at": 40, "escorts": 3},
        {"service": "homeward", "departs_at": 41, "outcome": "cancelled", "escorts": 9},
        {"service": "inbound", "departs_at": 5, "direction": "inbound"},
    ]
    items = {
        "each": {"kind": "departure", "price": "9000 EUR / departure"},
        "hours": {"kind": "flight", "price": "8000 EUR / hour", "both_ways": True, "services": "homeward"},
        "stated": {"kind": "flight", "price": "8000 EUR / hour", "time": "5 h", "both_ways": False},
        "guards": {"kind": "escort", "price": "2000 EUR / escort"},
    }
    found = bill(items, blocks={"services": services}, services=left)
    assert [found[f"item.{name}"] for name in items] == [9000, 48 * 8000, 2 * 5 * 8000, 3 * 2000]  # a day each way
    assert by_month(found)[:2] == [5 * 8000, 9000 + 48 * 8000 + 5 * 8000 + 3 * 2000]


def test_posts_are_paid_whoever_is_inside(bill):
    items = {
        "monitors": {"kind": "post", "price": "36500 EUR / year", "posts": "2.5", "coverage": "1"},
        "nurses": {"kind": "post", "price": "36500 EUR / year", "teams": "nurse", "coverage": "4.8"},
    }
    found = bill(items, ())
    assert found["item.monitors"] == pytest.approx(2.5 * 100 * 100)
    assert found["item.nurses"] == pytest.approx(2 * 4.8 * 100 * 100)
    nurses = [{"what": "team:nurse", "nominal": 2, "usable": 2}, {"what": "team:nurse", "nominal": 3, "usable": 1, "at": 50}]
    staff = [{"what": "pool:homes"}, *nurses]  # who is away is paid too
    assert bill(items, (), capacity=staff)["item.nurses"] == pytest.approx(2.5 * 4.8 * 100 * 100)


@pytest.mark.parametrize(
    ("when", "paid"),
    [
        ({}, [5000, 0, 0, 0]),
        ({"date": "2025-08-31"}, [0, 0, 5000, 0]),
        ({"date": "2025-09-10"}, [0, 0, 0, 0]),  # the horizon
        ({"arrival": 1}, [5000, 0, 0, 0]),
        ({"arrival": 3}, [0, 5000, 0, 0]),  # the second case
        ({"arrival": 6}, [0, 0, 0, 0]),
    ],
)
def test_tranches(bill, when, paid):
    come = [STAYED, {**STAYED, "arrived_at": 40, "size": 3}, {"stream": "inside", "arrived_at": 0, "size": 50}]
    assert by_month(bill({"upfront": {"kind": "tranche", "amount": "5000 EUR", **when}}, come)) == paid


# --- guarantees and caps ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "added"),
    [
        ("1000 EUR / month", [1000 * 29 / 30 - 760, 0, 1000, 300]),  # spent: 760, 1240, 0, 0
        ("36500 EUR / year", [0, 0, 0, 10_000 - 2000]),
        ("5000 EUR", [0, 0, 0, 3000]),
        ("1999 EUR", [0, 0, 0, 0]),
    ],
)
def test_a_guarantee_adds_what_is_missing_in_each_period(bill, amount, added):
    found = bill({"board": BOARD, "least": {"kind": "guarantee", "amount": amount}})
    assert by_month(found) == pytest.approx([760 + added[0], 1240 + added[1], added[2], added[3]])
    assert found["item.least"] == found["empty_places"] == pytest.approx(sum(added))


def test_a_guarantee_over_some_items_for_some_time(bill):
    least = {"kind": "guarantee", "amount": "3100 EUR / month", "over": "board", "from": "2025-07-22", "until": "2025-08-31"}
    found = bill({"board": BOARD, "rent": RENT, "least": least})
    assert found["item.least"] == pytest.approx(0 + 3100)  # July: 1240 of 1000 for ten days; August: nothing of 3100


@pytest.mark.parametrize(
    ("amount", "paid"),
    [
        ("1500 EUR", [760, 740, 0, 0]),
        ("500 EUR", [500, 0, 0, 0]),
        ("600 EUR / month", [580, 600, 0, 0]),
        ("3650 EUR / year", [760, 240, 0, 0]),
        ("9000 EUR", [760, 1240, 0, 0]),
    ],
)
def test_a_cap_takes_off_what_goes_beyond_in_the_order_of_the_months(bill, amount, paid):
    found = bill({"board": BOARD, "most": {"kind": "cap", "amount": amount}})
    assert by_month(found) == pytest.approx(paid)
    assert found["item.most"] == pytest.approx(sum(paid) - 2000)


def test_what_a_cap_takes_off_is_not_paid_for_empty_places(bill):
    items = {"rent": RENT, "most": {"kind": "cap", "amount": "5800 EUR"}}
    found = bill(items, stays=IN_HOMES)
    assert found["total"] == pytest.approx(5800)  # half of June
    assert found["empty_places"] == pytest.approx((11_600 - 38 * 100) / 2)


def test_a_cap_is_over_guarantees_too_and_may_stand_before_them(bill):
    items = {"most": {"kind": "cap", "amount": "2500 EUR"}, "least": {"kind": "guarantee", "amount": "5000 EUR"}, "board": BOARD}
    found = bill(items)
    assert (found["item.board"], found["item.least"], found["item.most"], found["total"]) == (2000, 3000, -2500, 2500)
    assert found["empty_places"] == pytest.approx(500)


# --- currencies, the sender -------------------------------------------------------------------------------------------------


def test_every_amount_in_the_reported_currency(bill):
    items = {
        "rent": {**RENT, "price": "80 GBP / day"},
        "least": {"kind": "guarantee", "amount": "36000 GBP"},
        "most": {"kind": "cap", "amount": "90000 USD", "over": ["rent"]},
    }
    rates = {"GBP": {"rate": "1.25 EUR", "date": "2025-06-01"}, "USD": {"rate": "0.5 EUR", "date": "2025-06-01"}}
    found = bill(items, stays=IN_HOMES, costs={"currency": "EUR", "rates": rates})
    assert found["item.rent"] == 4 * 100 * 100
    assert found["item.least"] == pytest.approx(45_000 - 40_000)
    assert found["item.most"] == 0
    assert bill(items | {"most": {**items["most"], "amount": "40000 USD"}}, costs={"currency": "EUR", "rates": rates})[
        "item.most"
    ] == pytest.approx(20_000 - 40_000)


@pytest.mark.parametrize(
    ("journey", "days"),
    [
        (STAYED, 2 * 56),  # boarded on day 5, home on day 61
        ({**STAYED, "outcome": "sent_back"}, 2 * 56),  # from then on a bed of the sender is used again
        ({**STAYED, "outcome": "removed", "back_at": 60.5, "home_at": 75}, 2 * 55.5),  # home by way of the sender
        ({**STAYED, "outcome": "removed", "home_at": math.nan}, 2 * 95),  # still on the way
        ({**STAYED, "outcome": "absconded", "home_at": math.nan}, 2 * 55),
        ({"boarded_at": 99.5}, 0.5),
        ({"stream": "inside", "arrived_at": 0, "prior_ms": 9 * MS_PER_DAY}, 100),
        ({"listed_at": 3}, 0),
    ],
)
def test_days_with_the_sender_that_are_avoided(bill, journey, days):
    found = bill({"rent": RENT}, [journey], costs={"sender_day": "157 EUR / day"})
    assert found["days_away"] == days
    assert found["avoided"] == pytest.approx(157 * days)
    assert found["net"] == pytest.approx(40_000 - 157 * days)


def test_what_is_left_may_be_below_zero(record, scenario):
    case = scenario(costs={"sender_day": "157 EUR / day"})
    runs = [measure(record([{**STAYED, "size": 2 + n}], replication=n), case) for n in range(3)]
    row = summarise(runs).set_index("metric").loc["costs.EUR.net"]
    assert row["ci_low"] < row["estimate"] < row["ci_high"] < 0


def test_without_prices_nothing_is_said(record, scenario):
    assert not [metric for metric in metrics(scenario()) if metric.name.startswith("costs")]
    assert not [name for name in measure(record(), scenario()).values if name.startswith("costs")]


def test_nothing_is_said_of_the_sender_without_a_price(bill):
    assert not {"avoided", "net", "days_away"} & set(bill({"rent": RENT}))


def test_nobody_moved_or_returned_has_no_price(bill):
    found = bill({"rent": RENT}, ())
    assert math.isnan(found["per_person_moved"])
    assert math.isnan(found["per_completed_return"])
    assert math.isnan(found["per_person_day"])


def test_items_in_the_order_of_the_file(record, scenario):
    items = {"most": {"kind": "cap", "amount": "2500 EUR"}, "board": BOARD}
    assert list(account(View(record(), scenario(costs={"items": items}))).items) == ["most", "board"]
    assert np.all(account(View(record(), scenario(costs={"items": items}))).idle == 0)


# --- what is published, done again ----------------------------------------------------------------------------------------------


def of_a_year(bill, items, journeys, places, start="2025-01-01", days=365, **changes):
    pool = {"places": str(places), "opened": "100 %", "usable": "100 %", "turnaround": "0 d", "overflow": "0"}
    rows = [{"what": "pool:homes", "nominal": places, "usable": places}]
    blocks = {"start": start, "horizon": f"{days} d"}
    return bill(items, journeys, blocks=blocks, hub={"pools": {"homes": pool}}, capacity=rows, horizon=days, **changes)


def test_a_lump_sum_by_place_and_by_day_used(bill):
    """El Salvador: 4.76 m USD for up to 300 people for a year, of whom 252 left after 125 days: 43 by place, 151 by day used."""
    lump = {"upfront": {"kind": "tranche", "amount": "4760000 EUR"}}
    stayed = {"boarded_at": 0, "arrived_at": 0, "left_at": 125, "outcome_at": 125, "outcome": "other", "size": 252}
    found = of_a_year(bill, lump, [stayed], 300)
    assert found["per_place_day"] == pytest.approx(43, abs=0.5)
    assert found["per_person_day"] == pytest.approx(151, abs=0.5)


@pytest.mark.parametrize(("people", "million"), [(0, 30.6), (120, 30.6), (300, 30.6), (600, 61.2)])
def test_a_price_by_month_with_300_places_at_least(bill, people, million):
    """Sweden and Estonia: 8,500 EUR a month for each of up to 600, 300 paid for at least: 30.6 m a year, 61.2 m when full."""
    board = {"board": {"kind": "person", "price": "8500 EUR / month", "at_least": "300"}}
    found = of_a_year(bill, board, [{"boarded_at": 0, "arrived_at": 0, "size": people}] if people else [], 600)
    assert found["total"] == pytest.approx(million * 1e6)
    assert found["empty_places"] == pytest.approx(max(0, 300 - people) * 12 * 8500)


def test_five_years_of_a_taper(bill):
    """United Kingdom and Rwanda: 20,000 on arrival and up to 150,874 over five years, 45,262 of it in the first; 10,000 on leaving."""
    amounts = {"0 d": "45262 EUR / year", "1 year": "37700 EUR / year", "2 years": "30200 EUR / year", "3 years": "22600 EUR / year"}
    items = {
        "arrival": {"kind": "arrival", "price": "20000 EUR / person"},
        "integration": {"kind": "stay", "amounts": amounts | {"4 years": "15112 EUR / year"}, "up_to": "5 years"},
        "leaving": {"kind": "exit", "price": "10000 EUR / person", "outcomes": "left_for_other_country"},
    }
    stayed = {"boarded_at": 0, "arrived_at": 0}
    left = {**stayed, "left_at": 400, "outcome_at": 400, "outcome": "left_for_other_country"}
    assert of_a_year(bill, items, [stayed], 1, days=2000)["total"] == 20_000 + 150_874
    assert of_a_year(bill, items, [left], 1, days=2000)["total"] == 20_000 + 45_262 + 37_700 + 10_000


def test_a_charter_by_the_hour(bill):
    """About 17,000 USD an hour and 5 hours each for 135 people: 630 for each; a fourteen-hour journey of few costs the same each time."""
    flight = {"flight": {"kind": "flight", "price": "17000 EUR / hour", "time": "5 h", "both_ways": False}}
    moved = {"boarded_at": 1, "arrived_at": 1.25, "size": 135}
    found = bill(flight, [moved], services=[{"service": "homeward", "departs_at": 1}])
    assert found["per_person_moved"] == pytest.approx(630, abs=0.5)
