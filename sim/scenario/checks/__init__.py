"""Contradictions and warnings: what each value alone cannot show."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.case import Case


def faults_in(case: Case) -> Iterator[Fault]:
    """Contradictions of a scenario."""
    yield from ()


def warnings_in(case: Case) -> Iterator[Fault]:
    """What cannot be as meant, but can be run."""
    yield from ()
