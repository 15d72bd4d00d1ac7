"""hubsim itself went wrong in a replication: what to report."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Failure:
    """A replication that did not end rightly.

    Parameters
    ----------
    replication : int
        Its number.
    told : str
        What went wrong and what to report, for people.
    trace : str
        Where in the code, for developers.
    """

    replication: int
    told: str
    trace: str


class Malfunction(Exception):
    """A law was broken, or the engine stopped. `str` says what to report."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.told)
        self.failure = failure


def failed(scenario: Scenario, seed: int, replication: int, error: Exception) -> Failure:
    """An error inside a replication; a broken law says itself what to report."""
    from sim.laws import LawBroken

    told = str(error) if isinstance(error, LawBroken) else _stopped(scenario, seed, replication, error)
    return Failure(replication, told, "".join(traceback.format_exception(error)))


def _stopped(scenario: Scenario, seed: int, replication: int, error: Exception) -> str:
    head = f"{scenario.name}: seed {seed}, replication {replication} stopped with {type(error).__name__}: {error}"
    return f"{head}\nThis is a fault of hubsim, not of the scenario. Report these lines together with the scenario file."
