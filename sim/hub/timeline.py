"""The timeline: dated acts. All dates are drawn at the start; what an act does, it does at its instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.hub.clock import Kind
from sim.hub.demand import Change
from sim.scenario import paths
from sim.scenario.schema import DrawnDate

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.world import World
    from sim.scenario.schema import Act as Terms

BEGINS, ENDS = 0, 1
STAY_LIMIT = "agreement.stay.limit"


@dataclass(frozen=True)
class Act:
    """An act that happens, at an instant, until another (None: it does not end)."""

    name: str
    rank: int
    at: int
    until: int | None
    terms: Terms


class Timeline:
    """The dated acts of a scenario, in the order of the file."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._instants: dict[str, int | None] = {}
        self.acts = self._drawn()
        self._suspensions: dict[str, set[str]] = {}
        """Acts whose suspension is in force, by what they suspend."""
        self._settings: dict[str, list[tuple[str, Any]]] = {}
        """Values by dotted name, each with its act, as they began: the last that is not over holds; the first is the scenario's own."""

    def begin(self) -> None:
        """Put every act of the run into the calendar; what lies before the start is in force from the start."""
        clock, horizon = self.world.clock, self.world.horizon
        for act in self.acts:
            if act.until is not None and act.until <= 0:
                continue
            if act.at < horizon:
                clock.alarm(max(0, act.at), Kind.CHANGE, act.rank, BEGINS, lambda act=act: self._begins(act))  # type: ignore[misc]
            if act.until is not None and act.until < horizon:
                clock.alarm(act.until, Kind.CHANGE, act.rank, ENDS, lambda act=act: self._ends(act))  # type: ignore[misc]

    def suspended(self, what: str) -> bool:
        """Whether a suspension of this name is in force."""
        return bool(self._suspensions.get(what))

    def rate_changes(self, stream: str) -> list[Change]:
        """Dated changes of a stream's rate."""
        path = f"demand.{stream}.rate"
        return [
            Change(act.name, max(0, act.at), self.world.horizon if act.until is None else act.until, act.terms.set[path][0][1])
            for act in self.acts
            if path in act.terms.set and act.at < self.world.horizon
        ]

    def changes_upstream(self, stream: str) -> list[Act]:
        """Acts that change how many are eligible upstream, or how many of them are listed, as they happen."""
        path = f"demand.{stream}.rate"
        acts = [act for act in self.acts if path in act.terms.set or stream in act.terms.add or stream in act.terms.exempt]
        return sorted((act for act in acts if act.at < self.world.horizon), key=lambda act: act.at)

    # --- dates ----------------------------------------------------------------------------------------------------------

    def _drawn(self) -> list[Act]:
        acts = []
        for rank, (name, terms) in enumerate(self.world.scenario.timeline.items()):
            at = self._instant(name)
            if at is not None:
                acts.append(Act(name, rank, at, None if terms.lasts is None else at + terms.lasts, terms))
        return acts

    def _instant(self, name: str) -> int | None:
        """When an act happens; None if it does not."""
        if name not in self._instants:
            self._instants[name] = self._draw_instant(name, self.world.scenario.timeline[name])
        return self._instants[name]

    def _draw_instant(self, name: str, terms: Terms) -> int | None:
        luck = self.world.luck.of(f"timeline.{name}", 0)
        if not luck.happens("happens", terms.chance):
            return None
        if terms.after is not None:
            origin = self._instant(terms.after)
        elif isinstance(terms.date, DrawnDate):
            origin = self.world.instant_of(terms.date.from_) + luck.length("date", terms.date.delay)
        else:
            assert terms.date is not None
            origin = self.world.instant_of(terms.date)
        if origin is None or terms.delay is None:
            return origin
        return origin + luck.length("delay", terms.delay)

    # --- what acts do -----------------------------------------------------------------------------------------------------

    def _begins(self, act: Act) -> None:
        terms = act.terms
        for what in terms.suspend:
            self._suspend(act, what)
        for what in terms.resume:
            self._resume(what, None)
        self._change_pools(act)
        for path, value in terms.set.items():
            self._set(act, path, value)
        if terms.set or terms.open or terms.close or terms.resize:
            self._apply(terms)
        if terms.release is not None:
            self._release(act, terms.release)
        for from_, to in terms.move.items():
            self._move(terms, from_, to)

    def _ends(self, act: Act) -> None:
        for what in act.terms.suspend:
            self._resume(what, act)
        for path in act.terms.set:
            self._unset(act, path)
        if act.terms.set:
            self._apply(act.terms)

    def _suspend(self, act: Act, what: str) -> None:
        world = self.world
        name = f"destination:{what}" if what in world.scenario.destinations else what
        self._suspensions.setdefault(name, set()).add(act.name)
        world.book.spell_begins(act.name, name)
        if name == "transfers":
            world.services.undo(world.services.inbound)
            if act.terms.in_transit == "hold":
                world.transfer.hold()
            elif act.terms.in_transit == "return":
                world.transfer.turn_back()
        elif name == "removals":
            world.services.undo([s for s in world.services.outbound if s.suspended()])
        elif what in world.scenario.destinations:
            world.services.undo(world.services.outbound, what)

    def _resume(self, what: str, act: Act | None) -> None:
        """The suspension of an act ends, or (None) all of that name."""
        world = self.world
        name = f"destination:{what}" if what in world.scenario.destinations else what
        before = self._suspensions.get(name, set())
        self._suspensions[name] = set() if act is None else before - {act.name}
        if before and not self._suspensions[name]:
            world.book.spell_ends(name)
            if name == "transfers":
                world.transfer.go_on()
            for site in world.sites.values():
                world.mark(site.teams)
            world.mark_transfers()
            world.mark_services()

    def _change_pools(self, act: Act) -> None:
        world, terms = self.world, act.terms
        for name in terms.open:
            world.site_with_pool(name).housing.pools[name].open = True
        for name in terms.close:
            world.site_with_pool(name).housing.pools[name].open = False
        for name, size in terms.resize.items():
            site = world.site_with_pool(name)
            field = "places" if site.terms.pools[name].rooms is None else "rooms"
            self._set(act, f"hubs.{site.name}.pools.{name}.{field}", size)

    def _set(self, act: Act, path: str, value: Any) -> None:
        """The value is in force from now on."""
        if path.startswith("demand."):
            return
        begun = self._settings.setdefault(path, [("", paths.get(self.world.scenario, path))])
        begun.append((act.name, value))
        self.world.scenario = paths.replaced(self.world.scenario, path, value)

    def _unset(self, act: Act, path: str) -> None:
        """An act that lasted is over: what began after it holds on, else the value of before is back."""
        begun = self._settings.get(path)
        if begun is not None:
            begun[1:] = [one for one in begun[1:] if one[0] != act.name]
            self.world.scenario = paths.replaced(self.world.scenario, path, begun[-1][1])

    def _apply(self, terms: Terms) -> None:
        """Everything that hangs on values in force looks again."""
        world = self.world
        world.agreement.recount()
        world.agreement.lay_dates()
        for site in world.sites.values():
            site.housing.recount()
            site.teams.staff_changed()
        world.casework.changed()
        world.priorities_changed()
        if STAY_LIMIT in terms.set:
            world.limits.limit_changed(terms.grace)
        world.mark_transfers()
        world.mark_services()

    def _release(self, act: Act, share: float) -> None:
        """All, or each by chance, of those inside are released after the grace."""
        for case in self._inside(act.terms):
            if case.luck.happens(f"timeline.{act.name}", share):
                self.world.limits.order_release(case, "order", grace=act.terms.grace)

    def _move(self, terms: Terms, from_: str, to: str) -> None:
        for case in self._inside(terms):
            if case.place is not None and case.place.pool == from_ and case.place.kind == "place":
                self.world.move(case, self.world.site_with_pool(to), to)

    def _inside(self, terms: Terms) -> list[Case]:
        inside = [case for case in self.world.cases if case.inside and (not terms.classes or case.class_ in terms.classes)]
        return sorted(inside, key=lambda case: case.key)
