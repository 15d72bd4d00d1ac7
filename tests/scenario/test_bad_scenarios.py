"""One small file per message: what is said about it stands in its head, word for word and with its place.

`# expect:` is a fault, `# warn:` a warning about a file that can be run. `# with: x.yaml` lays an overlay over it, `# set: a.b=value`
sets a value. Files named `part_*` are such overlays.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import BadScenario
from sim.scenario.load import load
from sim.scenario.schema import Scenario

FOLDER = Path(__file__).parents[1] / "bad_scenarios"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "good" and not path.stem.startswith("part_"))


def head(path: Path, word: str) -> list[str]:
    start = f"# {word}: "
    return [line.removeprefix(start) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(start)]


BROKEN = [path for path in FILES if not head(path, "warn")]
DOUBTFUL = [path for path in FILES if head(path, "warn")]


def loaded(path: Path) -> Scenario:
    return load(path.name, head(path, "with"), dict(line.split("=", 1) for line in head(path, "set")))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_says_what_is_wrong(path, monkeypatch):
    monkeypatch.chdir(FOLDER)
    expected = head(path, "expect")
    assert expected
    with pytest.raises(BadScenario) as caught:
        loaded(path)
    assert str(caught.value).split("\n") == expected


@pytest.mark.parametrize("path", DOUBTFUL, ids=lambda path: path.stem)
def test_says_what_may_not_be_meant(path, monkeypatch):
    monkeypatch.chdir(FOLDER)
    assert not head(path, "expect")
    assert [str(one) for one in loaded(path).warnings] == head(path, "warn")


def test_the_scenario_they_extend_is_good(monkeypatch):
    monkeypatch.chdir(FOLDER)
    assert load("good.yaml").warnings == ()
