"""Machine code is made once and kept whole; whoever finds it needs no compiler."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.kernel import compiling, entries, machine_code
from sim.kernel.entries import ENTRIES
from sim.kernel.machine_code import FLOATS, NUMBER, PLAIN, WORDS, Entry, load

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
from sim import kernel
from sim.scenario.load import load
print(len(kernel.simulate(load("scenarios/kosovo-us.yaml", settings={"horizon": "60 d"}), 1, 0).journeys) > 0)
"""


def add(words, floats, times, summed):
    """An entry of its own, quick to compile."""
    for n in range(times):
        summed[0] += words[n] * floats[n]


def refuse(words):
    if words[0] == 0:
        raise MemoryError


pytestmark = pytest.mark.skipif(PLAIN, reason="nothing is compiled")
KINDS = (WORDS, FLOATS, NUMBER, FLOATS)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An entry in a folder where nothing is kept, and the only one that is made ready."""
    machine_code._folder.cache_clear()
    monkeypatch.setenv(machine_code.FOLDER, str(tmp_path))
    entry = Entry(__name__, "add", *KINDS)
    monkeypatch.setattr(entries, "ENTRIES", (entry,))
    yield entry
    machine_code._folder.cache_clear()


def summed(entry):
    found = np.zeros(1)
    entry(np.arange(4), np.full(4, 0.5), 4, found)
    return found[0]


def test_what_is_not_kept_is_compiled_and_kept(own, tmp_path, monkeypatch):
    assert not own.is_ready
    assert summed(own) == 3.0
    assert [path.name for path in tmp_path.iterdir()] == ["add.o"]
    monkeypatch.setattr(compiling, "compile_together", None)
    assert summed(Entry(__name__, "add", *KINDS)) == 3.0


@pytest.mark.parametrize("kept", [b"", b"half", b"\0" * 5000])
def test_what_is_not_whole_is_made_anew(own, tmp_path, kept):
    (tmp_path / "add.o").write_bytes(kept)
    assert not own.is_ready
    assert summed(own) == 3.0
    assert Entry(__name__, "add", *KINDS).is_ready


def test_what_cannot_be_kept_serves_this_process(own, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert summed(own) == 3.0
    assert list(tmp_path.iterdir()) == []


def test_an_array_of_another_kind_is_refused(own):
    summed(own)
    with pytest.raises(TypeError, match="an array of int64"):
        own(np.arange(4.0), np.full(4, 0.5), 4, np.zeros(1))


def test_what_is_raised_in_machine_code_is_raised():
    (code,) = compiling.compile_together([(refuse, [WORDS])])
    call = load(code, [WORDS])
    call(np.ones(1, np.int64))
    with pytest.raises(MemoryError):
        call(np.zeros(1, np.int64))


def test_functions_stay_plain_python_when_they_have_been_compiled():
    from sim.kernel import loop, words_of_memory

    compiling.compile_together([(refuse, [WORDS])])
    assert type(loop._begin) is type(loop.calendar.begin) is type(words_of_memory.float_at) is type(refuse)


def test_numba_is_not_asked_for_what_is_kept():
    entries.make_ready()
    assert all(entry.is_ready for entry in ENTRIES)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMBA], env={**os.environ, "PYTHONPATH": "."}, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("True", "")


class Interrupted(np.ndarray):
    """Ctrl-C comes while the array is looked at."""

    @property
    def flags(self):
        raise KeyboardInterrupt


def test_ctrl_c_between_python_and_machine_code_is_no_fault(own):
    summed(own)
    with pytest.raises(KeyboardInterrupt):
        own(np.arange(4).view(Interrupted), np.full(4, 0.5), 4, np.zeros(1))
