"""The same work on one or many cores of this machine, by processes or threads.

Who does what, and in which order it comes back, never changes a number.
"""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import resource_tracker
from queue import SimpleQueue
from typing import NoReturn, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")

BLOCKS_PER_WORKER = 8
LARGEST_BLOCK = 25


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def block_size(reps: int, workers: int) -> int:
    """Replications handed to a worker at once: few enough to keep all busy to the end, enough not to spend the time on handing over."""
    return max(1, min(LARGEST_BLOCK, reps // (BLOCKS_PER_WORKER * workers)))


def blocks(reps: int, size: int) -> list[range]:
    """Replications 0 to reps - 1 in runs of `size`."""
    return [range(first, min(first + size, reps)) for first in range(0, reps, size)]


def in_parallel(work: Callable[[Task], Answer], tasks: Sequence[Task], jobs: int) -> Iterator[Answer]:
    """`work` of every task, in the order in which they end; with one job, or one task, in this process.

    Leaving the loop early stops the workers.
    """
    workers = min(jobs, len(tasks))
    if workers <= 1:
        yield from map(work, tasks)
        return
    answers = _from_workers(work, tasks, workers)
    try:
        for answer in answers:  # noqa: UP028 (`yield from` would close the generator before `_stop` does)
            yield answer
    finally:
        _stop(answers)


def in_threads(work: Callable[[Task], Answer], tasks: Sequence[Task], jobs: int) -> Iterator[Answer]:
    """The same by threads of this process: for work that is mostly compiled, which runs beside other Python.

    Leaving the loop early drops what has not begun. Answers come through a queue: `as_completed` takes a lock of every task in turn, and
    a Ctrl-C that comes meanwhile leaves them locked, with all threads waiting for them.
    """
    workers = min(jobs, len(tasks))
    if workers <= 1:
        yield from map(work, tasks)
        return
    answers: SimpleQueue[Callable[[], Answer]] = SimpleQueue()
    pool = ThreadPoolExecutor(workers)
    try:
        for task in tasks:
            pool.submit(_answer, work, task, answers)
        for _ in range(len(tasks)):
            yield answers.get()()
    finally:
        pool.shutdown(cancel_futures=True)


def _answer(work: Callable[[Task], Answer], task: Task, answers: SimpleQueue[Callable[[], Answer]]) -> None:
    """Hand on what gives the answer, or raises what was raised."""
    try:
        done = work(task)
    except BaseException as error:
        answers.put(partial(_raise, error))
    else:
        answers.put(lambda: done)


def _raise(error: BaseException) -> NoReturn:
    raise error


def _stop(answers: Generator[Answer, None, None]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # joblib advises against leaving early
        answers.close()


def _from_workers(work: Callable[[Task], Answer], tasks: Iterable[Task], workers: int) -> Generator[Answer, None, None]:
    from joblib import Parallel, delayed

    pool = Parallel(n_jobs=workers, backend="loky", return_as="generator_unordered", batch_size=1)
    resource_tracker.ensure_running()  # it lets signals through again when it starts, so it must run before
    with _undisturbed():
        answers: Generator[Answer, None, None] = pool(delayed(work)(task) for task in tasks)
    return answers


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes started here never hear Ctrl-C (this one does, after the block, and stops them), and do not complain of being stopped."""
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (before, "ignore:resource_tracker:UserWarning")))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
