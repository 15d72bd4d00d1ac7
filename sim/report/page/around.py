"""In short, of many points: the lowest and the highest of what a planner asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.report.page.parts import Numbers, Sentence
from sim.report.page.priced import caveat, priced
from sim.report.words import line

if TYPE_CHECKING:
    from sim.study.result import SweepResult

ASKED = ("people.arrived", "present.peak", "full.chance", "limit.people", "stay.longest")


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
    ends = [finished.loc[place, "point"] for place in (values.idxmin(), values.idxmax())]
    said = [Numbers(sweep.results[point]) for point in ends]
    low, high = (one.said(metric) for one in said)
    spreads = [one.spread(metric) for one in said]
    if low == high:
        return Sentence(f"{text}: {low} at every point.")
    spread = f"nine runs in ten: {spreads[0]} at the lowest, {spreads[1]} at the highest" if all(spreads) else ""
    return Sentence(f"{text}: from {low} ({ends[0]}) to {high} ({ends[1]}).", spread=spread)
