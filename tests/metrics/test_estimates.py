"""From replications to estimates and paired differences."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.metrics import DIFFERENCE_COLUMNS, SUMMARY_COLUMNS, measure, paired, reach, summarise
from sim.metrics.intervals import average, wilson
from sim.metrics.pooled import RESAMPLES, resampled_counts


def stay(days, size=1, arrived=0):
    left = {"left_at": arrived + days, "outcome_at": arrived + days, "outcome": "removed"} if arrived + days < 100 else {}
    return {"arrived_at": arrived, "size": size, **left}


@pytest.fixture
def replicated(record, scenario):
    """Measures of replications, each given by its journeys."""

    def of(*replications, numbers=None, **blocks):
        numbers = numbers or range(len(replications))
        terms = scenario(**blocks)
        return [measure(record(journeys, replication=n), terms) for n, journeys in zip(numbers, replications, strict=True)]

    return of


def row(table, metric):
    return table.set_index("metric").loc[metric]


def test_columns(replicated):
    table = summarise(replicated([], [stay(5)]))
    assert tuple(table.columns) == SUMMARY_COLUMNS
    assert len(table) == table["metric"].nunique()


def test_no_replication_no_rows():
    assert summarise([]).empty


def test_mean_and_the_two_spreads(replicated):
    runs = replicated(*([stay(5, size)] for size in range(1, 101)))
    people = row(summarise(runs), "people.arrived")
    assert tuple(people[["estimate", "ci_low", "ci_high"]]) == pytest.approx(average(np.arange(1.0, 101.0)))
    assert tuple(people[["p05", "p50", "p95", "replications", "undefined_in"]]) == (5, 50, 95, 100, 0)


def test_undefined_is_counted_and_left_out(replicated):
    longest = row(summarise(replicated([], [stay(5)], [stay(7)])), "stay.longest")
    assert (longest["estimate"], longest["replications"], longest["undefined_in"]) == (6, 3, 1)


def test_a_share_is_a_ratio_of_sums_within_0_and_1(replicated):
    runs = replicated([stay(5, 9)], [{**stay(5), "outcome": "released"}], [stay(5)])
    removed = row(summarise(runs), "outcome_share.removed")
    assert removed["estimate"] == 10 / 11
    assert 0 <= removed["ci_low"] < removed["ci_high"] == 1


def test_chance(replicated):
    refused = {**stay(5), "refused_at": 3}
    chance = row(summarise(replicated([refused], [], [stay(5)], [refused])), "full.chance")
    assert tuple(chance[["estimate", "ci_low", "ci_high"]]) == pytest.approx(wilson(2, 4))


def test_time_to_event_keeps_those_who_never_see_it(replicated):
    first = row(summarise(replicated([stay(5, arrived=3)], [stay(5, arrived=9)], [], [], [])), "arrival.first")
    assert (first["estimate"], first["p05"], first["undefined_in"]) == (math.inf, 3, 0)


def test_lengths_are_pooled_over_people_not_averaged_over_runs(replicated):
    runs = replicated([stay(10)] * 3, [stay(50)], [stay(500)])
    table = summarise(runs)
    assert row(table, "stay.p50")["estimate"] == 10
    assert row(table, "stay.p90")["estimate"] == math.inf
    assert row(table, "stay.mean")["estimate"] == pytest.approx((30 + 50 + 100) / 5)
    assert reach(runs)["stay.p90"] == 100
    assert reach(runs)["arrival.first"] == 100
    assert row(table, "stay.p50")["p95"] == math.inf


def test_the_bootstrap_takes_whole_replications_and_repeats_itself(replicated):
    alike = replicated(*[[stay(10), stay(30)]] * 8)
    p50 = row(summarise(alike), "stay.p50")
    assert (p50["ci_low"], p50["ci_high"]) == (10, 10)
    mixed = replicated(*([stay(days), stay(3 * days)] for days in range(5, 25)))
    pd.testing.assert_frame_equal(summarise(mixed), summarise(mixed))
    mean = row(summarise(mixed), "stay.mean")
    assert mean["estimate"] == pytest.approx(29)
    assert mean["ci_low"] < 29 < mean["ci_high"]
    by_run = average(np.arange(5.0, 25.0) * 2)  # all runs have as many people: the same question
    assert (mean["ci_high"] - mean["ci_low"]) == pytest.approx(by_run.high - by_run.low, rel=0.2)


def test_a_resample_has_as_many_replications():
    counts = resampled_counts(7)
    assert counts.shape == (RESAMPLES, 7)
    assert (counts.sum(axis=1) == 7).all()
    assert counts.mean() == 1


def test_one_replication(replicated):
    table = summarise(replicated([stay(5)]))
    assert row(table, "stay.p50")["estimate"] == 5
    assert math.isnan(row(table, "stay.p50")["ci_low"])
    assert math.isnan(row(table, "people.arrived")["ci_high"])


# --- differences ------------------------------------------------------------------------------------------------------------


def test_difference_by_replication(replicated):
    a = replicated([stay(5, 1)], [stay(5, 2)], [stay(5, 9)])
    b = replicated([stay(5, 3)], [stay(5, 4)], [stay(5, 11)])
    people = row(paired(a, b), "people.arrived")
    assert tuple(people[["a", "b", "difference", "ci_low", "ci_high", "p05", "p95"]]) == (4, 6, 2, 2, 2, 2, 2)
    assert tuple(paired(a, b).columns) == DIFFERENCE_COLUMNS


def test_pairs_are_found_by_number(replicated):
    a = replicated([stay(5, 1)], [stay(5, 2)], numbers=(0, 1))
    b = replicated([stay(5, 7)], [stay(5, 5)], [stay(5, 50)], numbers=(1, 0, 2))
    people = row(paired(a, b), "people.arrived")
    assert (people["difference"], people["replications"], people["p05"]) == (4.5, 2, 4)


def test_nothing_in_common(replicated):
    assert paired(replicated([], numbers=(0,)), replicated([], numbers=(1,))).empty


def test_a_scenario_against_itself(replicated):
    runs = replicated([stay(5)], [stay(500)], [])
    table = paired(runs, runs)
    defined = table[~table["difference"].isna()]
    assert (defined["difference"] == 0).all()
    assert (defined[["ci_low", "ci_high"]].fillna(0) == 0).all().all()


def test_pairs_without_a_value_are_counted(replicated):
    table = paired(replicated([], [stay(5)], [stay(7)]), replicated([stay(9)], [stay(6)], [stay(8)]))
    longest = row(table, "stay.longest")
    assert (longest["a"], longest["b"], longest["difference"], longest["undefined_in"]) == (6, 7, 1, 1)


def test_differences_of_shares_and_lengths(replicated):
    a = replicated(*[[stay(10), {**stay(20), "outcome": "released"}]] * 6)
    b = replicated(*[[stay(15), stay(25)]] * 6)
    table = paired(a, b)
    assert tuple(row(table, "outcome_share.removed")[["a", "b", "difference", "ci_low", "ci_high"]]) == (0.5, 1, 0.5, 0.5, 0.5)
    assert tuple(row(table, "stay.p50")[["a", "b", "difference", "ci_low", "ci_high"]]) == (10, 15, 5, 5, 5)
    assert tuple(row(table, "stay.mean")[["a", "b", "difference"]]) == (15, 20, 5)


def test_pairing_narrows_the_interval(replicated):
    days = list(range(5, 45, 2))
    a, b = (replicated(*([stay(d + more), stay(d + more)] for d in days)) for more in (0, 1))
    mean = row(paired(a, b), "stay.mean")
    assert mean["ci_high"] - mean["ci_low"] < 0.1


def test_what_happens_in_neither_has_no_difference(replicated):
    first = row(paired(replicated([], []), replicated([], [])), "arrival.first")
    assert math.isnan(first["difference"])
    assert first["undefined_in"] == 2
    only_b = row(paired(replicated([], []), replicated([stay(5)], [stay(5)])), "arrival.first")
    assert only_b["difference"] == -math.inf


def test_the_interval_of_a_count_is_not_negative(replicated):
    people = row(summarise(replicated([], [], [stay(5)])), "people.arrived")
    assert people["ci_low"] == 0
