"""`summary.xlsx`: a cover sheet, then one tidy table a sheet. Texts stay texts; equal studies give equal bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isinf, isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import counted
from sim.metrics import named
from sim.report import inputs
from sim.report.page.short import LUCK_ONLY, NOT_FREE
from sim.study.result import Difference, Result
from sim.study.wide import wide

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from sim.report.sheet_of_numbers import SheetOfNumbers
    from sim.scenario.schema import Scenario
    from sim.study.result import Study, SweepResult

FILE = "summary.xlsx"
CREATED = dt.datetime(2000, 1, 1)
"""The same for every file: when it was made stands in the manifest."""

TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST, LONGEST_CELL, MOST_ROWS, FIRST_ROWS = 60, 32_767, 1_048_575, 200
MOST_CELLS = 1_000_000
"""With more in a table of numbers a spreadsheet is no fun: it is a file beside the workbook."""
BARE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
NOT_REACHED = "not reached"

SHEETS = {
    "summary": "every metric: its estimate, the 95 % interval of the estimate, and where nine runs in ten fall (p05 to p95)",
    "differences": "every metric: both scenarios, the paired difference, its 95 % interval, and where nine pairs in ten fall",
    "points": "a row for each point of the sweep: what varies, whether it failed, and the estimate of every metric",
    "replications": "a row for each replication, a column for each metric",
    "safeguards": "a row for each safeguard: what is owed, who says so, for how many it is broken, how long, how often, who answers",
    "series": "a row for each day and thing counted: mean and quantiles over the replications",
    "inputs": "every value that goes in, with its unit, its evidence and who set it",
}


IN_UNIT = ("estimate", "ci_low", "ci_high", "p05", "p95", "a", "b", "difference")
"""Columns in the unit of their row."""


@dataclass(frozen=True)
class Formats:
    """How numbers are shown: shares in per cent, what is not whole with two decimals. The cells keep all digits."""

    share: Format
    broken: Format

    def of(self, value: Any, share: bool) -> Format | None:
        """The format of a value; None: as it is."""
        if not isinstance(value, float):
            return None
        return self.share if share else None if value.is_integer() else self.broken


def write(study: Study, folder: Path) -> None:
    """Write `summary.xlsx` into an existing folder."""
    from xlsxwriter import Workbook

    from sim.report.sheet_of_numbers import SheetOfNumbers

    with Workbook(folder / FILE, TEXTS_STAY_TEXTS) as book:
        book.set_properties({"title": _title(study), "author": "hubsim", "created": CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = Formats(book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "#,##0.00"}))
        tables = _tables(study)
        _cover(book, study, tables)
        for name, rows in tables.items():
            if isinstance(rows, list):
                _sheet(book.add_worksheet(name), rows, bold, formats)
            elif not _is_too_long(rows):
                _sheet_of_numbers(book.add_worksheet(name, SheetOfNumbers), rows, bold, formats)


def _title(study: Study) -> str:
    return f"{study.b.name} against {study.a.name}" if isinstance(study, Difference) else study.name


def _scenarios(study: Study) -> list[Scenario]:
    return [study.a.scenario, study.b.scenario] if isinstance(study, Difference) else [study.scenario]


Rows = list[list[Any]]
Tables = dict[str, "Rows | pd.DataFrame"]
"""By sheet; the long ones, of numbers, as they are."""


def _tables(study: Study) -> Tables:
    if isinstance(study, Difference):
        return {"differences": _with_meaning(_rows(study.summary)), "inputs": _inputs(_scenarios(study))}
    if isinstance(study, Result):
        return {
            "summary": _with_meaning(_rows(study.summary)),
            "safeguards": _rows(study.safeguards),
            "replications": wide(study.replications),
            "series": study.series,
            "inputs": _inputs([study.scenario]),
        }
    return _of_sweep(study)


def _of_sweep(sweep: SweepResult) -> Tables:
    return {
        "points": _with_numbers(_rows(sweep.points), list(sweep.varied)),
        "summary": _with_meaning(_rows(sweep.summary)),
        "replications": wide(sweep.replications),
        "inputs": _inputs([sweep.scenario]),
    }


def _rows(table: pd.DataFrame) -> Rows:
    return [list(table.columns), *table.astype(object).to_numpy().tolist()]


def _with_meaning(rows: Rows) -> Rows:
    """What each metric means, in a last column."""
    place = rows[0].index("metric")
    return [[*rows[0], "meaning"], *([*row, named(row[place]).meaning] for row in rows[1:])]


def _with_numbers(rows: Rows, varied: list[str]) -> Rows:
    """What varies as numbers, as far as it is written as a bare number, so that it sorts and plots."""
    places = {rows[0].index(name) for name in varied}
    return [rows[0], *([_bare(value) if place in places else value for place, value in enumerate(row)] for row in rows[1:])]


def _bare(value: Any) -> Any:
    return float(value) if isinstance(value, str) and BARE.fullmatch(value) else value


def _inputs(scenarios: Iterable[Scenario]) -> Rows:
    head = ["scenario", "name", "value", "as written", "unit", "low", "high", "role", "status", "source", "note", "set by"]
    rows = [
        [
            scenario.name,
            row.name,
            row.value if row.number is None else row.number,
            row.text,
            row.unit,
            *(row.range or ("", "")),
            row.role,
            row.status,
            row.source or "",
            row.note or "",
            row.set_by[-1].layer if row.set_by else "",
        ]
        for scenario in scenarios
        for row in scenario.inputs
    ]
    return [head, *rows]


def _is_too_long(rows: Rows | pd.DataFrame) -> bool:
    return not isinstance(rows, list) and rows.size > MOST_CELLS


def _cover(book: Workbook, study: Study, tables: Tables) -> None:
    sheet = book.add_worksheet("read me")
    title, heading, wrap = (
        book.add_format({"bold": True, "font_size": 16}),
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, _title(study), title)
    for place, (name, text) in enumerate(_about(study), start=2):
        sheet.write_string(place, 0, name, heading)
        sheet.write_string(place, 1, text, wrap)
    first = 3 + len(_about(study))
    for place, (name, rows) in enumerate(tables.items(), start=first):
        if _is_too_long(rows):
            sheet.write_string(place, 0, f"{name}.csv")
            sheet.write_string(place, 1, f"{SHEETS[name]}; too many for a sheet", wrap)
        else:
            sheet.write_url(place, 0, f"internal:'{name}'!A1", string=name)
            sheet.write_string(place, 1, SHEETS[name], wrap)


def _about(study: Study) -> list[tuple[str, str]]:
    rows = [("question", scenario.why) for scenario in _scenarios(study) if scenario.why]
    rows += [("scenario", f"{one.name}, hash {one.hash}, {inputs.counts(one)}") for one in _scenarios(study)]
    return [
        *rows,
        ("made with", f"{counted(study.made.reps, 'replication')}, seed {study.made.seed}, engine {study.made.engine}"),
        ("command", study.made.command or "made in Python"),
        ("the two spreads", "ci_low to ci_high: how well the estimate is known (95 %). p05 to p95: where nine runs in ten fall."),
        ("units", "Shares are 0 to 1 (shown in per cent), lengths are days unless the unit says hours. An empty cell is undefined."),
        (NOT_REACHED, "It did not happen while it was followed: longer than any stay seen, or not before the end of the run."),
        ("ranges", LUCK_ONLY),
        ("voluntary", NOT_FREE),
    ]


def _sheet(sheet: Worksheet, rows: Rows, bold: Format, formats: Formats) -> None:
    head, *body = rows
    unit = head.index("unit") if "metric" in head and "unit" in head else None
    _head(sheet, head, body[:FIRST_ROWS], bold)
    for line, row in enumerate(body[:MOST_ROWS], start=1):
        share = unit is not None and row[unit] == "share"
        for column, value in enumerate(row):
            _write(sheet, line, column, value, formats.of(value, share and head[column] in IN_UNIT))
    _frozen(sheet, len(body), len(head))


def _sheet_of_numbers(sheet: SheetOfNumbers, table: pd.DataFrame, bold: Format, formats: Formats) -> None:
    _head(sheet, list(table.columns), _rows(table.head(FIRST_ROWS))[1:], bold)
    sheet.fill(table, formats.broken, NOT_REACHED)
    _frozen(sheet, len(table), len(table.columns))


def _head(sheet: Worksheet, head: list[Any], first: Rows, bold: Format) -> None:
    """The names of the columns, and columns as wide as what stands in their first rows."""
    for column, name in enumerate(head):
        sheet.write_string(0, column, str(name), bold)
        sheet.set_column(column, column, _width(name, [row[column] for row in first]))


def _frozen(sheet: Worksheet, rows: int, columns: int) -> None:
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, rows, columns - 1)


def _width(name: str, values: Iterable[Any]) -> int:
    longest = max([len(str(name)) + 2, *(len(value) for value in values if isinstance(value, str))])
    return min(WIDEST, max(9, longest))


def _write(sheet: Worksheet, line: int, column: int, value: Any, shown: Format | None) -> None:
    """A number as a number, a text as a text, missing as an empty cell."""
    if isinstance(value, str):
        sheet.write_string(line, column, value[:LONGEST_CELL])
    elif value is None or isnan(value):
        return
    elif isinf(value):
        sheet.write_string(line, column, NOT_REACHED)
    else:
        sheet.write_number(line, column, value, shown)
