"""What has a price: which costs a result has, what they count and what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.metrics.costs import prices

if TYPE_CHECKING:
    from sim.report.page.parts import Numbers
    from sim.scenario.schema import Scenario

PAID_FOR = {
    "place": "places by day, used or not",
    "person": "people by day",
    "transfer": "people moved to the hub",
    "departure": "departures from the hub",
    "start": "the start",
}
"""What a price can be given for, in words."""

NEVER_COUNTED = "what is no price of the scenario, such as courts, or what the sender saves or spends at home"


def priced(said: Numbers) -> list[str]:
    """Beginnings of the metrics of costs, one for each currency."""
    return [name.removesuffix(".total") for name in said.rows if name.startswith("costs.") and name.endswith(".total")]


def caveat(scenario: Scenario) -> str:
    """`Counted: places by day, used or not. Not counted: people by day, ... (no price is given); ...`; nothing without prices."""
    given = prices(scenario)
    if not given:
        return ""
    counted = ", ".join(PAID_FOR.get(what, what) for what in given)
    without = ", ".join(words for what, words in PAID_FOR.items() if what not in given)
    left_out = f"{without} (no price is given); {NEVER_COUNTED}" if without else NEVER_COUNTED
    return f"Counted: {counted}. Not counted: {left_out}."
