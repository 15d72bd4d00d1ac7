"""Model, sections 3.9 and 5.7: ways out that come of themselves."""

import pytest

from tests.hub.stories import ends, stays, story, told


def test_a_permit_with_its_holder_still_housed():
    """The outcome on day 2, the place given up on day 5: until then Ben waits."""
    record = story("""
        hubs.hub.pools.homes.places: 1
        hubs.hub.clocks.permit: {after: 2 d, stays_housed: true, moves_out: 3 d, for: single}
        """, ann=0, uma=(0, "urgent"))  # fmt: skip
    assert told(record, "outcome", "left") == [(48, "ann", "outcome"), (120, "ann", "left")]
    assert stays(record) == [(0, 120, "ann", "homes"), (120, None, "uma", "homes")]
    assert ends(record)["ann"] == ("released", "host") and record.journeys.housed.tolist() == [False, False]


def test_housed_to_the_horizon():
    record = story("hubs.hub.clocks.permit: {after: 2 d, stays_housed: true}", ann=0)
    assert stays(record) == [(0, None, "ann", "homes")]
    assert record.journeys.housed.tolist() == [True]


def test_a_permit_without_a_place_to_keep():
    record = story("""
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.screening.health: {team: nurse, time: 9 d}
        hubs.hub.clocks.permit: {after: 2 d, stays_housed: true, moves_out: 3 d}
        """, ann=0)  # fmt: skip
    assert told(record, "outcome", "left") == [(48, "ann", "outcome"), (48, "ann", "left")]


@pytest.mark.parametrize("kind,outcome", [
    ("absconded", ("absconded", "choice")),
    ("other_country", ("left_for_other_country", "choice")),
    ("died", ("died", "")),
    ("sentence", ("sentence_ended", "")),
    ("arrested", ("arrested", "")),
    ("other", ("other", "")),
])  # fmt: skip
def test_each_way_out(kind, outcome):
    """From the declared instant, for those it is for."""
    record = story(f"""
        hubs.hub.teams.nurse: {{staff: 1}}
        hubs.hub.screening.health: {{team: nurse, time: 1 d}}
        hubs.hub.clocks.way: {{kind: {kind}, from: screened, after: 2 d, for: single}}
        """, ann=0, uma=(0, "urgent"))  # fmt: skip
    assert told(record, "left") == [(72, "ann", "left")]
    assert ends(record) == {"ann": outcome, "uma": ("inside", "")}


@pytest.mark.parametrize("then,outcome", [("release", ("released", "medical")), ("send_back", ("sent_back", "medical"))])
def test_unfit_for_the_hub(then, outcome):
    assert ends(story(f"hubs.hub.clocks.unfit: {{chance: 100 %, after: 2 d, then: {then}}}", ann=0)) == {"ann": outcome}


def test_the_earliest_wins():
    record = story("""
        hubs.hub.clocks.absconded: {after: 3 d}
        hubs.hub.clocks.unfit: {chance: 100 %, after: 2 d}
        hubs.hub.clocks.other_country: {after: 4 d}
        """, ann=0)  # fmt: skip
    assert told(record, "left") == [(48, "ann", "left")]


def test_whoever_waits_for_a_place_may_leave_the_list():
    record = story("""
        hubs.hub.pools.homes.places: 1
        hubs.hub.clocks.absconded: {after: 2 d, for: urgent}
        hubs.hub.clocks.other: {after: 3 d, for: single}
        """, ann=0, uma=(0, "urgent"), ben=1)  # fmt: skip
    assert stays(record) == [(0, 72, "ann", "homes"), (72, 96, "ben", "homes")]
