"""The page: everything a planner asks, one file, readable by all, and names can do no harm in it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from sim.metrics import evidence_counts
from sim.report import answers, comparison, many
from sim.report.page import agreed, around, both, breaches, evidence, leaving, page, priced, scripts, short, sources, tables
from sim.report.page import first as first_page
from sim.report.page.parts import Numbers
from sim.report.page.pictures import drawings
from sim.report.words import CALENDAR, MONTHS, months
from sim.scenario.load import load, loads
from sim.study.compare import compare
from sim.study.points import as_settings, plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import TEXT, small, stops_with_few_places, written

EVIL = "<img src=x onerror=alert(1)> & <script>alert(2)</script>"
SEEN = "observed: {{winter: {{date: 2026-02-01, what: {what}, low: {low} people, high: {high} people, status: assumed}}}}\n"
GUARDS = "safeguards: {stay: {from: arrived, to: left, within: 60 d, status: assumed, note: a rule}}\n"
PLACES = "hubs.camp.pools.homes.places"


class Page(HTMLParser):
    """What is on a page."""

    VOID = frozenset({"meta", "link", "img", "br", "wbr", "hr", "input"})

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.text = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["script"]):
            self.text.append(data)

    def of(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]

    def attributes(self, name):
        return [attrs[name] for _, attrs in self.tags if name in attrs]

    @property
    def said(self):
        return " ".join("".join(self.text).split())


@pytest.fixture(scope="module")
def kosovo():
    return run(load("kosovo-us"), reps=4, jobs=1, command="hubsim run kosovo-us --reps 4 --seed 1")


@pytest.fixture(scope="module")
def as_seen():
    return run(load("kosovo-us-as-seen"), reps=4, jobs=1)


@pytest.fixture(scope="module")
def points(tmp_path_factory):
    more = f"sweep: {{vary: {{{PLACES}: [3, 6, 12], demand.lists.rate: [5 cases / month, 10 cases / month]}}, as: grid, replications: 2}}\n"
    return sweep(plan(written(tmp_path_factory.mktemp("scenarios"), more=more)), jobs=1, engine=stops_with_few_places)


@pytest.fixture(scope="module")
def pages(kosovo, as_seen, points):
    return {"run": page(kosovo), "difference": page(compare(kosovo, as_seen)), "sweep": page(points)}


@pytest.fixture(params=["run", "difference", "sweep"])
def text(request, pages):
    return pages[request.param]


# --- every page -----------------------------------------------------------------------------------------------------------


def test_it_asks_for_nothing_outside(text):
    shown = Page(text)
    assert not shown.of("iframe", "object", "embed", "img")
    assert not shown.attributes("src")
    assert all(link.startswith("#") or link == "data:," for link in [*shown.attributes("href"), *shown.attributes("xlink:href")])
    assert "@import" not in text and not re.search(r"url\((?!#)", text)


def test_only_our_scripts_may_run(text):
    policy = next(meta["content"] for meta in Page(text).of("meta") if "http-equiv" in meta)
    running = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert policy.startswith("default-src 'none'") and "unsafe-inline" not in policy.partition("script-src")[2]
    assert [scripts.Script(one).hash for one in running] == re.findall(r"'sha256-[^']+'", policy)
    assert all(attrs == {} or attrs["type"] == "application/json" for attrs in Page(text).of("script"))


def test_every_mark_is_closed_and_every_name_is_used_once(text):
    shown = Page(text)
    names = shown.attributes("id")
    assert not shown.open
    assert len(names) == len(set(names))
    assert {link[1:] for link in shown.attributes("href") if link.startswith("#")} <= set(names)


def test_headings_stand_in_order(text):
    levels = [int(tag[1]) for tag, _ in Page(text).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_it_can_be_read_aloud(text):
    shown = Page(text)
    assert shown.of("html") == [{"lang": "en"}]
    assert shown.of("svg") and all(svg["role"] == "img" and svg["aria-labelledby"] in shown.attributes("id") for svg in shown.of("svg"))
    assert all(head["scope"] in ("col", "row", "rowgroup") for head in shown.of("th"))
    assert len(shown.of("caption")) == len(shown.of("table"))


def test_voluntary_always_carries_its_note(text):
    assert short.NOT_FREE in Page(text).said


def test_it_says_what_it_cannot_see_and_that_ranges_are_luck(text):
    assert short.BLIND in Page(text).said and short.LUCK_ONLY in Page(text).said


def test_people_are_people(text):
    assert not re.search(r"\b(units?|load of people|bodies|inmates|illegals?)\b", Page(text).said)


def test_equal_studies_give_equal_pages(kosovo):
    assert page(kosovo, []) == page(kosovo, [])


def test_one_replication_says_first_that_no_interval_can_be_given(tmp_path):
    one, other = run(small(), reps=1, jobs=1), run(small(hubs__camp__pools__homes__places=3), reps=1, jobs=1)
    swept = sweep(plan(written(tmp_path), settings=as_settings({"hubs.camp.pools.homes.places": [3, 6]}), reps=1), jobs=1)
    for study, told in ((one, answers.NO_INTERVAL), (compare(one, other), comparison.ONE_PAIR), (swept, answers.NO_INTERVAL)):
        text = page(study, [])
        head = Page(text.split("</header>")[0]).said
        assert told in head and "no interval" in told
        assert not re.search(r"(?<![\d,.])1 (replications|points|facts|places|seats|rooms|cells|people|pairs)\b", Page(text).said)
        assert "Nine runs in ten fall between" not in text
    assert answers.NO_INTERVAL in [part for part in many.of_sweep(swept) if isinstance(part, str)]
    assert answers.NO_INTERVAL not in page(run(small(), reps=2, jobs=1), [])


def test_names_do_no_harm():
    evil = TEXT.replace("Do six places do?", f"'{EVIL}'").replace(
        "5 to 15), status: assumed", f"5 to 15), status: estimated, source: '{EVIL}', note: '{EVIL}'"
    )
    assert evil.count(EVIL) == 3
    page_text = page(run(loads(evil), reps=2, jobs=1), [])
    shown = Page(page_text)
    assert not shown.of("img") and EVIL not in "".join(re.findall(r"<script.*?</script>", page_text, re.DOTALL))
    assert shown.said.count(EVIL) >= 3


# --- one scenario ---------------------------------------------------------------------------------------------------------


def test_parts_stand_in_the_order_agreed(pages):
    heads = re.findall(r"<h2>(.*?)</h2>", pages["run"])
    assert heads == [
        "In short",
        "Beside what was seen, and warnings",
        "Announced or assumed, and simulated",
        "Breaches and longest stay",
        "For the watchdog",
        "For the planner",
        "What it costs",
        "Figures",
        "One typical run",
        "How far to trust it",
        "All metrics",
        "The model and its assumptions",
        "Inputs with their evidence",
        "How to make it again",
    ]


def test_it_answers_the_questions_of_kosovo(kosovo):
    said = [sentence.text for sentence in short.in_short(kosovo)]
    numbers = Numbers(kosovo)
    assert len(said) == 7
    assert said[0].startswith(f"Of the 50 people agreed, {numbers.from_to('people.arrived', bare=True)} come")
    assert f"Of the 44 usable places, at the fullest moment {numbers.from_to('places.peak', bare=True)} are taken" in said[1]
    assert f"Longer than the 365 d agreed: {numbers.from_to('limit.people')}; most of them of class " in said[2]
    assert said[3].startswith("Of all days inside, between ")
    assert said[4].startswith("How it ends: between ") and said[4].endswith("still inside at the end of the run.")
    assert said[5].startswith(f"What has a price costs {numbers.from_to('costs.EUR.total')} (between ")


def test_people_inside_at_the_start_are_not_of_the_agreement():
    started = small(demand__before="{kind: initial, cases: 3, pool: homes, status: assumed}", agreement__total="2 people")
    said = short.in_short(run(started, reps=3, jobs=1))[0].text
    assert said.startswith("Of the 2 people agreed, ") and "% of them come" in said and "those inside at the start come on top" in said


def test_who_passes_the_limit_adds_up(kosovo):
    rows = dict(zip(kosovo.summary["metric"], kosovo.summary["estimate"], strict=True))
    for family in ("limit.people_of_class.", "limit.people_to."):
        assert sum(value for name, value in rows.items() if name.startswith(family)) == pytest.approx(rows["limit.people"])


def test_every_sentence_has_its_range_and_its_evidence(kosovo):
    for sentence in short.in_short(kosovo)[:6]:
        assert re.search(r"between \d[\d.,]* and \d", sentence.text)
        assert re.fullmatch(
            r"(Counted: .*\. )?[Ww]eakest evidence: assumed \(\d+ of the \d+ facts behind it\), such as \S+ = .+", sentence.evidence
        )


def test_the_first_page_has_breaches_announced_and_one_box(pages):
    first = Page(pages["run"].split('<section id="seen">')[0])
    assert all(words in first.said for words in (*first_page.ALWAYS.values(), "Announced or assumed, and simulated", short.BLIND))
    assert len([attrs for attrs in first.of("div") if attrs.get("class") == "box"]) == 1


@pytest.mark.parametrize(
    ("what", "low", "high", "verdict"),
    [("arrived", 0, 0, "fewer than"), ("arrived", 1, 50, "within what"), ("present", 90, 99, "more than"), ("left", 0, 50, "within what")],
)
def test_what_was_seen_stands_beside_the_model(what, low, high, verdict):
    result = run(loads(TEXT + SEEN.format(what=what, low=low, high=high)), reps=4, jobs=1)
    (sentence,) = short.seen(result)
    assert f"What was seen is {verdict} nine runs in ten give." in sentence.text
    assert sentence.text in Page(page(result, [])).said


def in_short_with(*seen):
    """The last sentence of what stands in short where this was seen."""
    rows = ", ".join(
        f"s{n}: {{date: {day}, what: {what}, low: {low}, high: {high}, status: assumed}}" for n, (day, what, low, high) in enumerate(seen)
    )
    return short.in_short(run(loads(f"{TEXT}observed: {{{rows}}}\n"), reps=4, jobs=1))[-1].text


def test_in_short_says_where_reality_is_not_what_the_model_gives():
    nobody, many = ("2026-02-01", "arrived", 0, 0), ("2026-02-01", "present", 900, 1000)
    fits, outside = ("2026-02-01", "arrived", 1, 50), ("2026-12-01", "left", 0, 0)
    (row,) = short.seen(run(loads(TEXT + SEEN.format(what="arrived", low=0, high=0)), reps=4, jobs=1))
    given = row.spread.removeprefix("nine runs in ten: ")
    assert in_short_with(nobody) == f"Not as seen: 0 people had arrived on 2026-02-01; nine runs in ten give {given}."
    assert in_short_with(fits, many, outside).startswith(
        "Not as seen, in 1 of 2 observations: 900 to 1000 people were present on 2026-02-01; nine runs in ten give "
    )
    assert in_short_with(fits).startswith("Still inside after 120 d")


def test_what_was_seen_outside_the_run_is_said_to_be():
    result = run(loads(TEXT + SEEN.format(what="left", low=1, high=2).replace("2026-02-01", "2026-12-01")), reps=1, jobs=1)
    assert short.seen(result)[0].text.endswith("The day lies outside the run.")


def test_breaches_are_there_without_safeguards():
    result = run(small(), reps=3, jobs=1)
    said = Page(page(result, [])).said
    assert breaches.NONE_DECLARED in said
    assert "longest stay of anyone, so far" in said and "people who stay longer than the agreed limit" in said and "limit L" not in said


def test_breaches_name_the_safeguard_and_what_it_rests_on():
    result = run(loads(TEXT + GUARDS), reps=3, jobs=1)
    table = breaches.breaches(result)
    assert table.groups[0].heading == "stay: from arrived to left within 60 d"
    assert table.groups[0].rows[0][0].small == "the rule is assumed"
    assert breaches.NONE_DECLARED not in page(result, [])


def test_every_metric_is_in_the_table(kosovo):
    names = [row[0].small for group in tables.all_metrics(kosovo).groups for row in group.rows]
    assert names == list(kosovo.summary["metric"])


def test_what_is_not_reached_is_more_than_what_was_followed(kosovo):
    said = Numbers(kosovo)
    assert said.one("stay.p90", float("inf")).startswith("more than ") and said.one("full.first", float("inf")) == "not within 1080 d"


def test_what_it_rests_on_is_counted(kosovo):
    rests = evidence.rests(kosovo.scenario)
    assert {row[0].text: int(row[1].text) for row in rests.by_status.groups[0].rows}.items() <= evidence_counts(kosovo.scenario).items()
    assert all(row.range is None and row.status == "assumed" and row.role == "fact" for row in rests.without_range)


def test_what_is_least_known_has_the_widest_range(kosovo):
    rows = evidence.rests(kosovo.scenario).least_known.groups[0].rows
    widths = [float(row[2].text.split(" ")[0]) for row in rows]
    assert widths == sorted(widths, reverse=True) and len(rows) == evidence.LEAST_KNOWN


def test_sources_are_written_out(kosovo, pages):
    cited = {one.key: one.publication for one in sources.cited(kosovo.scenario.inputs)}
    assert cited["us-K2"].startswith("RFE/RL 2025-06-11")
    assert all(cited.values())
    assert all(publication in Page(pages["run"]).said for publication in cited.values())


def test_sources_are_sorted_by_number():
    rows = [replace(small().inputs[0], source=source) for source in ("us-K10", "us-K2, eu-S1", "a page")]
    assert [one.key for one in sources.cited(rows)] == ["a page", "eu-S1", "us-K2", "us-K10"]


def test_every_input_is_there(kosovo, pages):
    said = pages["run"].replace("<wbr>", "")
    assert all(row.name in said for row in kosovo.scenario.inputs if row.role != "word")


def test_it_says_how_to_make_it_again(pages, kosovo):
    said = Page(pages["run"]).said
    assert "hubsim run kosovo-us --reps 4 --seed 1" in said and kosovo.scenario.hash in said and "simpy 4" in said


def test_a_page_where_nobody_came():
    said = Page(page(run(small(demand__lists__rate="0 cases / month"), reps=2, jobs=1), [])).said
    assert "Of the 20 people agreed, 0 come." in said
    assert "Nobody was ever inside, so nothing held anyone." in said


def test_a_page_without_limits():
    text = re.sub(r"agreement: .*\n", "", TEXT)
    said = Page(page(run(loads(text), reps=2, jobs=1), [])).said
    assert (
        "No longest stay is agreed; the longest of anyone, so far: between" in said
        and "no limit agreed" in said
        and "no window agreed" in said
    )


# --- two scenarios --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "unit", "words"),
    [
        (-44.1, "people", "44.1 people fewer"),
        (2.0, "cases", "2 cases more"),
        (-5.0, "days", "5 d less"),
        (0.125, "share", "12.5 percentage points more"),
        (0.0, "people", "0 people"),
    ],
)
def test_a_difference_in_words(change, unit, words):
    assert both.more_or_less(change, unit) == words


def test_a_comparison_says_what_changes_and_what_differs(kosovo, as_seen):
    difference = compare(kosovo, as_seen)
    said = [sentence.text for sentence in both.in_short(difference)]
    assert len(said) == 10
    assert any(text.startswith("Chance that somebody") for text in said), "who waits is the first thing that few places do"
    assert any(text.startswith("Wait from acceptance to transfer, on average: ") for text in said)
    assert any(text.startswith("People for whom any safeguard is broken: ") for text in said)
    assert any(text.startswith("Days of people in breach of safeguards: ") for text in said)
    assert any(re.match(r"People who ever came: .* people against .* people: .* people fewer\.", text) for text in said)
    changed = tables.changed_inputs(kosovo, as_seen).groups[0].rows
    assert [row[0].text for row in changed] == ["demand.lists.rate.2025-06-11"]


def test_a_comparison_has_all_differences_and_both_breaches(pages, kosovo, as_seen):
    text = pages["difference"]
    assert text.count("<caption>For how many people, how long, and in how many runs</caption>") == 2
    assert all(f">{name}<" in text for name in compare(kosovo, as_seen).summary["metric"])


def test_no_picture_of_a_pair_is_without_its_breaches(kosovo, as_seen):
    drawn = drawings(compare(kosovo, as_seen))
    sides = [Numbers(one).said("breaches.people") for one in (kosovo, as_seen)]
    assert drawn and all(all(side in one.caption for side in sides) for one in drawn)
    without = run(small(safeguards="none"), reps=1, jobs=1)
    assert all("cannot be compared" in one.caption for one in drawings(compare(without, without)))


def test_where_nobody_came_nothing_is_better_or_lower_for_anybody(kosovo):
    empty = run(load("kosovo-us", settings={"selection.accepted": "0 %", "name": "empty"}), reps=kosovo.reps, jobs=1)
    for pair, nobody in (((kosovo, empty), "nobody came in empty"), ((empty, empty), "nobody came in either")):
        difference = compare(*pair)
        rows = [row for group in tables.differences(difference).groups for row in group.rows]
        verdicts = {row[0].small: row[6].text for row in rows}
        assert not any(word in text for text in verdicts.values() for word in ("better", "worse", "has no value", "neither has"))
        assert verdicts["wait.transfer.mean"] == f"no difference could be formed: {nobody}"
        assert both.in_short(difference)[0].text == f"N{nobody[1:]} in any run: what is less there is so for want of people."
    verdicts = {row[0].small: row[6].text for row in [r for g in tables.differences(compare(kosovo, empty)).groups for r in g.rows]}
    assert {verdicts[name] for name in ("places.occupancy", "limit.people", "stay.longest")} <= {
        "nobody came in empty",
        "no difference could be formed: nobody came in empty",
    }
    assert (verdicts["people.arrived"], verdicts["people.listed"]) == ("lower", "the same")


def test_the_same_twice_differs_in_nothing(kosovo):
    said = [sentence.text for sentence in both.in_short(compare(kosovo, kosovo))]
    assert len(said) == 10 and all(text.endswith("no difference.") for text in said)


def test_a_difference_that_cannot_be_formed_is_said_in_words(kosovo, as_seen):
    rows = {row[0].small: row for group in tables.differences(compare(kosovo, as_seen)).groups for row in group.rows}
    assert rows["full.first"][6].text == "no difference could be formed: neither happens before the horizon"
    assert not any("∞" in cell.text for row in rows.values() for cell in row)


def test_what_was_laid_over_and_set_stands_under_the_title():
    command = "hubsim run kosovo-us --with my-overlay.yaml --set agreement.total=30 --reps 1 --seed 1"
    head = Page(page(run(small(), reps=1, jobs=1, command=command), []).split("<nav")[0]).said
    assert "Laid over it: my-overlay.yaml" in head and "Set: agreement.total = 30" in head and "1 replication of 120 d" in head


def test_what_was_set_in_python_stands_under_the_title():
    head = Page(page(run(small(agreement__total="15 people"), reps=1, jobs=1), []).split("<nav")[0]).said
    assert "Set: agreement.total = 15 people" in head and "Laid over it" not in head


def test_what_goes_by_the_calendar_is_said_where_it_is_used():
    assert months(small()) == MONTHS and months(small(demand__lists__rate="1 case / d", agreement__stay__limit="60 d")) == ""
    assert months(small(agreement__rate="5 people / month")) == CALENDAR


def test_what_a_month_is_is_said_once_under_the_title(text):
    assert Page(text).said.count("A month is 30 days") == 1


def test_an_act_that_may_end_the_agreement_is_named_where_none_is_agreed():
    assert agreed.announced(run(small(), reps=1, jobs=1))["end"].text == "no end agreed"
    vote = "{date: 2025-02-01, chance: 10 %, end: {then: send_back, grace: 30 d}}"
    ended = agreed.announced(run(small(timeline__vote=vote), reps=1, jobs=1))["end"]
    assert ended.text == "none agreed; the dated act vote may end it"


def test_a_place_count_that_is_assumed_is_not_called_announced(kosovo):
    cells = agreed.announced(kosovo)
    assert cells["places"].small == "places: assumed; usable: estimated" and cells["places"].sources == ("eu-S57",)
    assert cells["people in all"].small == "announced" and cells["the host's choice"].small == "estimated"
    assert agreed.announced(run(small(), reps=1, jobs=1))["places"].small == "places: planner's choice; usable: assumed"


def test_each_service_has_its_line(kosovo):
    table = leaving.services(kosovo)
    assert [row[0].text for row in table.groups[0].rows] == ["inbound", "homeward"]
    said = Numbers(kosovo)
    moved, spread = (cell.text for cell in table.groups[0].rows[0][4:])
    assert (moved, spread) == (said.said("service.inbound.people"), said.spread("service.inbound.people"))
    assert "with nobody to take" in table.groups[0].rows[1][1].small


def test_costs_say_what_is_counted_and_what_is_not(kosovo, as_seen):
    caveat = priced.caveat(kosovo.scenario)
    assert (
        caveat.startswith(
            "Counted: places by day, used or not; not people by day, transport, staff, building (no price is given), nor courts"
        )
        and priced.caveat(small()) == ""
    )
    assert short.in_short(kosovo)[5].evidence.startswith(caveat) and both.in_short(compare(kosovo, as_seen))[-1].evidence == caveat


def test_the_order_of_what_is_least_known_is_not_sold_as_that_of_what_to_measure(pages):
    """Nothing computes how far a fact moves the answer, and the width of its range does not tell."""
    for name in ("run", "sweep"):
        assert "Least known (in the order of the width of the range, not of what they do to the answer): " in Page(pages[name]).said
    for text in pages.values():
        said = Page(text).said
        assert "In the order of the width of the range alone, not of what it does to the answer" in said and "easure first (" not in said


# --- many points ----------------------------------------------------------------------------------------------------------


def test_a_point_that_failed_keeps_its_line(points, pages):
    rows = tables.points(points).groups[0].rows
    assert [row[2].text == "failed" for row in rows] == [True, True, False, False, False, False]
    assert "ZeroDivisionError" in pages["sweep"]


def test_names_do_no_harm_in_the_explorer(tmp_path):
    swept = sweep(plan(written(tmp_path, more=f"sweep: {{vary: {{{PLACES}: [3, 6]}}, as: grid, replications: 1}}\n")), jobs=1)
    names = [f"{EVIL}{n}" for n in range(len(swept.points))]
    renamed = dict(zip(names, swept.results.values(), strict=True))
    evil = replace(swept, points=swept.points.assign(point=names, error=EVIL), results=renamed)
    assert "<img" not in page(evil, []) and page(evil, []).count("<script") == 2  # our data, our script


def test_a_grid_has_curves_and_heat_maps(pages):
    assert {svg["aria-labelledby"].split("-")[0] for svg in Page(pages["sweep"]).of("svg")} == {"curves", "map"}


def test_points_in_a_list_have_a_line_each(tmp_path):
    more = f"sweep: {{points: {{few: {{{PLACES}: 3}}, many: {{{PLACES}: 12, agreement.stay.limit: 90 d}}}}, as: list, replications: 2}}\n"
    listed = sweep(plan(written(tmp_path, more=more)), jobs=1)
    shown = Page(page(listed))
    assert {svg["aria-labelledby"].split("-")[0] for svg in shown.of("svg")} == {"points"}


def test_a_sweep_over_one_name_has_curves_alone(tmp_path):
    more = f"sweep: {{vary: {{{PLACES}: [3, 6]}}, as: grid, replications: 2}}\n"
    shown = Page(page(sweep(plan(written(tmp_path, more=more)), jobs=1)))
    assert {svg["aria-labelledby"].split("-")[0] for svg in shown.of("svg")} == {"curves"}


def test_breaches_are_among_the_numbers_of_a_point(points):
    heads = tables.points(points).head
    assert "longest stay of anyone, so far (days)" in heads and "people beyond the agreed limit (people)" in heads


def test_the_first_part_of_a_sweep_is_six_sentences(points, pages):
    said = around.in_short(points)
    assert len(said) == 6 and all(sentence.text in Page(pages["sweep"]).said for sentence in said)


def test_heads_of_points_are_short(points):
    assert tables.points(points).head[:2] == ("homes.places", "lists.rate")
    assert "2 replications each" in tables.points(points).caption
