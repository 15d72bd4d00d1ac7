"""People upstream: a number that drifts, of whom cases are listed at a rate per person. Nobody upstream is a case."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.scenario.schema import Scenario, Stream
from sim.scenario.units import DAY

Piece = tuple[int, float]
"""From this instant (milliseconds), this rate per millisecond."""

SMALL = 1e-3


@dataclass(frozen=True, slots=True)
class Step:
    """At an instant so many people become eligible; below zero: so many are eligible no more, as far as there are so many."""

    at: int
    people: int


def listed(
    people: int, joins: float, leaves: float, rate: Sequence[Piece], steps: Iterable[Step], turns: Iterable[int], horizon: int
) -> list[Piece]:
    """People listed per millisecond, from each instant on: over each piece the exact mean of eligible x rate.

    Between two changes the number n of those eligible follows n' = joins - (leaves + rate) n, so those listed are taken out of it by
    their mean.

    Parameters
    ----------
    people : int
        Eligible at the start.
    joins, leaves, rate
        People per ms; share per ms who stop being eligible; share per ms who are listed, from each instant on.
    turns : instants
        Where pieces begin, besides each day and each change.
    """
    steps = sorted(steps, key=lambda step: step.at)
    begins = {0, *range(DAY, horizon, DAY), *turns, *(at for at, _ in rate), *(step.at for step in steps)}
    eligible, waiting, pieces = float(people), list(steps), []
    for at, until in pairwise([*sorted(at for at in begins if 0 <= at < horizon), horizon]):
        while waiting and waiting[0].at <= at:
            eligible = max(0.0, eligible + waiting.pop(0).people)
        per_person = max((piece for piece in rate if piece[0] <= at), default=(0, 0.0), key=lambda piece: piece[0])[1]
        mean, eligible = _over(eligible, joins, leaves + per_person, until - at)
        pieces.append((at, per_person * mean))
    return pieces


def mean_size(scenario: Scenario, stream: Stream) -> float:
    """People of a case of a stream, by its mean; added one after the other, for the same bits in every Python."""
    shares = stream.classes or {name: one.share for name, one in scenario.classes.items()}
    known = [(share, scenario.classes[name].size) for name, share in shares.items() if name in scenario.classes]
    mean = 0.0
    for share, sizes in known:
        for people, chance in sizes:
            mean += share * people * chance
    return mean or 1.0


def _over(people: float, joins: float, fades: float, length: int) -> tuple[float, float]:
    """Mean over a length, and number at its end, of n' = joins - fades n."""
    x = fades * length
    once = -math.expm1(-x) / x if x > 0.0 else 1.0
    twice = (1.0 - once) / x if x > SMALL else 0.5 - x / 6.0 + x * x / 24.0
    return people * once + joins * length * twice, people * math.exp(-x) + joins * length * once
