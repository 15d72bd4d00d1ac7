"""What has a price: which costs a result has, what they count and what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.page.parts import Numbers
    from sim.scenario.schema import Scenario

PAID_FOR = {
    "place": "places by day, used or not",
    "person": "people by day",
    "transfer": "transfers",
    "arrival": "arrivals",
    "stay": "people by length of stay",
    "exit": "payments on leaving",
    "departure": "departures",
    "flight": "flights",
    "escort": "escorts",
    "post": "staff",
    "capital": "building",
    "tranche": "lump sums",
    "guarantee": "what is guaranteed",
    "cap": "what is capped",
}
"""What an item pays for by its kind, in words."""

ASKED_FOR = {
    "places": ("place",),
    "people by day": ("person", "stay"),
    "transport": ("transfer", "departure", "flight"),
    "staff": ("post",),
    "building": ("capital",),
}
"""What one expects in a cost, and the kinds of items of which one would count it."""


def priced(said: Numbers) -> list[str]:
    """Beginnings of the metrics of costs, one for each currency."""
    return [name.removesuffix(".total") for name in said.rows if name.startswith("costs.") and name.endswith(".total")]


def pays_for_empty_places(scenario: Scenario) -> bool:
    """Whether any item is due for places or people that are not there: else no place in which nobody is has a price, which is not 0."""
    items = scenario.costs.items.values()
    return any(item.kind in ("place", "guarantee") or (item.kind == "person" and item.at_least) for item in items)


def caveat(scenario: Scenario) -> str:
    """`Counted: places by day, used or not; not people by day, ... (no price is given), nor courts, ...`; nothing without prices."""
    kinds = list(dict.fromkeys(item.kind for item in scenario.costs.items.values()))
    if not kinds:
        return ""
    without = [words for words, of in ASKED_FOR.items() if not set(of) & set(kinds)]
    home = "spends" if scenario.costs.sender_day is not None else "spends or saves"
    left_out = f"{', '.join(without)} (no price is given), nor courts" if without else "courts"
    return f"Counted: {', '.join(PAID_FOR[kind] for kind in kinds)}; not {left_out}, nor what the sender {home} at home."
