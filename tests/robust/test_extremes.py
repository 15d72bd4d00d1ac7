"""Extreme and valid: each runs and obeys the laws, or is refused at load with its place. Nobody waits for what cannot end."""

from __future__ import annotations

import pytest

from sim.errors import BadScenario
from sim.hub import simulate
from sim.laws import check
from sim.metrics import measure, series
from sim.scenario.load import loads
from tests.robust.seeds import SMALL

INSIDE = "{kind: initial, cases: %s, pool: homes, classes: {single: 100 %%}, days_inside: %s}"
RARE = {"demand.lists.rate": "1 case / year"}

RUNS = {
    "one millisecond": {"horizon": "1 ms"},
    "the last day there is, and a thousand years": {"start": "2199-12-31", "horizon": "1000 years", "agreement.intake": "none"} | RARE,
    "the first day there is": {"start": "1900-01-01", "agreement.intake": "none"},
    "a rate beyond measure for a millisecond": {"demand.lists.rate": "1000000000000 cases / d", "horizon": "1 ms"},
    "a rate that is almost nothing": {"demand.lists.rate": "0.000000000000001 cases / 1000 years"},
    "nobody": {"demand.lists.rate": "0 cases / month"},
    "nobody in a cohort": {"demand.feast": "{kind: cohorts, dates: {2025-03-01: 0 people}}"},
    "a billion of everything": {
        "services.any.seats": "1000000000",
        "hubs.camp.pools.homes.places": "1000000000",
        "hubs.camp.pools.flats.rooms": "1000000000",
        "hubs.camp.teams.nurse.staff": "1000000000",
    },
    "a thousand in a case": {
        "classes.family.size": "1000",
        "hubs.camp.pools.flats.beds": "1000",
        "services.any.seats": "3000",
        "agreement.total": "none",
    },
    "lists every millisecond": {"selection.every": "1 ms"},
    "lists every thousand years": {"selection.every": "1000 years"},
    "a manifest that closes a thousand years before": {"services.homeward.lead": "1000 years"},
    "a journey of a thousand years": {"services.any.travel": "1000 years"},
    "a step of a thousand years": {"hubs.camp.screening.health.time": "1000 years", "hubs.camp.screening.health.pausable": "true"},
    "clocks that hardly move": {"destinations.any.documents.speed": "0.000000000001 %"},
    "clocks beyond measure": {"destinations.any.documents.speed": "1000000000000 %"},
    "a trigger that always holds": {"services.inbound.leaves": "{with: 0 people, or_after: 0 d}"},
    "transfers that always fail": {"services.inbound.failed": "100 %"},
    "removals that always fail": {"services.homeward.failed": "100 %", "hubs.camp.removal.retry_after": "0 d"},
    "nobody on duty": {"hubs.camp.teams.nurse.staff": "0"},
    "a period of no length": {"hubs.camp.deadlines.now": "{from: arrived, length: 0 d, then: release}"},
    "a limit of no length": {"agreement.stay": "{limit: 0 d, then: extend, by: 1 d, times: 9, else: release}"},
}

NO_ROOM = "the largest case of single has 1 person, more than "
REFUSED = {
    "no places": (
        {"hubs.camp.pools.homes.places": "0"},
        f"--set hubs.camp.pools.homes.places: {NO_ROOM}any pool it may use has places for (0)",
    ),
    "no seats": ({"services.homeward.seats": "0"}, f"--set services.homeward.seats: {NO_ROOM}any outbound service has seats for (0)"),
    "no total": ({"agreement.total": "0 people"}, f"--set agreement.total: {NO_ROOM}agreement.total lets in (0)"),
    "a rate beyond measure": (
        {"demand.lists.rate": "1000000000000 cases / d"},
        "--set demand.lists.rate: about 720,000,000,000,000 cases would come in one replication, more than 500,000",
    ),
    "a rate that a dated change puts in force": (
        {"timeline.more": "{date: 2025-03-01, set: {demand.lists.rate: 1000000 cases / d}}"},
        "--set timeline.more: about 720,000,096 cases would come in one replication, more than 500,000",
    ),
    "a million inside": (
        {"demand.inside": INSIDE % ("1000000", "10 d")},
        "--set demand.inside: about 1,000,096 cases would come in one replication, more than 500,000",
    ),
    "a billion at the sender": (
        {"demand.old": "{kind: backlog, cases: 1000000000}"},
        "--set demand.old: about 1,000,000,096 cases would come in one replication, more than 500,000",
    ),
    "a billion in a cohort": (
        {"demand.one": "{kind: cohorts, dates: {2025-03-01: 1000000000 people}}"},
        "--set demand.one: about 1,000,000,096 cases would come in one replication, more than 500,000",
    ),
    "a cohort whose seats have no number": (
        {"demand.one": "{kind: cohorts, dates: {2025-03-01: 65537 people}}"},
        "--set demand.one: a cohort of one has 65,537 people, more than 65,536",
    ),
    "cohorts that have no number": (
        {"demand.one": "{kind: cohorts, every: 1 ms, people: 0}"},
        "--set demand.one: one has 62,208,000,000 cohorts, more than 65,536",
    ),
    "a departure every millisecond": (
        {"services.homeward.leaves.every": "1 ms"},
        "--set services.homeward.leaves.every: 62,208,000,000 departures would leave in one replication, more than 500,000",
    ),
    "a departure an hour for a thousand years": (
        {"services.homeward.leaves.every": "1 h", "horizon": "1000 years"} | RARE,
        "--set services.homeward.leaves.every: 8,760,000 departures would leave in one replication, more than 500,000",
    ),
    "a review every millisecond": (
        {"hubs.camp.clocks.review": "{at: 1 ms, every: 1 ms, chance: 0 %}"},
        "--set hubs.camp.clocks.review: one case could have more than 10,000 reviews within 24 months",
    ),
    "past reviews without end": (
        {"hubs.camp.clocks.review": "{at: 1 d, every: 1 d, chance: 0 %}", "demand.inside": INSIDE % ("3", "900 years")},
        "--set hubs.camp.clocks.review: one case could have more than 10,000 reviews within 10974 months",
    ),
    "an extension every millisecond": (
        {"agreement.stay": "{limit: 0 d, then: extend, by: 1 ms, times: 1000000000, else: breach}"},
        "--set agreement.stay: one case could have more than 10,000 extensions within 24 months",
    ),
    "a tail without end": (
        {"destinations.any.documents": "{shape: lognormal, median: 1 d, sigma: 1000000}"},
        'lognormal cannot have median "1 d", sigma "1000000"',
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_runs(name):
    scenario = loads(SMALL, "good.yaml", RUNS[name])
    record = simulate(scenario, 1, 0)
    assert check(record, scenario) == []
    measure(record, scenario)
    series(record, scenario)


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_its_place(name):
    settings, message = REFUSED[name]
    with pytest.raises(BadScenario) as caught:
        loads(SMALL, "good.yaml", settings)
    assert message in str(caught.value)


def test_many_cases_are_told_beforehand():
    (warning,) = [str(one) for one in loads(SMALL, "good.yaml", {"demand.old": "{kind: backlog, cases: 60000}"}).warnings if one.line == 0]
    assert warning == ("--set demand.old: about 60,096 cases come in one replication. Each replication will take minutes: is this meant?")
