"""Commands that are killed: by a test from outside, or by themselves just before they change the disk for the nth time.

One process loads everything once and forks a child for each command, which is much faster than a new process each time.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

LOADED = ("pyarrow.parquet", "scipy.special", "scipy.stats", "sim.report.console", "sim.study.sweep")
CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir")


class Mortal:
    """Runs commands in `folder` one after the other, without the report (which draws for longer than the small hub runs)."""

    def __init__(self, folder):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.study.mortal"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.stdin.close()
        self._server.wait(timeout=60)
        self._server.stdout.close()

    def start(self, folder, *args, dies_at=0):
        """Begin a command in a folder, and return its process id; `dies_at` n: it kills itself just before the nth change of the disk."""
        print(json.dumps([str(folder), dies_at, args]), file=self._server.stdin, flush=True)
        return int(self._server.stdout.readline())

    def end(self):
        """Wait for it: its exit code, or minus the number of the signal that killed it."""
        return int(self._server.stdout.readline())

    def run(self, folder, *args, dies_at=0):
        """`start` and `end`."""
        self.start(folder, *args, dies_at=dies_at)
        return self.end()


def _serve():
    for name in LOADED:
        importlib.import_module(name)
    importlib.import_module("sim.report.folder").EXTRAS = ()
    for line in sys.stdin:
        folder, dies_at, args = json.loads(line)
        child = os.fork()
        if not child:
            _be_mortal(folder, dies_at, args)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _be_mortal(folder, dies_at, args):
    from sim.cli import main

    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(folder)
    if dies_at:
        sys.addaudithook(_killer(folder, dies_at))
    try:
        main(args)
    except SystemExit as end:
        os._exit(end.code)
    finally:
        os._exit(99)


def _killer(folder, dies_at):
    left = dies_at

    def heard(event, told):
        nonlocal left
        if event in CHANGES or (event == "open" and told[2] & (os.O_WRONLY | os.O_RDWR)):
            path = os.path.abspath(os.fsdecode(told[0])) if not isinstance(told[0], int) else ""
            if path.startswith(folder):
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

    return heard


if __name__ == "__main__":
    _serve()
