"""Waiting lists: who is served next, without looking at everybody.

Those who wait are grouped by what they need. Within a group the smallest key goes first; only the heads of groups are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

Key = tuple[int, ...]
Item = TypeVar("Item")
Offer = TypeVar("Offer")


class Ticket(Generic[Item]):
    """One item's place in a list. `key` orders it: (priority, joined_at, order kept from a shared manifest, case and what of it)."""

    __slots__ = ("item", "key", "need", "waiting")

    def __init__(self, key: Key, need: Hashable, item: Item) -> None:
        self.key = key
        self.need = need
        self.item = item
        self.waiting = True

    def __lt__(self, other: Ticket[Item]) -> bool:
        return self.key < other.key

    @property
    def joined_at(self) -> int:
        """When it joined, in a list that is ordered so."""
        return self.key[1]

    @property
    def kept_order(self) -> int:
        """Its place on the manifest of a departure that left without it."""
        return self.key[2]

    def withdraw(self) -> None:
        """Give up the place in the list."""
        self.waiting = False


Standing = tuple[Key, Ticket[Item]]
"""A ticket behind its key, which heaps compare without a call."""


class WaitingList(Generic[Item]):
    """All who wait for one kind of thing.

    Parameters
    ----------
    strict : callable
        Whether those who fit must not pass those before them who do not; asked anew each time, since policies may change.

    Attributes
    ----------
    groups : dict
        Those who wait, by what they need. Who has withdrawn is taken off when somebody looks, so nobody waits where there is no group.
    """

    def __init__(self, strict: Callable[[], bool]) -> None:
        self.groups: dict[Hashable, list[Standing[Item]]] = {}
        self._strict = strict

    def join(self, key: Key, need: Hashable, item: Item) -> Ticket[Item]:
        """Wait for `need`."""
        ticket = Ticket(key, need, item)
        group = self.groups.get(need)
        if group is None:
            self.groups[need] = [(key, ticket)]
        else:
            heappush(group, (key, ticket))
        return ticket

    def reorder(self, key: Callable[[Ticket[Item]], Key]) -> None:
        """What orders those who wait has changed: each has another key."""
        for need, group in self.groups.items():
            still = [ticket for _, ticket in group if ticket.waiting]
            for ticket in still:
                ticket.key = key(ticket)
            self.groups[need] = [(ticket.key, ticket) for ticket in still]
            heapify(self.groups[need])

    def serve(self, offer: Callable[[Item], Offer | None], grant: Callable[[Item, Offer], None]) -> None:
        """Grant what is offered to the first that anything can be offered, again and again, until there is nobody."""
        while self.groups:
            for _, head in self._heads():
                offered = offer(head.item)
                if offered is not None:
                    self._take_off(head)
                    grant(head.item, offered)
                    break
                if self._strict():
                    return
            else:
                return

    def in_order(self, serves: Callable[[Hashable], bool], fits: Callable[[Item], bool]) -> Iterator[Item]:
        """Those who fit, in order, without taking them off the list (which must not change meanwhile); `fits` may count what is left.

        A group whose head does not fit is passed over as a whole: what is left only shrinks. Groups are heaps, walked from the top
        only as far as somebody fits.
        """
        ahead = [(*head, 0) for head in self._heads() if serves(head[1].need)]
        passed_over: set[Hashable] = set()
        while ahead:
            _, ticket, i = heappop(ahead)
            if ticket.need in passed_over:
                continue
            if not ticket.waiting or fits(ticket.item):
                group = self.groups[ticket.need]
                for j in range(2 * i + 1, min(2 * i + 3, len(group))):
                    heappush(ahead, (*group[j], j))
                if ticket.waiting:
                    yield ticket.item
            elif self._strict():
                return
            else:
                passed_over.add(ticket.need)

    def __iter__(self) -> Iterator[Item]:
        """Everybody who waits, in order."""
        return iter(t.item for _, t in sorted(one for group in self.groups.values() for one in group if one[1].waiting))

    def needs(self) -> Iterator[Hashable]:
        """What is waited for."""
        return iter({ticket.need: None for _, ticket in self._heads()})

    def _take_off(self, head: Ticket[Item]) -> None:
        """The first of its group waits no more."""
        head.waiting = False
        group = self.groups[head.need]
        heappop(group)
        if not group:
            del self.groups[head.need]

    def _heads(self) -> list[Standing[Item]]:
        """The first of each group, in order."""
        heads = []
        for group in self.groups.values():
            while group and not group[0][1].waiting:
                heappop(group)
            if group:
                heads.append(group[0])
        if len(heads) < len(self.groups):
            self.groups = {need: group for need, group in self.groups.items() if group}
        if len(heads) > 1:
            heads.sort()
        return heads
