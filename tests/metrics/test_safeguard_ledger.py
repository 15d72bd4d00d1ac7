"""The ledger of safeguards: what a study says of each, and what it leaves on disk."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.metrics import LEDGER_COLUMNS
from sim.study.read import read
from sim.study.store import save

TEXT = """
name: owed
extends: regression
safeguards:
  doctor: {within: 1 h, source: eu-S148, status: official}
  lawful_stay: {for: single, answerable: both}
  floor: {space: 40 m2, source: eu-S142, status: official, pools: flats}
  toilets: {per: toilets, people: 10, answerable: sender}
  children: {stay: 0 d, of: minors}
  judge: {review: review, within: 1 d, of: minors}
  together: {apart: [single, ill]}
  watched: {monitored: [homeward, inbound]}
services: {homeward: {monitored: 40 %}, inbound: {monitored: 100 %}}
hubs: {hub: {amenities: {toilets: 2}, pools: {flats: {area: 80 m2}}}}
sweep: {vary: {hubs.hub.amenities.toilets: [1, 20]}, as: grid}
"""
RULES = {
    "doctor": "from arrived to health within 1 h",
    "lawful_stay": "from arrived to left within 60 d, for single",
    "floor": "at least 40 m2 for each person in flats",
    "toilets": "at most 10 people for each of toilets",
    "children": "nobody under age held at all",
    "judge": "each review within 1 d of the day it is due, for people under age",
    "together": "single and ill never in one pool",
    "watched": "a monitor aboard homeward, inbound",
}


@pytest.fixture(scope="module")
def result():
    return sim.run(sim.loads(TEXT), reps=4, jobs=1)


def test_a_row_for_each_with_its_rule_and_who_says_so(result):
    table = result.safeguards.set_index("safeguard")
    assert list(result.safeguards.columns) == list(LEDGER_COLUMNS)
    assert table["rule"].to_dict() == RULES
    assert table.loc[["doctor", "floor", "toilets"], "source"].tolist() == ["eu-S148", "eu-S142", ""]
    assert table.loc[["doctor", "floor", "toilets"], "status"].tolist() == ["official", "official", "assumed"]
    assert table.loc[["doctor", "lawful_stay", "toilets"], "answerable"].tolist() == ["by day", "both", "sender"]


def test_its_numbers_are_those_of_the_metrics(result):
    table = result.safeguards.set_index("safeguard")
    assert table.loc["doctor", "people"] == result.estimate("safeguard.doctor.people") > 0
    assert table.loc["toilets", "sender_days"] == table.loc["toilets", "person_days"] > 0 == table.loc["toilets", "host_days"]
    assert table.loc["lawful_stay", "sender_days"] == table.loc["lawful_stay", "host_days"] == table.loc["lawful_stay", "person_days"]
    assert table["person_days"].sum() == pytest.approx(result.estimate("breaches.person_days"))
    assert table["people"].max() <= result.estimate("breaches.people") <= table["people"].sum()
    assert (table["people"] > 0).equals(table["chance"] > 0)
    assert table.loc["children", "people"] == table.loc["children", "concerned"]


def test_it_is_kept_and_read_back(result, tmp_path: Path):
    kept = pd.read_csv(save(result, tmp_path / "owed") / "safeguards.csv", keep_default_na=False)
    pd.testing.assert_frame_equal(kept, result.safeguards, check_dtype=False)
    pd.testing.assert_frame_equal(read(tmp_path / "owed").safeguards, result.safeguards)


def test_a_sweep_has_a_ledger_for_each_point(tmp_path: Path):
    (tmp_path / "owed.yaml").write_text(TEXT, encoding="utf-8")
    table = sim.sweep(tmp_path / "owed.yaml", reps=2, jobs=1).safeguards
    toilets = table[table["safeguard"] == "toilets"].set_index("point")["people"]
    assert list(toilets > 0) == [True, False]


def test_without_safeguards_it_is_empty():
    table = sim.run(sim.loads("name: bare\nextends: regression\nsafeguards: none"), reps=1, jobs=1).safeguards
    assert table.empty
    assert list(table.columns) == list(LEDGER_COLUMNS)
