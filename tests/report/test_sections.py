"""Who comes of those listed and where the hours of staff go: on the page where a scenario says anything about them; what else it says."""

from __future__ import annotations

import html
import re

import pytest

import sim
from sim.report import funnel
from sim.report.answers import holds
from sim.report.page import coming, first, page, short, staff
from sim.report.page.planner import causes
from sim.report.sentences import number

TEXT = """
name: sections
extends: base
start: 2026-01-01
horizon: 200 d
agreement: {}
classes: {single: {share: 100 %, size: 1}}
destinations: {home: {share: 100 %, documents: 5 d}}
demand: {lists: {kind: backlog, cases: 12}}
selection: {filters: {age: {passes: 60 %}}}
services:
  homeward: {from: camp, to: home, for: both, leaves: {every: 7 d}, seats: 4, travel: 5 h}
  back: {from: camp, to: sender, for: both, leaves: {every: 10 d}, seats: 2, travel: 5 h, cancelled: 50 %}
hubs:
  camp:
    teams: {guard: {staff: 4, on_duty: always, minimum: 2}, nurse: {staff: 1, on_duty: always}}
    screening: {health: {team: nurse, time: 1 h, sent_back: 40 %}}
    pools: {homes: {places: 20}}
    clocks: {served: {kind: notice, length: 30 d}}
safeguards:
  soon: {from: send_back, to: left, within: 1 d}
  doctor: {from: arrived, to: health, within: 100 d}
  children: {stay: 0 d, of: minors}
costs: {currency: EUR, items: {beds: {kind: place, price: 10 EUR / day}}}
"""


@pytest.fixture(scope="module")
def result():
    return sim.run(sim.loads(TEXT), reps=4, jobs=1)


@pytest.fixture(scope="module")
def plain():
    return sim.run(sim.load("regression"), reps=2, jobs=1)


def texts(one):
    return {row[0].text: [cell.text for cell in row[1:]] for row in one.groups[0].rows}


def test_the_stages_are_those_of_the_command_line(result):
    shown = texts(coming.listed(result))
    assert shown == {one.words: [one.people, one.share, one.behind] for one in funnel.stages(result)}
    stopped = result.estimate("funnel.filtered.age")
    assert 0 < stopped < 12 and shown["listed"][:2] == ["12", "100 %"] and shown["passed by all filters"][2] == f"age {number(stopped, '')}"


def test_the_hours_of_a_team_add_up(result):
    shown = texts(staff.hours(result))
    assert list(shown) == ["guard"], "the nurse is bound by nothing"
    assert shown["guard"] == ["19,200", "9600", "0", "9600", "50 %", "0", "0 %", "2"]


def test_both_are_sections_of_the_page_with_the_breaches_beside(result):
    shown = page(result)
    assert '<section id="listed">' in shown and '<a href="#listed">' in shown
    section = html.unescape(shown.split('<section id="staff">')[1].split("</section>")[0])
    assert "With this staff: " in section and "at least one safeguard broken" in section


def test_where_there_is_nothing_of_them_they_are_left_out(plain):
    assert coming.listed(plain) is None and staff.hours(plain) is None
    assert 'id="listed"' not in page(plain) and 'href="#staff"' not in page(plain)


def test_a_pair_has_them_for_each_side(result):
    shown = page(sim.compare(sim.loads(TEXT), sim.loads(TEXT.replace("minimum: 2", "minimum: 3")), reps=2, jobs=1))
    assert shown.count('<table class="funnel">') == shown.count('<table class="staff">') == shown.count("With this staff: ") == 2


def test_what_is_broken_in_no_run_shares_a_row_and_stays_named(result):
    rows = [[cell.text for cell in row] for row in first.breaches_short(result).groups[0].rows]
    assert rows[0][0] == "soon: from send_back to left within 1 d" and rows[1][0] == first.ALWAYS["breaches.people"]
    assert rows[-2][0].startswith("in no run: doctor, ") and rows[-2][1:] == ["none", "0 %"]
    assert rows[-1][0] == "concerns nobody, so not known: children"
    assert all(any(words in row[0] for row in rows) for metric, words in first.ALWAYS.items() if metric in set(result.summary["metric"]))


def test_who_is_sent_back_late_hangs_on_the_way_back(result):
    rows = [[cell.text for cell in row] for row in causes(result).groups[0].rows]
    assert [row[3] for row in rows] == ["journeys back with back"]
    assert re.fullmatch(r"[\d.]+ of [\d.]+ seats used in [\d.]+ departures?; [\d.]+ did not leave", rows[0][4])


def test_a_notice_by_another_name_is_told_with_it(result):
    assert "has not had its full notice of removal (served)" in holds(result)
    assert any("full notice of removal (served)" in one.text for one in short.in_short(result))


def test_places_without_a_price_cost_nothing_that_could_be_said(result):
    assert "for places in which nobody is" in short.in_short(result)[-1].text
    text = TEXT.replace("kind: place, price: 10 EUR / day", "kind: tranche, amount: 10 EUR")
    without = sim.run(sim.loads(text), reps=2, jobs=1)
    assert "nobody is" not in short.in_short(without)[-1].text
    assert "of it for places" in page(result) and "of it for places" not in page(without)
