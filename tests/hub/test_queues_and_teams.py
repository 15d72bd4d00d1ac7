"""Model, section 5, rules 1 to 3: queues, teams and rosters."""

import pytest

from tests.hub.stories import DAYS, HOUR, stays, story, tasks, told

ONE_NURSE = """
    hubs.hub.teams.nurse: {staff: 1, on_duty: daily 08:00-16:00}
    hubs.hub.screening.health: {team: nurse, time: 3 h}
"""


@pytest.mark.parametrize("queue,then", [
    ("first_fit", [(0, 48, "ann", "homes"), (0, 48, "ben", "homes"), (0, 48, "dua", "homes"), (48, 96, "fay", "homes")]),
    ("strict", [(0, 48, "ann", "homes"), (0, 48, "ben", "homes"), (48, 96, "fay", "homes"), (48, 96, "dua", "homes")]),
])  # fmt: skip
def test_whether_those_who_fit_may_pass_a_family_that_does_not(queue, then):
    """Four places, two taken: a family of three stands before a single."""
    record = story(f"""
        hubs.hub.policy.queue: {queue}
        hubs.hub.pools.homes.places: 4
        hubs.hub.clocks.other: {{from: placed, after: 2 d}}
        """, ann=0, ben=0, fay=(0, "family"), dua=0)  # fmt: skip
    assert stays(record) == then


def test_all_teams_or_none():
    """An interview needs nurse and officer; nothing is held while it waits, so the nurse sees Ben meanwhile."""
    record = story("""
        hubs.hub.teams: {nurse: {staff: 1}, officer: {staff: 1}}
        hubs.hub.screening.papers: {team: officer, for: urgent, time: 5 h}
        hubs.hub.screening.interview: {team: [nurse, officer], for: family, time: 2 h}
        hubs.hub.screening.health: {team: nurse, for: single, time: 6 h}
        """, uma=(0, "urgent"), fay=(0, "family"), ben=0)  # fmt: skip
    assert sorted(tasks(record)) == [(0, 0, 5, "uma", "papers"), (0, 0, 6, "ben", "health"), (0, 6, 8, "fay", "interview")]


def test_steps_that_share_a_team_share_one_list():
    """Ann joins anew for her second step, behind Ben, who has waited for his first."""
    record = story("""
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.screening: {health: {team: nurse, time: 2 h}, interview: {team: nurse, time: 1 h}}
        """, ann=0, ben=0)  # fmt: skip
    assert tasks(record) == [
        (0, 0, 2, "ann", "health"),
        (0, 2, 4, "ben", "health"),
        (2, 4, 5, "ann", "interview"),
        (4, 5, 6, "ben", "interview"),
    ]


def test_the_last_minute_of_duty_counts():
    """Three hours from 8, 11 and 14 o'clock: the third step starts in duty and ends after it; the fourth waits for the morning."""
    record = story(ONE_NURSE, ann=0, ben=0, cem=0, dua=0)
    assert [line[:3] for line in tasks(record)] == [(0, 8, 11), (0, 11, 14), (0, 14, 17), (0, 32, 35)]


def test_a_step_may_start_in_the_last_millisecond_of_duty():
    """The first step takes eight hours less one millisecond."""
    record = story(f"{ONE_NURSE}\nhubs.hub.screening.health.time: 7.9999997222 h", ann=0, ben=0)
    assert record.tasks.started_at.tolist() == [8 * HOUR, 16 * HOUR - 1]


def test_nothing_starts_at_the_end_of_duty():
    record = story(f"{ONE_NURSE}\nhubs.hub.screening.health.time: 8 h", ann=0, ben=0)
    assert [line[1] for line in tasks(record)] == [8, 32]


def test_finish_by_shift_end():
    """The third step of three hours would end at 17: it waits for the morning."""
    record = story(f"{ONE_NURSE}\nhubs.hub.teams.nurse.finish_by_shift_end: true", ann=0, ben=0, cem=0)
    assert [line[:3] for line in tasks(record)] == [(0, 8, 11), (0, 11, 14), (0, 32, 35)]


def test_pausable_work_goes_on_in_the_morning():
    """Ten hours of work from 8: eight today, two tomorrow, and the nurse is held meanwhile."""
    record = story(f"{ONE_NURSE}\nhubs.hub.screening.health: {{team: nurse, time: 10 h, pausable: true}}", ann=0, ben=0)
    assert [line[:3] for line in tasks(record)] == [(0, 8, 34), (0, 34, 60)]


def test_a_closed_day_and_a_weekend():
    """Who comes on Wednesday after duty finds Thursday closed; who comes on Saturday waits for Monday."""
    record = story(f"""
        hubs.hub.teams.nurse: {{staff: 1, on_duty: Mon-Fri 08:00-16:00, closed: [{DAYS[3]}]}}
        hubs.hub.screening.health: {{team: nurse, time: 8 h}}
        """, ann=2, ben=2, cem=5)  # fmt: skip
    assert [line[:3] for line in tasks(record)] == [(48, 56, 64), (48, 104, 112), (120, 176, 184)]


def test_a_night_shift_runs_over_midnight():
    record = story("""
        hubs.hub.teams.nurse: {staff: 1, on_duty: Mon 22:00-06:00}
        hubs.hub.screening.health: {team: nurse, time: 4 h}
        """, ann=0, ben=0, cem=0)  # fmt: skip
    assert [line[:3] for line in tasks(record)] == [(0, 22, 26), (0, 26, 30), (0, 190, 194)]


def test_two_of_a_team_work_side_by_side():
    record = story(f"{ONE_NURSE}\nhubs.hub.teams.nurse.staff: 2", ann=0, ben=0, cem=0)
    assert [line[1] for line in tasks(record)] == [8, 8, 11]


URGENT_FROM_DAY_1 = f"""
    classes.any.priority: 1
    timeline.alarm: {{date: {DAYS[1]}, set: {{classes.urgent.priority: 0}}}}
"""


@pytest.mark.parametrize("scarce,instant", [
    ("hubs.hub.teams.nurse: {staff: 1}\nhubs.hub.screening.health: {team: nurse, time: 30 h}", "screened"),
    ("hubs.hub.pools.homes.places: 1\nhubs.hub.pools.flats: {for: family, places: 3}\nhubs.hub.clocks.other: {from: placed, after: 30 h}",
     "placed"),
    ("destinations.home.documents: 0 d\nservices.flight: {from: hub, to: home, leaves: {every: 20 h}, seats: 1}", "left"),
    ("services.bus: {to: hub, leaves: {every: 20 h}, seats: 1}", "boarded"),
])  # fmt: skip
def test_those_who_wait_stand_in_their_new_order_when_a_priority_changes(scarce, instant):
    """A nurse, a place, a seat out, a seat in: Ann has it first, then Uma passes Ben, who has stood before her."""
    record = story(f"{URGENT_FROM_DAY_1}\n{scarce}", ann=0, ben=0, uma=(0, "urgent"))
    assert [line[1] for line in told(record, instant)] == ["ann", "uma", "ben"]


def test_one_who_is_referred_while_waiting_stands_where_the_new_class_stands():
    """Both are to be sent back on day 1; on day 2 a step refers Ben, and he passes the family, who has stood before him."""
    record = story("""
        classes.any.priority: 1
        classes.urgent.priority: 0
        agreement.stay: {limit: 1 d, then: send_back}
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.screening.health: {team: nurse, for: single, time: 2 d, referred: {urgent: 100 %}}
        services.back: {from: hub, to: sender, leaves: {every: 5 d}, seats: 3}
        """, fay=(0, "family"), ben=0)  # fmt: skip
    assert told(record, "left") == [(120, "ben", "left"), (240, "fay", "left")]


def test_work_of_several_teams_pauses_as_soon_as_one_of_them_goes():
    """Four hours of nurse and officer together, who goes at ten: two hours on each of two days."""
    record = story("""
        hubs.hub.teams.nurse: {staff: 1, on_duty: "daily 08:00-20:00"}
        hubs.hub.teams.officers: {staff: 1, on_duty: "daily 08:00-10:00"}
        hubs.hub.screening.talk: {team: [nurse, officers], time: 4 h, pausable: true}
        """, ann=0)  # fmt: skip
    assert tasks(record) == [(0, 8, 34, "ann", "talk")]


@pytest.mark.parametrize("pausable", ["false", "true"])
def test_who_needs_less_time_is_taken_while_there_is_some_left_in_the_shift(pausable):
    """Steps of one to eight hours, of which each has to end by four o'clock, unless it may pause: then nobody is passed over."""
    record = story(f"""
        hubs.hub.teams.nurse: {{staff: 1, on_duty: "daily 08:00-16:00", finish_by_shift_end: true}}
        hubs.hub.screening.health: {{team: nurse, time: {{shape: uniform, low: 1 h, high: 8 h}}, pausable: {pausable}}}
        """, seed=2, ann=0, ben=0, cem=0, dua=0, eva=0, fay=0, gil=0)  # fmt: skip
    order = [who for _, _, _, who, _ in sorted(tasks(record), key=lambda line: line[1])]
    assert (order == sorted(order)) == (pausable == "true")
