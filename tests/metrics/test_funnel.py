"""Who comes of those listed, counted on paper."""

import math

import pytest

from sim.metrics import measure

LISTED = {"listed_at": 1}
CAME = {"listed_at": 1, "decided_at": 2, "told_at": 2, "ready_at": 4, "boarded_at": 9, "arrived_at": 10}
ENDED = {"listed_at": 1, "outcome_at": 1, "outcome": "declined"}
DROPPED = {"listed_at": 1, "decided_at": 2, "told_at": 2, "outcome_at": 12, "outcome": "dropped_out"}
JOURNEYS = (
    {**CAME, "size": 4},
    {**CAME, "arrived_at": None, "boarded_at": 99.5},
    {**ENDED, "reason": "not_proposed", "size": 8},
    {**ENDED, "reason": "filter:nationality", "size": 3},
    {**ENDED, "reason": "filter:ties", "size": 2},
    {**ENDED, "reason": "excluded", "decided_at": 1},
    {**ENDED, "reason": "end", "decided_at": 1},
    {**ENDED, "reason": "end", "decided_at": 3, "outcome_at": 3},
    {**ENDED, "reason": "host", "decided_at": 3, "outcome_at": 3},
    {**ENDED, "reason": "room", "decided_at": 3, "outcome_at": 3},
    {**DROPPED, "reason": "objection"},
    {**DROPPED, "reason": "choice", "ready_at": 5},
    {**DROPPED, "reason": "end", "ready_at": 5},
    {"listed_at": 90, "outcome": "waiting", "size": 5},
    {"listed_at": 90, "decided_at": 91, "told_at": 91, "outcome": "waiting"},
    {"stream": "inside", "arrived_at": 0, "size": 30},
)
BUS = {"to": ["hub"], "for": "both", "leaves": {"every": "7 d"}, "seats": "4", "minimum": "1", "lead": "0 d", "travel": "1 d",
       "cancelled": "0 %", "no_show": "0 %", "failed": "0 %", "standby": True}  # fmt: skip
APPEAL = {"chance": "50 %", "after": "1 d", "until": "notice", "decided": "3 d", "upheld": "50 %", "further": "0 d"}
TERMS = {
    "selection": {"accepted": "90 %", "filters": {"nationality": {"passes": "50 %"}, "ties": {"passes": "50 %"}}},
    "transfer": {"notice": "2 d", "objections": {"appeal": APPEAL}},
}
ATTEMPTS = [
    {"case": "lists/0", "service": "bus", "k": 1, "outcome": "no_show"},
    {"case": "lists/0", "service": "bus", "k": 2, "outcome": "no_show"},
    {"case": "lists/1", "service": "homeward", "k": 1, "outcome": "no_show"},
]
TASKS = [
    {"case": "lists/10", "task": "objection:appeal", "queued_at": 3, "ended_at": 12, "outcome": "decided", "result": "upheld"},
    {"case": "lists/14", "task": "objection:appeal", "queued_at": 92, "outcome": "waiting"},
    {"case": "lists/0", "task": "health", "queued_at": 10, "started_at": 10, "ended_at": 11},
]


@pytest.fixture
def values(record, scenario, homeward):
    services = {"bus": BUS, **homeward()}
    return measure(record(JOURNEYS, attempts=ATTEMPTS, tasks=TASKS), scenario(services=services, **TERMS)).values


def part(values, name):
    return {key.removeprefix(f"{name}."): value for key, value in values.items() if key.startswith(f"{name}.")}


def test_people_by_stage(values):
    assert part(values, "funnel.people") == {
        "listed": 32, "proposed": 22, "eligible": 17, "accepted": 9, "ready": 7, "boarded": 5, "arrived": 4,
    }  # fmt: skip
    assert values["funnel.share.accepted"] == 9 / 32


def test_everybody_listed_boards_or_has_a_reason(values):
    lost, filtered = part(values, "funnel.lost"), part(values, "funnel.filtered")
    assert lost == {
        "excluded": 1, "late": 1, "not_proposed": 8, "host": 1, "room": 1, "closed": 1, "undecided": 5,
        "objection": 1, "choice": 1, "end": 1, "waiting": 1,
    }  # fmt: skip
    assert sum(lost.values()) + sum(filtered.values()) + values["funnel.people.boarded"] == values["funnel.people.listed"]


def test_what_each_filter_passes_of_those_who_reach_it(values):
    assert part(values, "funnel.filtered") == {"nationality": 3, "ties": 2}
    assert part(values, "funnel.passed") == {"nationality": 19 / 22, "ties": 17 / 19}


def test_who_does_not_turn_up_and_who_objects(values):
    assert values["funnel.no_show"] == 4
    assert values["funnel.objected"] == 2


def test_time_under_notice_and_with_an_objection(values):
    assert values["wait.objection.mean"] == 9
    assert 2 <= values["wait.notice.mean"] < 10


def test_a_scenario_without_anything_upstream_has_no_funnel(record, scenario):
    found = measure(record(JOURNEYS[:2]), scenario()).values
    assert not [name for name in found if name.startswith(("funnel", "wait.notice", "wait.objection"))]


def test_nobody_listed(record, scenario):
    found = measure(record(()), scenario(selection={"accepted": "100 %", "proposed": "50 %"})).values
    assert found["funnel.people.listed"] == 0 and math.isnan(found["funnel.share.boarded"])
    assert "funnel.people.ready" not in found
