"""What leaves with seats: a line for each service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.answers import charter, not_left
from sim.report.page.parts import Cell, Group, Numbers, Table
from sim.report.sentences import number

if TYPE_CHECKING:
    from sim.scenario.schema import Service
    from sim.study.result import Result

HEAD = ("service", "departures that left", "seats used", "seats offered", "people moved", "nine runs in ten")


def services(result: Result) -> Table | None:
    """Departures, seats used of those offered, people moved; smaller, what did not leave and whether a charter was full."""
    said = Numbers(result)
    rows = [_service(result, said, name, service) for name, service in result.scenario.services.items()]
    caption = "What leaves with seats, on average over the runs"
    return Table(caption, HEAD, [Group(rows)], frozenset({1, 2, 3, 4, 5}), "services") if rows else None


def _service(result: Result, said: Numbers, name: str, service: Service) -> tuple[Cell, ...]:
    many = {what: said.value(f"service.{name}.{what}") for what in ("seats_used", "seats_empty", "departed")}
    return (
        Cell(name, "; ".join(charter(result, name, service))),
        Cell(number(many["departed"], ""), not_left(result, name, service)),
        Cell(number(many["seats_used"], "")),
        Cell(number(many["seats_used"] + many["seats_empty"], "")),
        Cell(said.said(f"service.{name}.people")),
        Cell(said.spread(f"service.{name}.people") if result.reps > 1 else ""),
    )
