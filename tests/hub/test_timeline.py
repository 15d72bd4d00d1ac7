"""Model, sections 3.10 and 6: dated acts, drawn dates, and rates that change."""

import numpy as np
import pytest

from tests.hub.stories import DAY, DAYS, ends, stays, story, told


def test_speed():
    """Ten days of paperwork; from day 2 to day 6 at half speed: two days are lost."""
    record = story(f"""
        destinations.home.documents: 10 d
        timeline.slow: {{date: {DAYS[2]}, set: {{destinations.home.documents.speed: 50 %}}, lasts: 4 d}}
        """, ann=0)  # fmt: skip
    assert told(record, "documents") == [(12 * 24, "ann", "documents")]


def test_a_clock_that_stands_still():
    record = story(f"""
        destinations.home.documents: 10 d
        timeline.refusal: {{date: {DAYS[2]}, set: {{destinations.home.documents.speed: 0 %}}, lasts: 4 d}}
        """, ann=0, ben=3)  # fmt: skip
    assert told(record, "documents") == [(14 * 24, "ann", "documents"), (16 * 24, "ben", "documents")]


def test_a_changed_length_is_for_clocks_that_start_later():
    record = story(f"""
        destinations.home.documents: 10 d
        timeline.longer: {{date: {DAYS[2]}, set: {{destinations.home.documents: 20 d}}}}
        """, ann=0, ben=2)  # fmt: skip
    assert told(record, "documents") == [(10 * 24, "ann", "documents"), (22 * 24, "ben", "documents")]


def test_a_changed_chance_touches_later_decisions_only():
    record = story(f"""
        timeline.stricter: {{date: {DAYS[2]}, set: {{selection.accepted: 0 %}}, lasts: 2 d}}
        """, ann=1, ben=2, cem=3, dua=4)  # fmt: skip
    assert [outcome for outcome, _ in ends(record).values()] == ["inside", "declined", "declined", "inside"]


def test_more_staff_start_at_once():
    record = story(f"""
        hubs.hub.teams.nurse: {{staff: 1}}
        hubs.hub.screening.health: {{team: nurse, time: 2 d}}
        timeline.hired: {{date: {DAYS[1]}, set: {{hubs.hub.teams.nurse.staff: 2}}}}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "screened") == [(48, "ann", "screened"), (72, "ben", "screened")]


def test_fewer_staff_finish_what_they_have_begun():
    record = story(f"""
        hubs.hub.teams.nurse: {{staff: 2}}
        hubs.hub.screening.health: {{team: nurse, time: 2 d}}
        timeline.fired: {{date: {DAYS[1]}, set: {{hubs.hub.teams.nurse.staff: 1}}}}
        """, ann=0, ben=0, cem=0, dua=0)  # fmt: skip
    assert [line[0] for line in told(record, "screened")] == [48, 48, 96, 144]


LISTS = "demand.lists: {kind: poisson, rate: 4 cases / d}"


def listed(record, stream):
    rows = record.journeys[record.journeys.stream == stream]
    return dict(zip(rows.number, rows.listed_at, strict=True))


def test_a_cut_in_the_rate_drops_cases_by_their_own_luck():
    """Nobody's instant moves; about a quarter of those after day 10 remain."""
    before = listed(story(LISTS), "lists")
    cut = f"timeline.cut: {{date: {DAYS[10]}, set: {{demand.lists.rate: 1 case / d}}, lasts: 20 d}}"
    after = listed(story(f"{LISTS}\n{cut}"), "lists")
    assert after.items() <= before.items()
    dropped = [before[number] for number in before.keys() - after.keys()]
    assert all(10 * DAY <= at < 30 * DAY for at in dropped)
    assert 0.6 < len(dropped) / sum(10 * DAY <= at < 30 * DAY for at in before.values()) < 0.9


def test_a_rise_in_the_rate_adds_cases_and_moves_nobody():
    before = listed(story(LISTS), "lists")
    record = story(f"{LISTS}\ntimeline.surge: {{date: {DAYS[10]}, set: {{demand.lists.rate: 9 cases / d}}, lasts: 20 d}}")
    assert listed(record, "lists") == before
    added = listed(record, "lists+surge")
    assert all(10 * DAY <= at < 30 * DAY for at in added.values())
    assert 75 < len(added) < 125


BACKLOG = "demand.lists: {kind: backlog, cases: 60 cases, rate: 3 cases / d}"


@pytest.mark.parametrize("rate,later", [("0 cases / d", True), ("1 case / d", True), ("9 cases / d", False)])
def test_a_backlog_lists_the_same_people_whatever_its_rate_does(rate, later):
    """From day 5 to day 10 slower, faster or not at all: nobody is added or lost, and who has been listed stays listed."""
    before = listed(story(BACKLOG), "lists")
    record = story(f"{BACKLOG}\ntimeline.pace: {{date: {DAYS[5]}, set: {{demand.lists.rate: {rate}}}, lasts: 5 d}}")
    after = listed(record, "lists")
    assert list(after) == list(before) == list(range(60)) and set(record.journeys.stream) == {"lists"}
    early = [number for number, at in before.items() if at < 5 * DAY]
    assert 0 < len(early) < 60 and all(after[number] == before[number] for number in early)
    assert all((after[number] > before[number]) == later for number in range(len(early), 60))


def test_while_a_backlog_stands_still_everybody_is_later_by_as_long():
    """Two acts that overlap: that which began last holds until it is over, then the other."""
    before = listed(story(BACKLOG), "lists")
    still = f"timeline.still: {{date: {DAYS[5]}, set: {{demand.lists.rate: 0 cases / d}}, lasts: 2 d}}"
    longer = f"timeline.longer: {{date: {DAYS[4]}, set: {{demand.lists.rate: 3 cases / d}}, lasts: 9 d}}"
    after = listed(story(f"{BACKLOG}\n{still}\n{longer}"), "lists")
    assert all(abs(after[n] - at - (2 * DAY if at >= 5 * DAY else 0)) <= 1 for n, at in before.items())


def test_an_act_that_does_not_happen_takes_those_after_it_along():
    """Chance 0: neither the act nor what comes after it; a chain that happens keeps its delays."""
    record = story(f"""
        timeline.vote: {{date: {DAYS[2]}, chance: 0 %, suspend: selection}}
        timeline.closing: {{after: vote, delay: 1 d, suspend: transfers}}
        timeline.ruling: {{date: {{from: {DAYS[1]}, delay: 1 d}}, suspend: transfers}}
        timeline.appeal: {{after: ruling, delay: 3 d, resume: transfers}}
        """, ann=1, ben=3)  # fmt: skip
    assert told(record, "boarded") == [(24, "ann", "boarded"), (120, "ben", "boarded")]


def test_an_act_after_one_that_stands_below_it():
    record = story(f"""
        timeline.second: {{after: first, delay: 2 d, resume: transfers}}
        timeline.first: {{date: {DAYS[1]}, suspend: transfers}}
        """, ann=1)  # fmt: skip
    assert told(record, "boarded") == [(72, "ann", "boarded")]


def test_an_act_before_the_start_is_in_force_as_far_as_it_lasts():
    record = story("""
        timeline.ruling: {date: 2025-01-01, suspend: transfers, lasts: 7 d}
        timeline.older: {date: 2024-12-01, suspend: selection, lasts: 7 d}
        """, ann=0)  # fmt: skip
    assert told(record, "decided", "boarded") == [(0, "ann", "decided"), (48, "ann", "boarded")]


def test_a_release_of_one_class_after_a_grace():
    record = story(f"""
        timeline.ruling: {{date: {DAYS[2]}, release: 100 %, classes: urgent, grace: 3 d}}
        """, ann=0, uma=(0, "urgent"), ulf=(3, "urgent"))  # fmt: skip
    assert told(record, "release_ordered", "left") == [(48, "uma", "release_ordered"), (120, "uma", "left")]
    assert ends(record)["uma"] == ("released", "order")


def test_a_share_is_released_by_the_luck_of_each():
    record = story(f"""
        demand.people: {{kind: backlog, cases: 90 cases}}
        timeline.ruling: {{date: {DAYS[2]}, release: 40 %}}
        """)  # fmt: skip
    assert 0.25 < np.mean(record.journeys.outcome == "released") < 0.55


def test_what_lasts_gives_back_the_value_of_before():
    record = story(f"""
        hubs.hub.pools.homes.places: 1
        timeline.more: {{date: {DAYS[1]}, set: {{hubs.hub.pools.homes.places: 2}}, lasts: 1 d}}
        """, ann=0, ben=1, cem=2)  # fmt: skip
    assert told(record, "placed") == [(0, "ann", "placed"), (24, "ben", "placed")]


def test_of_two_settings_the_one_that_began_last_and_is_not_over_holds():
    """Two places from day 1 to day 6, four from day 3 on: the end of the first takes nothing away."""
    record = story(f"""
        hubs.hub.pools: {{homes: {{places: 1, for: [single, urgent]}}, flats: {{places: 3, for: family}}}}
        timeline.a: {{date: {DAYS[1]}, set: {{hubs.hub.pools.homes.places: 2}}, lasts: 5 d}}
        timeline.b: {{date: {DAYS[3]}, set: {{hubs.hub.pools.homes.places: 4}}}}
        """, ann=0, ben=0, cem=0, dua=7)  # fmt: skip
    assert told(record, "placed") == [(0, "ann", "placed"), (24, "ben", "placed"), (72, "cem", "placed"), (168, "dua", "placed")]


def test_a_setting_within_another():
    """Two places from day 1 to day 6, none from day 2 to day 4."""
    record = story(f"""
        hubs.hub.pools: {{homes: {{places: 1, for: [single, urgent]}}, flats: {{places: 3, for: family}}}}
        timeline.a: {{date: {DAYS[1]}, set: {{hubs.hub.pools.homes.places: 2}}, lasts: 5 d}}
        timeline.b: {{date: {DAYS[2]}, set: {{hubs.hub.pools.homes.places: 1}}, lasts: 2 d}}
        """, ann=0, ben=2)  # fmt: skip
    assert told(record, "placed") == [(0, "ann", "placed"), (96, "ben", "placed")]


def test_a_changed_roster():
    """Around the clock from day 1 on; a day is closed from day 2 on."""
    record = story(f"""
        hubs.hub.teams.nurse: {{staff: 1, on_duty: daily 08:00-16:00}}
        hubs.hub.screening.health: {{team: nurse, time: 3 h}}
        timeline.nights: {{date: {DAYS[1]}, set: {{hubs.hub.teams.nurse.on_duty: always}}}}
        timeline.feast: {{date: {DAYS[2]}, set: {{hubs.hub.teams.nurse.closed: [{DAYS[3]}]}}}}
        """, ann=0, ben=1, cem=3)  # fmt: skip
    assert told(record, "screened") == [(11, "ann", "screened"), (27, "ben", "screened"), (99, "cem", "screened")]


def test_a_changed_time_holds_for_the_next_step():
    record = story(f"""
        hubs.hub.teams.nurse: {{staff: 1}}
        hubs.hub.screening: {{health: {{team: nurse, time: 2 d}}, interview: {{team: nurse, time: 2 d}}}}
        timeline.faster: {{date: {DAYS[1]}, set: {{hubs.hub.screening.interview.time: 1 d}}}}
        """, ann=0)  # fmt: skip
    assert told(record, "screened") == [(72, "ann", "screened")]


@pytest.mark.parametrize("changed,until,outcomes", [
    (2, 9, ["inside", "inside", "inside", "declined"]),
    (6, 9, ["inside", "declined", "inside", "declined"]),
    (2, 1, ["inside", "declined", "declined", "declined"]),
])  # fmt: skip
def test_a_window_that_is_moved(changed, until, outcomes):
    """The last day of boarding was day 3: prolonged in time, opened again, cut short. People come on days 0, 5, 7 and 12."""
    record = story(f"""
        agreement.intake: {{until: {DAYS[3]}}}
        timeline.talks: {{date: {DAYS[changed]}, set: {{agreement.intake.until: {DAYS[until]}}}}}
        """, ann=0, ben=5, cem=7, dua=12)  # fmt: skip
    assert [outcome for outcome, _ in ends(record).values()] == outcomes


def test_an_agreement_that_ends_earlier():
    record = story(f"""
        agreement.end: {{date: {DAYS[20]}, then: release, grace: 2 d}}
        timeline.notice: {{date: {DAYS[3]}, set: {{agreement.end.date: {DAYS[5]}}}}}
        """, ann=0, ben=5)  # fmt: skip
    assert told(record, "left") == [(168, "ann", "left")]
    assert ends(record)["ben"] == ("declined", "end")


def test_a_longer_lead_of_a_flight_never_reaches_into_the_past():
    record = story(f"""
        destinations.home.documents: 0 d
        services.flight: {{from: hub, to: home, leaves: {{every: 5 d}}, seats: 1, standby: false}}
        timeline.papers: {{date: {DAYS[6]}, set: {{services.flight.lead: 9 d}}}}
        """, ann=0, ben=0, cem=8, dua=12)  # fmt: skip
    assert told(record, "left") == [(120, "ann", "left"), (240, "ben", "left"), (360, "cem", "left"), (600, "dua", "left")]


def test_one_act_opens_a_hub_and_pools():
    """Doors of both kinds in one act: each is opened as what it is."""
    record = story(f"""
        hubs.hub.pools: {{homes: {{places: 1}}, spare: {{places: 1}}, wing: {{places: 1}}}}
        hubs.hub.policy.when_full: wait
        timeline.shut: {{date: {DAYS[1]}, close: [hub, homes, wing]}}
        timeline.again: {{date: {DAYS[4]}, open: [homes, hub, wing]}}
        """, ann=0, ben=2, cem=2)  # fmt: skip
    assert told(record, "arrived") == [(0, "ann", "arrived"), (96, "ben", "arrived"), (96, "cem", "arrived")]
    assert [stay[3] for stay in stays(record)] == ["homes", "spare", "wing"]


def test_three_acts_on_one_value_end_in_another_order():
    """Five, six and seven places; the first ends on day 5, the last on day 6, and what is left is six, until day 8."""
    record = story("\n".join(
        f"timeline.{name}: {{date: {DAYS[day]}, set: {{hubs.hub.pools.homes.places: {places}}}, lasts: {days} d}}"
        for name, day, places, days in (("one", 1, 5, 4), ("two", 2, 6, 6), ("three", 3, 7, 3))
    ))  # fmt: skip
    homes = record.capacity[record.capacity["what"] == "pool:homes"].groupby("at").last()
    assert [(at / DAY, places) for at, places in homes["nominal"].items()] == [
        (0, 100), (1, 5), (2, 6), (3, 7), (6, 6), (8, 100),
    ]  # fmt: skip


@pytest.mark.parametrize("lasts,places", [("5 d", 5), ("432000001 ms", 100)])
def test_an_act_that_ends_as_the_run_begins_has_been(lasts, places):
    """It ends no other act any more, as one does that lasts a millisecond longer."""
    record = story(f"""
        timeline.fire: {{date: 2025-01-01, set: {{hubs.hub.pools.homes.places: 5}}}}
        timeline.over: {{date: 2025-01-01, if: fire, ends: fire, suspend: removals, lasts: {lasts}}}
        """, ann=0)  # fmt: skip
    assert record.capacity[record.capacity["what"] == "pool:homes"]["nominal"].tolist()[-1] == places


def test_one_act_resumes_several_things():
    record = story(f"""
        timeline.stop: {{date: {DAYS[2]}, suspend: [removals, transfers, moves]}}
        timeline.again: {{date: {DAYS[5]}, resume: [removals, transfers, moves]}}
        """)  # fmt: skip
    assert sorted((row.what, row.end_at / DAY) for row in record.spells.itertuples()) == [("moves", 5), ("removals", 5), ("transfers", 5)]
