"""Two processes share tasks; who does what changes nothing, and whoever is lost loses nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from functools import partial

import pytest

from sim.report import side_by_side as two
from sim.report.side_by_side import side_by_side


@pytest.fixture(autouse=True)
def two_cores(monkeypatch):
    monkeypatch.setattr(two, "cores", lambda: 2)


def test_answers_come_in_the_order_of_the_tasks():
    assert side_by_side([partial(pow, n, 2) for n in range(40)]) == [n * n for n in range(40)]


def test_both_work(monkeypatch):
    one, other = os.pipe(), os.pipe()

    def first():
        os.write(one[1], b".")
        os.read(other[0], 1)
        return os.getpid()

    def second():
        os.write(other[1], b".")
        os.read(one[0], 1)
        return os.getpid()

    assert len({*side_by_side([first, second])}) == 2


@pytest.mark.parametrize("cores", [1, 2])
def test_what_goes_wrong_is_told_here(monkeypatch, cores):
    monkeypatch.setattr(two, "cores", lambda: cores)

    def full():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        side_by_side([partial(int), full, full, full])


def test_a_copy_that_is_killed_loses_nothing():
    me, taken, waited = os.getpid(), os.pipe(), []

    def deadly():
        """Kills the copy; this process waits once until that has begun."""
        if os.getpid() != me:
            os.write(taken[1], b".")
            os.kill(os.getpid(), signal.SIGKILL)
        if not waited:
            waited.append(os.read(taken[0], 1))
        return "done"

    assert side_by_side([deadly, deadly]) == ["done", "done"]


def test_no_process_is_left(monkeypatch):
    def stop():
        raise KeyboardInterrupt

    me = os.getpid()
    with pytest.raises(KeyboardInterrupt):
        side_by_side([lambda: stop() if os.getpid() == me else time.sleep(60)] * 2)
    assert multiprocessing.active_children() == []
