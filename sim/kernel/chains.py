"""Rows in a chain, which names its first and its last row (`Chain`); a row has two words of its own for it (`Link`).

A short chain may do without: one word names its first row, one of each row the next (`put_behind`, `unhook`).
"""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.rows import Chain, Link


@compiled
def add(m, chain, row, link):  # type: ignore[no-untyped-def]
    """The last of a chain."""
    insert(m, chain, m[chain + Chain.LAST], row, 0, link)


@compiled
def insert(m, chain, before, row, after, link):  # type: ignore[no-untyped-def]
    """Between two rows that are neighbours; 0: it is the first or the last."""
    m[row + link + Link.PREVIOUS] = before
    m[row + link + Link.NEXT] = after
    _join(m, chain, before, row, row, after, link)


@compiled
def remove(m, chain, row, link):  # type: ignore[no-untyped-def]
    """Those before and behind it are neighbours; the row itself still says who they were."""
    before, after = m[row + link + Link.PREVIOUS], m[row + link + Link.NEXT]
    _join(m, chain, before, after, before, after, link)


@compiled
def _join(m, chain, before, next_one, previous_one, after, link):  # type: ignore[no-untyped-def]
    """Say who is next to the one before, and previous to the one after."""
    m[before + link + Link.NEXT if before else chain + Chain.FIRST] = next_one
    m[after + link + Link.PREVIOUS if after else chain + Chain.LAST] = previous_one


@compiled
def put_behind(m, first, row, following):  # type: ignore[no-untyped-def]
    """Behind all others of a short chain; `first` is the word that names its first row, `following` that of a row which names the next."""
    m[row + following] = 0
    word = first
    while m[word]:
        word = m[word] + following
    m[word] = row


@compiled
def unhook(m, first, row, following):  # type: ignore[no-untyped-def]
    """Out of a short chain; harmless when it is not in it."""
    word = first
    while m[word] and m[word] != row:
        word = m[word] + following
    if m[word]:
        m[word] = m[row + following]
