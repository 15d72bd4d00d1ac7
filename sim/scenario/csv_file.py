"""CSV files beside a scenario: people already inside, dated cases, observed values. Commas or semicolons, with or without BOM."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from sim.errors import BadScenario, Fault, counted, nearest, suggestion
from sim.scenario.files import Source
from sim.scenario.quantities import parse_quantity
from sim.scenario.schema import TraceRow
from sim.scenario.text_file import read_text
from sim.scenario.units import DAY
from sim.scenario.values import read_date

T = TypeVar("T")
Names = Mapping[str, list[str]]
"""Column -> names that may stand in it."""
Largest = Mapping[str, int]
"""Class -> people in its largest case, as far as that can be read."""
Cell = tuple[int, int, str]
"""Line and column at which it begins (quotes not counted), and its text."""

MOST_ROWS = 100_000
NO_ROWS = ("no row stands below the names of the columns", "Write a line for each case, or take the stream out with NAME: none")
LARGEST_ID = 2**32 - 1
MOST_DAYS = 36_500
INITIAL_COLUMNS = ("id", "hub", "pool", "class", "destination", "people", "days_inside")
TRACE_COLUMNS = ("id", "date", "class", "destination", "people")

_WHOLE = re.compile("[0-9]{1,10}")
_DAYS = re.compile("[0-9]{1,10}([.,][0-9]{1,20})?")


class _Row:
    """One line: its cells by column, each with its place."""

    def __init__(self, file: str, line: int, cells: dict[str, Cell], faults: list[Fault]) -> None:
        self._file, self._cells, self._faults = file, cells, faults
        self._left_out: Cell = (line, 1, "")

    def read(self, column: str, reader: Callable[[str], T], default: T) -> T:
        """The cell read; the default where it is empty or the column is left out."""
        text = self._cell(column)[2]
        if not text:
            return default
        try:
            return reader(text)
        except ValueError as error:
            what, _, to_do = str(error).rpartition(": ")
            self.fault(column, f"{column} {what}", to_do[:1].upper() + to_do[1:])
            return default

    def _cell(self, column: str) -> Cell:
        return self._cells.get(column, self._left_out)

    def word(self, column: str, valid: Names) -> str | None:
        """A name that must exist; None where the cell is empty."""
        text = self.read(column, _word, None)
        if text is not None and text not in valid[column]:
            self.fault(column, f'there is no {column} "{text[:40]}"', suggestion(text, valid[column]))
        return text

    def missing(self, column: str) -> bool:
        """Whether the cell is empty; notes a fault."""
        empty = not self._cell(column)[2]
        if empty:
            self.fault(column, f"{column} is empty", f"Write the {column} of this case")
        return empty

    def fault(self, column: str, what: str, to_do: str) -> None:
        line, place, _ = self._cell(column)
        self._faults.append(Fault(self._file, line, place, what, to_do))


def initial_rows(source: Source, names: Names, largest: Largest, faults: list[Fault]) -> tuple[TraceRow, ...]:
    """People already inside: id, hub, pool, class, destination, people, days_inside. Empty cells are drawn; days_inside is needed."""
    return _rows(source, INITIAL_COLUMNS, ("days_inside",), lambda row, number: _initial(row, number, names), largest, faults)


def trace_rows(source: Source, start: dt.date, names: Names, largest: Largest, faults: list[Fault]) -> tuple[TraceRow, ...]:
    """Dated cases: id, date, class, destination, people. Empty cells are drawn; the date is needed."""
    return _rows(source, TRACE_COLUMNS, ("date",), lambda row, number: _dated(row, number, start, names), largest, faults)


def observed_values(source: Source, faults: list[Fault]) -> list[str]:
    """One column of values with their units, as `12 d`; the unit may stand in the heading instead, as `days` or `d`."""
    heading, lines = _table(source)
    if len(heading) != 1:
        faults.append(Fault(source.shown, 1, 1, f"there are {len(heading)} columns", "Keep one column of observed values"))
        return []
    unit = heading[0] if heading[0] in ("ms", "s", "min", "h", "d", "day", "days", "weeks", "months", "years", "people") else ""
    return [_observed(source, line, f"{cells[0][2]} {unit}".strip(), faults) for line, cells in lines]


def _observed(source: Source, line: int, text: str, faults: list[Fault]) -> str:
    try:
        parse_quantity(text)
    except ValueError as error:
        what, _, to_do = str(error).rpartition(": ")
        faults.append(Fault(source.shown, line, 1, what, to_do[:1].upper() + to_do[1:]))
    return text


def _rows(
    source: Source,
    columns: tuple[str, ...],
    needed: tuple[str, ...],
    make: Callable[[_Row, int], TraceRow],
    largest: Largest,
    faults: list[Fault],
) -> tuple[TraceRow, ...]:
    heading, lines = _table(source)
    before = len(faults)
    faults.extend(Fault(source.shown, 1, 1, what, to_do) for what, to_do in _heading_faults(heading, columns, needed))
    if len(faults) == before and not lines:
        faults.append(Fault(source.shown, 1, 1, *NO_ROWS))
    if len(faults) > before:
        return ()
    made: dict[int, TraceRow] = {}
    crowded: list[tuple[_Row, TraceRow, int]] = []
    for number, (line, cells) in enumerate(lines, 1):
        if len(cells) != len(heading):
            faults.append(
                Fault(
                    source.shown,
                    line,
                    1,
                    f"{counted(len(cells), 'cell stands', 'cells stand')} under {counted(len(heading), 'column')}",
                    "Give each column one cell",
                )
            )
            continue
        row = _Row(source.shown, line, dict(zip(heading, cells, strict=True)), faults)
        if not any(row.missing(column) for column in needed):
            one = make(row, number)
            most = largest.get(one.class_) if one.class_ is not None else max(largest.values(), default=None)
            if one.people is not None and most is not None and one.people > most:
                crowded.append((row, one, most))
                one = one.model_copy(update={"people": None})
            _add(made, one, row)
    _too_many_people(crowded)
    return tuple(made.values())


def _too_many_people(crowded: list[tuple[_Row, TraceRow, int]]) -> None:
    """One fault for all cases of a file that have more people than their class allows (where it is drawn, than any does)."""
    if crowded:
        row, one, most = crowded[0]
        more = f", and {counted(len(crowded) - 1, 'more such line')}" if len(crowded) > 1 else ""
        what = f"people is {one.people}, and a case of {one.class_ or 'any class'} has at most {most}{more}"
        row.fault("people", what, f"Write fewer, or let the class have them: {one.people}: 0 % in its size is never drawn")


def _heading_faults(heading: list[str], columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What is wrong with the first line, and what to do."""
    if any("\t" in column for column in heading):
        yield "the columns are parted by tabs", "Save the table as CSV, with commas or semicolons between the columns"
    elif heading[0].startswith("sep="):
        yield f'the first line is "{heading[0]}"', "Take this line out: what parts the columns is seen without it"
    elif not any(nearest(column.lower(), columns) for column in heading):
        yield "the first line names no column", f"Begin with the names of the columns: {', '.join(columns)}"
    else:
        for number, column in enumerate(heading, 1):
            if not column:
                yield f"column {number} has no name", "Take empty columns out, or name it"
            elif column not in columns or heading.count(column) > 1:
                yield f'unknown or repeated column "{column}"', suggestion(column.lower(), columns)
        for column in needed:
            if column not in heading:
                yield f'the column "{column}" is missing', f"The columns are {', '.join(columns)}"


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
    if _WHOLE.fullmatch(text) and int(text) <= LARGEST_ID:
        return int(text)
    raise ValueError(f'is "{text[:40]}": write a whole number from 0 to {LARGEST_ID}')


def _people(text: str) -> int | None:
    if _WHOLE.fullmatch(text) and 1 <= int(text) <= 1000:
        return int(text)
    raise ValueError(f'is "{text[:40]}": write a whole number of people from 1 to 1000')


def _days(text: str) -> int:
    if _DAYS.fullmatch(text) and float(text.replace(",", ".")) <= MOST_DAYS:
        return round(float(text.replace(",", ".")) * DAY)
    raise ValueError(f'is "{text[:40]}": write a number of days from 0 to {MOST_DAYS}')


def _table(source: Source) -> tuple[list[str], list[tuple[int, list[Cell]]]]:
    """Heading, and the rows with the line at which each begins. Raises BadScenario for what is no table."""
    assert source.path is not None
    text = read_text(source.path, source.shown)
    first = text.partition("\n")[0]
    if not first.strip():
        raise BadScenario([Fault(source.shown, 1, 1, "the first line is empty", "Begin with the names of the columns")])
    mark = ";" if ";" in first else ","
    lines = list(_lines(source, text, mark))
    if len(lines) > MOST_ROWS + 1:
        raise BadScenario([Fault(source.shown, 0, 0, f"there are more than {MOST_ROWS:,} rows", "Is this the right file?")])
    (_, heading), *rest = lines
    return [word for _, _, word in heading], rest


def _lines(source: Source, text: str, mark: str) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, _placed(cells, begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        what = f"this is not a CSV file ({error})"
        raise BadScenario([Fault(source.shown, begins, 1, what, "Save the table as CSV, and look at its quotes")]) from None


def _placed(cells: list[str], line: int) -> list[Cell]:
    """Each cell with its place; one in quotes may run over several lines."""
    placed, column = [], 1
    for cell in cells:
        lead = cell[: len(cell) - len(cell.lstrip())]
        placed.append((line + lead.count("\n"), 1 + len(lead.rpartition("\n")[2]) + (0 if "\n" in lead else column - 1), cell.strip()))
        line += cell.count("\n")
        column = len(cell.rpartition("\n")[2]) + 1 + (1 if "\n" in cell else column)
    return placed
