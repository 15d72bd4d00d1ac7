"""Replications: the same numbers whoever does the work, and a fault of hubsim that says what to report."""

import pytest
from pandas.testing import assert_frame_equal

from sim.errors import HubsimError
from sim.metrics import SERIES_COLUMNS, SUMMARY_COLUMNS
from sim.study import engines
from sim.study.failure import Malfunction
from sim.study.replications import Block, gathered, replicate, run
from sim.study.result import REPLICATION_COLUMNS, Made
from tests.study.small import loses_somebody, small, stops_at_three


@pytest.fixture(scope="module")
def result():
    return run(small(), reps=6, jobs=1, keep=True)


@pytest.mark.parametrize(("jobs", "block"), [(1, 4), (2, 1), (2, 5)])
def test_workers_and_blocks_change_no_number(result, jobs, block):
    other = run(small(), reps=6, jobs=jobs, block=block, keep=True)
    for name in ("summary", "replications", "series"):
        assert_frame_equal(getattr(result, name), getattr(other, name), check_exact=True)
    for name, table in result.tables.items():
        assert_frame_equal(table, other.tables[name], check_exact=True)


def test_the_order_of_completion_changes_no_number(result):
    block = Block("small", small(), 1, range(6))
    outcomes = [replicate(block, replication) for replication in (3, 0, 5, 1, 4, 2)]
    assert_frame_equal(gathered(small(), outcomes, Made(1, 6)).summary, result.summary, check_exact=True)


def test_a_replication_alone_is_the_one_of_many(result):
    alone = replicate(Block("small", small(), 1, range(5, 6)), 5)
    of_many = result.replications.query("replication == 5").set_index("metric")["value"]
    assert alone.measures.values == pytest.approx(of_many.to_dict(), nan_ok=True, abs=0)


def test_the_tables_have_their_columns(result):
    assert tuple(result.summary.columns) == SUMMARY_COLUMNS
    assert tuple(result.replications.columns) == REPLICATION_COLUMNS
    assert tuple(result.series.columns) == SERIES_COLUMNS
    assert set(result.replications["point"]) == {"small"}


def test_kept_tables_number_their_replication_and_count_in_days(result):
    journeys = result.tables["journeys"]
    assert list(journeys.columns[:2]) == ["replication", "case"]
    assert set(journeys["replication"]) == set(range(6))
    assert journeys["listed_at"].max() < 120


def test_nothing_is_kept_unasked():
    assert run(small(), reps=1, jobs=1).tables == {}


def test_one_replication_has_estimates_without_intervals():
    summary = run(small(), reps=1, jobs=1).summary.set_index("metric")
    assert summary.loc["people.listed", "estimate"] > 0
    assert summary.loc[["people.listed", "stay.p50"], ["ci_low", "ci_high"]].isna().all(axis=None)


def test_another_seed_gives_other_luck(result):
    assert run(small(), reps=6, seed=2, jobs=1).estimate("people.listed") != result.estimate("people.listed")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"seed": -1}, "seed -1 is out of range. Choose a whole number from 0 to 4294967295."),
        ({"seed": 2**32}, "seed 4294967296 is out of range"),
        ({"reps": 0}, "0 replications are not possible. Choose a whole number of at least 1."),
        ({"jobs": 0}, "0 workers are not possible"),
    ],
)
def test_impossible_numbers_are_refused(wrong, told):
    with pytest.raises(HubsimError) as error:
        run(small(), **wrong)
    assert told in str(error.value)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_engine_that_stops_says_what_to_report(jobs):
    with pytest.raises(Malfunction) as error:
        run(small(), reps=8, jobs=jobs, block=1, engine=stops_at_three)
    assert str(error.value) == (
        "small: seed 1, replication 3 stopped with ZeroDivisionError: nobody knows why\n"
        "This is a fault of hubsim, not of the scenario. Report these lines together with the scenario file."
    )
    assert "stops_at_three" in error.value.failure.trace


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_broken_law_stops_and_says_what_to_report(jobs):
    with pytest.raises(Malfunction) as error:
        run(small(), reps=2, jobs=jobs, block=1, engine=loses_somebody)
    told = str(error.value)
    assert told.startswith("small: seed 1, replication ")
    assert "lists/" in told and ", day " in told
    assert "This is a fault of hubsim, not of the scenario." in told


def test_progress_is_told_of_every_replication():
    told = []
    run(small(), reps=5, jobs=1, block=2, progress=told.append)
    assert told == [2, 2, 1]


def test_a_result_shows_itself_in_a_notebook(result):
    page = result._repr_html_()
    assert "small: 6 replications, seed 1" in page and "people.listed" in page


def test_the_engine_is_the_compiled_one_where_it_can():
    assert Block("small", small(), 1, range(1)).engine is engines.automatic
    assert engines.name_of(engines.automatic, small()) == "kernel"


def test_both_engines_give_the_same_numbers():
    one, other = (run(small(), 12, jobs=1, engine=engines.BY_NAME[name]) for name in ("simpy", "kernel"))
    assert_frame_equal(one.replications, other.replications, check_exact=True)
    assert (one.made.engine, other.made.engine) == ("simpy", "kernel")


def test_the_laws_are_asked_of_the_first_ten_of_the_compiled_engine_and_of_all_of_simpy(monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr("sim.study.replications.obey", lambda record, scenario: asked.append(record.replication))
    run(small(), 14, jobs=1, engine=engines.kernel)
    run(small(), 14, jobs=1, engine=engines.simpy)
    assert asked == [*range(10), *range(14)]
