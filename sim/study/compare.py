"""Two scenarios with the same luck: what changes, replication by replication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.errors import HubsimError, counted
from sim.metrics import paired
from sim.study import engines
from sim.study.result import Difference, Made, Result

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario


def refuse_one_twice(scenarios: Sequence[Scenario]) -> None:
    """There must be something to compare, which is told before the work.

    Raises
    ------
    HubsimError
        Two scenarios of one name are the same.
    """
    named = [(scenario.name, scenario.hash) for scenario in scenarios]
    if len(named) != len(set(named)):
        name, digest = named[0]
        to_do = "--with and --set are laid over both: write what differs into a file of its own (`hubsim new`), or name one file alone"
        raise HubsimError(f"both are {name} ({digest}), so there is nothing to compare. {to_do}.")


def compare(a: Result, b: Result, command: str = "") -> Difference:
    """What b has more than a.

    Parameters
    ----------
    a, b : Result
        With the same seed and the same replications, so that each pair shares its luck.
    command : str
        The command line that gives the same difference, for the manifest.

    Raises
    ------
    HubsimError
        Seeds or replications differ.
    """
    if (a.seed, a.reps) != (b.seed, b.reps):
        raise HubsimError(
            f"{a.name} has {counted(a.reps, 'replication')} of seed {a.seed}, {b.name} has {b.reps} of seed {b.seed}. "
            "A paired difference needs the same: run both again with one seed and one number of replications."
        )
    engine = "; ".join(dict.fromkeys((a.made.engine, b.made.engine)))
    return Difference(a, b, paired(a.measures, b.measures, engines.resamples(a.made.engine)), Made(a.seed, a.reps, command, engine))
