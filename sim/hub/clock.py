"""Simulated time: whole milliseconds, and one declared order for what happens in the same instant.

Every pending event has a key (time, kind, number, sub); the smallest key is always handled next. Handlers change states and
ask for things; whatever can be granted is granted last, by `Kind.ALLOCATION`. Handling may add keys at the same instant, also
of a lower kind. SimPy's own plumbing (a process going on, an interrupt) belongs to the handler that caused it and comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

import simpy

from sim.record import MS_PER_DAY as DAY

__all__ = ["DAY", "Alarm", "Clock", "Kind"]


class Kind:
    """What comes first within one instant."""

    CHANGE = 1  # dated change, roster, capacity, turnaround over, period turns
    DEADLINE = 2  # deadline, order due
    SERVICE = 3  # manifest, then departure
    LISTING = 4  # listing, then arrival
    STEP_END = 5  # end of a step, decision, retry delay
    CLOCK_END = 6
    ALLOCATION = 7


class Alarm(simpy.Event):
    """Something that happens at a fixed key, unless it is cancelled."""

    _ok = True
    _value = None
    """It never fails, and tells nothing."""

    def __init__(self, clock: Clock, then: Callable[[], Any] | None) -> None:
        self.env = clock
        self.callbacks = [] if then is None else [lambda _: then()]

    def cancel(self) -> None:
        """Let it pass without effect; harmless when it has happened already."""
        if self.callbacks is not None:
            self.callbacks.clear()


class Clock(simpy.Environment):
    """SimPy's environment, with absolute integer times and keys instead of delays and priorities."""

    now = 0
    """Milliseconds since the start."""
    _queue: list[Any]

    def schedule(self, event: simpy.Event, priority: Any = None, delay: Any = 0) -> None:
        """Plumbing of SimPy itself: at once, before any other key of this instant."""
        if delay:
            raise ValueError("time passes by `alarm`, which names an absolute time and a key")
        heappush(self._queue, (self.now, 0, 0, 0, next(self._eid), event))

    def alarm(self, at: int, kind: int, number: int, sub: int = 0, then: Callable[[], Any] | None = None) -> Alarm:
        """An event at (at, kind, number, sub): a process may yield it, or `then` is called.

        Parameters
        ----------
        at : int
            Milliseconds since the start, not before now.
        """
        if at < self.now:
            raise ValueError(f"alarm at {at} lies before now, {self.now}")
        alarm = Alarm(self, then)
        heappush(self._queue, (at, kind, number, sub, next(self._eid), alarm))
        return alarm

    def clear(self) -> None:
        """Nothing is pending any more."""
        self._queue.clear()

    def run_before(self, horizon: int) -> None:
        """Handle every event before the horizon, as SimPy's `step` does; those at it are not handled."""
        queue = self._queue
        while queue and queue[0][0] < horizon:
            self.now, _, _, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None
            for callback in callbacks:
                callback(event)
            if not event._ok and not hasattr(event, "_defused"):
                raise event._value
