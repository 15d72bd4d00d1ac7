"""No stop loses finished work: killed, interrupted, out of disk, two at once, damaged; and the end is the same to the byte."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from sim.cli import STOPPED, _run
from sim.hub import simulate
from sim.study.blocks import BLOCKS, REPLICATIONS, Kept, packed
from sim.study.replications import run
from tests.study.small import hears_ctrl_c, small, written

SWEEP = "sweep: {vary: {hubs.camp.pools.homes.places: [3, 6]}, as: grid, replications: 20}\n"
REPS = 40


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sim.report.folder.EXTRAS", ())
    written(tmp_path)
    written(tmp_path, "many", SWEEP)
    return tmp_path


def hubsim(*args: str) -> list[str]:
    """The command, without the report (which draws for longer than the small hub runs)."""
    code = "import sys; import sim.report.folder as f; f.EXTRAS = (); from sim.cli import main; main(sys.argv[1:])"
    return [sys.executable, "-c", code, *args]


def started(folder: Path, *args: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        hubsim(*args),
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )


def kept_blocks(folder: Path) -> list[Path]:
    return sorted((folder / "results" / BLOCKS).rglob("*.block"))


def stopped_after(folder: Path, blocks: int, by: signal.Signals, *args: str) -> tuple[int, str]:
    """Start the command and send it a signal as soon as so many blocks are there."""
    process = started(folder, *args)
    while len(kept_blocks(folder)) < blocks and process.poll() is None:
        time.sleep(0.005)
    if process.poll() is None:
        if by is signal.SIGKILL:
            os.killpg(process.pid, by)
        else:
            process.send_signal(by)
    _, err = process.communicate(timeout=60)
    return process.returncode, err


def result_of(folder: Path) -> dict[str, bytes | str]:
    """The files of the one result there is, without the `run` block of the manifest."""
    (result,) = [one for one in (folder / "results").iterdir() if one.name != BLOCKS]
    files: dict[str, bytes | str] = {p.name: p.read_bytes() for p in sorted(result.iterdir()) if p.suffix == ".csv"}
    manifest = json.loads((result / "manifest.json").read_text())
    del manifest["run"]
    return {**files, "manifest.json": json.dumps(manifest)}


def uninterrupted(tmp_path_factory, *args: str) -> dict[str, bytes | str]:
    elsewhere = tmp_path_factory.mktemp("uninterrupted")
    written(elsewhere)
    written(elsewhere, "many", SWEEP)
    before = os.getcwd()
    os.chdir(elsewhere)
    try:
        assert _run((*args, "--jobs", "1")) == 0
    finally:
        os.chdir(before)
    return result_of(elsewhere)


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_killed_and_run_again_it_ends_with_the_same_bytes(folder, tmp_path_factory, blocks):
    args = ("run", "small.yaml", "--reps", str(REPS))
    stopped_after(folder, blocks, signal.SIGKILL, *args)
    there = kept_blocks(folder)
    assert len(there) >= blocks
    written_at = {path: path.stat().st_mtime_ns for path in there}
    assert _run(args) == 0
    assert {path: path.stat().st_mtime_ns for path in there} == written_at, "finished work was done again"
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_a_sweep_killed_again_and_again_ends_with_the_same_bytes(folder, tmp_path_factory):
    args = ("sweep", "many.yaml")
    for blocks in range(1, 5):
        stopped_after(folder, blocks, signal.SIGKILL, *args)
    assert _run(args) == 0
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_ctrl_c_says_that_the_same_command_goes_on(folder):
    code, err = stopped_after(folder, 1, signal.SIGINT, "run", "small.yaml", "--reps", "400")
    assert (code, err.strip()) == (130, STOPPED)
    assert [one.name for one in (folder / "results").iterdir()] == [BLOCKS]


def test_more_replications_go_on_from_fewer(folder, tmp_path_factory):
    assert _run(("run", "small.yaml", "--reps", "20", "--jobs", "1")) == 0
    first = {path: path.stat().st_mtime_ns for path in kept_blocks(folder)}
    args = ("run", "small.yaml", "--reps", "40")
    assert _run((*args, "--jobs", "2")) == 0
    assert len(first) == 2 and len(kept_blocks(folder)) == 4
    assert {path: path.stat().st_mtime_ns for path in first} == first
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_a_damaged_block_is_done_again(folder, tmp_path_factory):
    args = ("run", "small.yaml", "--reps", "20")
    assert _run((*args, "--jobs", "1")) == 0
    whole, cut = kept_blocks(folder)
    content = cut.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    whole.write_bytes(b"x" + whole.read_bytes()[1:])
    assert _run((*args, "--jobs", "1")) == 0
    assert cut.read_bytes() == content
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_a_full_disk_is_told_and_loses_nothing(folder, monkeypatch, capsys, tmp_path_factory):
    args = ("run", "small.yaml", "--reps", "30")
    sync, full_after = os.fsync, iter([False, True])

    def fsync(file):
        if next(full_after, True):
            raise OSError(28, "No space left on device", "results/.blocks/x")
        sync(file)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        assert _run((*args, "--jobs", "1")) == 1
    told = (
        "results/.blocks/x: No space left on device. Make room and give the same command again: replications that are finished are kept.\n"
    )
    assert capsys.readouterr().err == told
    assert len(kept_blocks(folder)) == 1
    assert not [path for path in (folder / "results").rglob("*partial*")]
    assert _run((*args, "--jobs", "1")) == 0
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_two_at_once_do_each_other_no_harm(folder, tmp_path_factory):
    args = ("run", "small.yaml", "--reps", "30")
    both = [started(folder, *args, "--jobs", "1") for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=100)
        assert (process.returncode, err) == (0, "")
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_no_resume_does_everything_anew(folder):
    args = ("run", "small.yaml", "--reps", "10", "--jobs", "1")
    assert _run(args) == 0
    (block,) = kept_blocks(folder)
    before = block.stat().st_mtime_ns, block.read_bytes()
    assert _run((*args, "--no-resume")) == 0
    assert block.stat().st_mtime_ns != before[0] and block.read_bytes() == before[1]


def test_another_scenario_seed_or_keep_has_blocks_of_its_own(folder):
    kept, tenth = Kept(folder / "results" / BLOCKS), range(REPLICATIONS)
    one = run(small(), REPLICATIONS, jobs=1, kept=kept)
    assert kept.has(small(), 1, tenth, False) and one.reps == REPLICATIONS
    assert not kept.has(small(), 2, tenth, False)
    assert not kept.has(small(), 1, tenth, True)
    assert not kept.has(small(), 1, range(REPLICATIONS, 2 * REPLICATIONS), False)
    assert not kept.has(small(**{"hubs.camp.pools.homes.places": "5 people"}), 1, tenth, False)


def test_blocks_of_another_engine_are_neither_kept_nor_taken(folder):
    """The address of a block does not say which engine made it."""
    kept = Kept(folder / "results" / BLOCKS)
    run(small(), REPLICATIONS, jobs=1, kept=kept, engine=partial(simulate, policies=None))
    assert not kept.has(small(), 1, range(REPLICATIONS), False)


def test_a_block_is_small(folder):
    kept = Kept(folder / "results" / BLOCKS)
    run(small(), REPLICATIONS, jobs=1, kept=kept)
    (block,) = kept_blocks(folder)
    assert block.stat().st_size < 10_000 * REPLICATIONS
    assert block.read_bytes()[32:] == packed(kept.read(small(), 1, range(REPLICATIONS), False))


def test_a_folder_of_another_model_is_refused(folder, capsys):
    args = ("run", "small.yaml", "--reps", "2", "--jobs", "1", "--out", "mine")
    assert _run(args) == 0
    manifest = json.loads(Path("mine/manifest.json").read_text())
    Path("mine/manifest.json").write_text(json.dumps({**manifest, "model": "0"}))
    capsys.readouterr()
    assert _run(args) == 2
    told = "mine was made by version 0 of the model, this is version 1. Choose another folder with --out, or delete it.\n"
    assert capsys.readouterr().err == told


def test_dry_run_says_what_is_there(folder, capsys):
    assert _run(("run", "small.yaml", "--reps", "20", "--jobs", "1")) == 0
    capsys.readouterr()
    assert _run(("run", "small.yaml", "--reps", "50", "--dry-run")) == 0
    assert "20 of 50 replications are there; the rest takes about " in capsys.readouterr().out
    assert _run(("sweep", "many.yaml", "--dry-run")) == 0
    assert "20 of 40 replications are there" in capsys.readouterr().out


def test_blocks_stand_beside_the_result_and_nowhere_else(folder):
    assert _run(("run", "small.yaml", "--reps", "2", "--jobs", "1", "--out", "there/mine")) == 0
    assert sorted(one.name for one in (folder / "there").iterdir()) == [BLOCKS, "mine"]
    assert not (folder / "results").exists()


def test_what_killed_processes_left_is_swept_up_and_nothing_else(folder):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    args = ("run", "small.yaml", "--reps", "2", "--jobs", "1", "--out", "there/mine")
    assert _run(args) == 0
    here, (block,) = platform.node(), (folder / "there").rglob("*.block")
    gone = [folder / "there" / f"mine.{what}-{here}-{dead.pid}" for what in ("partial", "old")]
    stays = [
        folder / "there" / name for name in (f"mine.partial-{here}-{os.getppid()}", f"mine.partial-elsewhere-{dead.pid}", "mine.notes")
    ]
    for one in (*gone, *stays):
        one.mkdir()
    half = block.with_name(f"{block.name}.partial-{here}-{dead.pid}")
    half.write_bytes(b"half")
    assert _run(args) == 0
    assert not any(one.exists() for one in (*gone, half))
    assert all(one.exists() for one in (*stays, block))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_blocks_of_somebody_else_are_not_opened(folder):
    kept = Kept(folder / "results" / BLOCKS)
    run(small(), REPLICATIONS, jobs=1, kept=kept)
    (block,) = kept_blocks(folder)
    os.chown(block, 65534, 65534)
    assert kept.read(small(), 1, range(REPLICATIONS), False) is None
