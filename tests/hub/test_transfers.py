"""Model, sections 3.1 to 3.3, 5.5 and 5.6: selection, the agreement, inbound services."""

import pytest

from tests.hub.stories import DAY, DAYS, HOUR, attempts, departures, ends, story, tasks, told

BUS = "services.bus: {to: hub, leaves: {every: 2 d}, seats: 2, travel: 2 d}"


@pytest.mark.parametrize("in_transit,ann", [
    ("arrive", [(96, "ann", "arrived")]),
    ("hold", [(216, "ann", "arrived")]),
    ("return", [(96, "ann", "home")]),
])  # fmt: skip
def test_an_injunction_and_people_in_transit(in_transit, ann):
    """Ann leaves on day 2 for two days; from day 3 to day 8 transfers are suspended; Ben takes the first bus after that."""
    record = story(f"""
        {BUS}
        timeline.injunction: {{date: {DAYS[3]}, suspend: transfers, lasts: 5 d, in_transit: {in_transit}}}
        """, ann=0, ben=2)  # fmt: skip
    assert [line for line in told(record, "arrived", "home") if line[1] == "ann"] == ann
    assert told(record, "boarded") == [(48, "ann", "boarded"), (192, "ben", "boarded")]
    assert ends(record)["ann"] == (("sent_back", "order") if in_transit == "return" else ("inside", ""))


def test_a_suspended_manifest_gives_back_the_place_in_the_list():
    """Ann is booked on day 2 for day 5; on day 3 that is undone, and the bus stays empty; she is still before Ben."""
    record = story(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[5]}, {DAYS[7]}]}}, seats: 1, lead: 3 d}}
        timeline.injunction: {{date: {DAYS[3]}, suspend: transfers, lasts: 1 d}}
        """, ben=1, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 120, "ann", "taken_off suspension"), (0, 168, "ann", "boarded")]


def test_suspensions_of_one_name_add_up():
    """From day 1 to 4 and from day 2 to 6."""
    record = story(f"""
        timeline.first: {{date: {DAYS[1]}, suspend: transfers, lasts: 3 d}}
        timeline.second: {{date: {DAYS[2]}, suspend: transfers, lasts: 4 d}}
        """, ann=1)  # fmt: skip
    assert told(record, "boarded") == [(144, "ann", "boarded")]


def test_resume_ends_all_suspensions_of_the_name():
    record = story(f"""
        timeline.first: {{date: {DAYS[1]}, suspend: transfers}}
        timeline.second: {{date: {DAYS[2]}, suspend: transfers, lasts: 4 d}}
        timeline.end: {{date: {DAYS[3]}, resume: transfers}}
        """, ann=1)  # fmt: skip
    assert told(record, "boarded") == [(72, "ann", "boarded")]


def test_a_suspension_that_was_resumed_does_not_end_a_later_one():
    """The first would have lasted to day 11; it was over on day 3, so the second lasts from day 5 to day 15."""
    record = story(f"""
        timeline.first: {{date: {DAYS[1]}, suspend: transfers, lasts: 10 d}}
        timeline.end: {{date: {DAYS[3]}, resume: transfers}}
        timeline.second: {{date: {DAYS[5]}, suspend: transfers, lasts: 10 d}}
        """, ann=6)  # fmt: skip
    assert told(record, "boarded") == [(15 * 24, "ann", "boarded")]


def test_a_cancelled_bus_puts_everybody_back():
    record = story(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[2]}]}}, seats: 1, cancelled: 100 %}}
        services.van: {{to: hub, leaves: {{dates: [{DAYS[4]}, {DAYS[5]}]}}, seats: 1}}
        """, ben=1, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 48, "ann", "cancelled"), (0, 96, "ann", "boarded"), (24, 120, "ben", "boarded")]


@pytest.mark.parametrize("standby,then", [
    (True, [(0, 48, "ann", "no_show"), (24, 48, "ben", "boarded"), (48 + 1 / 3_600_000, 96, "ann", "boarded")]),
    (False, [(0, 48, "ann", "no_show"), (24, 96, "ben", "boarded"), (48 + 1 / 3_600_000, 144, "ann", "boarded")]),
])  # fmt: skip
def test_the_seat_of_an_absentee(standby, then):
    """Ann does not turn up on day 2; whoever stands by takes her seat, and she joins anew behind those who wait."""
    record = story(f"""
        services.bus: {{to: hub, leaves: {{every: 2 d}}, seats: 1, no_show: 100 %, standby: {str(standby).lower()}}}
        timeline.better: {{date: {DAYS[3]}, set: {{services.bus.no_show: 0 %}}}}
        """, ann=0, ben=1)  # fmt: skip
    assert attempts(record) == then


def test_leaves_when_enough_are_ready():
    record = story("services.bus: {to: hub, leaves: {with: 3 people}, seats: 3, travel: 1 h}", ann=0, ben=1, cem=2, dua=3)
    assert told(record, "boarded") == [(48, "ann", "boarded"), (48, "ben", "boarded"), (48, "cem", "boarded")]


def test_or_when_the_oldest_has_waited_long_enough():
    record = story("services.bus: {to: hub, leaves: {with: 3 people, or_after: 5 d}, seats: 3}", ann=0, ben=1)
    assert told(record, "boarded") == [(120, "ann", "boarded"), (120, "ben", "boarded")]


def test_one_departure_is_pending_at_a_time_and_leaves_after_its_lead():
    """Two of the three who came by day 1 leave on day 4; the next two are looked at when that bus has gone."""
    record = story("services.bus: {to: hub, leaves: {with: 2 people}, seats: 2, lead: 3 d}", ann=0, ben=1, cem=1, dua=2)
    assert told(record, "boarded") == [(96, "ann", "boarded"), (96, "ben", "boarded"), (168, "cem", "boarded"), (168, "dua", "boarded")]


def test_below_its_minimum_a_bus_does_not_leave():
    record = story("services.bus: {to: hub, leaves: {every: 2 d}, seats: 3, minimum: 2 people}", ann=0, ben=3)
    assert departures(record) == [(48, 1, 0, "below_minimum"), (96, 2, 2, "departed")]
    assert attempts(record)[:2] == [(0, 48, "ann", "cancelled"), (0, 96, "ann", "boarded")]


def test_a_family_that_does_not_fit_is_passed_over():
    record = story("services.bus: {to: hub, leaves: {every: 1 d}, seats: 3}", ann=0, fay=(0, "family"), ben=0)
    assert told(record, "boarded") == [(24, "ann", "boarded"), (24, "ben", "boarded"), (48, "fay", "boarded")]


def left_behind(record, service="bus"):
    """(hour, booked, left behind for want of room, outcome) of the departures of the first ten days."""
    log = record.services[record.services["service"] == service]
    return [(row.departs_at / HOUR, row.booked, row.no_room, row.outcome) for row in log.itertuples() if row.departs_at <= 10 * DAY]


TWO_PLACES = """
    services.bus: {to: hub, leaves: {every: 2 d}, seats: 3}
    hubs.hub.policy: {transfer_needs: place}
    hubs.hub.pools.homes.places: 2
"""


def test_people_whom_a_bus_leaves_behind_because_the_hub_has_no_room():
    """Two of five go on day 2 and the third seat stays empty; on days 4 and 6 three more would have gone; on day 7 Ann's place is free."""
    record = story(f"{TWO_PLACES}\nhubs.hub.clocks.other: {{after: 5 d}}", ann=0, ben=0, cem=0, dua=0, eli=0)
    assert left_behind(record) == [
        (48, 2, 1, "departed"),
        (96, 0, 3, "below_minimum"),
        (144, 0, 3, "below_minimum"),
        (192, 2, 1, "departed"),
        (240, 0, 1, "below_minimum"),
    ]


@pytest.mark.parametrize("limit,behind", [
    ("agreement.standing: 2 people", 0),
    ("agreement.standing: 3 people", 1),
    ("agreement.rate: 2 people / month", 0),
    ("services.bus.seats: 2", 0),
    ("hubs.hub.pools.homes.places: 9", 0),
    ("hubs.hub.policy: {transfer_needs: place, queue: strict}", 1),
    ("hubs.camp: {policy: {transfer_needs: place}, pools: {tents: {places: 9}}}\nservices.bus.to: [hub, camp]", 0),
    ("hubs.camp: {policy: {transfer_needs: place}, pools: {tents: {places: 9}}}\nservices.bus.to: hub", 1),
])  # fmt: skip
def test_nobody_is_left_behind_for_want_of_room_where_seats_or_the_agreement_are_short(limit, behind):
    record = story(f"{TWO_PLACES}\n{limit}", ann=0, ben=0, cem=0, dua=0)
    assert left_behind(record)[0][2] == behind


def test_a_family_too_large_for_the_seats_left_is_not_left_behind_for_want_of_room():
    """Two seats stay empty, for which no place is free: Cem and Dua would have had them, the family of three before them would not."""
    lines = f"""
        {TWO_PLACES.strip()}
        services.bus.seats: 4
        hubs.hub.pools.homes.places: 3
        timeline.fire: {{date: {DAYS[1]}, resize: {{homes: 2}}}}
        """
    record = story(lines, ann=0, ben=0, fay=(0, "family"), cem=0, dua=0)
    assert left_behind(record)[0] == (48, 2, 2, "departed")


def test_who_stands_by_is_asked_after_again_at_the_departure():
    """Two are booked on day 1 and do not turn up; at the departure two stand by for their places, and one more has a seat and no place."""
    record = story(f"""
        {TWO_PLACES.strip()}
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[3]}]}}, seats: 3, lead: 2 d, no_show: 100 %, standby: true}}
        """, ann=0, ben=0, cem=1, dua=1, eli=1)  # fmt: skip
    assert left_behind(record) == [(72, 2, 1, "departed")]
    assert told(record, "boarded") == [(72, "cem", "boarded"), (72, "dua", "boarded")]


@pytest.mark.parametrize("lead", ["0 d", "5 d"])
def test_the_window_closes_on_those_who_wait_and_those_booked(lead):
    """The last day of boarding is day 3; from day 4 nobody boards and nobody is accepted."""
    record = story(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[6]}]}}, seats: 3, lead: {lead}}}
        agreement.intake: {{until: {DAYS[3]}}}
        """, ann=0, ben=5)  # fmt: skip
    assert told(record, "outcome") == [(96, "ann", "outcome"), (120, "ben", "outcome")]
    assert ends(record) == {"ann": ("dropped_out", "end"), "ben": ("declined", "end")}


def test_the_last_day_of_the_window_counts():
    record = story(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[3]}]}}, seats: 3}}
        agreement.intake: {{from: {DAYS[2]}, until: {DAYS[3]}}}
        """, ann=0)  # fmt: skip
    assert told(record, "boarded") == [(72, "ann", "boarded")]


def test_the_rate_is_fresh_with_each_calendar_month():
    """One a month from 6 January: at once, on 1 February, on 1 March."""
    record = story("agreement.rate: 1 person / month", ann=0, ben=0, cem=0)
    assert told(record, "boarded") == [(0, "ann", "boarded"), (26 * 24, "ben", "boarded"), (54 * 24, "cem", "boarded")]


def test_the_standing_number():
    record = story("""
        agreement.standing: 1 person
        hubs.hub.clocks.other: {after: 3 d}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "boarded", "left") == [(0, "ann", "boarded"), (72, "ann", "left"), (72, "ben", "boarded"), (144, "ben", "left")]


def test_nobody_boards_before_the_lead_of_the_agreement():
    assert told(story("agreement.lead: 3 d", ann=0), "boarded") == [(72, "ann", "boarded")]


def test_the_total_counts_those_accepted_until_they_drop_out():
    """Two in all: Cem finds no room; when Ann has dropped out, Dua does."""
    record = story(f"""
        agreement.total: 2 people
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[6]}]}}, seats: 9}}
        demand.ann.drops_out: 2 d
        """, ann=0, ben=0, cem=0, dua=3)  # fmt: skip
    assert ends(record) == {"ann": ("dropped_out", "choice"), "ben": ("inside", ""), "cem": ("declined", "room"), "dua": ("inside", "")}
    assert told(record, "boarded") == [(144, "ben", "boarded"), (144, "dua", "boarded")]


def test_the_total_is_not_given_back():
    record = story("""
        agreement.total: 1 person
        hubs.hub.clocks.other: {after: 1 d}
        """, ann=0, ben=3)  # fmt: skip
    assert ends(record) == {"ann": ("other", ""), "ben": ("declined", "room")}


def test_dropping_out_though_booked():
    record = story(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[6]}]}}, seats: 9, lead: 5 d}}
        demand.ann.drops_out: 2 d
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 144, "ann", "taken_off exit")]
    assert told(record, "outcome") == [(48, "ann", "outcome")]


def test_lists_are_taken_up_together():
    """Every three days, the instant of listing included."""
    record = story("selection: {accepted: 100 %, every: 3 d}", ann=1, ben=3, cem=4)
    assert told(record, "decided") == [(72, "ann", "decided"), (72, "ben", "decided"), (144, "cem", "decided")]


def test_a_suspended_selection_starts_no_review_but_ends_the_one_begun():
    record = story(f"""
        hubs.hub.teams.ministry: {{staff: 1}}
        selection: {{accepted: 100 %, team: ministry, time: 30 h}}
        timeline.stop: {{date: {DAYS[1]}, suspend: selection, lasts: 4 d}}
        """, ann=0, ben=0)  # fmt: skip
    assert tasks(record) == [(0, 0, 30, "ann", "selection"), (0, 120, 150, "ben", "selection")]


def test_excluded_classes_are_declined_at_once():
    record = story("agreement.excluded: urgent", ann=0, uma=(0, "urgent"))
    assert ends(record) == {"ann": ("inside", ""), "uma": ("declined", "excluded")}


def test_a_departure_comes_before_dropping_out_in_the_same_instant():
    record = story(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[2]}]}}, seats: 1}}
        demand.ann.drops_out: 2 d
        """, ann=0)  # fmt: skip
    assert ends(record) == {"ann": ("inside", "")}


def test_a_triggered_bus_that_was_stopped_is_called_again():
    """Called on day 1 for day 4, undone on day 2; when the suspension ends on day 7 both are still ready."""
    record = story(f"""
        services.bus: {{to: hub, leaves: {{with: 2 people}}, seats: 2, lead: 3 d}}
        timeline.injunction: {{date: {DAYS[2]}, suspend: transfers, lasts: 5 d}}
        """, ann=0, ben=1)  # fmt: skip
    assert attempts(record) == [
        (0, 96, "ann", "taken_off suspension"),
        (24, 96, "ben", "taken_off suspension"),
        (0, 240, "ann", "boarded"),
        (24, 240, "ben", "boarded"),
    ]


def test_held_in_transit_until_the_last_suspension_is_over():
    """Four days of travel from day 1, one of them done; held from day 2 to day 4 and from day 3 to day 6."""
    record = story(f"""
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[1]}]}}, seats: 3, travel: 4 d}}
        timeline.first: {{date: {DAYS[2]}, suspend: transfers, lasts: 2 d, in_transit: hold}}
        timeline.second: {{date: {DAYS[3]}, suspend: transfers, lasts: 3 d, in_transit: hold}}
        """, ann=0)  # fmt: skip
    assert told(record, "arrived") == [(9 * 24, "ann", "arrived")]


def test_the_window_may_close_during_the_review():
    record = story(f"""
        hubs.hub.teams.ministry: {{staff: 1}}
        selection: {{team: ministry, time: 5 d, accepted: 100 %}}
        agreement.intake.until: {DAYS[3]}
        """, ann=0)  # fmt: skip
    assert told(record, "decided") == [(120, "ann", "decided")]
    assert ends(record) == {"ann": ("declined", "end")}


def test_those_who_stay_behind_together_keep_the_order_of_their_manifest():
    """Ben was accepted first; neither turns up on day 4, the bus of day 8 is cancelled, and the one seat of day 12 is Ben's."""
    record = story(f"""
        services.bus: {{to: hub, leaves: {{every: 4 d}}, seats: 2, no_show: 100 %}}
        timeline.comes: {{date: {DAYS[6]}, set: {{services.bus.no_show: 0 %, services.bus.cancelled: 100 %}}}}
        timeline.fewer: {{date: {DAYS[10]}, set: {{services.bus.seats: 1, services.bus.cancelled: 0 %}}}}
        """, ann=1, ben=0)  # fmt: skip
    assert told(record, "boarded") == [(12 * 24, "ben", "boarded"), (16 * 24, "ann", "boarded")]


def test_who_is_still_housed_still_counts_as_standing():
    record = story("""
        agreement.standing: 1 person
        hubs.hub.clocks.permit: {after: 2 d, stays_housed: true, moves_out: 3 d}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "boarded") == [(0, "ann", "boarded"), (120, "ben", "boarded")]


def test_a_rate_per_length_is_fresh_at_its_turn_not_at_the_next_midnight():
    record = story("agreement.rate: 1 person / 36 h", ann=0, bob=0)
    assert told(record, "boarded") == [(0, "ann", "boarded"), (36, "bob", "boarded")]


def test_the_total_counts_the_people_of_a_family_once_they_have_boarded():
    record = story("agreement.total: 4 people", fay=(0, "family"), ann=1)
    assert told(record, "boarded") == [(0, "fay", "boarded"), (24, "ann", "boarded")]


def test_months_of_two_half_years_have_a_rate_of_their_own():
    record = story("""
        horizon: 250 d
        agreement.rate: 2 people / month
        demand.all: {kind: cohorts, dates: {2025-01-10: 2 people, 2025-07-10: 2 people}, classes: {single: 100 %}}
        """)
    assert [hour for hour, _, _ in told(record, "boarded")] == [96, 96, 4440, 4440]


def test_a_bus_in_the_first_instant():
    record = story(f"services.bus: {{to: hub, leaves: {{dates: [{DAYS[0]}, {DAYS[3]}]}}, seats: 1}}", ann=0, ben=0)
    assert told(record, "boarded") == [(72, "ann", "boarded")]


def test_december_and_the_january_after_it_have_a_rate_each():
    record = story("""
        start: 2025-12-29
        agreement.rate: 1 person / month
        demand.all: {kind: cohorts, dates: {2025-12-30: 3 people}, classes: {single: 100 %}}
        """)
    assert [hour / 24 for hour, _, _ in told(record, "boarded")] == [1, 3, 34]


@pytest.mark.parametrize("ann,ben", [(0, 1), (1, 0)])
def test_who_is_decided_on_in_one_instant_is_decided_on_in_the_order_of_the_cases(ann, ben):
    """Who is listed on day 0 is decided on in two days, on day 1 in one: there is room for one, and Ann ranks first."""
    record = story(f"""
        agreement.total: 1 person
        hubs.hub.teams.ministry: {{staff: 1}}
        selection: {{accepted: 100 %, team: ministry, time: 2 d}}
        timeline.alone: {{date: {DAYS[0]}, set: {{selection.team: []}}}}
        timeline.memo: {{date: {DAYS[1]}, set: {{selection.time: 1 d}}}}
        """, ann=ann, ben=ben)  # fmt: skip
    assert ends(record) == {"ann": ("inside", ""), "ben": ("declined", "room")}


def test_a_list_every_millisecond_is_still_a_list():
    """It is taken up in the instant of the listing, but behind what the listing sets off: by then nobody is accepted."""
    record = story("""
        selection: {accepted: 100 %, every: 1 ms}
        timeline.full: {when: {listed: 1 person}, set: {selection.accepted: 0 %}}
        """, ann=1)  # fmt: skip
    assert ends(record) == {"ann": ("declined", "host")}


@pytest.mark.parametrize("period,days", [("day", [1, 2, 3]), ("week", [1, 7, 14])])
def test_the_rate_is_fresh_with_each_day_or_monday(period, days):
    """The start is a Monday, and all come on the day after it."""
    record = story(f"agreement.rate: 1 person / {period}", ann=1, ben=1, cem=1)
    assert [hour / 24 for hour, _, _ in told(record, "boarded")] == days
