"""The whole result folder: data, figures and report, complete or absent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report import page, sheets
from sim.report.side_by_side import side_by_side
from sim.study import store
from sim.study.durable import settle_all
from sim.study.read import read
from sim.study.result import Difference, Study, folder_name, folder_of_two

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

RESULTS = Path("results")


def _report(study: Study, folder: Path) -> None:
    """Spreadsheet, pictures and page."""
    tasks: list[Callable[[], Any]] = [partial(sheets.write, study, folder), *(one.picture for one in page.drawings(study))]
    _, *drawn = side_by_side(tasks)
    page.write(study, drawn, folder)


EXTRAS: tuple[store.Extra, ...] = (_report,)
"""Each writes its part into the folder of a study: (study, folder) -> None."""


def save(study: Study, folder: str | Path | None = None) -> Path:
    """Write a study with its figures and report, as the command line does.

    Parameters
    ----------
    study : Result, SweepResult or Difference
        A difference writes the folders of its two scenarios too: beside its own, or inside `folder` when one is given.
    folder : path, optional
        Absent: `results/NAME-HASH8`.

    Returns
    -------
    Path
        The folder written.
    """
    target = Path(folder) if folder is not None else RESULTS / study.folder_name
    if not isinstance(study, Difference):
        return store.save(study, target, EXTRAS)
    if folder is not None:
        return store.save(study, target, (_sides, *EXTRAS))
    for side in (study.a, study.b):
        store.save(side, RESULTS / side.folder_name, EXTRAS)
    return store.save(study, target, EXTRAS)


def _sides(study: Study, folder: Path) -> None:
    """The two scenarios of a difference, each in a folder of its own."""
    for side in (study.a, study.b) if isinstance(study, Difference) else ():
        store.save(side, folder / side.folder_name, EXTRAS)


def redraw(folder: Path) -> Path:
    """Draw figures, report and spreadsheet of a finished folder again; nothing is run, and equal versions give the same bytes.

    Raises
    ------
    HubsimError
        It is no finished result, or one of another version.
    """
    study, whole = read(folder), folder.resolve()
    unfinished = whole.with_name(f"{whole.name}.{store.unfinished('partial')}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        for extra in EXTRAS:
            extra(study, unfinished)
        settle_all(unfinished)
        _take_over(unfinished, whole)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _take_over(partial: Path, folder: Path) -> None:
    """Each file in the place of the one of its name: whoever is stopped here leaves whole files, old or new."""
    for path in sorted(path for path in partial.rglob("*") if path.is_file()):
        target = folder / path.relative_to(partial)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)


def targets(scenarios: Sequence[Scenario], seed: int, out: Path | None) -> list[Path]:
    """The folders that `save` will write for one scenario, or for two: each, and last their difference."""
    if out is not None:
        return [out]
    names = [folder_name(scenario.name, scenario.hash, seed) for scenario in scenarios]
    return [RESULTS / name for name in [*names, *([folder_of_two(scenarios, seed)] if len(scenarios) > 1 else [])]]


def check_targets(folders: Iterable[Path]) -> None:
    """Before the work: may the results be written there?

    Raises
    ------
    HubsimError
        One of the folders is not a result of hubsim.
    """
    for folder in folders:
        store.refuse_foreign(folder)
