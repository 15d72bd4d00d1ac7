"""Markov chains in continuous time over a finite horizon, by uniformisation (Jensen, Skandinavisk Aktuarietidskrift 36, 1953)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

import numpy as np
from scipy import sparse, stats

State = Hashable
Moves = Callable[[State], Iterable[tuple[State, float]]]


class Chain:
    """A chain by its moves: from a state, (state, rate) pairs; states reached from the first, in the order met.

    Parameters
    ----------
    first : state
        Where it starts.
    moves : callable
        Where it goes from a state, and how fast (per day). Moves that leave the part looked at are left out by the caller.
    """

    def __init__(self, first: State, moves: Moves) -> None:
        self.states = [first]
        self.at = {first: 0}
        rows, columns, rates = [], [], []
        for state in self.states:
            for other, rate in moves(state):
                if other not in self.at:
                    self.at[other] = len(self.states)
                    self.states.append(other)
                rows.append(self.at[state])
                columns.append(self.at[other])
                rates.append(rate)
        n = len(self.states)
        moved = sparse.csr_array((rates, (rows, columns)), shape=(n, n))
        out = moved.sum(axis=1)
        self.fastest = float(out.max())
        self._jump = (moved / self.fastest + sparse.diags_array(1.0 - out / self.fastest)).T.tocsr()

    def start(self, state: State) -> np.ndarray:
        """Certainty of a state."""
        return np.eye(1, len(self.states), self.at[state])[0]

    def after(self, days: float, begin: np.ndarray) -> np.ndarray:
        """Chance of each state after a time."""
        return self._weighted(begin, stats.poisson.pmf(self._jumps(days), self.fastest * days))

    def spent(self, days: float, begin: np.ndarray) -> np.ndarray:
        """Expected days in each state up to a time: the sum over k of P(more than k jumps) / fastest x P(state after k jumps)."""
        return self._weighted(begin, stats.poisson.sf(self._jumps(days), self.fastest * days) / self.fastest)

    def mean(self, chances: np.ndarray, value: Callable[[State], float]) -> float:
        """Mean of a value over states."""
        return float(chances @ np.array([value(state) for state in self.states], dtype=float))

    def _jumps(self, days: float) -> np.ndarray:
        expected = self.fastest * days
        return np.arange(int(expected + 12 * np.sqrt(expected) + 30))

    def _weighted(self, begin: np.ndarray, weights: np.ndarray) -> np.ndarray:
        chances, total = begin, np.zeros(len(begin))
        for weight in weights:
            total += weight * chances
            chances = self._jump @ chances
        return total


def birth_and_death(birth: float, death: Callable[[int], float], most: int) -> Chain:
    """0 to `most`, starting empty; who would be one too many is not let in."""

    def moves(n: int) -> Iterable[tuple[int, float]]:
        if n < most:
            yield n + 1, birth
        if n:
            yield n - 1, death(n)

    return Chain(0, moves)  # type: ignore[arg-type]
