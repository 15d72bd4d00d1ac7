"""Laws of dated acts: exchanges, hubs closed to newcomers, suspensions, and clocks that run under one regime."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.laws.breach import Finding, Law, told, where_true
from sim.laws.replay import Bools, Floats, Replay, or_never
from sim.scenario.schema import Act, Claim, Ending, Voluntary

OUTCOME_OF = {
    "absconded": ("absconded", "choice"),
    "other_country": ("left_for_other_country", "choice"),
    "permit": ("released", "host"),
    "died": ("died", ""),
    "sentence": ("sentence_ended", ""),
    "arrested": ("arrested", ""),
    "other": ("other", ""),
}
"""Outcome and reason of an ending clock."""


def an_exchange_leaves_nobody_uncounted(replay: Replay) -> Iterator[Finding]:
    """Who is exchanged leaves in the instant of an exchange, with the outcome it says and no place kept; of those whom an exchange
    of all takes nobody stays."""
    journeys = replay.journeys
    exchanged, at = journeys.among("reason", "exchange"), journeys.number("outcome_at")
    explained = np.zeros(journeys.size, dtype=bool)
    for row in np.flatnonzero(replay.spells.among("what", "exchange")).tolist():
        act, instant = replay.scenario.timeline[str(replay.spells.words("act")[row])], replay.spells.number("start_at")[row]
        terms = act.exchange
        if terms is None:
            continue
        explained |= journeys.among("outcome", terms.outcome) & (at == instant) & (journeys.number("left_at") == instant)
        inside = (journeys.number("arrived_at") <= instant) & ~(at < instant) & ~(replay.initial & (instant <= 0))
        arrived_then = (journeys.number("arrived_at") == instant) | replay.relocated | replay.referred
        if terms.share >= 1.0:
            for i in where_true(inside & ~exchanged & ~arrived_then & _named(replay, act) & (or_never(at) > instant)):
                yield replay.case[i], instant, "is inside after an exchange of all"
    for i in where_true(exchanged & ~explained):
        yield replay.case[i], at[i], f"{journeys.words('outcome')[i]} by an exchange that did not happen then"


def _named(replay: Replay, act: Act) -> Bools:
    """Cases whom an act is about."""
    journeys = replay.journeys
    mask = np.ones(journeys.size, dtype=bool)
    for column, names in (("class", act.classes), ("hub", act.hubs), ("destination", act.destinations)):
        if names:
            mask &= journeys.among(column, *names)
    if act.streams:
        mask &= np.array([str(stream).partition("+")[0] in act.streams for stream in journeys.words("stream").tolist()], dtype=bool)
    came = journeys.number("arrived_at") - journeys.number("prior_ms")
    if act.arrived_from is not None:
        mask &= came >= replay.instant_of(act.arrived_from)
    if act.arrived_before is not None:
        mask &= came < replay.instant_of(act.arrived_before)
    return mask


def nobody_comes_to_a_hub_that_is_closed(replay: Replay) -> Iterator[Finding]:
    """While a hub is closed to newcomers nobody sets out for it from another hub, no place is kept there for somebody new, and without
    an inbound service nobody boards to it."""
    stays, journeys = replay.stays, replay.journeys
    start = stays.number("start_at")
    new = stays.among("kind", "transit", "reserved") & (replay.goes_on < 0)
    served = any(service.from_ is None for service in replay.scenario.services.values())
    boarded = journeys.number("boarded_at")
    for hub in replay.hubs:
        for i in where_true(new & stays.among("hub", hub) & replay.forbidden(f"hub:{hub}", start)):
            yield str(stays.words("case")[i]), start[i], f"{stays.words('kind')[i]} in {hub}, which is closed to newcomers"
        shut = np.zeros(journeys.size, dtype=bool) if served else replay.forbidden(f"hub:{hub}", boarded)
        for i in where_true(shut & journeys.among("hub", hub) & ~replay.relocated & ~np.isnan(boarded)):
            yield replay.case[i], boarded[i], f"boards to {hub}, which is closed to newcomers"


def nothing_suspended_goes_on(replay: Replay) -> Iterator[Finding]:
    """While documents of a destination are suspended nobody gets them; while moves are, nobody sets out for another hub."""
    journeys, stays = replay.journeys, replay.stays
    at = journeys.number("documents_at")
    for destination in replay.scenario.destinations:
        still = journeys.among("destination", destination) & replay.forbidden(f"documents:{destination}", at) & ~np.isnan(at)
        for i in where_true(still):
            yield replay.case[i], at[i], f"documents of {destination} while they are suspended"
    start = stays.number("start_at")
    for i in where_true(stays.among("kind", "transit") & replay.forbidden("moves", start)):
        yield str(stays.words("case")[i]), start[i], f"sets out for {stays.words('hub')[i]} while moves are suspended"


def clocks_of_another_regime_stand_still(replay: Replay) -> Iterator[Finding]:
    """What a clock brings about (an ending, agreeing to return, a claim) happens only under a regime in which such a clock runs."""
    journeys = replay.journeys
    if not any(clock.regime for clock in replay.clocks) or not replay.hub_fixed("clocks"):
        return
    for kind, (outcome, reason) in OUTCOME_OF.items():
        who = journeys.among("outcome", outcome) & journeys.among("reason", reason)
        yield from _stood_still(replay, kind, who, journeys.number("outcome_at"), outcome)
    everyone = np.ones(journeys.size, dtype=bool)
    yield from _stood_still(replay, "voluntary", everyone, journeys.number("agreed_at"), "agreed")
    yield from _stood_still(replay, "claim", everyone, journeys.number("claim_lodged_at"), "claim lodged")


def _stood_still(replay: Replay, kind: str, who: Bools, at: Floats, what: str) -> Iterator[Finding]:
    """Cases to which something happened while every clock of the kind in their hub stood still."""
    journeys = replay.journeys
    for hub, terms in replay.hubs.items():
        regimes = {clock.regime for clock in terms.clocks.values() if isinstance(clock, Ending | Voluntary | Claim) and clock.kind == kind}
        if len(regimes) != 1 or None in regimes:
            continue
        here = who & journeys.among("hub", hub) & ~np.isnan(at) & ~replay.relocated
        for i in where_true(here & (_regime(replay, hub, at) != regimes.copy().pop())):
            yield replay.case[i], at[i], f"{what} on {told(at[i])}, while no clock of kind {kind} runs in {hub}"


def _regime(replay: Replay, hub: str, at: Floats) -> Bools:
    """Regime of a hub after each instant, as words."""
    regimes = np.full(at.shape, replay.hubs[hub].policy.regime, dtype=object)
    for regime in ("open", "closed"):
        regimes[replay.suspended(f"regime:{hub}:{regime}", at)] = regime
    return regimes


LAWS: tuple[Law, ...] = (
    an_exchange_leaves_nobody_uncounted,
    nobody_comes_to_a_hub_that_is_closed,
    nothing_suspended_goes_on,
    clocks_of_another_regime_stand_still,
)
