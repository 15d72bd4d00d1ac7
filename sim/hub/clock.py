"""Simulated time: whole milliseconds, and one declared order for what happens in the same instant.

Every pending event has a key (time, kind, number, sub); the smallest key is always handled next. Handlers change states and
ask for things; whatever can be granted is granted last, by `Kind.ALLOCATION`. Handling may add keys at the same instant, also
of a lower kind. SimPy's own plumbing (a process going on, an interrupt) belongs to the handler that caused it and comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappush
from typing import Any, cast

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


_PLUMBING = (0, 0, 0)


class Alarm(simpy.Event):
    """Something that happens at a fixed key, unless it is cancelled."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._ok = True
        self._value = None

    def add(self, then: Callable[[], object]) -> None:
        """Call `then` when it happens."""
        assert self.callbacks is not None

        def call(_: simpy.Event) -> None:
            then()

        self.callbacks.append(call)

    def cancel(self) -> None:
        """Let it pass without effect; harmless when it has happened already."""
        if self.callbacks is not None:
            self.callbacks.clear()


class Clock(simpy.Environment):
    """SimPy's environment, with absolute integer times and keys instead of delays and priorities."""

    now: int

    def schedule(self, event: simpy.Event, priority: Any = None, delay: Any = 0) -> None:
        """Plumbing of SimPy itself: at once, before any other key of this instant."""
        if delay:
            raise ValueError("time passes by `alarm`, which names an absolute time and a key")
        heappush(cast(Any, self._queue), (self._now, _PLUMBING, next(self._eid), event))

    def alarm(self, at: int, kind: int, number: int, sub: int = 0, then: Callable[[], object] | None = None) -> Alarm:
        """An event at (at, kind, number, sub): a process may yield it, or `then` is called.

        Parameters
        ----------
        at : int
            Milliseconds since the start, not before now.
        """
        if at < self._now:
            raise ValueError(f"alarm at {at} lies before now, {self._now}")
        alarm = Alarm(self)
        if then is not None:
            alarm.add(then)
        heappush(cast(Any, self._queue), (at, (kind, number, sub), next(self._eid), alarm))
        return alarm

    def run_before(self, horizon: int) -> None:
        """Handle every event before the horizon; those at it are not handled."""
        while self.peek() < horizon:
            self.step()
