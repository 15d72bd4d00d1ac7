"""The record of one replication: tables, the only source of every metric.

Instants (`*_at`) are whole milliseconds since the start of the scenario, held exactly as float64; NaN is "did not happen".
`in_days` turns a table into what people read. Sizes count people. A case is named `stream/number`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MS_PER_DAY = 86_400_000

OUTCOMES = (
    "returned_voluntarily",
    "removed",
    "sent_back",
    "released",
    "protected",
    "absconded",
    "left_for_other_country",
    "sentence_ended",
    "arrested",
    "died",
    "other",
    "declined",
    "dropped_out",
    "inside",  # boarded or arrived, and not out before the horizon
    "waiting",  # listed or accepted, still with the sender at the horizon
)
"""Exactly one per case. `inside` and `waiting` are states at the horizon, not exits."""

REASONS = (
    "screening",
    "court",
    "medical",
    "limit",
    "order",
    "end",
    "exchange",
    "host",
    "excluded",
    "not_proposed",
    "room",
    "objection",
    "full",
    "attempts",
    "choice",
    "own",
    "",
)
FILTER = "filter:"
"""Begins the reason of those whom a filter of the selection does not pass: its name follows."""

JOURNEYS = {
    "case": "stream/number",
    "stream": "name of the demand stream",
    "number": "serial, seat or id inside the stream",
    "class": "class of the case when it left (or at the horizon)",
    "size": "people",
    "minors": "people of them under age",
    "destination": "country-of-origin group",
    "hub": "hub it was sent to, or empty",
    "pool": "last pool it was placed in, or empty",
    "outcome": "one of OUTCOMES",
    "reason": "one of REASONS, or `filter:NAME` for a filter of the selection",
    "housed": "True if it still holds a place after its outcome (released but still housed)",
    "attempts": "departures it was booked on",
    "extensions": "times its stay limit was moved",
    "prior_ms": "days already inside (or counted) before arrived_at, in milliseconds; arrived_at is 0 for initial cases",
    "listed_at": "listed by the sender",
    "decided_at": "host's decision",
    "refused_at": "first instant at which a place was refused because none was free",
    "told_at": "told of the transfer, where people are told and have time",
    "ready_at": "free to be booked to the hub: notice has run, and no objection is pending",
    "boarded_at": "left the sender",
    "arrived_at": "reached the hub",
    "screening_started_at": "first screening step began",
    "screened_at": "last screening step ended, admitted",
    "place_asked_at": "asked for a place in a pool",
    "placed_at": "first took a place in a pool",
    "documents_at": "travel documents in hand",
    "notice_at": "notice of removal served",
    "claim_lodged_at": "lodged a claim",
    "claim_decided_at": "claim granted, refused or withdrawn",
    "agreed_at": "decided to return",
    "cleared_at": "first instant at which it could be booked",
    "booked_at": "last booked on a departure",
    "release_ordered_at": "an order to release was made",
    "send_back_at": "became due to be sent back to the sender",
    "deadline_at": "stay limit last in force",
    "outcome_at": "instant of the outcome",
    "left_at": "left the hub for good, all places given up",
    "back_at": "reached the sender on a service from the hub",
    "home_at": "reached the destination, or the sender when sent back",
}

STAYS = {
    "case": "stream/number",
    "size": "people",
    "minors": "people under age",
    "class": "class while it was there; a change of class ends a stay, and the next goes on in the same place",
    "hub": "hub",
    "pool": "pool, `reception`, or `transit`: on the road to the hub from another",
    "kind": "reception, place, overflow or transit; or reserved: a place kept for a case on its way, which survives a cut in places",
    "units": "what it takes of the pool: people; rooms times beds where it has rooms for itself",
    "rooms": "rooms in which it has beds, numbered from 1 and joined by +; empty where a pool has none",
    "start_at": "took it",
    "end_at": "gave it up",
}

TASKS = {
    "case": "stream/number",
    "task": "selection, a screening step, a review, documents (work on them), `deadline:NAME` for a legal period, or "
    "`objection:NAME` to the transfer",
    "k": "which review, 1 first; 0 for others",
    "teams": "teams needed, joined by +, each as often as so many of it are needed",
    "queued_at": "asked for",
    "due_at": "when it had to be done, for reviews",
    "started_at": "teams granted",
    "ended_at": "ended or broken off",
    "outcome": "done, broken_off, withdrawn (never started), waiting or running (at the horizon); of a period: met, missed, left, waiting; "
    "of an objection: decided, left, waiting",
    "result": "admitted, sent_back, referred, accepted, declined, release, kept, upheld, refused, or empty",
}

ATTEMPTS = {
    "case": "stream/number",
    "size": "people",
    "service": "service",
    "departure": "number of the departure in its service",
    "k": "attempt of the case, 1 first",
    "joined_at": "when it joined the queue it was booked from",
    "booked_at": "put on the manifest",
    "departs_at": "planned departure",
    "outcome": "boarded, cancelled, no_show, failed, taken_off, no_escort, pending (at the horizon)",
    "reason": "why taken off: claim, objection, exit, suspension, choice, order, unfit, deadline; or empty",
}

SERVICES = {
    "service": "service",
    "departure": "number in the timetable (0 first), or the day number for a triggered departure",
    "direction": "inbound or outbound",
    "manifest_at": "manifest made",
    "departs_at": "departure",
    "seats": "seats",
    "booked": "people on the manifest",
    "boarded": "people who left with it, failed attempts not counted",
    "used": "seats used, failed attempts counted",
    "no_room": "people for whom there were seats and room in the agreement, left behind because no hub had room",
    "escorts": "escorts on board",
    "escorts_back_at": "escorts free again",
    "outcome": "departed, cancelled, suspended, below_minimum, pending (at the horizon)",
}

CAPACITY = {
    "what": "pool:NAME, reception:HUB, team:NAME, agreement:total, agreement:standing",
    "at": "from this instant",
    "nominal": "people by name; staff on the books",
    "usable": "people that may be housed; staff there, without those away",
    "reserve": "kept for classes the reserve names; staff bound by minimum and ratio",
    "overflow": "extra people tolerated",
}

SPELLS = {
    "act": "name of the dated act; empty: the scenario's own",
    "what": "suspended: selection, transfers, removals, moves, destination:NAME, documents:NAME; hub:NAME: closed to newcomers; "
    "regime:HUB:REGIME: changed to; end: the agreement has ended by an act; exchange: people left all at once (an instant)",
    "start_at": "from",
    "end_at": "until",
}

COLUMNS = {
    "journeys": JOURNEYS,
    "stays": STAYS,
    "tasks": TASKS,
    "attempts": ATTEMPTS,
    "services": SERVICES,
    "capacity": CAPACITY,
    "spells": SPELLS,
}


@dataclass(frozen=True)
class Record:
    """All that happened in one replication.

    Parameters
    ----------
    seed, replication : int
        What made its luck.
    horizon : int
        End of the run in milliseconds; events at the horizon are not in it.
    journeys, stays, tasks, attempts, services, capacity, spells : pandas.DataFrame
        Columns as in `COLUMNS`. Rows of journeys are in case order.
    """

    seed: int
    replication: int
    horizon: int
    journeys: pd.DataFrame
    stays: pd.DataFrame
    tasks: pd.DataFrame
    attempts: pd.DataFrame
    services: pd.DataFrame
    capacity: pd.DataFrame
    spells: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {name: getattr(self, name) for name in COLUMNS}

    def column(self, table: str, column: str) -> NDArray[Any]:
        """One column of a table: floats, whole numbers, truths, or names as objects or text."""
        return np.asarray(getattr(self, table)[column])


def in_days(table: pd.DataFrame) -> pd.DataFrame:
    """A copy with every instant in days since the start (`*_at`), and `prior_ms` as `prior_days`."""
    instants = [c for c in table.columns if c.endswith("_at") or c == "at"]
    shown = table.copy()
    shown[instants] = shown[instants] / MS_PER_DAY
    if "prior_ms" in shown.columns:
        shown["prior_ms"] = shown["prior_ms"] / MS_PER_DAY
        shown = shown.rename(columns={"prior_ms": "prior_days"})
    return shown
