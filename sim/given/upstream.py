"""People upstream: the rate at which a number that drifts lists cases, and what each dated change makes of that rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.given.rates import Segment, overlaid, segments, value_at
from sim.scenario.schema import Scenario
from sim.scenario.schema import Upstream as Terms
from sim.scenario.upstream import Step, listed, mean_size

if TYPE_CHECKING:
    from sim.given.acts import Act

FACTOR = "factor"
"""Stands for an act in the name of the sub-stream that a factor from the start adds."""

Stage = tuple[str, list[tuple[int, float, float]]]
"""A change, with the rate before and after it from each instant on."""


def upstream(terms: Terms, scenario: Scenario, acts: Sequence[Act], horizon: int, name: str) -> tuple[list[Segment], list[Stage]]:
    """Cases listed per ms as if no act came; and for each act, in the order in which they come, the rate before and after it.

    Each act is told against all that come before it (a factor of the scenario itself before all), so that cutting the cases of the first
    rate and adding those of the gains gives the rate that all together make.
    """
    people = mean_size(scenario, terms)
    dated = segments(terms.rate, None, scenario.start, 0, horizon)

    def rate(those: Sequence[Act], factor: float, turns: Sequence[int] = ()) -> list[Segment]:
        shares = _product(_in_force(dated, those, f"demand.{name}.rate", horizon), _factors(factor, those, name, horizon))
        steps = [step for act in those for step in _steps(act, name)]
        pieces = listed(terms.people, terms.joins or 0.0, terms.leaves or 0.0, shares, steps, turns, horizon)
        return [(at, each / people) for at, each in pieces]

    turns = [at for act in acts for at in (max(0, act.at), _end(act, horizon))]
    own = 1.0 if terms.factor is None else terms.factor
    changes: list[tuple[str, Sequence[Act], float]] = [] if terms.factor is None else [(FACTOR, (), own)]
    changes += [(act.name, acts[: n + 1], own) for n, act in enumerate(acts)]
    stages, before = [], rate((), 1.0, turns) if changes else []
    for act, those, factor in changes:
        after = rate(those, factor, turns)
        stages.append((act, [(at, old, new) for (at, old), (_, new) in zip(before, after, strict=True)]))
        before = after
    return rate((), 1.0), stages


def _in_force(pieces: list[Segment], acts: Sequence[Act], path: str, horizon: int) -> list[Segment]:
    """Rates with those that acts set over them."""
    return overlaid(pieces, [(max(0, act.at), _end(act, horizon), act.terms.set[path][0][1]) for act in acts if path in act.terms.set])


def _factors(own: float, acts: Sequence[Act], name: str, horizon: int) -> list[Segment]:
    """The factor in force: of several the last that began."""
    path = f"demand.{name}.factor"
    return overlaid(
        [(0, own)], [(max(0, act.at), _end(act, horizon), act.terms.set[path]) for act in acts if act.terms.set.get(path) is not None]
    )


def _product(rates: list[Segment], factors: list[Segment]) -> list[Segment]:
    turns = sorted({at for at, _ in (*rates, *factors)})
    return [(at, value_at(rates, at) * value_at(factors, at)) for at in turns]


def _steps(act: Act, name: str) -> list[Step]:
    at = max(0, act.at)
    added = [Step(at, act.terms.add[name])] if name in act.terms.add else []
    return [*added, Step(at, -act.terms.exempt[name])] if name in act.terms.exempt else added


def _end(act: Act, horizon: int) -> int:
    return horizon if act.until is None else max(0, act.until)
