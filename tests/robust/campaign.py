"""Hostile and mutated inputs: each gives a scenario, or faults that say where, what and what to do. Never anything else.

    python -m tests.robust.campaign --inputs 10000 --out FOLDER

Input n is made from its number alone, so that any can be made again: `--only n` tries one and shows what was said.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import BadScenario, Fault, HubsimError
from sim.hub import simulate
from sim.laws import check
from sim.metrics import measure
from sim.scenario.checks import amounts
from sim.scenario.checks.case import Case
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.tree import Branch
from sim.scenario.units import DAY
from sim.study.points import plan
from tests.robust import mutate, seeds, trees

CPU_SECONDS = 20
"""Processor time after which an input counts as endless: a watchdog, far above what any needs."""
MOST_MEMORY = 3 << 30
SHORT = 60 * DAY
MOST_CASES = 400
"""Only small ones of those that load are simulated."""

TREES = {name: trees.read(text) for name, text in seeds.SCENARIOS.items()}
OVERLAY, SWEEP = trees.read(seeds.OVERLAY), trees.read(seeds.SWEEP)
OTHERS = [*TREES.values(), OVERLAY, SWEEP]
NAMES = [".".join(map(str, path)) for path in trees.paths(TREES["wide"]) if path[0] != "sweep"]

WHOLE_FILE = (
    "the file is empty",
    "the file has ",
    "there are more than ",
    "there is no such file",
    "this is a folder",
    "this is not a plain file",
    "this is UTF-16 text",
)
"""Beginnings of what can be wrong with a file as a whole, without line and column."""


@dataclass
class Input:
    """Files by name, and what is laid over them. `f.yaml` is the scenario."""

    kind: str
    files: dict[str, bytes]
    overlays: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


@dataclass
class Verdict:
    """How it ended: `refused`, `loaded`, `ran`, or `FOUND`: something that must not happen, with what was seen."""

    end: str
    seen: str = ""


class Endless(BaseException):
    """The watchdog has barked; no handler of errors may swallow it."""


# --- inputs ---------------------------------------------------------------------------------------------------------------


def made(n: int) -> Input:
    """Input n."""
    luck = random.Random(f"robust {n}")
    maker = luck.choices((_trees, _bytes, _spliced, _overlaid, _set, _swept, _tables), (40, 9, 7, 9, 12, 8, 15))[0]
    one = maker(luck)
    one.files = {**{name: text.encode() for name, text in seeds.TABLES.items()}, "wide.yaml": seeds.WIDE.encode(), **one.files}
    return one


def _trees(luck: random.Random) -> Input:
    seed = luck.choice(("small", "wide", "wide", "wide"))
    return Input("tree", {"f.yaml": _written(mutate.tree(TREES[seed], luck, OTHERS))})


def _written(tree: dict) -> bytes:
    return trees.write(tree).encode("utf-8", "surrogatepass")


def _bytes(luck: random.Random) -> Input:
    texts = [text.encode() for text in (seeds.SMALL, seeds.WIDE)]
    return Input("bytes", {"f.yaml": mutate.raw(luck.choice(texts), luck, luck.choice(texts))})


def _spliced(luck: random.Random) -> Input:
    """The first lines of one file and the last of another, with lines repeated or lost."""
    one, two = (luck.choice((seeds.SMALL, seeds.WIDE, seeds.OVERLAY, seeds.SWEEP)).splitlines(keepends=True) for _ in range(2))
    lines = one[: luck.randint(0, len(one))] + two[luck.randint(0, len(two)) :]
    for _ in range(luck.choice((0, 1, 3))):
        if lines:
            lines.insert(luck.randint(0, len(lines)), " " * luck.choice((0, 0, 1, 2, 4)) + luck.choice(lines).lstrip())
    return Input("splice", {"f.yaml": "".join(lines).encode()})


def _overlaid(luck: random.Random) -> Input:
    overlays = {f"o{i}.yaml": _written(mutate.tree(OVERLAY, luck, OTHERS)) for i in range(luck.choice((1, 1, 2)))}
    return Input("overlay", {"f.yaml": seeds.WIDE.encode(), **overlays}, list(overlays))


def _set(luck: random.Random) -> Input:
    return Input("set", {"f.yaml": seeds.WIDE.encode()}, settings=mutate.settings(seeds.SETTINGS, NAMES, luck))


def _swept(luck: random.Random) -> Input:
    if luck.random() < 0.5:
        return Input("sweep", {"f.yaml": _written(mutate.tree(SWEEP, luck, OTHERS))})
    tree = {**TREES["wide"], "sweep": mutate.tree(TREES["wide"]["sweep"], luck, OTHERS)}
    return Input("sweep", {"f.yaml": _written(tree)})


def _tables(luck: random.Random) -> Input:
    name = luck.choice(list(seeds.TABLES))
    text = seeds.TABLES[name]
    content = mutate.table(text, luck) if luck.random() < 0.75 else mutate.raw(text.encode(), luck, seeds.SMALL.encode())
    return Input("table", {"f.yaml": seeds.WIDE.encode(), name: content})


# --- trials ---------------------------------------------------------------------------------------------------------------


def tried(one: Input, folder: Path, run: bool = True) -> Verdict:
    """Write the files of an input into a folder and load them; what must not happen is found."""
    for name, content in one.files.items():
        (folder / name).write_bytes(content)
    try:
        with bounded():
            return _judged(one, folder, run)
    except (Exception, Endless) as error:
        return Verdict("FOUND", f"{type(error).__name__}: {error}\n{_where(error)}")


def _judged(one: Input, folder: Path, run: bool) -> Verdict:
    try:
        scenario = load(folder / "f.yaml", [folder / name for name in one.overlays], one.settings)
    except BadScenario as bad:
        wrong = [f"{why}: {fault}" for fault in bad.faults for why in blemishes(fault)] or ([] if bad.faults else ["no fault is told"])
        return Verdict("FOUND", "\n".join(wrong)) if wrong else Verdict("refused", bad.faults[0].what)
    wrong = [f"{why}: {fault}" for fault in scenario.warnings for why in blemishes(fault)]
    if wrong:
        return Verdict("FOUND", "\n".join(wrong))
    if one.kind == "sweep":
        try:
            plan(folder / "f.yaml")
        except HubsimError:
            return Verdict("refused", "sweep")
    return simulated(scenario) if run else Verdict("loaded")


def simulated(scenario: Scenario) -> Verdict:
    """A short run of a small scenario, held against the laws and measured."""
    short = scenario.model_copy(update={"horizon": min(scenario.horizon, SHORT)})
    if not small(short):
        return Verdict("loaded", "too large to be run here")
    record = simulate(short, 1, 0)
    broken = check(record, short)
    if broken:
        return Verdict("FOUND", f"a law is broken: {broken[0]}")
    measure(record, short)
    return Verdict("ran")


def small(scenario: Scenario) -> bool:
    """Whether a run takes a moment."""
    case = Case(scenario, Branch())
    return sum(amounts.cases_listed(case).values()) <= MOST_CASES and sum(amounts.departures_laid(case).values()) <= MOST_CASES


def blemishes(fault: Fault) -> Iterator[str]:
    """What a fault lacks: a place inside its file, what is wrong, what to do, in one line of plain text."""
    if not fault.what.strip() or not fault.to_do.strip():
        yield "says nothing"
    if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u2029" for c in str(fault)):
        yield "is no line of plain text"
    if len(str(fault)) > 1500:
        yield "is endless"
    if fault.file.startswith("--set ") and fault.line == fault.column == 0:
        return
    if fault.line == 0:
        if fault.column != 0 or not fault.what.startswith(WHOLE_FILE):
            yield "has no place"
        return
    path = Path(fault.file) if Path(fault.file).is_file() else seeds.ROOT / fault.file
    lines = re.split(rb"\r\n|\r|\n", path.read_bytes()) if path.is_file() else []
    if not 1 <= fault.line <= len(lines):
        yield f"has a line outside of its file of {len(lines)}"
    elif not 1 <= fault.column <= len(lines[fault.line - 1]) + 1:
        yield "has a column outside of its line"


@contextmanager
def bounded() -> Iterator[None]:
    """Processor time and memory have an end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGVTALRM, _bark)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard), hard))
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _bark(*_: object) -> None:
    raise Endless(f"still busy after {CPU_SECONDS} s of processor time")


def _where(error: BaseException) -> str:
    """The last places in our own code."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if "/sim/" in one.filename]
    return "\n".join(f"  {Path(one.filename).name}:{one.lineno} {one.name}" for one in ours[-4:])


def main() -> int:
    """Try many inputs; keep what was found; print counts."""
    parser = argparse.ArgumentParser(description="Hostile and mutated inputs: scenario files, overlays, settings, sweeps, tables.")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    numbers = [asked.only] if asked.only is not None else range(asked.first, asked.first + asked.inputs)
    counts: Counter[tuple[str, str]] = Counter()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for n in numbers:
            one = made(n)
            folder = Path(scratch) / "now"
            folder.mkdir(exist_ok=True)
            for old in folder.iterdir():
                old.unlink()
            verdict = tried(one, folder)
            counts[one.kind, verdict.end] += 1
            if asked.only is not None:
                print(json.dumps(one.settings), one.files["f.yaml"].decode("utf-8", "replace"), verdict, sep="\n")
            if verdict.end == "FOUND":
                found[_kind_of(verdict.seen)] += 1
                print(f"input {n} ({one.kind}): {verdict.seen}", flush=True)
                if asked.out is not None:
                    _kept(n, one, verdict, asked.out)
    _print_counts(counts, found)
    return 1 if found else 0


def _kind_of(seen: str) -> str:
    """Alike findings have one name: the error and where it stands, or what the fault lacks."""
    lines = seen.splitlines()
    return f"{lines[0].split(':')[0]} at {lines[-1].strip()}" if lines[-1].startswith("  ") else lines[0].split(":")[0]


def _kept(n: int, one: Input, verdict: Verdict, out: Path) -> None:
    folder = out / f"input-{n}"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in one.files.items():
        (folder / name).write_bytes(content)
    (folder / "seen.json").write_text(json.dumps({"overlays": one.overlays, "settings": one.settings, "seen": verdict.seen}, indent=1))


def _print_counts(counts: Counter[tuple[str, str]], found: Counter[str]) -> None:
    ends = ("refused", "loaded", "ran", "FOUND")
    print(f"{'kind':10}" + "".join(f"{end:>9}" for end in ends))
    for kind in dict.fromkeys(kind for kind, _ in sorted(counts)):
        print(f"{kind:10}" + "".join(f"{counts[kind, end]:9}" for end in ends))
    print(f"{'all':10}" + "".join(f"{sum(count for (_, one), count in counts.items() if one == end):9}" for end in ends))
    for kind, count in found.most_common():
        print(f"{count:6} x {kind}")


if __name__ == "__main__":
    sys.exit(main())
