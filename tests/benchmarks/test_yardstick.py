"""The yardstick does not change: every ratio ever measured is against this file. And it draws what the scenario file says."""

import hashlib
from pathlib import Path

import numpy as np

from benchmarks import plain_simpy
from benchmarks.hub import scenario
from benchmarks.inputs import drawn, hub_of

FROZEN = "71a52ad94b0ae23c89c0ae97c98b17558df86bc3c90f60ad1ebb756d177a9bee"


def test_plain_simpy_is_frozen():
    assert hashlib.sha256(Path(plain_simpy.__file__).read_bytes()).hexdigest() == FROZEN


def test_it_draws_the_same_hub_as_the_scenario_file():
    hub = scenario(500, "stress")
    ours = [drawn(hub, 1, replication) for replication in range(2)]
    theirs = [plain_simpy.draw(np.random.default_rng(seed), hub_of(hub)) for seed in range(20)]
    for name in ("refused", "failures", "screening", "documents", "appeal"):
        a, b = (
            np.concatenate([getattr(one, name)[one.refused == 0 if name != "refused" else slice(None)] for one in all_])
            for all_ in (ours, theirs)
        )
        spread = np.hypot(a.std() / len(a) ** 0.5, b.std() / len(b) ** 0.5)
        assert abs(a.mean() - b.mean()) < 5 * spread, name
    people = [len(one.arrival) for one in theirs]
    assert abs(np.mean([len(one.arrival) for one in ours]) - np.mean(people)) < 5 * np.std(people)


def test_its_numbers_on_paper():
    hub = hub_of(scenario(50, "base"))
    inputs = type("Inputs", (), {"hub": hub, "arrival": np.array([0, 0]), "screening": np.array([10, 20])})
    told = (np.array([0, 10]), np.array([10, 40]), np.array([hub.horizon // 2, -1]), np.array([plain_simpy.REMOVED, plain_simpy.INSIDE]))
    numbers = plain_simpy.numbers(inputs, told)
    assert numbers["use"] == (hub.horizon // 2 - 10 + hub.horizon - 40) / (hub.horizon * 50)
    assert numbers["wait"] == 5 / plain_simpy.DAY
    assert numbers["cap"] == 0 and list(numbers["exits"]) == [1, 0, 1, 0]
