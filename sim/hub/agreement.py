"""The five limits of the agreement, counted in people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sim.hub.clock import DAY, Kind

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.clock import Alarm
    from sim.hub.world import World
    from sim.scenario.schema import Agreement as Terms
    from sim.scenario.schema import ProgrammeEnd


class Agreement:
    """How much room the agreement leaves.

    Total and rate are used at boarding and not given back; standing counts people present, in transit or booked; the window
    and the lead time test the boarding date; unused rate lapses.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.terms: Terms = world.scenario.agreement
        self.boarded = 0
        self.standing = 0
        self.accepted = 0
        self.booked = 0
        self._used_in_period: dict[int, int] = {}
        self.closed = False
        self.ended = False
        self.ended_by: ProgrammeEnd | None = None
        """What a dated act that ended it says of those who remain; None: the agreement's own end."""
        self._dates: list[Alarm] = []

    def begin(self) -> None:
        """Write down the limits, and set the dates."""
        self.recount()
        self.lay_dates()

    def lay_dates(self) -> None:
        """Set the dates of the agreement; again when a dated change has moved them. What lies before now happens now."""
        for alarm in self._dates:
            alarm.cancel()
        now, terms, day = self.world.clock.now, self.terms, self.world.instant_of
        closes = None if terms.intake.until is None else day(terms.intake.until + dt.timedelta(days=1))
        ends = None if terms.end is None or self.ended else day(terms.end.date)
        if closes is None or closes > now:
            self.closed = self.ended
        opens = (terms.lead, None if terms.intake.from_ is None else day(terms.intake.from_))
        dates = [(closes, self.close), (ends, self._end), *((at, self.world.mark_transfers) for at in opens)]
        self._dates = [
            self.world.clock.alarm(max(now, at), Kind.CHANGE, self.world.AGREEMENT, 0, then) for at, then in dates if at is not None
        ]
        if terms.rate is not None:
            self._turn_period()

    def recount(self) -> None:
        """Write down the limits in force."""
        self.world.book.limit("agreement:total", self.terms.total)
        self.world.book.limit("agreement:standing", self.terms.standing)

    def close(self) -> None:
        """The window closes: those not yet boarded stay with the sender."""
        self.closed = True
        self.world.transfer.close()

    def _end(self) -> None:
        """The agreement ends, once: no more boarding, and those who remain have a grace."""
        if not self.ended:
            self.ended = True
            self.world.limits.end_agreement()

    def end_by(self, act: str, terms: ProgrammeEnd) -> None:
        """A dated act ends it, unless it has ended already."""
        if not self.ended:
            self.ended_by = terms
            self.world.book.spell_begins(act, "end")
            self._end()

    def accepts(self, case: Case) -> bool:
        """Whether one more case may be accepted within the total."""
        total = self.terms.total
        return total is None or self.boarded + self.accepted + case.size <= total

    def open_on(self, at: int) -> bool:
        """Whether boarding is allowed at an instant."""
        terms, day = self.terms, self.world.instant_of
        opens, until = terms.intake.from_, terms.intake.until
        return (
            not self.closed
            and at >= terms.lead
            and (opens is None or at >= day(opens))
            and (until is None or at < day(until) + DAY)
            and (terms.end is None or at < day(terms.end.date))
        )

    def room(self, boards_at: int, already: int = 0) -> int:
        """People who may be booked to board at an instant; `already` are chosen but not booked yet."""
        if not self.open_on(boards_at):
            return 0
        terms = self.terms
        room = 1 << 40
        if terms.total is not None:
            room = min(room, terms.total - self.boarded - self.booked)
        if terms.standing is not None:
            room = min(room, terms.standing - self.standing)
        if terms.rate is not None:
            room = min(room, terms.rate.people - self._used_in_period.get(self._period(boards_at), 0))
        return room - already

    def book(self, case: Case, boards_at: int) -> None:
        """Hold room for a case that is to board."""
        self.booked += case.size
        self.standing += case.size
        self._use_rate(boards_at, case.size)

    def unbook(self, case: Case, boards_at: int) -> None:
        """Give the room back: the case does not board after all."""
        self.booked -= case.size
        self.standing -= case.size
        self._use_rate(boards_at, -case.size)
        self.world.mark_transfers()

    def board(self, case: Case) -> None:
        """A booked case boards: total and rate are used for good."""
        self.booked -= case.size
        self.accepted -= case.size
        self.boarded += case.size

    def leave(self, case: Case) -> None:
        """A boarded case is no longer present or in transit."""
        self.standing -= case.size

    def _use_rate(self, at: int, people: int) -> None:
        period = self._period(at)
        self._used_in_period[period] = self._used_in_period.get(period, 0) + people

    def _period(self, at: int) -> int:
        """Number of the period an instant lies in: calendar periods follow the calendar, others count from the start."""
        rate = self.terms.rate
        if rate is None:
            return 0
        if isinstance(rate.period, int):
            return at // rate.period
        date = self.world.date_of(at)
        return {
            "day": date.toordinal(),
            "week": (date.toordinal() - 1) // 7,
            "month": date.year * 12 + date.month,
            "year": date.year,
        }[rate.period]

    def _turn_period(self) -> None:
        """At each turn of the period the rate is fresh."""
        clock, rate = self.world.clock, self.terms.rate
        assert rate is not None
        if isinstance(rate.period, int):
            at: int | None = (self._period(clock.now) + 1) * rate.period
        else:
            at = self.world.next_where(lambda day: self._period(day) != self._period(clock.now))
        if at is not None:
            self._dates.append(clock.alarm(at, Kind.CHANGE, self.world.AGREEMENT, 1, self._turned))

    def _turned(self) -> None:
        self.world.mark_transfers()
        self._turn_period()
