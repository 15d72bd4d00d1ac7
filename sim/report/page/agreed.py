"""What was announced, planned or assumed, beside what is simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.report import answers
from sim.report.page.parts import Cell, Group, Numbers, Table
from sim.report.page.sources import keys
from sim.report.sentences import days, number
from sim.report.words import lines, reserved

if TYPE_CHECKING:
    from sim.scenario.ledger import Input
    from sim.scenario.schema import Scenario
    from sim.study.result import Result

THEN = {"breach": "people stay and are counted", "release": "release", "send_back": "back to the sender", "extend": "extension"}

SAID = {"official": "announced", "chosen": "planner's choice", "set": "set on the command line"}
"""What a value is called by its status: only what a party or an authority stated was announced; other statuses are their own word."""

FOLLOWS: dict[str, dict[str, str]] = {
    "people in all": {"people.arrived": "people who ever came", "agreement.used": "of the total used"},
    "people at one time": {"present.peak": "most people inside at one time"},
    "places": {
        "places.peak": "most people in places at one time",
        "places.occupancy": "of the usable places taken, on average",
        "full.chance": "of runs in which somebody finds no place",
    },
    "the host's choice": {"people.listed": "people listed", "people.accepted": "people accepted by the host"},
    "boarding": {"arrival.first": "first arrival, from the start"},
    "longest stay": {
        "stay.p50": "half of the people stay no longer than",
        "limit.beyond_share": "of people stay longer than agreed",
        "limit.people": "people who stay longer than agreed",
        "stay.longest": "longest stay of anyone, so far",
    },
    "end": {
        "residual.agreement_end.people": "people inside at the end of the agreement",
        "residual.horizon.people": "people inside at the end of the run",
    },
}
"""What comes of each thing announced: metrics in words."""

WAITS_FOR_A_PLACE = "of runs in which somebody must wait for a place they may use"
"""Where nobody is moved without a place."""


def against(*results: Result) -> Table:
    """Announced, and what comes of it in each scenario: estimate, and smaller where nine runs in ten fall."""
    said = [Numbers(result) for result in results]
    rows = []
    for what, cell in _of_each(results).items():
        head: tuple[Cell, Cell] = (Cell(what), cell)
        for metric, words in follows(what, *results).items():
            if metric in said[0]:
                rows.append((*head, Cell(words), *(_simulated(one, metric) for one in said)))
                head = Cell(""), Cell("")
    names = ("simulated",) if len(results) == 1 else tuple(result.name for result in results)
    head_of_columns = ("", "announced, planned or assumed", "what comes of it", *names)
    numbers = frozenset(range(3, 3 + len(results)))
    return Table(
        "What was announced, planned or assumed, and what comes of it in the model; smaller, where nine runs in ten fall",
        head_of_columns,
        [Group(rows)],
        numbers,
        "announced",
    )


def _of_each(results: Sequence[Result]) -> dict[str, Cell]:
    """As announced in the first scenario; where another says something else, that too."""
    first, *others = (announced(result) for result in results)
    cells = dict(first)
    for result, other in zip(results[1:], others, strict=True):
        for what, cell in other.items():
            if what not in first:
                cells[what] = replace(cell, text=f"{result.name}: {cell.text}")
            elif cell.text != first[what].text:
                cells[what] = replace(cells[what], text=f"{cells[what].text}; {result.name}: {cell.text}")
    return cells


def follows(what: str, *results: Result) -> dict[str, str]:
    """What comes of one thing, in words that are true of all the scenarios."""
    scenarios = [one.scenario for one in results]
    waits = {"full.chance": WAITS_FOR_A_PLACE} if all(map(reserved, scenarios)) else {}
    true_of_all = {"people.arrived": lines(*scenarios)["people.arrived"], **waits}
    return {metric: true_of_all.get(metric, words) for metric, words in FOLLOWS[what].items()}


def _simulated(said: Numbers, metric: str) -> Cell:
    if metric not in said:
        return Cell("–")
    spread = said.spread(metric)
    return Cell(said.said(metric), spread)


def announced(result: Result) -> dict[str, Cell]:
    """As announced or planned, by what; limits that are not agreed are left out, what every hub has is said to be missing."""
    scenario, agreement = result.scenario, result.scenario.agreement
    cells = {
        "people in all": None if agreement.total is None else _cell(scenario, number(agreement.total, "people"), "agreement.total"),
        "people at one time": None
        if agreement.standing is None
        else _cell(scenario, number(agreement.standing, "people"), "agreement.standing"),
        "places": _places(result),
        "the host's choice": _choice(scenario),
        "boarding": _window(scenario),
        "longest stay": _stay(scenario),
        "end": _end(scenario),
    }
    return {what: cell for what, cell in cells.items() if cell is not None}


def _places(result: Result) -> Cell:
    """Usable places; how many there are and which share of them can be used each have their own evidence."""
    pools = [name for hub in result.scenario.hubs.values() for name in hub.pools]
    rows = {"places": _of_pools(result.scenario, "places", "rooms"), "usable": _of_pools(result.scenario, "usable")}
    said = [f"{what}: {', '.join(dict.fromkeys(_status(row) for row in found))}" for what, found in rows.items() if found]
    sources = dict.fromkeys(key for found in rows.values() for row in found for key in keys(row.source))
    return Cell(f"{answers.usable_places(result)} usable in {', '.join(pools)} at first", "; ".join(said), tuple(sources))


def _of_pools(scenario: Scenario, *parts: str) -> list[Input]:
    """The inputs of these parts of the pools."""
    names = {f"hubs.{hub}.pools.{pool}.{part}" for hub, one in scenario.hubs.items() for pool in one.pools for part in parts}
    return [row for row in scenario.inputs if row.name in names]


def _choice(scenario: Scenario) -> Cell:
    rows = [row for row in scenario.inputs if row.name == "selection.accepted"]
    return _cell(scenario, f"accepts {rows[0].text}", rows[0].name) if rows else Cell("accepts by class")


def _window(scenario: Scenario) -> Cell:
    intake = scenario.agreement.intake
    if intake.from_ is None and intake.until is None:
        return Cell("no window agreed")
    return _cell(scenario, f"{intake.from_ or scenario.start} to {intake.until or 'no end'}", "agreement.intake.until")


def _stay(scenario: Scenario) -> Cell:
    stay = scenario.agreement.stay
    if stay.limit is None:
        return Cell("no limit agreed")
    return _cell(scenario, f"{days(stay.limit)}; then: {THEN[stay.then]}", "agreement.stay.limit")


def _end(scenario: Scenario) -> Cell:
    end, acts = scenario.agreement.end, [name for name, act in scenario.timeline.items() if act.end is not None]
    if end is not None:
        return _cell(scenario, f"{end.date}", "agreement.end.date")
    return Cell(f"none agreed; the dated act {' or '.join(acts)} may end it" if acts else "no end agreed")


def _cell(scenario: Scenario, text: str, name: str) -> Cell:
    """A value with its status and source."""
    row = next((row for row in scenario.inputs if row.name == name), None)
    return Cell(text) if row is None else Cell(text, _status(row), keys(row.source))


def _status(row: Input) -> str:
    return SAID.get(row.status, row.status)
