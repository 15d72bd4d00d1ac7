"""What is made of a scenario once and used for each of its replications in turn."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

Made = TypeVar("Made")


def remembered(make: Callable[[Scenario], Made]) -> Callable[[Scenario], Made]:
    """The same, made anew only for another scenario than the last: a scenario never changes."""
    last: list[tuple[Scenario, Made]] = []

    @wraps(make)
    def made(scenario: Scenario) -> Made:
        if not last or last[0][0] is not scenario:
            last[:] = [(scenario, make(scenario))]
        return last[0][1]

    return made
