"""Teams, services, attempts, reviews, periods, orders and claims."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from sim.metrics import measure
from sim.metrics.teams import on_duty
from sim.scenario.rosters import read_roster

HOUR = 1 / 24
WEEK_ROW = {"what": "team:nurse", "nominal": 2, "usable": 2}


@pytest.fixture
def values(record, scenario):
    def of(journeys=(), blocks=None, **tables):
        return measure(record(journeys, **tables), scenario(**(blocks or {}))).values

    return of


def task(start, end, **more):
    """Hours since the start, a Monday."""
    ended = {} if end is None else {"ended_at": end * HOUR}
    return {"case": "lists/0", "task": "health", "queued_at": start * HOUR, "started_at": start * HOUR, **ended, **more}


def test_team_use(values):
    # One week: five shifts of 8 hours for two nurses; 6 hours worked within them.
    found = values([{}], horizon=7, tasks=[task(8, 12), task(30, 34)], capacity=[WEEK_ROW])
    assert found["team.nurse.use"] == 6 / 80
    assert found["team.nurse.overtime"] == 2  # 06:00 to 08:00 on Tuesday


def test_work_still_going_on_counts_to_the_horizon(values):
    assert values([{}], horizon=0.5, tasks=[task(10, None)], capacity=[WEEK_ROW])["team.nurse.use"] == 2 / 8


def test_shared_steps_count_for_each_team(values, scenario):
    teams = {name: {"staff": "1", "on_duty": "always", "finish_by_shift_end": False} for name in ("nurse", "ministry")}
    found = values([{}], {"hub": {"teams": teams}}, horizon=1, tasks=[task(0, 6, teams="ministry+nurse"), task(6, 12, teams="nurse")])
    assert (found["team.nurse.use"], found["team.ministry.use"]) == (0.5, 0.25)


def test_staff_changes_and_nobody_employed(values):
    rows = [WEEK_ROW, {**WEEK_ROW, "usable": 0, "at": 1}]
    assert values([{}], horizon=7, tasks=[task(8, 12)], capacity=rows)["team.nurse.use"] == 4 / 16


NURSE = {"staff": "3", "on_duty": "always", "finish_by_shift_end": False}


def of_staffing(found):
    return {name.removeprefix("staffing.nurse."): value for name, value in found.items() if name.startswith("staffing.")}


def test_where_the_hours_go(values):
    """A day of three nurses. From hour 10 two are bound, and one from hour 20; one is busy from 6 to 16, another from 8 to 12."""
    bound = [{"what": "team:nurse", "nominal": 3, "usable": 3, "reserve": n, "at": at * HOUR} for at, n in ((0, 0), (10, 2), (20, 1))]
    hub = {"teams": {"nurse": NURSE | {"minimum": "1"}}}
    found = values([{}], {"hub": hub}, horizon=1, tasks=[task(6, 16), task(8, 12)], capacity=bound)
    tasks, kept, short = 10 + 4, 10 * 2 + 4 - 2, 2
    assert of_staffing(found) == pytest.approx(
        {
            "on_duty": 72,
            "bound": kept,
            "tasks": tasks,
            "free": 72 - kept - tasks,
            "short": short,
            "short_share": 2 / 24,
            "needed": 2 + tasks / 24,
        }
    )
    assert found["team.nurse.use"] == (tasks + kept) / 72


def test_a_task_of_several_counts_for_each_of_them(values):
    rows = [{"what": "team:nurse", "nominal": 3, "usable": 3}]
    found = values([{}], {"hub": {"teams": {"nurse": NURSE}}}, horizon=1, tasks=[task(6, 12, teams="nurse+nurse")], capacity=rows)
    assert found["team.nurse.use"] == 12 / 72
    assert of_staffing(found) == {}


def test_who_is_away_is_not_on_duty(values):
    rows = [{"what": "team:nurse", "nominal": 3, "usable": 2}, {"what": "team:nurse", "nominal": 3, "usable": 0, "at": 0.5}]
    found = values([{}], {"hub": {"teams": {"nurse": NURSE | {"absent": "30 %"}}}}, horizon=1, tasks=[], capacity=rows)
    assert (found["staffing.nurse.on_duty"], found["staffing.nurse.short"]) == (24, 0)


def test_never_on_duty(values):
    closed = ["2025-06-02"]
    found = values([{}], {"hub": {"teams": {"nurse": NURSE | {"minimum": "1", "closed": closed}}}}, horizon=1, tasks=[])
    assert math.isnan(found["staffing.nurse.needed"]) and math.isnan(found["staffing.nurse.short_share"])


def test_duty_on_a_holiday(scenario):
    """Monday 8 to 16; Tuesday, a holiday, 10 to 12; Wednesday, a holiday and closed, not at all."""
    days = tuple(dt.date(2025, 1, day) for day in (7, 8))
    roster, short = read_roster("daily 08:00-16:00"), read_roster("daily 10:00-12:00")
    hours = on_duty(roster, days[1:], dt.date(2025, 1, 6), 3 * 86_400_000, days, short)
    assert hours.integral == 10 * 3_600_000
    assert on_duty(roster, days[1:], dt.date(2025, 1, 6), 3 * 86_400_000, days, None).integral == 8 * 3_600_000


def test_a_step_that_pauses_has_no_overtime(values):
    step = {"health": {"team": "nurse", "time": "30 min", "sent_back": "0 %", "pausable": True}}
    found = values([{}], {"hub": {"screening": step}}, horizon=7, tasks=[task(14, 34)])
    assert found["team.nurse.overtime"] == 0
    assert found["team.nurse.use"] == 4 / 80


def test_duty_of_a_roster(scenario):
    import datetime as dt

    wednesday = dt.date(2025, 6, 4)
    day = 86_400_000
    duty = on_duty(read_roster("Mon-Fri 08:00-16:00"), (dt.date(2025, 6, 5),), wednesday, 7 * day)
    assert duty.integral == 4 * 8 * 3_600_000
    assert on_duty(read_roster("always"), (), wednesday, 3 * day).integral == 3 * day
    assert on_duty(read_roster("Sat,Sun 22:00-06:00"), (), wednesday, 14 * day).integral == 2 * 2 * 8 * 3_600_000


def test_services(values, homeward):
    rows = [
        {"service": "homeward", "departure": 0, "booked": 4, "boarded": 3, "used": 4},
        {"service": "homeward", "departure": 1, "booked": 1, "boarded": 1, "used": 1},
        {"service": "homeward", "departure": 2, "booked": 2, "outcome": "cancelled"},
        {"service": "homeward", "departure": 3, "outcome": "below_minimum"},
        {"service": "homeward", "departure": 4, "booked": 2, "outcome": "pending"},
    ]
    found = values(blocks={"services": homeward()}, services=rows)
    assert found["service.homeward.load"] == 5 / 8
    assert [found[f"service.homeward.{what}"] for what in ("departed", "people", "cancelled", "below_minimum", "suspended")] == [
        2,
        4,
        1,
        1,
        0,
    ]


def test_seats_lost_for_want_of_room_are_those_of_departures_that_left_or_had_too_few(values, inbound):
    fates = {"departed": 1, "below_minimum": 2, "cancelled": 4, "suspended": 8, "pending": 16}
    rows = [{"service": "inbound", "departure": n, "outcome": fate, "no_room": fates[fate]} for n, fate in enumerate(fates)]
    assert values(blocks={"services": inbound}, services=rows)["service.inbound.seats_no_room"] == 3


def test_only_a_service_to_a_hub_loses_seats_for_want_of_room(values, homeward):
    assert "service.homeward.seats_no_room" not in values(blocks={"services": homeward()})


def test_attempts_count_people_who_leave_the_hub(values, homeward, inbound):
    rows = [
        {"case": "lists/0", "size": size, "outcome": outcome}
        for size, outcome in ((6, "boarded"), (2, "failed"), (2, "no_show"), (9, "cancelled"))
    ]
    rows.append({"case": "lists/0", "service": "inbound", "size": 5, "outcome": "no_show"})
    found = values(journeys=[{}], blocks={"services": homeward() | inbound}, attempts=rows)
    assert found["attempts.failed_share"] == 2 / 8
    assert found["attempts.no_show_share"] == 2 / 10


def test_reviews_are_late_after_their_grace(values):
    review = {"case": "lists/0", "task": "review", "k": 1, "due_at": 7}
    rows = [
        {**review, "started_at": 7, "ended_at": 7},
        {**review, "started_at": 8, "ended_at": 8},  # within the grace of a day
        {**review, "started_at": 9, "ended_at": 9},
        {**review, "ended_at": 20, "outcome": "withdrawn"},
        {**review, "case": "lists/1", "outcome": "withdrawn"},  # left in time
        {**review, "outcome": "waiting"},
        {**review, "due_at": 99.5, "outcome": "waiting"},
    ]
    cases = [{}, {"outcome": "absconded", "outcome_at": 7.5, "left_at": 7.5}]
    found = values(cases, {"clocks": {"review": {}}}, tasks=rows)
    assert (found["reviews.due"], found["reviews.late"], found["reviews.late_share"]) == (7, 3, 3 / 7)
    assert "reviews.due" not in values()


def test_legal_periods(values):
    deadlines = {"validation": {"from": "arrived", "length": "48 h", "then": "count"}}
    rows = [
        {"case": f"lists/{i}", "task": "deadline:validation", "outcome": fate}
        for i, fate in enumerate(("met", "missed", "left", "waiting"))
    ]
    found = values([{"size": 1}, {"size": 3}, {"size": 2}, {"size": 9}], {"hub": {"deadlines": deadlines}}, tasks=rows)
    assert (found["periods.validation.missed"], found["periods.validation.missed_share"]) == (3, 0.5)


def test_days_after_an_order(values):
    carried_out = {"size": 2, "arrived_at": 0, "release_ordered_at": 10, "outcome_at": 15, "outcome": "released", "left_at": 15}
    assert values([carried_out, {"arrived_at": 0, "release_ordered_at": 90}])["order.days"] == 10 + 10


@pytest.mark.parametrize(
    ("lodged", "decided", "outcome", "people"),
    [(10, None, "removed", 2), (10, 30, "removed", 2), (10, 20, "removed", 0), (20, None, "removed", 0), (10, None, "absconded", 0)],
)
def test_nobody_is_returned_while_a_claim_is_pending(values, lodged, decided, outcome, people):
    journey = {"size": 2, "arrived_at": 0, "claim_lodged_at": lodged, "left_at": 20, "outcome_at": 20, "outcome": outcome}
    journey |= {} if decided is None else {"claim_decided_at": decided}
    assert values([journey], {"clocks": {"claim": {}}})["claims.pending_removals"] == people
    assert values([journey], {"clocks": {"claim": {"suspends": "nothing"}}})["claims.pending_removals"] == 0


def test_nothing_happened(values, homeward):
    found = values(blocks={"services": homeward()})
    assert math.isnan(found["service.homeward.load"])
    assert math.isnan(found["attempts.failed_share"])
