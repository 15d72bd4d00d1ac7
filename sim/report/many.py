"""Many points: a line for each, under short names of what varies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.report import inputs
from sim.report.answers import NO_INTERVAL, rows_named
from sim.report.given import given
from sim.report.sentences import between, number
from sim.report.tables import table
from sim.report.words import each, lines, months, short_names

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.study.result import SweepResult

POINT_LINES = (
    "people.arrived",
    "present.peak",
    "full.chance",
    "wait.transfer.mean",
    "stay.p50",
    "limit.people",
    "breaches.people",
    "breaches.person_days",
    "residual.horizon.people",
)
"""The metrics of a line of a sweep."""

RANGES = ("people.arrived", "present.peak", "wait.transfer.mean")
"""Those of which it is said where nine runs in ten fall; the page has all."""


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
    once = [NO_INTERVAL] if sweep.reps == 1 else []
    told = [head, *given(sweep).in_words(), *month, *once, *names, grid, *failed, *_as_it_is(sweep, varied), *_ranges(sweep, varied)]
    return [*told, f"It rests on {inputs.counts(sweep.scenario)}."]


def _as_it_is(sweep: SweepResult, varied: Mapping[str, str]) -> list[str]:
    """Which point is the scenario itself: `As the scenario has it: homes.places 50`."""
    same = {name for name, result in sweep.results.items() if result.scenario.hash == sweep.scenario.hash}
    points = [point for point in sweep.points.to_dict("records") if point["point"] in same]
    return [f"As the scenario has it: {', '.join(f'{short} {point[name]}' for name, short in varied.items())}" for point in points]


def _ranges(sweep: SweepResult, varied: Mapping[str, str]) -> list[RenderableType]:
    """Where nine runs in ten of each point fall; one run has no such range."""
    first = next(iter(sweep.results.values()), None)
    if first is None or sweep.reps == 1:
        return []
    words = lines(sweep.scenario)
    heads = {row["metric"]: words[row["metric"]] for row in rows_named(first, RANGES)}
    grid = table(*varied.values(), *heads.values(), numbers=tuple(heads.values()))
    for point in sweep.points[sweep.points["status"] == "ok"].to_dict("records"):
        rows = rows_named(sweep.results[point["point"]], heads)
        grid.add_row(*(str(point[name]) for name in varied), *(between(row["p05"], row["p95"], row["unit"]) for row in rows))
    return ["Where nine runs in ten fall", grid]


def _failed(columns: int) -> list[str]:
    return ["failed", *[""] * (columns - 1)][:columns]
