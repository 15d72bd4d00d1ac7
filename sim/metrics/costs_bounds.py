"""Minimum guarantees and caps: what is added to, or taken off, the sum of other items in a period."""

from __future__ import annotations

import numpy as np

from sim.metrics.costs_months import Floats, Months, summed
from sim.metrics.steps import Ints
from sim.scenario.schema import Cap, Guarantee


def topped_up(item: Guarantee, spent: Floats, months: Months) -> Floats:
    """What is added, in the last month of each period, to what was spent month by month. Both in the currency of the item."""
    window = months.window(item.from_, item.until)
    added = np.zeros_like(spent)
    for period, least in periods(item, window, months):
        inside = period[np.diff(window)[period] > 0]
        if inside.size:
            added[inside[-1]] = max(0.0, least - summed(spent[inside]))
    return added


def taken_off(item: Cap, spent: Floats, months: Months) -> Floats:
    """What is not paid of what was spent month by month, in the order of the months. Both in the currency of the item."""
    window = months.window(item.from_, item.until)
    relief = np.zeros_like(spent)
    for period, most in periods(item, window, months):
        inside = period[np.diff(window)[period] > 0]
        beyond = np.maximum(np.cumsum(spent[inside]) - most, 0.0)
        relief[inside] = np.diff(beyond, prepend=0.0)
    return relief


def periods(item: Guarantee | Cap, window: Ints, months: Months) -> list[tuple[np.ndarray[tuple[int], np.dtype[np.intp]], float]]:
    """Months of each period, and the amount for it: of a calendar period as much of it as lies in the window."""
    found = []
    for period in months.groups(item.amount.per):
        share = 1.0
        if item.amount.per is not None:
            share = float(np.diff(window)[period].sum() / months.full(item.amount.per)[period[0]])
        found.append((period, item.amount.amount * share))
    return found
