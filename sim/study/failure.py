"""hubsim itself went wrong in a replication: what to report."""

from __future__ import annotations

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
    what : str
        What went wrong, in a sentence.
    details : dict of str
        More to report, by name: law, case, instant.
    trace : str
        Where in the code.
    """

    replication: int
    what: str
    details: dict[str, str]
    trace: str = ""


class Malfunction(Exception):
    """A law was broken, or the engine stopped. `str` says what to report."""

    def __init__(self, scenario: Scenario, seed: int, failure: Failure) -> None:
        super().__init__(_to_report(scenario, seed, failure))
        self.failure = failure


def _to_report(scenario: Scenario, seed: int, failure: Failure) -> str:
    which = {"scenario": f"{scenario.name} ({scenario.hash})", "seed": str(seed), "replication": str(failure.replication)}
    lines = [f"  {name:<12} {value}" for name, value in {**which, **failure.details}.items()]
    return "\n".join([failure.what, "This is a fault of hubsim, not of the scenario. Nothing was written. Please report:", *lines])
