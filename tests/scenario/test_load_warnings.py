"""What can be run but cannot come out as meant: one warning each, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.load import load

GOOD = Path(__file__).parents[1] / "bad_scenarios" / "good.yaml"

WARNINGS = {
    "team with too much work": (
        {"hubs.camp.screening.health.time": "7 h", "demand.lists.rate": "30 cases / month", "agreement.total": "none"},
        "hubs.camp.teams.nurse.staff",
        "nurse has 49 hours of work in a mean week and 40 hours on duty. Its list will grow as long as people come: is this meant?",
    ),
    "team without staff": (
        {"hubs.camp.teams.nurse.staff": "0"},
        "hubs.camp.teams.nurse.staff",
        "nurse has 0.467 hours of work in a mean week and 0 hours on duty. Its list will grow as long as people come: is this meant?",
    ),
    "stay limit beyond the horizon": (
        {"horizon": "12 months"},
        "agreement.stay.limit",
        "nobody can reach the stay limit of 12 months within the horizon. Lengthen the horizon to see who passes it",
    ),
    "safeguard beyond the horizon": (
        {"safeguards.judge": "{from: arrived, to: left, within: 3 years}"},
        "safeguards.judge.within",
        "nobody can reach 3 years of judge within the horizon. Lengthen the horizon to see whether it breaks",
    ),
    "window before the start": (
        {"agreement.intake": "{from: 2024-01-01, until: 2024-12-31}"},
        "agreement.intake.until",
        "the intake window closes on 2024-12-31, before the start. Nobody will come: is this meant?",
    ),
    "window after the horizon": (
        {"agreement.intake": "{from: 2028-01-01, until: 2028-12-31}"},
        "agreement.intake.from",
        "the intake window opens on 2028-01-01, after the horizon. Nobody will come: is this meant?",
    ),
    "window longer than the run": (
        {"agreement.intake.until": "2028-12-31"},
        "agreement.intake.until",
        "the intake window closes on 2028-12-31, after the horizon (2026-12-22). Lengthen the horizon to see all who come",
    ),
    "rate below the total": (
        {"agreement.rate": "10 people / 30 d"},
        "agreement.rate",
        "the rate lets in 130 people at most while the window is open, fewer than the total of 200. "
        "The total cannot be filled: is this meant?",
    ),
    "overflow of nothing": (
        {"hubs.camp.policy.when_full": "overflow"},
        "hubs.camp.policy.when_full",
        "when_full: overflow, and no pool tolerates extra people. Give a pool overflow: 5 people",
    ),
    "act after the horizon": (
        {"timeline.stop": "{date: 2030-01-01, suspend: transfers}"},
        "timeline.stop.date",
        "stop comes on 2030-01-01, after the horizon (2026-12-22). It will not happen: is this meant?",
    ),
    "seen outside the run": (
        {"observed.then": "{date: 2024-01-01, what: arrived, low: 1, high: 2}"},
        "observed.then.date",
        "then was seen on 2024-01-01, outside the run. It cannot be shown beside the model",
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_warns(name):
    settings, _, words = WARNINGS[name]
    said = [f"{one.what}. {one.to_do}" for one in load(GOOD, settings=settings).warnings]
    assert words in said
    assert len(said) <= 2


def test_a_warning_has_its_place(monkeypatch):
    monkeypatch.chdir(GOOD.parent)
    warning, *_ = load("good.yaml", settings={"horizon": "12 months"}).warnings
    assert str(warning).startswith("good.yaml:10:17: nobody can reach the stay limit")


def test_more_listed_than_the_total_lets_in_is_no_warning():
    assert load(GOOD, settings={"demand.lists.rate": "30 cases / month"}).warnings == ()
