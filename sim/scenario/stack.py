"""Files laid over each other: parents by `extends`, the file, overlays. What a scenario says before its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.errors import BadScenario, Fault, nearest
from sim.scenario import evidence, layers, yaml_file
from sim.scenario.file_kinds import NO_OVERLAY, NO_SCENARIO, kind_of, parsed
from sim.scenario.files import Source, extended
from sim.scenario.tree import Branch, Leaf
from sim.scenario.yaml_file import Map, Place, Text

MOST_PARENTS = 20
NOT_INHERITED = ("name", "why")


@dataclass(frozen=True, slots=True)
class Stack:
    """The files from the lowest up, one tree of all, the files by the name they are shown by, and what is wrong so far."""

    main: Source
    line: tuple[tuple[Source, Branch], ...]
    tree: Branch
    sources: dict[str, Source]
    faults: tuple[Fault, ...]


def stacked(main: Source, overlays: list[Source], text: str | None = None) -> Stack:
    """Read a file (or a text in its stead) with all it extends, and lay overlays over it. Raises BadScenario."""
    return _Reader().stack(main, overlays, text)


def laid_alone(block: Map, source: Source, faults: list[Fault]) -> Branch:
    """An overlay without anything below it; `any` in it stays a name like others."""
    reader = _Reader()
    tree = reader.tree(block, source)
    faults.extend(reader.faults)
    return tree


class _Reader:
    """Reads a file with its parents and overlays."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.sources: dict[str, Source] = {}

    def stack(self, main: Source, overlays: list[Source], text: str | None = None) -> Stack:
        *below, (_, own) = self._line(main, (), text)
        if "name" not in own.children:
            own = own.put(("name",), Leaf(Text(main.stem, Place(main.shown))))
        laid = [(overlay, self._overlay(overlay)) for overlay in overlays]
        self.faults.extend(layers.clashes([tree for _, tree in laid]))
        line = (*((source, _nameless(tree)) for source, tree in below), (main, own), *laid)
        return Stack(main, line, merged([tree for _, tree in line]), self.sources, tuple(self.faults))

    def _line(self, source: Source, children: tuple[Source, ...], text: str | None = None) -> list[tuple[Source, Branch]]:
        """A file with all it extends, the lowest first."""
        block = self._parsed(source, text)
        parent = self._parent(block, source, children)
        own = (source, self.tree(block, source))
        return [own] if parent is None else [*self._line(parent, (*children, source)), own]

    def _parent(self, block: Map, source: Source, children: tuple[Source, ...]) -> Source | None:
        word = block.entries.get("extends")
        if word is None:
            kind = kind_of(block, source)
            if kind == "base" and children:
                return None
            slip = nearest("extends", block.entries)
            if slip is not None:
                raise BadScenario([block.keys[slip].fault(f'unknown key "{slip}" in the scenario', 'Did you mean "extends"?')])
            raise BadScenario([block.place.fault(*NO_SCENARIO[kind])])
        if not isinstance(word, Text):
            raise BadScenario([word.place.fault("extends names one file", "Write `extends: base`, or `extends: ./x.yaml`")])
        parent = extended(word.text, word.place, source)
        line = (*children, source)
        if parent.path in [one.path for one in line]:
            ring = " extends ".join(one.shown for one in (*line[[one.path for one in line].index(parent.path) :], parent))
            raise BadScenario([word.place.fault(f"a scenario extends itself: {ring}", "Take out one of these `extends`")])
        if len(children) >= MOST_PARENTS:
            raise BadScenario([word.place.fault(f"more than {MOST_PARENTS} files extend each other", "Shorten the chain")])
        return parent

    def _overlay(self, source: Source) -> Branch:
        block = self._parsed(source)
        kind = kind_of(block, source)
        if kind in NO_OVERLAY:
            raise BadScenario([block.place.fault(*NO_OVERLAY[kind])])
        if "extends" in block.entries:
            self.faults.append(
                block.keys["extends"].fault("an overlay extends nothing", "Take this line out, or run the file as a scenario")
            )
        return _nameless(self.tree(block, source))

    def _parsed(self, source: Source, text: str | None = None) -> Map:
        self.sources[source.shown] = source
        return parsed(source) if text is None else yaml_file.parse(text, source.shown)

    def tree(self, block: Map, source: Source) -> Branch:
        """What one file says, with its evidence."""
        entries = {key: node for key, node in block.entries.items() if key != "extends"}
        return layers.with_document_time(evidence.annotated(replace(block, entries=entries), source.stem, self.faults))


def merged(line: Sequence[Branch]) -> Branch:
    """Trees laid over each other, the lowest first."""
    tree, *above = line
    for over in above:
        laid = layers.laid_over(over, tree)
        assert isinstance(laid, Branch)
        tree = laid
    return tree


def _nameless(tree: Branch) -> Branch:
    """Without what is not inherited."""
    for key in NOT_INHERITED:
        tree = tree.put((key,), None)
    return tree
