"""Model, section 5, rule 3: who is bound, who is away, who is not there yet, holidays, several of one team, work on documents."""

import pytest

from tests.hub.stories import DAYS, HOUR, story, tasks, told

GUARDS = """
    hubs.hub.teams.guards: {staff: 3}
    hubs.hub.screening.escort: {team: guards, time: 2 h}
"""


def bound(record, team="guards"):
    """(hour, staff, there, bound) of a team, as it stands at the end of each instant at which it changes."""
    rows = record.capacity[record.capacity["what"] == f"team:{team}"].groupby("at").last().reset_index()
    return [(row.at / HOUR, row.nominal, row.usable, row.reserve) for row in rows.itertuples()]


def starts(record):
    return [line[1] for line in tasks(record)]


# --- minimum and ratio ----------------------------------------------------------------------------------------------------


def test_the_minimum_can_do_nothing_else():
    """Three guards, two bound: one escort at a time, where all three would do it at once."""
    assert starts(story(GUARDS, ann=0, ben=0, cem=0)) == [0, 0, 0]
    assert starts(story(f"{GUARDS}\nhubs.hub.teams.guards.minimum: 2", ann=0, ben=0, cem=0)) == [0, 2, 4]


def test_the_minimum_is_there_when_nobody_is_inside():
    assert bound(story(f"{GUARDS}\nhubs.hub.teams.guards.minimum: 2")) == [(0, 3, 3, 2)]


def test_no_minimum_before_there_is_a_place_that_can_be_used():
    record = story(f"{GUARDS}\nhubs.hub.teams.guards.minimum: 2\nhubs.hub.pools.homes.opens: {DAYS[2]}")
    assert bound(record) == [(0, 3, 3, 0), (48, 3, 3, 2)]


def test_no_minimum_before_the_hub_opens():
    record = story(f"{GUARDS}\nhubs.hub.teams.guards.minimum: 2\nhubs.hub.opens: {DAYS[2]}")
    assert bound(record) == [(0, 3, 3, 0), (48, 3, 3, 2)]


def test_the_minimum_of_a_pool():
    huts = f"hubs.hub.pools: {{huts: {{places: 5, opens: {DAYS[3]}}}}}"
    lines = f"{GUARDS}\n{huts}\nhubs.hub.teams.guards: {{staff: 3, minimum: 1, pools: huts}}"
    assert bound(story(lines)) == [(0, 3, 3, 0), (72, 3, 3, 1)]


def test_the_ratio_follows_the_people_inside():
    """One for each two people, rounded up, and never fewer than the minimum."""
    lines = """
        hubs.hub.teams.guards: {staff: 3, minimum: 1, per: {people: 2, staff: 1}}
        hubs.hub.clocks.other: {from: placed, after: 1 d}
        """
    record = story(lines, ann=1, ben=1, cem=1)
    assert bound(record)[0] == (0, 3, 3, 1)
    assert bound(record)[1] == (24, 3, 3, 2)
    assert bound(record)[-1][3] == 1


def test_more_staff_than_people():
    """Five guards for each person inside."""
    record = story("hubs.hub.teams.guards: {staff: 12, per: {people: 1, staff: 5}}", ann=1, ben=2)
    assert bound(record) == [(0, 12, 12, 0), (24, 12, 12, 5), (48, 12, 12, 10)]


def test_people_of_a_pool_alone():
    """Who is in reception binds nobody of the team of the homes; who has a place there does."""
    lines = """
        hubs.hub.teams: {guards: {staff: 2, per: {people: 1, staff: 1}, pools: homes}, nurse: {staff: 1}}
        hubs.hub.screening.health: {team: nurse, time: 3 h}
        """
    assert bound(story(lines, ann=1)) == [(0, 2, 2, 0), (27, 2, 2, 1)]


def test_a_task_that_has_begun_goes_on_when_more_are_bound():
    """Ben comes while the only free guard is busy: two are bound and one busy, of two. The next task waits."""
    lines = """
        hubs.hub.teams.guards: {staff: 2, per: {people: 1, staff: 1}}
        hubs.hub.screening.escort: {team: guards, time: 30 h}
        """
    record = story(lines, ann=0, ben=1)
    assert bound(record) == [(0, 2, 2, 1), (24, 2, 2, 2)]
    assert [line[:3] for line in tasks(record)] == [(0, 0, 30), (24, None, None)]


def test_staff_limits_the_intake():
    """Two guards at one for each two people: four are taken, the fifth when one has left."""
    lines = """
        hubs.hub.teams.guards: {staff: 2, per: {people: 2, staff: 1}, limits_intake: true}
        hubs.hub.clocks.other: {from: placed, after: 10 d, for: urgent}
        """
    record = story(lines, uma=(0, "urgent"), ben=1, cem=1, dua=1, eli=1)
    assert told(record, "arrived")[-1] == (240, "eli", "arrived")
    assert told(record, "refused") == [(24, "eli", "refused")]


def test_without_that_nobody_is_kept_out_and_the_staff_is_short():
    record = story("hubs.hub.teams.guards: {staff: 2, per: {people: 2, staff: 1}}", ann=1, ben=1, cem=1, dua=1, eli=1)
    assert bound(record)[-1] == (24, 2, 2, 3)


def test_new_staff_lets_people_in():
    lines = f"hubs.hub.teams.guards: {{staff: 1, per: {{people: 1, staff: 1}}, limits_intake: true, recruited: {{{DAYS[5]}: 1}}}}"
    assert told(story(lines, ann=1, ben=1), "arrived") == [(24, "ann", "arrived"), (120, "ben", "arrived")]


def test_an_inbound_service_counts_those_it_books():
    lines = f"""
        hubs.hub.teams.guards: {{staff: 2, per: {{people: 1, staff: 1}}, limits_intake: true}}
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[2]}, {DAYS[4]}]}}, seats: 5, travel: 10 h}}
        """
    record = story(lines, ann=1, ben=1, cem=1)
    assert told(record, "arrived") == [(58, "ann", "arrived"), (58, "ben", "arrived")]


# --- several of one team --------------------------------------------------------------------------------------------------

JOINT = """
    hubs.hub.teams: {officer: {staff: 2}, interpreter: {staff: 3}, room: {staff: 1, on_duty: daily 10:00-18:00}}
    hubs.hub.screening.interview: {team: {officer: 1, interpreter: 2, room: 1}, time: 3 h}
"""


def test_a_joint_booking_takes_all_or_nothing():
    """One room from ten o'clock, three hours each; in the evening it is shut, though officers and interpreters are there."""
    record = story(JOINT, ann=0, ben=0, cem=0, dua=0)
    assert starts(record) == [10, 13, 16, 34]
    assert record.tasks["teams"][0] == "officer+interpreter+interpreter+room"


def test_two_interpreters_of_three():
    """With two rooms a second interview still needs two interpreters, and there is one: nothing of it is held meanwhile."""
    lines = f"{JOINT}\nhubs.hub.teams.room.staff: 2\nhubs.hub.screening.talk: {{team: [officer, interpreter], for: urgent, time: 1 h}}"
    record = story(lines.replace("screening.interview: {", "screening.interview: {for: single, "), ann=0, ben=0, uma=(1, "urgent"))
    assert starts(record) == [10, 13, 24]
    assert starts(story(f"{lines}\nhubs.hub.teams.interpreter.staff: 4", ann=0, ben=0)) == [10, 10]


def test_reviews_and_the_list_may_need_several():
    lines = """
        hubs.hub.teams.judge: {staff: 3}
        selection: {team: {judge: 2}, time: 4 h}
        """
    assert starts(story(lines, ann=0, ben=0)) == [0, 4]
    lines = "hubs.hub.teams.judge: {staff: 3}\nhubs.hub.clocks.review: {at: 1 d, team: {judge: 2}, time: 5 h, chance: 0 %}"
    assert starts(story(lines, ann=0, ben=0)) == [24, 29]


# --- holidays -------------------------------------------------------------------------------------------------------------

TEAMS = "hubs.hub.teams: {nurse: {staff: 1, on_duty: daily 08:00-16:00}}\nhubs.hub.screening.health: {team: nurse, time: 1 h}"


def test_nobody_works_on_a_holiday():
    assert starts(story(f"{TEAMS}\nhubs.hub.holidays: [{DAYS[0]}, {DAYS[1]}]", ann=0)) == [56]


def test_reduced_hours_on_a_holiday():
    lines = f"{TEAMS}\nhubs.hub.holidays: [{DAYS[0]}, {DAYS[1]}]\nhubs.hub.teams.nurse.on_holidays: daily 10:00-12:00"
    assert starts(story(lines, ann=0, ben=0, cem=0)) == [10, 11, 34]


def test_a_day_that_is_closed_stays_closed():
    lines = f"{TEAMS}\nhubs.hub.holidays: {DAYS[0]}\nhubs.hub.teams.nurse: {{on_holidays: always, closed: {DAYS[0]}}}"
    assert starts(story(lines, ann=0)) == [32]


# --- away, and not there yet ----------------------------------------------------------------------------------------------


def away(record):
    rows = record.capacity[record.capacity["what"] == "team:nurse"]
    return [(row.at / HOUR, row.nominal - row.usable) for row in rows.itertuples()]


MANY = "hubs.hub.teams.nurse: {staff: 40, absent: 10 %}"


def test_who_is_away_is_drawn_for_each_day():
    record = story(MANY)
    assert all(hour % 24 == 0 for hour, _ in away(record))
    at = dict(away(record))
    days, last = [], 0
    for day in range(60):
        last = at.get(day * 24, last)
        days.append(last)
    assert 3 < sum(days) / 60 < 5
    assert len(set(days)) > 4


def test_being_away_is_the_luck_of_team_and_day():
    """More staff, or a larger share, changes a day by no more than it must: with one more nurse as many are there, or one more."""
    few, many, ill = (story(MANY.replace("40", "39")), story(MANY), story(MANY.replace("10 %", "20 %")))

    def by_day(record):
        rows = record.capacity[record.capacity["what"] == "team:nurse"]
        found, last = [], None
        at = dict(zip(rows["at"] / HOUR, rows["usable"], strict=True))
        for day in range(60):
            last = at.get(day * 24, last)
            found.append(last)
        return found

    assert all(a <= b <= a + 1 for a, b in zip(by_day(few), by_day(many), strict=True))
    assert all(a <= b for a, b in zip(by_day(ill), by_day(many), strict=True))


def test_everybody_away():
    assert starts(story(f"{TEAMS}\nhubs.hub.teams.nurse.absent: 100 %", ann=0)) == [None]


def test_posts_open_are_filled_and_trained():
    """A second nurse: the post opens on day 2, it takes 3 days to fill, and a day of training."""
    lines = f"hubs.hub.teams.nurse: {{staff: 1, recruited: {{{DAYS[2]}: 1}}, hired: 3 d, training: 1 d}}"
    assert bound(story(lines), "nurse") == [(0, 1, 1, 0), (144, 2, 2, 0)]


def test_posts_are_filled_one_by_one():
    lines = f"hubs.hub.teams.nurse: {{staff: 0, recruited: {{{DAYS[1]}: 3}}, hired: {{shape: uniform, low: 1 d, high: 20 d}}}}"
    rows = bound(story(lines), "nurse")
    assert [row[1] for row in rows] == [0, 1, 2, 3]
    other = f"{lines}\nhubs.hub.teams.nurse.recruited: {{{DAYS[1]}: 2}}"
    assert {row[0] for row in bound(story(other), "nurse")} <= {row[0] for row in rows}


def test_a_dated_change_of_staff_keeps_those_recruited():
    lines = f"""
        hubs.hub.teams.nurse: {{staff: 1, recruited: {{{DAYS[2]}: 1}}}}
        timeline.more: {{date: {DAYS[4]}, set: {{hubs.hub.teams.nurse.staff: 3}}}}
        """
    assert bound(story(lines), "nurse") == [(0, 1, 1, 0), (48, 2, 2, 0), (96, 4, 4, 0)]


# --- work on documents ----------------------------------------------------------------------------------------------------

PAPERS = """
    hubs.hub.teams.caseworker: {staff: 1, on_duty: daily 08:00-16:00}
    destinations.home.documents: {time: 10 d, work: {team: caseworker, time: 6 h}}
"""


def test_documents_are_asked_for_before_they_are_waited_for():
    """Six hours each of one caseworker: Ann from 8 to 14, Ben from 14, and on in the morning, to 12."""
    record = story(PAPERS, ann=0, ben=0)
    assert tasks(record) == [(0, 8, 14, "ann", "documents"), (0, 14, 36, "ben", "documents")]
    assert told(record, "documents") == [(254, "ann", "documents"), (276, "ben", "documents")]


def test_work_on_documents_is_no_screening():
    assert told(story(PAPERS, ann=0), "screening_started", "screened") == [(0, "ann", "screened")]


def test_who_leaves_needs_no_more_work():
    record = story(f"{PAPERS}\nhubs.hub.clocks.other: {{from: placed, after: 10 h}}", ann=0, ben=0)
    assert list(record.tasks["outcome"]) == ["broken_off", "withdrawn"]


def test_work_on_documents_begins_at_the_sender():
    record = story(f"{PAPERS}\ndestinations.home.documents.from: listed\nagreement.lead: 5 d", ann=0)
    assert told(record, "arrived", "documents") == [(120, "ann", "arrived"), (254, "ann", "documents")]


def test_nobody_works_on_documents_of_who_is_declined_at_once():
    record = story(f"{PAPERS}\ndestinations.home.documents.from: listed\nagreement.excluded: urgent", ann=(0, "urgent"), ben=0)
    assert tasks(record) == [(0, None, None, "ann", "documents"), (0, 8, 14, "ben", "documents")]
    assert list(record.tasks["outcome"]) == ["withdrawn", "done"]
    assert told(record, "documents") == [(254, "ben", "documents")]


@pytest.mark.parametrize("inside,documents", [("", 254), (", days_inside: 4 d", 144)])
def test_people_inside_for_some_time_have_that_work_behind_them(inside, documents):
    record = story(f"{PAPERS}\ndemand.old: {{kind: initial, cases: 1 case, pool: homes{inside}}}")
    assert told(record, "documents") == [(documents, "old", "documents")]


def test_work_on_documents_goes_on_when_the_case_moves_to_another_hub():
    lines = f"""
        hubs.camp: {{policy: {{transfer_needs: reception}}, pools: {{tents: {{places: 5}}}}}}
        {PAPERS.strip()}
        hubs.hub.clocks.move: {{from: placed, after: 9 h, to: camp}}
        """
    record = story(lines, ann=0)
    assert tasks(record) == [(0, 8, 14, "ann", "documents")]


def test_posts_of_each_date_are_filled_by_luck_of_their_own():
    posts = f"{{{DAYS[1]}: 1, {DAYS[2]}: 1}}"
    lines = f"hubs.hub.teams.nurse: {{staff: 0, recruited: {posts}, hired: {{shape: uniform, low: 1 d, high: 20 d}}}}"
    there = [hour for hour, staff, *_ in bound(story(lines), "nurse") if staff]
    assert len(there) == 2
    assert there[1] - there[0] != pytest.approx(24)
