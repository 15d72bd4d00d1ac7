"""Intervals against known numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.metrics.intervals import average, difference_of_ratios, median, order_statistic, ratio_of_sums, spread, wilson


def test_student():
    assert average(np.array([1.0, 2.0, 3.0])) == pytest.approx((2, 2 - 4.302653 / math.sqrt(3), 2 + 4.302653 / math.sqrt(3)))


def test_undefined_replications_are_left_out_of_a_mean():
    assert average(np.array([1.0, math.nan, 2.0, 3.0])) == average(np.array([1.0, 2.0, 3.0]))


def test_one_replication_has_no_interval():
    assert average(np.array([7.0])) == pytest.approx((7, math.nan, math.nan), nan_ok=True)
    assert ratio_of_sums(np.array([1.0]), np.array([2.0])) == pytest.approx((0.5, math.nan, math.nan), nan_ok=True)


@pytest.mark.parametrize(
    ("happened", "of", "low", "high"),
    [(0, 10, 0.0, 0.27753), (5, 10, 0.23659, 0.76341), (10, 10, 0.72247, 1.0), (81, 263, 0.25529, 0.36621)],
)
def test_wilson(happened, of, low, high):
    assert wilson(happened, of) == pytest.approx((happened / of, low, high), abs=1e-5)


def test_ratio_of_sums_is_not_the_mean_of_ratios():
    assert ratio_of_sums(np.array([1.0, 0.0]), np.array([1.0, 3.0])).value == 0.25


def test_jackknife_on_paper():
    # Without each: 5/7, 3/5, 4/6; their mean 0.66032, squares of the rests add to 0.0065911; times 2/3, root 0.0662878.
    value, low, high = ratio_of_sums(np.array([1.0, 3.0, 2.0]), np.array([2.0, 4.0, 3.0]))
    assert value == pytest.approx(6 / 9)
    assert (high - low) / 2 == pytest.approx(4.302653 * 0.0662878, rel=1e-5)


def test_jackknife_of_equal_denominators_is_student():
    values = np.array([0.2, 0.9, 0.4, 0.4, 0.7])
    assert ratio_of_sums(values, np.ones(5)) == pytest.approx(average(values))


def test_nothing_to_divide_by():
    assert math.isnan(ratio_of_sums(np.zeros(3), np.zeros(3)).value)
    assert math.isnan(ratio_of_sums(np.array([1.0, 0.0]), np.array([2.0, 0.0])).low)


def test_equal_shares_have_no_difference_and_no_width():
    share = np.array([1.0, 2.0, 0.0]), np.array([2.0, 2.0, 3.0])
    assert difference_of_ratios(share, share) == (0, 0, 0)


def test_median_between_the_second_and_the_ninth_of_ten():
    # P(at most 1 of 10 below the median) = 11 / 1024 <= 2.5 %; at most 2: 56 / 1024 > 2.5 %.
    assert median(np.arange(1.0, 11.0)) == (5, 2, 9)


def test_median_of_what_mostly_never_happens():
    assert median(np.array([3.0] * 2 + [math.inf] * 8)) == (math.inf, 3, math.inf)


def test_too_few_replications_for_an_interval_of_the_median():
    assert median(np.array([1.0, 2.0])) == pytest.approx((1, math.nan, math.nan), nan_ok=True)


def test_spread_is_made_of_values_that_occurred():
    assert spread(np.arange(1.0, 101.0)) == (5, 50, 95)
    assert spread(np.array([math.nan, math.inf, 2.0])) == (2, 2, math.inf)
    assert math.isnan(order_statistic(np.zeros(0), 0.5))
