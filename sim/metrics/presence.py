"""Who is in the hub and in which places: integrated in whole person-milliseconds."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.rooms import taken as taken_places
from sim.metrics.steps import Steps, together, total
from sim.metrics.view import View, happened
from sim.record import MS_PER_DAY


def _days(name: str, meaning: str, formula: str, unit: str = "person-days") -> Metric:
    return Metric(name, meaning, formula, unit=unit, of="people", kind="mean", better="lower")


def _level(name: str, meaning: str, formula: str) -> Metric:
    return Metric(name, meaning, formula, unit="people", of="people", kind="mean")


METRICS = (
    _level("present.mean", "people in the hub, averaged over the horizon", "person-time from arrived_at to left_at / horizon"),
    _level("present.peak", "most people in the hub at one time", "maximum of people from arrived_at to left_at"),
    Metric(
        "present.person_days",
        "days people spent in the hub",
        "sum of size x (left_at - arrived_at)",
        unit="person-days",
        of="people",
        kind="mean",
    ),
    Metric(
        "places.occupancy",
        "people in places per usable place, from the first opening on",
        "person-time in places / usable place-time, over [first opening, H) while any place is usable",
        unit="share",
        of="people",
        kind="share",
    ),
    _level("places.peak", "most people in places at one time", "maximum of people in stays of kind place"),
    Metric(
        "places.shut_days",
        "days without a usable place after the first opening",
        "time in [first opening, H) with usable 0",
        unit="days",
        of="runs",
        kind="mean",
        better="lower",
    ),
    Metric(
        "full.chance",
        "chance that somebody asks for a place and finds none free",
        "share of runs with any refused_at",
        unit="share",
        of="runs",
        kind="chance",
        better="lower",
    ),
    Metric(
        "full.first",
        "day on which somebody first asks for a place and finds none free",
        "first refused_at",
        unit="days",
        of="runs",
        kind="time_to_event",
        better="higher",
    ),
    Metric(
        "full.reached",
        "day on which all usable places are first taken",
        "first instant with places taken >= usable > 0",
        unit="days",
        of="runs",
        kind="time_to_event",
        better="higher",
    ),
    _days("full.days", "days with all usable places taken", "time with places taken >= usable > 0", unit="days"),
    _days(
        "overcrowding.person_days",
        "person-days in places beyond what is usable",
        "sum over pools of the excess of places taken over usable x time",
    ),
    _days("overflow.person_days", "person-days in overflow", "person-time in stays of kind overflow"),
    _days("reception.person_days", "person-days in reception", "person-time in stays of kind reception"),
    _days(
        "stranded.place_days",
        "days of beds left empty in rooms that are taken",
        "(places of beds and rooms taken - people in places) x time",
        unit="place-days",
    ),
    Metric(
        "pool.{pool}.occupancy",
        "people in places of the pool per usable place",
        "person-time in the pool / usable place-time, while any place is usable",
        unit="share",
        of="people",
        kind="share",
    ),
    _level("pool.{pool}.peak", "most people in the pool at one time", "maximum of people in its places"),
    _days(
        "pool.{pool}.full_days", "days with all usable places of the pool taken", "time with its places taken >= usable > 0", unit="days"
    ),
)


def measure(view: View) -> Readings:
    """Levels, occupancy and fullness of the whole hub and of each pool."""
    taken = total((taken_places(view, pool) for pool in view.pools), view.horizon)
    refused = view.at("refused")
    refused = refused[happened(refused)]
    return {
        "present.mean": view.present.integral / view.horizon,
        "present.peak": view.present.peak,
        "present.person_days": view.present.integral / MS_PER_DAY,
        "places.occupancy": _occupancy(view.in_places, view.usable),
        "places.peak": view.in_places.peak,
        "places.shut_days": _shut(view.usable) / MS_PER_DAY,
        "full.chance": float(refused.size > 0),
        "full.first": float(refused.min()) / MS_PER_DAY if refused.size else float("inf"),
        "full.reached": _full(taken, view.usable)[1] / MS_PER_DAY,
        "full.days": _full(taken, view.usable)[0] / MS_PER_DAY,
        "overflow.person_days": view.held("overflow", "size").integral / MS_PER_DAY,
        "reception.person_days": view.held("reception", "size").integral / MS_PER_DAY,
        "stranded.place_days": (taken.integral - view.in_places.integral) / MS_PER_DAY,
        **_by_pool(view),
    }


def _by_pool(view: View) -> Readings:
    readings: Readings = {}
    excess = 0
    for pool in view.pools:
        people, taken, usable = view.held("place", "size", pool), taken_places(view, pool), view.capacity(f"pool:{pool}", "usable")
        readings[f"pool.{pool}.occupancy"] = _occupancy(people, usable)
        readings[f"pool.{pool}.peak"] = people.peak
        readings[f"pool.{pool}.full_days"] = _full(taken, usable)[0] / MS_PER_DAY
        excess += excess_time(taken, usable)
    return {**readings, "overcrowding.person_days": excess / MS_PER_DAY}


def _occupancy(people: Steps, usable: Steps) -> Ratio:
    """Person-time over place-time while places are usable; before the first opening nothing is."""
    at, (held, there) = together((people, usable), usable.horizon)
    widths, open_ = np.diff(at, append=usable.horizon), there > 0
    return Ratio(int(np.dot(held[open_], widths[open_])), int(np.dot(there[open_], widths[open_])))


def _shut(usable: Steps) -> int:
    opened = usable.first_where(usable.level > 0)
    return usable.time_where((usable.level <= 0) & (usable.at > opened))


def _full(taken: Steps, usable: Steps) -> tuple[int, float]:
    """How long, and since when first, all usable places are taken; inf where never."""
    at, (held, there) = together((taken, usable), usable.horizon)
    steps = Steps(at, held, usable.horizon)
    full = (held >= there) & (there > 0)
    return steps.time_where(full), steps.first_where(full)


def excess_time(more: Steps, less: Steps) -> int:
    """How much one level exceeds the other, times how long, where it does."""
    at, (first, second) = together((more, less), more.horizon)
    return int(np.dot(np.maximum(first - second, 0), np.diff(at, append=more.horizon)))
