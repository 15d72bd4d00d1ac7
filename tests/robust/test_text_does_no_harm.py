"""Whatever people write as a question, a note, a source, a file or a value: reports and tables show it, and do nothing with it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from sim.errors import BadScenario
from sim.report.page import page
from sim.scenario.load import load, loads
from sim.study import store
from sim.study.compare import compare
from sim.study.points import plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import TEXT

EVIL = (
    '<script>alert(1)</script><img src=x onerror=alert(1)> http://x" onmouseover="alert(1)',
    "</script></style></svg></td></title><h1>x</h1><!-- <![CDATA[ {{ 7 * 7 }} {% raw %} &lt;b&gt; &#60;b&#62;",
    "\"'><a href='javascript:alert(1)'>x</a>",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2 $x_{$ \\frac{ %s {0} \u202e \u00e9 \U0001f600",
)
PLACES = "hubs.camp.pools.homes.places"
FORMULAS = ('=HYPERLINK("x","y")', "+1+1", "@SUM(1)", "-1+1")


class Tags(HTMLParser):
    """The elements of a page, with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", ()))


def written(folder, words: Sequence[str]) -> str:
    """The small hub with the words wherever a scenario takes free text, and a sweep over its question."""
    why, note, source, second, third = (json.dumps(one, ensure_ascii=False) for one in words)
    text = TEXT.replace("why: Do six places do?", f"why: {why}")
    text = text.replace("value: 20 people, status: assumed", f"value: 20 people, status: reported, source: {source}, note: {note}")
    text = text.replace("size: 1, status: assumed", f"size: 1, status: assumed, note: {third}")
    text += f"observed: {{seen: {{date: 2026-03-01, what: present, low: 1, high: 4, status: reported, source: {second}, note: {why}}}}}\n"
    text += f"safeguards: {{stay: {{from: arrived, to: left, within: 30 d, status: reported, source: {source}, note: {third}}}}}\n"
    text += f"sweep: {{vary: {{{PLACES}: [4, 0, 6, 7], why: {json.dumps(FORMULAS)}}}, as: zip}}\n"
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def studies(folder, words: Sequence[str]):
    """A run, a difference, and a sweep with a point that cannot be run."""
    path = written(folder, words)
    first, second = (run(load(path, (), {PLACES: places}), 2, jobs=1) for places in ("5", "9"))
    return [first, compare(first, second), sweep(plan(path, reps=1), jobs=1)]


def test_reports_have_the_elements_of_their_template_whatever_is_written(tmp_path):
    tame = studies(tmp_path, [f"words {n}" for n in range(5)])
    for study, other in zip(studies(tmp_path, EVIL), tame, strict=True):
        found, expected = Tags(page(study)), Tags(page(other))
        assert found.elements == expected.elements
        assert not [link for link in found.links if not link.startswith(("#", "data:image/", "data:,"))]


def test_no_cell_of_a_table_is_a_formula(tmp_path):
    for n, study in enumerate(studies(tmp_path, EVIL)):
        out = tmp_path / str(n)
        out.mkdir()
        store.write(study, out)
        for table in out.rglob("*.csv"):
            cells = [cell for row in csv.reader(table.read_text(encoding="utf-8").splitlines()) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@")) or (cell.startswith("-") and not is_number(cell))]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", ["<b>", "=1+1", "@x", "-x", "$x$", "a\nb", "x" * 90])
def test_names_of_points_are_words(name):
    point = json.dumps({name: {"hubs.camp.pools.homes.places": "4"}})
    with pytest.raises(BadScenario, match="cannot name a point"):
        loads(TEXT + f"sweep: {{points: {point}, as: list}}\n")


@pytest.mark.parametrize("hidden", [r"\e[31m", r"\x00", r"\ud800", r"\L", r"\x85", r"\a"])
def test_characters_hidden_in_quotes_are_refused_where_they_stand(hidden):
    with pytest.raises(BadScenario) as caught:
        loads(TEXT.replace("why: Do six places do?", f'why: "x{hidden}y"'), "f.yaml")
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (3, 6) and "is not text" in fault.what
