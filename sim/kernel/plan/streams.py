"""Plan of the demand of one replication: streams and sub-streams, behind all else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.draws import hash32
from sim.given.streams import Change, Given
from sim.kernel.memory import NONE
from sim.kernel.plan.constants import Constants, Word, bits
from sim.kernel.plan.layout import Layout
from sim.kernel.rows import Stream
from sim.kernel.words import Stream as Kind
from sim.scenario.schema import Backlog, Cohorts, Initial, Trace, TraceRow
from sim.scenario.shapes import Shape

RECEPTION = "reception"


def lay_streams(layout: Layout, streams: Sequence[Given], place: int) -> list[int]:
    """Words of the streams' rows, and of the constants behind them, to lie at a place of the memory."""
    words = [0] * (len(streams) * Stream.WIDTH)
    constants = Constants(place + len(words))
    for n, given in enumerate(streams):
        for field, value in _stream(layout, constants, given).items():
            words[n * Stream.WIDTH + field] = bits(value)
    return words + constants.words


def _stream(layout: Layout, constants: Constants, given: Given) -> dict[Stream, Word]:
    terms, names = given.terms, layout.names
    base = given.name.partition("+")[0]
    return {
        Stream.NAME: list(layout.scenario.demand).index(base),
        Stream.RANK: given.rank,
        Stream.ENTITY: hash32(f"demand.{given.name}"),
        Stream.BASE_ENTITY: hash32(f"demand.{base}"),
        Stream.KIND: Kind[terms.kind.upper()],
        Stream.CLASSES: constants.choices("class", terms.classes, names.classes) if terms.classes else 0,
        Stream.DESTINATIONS: constants.choices("destination", terms.destinations, names.destinations) if terms.destinations else 0,
        Stream.HUBS: layout.mask(terms.hubs, names.hubs),
        Stream.DROPS_OUT: constants.latent("drops_out", terms.drops_out),
        Stream.PIECES: constants.rows(given.pieces),
        Stream.CHANGES: constants.rows([_change(change) for change in given.changes]),
        Stream.CUTS: constants.rows([(hash32(f"kept.{cut.act}"), constants.rows(cut.kept)) for cut in given.cuts]),
        Stream.ADDS: 0 if given.adds is None else constants.block([given.adds.begin, given.adds.end, given.adds.more]),
        **_listing(layout, constants, given),
    }


def _change(change: Change) -> tuple[Word, ...]:
    factor = 0.0 if change.factor is None else change.factor
    return (hash32(f"kept.{change.act}"), change.begin, change.end, float(change.rate), float(factor), change.factor is not None)


def _listing(layout: Layout, constants: Constants, given: Given) -> dict[Stream, Word]:
    terms = given.terms
    match terms:
        case Backlog():
            begin = 0 if terms.from_ is None else max(0, layout.instant(terms.from_))
            return {Stream.CASES: terms.cases, Stream.BEGIN: begin, Stream.AT_ONCE: terms.rate is None}
        case Cohorts():
            cohorts = [(at, constants.shape("cohort.people", people)) for at, people in _dated(layout, terms)]
            return {Stream.COHORTS: constants.rows(cohorts), Stream.HAPPENS: float(terms.happens), Stream.SHOWS_UP: float(terms.shows_up)}
        case Trace():
            in_order = sorted(terms.rows, key=lambda row: (row.at, row.id))
            return {Stream.ROWS: _rows(layout, constants, terms, in_order)}
        case Initial():
            rows = terms.rows or [TraceRow(id=number, pool=terms.pool) for number in range(terms.cases or 0)]
            drawn = terms.days_inside if terms.days_inside is not None and not terms.rows else None
            return {Stream.ROWS: _rows(layout, constants, terms, rows), Stream.DAYS_INSIDE: constants.shape("days_inside", drawn)}
    return {}


def _dated(layout: Layout, terms: Cohorts) -> list[tuple[int, Shape | None]]:
    if terms.every is not None:
        return [(at, terms.people) for at in range(terms.every, layout.scenario.horizon, terms.every)]
    return sorted(((layout.instant(date), people) for date, people in (terms.dates or {}).items()), key=lambda dated: dated[0])


def _rows(layout: Layout, constants: Constants, terms: Trace | Initial, rows: Iterable[TraceRow]) -> int:
    own_pool = terms.pool if isinstance(terms, Initial) else None
    own_hub = next(iter(terms.hubs), None)
    words = []
    for row in rows:
        pool, hub = row.pool or own_pool, row.hub or own_hub
        words.append(
            (
                row.id,
                row.at,
                layout.hubs[hub] if hub else 0,
                layout.pools[pool] if pool and pool != RECEPTION else 0,
                NONE if not row.class_ else layout.names.classes[row.class_],
                NONE if not row.destination else layout.names.destinations[row.destination],
                NONE if row.people is None else row.people,
                max(0, row.elapsed),
            )
        )
    return constants.rows(words)
