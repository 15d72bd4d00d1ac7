"""What an answer rests on: how many facts of which status, what stands without a range, and what to measure first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.metrics import evidence_counts
from sim.report.page.parts import Cell, Group, Table, plain
from sim.report.page.sources import keys
from sim.report.sentences import number

if TYPE_CHECKING:
    from sim.scenario.ledger import Input
    from sim.scenario.schema import Scenario

WEAKEST_FIRST = ("assumed", "set", "estimated", "reported", "official")
MEANING = {
    "official": "stated by a party to the agreement or an authority",
    "reported": "reported by the press or by observers",
    "estimated": "worked out from something published",
    "assumed": "assumed: nobody has published it",
    "set": "set on the command line",
}
TO_MEASURE = 10


@dataclass(frozen=True)
class Rests:
    """The box of a scenario."""

    counts: str
    by_status: Table
    without_range: Sequence[Input]
    to_measure: Table | None


def rests(scenario: Scenario) -> Rests:
    """What the answer of a scenario rests on."""
    facts = _facts(scenario.inputs)
    of = evidence_counts(scenario)
    rows = [plain(status, f"{count}", MEANING[status]) for status, count in of.items() if count or status != "set"]
    return Rests(
        counts=f"{len(facts)} facts",
        by_status=Table("Facts by what they rest on", ("status", "facts", "meaning"), [Group(rows)], frozenset({1})),
        without_range=[row for row in facts if row.status == "assumed" and row.range is None and row.unsure is None],
        to_measure=_to_measure(facts),
    )


def weakest(scenario: Scenario, names: Iterable[str]) -> str:
    """What the facts below some dotted names rest on: `the weakest of 31 facts are assumed (24), such as ...`."""
    starts = tuple(names)
    facts = [row for row in _facts(scenario.inputs) if any(row.name == s or row.name.startswith(f"{s}.") for s in starts)]
    if not facts:
        return "rests on the planner's choices alone"
    status = next(status for status in WEAKEST_FIRST if any(row.status == status for row in facts))
    weak = [row for row in facts if row.status == status]
    worst = max(weak, key=_width_or_nothing)
    return f"weakest evidence: {status} ({len(weak)} of the {len(facts)} facts behind it), such as {worst.name} = {worst.text}"


def _facts(rows: Iterable[Input]) -> list[Input]:
    return [row for row in rows if row.role == "fact" and not row.name.startswith(("observed.", "safeguards."))]


def _to_measure(facts: Sequence[Input]) -> Table | None:
    """Assumed facts with the widest range against their value."""
    ranged = sorted((row for row in facts if row.status == "assumed" and row.range is not None), key=lambda row: -_width(row))
    rows = [
        (Cell(row.name, row.note or ""), Cell(row.text), Cell("without end" if _width(row) == inf else number(_width(row), "times")))
        for row in ranged[:TO_MEASURE]
    ]
    if not rows:
        return None
    return Table(
        "Assumed facts with the widest range",
        ("fact", "value (range)", "width of the range against the value"),
        [Group(rows)],
        frozenset({2}),
    )


def _width(row: Input) -> float:
    """Width of the range, as a multiple of the value."""
    assert row.range is not None
    low, high = row.range
    return (high - low) / abs(row.number) if row.number else inf if high > low else 0.0


def _width_or_nothing(row: Input) -> float:
    return -1.0 if row.range is None else _width(row)


def inputs_tables(scenario: Scenario) -> list[Table]:
    """Every fact and every choice with its evidence and who set it."""
    facts = [row for row in scenario.inputs if row.role == "fact"]
    levers = [row for row in scenario.inputs if row.role == "lever"]
    tables = [
        Table(
            "Facts about the world",
            ("name", "value (range)", "status", "source", "set by"),
            [Group([_fact(row) for row in facts])],
            kind="inputs",
        ),
        Table("What the planner chooses", ("name", "value", "set by"), [Group([_lever(row) for row in levers])], kind="levers"),
    ]
    return [table for table in tables if table.groups[0].rows]


def _fact(row: Input) -> tuple[Cell, ...]:
    status = Cell(row.status, "without evidence of its own" if row.bare else "")
    return Cell(row.name, row.note or ""), Cell(row.text, _unsure(row)), status, Cell("", sources=keys(row.source)), _set_by(row)


def _lever(row: Input) -> tuple[Cell, ...]:
    return Cell(row.name, row.note or ""), Cell(row.text), _set_by(row)


def _unsure(row: Input) -> str:
    """What is not known, where it is given as a shape."""
    if row.unsure is None:
        return ""
    return "unsure: " + ", ".join([row.unsure.shape, *(f"{key} {text}" for key, text in row.unsure.parameters)])


def _set_by(row: Input) -> Cell:
    """Layers from first to last, and where the last stands."""
    layers = list(dict.fromkeys(link.layer for link in row.set_by))
    last = row.set_by[-1] if row.set_by else None
    return Cell(" → ".join(layers), f"{last.file}:{last.line}" if last and last.line else "")
