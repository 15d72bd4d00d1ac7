"""Hub by hub: how many were where, and who moved between hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.metrics.hubs import several
from sim.report.page.parts import Cell, Group, Numbers, Table

if TYPE_CHECKING:
    from sim.study.result import Result

COLUMNS = {
    "came": "people who came",
    "present.mean": "people present, on average",
    "present.peak": "most people present at one time",
    "present.person_days": "days people spent there",
}


def hubs(result: Result) -> Table | None:
    """A line for each hub, smaller the range in which nine runs of ten fall; none where there is one hub."""
    if not several(result.scenario):
        return None
    said = Numbers(result)
    rows = [(Cell(hub), *(_cell(result, said, f"hub.{hub}.{what}") for what in COLUMNS)) for hub in result.scenario.hubs]
    moved = f"{said.said('moved.people')} moved from one hub to another (nine runs in ten: {said.spread('moved.people')})"
    caption = f"Where people are. {moved if result.reps > 1 else moved.split(' (')[0]}."
    return Table(caption, ("hub", *COLUMNS.values()), [Group(rows)], frozenset(range(1, len(COLUMNS) + 1)), "hubs")


def _cell(result: Result, said: Numbers, name: str) -> Cell:
    return Cell(said.said(name), said.spread(name) if result.reps > 1 else "")
