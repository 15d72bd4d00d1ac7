"""Safeguards that limit a length: to a doctor, lawyer or judge, of a whole stay, of a review that is due."""

from __future__ import annotations

import numpy as np

from sim.metrics.breach import Breaches, during, where
from sim.metrics.legal import waited_until
from sim.metrics.view import Bools, Floats, View, happened, or_else, whole
from sim.record import JOURNEYS
from sim.scenario.schema import Delay, LongStay, ReviewInTime

ENDINGS = ("left", "outcome", "home")
"""Instants that an initial case reaches like any other; what it did before the start is not known."""


def delays(view: View, safeguard: Delay) -> Breaches:
    """From one instant to another: so far, where the other has not come."""
    began, reached = _instant(view, safeguard.from_, "ended_at"), _instant(view, safeguard.to, "started_at")
    start = began - view.prior if safeguard.from_ == "arrived" else began
    ending = safeguard.to in ENDINGS
    concerned = happened(start) & (~view.initial | happened(reached) | ending)
    stop = or_else(reached, view.horizon if ending else view.ended)
    delay = np.where(concerned, stop - start, 0.0)
    broken = concerned & (delay > safeguard.within)
    rows = where(broken)
    time, sender = during(view, rows, np.fmax(start + safeguard.within, began)[rows], stop[rows])
    return Breaches(
        concerned=concerned,
        known=concerned & (broken | (stop < view.horizon)),
        broken=broken,
        time=time,
        sender=sender,
        longest=whole(delay),
        never=concerned & ~happened(reached) & happened(view.at("outcome")) & (not ending),
    )


def _instant(view: View, name: str, of_step: str) -> Floats:
    """An instant of the journeys, or when a case first started (or ended) a step."""
    if f"{name}_at" in JOURNEYS:
        return np.where(_before_the_start(view, name), np.nan, view.at(name))
    at = view.floats("tasks", of_step)
    done = (view.words("tasks", "task") == name) & happened(at) & happened(view.floats("tasks", "started_at"))
    first = np.full(view.size.size, np.inf)
    np.minimum.at(first, view.rows(view.words("tasks", "case")[done]), at[done])
    return np.where(np.isinf(first), np.nan, first)


def _before_the_start(view: View, instant: str) -> Bools:
    """Who came to an instant before the run began, nobody knows when: the tables say 0 of people inside at the start."""
    if instant == "screened":
        return view.initial
    housed_already: Bools = view.initial & ~happened(view.at("place_asked"))
    return housed_already if instant == "placed" else np.zeros(view.initial.size, bool)


def long_stays(view: View, safeguard: LongStay) -> Breaches:
    """A whole stay, prior days counted; the days of breach are those in the hub."""
    arrived, until = or_else(view.arrived, 0.0), np.where(view.here, view.until, 0.0)
    passes = np.maximum(arrived - view.prior + safeguard.stay, arrived)
    broken = view.here & (until > passes)
    rows = where(broken)
    time, sender = during(view, rows, passes[rows], until[rows])
    return Breaches(
        concerned=view.here,
        known=view.here & (broken | happened(view.at("left"))),
        broken=broken,
        time=time,
        sender=sender,
        longest=whole(np.where(view.here, until - arrived + view.prior, 0.0)),
    )


def reviews(view: View, safeguard: ReviewInTime) -> Breaches:
    """Reviews that start late, or end unheld or still wait when they are late already; days on which one is overdue."""
    mine = where(view.words("tasks", "task") == safeguard.review)
    rows = view.rows(view.words("tasks", "case")[mine])
    held = waited_until(view)[mine]
    latest = view.floats("tasks", "due_at")[mine] + safeguard.within
    late, settled = held > latest, held < view.horizon
    time, sender = during(view, rows[late], np.maximum(latest[late], 0.0), held[late])
    overdue = np.zeros(view.size.size, np.int64)
    np.maximum.at(overdue, rows, whole(np.maximum(held - latest, 0.0)))
    concerned, broken, known = (np.isin(np.arange(view.size.size), rows[chosen]) for chosen in (rows >= 0, late, late | settled))
    return Breaches(concerned=concerned, known=known, broken=broken, time=time, sender=sender, longest=overdue)
