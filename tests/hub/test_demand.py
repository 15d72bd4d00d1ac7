"""Model, section 3.1: who is listed, and when."""

from sim.hub import simulate
from sim.scenario.load import load
from tests.hub.stories import DAY, DAYS, HUB, stays, story, told


def test_a_family_larger_than_the_people_left_is_passed_over():
    """Seven people are two families of three; the seventh seat is empty."""
    record = story(f"demand.charter: {{kind: cohorts, dates: {{{DAYS[0]}: 7 people}}, classes: {{family: 100 %}}}}")
    assert record.journeys["size"].tolist() == [3, 3]


def test_who_does_not_show_up_leaves_a_gap():
    """The others keep their seats, and their luck."""
    text = f"demand.charter: {{kind: cohorts, dates: {{{DAYS[0]}: 40 people}}, shows_up: %s}}"
    everybody, some = story(text % "100 %").journeys, story(text % "60 %").journeys
    assert everybody.number.tolist() == list(range(40))
    assert set(some.number) < set(range(40)) and 12 < len(some) < 36


def test_cohorts_every_so_often_the_first_after_one_such_length():
    record = story("""
        horizon: 21 d
        demand.bus: {kind: cohorts, every: 7 d, people: 2 people, classes: {single: 100 %}}
        """)  # fmt: skip
    assert record.journeys.listed_at.tolist() == [7 * DAY, 7 * DAY, 14 * DAY, 14 * DAY]
    assert record.journeys.number.tolist() == [0, 1, 1 << 16, (1 << 16) + 1]


def test_a_cohort_that_does_not_happen():
    assert not len(story(f"demand.charter: {{kind: cohorts, dates: {{{DAYS[0]}: 9 people}}, happens: 0 %}}").journeys)


def test_a_season_without_anybody():
    """In January nobody is listed, whatever the rate; from 1 February on they are."""
    listed = story("demand.lists: {kind: poisson, rate: 4 cases / d, season: {1: 0 %}}").journeys.listed_at
    assert 26 * DAY <= listed.min() < 28 * DAY


def test_nobody_while_the_rate_is_zero():
    listed = story(f"demand.lists: {{kind: poisson, rate: {{{DAYS[0]}: 0 cases / d, {DAYS[10]}: 4 cases / d}}}}").journeys.listed_at
    assert 10 * DAY <= listed.min() < 12 * DAY


def test_a_backlog_is_finite():
    at_once = story(f"demand.old: {{kind: backlog, cases: 30 cases, from: {DAYS[3]}}}").journeys
    assert at_once.listed_at.tolist() == [3 * DAY] * 30
    one_by_one = story("demand.old: {kind: backlog, cases: 30 cases, rate: 3 cases / d}").journeys
    assert len(one_by_one) == 30 and one_by_one.listed_at.is_monotonic_increasing


def test_people_inside_without_a_pool_ask_for_a_place():
    record = story(f"""
        demand.old: {{kind: initial, cases: 2 cases, days_inside: 2 d, classes: {{single: 100 %}}}}
        hubs.hub.pools: {{homes: {{places: 1, for: [single, urgent]}}, flats: {{places: 3, for: family}}}}
        timeline.more: {{date: {DAYS[2]}, resize: {{homes: 2}}}}
        """)  # fmt: skip
    assert told(record, "screened", "placed") == [
        (0, "old", "screened"),
        (0, "old", "placed"),
        (0, "old/1", "screened"),
        (48, "old/1", "placed"),
    ]


def test_people_inside_keep_their_pool_even_where_that_is_one_too_many():
    """Three in two places: Ben, who comes on day 1, is let in when two of them have left."""
    record = story("""
        demand.old: {kind: initial, cases: 3 cases, pool: homes, days_inside: 1 d, classes: {urgent: 100 %}}
        hubs.hub.pools: {homes: {places: 2, for: [single, urgent]}, flats: {places: 3, for: family}}
        hubs.hub.clocks.other: {after: 4 d, for: urgent}
        """, ben=1)  # fmt: skip
    assert stays(record) == [(0, 72, "old", "homes"), (0, 72, "old/1", "homes"), (0, 72, "old/2", "homes"), (72, None, "ben", "homes")]


def test_a_trace_and_a_census(tmp_path):
    """Dated cases and people inside from files, numbered by their id; the days inside count towards the limit."""
    (tmp_path / "dated.csv").write_text(f"id,date,class,people\n7,{DAYS[2]},family,3\n3,{DAYS[1]},single,1\n")
    (tmp_path / "inside.csv").write_text("id,pool,class,people,days_inside\n5,homes,single,1,8\n")
    (tmp_path / "files.yaml").write_text(HUB.replace("demand: {}", """demand:
  dated: {kind: trace, file: dated.csv}
  inside: {kind: initial, file: inside.csv}"""))  # fmt: skip
    record = simulate(load(tmp_path / "files.yaml", settings={"agreement.stay": "{limit: 10 d, then: release}"}), 1, 0)
    assert told(record, "listed", "left") == [
        (24, "dated/3", "listed"),
        (48, "dated/7", "listed"),
        (48, "inside/5", "left"),
        (264, "dated/3", "left"),
        (288, "dated/7", "left"),
    ]
