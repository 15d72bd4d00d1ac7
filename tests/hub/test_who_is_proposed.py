"""Model, section 3.2: who of those listed is proposed, and eligible."""

from tests.hub.stories import DAYS, HOUR, ends, story, tasks, told

CHARTER = f"demand.charter: {{kind: cohorts, dates: {{{DAYS[1]}: 400 people}}}}\nhorizon: 5 d\nhubs.hub.pools.homes.places: 400\n"
TWO = "classes.single.share: 50 %\nclasses.urgent.share: 50 %\n"


def charter(lines=""):
    return story(CHARTER + lines).journeys


def why(journeys):
    return journeys["reason"].value_counts().to_dict()


def test_who_is_not_proposed_is_declined_at_listing_and_never_decided_on():
    journeys = charter("selection.proposed: 25 %")
    stopped = journeys["reason"] == "not_proposed"
    assert 70 <= (~stopped).sum() <= 130
    assert set(journeys["outcome"][stopped]) == {"declined"}
    assert journeys["decided_at"][stopped].isna().all() and (journeys["outcome_at"] == journeys["listed_at"])[stopped].all()


def test_by_class():
    journeys = charter(f"{TWO}selection.proposed: {{urgent: 0 %}}")
    assert set(journeys["class"][journeys["reason"] == "not_proposed"]) == {"urgent"}
    assert set(journeys["class"][journeys["reason"] != "not_proposed"]) == {"single"}


def test_filters_are_asked_in_order_each_with_own_luck():
    one = "selection.filters.nationality: {passes: 60 %}\n"
    other = "selection.filters.offences: {passes: 50 %}\n"
    first, both = charter(one), charter(one + other)
    stopped = both["reason"] == "filter:nationality"
    assert (stopped == (first["reason"] == "filter:nationality")).all() and 120 <= stopped.sum() <= 200
    assert 85 <= (both["reason"] == "filter:offences").sum() <= 155
    alone = charter(other)
    assert (alone["reason"][~stopped] == both["reason"][~stopped]).all()


def test_a_filter_looks_at_its_classes_and_destinations():
    of_class = charter(f"{TWO}selection.filters.health: {{passes: 0 %, for: urgent}}")
    assert set(of_class["class"][of_class["reason"] == ""]) == {"single"}
    far = "destinations.far: {share: 50 %, documents: {time: 1000 d}}\ndestinations.home.share: 50 %\n"
    bound = charter(f"{far}selection.filters.nationality: {{passes: 0 %, destinations: [far]}}")
    assert set(bound["destination"][bound["reason"] == ""]) == {"home"}


def test_the_host_reviews_nobody_who_is_not_eligible():
    record = story(f"""
        {CHARTER.strip()}
        hubs.hub.teams.ministry: {{staff: 1, on_duty: always}}
        selection: {{team: ministry, time: 1 min, filters: {{nationality: {{passes: 20 %}}}}}}
        """)  # fmt: skip
    assert len(tasks(record)) == (record.journeys["reason"] != "filter:nationality").sum() < 110


def test_what_is_excluded_is_excluded_first_and_nobody_moves():
    lines = "selection.filters.nationality: {passes: 60 %}\n"
    without, excluded = charter(TWO + lines), charter(f"{TWO}{lines}agreement.excluded: urgent")
    assert set(excluded["reason"][excluded["class"] == "urgent"]) == {"excluded"}
    assert (without["reason"] == excluded["reason"])[excluded["class"] == "single"].all()


def test_a_filter_may_change_and_holds_for_those_listed_from_then_on():
    record = story(f"""
        selection.filters.nationality: {{passes: 100 %}}
        timeline.decree: {{date: {DAYS[2]}, set: {{selection.filters.nationality.passes: 0 %}}}}
        """, ann=1, bea=2)  # fmt: skip
    assert ends(record) == {"ann": ("inside", ""), "bea": ("declined", "filter:nationality")}
    assert told(record, "arrived") == [(24.0, "ann", "arrived")]
    assert record.journeys["outcome_at"].max() == 48 * HOUR
