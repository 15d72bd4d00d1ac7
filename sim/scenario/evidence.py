"""Evidence: what a line says of its numbers is brought to each of them, before files are laid over each other.

`source`, `status` and `note` on a block hold for every number in it, in the same file, that has no evidence of its own. A single
number carries it as `{value: 50 people, source: us-K2, status: official}`, and what is not known as a range in its text or as
`unsure: {shape: ...}`.
"""

from __future__ import annotations

from sim.errors import Fault, suggestion
from sim.scenario import unsure
from sim.scenario.tree import Branch, Chain, Evidence, Leaf, Removed, Tree, setting, written
from sim.scenario.yaml_file import Items, Map, Node, Place, Text

STATUSES = ("official", "reported", "estimated", "assumed")
KEYS = ("source", "status", "note")
NEED_SOURCE = ("official", "reported")

_NONE_SAID = Evidence()


def annotated(block: Map, layer: str, faults: list[Fault]) -> Branch:
    """The tree of a file: evidence brought to its numbers, each value with the first link of its chain."""
    return _branch(block, layer, _NONE_SAID, faults)


def annotated_value(node: Node, layer: str, faults: list[Fault]) -> Tree:
    """The same for one value alone."""
    return _tree(node, layer, _NONE_SAID, faults)


def _tree(node: Node, layer: str, around: Evidence, faults: list[Fault]) -> Tree:
    if isinstance(node, Map):
        is_number = "value" in node.entries and "shape" not in node.entries  # {shape: fixed, value: 3 d} is a shape
        return _number(node, layer, around, faults) if is_number else _branch(node, layer, around, faults)
    if isinstance(node, Text) and node.text == "none":
        return Removed(node.place)
    if isinstance(node, Items):
        node = _words_only(node, faults)
    return Leaf(node, around, None, Chain([setting(layer, written(node), node.place)]))


def _branch(block: Map, layer: str, around: Evidence, faults: list[Fault]) -> Branch:
    said = _evidence(block, around, faults)
    names = [key for key in block.entries if key not in KEYS]
    children = {key: _tree(block.entries[key], layer, said, faults) for key in names}
    return Branch(children, {key: block.keys[key] for key in names}, block.place)


def _number(block: Map, layer: str, around: Evidence, faults: list[Fault]) -> Tree:
    """`{value: ..., source: ..., status: ..., note: ..., unsure: {...}}`."""
    for key in block.entries:
        if key not in ("value", "unsure", *KEYS):
            faults.append(
                block.keys[key].fault(f'"{key}" cannot stand beside "value"', suggestion(key, ("source", "status", "note", "unsure")))
            )
    said = _evidence(block, around, faults)
    inner = _tree(block.entries["value"], layer, said, faults)
    about = block.entries.get("unsure")
    if about is None:
        return inner
    if not isinstance(about, Map):
        faults.append(about.place.fault('"unsure" is not a shape', "Write for example `unsure: {shape: beta, mean: 70 %, sd: 15 %}`"))
        return inner
    faults.extend(unsure.faults_in(about, block.entries["value"]))
    return Leaf(inner.node, inner.evidence, about, inner.chain) if isinstance(inner, Leaf) else inner


def _evidence(block: Map, around: Evidence, faults: list[Fault]) -> Evidence:
    """What a block says itself; where it names neither source nor status, what the line around it says."""
    words = {key: _word(block.entries[key], key, faults) for key in KEYS if key in block.entries}
    if not words.keys() & {"source", "status"}:
        return Evidence(around.source, around.status, words.get("note") or around.note)
    _check_status(words, {key: block.entries[key].place for key in words}, faults)
    return Evidence(words.get("source"), words.get("status"), words.get("note"))


def _word(node: Node, key: str, faults: list[Fault]) -> str | None:
    if isinstance(node, Text):
        return node.text
    faults.append(
        node.place.fault(f'"{key}" is about where a number comes from', f"Write one text, or give the block another name than {key}")
    )
    return None


def _check_status(words: dict[str, str | None], places: dict[str, Place], faults: list[Fault]) -> None:
    status, source = words.get("status"), words.get("source")
    if "source" in words and source is None:
        return
    if "status" not in words:
        faults.append(places["source"].fault("a source stands without status", f"Add status: one of {', '.join(STATUSES)}"))
    elif status is not None and status not in STATUSES:
        faults.append(places["status"].fault(f'status "{status}" is unknown', suggestion(status, STATUSES)))
    elif status in NEED_SOURCE and not source:
        faults.append(
            places["status"].fault(f"status {status} stands without source", "Add source: the key of the fact, or write status: assumed")
        )


def _words_only(node: Items, faults: list[Fault]) -> Items:
    for item in node.items:
        if not isinstance(item, Text):
            faults.append(item.place.fault("a list holds only words, dates or numbers", "Give each block a name: `name: {...}`"))
    return Items(tuple(item for item in node.items if isinstance(item, Text)), node.place)
