"""The hub in its sizes, base and stress: who simulates it how fast, and whether all tell the same."""

from __future__ import annotations

from benchmarks.hub import LOADS, scenario
from benchmarks.inputs import drawn
from benchmarks.measure import Times, interleaved
from benchmarks.peer import END_TO_END, SIMULATION, Peer
from benchmarks.plan import Plan
from benchmarks.table import markdown, number, times_as_fast

HEADINGS = {
    SIMULATION: "Simulation alone: from what befalls each person to the journeys (hubsim's engines draw it as they go)",
    END_TO_END: "End to end: from a seed to the numbers of the hub",
}
Column = dict[Peer, Times]


def measured(plan: Plan) -> dict[str, Column]:
    """Times by the heading of the column."""
    columns = {}
    for places, (reps, rounds) in plan.sizes.items():
        for load in LOADS:
            hub = scenario(places, load)
            block = [drawn(hub, plan.seed, replication) for replication in range(reps)]
            columns[f"{load} {places:,}"] = interleaved(plan.peers, block, rounds)
    return columns


def told_alike(columns: dict[str, Column]) -> list[str]:
    """Complaints: exact peers who told something else than the first."""
    return [
        f"{peer.name}, {heading}: only {times.same:.6%} of the journeys are the same"
        for heading, column in columns.items()
        for peer, times in column.items()
        if peer.exact and times.same is not None and times.same < 1.0
    ]


def section(plan: Plan, columns: dict[str, Column]) -> str:
    """One table a stage: microseconds a person, and how many times as fast as the first row."""
    return "\n\n".join(f"### {heading}\n\n{_table(plan, columns, stage)}" for stage, heading in HEADINGS.items())


def _table(plan: Plan, columns: dict[str, Column], stage: int) -> str:
    peers = [peer for peer in plan.peers if peer.stage == stage]
    extra = ["journeys", "bytes a person"] if stage == SIMULATION else []
    rows = [[peer.name, *(_cell(column, peers[0], peer) for column in columns.values())] for peer in peers]
    if stage == SIMULATION:
        rows = [[*row, _alike(columns, peer), _bytes(columns, peer)] for row, peer in zip(rows, peers, strict=True)]
    return markdown(["", *columns, *extra], rows)


def _cell(column: Column, first: Peer, peer: Peer) -> str:
    if peer.missing():
        return peer.missing()
    if peer not in column:
        return "–"
    median = column[peer].median
    return f"{number(median)} ({times_as_fast(column[first].median / median)})" if first in column else number(median)


def _alike(columns: dict[str, Column], peer: Peer) -> str:
    shares = [column[peer].same for column in columns.values() if peer in column]
    known = [share for share in shares if share is not None]
    if not known:
        return "–"
    return "same" if min(known) == 1.0 else f"{min(known):.3%} same"


def _bytes(columns: dict[str, Column], peer: Peer) -> str:
    known = [column[peer].bytes for column in columns.values() if peer in column]
    return number(known[-1]) if known and known[-1] else "–"
