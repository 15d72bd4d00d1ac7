"""What is near a warning and none; what each one says stands in bad_scenarios/warn_*."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.load import load

GOOD = Path(__file__).parents[1] / "bad_scenarios" / "good.yaml"


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
