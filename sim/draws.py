"""Luck: every random number is a pure function of (seed, replication, entity, decision, k).

What was drawn before never matters, so no order of work, policy, worker or engine can change anybody's luck; that neighbours are drawn
together (`uniforms`), with all that is usually asked of their family, saves time and is all that is remembered.
How a number becomes a length is in `sim.formulas`, which the compiled engine shares.

Source: Philox 4x32-10 is Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
"""

from __future__ import annotations

import functools
import hashlib
import math
from bisect import bisect_right
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from sim import formulas
from sim.formulas import LEAST_SURVIVAL, added, normal_quantile, normal_survival, whole_ms
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

WORDS = 1 << 32
"""Seeds, replications, entity numbers and k are 0 to WORDS - 1."""

TOGETHER_BITS = 6
TOGETHER = 1 << TOGETHER_BITS
"""So many neighbours are drawn in one go."""
FEW = 4
"""Before a decision is drawn for all of them, it is drawn so often for one: where few are asked, the others would be drawn in vain."""

_MASK = WORDS - 1


# --- words ----------------------------------------------------------------------------------------------------------------


@functools.cache
def hash32(name: str) -> int:
    """First 4 bytes, big-endian, of the SHA-256 of a name in UTF-8."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def check_seed(seed: int) -> int:
    """The seed itself; ValueError if it is not a whole number of 32 bits."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < WORDS:
        raise ValueError(f"seed {seed!r} is not a whole number from 0 to {WORDS - 1}")
    return seed


@functools.lru_cache(maxsize=1024)
def _round_keys(key0: int, key1: int) -> tuple[tuple[int, int], ...]:
    """The keys of the ten rounds."""
    return tuple(((key0 + i * 0x9E3779B9) & _MASK, (key1 + i * 0xBB67AE85) & _MASK) for i in range(10))


def philox4x32(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Four random 32-bit words of a counter and a key: Philox 4x32 with ten rounds."""
    c0, c1, c2, c3 = counter
    for k0, k1 in _round_keys(*key):
        p0 = 0xD2511F53 * c0
        p1 = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & 0xFFFFFFFF, (p0 >> 32) ^ c3 ^ k1, p0 & 0xFFFFFFFF
    return c0, c1, c2, c3


def uniform(seed: int, replication: int, entity: int, number: int, decision: int, k: int) -> float:
    """A number inside (0, 1): an odd multiple of 2^-53, so that 1 - u is exact too."""
    w0, w1, _, _ = philox4x32((entity, number, decision, k), (seed, replication))
    return ((w0 << 20 | w1 >> 12) + 0.5) * 2.0**-52


@functools.lru_cache(maxsize=1024)
def _columns_of_round_keys(key0: int, key1: int) -> NDArray[np.uint64]:
    """The keys of the ten rounds, each a column."""
    return np.array(_round_keys(key0, key1), np.uint64)[:, :, np.newaxis]


_MULTIPLIERS = np.array([[0xD2511F53], [0xCD9E8D57]], np.uint64)
_LOW, _HALF = np.uint64(_MASK), np.uint64(32)


def uniforms(seed: int, replication: int, entity: int, first: int, asked: Sequence[tuple[int, int]]) -> list[list[float]]:
    """`uniform` of TOGETHER numbers from `first` on, for each (decision, k): the same numbers, the same rounds, for all of them at once."""
    words = np.empty((4, len(asked), TOGETHER), np.uint64)
    words[0], words[1] = entity, np.arange(first, first + TOGETHER)
    words[2:] = np.array(asked, np.uint64).T[:, :, np.newaxis]
    even, odd = words[::2].reshape(2, -1), words[1::2].reshape(2, -1)
    for keys in _columns_of_round_keys(seed, replication):
        products = _MULTIPLIERS * even
        even = (products >> _HALF)[::-1] ^ odd ^ keys
        odd = (products & _LOW)[::-1]
    w0, w1 = even[0], odd[0]
    drawn = ((w0 << np.uint64(20) | w1 >> np.uint64(12)) + 0.5) * 2.0**-52
    return drawn.reshape(len(asked), TOGETHER).tolist()  # type: ignore[no-any-return]


# --- quantiles and survivals ----------------------------------------------------------------------------------------------


def quantile(shape: Shape, u: float) -> float:
    """The value of a shape that a share u of cases stays below, 0 < u < 1; it never falls as u rises. TypeError for a mixture."""
    return _lasting(shape, 1.0 - u)


def _lasting(shape: Shape, s: float) -> float:
    """The value that a share s of cases exceeds: accurate for tiny s. What is asked most comes first."""
    s = max(s, LEAST_SURVIVAL)
    match shape:
        case Lognormal():
            return formulas.lognormal_lasting(shape.mu, shape.sigma, s)
        case Gamma():
            return shape.theta * formulas.bounded_exp(_log_gamma_quantile(shape.k, -normal_quantile(s)))
        case Exponential():
            return formulas.exponential_lasting(shape.mean, s)
        case Fixed():
            return shape.value
        case Weibull():
            return formulas.weibull_lasting(shape.k, shape.scale, s)
        case Triangular():
            return formulas.triangular_lasting(shape.low, shape.mode, shape.high, s)
        case Uniform():
            return formulas.uniform_lasting(shape.low, shape.high, s)
        case Empirical():
            return _empirical_quantile(shape, 1.0 - s)
        case Mixture():
            raise TypeError("a mixture has no single quantile: its part is a decision of its own")


def survival(shape: Shape, x: float) -> float:
    """The share of cases whose value is above x."""
    match shape:
        case Fixed():
            return 1.0 if x < shape.value else 0.0
        case Exponential():
            return formulas.exponential_survival(shape.mean, x)
        case Lognormal():
            return formulas.lognormal_survival(shape.mu, shape.sigma, x)
        case Gamma():
            return _gamma_survival(shape, x)
        case Weibull():
            return formulas.weibull_survival(shape.k, shape.scale, x)
        case Triangular():
            return formulas.triangular_survival(shape.low, shape.mode, shape.high, x)
        case Uniform():
            return formulas.uniform_survival(shape.low, shape.high, x)
        case Empirical():
            return _empirical_survival(shape, x)
        case Mixture():
            return _mixture_survival(shape, x)


def _mixture_survival(shape: Mixture, x: float) -> float:
    kept = added(share * survival(part, x) for share, part in zip(shape.shares, shape.parts, strict=True) if share > 0.0)
    return min(1.0, kept / added(shape.shares))


def _empirical_quantile(shape: Empirical, u: float) -> float:
    levels, values = shape.levels, shape.values
    i = min(max(bisect_right(levels, u) - 1, 0), len(levels) - 2)
    rise = (u - levels[i]) / (levels[i + 1] - levels[i])
    return values[i] + rise * (values[i + 1] - values[i])


def _empirical_survival(shape: Empirical, x: float) -> float:
    levels, values = shape.levels, shape.values
    i = bisect_right(values, x) - 1
    if i < 0:
        return 1.0
    if i >= len(values) - 1:
        return 0.0
    rise = (x - values[i]) / (values[i + 1] - values[i])
    return 1.0 - (levels[i] + rise * (levels[i + 1] - levels[i]))


def _log_gamma_quantile(k: float, z: float) -> float:
    """Log of the quantile of Gamma(k, 1) at the normal score z."""
    values, slopes = formulas.gamma_table(k)
    place = formulas.gamma_place(z)
    i = min(int(place), len(values) - 2)
    return formulas.cubic(values[i], values[i + 1], slopes[i], slopes[i + 1], place - i)


def _gamma_survival(shape: Gamma, x: float) -> float:
    """Inverse of the quantile's own table, so that both agree."""
    if x <= 0.0:
        return 1.0
    values, slopes = formulas.gamma_table(shape.k)
    y = math.log(x) - math.log(shape.theta)
    if y >= values[-1]:
        return 0.0
    i = max(bisect_right(values, y) - 1, 0)
    t = _where(lambda t: formulas.cubic(values[i], values[i + 1], slopes[i], slopes[i + 1], t), y)
    return normal_survival(formulas.LEAST_SCORE + (i + t) / formulas.STEPS_PER_SCORE)


def _where(rising: Callable[[float], float], y: float) -> float:
    """The t in [0, 1] where a rising function reaches y, by halving."""
    low, high = 0.0, 1.0
    for _ in range(53):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if rising(middle) < y else (low, middle)
    return high


# --- luck -----------------------------------------------------------------------------------------------------------------


class Luck:
    """The luck of one replication."""

    __slots__ = ("_neighbours", "replication", "seed")

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = check_seed(seed)
        if not 0 <= replication < WORDS:
            raise ValueError(f"replication {replication} is not a whole number from 0 to {WORDS - 1}")
        self.replication = replication
        self._neighbours: dict[tuple[str, int], Neighbours] = {}

    def of(self, entity: str, number: int) -> Being:
        """The luck of thing `number` of the family with this dotted name. ValueError if the number has more than 32 bits."""
        neighbours = self._neighbours.get((entity, number >> TOGETHER_BITS))
        if neighbours is None:
            if not 0 <= number < WORDS:
                raise ValueError(f"number {number} of {entity} is not from 0 to {WORDS - 1}")
            neighbours = Neighbours(self.seed, self.replication, hash32(entity), number & -TOGETHER, _usual(entity))
            self._neighbours[entity, number >> TOGETHER_BITS] = neighbours
        return Being(neighbours, number & TOGETHER - 1)


Asked = tuple[str, int]
"""A decision, and k."""


@functools.cache
def _usual(entity: str) -> dict[Asked, None]:
    """What many neighbours of a family have been asked, in whatever replication."""
    return {}


class Neighbours:
    """Those of one family whose numbers lie side by side: TOGETHER of them, drawn for together.

    What many of them are asked is usual in the family: with one such decision all of them are drawn, for that is what will be asked next.
    """

    __slots__ = ("_alone", "_entity", "_first", "_replication", "_seed", "_usual", "drawn")

    def __init__(self, seed: int, replication: int, entity: int, first: int, usual: dict[Asked, None]) -> None:
        self._seed = seed
        self._replication = replication
        self._entity = entity
        self._first = first
        self._usual = usual
        self._alone: dict[Asked, int] = {}
        self.drawn: dict[Asked, list[float]] = {}
        """The numbers of all, by what was asked."""

    def draw(self, place: int, asked: Asked) -> float:
        """The number of one of them for what none has been drawn for yet."""
        if asked not in self._usual:
            times = self._alone[asked] = self._alone.get(asked, 0) + 1
            if times <= FEW:
                return uniform(self._seed, self._replication, self._entity, self._first + place, hash32(asked[0]), asked[1])
            self._usual[asked] = None
        missing = [one for one in list(self._usual) if one not in self.drawn]
        hashed = [(hash32(decision), k) for decision, k in missing]
        self.drawn.update(zip(missing, uniforms(self._seed, self._replication, self._entity, self._first, hashed), strict=True))
        return self.drawn[asked][place]


class Being:
    """Whoever has luck: a case, a departure, a dated act, a stream.

    Every method takes the dotted name of a decision and k, which numbers its repeats; the same call always gives the same answer.
    What is certain is not drawn.
    """

    __slots__ = ("_drawn", "_neighbours", "_place")

    def __init__(self, neighbours: Neighbours, place: int) -> None:
        self._neighbours = neighbours
        self._drawn = neighbours.drawn
        self._place = place

    def uniform(self, decision: str, k: int = 0) -> float:
        """A number inside (0, 1)."""
        asked = (decision, k)
        drawn = self._drawn.get(asked)
        return self._neighbours.draw(self._place, asked) if drawn is None else drawn[self._place]

    def happens(self, decision: str, p: float, k: int = 0) -> bool:
        """Whether something of chance p happens: once true, true for every larger p."""
        return p > 0.0 and (p >= 1.0 or self.uniform(decision, k) < p)

    def one_of(self, decision: str, names: Sequence[str], shares: Sequence[float], k: int = 0) -> str:
        """One of the names, by share (in any proportion, zero never). Moving one share moves as few cases as possible."""
        possible = [(name, share) for name, share in zip(names, shares, strict=True) if share > 0.0]
        if not possible:
            raise ValueError(f"{decision}: no name has a share above zero")
        if len(possible) == 1:
            return possible[0][0]
        chosen, least = "", math.inf
        for name, share in possible:
            waiting = -math.log(self.uniform(f"{decision}.{name}", k)) / share
            if waiting < least:
                chosen, least = name, waiting
        return chosen

    def value(self, decision: str, shape: Shape, k: int = 0) -> float:
        """A value of the shape; a mixture's part is the decision `decision.part`."""
        if isinstance(shape, Mixture):
            shape = self._part(decision, shape, 0, k)
        return shape.value if isinstance(shape, Fixed) else quantile(shape, self.uniform(decision, k))

    def length(self, decision: str, shape: Shape, k: int = 0) -> int:
        """A length in whole milliseconds; what is below zero is 0."""
        return whole_ms(max(0.0, self.value(decision, shape, k)))

    def latent(self, decision: str, latent: Latent, k: int = 0) -> int | None:
        """A length in whole milliseconds, or None if it never ends. Larger luck is longer."""
        return self.lasting(decision, latent.shape, latent.never, k)

    def lasting(self, decision: str, shape: Shape, never: float, k: int = 0) -> int | None:
        """The same of a shape, and the chance that it never ends."""
        if never == 0.0 and isinstance(shape, Fixed):
            return whole_ms(max(0.0, shape.value))
        u, ever = self.uniform(decision, k), 1.0 - never
        if u >= ever:
            return None
        if isinstance(shape, Mixture):
            shape = self._part(decision, shape, 0, k)
        return whole_ms(max(0.0, _lasting(shape, 1.0 - u / ever)))

    def remaining(self, decision: str, latent: Latent, elapsed: int, k: int = 0) -> int | None:
        """What is left, in whole milliseconds, of a length that has lasted `elapsed` already; None if it never ends.

        Nothing is left (0) of a length that cannot have lasted so long. With `elapsed` 0 it is the whole length.
        """
        if elapsed <= 0:
            return self.latent(decision, latent, k)
        u = self.uniform(decision, k)
        kept = survival(latent.shape, elapsed)
        ever = 1.0 - latent.never
        if kept < 1.0:
            alive = latent.never + ever * kept
            ever = ever * kept / alive if alive > 0.0 else 1.0
        if u >= ever:
            return None
        if kept <= 0.0:
            return 0
        part = self._part(decision, latent.shape, elapsed, k)
        return whole_ms(max(0.0, _lasting(part, (1.0 - u / ever) * survival(part, elapsed)) - elapsed))

    def _part(self, decision: str, shape: Shape, elapsed: int, k: int) -> Shape:
        """The shape itself, or the part of a mixture, among those that can last longer than `elapsed`."""
        while isinstance(shape, Mixture):
            decision = f"{decision}.part"
            shares = shape.shares
            if elapsed > 0:
                shares = tuple(q * survival(part, elapsed) for q, part in zip(shape.shares, shape.parts, strict=True))
            shape = shape.parts[shape.names.index(self.one_of(decision, shape.names, shares, k))]
        return shape
