"""What was laid over the scenario of a study on the command line: overlays and settings, as they were typed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.ledger import Input
    from sim.scenario.schema import Scenario
    from sim.study.result import Study


@dataclass(frozen=True)
class Given:
    """Files and options of a command.

    Parameters
    ----------
    files, overlays, settings : tuple of str
        Scenario files, files laid over them, settings as `name=value`.
    """

    files: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    def options(self) -> list[str]:
        """The same as words of a command."""
        return [
            word for option, values in (("--with", self.overlays), ("--set", self.settings)) for value in values for word in (option, value)
        ]

    def in_words(self) -> list[str]:
        """A line for the files laid over it and one for what was set; none where nothing was."""
        laid = [f"Laid over it: {', '.join(self.overlays)}"] if self.overlays else []
        return [*laid, *([f"Set: {', '.join(_spaced(one) for one in self.settings)}"] if self.settings else [])]


def given(study: Study) -> Given:
    """What a study was given: from its command; where it was made in Python, what was set, from its scenarios."""
    if study.made.command:
        return _read(shlex.split(study.made.command)[2:])
    return Given(settings=tuple(dict.fromkeys(f"{row.name}={row.text}" for one in _scenarios(study) for row in _set(one.inputs))))


def _scenarios(study: Study) -> tuple[Scenario, ...]:
    from sim.study.result import Difference

    return (study.a.scenario, study.b.scenario) if isinstance(study, Difference) else (study.scenario,)


def _read(words: Sequence[str]) -> Given:
    """Words after `hubsim run`: options have one value each, `--keep` none."""
    options: dict[str, list[str]] = {"--with": [], "--set": []}
    files: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--keep":
            continue
        if word.startswith("--"):
            options.setdefault(word, []).append(next(rest, ""))
        else:
            files.append(word)
    return Given(tuple(files), tuple(options["--with"]), tuple(options["--set"]))


def _set(rows: Iterable[Input]) -> Iterable[Input]:
    return (row for row in rows if row.set_by and row.set_by[-1].layer == "set")


def _spaced(setting: str) -> str:
    name, _, value = setting.partition("=")
    return f"{name} = {value}"
