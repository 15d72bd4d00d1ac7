"""Cold and warm start of the commands, and what peers that compile need for it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.plan import Plan
from benchmarks.table import markdown

ROOT = Path(__file__).parent.parent
ROUNDS = 3


def section(plan: Plan) -> str:
    """Seconds of wall clock, the first time with no compiled code of any kind on disk, and then."""
    with tempfile.TemporaryDirectory() as folder:
        run = ["run", "scenarios/kosovo-us.yaml", "--reps", str(plan.reps), "--no-resume", "--out", str(Path(folder) / "result")]
        commands = {"hubsim --help": ["--help"], f"hubsim run, Kosovo, {plan.reps:,} replications": run}
        rows = [_row(name, words, Path(folder)) for name, words in commands.items()]
    table = markdown(["", "cold", "warm"], rows)
    compiled = [[peer.name, f"{peer.compile_seconds:.2f}"] for peer in plan.peers if peer.compile_seconds is not None]
    return f"### Start: seconds of wall clock\n\n{table}\n\n### Compilation: seconds\n\n{markdown(['', 'seconds'], compiled)}"


def _row(name: str, words: list[str], folder: Path) -> list[str]:
    cache = folder / name.replace(" ", "_")
    inherited = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = inherited | {"PYTHONPYCACHEPREFIX": str(cache / "python"), "XDG_CACHE_HOME": str(cache), "NO_COLOR": "1"}
    cold = _seconds(words, environment)
    warm = median(_seconds(words, environment) for _ in range(ROUNDS))
    return [name, f"{cold:.2f}", f"{warm:.2f}"]


def _seconds(words: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "sim", *words], cwd=ROOT, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"hubsim {' '.join(words)} stopped:\n{done.stderr}")
    return seconds
