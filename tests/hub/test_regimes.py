"""Model, sections 3.10 and 5.7: clocks that run under one regime of the hub, and regimes that change; hearings and orders of courts."""

import pytest

from tests.hub.stories import DAY, DAYS, ends, story, tasks, told

CAMP = "hubs.camp: {policy: {transfer_needs: reception, regime: closed}, pools: {tents: {places: 100}}}"


def left(record):
    return {name: hour / 24 for hour, name, _ in told(record, "left")}


@pytest.mark.parametrize("regime,clock,day", [
    ("open", "open", 5), ("closed", "closed", 5), ("open", "closed", None), ("closed", "open", None),
])  # fmt: skip
def test_a_clock_runs_under_its_regime_alone(regime, clock, day):
    record = story(f"""
        hubs.hub.policy.regime: {regime}
        hubs.hub.clocks.absconded: {{after: 5 d, regime: {clock}}}
        """, ann=0)  # fmt: skip
    assert left(record) == ({} if day is None else {"ann": day})


def test_a_regime_that_changes_for_a_time_makes_clocks_stand_still():
    """Open until day 3 and again from day 10 on: eight days of walking out end on day 15; who comes on day 4 waits for day 18."""
    record = story(f"""
        hubs.hub.clocks.absconded: {{after: 8 d, regime: open}}
        timeline.locked: {{date: {DAYS[3]}, lasts: 7 d, set: {{hubs.hub.policy.regime: closed}}}}
        """, ann=0, ben=4)  # fmt: skip
    assert left(record) == {"ann": 15, "ben": 18}
    spells = [(row.what, row.act, row.start_at / DAY) for row in record.spells.itertuples()]
    assert spells == [("regime:hub:closed", "locked", 3), ("regime:hub:open", "", 10)]


def test_each_regime_has_its_own_ways_out():
    """Closed from day 4 on: who had a day left to walking out has none now, and who agrees under pressure does so from then on."""
    record = story(f"""
        destinations.home.documents: 0 d
        services.flight: {{from: hub, to: home, for: voluntary, leaves: {{every: 1 d}}, seats: 9}}
        hubs.hub.clocks.absconded: {{after: 5 d, regime: open}}
        hubs.hub.clocks.pressed: {{kind: voluntary, at_once: 100 %, ceiling: 100 %, half_time: 1 d, regime: closed}}
        timeline.locked: {{date: {DAYS[4]}, set: {{hubs.hub.policy.regime: closed}}}}
        """, ann=0, ben=2)  # fmt: skip
    assert told(record, "agreed") == [(96, "ann", "agreed"), (96, "ben", "agreed")]
    assert ends(record) == dict.fromkeys(("ann", "ben"), ("returned_voluntarily", "choice"))


def test_a_notice_of_another_regime_shuts_no_gate():
    """Under the closed regime notice must run for ten days; opened on day 4, the hub asks for none."""
    record = story(f"""
        destinations.home.documents: 0 d
        services.flight: {{from: hub, to: home, leaves: {{every: 1 d}}, seats: 9}}
        hubs.hub.policy.regime: closed
        hubs.hub.clocks.notice: {{length: 10 d, regime: closed}}
        timeline.opened: {{date: {DAYS[4]}, set: {{hubs.any.policy.regime: open}}}}
        """, ann=0)  # fmt: skip
    assert left(record) == {"ann": 4}


def test_who_moves_to_a_hub_of_another_regime():
    """Three of five days in the open hub; in the closed camp the clock of the same name stands still."""
    record = story(f"""{CAMP}
        hubs.hub.clocks: {{absconded: {{after: 5 d, regime: open}}, move: {{after: 3 d, to: camp, chance: 100 %}}}}
        hubs.camp.clocks.absconded: {{after: 5 d, regime: open}}
        timeline.opened: {{date: {DAYS[20]}, set: {{hubs.camp.policy.regime: open}}}}
        """, ann=0)  # fmt: skip
    assert told(record, "left")[0][0] / 24 == pytest.approx(22, abs=0.01)


# --- courts -------------------------------------------------------------------------------------------------------------------


def test_a_hearing_needs_judge_interpreter_and_lawyer_at_once():
    """The interpreter comes on Wednesdays only: both hearings of Tuesday are held then, one after the other."""
    record = story("""
        hubs.hub.teams: {judge: {staff: 2}, lawyer: {staff: 3}, interpreter: {staff: 1, on_duty: "Wed 09:00-17:00"}}
        hubs.hub.clocks.review: {at: [1 d], team: [judge, interpreter, lawyer], time: 2 h, chance: 100 %}
        """, ann=0, ben=0)  # fmt: skip
    assert tasks(record) == [(24, 57, 59, "ann", "review"), (24, 59, 61, "ben", "review")]
    assert ends(record)["ann"] == ("released", "court")


def test_a_review_that_ends_too_late_frees():
    """Due after two days and to be held within two more; the judge comes on day 5."""
    record = story("""
        hubs.hub.teams.judge: {staff: 1, on_duty: "Sat 09:00-17:00"}
        hubs.hub.clocks.review: {at: [2 d], team: judge, time: 2 h, chance: 0 %, late_by: 48 h, late_then: release}
        hubs.hub.removal.release_takes: 20 h
        """, ann=0, ben=2)  # fmt: skip
    assert told(record, "release_ordered", "left") == [(96, "ann", "release_ordered"), (116, "ann", "left")]
    assert ends(record)["ben"] == ("inside", "")


def test_a_law_may_ask_for_a_review_every_so_often():
    record = story("""
        hubs.hub.clocks.review: {at: [48 h, 10 d], every: 20 d, chance: 0 %}
        """, ann=0)  # fmt: skip
    assert [task[0] / 24 for task in tasks(record)] == [2, 10, 30, 50]


def test_a_regime_ends_when_another_begins():
    acts = ((DAYS[2], "closed"), (DAYS[4], "open"), (DAYS[6], "closed"))
    record = story(
        "\n".join(
            f"timeline.to_{regime}_{n}: {{date: {day}, set: {{hubs.hub.policy.regime: {regime}}}}}" for n, (day, regime) in enumerate(acts)
        )
    )
    spells = [(row.what, row.start_at / DAY, row.end_at / DAY) for row in record.spells.itertuples()]
    assert spells[:2] == [("regime:hub:closed", 2, 4), ("regime:hub:open", 4, 6)]
    assert spells[2][:2] == ("regime:hub:closed", 6)
