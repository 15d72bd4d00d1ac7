"""The spreadsheet: a cover, tidy tables, and texts that stay texts."""

from zipfile import ZipFile

import pytest

from sim.metrics import named
from sim.report import sheets
from sim.report.page.agreed import against
from sim.scenario.load import loads
from sim.study.compare import compare
from sim.study.points import as_settings, plan
from sim.study.replications import run
from sim.study.sweep import sweep
from sim.study.wide import wide
from tests.study.small import TEXT, small, written

PLACES = "hubs.camp.pools.homes.places"
FORMULA = '=HYPERLINK("https://example.org","see")'


@pytest.fixture(scope="module")
def result():
    evil = TEXT.replace("Do six places do?", f"'{FORMULA}'").replace("status: assumed", f"status: assumed, note: '{FORMULA}'", 1)
    return run(loads(evil), reps=3, jobs=1)


def book(study, folder):
    sheets.write(study, folder)
    with ZipFile(folder / sheets.FILE) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_a_cover_and_a_table_a_sheet(result, tmp_path):
    names = book(result, tmp_path)["xl/workbook.xml"]
    order = [names.index(f'name="{name}"') for name in ("read me", "summary", "replications", "series", "inputs")]
    assert order == sorted(order)


def test_texts_are_never_formulas_or_links(result, tmp_path):
    parts = book(result, tmp_path)
    assert "=HYPERLINK" in parts["xl/sharedStrings.xml"]
    assert not [name for name, text in parts.items() if "<f>" in text or "TargetMode" in text]


def test_equal_studies_give_equal_bytes(tmp_path):
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    for folder, jobs in (("a", 1), ("b", 2)):
        sheets.write(run(small(), reps=2, jobs=jobs), tmp_path / folder)
    assert (tmp_path / "a" / sheets.FILE).read_bytes() == (tmp_path / "b" / sheets.FILE).read_bytes()


def test_replications_have_a_row_each(result):
    table = wide(result.replications)
    assert len(table) == 3 and list(table.columns[2:]) == list(result.summary["metric"])


def test_a_sweep_has_its_points_and_a_difference_both_sides(result, tmp_path):
    swept = sweep(plan(written(tmp_path), settings=as_settings({PLACES: [4, 8]}), reps=2), jobs=1)
    assert {'name="points"' in book(swept, tmp_path)["xl/workbook.xml"]} == {True}
    both = book(compare(result, run(small(), reps=3, jobs=1)), tmp_path)
    assert 'name="differences"' in both["xl/workbook.xml"]


def test_more_than_a_spreadsheet_bears_stays_in_its_file(result, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_CELLS", wide(result.replications).size - 1)
    parts = book(result, tmp_path)
    assert 'name="replications"' not in parts["xl/workbook.xml"] and 'name="summary"' in parts["xl/workbook.xml"]
    assert "<t>replications.csv</t>" in parts["xl/sharedStrings.xml"]


def test_each_metric_has_its_meaning_and_what_varies_is_a_number(result, tmp_path):
    table = sheets._tables(result)["summary"]
    assert (table[0][-1], table[1][-1]) == ("meaning", named(table[1][table[0].index("metric")]).meaning)
    swept = sweep(plan(written(tmp_path), settings=as_settings({PLACES: [4, 8]}), reps=2), jobs=1)
    points = sheets._tables(swept)["points"]
    assert [row[points[0].index(PLACES)] for row in points[1:]] == [4.0, 8.0]


def test_shares_are_shown_in_per_cent_and_broken_numbers_with_two_decimals(result, tmp_path):
    styles = book(result, tmp_path)["xl/styles.xml"]
    assert 'formatCode="0.0%"' in styles and 'formatCode="#,##0.00"' in styles


def test_two_scenarios_say_what_each_announces(result):
    other = run(small(**{PLACES: "4 people"}), reps=3, jobs=1)
    cells = {row[0].text: row[1].text for row in against(result, other).groups[0].rows if row[0].text}
    assert cells["places"] == f"6 usable in homes at first; {other.name}: 4 usable in homes at first"
