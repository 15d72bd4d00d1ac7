"""What pages are made of: sentences and tables, plain text that the template escapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.metrics.registry import named
from sim.report.sentences import NOTHING, between, number, percent

if TYPE_CHECKING:
    from sim.study.result import Difference, Result

Row = dict[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A sentence with its number; smaller: what it rests on; where the text does not say it, where nine runs in ten fall."""

    text: str
    evidence: str = ""
    spread: str = ""


@dataclass(frozen=True)
class Cell:
    """A field of a table: a text, something smaller below it, and the source it points to."""

    text: str
    small: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows under a heading of their own; without a heading, just rows. The first cell of a row is its head."""

    rows: Sequence[Sequence[Cell]]
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """A table: its caption, the heads of its columns, and which of them (from 0) hold numbers."""

    caption: str
    head: Sequence[str]
    groups: Sequence[Group]
    numbers: frozenset[int] = field(default_factory=frozenset)
    kind: str = ""


class Numbers:
    """The summary of a result, by metric, as text."""

    def __init__(self, result: Result) -> None:
        self.rows: Mapping[str, Row] = {row["metric"]: row for row in result.summary.to_dict("records")}
        self._reach = result.reach
        self._horizon = result.scenario.horizon / 86_400_000

    def __contains__(self, metric: str) -> bool:
        return metric in self.rows

    def value(self, metric: str) -> float:
        """The estimate."""
        return float(self.rows[metric]["estimate"])

    def said(self, metric: str) -> str:
        """The estimate with its unit."""
        return self.one(metric, self.value(metric))

    def spread(self, metric: str) -> str:
        """Where nine runs in ten fall; nothing for a chance, which a single run does not have."""
        return "" if named(metric).kind == "chance" else self._between(metric, "p05", "p95")

    def from_to(self, metric: str, bare: bool = False) -> str:
        """Where nine runs in ten fall, for a sentence: `between 20 and 50 people`; `bare` leaves out people."""
        text = self.spread(metric)
        if bare and text != NOTHING:
            text = text.removesuffix(" people").removesuffix(" person").removesuffix(" places")
        first, to, last = text.partition(" to ")
        return f"between {first} and {last}" if to else text

    def interval(self, metric: str) -> str:
        """The 95 % interval of the estimate."""
        return self._between(metric, "ci_low", "ci_high")

    def one(self, metric: str, value: float) -> str:
        """A value of a metric; what was not reached is more than what was followed."""
        unit = self.rows[metric]["unit"]
        return percent(value) if unit == "share" and 0 <= value < 1 else number(value, unit, self._beyond(metric))

    def _between(self, metric: str, low: str, high: str) -> str:
        row = self.rows[metric]
        return between(row[low], row[high], row["unit"], self._beyond(metric)).replace(" to not within", ", or not within")

    def _beyond(self, metric: str) -> str:
        """What stands for a length that did not end while it was followed."""
        if named(metric).sample:
            return f"more than {number(self._reach[metric], 'days')}"
        return f"not within {number(self._horizon, 'days')}"


def bare(said: Numbers, metric: str) -> Cell:
    """Estimate and, below it, where nine runs in ten fall, without the unit that the head of the column says."""
    return Cell(_without_unit(said.said(metric)), _without_unit(said.spread(metric)))


def _without_unit(text: str) -> str:
    return next((text.removesuffix(unit) for unit in (" people", " person", " person-days", " person-day") if text.endswith(unit)), text)


def rows_of(study: Result | Difference) -> dict[str, Row]:
    """Rows of a summary by metric."""
    return {row["metric"]: row for row in study.summary.to_dict("records")}


def plain(*texts: str) -> tuple[Cell, ...]:
    """A row of texts alone."""
    return tuple(Cell(text) for text in texts)
