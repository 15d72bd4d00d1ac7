"""The kernel on a list in place of an array, as mutants run it, gives the same tables."""

import os
import subprocess
import sys

SAME = """
from sim import hub, kernel
from sim.kernel import engine
from sim.scenario.load import load
from tests.parity.plainly import Words, read_fast
from tests.parity.twins import difference

read_fast()
scenario = load("scenarios/regression.yaml", settings={"horizon": "60 d"})
record = hub.simulate(scenario, 1, 0)
assert len(record.journeys) > 10
print(difference(record, kernel.simulate(scenario, 1, 0)) or "the same")
assert type(engine.SHARED.words) is Words, "it is an array still"
"""


def test_the_kernel_on_a_list_tells_the_same():
    off = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", SAME], env=off, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("the same", "")
