"""Notebooks run from top to bottom, their two forms say the same, and their numbers are those of the command line."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REMEMBER = "result.summary.to_csv({result!r}, index=False); difference.summary.to_csv({difference!r}, index=False)"


def read(path):
    import jupytext

    return jupytext.read(path)


def said(notebook):
    return [(cell.cell_type, cell.source.strip(), cell.metadata.get("tags", [])) for cell in notebook.cells]


def test_there_are_notebooks():
    assert [path.stem for path in NOTEBOOKS] == [path.stem for path in sorted((ROOT / "notebooks").glob("*.py"))] != []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_both_forms_say_the_same(path):
    assert said(read(path)) == said(read(path.with_suffix(".py"))), f"write {path.name} anew: jupytext --to ipynb {path.stem}.py"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_output_is_kept(path):
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.notebook
@pytest.mark.timeout(300)
def test_its_numbers_are_those_of_the_command_line(tmp_path, monkeypatch):
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = read(ROOT / "notebooks" / "first-look.ipynb")
    kept = {name: str(tmp_path / f"{name}.csv") for name in ("result", "difference")}
    notebook.cells.append(new_code_cell(REMEMBER.format(**kept)))
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(tmp_path)}}).execute()

    told = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in told if output.output_type == "error" or output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in told) == 3

    command = [sys.executable, "-m", "sim", "run", "kosovo-us", "--reps", "50", "--seed", "1", "--out", str(tmp_path / "out")]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    pd.testing.assert_frame_equal(pd.read_csv(kept["result"]), pd.read_csv(tmp_path / "out" / "summary.csv"), check_exact=True)
    assert pd.read_csv(kept["difference"])["replications"].eq(50).all()
