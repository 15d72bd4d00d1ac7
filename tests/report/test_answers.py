"""What a planner reads first."""

import shlex
from math import inf, nan

import pytest
from rich.console import Console

from sim.report import answers, comparison, many
from sim.report.console import progress
from sim.report.page.short import in_short
from sim.report.sentences import between, number
from sim.report.tables import Command, wrapped
from sim.report.words import LINES, RESERVED, short_names
from sim.study.compare import compare
from sim.study.points import as_settings, plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import TEXT, small, written

PLACES = "hubs.camp.pools.homes.places"


@pytest.fixture(scope="module")
def result():
    return run(small(), reps=10, jobs=1)


def shown(parts, width=160):
    console = Console(width=width, highlight=False, markup=False, no_color=True, force_terminal=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


def line(text, start):
    return next(one for one in text.splitlines() if one.startswith(start))


def test_a_line_has_estimate_interval_range_and_remark(result):
    words = line(shown(answers.of_result(result)), "people who ever came").split("  ")
    estimate, interval, spread, said = (word.strip() for word in words[1:] if word.strip())
    assert estimate.endswith(" people") and " to " in interval and " to " in spread
    assert said == "never all 20 agreed" or said.startswith("all 20 agreed in ")


def test_people_inside_are_held_against_the_usable_places(result):
    assert "never above 6 usable places" in line(shown(answers.of_result(result)), "most people inside at one time")


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_window(result, width):
    assert max(map(len, shown(answers.of_result(result), width).splitlines())) <= width


def test_what_holds_are_the_three_largest_stages(result):
    lines = answers.holds(result).splitlines()
    assert lines[0] == "What holds people" and 2 <= len(lines) <= 4
    shares = [float(one.split(" %")[0].replace("under", "")) for one in lines[1:]]
    assert shares == sorted(shares, reverse=True)


def test_what_breaks_names_safeguards_or_says_there_are_none(result):
    assert "no safeguards declared" in answers.breaks(result)
    kept = small(safeguards="{home: {from: arrived, to: left, within: 1 d, status: assumed}}")
    told = answers.breaks(run(kept, reps=4, jobs=1))
    assert "home (from arrived to left within 1 d): " in told and "no safeguards" not in told


def test_nobody_inside_is_said_so():
    empty = run(small(demand__lists__rate="0 cases / month"), reps=3, jobs=1)
    text = shown(answers.of_result(empty))
    assert "What holds people: nobody was inside." in text
    assert "undefined in 3 of 3 runs" in text or "never in 100 % of runs" in text


def test_usable_places_are_rounded_down_as_the_hub_does():
    assert answers.usable_places(run(small(hubs__camp__pools__homes__usable="90 %"), reps=1, jobs=1)) == 5


def test_one_replication_has_no_interval_and_says_so():
    text = shown(answers.of_result(run(small(), reps=1, jobs=1)))
    assert answers.NO_INTERVAL in text and "1 replication of 120 d" in text and "1 replications" not in text
    assert len(line(text, "people listed").split("people")) == 3 and "–" not in text


# --- places kept for everybody who is moved -------------------------------------------------------------------------------


def test_where_places_are_kept_nobody_finds_none(result):
    kept = shown(answers.of_result(result), 400)
    assert RESERVED["full.chance"] in kept and RESERVED["full.days"] in kept
    assert LINES["full.chance"] not in kept and LINES["wait.place.mean"] not in kept


def test_people_inside_at_the_start_are_not_of_the_agreement():
    started = small(demand__before="{kind: initial, cases: 3, pool: homes, status: assumed}", agreement__total="2 people")
    inside = run(started, reps=3, jobs=1)
    assert answers.values_of(inside, "people.arrived").min() > 2
    assert "people who ever came or were inside at the start" in shown(answers.of_result(inside), 400)
    assert answers.used_up(inside).tolist() == [value >= 5 for value in answers.values_of(inside, "people.arrived")]


def test_where_places_are_not_kept_people_wait_in_the_hub():
    open_to_all = small(hubs__camp__policy__transfer_needs="reception")
    text = shown(answers.of_result(run(open_to_all, reps=3, jobs=1)))
    assert LINES["full.chance"] in text and LINES["wait.place.mean"] in text


FAMILIES = {
    "classes": "{single: {share: 50 %, size: 1, status: assumed}, family: {share: 50 %, size: 2, status: assumed}}",
    "hubs__camp__pools__flats": "{for: family, places: 40}",
    "hubs__camp__pools__homes": "{for: single, places: 1}",
    "hubs__camp__policy__transfer_needs": "reception",
}


def test_why_somebody_finds_no_place_while_others_stand_free_is_said():
    apart = run(small(**FAMILIES), reps=4, jobs=1)
    why = "others may stand free: for other classes, too few for a family, at other times"
    assert line(shown(answers.of_result(apart), 400), LINES["full.chance"]).rstrip().endswith(why)
    assert any(f" finds none while {why}." in sentence.text for sentence in in_short(apart))
    full = run(small(hubs__camp__pools__homes__places="1 person", hubs__camp__policy__transfer_needs="reception"), reps=4, jobs=1)
    assert answers.values_of(full, "full.chance").any() and "stand free" not in shown(answers.of_result(full), 400)


# --- what leaves ----------------------------------------------------------------------------------------------------------


def test_each_service_has_a_line_with_its_seats_and_people(result):
    rows = dict(zip(result.summary["metric"], result.summary["estimate"], strict=True))
    told = answers.leaves(result)
    used, empty = rows["service.homeward.seats_used"], rows["service.homeward.seats_empty"]
    assert told.startswith("What leaves with seats\n  homeward: ")
    assert f"homeward: {number(used, '')} of {number(used + empty, 'seats')} used, " in told
    assert "people moved (nine runs in ten: " in told and "every seat" not in told


@pytest.mark.parametrize(
    ("minimum", "timeline", "words"),
    [
        ("1 person", "{}", "with nobody to take"),
        ("4 people", "{}", "with nobody or too few people"),
        ("1 person", "{more: {date: 2026-02-01, set: {services.homeward.minimum: 4 people}}}", "with nobody or too few people"),
    ],
)
def test_a_departure_without_anybody_lacks_no_people(minimum, timeline, words):
    told = answers.leaves(run(small(services__homeward__minimum=minimum, timeline=timeline), reps=3, jobs=1))
    assert words in told.split("not left: ")[1]


CHARTER = "services.charter", "{from: camp, to: home, for: voluntary, leaves: {dates: [2026-03-01]}, seats: 2, lead: 0 d, status: assumed}"


def test_a_charter_says_whether_it_was_full():
    from sim.scenario.load import loads

    told = answers.leaves(run(loads(TEXT, settings=dict([CHARTER])), reps=4, jobs=1))
    assert "charter: " in told and "every seat taken in " in told.split("charter: ")[1]


def test_a_charter_to_the_hub_says_who_stays_with_the_sender():
    from sim.scenario.load import loads

    name, text = CHARTER
    inbound = text.replace("from: camp, to: home, for: voluntary", "to: camp")
    told = answers.leaves(run(loads(TEXT, settings={name: inbound}), reps=4, jobs=1))
    assert "not declined stay with the sender" in told
    other = {"services.other": "{to: camp, leaves: {every: 400 d}, seats: 1, status: assumed}"}
    told = answers.leaves(run(loads(TEXT, settings={name: inbound, **other}), reps=1, jobs=1))
    assert "not declined" not in told, "they may have waited for the other"


# --- narrow windows -------------------------------------------------------------------------------------------------------


def words_in(parts, width):
    text = "\n".join(wrapped(part, width) if isinstance(part, str) else shown([part], width) for part in parts)
    assert max(map(len, text.splitlines())) <= width
    return {word.strip(":") for word in text.split() if word.strip("─")}


@pytest.mark.parametrize("width", [60, 80, 100, 120, 130, 140, 160])
def test_no_word_is_broken_and_no_row_cut_in_a_narrow_window(result, points, width):
    for parts in (answers.of_result(result), comparison.of_difference(compare(result, result)), many.of_sweep(points)):
        assert words_in(parts, width) == words_in(parts, 400)


def test_a_long_name_is_broken_after_its_marks_only():
    text = wrapped("set: destinations.somewhere.documents.speed", 24)
    assert text.splitlines() == ["set: destinations.", "  somewhere.documents.", "  speed"]


def test_a_command_is_folded_so_that_it_can_be_pasted():
    command = Command(("hubsim", "run", "a.yaml", "--set", "x.y=1 d", "--reps", "800"), "why")
    assert str(command) == "Next: hubsim run a.yaml --set 'x.y=1 d' --reps 800   (why)"
    folded = command.folded(30)
    assert max(map(len, folded.splitlines())) <= 30
    assert shlex.split(folded.partition(":\n")[2].replace("\\\n", "")) == list(command.words)


# --- two scenarios, many points -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def points(tmp_path_factory):
    more = f"sweep: {{vary: {{{PLACES}: [3, 6], demand.lists.rate: [5 cases / month, 10 cases / month]}}, as: grid, replications: 1}}\n"
    return sweep(plan(written(tmp_path_factory.mktemp("scenarios"), more=more)), jobs=1)


def test_heads_of_a_sweep_are_short_and_said_in_full_once(points):
    text = shown(many.of_sweep(points))
    assert text.startswith("small: 4 points, 1 replication each with the same luck, seed 1\n")
    assert text.count(PLACES) == 1 and f"homes.places: {PLACES}" in text


def test_a_sweep_says_which_point_is_the_scenario_itself_and_the_ranges(tmp_path, points):
    made = plan(written(tmp_path, more=f"sweep: {{vary: {{{PLACES}: [1, 6]}}, replications: 3}}\n"))
    done = sweep(made, jobs=1)
    text = shown(many.of_sweep(done))
    assert [one for one in text.splitlines() if one.startswith("As ")] == ["As the scenario has it: homes.places 6"]
    first = next(iter(done.results.values())).summary.set_index("metric").loc["wait.transfer.mean"]
    ranges = text.partition("Where nine runs in ten fall\n")[2]
    assert line(ranges, "1 ").rstrip().endswith(between(first["p05"], first["p95"], "days"))
    assert "Where nine" not in shown(many.of_sweep(points)), "one run has no range"


def test_short_names_tell_paths_apart():
    paths = ("hubs.a.pools.homes.places", "hubs.b.pools.homes.places", "demand.lists.rate.2025-06-11", "agreement.total")
    assert list(short_names(paths).values()) == ["a.pools.homes.places", "b.pools.homes.places", "lists.rate.2025-06-11", "agreement.total"]
    assert short_names(paths[:1]) == {paths[0]: "homes.places"}


ROW = {"metric": "stay.p90", "unit": "days", "a": 5.0, "b": 6.0, "difference": 1.0, "ci_low": 0.5, "ci_high": 2.0, "p05": -1.0, "p95": 3.0}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"a": inf, "b": inf, "difference": nan}, "no difference could be formed: neither is reached while people are followed"),
        ({"a": inf, "difference": -inf}, "no difference could be formed: only the second is reached"),
        ({"b": nan, "difference": nan}, "no difference could be formed: the second has no value"),
        ({"p05": -inf, "p95": inf}, "higher: worse; in some pairs only one of the two has it"),
    ],
)
def test_what_is_no_number_is_said_in_words(row, said):
    change = comparison.Change.of({**ROW, **row})
    assert change.verdict == said.replace(": worse", "") or change.verdict == said
    assert not set("–∞") & set("".join((change.difference, change.interval, change.spread, change.verdict)))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(-3.0, 2.0, "-3 to 2 people"), (4.0, inf, "4 people or more"), (-inf, -1.0, "-1 person or less"), (-inf, inf, "")],
)
def test_an_open_interval_is_said_in_words(low, high, said):
    assert comparison.spanned(low, high, "people") == said


def test_a_difference_says_what_is_higher_and_what_is_the_same(result):
    text = shown(comparison.of_difference(compare(result, run(small(hubs__camp__pools__homes__places=3), reps=10, jobs=1))))
    assert line(text, "people listed").rstrip().endswith("the same")
    assert line(text, "most people inside at one time").rstrip().endswith("lower")
    assert "What holds people: small" in text


@pytest.mark.parametrize(
    ("difference", "low", "high", "better", "said"),
    [
        (0.0, 0.0, 0.0, None, "the same"),
        (0.0, nan, nan, None, "the same"),
        (nan, nan, nan, None, ""),
        (1.0, -1.0, 3.0, "lower", "no clear difference"),
        (2.0, 1.0, 3.0, None, "higher"),
        (2.0, 1.0, 3.0, "lower", "higher: worse"),
        (-2.0, -3.0, -1.0, "lower", "lower: better"),
        (2.0, 1.0, inf, "higher", "higher: better"),
    ],
)
def test_a_verdict_is_what_the_interval_says(difference, low, high, better, said):
    assert comparison.verdict({"difference": difference, "ci_low": low, "ci_high": high}, better) == said


def test_a_sweep_has_a_line_for_every_point(tmp_path):
    points = {"empty": {"hubs.camp.pools.homes.places": 0}, "some": {"hubs.camp.pools.homes.places": 4}}
    text = shown(many.of_sweep(sweep(plan(written(tmp_path), settings=as_settings(points=points), reps=2), jobs=1)))
    assert "failed: empty: " in text
    assert line(text, "4 ").count("people") >= 2


def test_progress_is_silent_without_a_terminal(capsys):
    with progress("small", 10) as told:
        told(10)
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_terminal_shows_the_time_left(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress("small", 10) as told:
        told(5)
    out, err = capsys.readouterr()
    assert out == "" and "5/10" in err and "time left" in err


def test_who_comes_of_those_listed_and_why_the_others_stay():
    settings = {
        "selection.proposed": "60 %",
        "selection.filters": "{nationality: {passes: 50 %}}",
        "selection.accepted": "50 %",
        "transfer.notice": "2 d",
    }
    text = shown(answers.of_result(run(small(**settings), reps=10, jobs=1)))
    rows = [line(text, f"{start} ") for start in ("listed", "proposed to the host", "passed by all filters", "free to board", "arrived")]
    people = [float(next(w for w in row.split() if w[0].isdigit())) for row in rows]
    assert people == sorted(people, reverse=True) and people[0] > people[-1]
    assert "100 %" in rows[0] and "not proposed " in rows[1] and "nationality " in rows[2]


def test_no_such_table_where_nothing_is_said_of_it(result):
    assert "Who comes" not in shown(answers.of_result(result))
