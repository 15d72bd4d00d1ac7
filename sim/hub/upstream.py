"""People upstream: the rate at which a number that drifts lists cases, and what each dated change makes of that rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.hub.rates import Segment, overlaid, segments
from sim.scenario.schema import Scenario
from sim.scenario.schema import Upstream as Terms
from sim.scenario.upstream import Step, listed, mean_size

if TYPE_CHECKING:
    from sim.hub.schedule import Act


def upstream(
    terms: Terms, scenario: Scenario, acts: Sequence[Act], horizon: int, name: str
) -> tuple[list[Segment], list[tuple[str, list[Segment], list[Segment]]]]:
    """Cases listed per ms as if no act came; and for each act, in the order in which they come, the rate before and after it.

    Each act is told against all that come before it, so that cutting the cases of the first rate and adding those of the gains
    gives the rate that all acts together make.
    """
    people = mean_size(scenario, terms)
    dated = segments(terms.rate, None, scenario.start, 0, horizon)
    path = f"demand.{name}.rate"

    def rate(those: Sequence[Act], turns: Sequence[int] = ()) -> list[Segment]:
        changes = [(max(0, act.at), _end(act, horizon), act.terms.set[path][0][1]) for act in those if path in act.terms.set]
        steps = [step for act in those for step in _steps(act, name)]
        pieces = listed(terms.people, terms.joins or 0.0, terms.leaves or 0.0, overlaid(dated, changes), steps, turns, horizon)
        return [(at, each / people) for at, each in pieces]

    turns = [max(0, at) for act in acts for at in (act.at, _end(act, horizon))]
    stages = [rate(acts[:n], turns) for n in range(len(acts) + 1)] if acts else []
    return rate(()), [(act.name, before, after) for act, before, after in zip(acts, stages, stages[1:], strict=False)]


def _steps(act: Act, name: str) -> list[Step]:
    at = max(0, act.at)
    added = [Step(at, act.terms.add[name])] if name in act.terms.add else []
    return [*added, Step(at, -act.terms.exempt[name])] if name in act.terms.exempt else added


def _end(act: Act, horizon: int) -> int:
    return horizon if act.until is None else max(0, act.until)
