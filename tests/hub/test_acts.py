"""Model, section 3.10: whom acts are about, exchanges, the end of a programme, doors, conditions, and acts that end others."""

import pytest

from tests.hub.stories import DAY, DAYS, ends, stays, story, told

CAMP = """
    hubs.camp: {policy: {transfer_needs: reception}, pools: {tents: {places: 100}}}
    """
"""A second hub."""


def outcomes(record):
    return {name: outcome for name, (outcome, _) in ends(record).items()}


def left(record):
    return {name: hour / 24 for hour, name, _ in told(record, "left")}


# --- whom an act is about ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whom,released", [
    ("", {"ann", "ben", "uma"}),
    ("hubs: camp, ", {"uma"}),
    ("streams: ben, ", {"ben"}),
    ("streams: [ben, uma], classes: single, ", {"ben"}),
    ("destinations: away, ", set()),
    (f"arrived_from: {DAYS[2]}, ", {"ben", "uma"}),
    (f"arrived_before: {DAYS[2]}, ", {"ann"}),
    (f"arrived_from: {DAYS[1]}, arrived_before: {DAYS[3]}, ", {"ben"}),
])  # fmt: skip
def test_a_release_of_those_an_act_names(whom, released):
    record = story(f"""{CAMP}
        hubs.camp.for: urgent
        hubs.hub.for: [single, family]
        destinations.away: {{share: 0 %, documents: {{time: 1000 d}}}}
        timeline.ruling: {{date: {DAYS[4]}, {whom}release: 100 %, grace: 15 d}}
        """, ann=0, ben=2, uma=(3, "urgent"), dan=5)  # fmt: skip
    assert {name for name, outcome in outcomes(record).items() if outcome == "released"} == released
    assert left(record) == dict.fromkeys(released, 19)


def test_days_before_the_start_count_in_the_day_of_arrival():
    """Someone inside for ten days came before the start."""
    record = story(f"""
        demand.old: {{kind: initial, cases: 1, pool: homes, days_inside: 10 d}}
        timeline.ruling: {{date: {DAYS[2]}, release: 100 %, arrived_before: {DAYS[0]}}}
        """, ann=0)  # fmt: skip
    assert outcomes(record) == {"old": "released", "ann": "inside"}


# --- exchange ---------------------------------------------------------------------------------------------------------------


def test_an_exchange_empties_the_hub_in_one_instant():
    """252 people of a prison, whatever they wait for: in reception, with a claim pending, with an order to be released, placed."""
    record = story(f"""
        hubs.hub.pools: {{homes: {{places: 2, for: single}}, flats: {{places: 3}}}}
        hubs.hub.clocks.claim: {{after: 1 d, chance: 100 %, decided: 100 d, granted: 100 %}}
        timeline.ruling: {{date: {DAYS[2]}, release: 100 %, streams: ben, grace: 20 d}}
        timeline.swap: {{date: {DAYS[3]}, exchange: {{share: 100 %, outcome: removed, travel: 5 h}}}}
        """, ann=0, ben=0, cem=0, fam=(1, "family"), dan=4)  # fmt: skip
    assert ends(record) == {name: ("removed", "exchange") for name in ("ann", "ben", "cem", "fam")} | {"dan": ("inside", "")}
    assert set(left(record).values()) == {3.0}
    assert {at - 77 for at, _, _ in told(record, "home")} == {0}
    assert [line[1] for line in stays(record)][:2] == [72, 72]


def test_an_exchange_takes_a_share_by_the_luck_of_each_and_those_it_names():
    record = story(f"""
        demand.people: {{kind: backlog, cases: 90 cases}}
        demand.others: {{kind: backlog, cases: 10 cases}}
        hubs.hub.pools.homes.places: 100
        timeline.swap: {{date: {DAYS[3]}, exchange: {{share: 40 %, outcome: returned_voluntarily}}, streams: people}}
        """)  # fmt: skip
    gone = record.journeys[record.journeys.reason == "exchange"]
    assert set(gone.stream) == {"people"} and 22 < len(gone) < 50
    assert (gone.home_at == 3 * DAY).all()


def test_people_on_the_road_between_hubs_are_exchanged_too():
    record = story(f"""{CAMP}
        hubs.hub.travel: {{camp: 2 d}}
        hubs.hub.clocks.move: {{after: 1 d, to: camp}}
        timeline.swap: {{date: {DAYS[2]}, exchange: {{share: 100 %, outcome: other}}}}
        """, ann=0)  # fmt: skip
    assert ends(record) == {"ann": ("other", "exchange")}
    assert left(record) == {"ann": 2}


# --- the end of a programme -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("then,grace,outcome,day", [
    ("release", 5, "released", 8), ("send_back", 0, "sent_back", 3), ("breach", 0, "inside", 0),
])  # fmt: skip
def test_the_host_ends_the_programme(then, grace, outcome, day):
    record = story(f"""
        timeline.vote: {{date: {DAYS[3]}, end: {{then: {then}, grace: {grace} d}}}}
        """, ann=0, ben=5)  # fmt: skip
    assert ends(record) == {"ann": (outcome, "end" if day else ""), "ben": ("declined", "end")}
    assert left(record) == ({"ann": day} if day else {})


def test_an_agreement_ends_once():
    """The host stops on day 3; the day agreed on and a second vote change nothing any more. Who was on the way has the same grace."""
    record = story(f"""
        agreement.end: {{date: {DAYS[6]}, then: send_back, grace: 0 d}}
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[2]}]}}, seats: 5, travel: 2 d}}
        timeline.vote: {{date: {DAYS[3]}, end: {{then: release, grace: 7 d}}}}
        timeline.again: {{date: {DAYS[4]}, end: {{then: release, grace: 1 d}}}}
        """, ann=0, ben=2)  # fmt: skip
    assert ends(record) == {"ann": ("released", "end"), "ben": ("dropped_out", "end")}
    assert left(record) == {"ann": 11}


# --- doors --------------------------------------------------------------------------------------------------------------------


def test_a_hub_closed_to_newcomers_keeps_those_inside():
    record = story(f"""
        timeline.full: {{date: {DAYS[2]}, close: hub}}
        timeline.room: {{date: {DAYS[6]}, open: hub}}
        """, ann=1, ben=3, cem=7)  # fmt: skip
    assert told(record, "arrived") == [(24, "ann", "arrived"), (144, "ben", "arrived"), (168, "cem", "arrived")]
    assert left(record) == {}


def test_people_go_to_the_other_hub_while_one_is_closed():
    record = story(f"""{CAMP}
        timeline.full: {{date: {DAYS[2]}, close: hub}}
        """, ann=1, ben=3)  # fmt: skip
    assert list(record.journeys.hub) == ["hub", "camp"]


@pytest.mark.parametrize("opens,day", [(DAYS[5], 5), ("ratified", 9)])
def test_a_hub_opens_on_a_day_or_with_an_act(opens, day):
    """Ratification slips by nine days after the start; nobody comes before."""
    record = story(f"""
        hubs.hub.opens: {opens}
        timeline.ratified: {{date: {{from: {DAYS[2]}, delay: 7 d}}}}
        """ if opens == "ratified" else f"hubs.hub.opens: {opens}", ann=1, ben=12)  # fmt: skip
    assert told(record, "arrived") == [(day * 24, "ann", "arrived"), (288, "ben", "arrived")]


def test_a_pool_opens_with_an_act_and_never_without_it():
    record = story(f"""
        hubs.hub.pools: {{homes: {{places: 1, opens: built}}, spare: {{places: 5, opens: vote}}}}
        timeline.built: {{date: {DAYS[2]}}}
        timeline.vote: {{date: {DAYS[3]}, chance: 0 %}}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "placed") == [(48, "ann", "placed")]


# --- conditions ---------------------------------------------------------------------------------------------------------------


def test_an_act_some_days_after_the_first_arrival():
    record = story("""
        timeline.suit: {when: {arrived: 1 person}, delay: 3 d}
        timeline.order: {after: suit, delay: 2 d, release: 100 %, grace: 15 d}
        """, ann=2, ben=4, cem=8)  # fmt: skip
    assert told(record, "release_ordered") == [(168, "ann", "release_ordered"), (168, "ben", "release_ordered")]
    assert left(record) == {"ann": 22, "ben": 22}


@pytest.mark.parametrize("when,day", [
    ("{boarded: 2 people}", 3), ("{inside: 2 people}", 3), ("{listed: 3 people}", 5), ("{left: 1 person}", 6),
    ("{arrived: 2 people, left: 1 person}", 6), ("{inside: 9 people}", None),
])  # fmt: skip
def test_numbers_that_set_an_act_off(when, day):
    """People come on days 1, 3 and 5; one is released on day 6."""
    record = story(f"""
        timeline.ruling: {{date: {DAYS[6]}, release: 100 %, streams: ann}}
        timeline.full: {{when: {when}, delay: 12 h, release: 100 %, streams: ben}}
        """, ann=1, ben=3, cem=5)  # fmt: skip
    assert [at / 24 - 0.5 for at, name, _ in told(record, "release_ordered") if name == "ben"] == ([] if day is None else [day])


def test_people_inside_at_the_start_are_counted_as_inside_only():
    record = story("""
        demand.old: {kind: initial, cases: 3, pool: homes}
        timeline.full: {when: {inside: 4 people}, release: 100 %, streams: ann}
        timeline.first: {when: {arrived: 2 people}, release: 100 %, streams: ben}
        """, ann=1, ben=3)  # fmt: skip
    assert told(record, "release_ordered") == [(24, "ann", "release_ordered"), (72, "ben", "release_ordered")]


@pytest.mark.parametrize("condition,happens", [
    ("if: early", True), ("if: late", False), ("unless: early", False), ("unless: late", True), ("if: [early, never]", False),
    ("unless: never", True), ("if: early, unless: late", True),
])  # fmt: skip
def test_only_if_or_unless_another_act_has_begun(condition, happens):
    """And an act after one that does not happen for its condition does not happen either."""
    record = story(f"""
        timeline.early: {{date: {DAYS[1]}, resume: selection}}
        timeline.late: {{date: {DAYS[5]}, resume: selection}}
        timeline.never: {{date: {DAYS[1]}, chance: 0 %, resume: selection}}
        timeline.ruling: {{date: {DAYS[3]}, {condition}, release: 100 %, streams: ann}}
        timeline.second: {{after: ruling, delay: 4 d, release: 100 %, streams: ben}}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "release_ordered") == ([(72, "ann", "release_ordered"), (168, "ben", "release_ordered")] if happens else [])


def test_of_acts_of_one_instant_those_above_have_begun():
    record = story(f"""
        timeline.below: {{date: {DAYS[2]}, if: above, release: 100 %, streams: ann}}
        timeline.above: {{date: {DAYS[2]}}}
        timeline.last: {{date: {DAYS[2]}, if: above, release: 100 %, streams: ben}}
        """, ann=0, ben=0)  # fmt: skip
    assert told(record, "release_ordered") == [(48, "ben", "release_ordered")]


# --- acts that end others -----------------------------------------------------------------------------------------------------


def test_an_injunction_is_stayed_and_comes_back_as_a_judgment_with_a_fuse():
    """66 days were ordered; stayed after 6; the judgment of day 10 takes effect 15 days later, for good."""
    record = story(f"""
        timeline.injunction: {{date: {DAYS[2]}, suspend: transfers, lasts: 66 d}}
        timeline.stayed: {{after: injunction, delay: 6 d, ends: injunction}}
        timeline.judgment: {{after: stayed, delay: 2 d}}
        timeline.in_force: {{after: judgment, delay: 15 d, suspend: transfers}}
        """, ann=3, ben=9, cem=26)  # fmt: skip
    assert told(record, "boarded") == [(192, "ann", "boarded"), (216, "ben", "boarded")]
    spells = record.spells[record.spells.what == "transfers"]
    assert list(spells.start_at / DAY) == [2, 25] and spells.end_at.iloc[0] == 8 * DAY


@pytest.mark.parametrize("stayed,days", [
    (f"date: {DAYS[4]}", (2, 4)),
    ("when: {listed: 1 person}, delay: 1 d", (2, 4)),
    (f"date: {DAYS[1]}", (2, 8)),
    (f"date: {DAYS[12]}", (2, 8)),
])  # fmt: skip
def test_what_is_ended_is_over_and_what_has_not_begun_goes_on(stayed, days):
    """Half speed from day 2 to day 8 at the latest: who comes on day 3 waits a day less for each two that are left of it."""
    record = story(f"""
        destinations.home.documents: 10 d
        timeline.slow: {{date: {DAYS[2]}, lasts: 6 d, set: {{destinations.home.documents.speed: 0 %}}}}
        timeline.court: {{{stayed}, ends: slow}}
        """, ann=3)  # fmt: skip
    assert told(record, "documents") == [((days[1] + 10) * 24, "ann", "documents")]


def test_a_changed_rate_that_is_ended_early():
    record = story(f"""
        demand.lists: {{kind: poisson, rate: 6 cases / d}}
        timeline.nobody: {{date: {DAYS[10]}, lasts: 30 d, set: {{demand.lists.rate: 0 cases / d}}}}
        timeline.again: {{date: {DAYS[20]}, ends: nobody}}
        """)  # fmt: skip
    days = set((record.journeys.listed_at // DAY).astype(int))
    assert not days & set(range(10, 20)) and len(days & set(range(20, 60))) > 30


# --- documents and moves --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which,days", [("", {"ann": 14, "ben": 16}), (", destinations: away", {"ann": 10, "ben": 16})])
def test_documents_are_suspended_for_all_or_some_destinations(which, days):
    record = story(f"""
        destinations: {{home: {{share: 100 %, documents: {{time: 10 d}}}}, away: {{share: 0 %, documents: {{time: 12 d}}}}}}
        demand.ben: {{kind: cohorts, dates: {{{DAYS[0]}: 1 person}}, destinations: {{away: 100 %}}}}
        timeline.refusal: {{date: {DAYS[2]}, suspend: documents, lasts: 4 d{which}}}
        """, ann=0)  # fmt: skip
    assert {name: at / 24 for at, name, _ in told(record, "documents")} == days


def test_documents_of_one_destination_are_issued_again():
    record = story(f"""
        destinations: {{home: {{share: 100 %, documents: {{time: 10 d}}}}, away: {{share: 0 %, documents: {{time: 10 d}}}}}}
        demand.ben: {{kind: cohorts, dates: {{{DAYS[0]}: 1 person}}, destinations: {{away: 100 %}}}}
        timeline.refusal: {{date: {DAYS[2]}, suspend: documents}}
        timeline.talks: {{date: {DAYS[5]}, resume: documents, destinations: away}}
        """, ann=0)  # fmt: skip
    assert told(record, "documents") == [(13 * 24, "ben", "documents")]


def test_moves_between_hubs_are_suspended():
    record = story(f"""{CAMP}
        hubs.hub.clocks.move: {{after: 1 d, to: camp}}
        timeline.order: {{date: {DAYS[2]}, suspend: moves, lasts: 4 d}}
        """, ann=0, ben=3)  # fmt: skip
    road = record.stays[record.stays.kind == "transit"]
    assert list(road.start_at / DAY) == [1, 6]


def test_who_sets_off_a_suspension_of_transfers_has_boarded_before_it():
    record = story("""
        timeline.full: {when: {boarded: 2 people}, suspend: transfers}
        timeline.freeze: {after: full, suspend: selection}
        """, ann=1, ben=2, cem=3)  # fmt: skip
    assert told(record, "boarded") == [(24, "ann", "boarded"), (48, "ben", "boarded")]


def test_people_of_families_are_counted_one_by_one():
    record = story("""
        timeline.full: {when: {boarded: 5 people}, delay: 12 h, suspend: transfers}
        """, fay=(1, "family"), ann=2, ben=3, cem=4)  # fmt: skip
    assert told(record, "boarded") == [(24, "fay", "boarded"), (48, "ann", "boarded"), (72, "ben", "boarded")]


def test_of_two_acts_that_wait_the_one_that_has_come_waits_no_more():
    record = story("""
        timeline.first: {when: {arrived: 1 person}, release: 100 %, grace: 20 d}
        timeline.second: {when: {arrived: 3 people}, release: 100 %, grace: 10 d}
        """, ann=1, ben=2, cem=3, dan=4)  # fmt: skip
    assert left(record) == {"ann": 21, "ben": 13, "cem": 13}


def test_many_are_released_at_once():
    """Each of them gets an order, which needs room of its own to be kept in."""
    record = story(f"""
        demand.all: {{kind: cohorts, dates: {{{DAYS[1]}: 40 people}}}}
        timeline.ruling: {{date: {DAYS[3]}, release: 100 %, grace: 15 d}}
        """)
    assert set(left(record).values()) == {18} and len(left(record)) == 40
