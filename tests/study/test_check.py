"""Regression: baselines, verdicts, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.cli import _run
from sim.errors import HubsimError
from sim.report.check import MEANING, junit, markdown, told
from sim.study import baseline as baselines
from sim.study.baseline import made_from, powered_margins, written
from sim.study.check import MOVED, ROUNDED, SAME, WITHIN, Move, Verdict, judge
from sim.study.replications import run
from tests.study.small import TEXT, small
from tests.study.small import written as write_small


@pytest.fixture(scope="module")
def result():
    return run(small(), 6, jobs=1, keep=True)


@pytest.fixture(scope="module")
def baseline(result):
    return made_from(result, "small.yaml")


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    write_small(tmp_path)

    def run(*args):
        code = _run(args)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_same_build_gives_the_same_numbers(baseline, result):
    verdict = judge(baseline, result)
    assert (verdict.status, verdict.moves, verdict.parting) == (SAME, (), None)
    assert not verdict.failed(exact=True)


def test_a_baseline_reads_back_as_it_was_written(baseline, tmp_path, result):
    path = baselines.save(baseline, tmp_path)
    again = baselines.read(path)
    assert written(again) == written(baseline) == path.read_text()
    assert judge(again, result).status == SAME
    assert [p.name for p in tmp_path.iterdir()] == ["small.json"]


def test_a_baseline_is_small_sorted_and_one_line_a_metric(baseline):
    text = written(baseline)
    lines = [line for line in text.splitlines() if '"margin"' in line]
    assert len(lines) == len(baseline.metrics)
    assert lines == sorted(lines)
    assert len(text) < 60_000


@pytest.mark.parametrize("name", ["regression", "kosovo-us"])
def test_committed_baselines_are_small(name):
    assert len((baselines.Path("results/baselines") / f"{name}.json").read_bytes()) < 60_000


def test_margins_grow_with_the_spread_and_are_zero_where_nothing_varies():
    values = {"a": np.arange(20.0), "b": 2 * np.arange(20.0), "c": np.full(20, 3.0)}
    margins = powered_margins(values)
    assert margins["b"] == pytest.approx(2 * margins["a"], rel=0.01)
    assert margins["c"] == 0.0


def test_numbers_that_moved_are_named_with_the_stage_and_a_case(baseline):
    fewer = run(small(**{"hubs.camp.pools.homes.places": "1 person"}), 6, jobs=1, keep=True)
    verdict = judge(baseline, fewer)
    assert verdict.status in (MOVED, WITHIN) and verdict.failed(exact=True)
    assert verdict.scenario_changed == (baseline.hash, fewer.scenario.hash)
    text = told(verdict, exact=True)
    assert text.startswith(f"FAILED  small.yaml: {MEANING[verdict.status]} (")
    says = "  the scenario itself has changed, and numbers may move because of it: "
    assert text.splitlines()[1] == f"{says}hubs.camp.pools.homes.places: {baseline.inputs['hubs.camp.pools.homes.places']} -> 1 person"
    older = told(judge(replace(baseline, inputs={}), fewer), exact=True)
    assert older.splitlines()[1] == f"{says}{baseline.hash} -> {fewer.scenario.hash}"
    assert "the journeys part at the stage `" in text and "for example case " in text
    assert "its margin of" in text


def test_other_luck_is_judged_by_margins_alone(baseline):
    verdict = judge(baseline, run(small(), 6, seed=9, jobs=1, keep=True))
    assert verdict.parting is None
    assert verdict.status in (ROUNDED, MOVED)


def test_a_move_is_within_only_if_its_whole_interval_is():
    inside = Move("people.arrived", 10, 10.5, 0.1, 0.9, 1.0, 60, 0, 0)
    assert inside.within
    for beyond in (
        Move("people.arrived", 10, 10.5, 0.1, 1.1, 1.0, 60, 0, 0),
        Move("people.arrived", 10, 9.5, -1.1, 0.1, 1.0, 60, 0, 0),
        Move("people.arrived", 10, 10.5, 0.1, 0.9, 1.0, 60, 0, 3),
    ):
        assert not beyond.within


def with_overtime(result, seconds):
    """The result with so many seconds of overtime in each replication."""
    pairs = zip(result.measures, seconds, strict=True)
    return replace(result, measures=tuple(replace(m, values={**m.values, "team.nurse.overtime": s / 3600}) for m, s in pairs))


@pytest.mark.parametrize(
    ("seconds", "status"),
    [([0] * 6, SAME), ([3, 0, 0, 0, 0, 0], WITHIN), ([59] * 6, WITHIN), ([61] * 6, MOVED), ([300, 0, 0, 0, 0, 0], MOVED)],
)
def test_seconds_of_a_length_that_never_varied_are_no_finding_and_rare_minutes_are(result, seconds, status):
    before = made_from(with_overtime(result, [0] * 6), "small.yaml")
    assert before.metrics["team.nurse.overtime"].margin == 0.0
    verdict = judge(before, with_overtime(result, seconds))
    assert (verdict.status, verdict.failed(exact=True)) == (status, status != SAME)


def test_a_count_that_never_varied_has_no_smallest_margin(baseline, result):
    still = {**baseline.metrics, "outcome.died": baselines.Guarded(np.full(6, 1e-3), 0.0)}
    assert judge(replace(baseline, metrics=still), result).status == MOVED


def test_junit_and_markdown():
    move = Move("people.arrived", 10, 12, 1.5, 2.5, 1.0, 60, 0, 0)
    verdicts = [Verdict("a.yaml", MOVED, (move,), 5, 60, 1), Verdict("b.yaml", SAME, (), 5, 60, 1)]
    suites = ElementTree.fromstring(junit(verdicts, exact=False))
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in suites] == [("a.yaml", "2", "2"), ("b.yaml", "1", "0")]
    page = markdown(verdicts, exact=False)
    assert "| a.yaml | ❌ moved | 5 | 60 |" in page and "| b.yaml | ✅ same | 5 | 60 |" in page
    assert "people.arrived: 10 -> 12 people, difference +2 (90 % interval +1.5 to +2.5), BEYOND its margin of 1" in page


def test_a_move_within_the_margin_is_not_said_to_be_beyond_it():
    wide = Move("people.arrived", 10, 10.9, 0.1, 1.7, 1.0, 60, 0, 0)
    page = markdown([Verdict("a.yaml", MOVED, (wide,), 5, 60, 1)], exact=False)
    assert "NOT SHOWN to be within its margin of 1" in page and "BEYOND" not in page


def test_what_is_checked_is_the_file_that_is_named(said, tmp_path):
    said("check", "small.yaml", "--baselines", "b", "--update", "--reps", "4", "--jobs", "1")
    other = tmp_path / "mine" / "small.yaml"
    other.parent.mkdir()
    other.write_text((tmp_path / "small.yaml").read_text().replace("places: 6", "places: 1"))
    assert said("check", "small.yaml", "--baselines", "b", "--jobs", "1")[0] == 0
    assert said("check", "mine/small.yaml", "--baselines", "b", "--jobs", "1")[0] == 1


def test_check_on_the_command_line(said, tmp_path):
    code, _, err = said("check", "small.yaml", "--baselines", "b")
    assert code == 2
    assert err == "b/small.json: there is no baseline. Make one with `hubsim check SCENARIO --update`, look at it, and commit it.\n"

    code, out, _ = said("check", "small.yaml", "--baselines", "b", "--update", "--reps", "4", "--jobs", "1")
    assert (code, out) == (0, "Baseline: b/small.json. Look at its diff before you commit it.\n")

    code, out, _ = said("check", "small.yaml", "--baselines", "b", "--jobs", "1", "--junit", "out/j.xml", "--markdown", "out/m.md")
    assert code == 0 and out.startswith("ok  small.yaml: every number is the same (")
    assert (tmp_path / "out" / "j.xml").read_text().startswith("<?xml") and (tmp_path / "out" / "m.md").exists()

    write_small(tmp_path, "small", "").write_text(TEXT.replace("places: 6", "places: 1"))
    code, out, _ = said("check", "small.yaml", "--baselines", "b", "--jobs", "1", "--exact")
    assert code == 1 and out.startswith("FAILED  small.yaml: ")


def test_all_baselines_are_not_written_where_versions_are_not_known(said, tmp_path, monkeypatch):
    args = ("--baselines", "b", "--update", "--reps", "2", "--jobs", "1")
    said("check", "small.yaml", *args)
    before = (tmp_path / "b" / "small.json").read_bytes()
    monkeypatch.setattr("sim.study.check.versions", lambda: {"python": "3.11", "hubsim": "not installed", "numpy": "2"})
    code, out, err = said("check", *args)
    assert (code, out) == (2, "")
    assert err == (
        "hubsim is not installed here, so all baselines would lose the versions that they were made with. "
        "Install it (make install), or name the files: hubsim check FILE... --update\n"
    )
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["small.json"]
    assert (tmp_path / "b" / "small.json").read_bytes() == before
    assert said("check", "small.yaml", *args)[0] == 0


def test_what_is_no_baseline_is_refused(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(HubsimError, match="this is no baseline"):
        baselines.read(tmp_path / "x.json")
