"""Journeys by force with nobody aboard who watches."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.draws import Luck
from sim.metrics.breach import Breaches, Rows, during, where
from sim.metrics.view import Bools, Floats, View, or_else
from sim.scenario.schema import Monitored

BY_FORCE = ("removed", "sent_back")


def unmonitored(view: View, safeguard: Monitored) -> Breaches:
    """People carried by force on a departure without a monitor; whether one is aboard is the luck of the departure. Time: the way."""
    trips = [_trips(view, name) for name in safeguard.monitored]
    cases = np.concatenate([rows for rows, _, _, _ in trips])
    unseen = np.concatenate([alone for _, alone, _, _ in trips])
    start, end = (np.concatenate([trip[n] for trip in trips]) for n in (2, 3))
    time, sender = during(view, cases[unseen], start[unseen], end[unseen])
    taken, alone = (np.isin(np.arange(view.size.size), chosen) for chosen in (cases, cases[unseen]))
    return Breaches(concerned=taken, known=taken, broken=alone, time=time, sender=sender, longest=time)


def _trips(view: View, service: str) -> tuple[Rows, Bools, Floats, Floats]:
    """Each case that a service carried by force, whether nobody watched, and when it left and arrived."""
    inbound = view.scenario.services[service].from_ not in view.scenario.hubs
    aboard = where((view.words("attempts", "outcome") == "boarded") & (view.words("attempts", "service") == service))
    cases = view.rows(view.words("attempts", "case")[aboard])
    forced = inbound | np.isin(view.outcome[cases], BY_FORCE)
    aboard, cases = aboard[forced], cases[forced]
    watched = dict(_watched(view, service))
    alone = np.array([not watched[number] for number in view.ints("attempts", "departure")[aboard].tolist()], dtype=bool)
    start, end = view.floats("attempts", "departs_at")[aboard], view.at("arrived")[cases] if inbound else _reached(view)[cases]
    return cases, alone, start, np.minimum(or_else(end, view.horizon), view.horizon)


def _reached(view: View) -> Floats:
    """Where a service from the hub put down each case: home, or with the sender, over whom the way home may lead."""
    return or_else(view.at("back"), view.at("home"))


def _watched(view: View, service: str) -> Iterator[tuple[int, bool]]:
    """Whether a monitor is aboard each departure."""
    luck, share = Luck(view.record.seed, view.record.replication), view.scenario.services[service].monitored or 0.0
    for number in view.ints("services", "departure")[view.words("services", "service") == service].tolist():
        yield number, luck.of(f"services.{service}", number).happens("monitored", share)
