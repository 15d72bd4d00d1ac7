"""Several hubs, moves between them, and the way home over the sender, counted on paper."""

import copy

import pytest

from sim.metrics.measure import measure
from sim.metrics.registry import metrics
from tests.metrics.conftest import SHARED

CAMP = {"kind": "place", "hub": "camp", "pool": "tents"}
STAYS = (
    {"case": "lists/0", "hub": "hub", "pool": "reception", "kind": "reception", "size": 3, "start_at": 10, "end_at": 11},
    {"case": "lists/0", "hub": "hub", "kind": "place", "size": 3, "start_at": 11, "end_at": 20},
    {"case": "lists/0", "hub": "camp", "pool": "transit", "kind": "transit", "size": 3, "units": 0, "start_at": 20, "end_at": 22},
    {"case": "lists/0", "hub": "camp", "pool": "tents", "kind": "reserved", "size": 3, "start_at": 20, "end_at": 22},
    {"case": "lists/0", **CAMP, "size": 3, "start_at": 22, "end_at": 60},
    {"case": "lists/1", **CAMP, "size": 1, "start_at": 50},
)


@pytest.fixture
def two_hubs(scenario):
    def make(**blocks):
        hub = copy.deepcopy(SHARED["hubs"]["hub"])
        camp = {**copy.deepcopy(hub), "pools": {"tents": hub["pools"]["homes"]}, "teams": {}, "screening": {}}
        return scenario(hubs={"hub": hub, "camp": camp}, **blocks)

    return make


def test_people_hub_by_hub(record, two_hubs):
    found = measure(record(({}, {}), stays=STAYS, capacity=({"what": "pool:homes"}, {"what": "pool:tents"})), two_hubs()).values
    of = {name.removeprefix("hub."): value for name, value in found.items() if name.startswith(("hub.", "moved."))}
    assert of == {
        "hub.came": 3, "hub.present.mean": 0.3, "hub.present.peak": 3, "hub.present.person_days": 30,
        "camp.came": 4, "camp.present.mean": 1.64, "camp.present.peak": 4, "camp.present.person_days": 164,
        "moved.people": 3, "moved.person_days": 6,
    }  # fmt: skip


def test_one_hub_is_not_told_apart(scenario):
    assert not [metric.name for metric in metrics(scenario()) if metric.name.startswith(("hub.", "moved.", "over_sender."))]


def test_the_way_home_over_the_sender(record, scenario):
    north = {**SHARED["destinations"]["north"], "via": "sender"}
    journeys = (
        {"outcome": "removed", "size": 2, "arrived_at": 5, "outcome_at": 20, "left_at": 20, "back_at": 21, "home_at": 31},
        {"outcome": "returned_voluntarily", "size": 1, "arrived_at": 5, "outcome_at": 90, "left_at": 90, "back_at": 91, "home_at": 131},
        {"outcome": "sent_back", "size": 4, "arrived_at": 5, "outcome_at": 30, "left_at": 30, "back_at": 31, "home_at": 31},
        {"outcome": "removed", "size": 1, "arrived_at": 5, "outcome_at": 99, "left_at": 99, "back_at": 102, "home_at": 110},
    )
    found = measure(record(journeys), scenario(destinations={"north": north})).values
    assert (found["over_sender.people"], found["over_sender.bed_days"]) == (4, 20 + 9)
