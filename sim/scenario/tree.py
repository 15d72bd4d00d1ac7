"""The tree of a scenario on its way from files to the schema: every value with its evidence and the chain of who set it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sim.scenario.yaml_file import Items, Map, Node, Place, Text

Path = tuple[str, ...]

NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a number comes from; None where nothing is said."""

    source: str | None = None
    status: str | None = None
    note: str | None = None


class Setting(NamedTuple):
    """One link of a chain: a layer gave a value this text at this place. Layers are the stem of a file, or `set`."""

    layer: str
    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{self.text} ({where})"


def setting(layer: str, text: str, place: Place) -> Setting:
    """The link that a text at a place adds to a chain."""
    return Setting(layer, place.file, place.line, place.column, text)


class Chain(tuple[Setting, ...]):
    """Who set a value, first to last; the last one wins."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", before: ".join(str(link) for link in reversed(self))


NO_CHAIN = Chain()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, number or list, with its evidence and the chain of who set it (last one wins).

    `dates` are those that stood here in a file below, each with its value, where this one value took the place of several.
    """

    node: Text | Items
    evidence: Evidence = Evidence()
    unsure: Map | None = None
    chain: Chain = NO_CHAIN
    dates: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> Place:
        return self.node.place

    @property
    def text(self) -> str:
        return written(self.node)


@dataclass(frozen=True, slots=True)
class Removed:
    """`key: none`: whatever the parents and defaults say here is taken out."""

    place: Place
    took: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A block. `keys` are the places of the names in it."""

    children: dict[str, Tree] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    place: Place = NOWHERE

    def get(self, *path: str) -> Tree | None:
        """What stands at a path, or None."""
        node: Tree | None = self
        for key in path:
            node = node.children.get(key) if isinstance(node, Branch) else None
        return node

    def branch(self, *path: str) -> Branch:
        """The block at a path; an empty one where there is none."""
        found = self.get(*path)
        return found if isinstance(found, Branch) else Branch(place=self.place)

    def put(self, path: Path, node: Tree | None, at: Place | None = None) -> Branch:
        """A copy with another node at a path (None: without it); `at` is the new place of its name."""
        key, *rest = path
        children = dict(self.children)
        around = children.get(key)
        if rest:
            inside = around if isinstance(around, Branch) else Branch(place=node.place if node is not None else self.place)
            node = inside.put(tuple(rest), node, at)
        if node is None:
            children.pop(key, None)
        else:
            children[key] = node
        new = node is not None and (around is None or (bool(rest) and not isinstance(around, Branch)))
        place = node.place if new and node is not None else self.keys.get(key, self.place)
        place = at if at is not None and not rest else place
        return replace(self, children=children, keys={**self.keys, key: place})

    def leaves(self, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
        """Every leaf with its path, in the order written."""
        for key, child in self.children.items():
            if isinstance(child, Branch):
                yield from child.leaves((*path, key))
            elif isinstance(child, Leaf):
                yield (*path, key), child

    def key_place(self, path: Path) -> Place:
        """Where the name at the end of a path stands."""
        return self.branch(*path[:-1]).keys.get(path[-1], self.place_of(path))

    def place_of(self, path: Path) -> Place:
        """Where a path stands; for what is missing, where the nearest block around it stands."""
        node, place = self, self.place
        for key in path:
            child = node.children.get(key)
            if child is None:
                break
            place = node.keys.get(key, child.place)
            if not isinstance(child, Branch):
                return child.place
            node = child
        return place


Tree = Leaf | Branch | Removed


def written(node: Node) -> str:
    """A node as one line of YAML."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return f"[{', '.join(map(written, node.items))}]"
    return f"{{{', '.join(f'{key}: {written(child)}' for key, child in node.entries.items())}}}"


def plain(node: Tree | Node) -> object:
    """Dicts, lists and texts, as the schema reads them."""
    if isinstance(node, Leaf):
        return plain(node.node)
    if isinstance(node, Branch):
        return {key: plain(child) for key, child in node.children.items() if not isinstance(child, Removed)}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Map):
        return {key: plain(child) for key, child in node.entries.items()}
    return node.text if isinstance(node, Text) else None
