"""One typical run: everybody is somewhere, and its numbers are those of the replication."""

import numpy as np
import pytest

from sim.metrics import typical
from sim.metrics.daily import Series
from sim.report import replay as played
from sim.scenario.load import load
from sim.study.replications import run


@pytest.fixture(scope="module")
def kosovo():
    return run(load("kosovo-us"), reps=5, jobs=1)


def test_the_nearest_to_the_median_is_typical():
    levels = [[1, 1], [5, 5], [9, 9]]
    assert typical([Series(n, np.array([level], np.float32), np.array([level], np.int32)) for n, level in enumerate(levels)]) == 1


def test_it_is_the_replication_of_the_study(kosovo):
    one = played.replay(kosovo)
    values = kosovo.replications.query("replication == @kosovo.typical").set_index("metric")["value"]
    assert len(one.changes) == values["people.listed"]
    assert one.levels[list(played.INSIDE), -1].sum() == values["residual.horizon.people"]
    ends = dict(zip(played.NAMES, one.levels[:, -1], strict=True))
    assert ends["returned (recorded as voluntary)"] == values["outcome.returned_voluntarily"]
    assert ends["released"] == values["outcome.released"]


def test_people_beyond_the_limit_are_marked(kosovo):
    one = played.replay(kosovo)
    values = kosovo.replications.query("replication == @kosovo.typical").set_index("metric")["value"]
    assert sum(first != played.NOWHERE for first in one.beyond) == values["limit.people"]
    assert (one.past_limit <= one.levels[list(played.INSIDE)].sum(axis=0)).all()


def test_days_of_a_person_rise(kosovo):
    assert all(sorted(moves[::2]) == moves[::2] for moves in played.replay(kosovo).changes)


def test_the_counts_on_the_page_are_the_levels(kosovo):
    one = played.replay(kosovo)
    runs = one.data()["counts"][3]
    level = np.zeros(one.days, dtype=int)
    for day, many in zip(runs[::2], runs[1::2], strict=True):
        level[day:] = many
    assert (level == one.levels[3]).all()
