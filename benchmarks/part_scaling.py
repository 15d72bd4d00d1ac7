"""One replication of a thousand to a million persons: does a person cost more in a larger hub?"""

from __future__ import annotations

from benchmarks.hub import PERSONS, grown, scenario
from benchmarks.inputs import drawn
from benchmarks.measure import Times, interleaved
from benchmarks.peer import END_TO_END, SIMULATION, Peer
from benchmarks.plan import Plan
from benchmarks.table import markdown, number

LONG, ROUNDS = 10**6, 3
"""Replications of so many persons are taken once, others so often."""
STAGES = {SIMULATION: "simulation", END_TO_END: "end to end"}


def section(plan: Plan) -> str:
    """Microseconds a person by size of the replication, and what the largest costs as a multiple of the smallest."""
    columns = {persons: _column(plan, persons) for persons in plan.scales}
    rows = [_row(columns, peer) for peer in plan.peers if any(peer in column for column in columns.values())]
    heading = "### One replication of so many persons (base load): microseconds a person"
    return f"{heading}\n\n{markdown(['', 'stage', *(f'{n:,}' for n in columns), 'growth'], rows)}"


def _column(plan: Plan, persons: int) -> dict[Peer, Times]:
    hub = grown(scenario(50, "base"), round(persons / PERSONS) or 1)
    block = [drawn(hub, plan.seed, replication) for replication in range(max(1, plan.at_least // persons))]
    return interleaved(plan.peers, block, 1 if plan.quick or persons >= LONG else ROUNDS)


def _row(columns: dict[int, dict[Peer, Times]], peer: Peer) -> list[str]:
    medians = [column[peer].median if peer in column else None for column in columns.values()]
    known = [median for median in medians if median is not None]
    return [peer.name, STAGES[peer.stage], *("–" if m is None else number(m) for m in medians), f"{known[-1] / known[0]:.1f}x"]
