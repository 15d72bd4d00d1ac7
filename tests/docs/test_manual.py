"""The manual builds without a warning, says what the code says, and asks nothing of another server."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from sim.cli import cli
from sim.metrics.metric import Kind
from sim.scenario.fields import keys_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LOADS = re.compile(
    r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=[\"']([^\"']+)|<link\b[^>]*\brel=[\"']stylesheet[\"'][^>]*", re.IGNORECASE
)


@pytest.fixture(scope="module")
def manual(tmp_path_factory):
    folder = tmp_path_factory.mktemp("manual")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-b", "html", str(DOCS), str(folder)]
    environment = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def page(manual, name):
    return (manual / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_page_is_built_and_nothing_comes_from_elsewhere(manual):
    assert all((manual / f"{path.stem}.html").exists() for path in DOCS.glob("*.md"))
    for built in manual.rglob("*.html"):
        html = built.read_text(encoding="utf-8")
        assert not [found[0] for found in LOADS.finditer(html) if re.search(r"(https?:)?//", found[0])], built
    for style in manual.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8")), style


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_it_names_every_field_command_and_kind(manual):
    names = runpy_fields()
    fields = page(manual, "scenario-file")
    for part in names["parts"]():
        for key in keys_of(part.block):
            assert key == "kind" or f'<span class="pre">{key}</span>' in fields
    assert all(f'<span class="pre">{name}</span>' in page(manual, "commands") for name in cli.commands)
    kinds = page(manual, "read-an-interval")
    assert all(f'<span class="pre">{word}</span>' in kinds for kind in get_args(Kind) for word in kind.split("_"))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_examples_were_run_and_drew(manual):
    for name, figures in (("read-an-interval", 1), ("write-a-hub", 1)):
        html = page(manual, name)
        assert html.count('src="_images/') == figures
        assert "dataframe" in html


def test_defaults_and_examples_are_those_of_the_shipped_files():
    text = runpy_fields()["text"]()
    turnaround = next(line for line in text.splitlines() if line.startswith("| `turnaround`"))
    assert turnaround.split(" | ")[1:] == ["time to make a place ready again", "length of time", "fact", "`0 d`", "`1 d` |"]


def runpy_fields():
    return runpy.run_path(str(DOCS / "_ext" / "fields.py"), run_name="fields_of_the_manual")
