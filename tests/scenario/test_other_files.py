"""Files that are no scenarios: what they are, whether they are sound, and what is said where a scenario must stand."""

from __future__ import annotations

import pytest

from sim.errors import BadScenario
from sim.scenario import files
from sim.scenario.load import load
from sim.scenario.other_files import about

OVERLAY = "hubs: {any: {pools: {any: {usable: 50 %}}}}\n"
SOURCES = 'us-K1: "CBS News 2025-06-11"\npress-2: "Somebody 2025"\n'


def refused(read):
    with pytest.raises(BadScenario) as caught:
        read()
    return str(caught.value)


def test_everything_shipped_is_run_or_laid_over_or_neither():
    shipped = {path.relative_to(files.library()).with_suffix("").as_posix() for path in files.library().rglob("*.yaml")}
    assert shipped == {*files.scenarios(), *files.overlays(), *files.NO_SCENARIOS}
    assert "kosovo-us" in files.scenarios() and "overlays/half-unusable" in files.overlays()


@pytest.mark.parametrize("name", [*files.NO_SCENARIOS, *files.overlays()])
def test_what_cannot_be_run_is_not_offered(name):
    said = refused(lambda: load("zzzz"))
    valid, _, over = said.partition("To lay over one (--with): ")
    assert name not in valid and (name in over) == (name in files.overlays())


@pytest.mark.parametrize("name", files.scenarios())
def test_a_scenario_is_nothing_else(name):
    assert about(name) is None


def test_sources_are_counted(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCES)
    assert about(path) == "2 sources, which scenarios name by their keys (source: us-K1). Nothing to run."
    path.write_text(SOURCES + "us-K1: again\n")
    assert refused(lambda: about(path)).endswith('sources.yaml:3:1: "us-K1" stands here and on line 1. Keep one of them')
    path.write_text("us-K1: [a, b]\n")
    assert refused(lambda: about(path)).endswith('sources.yaml:1:8: "us-K1" is not one text. Write key: "publication, date, address"')


def test_the_sources_of_the_library_are_sound():
    assert "sources, which scenarios name by their keys" in str(about("sources"))


def test_the_defaults_are_sound():
    assert about("base") == "the defaults of every scenario (extends: base). Nothing to run by itself."


def test_broken_defaults_are_told(monkeypatch, tmp_path):
    text = (files.library() / "base.yaml").read_text().replace("speed: 100 %", "speed: fast")
    (tmp_path / "base.yaml").write_text(text)
    for module in ("files", "file_kinds"):
        monkeypatch.setattr(f"sim.scenario.{module}.library", lambda: tmp_path)
    assert 'destinations.one.documents.speed: "fast" is not a share' in refused(lambda: about("base"))


def test_an_overlay_is_sound_by_itself(tmp_path):
    path = tmp_path / "over.yaml"
    path.write_text(OVERLAY)
    assert about(path) == f"an overlay, sound by itself. It changes a scenario: hubsim validate SCENARIO --with {path}"
    path.write_text(OVERLAY.replace("usable", "usabel"))
    assert refused(lambda: about(path)).endswith('over.yaml:1:28: unknown key "usabel" in hubs.any.pools.any. Did you mean "usable"?')


def test_where_a_scenario_must_stand(tmp_path):
    over, sources = tmp_path / "over.yaml", tmp_path / "sources.yaml"
    over.write_text(OVERLAY)
    sources.write_text(SOURCES)
    assert refused(lambda: load("base")) == (
        "scenarios/base.yaml:7:1: these are the defaults of every scenario, and no scenario by themselves. "
        "Name a scenario, such as kosovo-us"
    )
    assert refused(lambda: load(over)).endswith(
        "over.yaml:1:1: this file extends nothing, so it is no scenario by itself. Lay it over one with --with, or add extends: base"
    )
    assert refused(lambda: load(sources)).endswith(
        "sources.yaml:1:1: this is a list of sources, not a scenario. Name a scenario, such as kosovo-us"
    )


def test_where_an_overlay_must_stand(tmp_path):
    (tmp_path / "sources.yaml").write_text(SOURCES)
    assert refused(lambda: load("kosovo-us", ["base"])) == (
        "scenarios/base.yaml:7:1: these are the defaults of every scenario, and no overlay. "
        "Take --with out: a scenario has them by extends: base"
    )
    assert refused(lambda: load("kosovo-us", [tmp_path / "sources.yaml"])).endswith(
        "sources.yaml:1:1: this is a list of sources, and no overlay. Take --with out"
    )


@pytest.mark.parametrize(
    ("main", "overlay", "told"),
    [
        ("half-unusable", None, "half-unusable: there is no such file, and no such shipped scenario. "
         "Lay it over a scenario: --with overlays/half-unusable"),
        ("kosovo-us", "half-unusable", "half-unusable: there is no such file, and no such shipped overlay. "
         "Write the whole name: overlays/half-unusable"),
        ("kosovo-us", "kosovo-us-as", "kosovo-us-as: there is no such file, and no such shipped overlay. "
         "Valid: " + ", ".join(files.overlays())),
    ],
)  # fmt: skip
def test_names_of_overlays_are_told_where_one_is_meant(main, overlay, told):
    assert refused(lambda: load(main, [overlay] if overlay else [])) == told
