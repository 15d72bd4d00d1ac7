"""The account of a run: every item month by month in the reported currency; guarantees after the items they cover, caps last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.metrics.costs_bounds import taken_off, topped_up
from sim.metrics.costs_items import bill
from sim.metrics.costs_months import Floats, months_of
from sim.metrics.steps import Steps, counted
from sim.metrics.view import View, happened, or_else, whole
from sim.scenario.schema import AnyCost, Cap, Costs, Guarantee, prices_of

TRAVELLING = ("returned_voluntarily", "removed", "sent_back")
"""Outcomes after which a case travels, and is at home only later."""


@dataclass(frozen=True)
class Account:
    """What is paid, in the reported currency.

    Parameters
    ----------
    items : dict of arrays
        By item, an amount for each month; what a cap takes off is below 0. They add to all that is paid.
    idle : array
        What of it, month by month, is paid for places or guarantees that nobody uses.
    avoided : array
        What the sender does not spend on those who are away.
    """

    items: dict[str, Floats]
    idle: Floats
    avoided: Floats

    @property
    def by_month(self) -> Floats:
        """All that is paid, month by month."""
        return _sum(self.items.values(), self.idle)


def account(view: View) -> Account:
    """The account of a run."""
    costs, months = view.scenario.costs, months_of(view.scenario)
    items: dict[str, Floats] = {}
    idle: dict[str, Floats] = {}
    for name, item in in_order(costs):
        worth = rate_of(costs, prices_of(item)[0].currency)
        spent = _sum((items[other] for other in covered(costs, name)), np.zeros(len(months.first)))
        if isinstance(item, Guarantee):
            items[name] = idle[name] = topped_up(item, spent / worth, months) * worth
        elif isinstance(item, Cap):
            items[name] = -taken_off(item, spent / worth, months) * worth
            kept = 1 + np.divide(items[name], spent, out=np.zeros_like(spent), where=spent > 0)
            idle |= {other: idle[other] * kept for other in covered(costs, name)}
        else:
            billed = bill(view, months, item)
            items[name], idle[name] = billed.amounts * worth, billed.idle * worth
    avoided = np.zeros(len(months.first))
    if costs.sender_day is not None:
        worth = rate_of(costs, costs.sender_day.currency)
        avoided = months.time_in(away(view), months.edges) * months.per_time(costs.sender_day) * worth
    return Account({name: items[name] for name in costs.items}, _sum(idle.values(), avoided), avoided)


def rate_of(costs: Costs, currency: str) -> float:
    """What one unit of a currency is worth in the reported one."""
    return 1.0 if currency == costs.reported else costs.rates[currency].rate.amount


def covered(costs: Costs, name: str) -> list[str]:
    """The items that a guarantee or cap is about; of others none."""
    item = costs.items[name]
    if not isinstance(item, Guarantee | Cap):
        return []
    beneath = (Guarantee, Cap) if isinstance(item, Guarantee) else Cap
    return list(item.over) or [other for other, one in costs.items.items() if not isinstance(one, beneath)]


def in_order(costs: Costs) -> list[tuple[str, AnyCost]]:
    """Guarantees after all that they may cover, and caps last."""
    return sorted(costs.items.items(), key=lambda one: isinstance(one[1], Guarantee) + 2 * isinstance(one[1], Cap))


def _sum(parts: Iterable[Floats], like: Floats) -> Floats:
    total = np.zeros_like(like)
    for part in parts:
        total += part
    return total


def away(view: View) -> Steps:
    """People who are not with the sender: from boarding until they are back with it or home, or have left another way, or the horizon."""
    start = or_else(view.at("boarded"), view.arrived)
    gone = happened(start)
    on_the_way = np.isin(view.outcome, TRAVELLING)
    left = np.where(on_the_way, view.horizon, or_else(view.at("left"), view.horizon))
    end = or_else(view.at("back"), or_else(view.at("home"), left))
    return counted(whole(start[gone]), whole(end[gone]), view.size[gone], view.horizon)
