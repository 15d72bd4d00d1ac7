"""Several hubs: who goes where, diversion, moving on, the way home over the sender."""

from __future__ import annotations

import pytest

from tests.hub.stories import DAY, DAYS, HOUR, attempts, ends, told
from tests.hub.stories import story as plain_story

CAMP = "hubs.camp: {policy: {transfer_needs: reception}, pools: {tents: {places: 100}}}"


def story(lines, **people):
    """A story in which the other hubs stand first, since the other lines change them."""
    found = [line.strip() for line in lines.splitlines() if line.strip()]
    return plain_story("\n".join(sorted(found, key=lambda line: not line.startswith(("hubs.camp: ", "hubs.third: ")))), **people)


def hubs(record):
    """The hub of everybody, as it was last."""
    return {case.removesuffix("/0"): hub for case, hub in zip(record.journeys["case"], record.journeys["hub"], strict=True)}


def where(record, case="ann/0"):
    """(from, to, hub, pool) of every stay of a case, in hours."""
    rows = record.stays[(record.stays["case"] == case) & (record.stays["kind"] != "reserved")]
    return [(r.start_at / HOUR, None if r.end_at != r.end_at else r.end_at / HOUR, r.hub, r.pool) for r in rows.itertuples()]


# --- routing --------------------------------------------------------------------------------------------------------------


def test_the_first_hub_with_room_takes_a_case():
    record = story(f"hubs.hub.policy.transfer_needs: place\nhubs.hub.pools.homes.places: 1\n{CAMP}", ann=1, bea=2, cleo=3)
    assert hubs(record) == {"ann": "hub", "bea": "camp", "cleo": "camp"}


def test_nobody_is_refused_while_another_hub_has_room():
    record = story(f"hubs.hub.policy.transfer_needs: place\nhubs.hub.pools.homes.places: 1\n{CAMP}", ann=1, bea=2)
    assert record.journeys["refused_at"].isna().all()


def test_a_hub_takes_only_the_classes_it_is_for():
    record = story(f"hubs.hub.for: family\n{CAMP}", ann=1, bea=(2, "family"))
    assert hubs(record) == {"ann": "camp", "bea": "hub"}


def test_a_hub_takes_only_the_destinations_it_is_for():
    more = "destinations.far: {share: 0 %, documents: {time: 1000 d}}\nhubs.hub.destinations: far"
    record = story(f"{more}\n{CAMP}", ann=1)
    assert hubs(record) == {"ann": "camp"}


def test_a_stream_may_go_to_some_hubs_only():
    record = story(f"{CAMP}\ndemand.bea: {{kind: cohorts, dates: {{{DAYS[2]}: 1 person}}, hubs: camp}}", ann=1)
    assert hubs(record) == {"ann": "hub", "bea": "camp"}


def test_the_emptiest_hub_takes_a_case():
    record = story(f"routing.by: free\nhubs.hub.pools.homes.places: 101\n{CAMP}", ann=1, bea=2, cleo=3)
    assert hubs(record) == {"ann": "hub", "bea": "hub", "cleo": "camp"}


def test_shares_draw_the_hub_by_the_own_luck_of_a_case():
    lines = "routing.by: share\nhubs.hub.share: 30 %\nhubs.camp.share: 70 %\n"
    people = f"demand.ann: {{kind: cohorts, dates: {{{DAYS[1]}: 400 people}}}}\n"
    many = story(lines + people + CAMP.replace("100}", "400}"), ann=1)
    few = story(lines + people + CAMP.replace("100}", "400}") + "\nhubs.hub.pools.homes.places: 400", ann=1)
    drawn = many.journeys["hub"] == "hub"
    assert 90 <= (few.journeys["hub"] == "hub").sum() <= 150
    assert set(few.journeys["hub"][drawn]) == {"hub"}


def test_a_service_fills_its_hubs_in_its_own_order():
    service = f"services.bus: {{to: [camp, hub], leaves: {{dates: [{DAYS[2]}]}}, seats: 3, travel: 2 h}}"
    record = story(f"{CAMP.replace('reception', 'place', 1).replace('100}', '2}')}\n{service}", ann=1, bea=1, cleo=1)
    assert hubs(record) == {"ann": "camp", "bea": "camp", "cleo": "hub"}


def test_a_service_that_goes_to_one_hub_leaves_the_others_alone():
    service = f"services.bus: {{to: camp, leaves: {{dates: [{DAYS[2]}]}}, seats: 3}}"
    record = story(f"{CAMP}\n{service}", ann=1)
    assert hubs(record) == {"ann": "camp"}


def test_people_inside_at_the_start_are_in_the_hub_of_their_pool():
    record = story(f"{CAMP}\ndemand.old: {{kind: initial, cases: 1 case, pool: tents}}")
    assert hubs(record) == {"old": "camp"}


# --- diversion ------------------------------------------------------------------------------------------------------------

FULL = "hubs.hub.policy.when_full: divert\nhubs.hub.policy.divert_to: camp\nhubs.hub.pools.homes.places: 1\nhubs.hub.travel.camp: 6 h"


def test_who_finds_a_hub_full_is_diverted_once():
    record = story(f"{FULL}\n{CAMP}", ann=1, bea=2)
    road = [(48, 48, "hub", "reception"), (48, 54, "camp", "transit")]
    assert where(record, "bea/0") == [*road, (54, 54, "camp", "reception"), (54, None, "camp", "tents")]
    assert hubs(record) == {"ann": "hub", "bea": "camp"}


def test_who_finds_no_other_hub_with_room_is_sent_back():
    record = story(f"{FULL}\n{CAMP.replace('reception}', 'place}').replace('100}', '1}')}", ann=1, bea=2, cleo=3)
    assert ends(record) == {"ann": ("inside", ""), "bea": ("inside", ""), "cleo": ("sent_back", "full")}


def test_two_full_hubs_do_not_send_people_to_and_fro():
    back = "hubs.camp: {policy: {transfer_needs: reception, when_full: divert, divert_to: hub}, pools: {tents: {places: 0}}}"
    record = story(f"{FULL}\n{back}", ann=1, bea=2)
    assert where(record, "bea/0") == [(48, 48, "hub", "reception"), (48, 54, "camp", "transit"), (54, 54, "camp", "reception")]
    assert ends(record)["bea"] == ("sent_back", "full")


def test_the_first_hub_to_divert_to_that_has_room():
    third = "hubs.third: {policy: {transfer_needs: reception}, pools: {huts: {places: 5}}}"
    lines = FULL.replace("divert_to: camp", "divert_to: [camp, third]")
    record = story(f"{lines}\n{CAMP.replace('reception}', 'place}').replace('100}', '0}')}\n{third}", ann=1, bea=2)
    assert hubs(record) == {"ann": "hub", "bea": "third"}


# --- moving on ------------------------------------------------------------------------------------------------------------

REFUSERS = "hubs.hub.clocks.refusers: {kind: move, after: 7 d, to: camp, who: not_agreed}\nhubs.hub.travel.camp: 6 h"
WILLING = "hubs.hub.clocks.voluntary: {at_once: 100 %, ceiling: 100 %, half_time: 1 d}"


def test_refusers_move_to_the_camp():
    record = story(f"{REFUSERS}\n{CAMP}", ann=1)
    assert where(record) == [(24, 24, "hub", "reception"), (24, 192, "hub", "homes"), (192, 198, "camp", "transit"),
                             (198, 198, "camp", "reception"), (198, None, "camp", "tents")]  # fmt: skip


def test_the_willing_stay():
    record = story(f"{REFUSERS}\n{WILLING}\n{CAMP}", ann=1)
    assert hubs(record) == {"ann": "hub"}


def test_who_agrees_moves_to_the_hotel():
    record = story(f"hubs.hub.clocks.to_hotel: {{kind: move, from: agreed, after: 1 h, to: camp, who: agreed}}\n{WILLING}\n{CAMP}", ann=1)
    assert where(record)[2][:3] == (25, pytest.approx(25, abs=1e-6), "camp")


def test_the_place_is_kept_until_the_other_hub_has_room():
    leaves = "hubs.camp.clocks.other: {after: 10 d}\ndemand.old: {kind: initial, cases: 1 case, pool: tents}"
    full = CAMP.replace("reception}", "place}").replace("100}", "1}")
    record = story(f"{REFUSERS}\n{full}\n{leaves}", ann=1)
    assert where(record)[1:3] == [(24, 240, "hub", "homes"), (240, 246, "camp", "transit")]


def test_moving_to_a_pool_of_the_same_hub():
    lines = "hubs.hub.clocks.wing: {kind: move, after: 2 d, to: annexe}\nhubs.hub.pools.annexe: {places: 5}"
    record = story(lines, ann=1)
    assert where(record) == [(24, 24, "hub", "reception"), (24, 72, "hub", "homes"), (72, None, "hub", "annexe")]


def test_moving_to_one_pool_of_another_hub():
    lines = f"{REFUSERS.replace('to: camp', 'to: huts')}\n{CAMP}\nhubs.camp.pools.huts: {{places: 5}}"
    assert where(story(lines, ann=1))[-1] == (198, None, "camp", "huts")


def test_a_dated_act_moves_people_from_pool_to_pool_of_another_hub():
    lines = f"timeline.move: {{date: {DAYS[3]}, move: {{homes: tents}}}}\n{CAMP}\nhubs.camp.travel.hub: 3 h"
    assert where(story(lines, ann=1))[2:] == [(72, 75, "camp", "transit"), (75, 75, "camp", "reception"), (75, None, "camp", "tents")]


def test_a_way_out_may_come_on_the_road():
    absconded = "hubs.hub.clocks.absconded: {after: 170 h}\nhubs.camp.clocks.absconded: {after: 170 h}"
    lines = f"{REFUSERS}\n{absconded}\n{CAMP}"
    record = story(lines, ann=1, bea=20)
    assert ends(record) == {"ann": ("absconded", "choice"), "bea": ("absconded", "choice")}
    assert where(record)[-1] == (192, 194, "camp", "transit")


def test_nobody_who_is_to_be_released_moves():
    lines = f"{REFUSERS}\n{CAMP}\ntimeline.order: {{date: {DAYS[7]}, release: 100 %, grace: 3 d}}"
    record = story(lines, ann=1)
    assert (hubs(record), ends(record)) == ({"ann": "hub"}, {"ann": ("released", "order")})


def test_steps_of_one_name_are_taken_once():
    steps = "hubs.hub.teams.nurse: {staff: 1}\nhubs.hub.screening.health: {team: nurse, time: 1 h}\n"
    health = "hubs.camp.teams.medic: {staff: 1}\nhubs.camp.screening.health: {team: medic, time: 1 h}"
    other = f"{health}\nhubs.camp.screening.talk: {{team: medic, time: 2 h}}"
    record = story(f"{steps}{other}\n{REFUSERS}\n{CAMP}", ann=1)
    assert record.tasks[["task", "teams"]].values.tolist() == [["health", "nurse"], ["talk", "medic"]]
    assert where(record)[-1] == (200, None, "camp", "tents")
    assert told(record, "screened") == [(25, "ann", "screened")]


def test_clocks_of_one_name_run_on_others_stop_and_new_ones_start():
    clocks = "hubs.hub.clocks.other: {after: 20 d}\nhubs.camp.clocks.other: {after: 300 d}\nhubs.hub.clocks.died: {after: 10 d}"
    record = story(f"{clocks}\nhubs.camp.clocks.absconded: {{after: 30 d}}\n{REFUSERS}\n{CAMP}", ann=1)
    assert told(record, "outcome") == [(24 + 20 * 24, "ann", "outcome")]
    assert ends(record) == {"ann": ("other", "")}


def test_a_clock_that_only_the_next_hub_has_counts_from_the_move():
    record = story(f"hubs.camp.clocks.absconded: {{after: 30 d}}\n{REFUSERS}\n{CAMP}", ann=1)
    assert told(record, "outcome") == [(192 + 720, "ann", "outcome")]


def test_periods_of_one_name_run_on():
    law = "{from: arrived, length: 10 d, then: release}"
    periods = f"hubs.hub.deadlines.law: {law}\nhubs.camp.deadlines.law: {law.replace('10', '99')}"
    record = story(f"{periods}\n{REFUSERS}\n{CAMP}", ann=1)
    assert told(record, "release_ordered") == [(264, "ann", "release_ordered")]


def test_a_period_that_the_next_hub_does_not_have_ends():
    record = story(f"hubs.hub.deadlines.law: {{from: arrived, length: 10 d, then: release}}\n{REFUSERS}\n{CAMP}", ann=1)
    assert ends(record) == {"ann": ("inside", "")}
    assert record.tasks["outcome"].tolist() == ["left"]


def test_a_review_that_waits_is_held_in_the_next_hub():
    team = "teams: {judge: {staff: 1, on_duty: Sun 08:00-09:00}}"
    review = "{at: 6 d, team: judge, time: 10 min, chance: 0 %}"
    camp = CAMP.replace("pools", "teams: {court: {staff: 1}}, pools")
    clocks = f"hubs.hub.clocks.review: {review}\nhubs.camp.clocks.review: {review.replace('judge', 'court')}"
    lines = f"hubs.hub.{team}\n{clocks}\n{REFUSERS.replace('7 d', '6.1 d')}\n{camp}"
    record = story(lines, ann=1)
    rows = record.tasks[["teams", "outcome"]].values.tolist()
    assert rows == [["judge", "withdrawn"], ["court", "done"]]
    assert record.tasks["due_at"].nunique() == 1


def test_reviews_that_wait_are_held_in_the_next_hub_in_the_order_of_their_numbers():
    """They are taken up in one instant, by one case: only their numbers tell them apart."""
    review = "{at: [1 d, 2 d, 3 d, 4 d, 5 d], team: judge, time: 10 min, chance: 0 %}"
    camp = CAMP.replace("pools", "teams: {court: {staff: 1}}, pools")
    clocks = f"hubs.hub.clocks.review: {review}\nhubs.camp.clocks.review: {review.replace('judge', 'court')}"
    record = story(f"hubs.hub.teams: {{judge: {{staff: 0}}}}\n{clocks}\n{REFUSERS.replace('7 d', '6.1 d')}\n{camp}", ann=1)
    held = record.tasks[record.tasks["outcome"] == "done"].sort_values("started_at")
    assert [due / DAY for due in held["due_at"]] == [2, 3, 4, 5, 6]


# --- the way home over the sender ---------------------------------------------------------------------------------------

OVER = """
destinations.home: {share: 100 %, documents: {time: 2 d}, via: sender, onward: 3 d}
services.home: {from: hub, to: sender, leaves: {every: 5 d}, seats: 9, travel: 4 h}
"""


def test_the_way_home_may_lead_over_the_sender():
    record = story(OVER, ann=1)
    assert told(record, "left", "back", "home") == [(120, "ann", "left"), (124, "ann", "back"), (196, "ann", "home")]
    assert ends(record) == {"ann": ("removed", "")}


def test_who_agreed_returns_over_the_sender():
    assert ends(story(OVER + WILLING, ann=1)) == {"ann": ("returned_voluntarily", "choice")}


def test_a_suspended_destination_is_not_reached_over_the_sender():
    record = story(f"{OVER}\ntimeline.stop: {{date: {DAYS[4]}, suspend: home, lasts: 8 d}}", ann=1)
    assert told(record, "left") == [(360, "ann", "left")]
    assert attempts(record) == [(72, 360, "ann", "boarded")]


def test_who_is_sent_back_is_back_and_not_home():
    lines = (
        "services.home: {from: hub, to: sender, leaves: {every: 5 d}, seats: 9, travel: 4 h}\nagreement.stay: {limit: 2 d, then: send_back}"
    )
    assert told(story(lines, ann=1), "back", "home") == [(124, "ann", "back"), (124, "ann", "home")]


# --- others in the house --------------------------------------------------------------------------------------------------


def test_places_that_others_use_are_not_there():
    record = story(
        "hubs.hub.pools.homes: {places: 10, usable: 80 %, background: 6 people}\nhubs.hub.policy.when_full: divert", ann=1, bea=2, cleo=3
    )
    assert ends(record) == {"ann": ("inside", ""), "bea": ("inside", ""), "cleo": ("sent_back", "full")}
    assert record.capacity[record.capacity["what"] == "pool:homes"][["nominal", "usable"]].values.tolist() == [[10, 2]]


def test_more_of_the_others_leave_no_place_and_no_fewer_than_none():
    record = story("hubs.hub.pools.homes: {places: 10, background: 19 people}\nhubs.hub.policy.when_full: divert", ann=1)
    assert ends(record) == {"ann": ("sent_back", "full")}


def test_who_waits_for_another_hub_stands_by_the_priorities_in_force():
    """Ann and Uma wait for the one place of the camp since day 2; from day 4 on Uma goes first, and the place is free on day 5."""
    record = story(f"""
        hubs.camp: {{policy: {{transfer_needs: place}}, pools: {{tents: {{places: 1}}}}}}
        demand.old: {{kind: initial, cases: 1, pool: tents, classes: {{family: 100 %}}}}
        hubs.camp.clocks.other: {{from: arrived, after: 5 d, for: family}}
        hubs.hub.clocks.moved: {{kind: move, after: 2 d, to: camp}}
        timeline.first: {{date: {DAYS[4]}, set: {{classes.single.priority: 1}}}}
        """, ann=0, uma=(0, "urgent"))  # fmt: skip
    assert hubs(record) == {"old": "camp", "ann": "hub", "uma": "camp"}


def test_who_is_to_move_on_sets_out_when_the_first_road_ends():
    """Due for the third hub while on the road to the camp, where no place is free: Ann goes on as she arrives there."""
    record = story("""
        hubs.camp: {policy: {transfer_needs: reception}, pools: {tents: {places: 0}}}
        hubs.third: {policy: {transfer_needs: reception}, pools: {huts: {places: 9}}}
        hubs.hub.clocks.moved: {kind: move, after: 2 d, to: camp}
        hubs.hub.clocks.onward: {kind: move, after: 51 h, to: third}
        hubs.camp.clocks.onward: {kind: move, after: 51 h, to: third}
        hubs.hub.travel.camp: 6 h
        """, ann=0)  # fmt: skip
    assert hubs(record) == {"ann": "third"}
    assert where(record)[-1][0] == pytest.approx(54, abs=1e-6)


def test_a_clock_that_only_the_first_hub_has_stops_on_the_way():
    record = story(f"""
        {CAMP}
        hubs.hub.clocks.other: {{after: 4 d}}
        hubs.hub.clocks.moved: {{kind: move, after: 2 d, to: camp}}
        """, ann=0)  # fmt: skip
    assert ends(record) == {"ann": ("inside", "")}


def test_a_claim_is_decided_in_a_hub_that_knows_no_claims():
    record = story(f"""
        {CAMP}
        hubs.hub.clocks.claim: {{from: arrived, chance: 100 %, after: 1 d, decided: 6 d, granted: 0 %}}
        hubs.hub.clocks.moved: {{kind: move, after: 2 d, to: camp}}
        """, ann=0)  # fmt: skip
    assert told(record, "claim_lodged", "claim_decided") == [(24, "ann", "claim_lodged"), (168, "ann", "claim_decided")]
    assert hubs(record) == {"ann": "camp"}


def test_a_clock_that_moves_people_to_the_hub_where_they_are_by_then():
    """Due for the camp on day 10 by a clock of the hub that runs on in the camp, where Ann has been since day 3 by an act: she stays."""
    record = story(f"""
        {CAMP}
        hubs.hub.clocks.swap: {{kind: move, from: arrived, after: 10 d, to: camp}}
        hubs.camp.clocks.swap: {{kind: move, from: arrived, after: 10 d, to: hub}}
        timeline.move: {{date: {DAYS[3]}, move: {{homes: tents}}}}
        """, ann=0)  # fmt: skip
    assert [stay[2:] for stay in where(record)][-2:] == [("camp", "reception"), ("camp", "tents")]


def test_who_becomes_one_of_a_class_that_the_other_hub_takes_sets_out():
    """The camp is for the urgent: Ann waits for it since day 2, and is one of them when she lodges her claim on day 4."""
    record = story("""
        hubs.camp: {policy: {transfer_needs: reception}, pools: {tents: {places: 9}}}
        hubs.camp.for: urgent
        hubs.hub.clocks.claim: {from: arrived, after: 4 d, decided: 30 d, granted: 0 %, chance: 100 %, becomes: urgent}
        hubs.hub.clocks.moved: {kind: move, after: 2 d, to: camp}
        """, ann=0)  # fmt: skip
    assert hubs(record) == {"ann": "camp"}
    assert next(start for start, _, hub, _ in where(record) if hub == "camp") == 96


def test_the_emptiest_of_three_hubs_takes_a_case():
    record = story(f"""
        routing.by: free
        hubs.hub.pools.homes.places: 101
        {CAMP}
        hubs.third: {{policy: {{transfer_needs: reception}}, pools: {{huts: {{places: 103}}}}}}
        """, ann=1, bea=2, cleo=3, dua=4)  # fmt: skip
    assert hubs(record) == {"ann": "third", "bea": "third", "cleo": "hub", "dua": "third"}


def test_of_hubs_with_as_many_free_places_the_first_of_the_file():
    """Whatever the order of the service: two places in each hub, and four people."""
    few = CAMP.replace("reception", "place", 1).replace("100}", "2}")
    third = few.replace("hubs.camp", "hubs.third").replace("tents", "huts")
    service = f"services.bus: {{to: [third, camp, hub], leaves: {{dates: [{DAYS[2]}]}}, seats: 6}}"
    lines = f"routing.by: free\nhubs.hub.policy.transfer_needs: place\nhubs.hub.pools.homes.places: 2\n{few}\n{third}\n{service}"
    record = story(lines, ann=1, bea=1, cleo=1, dan=1)
    assert hubs(record) == {"ann": "hub", "bea": "camp", "cleo": "third", "dan": "hub"}


def test_a_bed_beside_others_is_a_free_place():
    """Two rooms of two: when Ann has a bed there are three left, as many as in the camp; when Bea has one there are two."""
    rooms = "hubs.hub.pools.homes: {rooms: 2, beds: 2, places: none, shared_by: class}"
    record = story(f"routing.by: free\n{rooms}\n{CAMP.replace('100}', '3}')}", ann=1, bea=2, cleo=3)
    assert hubs(record) == {"ann": "hub", "bea": "hub", "cleo": "camp"}


def test_a_hub_that_has_a_share_later_takes_who_was_for_none():
    """Nobody is drawn for a hub without a share; once the hubs have one, who waits is drawn."""
    lines = "routing.by: share\nhubs.hub.share: 0 %\nhubs.camp.share: 100 %\nhubs.camp.for: family\n"
    act = f"timeline.memo: {{date: {DAYS[4]}, set: {{hubs.hub.share: 100 %}}}}\n"
    record = story(f"{lines}{act}{CAMP}", ann=1)
    assert hubs(record) == {"ann": "hub"}
