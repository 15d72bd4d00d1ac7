"""Model, section 3.1: people upstream, who are a number, and what dated changes make of it."""

import math

from tests.hub.stories import DAY, DAYS, story

MANY = "people: 300000 people, rate: 0.5 % / month"


def listed(people=MANY, acts="", seed=1):
    """(stream, number, day) of everybody who is listed."""
    record = story(f"demand.tps: {{kind: upstream, {people}}}\nhorizon: 50 d\nagreement.excluded: [single, family]\n{acts}", seed)
    return {(row.stream, row.number): row.listed_at / DAY for row in record.journeys.itertuples()}


def count(cases, low, high):
    return sum(low <= at < high for at in cases.values())


def near(seen, expected):
    """Within four standard deviations of a Poisson number."""
    return abs(seen - expected) <= 4 * math.sqrt(expected)


def test_a_share_of_those_eligible_is_listed_per_time():
    assert near(len(listed()), 300000 * (1 - math.exp(-0.005 * 50 / 30)))


def test_cases_are_fewer_than_people_where_they_are_families():
    families = listed(f"{MANY}, classes: {{family: 100 %}}")
    assert near(len(families), 300000 * (1 - math.exp(-0.005 * 50 / 30)) / 3)


def test_people_join_and_leave():
    drifting = listed("people: 0 people, rate: 1 % / month, joins: 60000 people / month, leaves: 100 % / month")
    rate = 1.01 / 30
    assert near(len(drifting), 0.01 / 30 * 2000 * (50 / rate - (1 - math.exp(-50 * rate)) / rate**2))


def test_a_status_revoked_adds_people_and_moves_nobody_before_or_beside_it():
    before, after = listed(), listed(acts=f"timeline.revoked: {{date: {DAYS[20]}, add: {{tps: 532000 people}}}}")
    added = {case: at for case, at in after.items() if case[0] == "tps+revoked"}
    assert {case: at for case, at in after.items() if case[0] == "tps"} == before
    assert min(added.values()) >= 20
    assert near(len(added), 532000 * (1 - math.exp(-0.005)))


def test_a_court_exempts_people_in_one_day():
    act = f"timeline.court: {{date: {DAYS[20]}, exempt: {{tps: 225000 people}}}}"
    before, after = listed(), listed(acts=act)
    assert set(after.items()) <= set(before.items())
    assert count(after, 0, 20) == count(before, 0, 20)
    assert near(count(after, 20, 50), count(before, 20, 50) / 4)


def test_those_added_may_be_exempted_again():
    revoked = f"timeline.revoked: {{date: {DAYS[10]}, add: {{tps: 300000 people}}}}"
    court = f"timeline.court: {{date: {DAYS[30]}, exempt: {{tps: 2000000 people}}}}"
    added, both = listed(acts=revoked), listed(acts=f"{revoked}\n{court}")
    assert both == {case: at for case, at in added.items() if at < 30}


def test_who_joins_after_a_court_is_eligible():
    court = f"timeline.court: {{date: {DAYS[10]}, exempt: {{tps: 1000000 people}}}}"
    joining = listed(f"{MANY}, joins: 300000 people / month", court)
    assert not count(joining, 10, 10.1)
    assert near(count(joining, 10, 50), 0.005 / 30 * 10000 * 40**2 / 2)


def test_another_rate_adds_or_drops_cases_and_lasts_as_long_as_it_says():
    def act(name, rate):
        return f"timeline.{name}: {{date: {DAYS[20]}, set: {{demand.tps.rate: {rate} / month}}, lasts: 10 d}}"

    before, more, fewer = listed(), listed(acts=act("more", "1.5 %")), listed(acts=act("fewer", "0.1 %"))
    assert {case: at for case, at in more.items() if case[0] == "tps"}.items() <= before.items()
    assert near(count(more, 20, 30), 3 * count(before, 20, 30))
    assert near(count(fewer, 20, 30), count(before, 20, 30) / 5)
    assert abs(count(fewer, 30, 50) - count(before, 30, 50)) <= 15


def test_a_dated_rate_and_a_step_within_a_day():
    lines = f"rate: {{{DAYS[0]}: 0 % / month, {DAYS[10]}: 1 % / month}}, people: 300000 people"
    act = f"timeline.noon: {{date: {{from: {DAYS[20]}, delay: 12 h}}, exempt: {{tps: 300000 people}}}}"
    cases = listed(lines, act)
    assert not count(cases, 0, 10) and count(cases, 20, 20.5) and not count(cases, 20.5, 50)


def test_a_factor_lists_more_or_fewer_from_the_start_or_a_day_on():
    before, doubled, halved = listed(), listed(f"{MANY}, factor: 200 %"), listed(f"{MANY}, factor: 50 %")
    assert before.items() <= doubled.items() and {case[0] for case in doubled} == {"tps", "tps+factor"}
    assert near(len(doubled), 300000 * (1 - math.exp(-0.01 * 50 / 30)))
    assert halved.items() <= before.items() and near(len(halved), len(before) / 2)
    later = listed(acts=f"timeline.step: {{date: {DAYS[20]}, set: {{demand.tps.factor: 300 %}}}}")
    assert before.items() <= later.items() and min(at for case, at in later.items() if case[0] == "tps+step") >= 20
    assert near(count(later, 20, 50), 3 * count(before, 20, 50))
