"""Tables and texts on the console: no word is broken, no row is cut, and a command can be pasted, however narrow the window is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, ConsoleOptions, RenderResult

NARROWEST_TEXT = 26
"""A column of text may be folded between words down to this width; columns of numbers are not folded."""

GAP = 3
LINES_OF_HEAD = 4
"""A head over numbers is folded into about so many lines, not more."""

UNIT = re.compile(r"(?<=\d) (?=(?:%|d|h)(?!\w))")
"""Between a number and its unit, where no line is broken."""


@dataclass
class Grid:
    """A table; where the window is too narrow for it, a paragraph for each row with what its columns say.

    Parameters
    ----------
    columns : sequence of str
        Heads.
    numbers : sequence of str
        Heads of the columns that hold numbers and stand to the right.
    """

    columns: Sequence[str]
    numbers: Sequence[str] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add_row(self, *cells: str) -> None:
        """One more row, a text for each column."""
        self.rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.least_width <= options.max_width:
            yield self._table(self._shared_out(options.max_width))
        else:
            yield from self._paragraphs(options.max_width)

    @property
    def least_width(self) -> int:
        """The least width at which it can be read as a table."""
        return sum(self._least(n) for n in range(len(self.columns))) + GAP * (len(self.columns) - 1)

    def _least(self, column: int) -> int:
        head, texts = self.columns[column], [row[column] for row in self.rows]
        if head in self.numbers:
            return max([_longest_word(head), -(-len(head) // LINES_OF_HEAD), *map(len, texts)])
        return max([_longest_word(head), *(_longest_word(text) for text in texts), min(NARROWEST_TEXT, max(map(len, texts), default=0))])

    def _shared_out(self, width: int) -> list[int]:
        """A width for each column: at least what it needs; what is left goes to texts first, then to heads over numbers."""
        widths = [self._least(n) for n in range(len(self.columns))]
        whole = [max([len(name), *(len(row[n]) for row in self.rows)]) for n, name in enumerate(self.columns)]
        for _ in range(width - self.least_width):
            folded = [n for n in range(len(widths)) if whole[n] > widths[n]]
            texts = [n for n in folded if self.columns[n] not in self.numbers] or folded
            if texts:
                widths[max(texts, key=lambda n: whole[n] / widths[n])] += 1
        return widths

    def _table(self, widths: Sequence[int]) -> Table:
        grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, safe_box=True, header_style="bold")
        for n, name in enumerate(self.columns):
            number = name in self.numbers
            grid.add_column(name, justify="right" if number else "left", overflow="fold", width=widths[n])
        for row in self.rows:
            grid.add_row(*row)
        return grid

    def _paragraphs(self, width: int) -> Iterable[str]:
        named = [name for name in self.columns if name]
        first = self.columns[0]
        for row in self.rows:
            said = [f"{name}: {text}" if name in named else text for name, text in zip(self.columns[1:], row[1:], strict=True) if text]
            yield "\n".join([wrapped(f"{first}: {row[0]}" if first else row[0], width), *(wrapped(one, width, "  ") for one in said)])


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def table(*columns: str, numbers: tuple[str, ...] = ()) -> Grid:
    """An empty table with these heads; columns of numbers stand to the right."""
    return Grid(columns, numbers)


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Lines no longer than the width, broken between words; a long name or path may be broken after a dot, dash, slash or equals sign."""
    return "\n".join("\n".join(_wrapped(line, width, indent)) for line in text.split("\n"))


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """One line in as many as it takes, those after the first indented by two more."""
    own = indent + text[: len(text) - len(text.lstrip())]
    lines, space = [own], ""
    for word in UNIT.sub("\0", text).split():
        for piece in _pieces(word, width - len(own) - 2):
            if len(lines[-1]) + len(space) + len(piece) > width and lines[-1].strip():
                lines.append(f"{own}  ")
                space = ""
            lines[-1] += space + piece
            space = ""
        space = " "
    return [line.replace("\0", " ") for line in lines]


def _pieces(word: str, room: int) -> list[str]:
    """A word; one that has no room on a line of its own, cut after its marks."""
    return [word] if len(word) <= room else re.findall(r"[^./=_-]*[./=_-]+|[^./=_-]+", word)


def least_width(part: object) -> int:
    """Of a table, or of the tables in a group; 0 of a text, which can be broken anywhere."""
    if isinstance(part, Grid):
        return part.least_width
    return max(map(least_width, part.renderables), default=0) if isinstance(part, Group) else 0


@dataclass(frozen=True)
class Place:
    """Where something was written: one line in any window, to be copied as a whole."""

    what: str
    path: Path

    def __str__(self) -> str:
        return f"{self.what}: {self.path}"

    def folded(self, _width: int) -> str:
        """Never broken."""
        return str(self)


@dataclass(frozen=True)
class Command:
    """A command to try next, and why."""

    words: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        return f"Next: {shlex.join(self.words)}   ({self.why})"

    def folded(self, width: int) -> str:
        """In a narrow window over several lines, still to be pasted as a whole."""
        if len(str(self)) <= width:
            return str(self)
        lines = ["  "]
        for word in (shlex.quote(word) for word in self.words):
            if lines[-1].strip() and len(lines[-1]) + len(word) + 3 > width:
                lines.append("    ")
            lines[-1] += word if not lines[-1].strip() else f" {word}"
        return "\n".join([wrapped(f"Next ({self.why}):", width), " \\\n".join(lines)])
