"""The scenarios that mutants run: what the tests of the hub tell, the library for some months, and some that are generated."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

from tests.parity.changes import ROOT

LIBRARY = {
    "regression": "240 d",
    "tour": "200 d",
    "kosovo-us": "400 d",
    "kosovo-us-as-seen": "400 d",
    "denmark-kosovo": "60 d",
    "panama-2025": "60 d",
}
"""How much of each is run: an engine that is not compiled is slow."""
DRAWN, CASES = 300, 80
"""How many scenarios are generated, and of how many cases those have that are kept."""
Told = tuple[str, Any, int]
"""Name, scenario, seed."""


def scenarios() -> list[Told]:
    """All of them, each with a name, and the seed of its luck."""
    return [*stories(), *library(), *drawn()]


def library() -> list[Told]:
    """The scenarios at hand."""
    from sim.scenario.load import load

    return [(name, load(ROOT / f"scenarios/{name}.yaml", settings={"horizon": horizon}), 1) for name, horizon in LIBRARY.items()]


def stories() -> list[Told]:
    """What the tests of the hub run, and those of ties: they are run, and listened to."""
    import pytest

    from sim import hub
    from tests.hub import stories

    heard: list[Told] = []

    def listened(scenario: Any, seed: int, replication: int) -> Any:
        test = os.environ["PYTEST_CURRENT_TEST"].rpartition("/")[2].removesuffix(" (call)")
        heard.append((f"{test} {len(heard)}", scenario, seed))
        return hub.simulate(scenario, seed, replication)

    whole = {name: getattr(stories, name) for name in ("simulate", "difference", "kernel", "laws")}
    quiet = {
        "simulate": listened,
        "difference": lambda one, other: "",
        "kernel": SimpleNamespace(simulate=lambda *_: None),
        "laws": SimpleNamespace(obey=lambda record, scenario: record),
    }
    vars(stories).update(quiet)
    files = [str(ROOT / "tests/hub"), str(ROOT / "tests/parity/test_ties.py")]
    try:
        pytest.main(["-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib", *files])
    finally:
        vars(stories).update(whole)
    return heard


def drawn() -> list[Told]:
    """Generated scenarios of few cases."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from sim import hub
    from tests.parity.hunt import SEEDS
    from tests.properties.generated import read, scenario_texts

    kept: list[Told] = []

    @seed(5)
    @settings(max_examples=DRAWN, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(text=scenario_texts(), number=SEEDS)
    def each(text: str, number: int) -> None:
        scenario = read(text)
        if len(hub.simulate(scenario, number, 0).journeys) <= CASES:
            kept.append((f"drawn {len(kept)}", scenario, number))

    each()
    return kept
