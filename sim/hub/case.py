"""A case, and its journey from the list to the outcome."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

from sim.draws import Being
from sim.hub.classes import LISTED

if TYPE_CHECKING:
    from sim.hub.clock import Alarm, Process
    from sim.hub.places import Stay
    from sim.hub.running import RunningClock
    from sim.hub.services import Booking
    from sim.hub.site import Site
    from sim.hub.teams import Task
    from sim.hub.waiting import Ticket
    from sim.hub.world import World

Story = Generator[simpy.Event, Any, Any]

STREAM_BITS = 40
"""The key of a case is the rank of its stream above these bits, its number below."""
NOTHING: frozenset[str] = frozenset()
"""Of what a case gathers (steps done, notices run, reasons to be unfit), shared by all who have none."""


class Case:
    """The smallest group that is decided, housed and moved together.

    `site` is the hub that has it or keeps room for it, `hub` the name of that, empty while there is none.
    `at` holds the instants of its journey by name (`arrived`, `screened`, ...), in whole milliseconds; what did not happen is absent.
    """

    __slots__ = (
        "accepted",
        "agreed",
        "at",
        "attempts",
        "booking",
        "claims",
        "class_",
        "clocks",
        "deadlines",
        "destination",
        "diverted",
        "drawn_hub",
        "escorted",
        "extensions",
        "failures",
        "given_up",
        "housed",
        "hub",
        "kept",
        "kept_order",
        "key",
        "luck",
        "made_by",
        "minors",
        "name",
        "notices_run",
        "number",
        "order",
        "outcome",
        "place",
        "place_ticket",
        "pool",
        "prior",
        "process",
        "queued_for",
        "reason",
        "reception",
        "removal_ticket",
        "reservation",
        "resting",
        "sending_back",
        "site",
        "size",
        "steps_done",
        "stream",
        "tasks",
        "transfer_ticket",
        "unfit",
    )  # fmt: skip

    def __init__(
        self, stream: str, stream_rank: int, number: int, luck: Being, class_: str, size: int, minors: int, destination: str, escorted: bool
    ) -> None:
        self.stream = stream
        self.number = number
        self.name = f"{stream}/{number}"
        self.key = stream_rank << STREAM_BITS | number
        self.luck = luck
        self.class_ = class_
        self.made_by = [(LISTED, class_)]
        self.size = size
        self.minors = minors
        self.destination = destination
        self.escorted = escorted
        self.prior = 0
        self.at: dict[str, int] = {}
        self.process: Process | None = None

        self.hub = ""
        self.site: Site
        self.drawn_hub = ""
        self.diverted = False
        self.steps_done = NOTHING
        self.transfer_ticket: Ticket[Case] | None = None
        self.accepted = False
        self.tasks: list[Task] = []
        self.reception: Stay | None = None
        self.place: Stay | None = None
        self.place_ticket: Ticket[Case] | None = None
        self.reservation: str | None = None
        self.kept: Stay | None = None
        self.pool = ""

        self.clocks: dict[str, RunningClock] = {}
        self.claims: dict[str, Alarm] = {}
        self.deadlines: dict[str, Alarm] = {}
        self.agreed = False
        self.unfit = NOTHING
        self.notices_run = NOTHING
        self.order: str = ""
        self.sending_back: str = ""

        self.queued_for: tuple[str, str] | None = None
        self.removal_ticket: Ticket[Case] | None = None
        self.booking: Booking | None = None
        self.kept_order = 0
        self.attempts = 0
        self.failures = 0
        self.extensions = 0
        self.resting = False
        self.given_up = False

        self.outcome = ""
        self.reason = ""
        self.housed = False

    @property
    def fit(self) -> bool:
        """Fit to travel: none of the clocks that make unfit for a time holds it."""
        return not self.unfit

    @property
    def inside(self) -> bool:
        """Arrived at the hub and without an outcome."""
        return "arrived" in self.at and not self.outcome


def journey(world: World, case: Case) -> Story:
    """One case, from the list to its place.

    Gates and clocks run beside this story from the instants it reaches (`casework`), and go on after it. When the gates are open the
    case joins the queue of `removal`, a departure takes it (`services`, `outbound`); or a deadline leads to an order (`limits`). An exit
    (`exits`) acts at once, wherever the case is: it has given up what the case held and breaks off what is left of the story.
    """
    if (yield from world.selection.review(case)):
        yield from world.transfer.move(case)
        yield from settling(world, case)


def settling(world: World, case: Case) -> Story:
    """A case in a hub, from the list or another hub: the steps it has not been through, then a place."""
    if (yield from world.screening.screen(case)):
        case.site.housing.settle(case)
