"""The result folder is what `docs/result-folder.md` says, and equal runs give equal bytes."""

import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from sim.errors import HubsimError
from sim.metrics import DIFFERENCE_COLUMNS, SERIES_COLUMNS, SUMMARY_COLUMNS
from sim.record import COLUMNS
from sim.report.folder import RESULTS, check_targets, save, targets
from sim.study.compare import compare
from sim.study.points import as_settings, plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import read_csv, small, written

PAGE = (Path(__file__).parents[2] / "docs" / "result-folder.md").read_text(encoding="utf-8")
REPLICATIONS = ["point", "replication"]


@pytest.fixture(scope="module")
def result():
    return run(small(), reps=4, jobs=1, keep=True, command="hubsim run small --reps 4")


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    return save(result, tmp_path_factory.mktemp("results") / "one")


def columns(path):
    return path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")


def test_a_run_has_its_tables(folder, result):
    assert columns(folder / "summary.csv") == list(SUMMARY_COLUMNS)
    assert columns(folder / "replications.csv") == [*REPLICATIONS, *result.summary["metric"]]
    assert columns(folder / "series.csv") == list(SERIES_COLUMNS)
    assert {path.stem for path in (folder / "tables").iterdir()} == set(COLUMNS)


@pytest.mark.parametrize("names", [SUMMARY_COLUMNS, SERIES_COLUMNS, DIFFERENCE_COLUMNS, REPLICATIONS])
def test_the_page_says_what_the_columns_are(names):
    assert f"`{', '.join(names)}`" in PAGE


def test_the_page_names_every_key_of_the_manifest(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest) <= set(re.findall(r"`(\w+)`", PAGE.split("## manifest.json")[1]))


def test_the_manifest_says_how_to_make_it_again(folder, result):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["name"], manifest["seed"], manifest["replications"]) == ("run", "small", 1, 4)
    assert manifest["hash"] == result.scenario.hash
    assert manifest["command"] == "hubsim run small --reps 4"
    assert manifest["versions"]["simpy"] and manifest["engine"] == "kernel"
    places = next(row for row in manifest["inputs"] if row["name"] == "hubs.camp.pools.homes.places")
    assert (places["number"], places["set_by"][-1]["layer"], places["set_by"][-1]["line"]) == (6, "small", 13)


def test_numbers_read_back_the_same(folder, result):
    read = read_csv(folder / "summary.csv")
    pd.testing.assert_frame_equal(read, result.summary, check_dtype=False, check_exact=True)


def test_figures_and_report_are_there(folder):
    assert (folder / "report.html").stat().st_size > 10_000
    assert {path.suffix for path in (folder / "figures").iterdir()} == {".svg", ".png"}


def test_lines_end_with_one_character(folder):
    for path in folder.glob("*.csv"):
        assert b"\r" not in path.read_bytes() and path.read_bytes().endswith(b"\n")


def test_equal_runs_give_equal_bytes(folder, tmp_path):
    again = run(small(), reps=4, jobs=2, block=3, keep=True, command="hubsim run small --reps 4")
    assert digests(save(again, tmp_path / "again")) == digests(folder)


def digests(folder):
    """Of every file; of the manifest without its `run`."""
    found = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        if path.name == "manifest.json":
            content = json.dumps({**json.loads(content), "run": None}).encode()
        found[path.relative_to(folder).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


@pytest.fixture
def without_report(monkeypatch):
    monkeypatch.setattr("sim.report.folder.EXTRAS", ())


@pytest.mark.usefixtures("without_report")
def test_a_sweep_has_its_tables(tmp_path):
    places = "hubs.camp.pools.homes.places"
    done = sweep(plan(written(tmp_path), settings=as_settings({places: [4, 8]}), reps=2), jobs=1)
    folder = save(done, tmp_path / "swept")
    assert columns(folder / "points.csv")[:4] == ["point", places, "status", "error"]
    assert columns(folder / "summary.csv") == ["point", *SUMMARY_COLUMNS]
    assert columns(folder / "replications.csv") == [*REPLICATIONS, *dict.fromkeys(done.summary["metric"])]
    assert columns(folder / "series.csv") == ["point", *SERIES_COLUMNS]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["varied"] == [places] and list(manifest["points"]) == ["places=4", "places=8"]


@pytest.mark.usefixtures("without_report")
def test_a_difference_has_its_table_and_the_folders_of_both(result, tmp_path):
    other = run(small(hubs__camp__pools__homes__places=9), reps=4, jobs=1)
    folder = save(compare(result, other), tmp_path / "both")
    assert columns(folder / "difference.csv") == list(DIFFERENCE_COLUMNS)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {(folder / manifest[side]["folder"] / "summary.csv").is_file() for side in "ab"} == {True}


def test_a_difference_needs_the_same_luck(result):
    with pytest.raises(HubsimError, match="A paired difference needs the same"):
        compare(result, run(small(), reps=3, jobs=1))


@pytest.mark.usefixtures("without_report")
def test_without_a_folder_it_goes_to_results(result, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert save(result) == RESULTS / f"small-{result.scenario.hash}"
    assert targets([result.scenario], result.seed, None) == [RESULTS / result.folder_name]
    check_targets([RESULTS / result.folder_name])
