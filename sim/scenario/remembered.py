"""What is made of a scenario once and used for each of its replications in turn."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

Made = TypeVar("Made")
REMEMBERED = 4
"""Scenarios: those that threads work on at one time."""


def remembered(make: Callable[[Scenario], Made]) -> Callable[[Scenario], Made]:
    """The same, made once for each of the last few scenarios: a scenario never changes. Several threads may ask at once."""
    known: tuple[tuple[Scenario, Made], ...] = ()

    @wraps(make)
    def made(scenario: Scenario) -> Made:
        nonlocal known
        for one, result in known:
            if one is scenario:
                return result
        result = make(scenario)
        known = ((scenario, result), *known[: REMEMBERED - 1])
        return result

    return made
