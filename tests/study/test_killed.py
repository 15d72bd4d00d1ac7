"""Killed at any instant, even while its result is written, a study ends with the same bytes, and what stands there is always whole."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from sim.study.blocks import BLOCKS, portions
from sim.study.store import UNFINISHED
from tests.study.mortal import Mortal
from tests.study.small import written
from tests.study.test_survival import files_of, kept_blocks, result_of

SWEEP = "sweep: {vary: {hubs.camp.pools.homes.places: [3, 6]}, as: grid, replications: 12}\n"
ONE_POINT = "sweep: {vary: {hubs.camp.pools.homes.places: [3]}, as: grid, replications: 1}\n"
STUDIES = {"run": ("run", "small.yaml", "--reps", "2", "--jobs", "1"), "sweep": ("sweep", "one.yaml", "--jobs", "1")}


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    with Mortal(tmp_path_factory.mktemp("server")) as running:
        yield running


def place(folder):
    """A folder with the scenarios."""
    folder.mkdir()
    written(folder)
    written(folder, "many", SWEEP)
    written(folder, "one", ONE_POINT)
    return folder


def blocks_of(folder):
    return {path: path.stat().st_mtime_ns for path in kept_blocks(folder)}


def test_a_sweep_killed_ten_times_ends_with_the_same_bytes(mortal, tmp_path):
    args = ("sweep", "many.yaml", "--jobs", "1")
    here, there = place(tmp_path / "here"), place(tmp_path / "there")
    assert 2 * len(portions(12)) > 10
    kept = {}
    for mark in range(1, 11):  # finished blocks
        process = mortal.start(here, *args)
        while len(kept_blocks(here)) < mark and Path(f"/proc/{process}").exists():
            time.sleep(0.0005)
        os.kill(process, signal.SIGKILL)
        assert mortal.end() == -signal.SIGKILL, "it ended before it was killed: give it more to do"
        assert kept.items() <= blocks_of(here).items(), "finished work was done again"
        kept = blocks_of(here)
    assert mortal.run(here, *args) == mortal.run(there, *args) == 0
    assert kept.items() <= blocks_of(here).items()
    assert result_of(here) == result_of(there)


@pytest.mark.parametrize(("study", "replacing"), [("run", True), ("sweep", False)])
def test_killed_before_any_change_of_the_disk_nothing_half_stands_there(mortal, tmp_path, study, replacing):
    """Before the first change, then the second and so on, each time going on from what the last one left, until it ends: all blocks are
    there at the beginning, so these are the files of the result, the renames and the removals."""
    args = STUDIES[study]
    folder = place(tmp_path / "killed")
    assert mortal.run(folder, *args) == 0
    new = result_of(folder)
    if replacing:
        assert mortal.run(folder, *args, "--reps", "1") == 0
    else:
        shutil.rmtree(*finished(folder))
    stood = [files_of(result) for result in finished(folder)]
    kept, change = blocks_of(folder), 1
    while (code := mortal.run(folder, *args, dies_at=change)) == -signal.SIGKILL:
        assert all(files_of(result) in (*stood, new) for result in finished(folder))
        change += 1
    assert code == 0 and change > 8
    assert result_of(folder) == new
    assert blocks_of(folder) == kept, "finished work was done again"


def finished(folder):
    """Folders with a final name."""
    return [one for one in (folder / "results").glob("*") if one.name != BLOCKS and not UNFINISHED.search(one.name)]
