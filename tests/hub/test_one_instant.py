"""Model, section 4: what comes first within one instant."""

from tests.hub.stories import ends, stays, story, tasks, told


def test_allocation_comes_last():
    """A charter of five lands on two free places: who is granted is decided when all are there, and priority counts before rank."""
    record = story("""
        classes.single.priority: 1
        hubs.hub.pools.homes.places: 2
        """, ann=0, ben=0, cem=0, dua=(0, "urgent"), eva=(0, "urgent"))  # fmt: skip
    assert told(record, "placed") == [(0, "dua", "placed"), (0, "eva", "placed")]
    assert told(record, "refused") == [(0, "ann", "refused"), (0, "ben", "refused"), (0, "cem", "refused")]


def test_among_equals_the_case_of_the_first_stream():
    record = story("hubs.hub.pools.homes.places: 1", ann=0, ben=0)
    assert told(record, "placed") == [(0, "ann", "placed")]


def test_whoever_joined_first_before_the_case_of_the_first_stream():
    record = story("""
        hubs.hub.pools.homes.places: 1
        hubs.hub.clocks.other: {from: placed, after: 5 d}
        """, ann=2, ben=1, cem=0)  # fmt: skip
    assert told(record, "placed") == [(0, "cem", "placed"), (120, "ben", "placed"), (240, "ann", "placed")]


def test_a_deadline_comes_before_the_departure_of_the_same_instant():
    """At the stay limit of ten days the flight of day ten has not left yet."""
    record = story("""
        destinations.home.documents: 1 d
        services.flight: {from: hub, to: home, leaves: {every: 10 d}, seats: 9, lead: 2 d, standby: false}
        agreement.stay: {limit: 10 d, then: release}
        """, ann=0)  # fmt: skip
    assert told(record, "booked", "left") == [(192, "ann", "booked"), (240, "ann", "left")]
    assert ends(record) == {"ann": ("released", "limit")}


def test_a_departure_comes_before_the_clock_that_ends_in_the_same_instant():
    """Documents that come at the instant of the flight come too late for it; the next one takes the case."""
    record = story("""
        destinations.home.documents: 10 d
        services.flight: {from: hub, to: home, leaves: {every: 10 d}, seats: 9}
        """, ann=0)  # fmt: skip
    assert told(record, "documents", "left") == [(240, "ann", "documents"), (480, "ann", "left")]


def test_a_place_given_up_is_taken_in_the_same_instant():
    """Ben arrives at the instant at which Ann leaves: arrival comes before the end of her clock, the grant after both."""
    record = story("""
        hubs.hub.pools.homes.places: 1
        hubs.hub.clocks.other: {after: 3 d}
        """, ann=0, ben=3)  # fmt: skip
    assert stays(record) == [(0, 72, "ann", "homes"), (72, 144, "ben", "homes")]
    assert told(record, "refused") == []


def test_an_exit_breaks_off_the_step_and_frees_the_team():
    record = story("""
        hubs.hub.teams.nurse: {staff: 1}
        hubs.hub.screening.health: {team: nurse, time: 5 d}
        hubs.hub.clocks.absconded: {after: 2 d, for: urgent}
        """, ann=(0, "urgent"), ben=0)  # fmt: skip
    assert tasks(record) == [(0, 0, 48, "ann", "health"), (0, 48, 168, "ben", "health")]
    assert ends(record) == {"ann": ("absconded", "choice"), "ben": ("inside", "")}


def test_the_earlier_kind_of_clock_wins_a_tie():
    """Died comes before absconded, whatever the file says first."""
    record = story("""
        hubs.hub.clocks.absconded: {after: 4 d}
        hubs.hub.clocks.died: {after: 4 d}
        """, ann=0)  # fmt: skip
    assert ends(record) == {"ann": ("died", "")}


def test_what_falls_on_the_horizon_does_not_happen():
    record = story("""
        horizon: 3 d
        hubs.hub.clocks.other: {after: 3 d}
        """, ann=0, ben=3)  # fmt: skip
    assert ends(record) == {"ann": ("inside", "")}


def test_who_has_been_inside_for_a_millisecond():
    """What is left of a length is drawn for those who have waited a millisecond, in which many would have left: they have not."""
    parts = "{one: {share: 50 %, shape: weibull, k: 0.1, scale: 1 d}, other: {share: 50 %, shape: weibull, k: 0.2, scale: 9 d}}"
    record = story(f"""
        demand.old: {{kind: initial, cases: 9, pool: homes, days_inside: 1 ms, classes: {{single: 100 %}}}}
        hubs.hub.clocks.other: {{from: arrived, after: {{shape: mixture, parts: {parts}}}}}
        """)
    assert 0 < len(told(record, "left")) < 9


def test_of_two_clocks_the_kind_says_which_comes_first():
    """Gone for another reason and dead in one instant: dead, although the other clock is named first."""
    record = story("""
        hubs.hub.clocks.other: {from: arrived, after: 4 d}
        hubs.hub.clocks.died: {from: arrived, after: 4 d}
        """, ann=0)  # fmt: skip
    assert ends(record)["ann"][0] == "died"
