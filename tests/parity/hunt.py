"""Generated scenarios under both engines: every table the same to the last bit. The deep run behind `make verify`.

    python -m tests.parity.hunt --scenarios 10000 --seed 1 --out build/verify

What differs is written into the folder, the shortest text of each kind of difference, to be reduced and made a named test.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sim import hub, kernel
from sim.kernel.plan import Unsupported
from tests.parity.twins import difference
from tests.properties.generated import read, scenario_texts

SEEDS = st.integers(0, 2**32 - 1)


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
            told = difference(reference, kernel.simulate(scenario, number, 0))
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


def main() -> int:
    """Print the counts; 1 if anything differed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenarios", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, default=Path("build/verify"))
    given_options = options.parse_args()
    hunt = hunted(given_options.scenarios, given_options.seed)
    print(
        f"{hunt.tried} scenarios, {hunt.cases} cases, {sum(hunt.found.values())} differ, {sum(hunt.without_form.values())} without a form"
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
