"""Safeguards of generated scenarios, counted again instant by instant by code that shares nothing with the metrics."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.hub import simulate
from sim.metrics import measure
from sim.record import MS_PER_DAY
from tests.properties.generated import read, scenario_texts

LEAST, MOST, TOILETS = 6.0, 3, 2
OWED = {
    "hubs.any.amenities": f"{{toilets: {TOILETS}, basins: 2}}",
    "hubs.any.pools.any.area": "30 m2",
    "services.any.monitored": "30 %",
    "safeguards.floor": f"{{space: {LEAST} m2}}",
    "safeguards.toilets": f"{{per: toilets, people: {MOST}, answerable: both}}",
    "safeguards.stay": "{stay: 12 d}",
    "safeguards.children": "{stay: 0 d, of: minors}",
    "safeguards.leaving": "{from: screened, to: left, within: 6 d, answerable: sender}",
    "safeguards.order": "{from: release_ordered, to: left, within: 1 d, answerable: host}",
    "safeguards.together": "{apart: [single, family]}",
}


def rows(table):
    return table.to_dict("records")


def until(at, horizon):
    return horizon if math.isnan(at) else at


def moments(found, *instants):
    """Pieces of time between all the instants."""
    at = sorted({0.0, *instants, found.horizon})
    return [(a, b) for a, b in pairwise(at) if b <= found.horizon]


def time_of(found, places, bad):
    """Time of each case in some places while `bad(there, at)`."""
    lived = [row for row in rows(found.stays) if row["kind"] in ("place", "overflow", "reception") and places(row)]
    spent = defaultdict(float)
    instants = [at for row in lived for at in (row["start_at"], until(row["end_at"], found.horizon))]
    instants += found.capacity["at"].tolist()
    for a, b in moments(found, *instants):
        there = [row for row in lived if row["start_at"] <= a < until(row["end_at"], found.horizon)]
        for row in bad(there, a):
            spent[row["case"]] += b - a
    return spent


def floor(found, scenario):
    total = defaultdict(float)
    for pool in [pool for hub in scenario.hubs.values() for pool in hub.pools]:
        levels = [(row["at"], row["usable"], row["nominal"]) for row in rows(found.capacity) if row["what"] == f"pool:{pool}"]

        def bad(there, at, levels=levels):
            past = [(usable, nominal) for since, usable, nominal in levels if since <= at]
            nominal = past[-1][1] if past else 0
            usable = next((usable for usable, _ in reversed(past) if usable > 0), nominal)
            return there if 30.0 * usable < LEAST * sum(row["size"] for row in there) * nominal - 1e-6 else []

        for case, time in time_of(found, lambda row, pool=pool: row["pool"] == pool, bad).items():
            total[case] += time
    for hub, terms in scenario.hubs.items():

        def bad(there, at, area=terms.reception.area):
            return there if area < LEAST * sum(row["size"] for row in there) - 1e-6 else []

        for case, time in time_of(found, lambda row, hub=hub: (row["pool"], row["hub"]) == ("reception", hub), bad).items():
            total[case] += time
    return total


def shared(found, scenario):
    total = defaultdict(float)
    for hub, terms in scenario.hubs.items():
        most = MOST * TOILETS - sum(pool.background or 0 for pool in terms.pools.values())

        def bad(there, at, most=most):
            return there if sum(row["size"] for row in there) > most else []

        crowded = time_of(found, lambda row, hub=hub: row["hub"] == hub, bad)
        for case, time in crowded.items():
            total[case] += time
    return total


def together(found, scenario):
    def bad(there, at):
        return there if {"single", "family"} <= {row["class"] for row in there} else []

    total = defaultdict(float)
    for pool in [pool for hub in scenario.hubs.values() for pool in hub.pools]:
        mixed = time_of(found, lambda row, pool=pool: row["pool"] == pool and row["class"] in ("single", "family"), bad)
        for case, time in mixed.items():
            total[case] += time
    return total


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=scenario_texts(), seed=st.integers(0, 2**32 - 1))
def test_people_and_days_are_those_counted_by_hand(text, seed):
    scenario = read(text, settings=OWED)
    found = simulate(scenario, seed, 0)
    values = measure(found, scenario).values
    size = dict(zip(found.journeys["case"], found.journeys["size"], strict=True))
    for name, count in (("floor", floor), ("toilets", shared), ("together", together)):
        spent = count(found, scenario)
        assert values[f"safeguard.{name}.people"] == sum(size[case] for case, time in spent.items() if time > 0)
        days = sum(size[case] * time for case, time in spent.items()) / MS_PER_DAY
        assert values[f"safeguard.{name}.person_days"] == pytest.approx(days, abs=1e-9)
    adds_up(values, scenario)


def adds_up(values, scenario):
    """Nobody is broken who is not concerned, and every day has somebody who answers for it."""
    for name, one in scenario.safeguards.items():
        said = {word: values[f"safeguard.{name}.{word}"] for word in ("people", "concerned", "person_days", "sender_days", "host_days")}
        assert 0 <= said["people"] <= said["concerned"]
        answered = {"both": 2 * said["person_days"]}.get(one.answerable, said["person_days"])
        assert said["sender_days"] + said["host_days"] == pytest.approx(answered)
        assert (said["person_days"] > 0) <= (said["people"] > 0)
    people = [values[f"safeguard.{name}.people"] for name in scenario.safeguards]
    assert max(people) <= values["breaches.people"] <= sum(people)
