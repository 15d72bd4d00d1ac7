"""Slips of planners, who come from Excel, Word and other calendars: what each is told, word for word."""

# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import BadScenario
from sim.scenario.load import load
from sim.scenario.values import read_money

GOOD = Path(__file__).parents[1] / "bad_scenarios" / "good.yaml"

SLIPS = {
    "hubs: {camp: {pools: {homes: {places: \u201c30\u201d}}}}\n": '2:39: hubs.camp.pools.homes.places has the curly quote \u201c (U+201C). Type "',
    "agreement:\n  total: 30\xa0people\n": "3:10: agreement.total has a non-breaking space (U+00A0). Type a plain space",
    "agreement:\n\xa0\xa0total: 30 people\n": '3:1: the key "\\xa0\\xa0total" has a non-breaking space (U+00A0). Type a plain space',
    "agreement:\n  total\xa0: 30 people\n": '3:3: the key "total\\xa0" has a non-breaking space (U+00A0). Type a plain space',
    "agreement: {total: '30 people\u2019}\n": "2:20: this line has the curly quote \u2019 (U+2019). Type '",
    "classes: {single: {share: 70\u202f%}}\n": "2:27: classes.single.share has a narrow non-breaking space (U+202F). Type a plain space",
    "classes: {single: {share: 0,7}}\n": '2:29: "7" has no value. A comma in {...} parts two entries: write a number with a point (0.7), large ones without a comma (10000)',
    "agreement:\n  total: 1.000 people\n": '3:10: agreement.total: "1.000 people" could be 1 or 1000. Write "1000", or "1"',
    "agreement:\n  total: 20-30 people\n": '3:10: agreement.total: "20-30 people" is two numbers. Write one, with the range after it, as in "60 % (30 to 90)"',
    "agreement:\n  total: 20\u201330 people\n": "3:10: agreement.total has the dash \u2013 (U+2013). Type -",
    "classes:\n  single:\n    share: 60 - 70 %\n": '4:12: classes.single.share: "60 - 70 %" is two numbers. Write one, with the range after it, as in "60 % (30 to 90)"',
    "agreement: {total: 1,000 people}\n": '2:22: "000 people" has no value. A comma in {...} parts two entries: write a number with a point (0.7), large ones without a comma (10000)',
    "agreement:\n  total: 50 people\n   standing: 20 people\n": "4:12: this key stands deeper than the line above, which has a value already. Let keys of one block begin in one column",
    "agreement:\n  total:50 people\n": '3:3: "total:50 people" is no `key: value`. Write total: 50 people, with a space after the colon',
    "agreement:\n  total = 50 people\n": '3:3: "total = 50 people" is no `key: value`. Write total: 50 people, with a space after the colon',
    "demand: {lists: {rate: 4 cases per month}}\n": '2:24: demand.lists.rate: "4 cases per month" says per. Write "/", as in "1 case / month"',
    "services: {homeward: {leaves: weekly}}\n": "2:31: services.homeward.leaves is one value, not a block. Write `key: value` lines below it, or {...} with every, first, dates, with, or_after",
    "agreement: {stay: {limit: 6 months}, then: release}\n": '2:38: unknown key "then" in agreement. It belongs into agreement.stay: check the indentation',
    "hubs: {camp: {teams: {nurse: {on_duty: Mon\u2013Fri 08:00\u201316:00}}}}\n": "2:40: hubs.camp.teams.nurse.on_duty has the dash \u2013 (U+2013). Type -",
    "agreement: {stay: {then: \u201crelease\u201d}}\n": '2:26: agreement.stay.then has the curly quote \u201c (U+201C). Type "',
    "hubs: {camp: {places: 30}}\n": '2:15: unknown key "places" in hubs.camp. It belongs into hubs.camp.pools.homes: check the indentation',
    "hubs: {camp: {pools: {homes: {for: \u201csingle\u201d}}}}\n": '2:36: hubs.camp.pools.homes.for has the curly quote \u201c (U+201C). Type "',
    "start: 2025\u201103\u201101\n": "2:8: start has the dash \u2011 (U+2011). Type -",
    "places: 30\n": '2:1: unknown key "places" in the scenario. It belongs into hubs.camp.pools.homes: check the indentation',
    "pools: {homes: {places: 30}}\n": '2:1: unknown key "pools" in the scenario. It belongs into hubs.camp: check the indentation',
    'hubs: {camp: {pools: {"homes\u201d: {places: 3}}}}\n': '2:23: this line has the curly quote \u201d (U+201D). Type "',
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_told(slip, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_bytes(GOOD.read_bytes())
    (tmp_path / "q.yaml").write_text("extends: ./good.yaml\n" + slip, encoding="utf-8")
    with pytest.raises(BadScenario) as caught:
        load("q.yaml")
    assert str(caught.value) == f"q.yaml:{SLIPS[slip]}"


def test_words_between_curly_quotes_are_words(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_text(GOOD.read_text(encoding="utf-8").replace("why: ", "why: \u201cso\u201d \u2013 "), encoding="utf-8")
    assert load(path).why.startswith("\u201cso\u201d \u2013 ")


def test_an_extends_that_is_misspelt(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_text("extend: ./good.yaml\n")
    with pytest.raises(BadScenario) as caught:
        load(path)
    assert str(caught.value).endswith('q.yaml:1:1: unknown key "extend" in the scenario. Did you mean "extends"?')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\u20ac100 / day", 'has a sign of money: write three letters after the number, as in "100 EUR / day"'),
        ("100 euro per day", 'says per: write "/", as in "1 case / month"'),
    ],
)
def test_money_as_people_write_it(text, told):
    with pytest.raises(ValueError) as caught:
        read_money(text)
    assert str(caught.value) == f'"{text}" {told}'
