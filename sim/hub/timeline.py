"""The timeline: what dated acts do at their instants, and the values they put in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.hub.crowd import Crowd
from sim.hub.schedule import Schedule
from sim.hub.suspensions import Suspensions
from sim.scenario import paths

if TYPE_CHECKING:
    from sim.given.acts import Act
    from sim.hub.world import World
    from sim.scenario.schema import Act as Terms

STAY_LIMIT = "agreement.stay.limit"
REGIME = "policy.regime"


class Timeline:
    """The dated acts of a scenario, in the order of the file."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.schedule = Schedule(world)
        self.suspensions = Suspensions(world)
        self._crowd = Crowd(world)
        self._in_force: dict[str, Act] = {}
        """Acts that have begun and not ended."""
        self._settings: dict[str, list[tuple[str, Any]]] = {}
        """Values by dotted name, each with its act, as they began: the last that is not over holds; the first is the scenario's own."""

    def begin(self) -> None:
        """Put every act of the run into the calendar."""
        self.schedule.begin(self._begins, self._ends)

    def _begins(self, act: Act) -> None:
        terms = act.terms
        self._in_force[act.name] = act
        for name in terms.ends:
            if name in self._in_force:
                self._ends(self._in_force[name])
        self.suspensions.begin(act)
        self.suspensions.resume(act)
        changed = self._change_places(act)
        for path, value in terms.set.items():
            self._set(act, path, value)
        if terms.set or changed:
            self._apply(terms)
        if terms.end is not None:
            self.world.agreement.end_by(act.name, terms.end)
        self._crowd.meet(act)

    def _ends(self, act: Act) -> None:
        if self._in_force.pop(act.name, None) is None:
            return
        self.suspensions.end(act)
        for path in act.terms.set:
            self._unset(act, path)
        if act.terms.set:
            self._apply(act.terms)

    def _change_places(self, act: Act) -> bool:
        """Pools and hubs open and close, pools have other sizes; whether anything did."""
        world, terms = self.world, act.terms
        for name in terms.open:
            world.door(name).let_in()
        for name in terms.close:
            world.door(name).shut(act.name)
        for name, size in terms.resize.items():
            site = world.site_with_pool(name)
            field = "places" if site.terms.pools[name].rooms is None else "rooms"
            self._set(act, f"hubs.{site.name}.pools.{name}.{field}", size)
        opens = act.name in world.opening_acts
        return bool(opens or terms.open or terms.close or terms.resize)

    def _set(self, act: Act, path: str, value: Any) -> None:
        """The value is in force from now on."""
        if path.startswith("demand."):
            return
        begun = self._settings.setdefault(path, [("", paths.get(self.world.scenario, path))])
        begun.append((act.name, value))
        self._replace(path)

    def _unset(self, act: Act, path: str) -> None:
        """An act that lasted is over: what began after it holds on, else the value of before is back."""
        begun = self._settings.get(path)
        if begun is not None:
            begun[1:] = [one for one in begun[1:] if one[0] != act.name]
            self._replace(path)

    def _replace(self, path: str) -> None:
        world = self.world
        act, value = self._settings[path][-1]
        if path.endswith(REGIME) and value != paths.get(world.scenario, path):
            world.book.regime(act, path.split(".")[1], value)
        world.put_in_force(paths.replaced(world.scenario, path, value))

    def _apply(self, terms: Terms) -> None:
        """Everything that hangs on values in force looks again."""
        world = self.world
        world.agreement.recount()
        world.agreement.lay_dates()
        for site in world.sites.values():
            site.recount()
            site.teams.staff_changed()
        world.casework.changed()
        world.priorities_changed()
        if STAY_LIMIT in terms.set:
            world.limits.limit_changed(terms.grace)
        if any(path.endswith(REGIME) for path in terms.set):
            world.removal.regime_changed()
        world.mark_transfers()
        world.mark_services()
