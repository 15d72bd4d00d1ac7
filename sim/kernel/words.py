"""Words of the model as numbers. Those that stand in the record have the order of the record's own lists."""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """What comes first within one instant; what a handler has woken goes on before all of them."""

    CHANGE = 1
    DEADLINE = 2
    SERVICE = 3
    LISTING = 4
    STEP_END = 5
    CLOCK_END = 6
    ALLOCATION = 7


STREAM_BITS = 32
"""The key of a case is the rank of its stream above these bits, its number below."""


class Number(IntEnum):
    """Numbers of events that are no cases: resources by the order of allocation, and dated changes after the acts of the timeline."""

    TEAMS = 0
    PLACES = 1 << 8
    RELOCATION = 2 << 8
    TRANSFERS = 3 << 8
    SERVICES = 4 << 8
    AGREEMENT = 1 << 20
    HUBS = 3 << 19
    POOLS = 1 << 21
    STAFF = 3 << 20
    INSIDE = 1 << 22


class Sub(IntEnum):
    """Order of ends of one case within an instant; reviews follow by rank of their clock, then work on documents."""

    STEP = 0
    DECISION = 1
    RETRY = 2
    REVIEW = 3
    PAPERS = 1 << 16


class DeadlineSub(IntEnum):
    """Order of deadlines of one case within an instant."""

    STAY = 0
    ORDER = 1
    SEND_BACK = 2
    WATCH = 3
    PERIOD = 64


class Shape(IntEnum):
    """Kinds of probability shapes."""

    FIXED = 1
    EXPONENTIAL = 2
    LOGNORMAL = 3
    GAMMA = 4
    WEIBULL = 5
    TRIANGULAR = 6
    UNIFORM = 7
    EMPIRICAL = 8
    MIXTURE = 9


class Outcome(IntEnum):
    """As in `sim.record.OUTCOMES`; NONE: not yet."""

    NONE = -1
    RETURNED_VOLUNTARILY = 0
    REMOVED = 1
    SENT_BACK = 2
    RELEASED = 3
    PROTECTED = 4
    ABSCONDED = 5
    LEFT_FOR_OTHER_COUNTRY = 6
    SENTENCE_ENDED = 7
    ARRESTED = 8
    DIED = 9
    OTHER = 10
    DECLINED = 11
    DROPPED_OUT = 12
    INSIDE = 13
    WAITING = 14


class Reason(IntEnum):
    """As in `sim.record.REASONS`; those of filters follow, each filter by its place in the file."""

    NONE = -1
    SCREENING = 0
    COURT = 1
    MEDICAL = 2
    LIMIT = 3
    ORDER = 4
    END = 5
    EXCHANGE = 6
    HOST = 7
    EXCLUDED = 8
    NOT_PROPOSED = 9
    ROOM = 10
    OBJECTION = 11
    FULL = 12
    ATTEMPTS = 13
    CHOICE = 14
    OWN = 15
    EMPTY = 16
    FILTER = 17


class Choice(IntEnum):
    """What follows on a limit, a missed period, a late review or the last attempt. COUNT stands for `breach`, `count` and `stay` too."""

    COUNT = 0
    RELEASE = 1
    SEND_BACK = 2
    EXTEND = 3
    WAIT = 4


class Clock(IntEnum):
    """Kinds of clocks, in the order in which two of one case are handled that end in one instant."""

    DIED = 0
    RELEASE = 1
    UNFIT = 2
    CLAIM = 3
    VOLUNTARY = 4
    ABSCONDED = 5
    OTHER_COUNTRY = 6
    MOVE = 7
    PERMIT = 8
    REVIEW = 9
    DOCUMENTS = 10
    NOTICE = 11
    SENTENCE = 12
    ARRESTED = 13
    OTHER = 14
    DROPS_OUT = 15
    MOVES_OUT = 16
    TOLD = 17
    OBJECTED = 18
    OBJECTION = 19
    READY = 20


CLOCKS_OF_ONE_KIND = 64


class At(IntEnum):
    """Instants of a journey, in the order of the record's columns: field `Case.AT + At.X`."""

    LISTED = 0
    DECIDED = 1
    REFUSED = 2
    TOLD = 3
    READY = 4
    BOARDED = 5
    ARRIVED = 6
    SCREENING_STARTED = 7
    SCREENED = 8
    PLACE_ASKED = 9
    PLACED = 10
    DOCUMENTS = 11
    NOTICE = 12
    CLAIM_LODGED = 13
    CLAIM_DECIDED = 14
    AGREED = 15
    CLEARED = 16
    BOOKED = 17
    RELEASE_ORDERED = 18
    SEND_BACK = 19
    DEADLINE = 20
    OUTCOME = 21
    LEFT = 22
    BACK = 23
    HOME = 24
    WIDTH = 25


class WhenFull(IntEnum):
    """What a screened case does that finds no place."""

    WAIT = 0
    OVERFLOW = 1
    DIVERT = 2
    HOLD_SENDER = 3


class StayKind(IntEnum):
    """Kinds of stays."""

    RECEPTION = 0
    PLACE = 1
    OVERFLOW = 2
    TRANSIT = 3
    RESERVED = 4


class Ask(IntEnum):
    """Who comes first on the one list for places."""

    OVERFLOW_MOVE = 0
    MOVE = 1
    NEWCOMER = 2


class TaskName(IntEnum):
    """What a task is: NAMED ones are screening steps or reviews, by their number among the names of the plan."""

    SELECTION = 0
    DOCUMENTS = 1
    STEP = 2
    REVIEW = 3


class TaskOutcome(IntEnum):
    """How a task, a period or an objection stands."""

    WAITING = 0
    RUNNING = 1
    DONE = 2
    WITHDRAWN = 3
    BROKEN_OFF = 4
    MET = 5
    MISSED = 6
    LEFT = 7
    DECIDED = 8


TASK_OUTCOMES = ("waiting", "running", "done", "withdrawn", "broken_off", "met", "missed", "left", "decided")


class Result(IntEnum):
    """What a task or objection gave."""

    EMPTY = 0
    ADMITTED = 1
    SENT_BACK = 2
    REFERRED = 3
    ACCEPTED = 4
    DECLINED = 5
    RELEASE = 6
    KEPT = 7
    UPHELD = 8
    REFUSED = 9
    SEND_BACK = 10


RESULTS = ("", "admitted", "sent_back", "referred", "accepted", "declined", "release", "kept", "upheld", "refused", "send_back")


class Attempt(IntEnum):
    """How a booking ended."""

    PENDING = 0
    BOARDED = 1
    CANCELLED = 2
    NO_SHOW = 3
    FAILED = 4
    TAKEN_OFF = 5
    NO_ESCORT = 6


ATTEMPTS = ("pending", "boarded", "cancelled", "no_show", "failed", "taken_off", "no_escort")


class Off(IntEnum):
    """Why a case was taken off a manifest."""

    EMPTY = 0
    CLAIM = 1
    OBJECTION = 2
    EXIT = 3
    SUSPENSION = 4
    CHOICE = 5
    ORDER = 6
    UNFIT = 7
    DEADLINE = 8


OFFS = ("", "claim", "objection", "exit", "suspension", "choice", "order", "unfit", "deadline")


class Leaving(IntEnum):
    """How a departure ended."""

    PENDING = 0
    DEPARTED = 1
    CANCELLED = 2
    SUSPENDED = 3
    BELOW_MINIMUM = 4


LEAVINGS = ("pending", "departed", "cancelled", "suspended", "below_minimum")


class How(IntEnum):
    """How a case leaves the hub; NONE: it does not queue."""

    NONE = 0
    VOLUNTARY = 1
    ENFORCED = 2
    SENDER = 3


class For(IntEnum):
    """Whose journeys a service serves."""

    VOLUNTARY = 1
    ENFORCED = 2
    BOTH = 3


class Who(IntEnum):
    """Whom a move is for."""

    ALL = 0
    AGREED = 1
    NOT_AGREED = 2


class Routing(IntEnum):
    """Which of several hubs is tried first."""

    PREFERENCE = 0
    SHARE = 1
    FREE = 2


class SharedBy(IntEnum):
    """Who may share a room."""

    NOBODY = 0
    CLASS = 1
    GROUP = 2


class Stream(IntEnum):
    """Kinds of demand streams."""

    POISSON = 0
    UPSTREAM = 1
    BACKLOG = 2
    COHORTS = 3
    TRACE = 4
    INITIAL = 5


class InTransit(IntEnum):
    """What people in transit do when transfers are suspended."""

    ARRIVE = 0
    RETURN = 1
    HOLD = 2


class Counted(IntEnum):
    """Numbers of people that set an act off."""

    LISTED = 0
    BOARDED = 1
    ARRIVED = 2
    INSIDE = 3
    LEFT = 4
    WIDTH = 5


class Regime(IntEnum):
    """Regime of a hub, or that a clock names; ANY: in both."""

    ANY = 0
    OPEN = 1
    CLOSED = 2
