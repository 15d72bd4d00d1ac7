"""Layers, evidence, chains, defaults, settings, the ledger, later changes, the hash."""

from __future__ import annotations

import json
import pickle
import time
from pathlib import Path

import pytest

from sim.errors import BadScenario
from sim.scenario import layers, paths
from sim.scenario.load import bare_facts, load, loads, read
from sim.scenario.resolved import to_json
from sim.scenario.schema import Clock, CostItem, Ending, Stream
from sim.scenario.shapes import Empirical, Fixed, Latent, Lognormal
from sim.scenario.units import DAY

GOOD = Path(__file__).parents[1] / "bad_scenarios" / "good.yaml"
TEXT = GOOD.read_text()


def with_lines(*lines):
    return loads(TEXT + "\n".join(lines))


def row(scenario, name):
    (found,) = [one for one in scenario.inputs if one.name == name]
    return found


def chain(scenario, name):
    return [(link.layer, link.text) for link in row(scenario, name).set_by]


@pytest.fixture
def files(tmp_path):
    """Writes files beside each other and gives their paths."""

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text)
        return [tmp_path / f"{name}.yaml" for name in texts]

    (tmp_path / "good.yaml").write_text(TEXT)
    return write


# --- layers ---------------------------------------------------------------------------------------------------------------


def test_last_layer_wins_and_all_are_remembered(files):
    child, overlay = files(
        child="extends: ./good.yaml\nhubs: {camp: {pools: {homes: {turnaround: 2 d}}}}",
        overlay="hubs: {camp: {pools: {homes: {turnaround: 3 d}}}}",
    )
    name = "hubs.camp.pools.homes.turnaround"
    scenario = load(child, [overlay], {name: "4 d"})
    assert scenario.hubs["camp"].pools["homes"].turnaround == 4 * DAY
    assert chain(scenario, name) == [("base", "0 d"), ("child", "2 d"), ("overlay", "3 d"), ("set", "4 d")]
    assert row(scenario, name).status == "set"


def test_chain_says_file_line_and_column():
    link = row(load(GOOD), "hubs.camp.pools.homes.places").set_by[-1]
    assert (link.file.rpartition("/")[2], link.line, link.column, link.text) == ("good.yaml", 30, 36, "30")


def test_library_is_shown_by_one_name_from_everywhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (first, *_) = row(load(GOOD), "hubs.camp.policy.regime").set_by
    assert first.file == "scenarios/base.yaml"


def test_files_merge_key_by_key_and_keep_the_order_written(files):
    (child,) = files(child="extends: ./good.yaml\nhubs: {camp: {pools: {attic: {places: 3}, homes: {places: 20}}}}")
    pools = load(child).hubs["camp"].pools
    assert list(pools) == ["homes", "flats", "attic"]
    assert pools["homes"].for_ == ("single",) and pools["homes"].places == 20


def test_lists_are_replaced_whole(files):
    (child,) = files(child="extends: ./good.yaml\nservices: {homeward: {to: [slow, ready]}}")
    assert load(child).services["homeward"].to == ("slow", "ready")


def test_dates_of_a_rate_merge_and_a_setting_replaces_them(files):
    parent, child = files(
        parent=TEXT.replace("rate: 4 cases / month", "rate: {2025-01-01: 4 cases / month, 2025-06-01: 9 cases / month}"),
        child="extends: ./parent.yaml\ndemand: {lists: {rate: {2025-01-01: 2 cases / month}}}",
    )
    assert len(load(child).demand["lists"].rate) == 2
    assert len(load(parent, settings={"demand.lists.rate.2025-01-01": "3 cases / month"}).demand["lists"].rate) == 2
    assert len(load(parent, settings={"demand.lists.rate": "{2025-01-01: 3 cases / month}"}).demand["lists"].rate) == 1


def test_a_new_shape_replaces_the_old_one_whole(files):
    (child,) = files(child="extends: ./good.yaml\ndestinations: {ready: {documents: {shape: fixed, value: 9 d}}}")
    assert load(child).destinations["ready"].documents.time == Latent(Fixed(9 * DAY))


def test_a_parameter_of_a_shape_is_changed_alone(files):
    (child,) = files(child="extends: ./good.yaml\ndestinations: {ready: {documents: {median: 20 d, never: 10 %}}}")
    time = load(child).destinations["ready"].documents.time
    assert time.never == 0.1 and isinstance(time.shape, Lognormal)


def test_none_takes_out_what_parents_and_defaults_say(files):
    (child,) = files(
        child="extends: ./good.yaml\nagreement: {total: none}\nservices: {homeward: none}\nhubs: {camp: {pools: {flats: none}}}\n"
        "classes: {family: none, single: {share: 100 %}}"
    )
    scenario = load(child)
    assert scenario.agreement.total is None
    assert list(scenario.services) == ["inbound"] and list(scenario.classes) == ["single"]


def test_name_and_why_are_not_inherited(files):
    (child,) = files(child="extends: ./good.yaml")
    assert (load(child).name, load(child).why) == ("child", "")


def test_overlays_that_agree_do_not_clash(files):
    child, one, two = files(child="extends: ./good.yaml", one="horizon: 30 months\nwhy: a", two="horizon: 30 months\nwhy: b")
    assert load(child, [one, two]).horizon == 900 * DAY


def test_documents_may_be_one_time():
    assert load(GOOD).destinations["slow"].documents.time == Latent(Fixed(200 * DAY))


# --- defaults -------------------------------------------------------------------------------------------------------------


def test_any_lies_under_every_member_and_the_file_wins(files):
    (child,) = files(
        child="extends: ./good.yaml\nhubs: {any: {pools: {any: {turnaround: 2 d}}}, camp: {pools: {flats: {turnaround: 5 d}}}}"
    )
    pools = load(child).hubs["camp"].pools
    assert (pools["homes"].turnaround, pools["flats"].turnaround) == (2 * DAY, 5 * DAY)


def test_defaults_of_a_kind_lie_under_that_kind_alone():
    scenario = with_lines("      died: {after: 900 d}", "      going: {kind: absconded, after: 90 d, chance: 30 %}")
    clocks = scenario.hubs["camp"].clocks
    assert isinstance(clocks["died"], Ending) and clocks["died"].chance == 1.0
    assert clocks["going"].kind == "absconded" and clocks["going"].chance == 0.3


def test_an_item_of_the_costs_may_leave_out_its_kind_and_has_its_defaults():
    costs = with_lines("costs: {items: {capital: {price: 21000 EUR}, rent: {kind: place, price: 50000 EUR / year}}}").costs
    assert (costs.items["capital"].kind, costs.items["capital"].of, costs.items["rent"].of) == ("capital", "usable", "nominal")
    assert costs.reported == "EUR"


def test_kind_words_are_those_of_the_schema():
    def kinds(parent):
        own = [one for child in parent.__subclasses__() for one in kinds(child)]
        info = parent.model_fields.get("kind")
        return own + (list(info.annotation.__args__) if info is not None else [])

    assert sorted(kinds(Clock)) == sorted(layers.CLOCK_KINDS)
    assert sorted(kinds(Stream)) == sorted(layers.DEMAND_KINDS)
    assert sorted(kinds(CostItem)) == sorted(layers.COST_KINDS)


# --- evidence and ledger --------------------------------------------------------------------------------------------------


def test_evidence_of_a_line_holds_for_numbers_that_say_nothing_else():
    scenario = loads(
        TEXT.replace(
            "single: {share: 70 %, size: 1}", "single: {share: {value: 70 %, status: assumed}, size: 1, source: us-K2, status: official}"
        )
    )
    size, share = row(scenario, "classes.single.size"), row(scenario, "classes.single.share")
    assert (size.status, size.source) == ("official", "us-K2")
    assert (share.status, share.source) == ("assumed", None)


def test_evidence_does_not_pass_to_what_another_file_says(files):
    (child,) = files(
        parent=TEXT.replace("single: {share: 70 %, size: 1}", "single: {share: 70 %, size: 1, source: us-K2, status: official}"),
        child="extends: ./parent.yaml\nclasses: {single: {share: 60 %}}",
    )[1:]
    share = row(load(child), "classes.single.share")
    assert (share.status, share.source, share.bare) == ("assumed", None, True)


def test_a_bare_fact_is_assumed_and_listed_and_a_bare_lever_is_chosen():
    scenario = load(GOOD)
    share, places, rest = (row(scenario, name) for name in ("classes.single.share", "hubs.camp.pools.homes.places", "classes.family.share"))
    assert (share.role, share.status, share.bare, share.range) == ("fact", "assumed", True, None)
    assert (places.role, places.status, places.bare) == ("lever", "chosen", False)
    assert not rest.bare
    assert share in bare_facts(scenario) and places not in bare_facts(scenario)


def test_number_unit_range_and_what_is_not_known():
    scenario = with_lines(
        "selection:", "  accepted: {value: 70 %, unsure: {shape: beta, mean: 70 %, sd: 15 %}, source: us-O6, status: estimated}"
    )
    accepted = row(scenario, "selection.accepted")
    assert (accepted.value, accepted.text, accepted.number, accepted.unit) == ("70", "70 %", 70.0, "%")
    assert accepted.unsure.shape == "beta" and accepted.unsure.parameters == (("mean", "70 %"), ("sd", "15 %"))
    ranged = row(loads(TEXT, settings={"demand.lists.rate": "4 cases / month (1 to 8)"}), "demand.lists.rate")
    assert (ranged.number, ranged.unit, ranged.range) == (4.0, "cases / month", (1.0, 8.0))


def test_every_value_has_its_row_once():
    names = [one.name for one in load(GOOD).inputs]
    assert len(names) == len(set(names))
    assert names[0] == "name" and "hubs.camp.clocks.voluntary.half_time" in names


def test_words_need_no_evidence():
    kind = row(load(GOOD), "demand.lists.kind")
    assert (kind.role, kind.status) == ("word", "")


def test_rest_is_what_the_others_leave():
    scenario = loads(TEXT, settings={"classes.single.share": "55 % (50 to 60)"})
    assert scenario.classes["family"].share == 0.45
    assert row(scenario, "classes.family.share").set_by[-1].text == "rest"


# --- settings -------------------------------------------------------------------------------------------------------------


def test_any_in_a_setting_is_every_member():
    scenario = load(GOOD, settings={"destinations.any.documents.speed": "50 %", "hubs.any.pools.any.usable": "80 %"})
    assert {one.documents.speed for one in scenario.destinations.values()} == {0.5}
    assert {pool.usable for pool in scenario.hubs["camp"].pools.values()} == {0.8}


def test_settings_take_python_values_lists_maps_and_none():
    settings = {
        "hubs.camp.pools.homes.places": 20,
        "services.homeward.to": ["slow", "ready"],
        "classes.family.size": {2: "30 %", 3: "rest"},
        "agreement.total": None,
        "services.homeward.standby": False,
    }
    scenario = load(GOOD, settings=settings)
    assert scenario.hubs["camp"].pools["homes"].places == 20
    assert scenario.services["homeward"].to == ("slow", "ready") and scenario.services["homeward"].standby is False
    assert scenario.agreement.total is None
    assert [size for size, _ in scenario.classes["family"].size] == [2, 3]


def test_a_setting_may_bring_a_whole_new_block():
    scenario = load(GOOD, settings={"demand.charter": "{kind: cohorts, dates: {2025-09-01: 20 people}}"})
    assert scenario.demand["charter"].happens == 1.0


def test_parameters_of_documents_are_set_by_the_short_name():
    scenario = load(GOOD, settings={"destinations.ready.documents.p90": "40 d", "destinations.slow.documents": "90 d"})
    assert row(scenario, "destinations.ready.documents.time.p90").status == "set"
    assert scenario.destinations["slow"].documents.time == Latent(Fixed(90 * DAY))


def test_a_draft_is_read_once_and_completed_many_times():
    draft = read(GOOD)
    places = [draft.scenario({"hubs.camp.pools.homes.places": n}).hubs["camp"].pools["homes"].places for n in (10, 20, 30)]
    assert places == [10, 20, 30]
    start = time.perf_counter()
    draft.scenario({"hubs.camp.pools.homes.places": 40})
    assert time.perf_counter() - start < 0.5


# --- later changes --------------------------------------------------------------------------------------------------------


def test_set_holds_values_as_the_schema_holds_them():
    scenario = with_lines(
        "timeline:",
        "  change:",
        "    date: 2025-06-01",
        "    set:",
        "      hubs.any.pools.any.usable: 50 %",
        "      agreement.standing: none",
        "      destinations.ready.documents.p90: 60 d",
        "      services.homeward.seats: 12",
        "      demand.lists.rate: 2 cases / month",
    )
    changed = scenario.timeline["change"].set
    assert changed["hubs.camp.pools.homes.usable"] == changed["hubs.camp.pools.flats.usable"] == 0.5
    assert changed["agreement.standing"] is None
    assert changed["destinations.ready.documents.time"].shape.sigma > scenario.destinations["ready"].documents.time.shape.sigma
    assert changed["services.homeward.seats"] == 12
    assert isinstance(changed["demand.lists.rate"], tuple)
    for path, value in changed.items():
        assert paths.get(paths.replaced(scenario, path, value), path) == value


def test_paths_use_the_words_of_the_file():
    scenario = load(GOOD)
    assert paths.get(scenario, "services.homeward.from") == "camp"
    assert paths.get(scenario, "hubs.camp.pools.homes.for") == ("single",)
    with pytest.raises(KeyError):
        paths.get(scenario, "hubs.camp.pools.homes.for_")
    with pytest.raises(KeyError):
        paths.replaced(scenario, "hubs.kamp.pools.homes.places", 3)


def test_a_replaced_value_leaves_the_original_alone():
    scenario = load(GOOD)
    other = paths.replaced(scenario, "hubs.camp.pools.homes.places", 7)
    assert (scenario.hubs["camp"].pools["homes"].places, other.hubs["camp"].pools["homes"].places) == (30, 7)
    assert other.hubs["camp"].pools["flats"] is scenario.hubs["camp"].pools["flats"]


# --- files beside the scenario --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_census(mark, start, tmp_path):
    lines = ["id,pool,class,destination,people,days_inside", "7,homes,single,ready,1,40", ",flats,family,,3,2.5", ""]
    (tmp_path / "census.csv").write_text(start + "\r\n".join(lines).replace(",", mark), encoding="utf-8")
    text = TEXT.replace("demand:\n", "demand:\n  inside: {kind: initial, file: census.csv}\n")
    (tmp_path / "x.yaml").write_text(text)
    first, second = load(tmp_path / "x.yaml").demand["inside"].rows
    assert (first.id, first.pool, first.class_, first.destination, first.people, first.elapsed) == (
        7,
        "homes",
        "single",
        "ready",
        1,
        40 * DAY,
    )
    assert (second.id, second.destination, second.people, second.elapsed) == (2, None, 3, 5 * DAY // 2)


def test_trace(tmp_path):
    (tmp_path / "cases.csv").write_text("id,date,class\n1,2025-01-11,single\n2,2025-02-01,\n")
    text = TEXT.replace("demand:\n", "demand:\n  dated: {kind: trace, file: cases.csv}\n")
    (tmp_path / "x.yaml").write_text(text)
    rows = load(tmp_path / "x.yaml").demand["dated"].rows
    assert [(one.id, one.at, one.class_) for one in rows] == [(1, 10 * DAY, "single"), (2, 31 * DAY, None)]


def test_observed_durations_become_part_of_the_scenario(tmp_path):
    (tmp_path / "seen.csv").write_text("days\n10\n30\n20\n")
    (tmp_path / "x.yaml").write_text(TEXT.replace("documents: 200 d", "documents: {shape: empirical, file: seen.csv, never: 20 %}"))
    time = load(tmp_path / "x.yaml").destinations["slow"].documents.time
    assert time == Latent(Empirical((0.0, 0.5, 1.0), (10.0 * DAY, 20.0 * DAY, 30.0 * DAY)), 0.2)


# --- the whole ------------------------------------------------------------------------------------------------------------


def test_hash_is_of_values_and_not_of_words_about_them():
    scenario = load(GOOD)
    same = [
        loads(TEXT.replace("name: good", "name: other").replace("why: What", "why: Which")),
        loads(TEXT.replace("limit: 12 months", "limit: 360 d")),
        load(GOOD, settings={"hubs.camp.pools.homes.places": "30 people"}),
        loads(TEXT + "sweep: {vary: {hubs.camp.pools.homes.places: [20, 30]}}"),
        loads(TEXT.replace("total: 200 people", "total: {value: 200 people, source: us-K2, status: official}")),
    ]
    assert {one.hash for one in same} == {scenario.hash} and len(scenario.hash) == 8
    assert load(GOOD, settings={"hubs.camp.pools.homes.places": "31"}).hash != scenario.hash


def test_hash_sees_the_content_of_files(tmp_path):
    (tmp_path / "x.yaml").write_text(TEXT.replace("documents: 200 d", "documents: {shape: empirical, file: seen.csv}"))
    hashes = set()
    for values in ("10\n30\n", "10\n40\n"):
        (tmp_path / "seen.csv").write_text("days\n" + values)
        hashes.add(load(tmp_path / "x.yaml").hash)
    assert len(hashes) == 2


def test_it_is_frozen_and_travels_to_workers():
    scenario = load(GOOD)
    with pytest.raises(ValueError):
        scenario.horizon = 3
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario and copy.hash == scenario.hash and copy.inputs == scenario.inputs


def test_faults_travel_too():
    with pytest.raises(BadScenario) as caught:
        loads("extends: bas")
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_manifest_keeps_values_evidence_and_chains():
    scenario = load(GOOD)
    kept = json.loads(json.dumps(to_json(scenario)))
    assert kept["hash"] == scenario.hash
    assert kept["values"]["hubs"]["camp"]["pools"]["homes"]["for"] == ["single"]
    (places,) = [one for one in kept["inputs"] if one["name"] == "hubs.camp.pools.homes.places"]
    assert places["set_by"][0]["line"] == 30 and places["set_by"][0]["text"] == "30"


def test_a_name_that_any_gives_can_be_set_for_one_of_them():
    """Whatever name a report shows, a setting may say."""
    name = "hubs.hotel.clocks.absconded.after.mean"
    before, after = load("panama-2025"), load("panama-2025", settings={name: "10 d"})
    changed = {row.name for row, old in zip(after.inputs, before.inputs, strict=True) if row.text != old.text}
    assert changed == {name}
    with pytest.raises(BadScenario, match=r'there is no "abscondd" in hubs\.hotel\.clocks\. Did you mean "absconded"'):
        load("panama-2025", settings={"hubs.hotel.clocks.abscondd.after.mean": "10 d"})
