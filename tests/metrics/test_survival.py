"""Kaplan-Meier against a worked example, scipy, and paper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.metrics.survival import kaplan_meier, quantile, restricted_mean

# Weeks in remission under 6-MP (Freireich et al. 1963), 0 where censored: the example of most textbooks.
LENGTH = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
ENDED = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], bool)
ONES = np.ones(LENGTH.size)
FROM_START = np.full(LENGTH.size, -1)


def test_textbook_curve():
    curve = kaplan_meier(LENGTH, ENDED, ONES, FROM_START)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert curve.reach == 35


def test_textbook_median_and_restricted_mean():
    curve = kaplan_meier(LENGTH, ENDED, ONES, FROM_START)
    assert quantile(curve, 0.5) == 23
    assert quantile(curve, 0.9) == np.inf
    assert restricted_mean(curve) == pytest.approx(23.287, abs=1e-3)


def test_a_weight_is_so_many_people():
    weights = np.arange(1, LENGTH.size + 1)
    weighted = kaplan_meier(LENGTH, ENDED, weights.astype(float), FROM_START)
    repeated = kaplan_meier(*(np.repeat(column, weights) for column in (LENGTH, ENDED, ONES, FROM_START)))
    assert weighted.survival == pytest.approx(repeated.survival)


def test_many_weightings_at_once():
    weights = np.vstack([ONES, np.arange(LENGTH.size) % 3])
    curve = kaplan_meier(LENGTH, ENDED, weights, FROM_START)
    kept = np.repeat(np.arange(LENGTH.size), weights[1].astype(int))
    alone = kaplan_meier(LENGTH[kept], ENDED[kept], np.ones(kept.size), FROM_START[kept])
    assert restricted_mean(curve)[0] == pytest.approx(23.287, abs=1e-3)
    assert quantile(curve, 0.3).tolist() == [
        float(quantile(kaplan_meier(LENGTH, ENDED, ONES, FROM_START), 0.3)),
        float(quantile(alone, 0.3)),
    ]


def test_delayed_entry():
    # A and B are followed from 0; C, who is there from 4 on, is not at risk when A ends at 3.
    curve = kaplan_meier(np.array([3, 8, 6]), np.array([True, False, True]), np.ones(3), np.array([-1, -1, 4]))
    assert curve.survival.tolist() == [1 / 2, 1 / 4]


def test_lengths_of_nothing():
    curve = kaplan_meier(np.array([0, 0, 5]), np.array([True, True, False]), np.ones(3), np.full(3, -1))
    assert curve.survival == pytest.approx([1 / 3])
    assert quantile(curve, 0.5) == 0


def test_nobody():
    nobody = np.zeros(0, int)
    curve = kaplan_meier(nobody, nobody.astype(bool), np.zeros(0), nobody)
    assert curve.reach == -1


def test_all_ended_is_the_plain_mean_and_quantile():
    length = np.array([5, 1, 4, 2, 3, 10, 9, 8, 7, 6])
    curve = kaplan_meier(length, np.ones(10, bool), np.ones(10), np.full(10, -1))
    assert restricted_mean(curve) == pytest.approx(5.5)
    assert [float(quantile(curve, level)) for level in (0.1, 0.5, 0.9)] == [1, 5, 9]


@given(st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=1, max_size=40))
def test_agrees_with_scipy(cases):
    from scipy.stats import CensoredData, ecdf

    length, ended = (np.array(column) for column in zip(*cases, strict=True))
    curve = kaplan_meier(length, ended, np.ones(length.size), np.full(length.size, -1))
    theirs = ecdf(CensoredData(uncensored=length[ended], right=length[~ended])).sf
    assert curve.survival == pytest.approx(theirs.evaluate(curve.times))
