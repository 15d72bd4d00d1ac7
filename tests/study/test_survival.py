"""No stop loses finished work: killed, interrupted, out of disk, two at once, damaged; and the end is the same to the byte."""

from __future__ import annotations

import json
import os
import platform
import signal
import stat
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import _run
from sim.ending import STOPPED, STOPPED_ANEW
from sim.hub import simulate
from sim.laws import obey
from sim.study.blocks import BLOCKS, LONG, Kept, packed, portions
from sim.study.engines import KERNEL, SIMPY, simpy
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
    """The files of the one result there is."""
    (result,) = [one for one in (folder / "results").iterdir() if one.name != BLOCKS]
    return files_of(result)


def files_of(result: Path) -> dict[str, bytes | str]:
    """The files of a result, without the `run` block of the manifest."""
    files: dict[str, bytes | str] = {p.name: p.read_bytes() for p in sorted(result.iterdir()) if p.suffix in (".csv", ".parquet")}
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


@pytest.mark.parametrize("blocks", [1, 7])
def test_killed_and_run_again_it_ends_with_the_same_bytes(folder, tmp_path_factory, blocks):
    args = ("run", "small.yaml", "--reps", str(REPS))
    stopped_after(folder, blocks, signal.SIGKILL, *args)
    there = kept_blocks(folder)
    assert len(there) >= blocks
    written_at = {path: path.stat().st_mtime_ns for path in there}
    assert _run(args) == 0
    assert {path: path.stat().st_mtime_ns for path in there} == written_at, "finished work was done again"
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_ctrl_c_says_that_the_same_command_goes_on(folder):
    code, err = stopped_after(folder, 1, signal.SIGINT, "run", "small.yaml", "--reps", "400")
    assert (code, err.strip()) == (130, STOPPED)
    assert [one.name for one in (folder / "results").iterdir()] == [BLOCKS]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("run", "small.yaml", "--reps", "20"), STOPPED),
        (("run", "small.yaml", "--reps", "20", "--no-resume"), STOPPED_ANEW),
        (("sweep", "many.yaml", "--no-resume"), STOPPED_ANEW),
        (("check", "small.yaml", "--update", "--reps", "2", "--baselines", "mine"), "Stopped."),
    ],
)
def test_what_ctrl_c_promises_is_so(folder, monkeypatch, capsys, args, told):
    """Stopped in its fourth replication, each command goes on as it says, and does not do again what is finished."""
    done: list[int] = []

    def stopped(record, scenario):
        done.append(1)
        if len(done) == 4:
            raise KeyboardInterrupt
        return obey(record, scenario)

    monkeypatch.setattr("sim.study.replications.obey", stopped)
    done += [1] * 2 * (args[0] == "check")
    assert _run((*args, "--jobs", "1")) == 130
    assert capsys.readouterr().err.strip() == told
    there = {path: path.stat().st_mtime_ns for path in kept_blocks(folder)}
    assert len(there) == (0 if args[0] == "check" else 3)
    if there:
        assert _run([word for word in (*args, "--jobs", "1") if word != "--no-resume"]) == 0
        assert there.items() <= {path: path.stat().st_mtime_ns for path in kept_blocks(folder)}.items()


def test_more_replications_go_on_from_fewer(folder, tmp_path_factory):
    assert _run(("run", "small.yaml", "--reps", "20", "--jobs", "1")) == 0
    first = {path: path.stat().st_mtime_ns for path in kept_blocks(folder)}
    args = ("run", "small.yaml", "--reps", "40")
    assert _run((*args, "--jobs", "2")) == 0
    assert (len(first), len(kept_blocks(folder))) == (len(portions(20)), len(portions(40)))
    assert {path: path.stat().st_mtime_ns for path in first} == first
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


def test_a_damaged_block_is_done_again(folder, tmp_path_factory):
    args = ("run", "small.yaml", "--reps", "2")
    assert _run((*args, "--jobs", "1")) == 0
    whole, cut = kept_blocks(folder)
    content = cut.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    whole.write_bytes(b"x" + whole.read_bytes()[1:])
    assert _run((*args, "--jobs", "1")) == 0
    assert cut.read_bytes() == content
    assert result_of(folder) == uninterrupted(tmp_path_factory, *args)


@pytest.mark.parametrize("more", [(), ("--no-resume",)])
def test_a_full_disk_is_told_and_loses_nothing(folder, monkeypatch, capsys, tmp_path_factory, more):
    args = ("run", "small.yaml", "--reps", "30")
    sync = os.fsync

    def fsync(file):
        if kept_blocks(folder) and stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(28, "No space left on device", "results/.blocks/x")
        sync(file)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        assert _run((*args, *more, "--jobs", "1")) == 1
    to_do = f"Make room and give the same command {'without --no-resume' if more else 'again'}: replications that are finished are kept."
    assert capsys.readouterr().err == f"results/.blocks/x: No space left on device. {to_do}\n"
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
    args = ("run", "small.yaml", "--reps", "1", "--jobs", "1")
    assert _run(args) == 0
    (block,) = kept_blocks(folder)
    before = block.stat().st_mtime_ns, block.read_bytes()
    assert _run((*args, "--no-resume")) == 0
    assert block.stat().st_mtime_ns != before[0] and block.read_bytes() == before[1]


def test_another_scenario_seed_keep_or_engine_has_blocks_of_its_own(folder):
    kept, one = Kept(folder / "results" / BLOCKS), range(1)
    run(small(), 1, jobs=1, kept=kept)
    assert kept.has(small(), 1, one, False, KERNEL)
    assert not kept.has(small(), 1, one, False, SIMPY)
    assert not kept.has(small(), 2, one, False, KERNEL)
    assert not kept.has(small(), 1, one, True, KERNEL)
    assert not kept.has(small(), 1, range(1, 2), False, KERNEL)
    assert not kept.has(small(**{"hubs.camp.pools.homes.places": "5 people"}), 1, one, False, KERNEL)


def test_an_engine_that_is_asked_for_does_the_work_itself(folder, monkeypatch):
    """What the other one has finished is not passed off as its own."""
    ran = []
    run(small(), 2, jobs=1, kept=Kept(folder / "results" / BLOCKS))
    monkeypatch.setattr("sim.study.replications.obey", lambda record, scenario: ran.append(record.replication))
    for _ in range(2):
        assert run(small(), 2, jobs=1, kept=Kept(folder / "results" / BLOCKS), engine=simpy).made.engine == SIMPY
    assert ran == [0, 1]


def test_blocks_of_an_engine_of_ones_own_are_neither_kept_nor_taken(folder):
    """The address of a block does not say what its rules are."""
    kept = Kept(folder / "results" / BLOCKS)
    run(small(), 1, jobs=1, kept=kept, engine=partial(simulate, policies=None))
    assert kept_blocks(folder) == []


def test_a_block_is_small(folder):
    kept = Kept(folder / "results" / BLOCKS)
    run(small(), 60, jobs=1, kept=kept)
    (block,) = [path for path in kept_blocks(folder) if path.name == "50-59.block"]
    assert block.stat().st_size < 2_500 * 10
    assert block.read_bytes()[32:] == packed(kept.read(small(), 1, range(50, 60), False, KERNEL))


def test_blocks_are_the_same_whatever_is_asked_for_and_small_at_first():
    for reps in (1, 2, 5, 19, 50, 51, 60, 61, 205):
        assert [r for portion in portions(reps) for r in portion] == list(range(reps))
        assert portions(reps)[:-1] == portions(1000)[: len(portions(reps)) - 1]
        assert max(map(len, portions(reps))) <= max(1, min(LONG, reps // 3))


@pytest.mark.parametrize("reps", [2, 4, 10, 19])
def test_a_small_run_keeps_two_workers_busy(folder, monkeypatch, reps):
    """However they share the blocks, taking the next one when they are free."""
    handed: list[int] = []

    def shared(work, tasks, jobs):
        handed.extend(len(task.replications) for task in tasks)
        return map(work, tasks)

    monkeypatch.setattr("sim.study.replications.in_parallel", shared)
    kept = run(small(), reps, jobs=2, kept=Kept(folder / BLOCKS), engine=simulate)
    busy = [0, 0]
    for size in handed:
        busy[busy.index(min(busy))] += size
    assert sum(busy) == reps and max(busy) - min(busy) <= max(1, reps // 4)
    pd.testing.assert_frame_equal(kept.replications, run(small(), reps, jobs=1, block=3).replications)


def aged(path: Path, days: float) -> Path:
    """As if last used so long ago."""
    at = time.time() - days * 86_400
    os.utime(path, (at, at))
    return path


def test_blocks_that_nobody_uses_go_when_a_study_is_complete(folder):
    kept = Kept(folder / "results" / BLOCKS)
    for seed in (1, 2, 3):
        run(small(), 2, seed, jobs=1, kept=kept)
    used, forgotten, recent = (kept._path(small(), seed, range(1), False, KERNEL).parent for seed in (1, 2, 3))
    others = [kept.folder / name / "study" for name in ("0" * 16, "1" * 16)]
    for other in others:
        other.mkdir(parents=True)
        (other / "0-0.block").write_bytes(b"of another version")
    (kept.folder / "notes.txt").write_text("mine")
    for path, days in ((used, 31), (forgotten, 31), (recent, 29), (others[0], 8), (others[0].parent, 8), (others[1], 6)):
        aged(path, days)
    assert _run(("run", "small.yaml", "--reps", "2", "--jobs", "1")) == 0
    assert [one.exists() for one in (used, forgotten, recent, others[0].parent, others[1])] == [True, False, True, False, True]
    assert len(kept_blocks(folder)) == 2 + 2 + 1
    assert (kept.folder / "notes.txt").exists()


def test_a_block_is_kept_even_if_its_folder_is_taken_away_meanwhile(folder, monkeypatch):
    kept, mkdir, taken = Kept(folder / BLOCKS), Path.mkdir, []

    def made_and_taken(self, *args, **options):
        mkdir(self, *args, **options)
        if not taken and self.parent.parent == kept.folder:
            taken.append(self.rmdir())

    monkeypatch.setattr(Path, "mkdir", made_and_taken)
    run(small(), 1, jobs=1, kept=kept)
    assert taken and kept.has(small(), 1, range(1), False, KERNEL)


def test_what_gets_its_final_name_is_on_the_disk_before(folder, monkeypatch):
    """Every file is settled before the rename that makes it count, and the folder in which it is named after that."""
    told: list[tuple[str, Path]] = []
    sync = os.fsync

    def settled(file):
        told.append(("settled", Path(os.readlink(f"/proc/self/fd/{file}"))))
        sync(file)

    for owner, name in ((os, "replace"), (Path, "rename")):
        renamed = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda a, b, renamed=renamed: (told.append(("named", Path(b))), renamed(a, b))[1])
    monkeypatch.setattr(os, "fsync", settled)
    assert _run(("run", "small.yaml", "--reps", "2", "--keep", "--jobs", "1")) == 0
    block, result = (next(at for what, at in told if what == "named" and test(at.name)) for test in (_is_block, lambda n: not _is_block(n)))
    before, after = (told[: told.index(("named", block))], told[told.index(("named", block)) :])
    assert [at.name.startswith(block.name) for _, at in before] == [True] and ("settled", block.parent) in after
    before, after = (told[: told.index(("named", result))], told[told.index(("named", result)) :])
    names = {at.relative_to(one) for _, at in before for one in at.parents if one.name.startswith(f"{result.name}.partial-")}
    assert names == {at.relative_to(result) for at in result.rglob("*")} and len(names) > 12
    assert ("settled", result.parent) in after


def _is_block(name: str) -> bool:
    return name.endswith(".block")


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
    assert "20 of 50 replications there already; the rest takes about " in capsys.readouterr().out
    assert _run(("sweep", "many.yaml", "--dry-run")) == 0
    assert "20 of 40 replications there already" in capsys.readouterr().out


def test_blocks_stand_beside_the_result_and_nowhere_else(folder):
    assert _run(("run", "small.yaml", "--reps", "2", "--jobs", "1", "--out", "there/mine")) == 0
    assert sorted(one.name for one in (folder / "there").iterdir()) == [BLOCKS, "mine"]
    assert not (folder / "results").exists()


def test_what_killed_processes_left_is_swept_up_and_nothing_else(folder):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    args = ("run", "small.yaml", "--reps", "2", "--jobs", "1", "--out", "there/mine")
    assert _run(args) == 0
    here, block = platform.node(), next((folder / "there").rglob("*.block"))
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
    run(small(), 1, jobs=1, kept=kept)
    (block,) = kept_blocks(folder)
    os.chown(block, 65534, 65534)
    assert kept.read(small(), 1, range(1), False, KERNEL) is None
