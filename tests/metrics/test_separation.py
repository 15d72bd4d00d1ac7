"""What separation costs, counted on paper: places free for others, beds stranded in rooms, people in places not for them."""

from __future__ import annotations

import pytest

from sim.hub import simulate
from sim.metrics import measure
from sim.scenario.load import loads
from tests.hub.stories import DAYS, HUB
from tests.metrics.conftest import SHARED

BEDS = SHARED["hubs"]["hub"]["pools"]["homes"]
ONE = SHARED["classes"]["single"]
APART = {
    "classes": {"man": {**ONE, "share": "50 %"}, "woman": {**ONE, "share": "50 %"}},
    "hub": {"pools": {"men": {**BEDS, "places": "2", "for": "man"}, "women": {**BEDS, "places": "3", "for": "woman"}}},
}
CAPACITY = [{"what": "pool:men", "usable": 2, "at": 0}, {"what": "pool:women", "usable": 3, "at": 0}]
SCREENED = {"arrived_at": 0, "screened_at": 0}


def man(start, end, pool="men", kind="place", size=1, **known):
    return {"start_at": start, "end_at": end, "pool": pool, "kind": kind, "class": "man", "size": size, "units": size} | known


@pytest.fixture
def apart(record, scenario):
    """Two men in the two places for men until day 30; a woman in one of the three for women until day 20; men wait from day 10."""

    def of(*stays, journeys=(), **changed):
        there = [man(0, 30), man(0, 50), man(0, 20, "women", **{"class": "woman"}), *stays]
        cases = [{"class": one["class"], "size": one["size"], **SCREENED, "place_asked_at": one["start_at"]} for one in there]
        stays = [{"case": f"lists/{i}"} | one for i, one in enumerate(there)]
        return measure(record([*cases, *journeys], stays=stays, capacity=CAPACITY), scenario(**(APART | changed))).values

    return of


def reception(start, end, **known):
    return man(start, end, "reception", "reception", **known)


def test_places_free_for_others_while_somebody_waits(apart):
    """A man waits from day 10 to 30; two or three places for women are free all the time: 20 place-days."""
    found = apart(reception(10, 30))
    assert (found["separation.lost_place_days"], found["separation.people"]) == (20, 1)
    assert (found["pool.women.lost_place_days"], found["pool.men.lost_place_days"]) == (20, 0)


def test_no_more_than_are_free_and_no_more_than_wait(apart):
    """Two more wait from day 15 to 25: 5 x 1, then 5 x 2 (three wait, two free), 5 x 3, 5 x 1."""
    found = apart(reception(10, 30), reception(15, 25, size=2))
    assert (found["separation.lost_place_days"], found["separation.people"]) == (35, 3)


def test_who_waits_in_overflow_waits(apart):
    assert apart(man(10, 30, kind="overflow"))["separation.lost_place_days"] == 20


def test_who_was_refused_and_is_with_the_sender_waits_until_boarding(apart):
    sender = {"class": "man", "listed_at": 2, "decided_at": 2, "refused_at": 12, "boarded_at": 30, "arrived_at": 31}
    assert apart(journeys=[sender])["separation.lost_place_days"] == 18
    never = {"class": "man", "listed_at": 2, "decided_at": 2, "refused_at": 12, "outcome": "dropped_out", "outcome_at": 22}
    assert apart(journeys=[never])["separation.lost_place_days"] == 10


def test_who_finds_a_place_waits_for_something_else(apart):
    """From day 30 a place for men is free: what keeps him in reception is not separation."""
    assert apart(reception(10, 60))["separation.lost_place_days"] == 20


def test_places_of_no_use_to_anybody_are_not_lost(apart):
    """All may use all places: nobody is kept out by separation."""
    both = {"pools": {"men": {**BEDS, "places": "2", "for": ["man", "woman"]}, "women": {**BEDS, "places": "3", "for": ["man", "woman"]}}}
    assert apart(reception(10, 30), hub=both)["separation.lost_place_days"] == 0


def test_a_place_being_made_ready_is_not_free(apart):
    """Hers is free again on day 22, the others from the beginning: three people wait for 2 places until then, for 3 from then on."""
    pools = {name: {**pool, "turnaround": "2 d"} for name, pool in APART["hub"]["pools"].items()}
    assert apart(reception(15, 25, size=3), hub={"pools": pools})["separation.lost_place_days"] == 2 * 7 + 3 * 3


def test_people_in_a_pool_that_their_class_may_not_use(apart):
    found = apart(man(40, 45, "women", size=2), man(50, 51, "women", "overflow"))
    assert (found["pool.women.misplaced_person_days"], found["pool.men.misplaced_person_days"]) == (11, 0)
    assert found["separation.misplaced_person_days"] == 11


def test_without_separation_there_is_nothing_to_count(record, scenario):
    assert not [
        name for name in measure(record(), scenario()).values if "separation" in name or "lost_place" in name or ".stranded_" in name
    ]


# --- rooms ----------------------------------------------------------------------------------------------------------------


def played(*lines, **people):
    """A story of the hub, measured."""
    settings = dict(line.split(": ", 1) for line in lines)
    for name, (day, class_) in people.items():
        settings[f"demand.{name}"] = f"{{kind: cohorts, dates: {{{DAYS[day]}: 1 person}}, classes: {{{class_}: 100 %}}}}"
    scenario = loads(HUB, settings=settings)
    return measure(simulate(scenario, 1, 0), scenario).values


ROOMS = "hubs.hub.pools.homes: {rooms: 2, beds: 2, places: none, shared_by: class}"
URGENT_LEAVE = "hubs.hub.clocks.other: {for: urgent, after: 5 d}"


def test_a_bed_beside_somebody_of_another_class_is_lost():
    """Uma is alone in a room for two until day 5; Cem waits from day 1, then has that room for himself until day 60."""
    found = played(ROOMS, URGENT_LEAVE, uma=(0, "urgent"), ann=(0, "single"), ben=(0, "single"), cem=(1, "single"))
    assert (found["separation.lost_place_days"], found["pool.homes.lost_place_days"], found["separation.people"]) == (4, 4, 1)
    assert found["pool.homes.stranded_place_days"] == found["stranded.place_days"] == 5 + 55
    assert found["pool.homes.full_days"] == 60


def test_beds_beside_one_case_alone_are_stranded_and_not_lost():
    """Rooms that nobody shares are not kept apart by class."""
    found = played(ROOMS.replace("shared_by: class", "for: [single, urgent]"), uma=(0, "urgent"), ann=(0, "single"), ben=(1, "single"))
    assert (found["separation.lost_place_days"], found["pool.homes.stranded_place_days"]) == (0, 120)


def test_two_kinds_in_a_room():
    """Ann and Ben share a room of two; she is a claimant from day 2 on, and the hub has no other room: 2 people, 58 days."""
    claim = "hubs.hub.clocks.claim: {for: family, after: 2 d, decided: 100 d, granted: 0 %, chance: 100 %, becomes: urgent}"
    lines = ("classes.family.size: 1", ROOMS.replace("rooms: 2", "rooms: 1").replace("class}", "group, groups: {all: [single, family]}}"))
    found = played(*lines, claim, ann=(0, "family"), ben=(0, "single"))
    assert (found["separation.mixed_person_days"], found["separation.misplaced_person_days"]) == (116, 0)
    assert (found["pool.homes.stranded_place_days"], found["places.occupancy"]) == (0, 1)


def test_a_claimant_waits_in_a_pool_for_others():
    """Ann is a claimant from day 2; the ward is Uma's until day 5."""
    claim = "hubs.hub.clocks.claim: {for: single, after: 2 d, decided: 100 d, granted: 0 %, chance: 100 %, becomes: urgent}"
    pools = "hubs.hub.pools: {homes: {places: 9, for: [single, family]}, ward: {places: 1, for: urgent}}"
    found = played(pools, claim, URGENT_LEAVE, uma=(0, "urgent"), ann=(0, "single"))
    assert (found["pool.homes.misplaced_person_days"], found["separation.misplaced_person_days"]) == (3, 3)
    assert found["separation.lost_place_days"] == 0
