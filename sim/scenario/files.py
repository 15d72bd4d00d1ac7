"""Finding the files of a scenario: what it extends, and what it may not reach."""

from __future__ import annotations

import os.path
import re
from dataclasses import dataclass
from pathlib import Path

from sim.errors import BadScenario, Fault, ending, nearest, suggestion
from sim.scenario.yaml_file import Place

_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.yaml)?")
_SHIPPED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)?")
SHOWN_LIBRARY = "scenarios"
BASE, SOURCES = "base", "sources"
NO_SCENARIOS = (BASE, SOURCES, "regression")
"""Files of the library that answer no question: defaults, publications, and what `hubsim check` runs."""
OVERLAYS = "overlays/"


@dataclass(frozen=True, slots=True)
class Source:
    """A file: where it is, the folder it must not lead out of, and the name it is shown by. `path` None: a text without a file."""

    path: Path | None
    root: Path
    shown: str

    @property
    def stem(self) -> str:
        return Path(self.shown).stem


def library() -> Path:
    """The folder of the shipped scenarios: `scenarios/` of a checkout, or the copy packed in the wheel."""
    here = Path(__file__).resolve()
    packed = here.parents[1] / "_library"
    return packed if packed.is_dir() else here.parents[2] / "scenarios"


def named(path: str | Path, as_overlay: bool = False) -> Source:
    """A file named by the user. Files of the library are shown as `scenarios/NAME`, from wherever they are read."""
    try:
        file = _shipped(Path(path), as_overlay)
        whole = file.resolve()
    except (OSError, ValueError, RuntimeError):
        raise BadScenario([Fault(str(path), 0, 0, "this cannot be the name of a file", "Check the name")]) from None
    if whole.is_relative_to(library()):
        return Source(whole, library(), f"{SHOWN_LIBRARY}/{whole.relative_to(library()).as_posix()}")
    return Source(whole, whole.parent, _short(file))


def scenarios() -> list[str]:
    """Names of the shipped scenarios: what can be run."""
    return [name for name in _names() if name not in NO_SCENARIOS and not name.startswith(OVERLAYS)]


def overlays() -> list[str]:
    """Names of the shipped overlays: what can be laid over a scenario."""
    return [name for name in _names() if name.startswith(OVERLAYS)]


def _names() -> list[str]:
    return sorted(one.relative_to(library()).with_suffix("").as_posix() for one in library().rglob("*.yaml"))


def _shipped(file: Path, as_overlay: bool) -> Path:
    """A bare name without a file of that name is a shipped scenario: `kosovo-us`, `sweeps/kosovo-us`, `overlays/half-unusable`."""
    if not _SHIPPED.fullmatch(str(file)) or file.exists():
        return file
    shipped = library() / f"{file}.yaml"
    if not shipped.is_file():
        kind, to_do = ("overlay", suggestion(str(file), overlays())) if as_overlay else ("scenario", _which_scenario(str(file)))
        raise BadScenario([Fault(str(file), 0, 0, f"there is no such file, and no such shipped {kind}", to_do)])
    return shipped


def _which_scenario(word: str) -> str:
    over = ending(word, overlays()) or [name for name in [nearest(word, overlays())] if name]
    if over and nearest(word, scenarios()) is None:
        return f"Lay it over a scenario: --with {over[0]}"
    to_do = suggestion(word, scenarios())
    return f"{to_do}. To lay over one (--with): {', '.join(overlays())}" if to_do.startswith("Valid") else to_do


def _short(file: Path) -> str:
    try:
        return file.relative_to(Path.cwd()).as_posix() if file.is_absolute() else file.as_posix()
    except ValueError:
        return file.as_posix()


def extended(word: str, place: Place, by: Source) -> Source:
    """The file that `extends: word` means. Raises BadScenario."""
    if word.startswith(("./", "../")):
        return beside(word, place, by)
    if not _BARE.fullmatch(word):
        raise BadScenario(
            [place.fault(f'"{word}" is neither a shipped scenario nor a file beside this one', "Write `name` or `./name.yaml`")]
        )
    file = library() / (word if word.endswith(".yaml") else f"{word}.yaml")
    if not file.is_file():
        names = [BASE, *(name for name in scenarios() if "/" not in name)]
        hint = f'For a file beside this one write "./{word.removesuffix(".yaml")}.yaml"'
        to_do = hint if word.endswith(".yaml") else f"{suggestion(word, names)}. {hint}".replace("?.", "?")
        raise BadScenario([place.fault(f'there is no shipped scenario "{word}"', to_do)])
    return Source(file, library(), f"{SHOWN_LIBRARY}/{file.name}")


def beside(word: str, place: Place, by: Source) -> Source:
    """A file named relative to another, inside its root. Raises BadScenario."""
    if by.path is None:
        raise BadScenario([place.fault(f'"{word}" is relative to a file, and this text has none', "Save it as a file first")])
    if Path(word).is_absolute():
        raise BadScenario([place.fault(f'"{word}" is an absolute path', "Put the file beside this one and write its name")])
    try:
        file = (by.path.parent / word).resolve()
        inside = file.is_relative_to(by.root)
        exists = inside and file.exists()
    except (OSError, ValueError, RuntimeError):
        raise BadScenario([place.fault(f'"{word[:80]}" cannot be the name of a file', "Check the name")]) from None
    if not inside:
        raise BadScenario([place.fault(f'"{word}" leads out of the folder of the scenario', "Put the file beside the scenario")])
    if not exists:
        files = sorted(path.name for path in file.parent.glob(f"*{file.suffix}")) if file.parent.is_dir() else []
        raise BadScenario([place.fault(f'there is no file "{word}"', suggestion(file.name, files, "Check the name and the folder"))])
    return Source(file, by.root, _shown_beside(by, by.path, file))


def _shown_beside(by: Source, path: Path, file: Path) -> str:
    """The name to show for a file, made from the shown name of the one that names it."""
    step = os.path.relpath(file, path.resolve().parent)
    return Path(os.path.normpath(Path(by.shown).parent / step)).as_posix()
