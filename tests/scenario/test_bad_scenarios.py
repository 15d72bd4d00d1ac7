"""One small broken file per message: what is said about it stands in its head, word for word, after `# expect:`.

`# with: x.yaml` lays an overlay over it, `# set: a.b=value` sets a value. Files named `part_*` are such overlays.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import BadScenario
from sim.scenario.load import load

FOLDER = Path(__file__).parents[1] / "bad_scenarios"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "good" and not path.stem.startswith("part_"))


def head(path: Path, word: str) -> list[str]:
    start = f"# {word}: "
    return [line.removeprefix(start) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(start)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_says_what_is_wrong(path, monkeypatch):
    monkeypatch.chdir(FOLDER)
    settings = dict(line.split("=", 1) for line in head(path, "set"))
    expected = head(path, "expect")
    assert expected
    with pytest.raises(BadScenario) as caught:
        load(path.name, head(path, "with"), settings)
    assert str(caught.value).split("\n") == expected


def test_the_scenario_they_extend_is_good(monkeypatch):
    monkeypatch.chdir(FOLDER)
    assert load("good.yaml").warnings == ()
