"""Records and scenarios small enough to be counted on paper."""

from __future__ import annotations

import copy

import numpy as np
import pandas as pd
import pytest

from sim.record import COLUMNS, MS_PER_DAY, Record
from sim.scenario.schema import Scenario

SHARED = {
    "name": "paper",
    "start": "2025-06-02",  # a Monday
    "horizon": "100 d",
    "agreement": {"stay": {"then": "breach"}, "lead": "0 d"},
    "classes": {"single": {"share": "100 %", "size": "1", "minors": "0 %", "escorted": "0 %", "priority": "0"}},
    "destinations": {
        "north": {"share": "100 %", "documents": {"time": "10 d", "from": "arrived", "speed": "100 %", "speed_agreed": "100 %"}}
    },
    "demand": {"lists": {"kind": "poisson", "rate": "1 case / month"}, "inside": {"kind": "initial", "cases": "1 case"}},
    "routing": {"by": "preference"},
    "selection": {"accepted": "100 %"},
    "services": {},
    "hubs": {
        "hub": {
            "policy": {"regime": "open", "transfer_needs": "place", "when_full": "wait", "queue": "first_fit"},
            "reception": {},
            "teams": {"nurse": {"staff": "2", "on_duty": "Mon-Fri 08:00-16:00", "finish_by_shift_end": False}},
            "screening": {"health": {"team": "nurse", "time": "30 min", "sent_back": "0 %", "pausable": False}},
            "pools": {
                "homes": {
                    "places": "4",
                    "opened": "100 %",
                    "usable": "100 %",
                    "background": "0 people",
                    "turnaround": "0 d",
                    "overflow": "0",
                }
            },
            "removal": {"retry_after": "1 d", "then": "stay", "release_takes": "1 ms", "send_back_takes": "1 ms"},
        }
    },
    "timeline": {},
    "safeguards": {},
}

HOMEWARD = {
    "from": "hub",
    "to": "north",
    "for": "enforced",
    "leaves": {"every": "7 d"},
    "seats": "4",
    "minimum": "1",
    "lead": "0 d",
    "travel": "1 d",
    "cancelled": "0 %",
    "no_show": "0 %",
    "failed": "0 %",
    "standby": True,
}

CLOCKS = {
    "notice": {"kind": "notice", "from": "arrived", "speed": "100 %", "length": "10 d", "renewed": False},
    "claim": {
        "kind": "claim",
        "from": "arrived",
        "speed": "100 %",
        "chance": "10 %",
        "after": "10 d",
        "decided": "10 d",
        "granted": "0 %",
        "suspends": "removal",
    },
    "review": {
        "kind": "review",
        "from": "arrived",
        "speed": "100 %",
        "at": ["7 d"],
        "chance": "0 %",
        "then": "release",
        "late_then": "count",
        "late_by": "1 d",
    },
    "voluntary": {
        "kind": "voluntary",
        "from": "arrived",
        "speed": "100 %",
        "at_once": "10 %",
        "ceiling": "50 %",
        "half_time": "10 d",
        "needs": "nothing",
    },
}

DEFAULTS = {
    "journeys": {
        "stream": "lists",
        "class": "single",
        "size": 1,
        "minors": 0,
        "destination": "north",
        "hub": "hub",
        "pool": "homes",
        "outcome": "inside",
        "reason": "",
        "housed": False,
        "attempts": 0,
        "extensions": 0,
        "prior_ms": 0,
    },
    "stays": {"size": 1, "minors": 0, "class": "single", "hub": "hub", "pool": "homes", "kind": "place", "units": 1, "rooms": ""},
    "tasks": {"k": 0, "teams": "nurse", "outcome": "done", "result": ""},
    "attempts": {"size": 1, "service": "homeward", "departure": 0, "k": 1, "outcome": "boarded", "reason": ""},
    "services": {
        "direction": "outbound",
        "seats": 4,
        "booked": 0,
        "boarded": 0,
        "used": 0,
        "no_room": 0,
        "escorts": 0,
        "outcome": "departed",
    },
    "capacity": {"nominal": 4, "usable": 4, "reserve": 0, "overflow": 0, "at": 0},
    "spells": {},
}


def days(value):
    """Days as the milliseconds of a record."""
    return float(round(value * MS_PER_DAY))


def table(name, rows):
    """A table of the record; instants are given in days, what is left out takes its default or is missing."""
    full = [{**DEFAULTS[name], **row} for row in rows]
    columns = {}
    for column in COLUMNS[name]:
        instant = column.endswith("_at") or column == "at"
        values = [row.get(column, np.nan if instant else "") for row in full]
        columns[column] = np.round(np.array(values, float) * MS_PER_DAY) if instant else values
    return pd.DataFrame(columns)


@pytest.fixture
def record():
    """A record from rows; a journey is named by its place."""

    def make(journeys=(), horizon=100, replication=0, capacity=({"what": "pool:homes"},), **others):
        named = [{"case": f"{row.get('stream', 'lists')}/{i}", "number": i, **row} for i, row in enumerate(journeys)]
        rows = {"journeys": named, "capacity": capacity, **others}
        tables = {name: table(name, rows.get(name, ())) for name in COLUMNS}
        return Record(seed=1, replication=replication, horizon=int(days(horizon)), **tables)

    return make


@pytest.fixture
def scenario():
    """A scenario with one hub; keyword arguments replace blocks, `hub` changes parts of the hub."""

    def make(hub=None, clocks=(), **blocks):
        full = {**copy.deepcopy(SHARED), **blocks}
        full["agreement"] = {"host_answers": "arrived", **full["agreement"]}
        full["hubs"]["hub"] |= hub or {}
        if clocks:
            full["hubs"]["hub"]["clocks"] = {name: {**CLOCKS[name], **changes} for name, changes in dict(clocks).items()}
        return Scenario.model_validate(full)

    return make


@pytest.fixture
def inbound():
    """A service from the sender to the hub."""
    return {"inbound": {**{key: value for key, value in HOMEWARD.items() if key != "from"}, "to": "hub"}}


@pytest.fixture
def homeward():
    """An outbound service for enforced departures, and how to change it."""

    def make(**changes):
        return {"homeward": {**HOMEWARD, **changes}}

    return make
