"""What `validate` warns of, told again before a study is run: each warning once, however many scenarios have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.errors import counted

if TYPE_CHECKING:
    from sim.errors import Fault
    from sim.scenario.schema import Scenario
    from sim.study.points import Plan, Point

MOST = 10
"""Warnings that are told one by one."""


def of_runs(scenarios: Iterable[Scenario]) -> list[str]:
    """Those of one scenario, or of two."""
    return _first([f"warning: {warning}" for warning in _distinct(w for scenario in scenarios for w in scenario.warnings)])


def of_sweep(plan: Plan) -> list[str]:
    """Those of the scenario that is varied, then those that only some of the points have, with the first of these."""
    own = _distinct(plan.scenario.warnings)
    of_points: dict[tuple[object, ...], list[tuple[Point, Fault]]] = {}
    for point in plan.points:
        for warning in point.scenario.warnings if point.scenario else ():
            of_points.setdefault(_about(warning), []).append((point, warning))
    others = [have for about, have in of_points.items() if about not in {_about(warning) for warning in own}]
    total = counted(len(plan.points), "point")
    return _first(
        [f"warning: {warning}" for warning in own]
        + [f'warning, in {len(have)} of {total}, the first "{have[0][0].name}": {have[0][1]}' for have in others]
    )


def _distinct(warnings: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(warnings))


def _about(warning: Fault) -> tuple[object, ...]:
    """Where it stands and what to do: numbers in its words may differ from point to point."""
    return warning.file, warning.line, warning.column, warning.to_do


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - MOST
    return [*lines[:MOST], *([f"and {counted(more, 'warning')} more: hubsim validate tells all"] if more > 0 else [])]
