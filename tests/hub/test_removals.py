"""Model, sections 3.6, 3.7 and 5.6: who may leave, outbound services, escorts, attempts that fail."""

import pytest

from tests.hub.stories import DAYS, attempts, departures, ends, story, told

READY = "destinations.home.documents: 0 d"


def test_escorts_are_short_and_away_for_the_round_trip():
    """One escort, a day's journey each way: Ann on day 1, Ben when she is back on day 3; Uma needs none and passes him."""
    record = story(f"""
        {READY}
        classes.single.escorted: 100 %
        services.flight: {{from: hub, to: home, leaves: {{every: 1 d}}, seats: 9, travel: 1 d, escorts: {{ratio: 1, staff: 1}}}}
        """, ann=0, ben=0, uma=(0, "urgent"))  # fmt: skip
    assert told(record, "left", "home") == [
        (24, "ann", "left"),
        (24, "uma", "left"),
        (48, "ann", "home"),
        (48, "uma", "home"),
        (72, "ben", "left"),
        (96, "ben", "home"),
    ]
    assert record.services.escorts.tolist()[:3] == [1, 0, 1]


def test_escorts_are_rounded_up_over_the_departure():
    """One for two people: two escorts take three, not four."""
    record = story(f"""
        {READY}
        classes.single.escorted: 100 %
        services.flight: {{from: hub, to: home, leaves: {{every: 9 d}}, seats: 9, travel: 1 d, escorts: {{ratio: 0.5, staff: 2}}}}
        """, ann=0, ben=0, cem=0, dua=0, eva=0)  # fmt: skip
    assert [line[1] for line in told(record, "left")] == ["ann", "ben", "cem", "dua", "eva"]
    assert departures(record) == [(216, 4, 4, "departed"), (432, 1, 1, "departed")]
    assert record.services.escorts.tolist()[:2] == [2, 1]


def test_no_escort_at_departure_puts_back():
    """Booked on day 2 for day 4, when the escort is gone; she keeps her place in the list and leaves on day 8."""
    record = story(f"""
        {READY}
        classes.single.escorted: 100 %
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 1, lead: 2 d, escorts: {{ratio: 1, staff: 1}}}}
        timeline.strike: {{date: {DAYS[3]}, set: {{services.flight.escorts.staff: 0}}, lasts: 2 d}}
        """, ben=1, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 96, "ann", "no_escort"), (0, 192, "ann", "boarded"), (24, 288, "ben", "boarded")]


def test_cancelled_then_no_show_then_failed():
    """Each of the three at its time; what is put back by others keeps joined_at, what is the case's own doing joins anew a day later."""
    record = story(f"""
        {READY}
        services.flight: {{from: hub, to: home, leaves: {{every: 2 d}}, seats: 1, cancelled: 100 %, no_show: 100 %, failed: 100 %}}
        timeline.flies: {{date: {DAYS[3]}, set: {{services.flight.cancelled: 0 %}}}}
        timeline.comes: {{date: {DAYS[5]}, set: {{services.flight.no_show: 0 %}}}}
        timeline.works: {{date: {DAYS[7]}, set: {{services.flight.failed: 0 %}}}}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [
        (0, 48, "ann", "cancelled"),
        (0, 96, "ann", "no_show"),
        (120, 144, "ann", "failed"),
        (168, 192, "ann", "boarded"),
    ]
    assert departures(record) == [(48, 1, 0, "cancelled"), (96, 1, 0, "departed"), (144, 1, 0, "departed"), (192, 1, 1, "departed")]
    assert record.services.used.tolist()[:4] == [0, 0, 1, 1]
    assert ends(record) == {"ann": ("removed", "")}


@pytest.mark.parametrize(
    "then,outcome", [("release", ("released", "attempts")), ("send_back", ("sent_back", "attempts")), ("stay", ("inside", ""))]
)
def test_after_the_last_attempt(then, outcome):
    record = story(f"""
        {READY}
        services.flight: {{from: hub, to: home, leaves: {{every: 2 d}}, seats: 1, failed: 100 %}}
        hubs.hub.removal: {{attempts: 2, then: {then}}}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 48, "ann", "failed"), (72, 96, "ann", "failed")]
    assert ends(record) == {"ann": outcome}
    assert told(record, "left") == ([] if then == "stay" else [(96, "ann", "left")])


def test_those_who_fail_together_keep_the_order_of_their_manifest():
    """Ben was ready first; after both have failed on day 4 he still goes before Ann, who is of the first stream."""
    record = story(f"""
        {READY}
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 2, failed: 100 %}}
        timeline.fewer: {{date: {DAYS[6]}, set: {{services.flight.seats: 1, services.flight.failed: 0 %}}}}
        """, ann=1, ben=0)  # fmt: skip
    assert attempts(record) == [
        (0, 96, "ben", "failed"),
        (24, 96, "ann", "failed"),
        (120, 192, "ben", "boarded"),
        (120, 288, "ann", "boarded"),
    ]


def test_who_is_put_back_later_keeps_the_order_of_that_manifest():
    """Both fail on day 4, are booked for day 8, which is cancelled, and there is one seat on day 12: it is still Ben's."""
    record = story(f"""
        {READY}
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 2, failed: 100 %}}
        timeline.grounded: {{date: {DAYS[6]}, set: {{services.flight.cancelled: 100 %}}, lasts: 3 d}}
        timeline.fewer: {{date: {DAYS[10]}, set: {{services.flight.seats: 1, services.flight.failed: 0 %}}}}
        """, ann=1, ben=0)  # fmt: skip
    assert told(record, "left") == [(12 * 24, "ben", "left"), (16 * 24, "ann", "left")]


def test_who_does_not_turn_up_and_who_fails_are_counted_on_one_manifest():
    """Ben, the first on it, does not turn up, and Ann's attempt fails: Ben still goes first."""
    record = story(f"""
        {READY}
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 2, no_show: 50 %, failed: 100 %}}
        timeline.fewer: {{date: {DAYS[6]}, set: {{services.flight.seats: 1, services.flight.no_show: 0 %, services.flight.failed: 0 %}}}}
        """, seed=9, ann=1, ben=0)  # fmt: skip
    assert [line[2:] for line in attempts(record)] == [("ben", "no_show"), ("ann", "failed"), ("ben", "boarded"), ("ann", "boarded")]


@pytest.mark.parametrize("standby,left", [("true", 96), ("false", 192)])
def test_standby(standby, left):
    """The manifest for day 4 is made on day 2; Ben's papers come on day 3."""
    record = story(f"""
        destinations.home.documents: 1 d
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 2, lead: 2 d, standby: {standby}}}
        """, ann=0, ben=2)  # fmt: skip
    assert told(record, "cleared", "left") == [(24, "ann", "cleared"), (72, "ben", "cleared"), (96, "ann", "left"), (left, "ben", "left")]


def test_a_flight_by_number_or_by_waiting_time():
    """Two are ready on day 2; Cem alone has waited for ten days on day 14."""
    record = story(f"""
        {READY}
        services.flight: {{from: hub, to: home, leaves: {{with: 2 people, or_after: 10 d}}, seats: 5, lead: 1 d}}
        """, ann=0, ben=2, cem=4)  # fmt: skip
    assert told(record, "booked", "left") == [
        (48, "ann", "booked"),
        (48, "ben", "booked"),
        (72, "ann", "left"),
        (72, "ben", "left"),
        (336, "cem", "booked"),
        (360, "cem", "left"),
    ]


def test_a_suspended_destination():
    """Booked for day 4, put back on day 3; the flight leaves without her, and takes her on day 8, before Ben."""
    record = story(f"""
        {READY}
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 1, lead: 2 d}}
        timeline.refusal: {{date: {DAYS[3]}, suspend: home, lasts: 2 d}}
        """, ben=1, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 96, "ann", "taken_off suspension"), (0, 192, "ann", "boarded"), (24, 288, "ben", "boarded")]


def test_suspended_removals_do_not_stop_those_sent_back():
    record = story(f"""
        {READY}
        agreement.stay: {{limit: 3 d, then: send_back}}
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 9}}
        services.back: {{from: hub, to: sender, leaves: {{every: 5 d}}, seats: 9, travel: 1 d}}
        timeline.injunction: {{date: {DAYS[1]}, suspend: removals}}
        """, ann=0)  # fmt: skip
    assert told(record, "send_back", "left", "home") == [(72, "ann", "send_back"), (120, "ann", "left"), (144, "ann", "home")]
    assert ends(record) == {"ann": ("sent_back", "limit")}


def test_who_is_found_unsuitable_keeps_the_reception_place_until_the_return_service():
    record = story("""
        hubs.hub.reception.places: 1
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.screening.health: {team: nurse, time: 2 h, sent_back: 100 %}
        services.back: {from: hub, to: sender, leaves: {every: 3 d}, seats: 9}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "boarded", "left") == [(0, "ann", "boarded"), (72, "ann", "left"), (72, "ben", "boarded"), (144, "ben", "left")]
    assert set(ends(record).values()) == {("sent_back", "screening")}


def test_who_is_found_unsuitable_gives_up_a_place_kept_for_her():
    """Uma waits in reception for the return service of day 3; Ben is moved as soon as her place is free."""
    record = story("""
        hubs.hub.policy.transfer_needs: place
        hubs.hub.pools.homes: {places: 1, for: [single, urgent]}
        hubs.hub.pools.flats: {places: 3, for: family}
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.screening.health: {team: nurse, for: urgent, time: 2 h, sent_back: 100 %}
        services.back: {from: hub, to: sender, leaves: {every: 3 d}, seats: 9}
        """, uma=(0, "urgent"), ben=0)  # fmt: skip
    assert told(record, "boarded", "left") == [(0, "uma", "boarded"), (2, "ben", "boarded"), (72, "uma", "left")]


def test_without_a_return_service_whoever_is_sent_back_leaves_after_a_time():
    record = story("""
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.screening.health: {team: nurse, time: 2 h, sent_back: 100 %}
        hubs.hub.removal.send_back_takes: 1 d
        """, ann=0)  # fmt: skip
    assert told(record, "send_back", "left") == [(2, "ann", "send_back"), (26, "ann", "left")]


def test_notice_before_force_and_again_after_a_failed_attempt():
    """Two days of notice, a flight every three: booked on day 3, renewed notice until day 5, booked again on day 6."""
    record = story(f"""
        {READY}
        hubs.hub.clocks.notice: {{length: 2 d, renewed: true}}
        services.flight: {{from: hub, to: home, leaves: {{every: 3 d}}, seats: 1, failed: 100 %}}
        timeline.works: {{date: {DAYS[4]}, set: {{services.flight.failed: 0 %}}}}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(48, 72, "ann", "failed"), (120, 144, "ann", "boarded")]


def test_no_force_where_a_notice_is_declared_that_has_not_started():
    """Notice runs from having a place, and Uma has none before day 50: she is not taken from reception without it."""
    record = story(f"""
        {READY}
        hubs.hub.pools: {{homes: {{places: 3, for: [single, family]}}, more: {{places: 1, for: urgent, opens: {DAYS[50]}}}}}
        hubs.hub.clocks.notice: {{from: placed, length: 2 d}}
        services.flight: {{from: hub, to: home, leaves: {{every: 3 d}}, seats: 9}}
        """, uma=(0, "urgent"), ann=0)  # fmt: skip
    assert told(record, "notice", "left") == [
        (48, "ann", "notice"),
        (72, "ann", "left"),
        (52 * 24, "uma", "notice"),
        (54 * 24, "uma", "left"),
    ]


def test_unfit_for_a_time_is_off_the_manifest():
    record = story(f"""
        {READY}
        hubs.hub.clocks.unfit: {{after: 2 d, then: wait, lasts: 3 d}}
        services.flight: {{from: hub, to: home, leaves: {{every: 3 d}}, seats: 1, lead: 2 d}}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 72, "ann", "taken_off unfit"), (120, 216, "ann", "boarded")]


def test_screened_people_in_reception_may_leave():
    """There is no place for Ben; he flies from reception."""
    record = story(f"""
        {READY}
        hubs.hub.pools.homes: {{places: 1, for: [single, family]}}
        hubs.hub.pools.more: {{places: 1, for: urgent, opens: {DAYS[50]}}}
        services.flight: {{from: hub, to: home, leaves: {{every: 3 d}}, seats: 9}}
        """, ann=0, ben=(0, "urgent"))  # fmt: skip
    assert told(record, "placed", "left") == [(0, "ann", "placed"), (72, "ann", "left"), (72, "ben", "left")]


@pytest.mark.parametrize("queue,then", [
    ("first_fit", [(48, "ann", "left"), (48, "ben", "left"), (96, "fay", "left")]),
    ("strict", [(48, "ann", "left"), (96, "fay", "left"), (144, "ben", "left")]),
])  # fmt: skip
def test_a_family_that_does_not_fit_into_the_seats_left(queue, then):
    record = story(f"""
        {READY}
        hubs.hub.policy.queue: {queue}
        services.flight: {{from: hub, to: home, leaves: {{every: 2 d}}, seats: 3}}
        """, ann=0, fay=(0, "family"), ben=0)  # fmt: skip
    assert told(record, "left") == then


def test_a_claim_keeps_whoever_is_due_to_be_sent_back():
    """Due on day 3, to leave on day 5; a claim of day 4 is refused on day 9, and she leaves then."""
    record = story("""
        agreement.stay: {limit: 3 d, then: send_back}
        hubs.hub.removal.send_back_takes: 2 d
        hubs.hub.clocks.claim: {after: 4 d, chance: 100 %, decided: 5 d, granted: 0 %}
        """, ann=0)  # fmt: skip
    assert told(record, "send_back", "left") == [(72, "ann", "send_back"), (216, "ann", "left")]


def test_every_notice_declared_must_have_run():
    record = story(f"""
        {READY}
        hubs.hub.clocks.notice: {{length: 2 d}}
        hubs.hub.clocks.appeal_period: {{kind: notice, length: 7 d}}
        services.flight: {{from: hub, to: home, leaves: {{every: 3 d}}, seats: 1}}
        """, ann=0)  # fmt: skip
    assert told(record, "left") == [(9 * 24, "ann", "left")]


def test_who_is_to_be_sent_back_after_the_last_attempt_does_not_stand_by_for_the_departure_that_failed():
    record = story(f"""
        {READY}
        hubs.hub.removal: {{attempts: 1, then: send_back}}
        services.flight: {{from: hub, to: [home, sender], leaves: {{every: 3 d}}, seats: 2, failed: 100 %, standby: true}}
        timeline.works: {{date: {DAYS[4]}, set: {{services.flight.failed: 0 %}}}}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 72, "ann", "failed"), (96, 144, "ann", "boarded")]
    assert ends(record) == {"ann": ("sent_back", "attempts")}


def test_who_is_unfit_is_not_sent_back_before_being_fit_again():
    """Due to be sent back on day 3, which takes one day; unfit from day 2 to day 7. Uma is never unfit."""
    record = story("""
        agreement.stay: {limit: 3 d, then: send_back}
        hubs.hub.removal.send_back_takes: 1 d
        hubs.hub.clocks.unfit: {after: 2 d, then: wait, lasts: 5 d, for: single}
        """, ann=0, uma=(0, "urgent"))  # fmt: skip
    assert told(record, "send_back", "left") == [
        (72, "ann", "send_back"),
        (72, "uma", "send_back"),
        (96, "uma", "left"),
        (168, "ann", "left"),
    ]


def test_who_is_unfit_and_has_a_claim_is_sent_back_after_both():
    """Unfit from day 2 to day 7, a claim pending from day 1 to day 9."""
    record = story("""
        agreement.stay: {limit: 3 d, then: send_back}
        hubs.hub.clocks.unfit: {after: 2 d, then: wait, lasts: 5 d}
        hubs.hub.clocks.claim: {after: 1 d, chance: 100 %, decided: 8 d, granted: 0 %}
        """, ann=0)  # fmt: skip
    assert told(record, "left") == [(9 * 24, "ann", "left")]


def test_fit_is_who_no_longer_has_any_reason_to_be_unfit():
    """Ill from day 1 to day 3, hurt from day 2 to day 7: the first end makes nobody fit."""
    record = story(f"""
        {READY}
        hubs.hub.clocks.ill: {{kind: unfit, after: 1 d, then: wait, lasts: 2 d}}
        hubs.hub.clocks.hurt: {{kind: unfit, after: 2 d, then: wait, lasts: 5 d}}
        services.flight: {{from: hub, to: home, leaves: {{every: 4 d}}, seats: 1}}
        """, ann=0)  # fmt: skip
    assert told(record, "left") == [(8 * 24, "ann", "left")]


@pytest.mark.parametrize("then", ["release", "send_back", "stay"])
def test_no_number_of_attempts_ends_sending_back(then):
    """Three attempts fail, two are allowed to a destination; the fourth takes her back."""
    record = story(f"""
        agreement.stay: {{limit: 1 d, then: send_back}}
        hubs.hub.removal: {{attempts: 2, then: {then}}}
        services.back: {{from: hub, to: sender, leaves: {{every: 2 d}}, seats: 1, failed: 100 %}}
        timeline.works: {{date: {DAYS[7]}, set: {{services.back.failed: 0 %}}}}
        """, ann=0)  # fmt: skip
    assert ends(record) == {"ann": ("sent_back", "limit")}
    assert [line[1] for line in attempts(record)] == [48, 96, 144, 192]


def test_who_joins_anew_stands_by_rank_among_those_who_join_in_the_instant():
    """Ann is fit again on day 5, as Ben's documents come: nothing of her first time in the queue tells them apart but her rank."""
    record = story(f"""
        destinations.home.documents: 1 d
        hubs.hub.clocks.unfit: {{after: 2 d, then: wait, lasts: 3 d, for: single}}
        services.flight: {{from: hub, to: home, leaves: {{dates: [{DAYS[6]}, {DAYS[9]}]}}, seats: 1}}
        """, ann=0, uma=(4, "urgent"))  # fmt: skip
    assert attempts(record) == [(120, 144, "ann", "boarded"), (120, 216, "uma", "boarded")]


def test_escorts_of_those_aboard_are_not_there_for_others():
    """Two escorts: one goes with Ann, booked on day 1, the other with Ben; nobody is left for Cem, who comes last."""
    record = story(f"""
        destinations.home.documents: 1 d
        classes.single.escorted: 100 %
        services.flight: {{from: hub, to: home, leaves: {{dates: [{DAYS[6]}, {DAYS[12]}]}}, seats: 9, escorts: {{ratio: 1, staff: 2}}}}
        services.flight.lead: 4 d
        services.flight.standby: true
        """, ann=0, ben=2, cem=3)  # fmt: skip
    assert told(record, "left") == [(144, "ann", "left"), (144, "ben", "left"), (288, "cem", "left")]


def test_escorts_promised_to_one_departure_are_not_there_for_the_next():
    """One escort, promised to Ann's flight of day 6 while the manifest of day 7 is made."""
    record = story(f"""
        destinations.home.documents: 1 d
        classes.single.escorted: 100 %
        services.flight: {{from: hub, to: home, leaves: {{dates: [{DAYS[6]}, {DAYS[7]}, {DAYS[12]}]}}, seats: 9, lead: 4 d}}
        services.flight.escorts: {{ratio: 1, staff: 1}}
        services.flight.standby: false
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "left") == [(144, "ann", "left"), (288, "ben", "left")]


def test_who_is_sent_back_passes_those_who_are_escorted_to_the_sender():
    """Ann goes home over the sender and nobody is there to escort her; Ben, who is sent back, needs nobody."""
    record = story("""
        destinations.home.documents: 1 d
        destinations.home.via: sender
        destinations.home.onward: 1 d
        classes.single.escorted: 100 %
        classes.urgent.escorted: 100 %
        hubs.hub.clocks.unfit: {after: 3 d, for: urgent, then: send_back}
        services.flight: {from: hub, to: sender, leaves: {every: 6 d}, seats: 1, escorts: {ratio: 1, staff: 0}}
        """, ann=0, ben=(1, "urgent"))  # fmt: skip
    assert told(record, "left") == [(144, "ben", "left")]


def test_the_way_over_the_sender_may_say_nothing_of_a_second_leg():
    record = story(f"""
        destinations.home.documents: 1 d
        destinations.home.via: sender
        services.flight: {{from: hub, to: sender, leaves: {{dates: [{DAYS[2]}]}}, seats: 1, travel: 6 h}}
        """, ann=0)  # fmt: skip
    assert told(record, "left", "home") == [(48, "ann", "left"), (54, "ann", "home")]


def test_how_long_somebody_is_unfit_is_luck():
    record = story(f"""
        destinations.home.documents: 1 d
        hubs.hub.clocks.unfit: {{after: 2 d, then: wait, lasts: {{shape: uniform, low: 1 d, high: 9 d}}}}
        services.flight: {{from: hub, to: home, leaves: {{every: 1 d, first: {DAYS[3]}}}, seats: 9}}
        """, ann=0, ben=0)  # fmt: skip
    joined = [hour for hour, _, _, outcome in attempts(record) if outcome == "boarded"]
    assert len(joined) == 2
    assert 72 < joined[0] < joined[1] < 264
