"""Replications on disk: a row for each, and back again without a loss."""

import math

import pandas as pd
import pytest

from sim.study.points import as_settings, plan
from sim.study.read import read
from sim.study.replications import run
from sim.study.result import REPLICATION_COLUMNS
from sim.study.sweep import sweep
from sim.study.wide import long, wide
from tests.study.small import small, written

ROWS = [
    ("b", 0, "people", 3.0),
    ("b", 0, "wait", math.inf),
    ("b", 1, "people", 0.1),
    ("b", 1, "wait", math.nan),
    ("a", 0, "people", 1 / 3),
    ("a", 0, "cost", 7.0),
]


def test_a_row_for_each_replication_in_the_order_of_points():
    table = wide(pd.DataFrame(ROWS, columns=list(REPLICATION_COLUMNS)))
    assert list(table.columns) == ["point", "replication", "people", "wait", "cost"]
    assert table[["point", "replication"]].to_numpy().tolist() == [["b", 0], ["b", 1], ["a", 0]]
    assert table["people"].tolist() == [3.0, 0.1, 1 / 3] and table["cost"].notna().tolist() == [False, False, True]


@pytest.mark.parametrize(("point", "metrics"), [("b", ["people", "wait"]), ("a", ["people", "cost"])])
def test_back_to_a_row_for_each_value(point, metrics):
    rows = pd.DataFrame(ROWS, columns=list(REPLICATION_COLUMNS))
    own = rows[rows["point"] == point].reset_index(drop=True)
    table = wide(rows)
    pd.testing.assert_frame_equal(long(table[table["point"] == point], metrics), own, check_exact=True)


def test_nothing_at_all():
    table = wide(pd.DataFrame({name: [] for name in REPLICATION_COLUMNS}))
    assert list(table.columns) == ["point", "replication"] and table.empty


def test_a_run_and_a_sweep_come_back_the_same(tmp_path):
    one = run(small(), 3, jobs=1)
    pd.testing.assert_frame_equal(read(one.save(tmp_path / "one")).replications, one.replications, check_exact=True)
    asked = as_settings({"hubs.camp.pools.homes.places": [4, 8]})
    many = sweep(plan(written(tmp_path), reps=3, settings=asked), jobs=1)
    back = read(many.save(tmp_path / "many"))
    pd.testing.assert_frame_equal(back.replications, many.replications, check_exact=True)
    for name, result in many.results.items():
        assert repr([m.values for m in back.results[name].measures]) == repr([m.values for m in result.measures])


def test_the_folder_of_a_sweep_is_small(tmp_path):
    """Names of metrics once, not in each row: about ten bytes a value."""
    many = sweep(plan(written(tmp_path), reps=20, settings=as_settings({"hubs.camp.pools.homes.places": [4, 8]})), jobs=1)
    assert (many.save(tmp_path / "many") / "replications.csv").stat().st_size < 14 * len(many.replications)
