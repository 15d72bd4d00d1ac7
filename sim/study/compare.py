"""Two scenarios with the same luck: what changes, replication by replication."""

from __future__ import annotations

from sim.errors import HubsimError
from sim.metrics import paired
from sim.study import engines
from sim.study.result import Difference, Made, Result


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
            f"{a.name} has {a.reps} replications of seed {a.seed}, {b.name} has {b.reps} of seed {b.seed}. "
            "A paired difference needs the same: run both again with one seed and one number of replications."
        )
    engine = "; ".join(dict.fromkeys((a.made.engine, b.made.engine)))
    return Difference(a, b, paired(a.measures, b.measures, engines.resamples(a.made.engine)), Made(a.seed, a.reps, command, engine))
