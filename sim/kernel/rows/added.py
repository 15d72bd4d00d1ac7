"""Rows that a run adds: cases with their clocks, what they hold, and the rows of the record."""

from __future__ import annotations

from sim.kernel.rows.row import Row, auto
from sim.kernel.rows.world import Chain, Link
from sim.kernel.words import At


class Case(Row):
    """A case. Its legal periods have rows of their own behind it, of which PERIODS is the first; its clocks when they begin.

    What every stage asks for lies together, since a case is often looked at when it has been out of sight for months.
    """

    NEXT = auto()
    STAY_ALARM = auto()  # most have left when it rings, so that nothing else is looked at
    # who it is
    KEY = auto()  # rank of its stream x 2^32 + number
    NUMBER = auto()
    ENTITY = auto()
    CLASS = auto()
    SIZE = auto()
    DESTINATION = auto()
    STREAM = auto()
    # where it is, and what goes on for it
    SITE = auto()
    OUTCOME = auto()
    ORDER = auto()  # `Reason`, NONE: no order
    SENDING_BACK = auto()
    CLOCKS = auto()  # place of the rows of its clocks by slot, a word each
    FIRST_CLOCK = auto()  # first of its clocks that run
    PENDING = auto()  # how many of its claims are pending
    TASKS = auto()  # first of its tasks (Task.NEXT_OF_CASE)
    RECEPTION = auto()  # stay
    PLACE = auto()  # stay
    KEPT = auto()  # stay
    RESERVATION = auto()  # pool
    MOVING_TO = auto()  # pool
    MISPLACED = auto()
    AGREED = auto()
    UNFIT = auto()  # mask of clocks
    NOTICES_RUN = auto()  # mask of clocks
    RESTING = auto()
    GIVEN_UP = auto()
    ON_ROAD = auto()  # 1 between hubs
    QUEUED_HOW = auto()
    QUEUED_TO = auto()  # destination; NONE: the sender
    BOOKING = auto()
    KEPT_ORDER = auto()
    ESCORTED = auto()
    ATTEMPTS = auto()
    FAILURES = auto()
    CHOSEN_NEXT = auto()
    IN_TRANSIT = auto()  # 1 between boarding and arrival
    IS_HELD = auto()
    ACCEPTED = auto()
    PRIOR = auto()
    MOVE_SITE = auto()  # hub it waits to move to
    END_ALARM = auto()
    ORDER_ALARM = auto()
    SEND_BACK_ALARM = auto()
    REASON = auto()
    HOUSED = auto()
    POOL = auto()  # last pool
    AHEAD = auto()  # four words (f): what was drawn at listing
    TRANSFER_TICKET = AHEAD + 4
    PLACE_TICKET = auto()
    REMOVAL_TICKET = auto()
    AT = auto()
    # what few stages ask for, or early ones alone
    MINORS = AT + At.WIDTH
    DRAWN_SITE = auto()  # NONE: not drawn yet; 0: none
    DIVERTED = auto()
    STEPS_DONE = auto()
    STEP = auto()  # which of the hub's steps it is at
    EXTENSIONS = auto()
    END_THEN = auto()
    TRANSIT_ALARM = auto()
    TRANSIT_DUE = auto()
    TRANSIT_LEFT = auto()  # NONE: not held
    TRANSIT_NEXT = auto()
    TRANSIT_PREVIOUS = TRANSIT_NEXT + Link.PREVIOUS
    ROAD_STAY = auto()
    ROAD_ALARM = auto()
    ROAD_REVIEWS = auto()  # block of reviews put off
    MOVE_POOL = auto()
    MOVE_TICKET = auto()
    HELD_FOR = auto()  # mask: what keeps it from being booked; bit 0 notice, then objections
    HELD_NEXT = auto()
    HELD_PREVIOUS = HELD_NEXT + Link.PREVIOUS
    MADE = auto()  # place of pairs (cause, class); 0: nothing has made it anything yet
    MADE_COUNT = auto()
    PERIODS = auto()
    MISPLACED_NEXT = auto()
    MISPLACED_PREVIOUS = MISPLACED_NEXT + Link.PREVIOUS
    ROOMS = auto()  # first `Guest` of the case: its bed in the last of its rooms
    OBJECTIONS = auto()  # rows of its open objections, by index of the objection: place of a block, 0: none
    NUMBERED = auto()  # number among all cases, in the order of memory: counted when the run is over
    WIDTH = auto()


class Running(Row):
    """A clock of a case: slot by index of its name, then documents, dropping out, then `NAME.lasts`."""

    ALARM = auto()  # number of the event that rings, 0: none
    CASE = auto()
    SLOT = auto()
    IS_RUNNING = auto()
    SUB = auto()
    SINCE = auto()
    ENDS = auto()  # 0: never, whatever remains
    REMAINING = auto()  # f
    AGE = auto()  # f
    SPEED = auto()  # f
    REVIEW = auto()  # number of the review it waits for
    DECISION = auto()  # alarm of the decision on a pending claim, 0: none is pending
    # of the terms in force when it started: what follows (unfit), for whom it is (move), stays housed (exit); how long unfit, to which hub,
    # moves out; the class it becomes, the pool to which it moves
    THEN = auto()
    MORE = auto()  # of a review: the last task whose being late is watched
    BECOMES = auto()
    NEXT = auto()  # next that runs, in the order in which they started
    WIDTH = auto()


class PeriodSlot(Row):
    """A legal period of a case that runs."""

    ALARM = auto()
    CASE = auto()
    INDEX = auto()
    ROW = auto()  # its row in the table of periods
    WIDTH = auto()


class Asked(Row):
    """One who asked for a place in this instant."""

    NEXT = auto()
    CASE = auto()
    WIDTH = auto()


class RoomTable(Row):
    """The rooms of a pool: rows of `Room` by number follow; it is laid anew, larger, when it is full."""

    LARGEST = auto()  # number for which there is a row
    LAST = auto()  # highest number that has been taken so far
    LOWEST = auto()  # no room below it is empty and ready
    WIDTH = auto()


class Room(Row):
    """A room."""

    GUESTS = auto()  # first `Guest`
    KIND = auto()  # of all who have a bed in it, or MIXED
    BEDS = auto()  # taken or kept
    LIVED_IN = auto()
    MADE_READY = auto()  # 1: nobody may have it for a time
    WIDTH = auto()


class Guest(Row):
    """A case in a room, or one for which a bed there is kept."""

    NEXT_OF_CASE = auto()
    ROOM = auto()  # number
    KIND = auto()
    BEDS = auto()
    NEXT_IN_ROOM = auto()
    PREVIOUS_IN_ROOM = auto()
    WIDTH = auto()


class MadeReady(Row):
    """Places that are being made ready."""

    POOL = auto()
    UNITS = auto()
    ROOMS = auto()  # place of a block: count, numbers; or 0
    WIDTH = auto()


class Stay(Row):
    """A row of stays. `Record` says what the columns mean."""

    NEXT = auto()
    CASE = auto()
    CLASS = auto()
    SITE = auto()
    POOL = auto()  # 0: reception or transit
    KIND = auto()
    UNITS = auto()
    START = auto()
    END = auto()
    ROOMS = auto()  # place of a block: count, numbers; or 0
    WIDTH = auto()


class Task(Row):
    """A row of tasks, and the task itself."""

    NEXT = auto()
    CASE = auto()
    KIND = auto()  # `TaskName`
    NAME = auto()  # index among the names of tasks
    K = auto()
    TEAM = auto()  # need
    TIME = auto()
    QUEUED_AT = auto()
    DUE_AT = auto()
    STARTED_AT = auto()
    ENDED_AT = auto()
    OUTCOME = auto()
    RESULT = auto()
    PAUSABLE = auto()
    SUB = auto()
    SITE = auto()  # whose teams
    END_ALARM = auto()
    WATCH_ALARM = auto()
    NEXT_OF_CASE = auto()
    CLOCK = auto()  # index of the clock of a review
    WATCHED = auto()  # the task of this clock that was watched before it
    TICKET = auto()
    WIDTH = auto()


class Period(Row):
    """A row of legal periods."""

    NEXT = auto()
    CASE = auto()
    INDEX = auto()
    BEGUN = auto()
    DUE = auto()
    ENDED = auto()
    OUTCOME = auto()
    WIDTH = auto()


class Objected(Row):
    """A row of objections lodged."""

    NEXT = auto()
    CASE = auto()
    OBJECTION = auto()
    LODGED = auto()
    ENDED = auto()
    OUTCOME = auto()
    RESULT = auto()
    WIDTH = auto()


class Booking(Row):
    """A row of attempts: a case on a manifest."""

    NEXT = auto()
    CASE = auto()
    DEPARTURE = auto()
    K = auto()
    JOINED_AT = auto()
    KEPT_ORDER = auto()
    BOOKED_AT = auto()
    OUTCOME = auto()
    REASON = auto()
    NEXT_ABOARD = auto()  # next on the manifest
    PREVIOUS_ABOARD = NEXT_ABOARD + Link.PREVIOUS
    MARK = auto()  # free for the stage that boards
    WIDTH = auto()


class Departure(Row):
    """A row of services: one departure."""

    NEXT = auto()
    SERVICE = auto()
    NUMBER = auto()
    AT = auto()
    MANIFEST_AT = auto()
    SEATS = auto()
    FIRST_BOOKING = auto()
    LAST_BOOKING = FIRST_BOOKING + Chain.LAST
    BOOKED = auto()
    BOARDED = auto()
    USED = auto()
    ESCORTS = auto()
    ESCORTS_BACK_AT = auto()
    OUTCOME = auto()
    NEXT_OPEN = auto()
    NO_ROOM = auto()
    WIDTH = auto()


class Capacity(Row):
    """A row of capacity."""

    NEXT = auto()
    WHAT = auto()  # index among the names of capacities
    AT = auto()
    NOMINAL = auto()
    USABLE = auto()
    RESERVE = auto()
    OVERFLOW = auto()
    WIDTH = auto()


class Spell(Row):
    """A row of spells."""

    NEXT = auto()
    ACT = auto()  # index, NONE: the scenario's own
    WHAT = auto()  # index among the names of spells
    START = auto()
    END = auto()
    WIDTH = auto()
