"""Keys of sources that no list of sources explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sim.errors import Fault
from sim.scenario.files import SOURCES, Source, library
from sim.scenario.tree import Branch
from sim.scenario.yaml_file import Place

KEY = re.compile(r"[\w.-]+")
"""A text with spaces is a publication itself."""
_LISTED = re.compile(r"^([\w.-]+)\s*:", re.MULTILINE)
LARGEST = 1 << 20


def unknown(tree: Branch, files: Iterable[Source]) -> Iterator[Fault]:
    """One warning for each key that stands neither in the library's `sources.yaml` nor in one beside a file of the scenario."""
    cited = _cited(tree)
    known = _listed(files) if cited else set()
    written = {key.lower(): key for key in known}
    for key, place in cited.items():
        if key not in known:
            hint = f'did you mean "{written[key.lower()]}"? Else write' if key.lower() in written else "write"
            to_do = f'To explain it, {hint} {key}: "publication, date, address" in a {SOURCES}.yaml beside the file'
            yield place.fault(f"no {SOURCES}.yaml has the source {key}", to_do)


def _cited(tree: Branch) -> dict[str, Place]:
    """Every key with the first number that rests on it."""
    found: dict[str, Place] = {}
    for _, leaf in tree.leaves():
        for key in re.split(r"\s*[,;]\s*", leaf.evidence.source or ""):
            if KEY.fullmatch(key) and leaf.evidence.status != "set":
                found.setdefault(key, leaf.place)
    return found


def _listed(files: Iterable[Source]) -> set[str]:
    folders = {library(), *(one.path.parent for one in files if one.path is not None)}
    keys: set[str] = set()
    for folder in folders:
        path = folder / f"{SOURCES}.yaml"
        if path.is_file() and path.stat().st_size <= LARGEST:
            keys |= set(_LISTED.findall(path.read_text(encoding="utf-8", errors="replace")))
    return keys
