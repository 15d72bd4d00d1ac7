"""Rows that the plan lays down: people, hubs, services, streams, acts. Fields above the line `# state` are laid (dated changes replace
them), those below change during the run.
"""

from __future__ import annotations

from sim.kernel.rows.row import Row, auto
from sim.kernel.rows.world import Chain
from sim.kernel.words import Counted


class Class(Row):
    """A class of cases."""

    SIZES = auto()  # choices; or SIZE where all are alike
    SIZE = auto()
    MINORS = auto()  # f
    ESCORTED = auto()  # f
    PRIORITY = auto()
    WIDTH = auto()


class Destination(Row):
    """A country-of-origin group."""

    DOCUMENTS = auto()  # latent
    FROM = auto()  # `At`
    SPEED = auto()  # f
    SPEED_AGREED = auto()  # f
    WORK_TEAM = auto()  # need, or 0
    WORK_TIME = auto()
    HAS_WORK = auto()
    VIA_SENDER = auto()
    ONWARD = auto()  # shape, or 0
    WIDTH = auto()


class Site(Row):
    """A hub."""

    INDEX = auto()
    FIRST_POOL = auto()
    POOL_COUNT = auto()
    FIRST_TEAM = auto()
    TEAM_COUNT = auto()
    STEPS = auto()
    STEP_COUNT = auto()
    CLOCKS = auto()  # rows of `ClockSpec` by index of the name; those without HAS the hub has not
    DEADLINES = auto()  # rows of `Deadline`, the same
    CLOCK_ORDER = auto()  # list of indices of clocks in the order of the hub's file
    DEADLINE_ORDER = auto()
    FOR = auto()
    DESTINATIONS = auto()
    SHARE = auto()  # f
    SHARE_HASH = auto()
    OPENS_AT = auto()  # instant, or NEVER
    OPENS_ACT = auto()  # index of the act, or NONE
    TRAVEL = auto()  # by hub, NONE: not said
    REGIME = auto()
    NEEDS_PLACE = auto()
    WHEN_FULL = auto()
    DIVERT_TO = auto()  # list of places of sites
    STRICT = auto()
    RECEPTION_PLACES = auto()
    HOLIDAYS = auto()  # list of days
    ATTEMPTS = auto()
    RETRY_AFTER = auto()
    ATTEMPTS_THEN = auto()
    RELEASE_TAKES = auto()
    SEND_BACK_TAKES = auto()
    REACHES_SENDER = auto()
    PLACES_LIST = auto()  # `WaitingList`
    TEAMS_LIST = auto()
    REMOVAL_LIST = auto()
    # state
    PRESENT = auto()
    EXPECTED = auto()
    PEOPLE_IN_RECEPTION = auto()
    CLOSED_BY = auto()  # index of the act + 1, or 0
    NOTED = auto()
    PLACES_MARKED = auto()
    TEAMS_MARKED = auto()
    ASKED = auto()  # first `Asked` of this instant
    LAST_ASKED = auto()
    MORNING = auto()  # alarm
    WAKE = auto()  # alarm
    BINDING = auto()  # 1: some of its teams have people bound
    MISPLACED_FIRST = auto()
    MISPLACED_LAST = MISPLACED_FIRST + Chain.LAST
    WIDTH = auto()


class Pool(Row):
    """A pool of places."""

    INDEX = auto()
    SITE = auto()
    FOR = auto()
    PLACES = auto()
    ROOMS = auto()
    BEDS = auto()
    HAS_ROOMS = auto()
    SHARED_BY = auto()
    GROUPS = auto()  # index of the group by class, NONE: none
    OPENED = auto()  # f
    USABLE_SHARE = auto()  # f
    BACKGROUND = auto()
    TURNAROUND = auto()
    OVERFLOW = auto()
    RESERVE_PLACES = auto()
    RESERVE_FOR = auto()  # mask; 0: nobody
    OPENS_AT = auto()
    OPENS_ACT = auto()
    # state
    SHUT = auto()
    TAKEN = auto()
    RESERVED = auto()
    IN_TURNAROUND = auto()
    OVERFLOW_TAKEN = auto()
    USABLE = auto()
    PEOPLE = auto()
    ROOM_TABLE = auto()  # `RoomTable`, or 0
    ROOMS_TAKEN = auto()
    WIDTH = auto()


class Team(Row):
    """A team."""

    INDEX = auto()
    SITE = auto()
    STAFF = auto()
    ON_DUTY = auto()  # roster
    CLOSED = auto()  # list of days
    ON_HOLIDAYS = auto()  # roster, or 0
    FINISH_BY_SHIFT_END = auto()
    MINIMUM = auto()
    PER_STAFF = auto()  # 0: no ratio
    PER_PEOPLE = auto()
    POOLS = auto()  # list of places of pools, 0: the whole hub
    LIMITS_INTAKE = auto()
    ABSENT = auto()  # f
    RECRUITED = auto()  # list of (instant, posts)
    HIRED = auto()
    TRAINING = auto()
    ENTITY = auto()
    # state
    BUSY = auto()
    STAFF_NOW = auto()
    THERE = auto()
    BOUND = auto()
    ROSTER = auto()
    HOLIDAY_ROSTER = auto()
    CLOSED_DAYS = auto()
    HOLIDAYS = auto()
    JOINS = auto()  # place of the sorted instants
    JOIN_COUNT = auto()
    KNOWN_FROM = auto()
    KNOWN_END = auto()
    WIDTH = auto()


class Step(Row):
    """A step of screening of a hub."""

    NAME = auto()  # index among the names of tasks
    BIT = auto()  # index among the names of steps of all hubs
    TEAM = auto()  # need
    TIME = auto()
    TIME_HASH = auto()
    FOR = auto()
    SENT_BACK = auto()  # f
    SENT_BACK_HASH = auto()
    REFERRED = auto()  # list of (hash, share f, class), or 0
    PAUSABLE = auto()
    OWN_HASH = auto()  # hashes of `screening.STEP.referred.CLASS` by class
    WIDTH = auto()


class ClockSpec(Row):
    """A clock of a hub."""

    HAS = auto()
    NAME = auto()  # index among the names of tasks (reviews)
    RANK = auto()  # place in the hub's file
    KIND = auto()  # `words.Clock`
    FROM = auto()
    FOR = auto()
    DESTINATIONS = auto()
    SPEED = auto()  # f
    REGIME = auto()
    CHANCE = auto()  # f
    AFTER = auto()  # latent
    AFTER_HASH = auto()
    AT_ONCE = auto()  # f
    CEILING = auto()  # f
    HALF_TIME = auto()
    NEEDS_DOCUMENTS = auto()
    DECIDED = auto()  # latent
    DECIDED_HASH = auto()
    GRANTED = auto()  # f
    GRANTED_HASH = auto()
    SUSPENDS_REMOVAL = auto()
    STOPS = auto()  # mask of slots; 0: none
    BECOMES = auto()  # class, or NONE
    REFUSED_BECOMES = auto()
    AGES = auto()  # list
    EVERY = auto()
    TEAM = auto()  # need
    TIME = auto()
    TIME_HASH = auto()
    THEN = auto()
    CHANCE_HASH = auto()
    LATE_BY = auto()
    LATE_THEN = auto()
    TO_SITE = auto()
    TO_POOL = auto()
    WHO = auto()
    STAYS_HOUSED = auto()
    MOVES_OUT = auto()
    MOVES_OUT_HASH = auto()
    LASTS = auto()
    LASTS_HASH = auto()
    LENGTH = auto()
    LENGTH_HASH = auto()
    RENEWED = auto()
    WIDTH = auto()


class Deadline(Row):
    """A legal period of a hub."""

    HAS = auto()
    RANK = auto()
    FROM = auto()
    LENGTH = auto()
    STOPPED_BY = auto()  # `At`, or NONE
    FOR = auto()
    THEN = auto()
    WIDTH = auto()


class Filter(Row):
    """A filter before the host's review."""

    HASH = auto()
    PASSES = auto()  # f
    FOR = auto()
    DESTINATIONS = auto()
    WIDTH = auto()


class Objection(Row):
    """An objection to the transfer."""

    CHANCE = auto()  # f by class
    AFTER = auto()
    AFTER_HASH = auto()
    UNTIL_BOARDING = auto()
    DECIDED = auto()
    DECIDED_HASH = auto()
    UPHELD = auto()  # f
    UPHELD_HASH = auto()
    FURTHER = auto()
    WIDTH = auto()


class Service(Row):
    """A service."""

    INDEX = auto()
    ENTITY = auto()
    INBOUND = auto()
    SITE = auto()  # from which it leaves, 0: the sender
    TO_SITES = auto()  # list of places of sites
    TO_DESTINATIONS = auto()  # mask; 0: none
    TO_SENDER = auto()
    FOR = auto()
    EVERY = auto()
    FIRST_AT = auto()
    DATES = auto()  # list of instants
    WITH = auto()
    OR_AFTER = auto()
    TRIGGERED = auto()
    SEATS = auto()
    MINIMUM = auto()
    LEAD = auto()
    TRAVEL = auto()
    CANCELLED = auto()  # f
    NO_SHOW = auto()  # f
    FAILED = auto()  # f
    STANDBY = auto()
    ESCORTS = auto()  # NONE: no escorts
    ESCORT_RATIO = auto()  # f
    # state
    MARKED = auto()
    OPEN = auto()  # first open departure
    WAKE = auto()
    LAST_DAY = auto()
    ESCORTS_AWAY = auto()
    CURSOR = auto()  # number of the timetabled departure whose manifest is next
    WIDTH = auto()


class Stream(Row):
    """A demand stream, or a sub-stream that a rise adds."""

    NAME = auto()  # index among the names of streams
    RANK = auto()
    ENTITY = auto()
    BASE_ENTITY = auto()  # of the stream of which it is a part
    KIND = auto()
    CLASSES = auto()  # choices, 0: as the scenario has them
    DESTINATIONS = auto()
    HUBS = auto()  # mask of sites
    DROPS_OUT = auto()  # latent
    PIECES = auto()  # list of (instant, rate f)
    CHANGES = auto()  # list of (hash of kept.ACT, begin, end, rate f, factor f, has factor)
    CUTS = auto()  # list of (hash of kept.ACT, place of a list of (instant, share f))
    ADDS = auto()  # 0; or place of (begin, end, more f)
    CASES = auto()
    BEGIN = auto()
    AT_ONCE = auto()  # 1: a backlog without a rate
    COHORTS = auto()  # list of (instant, shape; 0: nobody)
    HAPPENS = auto()  # f
    SHOWS_UP = auto()  # f
    ROWS = auto()  # list of `TraceRow`
    DAYS_INSIDE = auto()
    # state
    CURSOR = auto()
    REACHED = auto()  # f
    TARGET = auto()  # f
    PEOPLE_LEFT = auto()
    COHORT = auto()
    SEAT = auto()
    PLANNED = auto()
    NEXT_SIZE = auto()
    NEXT_ROW = auto()
    NEXT_NUMBER = auto()
    LISTED_AHEAD = auto()  # four words (f): when the next are listed
    LAST_LISTED_AHEAD = LISTED_AHEAD + 3
    WIDTH = auto()


class TraceRow(Row):
    """A dated or initial case of a file."""

    ID = auto()
    AT = auto()
    SITE = auto()  # place, or 0
    POOL = auto()  # place; 0: as the stream says; NONE: reception
    CLASS = auto()
    DESTINATION = auto()
    PEOPLE = auto()
    ELAPSED = auto()
    WIDTH = auto()


class Act(Row):
    """A dated act."""

    INDEX = auto()
    ENTITY = auto()
    KNOWN = auto()  # 1: it happens at AT whatever the run brings; laid down for each replication, as AT, UNTIL and PLANNED_AT are
    AT = auto()  # when it has begun or will begin; NEVER: not known yet
    UNTIL = auto()  # NEVER: it does not end
    PLANNED_AT = auto()  # day on which its conditions are looked at
    WHEN = auto()  # numbers of people that set it off, by word `Counted`; NONE: not asked for
    AFTER = WHEN + Counted.WIDTH  # act, NONE: none
    DELAY = auto()
    CHANCE = auto()  # f
    IF = auto()  # mask of acts
    UNLESS = auto()
    LASTS = auto()
    ENDS = auto()  # list of places of acts
    SUSPEND = auto()  # list of words at World.SUSPENDED
    RESUME = auto()
    IN_TRANSIT = auto()
    SETTINGS = auto()  # list of (place of the setting, place of the list of words it puts where)
    RESIZED = auto()  # the same, of pools
    CHANGES_PLACES = auto()  # 1: it opens, closes or resizes something
    OPEN = auto()  # list of (1 for a pool, place)
    CLOSE = auto()
    HAS_SET = auto()
    SETS_STAY_LIMIT = auto()
    SETS_REGIME = auto()
    HAS_END = auto()
    END_THEN = auto()
    END_GRACE = auto()
    HAS_EXCHANGE = auto()
    EXCHANGE_SHARE = auto()  # f
    EXCHANGE_OUTCOME = auto()
    EXCHANGE_TRAVEL = auto()  # NONE: who leaves does not come home by it
    EXCHANGE_HASH = auto()
    HAS_RELEASE = auto()
    RELEASE_SHARE = auto()  # f
    RELEASE_HASH = auto()
    GRACE = auto()
    CLASSES = auto()
    HUBS = auto()
    DESTINATIONS = auto()
    STREAMS = auto()
    ARRIVED_FROM = auto()
    ARRIVED_BEFORE = auto()
    MOVE = auto()  # list of (place of a pool, place of a pool)
    # state
    IN_FORCE = auto()
    AWAITED = auto()
    WIDTH = auto()


class Setting(Row):
    """A dotted name that acts set: those that do and are not over, as they began, from STACK on."""

    COUNT = auto()
    REGIME_OF = auto()  # hub of which it is the regime, 0: another thing
    OWN = auto()  # list of (place, word) of the scenario's own value
    REPLACED = auto()  # 1: an act has set it
    STACK = auto()  # pairs: act, place of its list
