"""Nobody can tell by the files of a result which engine made it; beyond the first replications the kernel makes no tables."""

from __future__ import annotations

import pytest

from sim.scenario.load import load
from sim.study import engines
from sim.study.replications import HELD_AGAINST_LAWS, run

FILES = ("replications.csv", "summary.csv", "series.csv", "safeguards.csv", "samples.parquet")


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_have_the_same_bytes_under_both_engines(tmp_path, jobs):
    scenario = load("scenarios/regression.yaml", settings={"horizon": "90 d"})
    folders = {
        name: run(scenario, HELD_AGAINST_LAWS + 6, jobs=jobs, engine=engines.BY_NAME[name]).save(tmp_path / name)
        for name in (engines.SIMPY, engines.KERNEL)
    }
    for file in FILES:
        one, other = ((folder / file).read_bytes() for folder in folders.values())
        assert one == other, file
