"""Many numbers in a sheet of a workbook: columns become text at once, byte for byte what xlsxwriter writes cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format

ROWS_OF_A_SPAN = 16
"""Rows that say together from which to which of their cells anything stands."""
EMPTY = ""
LONGEST_CELL = 32_767


class SheetOfNumbers(Worksheet):  # type: ignore[misc]
    """A sheet whose first row is written as ever, and whose other rows come from a table."""

    def fill(self, table: pd.DataFrame, broken: Format, endless: str) -> None:
        """Take the rows of a table of numbers and texts, below the first row of the sheet.

        Parameters
        ----------
        table : pandas.DataFrame
            Missing values become empty cells.
        broken : Format
            Of numbers that are not whole.
        endless : str
            Stands for what is infinite.
        """
        self._rows, self._broken = table, broken
        if len(table):
            self._check_dimensions(len(table), len(table.columns) - 1)
        self._texts = [self._columns_texts(table[name], endless) for name in table.columns]

    def _columns_texts(self, column: pd.Series[Any], endless: str) -> list[tuple[int, int]]:
        """Row and place in the table of shared texts of each cell that holds one."""
        if column.dtype.kind in "iu":
            return []
        if column.dtype.kind == "f":
            return [(row, self._shared(endless)) for row in np.flatnonzero(np.isinf(column.to_numpy())).tolist()]
        return [(row, self._shared(text[:LONGEST_CELL])) for row, text in enumerate(column) if isinstance(text, str)]

    def _shared(self, text: str) -> int:
        place: int = self.str_table._get_shared_string_index(text)
        return place

    def _write_rows(self) -> None:
        super()._write_rows()
        columns = [self._cells(place) for place in range(len(self._rows.columns))]
        spans = self._spans(np.array([[cell != EMPTY for cell in cells] for cells in columns], dtype=bool))
        for row, cells in enumerate(zip(*columns, strict=True), start=1):
            text = "".join(cells)
            if text:
                self.fh.write(f'<row r="{row + 1}" spans="{spans[row // ROWS_OF_A_SPAN]}">{text}</row>')

    def _cells(self, place: int) -> list[str]:
        """The cells of a column, from above; empty where nothing stands."""
        column, letters = self._rows.iloc[:, place], xl_col_to_name(place)
        cells = [EMPTY] * len(column)
        if column.dtype.kind in "iuf":
            values = column.to_numpy()
            broken = np.isfinite(values) & (values != np.floor(values))
            style = f' s="{self._broken._get_xf_index()}"' if broken.any() else ""  # a format that is asked for its number is written
            styles = [style if one else "" for one in broken.tolist()]
            cells = [
                f'<c r="{letters}{row}"{style}><v>{value:.16G}</v></c>' if value - value == 0 else EMPTY
                for row, (value, style) in enumerate(zip(values.tolist(), styles, strict=True), start=2)
            ]
        for row, text in self._texts[place]:
            cells[row] = f'<c r="{letters}{row + 2}" t="s"><v>{text}</v></c>'
        return cells

    def _spans(self, filled: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[int, str]:
        """First and last cell of each group of rows; the first row of the sheet is full."""
        full = np.ones((len(filled), 1), dtype=bool)
        rows = np.hstack([full, filled])
        spans = {}
        for n, first in enumerate(range(0, rows.shape[1], ROWS_OF_A_SPAN)):
            there = np.flatnonzero(rows[:, first : first + ROWS_OF_A_SPAN].any(axis=1))
            if there.size:
                spans[n] = f"{there[0] + 1}:{there[-1] + 1}"
        return spans
