"""Many points: a line for each, under short names of what varies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import inputs
from sim.report.answers import rows_named
from sim.report.given import given
from sim.report.sentences import number
from sim.report.tables import table
from sim.report.words import each, lines, months, short_names

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.study.result import SweepResult

POINT_LINES = (
    "people.arrived",
    "present.peak",
    "full.chance",
    "stay.p50",
    "limit.people",
    "breaches.people",
    "breaches.person_days",
    "residual.horizon.people",
)
"""The metrics of a line of a sweep."""


def of_sweep(sweep: SweepResult) -> list[RenderableType]:
    """A line per point, and what went wrong with those that failed."""
    first = next(iter(sweep.results.values()), None)
    units = {row["metric"]: row["unit"] for row in rows_named(first, POINT_LINES)} if first else {}
    words = lines(sweep.scenario)
    heads, varied = tuple(words[name] for name in units), short_names(sweep.varied)
    grid = table(*varied.values(), *heads, numbers=heads)
    for point in sweep.points.to_dict("records"):
        shown = [number(point[name], unit) for name, unit in units.items()] if point["status"] == "ok" else _failed(len(units))
        grid.add_row(*(str(point[name]) for name in varied), *shown)
    head = f"{sweep.name}: {each(len(sweep.points), sweep.reps)} with the same luck, seed {sweep.seed}"
    month = [text for text in [months(sweep.scenario)] if text]
    long = [f"  {short}: {path}" for path, short in varied.items() if short != path]
    names = ["\n".join(["What varies", *long])] if long else []
    failed = [f"failed: {point['point']}: {point['error']}" for point in sweep.failed.to_dict("records")]
    return [head, *given(sweep).in_words(), *month, *names, grid, *failed, f"It rests on {inputs.counts(sweep.scenario)}."]


def _failed(columns: int) -> list[str]:
    return ["failed", *[""] * (columns - 1)][:columns]
