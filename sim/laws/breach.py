"""A broken law, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import HubsimError
from sim.laws.replay import Replay
from sim.record import MS_PER_DAY

SHOWN = 5
"""Breaches that a message lists."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a record contradicts a law.

    Parameters
    ----------
    law : str
        Name of the law.
    message : str
        What is wrong, with its numbers.
    where : str
        The case (`stream/number`) or resource (`pool:NAME`, `team:NAME`, `SERVICE/DEPARTURE`, `agreement`).
    at : int or None
        Instant in milliseconds; None where the law has no instant.
    """

    law: str
    message: str
    where: str
    at: int | None

    def __str__(self) -> str:
        when = "" if self.at is None else f", day {self.at / MS_PER_DAY:.6g}"
        return f"{self.law}: {self.where}{when}: {self.message}"


class LawBroken(HubsimError):
    """A run that contradicts the model: a fault of the program, never of the user."""

    def __init__(self, scenario: str, seed: int, replication: int, breaches: Iterable[Breach]) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replication = replication
        self.breaches = tuple(breaches)
        super().__init__(self._told())

    def __reduce__(self) -> tuple[type[LawBroken], tuple[str, int, int, tuple[Breach, ...]]]:
        return LawBroken, (self.scenario, self.seed, self.replication, self.breaches)

    def _told(self) -> str:
        count = len(self.breaches)
        shown = [f"  {breach}" for breach in self.breaches[:SHOWN]]
        more = [f"  and {count - SHOWN} more"] if count > SHOWN else []
        head = (
            f"{self.scenario}: seed {self.seed}, replication {self.replication} breaks {count} law{'s' if count > 1 else ''} of the model:"
        )
        tail = "This is a fault of hubsim, not of the scenario. Report these lines together with the scenario file."
        return "\n".join([head, *shown, *more, tail])


Finding = tuple[str, float | None, str]
"""Where, at (milliseconds) and message of a breach."""

Law = Callable[[Replay], Iterator[Finding]]
"""A law looks at a replay and yields what contradicts it. Its docstring states it, its name names it."""


def where_true(mask: NDArray[np.bool_]) -> list[int]:
    """Positions of the breaches, most often none."""
    return np.flatnonzero(mask).tolist() if mask.any() else []


def told(at: float) -> str:
    """An instant in words."""
    return f"day {at / MS_PER_DAY:.6g}"
