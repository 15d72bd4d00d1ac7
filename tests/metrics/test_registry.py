"""The registry names what is measured, and nothing else."""

from __future__ import annotations

import copy
import pickle
import re
import time

import pytest

from sim.metrics import REGISTRY, measure, metrics, named
from tests.metrics.conftest import SHARED

SWAP = {
    "swap": {
        "date": "2025-07-01",
        "chance": "0 %",
        "in_transit": "arrive",
        "grace": "0 d",
        "exchange": {"share": "100 %", "outcome": "removed"},
    }
}
RICH = {
    "agreement": {
        "stay": {"limit": "45 d", "then": "breach"},
        "lead": "0 d",
        "total": "20",
        "end": {"date": "2025-07-12", "then": "breach", "grace": "0 d"},
    },
    "selection": {"accepted": "100 %", "filters": {"ties": {"passes": "50 %"}}},
    "transfer": {
        "notice": "2 d",
        "objections": {
            "appeal": {"chance": "5 %", "after": "1 d", "until": "notice", "decided": "3 d", "upheld": "50 %", "further": "0 d"},
        },
    },
    "timeline": SWAP,
    "clocks": {"review": {}, "claim": {}, "notice": {}, "voluntary": {}},
    "hub": {"deadlines": {"validation": {"from": "arrived", "length": "48 h", "then": "count"}}},
    "safeguards": {"doctor": {"kind": "delay", "of": "people", "from": "arrived", "to": "health", "within": "24 h"}},
    "costs": {"sender_day": "157 EUR / day", "items": {"rent": {"kind": "place", "price": "100 EUR / day", "of": "nominal"}}},
}


@pytest.fixture
def rich(scenario, homeward, inbound):
    hub = copy.deepcopy(SHARED["hubs"]["hub"])
    hub["teams"]["nurse"]["minimum"] = "1"
    huts = {**hub["pools"]["homes"], "places": None, "rooms": "2", "beds": "2", "for": "single"}
    camp = {**copy.deepcopy(hub), "pools": {"tents": hub["pools"]["homes"], "huts": huts}, "teams": {}, "screening": {}}
    north = {**SHARED["destinations"]["north"], "via": "sender"}
    return scenario(services=homeward() | inbound, hubs={"hub": hub, "camp": camp}, destinations={"north": north}, **RICH)


def test_every_metric_of_the_registry_can_be_measured(record, rich):
    measured = measure(record(), rich).values
    assert list(measured) == [metric.name for metric in metrics(rich)]
    families = {metric.name for metric in REGISTRY}
    expanded = {
        family for family in families for name in measured if re.fullmatch(re.sub(r"\\\{\w+\\\}", r"[^.]+", re.escape(family)), name)
    }
    assert expanded == families


def test_names_are_unique_and_find_their_metric(rich):
    found = metrics(rich)
    assert len({metric.name for metric in found}) == len(found)
    assert [named(metric.name) for metric in found] == list(found)


def test_no_such_metric():
    with pytest.raises(KeyError, match=r"stay\.p51"):
        named("stay.p51")


def test_every_metric_says_what_it_means():
    for metric in REGISTRY:
        assert metric.meaning, metric.name
        assert metric.formula, metric.name
        assert metric.unit, metric.name
        assert (metric.kind in ("quantile", "average")) == bool(metric.sample), metric.name


def test_units_name_their_currency(rich):
    assert named("costs.EUR.per_person_day").unit == "EUR / person-day"
    assert {metric.unit for metric in metrics(rich) if metric.name == "costs.EUR.total"} == {"EUR"}


def test_a_replication_is_small_and_quick(record, rich):
    journey = {
        "listed_at": 0,
        "decided_at": 1,
        "boarded_at": 2,
        "arrived_at": 3,
        "screened_at": 4,
        "place_asked_at": 4,
        "placed_at": 4,
        "left_at": 900,
    }
    many = record(
        [{**journey, "outcome_at": 900, "outcome": "removed"}] * 60,
        horizon=1080,
        stays=[{"case": f"lists/{i}", "start_at": 4, "end_at": 900} for i in range(60)],
    )
    first = measure(many, rich)
    assert pickle.loads(pickle.dumps(first)).values.keys() == first.values.keys()
    assert len(pickle.dumps(first)) < 30_000
    began = time.perf_counter()
    measure(many, rich)
    assert time.perf_counter() - began < 0.25  # about 10 ms; generous, as machines are shared
