"""How often `hubsim check` is wrong: false alarms over unchanged builds with new luck, and seeded defects that it misses.

python benchmarks/check_power.py [RERUNS]
"""

from __future__ import annotations

import sys

from joblib import Parallel, delayed

from sim.hub import simulate
from sim.scenario.load import load
from sim.study.baseline import Baseline, made_from
from sim.study.check import judge
from sim.study.failure import Malfunction
from sim.study.replications import run
from tests.defects.defects import DEFECTS

SCENARIO, REPS = "regression", 60


def rerun(baseline: Baseline, seed: int) -> list[str]:
    """Metrics that an unchanged build fails on, with other luck."""
    verdict = judge(baseline, run(load(SCENARIO), REPS, seed=seed, jobs=1, keep=True, engine=simulate))
    return [move.metric for move in verdict.moves]


def with_defect(baseline: Baseline, name: str) -> tuple[str, str, str]:
    """(defect, what the same luck says, what other luck says); a broken law stops both."""
    said = []
    with DEFECTS[name]():
        for seed in (baseline.seed, 5000):
            try:
                said.append(judge(baseline, run(load(SCENARIO), REPS, seed=seed, jobs=1, keep=True, engine=simulate)).status)
            except Malfunction:
                said.append("law broken")
    return name, said[0], said[1]


def main(reruns: int) -> None:
    """Print both tables."""
    baseline = made_from(run(load(SCENARIO), REPS, keep=True, engine=simulate), SCENARIO)
    alarms = Parallel(n_jobs=2)(delayed(rerun)(baseline, 1000 + i) for i in range(reruns))
    print(f"unchanged, other luck: {sum(map(bool, alarms))} alarms in {reruns} reruns; by metric: {sorted(m for a in alarms for m in a)}")
    rows = Parallel(n_jobs=2)(delayed(with_defect)(baseline, name) for name in DEFECTS)
    for name, same, other in rows:
        print(f"{name:45} {same:25} {other}")
    caught = [sum(row[i] not in ("same", "same to rounding") for row in rows) for i in (1, 2)]
    beyond = [sum(row[i] in ("moved", "law broken") for row in rows) for i in (1, 2)]
    print(f"{len(rows)} defects: same luck: {caught[0]} noticed, {beyond[0]} beyond a margin or a law; other luck: {beyond[1]} found")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
