"""What a planner reads first."""

from math import inf, nan

import pytest
from rich.console import Console

from sim.report import answers
from sim.report.console import progress
from sim.study.compare import compare
from sim.study.points import as_settings, plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import small, written


@pytest.fixture(scope="module")
def result():
    return run(small(), reps=10, jobs=1)


def shown(parts, width=160):
    console = Console(width=width, highlight=False, markup=False, no_color=True, force_terminal=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


def line(text, start):
    return next(one for one in text.splitlines() if one.startswith(start))


def test_a_line_has_estimate_interval_range_and_remark(result):
    words = line(shown(answers.of_result(result)), "people who ever came").split("  ")
    estimate, interval, spread, said = (word.strip() for word in words[1:] if word.strip())
    assert estimate.endswith(" people") and " to " in interval and " to " in spread
    assert said == "never all 20" or said.startswith("all 20 in ")


def test_people_inside_are_held_against_the_usable_places(result):
    assert "never above 6 usable places" in line(shown(answers.of_result(result)), "most people inside at one time")


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_window(result, width):
    assert max(map(len, shown(answers.of_result(result), width).splitlines())) <= width


def test_what_holds_are_the_three_largest_stages(result):
    lines = answers.holds(result).splitlines()
    assert lines[0] == "What holds people" and 2 <= len(lines) <= 4
    shares = [float(one.split(" %")[0].replace("under", "")) for one in lines[1:]]
    assert shares == sorted(shares, reverse=True)


def test_what_breaks_names_safeguards_or_says_there_are_none(result):
    assert "no safeguards declared" in answers.breaks(result)
    kept = small(safeguards="{home: {from: arrived, to: left, within: 1 d, status: assumed}}")
    told = answers.breaks(run(kept, reps=4, jobs=1))
    assert "home (from arrived to left within 1 d): " in told and "no safeguards" not in told


def test_nobody_inside_is_said_so():
    empty = run(small(demand__lists__rate="0 cases / month"), reps=3, jobs=1)
    text = shown(answers.of_result(empty))
    assert "What holds people: nobody was inside." in text
    assert "undefined in 3 of 3 runs" in text or "never in 100 % of runs" in text


def test_usable_places_are_rounded_down_as_the_hub_does():
    assert answers.usable_places(run(small(hubs__camp__pools__homes__usable="90 %"), reps=1, jobs=1)) == 5


def test_one_replication_has_no_interval_and_says_so():
    assert " – " in line(shown(answers.of_result(run(small(), reps=1, jobs=1))), "people listed")


def test_a_difference_says_what_is_higher_and_what_is_the_same(result):
    text = shown(answers.of_difference(compare(result, run(small(hubs__camp__pools__homes__places=3), reps=10, jobs=1))))
    assert line(text, "people listed").rstrip().endswith("the same")
    assert line(text, "most people inside at one time").rstrip().endswith("lower")
    assert "What holds people: small" in text


@pytest.mark.parametrize(
    ("difference", "low", "high", "better", "said"),
    [
        (0.0, 0.0, 0.0, None, "the same"),
        (0.0, nan, nan, None, "the same"),
        (nan, nan, nan, None, ""),
        (1.0, -1.0, 3.0, "lower", "no clear difference"),
        (2.0, 1.0, 3.0, None, "higher"),
        (2.0, 1.0, 3.0, "lower", "higher: worse"),
        (-2.0, -3.0, -1.0, "lower", "lower: better"),
        (2.0, 1.0, inf, "higher", "higher: better"),
    ],
)
def test_a_verdict_is_what_the_interval_says(difference, low, high, better, said):
    assert answers.verdict({"difference": difference, "ci_low": low, "ci_high": high}, better) == said


def test_a_sweep_has_a_line_for_every_point(tmp_path):
    points = {"empty": {"hubs.camp.pools.homes.places": 0}, "some": {"hubs.camp.pools.homes.places": 4}}
    text = shown(answers.of_sweep(sweep(plan(written(tmp_path), settings=as_settings(points=points), reps=2), jobs=1)))
    assert "failed: empty: " in text
    assert line(text, "4 ").count("people") >= 2


def test_progress_is_silent_without_a_terminal(capsys):
    with progress("small", 10) as told:
        told(10)
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_terminal_shows_the_time_left(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress("small", 10) as told:
        told(5)
    out, err = capsys.readouterr()
    assert out == "" and "5/10" in err and "time left" in err
