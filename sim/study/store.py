"""Results on disk: a folder is whole or absent, being renamed when complete. `docs/result-folder.md` says what is in it."""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import escape
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import HubsimError
from sim.scenario.resolved import MODEL_VERSION, to_json
from sim.study.durable import settle, settle_all

if TYPE_CHECKING:
    import pandas as pd

    from sim.study.result import Made, Result, Study, SweepResult

MANIFEST = "manifest.json"
KINDS = ("run", "sweep", "difference")
OWN = frozenset(
    (MANIFEST, "summary.csv", "replications.csv", "series.csv", "safeguards.csv", "points.csv", "difference.csv", "samples.parquet",
     "summary.xlsx", "report.html", "figures", "tables", ".DS_Store", "Thumbs.db")
)  # fmt: skip
"""What hubsim writes into a result folder (and what file managers do)."""
REPLACING = 20
UNFINISHED = re.compile(r"\.(?:partial|old)-(?P<host>[^/]+)-(?P<pid>\d+)$")
"""End of the name of what a process is writing or replacing."""
WEEK = 7
"""Days between the rows of a sweep's series: daily ones of all points would be most of its folder."""
SIX_DIGITS = "%.6g"
NOT_INSTALLED = "not installed"
LIBRARIES = ("hubsim", "simpy", "numpy", "pandas", "scipy", "pydantic", "ruamel.yaml", "joblib")

Extra = Callable[["Study", Path], None]
"""Writes more (figures, a report) into the folder while it is made."""


def save(study: Study, folder: Path, extras: Sequence[Extra] = ()) -> Path:
    """Write a study into `folder`, whole or not at all; a finished result of the same name is replaced.

    Raises
    ------
    HubsimError
        `folder` exists and is not a result of hubsim.
    """
    with whole(folder) as partial:
        write(study, partial)
        for extra in extras:
            extra(study, partial)
    return folder


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A folder to write into that takes the place of `folder` only when the block ends without an error."""
    refuse_foreign(folder)
    partial = folder.resolve().with_name(f"{folder.resolve().name}.{unfinished('partial')}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        settle_all(partial)
        _replace(partial, folder.resolve())
        settle(folder.resolve().parent)
        sweep_up(folder.resolve().parent.glob(f"{escape(folder.resolve().name)}.*"))
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def unfinished(what: str) -> str:
    """End of a name that tells whose it is: `partial-HOST-PID` is being written, `old-HOST-PID` being replaced."""
    return f"{what}-{platform.node() or 'host'}-{os.getpid()}"


def sweep_up(paths: Iterable[Path]) -> None:
    """Take away what killed processes of this machine left unfinished; those of other machines may still be alive."""
    for path in paths:
        found = UNFINISHED.search(path.name)
        if found and found["host"] == (platform.node() or "host") and not _alive(int(found["pid"])):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def refuse_foreign(folder: Path) -> None:
    """Never replace what hubsim did not write, and tell before the work where nothing can be written.

    Raises
    ------
    HubsimError
        `folder` exists and is not a result of hubsim, or cannot be made.
    """
    if not folder.exists():
        _refuse_unwritable(folder)
        return
    if not folder.is_dir():
        raise HubsimError(f"{folder} is a file. Choose another folder with --out.")
    if any(folder.iterdir()):
        manifest = _own_manifest(folder)
        _refuse_other_files(folder)
        _refuse_other_model(folder, manifest)


def _own_manifest(folder: Path) -> dict[str, Any]:
    """Many programs write a manifest.json: only one of ours may be replaced."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or found.get("kind") not in KINDS or "hubsim" not in found.get("versions", {}):
        raise HubsimError(f"{folder} is not empty and no result of hubsim ({MANIFEST}). Choose another folder with --out.")
    return found


def _refuse_other_files(folder: Path) -> None:
    """Notes that somebody has put beside a result are not thrown away."""
    foreign = sorted(one.name for one in folder.iterdir() if one.name not in OWN and not (one / MANIFEST).is_file())
    if foreign:
        to_do = "Move it elsewhere, or choose another folder with --out"
        raise HubsimError(f"{folder} holds {foreign[0]}, which hubsim did not write and would delete. {to_do}.")


def _refuse_other_model(folder: Path, manifest: dict[str, Any]) -> None:
    model = manifest.get("model", MODEL_VERSION)
    if model != MODEL_VERSION:
        to_do = "Choose another folder with --out, or delete it"
        raise HubsimError(f"{folder} was made by version {model} of the model, this is version {MODEL_VERSION}. {to_do}.")


def _refuse_unwritable(folder: Path) -> None:
    above = next(one for one in folder.resolve().parents if one.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise HubsimError(f"{folder} cannot be made: {above} is not a folder that may be written. Choose another folder with --out.")


def _replace(partial: Path, folder: Path) -> None:
    """Last come, last served: where two processes write one folder, both replace it whole."""
    old = partial.with_name(f"{folder.name}.{unfinished('old')}")
    for attempt in range(REPLACING):
        try:
            if folder.exists():
                folder.rename(old)
            partial.rename(folder)
            return
        except OSError:  # another process was faster
            if attempt == REPLACING - 1 or not partial.exists():
                raise
        finally:
            shutil.rmtree(old, ignore_errors=True)


def write(study: Study, folder: Path) -> None:
    """Write the data files of a study into an existing folder."""
    from sim.study.result import Difference, Result

    if isinstance(study, Result):
        _write_result(study, folder)
    elif isinstance(study, Difference):
        write_csv(study.summary, folder / "difference.csv")
    else:
        _write_sweep(study, folder)
    (folder / MANIFEST).write_text(as_json(manifest(study)), encoding="utf-8", newline="\n")


def _write_result(result: Result, folder: Path) -> None:
    from sim.study.wide import wide

    write_csv(result.summary, folder / "summary.csv")
    write_csv(wide(result.replications), folder / "replications.csv")
    write_csv(result.series, folder / "series.csv")
    write_csv(result.safeguards, folder / "safeguards.csv")
    _write_samples({result.name: result}, folder, longest=False)
    for name, table in result.tables.items():
        (folder / "tables").mkdir(exist_ok=True)
        table.to_parquet(folder / "tables" / f"{name}.parquet", index=False)


def _write_sweep(sweep: SweepResult, folder: Path) -> None:
    from sim.study.wide import wide

    write_csv(sweep.points, folder / "points.csv")
    write_csv(sweep.summary, folder / "summary.csv")
    write_csv(wide(sweep.replications), folder / "replications.csv")
    write_csv(sweep.safeguards, folder / "safeguards.csv")
    write_csv(sweep.series[sweep.series["day"] % WEEK == 0], folder / "series.csv", SIX_DIGITS)
    _write_samples(sweep.results, folder, longest=True)


def _write_samples(results: Mapping[str, Result], folder: Path, longest: bool) -> None:
    """What a report needs besides the tables, to be drawn again from the folder."""
    from sim.study.read import SAMPLES, samples

    samples(results, longest).to_parquet(folder / SAMPLES, index=False)


def write_csv(table: pd.DataFrame, path: Path, floats: str | None = None) -> None:
    """Comma, decimal point, UTF-8, line ends of one character; missing is empty.

    Floats as `floats` says; absent: in the shortest form that reads back the same. A text that a spreadsheet would take for a formula
    begins with an apostrophe.
    """
    texts = {name: table[name].map(_no_formula) for name in table.select_dtypes(exclude=["number", "bool", "datetime"])}
    table.assign(**texts).to_csv(path, index=False, lineterminator="\n", encoding="utf-8", float_format=floats)


def _no_formula(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


def manifest(study: Study) -> dict[str, Any]:
    """What made a study: `run` is the only part that may differ between equal runs."""
    from sim.study.result import Difference, Result

    if isinstance(study, Result):
        return {"kind": "run", **to_json(study.scenario), "typical": study.typical, **_how(study.made)}
    if isinstance(study, Difference):
        sides = {side: {"name": r.name, "hash": r.scenario.hash, "folder": r.folder_name} for side, r in (("a", study.a), ("b", study.b))}
        return {"kind": "difference", **sides, **_how(study.made)}
    points = {name: result.scenario.hash for name, result in study.results.items()}
    return {
        "kind": "sweep",
        "varied": list(study.varied),
        "points": points,
        "hash_of_points": study.hash,
        **to_json(study.scenario),
        **_how(study.made),
    }


def _how(made: Made) -> dict[str, Any]:
    return {
        "seed": made.seed,
        "replications": made.reps,
        "engine": made.engine,
        "versions": versions(),
        "command": made.command,
        "run": dict(made.run),
    }


def versions() -> dict[str, str]:
    """Versions of Python, hubsim and the libraries that numbers pass through."""
    return {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}}


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # hubsim run from its sources
        return NOT_INSTALLED


def digest(content: Any) -> str:
    """Eight hexadecimal digits of what is written, the same for equal contents."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:8]


def as_json(content: Any) -> str:
    """Readable JSON with names in the order given; numbers that JSON does not know are null."""
    return json.dumps(_plain(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_plain(value) for value in content]
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    if content is None or isinstance(content, (bool, int, str)):
        return content
    return str(content)
