"""Notebooks run from top to bottom, their two forms say the same, and their numbers are those of the command line."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@dataclass(frozen=True)
class Told:
    """What a notebook must come to.

    `command` gives the same numbers as the variable `same` of the notebook, in its file `file`; `figures` is how many it draws;
    `kept` are other frames of it that are looked at.
    """

    command: str
    same: str
    file: str
    figures: int
    kept: tuple[tuple[str, str], ...] = ()


TOLD = {
    "first-look": Told("run kosovo-us --reps 50 --seed 1", "result.summary", "summary.csv", 3, (("difference", "difference.summary"),)),
    "sweep": Told("sweep ../scenarios/sweeps/kosovo-us.yaml --reps 5 --seed 1", "swept.points", "points.csv", 2),
    "own-lists": Told("run my-hub/my-hub.yaml --reps 40 --seed 1", "result.summary", "summary.csv", 1, (("count", "count"),)),
    "own-rules": Told("run my-hub/two-sites.yaml --reps 30 --seed 1", "without.summary", "summary.csv", 1, (("rules", "ruled.summary"),)),
}


def read(path):
    import jupytext

    return jupytext.read(path)


def said(notebook):
    return [(cell.cell_type, cell.source.strip(), cell.metadata.get("tags", [])) for cell in notebook.cells]


def executed(name, frames, folder):
    """The outputs of a notebook and the frames it ends with, as files read again."""
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell

    files = {key: folder / f"{key}.csv" for key in frames}
    notebook = read(FOLDER / f"{name}.ipynb")
    remember = "; ".join(f"{frame}.to_csv({str(files[key])!r}, index=False)" for key, frame in frames.items())
    notebook.cells.append(new_code_cell(remember))
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return outputs, {key: pd.read_csv(file) for key, file in files.items()}


def test_each_notebook_is_known_here():
    assert [path.stem for path in NOTEBOOKS] == [path.stem for path in sorted(FOLDER.glob("*.py"))] == sorted(TOLD)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_both_forms_say_the_same(path):
    assert said(read(path)) == said(read(path.with_suffix(".py"))), f"write {path.name} anew: jupytext --to ipynb {path.stem}.py"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_output_is_kept(path):
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_has_parameters_and_says_its_command(path):
    cells = read(path).cells
    assert [cell.metadata.get("tags") for cell in cells].count(["parameters"]) == 1
    assert f"hubsim {TOLD[path.stem].command}" in re.sub(r"\s+", " ", cells[0].source)


@pytest.mark.notebook
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", TOLD)
def test_its_numbers_are_those_of_the_command_line(name, tmp_path, monkeypatch):
    told = TOLD[name]
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    outputs, frames = executed(name, {"same": told.same, **dict(told.kept)}, tmp_path)
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == told.figures

    command = [sys.executable, "-m", "sim", *told.command.split(), "--out", str(tmp_path / "out")]
    subprocess.run(command, check=True, cwd=FOLDER, capture_output=True)
    pd.testing.assert_frame_equal(frames["same"], pd.read_csv(tmp_path / "out" / told.file), check_exact=True)
    CHECKS.get(name, lambda frames: None)(frames)


def _fifty_pairs(frames):
    assert frames["difference"]["replications"].eq(50).all()


def _as_counted_by_hand(frames):
    """Against numbers written here, read off the two lists with a pencil."""
    assert frames["count"]["by hand"].tolist() == frames["count"]["simulated"].tolist() == [13, 17, 4]


def _rules_do_something(frames):
    without, ruled = (frames[key].set_index("metric")["estimate"] for key in ("same", "rules"))
    assert ruled["outcome.sent_back"] > without["outcome.sent_back"]
    assert ruled["outcome.left_for_other_country"] > without["outcome.left_for_other_country"]
    assert ruled["people.listed"] == without["people.listed"]  # the same people come with the same luck


CHECKS = {"first-look": _fifty_pairs, "own-lists": _as_counted_by_hand, "own-rules": _rules_do_something}
