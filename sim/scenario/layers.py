"""Layers, in this order: the defaults named `any` < parents by `extends` < the file < overlays < `--set`.

Files merge key by key, dated maps too. A list, and a number with its evidence, is replaced whole; a block that names a `shape` replaces
the shape below it whole. `key: none` takes a key out. When all files are merged, each hub, pool, class, service, ... is laid over the
defaults that stand under `any` in its collection (and, where a collection has kinds, under `any.KIND`). A setting of a whole dated rate,
or of sizes with their shares, replaces them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sim.errors import Fault, suggestion
from sim.scenario.tree import Branch, Chain, Evidence, Leaf, Path, Removed, Tree, setting, written
from sim.scenario.yaml_file import Place, Text

COLLECTIONS = ("classes", "destinations", "services", "hubs", "timeline", "safeguards", "observed")
HUB_COLLECTIONS = ("teams", "screening", "pools", "deadlines")
DEMAND_KINDS = ("poisson", "upstream", "backlog", "cohorts", "trace", "initial")
CLOCK_KINDS = (
    "voluntary",
    "claim",
    "review",
    "absconded",
    "other_country",
    "move",
    "permit",
    "died",
    "sentence",
    "arrested",
    "other",
    "unfit",
    "notice",
)
SAFEGUARD_KINDS = {
    "review": "review",
    "space": "space",
    "per": "ratio",
    "stay": "stay",
    "apart": "apart",
    "monitored": "monitored",
    "to": "delay",
    "from": "delay",
    "within": "delay",
}
"""The kind of a safeguard by the key that says what it limits; the first one that is there decides."""
COST_KINDS = (
    "place",
    "person",
    "transfer",
    "arrival",
    "stay",
    "exit",
    "departure",
    "flight",
    "escort",
    "post",
    "capital",
    "tranche",
    "guarantee",
    "cap",
)
COST_ITEMS = ("costs", "items")
INNER_COLLECTIONS = (("selection", "filters"), ("transfer", "objections"))
BESIDE_DOCUMENT_TIME = ("time", "from", "speed", "speed_agreed", "work")


def laid_over(over: Tree, under: Tree | None) -> Tree:
    """One tree over another."""
    if isinstance(over, Removed):
        return replace(over, took=over.took or (under is not None and not isinstance(under, Removed)))
    if isinstance(over, Branch):
        return _branch_over(over, under) if isinstance(under, Branch) else over
    if isinstance(under, Leaf):
        return replace(over, chain=Chain((*under.chain, *over.chain)))
    return replace(over, dates=_dates(under)) if isinstance(under, Branch) and _is_one_value(under) else over


def _dates(tree: Branch) -> tuple[tuple[str, str], ...]:
    """The dates of a dated value with what holds from each on, the earliest first."""
    return tuple(sorted((key, child.text) for key, child in tree.children.items() if isinstance(child, Leaf) and key.count("-") == 2))


def _branch_over(over: Branch, under: Branch) -> Branch:
    kept = () if "shape" in over.children else under.children
    names = [*kept, *(key for key in over.children if key not in kept)]
    children = {
        key: laid_over(over.children[key], under.children.get(key)) if key in over.children else under.children[key] for key in names
    }
    return Branch(children, {**under.keys, **over.keys}, over.place)


def _is_one_value(tree: Tree) -> bool:
    """Whether this is a map whose keys are dates or numbers."""
    return isinstance(tree, Branch) and bool(tree.children) and all(key[:1].isdecimal() for key in tree.children)


def with_document_time(tree: Branch) -> Branch:
    """`documents: {shape: ..., from: ...}` written in full: the shape moved into `time`."""
    for name, block in tree.branch("destinations").children.items():
        members = block.children.items() if isinstance(block, Branch) else ()
        for key, documents in members:
            if key == "documents":
                tree = tree.put(("destinations", name, key), _in_time(documents))
    return tree


def with_time(path: Path, value: Tree) -> tuple[Path, Tree]:
    """A path and the value for it, with what belongs to `documents` in `time` as above."""
    if len(path) < 3 or path[0] != "destinations" or path[2] != "documents":
        return path, value
    if len(path) > 3:
        return (path if path[3] in BESIDE_DOCUMENT_TIME else (*path[:3], "time", *path[3:])), value
    return ((*path, "time"), value) if isinstance(value, Leaf) else (path, _in_time(value))


def _in_time(documents: Tree) -> Tree:
    if isinstance(documents, Leaf):
        return Branch({"time": documents}, {"time": documents.place}, documents.place)
    if isinstance(documents, Removed):
        return documents
    inside = {key: child for key, child in documents.children.items() if key not in BESIDE_DOCUMENT_TIME}
    if not inside:
        return documents
    beside = {key: child for key, child in documents.children.items() if key not in inside}
    time = Branch(inside, {key: documents.keys[key] for key in inside}, documents.place)
    return replace(
        documents, children={**beside, "time": laid_over(time, beside.get("time"))}, keys={**documents.keys, "time": documents.place}
    )


# --- defaults -------------------------------------------------------------------------------------------------------------


def with_defaults(tree: Branch, faults: list[Fault]) -> Branch:
    """Every member of a collection laid over `any`; the names `any` are gone."""
    for name in COLLECTIONS:
        tree = _collection(tree, (name,))
    for path in INNER_COLLECTIONS:
        tree = _collection(tree, path)
    tree = _safeguards(tree)
    tree = _kinds(tree, ("demand",), (), faults)
    tree = _kinds(tree, COST_ITEMS, COST_KINDS, faults)
    for hub in tree.branch("hubs").children:
        for name in HUB_COLLECTIONS:
            tree = _collection(tree, ("hubs", hub, name))
        tree = _kinds(tree, ("hubs", hub, "clocks"), CLOCK_KINDS, faults)
    return tree


def _collection(tree: Branch, path: Path) -> Branch:
    block = tree.get(*path)
    if not isinstance(block, Branch):
        return tree
    under = block.children.get("any")
    children = {key: _over_default(child, under) for key, child in block.children.items() if key != "any"}
    return tree.put(path, replace(block, children=children))


def _over_default(member: Tree, under: Tree | None) -> Tree:
    return laid_over(member, under) if isinstance(member, Branch) else member


def _kinds(tree: Branch, path: Path, kind_words: tuple[str, ...], faults: list[Fault]) -> Branch:
    """The same where each member has a `kind`, which may be its name when that is a kind word."""
    block = tree.get(*path)
    if not isinstance(block, Branch):
        return tree
    under = block.branch("any")
    children = {key: _of_kind(key, child, under, kind_words) for key, child in block.children.items() if key != "any"}
    return tree.put(path, replace(block, children=children))


def _of_kind(name: str, member: Tree, defaults: Branch, kind_words: tuple[str, ...]) -> Tree:
    if not isinstance(member, Branch):
        return member
    if "kind" not in member.children and name in kind_words:
        member = member.put(("kind",), _word(name, member.place))
    kind = member.children.get("kind")
    return _over_default(member, defaults.children.get(kind.text) if isinstance(kind, Leaf) else None)


def _safeguards(tree: Branch) -> Branch:
    """Each safeguard with its kind, which goes without saying."""
    for name, member in tree.branch("safeguards").children.items():
        if isinstance(member, Branch) and "kind" not in member.children:
            kind = next((kind for key, kind in SAFEGUARD_KINDS.items() if key in member.children), None)
            tree = tree if kind is None else tree.put(("safeguards", name, "kind"), _word(kind, member.place))
    return tree


def _word(text: str, place: Place) -> Leaf:
    return Leaf(Text(text, place), chain=Chain([setting("name", text, place)]))


# --- overlays -------------------------------------------------------------------------------------------------------------


def clashes(overlays: Iterable[Branch]) -> list[Fault]:
    """Keys that two overlays set differently."""
    faults: list[Fault] = []
    before: list[Branch] = []
    for overlay in overlays:
        for earlier in before:
            _clash(earlier, overlay, (), faults)
        before.append(overlay)
    return faults


def _clash(first: Tree, second: Tree, path: Path, faults: list[Fault]) -> None:
    if isinstance(first, Branch) and isinstance(second, Branch):
        for key in first.children.keys() & second.children.keys():
            _clash(first.children[key], second.children[key], (*path, key), faults)
    elif _said(first) != _said(second):
        there = f"{first.place.file}:{first.place.line}"
        faults.append(
            second.place.fault(f"{'.'.join(path)} is {_said(second)} here and {_said(first)} in the overlay {there}", "Keep one of them")
        )


def _said(tree: Tree) -> str:
    if isinstance(tree, Leaf):
        return written(tree.node)
    return "none" if isinstance(tree, Removed) else "a block"


# --- settings -------------------------------------------------------------------------------------------------------------


def with_setting(tree: Branch, path: Path, value: Tree, faults: list[Fault]) -> Branch:
    """A value set on the command line over everything else. `any` in its path means every member; unknown members are faults."""
    path, value = with_time(path, value)
    for one in spread(path, tree, value.place, faults, may_be_new=isinstance(value, Branch)):
        under = None if _is_one_value(value) else tree.get(*one)
        tree = tree.put(one, laid_over(_as_set(value), under), at=value.place)
    return tree


def spread(path: Path, tree: Branch, place: Place, faults: list[Fault], may_be_new: bool = False) -> list[Path]:
    """The paths that a path means: `any` is every member of its collection. A member that does not exist is a fault."""
    paths: list[Path] = [()]
    for depth, key in enumerate(path):
        if is_kind(path, depth):
            paths = [start for start in paths if _kind_of(tree, start) == key]
            continue
        longer: list[Path] = []
        for start in paths:
            members = list(tree.branch(*start).children) if is_collection(start) else None
            if members is None:
                longer.append((*start, key))
            elif key == "any":
                longer += [(*start, member) for member in members if member != "any"]
            elif key in _members(tree, start) or (may_be_new and depth == len(path) - 1):
                longer.append((*start, key))
            else:
                faults.append(place.fault(f'there is no "{key}" in {".".join(start)}', suggestion(key, _members(tree, start))))
        paths = longer
    return paths


def _members(tree: Branch, path: Path) -> list[str]:
    """Those of a collection, and those that `any` of the blocks around it gives it: `hubs.hotel.clocks.gone` by `hubs.any.clocks.gone`."""
    around = tuple("any" if depth and is_collection(path[:depth]) else word for depth, word in enumerate(path))
    return [name for name in dict.fromkeys([*tree.branch(*path).children, *tree.branch(*around).children]) if name != "any"]


def is_kind(path: Path, depth: int) -> bool:
    """Whether a word of a path stands after `any` and says of which kind: `demand.any.poisson.rate`, `hubs.any.clocks.any.claim.speed`."""
    of_demand = path[:2] == ("demand", "any") and depth == 2 and path[depth] in DEMAND_KINDS
    return of_demand or (path[0] == "hubs" and path[2:4] == ("clocks", "any") and depth == 4 and path[depth] in CLOCK_KINDS)


def _kind_of(tree: Branch, path: Path) -> str:
    kind = tree.get(*path, "kind")
    return kind.text if isinstance(kind, Leaf) else ""


def is_collection(path: Path) -> bool:
    """Whether the members of a path have names of the user's choice."""
    hub_collection = len(path) == 3 and path[0] == "hubs" and path[2] in (*HUB_COLLECTIONS, "clocks")
    return hub_collection or path in {COST_ITEMS, *INNER_COLLECTIONS, *((name,) for name in (*COLLECTIONS, "demand"))}


def _as_set(value: Tree) -> Tree:
    if isinstance(value, Branch):
        return replace(value, children={key: _as_set(child) for key, child in value.children.items()})
    if isinstance(value, Leaf) and value.evidence == Evidence():
        return replace(value, evidence=Evidence("command line", "set"))
    return value
