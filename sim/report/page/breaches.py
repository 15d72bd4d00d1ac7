"""Who is held against the rules, for how long: on every page, and nothing switches it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.metrics import named
from sim.report import answers
from sim.report.page.parts import Cell, Group, Numbers, Table
from sim.report.page.sources import keys
from sim.report.sentences import percent
from sim.scenario.thresholds import rule, threshold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.schema import Safeguard
    from sim.study.result import Result

NONE_DECLARED = (
    "No safeguards declared: the scenario sets no lawful length for a doctor, a lawyer, a judge or a stay, so none can be seen broken."
)

ALWAYS = (
    "breaches.people",
    "breaches.person_days",
    "stay.longest",
    "limit.people",
    "limit.person_days",
    "limit.child_days",
    "deadline.people",
    "children.person_days",
    "order.days",
    "reviews.due",
    "reviews.late",
    "overcrowding.person_days",
    "overflow.person_days",
    "claims.pending_removals",
)
HEAD = ("", "people or days", "nine runs in ten", "runs with any")


class Kept(NamedTuple):
    """Names of safeguards: broken in some run, broken in none, and those that concern nobody in any run, of which nothing is known."""

    broken: list[str]
    kept: list[str]
    nobody: list[str]


def kept(said: Numbers, safeguards: Mapping[str, Safeguard]) -> Kept:
    """Which safeguards are broken, kept, or said of nobody."""
    broken = [name for name in safeguards if said.value(f"safeguard.{name}.chance") > 0]
    nobody = [name for name in safeguards if name not in broken and not said.value(f"safeguard.{name}.concerned")]
    return Kept(broken, [name for name in safeguards if name not in (*broken, *nobody)], nobody)


def all_together(said: Numbers) -> str:
    """For how many people any safeguard is broken, and the days of all breaches."""
    people, time = said.from_to("breaches.people"), said.spread("breaches.person_days")
    return f"{people} have at least one safeguard broken, each counted once; {time} of breach, added up."


def breaches(result: Result) -> Table:
    """Safeguards, legal periods, limits, children, orders, reviews, overcrowding: how many, how long, in how many runs."""
    said = Numbers(result)
    groups = [Group(_safeguard(result, said, name, one), f"{name}: {rule(one)}") for name, one in result.scenario.safeguards.items()]
    periods = [name for name in said.rows if name.startswith("periods.") and name.endswith(".missed")]
    general = [_row(result, said, metric, named(metric).meaning) for metric in ALWAYS if metric in said]
    missed = [_row(result, said, metric, f"people for whom the period {metric.split('.')[1]} ran out") for metric in periods]
    heading = "limits, children, orders, reviews, crowding" if groups else ""
    return Table(
        "For how many people, how long, and in how many runs",
        HEAD,
        [*groups, Group([*missed, *general], heading)],
        frozenset({1, 2, 3}),
        "breaches",
    )


def _safeguard(result: Result, said: Numbers, name: str, safeguard: Safeguard) -> list[tuple[Cell, ...]]:
    words = {
        "people": "people for whom it is broken",
        "share": "of the people for whom it is known",
        "person_days": "days of people in breach",
        "sender_days": "... for which the sender answers",
        "host_days": "... for which the host answers",
        "never": "people who left without it",
        "longest": "longest of anyone, so far",
    }
    rows = [_row(result, said, f"safeguard.{name}.{what}", text) for what, text in words.items() if f"safeguard.{name}.{what}" in said]
    evidence = next((row for row in result.scenario.inputs if row.name == f"safeguards.{name}.{threshold(safeguard)}"), None)
    if evidence is None or not rows:
        return rows
    head = Cell(rows[0][0].text, f"the rule is {evidence.status}", keys(evidence.source))
    return [(head, *rows[0][1:]), *rows[1:]]


def _row(result: Result, said: Numbers, metric: str, words: str) -> tuple[Cell, ...]:
    return Cell(words), Cell(said.said(metric)), Cell(said.spread(metric)), Cell(happens(result, metric))


def happens(result: Result, metric: str) -> str:
    """In how many runs it is above 0."""
    values = answers.values_of(result, metric)
    return percent(float(np.mean(values > 0))) if values.size else "–"
