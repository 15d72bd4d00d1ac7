"""How long people stay, who passes the agreed limit, and who is still there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings, Sample
from sim.metrics.view import Bools, Floats, Ints, View, Words, happened, whole
from sim.record import MS_PER_DAY
from sim.scenario.schema import Scenario


def has_limit(scenario: Scenario) -> bool:
    """Whether the agreement limits the stay."""
    return scenario.agreement.stay.limit is not None


def has_end(scenario: Scenario) -> bool:
    """Whether the agreement ends on a date, or a dated act may end it."""
    return scenario.agreement.end is not None or any(act.end is not None for act in scenario.timeline.values())


def _beyond(name: str, meaning: str, formula: str, unit: str) -> Metric:
    return Metric(name, meaning, formula, unit=unit, of="people", kind="mean", better="lower", applies=has_limit)


def _stay(name: str, meaning: str, formula: str, kind: Literal["quantile", "average"], level: float = 0.5) -> Metric:
    return Metric(name, meaning, formula, unit="days", of="people", kind=kind, sample="stay", level=level)


METRICS = (
    _stay(
        "stay.mean",
        "average stay, each cut at the longest one followed",
        "area under the Kaplan-Meier curve of left_at - arrived_at + prior",
        "average",
    ),
    _stay(
        "stay.p50", "stay that half of the people do not exceed", "median of left_at - arrived_at + prior by Kaplan-Meier", "quantile", 0.5
    ),
    _stay(
        "stay.p90",
        "stay that nine people in ten do not exceed",
        "90 % quantile of left_at - arrived_at + prior by Kaplan-Meier",
        "quantile",
        0.9,
    ),
    Metric(
        "stay.longest",
        "longest stay of anyone, so far",
        "max of (left_at or H) - arrived_at + prior",
        unit="days",
        of="people",
        kind="mean",
        better="lower",
    ),
    Metric(
        "limit.beyond_share",
        "share of people who stay longer than the agreed limit, of those who came early enough to see it",
        "people with stay > L / people with arrived_at - prior < H - L",
        unit="share",
        of="people",
        kind="share",
        better="lower",
        applies=has_limit,
    ),
    _beyond("limit.people", "people who stay longer than the agreed limit", "people with stay > L, so far", "people"),
    _beyond("limit.people_of_class.{class}", "people of a class who stay longer than the agreed limit", "the same, by class", "people"),
    _beyond(
        "limit.people_to.{destination}",
        "people bound for a destination who stay longer than the agreed limit",
        "the same, by destination",
        "people",
    ),
    _beyond("limit.person_days", "person-days beyond the agreed limit", "sum of size x time inside beyond L", "person-days"),
    _beyond("limit.child_days", "days of children beyond the agreed limit", "sum of minors x time inside beyond L", "person-days"),
    _beyond("deadline.people", "people inside past their own deadline, extensions counted", "people inside after deadline_at", "people"),
    _beyond(
        "deadline.person_days",
        "person-days past the own deadline, extensions counted",
        "sum of size x time inside after deadline_at",
        "person-days",
    ),
    Metric(
        "residual.horizon.people",
        "people inside at the horizon",
        "sum of size inside just before H",
        unit="people",
        of="people",
        kind="mean",
    ),
    Metric(
        "residual.horizon.age",
        "their stay so far, on average",
        "mean of H - arrived_at + prior over them",
        unit="days",
        of="people",
        kind="share",
    ),
    Metric(
        "residual.agreement_end.people",
        "people inside when the agreement ends",
        "sum of size inside at the end: its date as first said, or the act that ends it before",
        unit="people",
        of="people",
        kind="mean",
        applies=has_end,
    ),
    Metric(
        "residual.agreement_end.age",
        "their stay so far, on average",
        "mean of end - arrived_at + prior over them",
        unit="days",
        of="people",
        kind="share",
        applies=has_end,
    ),
)


def measure(view: View) -> Readings:
    """Stays, what is beyond the limits, and who remains."""
    lengths = (view.until - view.arrived + view.prior)[view.here]
    readings: Readings = {
        "stay": stay_sample(view),
        "stay.longest": float(lengths.max()) / MS_PER_DAY if lengths.size else float("nan"),
        **_residual(view, "residual.horizon", view.horizon, view.here & ~happened(view.at("left"))),
    }
    if has_limit(view.scenario):
        readings |= _limit(view, int(view.scenario.agreement.stay.limit or 0)) | _deadline(view)
    if has_end(view.scenario):
        readings |= _agreement_end(view)
    return readings


def stay_sample(view: View) -> Sample:
    """Stays of all who arrived: censored at the horizon; people inside at the start are followed from their prior days on."""
    length = view.until - view.arrived + view.prior
    followed = view.here & ~((view.prior > 0) & (view.until <= view.arrived))
    entry = np.where(view.prior > 0, view.prior, -1)
    return Sample(whole(length[followed]), happened(view.at("left"))[followed], view.size[followed], entry[followed])


def passes_limit_at(view: View, limit: int) -> Floats:
    """When each case has been inside for `limit`, if it stays."""
    return view.arrived - view.prior + limit


def _limit(view: View, limit: int) -> Readings:
    passes = passes_limit_at(view, limit)
    beyond = view.here & (view.until > passes)
    seen = view.here & (passes < view.horizon)
    time = _time_after(view, passes)
    return {
        "limit.beyond_share": Ratio(view.people(beyond & seen), view.people(seen)),
        "limit.people": view.people(beyond),
        **_by("limit.people_of_class", view, beyond, view.case_class, class_names(view.scenario)),
        **_by("limit.people_to", view, beyond, view.words("journeys", "destination"), destination_names(view.scenario)),
        "limit.person_days": _days(time, view.size),
        "limit.child_days": _days(time, view.minors),
    }


def _by(name: str, view: View, chosen: Bools, words: Words, members: Iterable[str]) -> Readings:
    """People of the chosen cases by a word that each case has."""
    return {f"{name}.{member}": view.people(chosen & (words == member)) for member in members}


def class_names(scenario: Scenario) -> tuple[str, ...]:
    """Names of the classes."""
    return tuple(scenario.classes)


def destination_names(scenario: Scenario) -> tuple[str, ...]:
    """Names of the destinations."""
    return tuple(scenario.destinations)


def _deadline(view: View) -> Readings:
    time = _time_after(view, view.at("deadline"))
    return {"deadline.people": view.people(time > 0), "deadline.person_days": _days(time, view.size)}


def _time_after(view: View, instant: Floats) -> Ints:
    """Milliseconds of each case inside after an instant of its own; 0 where there is none."""
    inside = view.here & happened(instant)
    time = np.zeros(inside.size, np.int64)
    time[inside] = whole((view.until - np.fmax(instant, view.arrived))[inside])
    return np.maximum(time, 0)


def _days(time: Ints, people: Ints) -> float:
    """Time x people in person-days, summed in whole milliseconds."""
    return float(np.dot(time, people)) / MS_PER_DAY


def _agreement_end(view: View) -> Readings:
    instant = _end(view)
    if instant is None:
        return {"residual.agreement_end.people": float("nan"), "residual.agreement_end.age": Ratio(0, 0)}
    inside = view.here & (view.arrived <= instant) & (view.until > instant)
    return _residual(view, "residual.agreement_end", instant, inside)


def _end(view: View) -> int | None:
    """When the agreement ended: on its date or by an act, whichever came first; None if neither did."""
    end = view.scenario.agreement.end
    ends = whole(view.floats("spells", "start_at")[view.words("spells", "what") == "end"]).tolist()
    if end is not None and (date := (end.date - view.scenario.start).days * MS_PER_DAY) < view.horizon:
        ends.append(date)
    return min(ends, default=None)


def _residual(view: View, name: str, instant: int, inside: Bools) -> Readings:
    age = whole((instant - view.arrived + view.prior)[inside])
    people = view.people(inside)
    return {f"{name}.people": people, f"{name}.age": Ratio(_days(age, view.size[inside]), people)}
