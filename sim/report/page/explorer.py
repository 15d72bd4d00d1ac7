"""The points of a finished sweep as data for the explorer on its page: chosen metrics with ranges, breaches always beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.metrics import named
from sim.report.figures.points import values_of
from sim.report.page import first
from sim.report.page.parts import Numbers
from sim.report.page.tables import POINT_METRICS
from sim.report.words import lines

if TYPE_CHECKING:
    from sim.study.result import SweepResult

CHOSEN_FIRST = POINT_METRICS
MORE = ("outcome.returned_voluntarily", "outcome.removed", "outcome.absconded", "outcome.protected", "outcome.released")


def data(sweep: SweepResult) -> dict[str, Any]:
    """Names with their values, points by the places of their values, and for each point the texts of every metric.

    Returns
    -------
    dict
        `choices` (name, values), `metrics` (name, words, always: a breach), `points` (values, name, error, and `said`: two texts for each
        metric). Plain data, ready to be JSON.
    """
    metrics = _metrics(sweep)
    choices = [{"name": name, "values": values_of(sweep, name)} for name in sweep.varied]
    points = [_point(sweep, row, list(metrics)) for row in sweep.points.to_dict("records")]
    breaches = {metric for metric in metrics if metric in first.ALWAYS or metric.startswith(("safeguard.", "breaches."))}
    shown = [{"name": name, "words": words, "always": name in breaches, "first": name in CHOSEN_FIRST} for name, words in metrics.items()]
    return {"choices": choices, "metrics": shown, "points": points}


def _metrics(sweep: SweepResult) -> dict[str, str]:
    """What can be shown, in words: first numbers, more of them, and the breaches."""
    has = set(sweep.points.columns)
    safeguards = {f"safeguard.{name}.people": f"people for whom {name} is broken" for name in sweep.scenario.safeguards}
    words = {**lines(sweep.scenario), **{name: named(name).meaning + ": " + name.split(".")[1].replace("_", " ") for name in MORE}}
    return {name: text for name, text in {**words, **first.ALWAYS, **safeguards}.items() if name in has}


def _point(sweep: SweepResult, row: dict[str, Any], metrics: list[str]) -> dict[str, Any]:
    point = {"name": row["point"], "values": [row[name] for name in sweep.varied], "error": row["error"], "said": []}
    result = sweep.results.get(row["point"])
    if result is None:
        return point
    said = Numbers(result)
    return {**point, "said": [[said.said(name), said.spread(name)] if name in said else ["–", ""] for name in metrics]}
