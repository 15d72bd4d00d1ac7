"""People, agreement, presence, stays and waits of a handful of cases."""

from __future__ import annotations

import math

import pytest

from sim.metrics import measure

FAMILY = {
    "size": 4, "minors": 2, "listed_at": 0, "decided_at": 5, "boarded_at": 8, "arrived_at": 10, "screening_started_at": 12,
    "screened_at": 13, "place_asked_at": 13, "placed_at": 20, "left_at": 60, "outcome_at": 60, "outcome": "removed",
}  # fmt: skip
INSIDE = {"listed_at": 20, "decided_at": 20, "boarded_at": 25, "arrived_at": 30, "screening_started_at": 30, "screened_at": 31}
DECLINED = {"listed_at": 30, "decided_at": 32, "outcome_at": 32, "outcome": "declined", "reason": "host"}
DROPPED = {"listed_at": 30, "decided_at": 32, "outcome_at": 40, "outcome": "dropped_out"}
WAITING = {"listed_at": 90, "outcome": "waiting", "size": 2}
ON_THE_WAY = {"listed_at": 90, "decided_at": 90, "boarded_at": 99, "size": 3}
ALL = (FAMILY, INSIDE, DECLINED, DROPPED, WAITING, ON_THE_WAY)


@pytest.fixture
def values(record, scenario):
    def of(journeys=ALL, blocks=None, **tables):
        return measure(record(journeys, **tables), scenario(**(blocks or {}))).values

    return of


def test_people(values):
    found = values()
    assert {name: found[f"people.{name}"] for name in ("listed", "declined", "accepted", "dropped_out", "arrived", "left")} == {
        "listed": 12, "declined": 1, "accepted": 9, "dropped_out": 1, "arrived": 5, "left": 4,
    }  # fmt: skip
    assert (found["people.inside_at_end"], found["people.in_transit_at_end"], found["people.waiting_at_end"]) == (1, 3, 2)


def test_people_exchanged_are_counted_apart(values):
    act = {"date": "2025-03-01", "chance": "100 %", "in_transit": "arrive", "grace": "0 d"}
    swap = {"timeline": {"swap": {**act, "exchange": {"share": "100 %", "outcome": "removed"}}}}
    found = values([FAMILY | {"reason": "exchange"}, FAMILY, INSIDE], swap)
    assert (found["people.exchanged"], found["outcome.removed"]) == (4, 8)
    assert "people.exchanged" not in values()


def test_outcomes(values):
    found = values()
    assert (found["outcome.removed"], found["outcome.inside"], found["declined.host"], found["declined.room"]) == (4, 4, 1, 0)
    assert (found["outcome_share.removed"], found["outcome_share.released"]) == (1, 0)


def test_undefined_is_not_zero(values):
    found = values(journeys=[WAITING])
    for name in ("outcome_share.removed", "stay.mean", "stay.longest", "residual.horizon.age", "days_share.seat"):
        assert math.isnan(found[name])
    assert found["present.mean"] == 0


def test_agreement(values):
    found = values(blocks={"agreement": {"stay": {"then": "breach"}, "lead": "0 d", "total": "20 people"}})
    assert found["agreement.used"] == 8 / 20
    assert "agreement.used" not in values()


def test_a_changed_total_counts_as_last_in_force(values):
    total = [{"what": "agreement:total", "usable": 20}, {"what": "agreement:total", "usable": 10, "at": 50}]
    found = values(blocks={"agreement": {"stay": {"then": "breach"}, "lead": "0 d", "total": "20 people"}}, capacity=total)
    assert found["agreement.used"] == 8 / 10


def test_first_arrival(values):
    assert (values()["arrival.first"], values()["arrival.none"]) == (10, 0)
    none = values(journeys=[{"stream": "inside", "arrived_at": 0}, WAITING])
    assert (none["arrival.first"], none["arrival.none"]) == (math.inf, 1)


def test_presence(values):
    found = values()
    assert found["present.person_days"] == 4 * 50 + 70
    assert found["present.mean"] == 2.7
    assert found["present.peak"] == 5


def test_occupancy_from_the_first_opening_and_while_anything_is_usable(values):
    stays = [{"case": "lists/0", "size": 4, "units": 4, "start_at": 20, "end_at": 60}]
    rows = [{"what": "pool:homes", "usable": level, "at": at} for at, level in ((0, 0), (10, 4), (50, 0), (80, 2))]
    found = values(stays=stays, capacity=rows)
    assert found["places.occupancy"] == 4 * 30 / (4 * 40 + 2 * 20)
    assert found["places.shut_days"] == 30
    assert (found["full.days"], found["full.reached"]) == (30, 20)
    assert found["overcrowding.person_days"] == 4 * 10
    assert (found["pool.homes.peak"], found["pool.homes.full_days"]) == (4, 30)


def test_a_cut_shows_occupancy_above_one(values):
    stays = [{"case": "lists/0", "size": 4, "units": 4, "start_at": 0}]
    found = values(stays=stays, capacity=[{"what": "pool:homes", "usable": 2}])
    assert found["places.occupancy"] == 2


def test_kinds_of_stay_are_apart(values):
    stays = [
        {"case": "lists/0", "pool": "reception", "kind": "reception", "size": 4, "units": 4, "start_at": 10, "end_at": 20},
        {"case": "lists/0", "kind": "place", "size": 4, "units": 5, "start_at": 20, "end_at": 60},
        {"case": "lists/1", "kind": "overflow", "start_at": 31},
    ]
    found = values(stays=stays)
    assert found["reception.person_days"] == 40
    assert found["stranded.place_days"] == 40
    assert found["overflow.person_days"] == 69
    assert found["places.peak"] == 4


def test_full(values):
    refused = values(journeys=[{**FAMILY, "refused_at": 13}, {**INSIDE, "refused_at": 31}])
    assert (refused["full.chance"], refused["full.first"]) == (1, 13)
    assert (values()["full.chance"], values()["full.first"]) == (0, math.inf)


def test_stay_counts_people_and_who_is_still_there(values):
    found = values()
    # Four of five people left after 50 days; one is followed for 70.
    assert found["stay.p50"] == 50
    assert found["stay.p90"] == math.inf
    assert found["stay.mean"] == pytest.approx(50 + 20 / 5)
    assert found["stay.longest"] == 70


def test_prior_days_count(values):
    found = values(
        journeys=[
            {"stream": "inside", "arrived_at": 0, "prior_ms": 40 * 86_400_000, "left_at": 10, "outcome_at": 10, "outcome": "released"}
        ]
    )
    assert (found["stay.longest"], found["stay.p50"], found["present.person_days"]) == (50, 50, 10)


def limited(limit="45 d", **stay):
    return {
        "agreement": {
            "stay": {"limit": limit, "then": "breach", **stay},
            "lead": "0 d",
            "end": {"date": "2025-07-12", "then": "breach", "grace": "0 d"},
        }
    }


def test_beyond_the_limit(values):
    found = values(blocks=limited())
    assert found["limit.people"] == 5
    assert found["limit.person_days"] == 4 * 5 + 25
    assert found["limit.child_days"] == 2 * 5
    assert found["limit.beyond_share"] == 1


def test_the_share_beyond_is_of_those_who_came_early_enough(values):
    late = {"arrived_at": 80}
    assert values(journeys=[{**FAMILY, "left_at": 40, "outcome_at": 40}, INSIDE, late], blocks=limited())["limit.beyond_share"] == 1 / 5
    assert math.isnan(values(journeys=[late], blocks=limited())["limit.beyond_share"])


def test_past_the_own_deadline(values):
    found = values(journeys=[{**FAMILY, "deadline_at": 55}, {**INSIDE, "deadline_at": 120}], blocks=limited())
    assert (found["deadline.people"], found["deadline.person_days"]) == (4, 20)


def test_who_remains(values):
    found = values(blocks=limited())
    assert (found["residual.agreement_end.people"], found["residual.agreement_end.age"]) == (5, (4 * 30 + 10) / 5)
    assert (found["residual.horizon.people"], found["residual.horizon.age"]) == (1, 70)
    assert math.isnan(measure_with_short_horizon(values)["residual.agreement_end.people"])


ENDED = {"end": {"then": "breach", "grace": "0 d"}, "chance": "50 %", "in_transit": "arrive", "grace": "0 d", "date": "2025-06-22"}


@pytest.mark.parametrize("agreed,ended,people,age", [
    (False, 20, 4, 10),
    (False, None, math.nan, math.nan),
    (True, 20, 4, 10),
    (True, None, 5, (4 * 30 + 10) / 5),
])  # fmt: skip
def test_who_remains_when_an_act_ends_the_agreement(values, agreed, ended, people, age):
    """On day 20 the family of four is inside, for 10 days; the agreement's own end would be day 40."""
    terms = limited() if agreed else {}
    spells = [] if ended is None else [{"act": "vote", "what": "end", "start_at": ended}]
    found = values(blocks={**terms, "timeline": {"vote": ENDED}}, spells=spells)
    assert [found[f"residual.agreement_end.{what}"] for what in ("people", "age")] == pytest.approx([people, age], nan_ok=True)


def test_an_agreement_without_an_end_has_nobody_who_remains_at_it(values):
    assert "residual.agreement_end.people" not in values()


def measure_with_short_horizon(values):
    return values(journeys=[INSIDE], blocks=limited(), horizon=40)


def test_waits(values):
    found = values()
    # Decisions: four people after 5 days, 1 at once, 1 and 1 after 2, three at once, two still waiting after 10.
    assert found["wait.decision.mean"] == pytest.approx((4 * 5 + 2 * 2 + 2 * 10) / 12)
    assert found["wait.decision.p90"] == math.inf
    # Transfers: four after 3 days, one after 5, three after 9, one dropped out after 8.
    assert found["wait.transfer.mean"] == pytest.approx(3 + 2 * 5 / 9 + 3 * 4 / 9 + 1 * 4 / 9)
    # Screening: four after 2, one at once.
    assert found["wait.screening.mean"] == pytest.approx(8 / 5)
    assert found["wait.place.mean"] == 7
