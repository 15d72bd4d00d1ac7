"""Luck: every random number is a pure function of (seed, replication, entity, decision, k).

Nothing here remembers what was drawn before, so no order of work, policy, worker or engine can change anybody's luck.
Quantiles use `math.log`, `math.exp`, `math.sqrt` and arithmetic alone: a compiled engine gets the same bits.

Sources: Philox 4x32-10 is Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); the normal
quantile is PPND16 of Wichura, algorithm AS 241, Applied Statistics 37 (1988).
"""

from __future__ import annotations

import functools
import hashlib
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

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

LONGEST_MS = 1 << 53
"""Longer than any horizon, and still exact as a float64."""

_MASK = WORDS - 1
LEAST_SURVIVAL = 2.0**-1022
_GREATEST_EXPONENT = 700.0


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


# --- quantiles and survivals ----------------------------------------------------------------------------------------------


def quantile(shape: Shape, u: float) -> float:
    """The value of a shape that a share u of cases stays below, 0 < u < 1; it never falls as u rises. TypeError for a mixture."""
    return _lasting(shape, 1.0 - u)


def _lasting(shape: Shape, s: float) -> float:
    """The value that a share s of cases exceeds: accurate for tiny s."""
    s = max(s, LEAST_SURVIVAL)
    match shape:
        case Fixed():
            return shape.value
        case Exponential():
            return exponential_lasting(shape.mean, s)
        case Lognormal():
            return lognormal_lasting(shape.mu, shape.sigma, s)
        case Gamma():
            return shape.theta * _exp(_log_gamma_quantile(shape.k, -normal_quantile(s)))
        case Weibull():
            return weibull_lasting(shape.k, shape.scale, s)
        case Triangular():
            return triangular_lasting(shape.low, shape.mode, shape.high, s)
        case Uniform():
            return uniform_lasting(shape.low, shape.high, s)
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
            return exponential_survival(shape.mean, x)
        case Lognormal():
            return lognormal_survival(shape.mu, shape.sigma, x)
        case Gamma():
            return _gamma_survival(shape, x)
        case Weibull():
            return weibull_survival(shape.k, shape.scale, x)
        case Triangular():
            return triangular_survival(shape.low, shape.mode, shape.high, x)
        case Uniform():
            return uniform_survival(shape.low, shape.high, x)
        case Empirical():
            return _empirical_survival(shape, x)
        case Mixture():
            return _mixture_survival(shape, x)


# Formulas on plain numbers: the compiled engine is compiled from these very functions.


def _exp(x: float) -> float:
    """exp without overflow."""
    return math.exp(min(x, _GREATEST_EXPONENT))


def exponential_lasting(mean: float, s: float) -> float:
    """What a share s of cases exceeds."""
    return -mean * math.log(s)


def exponential_survival(mean: float, x: float) -> float:
    """The share above x."""
    return math.exp(-x / mean) if x > 0.0 else 1.0


def lognormal_lasting(mu: float, sigma: float, s: float) -> float:
    """What a share s of cases exceeds."""
    return _exp(mu - sigma * normal_quantile(s))


def lognormal_survival(mu: float, sigma: float, x: float) -> float:
    """The share above x."""
    if x <= 0.0:
        return 1.0
    if sigma == 0.0:
        return 1.0 if math.log(x) < mu else 0.0
    return _normal_survival((math.log(x) - mu) / sigma)


def weibull_lasting(k: float, scale: float, s: float) -> float:
    """What a share s of cases exceeds."""
    hazard = -math.log(s)
    return scale * _exp(math.log(hazard) / k) if hazard > 0.0 else 0.0


def weibull_survival(k: float, scale: float, x: float) -> float:
    """The share above x."""
    return math.exp(-_exp(k * math.log(x / scale))) if x > 0.0 else 1.0


def triangular_lasting(low: float, mode: float, high: float, s: float) -> float:
    """What a share s of cases exceeds."""
    span = high - low
    if s * span >= high - mode:
        return low + math.sqrt((1.0 - s) * span * (mode - low))
    return high - math.sqrt(s * span * (high - mode))


def triangular_survival(low: float, mode: float, high: float, x: float) -> float:
    """The share above x."""
    if x < low:
        return 1.0
    if x >= high:
        return 0.0
    if x < mode:
        return 1.0 - (x - low) * (x - low) / ((high - low) * (mode - low))
    return (high - x) * (high - x) / ((high - low) * (high - mode))


def uniform_lasting(low: float, high: float, s: float) -> float:
    """What a share s of cases exceeds."""
    return low + (1.0 - s) * (high - low)


def uniform_survival(low: float, high: float, x: float) -> float:
    """The share above x: 1 up to low, 0 from high on, straight between."""
    if x < low:
        return 1.0
    return (high - x) / (high - low) if x < high else 0.0


def _mixture_survival(shape: Mixture, x: float) -> float:
    kept = added(share * survival(part, x) for share, part in zip(shape.shares, shape.parts, strict=True) if share > 0.0)
    return min(1.0, kept / added(shape.shares))


def added(numbers: Iterable[float]) -> float:
    """One after the other: `sum` corrects its rounding from Python 3.12 on, and a compiled engine does not."""
    total = 0.0
    for number in numbers:
        total += number
    return total


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


# --- normal ---------------------------------------------------------------------------------------------------------------


def normal_quantile(p: float) -> float:
    """Standard normal quantile, 0 < p < 1, good to about 1e-16 relative (AS 241, PPND16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(_CENTRE, 0.180625 - q * q)
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    tail = _ratio(_TAIL, r - 1.6) if r <= 5.0 else _ratio(_FAR_TAIL, r - 5.0)
    return -tail if q < 0.0 else tail


def _normal_survival(z: float) -> float:
    return 0.5 * math.erfc(z * math.sqrt(0.5))


_Ratio = tuple[tuple[float, ...], tuple[float, ...]]


def _ratio(polynomials: _Ratio, r: float) -> float:
    """One polynomial over another of the same degree, seven; coefficients rise in degree."""
    a, b = polynomials
    above = ((((((a[7] * r + a[6]) * r + a[5]) * r + a[4]) * r + a[3]) * r + a[2]) * r + a[1]) * r + a[0]
    below = ((((((b[7] * r + b[6]) * r + b[5]) * r + b[4]) * r + b[3]) * r + b[2]) * r + b[1]) * r + b[0]
    return above / below


_CENTRE: _Ratio = (
    (
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ),
    (
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)
_TAIL: _Ratio = (
    (
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
_FAR_TAIL: _Ratio = (
    (
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)


# --- gamma ----------------------------------------------------------------------------------------------------------------
# log of the quantile as a function of the normal score z of u: smooth over the whole line, straight or parabolic in both
# tails, so a cubic through values and slopes at equal steps of z is good to 1e-8 relative for k from 0.05 on, and monotone.

LEAST_SCORE, GREATEST_SCORE, STEPS_PER_SCORE = -9, 37, 32


def _log_gamma_quantile(k: float, z: float) -> float:
    """Log of the quantile of Gamma(k, 1) at the normal score z."""
    values, slopes = gamma_table(k)
    place = gamma_place(z)
    i = min(int(place), len(values) - 2)
    return cubic(values[i], values[i + 1], slopes[i], slopes[i + 1], place - i)


def gamma_place(z: float) -> float:
    """Where a normal score lies in the table: steps from its beginning."""
    return (min(max(z, LEAST_SCORE), GREATEST_SCORE) - LEAST_SCORE) * STEPS_PER_SCORE


def cubic(low: float, high: float, slope_low: float, slope_high: float, t: float) -> float:
    """Between two nodes, 0 <= t <= 1; slopes are per step."""
    rise = high - low
    a = slope_low - rise
    b = rise - slope_high
    return low + t * (rise + (1.0 - t) * (a * (1.0 - t) + b * t))


@functools.lru_cache(maxsize=256)
def gamma_table(k: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Log quantiles of Gamma(k, 1) and their slopes per step, at equal steps of the normal score."""
    import numpy as np
    from scipy import special

    z = np.linspace(LEAST_SCORE, GREATEST_SCORE, (GREATEST_SCORE - LEAST_SCORE) * STEPS_PER_SCORE + 1)
    below, above = special.log_ndtr(z), special.ndtr(-z)
    with np.errstate(divide="ignore"):
        x = np.log(np.where(z < 0.0, special.gammaincinv(k, np.exp(below)), special.gammainccinv(k, above)))
    x = np.where(x < -25.0, (below + special.gammaln(k + 1.0)) / k, x)
    log_normal_density = -0.5 * z * z - 0.5 * np.log(2.0 * np.pi)
    slopes = np.exp(log_normal_density - (k * x - np.exp(x) - special.gammaln(k))) / STEPS_PER_SCORE
    return tuple(x.tolist()), tuple(slopes.tolist())


def _gamma_survival(shape: Gamma, x: float) -> float:
    """Inverse of the quantile's own table, so that both agree."""
    if x <= 0.0:
        return 1.0
    values, slopes = gamma_table(shape.k)
    y = math.log(x) - math.log(shape.theta)
    if y >= values[-1]:
        return 0.0
    i = max(bisect_right(values, y) - 1, 0)
    t = _where(lambda t: cubic(values[i], values[i + 1], slopes[i], slopes[i + 1], t), y)
    return _normal_survival(LEAST_SCORE + (i + t) / STEPS_PER_SCORE)


def _where(rising: Callable[[float], float], y: float) -> float:
    """The t in [0, 1] where a rising function reaches y, by halving."""
    low, high = 0.0, 1.0
    for _ in range(53):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if rising(middle) < y else (low, middle)
    return high


# --- luck -----------------------------------------------------------------------------------------------------------------


def whole_ms(x: float) -> int:
    """The nearest whole number of milliseconds (halves up), at least 1 if x is positive and at most LONGEST_MS."""
    nearest = math.floor(min(x, LONGEST_MS) + 0.5)
    return max(nearest, 1) if x > 0.0 else nearest


class Luck:
    """The luck of one replication."""

    __slots__ = ("replication", "seed")

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = check_seed(seed)
        if not 0 <= replication < WORDS:
            raise ValueError(f"replication {replication} is not a whole number from 0 to {WORDS - 1}")
        self.replication = replication

    def of(self, entity: str, number: int) -> Being:
        """The luck of thing `number` of the family with this dotted name. ValueError if the number has more than 32 bits."""
        if not 0 <= number < WORDS:
            raise ValueError(f"number {number} of {entity} is not from 0 to {WORDS - 1}")
        return Being(_round_keys(self.seed, self.replication), hash32(entity), number)


class Being:
    """Whoever has luck: a case, a departure, a dated act, a stream.

    Every method takes the dotted name of a decision and k, which numbers its repeats; the same call always gives the same answer.
    """

    __slots__ = ("_entity", "_keys", "_number")

    def __init__(self, keys: tuple[tuple[int, int], ...], entity: int, number: int) -> None:
        self._keys = keys
        self._entity = entity
        self._number = number

    def uniform(self, decision: str, k: int = 0) -> float:
        """A number inside (0, 1); the same as `sim.draws.uniform` of the hashes."""
        c0, c1, c2, c3 = self._entity, self._number, hash32(decision), k
        for k0, k1 in self._keys:
            p0 = 0xD2511F53 * c0
            p1 = 0xCD9E8D57 * c2
            c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & 0xFFFFFFFF, (p0 >> 32) ^ c3 ^ k1, p0 & 0xFFFFFFFF
        return ((c0 << 20 | c1 >> 12) + 0.5) * 2.0**-52

    def happens(self, decision: str, p: float, k: int = 0) -> bool:
        """Whether something of chance p happens: once true, true for every larger p."""
        return self.uniform(decision, k) < p

    def one_of(self, decision: str, names: Sequence[str], shares: Sequence[float], k: int = 0) -> str:
        """One of the names, by share (in any proportion, zero never). Moving one share moves as few cases as possible."""
        chosen, least = None, math.inf
        for name, share in zip(names, shares, strict=True):
            if share > 0.0:
                waiting = -math.log(self.uniform(f"{decision}.{name}", k)) / share
                if waiting < least:
                    chosen, least = name, waiting
        if chosen is None:
            raise ValueError(f"{decision}: no name has a share above zero")
        return chosen

    def value(self, decision: str, shape: Shape, k: int = 0) -> float:
        """A value of the shape; a mixture's part is the decision `decision.part`."""
        return quantile(self._part(decision, shape, 0, k), self.uniform(decision, k))

    def length(self, decision: str, shape: Shape, k: int = 0) -> int:
        """A length in whole milliseconds; what is below zero is 0."""
        return whole_ms(max(0.0, self.value(decision, shape, k)))

    def latent(self, decision: str, latent: Latent, k: int = 0) -> int | None:
        """A length in whole milliseconds, or None if it never ends. Larger luck is longer."""
        return self.remaining(decision, latent, 0, k)

    def remaining(self, decision: str, latent: Latent, elapsed: int, k: int = 0) -> int | None:
        """What is left, in whole milliseconds, of a length that has lasted `elapsed` already; None if it never ends.

        Nothing is left (0) of a length that cannot have lasted so long. With `elapsed` 0 it is the whole length.
        """
        u = self.uniform(decision, k)
        kept = survival(latent.shape, elapsed) if elapsed > 0 else 1.0
        ever = 1.0 - latent.never
        if kept < 1.0:
            alive = latent.never + ever * kept
            ever = ever * kept / alive if alive > 0.0 else 1.0
        if u >= ever:
            return None
        if kept <= 0.0:
            return 0
        part = self._part(decision, latent.shape, elapsed, k)
        kept = survival(part, elapsed) if elapsed > 0 else 1.0
        return whole_ms(max(0.0, _lasting(part, (1.0 - u / ever) * kept) - elapsed))

    def _part(self, decision: str, shape: Shape, elapsed: int, k: int) -> Shape:
        """The shape itself, or the part of a mixture, among those that can last longer than `elapsed`."""
        while isinstance(shape, Mixture):
            decision = f"{decision}.part"
            shares = shape.shares
            if elapsed > 0:
                shares = tuple(q * survival(part, elapsed) for q, part in zip(shape.shares, shape.parts, strict=True))
            shape = shape.parts[shape.names.index(self.one_of(decision, shape.names, shares, k))]
        return shape
