"""What an answer rests on: how many facts of which status, what stands without a range, and what is least known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import inf
from typing import TYPE_CHECKING

from sim.errors import counted
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
    "assumed": "not published: a guess of whoever wrote the scenario",
    "set": "set on the command line",
}
LEAST_KNOWN = 10
BY_RANGE_SHORT = "in the order of the width of the range, not of what they do to the answer"
BY_RANGE = (
    "In the order of the width of the range alone, not of what it does to the answer: a wide range may matter little, a narrow one much. "
    "What to measure first is the fact that moves the answer most between the two ends of its range: "
    "run the scenario at each with --set NAME=VALUE, or both as points of a sweep."
)


@dataclass(frozen=True)
class Rests:
    """What an answer rests on: how many facts, by status, those assumed without a range, and what is least known."""

    counts: str
    by_status: Table
    without_range: Sequence[Input]
    least_known: Table | None


def rests(*scenarios: Scenario) -> Rests:
    """What the answer from one scenario, or from two beside each other, rests on."""
    of = [evidence_counts(scenario) for scenario in scenarios]
    statuses = [status for status in of[0] if status != "set" or any(one[status] for one in of)]
    rows = [plain(status, *(f"{one[status]}" for one in of), MEANING[status]) for status in statuses]
    names = ("facts",) if len(of) == 1 else tuple(scenario.name for scenario in scenarios)
    numbers = frozenset(range(1, 1 + len(of)))
    return Rests(
        counts=" and ".join(dict.fromkeys(counted(sum(one.values()), "fact") for one in of)),
        by_status=Table("Facts by what they rest on", ("status", *names, "meaning"), [Group(rows)], numbers),
        without_range=assumed_without_range(scenarios),
        least_known=_least_known(widest(scenarios)),
    )


def _assumed(scenarios: Iterable[Scenario]) -> list[Input]:
    """Facts that rest on an assumption, each name once."""
    rows = (row for scenario in scenarios for row in scenario.inputs)
    return list({row.name: row for row in rows if row.role == "fact" and row.status == "assumed"}.values())


def assumed_without_range(scenarios: Iterable[Scenario]) -> list[Input]:
    """Assumed facts of which not even a range is given."""
    return [row for row in _assumed(scenarios) if row.range is None and row.unsure is None]


def widest(scenarios: Iterable[Scenario]) -> list[Input]:
    """Assumed facts with a range, the widest against its value first."""
    return sorted((row for row in _assumed(scenarios) if row.range is not None), key=lambda row: -_width(row))


def weakest(scenario: Scenario, behind: Iterable[str], movers: Iterable[str]) -> str:
    """What the facts below the dotted names `behind` rest on, with one of the weakest as an example.

    `movers` are patterns of dotted names, what moves the answer most first (by its part in the model; nothing is computed): the example is
    the widest of the first pattern that has a weak fact, so that a trifle with a wide range is not named before what decides.
    """
    facts = _below(scenario, behind)
    if not facts:
        return "rests on the planner's choices alone"
    status = next(status for status in WEAKEST_FIRST if any(row.status == status for row in facts))
    weak = [row for row in facts if row.status == status]
    decisive = ([row for row in weak if fnmatchcase(row.name, pattern)] for pattern in movers)
    worst = max(next(filter(None, decisive), weak), key=_width_or_nothing)
    return f"weakest evidence: {status} ({len(weak)} of the {counted(len(facts), 'fact')} behind it), such as {worst.name} = {worst.text}"


def _below(scenario: Scenario, names: Iterable[str]) -> list[Input]:
    """Facts with these dotted names or below them."""
    starts = tuple(names)
    return [row for row in scenario.inputs if row.role == "fact" and any(row.name == s or row.name.startswith(f"{s}.") for s in starts)]


def _least_known(ranged: Sequence[Input]) -> Table | None:
    """Assumed facts with the widest range against their value."""
    if not ranged:
        return None
    rows = [(Cell(row.name, row.note or ""), Cell(row.text), Cell(_times(_width(row)))) for row in ranged[:LEAST_KNOWN]]
    head = ("fact", "value (range)", "width of the range against the value")
    return Table("Assumed facts with the widest range", head, [Group(rows)], frozenset({2}), "measure")


def _times(width: float) -> str:
    return "no measure: the value is 0" if width == inf else number(width, "times")


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
