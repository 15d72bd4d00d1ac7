"""Every kind of safeguard, counted on paper: who is concerned, for whom it is broken, how long, and who answers for it."""

from __future__ import annotations

import math

import pytest

from sim.draws import Luck
from sim.metrics import measure
from sim.record import MS_PER_DAY

GONE = {"outcome": "removed", "outcome_at": 30, "left_at": 30}
HUB = {
    "reception": {"area": "10 m2"},
    "amenities": {"toilets": "2"},
    "pools": {
        name: {"places": "10", "opened": "100 %", "usable": "100 %", "turnaround": "0 d", "overflow": "0", "area": area}
        for name, area in {"homes": "40 m2", "flats": None}.items()
    },
}
CLASSES = {
    name: {"share": "50 %", "size": "1", "minors": "0 %", "escorted": "0 %", "priority": "0"} for name in ("single", "family", "ill")
}


@pytest.fixture
def found(record, scenario):
    """What one safeguard says: `found({"space": "4 m2"}, journeys, stays=...)["people"]`."""

    def of(guard, journeys=(), *, blocks=None, clocks=(), agreement=None, hub=None, **tables):
        more = {"agreement": {"stay": {"then": "breach"}, "lead": "0 d", **agreement}} if agreement else {}
        world = scenario(
            hub=HUB | (hub or {}), classes=CLASSES, clocks=clocks, safeguards={"it": {"of": "people", **guard}}, **more, **(blocks or {})
        )
        values = measure(record(journeys, **tables), world).values
        return {name.split(".")[-1]: value for name, value in values.items() if name.startswith("safeguard.it.")} | {
            name: value for name, value in values.items() if name.startswith("breaches.")
        }

    return of


def lives(case, start, end=math.nan, **more):
    return {"case": f"lists/{case}", "start_at": start, "end_at": end, **more}


def places(*levels, pool="homes", nominal=10):
    return [{"what": f"pool:{pool}", "at": at, "nominal": nominal, "usable": usable} for at, usable in levels]


# --- lengths --------------------------------------------------------------------------------------------------------------


def test_an_order_to_release_is_carried_out_within_a_day(found):
    guard = {"kind": "delay", "from": "release_ordered", "to": "left", "within": "1 d"}
    cases = [
        {"arrived_at": 0, "size": 2, "release_ordered_at": 10, "left_at": 14, "outcome_at": 14, "outcome": "released"},  # 3 days late
        {"arrived_at": 0, "size": 4, "release_ordered_at": 20, "left_at": 20.5, "outcome_at": 20.5, "outcome": "released"},
        {"arrived_at": 0, "size": 1, "release_ordered_at": 95},  # 4 days late so far
        {"arrived_at": 0, "size": 3, "release_ordered_at": 99.5},  # too early to tell
        {"arrived_at": 0, "size": 5},  # not ordered
    ]
    said = found(guard, cases)
    assert (said["people"], said["concerned"], said["share"], said["person_days"], said["longest"]) == (3, 10, 3 / 7, 2 * 3 + 4, 5)


def test_days_before_the_run_are_no_days_of_breach(found):
    guard = {"kind": "delay", "from": "arrived", "to": "left", "within": "10 d"}
    inside = {"stream": "inside", "arrived_at": 0, "prior_ms": 40 * MS_PER_DAY, **GONE}
    assert [found(guard, [inside])[word] for word in ("people", "person_days", "longest")] == [1, 30, 70]


def test_a_whole_stay_with_the_days_before(found):
    guard = {"kind": "stay", "stay": "50 d"}
    cases = [
        {"arrived_at": 10, "size": 2, **GONE},  # 20 days
        {"arrived_at": 0, "size": 3, "prior_ms": 30 * MS_PER_DAY, **GONE},  # 60 days, 10 too many
        {"arrived_at": 40, "size": 1},  # 60 days so far, 10 too many
        {"arrived_at": 60, "size": 7},  # not known yet
        {"arrived_at": 5, "size": 1, "prior_ms": 80 * MS_PER_DAY, **GONE},  # all 25 days
        {"size": 9},  # never came
    ]
    said = found(guard, cases)
    assert (said["people"], said["concerned"], said["share"], said["longest"]) == (5, 14, 5 / 7, 105)
    assert said["person_days"] == 3 * 10 + 10 + 25


def test_for_some_classes_only(found):
    cases = [{"arrived_at": 0}, {"arrived_at": 1, "size": 4, "class": "family"}, {"arrived_at": 1, "size": 2, "class": "ill"}]
    said = found({"kind": "stay", "stay": "50 d", "for": ["family", "ill"]}, cases)
    assert (said["people"], said["concerned"], said["person_days"], said["longest"]) == (6, 6, 294, 99)
    assert (said["breaches.people"], said["breaches.person_days"], said["breaches.chance"]) == (6, 294, 1)


def test_minors_held_at_all(found):
    cases = [{"arrived_at": 10, "size": 4, "minors": 3, **GONE}, {"arrived_at": 0}, {"arrived_at": 50, "size": 2, "minors": 1}]
    said = found({"kind": "stay", "stay": "0 d", "of": "minors"}, cases)
    assert (said["people"], said["concerned"], said["share"], said["person_days"]) == (4, 4, 1, 3 * 20 + 50)


def test_reviews_late_and_missed(found):
    def review(case, due, start=math.nan, end=math.nan):
        return {"case": f"lists/{case}", "task": "review", "due_at": due, "started_at": start, "ended_at": end}

    tasks = [
        review(0, 10, 12, 12),  # in time
        review(0, 20, 25, 25),  # three days late
        review(1, 10, 15, 15),  # three days late, and
        review(1, 14, 20, 20),  # again: overdue from 12 to 15 and from 16 to 20
        review(2, 90),  # still waiting: eight days late
        review(3, 97),  # left in time
        review(4, 99),  # not late yet
        review(5, 60),  # left before it was held, eight days late
    ]
    left = {3: {"outcome_at": 98, "left_at": 98, "outcome": "died"}, 5: {"outcome_at": 70, "left_at": 70, "outcome": "died"}}
    cases = [{"arrived_at": 0, "size": n + 1, **left.get(n, {})} for n in range(6)]
    said = found({"kind": "review", "review": "review", "within": "2 d"}, cases, tasks=tasks)
    assert said["people"] == 1 + 2 + 3 + 6
    assert (said["concerned"], said["share"]) == (21, 12 / 16)
    assert said["person_days"] == 3 + 2 * (3 + 4) + 3 * 8 + 6 * 8
    assert said["longest"] == 8


# --- levels ---------------------------------------------------------------------------------------------------------------

SHARING = [
    {"arrived_at": 0, "size": 6},
    {"arrived_at": 0, "size": 4},
    {"arrived_at": 0, "size": 3},
    {"arrived_at": 0, "size": 7, "pool": "flats"},
]
STAYS = [
    lives(0, 0, 50, size=6),
    lives(1, 10, 40, size=4),
    lives(2, 20, 25, size=3),
    lives(2, 26, 30, size=3, kind="reserved"),
    lives(2, 30, 32, size=3, pool="reception", kind="reception"),
    lives(3, 0, size=7, pool="flats"),
]


@pytest.mark.parametrize(
    ("least", "people", "days"),
    [
        ("3 m2", 0, 0),
        ("4 m2", 13, 6 * 5 + 4 * 5 + 3 * 5 + 3 * 2),  # 13 people on 40 m2 from 20 to 25, three on 10 m2 of reception
        ("6 m2", 13, 6 * 50 - 6 * 20 + 4 * 30 + 3 * 5 + 3 * 2),  # ten are too many already, and three in reception
    ],
)
def test_floor_for_each(found, least, people, days):
    said = found({"kind": "space", "space": least}, SHARING, stays=STAYS, capacity=places((0, 10)))
    assert (said["people"], said["person_days"], said["concerned"]) == (people, days, 13)
    assert said["chance"] == (people > 0)


def test_floor_in_one_pool(found):
    said = found({"kind": "space", "space": "6 m2", "pools": "reception"}, SHARING, stays=STAYS, capacity=places((0, 10)))
    assert (said["people"], said["person_days"], said["concerned"]) == (3, 6, 3)


def test_places_that_cannot_be_used_take_floor_with_them_a_shut_pool_does_not(found):
    stays = [lives(0, 0, 60, size=6)]
    said = found({"kind": "space", "space": "4 m2"}, SHARING[:1], stays=stays, capacity=places((0, 6), (10, 5), (20, 0), (30, 6)))
    assert said["person_days"] == 6 * 20  # 20 m2 for six people from 10 to 30
    assert found({"kind": "space", "space": "4 m2"}, SHARING[:1], stays=stays, capacity=places((0, 10), (20, 0)))["person_days"] == 0


def test_overflow_crowds_everybody(found):
    stays = [lives(0, 0, 20, size=6), lives(1, 10, 20, size=4, kind="overflow")]
    assert found({"kind": "space", "space": "5 m2"}, SHARING, stays=stays, capacity=places((0, 10)))["person_days"] == 100


def test_people_for_each_of_what_they_share(found):
    said = found({"kind": "ratio", "per": "toilets", "people": "8"}, SHARING, stays=STAYS)
    # 13 people, 17 from 10, 20 from 20, 17 from 25, 20 in 30 to 32, 17 to 40: more than 16 from 10 to 40
    assert said["person_days"] == (6 + 4 + 7) * 30 + 3 * 5 + 3 * 2
    assert (said["people"], said["concerned"], said["longest"]) == (20, 20, 30)
    road = {**lives(3, 5, 9, size=9), "kind": "transit", "pool": "transit"}
    assert found({"kind": "ratio", "per": "toilets", "people": "10"}, SHARING, stays=[*STAYS, road])["people"] == 0
    others = {"pools": {name: {**pool, "background": "3"} for name, pool in HUB["pools"].items()}}
    said = found({"kind": "ratio", "per": "toilets", "people": "10"}, SHARING, stays=STAYS, hub=others)
    assert said["person_days"] == (6 + 4 + 7) * 30 + 3 * 5 + 3 * 2  # 14 places of 20 are left for them
    assert found({"kind": "ratio", "per": "toilets", "people": "10"}, SHARING, stays=STAYS)["people"] == 0  # never more than 20


def test_classes_kept_apart(found):
    cases = [{"arrived_at": 0, "size": 2}, {"arrived_at": 0, "size": 3, "class": "family"}, {"arrived_at": 0, "class": "ill"}]
    stays = [
        lives(0, 0, 50, size=2),
        lives(1, 10, 20, size=3, **{"class": "family"}),
        lives(1, 20, 60, size=3, pool="flats", **{"class": "family"}),
        lives(2, 0, 70, **{"class": "ill"}),
    ]
    said = found({"kind": "apart", "apart": ["single", "family"]}, cases, stays=stays)
    assert (said["people"], said["person_days"], said["concerned"], said["longest"]) == (5, 50, 5, 10)
    assert found({"kind": "apart", "apart": ["single", "family"], "pools": "flats"}, cases, stays=stays)["people"] == 0
    assert found({"kind": "apart", "apart": ["single", "family", "ill"]}, cases, stays=stays)["person_days"] == 50 * 2 + 10 * 3 + 50


# --- flights --------------------------------------------------------------------------------------------------------------


def test_journeys_by_force_with_nobody_who_watches(found, homeward):
    def trip(case, departure, service="homeward", outcome="boarded", departs=30):
        return {"case": f"lists/{case}", "service": service, "departure": departure, "outcome": outcome, "departs_at": departs}

    alone = next(n for n in range(20) if not Luck(1, 0).of("services.homeward", n).happens("monitored", 0.5))
    watched = next(n for n in range(20) if Luck(1, 0).of("services.homeward", n).happens("monitored", 0.5))
    home = {**GONE, "home_at": 30.25}
    cases = [
        {"arrived_at": 0, "size": 2, **home},
        {"arrived_at": 0, "size": 4, **home},
        {"arrived_at": 0, "size": 8, **home, "outcome": "returned_voluntarily"},
        {"arrived_at": 0, "size": 1},
    ]
    attempts = [trip(0, alone), trip(1, watched), trip(2, alone), trip(3, alone, outcome="failed")]
    departures = [{"service": "homeward", "departure": n} for n in (alone, watched)]
    services = homeward(monitored="50 %")
    said = found(
        {"kind": "monitored", "monitored": "homeward"}, cases, attempts=attempts, services=departures, blocks={"services": services}
    )
    assert (said["people"], said["concerned"], said["share"], said["person_days"]) == (2, 6, 1 / 3, 0.5)
    never = {"services": homeward(monitored="0 %")}
    assert found({"kind": "monitored", "monitored": "homeward"}, cases, attempts=attempts, services=departures, blocks=never)["people"] == 6
    always = {"services": homeward(monitored="100 %")}
    assert (
        found({"kind": "monitored", "monitored": "homeward"}, cases, attempts=attempts, services=departures, blocks=always)["people"] == 0
    )


# --- who answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answerable", "sender", "host"),
    [(None, 2 * 10, 2 * 20), ("sender", 60, 0), ("host", 0, 60), ("both", 60, 60)],
)
def test_who_answers_for_the_days(found, answerable, sender, host):
    guard = {"kind": "delay", "from": "decided", "to": "placed", "within": "10 d", "answerable": answerable}
    case = {"size": 2, "decided_at": 0, "boarded_at": 15, "arrived_at": 20, "screened_at": 30, "placed_at": 40}
    said = found(guard, [case])
    assert (said["person_days"], said["sender_days"], said["host_days"]) == (60, sender, host)


@pytest.mark.parametrize(("since", "sender"), [("boarded", 5), ("arrived", 10), ("screened", 20), ("placed", 30)])
def test_the_instant_from_which_the_host_answers(found, since, sender):
    guard = {"kind": "delay", "from": "decided", "to": "placed", "within": "10 d"}
    case = {"decided_at": 0, "boarded_at": 15, "arrived_at": 20, "screened_at": 30, "placed_at": 40}
    said = found(guard, [case], agreement={"host_answers": since})
    assert (said["sender_days"], said["host_days"]) == (sender, 30 - sender)


def test_the_host_answers_for_levels_too(found):
    cases = [{"arrived_at": 0, "size": 11, "screened_at": 5}]
    said = found(
        {"kind": "space", "space": "4 m2"},
        cases,
        stays=[lives(0, 0, 20, size=11)],
        capacity=places((0, 10)),
        agreement={"host_answers": "screened"},
    )
    assert (said["sender_days"], said["host_days"]) == (11 * 5, 11 * 15)


def test_nobody_there_is_no_breach(found):
    for guard in ({"kind": "space", "space": "4 m2"}, {"kind": "ratio", "per": "toilets", "people": "0"}, {"kind": "stay", "stay": "0 d"}):
        said = found(guard)
        assert (said["people"], said["person_days"], said["chance"], said["breaches.people"]) == (0, 0, 0, 0)
        assert math.isnan(said["share"])
        assert math.isnan(said["longest"])


def test_one_person_counts_once_however_many_safeguards_break(record, scenario):
    guards = {name: {"kind": "stay", "of": "people", "stay": f"{n} d"} for n, name in enumerate(("first", "second"), 10)}
    values = measure(record([{"arrived_at": 0, "size": 3, **GONE}]), scenario(safeguards=guards)).values
    assert (values["breaches.people"], values["breaches.person_days"]) == (3, 3 * 20 + 3 * 19)
