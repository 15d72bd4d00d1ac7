"""Names: written as the house writes them, and meaning something that exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sim.errors import Fault, nearest
from sim.scenario.checks.case import Case
from sim.scenario.layers import COLLECTIONS, COST_ITEMS, HUB_COLLECTIONS, INNER_COLLECTIONS
from sim.scenario.schema import (
    AnyClock,
    Apart,
    Claim,
    Delay,
    Initial,
    Monitored,
    Moving,
    PerAmount,
    Review,
    ReviewInTime,
    Space,
    Unfit,
    Upstream,
)
from sim.scenario.tree import Branch, Path

SUSPENDABLE = ("selection", "transfers", "removals", "documents", "moves")
"""What an act may suspend, beside destinations."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
SCENARIO_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
POINT_NAME = re.compile(r"[^\W_][\w .,%=-]{0,79}")
NOT_NAMES = (
    "on",
    "off",
    "yes",
    "no",
    "true",
    "false",
    "none",
    "null",
    "any",
    "rest",
    "sender",
    "reception",
    "selection",
    "transfers",
    "removals",
)

INSTANTS = (
    "listed",
    "decided",
    "refused",
    "told",
    "ready",
    "boarded",
    "arrived",
    "screening_started",
    "screened",
    "place_asked",
    "placed",
    "documents",
    "notice",
    "claim_lodged",
    "claim_decided",
    "agreed",
    "cleared",
    "booked",
    "release_ordered",
    "send_back",
    "deadline",
    "outcome",
    "left",
    "back",
    "home",
)
"""Instants of a journey that a safeguard may name."""

CLOCKS_OF_ALL = ("documents", "drops_out")
"""Clocks that destinations and streams give: a hub cannot name its own like them."""


def spelling(tree: Branch) -> Iterator[Fault]:
    """Names of the user's choice: small letters, digits and _, none of the words that mean something else."""
    name = tree.get("name")
    text = getattr(name, "text", "")
    if text and not SCENARIO_NAME.fullmatch(text):
        yield tree.place_of(("name",)).fault(f'the name "{text[:80]}" cannot name a folder', "Write name: with letters, digits and dashes")
    hubs = tree.branch("hubs").children
    collections: list[Path] = [COST_ITEMS, *INNER_COLLECTIONS, *((one,) for one in (*COLLECTIONS, "demand"))]
    collections += [("hubs", hub, one) for hub in hubs for one in (*HUB_COLLECTIONS, "clocks", "amenities")]
    collections += [("hubs", hub, "pools", pool, "groups") for hub in hubs for pool in tree.branch("hubs", hub, "pools").children]
    for path in collections:
        yield from _spelled(tree, path)
    yield from _points(tree)


def _points(tree: Branch) -> Iterator[Fault]:
    """Names of points stand in tables and pictures."""
    to_do = "Begin with a letter or digit; write letters, digits, spaces and . , - _ % ="
    for word in tree.branch("sweep", "points").children:
        if not POINT_NAME.fullmatch(word):
            yield tree.key_place(("sweep", "points", word)).fault(f'"{word[:80]}" cannot name a point', to_do)


def _spelled(tree: Branch, path: Path) -> Iterator[Fault]:
    for word in tree.branch(*path).children:
        place = tree.key_place((*path, word))
        if not NAME.fullmatch(word):
            yield place.fault(f'"{word[:80]}" is not a name', "Write small letters, digits and _, as in first_floor")
        elif word in NOT_NAMES:
            yield place.fault(f'"{word}" cannot be a name: it means something else', "Give it another name")
        elif path == ("timeline",) and word == "factor":
            yield place.fault(
                '"factor" cannot be the name of an act: more people of a stream have it in their name', "Give it another name"
            )
        elif path == ("destinations",) and word in SUSPENDABLE:
            yield place.fault(f'"{word}" cannot be the name of a destination: a dated act may suspend it', "Give it another name")
        elif path[-1] == "screening" and word in INSTANTS:
            yield place.fault(f'"{word}" cannot be the name of a step: it is an instant of the journey', "Give it another name")
        elif path[-1] == "clocks" and word in CLOCKS_OF_ALL:
            yield place.fault(f'"{word}" cannot be the name of a clock of the hub: every case has one of that name', "Give it another name")


def hubs(case: Case) -> Iterator[Fault]:
    """A hub at least; pools and teams have a name of their own through all hubs, which is no name of a hub."""
    if not case.scenario.hubs:
        yield case.tree.place_of(("hubs",)).fault("there is no hub", "Add one")
    owners: dict[str, str] = {}
    for hub, terms in case.scenario.hubs.items():
        for kind, names in (("pools", terms.pools), ("teams", terms.teams)):
            for name in names:
                place = case.tree.key_place(("hubs", hub, kind, name))
                if name in case.scenario.hubs and kind == "pools":
                    yield place.fault(f'"{name}" is a hub and a pool', "Give one of them another name")
                elif (other := owners.setdefault(f"{kind}.{name}", hub)) != hub:
                    another = f"give one of them another name, as {name}_{hub}"
                    to_do = f'Did you mean the hub "{other}"? If not, {another}' if nearest(hub, [other]) else f"G{another[1:]}"
                    yield place.fault(f"the hub {other} has {kind} of the name {name} too", to_do)


def roads(case: Case) -> Iterator[Fault]:
    """Hubs and pools to which somebody may be moved, and the roads between hubs."""
    others = [hub for hub in case.scenario.hubs if hub != case.hub_name]
    where = f"hubs.{case.hub_name}"
    yield from _in_lists(case, {f"{where}.policy.divert_to": case.hub.policy.divert_to}, others, "other hub")
    yield from _in_maps(case, {f"{where}.travel": case.hub.travel}, others, "other hub")
    for name, clock in case.hub.clocks.items():
        if isinstance(clock, Moving) and clock.to not in (valid := [*case.of_all_hubs("pools"), *others]):
            yield case.unknown(f"{where}.clocks.{name}.to", clock.to, valid, "pool or other hub")
    streams = {f"demand.{name}.hubs": stream.hubs for name, stream in case.scenario.demand.items()}
    yield from _in_lists(case, streams, case.scenario.hubs, "hub")


def classes(case: Case) -> Iterator[Fault]:
    """Names of classes."""
    hub, where = case.hub, f"hubs.{case.hub_name}"
    lists: dict[str, Iterable[str]] = {"agreement.excluded": case.scenario.agreement.excluded, f"{where}.for": hub.for_}
    lists |= {f"{where}.pools.{name}.for": pool.for_ for name, pool in hub.pools.items()}
    lists |= {f"{where}.pools.{name}.reserve.for": pool.reserve.for_ for name, pool in hub.pools.items() if pool.reserve}
    lists |= {f"{where}.screening.{name}.for": step.for_ for name, step in hub.screening.items()}
    lists |= {f"{where}.clocks.{name}.for": clock.for_ for name, clock in hub.clocks.items()}
    lists |= {f"{where}.pools.{name}.groups.{group}": one for name, pool in hub.pools.items() for group, one in pool.groups.items()}
    lists |= {f"{where}.clocks.{name}.{key}": [word] for name, clock in hub.clocks.items() for key, word in _becomes(clock)}
    lists |= {f"{where}.deadlines.{name}.for": one.for_ for name, one in hub.deadlines.items()}
    lists |= {f"selection.filters.{name}.for": one.for_ for name, one in case.scenario.selection.filters.items()}
    lists |= {f"timeline.{name}.classes": act.classes for name, act in case.scenario.timeline.items()}
    lists |= {f"safeguards.{name}.for": one.for_ for name, one in case.scenario.safeguards.items()}
    lists |= {f"safeguards.{name}.apart": one.apart for name, one in case.scenario.safeguards.items() if isinstance(one, Apart)}
    yield from _in_lists(case, lists, case.scenario.classes, "class")
    maps: dict[str, Iterable[str]] = {f"demand.{name}.classes": stream.classes or () for name, stream in case.scenario.demand.items()}
    maps |= {f"{where}.screening.{name}.referred": step.referred or () for name, step in hub.screening.items()}
    selection, objections = case.scenario.selection, case.scenario.transfer.objections
    by_class = {"selection.accepted": selection.accepted, "selection.proposed": selection.proposed}
    by_class |= {f"transfer.objections.{name}.chance": one.chance for name, one in objections.items()}
    maps |= {path: shares for path, shares in by_class.items() if isinstance(shares, dict)}
    yield from _in_maps(case, maps, case.scenario.classes, "class")


def _becomes(clock: AnyClock) -> list[tuple[str, str]]:
    """Classes that a clock makes."""
    keys = ("becomes", "refused_becomes")
    return [(key, word) for key in keys if isinstance(clock, Claim | Unfit) and (word := getattr(clock, key, None)) is not None]


def destinations(case: Case) -> Iterator[Fault]:
    """Names of destinations."""
    where = f"hubs.{case.hub_name}"
    clocks = {f"{where}.clocks.{name}.destinations": clock.destinations for name, clock in case.hub.clocks.items()}
    clocks |= {f"{where}.destinations": case.hub.destinations}
    clocks |= {f"selection.filters.{name}.destinations": one.destinations for name, one in case.scenario.selection.filters.items()}
    yield from _in_lists(case, clocks, case.scenario.destinations, "destination")
    streams = {f"demand.{name}.destinations": stream.destinations or () for name, stream in case.scenario.demand.items()}
    yield from _in_maps(case, streams, case.scenario.destinations, "destination")


def teams(case: Case) -> Iterator[Fault]:
    """Names of teams."""
    hub, where = case.hub, f"hubs.{case.hub_name}"
    lists: dict[str, Iterable[str]] = {"selection.team": case.scenario.selection.team}
    works = {name: one.documents.work for name, one in case.scenario.destinations.items()}
    lists |= {f"destinations.{name}.documents.work.team": work.team for name, work in works.items() if work is not None}
    yield from _in_lists(case, lists, case.of_all_hubs("teams"), "team")
    lists = {f"{where}.screening.{name}.team": step.team for name, step in hub.screening.items()}
    lists |= {f"{where}.clocks.{name}.team": clock.team for name, clock in hub.clocks.items() if isinstance(clock, Review)}
    yield from _in_lists(case, lists, hub.teams, "team")
    yield from _in_lists(case, {f"{where}.teams.{name}.pools": team.pools for name, team in hub.teams.items()}, hub.pools, "pool")


def clocks(case: Case) -> Iterator[Fault]:
    """Clocks a claim stops: those of the hub, and the documents of each destination."""
    stops = {f"hubs.{case.hub_name}.clocks.{name}.stops": c.stops for name, c in case.hub.clocks.items() if isinstance(c, Claim)}
    yield from _in_lists(case, stops, [*case.of_all_hubs("clocks"), "documents"], "clock")


def pools(case: Case) -> Iterator[Fault]:
    """Names of pools (and of hubs that open and close) in the timeline and of people already inside."""
    acts, known = case.scenario.timeline.items(), case.of_all_hubs("pools")
    doors: dict[str, Iterable[str]] = {f"timeline.{name}.open": act.open for name, act in acts}
    doors |= {f"timeline.{name}.close": act.close for name, act in acts}
    yield from _in_lists(case, doors, [*known, *case.scenario.hubs], "pool or hub")
    lists: dict[str, Iterable[str]] = {}
    streams = {name: stream for name, stream in case.scenario.demand.items() if isinstance(stream, Initial)}
    lists |= {f"demand.{name}.pool": [stream.pool] for name, stream in streams.items() if stream.pool and stream.pool != "reception"}
    yield from _in_lists(case, lists, known, "pool")
    yield from _in_maps(case, {f"timeline.{name}.resize": act.resize for name, act in acts}, known, "pool")
    yield from _in_maps(case, {f"timeline.{name}.move": act.move for name, act in acts}, known, "pool")
    for name, act in acts:
        for old, new in act.move.items():
            if new not in known:
                yield case.unknown(("timeline", name, "move", old), new, known, "pool")


def services(case: Case) -> Iterator[Fault]:
    """Where services leave from and go to."""
    for name, service in case.scenario.services.items():
        if service.from_ is not None and service.from_ not in case.scenario.hubs:
            hint = "Take `from` out: without it a service leaves from the sender" if service.from_ == "sender" else None
            fault = case.unknown(f"services.{name}.from", service.from_, case.scenario.hubs, "hub")
            yield fault if hint is None else case.fault(f"services.{name}.from", 'there is no hub "sender"', hint)
        valid = list(case.scenario.hubs) if service.from_ is None else [*case.scenario.destinations, "sender"]
        for word in service.to:
            if word not in valid:
                kind = "hub" if service.from_ is None else "destination"
                yield case.unknown(f"services.{name}.to", word, valid, kind)


def acts(case: Case) -> Iterator[Fault]:
    """What acts suspend, which acts they name, and whom they are about; acts with which pools and hubs open."""
    suspendable = [*SUSPENDABLE, *case.scenario.destinations]
    for name, act in case.scenario.timeline.items():
        for key, words in (("suspend", act.suspend), ("resume", act.resume)):
            for word in words:
                if word not in suspendable:
                    fault = case.unknown(f"timeline.{name}.{key}", word, suspendable, "act")
                    yield case.fault(f"timeline.{name}.{key}", f'there is no "{word}" to {key}', fault.to_do)
        upstream = [stream for stream, terms in case.scenario.demand.items() if isinstance(terms, Upstream)]
        maps = {f"timeline.{name}.add": act.add, f"timeline.{name}.exempt": act.exempt}
        yield from _in_maps(case, maps, upstream, "stream of kind upstream")
        others = [other for other in case.scenario.timeline if other != name]
        if act.after is not None and act.after not in case.scenario.timeline:
            yield case.unknown(f"timeline.{name}.after", act.after, others, "act")
        named = {f"timeline.{name}.if": act.if_, f"timeline.{name}.unless": act.unless, f"timeline.{name}.ends": act.ends}
        yield from _in_lists(case, named, others, "act")
        yield from _in_lists(case, {f"timeline.{name}.hubs": act.hubs}, case.scenario.hubs, "hub")
        yield from _in_lists(case, {f"timeline.{name}.destinations": act.destinations}, case.scenario.destinations, "destination")
        yield from _in_lists(case, {f"timeline.{name}.streams": act.streams}, case.scenario.demand, "stream")
    where = f"hubs.{case.hub_name}"
    opens = {f"{where}.pools.{name}.opens": pool.opens for name, pool in case.hub.pools.items()} | {f"{where}.opens": case.hub.opens}
    with_acts = {path: [one] for path, one in opens.items() if isinstance(one, str)}
    yield from _in_lists(case, with_acts, case.scenario.timeline, "act")


def rounds(case: Case) -> Iterator[Fault]:
    """Acts that come after each other in a ring."""
    for name in case.scenario.timeline:
        ring = [name]
        while (after := case.scenario.timeline[ring[-1]].after) in case.scenario.timeline and after not in ring:
            ring.append(str(after))
        if after == name and name == min(ring):
            yield case.fault(
                f"timeline.{name}.after",
                f"acts come after each other in a ring: {' after '.join([*ring, name])}",
                "Give one of them a date",
            )


def safeguards(case: Case) -> Iterator[Fault]:
    """What safeguards name: instants, or the first time a step or review began; pools, amenities, reviews and services."""
    hubs = case.scenario.hubs.values()
    pools = [*(pool for hub in hubs for pool in hub.pools), "reception"]
    amenities = [amenity for hub in hubs for amenity in hub.amenities]
    steps = [step for hub in hubs for step in hub.screening]
    reviews = [name for hub in hubs for name, clock in hub.clocks.items() if isinstance(clock, Review)]
    instants = [*INSTANTS, *steps, *reviews, "selection"]
    for name, one in case.scenario.safeguards.items():
        match one:
            case Delay():
                yield from _unknown(case, f"safeguards.{name}.from", [one.from_], instants, "instant, screening step or review")
                yield from _unknown(case, f"safeguards.{name}.to", [one.to], instants, "instant, screening step or review")
            case Space() | Apart():
                yield from _unknown(case, f"safeguards.{name}.pools", one.pools, pools, "pool")
            case PerAmount():
                yield from _unknown(case, f"safeguards.{name}.per", [one.per], amenities, "amenity")
            case ReviewInTime():
                yield from _unknown(case, f"safeguards.{name}.review", [one.review], reviews, "review")
            case Monitored():
                yield from _unknown(case, f"safeguards.{name}.monitored", one.monitored, case.scenario.services, "service")


def _unknown(case: Case, path: str, words: Iterable[str], valid: Iterable[str], kind: str) -> Iterator[Fault]:
    return (case.unknown(path, word, valid, kind) for word in words if word not in valid)


def _in_lists(case: Case, lists: Mapping[str, Iterable[str]], valid: Iterable[str], kind: str) -> Iterator[Fault]:
    names = list(valid)
    for path, words in lists.items():
        for word in words:
            if word not in names:
                yield case.unknown(path, word, names, kind)


def _in_maps(case: Case, maps: Mapping[str, Iterable[str]], valid: Iterable[str], kind: str) -> Iterator[Fault]:
    names = list(valid)
    for path, words in maps.items():
        for word in words:
            if word not in names:
                place = case.tree.key_place((*path.split("."), word))
                fault = case.unknown(path, word, names, kind)
                yield place.fault(fault.what, fault.to_do)
