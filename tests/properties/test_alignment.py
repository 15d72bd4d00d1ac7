"""The same case has the same luck under every policy, and no order of work changes anything."""

from __future__ import annotations

import random
from itertools import count

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.hub import simulate
from sim.hub.world import World
from sim.scenario.load import load, loads
from tests.properties.generated import read, scenario_texts

KOSOVO = "scenarios/kosovo-us.yaml"
DRAWN_AT_LISTING = ["class", "size", "minors", "destination", "listed_at"]
PLACES = "hubs.kosovo.pools.homes.places"


def journeys(settings=None, text: str | None = None, seed: int = 1, replication: int = 0) -> pd.DataFrame:
    scenario = load(KOSOVO, settings=settings) if text is None else loads(text)
    return simulate(scenario, seed, replication).journeys.set_index("case")


@pytest.fixture(scope="module")
def as_announced() -> pd.DataFrame:
    return journeys()


def test_more_places_move_nobodys_listing_decision_or_latent_times(as_announced):
    few = journeys({PLACES: "12 people"})
    pd.testing.assert_frame_equal(few[DRAWN_AT_LISTING], as_announced[DRAWN_AT_LISTING])
    declined, declined_then = (table.index[(table["outcome"] == "declined") & (table["reason"] == "host")] for table in (few, as_announced))
    assert set(declined) == set(declined_then)
    both = (
        few[["agreed_at", "claim_lodged_at"]]
        .notna()
        .assign(many=as_announced["agreed_at"].notna(), claim=as_announced["claim_lodged_at"].notna())
    )
    undisturbed = both.index[both["agreed_at"] & both["many"] & ~both["claim_lodged_at"] & ~both["claim"]]
    assert len(undisturbed) > 5
    arrived, arrived_then = few.loc[undisturbed, "arrived_at"], as_announced.loc[undisturbed, "arrived_at"]
    assert (arrived != arrived_then).any(), "the policy must matter for the test to say anything"
    assert ((few.loc[undisturbed, "agreed_at"] - arrived) == (as_announced.loc[undisturbed, "agreed_at"] - arrived_then)).all()


def test_another_stream_moves_nobody_else(as_announced):
    charter = {"demand.charter": "{kind: cohorts, dates: {2025-09-01: 20 people}, status: assumed}"}
    more = journeys(charter)
    assert (more["stream"] == "charter").sum() > 5
    lists = more[more["stream"] == "lists"]
    pd.testing.assert_frame_equal(lists[DRAWN_AT_LISTING], as_announced[DRAWN_AT_LISTING])


def test_a_replication_alone_is_the_same_as_among_others():
    scenario = load(KOSOVO)
    among_others = [simulate(scenario, 1, replication) for replication in range(8)][7]
    for name, table in simulate(scenario, 1, 7).tables().items():
        pd.testing.assert_frame_equal(table, among_others.tables()[name])


def test_another_seed_or_replication_is_other_luck(as_announced):
    for other in (journeys(seed=2), journeys(replication=1)):
        assert other["listed_at"].tolist() != as_announced["listed_at"].tolist()


def test_a_cut_in_pace_drops_cases_and_moves_none(as_announced):
    cut = journeys({"timeline.cut": "{date: 2025-09-01, lasts: 180 d, set: {demand.lists.rate: 2 cases / month}}"})
    kept = cut.index
    assert 0 < len(kept) < len(as_announced)
    assert set(kept) <= set(as_announced.index)
    pd.testing.assert_frame_equal(cut[DRAWN_AT_LISTING], as_announced.loc[kept, DRAWN_AT_LISTING])


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(text=scenario_texts(), seed=st.integers(0, 2**32 - 1))
def test_no_order_of_insertion_matters(text, seed):
    """Events with one key, and processes that go on within one handler, may come in any order."""
    scenario = read(text)
    in_order, shuffled = World(scenario, seed, 0), World(scenario, seed, 0)
    serial, deal = count(), random.Random(seed)
    shuffled.clock._eid = iter(lambda: (deal.random(), next(serial)), None)
    expected, found = in_order.run().tables(), shuffled.run().tables()
    for name, table in expected.items():
        pd.testing.assert_frame_equal(ordered(found[name]), ordered(table))


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(list(table.columns), ignore_index=True)
