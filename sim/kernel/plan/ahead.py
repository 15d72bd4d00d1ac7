"""Plan of the decisions that are drawn ahead for each case, four at once: the first on a journey through the first hub.

Whether a case comes to ask for them does not matter to the result: a number is the same whenever it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.draws import hash32
from sim.kernel.memory import NONE
from sim.kernel.philox import LANES
from sim.kernel.plan.layout import Layout
from sim.kernel.rows import World
from sim.scenario.schema import Claim, Ending, Hub, Moving, Scenario, Selection, Unfit, Voluntary
from sim.scenario.shapes import Fixed


def lay_ahead(layout: Layout) -> None:
    """The decisions; none where there are fewer than two, since one number by itself costs less."""
    names = list(_asked(layout.scenario))[:LANES]
    decisions = [hash32(name) for name in names] if len(names) > 1 else []
    for n in range(LANES):
        layout.put(World.AHEAD + n, decisions[n] if n < len(decisions) else NONE)


def _asked(scenario: Scenario) -> Iterator[str]:
    """Names of what every case asks for, or may ask for, in the order of its journey."""
    yield from _by_selection(scenario.selection)
    first = next(iter(scenario.hubs.values()))
    yield from _by_screening(first)
    yield "documents"
    yield from (
        f"clocks.{name}.after" for name, spec in first.clocks.items() if isinstance(spec, Claim | Unfit | Moving | Ending | Voluntary)
    )


def _by_selection(terms: Selection) -> Iterator[str]:
    if terms.time is not None and not isinstance(terms.time, Fixed):
        yield "selection.time"
    shares = [terms.accepted] if isinstance(terms.accepted, float | int) else terms.accepted.values()
    if any(0.0 < share < 1.0 for share in shares):
        yield "selection"


def _by_screening(hub: Hub) -> Iterator[str]:
    for name, step in hub.screening.items():
        if not isinstance(step.time, Fixed):
            yield f"screening.{name}.time"
        if 0.0 < step.sent_back < 1.0:
            yield f"screening.{name}.sent_back"
