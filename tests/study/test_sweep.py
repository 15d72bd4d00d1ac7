"""Sweeps: which points there are, what is refused, and that one failing point kills nobody else's."""

import pandas as pd
import pytest

from sim.errors import HubsimError
from sim.scenario.schema import Sweep
from sim.study.points import as_settings, combinations, plan
from sim.study.sweep import sweep
from tests.study.small import stops_with_few_places, written

PLACES, LIMIT = "hubs.camp.pools.homes.places", "agreement.stay.limit"


def asked(**parts):
    return Sweep.model_validate({"as": parts.pop("how", "grid"), **parts})


def test_a_grid_has_every_value_with_every_other():
    points = combinations(asked(vary={PLACES: [4, 6], LIMIT: ["30 d", "60 d"]}))
    assert points == {
        "places=4 limit=30 d": {PLACES: "4", LIMIT: "30 d"},
        "places=4 limit=60 d": {PLACES: "4", LIMIT: "60 d"},
        "places=6 limit=30 d": {PLACES: "6", LIMIT: "30 d"},
        "places=6 limit=60 d": {PLACES: "6", LIMIT: "60 d"},
    }


def test_zip_takes_first_with_first():
    points = combinations(asked(vary={PLACES: [4, 6], LIMIT: ["30 d", "60 d"]}, how="zip"))
    assert list(points) == ["places=4 limit=30 d", "places=6 limit=60 d"]


def test_a_list_names_its_points():
    points = combinations(asked(points={"small": {PLACES: 4}, "both": {PLACES: 6, LIMIT: "30 d"}}, how="list"))
    assert points == {"small": {PLACES: "4"}, "both": {PLACES: "6", LIMIT: "30 d"}}


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["hubs.a.pools.x.places", "hubs.a.pools.y.places"], "x.places=1 y.places=1"),
        (["demand.lists.rate.2026-01-01"], "rate.2026-01-01=1"),
    ],
)
def test_points_are_named_by_the_fewest_words_that_tell(names, label):
    assert list(combinations(asked(vary={name: [1] for name in names}))) == [label]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"vary": {}}, "The sweep varies nothing. Give `vary:` at least one dotted name with at least one value."),
        ({"vary": {PLACES: []}}, "The sweep varies nothing."),
        ({"how": "list"}, "The sweep lists nothing. Give `points:` at least one name with at least one setting, or use `as: grid`."),
        (
            {"vary": {PLACES: [4, 6], LIMIT: ["30 d"]}, "how": "zip"},
            f"`as: zip` needs lists of one length, but {PLACES} has 2, {LIMIT} has 1. Make them equal, or use `as: grid`.",
        ),
        ({"vary": {PLACES: [4, 4]}}, f"The sweep gives {PLACES} the value 4 twice. Take one out."),
        (
            {"vary": {PLACES: [4, 4], LIMIT: ["30 d", "30 d"]}, "how": "zip"},
            'The sweep has the point "places=4 limit=30 d" twice. Take one out.',
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(parts, told):
    with pytest.raises(HubsimError) as error:
        combinations(asked(**parts))
    assert str(error.value).startswith(told)


def test_points_that_come_to_the_same_are_refused(tmp_path):
    with pytest.raises(HubsimError, match='"limit=30 d" and "limit=1 month" of the sweep are the same scenario'):
        plan(written(tmp_path), settings=as_settings({LIMIT: ["30 d", "1 month"]}))


def test_unknown_names_are_refused(tmp_path):
    with pytest.raises(HubsimError, match="palces"):
        plan(written(tmp_path, more="sweep: {vary: {hubs.camp.pools.homes.palces: [4, 6]}}\n"))
    with pytest.raises(HubsimError, match="palces"):
        plan(written(tmp_path), settings=as_settings(points={"a": {PLACES: 4}, "b": {"hubs.camp.pools.homes.palces": 4}}))


def test_a_scenario_without_sweep_says_what_to_write(tmp_path):
    with pytest.raises(HubsimError, match="small has no `sweep:`"):
        plan(written(tmp_path))


def test_replications_come_from_the_command_then_the_sweep(tmp_path):
    path = written(tmp_path, more=f"sweep: {{vary: {{{PLACES}: [4, 6]}}, replications: 7}}\n")
    assert plan(path).reps == 7
    assert plan(path, reps=3).reps == 3
    assert plan(written(tmp_path), settings=as_settings({PLACES: [4]})).reps == 200


def test_every_point_runs_with_the_same_luck(tmp_path):
    done = sweep(plan(written(tmp_path), reps=3, settings=as_settings({PLACES: [4, 6]})), jobs=1)
    assert done.points["status"].tolist() == ["ok", "ok"]
    assert done.points[PLACES].tolist() == ["4", "6"]
    assert done.points["people.listed"].nunique() == 1
    assert done.points["present.peak"].tolist() == [r.estimate("present.peak") for r in done.results.values()]
    assert list(done.summary.columns[:2]) == ["point", "metric"]
    assert set(done.replications["point"]) == {"places=4", "places=6"}


def test_a_point_that_cannot_be_read_keeps_its_row(tmp_path):
    done = sweep(plan(written(tmp_path), reps=2, settings=as_settings(points={"bad": {PLACES: 0}, "good": {PLACES: 4}})), jobs=1)
    assert done.points["status"].tolist() == ["failed", "ok"]
    assert "places" in done.points["error"][0] and "\n" not in done.points["error"][0]
    assert list(done.results) == ["good"]


def test_a_point_that_stops_keeps_its_row(tmp_path):
    planned = plan(written(tmp_path), reps=2, settings=as_settings({PLACES: [4, 6]}))
    done = sweep(planned, jobs=1, engine=stops_with_few_places)
    assert done.points["status"].tolist() == ["failed", "ok"]
    assert "replication 0 stopped with ZeroDivisionError: too few" in done.points["error"][0]
    assert list(done.failed["point"]) == ["places=4"]


def test_the_series_of_a_sweep_is_weekly_and_short(tmp_path):
    done = sweep(plan(written(tmp_path, more=f"sweep: {{vary: {{{PLACES}: [4, 6]}}}}\n"), reps=3), jobs=1)
    folder = done.save(tmp_path / "out")
    read = pd.read_csv(folder / "series.csv")
    assert read["day"].unique().tolist() == list(range(0, 120, 7))
    daily = done.series[done.series["day"] % 7 == 0].reset_index(drop=True)
    pd.testing.assert_frame_equal(read, daily, check_dtype=False, rtol=5e-6, atol=0)
    words = (folder / "series.csv").read_text().replace("\n", ",").split(",")
    assert max(len(word.replace(".", "").lstrip("0")) for word in words if word.replace(".", "").isdigit()) <= 6
    assert (folder / "series.csv").stat().st_size < 80 * len(read)
