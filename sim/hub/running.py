"""A running clock of a case: an amount of clock time that dated changes and the case's own steps only speed up or slow down."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.hub.clock import Alarm, Clock, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.hub.case import Case

ORDER_OF = {
    kind: order
    for order, kind in enumerate(
        ("died", "release", "unfit", "claim", "voluntary", "absconded", "other_country", "move", "permit", "review", "documents", "notice",
         "sentence", "arrested", "other", "drops_out", "moves_out", "told", "objected", "objection", "ready")
    )
}  # fmt: skip
"""Which of two clocks of one case comes first when both end in the same instant."""
CLOCKS_OF_ONE_KIND = 64
INSIDE = ("arrived", "screened", "placed")
"""Instants that lie before the start for those who are inside already."""
DOCUMENTS = "documents"


def by_instant(specs: Mapping[str, Any]) -> dict[str, list[str]]:
    """Names of clocks or periods, by the instant from which they count."""
    names: dict[str, list[str]] = {}
    for name, spec in specs.items():
        names.setdefault(spec.from_, []).append(name)
    return names


def starting(case: Case, instant: str, by_instant: dict[str, list[str]]) -> list[str]:
    """What starts when a case reaches an instant, of things named by the instant they count from.

    Clocks and periods of a hub run inside it: what would have started before (documents in hand at the sender) starts on arrival.
    """
    if "arrived" not in case.at:
        return []
    names = by_instant.get(instant, [])
    return [*names, *by_instant.get(DOCUMENTS, [])] if instant == "arrived" and DOCUMENTS in case.at else names


class RunningClock:
    """An amount of clock time, drawn once; dated changes and the case's own steps alter only its speed.

    Parameters
    ----------
    remaining : float or None
        Clock time left in milliseconds; None never ends.
    age : float
        Clock time that has passed.
    ended : callable
        Called when it has ended, with what it is about.
    """

    __slots__ = ("_about", "_alarm", "_clock", "_ended", "_key", "_since", "_sub", "age", "remaining", "speed")

    def __init__(
        self,
        clock: Clock,
        key: int,
        sub: int,
        remaining: float | None,
        age: float,
        speed: float,
        ended: Callable[..., None],
        about: tuple[Any, ...],
    ) -> None:
        self._clock = clock
        self._key = key
        self._sub = sub
        self._ended = ended
        self._about = about
        self._alarm: Alarm | None = None
        self._since = clock.now
        self.remaining = remaining
        self.age = age
        self.speed = speed
        self._set()

    def run(self, speed: float) -> None:
        """Go on at a speed from now on; 0 stands still."""
        now = self._clock.now
        passed = (now - self._since) * self.speed
        self._since, self.speed = now, speed
        self.age += passed
        if self.remaining is not None:
            self.remaining = max(0.0, self.remaining - passed)
        self._set()

    def left(self, remaining: float | None) -> None:
        """Another amount is left, by rules that have changed."""
        self.remaining = remaining
        self._set()

    def stop(self) -> None:
        """It has ended, or its case has left."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _set(self) -> None:
        """Ring when what remains has passed at the present speed."""
        if self._alarm is not None:
            self.stop()
        if self.remaining is not None and self.speed > 0.0:
            at = self._since + math.floor(self.remaining / self.speed + 0.5)
            self._alarm = self._clock.alarm(at, Kind.CLOCK_END, self._key, self._sub, self._ended, *self._about)
