"""The command line: what it says, what it writes, and how it ends."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from sim.__main__ import STOPPED_AT_ONCE
from sim.cli import _run
from sim.ending import STOPPED
from tests.study.small import TEXT, hears_ctrl_c, loses_somebody, stops_at_three, written

PLACES = "hubs.camp.pools.homes.places"


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """Run a command in a folder of its own, without drawing a report: (exit code, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sim.report.folder.EXTRAS", ())
    written(tmp_path)

    def run(*args):
        code = _run(args)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


# --- validate -------------------------------------------------------------------------------------------------------------


def test_validate_says_ok_and_how_well_founded(said):
    code, out, err = said("validate", "small.yaml")
    assert (code, err) == (0, "")
    assert out.startswith("OK  small.yaml: ") and " official, " in out and " assumed" in out


def test_validate_tells_the_faults_of_all_files_on_standard_error(said, tmp_path):
    (tmp_path / "one.yaml").write_text(TEXT.replace("horizon", "horizn"))
    (tmp_path / "two.yaml").write_text(TEXT.replace("120 d", "120"))
    code, out, err = said("validate", "one.yaml", "small.yaml", "two.yaml")
    assert (code, out) == (2, "")
    assert "one.yaml:5:1: " in err and "horizn" in err and "two.yaml:5:10: " in err
    assert "Traceback" not in err


def test_one_scenario_is_not_compared_with_itself(said):
    code, out, err = said("run", "small.yaml", "small.yaml", "--reps", "2", "--set", f"{PLACES}=3")
    assert (code, out) == (2, "")
    assert err.startswith("both are small (") and err.endswith(
        "), so there is nothing to compare. --with and --set are laid over both: "
        "write what differs into a file of its own (`hubsim new`), or name one file alone.\n"
    )


def test_check_says_first_that_there_is_no_such_file(said):
    code, out, err = said("check", "smal.yaml")
    assert (code, out) == (2, "")
    assert err.startswith("smal.yaml: there is no such file")


def test_validate_knows_shipped_scenarios_by_name(said):
    assert said("validate", "kosovo-us")[0] == 0
    code, _, err = said("validate", "kosovo-su")
    assert code == 2
    assert err == 'kosovo-su: there is no such file, and no such shipped scenario. Did you mean "kosovo-us"?\n'


def test_validate_says_what_a_file_is_that_is_no_scenario(said, tmp_path):
    (tmp_path / "over.yaml").write_text("hubs: {any: {pools: {any: {usable: 50 %}}}}\n")
    code, out, err = said("validate", "base", "over.yaml", "small.yaml")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "OK  base: the defaults of every scenario (extends: base). Nothing to run by itself.",
        "OK  over.yaml: an overlay, sound by itself. It changes a scenario: hubsim validate SCENARIO --with over.yaml",
    ]
    assert out.splitlines()[2].startswith("OK  small.yaml: ")


def test_overlays_and_settings_are_laid_over(said, tmp_path):
    (tmp_path / "more.yaml").write_text("hubs: {camp: {pools: {homes: {places: 9}}}}\n")
    assert "9" in said("show", "small.yaml", PLACES, "--with", "more.yaml")[1]
    out = said("show", "small.yaml", PLACES, "--with", "more.yaml", "--set", f"{PLACES}=11")[1]
    assert "value    11" in out and "set by   small: 6" in out and "then by  more: 9" in out and "then by  set: 11" in out


def test_what_is_no_yaml_file_is_told_what_a_scenario_is(said, tmp_path):
    (tmp_path / "README.md").write_text("# hubsim\n\nA return hub: a place. It answers:\n\n- how many: places?\n")
    (tmp_path / "readme.yaml").write_text((tmp_path / "README.md").read_text())
    told = (
        "README.md: this is no scenario, which is a YAML file (NAME.yaml) that says what is assumed. "
        "Name one, such as kosovo-us, or begin one with `hubsim new my-hub --like kosovo-us`\n"
    )
    for args in (("run", "README.md"), ("validate", "README.md"), ("sweep", "README.md"), ("run", "small.yaml", "--with", "README.md")):
        assert said(*args) == (2, "", told)
    assert said("validate", "readme.yaml")[2].startswith("readme.yaml:")


# --- run ------------------------------------------------------------------------------------------------------------------


def test_run_writes_a_folder_and_says_what_a_planner_asks(said, tmp_path):
    code, out, err = said("run", "small.yaml", "--reps", "4", "--jobs", "1")
    assert (code, err) == (0, "")
    (folder,) = (tmp_path / "results").glob("[!.]*")
    assert folder.name.startswith("small-") and len(folder.name) == len("small-") + 8
    for part in (
        "Do six places do?",
        "nine runs in ten",
        "usable places",
        "What holds people",
        "What breaks",
        "It rests on ",
        "Next: hubsim ",
    ):
        assert part in out, part
    assert "no safeguards declared" in out
    assert str(folder.relative_to(tmp_path)) in out
    assert "\x1b" not in out


def test_run_draws_the_report_and_says_where_it_is(said, tmp_path, monkeypatch):
    monkeypatch.undo()
    out = tmp_path / "out"
    code, told, _ = said("run", str(tmp_path / "small.yaml"), "--reps", "2", "--jobs", "1", "--out", str(out))
    assert code == 0 and f"Report: {out / 'report.html'}\n" in told
    assert (out / "report.html").is_file() and any((out / "figures").iterdir())


def test_the_folder_can_be_named(said, tmp_path):
    assert said("run", "small.yaml", "--reps", "2", "--jobs", "1", "--out", "here/there")[0] == 0
    assert (tmp_path / "here" / "there" / "summary.csv").is_file()


def test_a_foreign_folder_is_refused_before_the_work(said, tmp_path):
    code, _, err = said("run", "small.yaml", "--reps", "1000000", "--out", ".")
    assert code == 2
    assert "Choose another folder with --out." in err


def test_more_replications_replace_the_folder(said, tmp_path):
    said("run", "small.yaml", "--reps", "2", "--jobs", "1")
    said("run", "small.yaml", "--reps", "3", "--jobs", "1")
    (folder,) = (tmp_path / "results").glob("[!.]*")
    assert json.loads((folder / "manifest.json").read_text())["replications"] == 3


def test_another_seed_has_a_folder_of_its_own(said, tmp_path):
    more = written(tmp_path, "more", f"sweep: {{vary: {{{PLACES}: [4, 8]}}, replications: 1}}\n")
    more.write_text(more.read_text().replace("places: 6", "places: 12"))
    for seed in ("1", "2"):
        for command in (("run", "small.yaml", "--reps", "1"), ("run", "small.yaml", "more.yaml", "--reps", "1"), ("sweep", "more.yaml")):
            assert said(*command, "--seed", seed, "--jobs", "1")[2] == ""
    seeds: dict[str, list[int]] = {}
    for folder in sorted((tmp_path / "results").glob("[!.]*")):
        name = re.sub("-[0-9a-f]{8}", "-HASH", folder.name)
        seeds.setdefault(name, []).append(json.loads((folder / "manifest.json").read_text())["seed"])
    assert seeds == {
        "more-HASH": [1, 1],
        "more-HASH-seed-2": [2, 2],
        "small-HASH": [1],
        "small-HASH-seed-2": [2],
        "small-vs-more-HASH": [1],
        "small-vs-more-HASH-seed-2": [2],
    }


def test_what_a_result_replaces_is_told_unless_it_holds_all_of_it(said, tmp_path):
    args = ("run", "small.yaml", "--jobs", "1")
    assert said(*args, "--reps", "3", "--keep")[2] == ""
    (folder,) = (tmp_path / "results").glob("[!.]*")
    holds, ends = (
        f"{folder.relative_to(tmp_path)} holds ",
        "it is replaced when this is finished. To have it again: hubsim run small.yaml --reps ",
    )
    for more, what, again in (
        (("--reps", "3"), "3 replications, seed 1, made by the compiled engine, with their tables; ", "3 --seed 1 --keep"),
        (("--reps", "2"), "3 replications, seed 1, made by the compiled engine; ", "3 --seed 1"),
        (("--reps", "3", "--engine", "simpy"), "2 replications, seed 1, made by the compiled engine; ", "2 --seed 1"),
    ):
        assert said(*args, *more, "--dry-run")[2] == said(*args, *more)[2] == f"{holds}{what}{ends}{again}\n"
    assert said(*args, "--reps", "4", "--engine", "simpy")[2] == ""


def test_in_a_folder_that_was_named_another_scenario_or_seed_is_told(said, tmp_path):
    written(tmp_path, "wide", f"sweep: {{vary: {{{PLACES}: [4, 8]}}, replications: 1}}\n")
    written(tmp_path, "more", "").write_text(TEXT.replace("name: small", "name: more").replace("places: 6", "places: 12"))
    told = []
    for command in (
        ("run", "small.yaml"),
        ("run", "more.yaml"),
        ("sweep", "wide.yaml"),
        ("run", "small.yaml", "more.yaml"),
        ("run", "more.yaml"),
    ):
        told.append(said(*command, "--reps", "1", "--seed", str(len(told)), "--jobs", "1", "--out", "here")[2].partition(";")[0])
    assert told == [
        "",
        "here holds 1 replication of small, seed 0, made by the compiled engine",
        "here holds 1 replication of more, seed 1, made by the compiled engine",
        "here holds 1 replication of each of 2 points of wide, seed 2, made by the compiled engine",
        "here holds 1 replication of more against small, seed 3, made by the compiled engine",
    ]


def test_the_folder_of_a_difference_is_looked_at_before_the_work_too(said, tmp_path):
    written(tmp_path, "more", "").write_text(TEXT.replace("name: small", "name: more").replace("places: 6", "places: 12"))
    pair = ("run", "small.yaml", "more.yaml", "--jobs", "1")
    said(*pair, "--reps", "1")
    (folder,) = (tmp_path / "results").glob("small-vs-more-*")
    (folder / "my-notes.txt").write_text("important")
    code, _, err = said(*pair, "--reps", "1000000")
    assert code == 2 and "holds my-notes.txt, which hubsim did not write" in err


def test_two_scenarios_give_two_folders_and_their_difference(said, tmp_path):
    written(tmp_path, "more", "").write_text(TEXT.replace("name: small", "name: more").replace("places: 6", "places: 12"))
    code, out, _ = said("run", "small.yaml", "more.yaml", "--reps", "4", "--jobs", "1")
    assert code == 0
    names = sorted(path.name.rsplit("-", 1)[0] for path in (tmp_path / "results").glob("[!.]*"))
    assert names == ["more", "small", "small-vs-more"]
    assert "4 pairs of replications with the same luck" in out and "nine pairs in ten" in out
    difference = pd.read_csv(next((tmp_path / "results").glob("small-vs-more-*")) / "difference.csv").set_index("metric")
    assert difference.loc["people.listed", "difference"] == 0
    assert difference.loc["present.peak", "difference"] > 0


def next_command(out):
    return shlex.split(next(line for line in out.splitlines() if line.startswith("Next: ")).removeprefix("Next: ").split("   (")[0])[1:]


def test_what_to_try_next_keeps_pair_overlays_and_settings_and_can_be_pasted(said, tmp_path):
    written(tmp_path, "more", "").write_text(TEXT.replace("name: small", "name: more").replace("places: 6", "places: 12"))
    (tmp_path / "on top.yaml").write_text("selection: {accepted: {value: 90 %, status: assumed}}\n")
    given = ("--with", "on top.yaml", "--set", "agreement.total=15 people")
    code, out, _ = said("run", "small.yaml", "more.yaml", "--reps", "2", "--jobs", "1", "--out", "both", *given)
    assert code == 0
    assert "Laid over it: on top.yaml\nSet: agreement.total = 15 people\n" in out
    command = next_command(out)
    assert command == ["run", "small.yaml", "more.yaml", *given, "--reps", "8", "--seed", "1", "--out", "both"]
    assert said(*command, "--jobs", "1")[0] == 0
    shown = next_command(said("run", "small.yaml", "--reps", "1", "--jobs", "1", *given)[1])
    assert shown == ["show", "small.yaml", *given, "--assumed"] and said(*shown)[0] == 0


def test_what_to_try_after_a_sweep_keeps_overlays_and_settings(said, tmp_path):
    written(tmp_path, "wide", f"sweep: {{vary: {{{PLACES}: [4, 8]}}, replications: 1}}\n")
    out = said("sweep", "wide.yaml", "--jobs", "1", "--set", "agreement.total=15 people")[1]
    assert next_command(out) == ["run", "wide.yaml", "--set", "agreement.total=15 people", "--seed", "1"]
    assert "Set: agreement.total = 15 people" in out


def test_a_narrow_window_cuts_nothing(said, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    code, out, _ = said("run", "small.yaml", "--reps", "2", "--jobs", "1")
    assert code == 0 and max(map(len, out.splitlines())) <= 60
    assert "people who ever came\n  estimate: " in out


def test_in_a_pipe_a_table_stays_a_table_however_wide_it_is(said):
    lines = said("sweep", "sweeps/kosovo-us", "--reps", "1", "--jobs", "1")[1].splitlines()
    rows = [line for line in lines if re.match(r"[2345]0 +[36] cases / month +(50|100|200) %", line)]
    assert len(rows) == 24 and min(map(len, rows)) > 160
    assert len(lines) < 50


def test_two_scenarios_into_one_folder(said, tmp_path):
    written(tmp_path, "more", "").write_text(TEXT.replace("name: small", "name: more").replace("places: 6", "places: 12"))
    assert said("run", "small.yaml", "more.yaml", "--reps", "2", "--jobs", "1", "--out", "both")[0] == 0
    inside = sorted(path.name.rsplit("-", 1)[0] for path in (tmp_path / "both").iterdir() if path.is_dir() and path.name != "figures")
    assert inside == ["more", "small"]
    assert (tmp_path / "both" / "difference.csv").is_file()


def test_a_dry_run_writes_nothing(said, tmp_path):
    code, out, _ = said("run", "small.yaml", "--dry-run")
    assert code == 0
    assert "200 replications of 120 d, seed 1" in out and "Nothing was run" in out
    assert not (tmp_path / "results").exists()


def test_kept_tables_are_parquet(said, tmp_path):
    said("run", "small.yaml", "--reps", "2", "--jobs", "1", "--keep", "--out", "kept")
    journeys = pd.read_parquet(tmp_path / "kept" / "tables" / "journeys.parquet")
    assert set(journeys["replication"]) == {0, 1} and journeys["listed_at"].max() < 120


@pytest.mark.parametrize(
    ("engine", "told"), [(stops_at_three, "replication 3 stopped with ZeroDivisionError"), (loses_somebody, "breaks ")]
)
def test_a_fault_of_hubsim_says_what_to_report(said, tmp_path, monkeypatch, engine, told):
    monkeypatch.setattr("sim.study.engines.named", lambda name, scenarios: engine)
    code, out, err = said("run", "small.yaml", "--reps", "5", "--jobs", "1")
    assert (code, out) == (1, "")
    assert told in err and "This is a fault of hubsim, not of the scenario." in err and "seed 1" in err
    assert "Traceback" not in err
    assert not (tmp_path / "results").exists()


# --- sweep ----------------------------------------------------------------------------------------------------------------


def test_sweep_writes_a_row_for_every_point(said, tmp_path):
    written(tmp_path, "wide", f"sweep: {{vary: {{{PLACES}: [4, 8]}}, replications: 2}}\n")
    code, out, _ = said("sweep", "wide.yaml", "--jobs", "1", "--out", "wide")
    assert code == 0
    points = pd.read_csv(tmp_path / "wide" / "points.csv")
    assert list(points.columns[:4]) == ["point", PLACES, "status", "error"]
    assert points[PLACES].tolist() == [4, 8] and points["status"].tolist() == ["ok", "ok"]
    assert "2 points, 2 replications each" in out


def test_a_failing_point_keeps_its_row_and_ends_with_1(said, tmp_path):
    written(tmp_path, "wide", f"sweep: {{points: {{none: {{{PLACES}: 0}}, some: {{{PLACES}: 4}}}}, as: list, replications: 2}}\n")
    code, out, _ = said("sweep", "wide.yaml", "--jobs", "1", "--out", "wide")
    assert code == 1
    assert pd.read_csv(tmp_path / "wide" / "points.csv")["status"].tolist() == ["failed", "ok"]
    assert "failed: none: " in out


def test_a_dry_sweep_lists_its_points(said, tmp_path):
    written(tmp_path, "wide", f"sweep: {{vary: {{{PLACES}: [4, 8]}}}}\n")
    code, out, _ = said("sweep", "wide.yaml", "--dry-run")
    assert code == 0 and "places=4" in out and "places=8" in out and "Nothing was run" in out


@pytest.mark.parametrize(
    ("varied", "name", "told"),
    [
        (PLACES, PLACES, "the sweep varies this"),
        ("hubs.any.pools.any.places", PLACES, "the sweep varies hubs.any.pools.any.places, and this with it"),
    ],
)
def test_a_sweep_refuses_to_set_what_it_varies(said, tmp_path, varied, name, told):
    written(tmp_path, "wide", f"sweep: {{vary: {{{varied}: [4, 8]}}}}\n")
    code, out, err = said("sweep", "wide.yaml", "--set", f"{name}=30")
    assert (code, out) == (2, "")
    assert err == f"--set {name}: {told}. Take --set out, or change the values in `sweep:`.\n"


def test_a_sweep_takes_settings_of_other_names(said, tmp_path):
    written(tmp_path, "wide", f"sweep: {{vary: {{{PLACES}: [4, 8]}}}}\n")
    assert said("sweep", "wide.yaml", "--set", "horizon=100 d", "--dry-run")[0] == 0


def test_a_dry_run_names_the_folder(said, tmp_path):
    written(tmp_path, "wide", f"sweep: {{vary: {{{PLACES}: [4, 8]}}, replications: 2}}\n")
    for command, file in (("run", "small.yaml"), ("sweep", "wide.yaml")):
        out = said(command, file, "--dry-run")[1]
        said(command, file, "--jobs", "1", *(["--reps", "2"] if command == "run" else []))
        (folder,) = (tmp_path / "results").glob(f"{file.removesuffix('.yaml')}-*")
        assert f"results would go to {folder.relative_to(tmp_path)}." in out
    assert "results would go to here/there." in said("run", "small.yaml", "--dry-run", "--out", "here/there")[1]


def test_a_scenario_without_sweep_is_bad_input(said):
    code, _, err = said("sweep", "small.yaml")
    assert code == 2 and "small has no `sweep:`" in err


NO_NURSE = "hubs: {camp: {teams: {nurse: {staff: 0}}, screening: {health: {team: nurse, time: {value: 30 min, status: assumed}}}}}\n"


def test_a_sweep_tells_each_warning_once(said, tmp_path):
    points = "a: {hubs.camp.teams.nurse.staff: 1}, b: {demand.lists.rate: 5 cases / month, horizon: 50 d}, c: {horizon: 40 d}"
    written(tmp_path, "wide", f"sweep: {{points: {{{points}}}, as: list}}\n")
    (tmp_path / "no-nurse.yaml").write_text(NO_NURSE)
    args = ("wide.yaml", "--with", "no-nurse.yaml")
    warnings = [line.removeprefix("  ") for line in said("validate", *args)[1].splitlines()[1:]]
    assert len(warnings) == 1 and "0 hours on duty" in warnings[0]
    _, _, err = said("sweep", *args, "--reps", "1", "--jobs", "1")
    of_points = (
        'warning, in 2 of 3 points, the first "b": wide.yaml:6:79: nobody can reach the stay limit of 60 d within the horizon. '
        "Lengthen the horizon to see who passes it"
    )
    assert err.splitlines() == [*warnings, of_points]
    assert said("run", *args, "--reps", "1", "--jobs", "1")[2].splitlines() == warnings


# --- show, schema, new ----------------------------------------------------------------------------------------------------


def test_more_than_two_scenarios_are_refused_with_advice(said):
    code, _, err = said("run", "a.yaml", "b.yaml", "c.yaml")
    assert code == 2
    assert err.endswith(
        "Error: Got unexpected extra argument (c.yaml). "
        "It compares two scenarios: for more, give them two by two, or vary one with `hubsim sweep`.\n"
    )


def test_no_command_is_cut_off_in_the_help(said):
    _, out, _ = said("--help")
    commands = out.partition("Commands:\n")[2]
    assert commands.count("\n") == 8 and "..." not in commands


def test_show_says_why_a_number_was_chosen(said):
    _, out, _ = said("show", "kosovo-us", "--assumed")
    assert out.splitlines()[0].split() == ["name", "value", "status", "source", "set", "by", "note"]
    assert "No start was announced." in out


def test_show_lists_value_evidence_and_who_set_it(said):
    code, out, _ = said("show", "small.yaml", "hubs.camp.pools")
    assert code == 0
    assert next(line for line in out.splitlines() if line.startswith("hubs.")).startswith("hubs.camp.pools.homes")
    assert "base" in out and "small" in out


def test_show_says_what_a_month_is_where_months_are_shown(said):
    assert said("show", "small.yaml", "demand")[1].endswith("A month is 30 days, a year 365.\n")
    assert "A month" not in said("show", "small.yaml", "hubs.camp.pools")[1]


def test_show_assumed_leaves_out_the_rest(said):
    rows = json.loads(said("show", "kosovo-us", "--assumed", "--json")[1])
    assert rows and {row["status"] for row in rows} == {"assumed"}


def test_show_assumed_says_how_its_rows_and_the_count_of_reports_go_together(said):
    _, out, _ = said("show", "kosovo-us", "--assumed")
    counts = said("validate", "kosovo-us")[1]
    facts = int(re.search(r"(\d+) assumed", counts)[1])
    choices = len(json.loads(said("show", "kosovo-us", "--assumed", "--json")[1])) - facts
    told = f"{facts} facts and {choices} choices of the planner are assumed; reports count the facts alone, because a planner may choose."
    assert choices > 0 and out.splitlines()[-1] == told
    assert said("show", "kosovo-us", "demand", "--assumed")[1].endswith(" facts are assumed.\n")


def test_show_json_has_its_keys(said):
    rows = json.loads(said("show", "kosovo-us", "agreement.total", "--json")[1])
    assert [list(row) for row in rows] == [["name", "value", "unit", "status", "source", "range", "set_by"]]
    assert (rows[0]["value"], rows[0]["unit"], rows[0]["status"], rows[0]["source"]) == (50, "people", "official", "us-K2")
    assert rows[0]["set_by"][0]["file"] == "scenarios/kosovo-us.yaml"


def test_show_suggests_the_nearest_name(said):
    code, _, err = said("show", "small.yaml", "hubs.campp.pools")
    assert code == 2 and 'Did you mean "hubs.camp.pools"?' in err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("places", 'There is no "places" in the scenario. Write the whole name: hubs.camp.pools.homes.places\n'),
        ("timeline", 'small says nothing about "timeline" (dated changes). It has '),
        ("agreement.end", 'small says nothing about "agreement.end" (end of the agreement). agreement has '),
        ("timelin", 'There is no "timelin" in the scenario. Valid: name, '),
    ],
)
def test_show_says_what_a_name_should_be(said, name, told):
    code, _, err = said("show", "small.yaml", name)
    assert code == 2 and err.startswith(told)


def test_schema_is_json(said):
    code, out, _ = said("schema")
    assert code == 0 and "horizon" in json.loads(out)["properties"]


def test_new_writes_a_scenario_that_validates_and_runs(said, tmp_path):
    assert said("new", "my-hub") == (0, "my-hub.yaml written. Next: hubsim validate my-hub.yaml\n", "")
    assert 10 <= len((tmp_path / "my-hub.yaml").read_text().splitlines()) <= 18
    assert said("validate", "my-hub.yaml")[0] == 0
    assert said("run", "my-hub.yaml", "--reps", "2", "--jobs", "1")[0] == 0


def test_new_like_extends_a_shipped_scenario_and_its_examples_are_right(said, tmp_path):
    assert said("new", "mine.yaml", "--like", "kosovo-us")[0] == 0
    path = tmp_path / "mine.yaml"
    assert "extends: kosovo-us" in path.read_text() and "places: 50" in path.read_text()
    assert "demand: {lists: {rate: {2025-06-11: 6 cases / month (3 to 10), 2026-06-11: 0 cases / month}}}" in path.read_text()
    lines = [line.removeprefix("# ") if ": {" in line else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")
    assert said("validate", "mine.yaml")[0] == 0


def test_new_has_a_charter_that_runs_once_its_mark_is_taken_away(said, tmp_path):
    said("new", "my-hub")
    path = tmp_path / "my-hub.yaml"
    path.write_text(path.read_text().replace("# charter: ", "charter: "))
    assert said("validate", "my-hub.yaml")[0] == 0
    out = said("run", "my-hub.yaml", "--reps", "2", "--jobs", "1")[1]
    assert "  charter: " in out and "every seat taken in " in out


def test_new_like_a_sweep_varies_whole_names(said, tmp_path):
    assert said("new", "mine", "--like", "tour")[0] == 0
    path = tmp_path / "mine.yaml"
    assert (
        "# sweep: {vary: {hubs.kosovo.pools.homes.places: [20, 30, 40], agreement.stay.limit: [6 months, 12 months]}}" in path.read_text()
    )
    path.write_text(path.read_text().replace("# sweep: ", "sweep: ").replace("[20, 30, 40]", "[10, 50]"))
    code, out, _ = said("sweep", "mine.yaml", "--dry-run", "--reps", "1")
    assert code == 0 and "4 points, 1 replication each" in out and "places=10" in out


def test_new_never_overwrites(said, tmp_path):
    code, _, err = said("new", "small")
    assert (code, err) == (2, "small.yaml exists and is not overwritten. Choose another name.\n")
    assert (tmp_path / "small.yaml").read_text() == TEXT


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("my hub",), '"my hub" cannot name a scenario. Use letters, digits and dashes, as in "my-hub".'),
        (("a", "--like", "kosovo-su"), 'There is no shipped scenario "kosovo-su". Did you mean "kosovo-us"?'),
        (("a", "--like", "base"), 'There is no shipped scenario "base". Valid: denmark-kosovo, italy-albania-2025, kosovo-us, '),
    ],
)
def test_new_refuses_what_it_cannot_write(said, args, told):
    code, _, err = said("new", *args)
    assert code == 2 and told in err


# --- words that do not exist, numbers that cannot be ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("vaildate", "small.yaml"), 'There is no command "vaildate". Did you mean "validate"?'),
        (("simulate",), "Valid: validate, run, sweep, check, show, report, schema, new."),
        (("run", "small.yaml", "--rep", "3"), "--reps"),
        (("run",), "Missing argument"),
        (("run", "small.yaml", "--reps", "many"), "many"),
        (("run", "small.yaml", "--reps", "0"), "0 replications are not possible."),
        (("run", "small.yaml", "--seed", "-1"), "seed -1 is out of range."),
        (("run", "small.yaml", "--jobs", "0"), "0 workers are not possible."),
        (("run", "small.yaml", "--set", "a.b"), '"a.b" is not a setting. Write it as a.dotted.name=value.'),
        (("run", "small.yaml", "--set", "a.b=1", "--set", "a.b=2"), "a.b is set twice. Say it once."),
        (("run", "small.yaml", "--set", f"{PLACES.replace('places', 'palces')}=2"), "palces"),
        (("run", "nowhere/small.yaml"), "nowhere/small.yaml"),
    ],
)
def test_bad_input_ends_with_2_and_says_what_to_do(said, args, told):
    code, out, err = said(*args)
    assert (code, out) == (2, "")
    assert told in err and "Traceback" not in err


def test_a_folder_that_cannot_be_made_is_told_before_the_work(said, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = said("run", "small.yaml", "--reps", "1000000", "--out", "file/below")
    assert code == 2
    assert err == f"file/below cannot be made: {tmp_path / 'file'} is not a folder that may be written. Choose another folder with --out.\n"


def test_a_disk_that_fails_is_told_in_a_line(said, monkeypatch):
    def full(study, folder):
        raise OSError(28, "No space left on device", str(folder))

    monkeypatch.setattr("sim.report.folder.EXTRAS", (full,))
    code, _, err = said("run", "small.yaml", "--reps", "1", "--jobs", "1")
    assert code == 1 and len(err.splitlines()) == 1
    assert "No space left on device. Make room and give the same command again: replications that are finished are kept." in err


# --- as a process ---------------------------------------------------------------------------------------------------------


def command(*args):
    return [sys.executable, "-m", "sim", *args]


def test_help_imports_nothing_heavy():
    code = (
        "import sys, sim, sim.cli; print(sorted({'pandas', 'numpy', 'pydantic', 'simpy', 'rich', 'joblib', 'ruamel'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_one_line_and_nothing_half_written(tmp_path, jobs):
    path = written(tmp_path)
    started = command("run", str(path), "--reps", "100000", "--jobs", jobs, "--out", str(tmp_path / "out"))
    process = subprocess.Popen(
        started, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=hears_ctrl_c
    )
    while not list(tmp_path.glob(".blocks/**/*.block")) and process.poll() is None:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, "", STOPPED)
    assert sorted(one.name for one in tmp_path.iterdir()) == [".blocks", "small.yaml"]


def test_ctrl_c_before_anything_is_imported(tmp_path):
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    path = os.pathsep.join([str(tmp_path), *(one for one in [os.environ.get("PYTHONPATH")] if one)])
    done = subprocess.run(
        command("validate", "kosovo-us"), capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, preexec_fn=hears_ctrl_c
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", STOPPED_AT_ONCE)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
@pytest.mark.parametrize("args", [("--help",), ("show", "kosovo-us", "--json")])
def test_a_full_disk_behind_the_output_is_told_in_a_line(args):
    with open("/dev/full", "w") as full:
        done = subprocess.run(command(*args), stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr == "The disk: No space left on device. Make room and give the same command again.\n"


def test_the_first_line_alone_is_no_error():
    """`hubsim schema | head -1`."""
    process = subprocess.Popen(command("schema"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "{\n"
    process.stdout.close()
    assert process.stderr.read() == ""
    process.wait(timeout=20)


def test_a_closed_pipe_is_no_error():
    process = subprocess.Popen(command("schema"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=20)
