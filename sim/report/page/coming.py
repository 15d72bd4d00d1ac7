"""Who comes of those listed: a line for each stage, with those who stay behind there and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import funnel
from sim.report.page.parts import Cell, Group, Table

if TYPE_CHECKING:
    from sim.study.result import Result

HEAD = ("", "people", "of those listed", "who stays behind there")


def listed(result: Result) -> Table | None:
    """People by stage, smaller the range in which nine runs of ten fall; none where nothing is said of what comes before the host."""
    rows = [
        (Cell(one.words), Cell(one.people, one.spread.removesuffix(" people")), Cell(one.share), Cell(one.behind))
        for one in funnel.stages(result)
    ]
    caption = " ".join(["People by stage, on average over the runs, and why the others stay with the sender.", *funnel.absent(result)])
    return Table(caption, HEAD, [Group(rows)], frozenset({1, 2}), "funnel") if rows else None
