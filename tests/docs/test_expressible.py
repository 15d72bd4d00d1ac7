"""The page of what can be written down names keys and files that there are, and leaves out no point of the two lists."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "expressible.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| .* \| .* \| (.*) \|$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def keys():
    module = runpy.run_path(str(ROOT / "docs" / "_ext" / "fields.py"))
    return {".".join((*part.path, key)) for part in module["parts"]() for key, _ in module["fields"](part.block)}


def test_every_point_of_both_lists_has_a_row():
    assert [int(number) for number, _ in ROWS] == [*range(1, 25), *range(1, 23)]


def test_every_key_it_names_is_in_the_schema(keys):
    named = set(re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", PAGE))
    assert len(named) > 80
    assert named - keys == set()


def test_every_file_it_names_is_shipped():
    files = {path.stem for path in (ROOT / "scenarios").glob("*.yaml")}
    overlays = {path.stem for path in (ROOT / "scenarios" / "overlays").glob("*.yaml")}
    shown = " ".join(shown for _, shown in ROWS)
    said = set(re.findall(r"\b[a-z]+(?:-[a-z0-9]+)+\b", shown)) - {"write-a-contract"}
    assert said <= files | overlays
    assert {"panama-2025", "italy-albania-2025", "denmark-kosovo"} <= said
    assert all((ROOT / path).exists() for path in re.findall(r"`(tests/[^`]+)`", PAGE))
