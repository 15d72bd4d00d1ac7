"""The kernel as plain Python, with the compiler off, gives the same record too."""

import os
import subprocess
import sys

SAME = """
from sim import hub, kernel
from sim.kernel.machine_code import PLAIN
from sim.scenario.load import load
from tests.parity.twins import difference

scenario = load("scenarios/regression.yaml", settings={"horizon": "60 d"})
record = hub.simulate(scenario, 1, 0)
assert PLAIN, "it is compiled"
assert len(record.journeys) > 10
print(difference(record, kernel.simulate(scenario, 1, 0)) or "the same")
"""


def test_the_same_record_with_the_compiler_off():
    off = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", SAME], env=off, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("the same", "")
