"""Model, sections 3.5 and 5.4: rooms that people of one kind may share."""

from tests.hub.stories import DAYS, stays, story, told

TWO_BEDS = "hubs.hub.pools.homes: {rooms: $rooms, beds: 2, places: none, shared_by: class}"


def rooms(record):
    """Who has been in which room: (from, who, room), in hours and in the order of coming."""
    rows = record.stays[record.stays.kind == "place"]
    return [(row.start_at / 3_600_000, row.case.removesuffix("/0"), row.rooms) for row in rows.itertuples()]


def two_beds(number):
    return TWO_BEDS.replace("$rooms", str(number))


def test_a_room_takes_people_of_one_class():
    """Uma has a room of her own, since nobody else is urgent; Ann and Ben share; Cem finds no bed though Uma's room has one."""
    record = story(two_beds(2), uma=(0, "urgent"), ann=0, ben=0, cem=1)
    assert rooms(record) == [(0, "uma", "1"), (0, "ann", "2"), (0, "ben", "2")]
    assert told(record, "refused") == [(24, "cem", "refused")]
    assert record.stays[record.stays.kind == "place"].units.tolist() == [1, 1, 1]


def test_nobody_shares_a_room_unless_it_is_said():
    record = story(two_beds(2).replace("class", "nobody"), ann=0, ben=0, cem=1)
    assert rooms(record) == [(0, "ann", "1"), (0, "ben", "2")]
    assert record.stays[record.stays.kind == "place"].units.tolist() == [2, 2]


def test_an_empty_room_is_free_for_another_class():
    """Both urgent ones leave on day 3, one by one; the room is Cem's only when both have gone."""
    record = story(f"""
        {two_beds(1)}
        hubs.hub.clocks.other: {{for: urgent, after: 3 d}}
        """, uma=(0, "urgent"), ulf=(1, "urgent"), cem=1)  # fmt: skip
    assert stays(record) == [(0, 72, "uma", "homes"), (24, 96, "ulf", "homes"), (96, None, "cem", "homes")]


def test_groups_of_classes_share():
    """Singles and urgent ones are one group; families, whom no group names, have rooms with families only."""
    record = story("""
        hubs.hub.pools.homes: {rooms: 2, beds: 4, places: none, shared_by: group, groups: {adults: [single, urgent]}}
        """, ann=0, uma=(0, "urgent"), fay=(0, "family"), ben=1)  # fmt: skip
    assert rooms(record) == [(0, "ann", "1"), (0, "uma", "1"), (0, "fay", "2"), (24, "ben", "1")]


def test_the_fullest_room_with_enough_beds():
    """Rooms of four: 3 + 1 are full, the next two singles go together, and a family of three finds a room of its own."""
    record = story("""
        hubs.hub.pools.homes: {rooms: 3, beds: 4, places: none, shared_by: group, groups: {all: [single, urgent, family]}}
        """, fay=(0, "family"), ann=0, ben=0, fei=(0, "family"), cem=1, uma=(1, "urgent"), ulf=(1, "urgent"))  # fmt: skip
    assert rooms(record) == [
        (0, "fay", "1"), (0, "ann", "1"), (0, "ben", "2"), (0, "fei", "2"), (24, "cem", "3"), (24, "uma", "3"), (24, "ulf", "3"),
    ]  # fmt: skip


def test_a_family_larger_than_a_room_has_whole_rooms():
    """Three people in rooms of two have two rooms, and the bed that is left over stays empty."""
    record = story(two_beds(3), fay=(0, "family"), fei=(0, "family"), ann=1)
    assert rooms(record) == [(0, "fay", "1+2"), (24, "ann", "3")]
    assert record.stays[record.stays.pool == "homes"].units.tolist() == [4, 1]


def test_a_shared_room_is_made_ready_when_the_last_has_left():
    record = story(f"""
        {two_beds(1).replace("beds: 2", "beds: 2, turnaround: 1 d")}
        hubs.hub.clocks.other: {{for: urgent, after: 2 d}}
        """, uma=(0, "urgent"), ulf=(1, "urgent"), una=(2, "urgent"), ann=3)  # fmt: skip
    assert stays(record) == [
        (0, 48, "uma", "homes"), (24, 72, "ulf", "homes"), (48, 96, "una", "homes"), (120, None, "ann", "homes"),
    ]  # fmt: skip


def test_the_reserve_keeps_empty_rooms():
    """One room of two is kept for urgent people: Cem finds the other full; Dan has no use of the bed beside Uma."""
    record = story(f"""
        {two_beds(2).replace("beds: 2", "beds: 2, reserve: {places: 2, for: urgent}")}
        """, ann=0, ben=0, cem=0, uma=(1, "urgent"), dan=1)  # fmt: skip
    assert rooms(record) == [(0, "ann", "1"), (0, "ben", "1"), (24, "uma", "2")]


def test_nobody_comes_into_a_room_while_more_are_taken_than_can_be_used():
    """One of two rooms is lost on day 1: Cem may not have the bed beside Ben before Uma has left on day 3."""
    record = story(f"""
        {two_beds(2)}
        hubs.hub.clocks.other: {{for: urgent, after: 3 d}}
        timeline.cut: {{date: {DAYS[1]}, resize: {{homes: 1}}}}
        """, uma=(0, "urgent"), ben=0, cem=2)  # fmt: skip
    assert rooms(record) == [(0, "uma", "1"), (0, "ben", "2"), (72, "cem", "2")]


def test_a_bed_is_kept_in_a_room():
    """The bed beside Ann is kept for Ben, who is on his way; Cem, whose turn is later, has to wait."""
    record = story(f"""
        {two_beds(1)}
        hubs.hub.policy.transfer_needs: place
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[1]}, {DAYS[2]}, {DAYS[3]}]}}, seats: 1, travel: 2 d}}
        """, ann=0, ben=0, cem=0)  # fmt: skip
    assert told(record, "boarded", "refused", "placed") == [
        (24, "ann", "boarded"), (48, "ben", "boarded"), (72, "ann", "placed"), (72, "cem", "refused"), (96, "ben", "placed"),
    ]  # fmt: skip
    kept = record.stays[record.stays.kind == "reserved"]
    assert kept.rooms.tolist() == ["1", "1"]


def test_people_inside_at_the_start_have_rooms():
    record = story(f"""
        {two_beds(1)}
        demand.old: {{kind: initial, cases: 3 cases, pool: homes}}
        """)  # fmt: skip
    assert record.stays.rooms.tolist() == ["1", "1", "2"]


def test_more_rooms_than_there_are_for_those_inside_at_the_start():
    """Two rooms: of three single people one has a room alone; an urgent one is in a third room until day 3. Ann lives beside the one."""
    record = story(f"""
        {two_beds(2)}
        agreement.stay: {{limit: 10 d, then: release}}
        demand.old: {{kind: initial, cases: 3, pool: homes, classes: {{single: 100 %}}}}
        demand.older: {{kind: initial, cases: 1, pool: homes, days_inside: 7 d, classes: {{urgent: 100 %}}}}
        """, ann=4)  # fmt: skip
    assert [room for _, _, room in rooms(record)] == ["1", "1", "2", "3", "2"]
    assert told(record, "left")[0] == (72, "older", "left")
