"""Days on paper."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics import SERIES_COLUMNS, series, summarise_series
from sim.metrics.daily import WHAT


@pytest.fixture
def one(record, scenario):
    def of(journeys=(), blocks=None, **tables):
        return series(record(journeys, horizon=4, **tables), scenario(**(blocks or {})))

    return of


def line(found, what, of="mean"):
    return getattr(found, of)[list(WHAT).index(what)].tolist()


def test_average_and_maximum_of_each_day(one):
    found = one([{"arrived_at": 0.25, "size": 4, "left_at": 1.5, "outcome_at": 1.5, "outcome": "removed"}, {"arrived_at": 1}])
    assert line(found, "present") == [3, 3, 1, 1]
    assert line(found, "present", "maximum") == [4, 5, 1, 1]
    assert line(found, "arrived_total", "maximum") == [4, 5, 5, 5]
    assert line(found, "left_total") == [0, 2, 4, 4]


def test_a_level_of_a_moment_is_a_maximum(one):
    found = one([{"arrived_at": 1.5, "left_at": 1.50001, "outcome_at": 1.50001, "outcome": "absconded"}])
    assert line(found, "present", "maximum") == [0, 1, 0, 0]


def test_with_the_sender(one):
    cases = [
        {"listed_at": 0, "decided_at": 1, "boarded_at": 2},
        {"listed_at": 0, "decided_at": 1, "outcome_at": 3, "outcome": "dropped_out"},
        {"listed_at": 0, "decided_at": 1, "outcome_at": 1, "outcome": "declined"},
        {"listed_at": 0, "outcome": "waiting"},
    ]
    assert line(one(cases), "at_sender") == [0, 2, 1, 0]


def test_places_and_limit(one):
    blocks = {"agreement": {"stay": {"limit": "2 d", "then": "breach"}, "lead": "0 d"}}
    stays = [
        {"case": "lists/0", "kind": "reception", "pool": "reception", "start_at": 0, "end_at": 1},
        {"case": "lists/0", "start_at": 1, "end_at": 2},
        {"case": "lists/0", "kind": "overflow", "start_at": 2},
    ]
    capacity = [{"what": "pool:homes"}, {"what": "pool:homes", "usable": 2, "at": 2.5}]
    found = one([{"arrived_at": 0}], blocks, stays=stays, capacity=capacity)
    assert [line(found, what) for what in ("reception", "in_places", "overflow")] == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1]]
    assert line(found, "usable") == [4, 4, 3, 2]
    assert line(found, "over_limit") == [0, 0, 1, 1]
    assert line(one([{"arrived_at": 0}]), "over_limit") == [0, 0, 0, 0]


def test_a_short_last_day(record, scenario):
    found = series(record([{"arrived_at": 1.25}], horizon=1.5), scenario())
    assert line(found, "present") == [0, 0.5]


def test_over_replications(one):
    many = [one([{"arrived_at": 0, "size": size}]) for size in range(1, 21)]
    table = summarise_series(many)
    assert tuple(table.columns) == SERIES_COLUMNS
    assert len(table) == 4 * len(WHAT)
    today = table[(table["what"] == "present") & (table["day"] == 2)].iloc[0]
    assert tuple(today[["mean", "p05", "p50", "p95", "max_mean", "max_p95"]]) == (10.5, 1, 10, 19, 10.5, 19)
    assert table["mean"].dtype == np.float64
