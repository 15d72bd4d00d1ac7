"""Two views from one set of numbers: what a watchdog would quote, and what a planner would act on."""

from __future__ import annotations

import html
import io
import re

import pytest
from rich.console import Console

import sim
from sim.report.answers import breaks
from sim.report.comparison import of_difference
from sim.report.many import of_sweep
from sim.report.page import around, page, tables
from sim.report.page.pictures import drawings
from sim.report.page.planner import causes
from sim.report.page.watchdog import watchdog

TEXT = """
name: owed
extends: regression
classes: {family: {minors: 50 %}}
safeguards:
  doctor: {within: 1 h, source: eu-S148, status: official, note: from the outset}
  lawful_stay: {answerable: both}
  ever: {from: listed, to: decided, within: 200 d}
  lone_minors: {stay: 1 d, of: minors, for: single}
  floor: {space: 6 m2, source: eu-S142, status: official, pools: homes}
  toilets: {per: toilets, people: 10, answerable: sender}
  children: {stay: 0 d, of: minors}
  judge: {review: review, within: 1 d}
  together: {apart: [single, ill]}
  watched: {monitored: [homeward, inbound]}
  release: {from: release_ordered, to: left, within: 24 h}
services: {homeward: {monitored: 40 %}, inbound: {monitored: 100 %}}
hubs: {hub: {amenities: {toilets: 2}, pools: {homes: {area: 90 m2}}}}
"""


@pytest.fixture(scope="module")
def result():
    return sim.run(sim.loads(TEXT), reps=6, jobs=1)


@pytest.fixture(scope="module")
def bare():
    return sim.run(sim.loads("name: bare\nextends: regression\nsafeguards: none\nhubs: {hub: {policy: {regime: open}}}"), reps=2, jobs=1)


def quotes(result):
    return {one.text.split(" (")[0]: one for one in watchdog(result).quotes}


def test_a_quote_says_what_for_whom_how_long_how_often_and_who_says_so(result):
    table, said = result.safeguards.set_index("safeguard"), quotes(result)["doctor"]
    low, high, chance = (table.loc["doctor", column] for column in ("people_p05", "people_p95", "chance"))
    assert said.text.startswith(f"doctor (from arrived to health within 1 h) is broken for between {low:.0f} and {high:.0f} people (")
    assert said.text.endswith(f"person-days), in {100 * chance:.0f} % of runs; the host answers for all of it.")
    assert said.evidence == "the rule is official, eu-S148; from the outset"


def test_who_answers_is_part_of_the_quote(result):
    said = quotes(result)
    assert said["toilets"].text.endswith("the sender answers for all of it.")
    assert said["lawful_stay"].text.endswith("sender and host both answer for all of it.")


def test_what_is_kept_and_what_concerns_nobody_are_two_things(result):
    texts = [one.text for one in watchdog(result).quotes]
    assert "Broken in no run: ever (from listed to decided within 200 d)." in texts
    assert "Said of nobody in any run, so nothing is known of lone_minors." in texts
    assert any(text.startswith("All together: between ") for text in texts)


def test_the_ledger_has_a_row_for_every_safeguard(result):
    rows = watchdog(result).ledger.groups[0].rows
    assert [row[0].text for row in rows] == list(result.scenario.safeguards)
    assert [row[0].sources for row in rows if row[0].text in ("floor", "toilets")] == [("eu-S142",), ()]
    assert {row[0].text: row[5].text for row in rows}["ever"] == "0 %"


def test_what_is_not_known_is_said(result, bare):
    said = " ".join(watchdog(result).unknown)
    unsourced = "lawful_stay, ever, lone_minors, toilets, children, judge, together, watched, release"
    assert f"No source stands behind these thresholds: {unsourced}." in said
    assert "How much floor there is in hub.flats is not said" in said
    assert "hubs.hub.pools.homes.area" in said and "hubs.hub.amenities.toilets" in said and "services.homeward.monitored" in said
    assert "hub is closed: whoever agrees to return there chooses in custody" in said
    nothing = " ".join(watchdog(bare).unknown)
    assert "floor for each person" in nothing and "monitors on journeys by force" in nothing
    assert "custody" not in nothing


def test_a_planner_sees_which_resource_each_breach_hangs_on(result):
    rows = [[cell.text for cell in row] for row in causes(result).groups[0].rows]
    acts = {row[0]: row[3:] for row in rows if row[0]}
    most = int(result.summary.set_index("metric").loc["present.peak", "p95"])
    needs = -(-most // 10)
    toilets = ["toilets", f"2 for at most {most} people inside in nine runs in ten", f"{needs} toilets, or at most 20 people at one time"]
    assert acts["toilets"] == toilets
    assert acts["children"] == ["who is moved to the hub", "of class family", "agreement.excluded: [family]"]
    assert acts["together"] == ["pool homes", "open to single and ill", "a pool for each"]
    assert acts["watched"][0] == "monitors on homeward"
    assert acts["doctor"][0] == "team nurse"
    assert acts["judge"][0] == "team officers"
    assert acts["release"][0] == "carrying out orders to release"
    assert acts["floor"][0] == "floor of homes" and acts["floor"][1].startswith("90 m2; 90 % of it usable; at most ")
    assert acts["lawful_stay"][0].startswith("days on which a person ")
    assert "ever" not in acts


def test_the_worst_comes_first(result):
    days = [result.estimate(f"safeguard.{row[0].text}.person_days") for row in causes(result).groups[0].rows if row[0].text]
    assert days == sorted(days, reverse=True)


def test_both_stand_on_the_page_with_the_same_numbers(result):
    shown = html.unescape(re.sub(r"<[^>]+>", "", page(result)))
    view = watchdog(result)
    assert all(one.text in shown for one in (*view.quotes, *view.longest))
    assert all(text in shown for text in view.unknown)
    acts, owed = ({row[0].text: [cell.text for cell in row] for row in table.groups[0].rows} for table in (causes(result), view.ledger))
    assert all(acts[name][1:3] == owed[name][2:4] for name in acts if name)
    assert "What would keep it".lower() in shown


def test_the_console_says_people_days_and_who_answers(result):
    told = breaks(result)
    assert re.search(
        r"toilets \(at most 10 people for each of toilets\): .* people .*, in 100 % of runs; [\d,]+ person-days, the sender answers", told
    )
    assert "people for whom any safeguard is broken: " in told and "days of people in breach of safeguards: " in told


def test_no_point_and_no_pair_stands_without_its_breaches(result, tmp_path):
    (tmp_path / "owed.yaml").write_text(TEXT, encoding="utf-8")
    swept = sim.sweep(tmp_path / "owed.yaml", {"hubs.hub.amenities.toilets": [1, 20]}, reps=2, jobs=1)
    heads = tables.points(swept).head
    both = ("people for whom any safeguard is broken (people)", "days of people in breach of safeguards (person-days)")
    assert all(head in heads for head in both)
    said = {one.text.split(":")[0].lower() for one in around.in_short(swept)}
    assert {head.rpartition(" (")[0] for head in both} <= said
    assert "curves-breaches-people" in {one.name for one in drawings(swept)}
    console = Console(width=400, record=True, file=io.StringIO())
    console.print(*of_sweep(swept))
    console.print(*of_difference(sim.compare(sim.loads(TEXT), sim.loads(TEXT), reps=2, jobs=1)))
    assert console.export_text().count("people for whom any safeguard is broken") >= 2


def test_a_page_without_safeguards_says_so_in_both_views(bare):
    assert page(bare).count("No safeguards declared") >= 3


def test_nothing_declared_is_nothing_to_quote(bare):
    assert watchdog(bare).quotes == []
    assert causes(bare).groups[0].rows == []
