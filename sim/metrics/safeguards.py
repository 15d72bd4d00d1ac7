"""Lawful lengths: how many people wait longer than the law allows, and how long."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.view import Floats, View, happened, or_else
from sim.record import JOURNEYS, MS_PER_DAY
from sim.scenario.schema import Safeguard

ENDINGS = ("left", "outcome", "home")
"""Instants that an initial case reaches like any other; what it did before the start is not known."""

METRICS = (
    Metric(
        "safeguards.{safeguard}.people",
        "people for whom it took longer than the lawful length",
        "sum of size with delay > within",
        unit="people",
        of="people",
        kind="mean",
        better="lower",
    ),
    Metric(
        "safeguards.{safeguard}.share",
        "share of people for whom it took longer than the lawful length, of those for whom it is known",
        "people with delay > within / people from whose start `within` passed, or whose delay ended, before H",
        unit="share",
        of="people",
        kind="share",
        better="lower",
    ),
    Metric(
        "safeguards.{safeguard}.never",
        "people who left without it ever happening",
        "sum of size with an outcome and without `to`",
        unit="people",
        of="people",
        kind="mean",
        better="lower",
    ),
    Metric(
        "safeguards.{safeguard}.longest",
        "longest delay of anyone, so far",
        "max of (`to`, or outcome, or H) - `from`",
        unit="days",
        of="people",
        kind="mean",
        better="lower",
    ),
    Metric(
        "safeguards.{safeguard}.chance",
        "chance that it is broken for anyone",
        "share of runs with safeguards.NAME.people > 0",
        unit="share",
        of="runs",
        kind="chance",
        better="lower",
    ),
    Metric(
        "children.person_days",
        "days children spend in the hub",
        "sum of minors x (left_at - arrived_at)",
        unit="person-days",
        of="people",
        kind="mean",
        better="lower",
    ),
)


def measure(view: View) -> Readings:
    """Each safeguard, and the days of children."""
    stay = np.where(view.here, view.until - or_else(view.arrived, 0.0), 0.0)
    readings: Readings = {"children.person_days": float(np.dot(stay, view.minors)) / MS_PER_DAY}
    for name, safeguard in view.scenario.safeguards.items():
        readings |= {f"safeguards.{name}.{word}": value for word, value in _safeguard(view, safeguard).items()}
    return readings


def _safeguard(view: View, safeguard: Safeguard) -> Readings:
    start, reached = _instant(view, safeguard.from_, "ended_at"), _instant(view, safeguard.to, "started_at")
    if safeguard.from_ == "arrived":
        start = start - view.prior
    ending = safeguard.to in ENDINGS
    concerned = happened(start) & (~view.initial | happened(reached) | ending)
    stop = or_else(reached, view.horizon if ending else view.ended)
    delay = np.where(concerned, stop - start, 0.0)
    broken = concerned & (delay > safeguard.within)
    known = concerned & (broken | (stop < view.horizon))
    never = concerned & ~happened(reached) & happened(view.at("outcome")) & (not ending)
    return {
        "people": view.people(broken),
        "share": Ratio(view.people(broken), view.people(known)),
        "never": view.people(never),
        "longest": float(delay.max()) / MS_PER_DAY if concerned.any() else float("nan"),
        "chance": float(broken.any()),
    }


def _instant(view: View, name: str, of_step: str) -> Floats:
    """An instant of the journeys, or when a case first started (or ended) a step."""
    if f"{name}_at" in JOURNEYS:
        return view.at(name)
    at = view.floats("tasks", of_step)
    done = (view.words("tasks", "task") == name) & happened(at) & happened(view.floats("tasks", "started_at"))
    first = np.full(view.size.size, np.inf)
    np.minimum.at(first, view.rows(view.words("tasks", "case")[done]), at[done])
    return np.where(np.isinf(first), np.nan, first)
