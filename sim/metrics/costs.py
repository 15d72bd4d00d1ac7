"""What it costs, and what each empty place, day and return costs."""

from __future__ import annotations

import numpy as np

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.needs import outbound
from sim.metrics.presence import excess_time
from sim.metrics.steps import total
from sim.metrics.view import View, happened
from sim.record import MS_PER_DAY
from sim.scenario.schema import Scenario
from sim.scenario.values import Price

DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
RETURNS = ("returned_voluntarily", "removed")

METRICS = (
    Metric(
        "costs.{currency}.total",
        "cost over the horizon",
        "places + days + transfers + departures + start",
        unit="{currency}",
        of="runs",
        kind="mean",
        better="lower",
    ),
    Metric(
        "costs.{currency}.per_person_day",
        "cost per day of a person in the hub",
        "costs.total / present.person_days",
        unit="{currency} / person-day",
        of="people",
        kind="share",
        better="lower",
    ),
    Metric(
        "costs.{currency}.per_completed_return",
        "cost per person who returned",
        "costs.total / people returned_voluntarily or removed",
        unit="{currency} / person",
        of="people",
        kind="share",
        better="lower",
    ),
    Metric(
        "costs.{currency}.empty_places",
        "cost of places in which nobody is",
        "price of a place x (nominal - people in places) x time",
        unit="{currency}",
        of="runs",
        kind="mean",
        better="lower",
    ),
)


def prices(scenario: Scenario) -> dict[str, Price]:
    """Prices that are given, by what is paid for."""
    costs = scenario.costs
    given = {"place": costs.place, "person": costs.person, "transfer": costs.transfer, "departure": costs.departure, "start": costs.start}
    return {what: price for what, price in given.items() if price is not None}


def currencies(scenario: Scenario) -> list[str]:
    """Currencies of the prices, in the order met."""
    return list(dict.fromkeys(price.currency for price in prices(scenario).values()))


def measure(view: View) -> Readings:
    """Costs in each currency; nothing where no price is given."""
    given = prices(view.scenario)
    if not given:
        return {}
    bought, empty = _bought(view), _empty_days(view)
    person_days = view.present.integral / MS_PER_DAY
    returned = view.people(np.isin(view.outcome, RETURNS))
    readings: Readings = {}
    for currency in currencies(view.scenario):
        mine = {what: price for what, price in given.items() if price.currency == currency}
        spent = sum(bought[what] * _unit_price(price) for what, price in mine.items())
        readings[f"costs.{currency}.total"] = spent
        readings[f"costs.{currency}.per_person_day"] = Ratio(spent, person_days)
        readings[f"costs.{currency}.per_completed_return"] = Ratio(spent, returned)
        readings[f"costs.{currency}.empty_places"] = empty * _unit_price(mine["place"]) if "place" in mine else float("nan")
    return readings


def _unit_price(price: Price) -> float:
    """Per day where the price is for a period."""
    return price.amount / DAYS_IN.get(price.per or "", 1)


def _bought(view: View) -> dict[str, float]:
    """How many units of each priced thing: place-days, person-days, people, departures, one start."""
    left = np.isin(view.words("services", "service"), list(outbound(view))) & (view.words("services", "outcome") == "departed")
    return {
        "place": sum(view.capacity(f"pool:{pool}", "nominal").integral for pool in view.pools) / MS_PER_DAY,
        "person": view.present.integral / MS_PER_DAY,
        "transfer": view.people(happened(view.at("boarded"))),
        "departure": int(left.sum()),
        "start": 1,
    }


def _empty_days(view: View) -> float:
    nominal = total((view.capacity(f"pool:{pool}", "nominal") for pool in view.pools), view.horizon)
    return excess_time(nominal, view.in_places) / MS_PER_DAY
