"""What a check sees: the scenario, where each of its values stands, and questions several checks ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sim.errors import Fault, suggestion
from sim.scenario.schema import CaseClass, Cohorts, Hub, Initial, Scenario, Service, Trace
from sim.scenario.tree import Branch, Path, Removed
from sim.scenario.yaml_file import Place


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario that the schema has accepted, with the tree it came from."""

    scenario: Scenario
    tree: Branch
    looked_at: str = ""
    """The hub that a check looks at; empty: the first."""

    def fault(self, path: str | Path, what: str, to_do: str) -> Fault:
        """A fault at the value of a dotted name, or at the block around it where nothing stands there."""
        keys = tuple(path.split(".")) if isinstance(path, str) else path
        return self.tree.place_of(keys).fault(what, to_do)

    def unknown(self, path: str | Path, word: str, valid: Iterable[str], kind: str) -> Fault:
        """A fault about a name that does not exist."""
        names = list(valid)
        out = self._taken_out(word, kind)
        if out is not None:
            return self.fault(
                path, f'there is no {kind} "{word}": {out.file}:{out.line} takes it out', "Take this one out too, or keep it there"
            )
        return self.fault(path, f'there is no {kind} "{word}"', suggestion(word, names, f"The scenario has no {kind}"))

    def _taken_out(self, word: str, kind: str) -> Place | None:
        """Where `word: none` stands, if that is why there is none."""
        parts = {"class": "classes", "destination": "destinations", "act": "timeline", "hub": "hubs", "stream": "demand"}
        top: dict[str, Path] = {word: (part,) for word, part in parts.items()}
        below = {"team": "teams", "clock": "clocks", "pool": "pools", "pool or hub": "pools"}
        path = top.get(kind, ("hubs", self.hub_name, below.get(kind, "screening")))
        return self.tree.key_place((*path, word)) if isinstance(self.tree.get(*path, word), Removed) else None

    def said_below(self, path: str, keys: Iterable[str]) -> str:
        """Which of these keys of a block another file says than the one that writes the block, and how to take them out."""
        block = self.tree.place_of(tuple(path.split(".")))
        places = {key: self.tree.place_of((*path.split("."), key)) for key in keys}
        below = {key: place for key, place in places.items() if place.file != block.file}
        return "".join(f"; {key} stands in {place.file}:{place.line}, and {key}: none takes it out" for key, place in below.items())

    @property
    def hub_name(self) -> str:
        return self.looked_at or next(iter(self.scenario.hubs), "")

    @property
    def hub(self) -> Hub:
        """The hub looked at."""
        return self.scenario.hubs[self.hub_name]

    def each_hub(self) -> Iterator[Case]:
        """The same scenario, looked at hub by hub."""
        return (replace(self, looked_at=name) for name in self.scenario.hubs)

    def of_all_hubs(self, collection: str) -> list[str]:
        """Names of the pools, teams, clocks or steps of all hubs."""
        return list(dict.fromkeys(name for hub in self.scenario.hubs.values() for name in getattr(hub, collection)))

    def classes_here(self) -> dict[str, CaseClass]:
        """Classes of which a case may come to the hub looked at."""
        for_ = self.hub.for_
        return {name: one for name, one in self.classes_used().items() if not for_ or name in for_}

    def inbound(self) -> dict[str, Service]:
        """Services from the sender to hubs."""
        return {name: service for name, service in self.scenario.services.items() if service.from_ is None}

    def outbound(self) -> dict[str, Service]:
        """Services from hubs to destinations (those only to the sender are not among them)."""
        leaving = {name: service for name, service in self.scenario.services.items() if service.from_ is not None}
        return {name: service for name, service in leaving.items() if set(service.to) - {"sender"}}

    def classes_used(self) -> dict[str, CaseClass]:
        """Classes of which a case may come and may be accepted."""
        used = self._used("classes") - set(self.scenario.agreement.excluded)
        return {name: one for name, one in self.scenario.classes.items() if name in used}

    def destinations_used(self) -> set[str]:
        return self._used("destinations")

    def _used(self, name: str) -> set[str]:
        common = {key for key, one in getattr(self.scenario, name).items() if one.share > 0}
        used: set[str] = set()
        for stream in self.scenario.demand.values():
            own = getattr(stream, name)
            used |= common if own is None else {key for key, share in own.items() if share > 0}
            if isinstance(stream, Trace | Initial):
                used |= {word for row in stream.rows if (word := row.class_ if name == "classes" else row.destination)}
        return used & set(getattr(self.scenario, name))

    def largest_case(self, name: str) -> int:
        """People in the largest case of a class."""
        rows = [row for s in self.scenario.demand.values() if isinstance(s, Trace | Initial) for row in s.rows if row.class_ == name]
        return max([size for size, _ in self.scenario.classes[name].size] + [row.people or 0 for row in rows])

    def cohorts(self) -> dict[str, Cohorts]:
        return {name: stream for name, stream in self.scenario.demand.items() if isinstance(stream, Cohorts)}
