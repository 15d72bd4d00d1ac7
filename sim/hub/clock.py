"""Simulated time: whole milliseconds, and one declared order for what happens in the same instant.

Every pending event has a key (time, kind, number, sub); the smallest key is always handled next. Handlers change states and
ask for things; whatever can be granted is granted last, by `Kind.ALLOCATION`. Handling may add keys at the same instant, also
of a lower kind. A story goes on inside the handler that brings what it waits for: SimPy's own events for that, each through the
calendar, would cost more than what is told.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any

import simpy

from sim.record import MS_PER_DAY as DAY

__all__ = ["DAY", "Alarm", "Clock", "Event", "Kind", "Process"]


BUNDLE = 7 * DAY
"""What is pending for later lies in bundles, for each such time its own, and is put in order when that begins: most of it is far ahead."""


class Kind:
    """What comes first within one instant."""

    CHANGE = 1  # dated change, roster, capacity, turnaround over, period turns
    DEADLINE = 2  # deadline, order due
    SERVICE = 3  # manifest, then departure
    LISTING = 4  # listing, then arrival
    STEP_END = 5  # end of a step, decision, retry delay
    CLOCK_END = 6
    ALLOCATION = 7


class Alarm(list[Any]):
    """Something that is done at a fixed key, unless it is cancelled: [at, kind, number, sub, rank of equals, then, about].

    As a list it is itself what the calendar compares, without a call.
    """

    __slots__ = ()

    def cancel(self) -> None:
        """Let it pass without effect; harmless when it has rung already."""
        self[5:] = _nothing, ()


def _nothing() -> None:
    """What a cancelled alarm does."""


class Event(simpy.Event):
    """What a story waits for, once; each of `callbacks` is called with what it brings."""

    def __init__(self) -> None:
        self.callbacks = []

    def happen(self, value: Any = None) -> None:
        """It is here: who waits for it goes on at once."""
        for go_on in self.callbacks:
            go_on(value)


class Process(simpy.Process):
    """A story under way: told at once as far as its first wait. Nobody waits for its end."""

    def __init__(self, clock: Clock, story: simpy.events.ProcessGenerator) -> None:
        self.env = clock
        self.callbacks = []
        self._generator = story
        self._go_on()

    def _go_on(self, brought: Any = None) -> None:
        """Tell it as far as the next wait, with what the last one brought."""
        try:
            awaited = self._generator.send(brought)
        except StopIteration:
            return
        awaited.callbacks.append(self._go_on)

    def break_off(self) -> None:
        """Nothing more is told; harmless when it has ended, and while it is being told: then it ends by itself."""
        if not self._generator.gi_running:  # type: ignore[attr-defined]
            self._generator.close()


class Clock(simpy.Environment):
    """SimPy's environment, with absolute integer times and keys instead of delays and priorities.

    Parameters
    ----------
    horizon : int
        End of the run: what would happen then or later is forgotten.
    """

    now = 0
    """Milliseconds since the start."""
    _queue: list[Any]

    def __init__(self, horizon: int) -> None:
        super().__init__()
        self._horizon = horizon
        self._bundle_ends = min(BUNDLE, horizon)
        self._later: list[list[Alarm]] = [[] for _ in range(0, horizon, BUNDLE)]

    def schedule(self, event: simpy.Event, priority: Any = None, delay: Any = 0) -> None:
        """How SimPy lets time pass, and who waits go on: here by `alarm` and `Event.happen` alone."""
        raise ValueError("time passes by `alarm`, which names an absolute time and a key")

    def alarm(self, at: int, kind: int, number: int, sub: int, then: Callable[..., Any], *about: Any) -> Alarm:
        """At (at, kind, number, sub) `then` is called with what it is about.

        Parameters
        ----------
        at : int
            Milliseconds since the start, not before now.
        """
        if at < self.now:
            raise ValueError(f"alarm at {at} lies before now, {self.now}")
        alarm = Alarm((at, kind, number, sub, next(self._eid), then, about))
        if at < self._bundle_ends:
            heappush(self._queue, alarm)
        elif at < self._horizon:
            self._later[at // BUNDLE].append(alarm)
        return alarm

    def until(self, at: int, kind: int, number: int, sub: int = 0) -> Event:
        """The same for a story that waits for the instant."""
        event = Event()
        self.alarm(at, kind, number, sub, event.happen)
        return event

    def process(self, generator: simpy.events.ProcessGenerator) -> Process:
        """Begin a story."""
        return Process(self, generator)

    def clear(self) -> None:
        """Nothing is pending any more."""
        self._queue.clear()
        self._later.clear()

    def run_to_end(self) -> None:
        """Handle every event before the horizon."""
        queue = self._queue
        for bundle in self._later:
            queue += [alarm for alarm in bundle if alarm[5] is not _nothing]
            bundle.clear()
            heapify(queue)
            while queue:
                self.now, _, _, _, _, then, about = heappop(queue)
                then(*about)
            self._bundle_ends = min(self._bundle_ends + BUNDLE, self._horizon)
