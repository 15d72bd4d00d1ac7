"""Sheets written a column at once are, byte for byte, those that xlsxwriter writes a cell at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from xlsxwriter import Workbook

from sim.report import sheets
from sim.report.sheet_of_numbers import SheetOfNumbers

LUCK = np.random.default_rng(1)
NUMBERS = {"whole": np.arange(40), "broken": LUCK.normal(size=40), "tiny": LUCK.normal(size=40) * 1e-300, "large": 1e20 * np.arange(40.0)}
WITH_GAPS = np.where(np.arange(40) % 3 == 0, np.nan, np.where(np.arange(40) % 5 == 0, np.inf, np.arange(40) / 2))
ENDS = np.concatenate([np.full(20, np.nan), np.full(20, 2.0)])
TABLES = {
    "all kinds": pd.DataFrame({"point": ["a & b", "<c>"] * 20, **NUMBERS, "gaps": WITH_GAPS, "below": -WITH_GAPS}),
    "empty at its edges": pd.DataFrame({"left": ENDS, "middle": WITH_GAPS, "right": ENDS[::-1]}),
    "no rows": pd.DataFrame({"a": np.array([], dtype=float)}),
}


def _book(folder: Path, table: pd.DataFrame, at_once: bool) -> bytes:
    path = folder / f"{at_once}.xlsx"
    with Workbook(path, sheets.TEXTS_STAY_TEXTS) as book:
        book.set_properties({"created": sheets.CREATED})
        bold, broken = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        formats = sheets.Formats(book.add_format({"num_format": "0.0%"}), broken)
        if at_once:
            sheets._sheet_of_numbers(book.add_worksheet("x", SheetOfNumbers), table, bold, formats)
        else:
            sheets._sheet(book.add_worksheet("x"), sheets._rows(table), bold, formats)
    return path.read_bytes()


@pytest.mark.parametrize("name", TABLES)
def test_is_what_is_written_cell_by_cell(name: str, tmp_path: Path) -> None:
    assert _book(tmp_path, TABLES[name], at_once=True) == _book(tmp_path, TABLES[name], at_once=False)
