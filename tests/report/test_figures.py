"""Figures draw on the axes given, give them back, and equal drawings give equal bytes."""

import re
from functools import partial
from io import BytesIO

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from sim.report import figures
from sim.report.page.pictures import pictures
from sim.scenario.load import load
from sim.study.points import plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import small, written

mpl.use("agg")

OF_RESULT = (figures.present, figures.arrivals, figures.stages, figures.outcomes, figures.stay, figures.waits)
PLACES, RATE = "hubs.camp.pools.homes.places", "demand.lists.rate"
SEEN = "observed: {winter: {date: 2026-02-01, what: arrived, low: 1 person, high: 4 people, status: assumed}}\n"


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return run(load(written(tmp_path_factory.mktemp("scenarios"), more=SEEN)), reps=5, jobs=1)


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    more = f"sweep: {{vary: {{{PLACES}: [3, 6, 12], {RATE}: [5 cases / month, 10 cases / month]}}, as: grid, replications: 2}}\n"
    return sweep(plan(written(tmp_path_factory.mktemp("scenarios"), more=more)), jobs=1)


def axes():
    return Figure().add_subplot()


def labels(ax):
    return [text for text in ax.get_legend_handles_labels()[1] if text]


@pytest.mark.parametrize("draw", OF_RESULT)
def test_it_draws_on_the_axes_given(result, draw):
    ax = axes()
    assert draw(result, ax=ax) is ax
    assert ax.has_data() and ax.get_title(loc="left")


def test_no_label_touches_the_edge():
    """Of pictures for slides: letters are wider in them than where the layout is made."""
    kosovo = run(load("kosovo-us"), reps=5, jobs=1)
    for one in pictures(kosovo):
        ink = (imread(BytesIO(one.png))[..., :3] < 0.9).any(axis=(0, 2)).nonzero()[0]
        width = imread(BytesIO(one.png)).shape[1]
        assert min(ink[0], width - 1 - ink[-1]) >= 9, one.name


@pytest.fixture(scope="module")
def nobody():
    return run(small(demand__lists__rate="0 cases / month"), reps=2, jobs=1)


@pytest.mark.parametrize("draw", OF_RESULT)
def test_where_nobody_came_it_draws_all_the_same(nobody, draw):
    assert draw(nobody, ax=axes())


def test_presence_stands_against_usable_places_and_the_number_agreed(result):
    assert {"nine runs in ten", "usable places", "agreed: 20 in all"} <= set(labels(figures.present(result, ax=axes())))


def test_the_number_agreed_at_one_time_goes_before_the_total():
    result = run(small(agreement__standing="5 people"), reps=2, jobs=1)
    assert "agreed: 5 at one time" in labels(figures.present(result, ax=axes()))


def test_what_was_seen_stands_beside_the_arrivals(result):
    ax = figures.arrivals(result, ax=axes())
    assert "seen on 2026-02-01: 1 to 4" in labels(ax)
    assert not any("seen" in label for label in labels(figures.present(result, ax=axes())))


def test_the_limit_and_those_still_inside_are_marked(result):
    said = labels(figures.stay(result, ax=axes()))
    assert "agreed limit: 60 d" in said
    assert any("followed until then" in label for label in said)


def test_the_share_beyond_the_limit_is_that_of_the_curve(result):
    said = [text.get_text() for text in figures.stay(result, ax=axes()).texts]
    assert len(said) == 1 and said[0].endswith("stay longer")


def test_curves_have_a_line_for_each_value(grid):
    ax = figures.curves(grid, "people.arrived", PLACES, RATE, ax=axes())
    assert ax.lines[0].get_xydata()[0][0] == 3
    assert labels(ax) == ["lists.rate: 5 cases / month", "lists.rate: 10 cases / month"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["3", "6", "12"]


def test_a_heat_map_holds_the_estimates(grid):
    ax = figures.heat_map(grid, "people.arrived", PLACES, RATE, ax=axes())
    shown = ax.collections[0].get_array()
    point = grid.points[(grid.points[PLACES] == "12") & (grid.points[RATE] == "5 cases / month")]
    assert shown.shape == (2, 3) and shown[0, 2] == point["people.arrived"].iloc[0]
    assert len(ax.texts) == 6


def test_each_point_has_its_line(grid):
    ax = figures.each_point(grid, "present.peak", ax=axes())
    assert ax.get_yticklabels()[0].get_text().startswith("places=3")


def test_the_other_values_are_those_asked_for(grid):
    few, more = (figures.curves(grid, "people.listed", PLACES, at={RATE: rate}, ax=axes()) for rate in figures.values_of(grid, RATE))
    assert few.lines[0].get_ydata()[0] < more.lines[0].get_ydata()[0]


def test_equal_drawings_give_equal_bytes(result):
    one, two = (figures.drawing("present", "a caption", "an alt text", partial(figures.present, result)).picture() for _ in range(2))
    assert one == two


def test_a_picture_needs_nothing_else_and_says_what_it_shows(result):
    svg = figures.drawing("present", "a caption", 'most: 5 < 6 & "more"', partial(figures.present, result)).picture().svg
    assert 'role="img" aria-labelledby="present-title"' in svg
    assert '<title id="present-title">most: 5 &lt; 6 &amp; &quot;more&quot;</title>' in svg
    assert not re.search(r"<metadata|<\?xml|<!DOCTYPE|\bhref=\"(?!#)|url\((?!#)", svg)
    assert {name.startswith("present-") for name in re.findall(r'\bid="([^"]+)"', svg)} == {True}
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_the_settings_of_matplotlib_stay_as_they_were(result):
    before = dict(mpl.rcParams)
    figures.drawing("stay", "", "", partial(figures.stay, result)).picture()
    assert dict(mpl.rcParams) == before


def test_panels_say_once_what_they_share(grid):
    draws = {f"run {n}": partial(figures.curves, grid, "people.arrived", PLACES, RATE) for n in range(4)}
    assert figures.panels("four", "", "", draws, "Arrivals").picture().png[:4] == b"\x89PNG"


def test_without_axes_it_draws_on_the_current_ones(result):
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    try:
        assert figures.present(result) is ax
    finally:
        plt.close(figure)
