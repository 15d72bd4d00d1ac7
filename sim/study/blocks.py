"""Finished work on disk: blocks of replications under a content address, so that no stop loses what was done.

A block is named by everything its numbers depend on: the resolved scenario, seed and replications, this package's own sources, and the
versions of the libraries that numbers pass through. It is written under another name and renamed when complete; one that does not match
its own checksum is done again. Blocks may be deleted at any time: what they hold is then simulated anew.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.resolved import fingerprint
from sim.study.store import sweep_up, unfinished, versions

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.study.replications import Outcome

BLOCKS = ".blocks"
"""The folder, beside the result folders."""
REPLICATIONS = 10
"""In a block, whatever the number of workers or of replications asked for: so that a larger study goes on from a smaller one."""
FORMAT = 1
CHECKSUM = 32
SHOWING = ("report", "cli.py")


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

    def read(self, scenario: Scenario, seed: int, replications: range, keep: bool) -> list[Outcome] | None:
        """The outcomes of a block, or None if it is not there whole."""
        if self.fresh:
            return None
        try:
            content = _own_bytes(self._path(scenario, seed, replications, keep))
        except OSError:
            return None
        if hashlib.sha256(content[CHECKSUM:]).digest() != content[:CHECKSUM]:
            return None
        outcomes: list[Outcome] = pickle.loads(zlib.decompress(content[CHECKSUM:]))
        return outcomes

    def write(self, scenario: Scenario, seed: int, replications: range, keep: bool, outcomes: Sequence[Outcome]) -> None:
        """Keep a finished block; two processes that write the same one write the same bytes.

        Raises
        ------
        OSError
            The folder cannot be written, or the disk is full.
        """
        path = self._path(scenario, seed, replications, keep)
        content = packed(outcomes)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{unfinished('partial')}")
        try:
            with open(partial, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)

    def has(self, scenario: Scenario, seed: int, replications: range, keep: bool) -> bool:
        """Whether the block is there."""
        return not self.fresh and self._path(scenario, seed, replications, keep).is_file()

    def sweep_up(self) -> None:
        """Take away the halves of blocks that killed processes left."""
        sweep_up(self.folder.glob("*/*.block.*"))

    def _path(self, scenario: Scenario, seed: int, replications: range, keep: bool) -> Path:
        made_of = [FORMAT, _made_by(), fingerprint(scenario), seed, replications.start, replications.stop, keep]
        address = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
        return self.folder / address[:2] / f"{address[2:40]}.block"


def _own_bytes(path: Path) -> bytes:
    """What is in a file of this user's; unpacking what somebody else wrote could run their code. Raises OSError."""
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_uid != os.geteuid():
            raise PermissionError(f"{path} belongs to somebody else")
        return file.read()


def packed(outcomes: Sequence[Outcome]) -> bytes:
    """What is written of a block, without its checksum."""
    return zlib.compress(pickle.dumps(list(outcomes), protocol=5), level=6)


@functools.cache
def _made_by() -> str:
    """The code that makes numbers: sources of this package but for what only shows them, and versions of libraries."""
    package = Path(__file__).parents[1]
    sources = sorted(path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in SHOWING)
    found = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for path in sources:
        found.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return found.hexdigest()
