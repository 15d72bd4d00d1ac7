"""Where the hours of staff go: of teams of whom some are bound, away or still to come, and what stays unguarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.metrics.teams import staffed_names
from sim.report.page import breaches
from sim.report.page.parts import Cell, Group, Numbers, Table

if TYPE_CHECKING:
    from sim.study.result import Result

COLUMNS = {
    "staffing.{}.on_duty": "there and on duty (hours)",
    "staffing.{}.bound": "bound by minimum or ratio (hours)",
    "staffing.{}.tasks": "on tasks (hours)",
    "staffing.{}.free": "free (hours)",
    "team.{}.use": "in use",
    "staffing.{}.short": "below minimum or ratio (person-hours)",
    "staffing.{}.short_share": "of the time on duty below it",
    "staffing.{}.needed": "people on duty in every shift that all of it asks for",
}


def hours(result: Result) -> Table | None:
    """A line for each such team, smaller the range in which nine runs of ten fall; none where there is no such team."""
    said = Numbers(result)
    rows = [(Cell(team), *(_cell(result, said, metric.format(team)) for metric in COLUMNS)) for team in staffed_names(result.scenario)]
    caption = "Where the hours of teams go of whom some are bound, away or recruited, over the whole run"
    return Table(caption, ("team", *COLUMNS.values()), [Group(rows)], frozenset(range(1, len(COLUMNS) + 1)), "staff") if rows else None


def beside(result: Result) -> str:
    """What breaks with this staff: how many are asked for is never said without it."""
    if not result.scenario.safeguards:
        return breaches.NONE_DECLARED
    return f"With this staff: {breaches.all_together(Numbers(result))}"


def _cell(result: Result, said: Numbers, metric: str) -> Cell:
    spread = said.spread(metric) if result.reps > 1 else ""
    return Cell(_bare(said.said(metric)), _bare(spread))


def _bare(text: str) -> str:
    """Without the unit that the head of the column says."""
    return next(
        (
            text.removesuffix(unit)
            for unit in (" person-hours", " person-hour", " people", " person", " hours", " hour")
            if text.endswith(unit)
        ),
        text,
    )
