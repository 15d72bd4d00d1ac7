"""Generated scenarios under both engines: every table, metric and day the same to the last bit. The deep run behind `make verify`.

    python -m tests.parity.hunt --scenarios 10000 --seed 1 --out build/verify --page docs/verification.md

What differs is written into the folder, the shortest text of each kind of difference, to be reduced and made a named test; the page of the
manual is told when nothing does. With NUMBA_DISABLE_JIT=1 nothing is compiled, which is quick for a few scenarios.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sim import hub, kernel
from sim.kernel.plan import Unsupported
from sim.study.store import versions
from tests.parity.readings import differences
from tests.parity.twins import difference
from tests.properties.generated import read, scenario_texts

SEEDS = st.integers(0, 2**32 - 1)
BEGIN, END = "<!-- what make verify found -->\n", "\n<!-- until here -->"
HEAD = "| day | version | seed | scenarios | cases | different |\n|---|---|---:|---:|---:|---:|"


class Hunt:
    """What has been tried, and what was found."""

    def __init__(self) -> None:
        self.tried = 0
        self.cases = 0
        self.without_form: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.shortest: dict[str, str] = {}

    def try_one(self, text: str, number: int) -> None:
        """One scenario, one replication."""
        scenario = read(text)
        reference = hub.simulate(scenario, number, 0)
        self.tried += 1
        self.cases += len(reference.journeys)
        try:
            told = difference(reference, kernel.simulate(scenario, number, 0)) or "\n".join(differences(scenario, number))
        except Unsupported as error:
            self.without_form[str(error)] += 1
            return
        if told:
            kind = re.sub(r"\d+", "#", told.partition("\n")[0])
            self.found[kind] += 1
            report = f"# seed {number}\n# {told.replace(chr(10), chr(10) + '# ')}\n{text}"
            if len(report) < len(self.shortest.get(kind, report + " ")):
                self.shortest[kind] = report


def hunted(scenarios: int, first_seed: int) -> Hunt:
    """Try so many scenarios, the same for the same seed."""
    hunt = Hunt()

    @seed(first_seed)
    @settings(max_examples=scenarios, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(text=scenario_texts(), number=SEEDS)
    def each(text: str, number: int) -> None:
        hunt.try_one(text, number)

    run: Callable[[], None] = each
    run()
    return hunt


def tell(page: Path, row: str) -> None:
    """Put the row of a run into the page, in place of the last."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    page.write_text(f"{before}{begin}\n{HEAD}\n{row}\n{end}{after}", encoding="utf-8")


def main() -> int:
    """Print the counts; 1 if anything differed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenarios", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=Path("build/verify"))
    options.add_argument("--page", type=Path)
    given_options = options.parse_args()
    hunt = hunted(given_options.scenarios, given_options.seed)
    differ, without_form = sum(hunt.found.values()), sum(hunt.without_form.values())
    print(f"{hunt.tried} scenarios, {hunt.cases} cases, {differ} differ, {without_form} without a form")
    if given_options.page and not differ:
        tell(
            given_options.page,
            f"| {date.today()} | {versions()['hubsim']} | {given_options.seed} | {hunt.tried:,} | {hunt.cases:,} | {differ} |",
        )
    for kind, times in hunt.without_form.most_common():
        print(f"  no form: {times} {kind}")
    given_options.out.mkdir(parents=True, exist_ok=True)
    for n, (kind, times) in enumerate(hunt.found.most_common(), 1):
        print(f"  {times} {kind}")
        (given_options.out / f"difference-{n}.yaml").write_text(hunt.shortest[kind], encoding="utf-8")
    return 1 if hunt.found else 0


if __name__ == "__main__":
    sys.exit(main())
