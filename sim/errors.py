"""What a user can get wrong, each with where it stands and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: `file:line:column: what. What to do`. Line 0 is no line: a file as a whole, or `--set`."""

    file: str
    line: int
    column: int
    what: str
    to_do: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return _one_line(f"{where}: {self.what}. {self.to_do}")


LONGEST_MESSAGE = 1_000


def _one_line(text: str) -> str:
    """Plain text of a bounded length: what a file says may stand in it, so line breaks and what cannot be seen are shown as `\\x0a`."""
    short = text if len(text) <= LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE // 2]} ... {text[-LONGEST_MESSAGE // 2 :]}"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


class HubsimError(Exception):
    """Anything a user can put right: the command line prints it and exits with 2."""


class Malfunction(Exception):
    """Something hubsim itself did wrong: a broken law, a replication that failed. The text says what to report."""


class BadScenario(HubsimError):
    """A scenario that cannot be read: all its faults, one a line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type[BadScenario], tuple[tuple[Fault, ...]]]:
        return BadScenario, (self.faults,)


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The valid name that looks most like a word, or None when nothing does."""
    found = difflib.get_close_matches(word, sorted(names), n=1, cutoff=0.6)
    return found[0] if found else None


def counted(number: int, one: str, many: str = "") -> str:
    """`1 replication`, `200 replications`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


MANY_NAMES, MOST_ENDINGS = 20, 4


def suggestion(word: str, names: Iterable[str], none_there: str = "There are none") -> str:
    """What to do about a name that does not exist: the whole names that end so, the nearest, or all (of many, their beginnings)."""
    valid = list(dict.fromkeys(names))
    ends = ending(word, valid)
    if ends:
        return f"Write the whole name: {' or '.join(ends)}"
    close = nearest(word, valid)
    if close is not None:
        return f'Did you mean "{close}"?'
    shown = valid if len(valid) <= MANY_NAMES else list(dict.fromkeys(name.partition(".")[0] for name in valid))
    return f"Valid: {', '.join(shown)}" if valid else none_there


def ending(word: str, names: Iterable[str]) -> list[str]:
    """Whole names that end with a word, as hubs.camp.pools.homes.places with `places`: the shortest few."""
    found = [name for name in names if name.endswith((f".{word}", f"/{word}"))]
    return sorted(found, key=lambda name: name.count("."))[:MOST_ENDINGS]
