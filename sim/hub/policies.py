"""An analyst's own rules in Python, in place of some of the scenario's: a step of screening, where to house, another way out.

A rule sees a case as it is and may draw luck of its own by name; it changes nothing itself. Rules are called in every process that
simulates, so they must not remember anything from one case to the next.
"""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real
from typing import TYPE_CHECKING, TypeVar

from sim.errors import HubsimError
from sim.hub.classes import REFERRED
from sim.hub.clock import DAY
from sim.record import OUTCOMES

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.places import Pool
    from sim.hub.world import World

NEEDS_MORE = ("returned_voluntarily", "removed", "declined", "dropped_out", "inside", "waiting")
"""Outcomes that need a departure, or that nobody inside can have."""
EXITS = tuple(outcome for outcome in OUTCOMES if outcome not in NEEDS_MORE)


@dataclass(frozen=True)
class CaseView:
    """What a rule may know of a case.

    Attributes
    ----------
    uniform : callable
        A number inside (0, 1) for a decision the rule names; the same case gets the same number under every policy.
    days_inside : float
        Days since arrival, prior days counted.
    """

    stream: str
    number: int
    class_: str
    size: int
    minors: int
    destination: str
    agreed: bool
    days_inside: float
    uniform: Callable[[str], float] = field(compare=False, repr=False)


Answer = TypeVar("Answer")

StepRule = Callable[[CaseView], str]
"""The result of a screening step: `admitted`, `sent_back`, or the name of another class."""

HousingRule = Callable[[CaseView, Mapping[str, int]], Sequence[str]]
"""Pools in order of preference, given the places free in each; pools not named come last, in the order of the file."""

ExitRule = Callable[[CaseView], float | None]
"""Days from arrival to the exit; None: never."""


@dataclass(frozen=True)
class Exit:
    """Another way out of the hub, running from arrival beside the scenario's clocks.

    Parameters
    ----------
    outcome : str
        The outcome it leads to.
    days : callable
        Days from arrival; None: never.
    """

    outcome: str
    days: ExitRule


@dataclass(frozen=True)
class Policies:
    """Own rules, all optional.

    Parameters
    ----------
    screening : mapping
        Step of the scenario: rule that says its result.
    housing : callable, optional
        Order of the pools for a case; pools its class may not use are passed over.
    exits : mapping
        Name: another way out.

    Raises
    ------
    HubsimError
        A step the scenario does not have, or an outcome nobody can leave with.
    """

    screening: Mapping[str, StepRule] = field(default_factory=dict)
    housing: HousingRule | None = None
    exits: Mapping[str, Exit] = field(default_factory=dict)

    def check(self, steps: Sequence[str], clocks: Sequence[str]) -> None:
        """Refuse what does not fit the scenario."""
        for name in self.screening:
            if name not in steps:
                raise HubsimError(f'own policy for the screening step "{name}": there is no such step. Steps: {", ".join(steps) or "none"}')
        for name, way in self.exits.items():
            if name in clocks:
                raise HubsimError(f'own exit "{name}" has the name of a clock of the scenario. Take another name')
            if way.outcome not in EXITS:
                raise HubsimError(f'own exit "{name}": nobody leaves with the outcome "{way.outcome}". Outcomes: {", ".join(EXITS)}')


def view(world: World, case: Case) -> CaseView:
    """A case as a rule sees it now."""
    inside = world.clock.now - case.at["arrived"] + case.prior if "arrived" in case.at else 0
    return CaseView(
        case.stream,
        case.number,
        case.class_,
        case.size,
        case.minors,
        case.destination,
        case.agreed,
        inside / DAY,
        lambda decision: case.luck.uniform(f"own.{decision}"),
    )


def asked(what: str, rule: Callable[[], Answer]) -> Answer:
    """What an own rule answers.

    Raises
    ------
    HubsimError
        As the rule raised it; any other error of the rule with the rule's own traceback.
    """
    try:
        return rule()
    except HubsimError:
        raise
    except Exception as error:
        raise HubsimError(f"{what} stopped. This is a fault of the rule, not of hubsim.\n{_own_traceback(error)}") from error


def _own_traceback(error: Exception) -> str:
    """From the first line of the rule on."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    told = traceback.format_list(frames) + traceback.format_exception_only(error)
    return "".join(["Traceback (most recent call last):\n", *told]).rstrip()


def step_result(world: World, case: Case, name: str) -> str:
    """What the own rule says of a step; a class it names must exist."""
    rule = world.policies.screening[name]
    result = asked(f'own policy for the step "{name}"', lambda: rule(view(world, case)))
    if result in ("admitted", "sent_back"):
        return result
    if not isinstance(result, str) or result not in world.scenario.classes:
        classes = ", ".join(world.scenario.classes)
        raise HubsimError(f'own policy for the step "{name}" gave "{result}". It may give admitted, sent_back or a class: {classes}')
    world.classes.make(case, REFERRED, result)
    return "referred"


def preferred_pools(world: World, pools: Mapping[str, Pool], case: Case) -> Sequence[str]:
    """Names of the pools in the order of the own rule."""
    rule = world.policies.housing
    assert rule is not None
    free = {name: pool.free * pool.beds_per_unit for name, pool in pools.items()}
    names = asked("own housing policy", lambda: list(rule(view(world, case), free)))
    for name in names:
        if not isinstance(name, str) or name not in pools:
            raise HubsimError(f'own housing policy gave the pool "{name}". Pools: {", ".join(pools)}')
    return [*names, *(name for name in pools if name not in names)]


def exit_after(world: World, case: Case, name: str) -> float | None:
    """Days from arrival to an own exit; None: never."""
    rule = world.policies.exits[name].days
    days = asked(f'own exit "{name}"', lambda: rule(view(world, case)))
    if days is not None and not (isinstance(days, Real) and math.isfinite(days)):
        raise HubsimError(f'own exit "{name}" gave {days!r}. It may give a number of days, or None for never')
    return days
