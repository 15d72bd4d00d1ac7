"""Two dated changes of one rate: in force at one time, nobody could say which rate was meant."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.checks.shape_size import bounds
from sim.scenario.schema import Act, DrawnDate, Poisson
from sim.scenario.units import DAY


class Span(NamedTuple):
    """Earliest and latest instant at which something begins, in ms since the start."""

    low: float
    high: float

    def later(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)


AT_ONCE = Span(0, 0)


def certain(case: Case) -> Iterator[Fault]:
    """Acts that are surely in force at one time."""
    for path, first, second in _pairs(case):
        if _overlap(case, first, second, surely=True):
            what = f"{first} and {second} change {path} at one time"
            to_do = f"Let the earlier end first (lasts), or write one rate with dates in {path}"
            yield case.fault(("timeline", second, "set", path), what, to_do)


def possible(case: Case) -> Iterator[Fault]:
    """Acts that drawn dates may bring together."""
    for path, first, second in _pairs(case):
        if _overlap(case, first, second, surely=False):
            what = f"{first} and {second} may change {path} at one time"
            to_do = "Then their cuts multiply and their rises add: is this meant?"
            yield case.fault(("timeline", second, "set", path), what, to_do)


def _pairs(case: Case) -> Iterator[tuple[str, str, str]]:
    """Every two acts that change the rate of one Poisson stream. (Of a backlog the last that began holds.)"""
    for name, stream in case.scenario.demand.items():
        path = f"demand.{name}.rate"
        acts = [act for act, terms in case.scenario.timeline.items() if path in terms.set and _has_a_date(case.scenario.timeline, act)]
        for first, second in itertools.combinations(acts if isinstance(stream, Poisson) else (), 2):
            yield path, first, second


def _has_a_date(acts: dict[str, Act], name: str) -> bool:
    """Whether the chain of what it comes after ends with a date; a ring or an unknown name is told elsewhere."""
    seen = {name}
    while (after := acts[name].after) is not None:
        if after not in acts or after in seen:
            return False
        seen.add(after)
        name = after
    return acts[name].date is not None


def _overlap(case: Case, first: str, second: str, surely: bool) -> bool:
    acts = case.scenario.timeline
    for one, other in ((first, second), (second, first)):
        gap = _gap(acts, one, other)
        if gap is not None:  # one begins so long after the other
            return (gap.high if surely else gap.low) < _lasts(acts, other, surely)
    a, b = _begins(case, first), _begins(case, second)
    if surely:
        return a.high < b.low + _lasts(acts, second, surely) and b.high < a.low + _lasts(acts, first, surely)
    return a.low < b.high + _lasts(acts, second, surely) and b.low < a.high + _lasts(acts, first, surely)


def _lasts(acts: dict[str, Act], name: str, surely: bool) -> float:
    """How long an act surely or possibly lasts: one that another ends may be over at once."""
    if surely and any(name in act.ends for act in acts.values()):
        return 0
    lasts = acts[name].lasts
    return math.inf if lasts is None else lasts


def _delay(act: Act) -> Span:
    return AT_ONCE if act.delay is None else Span(*bounds(act.delay))


def _gap(acts: dict[str, Act], name: str, other: str) -> Span | None:
    """How long after another act one begins, if it comes after it."""
    gap = AT_ONCE
    while name != other:
        after = acts[name].after
        if after is None:
            return None
        gap, name = gap.later(_delay(acts[name])), after
    return gap


def _begins(case: Case, name: str) -> Span:
    act = case.scenario.timeline[name]
    if act.after is not None:
        return _begins(case, act.after).later(_delay(act))
    drawn = act.date if isinstance(act.date, DrawnDate) else None
    date = drawn.from_ if drawn is not None else act.date
    instant = 0 if date is None else (date - case.scenario.start).days * DAY  # type: ignore[operator]
    return Span(instant, instant).later(Span(*bounds(drawn.delay)) if drawn is not None else AT_ONCE)
