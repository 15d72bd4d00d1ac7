"""Dated acts before the run: dates fixed, drawn and chained, and which acts happen whatever the run brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sim.draws import Luck
from sim.record import MS_PER_DAY
from sim.scenario.schema import Act as Terms
from sim.scenario.schema import DrawnDate, Scenario, is_known


@dataclass(frozen=True)
class Act:
    """An act that happens, at an instant, until another (None: it does not end)."""

    name: str
    rank: int
    at: int
    until: int | None
    terms: Terms


class Dates:
    """Instants of the acts of a scenario, as luck has them.

    Parameters
    ----------
    scenario : Scenario
        As it is at the start.
    luck : Luck
        Of the replication.
    """

    def __init__(self, scenario: Scenario, luck: Luck) -> None:
        self._terms = scenario.timeline
        self._start = scenario.start
        self._luck = luck
        self._rank = {name: rank for rank, name in enumerate(self._terms)}
        self._instants: dict[str, int | None] = {}

    def known(self) -> list[Act]:
        """The acts that happen, in the order of the file, of those of which nothing in the run decides when, or if."""
        acts = []
        for name, terms in self._terms.items():
            at = self.instant(name) if self.is_known(name) else None
            if at is not None:
                acts.append(Act(name, self._rank[name], at, self.until(name, at), terms))
        return acts

    def is_known(self, name: str) -> bool:
        """Whether nothing of the run decides when, or if, an act happens."""
        return is_known(self._terms, name)

    def instant(self, name: str) -> int | None:
        """When an act with a date, or after one that has, happens, its conditions left out; None if it does not."""
        if name not in self._instants:
            terms = self._terms[name]
            origin = self.instant(terms.after) if terms.after is not None else self._dated(name, terms)
            self._instants[name] = None if origin is None else self.after(name, origin)
        return self._instants[name]

    def after(self, name: str, origin: int) -> int | None:
        """So long after its origin as the act says; None if by its own chance it does not happen."""
        luck, terms = self._luck.of(f"timeline.{name}", 0), self._terms[name]
        if not luck.happens("happens", terms.chance):
            return None
        return origin if terms.delay is None else origin + luck.length("delay", terms.delay)

    def until(self, name: str, at: int) -> int | None:
        """The end of what lasts, or of what a known act ends before."""
        lasts = self._terms[name].lasts
        ends = [] if lasts is None else [at + lasts]
        for other, terms in self._terms.items():
            ender = self.instant(other) if name in terms.ends and self.is_known(other) else None
            if ender is not None and (at, self._rank[name]) <= (ender, self._rank[other]):
                ends.append(ender)
        return min(ends, default=None)

    def _dated(self, name: str, terms: Terms) -> int:
        if isinstance(terms.date, DrawnDate):
            return self._midnight(terms.date.from_) + self._luck.of(f"timeline.{name}", 0).length("date", terms.date.delay)
        assert terms.date is not None
        return self._midnight(terms.date)

    def _midnight(self, date: dt.date) -> int:
        return (date - self._start).days * MS_PER_DAY
