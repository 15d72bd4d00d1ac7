"""Model, sections 3.1, 3.10 and 8: streams that list more or fewer people than they say, and names that mean every member of a kind."""

import pytest

from sim.scenario.load import loads
from tests.hub.stories import DAY, DAYS, HUB, story

POISSON = "demand.lists: {kind: poisson, rate: 4 cases / d}"
BACKLOG = "demand.lists: {kind: backlog, cases: 60 cases, rate: 2 cases / d}"
AT_ONCE = f"demand.lists: {{kind: backlog, cases: 60 cases, from: {DAYS[12]}}}"
COHORTS = "demand.lists: {kind: cohorts, every: 6 d, people: 20 people, happens: 50 %}"


def listed(record, stream="lists"):
    rows = record.journeys[record.journeys.stream == stream]
    return dict(zip(rows.number, rows.listed_at, strict=True))


@pytest.mark.parametrize("stream", [POISSON, BACKLOG, AT_ONCE, COHORTS])
def test_twice_as_many_for_a_time_and_those_who_come_anyway_come_as_before(stream):
    before = listed(story(stream))
    record = story(f"{stream}\ntimeline.jump: {{date: {DAYS[10]}, lasts: 20 d, set: {{demand.any.factor: 200 %}}}}")
    more = listed(record, "lists+jump")
    assert listed(record) == before
    assert all(10 * DAY <= at < 30 * DAY for at in more.values())
    said = sum(10 * DAY <= at < 30 * DAY for at in before.values())
    assert 0.7 * said <= len(more) <= 1.3 * said and len(more) > 15


@pytest.mark.parametrize("stream", [POISSON, BACKLOG, AT_ONCE, COHORTS])
def test_fewer_by_the_luck_of_each(stream):
    before = listed(story(stream))
    record = story(f"{stream}\ntimeline.dip: {{date: {DAYS[10]}, lasts: 20 d, set: {{demand.lists.factor: 30 %}}}}")
    after = listed(record)
    assert after.items() <= before.items() and set(record.journeys.stream) == {"lists"}
    dropped = [before[number] for number in before.keys() - after.keys()]
    assert all(10 * DAY <= at < 30 * DAY for at in dropped)
    assert 0.5 < len(dropped) / sum(10 * DAY <= at < 30 * DAY for at in before.values()) < 0.9


@pytest.mark.parametrize("stream,people", [(BACKLOG, 90), (AT_ONCE, 90)])
def test_a_factor_of_the_stream_itself(stream, people):
    record = story(f"{stream}\ndemand.lists.factor: 150 %")
    assert listed(record) == listed(story(stream))
    assert len(record.journeys) == people and set(record.journeys.stream) == {"lists", "lists+factor"}


def test_a_cohort_that_does_not_happen_is_not_doubled():
    record = story(f"{COHORTS}\ndemand.lists.factor: 250 %")
    said, more = listed(record), listed(record, "lists+factor")
    assert set(more.values()) == set(said.values()) and len(more) == 1.5 * len(said)


def test_a_file_of_dated_cases(tmp_path, monkeypatch):
    rows = [f"{n},{DAYS[n % 40]},single,1" for n in range(80)]
    (tmp_path / "dated.csv").write_text("\n".join(["id,date,class,people", *rows]))
    (tmp_path / "s.yaml").write_text(HUB.replace("demand: {}", "demand: {lists: {kind: trace, file: dated.csv, factor: 150 %}}"))
    from sim import laws
    from sim.hub import simulate
    from sim.scenario.load import load

    scenario = load(tmp_path / "s.yaml")
    record = laws.obey(simulate(scenario, 1, 0), scenario)
    said, more = listed(record), listed(record, "lists+factor")
    assert len(said) == 80 and more.items() <= said.items() and 25 < len(more) < 55


CLOCKS = {
    "hubs.hub.clocks": "{go: {kind: voluntary, at_once: 0 %, ceiling: 50 %, half_time: 9 d}, claim: {chance: 0 %, after: 1 d, "
    "decided: 1 d, granted: 0 %}, gone: {kind: absconded, after: 9 d}}",
    "demand.lists": "{kind: poisson, rate: 1 case / d}",
    "demand.old": "{kind: initial, cases: 1, pool: homes}",
}


@pytest.mark.parametrize("name,meant", [
    ("hubs.any.clocks.any.speed", {"go", "claim", "gone"}),
    ("hubs.any.clocks.any.voluntary.speed", {"go"}),
    ("hubs.hub.clocks.any.absconded.speed", {"gone"}),
    ("hubs.any.clocks.any.permit.speed", set()),
])  # fmt: skip
def test_every_member_of_a_kind(name, meant):
    act = {"timeline.slow": f"{{date: {DAYS[3]}, set: {{{name}: 50 %}}}}"}
    scenario = loads(HUB, settings={**CLOCKS, **act})
    assert {path.split(".")[3] for path in scenario.timeline["slow"].set} == meant
    told = [one for one in map(str, scenario.warnings) if "nothing of the kind" in one]
    assert len(told) == (not meant)
    if meant and "any.voluntary" in name:
        assert loads(HUB, settings={**CLOCKS, name: "50 %"}).hubs["hub"].clocks["go"].speed == 0.5


def test_any_stream_means_those_that_list_people():
    """People inside at the start are not listed: they have no factor."""
    scenario = loads(HUB, settings={**CLOCKS, "timeline.jump": f"{{date: {DAYS[3]}, set: {{demand.any.factor: 200 %}}}}"})
    assert scenario.timeline["jump"].set == {"demand.lists.factor": 2.0}


def test_a_regime_by_which_no_clock_goes_is_told():
    act = {"timeline.opened": f"{{date: {DAYS[3]}, set: {{hubs.any.policy.regime: open}}}}"}
    (told,) = (str(one) for one in loads(HUB, settings=act).warnings)
    assert "opened changes the regime of hub, and no clock there goes by a regime. It changes a word alone" in told
    clock = {"hubs.hub.clocks.absconded": "{after: 9 d, regime: open}"}
    assert loads(HUB, settings={**act, **clock}).warnings == ()
