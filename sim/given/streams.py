"""Demand streams before the run: their rates, the dated cuts of each, and the sub-streams that rises add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.given.acts import Act
from sim.given.rates import Segment, overlaid, segments, value_at
from sim.given.upstream import FACTOR, upstream
from sim.record import MS_PER_DAY
from sim.scenario.schema import Backlog, Demand, Listed, Poisson, Scenario, Upstream


@dataclass(frozen=True)
class Change:
    """A dated change of a stream: over [begin, end) the rate is `rate`, or its people are `factor` times as many as it says."""

    act: str
    begin: int
    end: int
    rate: float = 0.0
    factor: float | None = None

    def holds(self, at: int) -> bool:
        """Whether it is in force at an instant."""
        return self.begin <= at < self.end

    def target(self, base: float) -> float:
        """The rate in force where the stream says `base`."""
        return self.rate if self.factor is None else base * self.factor

    @property
    def more(self) -> float:
        """People added, as a multiple of what the stream says."""
        return max(0.0, (self.factor or 0.0) - 1.0)


@dataclass(frozen=True)
class Cut:
    """A dated cut of a stream whose rate drifts: of those it lists, only a share is kept from each instant on."""

    act: str
    kept: list[Segment]


@dataclass(frozen=True)
class Given:
    """One stream, or a sub-stream of it.

    Parameters
    ----------
    name : str
        Name of the stream; a rise in rate adds a sub-stream `stream+change`.
    rank : int
        Its place among all streams and sub-streams: cases of a lower one come first.
    terms : a demand block
        What it is.
    pieces : list of (instant, rate)
        Its rate, for streams that have one.
    changes : list of Change
        Dated cuts, which drop the cases whose own luck is above the share kept.
    adds : Change, optional
        The rise that this sub-stream is.
    cuts : list of Cut
        The same of people upstream, where the share drifts.
    """

    name: str
    rank: int
    terms: Demand
    pieces: list[Segment] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    adds: Change | None = None
    cuts: Sequence[Cut] = ()


def streams(scenario: Scenario, acts: Sequence[Act]) -> list[Given]:
    """Every stream of the scenario, and the sub-streams that rises add, the known acts being what they are.

    A backlog is finite: a changed rate lists the same cases faster or slower, and adds and drops nobody; a factor does.
    """
    found: list[Given] = []
    for rank, (name, terms) in enumerate(scenario.demand.items()):
        if isinstance(terms, Upstream):
            found += _upstream(scenario, acts, name, rank, terms, len(scenario.demand) + len(found))
            continue
        pieces = _pieces(scenario, terms)
        changes = _changes(scenario, acts, name)
        if isinstance(terms, Listed) and terms.factor is not None:
            changes.append(Change(FACTOR, 0, scenario.horizon, factor=terms.factor))
        if isinstance(terms, Backlog):
            rates = [(change.begin, change.end, change.rate) for change in changes if change.factor is None]
            pieces, changes = overlaid(pieces, rates), [change for change in changes if change.factor is not None]
        found.append(Given(name, rank, terms, pieces, changes))
        for change in changes:
            extra = _above(pieces, change)
            if change.more > 0.0 if change.factor is not None else any(rate > 0.0 for _, rate in extra):
                later, more = len(scenario.demand) + len(found), _more_of(terms, change)
                found.append(Given(f"{name}+{change.act}", later, more, extra, [], change))
    return found


def _changes(scenario: Scenario, acts: Sequence[Act], stream: str) -> list[Change]:
    """Dated changes of a stream's rate, and of its people as a multiple of what it says."""
    rate, factor, horizon = f"demand.{stream}.rate", f"demand.{stream}.factor", scenario.horizon
    changes = []
    for act in acts:
        values, begin, end = act.terms.set, max(0, act.at), horizon if act.until is None else act.until
        if rate in values and act.at < horizon:
            changes.append(Change(act.name, begin, end, rate=values[rate][0][1]))
        if values.get(factor) is not None and act.at < horizon:
            changes.append(Change(act.name, begin, end, factor=values[factor]))
    return changes


def _upstream(scenario: Scenario, acts: Sequence[Act], name: str, rank: int, terms: Upstream, ranks: int) -> list[Given]:
    """A stream of people upstream, and the sub-streams that dated changes add, with the cuts of those that come later."""
    pieces, stages = upstream(terms, scenario, _changes_upstream(scenario, acts, name), scenario.horizon, name)
    cuts = [Cut(act, [(at, min(1.0, new / old) if old > 0.0 else 1.0) for at, old, new in rates]) for act, rates in stages]
    found = [Given(name, rank, terms, pieces, [], None, cuts)]
    for n, (act, rates) in enumerate(stages):
        extra = [(at, max(0.0, new - old)) for at, old, new in rates]
        if any(rate > 0.0 for _, rate in extra):
            found.append(Given(f"{name}+{act}", ranks + len(found), terms, extra, [], None, cuts[n + 1 :]))
    return found


def _changes_upstream(scenario: Scenario, acts: Sequence[Act], stream: str) -> list[Act]:
    """Acts that change how many are eligible upstream, or how many of them are listed, as they happen."""
    paths = {f"demand.{stream}.rate", f"demand.{stream}.factor"}
    changing = [act for act in acts if paths & set(act.terms.set) or stream in act.terms.add or stream in act.terms.exempt]
    return sorted((act for act in changing if act.at < scenario.horizon), key=lambda act: act.at)


def _more_of(terms: Demand, change: Change) -> Demand:
    """The terms of a sub-stream: of a backlog so many cases as the factor adds."""
    return terms.model_copy(update={"cases": round(terms.cases * change.more)}) if isinstance(terms, Backlog) else terms


def _pieces(scenario: Scenario, terms: Demand) -> list[Segment]:
    if isinstance(terms, Poisson):
        return segments(terms.rate, terms.season, scenario.start, 0, scenario.horizon)
    if isinstance(terms, Backlog) and terms.rate is not None:
        begin = 0 if terms.from_ is None else max(0, (terms.from_ - scenario.start).days * MS_PER_DAY)
        return segments(terms.rate, None, scenario.start, begin, scenario.horizon)
    return []


def _above(pieces: list[Segment], change: Change) -> list[Segment]:
    """What a change adds to a rate, piece by piece."""
    turns = sorted({change.begin, *(at for at, _ in pieces if change.begin < at < change.end)})
    rises = [(at, max(0.0, change.target(base) - base)) for at in turns for base in [value_at(pieces, at)]]
    return [*rises, (change.end, 0.0)]
