"""Blocks and workers: nothing is lost, nothing is done twice."""

import os
import subprocess
import sys
import time

import pytest

from sim.study.workers import block_size, blocks, cores, in_parallel, in_threads


@pytest.mark.parametrize(("reps", "size"), [(1, 1), (7, 3), (8, 4), (200, 25)])
def test_blocks_cover_every_replication_once(reps, size):
    assert [r for block in blocks(reps, size) for r in block] == list(range(reps))
    assert all(len(block) <= size for block in blocks(reps, size))


@pytest.mark.parametrize(("reps", "workers", "size"), [(1, 2, 1), (15, 2, 1), (200, 2, 12), (10_000, 2, 25)])
def test_a_block_is_small_enough_to_keep_all_workers_busy(reps, workers, size):
    assert block_size(reps, workers) == size


def test_one_job_works_in_this_process():
    assert list(in_parallel(lambda _: os.getpid(), [1, 2], jobs=1)) == [os.getpid()] * 2


def test_two_jobs_work_elsewhere_and_lose_nothing():
    answers = list(in_parallel(lambda n: (n, os.getpid()), range(6), jobs=2))
    assert sorted(n for n, _ in answers) == list(range(6))
    assert os.getpid() not in {pid for _, pid in answers}


def test_answers_come_as_they_end_and_leaving_early_stops_the_rest():
    began = time.monotonic()
    for answer in in_parallel(_slow_first, [5.0, 0.0, 5.0, 5.0, 5.0], jobs=2):
        assert answer == 0.0
        break
    assert time.monotonic() - began < 4.5


def _slow_first(seconds):
    time.sleep(seconds)
    return seconds


def test_cores_are_those_this_process_may_use():
    assert 1 <= cores() <= os.cpu_count()


def test_threads_lose_nothing_and_tell_what_goes_wrong():
    assert sorted(in_threads(lambda n: n * n, range(50), jobs=2)) == [n * n for n in range(50)]
    with pytest.raises(ZeroDivisionError):
        list(in_threads(lambda n: 1 // n, [1, 0, 1], jobs=2))


CTRL_C_AS_WAITING_BEGINS = """
import os, signal, threading
from sim.study.workers import in_threads

class Tasks(list):
    def __iter__(self):
        yield from super().__iter__()
        handed_on.set()

def work(n):
    if n == 0:
        handed_on.wait()
        os.kill(os.getpid(), signal.SIGINT)
    return n

signal.signal(signal.SIGINT, signal.default_int_handler)
for _ in range(5):
    handed_on = threading.Event()
    try:
        list(in_threads(work, Tasks(range(20_000)), jobs=2))
    except KeyboardInterrupt:
        print("stopped")
"""


def test_ctrl_c_stops_threads_whenever_it_comes():
    environment = {**os.environ, "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-c", CTRL_C_AS_WAITING_BEGINS], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == (["stopped"] * 5, "")
