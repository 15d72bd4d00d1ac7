"""Finished work on disk: blocks of replications under a content address, so that no stop loses what was done.

A block is named by everything its numbers depend on, `VERSION/STUDY/FIRST-LAST.block`: this package's own sources and the versions of the
libraries that numbers pass through; the resolved scenario, seed and engine; the replications. It is written under another name and renamed
when complete; one that does not match its own checksum is done again. Blocks may be deleted at any time: what they hold is then simulated
anew.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import pickle
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sim.scenario.resolved import fingerprint
from sim.study.durable import settle
from sim.study.store import sweep_up, unfinished, versions

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.study.replications import Outcome

BLOCKS = ".blocks"
"""The folder, beside the result folders."""
LONG = 25
FIRST = (*range(4), *range(4, 10, 2), *range(10, 50, 5), *range(50, 100, 10), 100)
"""Where the first blocks begin; from the last of these on all are `LONG`. Short ones first, so that a small study keeps all cores busy."""
FORMAT = 3
CODEC = "zstd"
"""Smaller than zlib's quickest, in a quarter of the time."""
CHECKSUM, LENGTH = 32, 8
"""Bytes of what stands before a block: its checksum, and its length when it is not compressed."""
SHOWING = ("report", "cli.py", "ending.py")
UNUSED, OTHER_VERSION = 30 * 86_400, 7 * 86_400
"""Seconds after which blocks that no study has used go, and those that another version made."""
ATTEMPTS = 3


def portions(reps: int) -> list[range]:
    """Replications 0 to reps - 1 in blocks, whatever the number of workers; all but the last are also those of a larger study, which so
    goes on from a smaller one."""
    edges = [*(edge for edge in FIRST if edge < reps), *range(FIRST[-1] + LONG, reps, LONG), reps]
    return [range(first, end) for first, end in pairwise(edges)]


@dataclass(frozen=True)
class Kept:
    """The blocks in a folder.

    Parameters
    ----------
    folder : Path
        Absolute: workers may stand in another folder.
    fresh : bool
        Whether to do everything anew, even what is there.
    """

    folder: Path
    fresh: bool = False

    @classmethod
    def beside(cls, result: Path, fresh: bool = False) -> Kept:
        """Blocks of a study that will be written into the folder `result`: on the same disk, shared by the results there."""
        return cls(result.resolve().parent / BLOCKS, fresh)

    def read(self, scenario: Scenario, seed: int, replications: range, keep: bool, engine: str) -> list[Outcome] | None:
        """The outcomes of a block, or None if it is not there whole."""
        if self.fresh:
            return None
        path = self._path(scenario, seed, replications, keep, engine)
        try:
            content = _own_bytes(path)
        except OSError:
            return None
        with suppress(OSError):  # a disk that may only be read
            os.utime(path.parent)
        if hashlib.sha256(content[CHECKSUM:]).digest() != content[:CHECKSUM]:
            return None
        return unpacked(content[CHECKSUM:])

    def write(self, scenario: Scenario, seed: int, replications: range, keep: bool, engine: str, outcomes: Sequence[Outcome]) -> None:
        """Keep a finished block; two processes that write the same one write the same bytes.

        Raises
        ------
        OSError
            The folder cannot be written, or the disk is full.
        """
        path = self._path(scenario, seed, replications, keep, engine)
        content = packed(outcomes)
        partial = path.with_name(f"{path.name}.{unfinished('partial')}")
        try:
            with _opened(partial) as file:
                file.write(hashlib.sha256(content).digest() + content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
            settle(path.parent)
        finally:
            partial.unlink(missing_ok=True)

    def has(self, scenario: Scenario, seed: int, replications: range, keep: bool, engine: str) -> bool:
        """Whether the block is there."""
        return not self.fresh and self._path(scenario, seed, replications, keep, engine).is_file()

    def sweep_up(self) -> None:
        """Take away the halves of blocks that killed processes left."""
        sweep_up(self.folder.rglob("*.block.*"))

    def prune(self) -> None:
        """When a result is complete: take away the blocks from which nobody has gone on for long, sooner if this version cannot."""
        now = time.time()
        seen = [(Path(place), files, now - os.stat(place).st_mtime) for place, _, files in os.walk(self.folder)]
        for place, files, age in reversed(seen[1:]):
            if age > (UNUSED if _version() in place.parts else OTHER_VERSION):
                _take_away(place, files)

    def _path(self, scenario: Scenario, seed: int, replications: range, keep: bool, engine: str) -> Path:
        made_of = [FORMAT, fingerprint(scenario), seed, keep, engine]
        study = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:40]
        return self.folder / _version() / study / f"{replications.start}-{replications.stop - 1}.block"


def _take_away(place: Path, files: Sequence[str]) -> None:
    """The blocks in a folder, and the folder once it is empty."""
    with suppress(OSError):  # of somebody else, or taken away by another process
        for name in files:
            if ".block" in name:
                (place / name).unlink(missing_ok=True)
        place.rmdir()


def _opened(path: Path) -> BinaryIO:
    """A new file and its folders, even if another process takes them away as long unused at this moment. Raises OSError."""
    for _ in range(ATTEMPTS - 1):
        with suppress(FileNotFoundError):
            return _made(path)
    return _made(path)


def _made(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return open(path, "wb")


def _own_bytes(path: Path) -> bytes:
    """What is in a file of this user's; unpacking what somebody else wrote could run their code. Raises OSError."""
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_uid != os.geteuid():
            raise PermissionError(f"{path} belongs to somebody else")
        return file.read()


def packed(outcomes: Sequence[Outcome]) -> bytes:
    """What is written of a block, without its checksum."""
    import pyarrow as pa

    plain = pickle.dumps(list(outcomes), protocol=5)
    packed: bytes = pa.compress(plain, codec=CODEC, asbytes=True)
    return len(plain).to_bytes(LENGTH, "little") + packed


def unpacked(content: bytes) -> list[Outcome]:
    """The outcomes of a block."""
    import pyarrow as pa

    plain = pa.decompress(content[LENGTH:], int.from_bytes(content[:LENGTH], "little"), codec=CODEC)
    outcomes: list[Outcome] = pickle.loads(plain)
    return outcomes


@functools.cache
def _version() -> str:
    """Of the code that makes numbers: sources of this package but for what only shows them, and versions of libraries."""
    package = Path(__file__).parents[1]
    sources = sorted(path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in SHOWING)
    found = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for path in sources:
        found.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]
