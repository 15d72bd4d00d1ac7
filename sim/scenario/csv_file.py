"""CSV files beside a scenario: people already inside, dated cases, observed values. Commas or semicolons, with or without BOM."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from sim.errors import BadScenario, Fault, suggestion
from sim.scenario.files import Source
from sim.scenario.quantities import parse_quantity
from sim.scenario.schema import TraceRow
from sim.scenario.text_file import read_text
from sim.scenario.units import DAY
from sim.scenario.values import read_date

T = TypeVar("T")
Names = Mapping[str, list[str]]
"""Column -> names that may stand in it."""

MOST_ROWS = 100_000
LARGEST_ID = 2**32 - 1
INITIAL_COLUMNS = ("id", "hub", "pool", "class", "destination", "people", "days_inside")
TRACE_COLUMNS = ("id", "date", "class", "destination", "people")


class _Row:
    """One line: its cells by column, each with its place."""

    def __init__(self, file: str, line: int, cells: dict[str, tuple[int, str]], faults: list[Fault]) -> None:
        self._file, self._line, self._cells, self._faults = file, line, cells, faults

    def read(self, column: str, reader: Callable[[str], T], default: T) -> T:
        """The cell read; the default where it is empty or the column is left out."""
        place, text = self._cells.get(column, (1, ""))
        if not text:
            return default
        try:
            return reader(text)
        except ValueError as error:
            what, _, to_do = str(error).partition(": ")
            self._faults.append(Fault(self._file, self._line, place, f"{column} {what}", to_do[:1].upper() + to_do[1:]))
            return default

    def word(self, column: str, valid: Names) -> str | None:
        """A name that must exist; None where the cell is empty."""
        text = self.read(column, _word, None)
        if text is not None and text not in valid[column]:
            self.fault(column, f'there is no {column} "{text[:40]}"', suggestion(text, valid[column]))
        return text

    def missing(self, column: str) -> bool:
        """Whether the cell is empty; notes a fault."""
        place, text = self._cells.get(column, (1, ""))
        if not text:
            self._faults.append(Fault(self._file, self._line, place, f"{column} is empty", f"Write the {column} of this case"))
        return not text

    def fault(self, column: str, what: str, to_do: str) -> None:
        self._faults.append(Fault(self._file, self._line, self._cells[column][0], what, to_do))


def initial_rows(source: Source, names: Names, faults: list[Fault]) -> tuple[TraceRow, ...]:
    """People already inside: id, hub, pool, class, destination, people, days_inside. Empty cells are drawn; days_inside is needed."""
    return _rows(source, INITIAL_COLUMNS, ("days_inside",), lambda row, number: _initial(row, number, names), faults)


def trace_rows(source: Source, start: dt.date, names: Names, faults: list[Fault]) -> tuple[TraceRow, ...]:
    """Dated cases: id, date, class, destination, people. Empty cells are drawn; the date is needed."""
    return _rows(source, TRACE_COLUMNS, ("date",), lambda row, number: _dated(row, number, start, names), faults)


def observed_values(source: Source, faults: list[Fault]) -> list[str]:
    """One column of values with their units, as `12 d`; the unit may stand in the heading instead, as `days` or `d`."""
    heading, lines = _table(source)
    if len(heading) != 1:
        faults.append(Fault(source.shown, 1, 1, f"there are {len(heading)} columns", "Keep one column of observed values"))
        return []
    unit = heading[0] if heading[0] in ("ms", "s", "min", "h", "d", "day", "days", "weeks", "months", "years", "people") else ""
    return [_observed(source, line, f"{cells[0][1]} {unit}".strip(), faults) for line, cells in lines]


def _observed(source: Source, line: int, text: str, faults: list[Fault]) -> str:
    try:
        parse_quantity(text)
    except ValueError as error:
        what, _, to_do = str(error).partition(": ")
        faults.append(Fault(source.shown, line, 1, what, to_do[:1].upper() + to_do[1:]))
    return text


def _rows(
    source: Source, columns: tuple[str, ...], needed: tuple[str, ...], make: Callable[[_Row, int], TraceRow], faults: list[Fault]
) -> tuple[TraceRow, ...]:
    heading, lines = _table(source)
    before = len(faults)
    for column in heading:
        if column not in columns or heading.count(column) > 1:
            faults.append(Fault(source.shown, 1, 1, f'unknown or repeated column "{column}"', suggestion(column, columns)))
    for column in needed:
        if column not in heading:
            faults.append(Fault(source.shown, 1, 1, f'the column "{column}" is missing', f"The columns are {', '.join(columns)}"))
    if len(faults) > before:
        return ()
    made: dict[int, TraceRow] = {}
    for number, (line, cells) in enumerate(lines, 1):
        if len(cells) != len(heading):
            faults.append(
                Fault(source.shown, line, 1, f"{len(cells)} cells stand under {len(heading)} columns", "Give each column one cell")
            )
            continue
        row = _Row(source.shown, line, dict(zip(heading, cells, strict=True)), faults)
        if not any(row.missing(column) for column in needed):
            _add(made, make(row, number), row)
    return tuple(made.values())


def _add(made: dict[int, TraceRow], one: TraceRow, row: _Row) -> None:
    if one.id in made:
        row.fault("id", f"id {one.id} stands twice", "Give each case its own id")
    made[one.id] = one


def _initial(row: _Row, number: int, names: Names) -> TraceRow:
    return TraceRow(
        id=row.read("id", _id, number),
        hub=row.word("hub", names),
        pool=row.word("pool", names),
        class_=row.word("class", names),
        destination=row.word("destination", names),
        people=row.read("people", _people, None),
        elapsed=row.read("days_inside", _days, 0),
    )


def _dated(row: _Row, number: int, start: dt.date, names: Names) -> TraceRow:
    date = row.read("date", read_date, start)
    if date < start:
        row.fault("date", f"{date} is before the start, {start}", "Take the line out, or start earlier")
    return TraceRow(
        id=row.read("id", _id, number),
        at=(date - start).days * DAY,
        class_=row.word("class", names),
        destination=row.word("destination", names),
        people=row.read("people", _people, None),
    )


def _word(text: str) -> str | None:
    return text


def _id(text: str) -> int:
    if text.isdecimal() and int(text[:12]) <= LARGEST_ID:
        return int(text)
    raise ValueError(f'is "{text[:40]}": write a whole number from 0 to {LARGEST_ID}')


def _people(text: str) -> int | None:
    if text.isdecimal() and 1 <= int(text[:12]) <= 1000:
        return int(text)
    raise ValueError(f'is "{text[:40]}": write a whole number of people from 1 to 1000')


def _days(text: str) -> int:
    try:
        days = float(text.replace(",", "."))
    except ValueError:
        days = -1.0
    if not 0 <= days <= 36_500:
        raise ValueError(f'is "{text[:40]}": write a number of days from 0 to 36500')
    return round(days * DAY)


def _table(source: Source) -> tuple[list[str], list[tuple[int, list[tuple[int, str]]]]]:
    """Heading, and the lines with cells; every cell with its column. Raises BadScenario for what is no table."""
    assert source.path is not None
    text = read_text(source.path, source.shown)
    first = text.partition("\n")[0]
    if not first.strip():
        raise BadScenario([Fault(source.shown, 1, 1, "the first line is empty", "Begin with the names of the columns")])
    mark = ";" if ";" in first else ","
    try:
        lines = list(_lines(text, mark))
    except csv.Error as error:
        raise BadScenario([Fault(source.shown, 0, 0, f"this is not a CSV file ({error})", "Save the table as CSV")]) from None
    if len(lines) > MOST_ROWS + 1:
        raise BadScenario([Fault(source.shown, 0, 0, f"there are more than {MOST_ROWS:,} rows", "Is this the right file?")])
    (_, heading), *rest = lines
    return [word for _, word in heading], rest


def _lines(text: str, mark: str) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, _placed(cells)


def _placed(cells: list[str]) -> list[tuple[int, str]]:
    """Each cell with the column of the file at which it begins (quotes not counted)."""
    placed, column = [], 1
    for cell in cells:
        placed.append((column + len(cell) - len(cell.lstrip()), cell.strip()))
        column += len(cell) + 1
    return placed
