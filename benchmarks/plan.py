"""What one call of the benchmark does: which peers, which parts, how large, how often."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.peer import Peer

PARTS = ("hub", "scaling", "cores", "start")


@dataclass(frozen=True)
class Plan:
    """The choices of the command line."""

    peers: tuple[Peer, ...]
    parts: tuple[str, ...] = PARTS
    quick: bool = False
    seed: int = 1
    reps: int = 1000
    """Replications of `hubsim run`."""

    @property
    def sizes(self) -> dict[int, tuple[int, int]]:
        """Places: (replications in a block, rounds)."""
        return {50: (2, 2)} if self.quick else {50: (20, 5), 500: (3, 5), 5000: (1, 3)}

    @property
    def scales(self) -> tuple[int, ...]:
        """Persons of one replication."""
        return (10**3, 3 * 10**3) if self.quick else (10**3, 10**4, 10**5, 10**6)

    @property
    def at_least(self) -> int:
        """Persons timed at once: small hubs are taken several times."""
        return 10**3 if self.quick else 10**4

    @property
    def threaded(self) -> int:
        """Persons timed at once where threads are compared."""
        return 10**5 if self.quick else 10**6
