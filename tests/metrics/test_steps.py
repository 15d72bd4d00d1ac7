"""Step functions on paper."""

from __future__ import annotations

import numpy as np

from sim.metrics.steps import arrived, counted, in_force, total


def steps(*spans, horizon=10):
    start, end, weight = (np.array(column) for column in zip(*spans, strict=True))
    return counted(start, end, weight, horizon)


def test_levels_are_read_after_the_instant():
    level = steps((1, 4, 2), (4, 6, 3))
    assert level.over(np.array([0, 1, 3, 4, 5, 6, 9])).tolist() == [0, 2, 2, 3, 3, 0, 0]


def test_integral_and_peak():
    level = steps((1, 4, 2), (3, 20, 3))
    assert (level.integral, level.peak) == (6 + 21, 5)


def test_outside_the_horizon_is_not_counted():
    assert steps((-5, 2, 1), (12, 15, 4)).integral == 2
    assert steps((-5, 2, 1), (12, 15, 4)).peak == 1


def test_integral_up_to_any_instant():
    level = steps((1, 4, 2), (4, 6, 3))
    assert level.integral_to(np.array([0, 2, 4, 5, 10])).tolist() == [0, 2, 6, 9, 12]


def test_the_last_row_of_an_instant_holds():
    level = in_force(np.array([0, 5, 5]), np.array([4, 1, 2]), 10)
    assert (level.at.tolist(), level.level.tolist()) == ([0, 5], [4, 2])


def test_nothing_is_there_before_the_first_row():
    assert in_force(np.array([3]), np.array([4]), 10).integral == 28
    assert in_force(np.zeros(0, int), np.zeros(0, int), 10).integral == 0


def test_sum_of_levels():
    both = total([steps((1, 4, 2)), steps((2, 10, 1))], 10)
    assert (both.at.tolist(), both.level.tolist()) == ([0, 1, 2, 4], [0, 2, 3, 1])
    assert total([], 10).integral == 0


def test_arrivals_so_far():
    assert arrived(np.array([2, 2, 5]), np.array([1, 3, 2]), 10).over(np.array([1, 2, 5, 9])).tolist() == [0, 4, 6, 6]
