"""What it costs: in all, by item and month, and for each place, day and return."""

from __future__ import annotations

import numpy as np

from sim.metrics.costs_account import account, away
from sim.metrics.costs_months import months_of, summed
from sim.metrics.metric import Kind, Metric, Ratio, Readings
from sim.metrics.view import View, happened
from sim.record import MS_PER_DAY
from sim.scenario.schema import Scenario

RETURNS = ("returned_voluntarily", "removed")


def _avoids(scenario: Scenario) -> bool:
    return scenario.costs.sender_day is not None


def _money(name: str, meaning: str, formula: str, unit: str = "", of: str = "runs", kind: Kind = "mean") -> Metric:
    per = f" / {unit}" if unit else ""
    return Metric(f"costs.{{currency}}.{name}", meaning, formula, unit=f"{{currency}}{per}", of=of, kind=kind, better="lower")


def _each(name: str, meaning: str, of: str, unit: str, each: str) -> Metric:
    return _money(name, meaning, f"total / {each}", unit, of, kind="share")


METRICS = (
    _money("total", "cost over the horizon", "sum of all items"),
    _money("item.{item}", "cost of one item; what a cap takes off is below 0", "as its kind says (model, section 7)"),
    _money("month.{month}", "cost in a calendar month", "sum of all items in the month in which they fall due"),
    _each("per_place_day", "cost per nominal place and day", "places", "place-day", "nominal place-days of all pools"),
    _each("per_person_day", "cost per day of a person in the hub", "people", "person-day", "present.person_days"),
    _each("per_person_moved", "cost per person moved to the hub", "people", "person", "people boarded"),
    _each("per_completed_return", "cost per person who returned", "people", "person", "people returned_voluntarily or removed"),
    _money("empty_places", "what is paid for places or guarantees that nobody uses", "price x (paid for - people in them) x time + added"),
    Metric(
        "costs.{currency}.avoided",
        "what the sender does not spend on people who are away",
        "sender_day x days_away",
        unit="{currency}",
        of="runs",
        kind="mean",
        better="higher",
        applies=_avoids,
    ),
    Metric(
        "costs.{currency}.net",
        "cost less what the sender does not spend",
        "total - avoided",
        unit="{currency}",
        of="runs",
        kind="mean",
        better="lower",
        applies=_avoids,
    ),
    Metric(
        "costs.{currency}.days_away",
        "days that people are away from the sender",
        "from boarded_at to back_at, else home_at; left_at where they do not travel; the horizon",
        unit="person-days",
        of="people",
        kind="mean",
        applies=_avoids,
    ),
)


def currencies(scenario: Scenario) -> list[str]:
    """The reported currency; none where nothing has a price."""
    reported = scenario.costs.reported
    return [] if reported is None else [reported]


def items(scenario: Scenario) -> list[str]:
    """What is paid for."""
    return list(scenario.costs.items)


def month_names(scenario: Scenario) -> list[str]:
    """Calendar months of the run."""
    return months_of(scenario).names


def measure(view: View) -> Readings:
    """Costs in the reported currency; nothing where no price is given."""
    currency = view.scenario.costs.reported
    if currency is None:
        return {}
    found = account(view)
    by_month = found.by_month
    spent, avoided = summed(by_month), summed(found.avoided)
    place_days = sum(view.capacity(f"pool:{pool}", "nominal").integral for pool in view.pools) / MS_PER_DAY
    readings: Readings = {
        "total": spent,
        **{f"item.{name}": summed(amounts) for name, amounts in found.items.items()},
        **{f"month.{name}": float(amount) for name, amount in zip(month_names(view.scenario), by_month, strict=True)},
        "per_place_day": Ratio(spent, place_days),
        "per_person_day": Ratio(spent, view.present.integral / MS_PER_DAY),
        "per_person_moved": Ratio(spent, view.people(happened(view.at("boarded")) & ~view.initial)),
        "per_completed_return": Ratio(spent, view.people(np.isin(view.outcome, RETURNS))),
        "empty_places": summed(found.idle),
        "avoided": avoided,
        "net": spent - avoided,
        "days_away": away(view).integral / MS_PER_DAY,
    }
    return {f"costs.{currency}.{name}": reading for name, reading in readings.items()}
