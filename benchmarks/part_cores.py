"""Both cores: threads against one, for peers that can use them."""

from __future__ import annotations

import os
import time
from statistics import median

from benchmarks.hub import scenario
from benchmarks.inputs import drawn
from benchmarks.measure import timed
from benchmarks.peer import Peer
from benchmarks.plan import Plan
from benchmarks.table import markdown, number

REPS, ROUNDS = 8, 7
"""Replications drawn, and then repeated until there is enough to do."""


def section(plan: Plan) -> str:
    """Wall clock, microseconds a person, with one thread and with one a core; efficiency is the gain over the number of threads."""
    places = min(500, max(plan.sizes))
    several = [drawn(scenario(places, "base"), plan.seed, replication) for replication in range(REPS)]
    block = several * max(1, plan.threaded // sum(inputs.persons for inputs in several))
    able = [peer for peer in plan.peers if peer.threads > 1 and not peer.missing()]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    rows = [_row(peer, block, min(cores, peer.threads)) for peer in able]
    heading = f"### Threads: {len(block):,} replications of {places:,} places, wall clock, microseconds a person"
    return f"{heading}\n\n{markdown(['', 'one thread', f'{cores} threads', 'gain', 'efficiency'], rows)}"


def _row(peer: Peer, block: list, threads: int) -> list[str]:
    pairs = [(timed(peer, block, 1, time.perf_counter), timed(peer, block, threads, time.perf_counter)) for _ in range(ROUNDS)]
    one, many = (median(pair[i] for pair in pairs) for i in range(2))
    return [peer.name, number(one), number(many), f"{one / many:.2f}x", f"{one / many / threads:.2f}"]
