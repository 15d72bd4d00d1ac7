"""What the words of each row in memory mean.

Fields above the line `# state` are laid down by the plan (dated changes replace them), those below change during the run. An index
counts from 0 in the order of the file; a place is that of another row's first word (0: none). `f` marks floats. A set of names is a
mask of bits by index, 0: all. What is not limited is NONE (-1), a date that there is not is NEVER; shapes, latents and lists are
places of blocks of constants (`sim.kernel.plan.constants`), 0: none.
"""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.words import At, Counted


class Table(IntEnum):
    """The rows of one kind that the run adds; the first word of such a row is the place of the next."""

    FIRST = 0
    LAST = 1
    COUNT = 2
    WIDTH = 3


class Ticket(IntEnum):
    """A place in a waiting list; the fields from PRIORITY to SUB are its key."""

    HELD = 0  # 1: the case has a ticket, waiting or not
    WAITING = 1
    GROUP = 2
    NEXT = 3
    PREVIOUS = 4
    PRIORITY = 5
    JOINED = 6
    ORDER = 7
    KEY = 8
    SUB = 9
    ITEM = 10  # the case or task
    WIDTH = 11


class WaitingList(IntEnum):
    """A waiting list: groups of tickets that need the same."""

    GROUPS = 0  # the first group
    WAITING = 1  # how many wait
    WIDTH = 2


class Group(IntEnum):
    """Those who need the same, in order. Of a group of EACH everybody may fit or not by itself."""

    NEXT = 0
    NEED = 1
    MORE = 2  # second word of the need
    EACH = 3
    FIRST = 4
    LAST = 5
    CURSOR = 6
    WIDTH = 7


class World(IntEnum):
    """The first words of the memory."""

    HORIZON = 1
    START_DAY = 2  # proleptic ordinal of the first day
    SEED = 3
    REPLICATION = 4
    NOW = 5
    TOP = 6  # next free word
    BOTTOM = 7  # first word of the pending events
    END = 8
    EVENTS = 9
    SEQUENCE = 10  # number of the last event

    # fixed tables: first row and how many
    SITES = 11
    SITE_COUNT = 12
    POOLS = 13  # hub by hub
    POOL_COUNT = 14
    TEAMS = 15  # hub by hub
    TEAM_COUNT = 16
    CLASSES = 17
    CLASS_COUNT = 18
    DESTINATIONS = 19
    DESTINATION_COUNT = 20
    SERVICES = 21
    SERVICE_COUNT = 22
    STREAMS = 23
    STREAM_COUNT = 24
    ACTS = 25
    ACT_COUNT = 26
    CLOCK_COUNT = 27  # names of clocks of all hubs; slots: these, documents, dropping out, then `NAME.lasts` of each
    DEADLINE_COUNT = 28  # names of legal periods of all hubs
    OBJECTIONS = 29
    OBJECTION_COUNT = 30
    FILTERS = 31
    FILTER_COUNT = 32
    LARGEST_MADE = 33  # things that can make a case one of another class

    # agreement
    TOTAL = 34
    STANDING_LIMIT = 35
    RATE_PEOPLE = 36
    RATE_PERIOD = 37  # milliseconds; or -1 day, -2 week, -3 month, -4 year; 0: no rate
    INTAKE_FROM = 38
    INTAKE_UNTIL = 39  # midnight after the last day
    STAY_LIMIT = 40
    STAY_THEN = 41
    STAY_BY = 42
    STAY_TIMES = 43
    STAY_CHANCE = 44  # f
    STAY_ELSE = 45
    END_DATE = 46
    END_THEN = 47
    END_GRACE = 48
    EXCLUDED = 49  # mask; 0: nobody
    LEAD = 50

    # routing, selection, transfer
    ROUTING = 51
    OPEN_TO_ALL = 52
    PROPOSED = 53  # f by class, or 0
    SELECTION_TEAM = 54  # need, or 0
    SELECTION_TIME = 55
    SELECTION_EVERY = 56
    ACCEPTED_SHARE = 57  # f by class
    TOLD_AFTER = 58
    NOTICE = 59
    CLASS_CHOICES = 60
    DESTINATION_CHOICES = 61
    SELECTION_SITE = 62  # site whose teams do the host's review
    HAS_NOTICES = 63

    # state of the agreement
    BOARDED = 64
    STANDING = 65
    ACCEPTED = 66
    BOOKED = 67
    CLOSED = 68
    ENDED = 69
    ENDED_BY = 70  # act, or 0
    USED = 71  # first of the periods in which the rate was used
    AGREEMENT_DATES = 72  # generation: events of an older one are void
    LIMITS_ENDED = 73

    # state of lists and marks
    TRANSFER_LIST = 74
    RELOCATION_LIST = 75
    TRANSFERS_MARKED = 76
    RELOCATION_MARKED = 77
    SUSPENDED = 78  # masks of acts: selection, transfers, removals, moves, destinations, documents by destination
    FREE_GUESTS = 79  # first row of `Guest` that is free again
    PEOPLE = 80  # counted, by word `Counted`
    AWAITED = 80 + Counted.WIDTH  # acts that wait for a number of people
    BINDING = 86
    IN_TRANSIT = 87  # first case on its way, in order of boarding
    LAST_IN_TRANSIT = 88
    HELD_BACK = 89  # first case that may not be booked yet
    LAST_HELD_BACK = 90
    ON_ROAD = 91
    WAITING_TO_MOVE = 92  # cases that wait for another hub
    INBOUND_COUNT = 93
    CAPACITIES = 94  # last row of each capacity

    # tables that the run adds to
    CASES = 95
    STAYS = 98
    TASKS = 101
    PERIODS = 104
    OBJECTED = 107
    BOOKINGS = 110
    DEPARTURES = 113
    CAPACITY = 116
    SPELLS = 119
    REGIMES = 122

    TRANSFER_TICKETS = 125
    HUBS_IN_ORDER = 126  # block of hubs to be tried: how many, places, keys
    HUB_ORDERS = 127  # first row of `HubOrder`
    GOING_ON = 128  # first `GoingOn`: what the present handler has woken
    LAST_GOING_ON = 129
    FREE_GOING_ON = 130  # first that is free again
    OWN = 131  # 11 words for stages that need a word of the world of their own; see there
    WIDTH = 142


class GoingOn(IntEnum):
    """An event that comes right after the present handler."""

    NEXT = 0
    EVENT = 1
    ABOUT = 2
    WIDTH = 3


class Suspended(IntEnum):
    """Words at `m[World.SUSPENDED]`: masks of the acts whose suspension is in force. Destinations follow, then documents by destination."""

    SELECTION = 0
    TRANSFERS = 1
    REMOVALS = 2
    MOVES = 3
    DESTINATION = 4


class Class(IntEnum):
    """A class of cases."""

    SIZES = 0  # choices; or SIZE where all are alike
    SIZE = 1
    MINORS = 2  # f
    ESCORTED = 3  # f
    PRIORITY = 4
    WIDTH = 5


class Destination(IntEnum):
    """A country-of-origin group."""

    DOCUMENTS = 0  # latent
    FROM = 1  # `At`
    SPEED = 2  # f
    SPEED_AGREED = 3  # f
    WORK_TEAM = 4  # need, or 0
    WORK_TIME = 5
    HAS_WORK = 6
    VIA_SENDER = 7
    ONWARD = 8  # shape, or 0
    WIDTH = 9


class Site(IntEnum):
    """A hub."""

    INDEX = 0
    FIRST_POOL = 1
    POOL_COUNT = 2
    FIRST_TEAM = 3
    TEAM_COUNT = 4
    STEPS = 5
    STEP_COUNT = 6
    CLOCKS = 7  # rows of `ClockSpec` by index of the name; those without HAS the hub has not
    DEADLINES = 8  # rows of `Deadline`, the same
    FOR = 9
    DESTINATIONS = 10
    SHARE = 11  # f
    SHARE_HASH = 12
    OPENS_AT = 13  # instant, or NEVER
    OPENS_ACT = 14  # index of the act, or NONE
    TRAVEL = 15  # by hub, NONE: not said
    REGIME = 16
    NEEDS_PLACE = 17
    WHEN_FULL = 18
    DIVERT_TO = 19  # list of places of sites
    STRICT = 20
    RECEPTION_PLACES = 21
    HOLIDAYS = 22  # list of days
    ATTEMPTS = 23
    RETRY_AFTER = 24
    ATTEMPTS_THEN = 25
    RELEASE_TAKES = 26
    SEND_BACK_TAKES = 27
    REACHES_SENDER = 28
    # state
    PRESENT = 29
    EXPECTED = 30
    PEOPLE_IN_RECEPTION = 31
    CLOSED_BY = 32  # index of the act + 1, or 0
    NOTED = 33
    PLACES_LIST = 34
    PLACES_MARKED = 35
    TEAMS_LIST = 36
    TEAMS_MARKED = 37
    REMOVAL_LIST = 38
    ASKED = 39  # first `Asked` of this instant
    LAST_ASKED = 40
    MISPLACED = 41  # how many have a place where they may not be
    MORNING = 42  # alarm
    WAKE = 43  # alarm
    BINDING = 44  # 1: some of its teams have people bound
    MISPLACED_FIRST = 45
    MISPLACED_LAST = 46
    CLOCK_ORDER = 47  # list of indices of clocks in the order of the hub's file (plan)
    DEADLINE_ORDER = 48
    WIDTH = 49


class Pool(IntEnum):
    """A pool of places."""

    INDEX = 0
    SITE = 1
    FOR = 2
    PLACES = 3
    ROOMS = 4
    BEDS = 5
    HAS_ROOMS = 6
    SHARED_BY = 7
    GROUPS = 8  # index of the group by class, NONE: none
    OPENED = 9  # f
    USABLE_SHARE = 10  # f
    BACKGROUND = 11
    TURNAROUND = 12
    OVERFLOW = 13
    RESERVE_PLACES = 14
    RESERVE_FOR = 15  # mask; 0: nobody
    OPENS_AT = 16
    OPENS_ACT = 17
    # state
    SHUT = 18
    TAKEN = 19
    RESERVED = 20
    IN_TURNAROUND = 21
    OVERFLOW_TAKEN = 22
    USABLE = 23
    PEOPLE = 24
    CAPACITY = 25  # last row of the table, or 0
    ROOM_TABLE = 26  # `RoomTable`, or 0
    ROOMS_TAKEN = 27
    UNUSED = 28
    WIDTH = 29


class RoomTable(IntEnum):
    """The rooms of a pool: rows of `Room` by number follow; it is laid anew, larger, when it is full."""

    LARGEST = 0  # number for which there is a row
    LAST = 1  # highest number that has been taken so far
    LOWEST = 2  # no room below it is empty and ready
    WIDTH = 3


class Room(IntEnum):
    """A room."""

    GUESTS = 0  # first `Guest`
    KIND = 1  # of all who have a bed in it, or MIXED
    BEDS = 2  # taken or kept
    LIVED_IN = 3
    MADE_READY = 4  # 1: nobody may have it for a time
    WIDTH = 5


class Guest(IntEnum):
    """A case in a room, or one for which a bed there is kept."""

    NEXT_OF_CASE = 0
    ROOM = 1  # number
    KIND = 2
    BEDS = 3
    NEXT_IN_ROOM = 4
    PREVIOUS_IN_ROOM = 5
    WIDTH = 6


class MadeReady(IntEnum):
    """Places that are being made ready."""

    POOL = 0
    UNITS = 1
    ROOMS = 2  # place of a block: count, numbers; or 0
    WIDTH = 3


class Asked(IntEnum):
    """One who asked for a place in this instant."""

    NEXT = 0
    CASE = 1
    WIDTH = 2


class HubOrder(IntEnum):
    """Hubs that some cases may go to, in their order; their places follow."""

    NEXT = 0
    COUNT = 1
    WIDTH = 2


class Team(IntEnum):
    """A team."""

    INDEX = 0
    SITE = 1
    STAFF = 2
    ON_DUTY = 3  # roster
    CLOSED = 4  # list of days
    ON_HOLIDAYS = 5  # roster, or 0
    FINISH_BY_SHIFT_END = 6
    MINIMUM = 7
    PER_STAFF = 8  # 0: no ratio
    PER_PEOPLE = 9
    POOLS = 10  # list of places of pools, 0: the whole hub
    LIMITS_INTAKE = 11
    ABSENT = 12  # f
    RECRUITED = 13  # list of (instant, posts)
    HIRED = 14
    TRAINING = 15
    ENTITY = 16
    # state
    BUSY = 17
    STAFF_NOW = 18
    THERE = 19
    BOUND = 20
    ROSTER = 21
    HOLIDAY_ROSTER = 22
    CLOSED_DAYS = 23
    HOLIDAYS = 24
    JOINS = 25  # place of the sorted instants
    JOIN_COUNT = 26
    KNOWN_FROM = 27
    KNOWN_END = 28
    CAPACITY = 29
    WIDTH = 30


class Step(IntEnum):
    """A step of screening of a hub."""

    NAME = 0  # index among the names of tasks
    BIT = 1  # index among the names of steps of all hubs
    TEAM = 2  # need
    TIME = 3
    TIME_HASH = 4
    FOR = 5
    SENT_BACK = 6  # f
    SENT_BACK_HASH = 7
    REFERRED = 8  # list of (hash, share f, class), or 0
    PAUSABLE = 9
    OWN_HASH = 10  # hashes of `screening.STEP.referred.CLASS` by class
    WIDTH = 11


class ClockSpec(IntEnum):
    """A clock of a hub."""

    HAS = 0
    NAME = 1  # index among the names of tasks (reviews)
    RANK = 2  # place in the hub's file
    KIND = 3  # `words.Clock`
    FROM = 4
    FOR = 5
    DESTINATIONS = 6
    SPEED = 7  # f
    REGIME = 8
    CHANCE = 9  # f
    AFTER = 10  # latent
    AFTER_HASH = 11
    AT_ONCE = 12  # f
    CEILING = 13  # f
    HALF_TIME = 14
    NEEDS_DOCUMENTS = 15
    DECIDED = 16  # latent
    DECIDED_HASH = 17
    GRANTED = 18  # f
    GRANTED_HASH = 19
    SUSPENDS_REMOVAL = 20
    STOPS = 21  # mask of slots; 0: none
    BECOMES = 22  # class, or NONE
    REFUSED_BECOMES = 23
    AGES = 24  # list
    EVERY = 25
    TEAM = 26  # need
    TIME = 27
    TIME_HASH = 28
    THEN = 29
    CHANCE_HASH = 30
    LATE_BY = 31
    LATE_THEN = 32
    TO_SITE = 33
    TO_POOL = 34
    WHO = 35
    STAYS_HOUSED = 36
    MOVES_OUT = 37
    MOVES_OUT_HASH = 38
    LASTS = 39
    LASTS_HASH = 40
    LENGTH = 41
    LENGTH_HASH = 42
    RENEWED = 43
    WIDTH = 44


class Deadline(IntEnum):
    """A legal period of a hub."""

    HAS = 0
    RANK = 1
    FROM = 2
    LENGTH = 3
    STOPPED_BY = 4  # `At`, or NONE
    FOR = 5
    THEN = 6
    WIDTH = 7


class Filter(IntEnum):
    """A filter before the host's review."""

    HASH = 0
    PASSES = 1  # f
    FOR = 2
    DESTINATIONS = 3
    WIDTH = 4


class Objection(IntEnum):
    """An objection to the transfer."""

    NAME = 0  # index among the names of tasks
    CHANCE = 1  # f by class
    AFTER = 2
    AFTER_HASH = 3
    UNTIL_BOARDING = 4
    DECIDED = 5
    DECIDED_HASH = 6
    UPHELD = 7  # f
    UPHELD_HASH = 8
    FURTHER = 9
    WIDTH = 10


class Service(IntEnum):
    """A service."""

    INDEX = 0
    ENTITY = 1
    INBOUND = 2
    SITE = 3  # from which it leaves, 0: the sender
    TO_SITES = 4  # list of places of sites
    TO_DESTINATIONS = 5  # mask; 0: none
    TO_SENDER = 6
    FOR = 7
    EVERY = 8
    FIRST_AT = 9
    DATES = 10  # list of instants
    WITH = 11
    OR_AFTER = 12
    TRIGGERED = 13
    SEATS = 14
    MINIMUM = 15
    LEAD = 16
    TRAVEL = 17
    CANCELLED = 18  # f
    NO_SHOW = 19  # f
    FAILED = 20  # f
    STANDBY = 21
    ESCORTS = 22  # NONE: no escorts
    ESCORT_RATIO = 23  # f
    # state
    MARKED = 24
    OPEN = 25  # first open departure
    WAKE = 26
    LAST_DAY = 27
    ESCORTS_AWAY = 28
    CURSOR = 29  # number of the timetabled departure whose manifest is next
    WIDTH = 30


class Stream(IntEnum):
    """A demand stream, or a sub-stream that a rise adds."""

    NAME = 0  # index among the names of streams
    RANK = 1
    ENTITY = 2
    BASE_ENTITY = 3  # of the stream of which it is a part
    KIND = 4
    CLASSES = 5  # choices, 0: as the scenario has them
    DESTINATIONS = 6
    HUBS = 7  # mask of sites
    DROPS_OUT = 8  # latent
    PIECES = 9  # list of (instant, rate f)
    CHANGES = 10  # list of (hash of kept.ACT, begin, end, rate f, factor f, has factor)
    CUTS = 11  # list of (hash of kept.ACT, place of a list of (instant, share f))
    ADDS = 12  # 0; or place of (begin, end, more f)
    CASES = 13
    BEGIN = 14
    COHORTS = 15  # list of (instant, shape; 0: nobody)
    HAPPENS = 16  # f
    SHOWS_UP = 17  # f
    ROWS = 18  # list of `TraceRow`
    DAYS_INSIDE = 19
    UNUSED = 20
    # state
    CURSOR = 21
    REACHED = 22  # f
    TARGET = 23  # f
    PEOPLE_LEFT = 24
    COHORT = 25
    SEAT = 26
    PLANNED = 27
    NEXT_SIZE = 28
    NEXT_ROW = 29
    NEXT_NUMBER = 30
    AT_ONCE = 31  # 1: a backlog without a rate (plan)
    WIDTH = 32


class Act(IntEnum):
    """A dated act."""

    INDEX = 0
    ENTITY = 1
    KNOWN = 2  # 1: it happens at AT whatever the run brings; laid down for each replication, as AT, UNTIL and PLANNED_AT are
    AT = 3  # when it has begun or will begin; NEVER: not known yet
    UNTIL = 4  # NEVER: it does not end
    PLANNED_AT = 5  # day on which its conditions are looked at
    WHEN = 6  # 1: waits for numbers of people
    WHEN_LISTED = 7  # and the other words of `Counted`; NONE: not asked for
    AFTER = 12  # act, NONE: none
    DELAY = 13
    CHANCE = 14  # f
    IF = 15  # mask of acts
    UNLESS = 16
    LASTS = 17
    ENDS = 18  # list of places of acts
    SUSPEND = 19  # list of words at World.SUSPENDED
    RESUME = 20
    IN_TRANSIT = 21
    SETTINGS = 22  # list of (place of the setting, place of the list of words it puts where)
    RESIZED = 23  # the same, of pools
    CHANGES_PLACES = 24  # 1: it opens, closes or resizes something
    OPEN = 25  # list of (1 for a pool, place)
    CLOSE = 26
    HAS_SET = 27
    SETS_STAY_LIMIT = 28
    SETS_REGIME = 29
    HAS_END = 30
    END_THEN = 31
    END_GRACE = 32
    HAS_EXCHANGE = 33
    EXCHANGE_SHARE = 34  # f
    EXCHANGE_OUTCOME = 35
    EXCHANGE_TRAVEL = 36  # NONE: who leaves does not come home by it
    EXCHANGE_HASH = 37
    HAS_RELEASE = 38
    RELEASE_SHARE = 39  # f
    RELEASE_HASH = 40
    GRACE = 41
    CLASSES = 42
    HUBS = 43
    DESTINATIONS = 44
    STREAMS = 45
    ARRIVED_FROM = 46
    ARRIVED_BEFORE = 47
    MOVE = 48  # list of (place of a pool, place of a pool)
    # state
    IN_FORCE = 49
    AWAITED = 50
    WIDTH = 51


class Setting(IntEnum):
    """A dotted name that acts set: those that do and are not over, as they began, from STACK on."""

    COUNT = 0
    REGIME_OF = 1  # hub of which it is the regime, 0: another thing
    OWN = 2  # list of (place, word) of the scenario's own value
    REPLACED = 3  # 1: an act has set it
    STACK = 4  # pairs: act, place of its list


class TraceRow(IntEnum):
    """A dated or initial case of a file."""

    ID = 0
    AT = 1
    SITE = 2  # place, or 0
    POOL = 3  # place; 0: as the stream says; NONE: reception
    CLASS = 4
    DESTINATION = 5
    PEOPLE = 6
    ELAPSED = 7
    WIDTH = 8


class Case(IntEnum):
    """A case. Its clocks and legal periods have rows of their own behind it, of which CLOCKS and PERIODS are the first."""

    NEXT = 0
    KEY = 1  # rank of its stream x 2^32 + number
    STREAM = 2
    NUMBER = 3
    ENTITY = 4
    CLASS = 5
    SIZE = 6
    MINORS = 7
    DESTINATION = 8
    ESCORTED = 9
    PRIOR = 10
    SITE = 11
    DRAWN_SITE = 12  # NONE: not drawn yet; 0: none
    DIVERTED = 13
    STEPS_DONE = 14
    STEP = 15  # which of the hub's steps it is at
    ACCEPTED = 16
    TASKS = 17  # first of its tasks (Task.NEXT_OF_CASE)
    RECEPTION = 18  # stay
    PLACE = 19  # stay
    KEPT = 20  # stay
    POOL = 21  # last pool
    RESERVATION = 22  # pool
    MOVING_TO = 23  # pool
    MISPLACED = 24
    ASKED_NEXT = 25
    AGREED = 26
    UNFIT = 27  # mask of clocks
    NOTICES_RUN = 28  # mask of clocks
    ORDER = 29  # `Reason`, NONE: no order
    SENDING_BACK = 30
    QUEUED_HOW = 31
    QUEUED_TO = 32  # destination; NONE: the sender
    BOOKING = 33
    KEPT_ORDER = 34
    ATTEMPTS = 35
    FAILURES = 36
    EXTENSIONS = 37
    RESTING = 38
    GIVEN_UP = 39
    OUTCOME = 40
    REASON = 41
    HOUSED = 42
    STAY_ALARM = 43
    END_ALARM = 44
    END_THEN = 45
    ORDER_ALARM = 46
    SEND_BACK_ALARM = 47
    IN_TRANSIT = 48  # 1 between boarding and arrival
    TRANSIT_ALARM = 49
    TRANSIT_DUE = 50
    TRANSIT_LEFT = 51  # NONE: not held
    TRANSIT_NEXT = 52
    TRANSIT_PREVIOUS = 53
    ON_ROAD = 54  # 1 between hubs
    ROAD_STAY = 55
    ROAD_ALARM = 56
    ROAD_REVIEWS = 57  # block of reviews put off
    MOVE_SITE = 58  # hub it waits to move to
    MOVE_POOL = 59
    HELD_FOR = 60  # mask: what keeps it from being booked; bit 0 notice, then objections
    IS_HELD = 61
    HELD_NEXT = 62
    HELD_PREVIOUS = 63
    SELECTION_TASK = 64
    MADE = 65  # place of pairs (cause, class)
    MADE_COUNT = 66
    CLOCKS = 67
    PERIODS = 68
    MISPLACED_NEXT = 69
    MISPLACED_PREVIOUS = 70
    PENCILLED = 71
    CHOSEN_NEXT = 72
    ROOMS = 73  # first `Guest` of the case: its bed in the last of its rooms
    BEDS = 74
    SCREENING = 75  # generation of its journey: what an interrupt has broken off is void
    OBJECTIONS = 76  # rows of its open objections, by index of the objection: place of a block, 0: none
    FIRST_CLOCK = 77  # first of its clocks that run
    PENDING = 78  # how many of its claims are pending
    NUMBERED = 79  # place among all cases, in the order of memory: counted when the run is over
    TRANSFER_TICKET = 80
    REMOVAL_TICKET = TRANSFER_TICKET + Ticket.WIDTH
    PLACE_TICKET = REMOVAL_TICKET + Ticket.WIDTH
    MOVE_TICKET = PLACE_TICKET + Ticket.WIDTH
    AT = MOVE_TICKET + Ticket.WIDTH
    WIDTH = AT + At.WIDTH


class Running(IntEnum):
    """A clock of a case: slot by index of its name, then documents, dropping out, then `NAME.lasts`."""

    ALARM = 0  # number of the event that rings, 0: none
    CASE = 1
    SLOT = 2
    IS_RUNNING = 3
    SUB = 4
    SINCE = 5
    ENDS = 6  # 0: never, whatever remains
    REMAINING = 7  # f
    AGE = 8  # f
    SPEED = 9  # f
    REVIEW = 10  # number of the review it waits for
    DECISION = 11  # alarm of the decision on a pending claim, 0: none is pending
    # of the terms in force when it started: what follows (unfit), for whom it is (move), stays housed (exit); how long unfit, to which hub,
    # moves out; the class it becomes, the pool to which it moves
    THEN = 12
    MORE = 13  # of a review: the last task whose being late is watched
    BECOMES = 14
    NEXT = 15  # next that runs, in the order in which they started
    WIDTH = 16


class PeriodSlot(IntEnum):
    """A legal period of a case that runs."""

    ALARM = 0
    CASE = 1
    INDEX = 2
    ROW = 3  # its row in the table of periods
    WIDTH = 4


class Used(IntEnum):
    """A period in which the rate of the agreement was used, the latest first."""

    NEXT = 0
    PERIOD = 1
    PEOPLE = 2
    WIDTH = 3


class Stay(IntEnum):
    """A row of stays. `Record` says what the columns mean."""

    NEXT = 0
    CASE = 1
    CLASS = 2
    SITE = 3
    POOL = 4  # 0: reception or transit
    KIND = 5
    UNITS = 6
    START = 7
    END = 8
    ROOMS = 9  # place of a block: count, numbers; or 0
    WIDTH = 10


class Task(IntEnum):
    """A row of tasks, and the task itself."""

    NEXT = 0
    CASE = 1
    KIND = 2  # `TaskName`
    NAME = 3  # index among the names of tasks
    K = 4
    TEAM = 5  # need
    TIME = 6
    QUEUED_AT = 7
    DUE_AT = 8
    STARTED_AT = 9
    ENDED_AT = 10
    OUTCOME = 11
    RESULT = 12
    PAUSABLE = 13
    SUB = 14
    SITE = 15  # whose teams
    END_ALARM = 16
    WATCH_ALARM = 17
    NEXT_OF_CASE = 18
    CLOCK = 19  # index of the clock of a review
    WATCHED = 20  # the task of this clock that was watched before it
    TICKET = 21
    WIDTH = TICKET + Ticket.WIDTH


class Period(IntEnum):
    """A row of legal periods."""

    NEXT = 0
    CASE = 1
    INDEX = 2
    BEGUN = 3
    DUE = 4
    ENDED = 5
    OUTCOME = 6
    WIDTH = 7


class Objected(IntEnum):
    """A row of objections lodged."""

    NEXT = 0
    CASE = 1
    OBJECTION = 2
    LODGED = 3
    ENDED = 4
    OUTCOME = 5
    RESULT = 6
    WIDTH = 7


class Booking(IntEnum):
    """A row of attempts: a case on a manifest."""

    NEXT = 0
    CASE = 1
    DEPARTURE = 2
    K = 3
    JOINED_AT = 4
    KEPT_ORDER = 5
    BOOKED_AT = 6
    OUTCOME = 7
    REASON = 8
    NEXT_ABOARD = 9  # next on the manifest
    PREVIOUS_ABOARD = 10
    MARK = 11  # free for the stage that boards
    WIDTH = 12


class Departure(IntEnum):
    """A row of services: one departure."""

    NEXT = 0
    SERVICE = 1
    NUMBER = 2
    AT = 3
    MANIFEST_AT = 4
    SEATS = 5
    FIRST_BOOKING = 6
    LAST_BOOKING = 7
    BOOKED = 8
    BOARDED = 9
    USED = 10
    ESCORTS = 11
    ESCORTS_BACK_AT = 12
    OUTCOME = 13
    NEXT_OPEN = 14
    NO_ROOM = 15
    WIDTH = 16


class Capacity(IntEnum):
    """A row of capacity."""

    NEXT = 0
    WHAT = 1  # index among the names of capacities
    AT = 2
    NOMINAL = 3
    USABLE = 4
    RESERVE = 5
    OVERFLOW = 6
    WIDTH = 7


class Spell(IntEnum):
    """A row of spells."""

    NEXT = 0
    ACT = 1  # index, NONE: the scenario's own
    WHAT = 2  # index among the names of spells
    START = 3
    END = 4
    WIDTH = 5
