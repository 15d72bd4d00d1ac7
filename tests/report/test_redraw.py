"""`hubsim report FOLDER`: the same bytes as at the run, and what to do where that cannot be."""

import json
import shutil

import pytest

from sim.cli import main
from sim.errors import HubsimError
from sim.report.folder import redraw, save
from sim.scenario.load import load
from sim.scenario.rebuild import from_json
from sim.scenario.resolved import to_json
from sim.study.compare import compare
from sim.study.points import plan
from sim.study.read import read
from sim.study.replications import run
from sim.study.store import as_json
from sim.study.sweep import sweep
from tests.study.small import small, stops_with_few_places, written

PLACES = "hubs.camp.pools.homes.places"
DRAWN = ("report.html", "summary.xlsx")


def nobody():
    return run(small(demand__lists__rate="0 cases / month"), reps=2, jobs=1)


def swept(folder):
    more = f"sweep: {{vary: {{{PLACES}: [3, 6, 12]}}, as: grid, replications: 2}}\n"
    return sweep(plan(written(folder, more=more)), jobs=1, engine=stops_with_few_places)


def pair():
    return compare(run(small(), reps=3, jobs=1), run(small(hubs__camp__pools__homes__places=9), reps=3, jobs=1))


@pytest.fixture(scope="module", params=["run", "nobody", "sweep", "difference"])
def folder(request, tmp_path_factory):
    place = tmp_path_factory.mktemp("made")
    studies = {
        "run": lambda: run(load("tour"), reps=3, jobs=1, command="hubsim run tour --reps 3"),
        "nobody": nobody,
        "sweep": lambda: swept(place),
        "difference": pair,
    }
    return save(studies[request.param](), place / "result")


def test_the_same_bytes(folder):
    paths = [folder / name for name in DRAWN] + sorted((folder / "figures").iterdir())
    before = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()
    redraw(folder)
    assert [path.name for path in paths if path.read_bytes() != before[paths.index(path)]] == []


def test_who_stops_it_keeps_whole_files(folder, monkeypatch):
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    def stopped(study, place):
        (place / "report.html").write_text("<html>")
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.report.folder.EXTRAS", (stopped,))
    with pytest.raises(KeyboardInterrupt):
        redraw(folder)
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before
    assert [path.name for path in folder.parent.iterdir() if ".partial-" in path.name] == []


@pytest.mark.parametrize("name", ["kosovo-us", "kosovo-us-as-seen", "tour"])
def test_a_scenario_is_rebuilt_from_its_manifest(name):
    scenario = load(name)
    again = from_json(json.loads(as_json(to_json(scenario))))
    assert (again.hash, again.inputs, again.costs) == (scenario.hash, scenario.inputs, scenario.costs)


def test_keys_that_are_months_or_lengths_are_numbers_again():
    scenario = load("kosovo-us", settings={"demand.lists.season": "{7: 150 %}", "costs.items.stay": "{amounts: {0 d: 3 EUR / month}}"})
    again = from_json(json.loads(as_json(to_json(scenario))))
    assert (again.demand["lists"].season, list(again.costs.items["stay"].amounts)) == ({7: 1.5}, [0])


@pytest.fixture
def result(tmp_path):
    return run(small(), reps=2, jobs=1).save(tmp_path / "one")


def test_a_changed_manifest_is_refused(result):
    kept = json.loads((result / "manifest.json").read_text())
    kept["values"]["agreement"]["total"] = 7
    (result / "manifest.json").write_text(json.dumps(kept))
    with pytest.raises(HubsimError, match="made by another version of hubsim, or was changed"):
        read(result)


def test_a_folder_that_is_not_whole_is_refused(result):
    (result / "series.csv").unlink()
    with pytest.raises(HubsimError, match="is not whole"):
        read(result)


def test_what_is_no_result_is_refused(tmp_path):
    with pytest.raises(HubsimError, match="is no result of hubsim"):
        read(tmp_path)


def test_the_command(result, tmp_path, capsys):
    moved = shutil.copytree(result, tmp_path / "moved")
    with pytest.raises(SystemExit) as ended:
        main(["report", str(moved)])
    assert ended.value.code == 0
    assert "report.html" in capsys.readouterr().out and (moved / "report.html").is_file()
