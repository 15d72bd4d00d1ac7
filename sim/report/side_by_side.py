"""Work of a report on two cores: this process and a copy of it take one piece after the other until none is left.

A copy (`fork`) has everything at once, where another process would have to be told; it writes what it has done into a pipe and ends. Where
processes are not copied (anywhere but on Linux), and on one core, this process does all.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from sim.study.workers import cores

Task = Callable[[], Any]


def side_by_side(tasks: Sequence[Task]) -> list[Any]:
    """What each task gives, in their order; all are begun in it, so the longest had best be first."""
    if sys.platform != "linux" or cores() == 1 or len(tasks) < 2:
        return [task() for task in tasks]
    with _bag(len(tasks)) as bag, _copy(tasks, bag) as answers:
        done = dict(_worked_off(tasks, bag))
        done |= _received(answers)
    return [_answer(done[n]) if n in done else task() for n, task in enumerate(tasks)]


@contextmanager
def _bag(many: int) -> Iterator[int]:
    """A pipe with the number of each task, of which each can be taken out once, whoever takes it."""
    out, into = os.pipe()
    os.write(into, bytes(range(many)))
    os.close(into)
    try:
        yield out
    finally:
        os.close(out)


@contextmanager
def _copy(tasks: Sequence[Task], bag: int) -> Iterator[Connection]:
    """A copy of this process that works too; what it has done comes when it has ended."""
    context = multiprocessing.get_context("fork")
    answers, told = context.Pipe(duplex=False)
    copy = context.Process(target=_work, args=(tasks, bag, told), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads of this process hold nothing that a report needs
        copy.start()
    told.close()
    try:
        yield answers
    finally:
        answers.close()
        copy.terminate()
        copy.join()


def _work(tasks: Sequence[Task], bag: int, told: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits hears it
    told.send(dict(_worked_off(tasks, bag)))


def _worked_off(tasks: Sequence[Task], bag: int) -> Iterator[tuple[int, Any]]:
    """The tasks that this process gets, each with its answer or its error; after an error nobody begins another."""
    while number := os.read(bag, 1):
        try:
            yield number[0], (tasks[number[0]](), None)
        except Exception as error:
            os.read(bag, len(tasks))
            yield number[0], (None, error)


def _received(answers: Connection) -> dict[int, Any]:
    """What the copy has done; nothing if it did not live to tell."""
    try:
        done: dict[int, Any] = answers.recv()
    except (EOFError, OSError):
        return {}
    return done


def _answer(done: tuple[Any, Exception | None]) -> Any:
    answer, error = done
    if error is not None:
        raise error
    return answer
