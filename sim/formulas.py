"""Formulas of luck on plain numbers: both engines draw by these very functions, one of them compiled.

Only `math.log`, `math.log1p`, `math.exp`, `math.sqrt`, `math.erfc` and arithmetic: compiled code gets the same bits. Of a shape there is
what a share s of cases exceeds (`..._lasting`, accurate for tiny s) and the share above x (`..._survival`).

Sources: the normal quantile is PPND16 of Wichura, algorithm AS 241, Applied Statistics 37 (1988).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

LONGEST_MS = 1 << 53
"""Longer than any horizon, and still exact as a float64."""

LEAST_SURVIVAL = 2.0**-1022
GREATEST_EXPONENT = 700.0


def whole_ms(x: float) -> int:
    """The nearest whole number of milliseconds (halves up), at least 1 if x is positive and at most LONGEST_MS."""
    nearest = math.floor(min(x, LONGEST_MS) + 0.5)
    return max(nearest, 1) if x > 0.0 else nearest


def added(numbers: Iterable[float]) -> float:
    """One after the other: `sum` corrects its rounding from Python 3.12 on, and a compiled engine does not."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def bounded_exp(x: float) -> float:
    """exp without overflow."""
    return math.exp(min(x, GREATEST_EXPONENT))


def exponential_lasting(mean: float, s: float) -> float:
    """What a share s of cases exceeds."""
    return -mean * math.log(s)


def exponential_survival(mean: float, x: float) -> float:
    """The share above x."""
    return math.exp(-x / mean) if x > 0.0 else 1.0


def lognormal_lasting(mu: float, sigma: float, s: float) -> float:
    """What a share s of cases exceeds."""
    return bounded_exp(mu - sigma * normal_quantile(s))


def lognormal_survival(mu: float, sigma: float, x: float) -> float:
    """The share above x."""
    if x <= 0.0:
        return 1.0
    if sigma == 0.0:
        return 1.0 if math.log(x) < mu else 0.0
    return normal_survival((math.log(x) - mu) / sigma)


def weibull_lasting(k: float, scale: float, s: float) -> float:
    """What a share s of cases exceeds."""
    hazard = -math.log(s)
    return scale * bounded_exp(math.log(hazard) / k) if hazard > 0.0 else 0.0


def weibull_survival(k: float, scale: float, x: float) -> float:
    """The share above x."""
    return math.exp(-bounded_exp(k * math.log(x / scale))) if x > 0.0 else 1.0


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


def binomial(n: int, p: float, u: float) -> int:
    """The least k with P(at most k of n happen, each with chance p) >= u: rises with n, p and u."""
    if p >= 1.0:
        return n
    odds = math.log(p) - math.log1p(-p)
    log_of_k = n * math.log1p(-p)
    reached = math.exp(log_of_k)
    k = 0
    while reached < u and k < n:
        log_of_k += math.log((n - k) / (k + 1)) + odds
        reached += math.exp(log_of_k)
        k += 1
    return k


# --- normal ---------------------------------------------------------------------------------------------------------------


def normal_quantile(p: float) -> float:
    """Standard normal quantile, 0 < p < 1, good to about 1e-16 relative (AS 241, PPND16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * ratio(_CENTRE, 0.180625 - q * q)
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    tail = ratio(_TAIL, r - 1.6) if r <= 5.0 else ratio(_FAR_TAIL, r - 5.0)
    return -tail if q < 0.0 else tail


def normal_survival(z: float) -> float:
    """The share of a standard normal above z."""
    return 0.5 * math.erfc(z * math.sqrt(0.5))


_Ratio = tuple[tuple[float, ...], tuple[float, ...]]


def ratio(polynomials: _Ratio, r: float) -> float:
    """One polynomial over another of the same degree, seven; coefficients rise in degree."""
    (a0, a1, a2, a3, a4, a5, a6, a7), (b0, b1, b2, b3, b4, b5, b6, b7) = polynomials
    above = ((((((a7 * r + a6) * r + a5) * r + a4) * r + a3) * r + a2) * r + a1) * r + a0
    below = ((((((b7 * r + b6) * r + b5) * r + b4) * r + b3) * r + b2) * r + b1) * r + b0
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
