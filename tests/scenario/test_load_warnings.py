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
    "work on documents that is too much": (
        {"hubs.camp.teams.clerk": "{staff: 1, on_duty: Mon 08:00-10:00}", "destinations.slow.documents.work": "{team: clerk, time: 6 h}"},
        "hubs.camp.teams.clerk.staff",
        "clerk has 2.24 hours of work in a mean week and 2 hours on duty. Its list will grow as long as people come: is this meant?",
    ),
    "team below its minimum": (
        {"hubs.camp.teams.guards": "{staff: 2, minimum: 3}"},
        "hubs.camp.teams.guards.minimum",
        "guards has a minimum of 3 and 2 people: it is short whenever it is on duty. Its hours short are counted: is this meant?",
    ),
    "stay limit beyond the horizon": (
        {"horizon": "12 months"},
        "agreement.stay.limit",
        "nobody can reach the stay limit of 12 months within the horizon. Lengthen the horizon to see who passes it",
    ),
    "stay that nobody can reach": (
        {"safeguards.long": "{stay: 3 years}"},
        "safeguards.long.stay",
        "nobody can reach 3 years of long within the horizon. Lengthen the horizon to see whether it breaks",
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
    "cohorts outside the run": (
        {"demand.charter": "{kind: cohorts, dates: {2024-12-01: 9 people, 2025-02-01: 9 people, 2026-12-22: 9 people}}"},
        "demand.charter.dates",
        "2 of 3 dates of charter lie outside the run (2025-01-01 to 2026-12-22): 2024-12-01, 2026-12-22. "
        "Nobody comes on them: is this meant?",
    ),
    "backlog after the horizon": (
        {"demand.old": "{kind: backlog, cases: 9 cases, from: 2027-01-01}"},
        "demand.old.from",
        "old is listed from 2027-01-01 on, after the horizon (2026-12-22). Nobody is listed: is this meant?",
    ),
    "charters outside the run": (
        {"services.inbound.leaves": "{with: none, or_after: none, dates: [2024-01-01, 2024-01-02, 2024-01-03, 2024-01-04, 2025-03-01]}"},
        "services.inbound.leaves.dates",
        "4 of 5 dates of inbound lie outside the run (2025-01-01 to 2026-12-22): 2024-01-01, 2024-01-02, 2024-01-03 and 1 more. "
        "Nothing leaves on them: is this meant?",
    ),
    "first departure after the horizon": (
        {"services.homeward.leaves.first": "2027-01-01"},
        "services.homeward.leaves.first",
        "homeward first leaves on 2027-01-01, after the horizon (2026-12-22). Nothing leaves: is this meant?",
    ),
    "pool that opens too late": (
        {"hubs.camp.pools.homes.opens": "2027-01-01"},
        "hubs.camp.pools.homes.opens",
        "homes opens on 2027-01-01, after the horizon (2026-12-22). Nobody will live there: is this meant?",
    ),
    "tranche after the horizon": (
        {"costs.items.tranche": "{amount: 9 EUR, date: 2026-12-22}"},
        "costs.items.tranche.date",
        "tranche is paid on 2026-12-22, after the horizon (2026-12-22). It is not counted: is this meant?",
    ),
    "fee that begins after the horizon": (
        {"costs.items.place": "{price: 9 EUR / day, from: 2027-01-01}"},
        "costs.items.place.from",
        "place holds from 2027-01-01 on, after the horizon (2026-12-22). It does nothing: is this meant?",
    ),
    "cap that ends before the start": (
        {"costs.items.cap": "{amount: 9 EUR, until: 2024-12-31}"},
        "costs.items.cap.until",
        "cap holds until 2024-12-31, before the start. It does nothing: is this meant?",
    ),
    "safeguard beside the stay limit": (
        {"safeguards.lawful_stay": "{from: arrived, to: left, within: 18 months}"},
        "safeguards.lawful_stay.within",
        "lawful_stay allows a stay of 18 months, and agreement.stay.limit is 12 months. Is this meant? Else make them equal",
    ),
    "rates that drawn dates may bring together": (
        {
            "timeline.a": "{date: 2025-03-01, lasts: 30 d, set: {demand.lists.rate: 2 cases / month}}",
            "timeline.b": "{after: a, delay: {shape: uniform, low: 0 d, high: 60 d}, set: {demand.lists.rate: 1 case / month}}",
        },
        "timeline.b.set",
        "a and b may change demand.lists.rate at one time. Then their cuts multiply and their rises add: is this meant?",
    ),
    "source of nowhere": (
        {"agreement.total": "{value: 90 people, source: press-9, status: reported}"},
        "agreement.total",
        'no sources.yaml has the source press-9. To explain it, write press-9: "publication, date, address" in a sources.yaml '
        "beside the file",
    ),
    "source in other letters": (
        {"agreement.total": "{value: 90 people, source: US-k2, status: reported}"},
        "agreement.total",
        'no sources.yaml has the source US-k2. To explain it, did you mean "us-K2"? Else write US-k2: "publication, date, address" '
        "in a sources.yaml beside the file",
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


def test_a_safeguard_may_count_all_extensions_of_the_stay():
    extended = {
        f"agreement.stay.{key}": value for key, value in {"then": "extend", "by": "3 months", "times": 2, "else": "release"}.items()
    }
    assert load(GOOD, settings={**extended, "safeguards.long": "{stay: 18 months}"}).warnings == ()
    assert len(load(GOOD, settings={**extended, "safeguards.long": "{stay: 15 months}"}).warnings) == 1


GAPS = {
    "one after the other": ("{date: 2025-03-01, lasts: 30 d, set: %s}", "{date: 2025-03-31, set: %s}"),
    "the second ends first": ("{date: 2025-05-01, set: %s}", "{date: 2025-03-01, lasts: 61 d, set: %s}"),
    "after the first, when it is over": ("{date: 2025-03-01, lasts: 30 d, set: %s}", "{after: a, delay: 30 d, set: %s}"),
}


@pytest.mark.parametrize("name", GAPS)
def test_rates_that_follow_each_other_are_fine(name):
    first, second = GAPS[name]
    rate = "{demand.lists.rate: 2 cases / month}"
    assert load(GOOD, settings={"timeline.a": first % rate, "timeline.b": second % rate}).warnings == ()


def test_a_source_may_be_explained_beside_the_file(tmp_path):
    mine = tmp_path / "mine.yaml"
    text = GOOD.read_text(encoding="utf-8")
    mine.write_text(text.replace("total: 200 people", "total: {value: 200 people, source: press-9, status: official}"), encoding="utf-8")
    assert [one.line for one in load(mine).warnings] == [8]
    (tmp_path / "sources.yaml").write_text("press-9: Somebody, 2025\n")
    assert load(mine).warnings == ()


@pytest.mark.parametrize("source", ["us-K2", "us-K2, us-K4 ; eu-S21", "A letter of the ministry"])
def test_sources_that_are_known_or_no_keys(source):
    total = f'{{value: 200 people, source: "{source}", status: official}}'
    assert load(GOOD, settings={"agreement.total": total}).warnings == ()
