"""Model, sections 3.8, 5.7 and 5.8: stay limit, orders, end of the agreement, reviews, legal periods."""

import pytest

from tests.hub.stories import DAYS, attempts, ends, stays, story, tasks, told


def periods(record):
    """(from, ended, who, outcome) of every legal period, in hours."""
    rows = record.tasks[record.tasks.task.str.startswith("deadline:")]
    return [(row.queued_at / 3_600_000, row.ended_at / 3_600_000, row.case.removesuffix("/0"), row.outcome) for row in rows.itertuples()]


def test_a_release_order_takes_days_and_stops_removal():
    """Ordered on day 5, carried out on day 7: the place stays taken, and the flight of day 6 leaves without her."""
    record = story("""
        agreement.stay: {limit: 5 d, then: release}
        destinations.home.documents: 0 d
        services.flight: {from: hub, to: home, leaves: {every: 6 d}, seats: 9, lead: 3 d}
        hubs.hub.removal.release_takes: 2 d
        hubs.hub.pools.homes.places: 1
        """, ann=0, ben=6)  # fmt: skip
    assert attempts(record)[0] == (0, 144, "ann", "taken_off order")
    assert told(record, "release_ordered")[0] == (120, "ann", "release_ordered")
    assert stays(record)[:2] == [(0, 168, "ann", "homes"), (168, 312, "ben", "homes")]


def test_each_extension_moves_the_old_deadline():
    """Five days, then three more, twice; then released."""
    record = story("agreement.stay: {limit: 5 d, then: extend, by: 3 d, times: 2, else: release}", ann=0)
    assert told(record, "deadline", "left") == [(264, "ann", "deadline"), (264, "ann", "left")]
    assert record.journeys.extensions.tolist() == [2]


def test_without_an_extension_what_else_says():
    record = story("agreement.stay: {limit: 5 d, then: extend, by: 3 d, times: 2, chance: 0 %, else: send_back}", ann=0)
    assert told(record, "left") == [(120, "ann", "left")]
    assert ends(record) == {"ann": ("sent_back", "limit")}


def test_a_breach_is_served_like_any_other():
    record = story("""
        agreement.stay: {limit: 5 d, then: breach}
        destinations.home.documents: 6 d
        services.flight: {from: hub, to: home, leaves: {every: 8 d}, seats: 9}
        """, ann=0)  # fmt: skip
    assert told(record, "deadline", "left") == [(120, "ann", "deadline"), (192, "ann", "left")]
    assert ends(record) == {"ann": ("removed", "")}


def test_a_shorter_limit_gives_a_grace():
    """From 20 to 5 days on day 10: Ann, who has been there longer, has two days; Ben, who came on day 8, until day 13."""
    record = story(f"""
        agreement.stay: {{limit: 20 d, then: release}}
        timeline.shorter: {{date: {DAYS[10]}, set: {{agreement.stay.limit: 5 d}}, grace: 2 d}}
        """, ann=0, ben=8)  # fmt: skip
    assert told(record, "left") == [(12 * 24, "ann", "left"), (13 * 24, "ben", "left")]


def test_days_before_the_start_count():
    """Inside for seven days of ten; and for twelve: overdue, handled at once."""
    record = story("""
        agreement.stay: {limit: 10 d, then: release}
        demand.old: {kind: initial, cases: 1 case, pool: homes, days_inside: 7 d}
        demand.older: {kind: initial, cases: 1 case, pool: homes, days_inside: 12 d}
        """)  # fmt: skip
    assert told(record, "arrived", "left") == [(0, "old", "arrived"), (0, "older", "arrived"), (0, "older", "left"), (72, "old", "left")]


@pytest.mark.parametrize(
    "then,outcome", [("release", ("released", "end")), ("send_back", ("sent_back", "end")), ("breach", ("inside", ""))]
)
def test_the_end_of_the_agreement(then, outcome):
    """The last day is day 4: boarding closes, Ann has two days to leave, Ben's bus of day 6 does not take him."""
    record = story(f"""
        agreement.end: {{date: {DAYS[5]}, then: {then}, grace: 2 d}}
        services.bus: {{to: hub, leaves: {{every: 3 d}}, seats: 9}}
        """, ann=0, ben=4)  # fmt: skip
    assert ends(record) == {"ann": outcome, "ben": ("dropped_out", "end")}
    assert told(record, "left") == ([] if then == "breach" else [(168, "ann", "left")])


JUDGE = """
    hubs.hub.teams.judge: {staff: 1}
    hubs.hub.clocks.review: {at: [1 d, 3 d], team: judge, time: 5 h, chance: 0 %}
"""


def test_a_review_is_late_because_the_judge_is_busy():
    """Both are due on day 1; the second starts when the first has ended. The next are due on day 3 by schedule."""
    assert tasks(story(JUDGE, ann=0, ben=0)) == [
        (24, 24, 29, "ann", "review"),
        (24, 29, 34, "ben", "review"),
        (72, 72, 77, "ann", "review"),
        (72, 77, 82, "ben", "review"),
    ]


def test_a_late_review_releases():
    """Whose review has not ended six hours after it was due is released."""
    record = story(JUDGE.replace("time: 5 h", "time: 5 h, late_by: 6 h, late_then: release"), ann=0, ben=0)
    assert tasks(record)[:2] == [(24, 24, 29, "ann", "review"), (24, 29, 30, "ben", "review")]
    assert [line for line in told(record, "left") if line[1] == "ben"] == [(30, "ben", "left")]
    assert ends(record)["ben"][0] == "released" and ends(record)["ann"][0] == "inside"


def test_a_review_that_ends_the_stay():
    record = story(JUDGE.replace("chance: 0 %", "chance: 100 %"), ann=0)
    assert told(record, "release_ordered", "left") == [(29, "ann", "release_ordered"), (29, "ann", "left")]
    assert ends(record) == {"ann": ("released", "court")}


def test_past_reviews_are_past_and_the_next_keeps_its_number():
    """Inside for two days: the review of day 1 is past, that of day 3 falls on day 1 of the run and is number 2."""
    record = story(f"""
        {JUDGE}
        demand.old: {{kind: initial, cases: 1 case, pool: homes, days_inside: 2 d}}
        """)  # fmt: skip
    assert tasks(record) == [(24, 24, 29, "old", "review")]
    assert record.tasks.k.tolist() == [2]


def test_reviews_go_on_by_schedule():
    """First on day 2, then every three days; nobody is needed."""
    record = story("""
        horizon: 10 d
        hubs.hub.clocks.review: {at: [2 d], every: 3 d, chance: 0 %}
        """, ann=0)  # fmt: skip
    assert tasks(record) == [(hour, hour, hour, "ann", "review") for hour in (48, 120, 192)]


NURSE = """
    hubs.hub.teams.nurse: {staff: 1}
    hubs.hub.screening.health: {team: nurse, time: 1 d}
"""


def test_a_legal_period_met_and_missed():
    """Two days from arrival to the end of screening: at the very instant of the deadline it is missed."""
    record = story(
        f"{NURSE}\nhubs.hub.deadlines.validation: {{from: arrived, length: 2 d, stopped_by: screened, then: release}}", ann=0, ben=0
    )
    assert periods(record) == [(0, 24, "ann", "met"), (0, 48, "ben", "missed")]
    assert ends(record) == {"ann": ("inside", ""), "ben": ("released", "limit")}


def test_a_missed_period_that_is_only_counted():
    record = story(f"{NURSE}\nhubs.hub.deadlines.validation: {{from: arrived, length: 30 h, stopped_by: screened}}", ann=0, ben=0)
    assert periods(record) == [(0, 24, "ann", "met"), (0, 30, "ben", "missed")]
    assert told(record, "screened") == [(24, "ann", "screened"), (48, "ben", "screened")]


def test_a_period_stopped_by_leaving_only():
    record = story("""
        hubs.hub.deadlines.quick: {from: placed, length: 4 d, then: send_back}
        hubs.hub.clocks.absconded: {after: 2 d, for: urgent}
        """, uma=(0, "urgent"), ann=0)  # fmt: skip
    assert periods(record) == [(0, 48, "uma", "left"), (0, 96, "ann", "missed")]
    assert ends(record) == {"uma": ("absconded", "choice"), "ann": ("sent_back", "limit")}


def test_a_first_review_on_arrival():
    record = story("""
        hubs.hub.teams.judge: {staff: 1}
        hubs.hub.clocks.review: {at: [0 d, 3 d], team: judge, time: 5 h, chance: 0 %}
        """, ann=0)  # fmt: skip
    assert tasks(record) == [(0, 0, 5, "ann", "review"), (72, 72, 77, "ann", "review")]


def test_of_two_reviews_that_end_together_the_one_named_first_is_heard_first():
    """The first lets Ann go, so that the second cannot send her back."""
    record = story("""
        hubs.hub.teams.judge: {staff: 2}
        hubs.hub.removal.send_back_takes: 0 d
        hubs.hub.clocks.first: {kind: review, at: [2 d], team: judge, time: 5 h, then: release, chance: 100 %}
        hubs.hub.clocks.second: {kind: review, at: [2 d], team: judge, time: 5 h, then: send_back, chance: 100 %}
        """, ann=0)  # fmt: skip
    assert ends(record) == {"ann": ("released", "court")}


def test_a_review_every_millisecond():
    record = story("""
        horizon: 6 ms
        hubs.hub.clocks.review: {at: [1 ms], every: 1 ms, chance: 0 %}
        """, ann=0)  # fmt: skip
    assert len(record.tasks) == 5


def test_the_earlier_of_two_late_reviews_releases():
    """No judge: the review of day 1 is late on day 6, that of day 2 on day 7."""
    record = story("""
        hubs.hub.teams.judge: {staff: 0}
        hubs.hub.clocks.review: {at: [1 d, 2 d], team: judge, time: 5 h, chance: 0 %, late_by: 5 d, late_then: release}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "left") == [(144, "ann", "left"), (144, "ben", "left")]


def test_a_review_that_is_due_anew_is_late_anew():
    """Nobody reviews. Ann agrees on day 0, claims on day 2, is refused and agrees again on day 3: her first review is now that of day 4."""
    record = story("""
        hubs.hub.teams.judge: {staff: 0}
        hubs.hub.clocks.voluntary: {at_once: 100 %, ceiling: 100 %, half_time: 1 d}
        hubs.hub.clocks.claim: {after: 2 d, decided: 1 d, granted: 0 %, chance: 100 %}
        hubs.hub.clocks.review: {from: agreed, at: [1 d, 36 h], team: judge, time: 5 h, chance: 0 %, late_by: 5 d, late_then: release}
        """, ann=0)  # fmt: skip
    assert told(record, "left") == [(216, "ann", "left")]


def test_who_was_inside_longer_than_anybody_could_leaves_at_once():
    """So long that in numbers nobody is left whose time could be longer."""
    record = story(
        """
        demand.old: {kind: initial, cases: 1, pool: homes, days_inside: 100 d}
        hubs.hub.clocks.other: {from: arrived, after: {shape: mixture, parts: {
            one: {share: 50 %, shape: fixed, value: 1 d}, other: {share: 50 %, shape: fixed, value: 2 d}}}}
        """.replace("parts: {\n", "parts: {")
    )
    assert told(record, "left") == [(0, "old", "left")]
