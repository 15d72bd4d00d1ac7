"""What the campaign has found, each reduced to the smallest input; `docs/verification.md` tells the kinds."""

from __future__ import annotations

import pytest

from sim.errors import BadScenario, Fault, HubsimError
from sim.hub import simulate
from sim.laws import check
from sim.scenario import whole_names
from sim.scenario.fields import names_in
from sim.scenario.load import load, loads
from sim.study.points import plan
from tests.robust import seeds
from tests.study.small import TEXT, small, written


def faults(path):
    with pytest.raises(BadScenario) as caught:
        load(path)
    return [str(fault).replace(f"{path.parent}/", "") for fault in caught.value.faults]


def census(folder, content: bytes):
    """Faults of a census beside the small hub."""
    (folder / "census.csv").write_bytes(content)
    path = folder / "small.yaml"
    path.write_text(TEXT.replace("demand: {", "demand: {inside: {kind: initial, file: census.csv}, "), encoding="utf-8")
    return faults(path)


# --- messages -------------------------------------------------------------------------------------------------------------


def test_a_message_is_one_line_of_what_can_be_seen():
    assert str(Fault("f.yaml", 1, 2, 'a\nb\t"\u202e\x1b\u2028\u00a0" is', "Do")) == r'f.yaml:1:2: a\nb\t"\u202e\x1b\u2028\xa0" is. Do'


def test_a_message_has_an_end():
    assert len(str(Fault("f.yaml", 1, 2, "x" * 10_000, "Do"))) < 1_020


# --- tables ---------------------------------------------------------------------------------------------------------------


def test_a_cell_over_two_lines_and_those_behind_it_have_their_place(tmp_path):
    assert census(tmp_path, b'id,pool,days_inside\n1,"ho\nmes",x\n') == [
        r'census.csv:2:3: there is no pool "ho\nmes". Did you mean "homes"?',
        'census.csv:3:5: days_inside is "x". Write a number of days from 0 to 36500',
    ]


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n"])
def test_lines_are_counted_as_editors_do(end, tmp_path):
    assert census(tmp_path, end.join((b"id,days_inside", b"1,1", b"2,x"))) == [
        'census.csv:3:3: days_inside is "x". Write a number of days from 0 to 36500'
    ]


def test_broken_quotes_have_a_place(tmp_path):
    assert census(tmp_path, b'id,days_inside\n1,3\n2,"3"4\n') == [
        "census.csv:3:1: this is not a CSV file (',' expected after '\"'). Save the table as CSV, and look at its quotes"
    ]


@pytest.mark.parametrize("number", ["00000000000099999999999", "\u0663", "1_0", "+1", "9" * 400])
def test_ids_are_plain_numbers(number, tmp_path):
    (fault,) = census(tmp_path, f"id,days_inside\n{number},3\n".encode())
    assert fault.startswith("census.csv:2:1: id is ")


@pytest.mark.parametrize("days", ["1_0", "1e3", "inf", "nan", "\u0663", "+1"])
def test_days_are_plain_numbers(days, tmp_path):
    (fault,) = census(tmp_path, f"id,days_inside\n1,{days}\n".encode())
    assert fault.startswith("census.csv:2:3: days_inside is ")


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_unusual_line_ends_are_refused_where_they_stand(mark, tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text(f"name: x\nwhy: a{mark}b\n", encoding="utf-8")
    assert faults(path) == [f"f.yaml:2:7: character 0x{ord(mark):02x} is not text. Is this the right file?"]


# --- scenarios ------------------------------------------------------------------------------------------------------------


def test_no_attempts_is_no_number_of_attempts():
    with pytest.raises(BadScenario, match=r'hubs.camp.removal.attempts: "0" is zero|"0" is zero'):
        small(hubs__camp__removal__attempts="0")


def test_a_backlog_that_begins_after_the_horizon_lists_nobody():
    scenario = small(demand__old="{kind: backlog, cases: 9, rate: 1 case / d, from: 2027-01-01}", demand__lists__rate="0 cases / d")
    record = simulate(scenario, 1, 0)
    assert record.journeys.empty and check(record, scenario) == []


def test_no_cohort_has_more_seats_than_numbers():
    drawn = "{kind: cohorts, dates: {2026-01-02: {shape: lognormal, median: 50000 people, sigma: 0.5}}, shows_up: 0.2 %}"
    scenario = small(demand__crowd=drawn, demand__lists__rate="0 cases / d")
    assert 60_000 < simulate(scenario, 1, 0).journeys["number"].max() < 1 << 16


def test_a_long_list_of_people_is_not_sorted_at_each_departure():
    inside = "{kind: initial, cases: 3000, pool: homes, days_inside: 30 d}"
    scenario = small(demand__inside=inside, services__homeward__for="both")
    compared = 0
    from sim.hub.waiting import Ticket

    before = Ticket.__lt__

    def counted(self, other):
        nonlocal compared
        compared += 1
        return before(self, other)

    Ticket.__lt__ = counted
    try:
        simulate(scenario, 1, 0)
    finally:
        Ticket.__lt__ = before
    assert compared < 50_000


# --- sweeps ---------------------------------------------------------------------------------------------------------------


def test_a_sweep_of_millions_is_refused_before_it_is_laid_out(tmp_path):
    names = ("hubs.camp.pools.homes.places", "agreement.total", "agreement.standing")
    lists = "\n".join(f"  {name}: [{', '.join(str(n) for n in range(20, 320))}]" for name in names)
    path = written(tmp_path, more=f"sweep:\n vary:\n{lists}\n")
    with pytest.raises(HubsimError, match="27,000,000 points, more than 10,000"):
        plan(path)


def test_the_seeds_of_the_campaign_are_sound(tmp_path):
    for name, text in (seeds.TABLES | {"wide.yaml": seeds.WIDE, "points.yaml": seeds.SWEEP, "o.yaml": seeds.OVERLAY}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load(tmp_path / "wide.yaml").name == "wide"
    assert load(tmp_path / "wide.yaml", [tmp_path / "o.yaml"]).hubs["hub"].pools["flats"].turnaround == 2 * 86_400_000
    assert len(plan(tmp_path / "points.yaml").points) == 2
    assert loads(seeds.SMALL).name == "good"


def test_hundreds_of_wrong_names_are_looked_up_in_one_list(monkeypatch):
    asked = []
    monkeypatch.setattr(whole_names, "names_in", lambda tree: asked.append(tree) or names_in(tree))
    wrong = "\n".join(f"      more_{n}: 50 %" for n in range(300))
    with pytest.raises(BadScenario) as told:
        loads(f"{seeds.SMALL}\ntimeline:\n  act:\n    date: 2026-02-01\n    set:\n{wrong}\n")
    assert (len(told.value.faults), len(asked)) == (300, 1)
