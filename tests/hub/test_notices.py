"""Model, section 3.3: between acceptance and boarding people are told, have time, and may object."""

import pytest

from tests.hub.stories import DAYS, attempts, ends, story, told

BUS = f"services.bus: {{to: hub, leaves: {{dates: [{', '.join(DAYS[day] for day in range(2, 20))}]}}, seats: 9, lead: 1 d}}"
INSTANTS = ("decided", "told", "ready", "boarded")


def log(record):
    return told(record, *INSTANTS)


def objections(record):
    """(lodged, ended, name, outcome and result) of every objection, in hours."""
    rows = record.tasks[record.tasks["task"].str.startswith("objection:")]
    return [
        (r.queued_at / 3.6e6, None if r.ended_at != r.ended_at else r.ended_at / 3.6e6, r.task[10:], f"{r.outcome} {r.result}".strip())
        for r in rows.itertuples()
    ]


def test_nobody_is_told_where_the_scenario_says_nothing_of_it():
    assert log(story(ann=1)) == [(24.0, "ann", "decided"), (24.0, "ann", "boarded")]


@pytest.mark.parametrize(("notice", "hours"), [("6 h", 6), ("24 h", 24), ("10 d", 240)])
def test_notice_runs_from_being_told(notice, hours):
    record = story(f"transfer: {{told_after: 2 h, notice: {notice}}}", ann=1)
    free = 26.0 + hours
    assert log(record) == [(24.0, "ann", "decided"), (26.0, "ann", "told"), (free, "ann", "ready"), (free, "ann", "boarded")]


def test_who_is_under_notice_is_on_no_manifest():
    """Ann's notice ends on day 3, after the manifest of that day's bus was made."""
    record = story(f"{BUS}\ntransfer.notice: 36 h", ann=1)
    assert attempts(record) == [(60.0, 96.0, "ann", "boarded")]


def test_another_notice_holds_for_those_told_from_then_on():
    act = f"timeline.memo: {{date: {DAYS[2]}, set: {{transfer.notice: 6 h}}}}"
    record = story(f"transfer.notice: 5 d\n{act}", ann=1, bea=2)
    assert told(record, "ready") == [(54.0, "bea", "ready"), (144.0, "ann", "ready")]


def objecting(after="4 h", upheld="0 %", more="", lines="", **people):
    appeal = f"{{chance: 100 %, after: {after}, decided: 3 d, upheld: {upheld}{more}}}"
    return story(f"transfer: {{notice: 24 h, objections: {{appeal: {appeal}}}}}\n{lines}", **(people or {"ann": 1}))


def test_an_objection_holds_the_case_back_until_it_is_refused():
    record = objecting()
    assert objections(record) == [(28.0, 100.0, "appeal", "decided refused")]
    assert told(record, "ready", "boarded") == [(100.0, "ann", "ready"), (100.0, "ann", "boarded")]


def test_who_is_upheld_stays_with_the_sender_and_makes_room():
    record = objecting(upheld="100 %", lines="agreement.total: 1 person", ann=1, bea=2, cleo=9)
    assert ends(record) == {"ann": ("dropped_out", "objection"), "bea": ("declined", "room"), "cleo": ("dropped_out", "objection")}
    assert objections(record)[0] == (28.0, 100.0, "appeal", "decided upheld")


def test_after_a_refusal_a_further_time_may_run():
    assert told(objecting(more=", further: 15 d"), "boarded") == [(460.0, "ann", "boarded")]


def test_what_would_be_lodged_after_notice_is_too_late():
    record = objecting(after="24 h")
    assert objections(record) == [] and told(record, "boarded") == [(48.0, "ann", "boarded")]


def test_a_longer_notice_lets_more_object():
    def lodged(hours):
        lines = f"transfer.notice: {hours} h\nhorizon: 9 d\nhubs.hub.pools.homes.places: 300\n"
        lines += f"demand.charter: {{kind: cohorts, dates: {{{DAYS[0]}: 300 people}}}}"
        return len(objections(objecting("{shape: exponential, mean: 24 h}", lines=lines, ann=1)))

    assert 45 <= lodged(6) <= 90 and 160 <= lodged(24) <= 220


def test_by_class():
    record = story(
        "transfer: {notice: 1 d, objections: {appeal: {chance: {urgent: 100 %}, after: 1 h, decided: 2 d, upheld: 0 %}}}",
        ann=(1, "single"),
        bea=(1, "urgent"),
    )
    assert told(record, "boarded") == [(48.0, "ann", "boarded"), (73.0, "bea", "boarded")]


def test_a_court_may_stop_one_case_until_it_boards():
    """Booked for day 3, off the manifest at hour 60; back on the list when the court has refused, behind bea."""
    stop = "injunction: {chance: {single: 100 %}, after: 36 h, until: boarding, decided: 2 d, upheld: 0 %}"
    record = story(f"{BUS}\ntransfer: {{notice: 6 h, objections: {{{stop}}}}}", ann=1, bea=(3, "urgent"))
    assert attempts(record) == [
        (30.0, 72.0, "ann", "taken_off objection"),
        (78.0, 120.0, "bea", "boarded"),
        (108.0, 144.0, "ann", "boarded"),
    ]


def test_who_has_boarded_is_out_of_reach_of_the_court():
    stop = "injunction: {chance: 100 %, after: 36 h, until: boarding, decided: 2 d, upheld: 100 %}"
    record = story(f"transfer: {{notice: 6 h, objections: {{{stop}}}}}", ann=1)
    assert objections(record) == [] and ends(record) == {"ann": ("inside", "")}


def test_several_objections_all_hold():
    two = "appeal: {chance: 100 %, after: 1 h, decided: 5 d, upheld: 0 %}, "
    two += "court: {chance: 100 %, after: 2 h, decided: 1 d, upheld: 0 %, further: 1 d}"
    record = story(f"transfer: {{notice: 6 h, objections: {{{two}}}}}", ann=1)
    assert told(record, "ready") == [(145.0, "ann", "ready")]


def test_the_window_closes_on_those_under_notice_and_those_who_object():
    record = objecting(lines=f"agreement.intake: {{until: {DAYS[3]}}}", ann=1, bea=3)
    assert ends(record) == {"ann": ("dropped_out", "end"), "bea": ("dropped_out", "end")}
    assert objections(record) == [(28.0, 96.0, "appeal", "left"), (76.0, 96.0, "appeal", "left")]


def test_who_drops_out_under_notice_leaves():
    record = objecting(lines="demand.ann.drops_out: 2 d", ann=1)
    assert ends(record) == {"ann": ("dropped_out", "choice")} and objections(record) == [(28.0, 72.0, "appeal", "left")]


def test_an_objection_nobody_decides():
    record = story("transfer: {notice: 1 d, objections: {appeal: {chance: 100 %, after: 1 h, upheld: 0 %, "
                   "decided: {shape: fixed, value: 1 d, never: 100 %}}}}", ann=1)  # fmt: skip
    assert ends(record) == {"ann": ("waiting", "")} and objections(record) == [(25.0, None, "appeal", "waiting")]


def test_an_objection_lodged_while_the_case_joins_anew():
    """Ann does not turn up on day 2; the court stops her case in the very millisecond, and decides at once: she is on the list once."""
    stop = "court: {chance: 100 %, after: %s, until: boarding, decided: 0 d, upheld: 0 %}"
    bus = f"services.bus: {{to: hub, leaves: {{dates: [{DAYS[2]}, {DAYS[4]}]}}, seats: 9, no_show: 100 %}}"
    for after in ("18 h", "24 h", "86400001 ms"):
        record = story(f"{bus}\ntransfer: {{objections: {{{stop.replace('%s', after)}}}}}", ann=1)
        assert [outcome for *_, outcome in attempts(record)] == ["no_show", "no_show"]


def test_who_drops_out_in_the_instant_of_the_decision_has_dropped_out():
    """Told on day 1, Ann objects on day 2, which would be upheld on day 5: her own patience ends in that instant, and comes first."""
    record = objecting(upheld="100 %", more=", until: boarding", after="1 d", lines="demand.ann.drops_out: 4 d", ann=1)
    assert ends(record) == {"ann": ("dropped_out", "choice")}


def test_who_is_ready_in_the_instant_in_which_somebody_joins_anew():
    """Cem does not turn up on day 2 and is on the list again a millisecond later, as Ann's notice ends: Ann is the first by rank."""
    record = story(f"""
        transfer.notice: 86400001 ms
        demand.cem: {{kind: cohorts, dates: {{{DAYS[0]}: 1 person}}}}
        services.bus: {{to: hub, leaves: {{dates: [{DAYS[2]}, {DAYS[4]}, {DAYS[6]}]}}, seats: 1, no_show: 100 %, standby: false}}
        timeline.there: {{date: {DAYS[3]}, set: {{services.bus.no_show: 0 %}}}}
        """, ann=1)  # fmt: skip
    assert told(record, "boarded") == [(96, "ann", "boarded"), (144, "cem", "boarded")]


def test_who_objects_lets_those_behind_go_first():
    """Under `strict` the family, for whom the agreement has no room, keeps Ben back until she objects on day 4."""
    appeal = "{chance: 100 %, after: 3 d, until: boarding, decided: 30 d, upheld: 0 %}"
    record = story(f"""
        agreement.standing: 3 people
        hubs.hub.policy.queue: strict
        transfer.objections: {{appeal: {appeal}}}
        """, ann=0, fay=(1, "family"), ben=2)  # fmt: skip
    assert told(record, "boarded") == [(0, "ann", "boarded"), (96, "ben", "boarded")]
