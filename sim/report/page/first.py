"""The first page: what stands on one sheet of paper, in the range of nine runs in ten; the long tables follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.metrics import named
from sim.report import answers, inputs
from sim.report.page import breaches
from sim.report.page.agreed import announced, follows
from sim.report.page.evidence import assumed_without_range, widest
from sim.report.page.parts import Cell, Group, Numbers, Table
from sim.scenario.thresholds import rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.ledger import Input
    from sim.scenario.schema import Scenario
    from sim.study.result import Result

FIRST_OF_LEAST_KNOWN = 3
NINE = "nine runs in ten"

ALWAYS = {
    "breaches.people": "any safeguard broken, each person once",
    "stay.longest": "longest stay of anyone, so far",
    "limit.people": "people beyond the agreed stay",
    "limit.child_days": "days of children beyond it",
    "order.days": "days inside after an order to release",
    "overcrowding.person_days": "days of people beyond usable places",
}
"""Breaches that stand on the first page even when there are none."""


@dataclass(frozen=True)
class Box:
    """What the answer rests on, and what is least known."""

    counts: str
    first: Sequence[Input]
    by_width: bool


def announced_short(result: Result) -> Table:
    """What was announced, each with the first number that comes of it."""
    said = Numbers(result)
    rows = [
        (Cell(what), Cell(" ".join(cell.text.split(";")[:1]), cell.small), Cell(_first(result, said, what)))
        for what, cell in announced(result).items()
    ]
    head = ("", "announced or assumed", f"simulated, {NINE}")
    return Table("Announced or assumed, and simulated", head, [Group(rows)], kind="brief")


def _first(result: Result, said: Numbers, what: str) -> str:
    if what == "longest stay" and "limit.people" in said:
        return f"{said.spread('limit.people')} stay longer"
    for metric, words in follows(what, result).items():
        if metric in said and said.spread(metric):
            return (
                f"{said.spread(metric)}: {words}" if named(metric).unit != "people" else f"{said.spread(metric)} {_without_people(words)}"
            )
    return "–"


def _without_people(words: str) -> str:
    return words.removeprefix("people ").removeprefix("most people ")


def breaches_short(result: Result) -> Table:
    """Every safeguard, longest stay, limit, orders, crowding: nothing switches it off. What is broken in no run shares a row."""
    said, safeguards = Numbers(result), result.scenario.safeguards
    broken, kept, nobody = breaches.kept(said, safeguards)
    rows = {f"safeguard.{name}.people": f"{name}: {rule(safeguards[name])}" for name in broken}
    always = {metric: words for metric, words in ALWAYS.items() if metric in said}
    rows |= {metric: words for metric, words in always.items() if answers.values_of(result, metric).any()}
    whole = [*kept, *(words for metric, words in always.items() if metric not in rows)]
    shown = [
        (Cell(words), Cell(said.spread(metric), _days(said, metric)), Cell(breaches.happens(result, metric)))
        for metric, words in rows.items()
    ]
    if whole:
        shown.append((Cell(f"in no run: {', '.join(whole)}"), Cell("none"), Cell("0 %")))
    if nobody:
        shown.append((Cell(f"concerns nobody, so not known: {', '.join(nobody)}"), Cell("–"), Cell("–")))
    return Table("Breaches and longest stay", ("", NINE, "runs with any"), [Group(shown)], frozenset({1, 2}), "brief")


def _days(said: Numbers, metric: str) -> str:
    """Days of people beside the people for whom a safeguard is broken."""
    days = metric.removesuffix(".people") + ".person_days"
    return said.spread(days) if metric.startswith(("safeguard.", "breaches.")) and said.value(days) else ""


def box(scenario: Scenario) -> Box:
    """How many facts of which status, and the least known."""
    ranged = widest([scenario])
    first = (ranged or assumed_without_range([scenario]))[:FIRST_OF_LEAST_KNOWN]
    return Box(inputs.counts(scenario), first, bool(ranged))
