"""Seeded defects: small faults as people make them, each put into the engine for as long as a `with` lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sim import draws
from sim.hub import (
    agreement,
    claims,
    duty,
    exits,
    housing,
    inbound,
    limits,
    outbound,
    places,
    removal,
    reviews,
    screening,
    teams,
    voluntary,
)
from sim.hub import casework as casework_room
from sim.hub import demand as demand_room
from sim.hub import services as services_room
from sim.hub.clock import DAY
from sim.hub.world import World

Defect = Callable[[], AbstractContextManager[None]]


def replaced(owner: Any, name: str, new: Callable[[Any], Any]) -> Defect:
    """`owner.name` replaced by `new(old)`."""

    @contextmanager
    def put_in() -> Iterator[None]:
        old = getattr(owner, name)
        setattr(owner, name, new(old))
        try:
            yield
        finally:
            setattr(owner, name, old)

    return put_in


def chance(decision: str, factor: float) -> Defect:
    """A chance that is wrong by a factor."""

    def new(old):
        def happens(self, name, p, k=0):
            return old(self, name, min(1.0, p * factor) if name.endswith(decision) else p, k)

        return happens

    return replaced(draws.Being, "happens", new)


def length(decision: str, factor: float) -> Defect:
    """A length that is wrong by a factor."""

    def scaled(old):
        def drawn(self, name, shape, k=0):
            found = old(self, name, shape, k)
            return round(found * factor) if found is not None and name.endswith(decision) else found

        return drawn

    @contextmanager
    def both() -> Iterator[None]:
        with replaced(draws.Being, "length", scaled)(), replaced(draws.Being, "latent", scaled)():
            yield

    return both


def _later(days: float):
    return lambda old: lambda self, case, at, *rest: old(self, case, at + round(days * DAY), *rest)


def _without_lead(old):
    def open_on(self, at):
        return old(self, max(at, self.terms.lead))

    return open_on


def _twice(old):
    def left_to_decide(case, name, spec, age):
        left = old(case, name, spec, age)
        return None if left is None else 2 * left

    return left_to_decide


def _keeps_the_place(old):
    def leave(self, case, outcome, reason, home_at=None):
        if outcome == "absconded" and case.place:
            self.leave_housed(case, outcome, reason, DAY)
        else:
            old(self, case, outcome, reason, home_at)

    return leave


def _a_day_more(old):
    def due_at_age(spec, k):
        age = old(spec, k)
        return None if age is None else age + DAY

    return due_at_age


def _without_referral(old):
    return lambda self, case, name, step: old(self, case, name, step.model_copy(update={"referred": None}))


STRUCTURE: dict[str, Defect] = {
    "one place too many": replaced(places, "rounded_down", lambda old: lambda x: old(x) + 1),
    "one place too few": replaced(places, "rounded_down", lambda old: lambda x: max(0, old(x) - 1)),
    "priority upside down": replaced(World, "priority", lambda old: lambda self, case: -old(self, case)),
    "priority forgotten": replaced(World, "priority", lambda old: lambda self, case: 0),
    "no turnaround": replaced(places.Pool, "_make_ready", lambda old: lambda self, rooms=(), units=0: None),
    "lead ignored": replaced(agreement.Agreement, "open_on", _without_lead),
    "claim does not suspend": replaced(claims.Claims, "suspend_removal", lambda old: lambda self, case: False),
    "claim stops no clock": replaced(claims.Claims, "stop", lambda old: lambda self, case, clock: False),
    "deadline a day late": replaced(limits.Limits, "_set_deadline", _later(1)),
    "deadline a day early": replaced(limits.Limits, "_set_deadline", _later(-1)),
    "notice is not renewed": replaced(casework_room.Casework, "renew_notice", lambda old: lambda self, case: None),
    "rests a day longer": replaced(removal.Removal, "rest", lambda old: lambda self, case, order: old(self, case, order + 7)),
    "put back at the end": replaced(
        outbound.Outbound,
        "put_back",
        lambda old: (
            lambda self, b: b.case.queued_for and self.world.removal.put_back(b.case, self.world.clock.now, b.kept_order)
        ),
    ),
    "reserve forgotten": replaced(
        places.Pool, "fits", lambda old: lambda self, case: self.units(case.size) <= self.free
    ),
    "closed days are worked": replaced(
        duty.Duty, "__init__", lambda old: lambda self, roster, closed, start: old(self, roster, (), start)
    ),
    "step may run past the shift": replaced(teams.Teams, "_ends_in_time", lambda old: lambda self, team, task: True),
    "late finishers are not counted busy": replaced(
        teams.Teams, "free", lambda old: lambda self, team: old(self, team) + (self.busy[team] > 1)
    ),
    "unsuitable are admitted": replaced(
        screening.Screening, "_result", lambda old: lambda self, *rest: "admitted" if old(self, *rest) == "sent_back" else old(self, *rest)
    ),
    "referral forgotten": replaced(screening.Screening, "_result", _without_referral),
    "no overflow": replaced(places.Pool, "tolerates", lambda old: lambda self, size: False),
    "one more in overflow": replaced(places.Pool, "tolerates", lambda old: lambda self, size: old(self, size - 1)),
    "reviews come a day late": replaced(reviews, "due_at_age", _a_day_more),
    "half time doubled": replaced(voluntary, "left_to_decide", _twice),
    "rate not used up": replaced(agreement.Agreement, "_use_rate", lambda old: lambda self, at, people: None),
    "escorts come back at once": replaced(outbound.Outbound, "_send_escorts", lambda old: lambda self, departure, present: None),
    "no standby": replaced(outbound.Outbound, "_standbys", lambda old: lambda self, departure, present: []),
    "a failed transfer passes for a no-show": replaced(
        inbound.Inbound, "_stays_behind", lambda old: lambda self, booking, outcome: old(self, booking, "no_show")
    ),
    "first departure a period late": replaced(
        services_room.Service, "_dates", lambda old: lambda self: iter(list(old(self))[1:])
    ),
    "minors forgotten": replaced(demand_room.Stream, "_minors", lambda old: lambda self, number, size, share: 0),
    "place kept after absconding": replaced(exits.Exits, "leave", _keeps_the_place),
    "newcomers before overflow": replaced(housing, "OVERFLOW_MOVE", lambda old: 3),
}  # fmt: skip

CHANCES = (
    "no_show",
    "failed",
    "cancelled",
    "extension",
    "shows_up",
    "sent_back",
    "granted",
    "selection",
    "cohort.happens",
    "clocks.review.chance",
)
LENGTHS = ("documents", "claim.after", "claim.decided", "release_takes", "drops_out", "notice.length", "absconded.after")

DEFECTS: dict[str, Defect] = {
    **STRUCTURE,
    **{f"{decision} half as likely": chance(decision, 0.5) for decision in CHANCES},
    **{f"{decision} a quarter longer": length(decision, 1.25) for decision in LENGTHS},
    "no_show doubled": chance("no_show", 2.0),
    "failed doubled": chance("failed", 2.0),
}
