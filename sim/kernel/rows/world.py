"""Rows of the world: its first words, the tables and waiting lists, and what goes on beside cases."""

from __future__ import annotations

from sim.kernel.rows.row import Row, auto
from sim.kernel.words import Counted


class Table(Row):
    """The rows of one kind that the run adds; the first word of such a row is the place of the next."""

    FIRST = auto()
    LAST = auto()
    COUNT = auto()
    WIDTH = auto()


class Chain(Row):
    """First and last row of a chain."""

    FIRST = auto()
    LAST = auto()


class Link(Row):
    """Neighbours of a row in a chain."""

    NEXT = auto()
    PREVIOUS = auto()


class Ticket(Row):
    """A place in a waiting list; the fields from PRIORITY to SUB are its key. Who has one names it in a word, 0: none."""

    NEXT = auto()
    PREVIOUS = NEXT + Link.PREVIOUS
    WAITING = auto()  # 0: no longer, but it is kept
    GROUP = auto()
    PRIORITY = auto()
    JOINED = auto()
    ORDER = auto()
    KEY = auto()
    SUB = auto()
    ITEM = auto()  # the case or task
    WIDTH = auto()


class WaitingList(Row):
    """A waiting list: groups of tickets that need the same."""

    GROUPS = auto()  # the first group
    WAITING = auto()  # how many wait
    WIDTH = auto()


class Group(Row):
    """Those who need the same, in order. Of a group of EACH everybody may fit or not by itself."""

    NEXT = auto()
    NEED = auto()
    MORE = auto()  # second word of the need
    EACH = auto()
    FIRST = auto()
    LAST = FIRST + Chain.LAST
    CURSOR = auto()
    WIDTH = auto()


class World(Row):
    """The first words of the memory."""

    HORIZON = 1  # word 0 is nothing
    START_DAY = auto()  # proleptic ordinal of the first day
    SEED = auto()
    REPLICATION = auto()
    ROUND_KEYS = auto()  # two words for each round of Philox
    LAST_ROUND_KEY = ROUND_KEYS + 19
    AHEAD = auto()  # four decisions that nearly every case asks for, NONE: none
    LAST_AHEAD = AHEAD + 3
    FOUR = auto()  # four words for numbers drawn together (f)
    LAST_OF_FOUR = FOUR + 3
    NOW = auto()
    TOP = auto()  # next free word
    BOTTOM = auto()  # first word of the heap of pending events
    END = auto()  # behind it
    EVENTS = auto()  # pending in the present stretch of time
    STRETCH = auto()  # number of the present stretch
    STRETCHES = auto()  # for each the first `Bundle` of its events
    ALLOCATIONS = auto()  # first of the allocations at the end of this instant, by number
    FREE_ALLOCATIONS = auto()  # first row of an allocation that is free again
    FREE_BUNDLES = auto()
    SEQUENCE = auto()  # number of the last event

    # fixed tables: first row and how many
    SITES = auto()
    SITE_COUNT = auto()
    POOL_COUNT = auto()
    TEAM_COUNT = auto()
    CLASSES = auto()
    CLASS_COUNT = auto()
    DESTINATIONS = auto()
    DESTINATION_COUNT = auto()
    SERVICES = auto()
    SERVICE_COUNT = auto()
    STREAMS = auto()
    STREAM_COUNT = auto()
    ACTS = auto()
    ACT_COUNT = auto()
    CLOCK_COUNT = auto()  # names of clocks of all hubs; slots: these, documents, dropping out, then `NAME.lasts` of each
    DEADLINE_COUNT = auto()  # names of legal periods of all hubs
    OBJECTIONS = auto()
    OBJECTION_COUNT = auto()
    FILTERS = auto()
    FILTER_COUNT = auto()
    LARGEST_MADE = auto()  # things that can make a case one of another class

    # agreement
    TOTAL = auto()
    STANDING_LIMIT = auto()
    RATE_PEOPLE = auto()
    RATE_PERIOD = auto()  # milliseconds; or -1 day, -2 week, -3 month, -4 year; 0: no rate
    INTAKE_FROM = auto()
    INTAKE_UNTIL = auto()  # midnight after the last day
    STAY_LIMIT = auto()
    STAY_THEN = auto()
    STAY_BY = auto()
    STAY_TIMES = auto()
    STAY_CHANCE = auto()  # f
    STAY_ELSE = auto()
    END_DATE = auto()
    END_THEN = auto()
    END_GRACE = auto()
    EXCLUDED = auto()  # mask; 0: nobody
    LEAD = auto()

    # routing, selection, transfer
    ROUTING = auto()
    OPEN_TO_ALL = auto()  # 1: there is one hub, for everybody
    ALL_HUBS = auto()  # list of their places
    PROPOSED = auto()  # f by class, or 0
    SELECTION_TEAM = auto()  # need, or 0
    SELECTION_TIME = auto()
    SELECTION_EVERY = auto()
    ACCEPTED_SHARE = auto()  # f by class
    TOLD_AFTER = auto()
    NOTICE = auto()
    CLASS_CHOICES = auto()
    DESTINATION_CHOICES = auto()
    SELECTION_SITE = auto()  # site whose teams do the host's review

    # state of the agreement
    BOARDED = auto()
    STANDING = auto()
    ACCEPTED = auto()
    BOOKED = auto()
    CLOSED = auto()
    ENDED = auto()
    ENDED_BY = auto()  # act, or 0
    USED = auto()  # first of the periods in which the rate was used
    AGREEMENT_DATES = auto()  # generation: events of an older one are void
    LIMITS_ENDED = auto()

    # state of lists and marks
    TRANSFER_LIST = auto()
    RELOCATION_LIST = auto()
    TRANSFERS_MARKED = auto()
    RELOCATION_MARKED = auto()
    SUSPENDED = auto()  # masks of acts: selection, transfers, removals, moves, destinations, documents by destination
    FREE_TICKETS = auto()  # first `Ticket` that is free again
    FREE_GUESTS = auto()  # first row of `Guest` that is free again
    PEOPLE = auto()  # counted, by word `Counted`
    AWAITED = PEOPLE + Counted.WIDTH  # acts that wait for a number of people
    IN_TRANSIT = auto()  # first case on its way, in order of boarding
    LAST_IN_TRANSIT = IN_TRANSIT + Chain.LAST
    HELD_BACK = auto()  # first case that may not be booked yet
    LAST_HELD_BACK = HELD_BACK + Chain.LAST
    WAITING_TO_MOVE = auto()  # cases that wait for another hub
    INBOUND_COUNT = auto()
    TRIGGERED_INBOUND = auto()  # how many inbound services leave when enough people wait
    TRIGGERED_OUTBOUND = auto()
    STARTING = auto()  # mask of instants (`At`) from which clocks, documents or legal periods count, or which end a period
    CLOCKS_STARTING = auto()  # of those from which clocks count
    NOTICES = auto()  # mask of clocks that are a notice in any hub
    NO_CLOCK = auto()  # a row of `Running` of a clock that has never begun
    CAPACITIES = auto()  # last row of each capacity
    HUBS_IN_ORDER = auto()  # block of hubs to be tried: how many, places, keys
    HUB_ORDERS = auto()  # first row of `HubOrder`
    GOING_ON = auto()  # first `GoingOn`: what the present handler has woken
    LAST_GOING_ON = auto()
    FREE_GOING_ON = auto()  # first that is free again
    CASE_COLUMNS = auto()  # what the summary has gathered of cases and stays, and the levels that it has made
    STAY_COLUMNS = auto()
    LEVELS = auto()

    # tables that the run adds to: rows of `Table`
    CASES = auto()
    STAYS = CASES + Table.WIDTH
    TASKS = STAYS + Table.WIDTH
    PERIODS = TASKS + Table.WIDTH
    OBJECTED = PERIODS + Table.WIDTH
    BOOKINGS = OBJECTED + Table.WIDTH
    DEPARTURES = BOOKINGS + Table.WIDTH
    CAPACITY = DEPARTURES + Table.WIDTH
    SPELLS = CAPACITY + Table.WIDTH
    WIDTH = SPELLS + Table.WIDTH


class GoingOn(Row):
    """An event that comes right after the present handler."""

    NEXT = auto()
    EVENT = auto()
    ABOUT = auto()
    WIDTH = auto()


class Suspended(Row):
    """Words at `m[World.SUSPENDED]`: masks of the acts whose suspension is in force. Destinations follow, then documents by destination."""

    SELECTION = auto()
    TRANSFERS = auto()
    REMOVALS = auto()
    MOVES = auto()
    DESTINATION = auto()


class HubOrder(Row):
    """Hubs that some cases may go to, in their order; their places follow."""

    NEXT = auto()
    COUNT = auto()
    WIDTH = auto()


class Used(Row):
    """A period in which the rate of the agreement was used, the latest first."""

    NEXT = auto()
    PERIOD = auto()
    PEOPLE = auto()
    WIDTH = auto()
