"""A replication that went wrong: what the user can put right, or what to report."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import HubsimError

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
    own : bool
        Whether the user can put it right, as an error of a rule of their own.
    """

    replication: int
    told: str
    trace: str
    own: bool = False

    def error(self) -> Exception:
        """For the user: what to put right, or what to report."""
        return HubsimError(self.told) if self.own else Malfunction(self)


class Malfunction(Exception):
    """A law was broken, or the engine stopped. `str` says what to report."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.told)
        self.failure = failure


def failed(scenario: Scenario, seed: int, replication: int, error: Exception) -> Failure:
    """An error inside a replication; a broken law, and what the user can put right, say themselves what to do."""
    from sim.laws import LawBroken

    own = isinstance(error, HubsimError) and not isinstance(error, LawBroken)
    told = str(error) if isinstance(error, HubsimError) else _stopped(scenario, seed, replication, error)
    return Failure(replication, told, "".join(traceback.format_exception(error)), own)


def _stopped(scenario: Scenario, seed: int, replication: int, error: Exception) -> str:
    head = f"{scenario.name}: seed {seed}, replication {replication} stopped with {type(error).__name__}: {error}"
    return f"{head}\nThis is a fault of hubsim, not of the scenario. Report these lines together with the scenario file."
