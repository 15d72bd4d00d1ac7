"""Own rules in Python from a notebook: the same numbers on any cores, said in what is written, and whose fault an error is."""

import json

import pytest

import sim
from sim.errors import HubsimError
from sim.study.read import read
from tests.study.small import TEXT, small, written

PLACES = "hubs.camp.pools.homes.places"


def leaves(case):
    """Half go on after five days."""
    return 5 if case.uniform("goes on") < 0.5 else None


def breaks(case):
    """A mistake of the user's."""
    return {}[case.stream]


def refuses(case):
    """A user who says what is wrong."""
    raise HubsimError("nobody told me about lists")


def ruled(days):
    return sim.Policies(exits={"goes-on": sim.Exit("left_for_other_country", days)})


def test_the_same_numbers_as_the_engine_itself_on_any_cores():
    one = sim.run(sim.loads(TEXT), reps=4, jobs=1, keep=True, policies=ruled(leaves))
    two = sim.run(sim.loads(TEXT), reps=4, jobs=2, policies=ruled(leaves))
    assert one.summary.equals(two.summary)
    third = one.tables["journeys"].query("replication == 3").drop(columns="replication").reset_index(drop=True)
    assert third["outcome"].tolist() == sim.simulate(small(), 1, 3, ruled(leaves)).journeys["outcome"].tolist()
    assert "left_for_other_country" in set(third["outcome"])


def test_compare_and_sweep_take_them_too(tmp_path):
    with_rules = sim.compare(sim.loads(TEXT), small(hubs__camp__pools__homes__places=9), reps=2, jobs=1, policies=ruled(leaves))
    assert with_rules.a.estimate("outcome.left_for_other_country") > 0 and with_rules.b.estimate("outcome.left_for_other_country") > 0
    swept = sim.sweep(written(tmp_path), {PLACES: [4, 8]}, reps=2, jobs=1, policies=ruled(leaves))
    assert (swept.points["outcome.left_for_other_country"] > 0).all()


def test_what_they_made_says_so_and_stands_apart(tmp_path):
    without, with_rules = sim.run(small(), reps=2, jobs=1), sim.run(small(), reps=2, jobs=1, policies=ruled(leaves))
    assert with_rules.folder_name == f"{without.folder_name}-own-rules"
    folder = with_rules.save(tmp_path / "out")
    assert json.loads((folder / "manifest.json").read_text())["engine"] == "simpy, with own rules in Python"
    assert read(folder).folder_name == with_rules.folder_name
    difference = sim.compare(without, with_rules)
    assert difference.made.engine == "kernel; simpy, with own rules in Python"
    assert difference.folder_name == f"{sim.compare(without, without).folder_name}-own-rules"


def test_without_rules_nothing_is_said_of_them():
    assert sim.run(small(), reps=1, jobs=1).made.engine == "kernel"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_in_a_rule_is_shown_where_it_is(jobs):
    with pytest.raises(HubsimError) as error:
        sim.run(small(), reps=2, jobs=jobs, policies=ruled(breaks))
    told = str(error.value)
    assert told.startswith('own exit "goes-on" stopped. This is a fault of the rule, not of hubsim.\nTraceback (most recent call last):\n')
    assert "test_own_rules.py" in told and "in breaks" in told and told.endswith("KeyError: 'lists'")
    assert told.count("File ") == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_rule_says_itself_is_told_as_it_is(jobs):
    with pytest.raises(HubsimError, match=r"^nobody told me about lists$"):
        sim.run(small(), reps=2, jobs=jobs, policies=ruled(refuses))


@pytest.mark.parametrize("days", [float("nan"), float("inf"), "soon"])
def test_an_exit_gives_a_number_or_none(days):
    with pytest.raises(HubsimError, match="It may give a number of days, or None for never"):
        sim.run(small(), reps=1, jobs=1, policies=ruled(lambda case: days))


def test_a_housing_rule_that_gives_nothing_is_at_fault_itself():
    with pytest.raises(HubsimError, match=r"own housing policy stopped\. This is a fault of the rule"):
        sim.run(small(), reps=1, jobs=1, policies=sim.Policies(housing=lambda case, free: None))


def test_a_rule_that_stops_in_a_sweep_leaves_a_row(tmp_path):
    swept = sim.sweep(written(tmp_path), {PLACES: [4, 8]}, reps=1, jobs=1, policies=ruled(refuses))
    assert swept.points["error"].tolist() == ["nobody told me about lists"] * 2
