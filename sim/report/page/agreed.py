"""What was announced beside what is simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import answers
from sim.report.page.parts import Cell, Group, Numbers, Table
from sim.report.page.sources import keys
from sim.report.sentences import days, number

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.study.result import Result

Line = tuple[str, Cell, list[tuple[str, str]]]
"""What; as announced; metrics that say what comes of it, each with its words."""


def against(*results: Result) -> Table:
    """Announced, and what comes of it in each scenario: estimate, and smaller where nine runs in ten fall."""
    said = [Numbers(result) for result in results]
    rows = []
    for what, cell, metrics in _lines(results[0]):
        for n, (metric, words) in enumerate(metrics):
            if metric in said[0]:
                shown = [Cell(one.said(metric), f"nine in ten: {one.spread(metric)}") if metric in one else Cell("–") for one in said]
                rows.append((Cell(what if n == 0 else ""), cell if n == 0 else Cell(""), Cell(words), *shown))
    heads = ("simulated",) if len(results) == 1 else tuple(result.name for result in results)
    numbers = frozenset(range(3, 3 + len(results)))
    return Table(
        "Announced against simulated", ("", "announced or planned", "what comes of it", *heads), [Group(rows)], numbers, "announced"
    )


def _lines(result: Result) -> list[Line]:
    scenario = result.scenario
    agreement = scenario.agreement
    lines: list[Line | None] = [
        _line(
            scenario,
            "people in all",
            "agreement.total",
            agreement.total,
            "people",
            [("people.arrived", "people who ever came"), ("agreement.used", "of the total used")],
        ),
        _line(
            scenario,
            "people at one time",
            "agreement.standing",
            agreement.standing,
            "people",
            [("present.peak", "most people inside at one time")],
        ),
        (
            "places",
            _places(result),
            [
                ("places.peak", "most people in places at one time"),
                ("places.occupancy", "of the usable places taken, on average"),
                ("full.chance", "runs in which somebody finds none free"),
            ],
        ),
        (
            "boarding",
            _window(scenario),
            [("arrival.first", "day of the first arrival"), ("people.waiting_at_end", "accepted or listed, never decided or moved")],
        ),
        (
            "longest stay",
            _stay(scenario),
            [
                ("stay.p50", "half of the people stay no longer than"),
                ("limit.beyond_share", "of people stay longer than agreed"),
                ("limit.people", "people who stay longer than agreed"),
                ("stay.longest", "longest stay of anyone, so far"),
            ],
        ),
        (
            "end",
            _end(scenario),
            [
                ("residual.agreement_end.people", "people inside at the end of the agreement"),
                ("residual.horizon.people", f"people inside after {days(scenario.horizon)}"),
            ],
        ),
    ]
    return [line for line in lines if line is not None]


def _line(scenario: Scenario, what: str, name: str, value: int | None, unit: str, metrics: list[tuple[str, str]]) -> Line | None:
    return None if value is None else (what, _cell(scenario, number(value, unit), name), metrics)


def _places(result: Result) -> Cell:
    pools = [name for hub in result.scenario.hubs.values() for name in hub.pools]
    return Cell(f"{answers.usable_places(result)} usable places in {', '.join(pools)}", "as first opened")


def _window(scenario: Scenario) -> Cell:
    intake = scenario.agreement.intake
    if intake.from_ is None and intake.until is None:
        return Cell("no window agreed")
    return _cell(scenario, f"{intake.from_ or scenario.start} to {intake.until or 'no end'}", "agreement.intake.until")


def _stay(scenario: Scenario) -> Cell:
    stay = scenario.agreement.stay
    if stay.limit is None:
        return Cell("no limit agreed")
    then = {"breach": "people stay and are counted", "release": "release", "send_back": "return to the sender", "extend": "extension"}[
        stay.then
    ]
    return _cell(scenario, f"{days(stay.limit)}; then: {then}", "agreement.stay.limit")


def _end(scenario: Scenario) -> Cell:
    end = scenario.agreement.end
    return Cell("no end agreed") if end is None else _cell(scenario, f"{end.date}", "agreement.end.date")


def _cell(scenario: Scenario, text: str, name: str) -> Cell:
    """A value with its status and source."""
    row = next((row for row in scenario.inputs if row.name == name), None)
    return Cell(text) if row is None else Cell(text, "planner's choice" if row.status == "chosen" else row.status, keys(row.source))
