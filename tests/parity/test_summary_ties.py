"""Instants that fall together, or just not, in what the compiled summary reads: a story for each, with the number that hangs on it."""

from __future__ import annotations

import pytest

from sim import hub
from sim.metrics import measure
from tests.hub.stories import DAY, DAYS, scenario_of, stays, tasks, told
from tests.parity.readings import differences

FLIGHT = "services.flight: {from: hub, to: home, leaves: {every: 10 d}, seats: 9}"
CLAIM = f"""
    destinations.home.documents: 1 d
    hubs.hub.clocks.asylum: {{kind: claim, from: arrived, chance: 100 %, after: 2 d, decided: $decided, granted: 0 %, suspends: nothing}}
    hubs.hub.clocks.appeal: {{kind: claim, from: arrived, chance: 0 %, after: 2 d, decided: 1 d, granted: 0 %, suspends: removal}}
    {FLIGHT}
    """


def summarised(lines, **people):
    """The record of a story and its metrics; the compiled summary has to say the same."""
    scenario = scenario_of(lines, **people)
    record = hub.simulate(scenario, 1, 0)
    assert differences(scenario, 1) == []
    return record, measure(record, scenario)


def claimed(decided):
    """Ann lodges on day 2 a claim that suspends nothing (another kind would) and has a seat on day 10: who left while one was pending."""
    record, measures = summarised(CLAIM.replace("$decided", decided), ann=0)
    assert told(record, "claim_lodged", "left") == [(48, "ann", "claim_lodged"), (240, "ann", "left")]
    return measures.values["claims.pending_removals"]


def test_who_is_inside_at_the_start_leaves_in_the_first_instant():
    """The limit is reached as the run begins: followed for no time at all, the stay is no length in the sample of stays."""
    record, measures = summarised("""
        agreement.stay: {limit: 5 d, then: release}
        demand.old: {kind: initial, cases: 1, pool: homes, days_inside: 5 d, classes: {single: 100 %}}
        """, ann=1)  # fmt: skip
    assert told(record, "left") == [(0, "old", "left"), (144, "ann", "left")]
    assert measures.samples["stay"].length.tolist() == [5 * DAY]
    assert measures.values["stay.longest"] == 5.0


def test_who_leaves_exactly_as_the_agreement_ends_is_not_left_over():
    record, measures = summarised(f"""
        agreement.stay: {{limit: 10 d, then: release}}
        agreement.end: {{date: {DAYS[10]}, then: breach, grace: 0 d}}
        """, ann=0, ben=1)  # fmt: skip
    assert told(record, "left") == [(240, "ann", "left"), (264, "ben", "left")]
    assert measures.values["residual.agreement_end.people"] == 1


def test_who_arrives_exactly_as_the_agreement_ends_is_left_over():
    record, measures = summarised(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[8]}]}}, seats: 2, travel: 2 d}}
        agreement.end: {{date: {DAYS[10]}, then: breach, grace: 0 d}}
        """, ann=7, ben=9)  # fmt: skip
    assert told(record, "arrived") == [(240, "ann", "arrived")]
    assert measures.values["residual.agreement_end.people"] == 1


def test_a_removal_around_the_decision_on_its_claim():
    """A millisecond before it and in its instant, in which departures come first, the claim is pending; a millisecond after it is not."""
    assert [claimed(decided) for decided in ("691200001 ms", "8 d", "691199999 ms")] == [1, 1, 0]


def test_rooms_in_which_somebody_lived_are_made_ready_while_others_wait():
    """Uma's room is out of use for a day after her, and only then is it one in which Ann could live; a room that was kept is not."""
    record, measures = summarised("""
        hubs.hub.pools.homes: {rooms: 2, beds: 2, places: none, shared_by: class, turnaround: 1 d}
        hubs.hub.clocks.other: {for: urgent, after: 3 d}
        """, uma=(0, "urgent"), ben=0, cem=0, ann=1)  # fmt: skip
    assert stays(record) == [(0, 72, "uma", "homes"), (0, None, "ben", "homes"), (0, None, "cem", "homes"), (96, None, "ann", "homes")]
    assert measures.values["separation.lost_place_days"] == 2.0
    assert measures.values["separation.people"] == 1


def test_a_step_that_ends_after_a_place_was_asked_for():
    """Ann moves to a camp where places are free for families only; from the end of its step at hour 56 on she waits there."""
    record, measures = summarised("""
        hubs.camp: {policy: {transfer_needs: reception}, pools: {tents: {places: 1}, cabins: {places: 9, for: family}}}
        demand.old: {kind: initial, cases: 1, pool: tents, classes: {single: 100 %}}
        hubs.camp.teams.nurse: {staff: 1}
        hubs.camp.screening.health: {team: nurse, time: 2 h}
        hubs.hub.clocks.moved: {kind: move, after: 2 d, to: camp}
        hubs.hub.travel.camp: 6 h
        """, ann=0)  # fmt: skip
    assert tasks(record) == [(54, 54, 56, "ann", "health")]
    assert measures.values["separation.lost_place_days"] == pytest.approx(60 - 56 / 24)
