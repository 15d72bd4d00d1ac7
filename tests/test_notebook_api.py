"""`import sim` in a notebook: light, and the same numbers as the command line."""

import pandas as pd
import pytest

import sim
from sim.cli import _run
from tests.study.small import TEXT, read_csv, written


@pytest.fixture(autouse=True)
def without_report(monkeypatch):
    monkeypatch.setattr("sim.report.folder.EXTRAS", ())


PLACES = "hubs.camp.pools.homes.places"


def test_the_public_names_are_there():
    assert set(sim.__all__) <= set(dir(sim))
    for name in sim.__all__:
        assert callable(getattr(sim, name))


def test_a_name_that_does_not_exist_says_which_do():
    with pytest.raises(AttributeError, match="it has CaseView, Exit, Policies, compare, load, loads, run, save, simulate, sweep"):
        sim.simulate_all  # noqa: B018


def test_run_equals_the_command_line(tmp_path):
    path = written(tmp_path)
    result = sim.run(path, reps=5, seed=3, jobs=1)
    assert _run(["run", str(path), "--reps", "5", "--seed", "3", "--jobs", "2", "--out", str(tmp_path / "out")]) == 0
    pd.testing.assert_frame_equal(read_csv(tmp_path / "out" / "summary.csv"), result.summary, check_dtype=False, check_exact=True)


def test_a_loaded_scenario_and_a_text_run_too():
    result = sim.run(sim.loads(TEXT), reps=2, jobs=1, keep=True)
    assert result.reps == 2 and set(result.tables["journeys"]["replication"]) == {0, 1}


def test_sweep_equals_the_command_line(tmp_path):
    path = written(tmp_path)
    done = sim.sweep(path, {PLACES: [4, 8]}, reps=3, jobs=1)
    wide = written(tmp_path, "wide", f"sweep: {{vary: {{{PLACES}: [4, 8]}}}}\n")
    assert _run(["sweep", str(wide), "--reps", "3", "--jobs", "1", "--out", str(tmp_path / "out")]) == 0
    read = read_csv(tmp_path / "out" / "points.csv", [PLACES]).drop(columns="error")
    pd.testing.assert_frame_equal(read, done.points.drop(columns="error"), check_dtype=False, check_exact=True)
    assert "2 points, 3 replications each" in done._repr_html_()


def test_compare_takes_results_or_scenarios(tmp_path):
    a = sim.load(written(tmp_path))
    b = sim.load(written(tmp_path), settings={PLACES: "9"})
    by_result = sim.compare(sim.run(a, reps=3, jobs=1), sim.run(b, reps=3, jobs=1))
    by_scenario = sim.compare(a, b, reps=3, jobs=1)
    pd.testing.assert_frame_equal(by_result.summary, by_scenario.summary, check_exact=True)
    assert "3 paired replications" in by_result._repr_html_()


def test_a_result_saves_itself(tmp_path):
    result = sim.run(sim.loads(TEXT), reps=2, jobs=1)
    assert (result.save(tmp_path / "data") / "summary.csv").is_file()
    assert (sim.save(result, tmp_path / "all") / "summary.csv").is_file()
