"""A slip in a name, and a number in the place of dated ones: one warning each, word for word; quiet for what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.files import scenarios
from sim.scenario.load import load, loads

SLIPS = {
    "pool": ("hubs: {kosovo: {pools: {home: {places: 60}}}}", "home", "homes", "hubs.kosovo.pools"),
    "team": ("hubs: {kosovo: {teams: {nurses: {staff: 2}}}}", "nurses", "nurse", "hubs.kosovo.teams"),
    "service": ("services: {home_ward: {from: kosovo, to: sender, seats: 4, leaves: {every: 7 d}}}", "home_ward", "homeward", "services"),
    "stream": ("demand: {list: {kind: poisson, rate: 1 case / month}}", "list", "lists", "demand"),
}


def said(text: str, **settings: str) -> list[str]:
    found = loads(f"extends: kosovo-us\n{text}\n", "mine.yaml", {key.replace("__", "."): value for key, value in settings.items()})
    return [str(one) for one in found.warnings]


@pytest.mark.parametrize("kind", SLIPS)
def test_a_name_nearly_like_one_below_is_told(kind):
    text, name, close, where = SLIPS[kind]
    assert said(text)[0] == (
        f"mine.yaml:2:{text.index(name + ':') + 1}: {name} comes beside {close}, which {where} has already, and does not change it. "
        f"If you meant {close}, write {close}; if you want both, say so with {close}: {{}} beside it"
    )


@pytest.mark.parametrize("kind", SLIPS)
def test_what_is_said_to_be_meant_is_not_told(kind):
    text, name, close, _ = SLIPS[kind]
    assert said(text.replace(f"{name}:", f"{close}: {{}}, {name}:")) == []


@pytest.mark.parametrize("name", ["homes_2", "homes_b", "villas", "annex"])
def test_other_and_numbered_names_are_fine(name):
    assert said(f"hubs: {{kosovo: {{pools: {{{name}: {{places: 60}}}}}}}}") == []


def test_one_number_for_dated_ones_is_told():
    assert said("demand: {lists: {rate: 10 cases / month}}") == [
        "mine.yaml:2:24: demand.lists.rate changed with its dates (2025-06-11: 6 cases / month (3 to 10), 2026-06-11: 0 cases / month), "
        "and this one number holds to the end of the run. To keep the other dates, write {2025-06-11: 10 cases / month}; if you want one "
        "number, say so: {2025-06-11: 10 cases / month, 2026-06-11: none}"
    ]
    assert len(said("", demand__lists__rate="10 cases / month")) == 1


@pytest.mark.parametrize("rate", ["{2025-06-11: 10 cases / month}", "{2025-06-11: 10 cases / month, 2026-06-11: none}"])
def test_both_ways_to_say_it_are_quiet(rate):
    assert said(f"demand: {{lists: {{rate: {rate}}}}}") == []


@pytest.mark.parametrize("name", [name for name in scenarios() if "/" not in name and name not in ("base", "sources")])
def test_the_library_is_quiet(name):
    for overlay in [(), *((one,) for one in scenarios() if one.startswith("overlays/"))]:
        told = [str(one) for one in load(name, overlay).warnings]
        assert not [one for one in told if " comes beside " in one or " changed with its dates " in one], Path(name)
