"""The laws every run must obey, replayed from the tables of its record by code that shares nothing with the engines.

A law is a function whose name and docstring state it; it looks at a `Replay` and yields what contradicts it. Where a dated change
replaces a value that a law needs, and the record does not show the value in force, the law says nothing.
"""

from __future__ import annotations

from sim.laws import acts, agreement, cases, limits, notices, places, rooms, services, teams
from sim.laws.breach import Breach, Law, LawBroken
from sim.laws.replay import Replay
from sim.record import Record
from sim.scenario.schema import Scenario

__all__ = ["LAWS", "Breach", "LawBroken", "check", "obey"]

LAWS: tuple[Law, ...] = (
    *cases.LAWS,
    *notices.LAWS,
    *places.LAWS,
    *rooms.LAWS,
    *teams.LAWS,
    *agreement.LAWS,
    *services.LAWS,
    *limits.LAWS,
    *acts.LAWS,
)


def check(record: Record, scenario: Scenario) -> list[Breach]:
    """All places where a record contradicts a law, in the order of the laws; empty for a healthy record."""
    replay = Replay(record, scenario)
    return [
        Breach(law.__name__, message, str(where), None if at is None or at != at else int(at))
        for law in LAWS
        for where, at, message in law(replay)
    ]


def obey(record: Record, scenario: Scenario) -> Record:
    """The record itself, if it breaks no law. Raises LawBroken, which says what to report."""
    breaches = check(record, scenario)
    if breaches:
        raise LawBroken(scenario.name, record.seed, record.replication, breaches)
    return record
