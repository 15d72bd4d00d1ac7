"""What falls on one instant, what is too little or too much, and what only one engine can run: a story for each kind.

`story` runs both engines and compares them bit for bit; the numbers say that the tie is there.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from sim import hub, kernel
from sim.kernel import engine
from sim.kernel.plan import Unsupported
from sim.scenario.load import load
from tests.hub.stories import DAYS, attempts, ends, scenario_of, stays, story, tasks, told
from tests.parity.twins import difference

FLIGHT = "services.flight: {from: hub, to: home, leaves: {every: 10 d}, seats: 9"


def test_a_flight_on_the_day_of_the_limit():
    """Listed ten days before it leaves, the limit on the same instant, a seat held."""
    record = story(f"""
        destinations.home.documents: 1 d
        {FLIGHT}, lead: 2 d, standby: false}}
        agreement.stay: {{limit: 10 d, then: release}}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "booked", "left") == [(192, "ann", "booked"), (192, "ben", "booked"), (240, "ann", "left"), (240, "ben", "left")]


def test_a_pool_shrinks_and_grows_at_the_instant_of_an_arrival():
    record = story(f"""
        hubs.hub.pools.homes.places: 2
        timeline.fire: {{date: {DAYS[3]}, set: {{hubs.hub.pools.homes.usable: 50 %}}, lasts: 5 d}}
        """, ann=0, ben=3, cem=8)  # fmt: skip
    assert told(record, "arrived") == [(0, "ann", "arrived"), (72, "ben", "arrived"), (192, "cem", "arrived")]
    assert told(record, "placed") == [(0, "ann", "placed"), (192, "ben", "placed")]


def test_a_pool_is_closed_and_opened_at_the_instant_of_an_arrival():
    record = story(f"""
        timeline.shut: {{date: {DAYS[3]}, close: homes}}
        timeline.again: {{date: {DAYS[6]}, open: homes}}
        """, ann=3, ben=6)  # fmt: skip
    assert [stay[:3] for stay in stays(record)] == [(144, None, "ann"), (144, None, "ben")]


def test_two_releases_at_once():
    """Two acts and the end of the agreement let people go on one day: the acts come first."""
    record = story(f"""
        timeline.amnesty: {{date: {DAYS[5]}, release: 50 %, grace: 0 d}}
        timeline.court: {{date: {DAYS[5]}, release: 100 %, grace: 0 d}}
        agreement.end: {{date: {DAYS[5]}, then: release, grace: 0 d}}
        """, ann=0, ben=0, cem=0, dua=0)  # fmt: skip
    assert set(ends(record).values()) == {("released", "order")}
    assert {at for at, _, _ in told(record, "left")} == {120}


def test_a_team_comes_on_duty_as_a_step_ends():
    """The nurse's step ends at eight, when the officers come, and again at sixteen, when they go: who waits longest has her first."""
    record = story("""
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.teams.officers: {staff: 1, on_duty: "daily 08:00-16:00"}
        hubs.hub.screening.health: {team: nurse, time: 8 h}
        hubs.hub.screening.talk: {team: [nurse, officers], time: 4 h}
        """, ann=0, ben=0)  # fmt: skip
    assert tasks(record) == [
        (0, 0, 8, "ann", "health"),
        (0, 8, 16, "ben", "health"),
        (8, 32, 36, "ann", "talk"),
        (16, 36, 40, "ben", "talk"),
    ]


def test_a_claim_is_decided_at_the_instant_of_a_flight():
    record = story(f"""
        destinations.home.documents: 1 d
        hubs.hub.clocks.claim: {{from: arrived, chance: 100 %, after: 2 d, decided: 8 d, granted: 0 %, suspends: removal}}
        {FLIGHT}}}
        """, ann=0)  # fmt: skip
    assert told(record, "claim_lodged", "claim_decided", "left") == [
        (48, "ann", "claim_lodged"),
        (240, "ann", "claim_decided"),
        (480, "ann", "left"),
    ]


def test_a_cancelled_flight_and_a_new_one_on_one_day():
    record = story("""
        destinations.home.documents: 1 d
        services.flight: {from: hub, to: home, leaves: {every: 10 d}, seats: 1, cancelled: 100 %}
        services.charter: {from: hub, to: home, leaves: {every: 10 d}, seats: 1}
        """, ann=0, ben=0)  # fmt: skip
    assert attempts(record) == [
        (24, 240, "ann", "cancelled"),
        (24, 240, "ann", "boarded"),
        (24, 480, "ben", "cancelled"),
        (24, 480, "ben", "boarded"),
    ]


def test_an_empty_hub():
    record = story(f"demand.nobody: {{kind: cohorts, dates: {{{DAYS[3]}: 5 people}}, happens: 0 %}}")
    assert record.journeys.empty


def test_an_overloaded_hub():
    """Three hundred people, ten places and one officer: most wait somewhere to the end."""
    record = story(f"""
        demand.crowd: {{kind: cohorts, dates: {{{DAYS[1]}: 300 people}}}}
        hubs.hub.pools.homes.places: 10
        hubs.hub.teams.officers: {{staff: 1, on_duty: "daily 08:00-16:00"}}
        hubs.hub.screening.talk: {{team: officers, time: 3 h}}
        destinations.home.documents: 3 d
        services.flight: {{from: hub, to: home, leaves: {{every: 7 d}}, seats: 5}}
        """)
    assert len(record.journeys) == 300
    assert (record.journeys["outcome"] == "inside").sum() > 200


def test_a_memory_that_has_to_grow_during_the_run(monkeypatch):
    """It begins with what the plan needs, fails and doubles until the run has room: the same record, each time it is asked for."""
    monkeypatch.setattr(engine, "FIRST_SIZE", 8)
    scenario = load("scenarios/regression.yaml")
    memory = engine.Memory()
    small = engine.Engine(scenario, memory)
    began = len(memory.laid(small.plan.begun(1, 0)[0], 1, 0))
    assert difference(hub.simulate(scenario, 1, 0), small.simulate(1, 0)) == ""
    assert len(memory.words) > began
    assert difference(hub.simulate(scenario, 1, 1), small.simulate(1, 1)) == ""


def test_a_thread_begins_with_as_much_memory_as_another_needed(monkeypatch):
    """Otherwise each would fail and double anew, and run its first replication several times."""
    monkeypatch.setattr(engine, "FIRST_SIZE", 8)
    memory = engine.Memory()
    engine.Engine(load("scenarios/regression.yaml"), memory).run(1, 0)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: len(memory.words)).result() == len(memory.words) > 8
        assert other.submit(lambda: id(memory.words)).result() != id(memory.words)


def test_more_than_62_classes_have_no_form():
    more = "\n".join(f"classes.more{n}: {{share: 0 %, size: 1}}" for n in range(60))
    with pytest.raises(Unsupported, match=r"^more than 62 classes$"):
        kernel.simulate(scenario_of(more, ann=0), 1, 0)


def test_62_classes_have_one():
    more = "\n".join(f"classes.more{n}: {{share: 0 %, size: 1}}" for n in range(59))
    assert ends(story(more, ann=0)) == {"ann": ("inside", "")}


def test_dated_changes_of_two_numbers_that_are_one_word_have_no_form():
    """Who is referred to a step is one list in the kernel, put in place as a whole."""
    referred = "hubs.hub.screening.talk.referred"
    scenario = scenario_of(f"""
        hubs.hub.teams.nurse: {{staff: 1}}
        hubs.hub.screening.talk: {{team: nurse, time: 1 h, for: [single], referred: {{family: 10 %, urgent: 20 %}}}}
        timeline.memo: {{date: {DAYS[3]}, set: {{{referred}.family: 5 %, {referred}.urgent: 9 %}}}}
        """, ann=0)  # fmt: skip
    with pytest.raises(Unsupported, match=rf"^dated changes of both {referred}.family and {referred}.urgent$"):
        kernel.simulate(scenario, 1, 0)
