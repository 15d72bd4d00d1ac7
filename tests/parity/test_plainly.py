"""The kernel on a list in place of an array, as mutants run it, gives the same tables."""

import os
import subprocess
import sys

SAME = """
from sim import hub, kernel
from sim.kernel import engine
from sim.scenario.load import load
from tests.parity.plainly import Words, read_fast

read_fast()
scenario = load("scenarios/regression.yaml", settings={"horizon": "60 d"})
expected = hub.simulate(scenario, 1, 0).tables()
assert len(expected["journeys"]) > 10
found, again = kernel.simulate(scenario, 1, 0), kernel.simulate(scenario, 1, 0)
same = all(found.tables()[name].equals(table) for name, table in expected.items())
print("the same" if same and found.digest == again.digest != kernel.simulate(scenario, 2, 0).digest else "another")
assert type(engine.SHARED.words) is Words, "it is an array still"
"""


def test_the_kernel_on_a_list_tells_the_same():
    off = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", SAME], env=off, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("the same", "")
