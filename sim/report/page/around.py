"""In short, of many points: the lowest and the highest of what a planner asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.errors import counted
from sim.report.page.parts import Numbers, Sentence
from sim.report.page.priced import caveat, priced
from sim.report.words import line, short_names

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.study.result import SweepResult

ASKED = ("people.arrived", "present.peak", "full.chance", "limit.people", "breaches.people", "breaches.person_days", "stay.longest")


def in_short(sweep: SweepResult) -> list[Sentence]:
    """Who comes, how many are inside at once, who waits for a place, who passes the limit, the longest stay, and costs or who remains."""
    first = next(iter(sweep.results.values()), None)
    costs = [f"{name}.total" for name in priced(Numbers(first))] if first else []
    asked = [*ASKED, *(costs[:1] or ["residual.horizon.people"])]
    said = [extremes(sweep, metric) for metric in asked if metric in sweep.points]
    return [*said[:-1], replace(said[-1], evidence=caveat(sweep.scenario))] if costs else said


def extremes(sweep: SweepResult, metric: str) -> Sentence:
    """The lowest and the highest point of a metric, and where nine runs in ten fall at each."""
    finished = sweep.points[sweep.points[metric].notna()]
    words = line(metric, sweep.scenario)
    text = words[:1].upper() + words[1:]
    if finished.empty:
        return Sentence(f"{text}: no point has it.")
    values = finished[metric].astype(float)
    ends = [finished[values == end] for end in (values.min(), values.max())]
    said = [Numbers(sweep.results[rows["point"].iloc[0]]) for rows in ends]
    low, high = (one.said(metric) for one in said)
    spreads = [one.spread(metric) for one in said]
    if low == high:
        return Sentence(f"{text}: {low} at every point.")
    spread = f"nine runs in ten: {spreads[0]} at the lowest, {spreads[1]} at the highest" if all(spreads) else ""
    where = [_where(sweep, rows) for rows in ends]
    return Sentence(f"{text}: from {low} ({where[0]}) to {high} ({where[1]}).", spread=spread)


def _where(sweep: SweepResult, rows: DataFrame) -> str:
    """Which points: the first by its own name, or by what varies; and how many more."""
    first = rows.iloc[0]
    varied = ", ".join(f"{short} {first[name]}" for name, short in short_names(sweep.varied).items())
    name = varied if "=" in first["point"] else first["point"]
    return name if len(rows) == 1 else f"{name}, and {counted(len(rows) - 1, 'more point')}"
