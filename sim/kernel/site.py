"""A site: one hub of the world, with its reception and places, and its teams."""

from __future__ import annotations

from sim.kernel import book, housing, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.memory import covers
from sim.kernel.rows import Case, Site, Stream, World
from sim.kernel.words import Kind, Number


@compiled
def is_open(m, site):  # type: ignore[no-untyped-def]
    """Whether it takes newcomers: opened by its date or act, and not closed since."""
    return m[site + Site.CLOSED_BY] == 0 and world.has_opened(m, m[site + Site.OPENS_AT], m[site + Site.OPENS_ACT])


@compiled
def begin(m, site):  # type: ignore[no-untyped-def]
    """Look at the start what is open, and again on the day it opens."""
    at = m[site + Site.OPENS_AT]
    if 0 < at < m[World.HORIZON]:
        alarm(m, at, Kind.CHANGE, Number.HUBS + m[site + Site.INDEX], 0, Event.HUB_OPENS, site)
    housing.begin(m, site)
    recount(m, site)


@compiled
def let_in(m, site):  # type: ignore[no-untyped-def]
    """A dated act lets newcomers in again."""
    m[site + Site.CLOSED_BY] = 0


@compiled
def shut(m, site, act):  # type: ignore[no-untyped-def]
    """A dated act (its index) lets no newcomers in: who is inside or has a place reserved stays."""
    m[site + Site.CLOSED_BY] = act + 1


@compiled
def recount(m, site):  # type: ignore[no-untyped-def]
    """Something dated has changed what is usable, or whether newcomers are taken."""
    opened = 1 if is_open(m, site) else 0
    if opened != m[site + Site.NOTED]:
        m[site + Site.NOTED] = opened
        if opened:
            book.spell_ends(m, book.spell_of_hub(m, site))
        else:
            book.spell_begins(m, m[site + Site.CLOSED_BY] - 1, book.spell_of_hub(m, site))
    housing.recount(m, site)


@compiled
def strict(m, site):  # type: ignore[no-untyped-def]
    """Whether nobody may pass those before them who do not fit."""
    return m[site + Site.STRICT] == 1


@compiled
def takes(m, site, case):  # type: ignore[no-untyped-def]
    """Whether the hub is for the class and destination of a case, and for its stream."""
    return (
        covers(m[site + Site.FOR], m[case + Case.CLASS])
        and covers(m[site + Site.DESTINATIONS], m[case + Case.DESTINATION])
        and covers(m[m[case + Case.STREAM] + Stream.HUBS], m[site + Site.INDEX])
    )
