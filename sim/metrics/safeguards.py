"""Safeguards: for whom each is broken, for how long, and who answers for it. Nothing is absorbed: every breach is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np

from sim.metrics.breach import Breaches
from sim.metrics.breach_flights import unmonitored
from sim.metrics.breach_lengths import delays, long_stays, reviews
from sim.metrics.breach_levels import apart, shared, space
from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.view import Bools, Ints, View, or_else, whole
from sim.record import MS_PER_DAY
from sim.scenario.schema import Delay, Safeguard, Scenario


def declared(scenario: Scenario) -> bool:
    """Whether any safeguard is declared."""
    return bool(scenario.safeguards)


def awaited(scenario: Scenario) -> list[str]:
    """Names of the safeguards that say how soon something must happen."""
    return [name for name, one in scenario.safeguards.items() if isinstance(one, Delay)]


def _of(what: str, meaning: str, formula: str, unit: str = "people", family: str = "safeguard") -> Metric:
    return Metric(f"safeguard.{{{family}}}.{what}", meaning, formula, unit=unit, of="people", kind="mean", better="lower")


def _total(what: str, meaning: str, formula: str, unit: str, kind: Literal["mean", "chance"] = "mean") -> Metric:
    of = "runs" if kind == "chance" else "people"
    return Metric(f"breaches.{what}", meaning, formula, unit=unit, of=of, kind=kind, better="lower", applies=declared)


METRICS = (
    _total("people", "people for whom any safeguard is broken", "sum of size of cases with a breach, each once", "people"),
    _total("person_days", "days of people in breach of safeguards", "sum of safeguard.NAME.person_days", "person-days"),
    _total("chance", "chance that any safeguard is broken for anyone", "share of runs with breaches.people > 0", "share", "chance"),
    _of("people", "people for whom it is broken", "sum of size (or minors) of cases in breach"),
    Metric(
        "safeguard.{safeguard}.share",
        "share of people for whom it is broken, of those for whom it is known",
        "people in breach / people for whom it is known before H",
        unit="share",
        of="people",
        kind="share",
        better="lower",
    ),
    _of("person_days", "days of people in breach", "sum of size x time in breach, within the run", "person-days"),
    _of("sender_days", "days of people in breach for which the sender answers", "those before the host answers", "person-days"),
    _of("host_days", "days of people in breach for which the host answers", "those from host_answers on", "person-days"),
    Metric(
        "safeguard.{safeguard}.concerned",
        "people whom it is about",
        "sum of size of cases that it is about",
        unit="people",
        of="people",
        kind="mean",
    ),
    _of("never", "people who left without it ever happening", "sum of size with an outcome and without `to`", family="awaited"),
    _of(
        "longest",
        "longest of anyone, so far: the delay, the stay, or the time in breach",
        "max of delay, of stay, or of time in breach",
        "days",
    ),
    Metric(
        "safeguard.{safeguard}.chance",
        "chance that it is broken for anyone",
        "share of runs with safeguard.NAME.people > 0",
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

BREACHES: dict[str, Callable[..., Breaches]] = {
    "delay": delays,
    "space": space,
    "ratio": shared,
    "stay": long_stays,
    "review": reviews,
    "apart": apart,
    "monitored": unmonitored,
}
"""How each kind is read from a record."""


def measure(view: View) -> Readings:
    """Each safeguard, all together, and the days of children."""
    stay = np.where(view.here, view.until - or_else(view.arrived, 0.0), 0.0)
    readings: Readings = {"children.person_days": int(np.dot(whole(stay), view.minors)) / MS_PER_DAY}
    most = np.zeros(view.size.size, np.int64)
    days = 0.0
    for name, one in view.scenario.safeguards.items():
        found, people = BREACHES[one.kind](view, one), _people(view, one)
        readings |= {f"safeguard.{name}.{word}": value for word, value in _readings(one, found, people)}
        most = np.maximum(most, np.where(found.broken, people, 0))
        days += _days(found.time, people)
    if declared(view.scenario):
        readings |= {"breaches.people": float(most.sum()), "breaches.person_days": days, "breaches.chance": float(most.any())}
    return readings


def _people(view: View, safeguard: Safeguard) -> Ints:
    """People of each case whom a safeguard counts."""
    counted = view.minors if safeguard.of == "minors" else view.size
    return np.where(np.isin(view.case_class, safeguard.for_), counted, 0) if safeguard.for_ else counted


def _readings(safeguard: Safeguard, found: Breaches, people: Ints) -> Iterator[tuple[str, float | Ratio]]:
    def among(true: Bools) -> int:
        return int(people[true].sum())

    concerned = found.concerned & (people > 0)
    broken, everything = among(found.broken), _days(found.time, people)
    by_sender = _days(found.sender, people)
    sender, host = {
        "sender": (everything, 0.0),
        "host": (0.0, everything),
        "both": (everything, everything),
        None: (by_sender, everything - by_sender),
    }[safeguard.answerable]
    yield "people", broken
    yield "share", Ratio(broken, among(found.known))
    yield "person_days", everything
    yield "sender_days", sender
    yield "host_days", host
    yield "concerned", among(concerned)
    if found.never is not None:
        yield "never", among(found.never)
    yield "longest", float(found.longest[concerned].max()) / MS_PER_DAY if concerned.any() else float("nan")
    yield "chance", float(broken > 0)


def _days(time: Ints, people: Ints) -> float:
    return int(np.dot(time, people)) / MS_PER_DAY
