"""Suspensions: what stands still by order of dated acts, and what that does to those it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.given.acts import Act
    from sim.hub.world import World
    from sim.scenario.schema import Act as Terms

DOCUMENTS, MOVES = "documents", "moves"


class Suspensions:
    """Suspensions of one name add up: it goes on when none is left."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.in_force: dict[str, set[str]] = {}
        """What is suspended, and by which acts."""

    def begin(self, act: Act) -> None:
        """What an act suspends stands still from now on."""
        for name in self._names(act.terms, act.terms.suspend):
            self.in_force.setdefault(name, set()).add(act.name)
            self.world.book.spell_begins(act.name, name)
            self._stop(act, name)

    def end(self, act: Act) -> None:
        """The suspensions of an act end."""
        for name in self._names(act.terms, act.terms.suspend):
            self._leave_in_force(name, self.in_force.get(name, set()) - {act.name})

    def resume(self, act: Act) -> None:
        """All suspensions of the names that an act resumes end."""
        for name in self._names(act.terms, act.terms.resume):
            self._leave_in_force(name, set())

    def _names(self, terms: Terms, words: tuple[str, ...]) -> list[str]:
        """Documents are suspended destination by destination."""
        known = self.world.scenario.destinations
        names: list[str] = []
        for word in words:
            if word == DOCUMENTS:
                names += [f"{DOCUMENTS}:{name}" for name in terms.destinations or known]
            else:
                names.append(f"destination:{word}" if word in known else word)
        return names

    def _stop(self, act: Act, name: str) -> None:
        world = self.world
        kind, _, destination = name.partition(":")
        if kind == "transfers":
            world.services.undo(world.services.inbound)
            if act.terms.in_transit == "hold":
                world.transfer.hold()
            elif act.terms.in_transit == "return":
                world.transfer.turn_back()
        elif kind == "removals":
            world.services.undo([s for s in world.services.outbound if s.suspended()])
        elif kind == "destination":
            world.services.undo(world.services.outbound, destination)
        elif kind == DOCUMENTS:
            world.casework.changed()

    def _leave_in_force(self, name: str, acts: set[str]) -> None:
        """Of the suspensions of a name only those of some acts stay in force; with none left it goes on."""
        world = self.world
        if acts:
            self.in_force[name] = acts
            return
        if self.in_force.pop(name, None) is None:
            return
        world.book.spell_ends(name)
        if name == "transfers":
            world.transfer.go_on()
        elif name.startswith(DOCUMENTS):
            world.casework.changed()
        elif name == MOVES:
            world.relocation.changed()
        for site in world.sites.values():
            world.mark(site.teams)
        world.mark_transfers()
        world.mark_services()
