"""Safeguards."""

from __future__ import annotations

import math

import pytest

from sim.metrics import measure
from sim.record import MS_PER_DAY

DOCTOR = {"doctor": {"kind": "delay", "of": "people", "from": "arrived", "to": "health", "within": "2 d"}}
LAWFUL = {"lawful": {"kind": "delay", "of": "people", "from": "arrived", "to": "left", "within": "50 d"}}


@pytest.fixture
def values(record, scenario):
    def of(journeys=(), blocks=None, **tables):
        return measure(record(journeys, **tables), scenario(**(blocks or {}))).values

    return of


def seen(case, start):
    return {"case": f"lists/{case}", "task": "health", "queued_at": 0, "started_at": start, "ended_at": start}


def safeguard(found, name):
    return [found[f"safeguard.{name}.{what}"] for what in ("people", "share", "never", "longest", "chance")]


def test_time_to_a_doctor(values):
    gone = {"left_at": 11, "outcome_at": 11, "outcome": "absconded"}
    cases = [
        {"arrived_at": 10, "size": 4},  # seen after 1 day
        {"arrived_at": 10, "size": 2},  # seen after 5 days
        {"arrived_at": 10, "size": 3, **gone},  # left after one day, never seen
        {"arrived_at": 40, "size": 1},  # never seen so far
        {"arrived_at": 99, "size": 5},  # too late to tell
        {"size": 7},  # never came
    ]
    found = values(cases, {"safeguards": DOCTOR}, tasks=[seen(0, 11), seen(1, 15), seen(1, 30)])
    assert safeguard(found, "doctor") == [3, 3 / 10, 3, 60, 1]


def test_kept(values):
    assert safeguard(values([{"arrived_at": 10}], {"safeguards": DOCTOR}, tasks=[seen(0, 12)]), "doctor") == [0, 0, 0, 2, 0]


def test_nobody_concerned(values):
    people, share, never, longest, chance = safeguard(values(blocks={"safeguards": DOCTOR}), "doctor")
    assert (people, never, chance) == (0, 0, 0)
    assert math.isnan(share)
    assert math.isnan(longest)


def test_prior_days_count_towards_a_lawful_stay_but_not_towards_the_doctor(values):
    inside = {"stream": "inside", "arrived_at": 0, "prior_ms": 40 * MS_PER_DAY, "left_at": 20, "outcome_at": 20, "outcome": "released"}
    found = values([inside], {"safeguards": DOCTOR | LAWFUL})
    assert safeguard(found, "lawful") == [1, 1, 0, 60, 1]
    assert safeguard(found, "doctor")[0] == 0


@pytest.mark.parametrize("start,end,people,longest", [
    ("arrived", "placed", 1, 8),  # in reception at the start, for 5 days by then and 3 more: Cem alone
    ("arrived", "screened", 0, None),
    ("screened", "placed", 0, None),
    ("placed", "left", 1, 97),  # from day 3 to the end of the run: Cem again
    ("screened", "left", 0, None),
])  # fmt: skip
def test_what_people_inside_at_the_start_have_behind_them_is_unknown(values, start, end, people, longest):
    """Two who have a place at the start and one in reception: when they were screened and placed is not known, whatever the tables say."""
    inside = {"stream": "inside", "arrived_at": 0, "screened_at": 0, "prior_ms": 5 * MS_PER_DAY}
    cases = [{**inside, "placed_at": 0, "size": 2}, {**inside, "place_asked_at": 0, "placed_at": 3}]
    found = values(cases, {"safeguards": {"soon": {"kind": "delay", "of": "people", "from": start, "to": end, "within": "2 d"}}})
    share, most = (1, longest) if people else (pytest.approx(math.nan, nan_ok=True), pytest.approx(math.nan, nan_ok=True))
    assert safeguard(found, "soon") == [people, share, 0, most, float(people > 0)]


def test_from_the_end_of_a_step(values):
    decided = {"decided_in_time": {"kind": "delay", "of": "people", "from": "health", "to": "claim_decided", "within": "5 d"}}
    cases = [{"arrived_at": 0, "claim_decided_at": 18}, {"arrived_at": 0, "claim_decided_at": 12}]
    assert safeguard(values(cases, {"safeguards": decided}, tasks=[seen(0, 10), seen(1, 10)]), "decided_in_time")[0] == 1


def test_days_of_children(values):
    left = {"left_at": 30, "outcome_at": 30, "outcome": "removed"}
    assert values([{"arrived_at": 10, "size": 4, "minors": 2, **left}])["children.person_days"] == 40
