"""Tables as Excel and people save them: what each is told, word for word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.errors import BadScenario
from sim.scenario.load import load
from sim.scenario.values import read_date

GOOD = Path(__file__).parents[1] / "bad_scenarios" / "good.yaml"
COLUMNS = "id, date, class, destination, people"

TABLES = {
    "date\tclass\n2025-03-01\tsingle\n": [
        "1:1: the columns are parted by tabs. Save the table as CSV, with commas or semicolons between the columns"
    ],
    "sep=;\ndate;class\n2025-03-01;single\n": [
        '1:1: the first line is "sep=". Take this line out: what parts the columns is seen without it'
    ],
    "date,class\n": [
        "1:1: no row stands below the names of the columns. Write a line for each case, or take the stream out with NAME: none"
    ],
    "2025-03-01,single,1\n": [f"1:1: the first line names no column. Begin with the names of the columns: {COLUMNS}"],
    "date,class,,\n2025-03-01,single,,\n": [
        "1:1: column 3 has no name. Take empty columns out, or name it",
        "1:1: column 4 has no name. Take empty columns out, or name it",
    ],
    "Date,class\n2025-03-01,single\n": [
        '1:1: unknown or repeated column "Date". Did you mean "date"?',
        f'1:1: the column "date" is missing. The columns are {COLUMNS}',
    ],
    "date,class\n01.03.2025,single\n": ['2:1: date "01.03.2025" is not a date. Write "2025-03-01", year first'],
    "date,class\n3/4/2025,single\n": ['2:1: date "3/4/2025" is not a date. Write "2025-04-03" or "2025-03-04", year first'],
    "date,class\n45717,single\n": [
        '2:1: date "45717" is not a date. Write "2025-03-01" if this is the number of a day in Excel, year first'
    ],
}


@pytest.mark.parametrize("table", TABLES)
def test_what_is_told(table, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(GOOD, "good.yaml")
    Path("q.yaml").write_text("extends: ./good.yaml\ndemand: {lists: none, mine: {kind: trace, file: t.csv}}\n")
    Path("t.csv").write_text(table)
    with pytest.raises(BadScenario) as caught:
        load("q.yaml")
    assert str(caught.value).split("\n") == [f"t.csv:{line}" for line in TABLES[table]]


def test_a_table_of_the_wrong_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(GOOD, "good.yaml")
    Path("q.yaml").write_text("extends: ./good.yaml\ndemand: {inside: {kind: initial, file: t.csv}}\n")
    Path("t.csv").write_text("days_inside\n" + "1\n" * 100_001)
    with pytest.raises(BadScenario) as caught:
        load("q.yaml")
    assert str(caught.value) == "t.csv: there are more than 100,000 rows. Is this the right file?"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2025-3-1", '"2025-03-01", year first'),
        ("2025/03/01", '"2025-03-01", year first'),
        ("2025-03-01 00:00:00", '"2025-03-01", year first'),
        ("1.3.2025", '"2025-03-01", year first'),
        ("13/03/2025", '"2025-03-13", year first'),
        ("3/13/2025", '"2025-03-13", year first'),
        ("2025\u201303\u201301", '"2025-03-01", year first'),
        ("31.02.2025", 'year-month-day such as "2025-06-11", from 1900 to 2199'),
        ("March 2025", 'year-month-day such as "2025-06-11", from 1900 to 2199'),
    ],
)
def test_the_day_that_was_meant(text, told):
    with pytest.raises(ValueError) as caught:
        read_date(text)
    assert str(caught.value).endswith(f" is not a date: write {told}")
