"""The report on several hubs has a line for each."""

from sim.report.page import by_hub
from sim.report.page.render import page
from sim.scenario.load import load, loads
from sim.study.notebook import run

CAMP = """
extends: base
name: camp
start: 2025-01-01
horizon: 100 d
agreement: {}
classes: {single: {share: 100 %, size: 1}}
destinations: {home: {share: 100 %, documents: 1000 d}}
demand: {lists: {kind: backlog, cases: 6}}
hubs:
  hotel: {pools: {rooms: {places: 20}}, travel: {camp: 6 h}, clocks: {refusers: {kind: move, after: 10 d, to: camp, who: not_agreed}}}
  camp: {pools: {tents: {places: 20}}}
"""


def test_a_line_for_each_hub_and_the_moves_between_them():
    result = run(loads(CAMP), reps=2, jobs=1)
    table = by_hub.hubs(result)
    assert [[cell.text for cell in row] for row in table.groups[0].rows] == [
        ["hotel", "6 people", "0.6 people", "6 people", "60 person-days"],
        ["camp", "6 people", "5.4 people", "6 people", "538 person-days"],
    ]
    assert table.caption == "Where people are. 6 people moved from one hub to another (nine runs in ten: 6 people)."
    assert table.caption in page(result)


def test_one_hub_has_no_such_table():
    assert by_hub.hubs(run(load("kosovo-us"), reps=1, jobs=1)) is None
