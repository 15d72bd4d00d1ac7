"""Plan of the timeline: acts, and the words that each of their settings puts in place of others."""

from __future__ import annotations

from sim.draws import hash32
from sim.given.acts import Dates
from sim.kernel.memory import NEVER, NONE
from sim.kernel.plan.agreement import CHOICES
from sim.kernel.plan.layout import Layout
from sim.kernel.rows import Act, Setting, Suspended
from sim.kernel.words import Counted, InTransit, Outcome
from sim.scenario.schema import Act as Terms
from sim.scenario.schema import Scenario

COMES_HOME = ("returned_voluntarily", "removed", "sent_back")
STAY_LIMIT, REGIME = "agreement.stay.limit", "policy.regime"
WORDS = {"selection": Suspended.SELECTION, "transfers": Suspended.TRANSFERS, "removals": Suspended.REMOVALS, "moves": Suspended.MOVES}


def settings(scenario: Scenario) -> list[tuple[str, str, object]]:
    """(act, dotted name, value) of all that acts put in force, sizes of pools among them; demand is given before the run."""
    found: list[tuple[str, str, object]] = []
    for act, terms in scenario.timeline.items():
        found += [(act, path, value) for path, value in terms.set.items() if not path.startswith("demand.")]
        found += [(act, path_of_size(scenario, pool), size) for pool, size in terms.resize.items()]
    return found


def path_of_size(scenario: Scenario, pool: str) -> str:
    """Dotted name of the number of places, or rooms, of a pool."""
    hub = next(name for name, terms in scenario.hubs.items() if pool in terms.pools)
    field = "places" if scenario.hubs[hub].pools[pool].rooms is None else "rooms"
    return f"hubs.{hub}.pools.{pool}.{field}"


def lay_acts(layout: Layout, changed: dict[tuple[str, str], dict[int, int]]) -> None:
    """Every act; `changed` says which words each setting puts where."""
    rows = _lay_settings(layout, changed)
    opening = _opening_acts(layout.scenario)
    for index, (name, terms) in enumerate(layout.scenario.timeline.items()):
        row = layout.acts[name]
        layout.put(row + Act.INDEX, index)
        layout.put(row + Act.ENTITY, hash32(f"timeline.{name}"))
        _lay_dates(layout, row, terms)
        _lay_suspensions(layout, row, terms)
        _lay_changes(layout, row, name, terms, rows, name in opening)
        _lay_people(layout, row, name, terms)


def lay_dates(layout: Layout, words: list[int], dates: Dates) -> None:
    """What luck makes of the dates of one replication, put into a copy of the words."""
    known = {act.name: act for act in dates.known()}
    for name, row in layout.acts.items():
        act, terms = known.get(name), layout.scenario.timeline[name]
        words[row + Act.KNOWN] = act is not None
        words[row + Act.AT] = NEVER if act is None else act.at
        words[row + Act.UNTIL] = NEVER if act is None or act.until is None else act.until
        planned = None
        if not dates.is_known(name) and terms.when is None and (terms.after is None or dates.is_known(terms.after)):
            planned = dates.instant(name)
        words[row + Act.PLANNED_AT] = NEVER if planned is None else planned


def _lay_settings(layout: Layout, changed: dict[tuple[str, str], dict[int, int]]) -> dict[tuple[str, str], tuple[int, int]]:
    """(act, dotted name): place of the setting, and of the list of words the act puts where."""
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for path in dict.fromkeys(path for _, path in changed):
        acts = [act for act, other in changed if other == path]
        places = sorted({place for act in acts for place in changed[act, path]})
        setting = layout.add(Setting.STACK + 2 * len(acts))
        hub = path.split(".")[1] if path.endswith(REGIME) else ""
        layout.put(setting + Setting.REGIME_OF, layout.hubs[hub] if hub else 0)
        layout.put(setting + Setting.OWN, layout.constants.rows([(place, layout.words[place]) for place in places]))
        for act in acts:
            words = [(place, changed[act, path].get(place, layout.words[place])) for place in places]
            rows[act, path] = setting, layout.constants.rows(words)
    return rows


def _lay_dates(layout: Layout, row: int, terms: Terms) -> None:
    put, acts = layout.put, layout.names.acts
    for counted in list(Counted)[:-1]:
        put(row + Act.WHEN + counted, None if terms.when is None else getattr(terms.when, counted.name.lower()))
    put(row + Act.AFTER, None if terms.after is None else acts[terms.after])
    put(row + Act.DELAY, layout.constants.shape("delay", terms.delay))
    put(row + Act.CHANCE, float(terms.chance))
    put(row + Act.IF, layout.mask(terms.if_, acts))
    put(row + Act.UNLESS, layout.mask(terms.unless, acts))
    put(row + Act.LASTS, terms.lasts)
    put(row + Act.ENDS, layout.places(terms.ends, layout.acts))
    put(row + Act.AWAITED, terms.when is not None)


def _lay_suspensions(layout: Layout, row: int, terms: Terms) -> None:
    layout.put(row + Act.SUSPEND, layout.constants.numbers(_suspended(layout, terms, terms.suspend)))
    layout.put(row + Act.RESUME, layout.constants.numbers(_suspended(layout, terms, terms.resume)))
    layout.put(row + Act.IN_TRANSIT, InTransit[terms.in_transit.upper()])


def _suspended(layout: Layout, terms: Terms, words: tuple[str, ...]) -> list[int]:
    """Documents are suspended destination by destination."""
    known = layout.names.destinations
    found: list[int] = []
    for word in words:
        if word == "documents":
            first = Suspended.DESTINATION + len(known)
            found += [first + known[name] for name in terms.destinations or known]
        else:
            found.append(Suspended.DESTINATION + known[word] if word in known else WORDS[word])
    return found


def _lay_changes(layout: Layout, row: int, name: str, terms: Terms, rows: dict[tuple[str, str], tuple[int, int]], opens: bool) -> None:
    put, constants = layout.put, layout.constants
    put(row + Act.SETTINGS, constants.rows([rows[name, path] for path in terms.set if (name, path) in rows]))
    put(row + Act.RESIZED, constants.rows([rows[name, path_of_size(layout.scenario, pool)] for pool in terms.resize]))
    put(row + Act.CHANGES_PLACES, bool(opens or terms.open or terms.close or terms.resize))
    put(row + Act.OPEN, constants.rows([_door(layout, door) for door in terms.open]))
    put(row + Act.CLOSE, constants.rows([_door(layout, door) for door in terms.close]))
    put(row + Act.HAS_SET, bool(terms.set))
    put(row + Act.SETS_STAY_LIMIT, STAY_LIMIT in terms.set)
    put(row + Act.SETS_REGIME, any(path.endswith(REGIME) for path in terms.set))
    put(row + Act.HAS_END, terms.end is not None)
    if terms.end is not None:
        put(row + Act.END_THEN, CHOICES[terms.end.then])
        put(row + Act.END_GRACE, terms.end.grace)


def _door(layout: Layout, name: str) -> tuple[int, int]:
    return (0, layout.hubs[name]) if name in layout.hubs else (1, layout.pools[name])


def _lay_people(layout: Layout, row: int, name: str, terms: Terms) -> None:
    put, names = layout.put, layout.names
    exchange = terms.exchange
    put(row + Act.HAS_EXCHANGE, exchange is not None)
    put(row + Act.EXCHANGE_TRAVEL, NONE)
    put(row + Act.EXCHANGE_HASH, hash32(f"exchange.{name}"))
    if exchange is not None:
        put(row + Act.EXCHANGE_SHARE, float(exchange.share))
        put(row + Act.EXCHANGE_OUTCOME, Outcome[exchange.outcome.upper()])
        put(row + Act.EXCHANGE_TRAVEL, (exchange.travel or 0) if exchange.outcome in COMES_HOME else NONE)
    put(row + Act.HAS_RELEASE, terms.release is not None)
    put(row + Act.RELEASE_SHARE, float(terms.release or 0.0))
    put(row + Act.RELEASE_HASH, hash32(f"timeline.{name}"))
    put(row + Act.GRACE, terms.grace)
    put(row + Act.CLASSES, layout.mask(terms.classes, names.classes))
    put(row + Act.HUBS, layout.mask(terms.hubs, names.hubs))
    put(row + Act.DESTINATIONS, layout.mask(terms.destinations, names.destinations))
    put(row + Act.STREAMS, layout.mask(terms.streams, {stream: rank for rank, stream in enumerate(layout.scenario.demand)}))
    put(row + Act.ARRIVED_FROM, layout.instant(terms.arrived_from))
    put(row + Act.ARRIVED_BEFORE, layout.instant(terms.arrived_before))
    put(row + Act.MOVE, layout.constants.rows([(layout.pools[from_], layout.pools[to]) for from_, to in terms.move.items()]))


def _opening_acts(scenario: Scenario) -> set[str]:
    """Acts with which pools or hubs open."""
    hubs = scenario.hubs.values()
    opens = [*(hub.opens for hub in hubs), *(pool.opens for hub in hubs for pool in hub.pools.values())]
    return {act for act in opens if isinstance(act, str)}
