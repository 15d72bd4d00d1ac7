"""Model, section 3.5: a case that becomes one of another class during its stay."""

import math

from sim.draws import Being
from tests.hub.stories import DAYS, ends, stays, story, told

CLAIM = "hubs.hub.clocks.claim: {after: 2 d, decided: 3 d, granted: 0 %, chance: 100 %, becomes: urgent}"
POOLS = "hubs.hub.pools: {homes: {places: 2, for: [single, family]}, ward: {places: 1, for: urgent}}"


def classes(record, case="ann/0"):
    """(from, pool or kind, class) of the stays of a case, in hours."""
    rows = record.stays[record.stays.case == case]
    return [(r.start_at / 3_600_000, r.pool if r.kind == "place" else r.kind, r._asdict()["_4"]) for r in rows.itertuples()]


def test_who_lodges_a_claim_moves_and_moves_back_when_it_is_refused():
    record = story(f"{CLAIM}\n{POOLS}", ann=0)
    assert classes(record)[1:] == [
        (0, "homes", "single"), (48, "homes", "urgent"), (48, "ward", "urgent"), (120, "ward", "single"), (120, "homes", "single"),
    ]  # fmt: skip


def test_it_keeps_its_own_place_until_one_is_free():
    """Ann becomes urgent on day 2 and waits for the ward until Uma has left on day 4; back on day 5 she waits for a place in the homes."""
    record = story(f"""
        {CLAIM.replace("claim: {", "claim: {for: single, ")}
        {POOLS}
        hubs.hub.clocks.other: {{for: urgent, from: arrived, after: 4 d}}
        """, uma=(0, "urgent"), ann=0)  # fmt: skip
    assert stays(record) == [
        (0, 96, "uma", "ward"), (0, 48, "ann", "homes"), (48, 96, "ann", "homes"), (96, 120, "ann", "ward"), (120, 120, "ann", "ward"),
        (120, None, "ann", "homes"),
    ]  # fmt: skip


def test_it_stays_where_it_is_when_it_is_of_its_old_class_before_a_place_is_free():
    record = story(f"{CLAIM.replace('claim: {', 'claim: {for: single, ')}\n{POOLS}", uma=(0, "urgent"), ann=0)
    assert classes(record)[1:] == [(0, "homes", "single"), (48, "homes", "urgent"), (120, "homes", "single")]


def test_moves_come_before_newcomers():
    """Cem, urgent from the start, asked for the ward on day 1, Ann for another place on day 2: Ann is inside, and goes first."""
    record = story(f"""
        {CLAIM.replace("decided: 3 d", "decided: 300 d").replace("claim: {", "claim: {for: single, ")}
        {POOLS}
        hubs.hub.clocks.arrested: {{for: urgent, from: placed, after: 3 d}}
        """, uma=(0, "urgent"), ann=0, cem=(1, "urgent"))  # fmt: skip
    assert told(record, "placed") == [(0, "uma", "placed"), (0, "ann", "placed")]
    assert stays(record)[-1][2:] == ("ann", "ward")


def test_a_refusal_may_make_another_class():
    record = story(f"{CLAIM.replace('becomes: urgent', 'becomes: urgent, refused_becomes: family')}\n{POOLS}", ann=0)
    assert classes(record)[-1] == (120, "homes", "family")
    assert record.journeys["class"].tolist() == ["family"]


def test_who_is_granted_leaves_as_a_claimant():
    record = story(f"{CLAIM.replace('granted: 0 %', 'granted: 100 %')}\n{POOLS}", ann=0)
    assert ends(record) == {"ann": ("protected", "court")}
    assert record.journeys["class"].tolist() == ["urgent"]


def test_who_agrees_to_return_withdraws_the_claim_and_is_what_it_was():
    agrees = "hubs.hub.clocks.voluntary: {from: placed, at_once: 0 %, ceiling: 100 %, half_time: 1 d}"
    record = story(f"{CLAIM.replace('after: 2 d', 'after: 1 h').replace('3 d', '50 d')}\n{POOLS}\n{agrees}", ann=0)
    assert record.journeys["class"].tolist() == ["single"]
    assert [row[1:] for row in classes(record)[1:]] == [
        ("homes", "single"), ("homes", "urgent"), ("ward", "urgent"), ("ward", "single"), ("homes", "single"),
    ]  # fmt: skip


def test_who_is_found_unfit_is_a_patient_until_fit_again():
    record = story(f"{POOLS}\nhubs.hub.clocks.unfit: {{after: 1 d, then: wait, lasts: 2 d, becomes: urgent}}", ann=0)
    assert classes(record)[1:] == [
        (0, "homes", "single"), (24, "homes", "urgent"), (24, "ward", "urgent"), (72, "ward", "single"), (72, "homes", "single"),
    ]  # fmt: skip


def test_the_latest_that_still_holds_decides():
    """A claimant from day 2 to 5 who is a patient from day 1 to 4: claimant from day 2, and single again on day 5."""
    record = story(f"""
        {CLAIM}
        hubs.hub.pools.homes.places: 5
        hubs.hub.clocks.unfit: {{after: 1 d, then: wait, lasts: 3 d, becomes: family}}
        """, ann=0)  # fmt: skip
    assert [row[::2] for row in classes(record)[1:]] == [(0, "single"), (24, "family"), (48, "urgent"), (120, "single")]


def test_a_patient_who_claims_and_is_refused_is_a_patient_again():
    record = story(f"""
        {CLAIM}
        hubs.hub.pools.homes.places: 5
        hubs.hub.clocks.unfit: {{after: 1 d, then: wait, lasts: 6 d, becomes: family}}
        """, ann=0)  # fmt: skip
    assert [row[::2] for row in classes(record)[1:]] == [(0, "single"), (24, "family"), (48, "urgent"), (120, "family"), (168, "single")]


def test_priority_is_that_of_the_new_class():
    """All wait for one place; Cem becomes urgent while he waits and goes before Ben, who asked before him."""
    record = story(f"""
        classes.single.priority: 1
        {CLAIM.replace("claim: {", "claim: {from: arrived, destinations: away, ").replace("3 d", "30 d")}
        destinations.away: {{share: 0 %, documents: {{time: 1000 d}}}}
        demand.cem: {{kind: cohorts, dates: {{{DAYS[1]}: 1 person}}, destinations: {{away: 100 %}}}}
        hubs.hub.pools.homes.places: 1
        hubs.hub.clocks.other: {{for: family, from: placed, after: 9 d}}
        timeline.more: {{date: {DAYS[5]}, resize: {{homes: 2}}}}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "placed") == [(0, "ann", "placed"), (120, "cem", "placed")]


def test_who_becomes_another_in_a_shared_room_asks_for_another_room():
    """Ann becomes urgent beside Ben on day 2. The bed beside Ulf, who is urgent too, comes free on day 4, when Uma leaves."""
    record = story(f"""
        {CLAIM.replace("claim: {", "claim: {destinations: away, ").replace("3 d", "300 d")}
        destinations.away: {{share: 0 %, documents: {{time: 1000 d}}}}
        demand.ann: {{kind: cohorts, dates: {{{DAYS[0]}: 1 person}}, destinations: {{away: 100 %}}}}
        hubs.hub.pools.homes: {{rooms: 2, beds: 2, places: none, shared_by: class}}
        hubs.hub.clocks.other: {{for: urgent, after: 4 d}}
        """, ben=0, uma=(0, "urgent"), ulf=(1, "urgent"), cem=3)  # fmt: skip
    rows = record.stays[(record.stays.case == "ann/0") & (record.stays.kind == "place")]
    assert list(zip(rows.start_at / 3_600_000, rows.rooms, rows["class"], strict=True)) == [
        (0, "1", "single"), (48, "1", "urgent"), (96, "2", "urgent"),
    ]  # fmt: skip
    assert told(record, "placed")[-1] == (96, "cem", "placed")


def test_who_is_alone_in_a_room_stays_there_as_another():
    record = story(
        f"{CLAIM.replace('after', 'from: placed, after')}\nhubs.hub.pools.homes: {{rooms: 1, beds: 2, places: none, shared_by: class}}",
        ann=0,
        ben=3,
    )
    assert [row[::2] for row in classes(record)[1:]] == [(0, "single"), (48, "urgent"), (120, "single")]
    assert told(record, "placed") == [(0, "ann", "placed"), (120, "ben", "placed")]


def test_who_is_of_the_old_class_again_stands_in_nobodys_way():
    """Under `strict` Ann, who waits for the ward from day 2 to 5, keeps Cem out on day 3; once she may stay he is let in."""
    record = story(
        f"{CLAIM.replace('claim: {', 'claim: {for: single, ')}\n{POOLS.replace('places: 2', 'places: 4')}\nhubs.hub.policy.queue: strict",
        uma=(0, "urgent"), ann=0, cem=(3, "family"),
    )  # fmt: skip
    assert told(record, "placed") == [(0, "uma", "placed"), (0, "ann", "placed"), (120, "cem", "placed")]


def test_the_share_that_is_referred_is_added_one_after_the_other(monkeypatch):
    """Newer Pythons would make 60 % of it, and leave another share, to the last bit, for what somebody is."""
    told = []
    drawn = Being.one_of

    def one_of(being, decision, names, shares, k=0):
        told.extend(shares if decision == "screening.look.referred" else ())
        return drawn(being, decision, names, shares, k)

    monkeypatch.setattr(Being, "one_of", one_of)
    monkeypatch.setattr("sim.hub.screening.sum", math.fsum, raising=False)
    story("""
        classes.tall: {share: 0 %, size: 1}
        hubs.hub.teams: {nurses: {staff: 1}}
        hubs.hub.screening.look: {team: nurses, time: 1 h, referred: {urgent: 10 %, family: 20 %, tall: 30 %}}
        """, ann=0)  # fmt: skip
    assert told == [0.1, 0.2, 0.3, 1.0 - 0.6000000000000001]


def test_the_refusal_of_the_second_clock_makes_a_class_that_stays():
    record = story(f"""
        hubs.hub.clocks.other: {{after: 30 d}}
        {CLAIM.replace('becomes: urgent', 'becomes: urgent, refused_becomes: family')}
        {POOLS}
        """, ann=0)  # fmt: skip
    assert classes(record)[-1] == (120, "homes", "family")


def test_who_leaves_takes_nobody_along_who_waits_for_another_pool():
    """As above; on day 4 Dan, who has a place that suits him, leaves: on day 5 Ann may stay all the same, and Cem is let in."""
    record = story(f"""
        {CLAIM.replace("claim: {", "claim: {for: single, ")}
        {POOLS.replace("places: 2, for: [", "places: 5, for: [tall, ")}
        hubs.hub.policy.queue: strict
        classes.tall: {{share: 0 %, size: 1}}
        hubs.hub.clocks.other: {{for: tall, after: 4 d}}
        """, uma=(0, "urgent"), ann=0, dan=(0, "tall"), cem=(3, "family"))  # fmt: skip
    assert told(record, "placed")[3:] == [(120, "cem", "placed")]
    assert told(record, "left") == [(96, "dan", "left")]


WARD_TAKEN = f"{CLAIM.replace('claim: {', 'claim: {for: single, ')}\n{POOLS}"
FLATS = "hubs.hub.pools.flats: {places: 1, for: family}"


def test_who_may_not_be_in_the_pool_they_are_to_move_to_goes_on_asking_for_the_ward():
    """Ann is urgent from day 2 on; the flats, to which all in the homes are to move on day 3, are for families: on day 4 Uma has left."""
    record = story(f"""
        {WARD_TAKEN.replace("decided: 3 d", "decided: 300 d")}
        {FLATS}
        hubs.hub.clocks.other: {{for: urgent, from: arrived, after: 4 d}}
        timeline.moving: {{date: {DAYS[3]}, move: {{homes: flats}}}}
        """, uma=(0, "urgent"), ann=0)  # fmt: skip
    assert stays(record)[-1] == (96, None, "ann", "ward")


def test_who_may_go_to_the_pool_they_are_to_move_to_asks_for_that_one():
    """Ann, urgent from day 2 on, is to move to the flats, which are for her and taken until day 6; the ward is free on day 4."""
    record = story(f"""
        {WARD_TAKEN.replace("decided: 3 d", "decided: 300 d")}
        hubs.hub.pools.flats: {{places: 1, for: [tall, urgent]}}
        classes.tall: {{share: 0 %, size: 1}}
        hubs.hub.clocks.other: {{for: urgent, from: arrived, after: 4 d}}
        hubs.hub.clocks.died: {{for: tall, from: arrived, after: 6 d}}
        timeline.moving: {{date: {DAYS[3]}, move: {{homes: flats}}}}
        """, tom=(0, "tall"), uma=(0, "urgent"), ann=0)  # fmt: skip
    assert stays(record)[-1] == (144, None, "ann", "flats")


def test_who_was_to_move_and_may_not_any_more_stays_when_it_may():
    """On day 1 Ann is to move to the flats, which are taken; urgent on day 2 she may not; on day 5 she is single and asks for nothing."""
    record = story(f"""
        {WARD_TAKEN.replace("places: 2", "places: 4")}
        hubs.hub.policy.queue: strict
        hubs.hub.pools.flats: {{places: 1, for: [tall, single]}}
        classes.tall: {{share: 0 %, size: 1}}
        timeline.moving: {{date: {DAYS[1]}, move: {{homes: flats}}}}
        """, tom=(0, "tall"), uma=(0, "urgent"), ann=0, cem=(3, "family"))  # fmt: skip
    assert told(record, "placed")[-1] == (120, "cem", "placed")
