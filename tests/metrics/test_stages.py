"""Where the days go: each moment to one need, all of them to the stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.metrics import measure
from sim.metrics.daily import day_edges, series
from sim.metrics.stages import STAGES, stage_times
from sim.metrics.view import View
from sim.record import JOURNEYS, MS_PER_DAY

ADMITTED = {"arrived_at": 0, "screening_started_at": 0, "screened_at": 2, "place_asked_at": 2, "placed_at": 5}


@pytest.fixture
def days(record, scenario, homeward):
    def of(journey, clocks=(), service=None, attempts=(), hub=None, **blocks):
        services = homeward(**service) if service is not None else {}
        found = measure(record([journey], attempts=attempts), scenario(services=services, clocks=clocks, hub=hub, **blocks)).values
        return {stage: found[f"days.{stage}"] for stage in STAGES if found[f"days.{stage}"]}

    return of


def test_a_removal_step_by_step(days):
    journey = {**ADMITTED, "documents_at": 20, "notice_at": 30, "left_at": 44, "outcome_at": 44, "outcome": "removed"}
    found = days(journey, clocks={"notice": {}}, service={})
    assert found == {"screening": 2, "place": 3, "documents": 15, "notice": 10, "seat": 14}


def test_notice_counts_only_where_it_is_needed(days):
    journey = {**ADMITTED, "documents_at": 20, "left_at": 44, "outcome_at": 44, "outcome": "removed"}
    assert days(journey, service={}) == {"screening": 2, "place": 3, "documents": 15, "seat": 24}
    elsewhere = {"notice": {"destinations": "south"}}
    assert days(journey, clocks=elsewhere, service={}) == {"screening": 2, "place": 3, "documents": 15, "seat": 24}


def test_documents_that_never_come(days):
    assert days(ADMITTED, service={}) == {"screening": 2, "place": 3, "documents": 95}


def test_without_a_service_by_force_only_agreeing_helps(days):
    assert days({**ADMITTED, "documents_at": 20}) == {"screening": 2, "place": 3, "documents": 15, "limit": 80}
    agreed = {**ADMITTED, "documents_at": 20, "agreed_at": 60}
    assert days(agreed, service={"for": "voluntary"}) == {"screening": 2, "place": 3, "documents": 15, "limit": 40, "seat": 40}


def test_who_agreed_may_go_without_documents_unless_the_clock_says_otherwise(days):
    agreed = {**ADMITTED, "agreed_at": 10}
    assert days(agreed, clocks={"voluntary": {}}, service={"for": "both"}) == {"screening": 2, "place": 3, "documents": 5, "seat": 90}
    assert days(agreed, clocks={"voluntary": {"needs": "documents"}}, service={"for": "both"}) == {
        "screening": 2,
        "place": 3,
        "documents": 95,
    }


def test_documents_nobody_asks_for_hold_nobody(days):
    """Where papers are asked for only after agreeing and nobody is removed by force, not agreeing is what holds people."""
    asked = {
        "destinations": {
            "north": {"share": "100 %", "documents": {"time": "10 d", "from": "agreed", "speed": "100 %", "speed_agreed": "100 %"}}
        }
    }
    voluntary = {"clocks": {"voluntary": {"needs": "documents"}}, "service": {"for": "voluntary"}}
    assert days(ADMITTED, **voluntary, **asked) == {"screening": 2, "place": 3, "limit": 95}
    agreed = {**ADMITTED, "agreed_at": 40, "documents_at": 50}
    assert days(agreed, **voluntary, **asked) == {"screening": 2, "place": 3, "limit": 35, "documents": 10, "seat": 50}
    assert days(ADMITTED, service={"for": "both"}, **asked) == {"screening": 2, "place": 3, "documents": 95}


def test_a_claim_counts_only_where_it_suspends(days):
    journey = {**ADMITTED, "documents_at": 0, "claim_lodged_at": 10, "claim_decided_at": 50}
    assert days(journey, clocks={"claim": {}}, service={}) == {"screening": 2, "place": 3, "claim": 40, "seat": 55}
    assert days(journey, clocks={"claim": {"suspends": "nothing"}}, service={}) == {"screening": 2, "place": 3, "seat": 95}


def test_an_order_not_carried_out_and_a_place_kept_after_it(days):
    journey = {**ADMITTED, "release_ordered_at": 30, "outcome_at": 40, "outcome": "released", "left_at": 70}
    assert days(journey, service={}) == {"screening": 2, "place": 3, "documents": 25, "order": 10, "housed": 30}


def test_attempts_used_up(days):
    journey = {**ADMITTED, "documents_at": 5}
    failed = [{"case": "lists/0", "k": k, "departs_at": at, "outcome": "failed"} for k, at in ((1, 20), (2, 40))]
    hub = {"removal": {"attempts": "2", "retry_after": "1 d", "then": "stay", "release_takes": "1 ms", "send_back_takes": "1 ms"}}
    assert days(journey, service={}, attempts=failed, hub=hub) == {"screening": 2, "place": 3, "seat": 35, "limit": 60}
    assert days(journey, service={}, attempts=failed) == {"screening": 2, "place": 3, "seat": 95}


def test_found_unsuitable_waits_for_the_way_back(days):
    assert days({"arrived_at": 0, "screening_started_at": 0, "send_back_at": 3}) == {"screening": 3, "seat": 97}


def test_inside_at_the_start_is_screened(days):
    assert days({"stream": "inside", "arrived_at": 0, "prior_ms": 5 * MS_PER_DAY}, service={}) == {"documents": 100}


def test_a_service_to_the_sender_is_no_way_home(days):
    """It takes who is due to be sent back, and nobody else, however ready: nothing takes those home."""
    journey = {**ADMITTED, "documents_at": 5}
    assert days(journey, service={"to": "sender"}) == {"screening": 2, "place": 3, "limit": 95}
    assert days(journey, service={"to": ["sender", "north"]}) == {"screening": 2, "place": 3, "seat": 95}
    assert days({**journey, "send_back_at": 30}, service={"to": "sender"}) == {"screening": 2, "place": 3, "limit": 25, "seat": 70}


INSTANTS = [column for column in JOURNEYS if column.endswith("_at") and column not in ("arrived_at", "left_at")]
instants = st.none() | st.integers(0, 99 * 16).map(lambda sixteenths: sixteenths / 16)
journeys = st.fixed_dictionaries(
    {"arrived_at": instants, "stays_for": instants, "size": st.integers(1, 5), "stream": st.sampled_from(["lists", "inside"])},
    optional={column: instants.filter(lambda at: at is not None) for column in INSTANTS},
)


def as_row(drawn):
    row = {column: value for column, value in drawn.items() if value is not None and column not in ("stays_for", "arrived_at")}
    if drawn["arrived_at"] is None:
        return row
    row["arrived_at"] = drawn["arrived_at"]
    if drawn["stays_for"] is not None and drawn["arrived_at"] + drawn["stays_for"] < 100:
        row["left_at"] = drawn["arrived_at"] + drawn["stays_for"]
    return row


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(journeys, max_size=6), st.booleans())
def test_law_stages_add_up_to_the_stay_exactly_and_presence_to_all_stays(record, scenario, homeward, drawn, serve):
    terms = scenario(services=homeward() if serve else {}, clocks={"notice": {}, "claim": {}, "voluntary": {}})
    view = View(record([as_row(row) for row in drawn]), terms)
    stays = (view.until - view.arrived)[view.here].astype(np.int64)
    times = stage_times(view)
    assert (times >= 0).all()
    assert times.sum(axis=1).tolist() == stays.tolist()
    assert view.present.integral == int(stays @ view.size[view.here])
    in_days = series(view.record, terms).mean[0].astype(float) @ np.diff(day_edges(view.horizon))
    assert in_days == pytest.approx(view.present.integral, rel=1e-6)
