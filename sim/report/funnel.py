"""Who comes of those listed: a row for each stage, with those who stay behind there and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.metrics import funnel
from sim.report.sentences import between, number
from sim.report.tables import table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.study.result import Result

STAGES = {
    "listed": "listed",
    "proposed": "proposed to the host",
    "eligible": "passed by all filters",
    "accepted": "accepted by the host",
    "ready": "free to board",
    "boarded": "boarded",
    "arrived": "arrived",
}
BEHIND = {
    "excluded": "of an excluded class",
    "late": "listed after the window closed",
    "not_proposed": "not proposed",
    "host": "not wanted by the host",
    "room": "without room in the agreement",
    "closed": "undecided when the window closed",
    "undecided": "undecided so far",
    "objection": "objection upheld",
    "choice": "dropped out",
    "end": "accepted, not boarded when the window closed",
    "waiting": "accepted, still waiting",
}
"""Why people stay with the sender, in few words."""


@dataclass(frozen=True)
class Stage:
    """A stage as texts: what it is, people on average and in nine runs of ten, their share of those listed, and who does not reach it."""

    words: str
    people: str
    spread: str
    share: str
    behind: str


def of_result(result: Result) -> list[RenderableType]:
    """The table, where the scenario says anything about who is proposed, eligible or told; else nothing."""
    rows = stages(result)
    if not rows:
        return []
    grid = table(
        "Who comes of those listed",
        "people",
        "nine runs in ten",
        "of those listed",
        "who stays behind",
        numbers=("people", "of those listed"),
    )
    for row in rows:
        grid.add_row(row.words, row.people, row.spread, row.share, row.behind)
    return [grid, *absent(result)]


def stages(result: Result) -> list[Stage]:
    """Each stage in order, where there is anything upstream of the host; else none."""
    rows = {row["metric"]: row for row in result.summary.to_dict("records")}
    return [_stage(result, rows, stage) for stage in funnel.stages(result.scenario)]


def absent(result: Result) -> list[str]:
    """A sentence about those who did not turn up for a departure to the hub, if there are any."""
    rows = {row["metric"]: row for row in result.summary.to_dict("records")}
    people = float(rows["funnel.no_show"]["estimate"]) if "funnel.no_show" in rows else 0.0
    return [f"Not at a departure they were booked on, once at least: {number(people, 'people')}."] if people else []


def _stage(result: Result, rows: dict[str, dict[str, float]], stage: str) -> Stage:
    row, share = rows[f"funnel.people.{stage}"], rows[f"funnel.share.{stage}"]
    spread = "" if result.reps == 1 else between(row["p05"], row["p95"], "people")
    return Stage(STAGES[stage], number(row["estimate"], ""), spread, number(share["estimate"], "share"), _behind(result, rows, stage))


def _behind(result: Result, rows: dict[str, dict[str, float]], stage: str) -> str:
    """`nationality 12.5, family_ties 3`: who does not reach a stage."""
    by = {BEHIND[name]: f"funnel.lost.{name}" for name, (where, *_) in funnel.LOSSES.items() if where == stage}
    if stage == "eligible":
        by = {name: f"funnel.filtered.{name}" for name in funnel.filters(result.scenario)}
    return ", ".join(f"{words} {number(rows[metric]['estimate'], '')}" for words, metric in by.items() if rows[metric]["estimate"])
