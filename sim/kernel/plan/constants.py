"""Blocks of constants: shapes, latents, choices and lists, each laid down once, however often it is used."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

from sim.draws import hash32
from sim.formulas import gamma_table
from sim.kernel.words import Shape as Kind
from sim.scenario.shapes import (
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Latent,
    Lognormal,
    Mixture,
    Shape,
    Triangular,
    Uniform,
    Weibull,
)

Word = int | float | bool


def bits(value: Word) -> int:
    """A word as it lies in memory: a float by its bits."""
    if isinstance(value, float):
        return int(struct.unpack("<q", struct.pack("<d", value))[0])
    return int(value)


class Constants:
    """Everything of which the size is not known beforehand.

    Parameters
    ----------
    base : int
        Place in memory of its first word.
    """

    def __init__(self, base: int) -> None:
        self.base = base
        self.words: list[int] = []
        self._known: dict[tuple[int, ...], int] = {}

    def block(self, words: Iterable[Word]) -> int:
        """Place of these words; the same words have one place."""
        block = tuple(bits(word) for word in words)
        if block not in self._known:
            self._known[block] = self.base + len(self.words)
            self.words += block
        return self._known[block]

    def numbers(self, words: Sequence[Word]) -> int:
        """A list: how many, then each."""
        return self.block([len(words), *words])

    def rows(self, rows: Sequence[Sequence[Word]]) -> int:
        """A list of rows of one width: how many rows, then each."""
        return self.block([len(rows), *(word for row in rows for word in row)])

    def choices(self, decision: str, shares: Mapping[str, float], what: Mapping[str, int]) -> int:
        """Names to choose from by share; `what` says which number each is."""
        return self.rows([(hash32(f"{decision}.{name}"), float(share), what[name]) for name, share in shares.items()])

    def latent(self, decision: str, latent: Latent | None) -> int:
        """A latent time of a decision; 0 for none."""
        return 0 if latent is None else self.block([self.shape(decision, latent.shape), float(latent.never)])

    def shape(self, decision: str, shape: Shape | None) -> int:
        """A shape drawn for a decision; 0 for none."""
        match shape:
            case None:
                return 0
            case Fixed():
                return self.block([Kind.FIXED, float(shape.value), 0, 0])
            case Exponential():
                return self.block([Kind.EXPONENTIAL, float(shape.mean), 0, 0])
            case Lognormal():
                return self.block([Kind.LOGNORMAL, float(shape.mu), float(shape.sigma), 0])
            case Gamma():
                return self.block([Kind.GAMMA, float(shape.k), float(shape.theta), self._gamma(shape.k)])
            case Weibull():
                return self.block([Kind.WEIBULL, float(shape.k), float(shape.scale), 0])
            case Triangular():
                return self.block([Kind.TRIANGULAR, float(shape.low), float(shape.mode), float(shape.high)])
            case Uniform():
                return self.block([Kind.UNIFORM, float(shape.low), float(shape.high), 0])
            case Empirical():
                levels, values = map(float, shape.levels), map(float, shape.values)
                return self.block([Kind.EMPIRICAL, len(shape.levels), *levels, *values])
            case Mixture():
                parts = zip(shape.names, shape.shares, shape.parts, strict=True)
                rows = [(hash32(f"{decision}.part.{name}"), float(q), self.shape(decision, part)) for name, q, part in parts]
                return self.block([Kind.MIXTURE, len(rows), *(word for row in rows for word in row)])

    def _gamma(self, k: float) -> int:
        values, slopes = gamma_table(k)
        return self.block([len(values), *values, *slopes])
