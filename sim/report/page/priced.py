"""What has a price: which costs a result has, what they count and what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.page.parts import Numbers
    from sim.scenario.schema import Scenario

PAID_FOR = {
    "place": "places by day, used or not",
    "person": "people by day",
    "transfer": "people moved to the hub",
    "arrival": "people who arrive",
    "stay": "payments during a stay",
    "exit": "payments on leaving",
    "departure": "departures",
    "flight": "hours of transport",
    "escort": "escorts",
    "post": "full-time posts",
    "capital": "building",
    "tranche": "amounts paid once",
    "guarantee": "minimum guarantees",
    "cap": "caps",
}
"""What an item of the costs can be about, in words."""

OF_THE_CONTRACT = ("guarantee", "cap")
"""Kinds that bound others: without them nothing is left out."""

NEVER_COUNTED = "what has no price in the scenario, such as courts"
AT_HOME = "what the sender saves or spends at home"


def priced(said: Numbers) -> list[str]:
    """Beginnings of the metrics of costs, one for each currency."""
    return [name.removesuffix(".total") for name in said.rows if name.startswith("costs.") and name.endswith(".total")]


def caveat(scenario: Scenario) -> str:
    """`Counted: places by day, used or not. Not counted: people by day, ... (no price is given); ...`; nothing without prices."""
    given = {item.kind for item in scenario.costs.items.values()}
    if not given:
        return ""
    counted = ", ".join(words for kind, words in PAID_FOR.items() if kind in given)
    without = ", ".join(words for kind, words in PAID_FOR.items() if kind not in given and kind not in OF_THE_CONTRACT)
    never = NEVER_COUNTED if scenario.costs.sender_day else f"{NEVER_COUNTED}, or {AT_HOME}"
    return (
        f"Counted: {counted}. Not counted: {without} (no price is given); {never}."
        if without
        else f"Counted: {counted}. Not counted: {never}."
    )
