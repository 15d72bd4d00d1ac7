"""Model, sections 3.5 and 5.4: places, reception, rooms, reserves, overflow, moves."""

import pytest

from tests.hub.stories import DAYS, ends, stays, story, told


def test_turnaround():
    record = story("""
        hubs.hub.pools.homes: {places: 1, turnaround: 1 d}
        hubs.hub.clocks.other: {from: placed, after: 2 d}
        """, ann=0, ben=0)  # fmt: skip
    assert stays(record) == [(0, 48, "ann", "homes"), (72, 120, "ben", "homes")]


def test_the_reserve_is_for_those_it_names():
    record = story("""
        hubs.hub.pools.homes: {places: 3, reserve: {places: 1, for: urgent}}
        """, ann=0, ben=0, cem=0, uma=(1, "urgent"))  # fmt: skip
    assert told(record, "placed", "refused") == [(0, "ann", "placed"), (0, "ben", "placed"), (0, "cem", "refused"), (24, "uma", "placed")]


def test_those_the_reserve_names_may_use_all_places():
    record = story("""
        hubs.hub.pools.homes: {places: 2, reserve: {places: 1, for: urgent}}
        """, uma=(0, "urgent"), ulf=(0, "urgent"))  # fmt: skip
    assert told(record, "placed") == [(0, "uma", "placed"), (0, "ulf", "placed")]


def test_overflow_moves_before_newcomers():
    """Ben overflows; when Ann's place comes free he takes it, and Cem takes his extra place."""
    record = story("""
        hubs.hub.policy.when_full: overflow
        hubs.hub.pools.homes: {places: 1, overflow: 1 person}
        hubs.hub.clocks.other: {for: urgent, after: 2 d}
        """, ann=(0, "urgent"), ben=0, cem=0)  # fmt: skip
    assert stays(record) == [(0, 48, "ann", "homes"), (0, 48, "ben", "overflow"), (48, None, "ben", "homes"), (48, None, "cem", "overflow")]


def test_nobody_is_put_out_by_a_cut_and_nobody_enters_before_the_excess_is_gone():
    """Three inside when two places remain: the first who leaves ends the excess, the second makes room."""
    record = story(f"""
        hubs.hub.pools.homes.places: 3
        hubs.hub.clocks.other: {{for: urgent, after: 3 d}}
        timeline.cut: {{date: {DAYS[2]}, resize: {{homes: 2}}}}
        """, ann=(0, "urgent"), ben=(1, "urgent"), cem=0, dua=2)  # fmt: skip
    assert stays(record) == [(0, 72, "ann", "homes"), (0, None, "cem", "homes"), (24, 96, "ben", "homes"), (96, None, "dua", "homes")]


def test_a_reservation_survives_a_cut():
    """Ann's place is kept from the departure on day 1; on day 2 nothing is left, and she has it on day 3. Ben's bus never comes."""
    record = story(f"""
        hubs.hub.policy.transfer_needs: place
        hubs.hub.pools.homes.places: 5
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[1]}, {DAYS[4]}]}}, seats: 1, travel: 2 d}}
        timeline.cut: {{date: {DAYS[2]}, set: {{hubs.hub.pools.homes.usable: 0 %}}}}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "boarded", "placed", "refused") == [(24, "ann", "boarded"), (72, "ann", "placed"), (96, "ben", "refused")]


def test_usable_places_for_a_time():
    """Half of four places for two days."""
    record = story(f"""
        hubs.hub.pools.homes.places: 4
        timeline.damage: {{date: {DAYS[1]}, set: {{hubs.hub.pools.homes.usable: 50 %}}, lasts: 2 d}}
        """, ann=0, ben=0, cem=1)  # fmt: skip
    assert told(record, "placed") == [(0, "ann", "placed"), (0, "ben", "placed"), (72, "cem", "placed")]


def test_a_pool_that_opens_later():
    record = story(f"hubs.hub.pools.homes: {{places: 2, opens: {DAYS[3]}}}", ann=0)
    assert told(record, "arrived", "placed") == [(0, "ann", "arrived"), (72, "ann", "placed")]


def test_a_pool_closed_to_newcomers_and_opened_again():
    record = story(f"""
        timeline.closing: {{date: {DAYS[1]}, close: homes}}
        timeline.opening: {{date: {DAYS[4]}, open: homes}}
        """, ann=0, ben=1)  # fmt: skip
    assert stays(record) == [(0, None, "ann", "homes"), (96, None, "ben", "homes")]


def test_moves_come_before_newcomers_and_wait_for_a_place():
    """All in the homes are to move to one flat: Ann on day 2, Ben when she has left; Cem takes what Ann gave up."""
    record = story(f"""
        hubs.hub.pools: {{homes: {{places: 2}}, flat: {{places: 1}}}}
        hubs.hub.clocks.other: {{for: urgent, after: 4 d}}
        timeline.moving: {{date: {DAYS[2]}, move: {{homes: flat}}}}
        """, ann=(0, "urgent"), ben=0, cem=2)  # fmt: skip
    assert stays(record) == [
        (0, 48, "ann", "homes"),
        (0, 96, "ben", "homes"),
        (48, 96, "ann", "flat"),
        (48, None, "cem", "homes"),
        (96, None, "ben", "flat"),
    ]


def test_rooms_are_for_one_case_at_a_time():
    """A family of three takes two rooms of two beds; one bed in each room with a single stays empty."""
    record = story("""
        hubs.hub.pools.homes: {rooms: 3, beds: 2, places: none}
        hubs.hub.clocks.other: {for: single, after: 2 d}
        """, ann=0, ben=0, fay=(0, "family"))  # fmt: skip
    assert stays(record) == [(0, 48, "ann", "homes"), (0, 48, "ben", "homes"), (48, None, "fay", "homes")]
    homes = record.stays[record.stays.pool == "homes"]
    assert homes.units.tolist() == [2, 2, 4]


def test_pools_in_the_order_written():
    record = story("""
        hubs.hub.pools: {homes: {for: urgent, places: 1}, flats: {places: 9}}
        """, ann=0, uma=(0, "urgent"), ulf=(0, "urgent"), fay=(0, "family"))  # fmt: skip
    assert stays(record) == [(0, None, "ann", "flats"), (0, None, "uma", "homes"), (0, None, "ulf", "flats"), (0, None, "fay", "flats")]


def test_reception_without_room_keeps_people_with_the_sender():
    record = story("""
        hubs.hub.reception.places: 1
        hubs.hub.teams.nurse: {staff: 5}
        hubs.hub.screening.health: {team: nurse, time: 5 h}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "boarded", "screened") == [
        (0, "ann", "boarded"),
        (5, "ann", "screened"),
        (5, "ben", "boarded"),
        (10, "ben", "screened"),
    ]


@pytest.mark.parametrize("when_full,ben", [("divert", ("sent_back", "full")), ("wait", ("inside", ""))])
def test_who_finds_no_place(when_full, ben):
    record = story(f"""
        hubs.hub.policy.when_full: {when_full}
        hubs.hub.pools.homes.places: 1
        """, ann=0, ben=1)  # fmt: skip
    assert ends(record) == {"ann": ("inside", ""), "ben": ben}


def test_with_a_place_reserved_nobody_waits_inside():
    record = story("""
        hubs.hub.policy: {transfer_needs: place, when_full: hold_sender}
        hubs.hub.pools.homes.places: 1
        hubs.hub.clocks.other: {after: 3 d}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "boarded", "placed") == [(0, "ann", "boarded"), (0, "ann", "placed"), (72, "ben", "boarded"), (72, "ben", "placed")]


def test_referral_decides_pool_and_later_steps():
    """The nurse finds that Ann belongs to another class: only that class sees the doctor, and only it has the ward."""
    record = story("""
        hubs.hub.teams: {nurse: {staff: 1}, doctor: {staff: 1}}
        hubs.hub.screening.health: {team: nurse, time: 2 h, referred: {urgent: 100 %}}
        hubs.hub.screening.ward: {team: doctor, for: urgent, time: 3 h}
        hubs.hub.pools: {homes: {for: [single, family], places: 9}, ward: {for: urgent, places: 1}}
        """, ann=0)  # fmt: skip
    assert stays(record) == [(5, None, "ann", "ward")]
    assert record.journeys["class"].tolist() == ["urgent"]


def test_a_referred_case_gives_up_the_place_kept_for_its_old_class():
    record = story("""
        hubs.hub.policy.transfer_needs: place
        hubs.hub.teams: {nurse: {staff: 1}}
        hubs.hub.screening.health: {team: nurse, for: single, time: 2 h, referred: {urgent: 100 %}}
        hubs.hub.pools: {homes: {for: [single, family], places: 3}, ward: {for: urgent, places: 1}}
        """, ann=0, fay=(0, "family"))  # fmt: skip
    assert stays(record) == [(2, None, "ann", "ward"), (2, None, "fay", "homes")]


def test_nobody_overflows_into_a_pool_that_is_not_open():
    closed = """
        hubs.hub.policy.when_full: overflow
        hubs.hub.pools.homes.places: 0
        hubs.hub.pools.homes.overflow: 5
        hubs.hub.pools.homes.opens: 2025-01-16
    """
    record = story(closed, a=1)
    assert told(record, "arrived", "placed") == [(24.0, "a", "arrived"), (240.0, "a", "placed")]


def test_somebody_inside_at_the_start_may_be_in_reception():
    record = story("demand.inside: {kind: initial, cases: 1, pool: reception, days_inside: 3 d, classes: {single: 100 %}}")
    assert record.stays["pool"].tolist() == ["reception", "homes"]


def test_who_waits_for_a_place_is_to_move_and_waits_for_that_pool_alone():
    """No place anywhere; on day 2 Ann is to move to the annexe. One is free in the homes on day 4, in the annexe on day 6."""
    record = story("""
        hubs.hub.pools: {homes: {places: 1}, annexe: {places: 1}}
        demand.old: {kind: initial, cases: 1, pool: homes, days_inside: 6 d, classes: {single: 100 %}}
        demand.older: {kind: initial, cases: 1, pool: annexe, days_inside: 4 d, classes: {single: 100 %}}
        agreement.stay: {limit: 10 d, then: release}
        hubs.hub.clocks.wing: {kind: move, from: arrived, after: 2 d, to: annexe}
        """, ann=0)  # fmt: skip
    assert [stay for stay in stays(record) if stay[2] == "ann"] == [(144, 240, "ann", "annexe")]


def test_who_waits_for_one_pool_alone_does_not_stand_in_the_way_of_others():
    """Ann, who is to move to the annexe, has waited since day 0, Ben since day 3: the place in the homes on day 4 is his, and
    on day 6 that in the annexe, since who is placed moves before others come."""
    record = story("""
        hubs.hub.pools: {homes: {places: 1}, annexe: {places: 1}}
        demand.old: {kind: initial, cases: 1, pool: homes, days_inside: 6 d, classes: {single: 100 %}}
        demand.older: {kind: initial, cases: 1, pool: annexe, days_inside: 4 d, classes: {single: 100 %}}
        agreement.stay: {limit: 10 d, then: release}
        hubs.hub.clocks.wing: {kind: move, from: arrived, after: 2 d, to: annexe}
        """, ann=0, ben=3)  # fmt: skip
    assert told(record, "placed")[2:] == [(96, "ben", "placed")]
