"""Model, sections 3.6 and 5.7: claims to protection, agreeing to return, and what each undoes of the other."""

import pytest

from tests.hub.stories import DAYS, attempts, ends, story, told

FLIGHT = "services.flight: {from: hub, to: home, leaves: {every: 3 d}, seats: 1, lead: 2 d}"
AGREES_ON_DAY_3 = f"""
    hubs.hub.clocks.voluntary: {{at_once: 0 %, ceiling: 0 %, half_time: 1 d}}
    timeline.offer: {{date: {DAYS[3]}, set: {{hubs.hub.clocks.voluntary.at_once: 100 %, hubs.hub.clocks.voluntary.ceiling: 100 %}}}}
"""


def test_a_claim_takes_the_case_off_queue_and_manifest():
    """Booked on day 1 for day 3, lodged on day 2, refused on day 4: joins anew, booked on day 4 for day 6."""
    record = story(f"""
        destinations.home.documents: 0 d
        {FLIGHT}
        hubs.hub.clocks.claim: {{chance: 100 %, after: 2 d, decided: 2 d, granted: 0 %}}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 72, "ann", "taken_off claim"), (96, 216, "ann", "boarded")]
    assert told(record, "claim_lodged", "claim_decided", "left") == [
        (48, "ann", "claim_lodged"),
        (96, "ann", "claim_decided"),
        (216, "ann", "left"),
    ]


def test_a_claim_that_suspends_nothing():
    record = story(f"""
        destinations.home.documents: 0 d
        {FLIGHT}
        hubs.hub.clocks.claim: {{chance: 100 %, after: 2 d, decided: 30 d, granted: 0 %, suspends: nothing}}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 72, "ann", "boarded")]


def test_clocks_that_stand_still_while_a_claim_is_pending():
    """Ten days of paperwork, three of them lost."""
    record = story("""
        destinations.home.documents: 10 d
        hubs.hub.clocks.claim: {chance: 100 %, after: 2 d, decided: 3 d, granted: 0 %, stops: documents}
        """, ann=0)  # fmt: skip
    assert told(record, "documents") == [(13 * 24, "ann", "documents")]


def test_protection_granted():
    record = story("hubs.hub.clocks.claim: {chance: 100 %, after: 2 d, decided: 3 d, granted: 100 %}", ann=0)
    assert told(record, "left") == [(120, "ann", "left")]
    assert ends(record) == {"ann": ("protected", "court")}


APPEALS_LODGED_AGAIN = """
    hubs.hub.clocks.one: {kind: claim, chance: 100 %, after: 1 d, decided: 1 d, granted: 0 %}
    hubs.hub.clocks.other: {kind: claim, chance: 100 %, after: 3 d, decided: 2 d, granted: 0 %}
    hubs.hub.clocks.appeal: {kind: claim, from: claim_decided, chance: 100 %, after: 1 d, decided: 20 d, granted: 0 %}
"""


def test_an_appeal_lodged_again_while_it_is_pending_is_decided_when_it_would_have_been():
    """An appeal a day after each decision: on day 3, and on day 6 again; it is decided on day 23."""
    record = story(APPEALS_LODGED_AGAIN + "horizon: 24 d", ann=0)
    assert told(record, "claim_lodged", "claim_decided") == [(144, "ann", "claim_lodged"), (23 * 24, "ann", "claim_decided")]


def test_who_leaves_while_an_appeal_lodged_again_is_pending():
    """Gone on day 10: nothing is decided on day 23."""
    record = story(APPEALS_LODGED_AGAIN + "hubs.hub.clocks.absconded: {chance: 100 %, after: 10 d}", ann=0)
    assert ends(record) == {"ann": ("absconded", "choice")}
    assert told(record, "claim_lodged", "claim_decided", "left") == [(144, "ann", "claim_lodged"), (240, "ann", "left")]


def test_agreeing_gives_up_a_booking_by_force():
    """Booked on day 2 for the charter of day 6; on day 3 she agrees, and flies on day 8."""
    record = story(f"""
        destinations.home.documents: 1 d
        services.charter: {{from: hub, to: home, for: enforced, leaves: {{dates: [{DAYS[6]}]}}, seats: 9, lead: 4 d}}
        services.flight: {{from: hub, to: home, for: voluntary, leaves: {{every: 4 d}}, seats: 9}}
        {AGREES_ON_DAY_3}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(24, 144, "ann", "taken_off choice"), (72, 96, "ann", "boarded")]
    assert ends(record) == {"ann": ("returned_voluntarily", "choice")}


def test_agreeing_withdraws_a_claim():
    record = story(f"""
        destinations.home.documents: 1 d
        services.flight: {{from: hub, to: home, for: voluntary, leaves: {{every: 4 d}}, seats: 9}}
        hubs.hub.clocks.claim: {{chance: 100 %, after: 1 d, decided: 30 d, granted: 100 %}}
        {AGREES_ON_DAY_3}
        """, ann=0)  # fmt: skip
    assert told(record, "claim_lodged", "agreed", "claim_decided", "left") == [
        (24, "ann", "claim_lodged"),
        (72, "ann", "agreed"),
        (72, "ann", "claim_decided"),
        (96, "ann", "left"),
    ]


def test_lodging_a_claim_withdraws_an_agreement_until_it_is_refused():
    """Agreed at once, claimed on day 2, refused on day 7: the curve still holds, so she agrees again and joins anew."""
    record = story("""
        destinations.home.documents: 0 d
        services.flight: {from: hub, to: home, for: voluntary, leaves: {every: 5 d}, seats: 9, lead: 4 d}
        hubs.hub.clocks.voluntary: {at_once: 100 %, ceiling: 100 %, half_time: 1 d}
        hubs.hub.clocks.claim: {chance: 100 %, after: 2 d, decided: 5 d, granted: 0 %}
        """, ann=0)  # fmt: skip
    assert attempts(record) == [(0, 120, "ann", "taken_off claim"), (168, 360, "ann", "boarded")]
    assert told(record, "agreed") == [(168, "ann", "agreed")]


def test_force_is_not_for_those_who_agreed():
    record = story("""
        destinations.home.documents: 0 d
        services.charter: {from: hub, to: home, for: enforced, leaves: {every: 2 d}, seats: 9}
        services.flight: {from: hub, to: home, for: voluntary, leaves: {every: 5 d}, seats: 9}
        hubs.hub.clocks.voluntary: {at_once: 100 %, ceiling: 100 %, half_time: 1 d, for: urgent}
        """, ann=0, uma=(0, "urgent"))  # fmt: skip
    assert told(record, "left") == [(48, "ann", "left"), (120, "uma", "left")]
    assert ends(record) == {"ann": ("removed", ""), "uma": ("returned_voluntarily", "choice")}


def test_who_agreed_needs_no_notice_and_perhaps_no_documents():
    record = story("""
        services.flight: {from: hub, to: home, leaves: {every: 5 d}, seats: 9}
        hubs.hub.clocks.notice: {length: 20 d}
        hubs.hub.clocks.voluntary: {at_once: 100 %, ceiling: 100 %, half_time: 1 d, needs: nothing}
        """, ann=0)  # fmt: skip
    assert told(record, "left") == [(120, "ann", "left")]


def test_each_class_needs_what_its_own_clock_says():
    """Singles may go without documents; the others' clock asks for them."""
    record = story("""
        services.flight: {from: hub, to: home, leaves: {every: 5 d}, seats: 9}
        hubs.hub.clocks.alone: {kind: voluntary, for: single, at_once: 100 %, ceiling: 100 %, half_time: 1 d, needs: nothing}
        hubs.hub.clocks.others: {kind: voluntary, for: [urgent, family], at_once: 100 %, ceiling: 100 %, half_time: 1 d}
        """, ann=0, uma=(0, "urgent"))  # fmt: skip
    assert told(record, "agreed", "left") == [(0, "ann", "agreed"), (0, "uma", "agreed"), (120, "ann", "left")]


def test_documents_come_faster_once_somebody_has_agreed():
    """Of ten days three are over; the other seven take half as long."""
    record = story(f"""
        destinations.home.documents: 10 d
        destinations.home.documents.speed_agreed: 200 %
        {AGREES_ON_DAY_3}
        """, ann=0)  # fmt: skip
    assert told(record, "documents") == [(72 + 84, "ann", "documents")]


@pytest.mark.parametrize("takes", [10, 3])
def test_documents_asked_for_after_agreeing_go_on_when_she_agrees_again(takes):
    """She agrees on arrival, lodges a claim on day 4 and agrees again when it is refused on day 7: what has begun, or is there, stays."""
    record = story(f"""
        destinations.home.documents: {{shape: fixed, value: {takes} d, from: agreed}}
        hubs.hub.clocks.voluntary: {{at_once: 100 %, ceiling: 100 %, half_time: 1 d}}
        hubs.hub.clocks.claim: {{after: 4 d, chance: 100 %, decided: 3 d, granted: 0 %}}
        services.flight: {{from: hub, to: home, leaves: {{every: 12 d}}, seats: 1, for: voluntary}}
        """, ann=0)  # fmt: skip
    assert told(record, "documents") == [(takes * 24, "ann", "documents")]
    assert told(record, "agreed", "left") == [(7 * 24, "ann", "agreed"), (12 * 24, "ann", "left")]


def test_who_was_inside_at_the_start_is_asked_again_at_the_age_of_the_whole_stay():
    """Who agrees lodges a claim a day later, which is refused after two: the curve has gone on since long before the start."""
    record = story("""
        demand.old: {kind: initial, cases: 9, pool: homes, days_inside: 20 d, classes: {single: 100 %}}
        hubs.hub.clocks.voluntary: {from: arrived, at_once: 0 %, ceiling: 90 %, half_time: 20 d, needs: nothing}
        hubs.hub.clocks.claim: {from: agreed, chance: 100 %, after: 1 d, decided: 2 d, granted: 0 %}
        """)
    assert len(told(record, "claim_decided")) == 3


def test_who_agrees_again_has_asked_for_documents_already():
    """Nobody has time to ask for Ann's; she claims on day 2 and agrees again on day 3: it is one task that waits."""
    record = story("""
        hubs.hub.teams.clerk: {staff: 0}
        destinations.home.documents: {time: 10 d, from: agreed, work: {team: clerk, time: 6 h}}
        hubs.hub.clocks.voluntary: {at_once: 100 %, ceiling: 100 %, half_time: 1 d}
        hubs.hub.clocks.claim: {after: 2 d, decided: 1 d, granted: 0 %, chance: 100 %}
        """, ann=0)  # fmt: skip
    assert len(record.tasks) == 1
