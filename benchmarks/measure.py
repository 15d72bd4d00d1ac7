"""How times are taken: every peer once a round, in turning order, so that whatever slows the machine slows all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.inputs import Inputs
from benchmarks.journeys import Journeys, same
from benchmarks.peer import SIMULATION, Peer

MICROSECONDS = 1e6
LONG = 10.0
"""Seconds: who takes more of them for a round is asked for no other."""


@dataclass
class Times:
    """Of one peer on one block: microseconds a person, round by round, and how far its journeys are those of the first peer."""

    rounds: list[float] = field(default_factory=list)
    same: float | None = None
    bytes: float | None = None

    @property
    def median(self) -> float:
        """The middle round."""
        return median(self.rounds)


def timed(peer: Peer, block: Sequence[Inputs], threads: int = 1, clock: Callable[[], float] = time.process_time) -> float:
    """Microseconds a person; CPU of the whole process unless the clock says otherwise."""
    peer.prepare(block)
    gc.collect()
    began = clock()
    persons = peer.run(threads)
    return (clock() - began) / persons * MICROSECONDS


def interleaved(peers: Sequence[Peer], block: Sequence[Inputs], rounds: int) -> dict[Peer, Times]:
    """Times of all who can, and how far they tell the same story as the first of them, which is asked first."""
    largest, persons = max(inputs.persons for inputs in block), sum(inputs.persons for inputs in block)
    able = [peer for peer in peers if not peer.missing() and largest <= peer.most and peer.can(block[0])]
    times = {peer: Times() for peer in able}
    told: list[Journeys] = []
    for turn in range(rounds):
        shift = turn % len(able) if able else 0
        for peer in able[shift:] + able[:shift]:
            if times[peer].rounds and times[peer].rounds[0] * persons > LONG * MICROSECONDS:
                continue
            times[peer].rounds.append(timed(peer, block))
            if turn == 0 and peer.stage == SIMULATION:
                told = told or peer.journeys()
                times[peer].same = min(map(same, told, peer.journeys()))
                times[peer].bytes = peer.bytes_of_journeys()
            peer.prepare([])
    return times
