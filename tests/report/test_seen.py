"""What was seen in reality, on the command line."""

import pytest

from sim.report import console
from sim.report.given import Given
from sim.scenario.load import loads
from sim.study.compare import compare
from sim.study.replications import run
from tests.study.small import TEXT

OBSERVED = "observed: {early: {date: 2026-01-20, what: arrived, low: 900 people, high: 900 people, status: assumed}}\n"


@pytest.fixture(scope="module")
def seen():
    return run(loads(TEXT + OBSERVED), reps=2, jobs=1)


def texts(done, folder):
    return [part for part in console.study(done, folder, Given(("camp.yaml",))) if isinstance(part, str)]


def test_it_stands_beside_the_numbers(seen, tmp_path):
    told = next(part for part in texts(seen, tmp_path) if part.startswith("Beside what was seen"))
    assert "900 people had arrived" in told and "more than nine runs in ten give" in told


def test_nothing_is_said_where_nothing_was_seen(tmp_path):
    assert not any("seen" in part for part in texts(run(loads(TEXT), reps=2, jobs=1), tmp_path))


def test_of_two_scenarios_each_is_named(seen, tmp_path):
    other = run(loads(TEXT.replace("name: small", "name: other") + OBSERVED), reps=2, jobs=1)
    heads = [part.splitlines()[0] for part in texts(compare(seen, other), tmp_path) if part.startswith("Beside")]
    assert heads == ["Beside what was seen: small", "Beside what was seen: other"]
