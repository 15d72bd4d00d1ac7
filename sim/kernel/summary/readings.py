"""Where the compiled summary puts what it reads: laid down beside the plan, read by name when a replication has ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.kernel.plan.constants import Word, bits
from sim.kernel.plan.layout import Layout
from sim.scenario.schema import Scenario


class Readings:
    """Places of all readings of a scenario, and the rows from which compiled topics learn what to read.

    Parameters
    ----------
    scenario : Scenario
        As first said; dated changes do not change what is reported.
    layout : Layout
        Where the rows of pools, teams, services and so on lie, and the numbers of names.
    base : int
        Place in memory of the first word laid here.
    """

    def __init__(self, scenario: Scenario, layout: Layout, base: int) -> None:
        self.scenario = scenario
        self.layout = layout
        self.names = layout.names
        self.base = base
        self.words: list[int] = []
        self.values: dict[str, int] = {}
        """Places of floats by metric."""
        self.ratios: dict[str, int] = {}
        """Places of numerators by metric; the denominator follows."""
        self.samples: dict[str, int] = {}
        """Places of words that say where the rows of a sample are."""
        self.daily = 0
        """Place of the row of `daily`."""

    def row(self, words: Iterable[Word | None]) -> int:
        """Place of new words; None is 0."""
        place = self.base + len(self.words)
        self.words += [0 if word is None else bits(word) for word in words]
        return place

    def numbers(self, words: Iterable[Word]) -> int:
        """Place of a list: how many, then each."""
        listed = list(words)
        return self.row([len(listed), *listed])

    def mask(self, names: Iterable[str], among: Mapping[str, int]) -> int:
        """A set of names as bits by number; no name at all is 0, which `covers` takes for all."""
        return self.layout.mask(names, among)

    def value(self, name: str) -> int:
        """Place of the float that a metric of this name is."""
        self.values[name] = self.row([0])
        return self.values[name]

    def ratio(self, name: str) -> int:
        """Place of the two floats of a share."""
        self.ratios[name] = self.row([0, 0])
        return self.ratios[name]

    def sample(self, name: str) -> int:
        """Place of the word that says where a sample is."""
        self.samples[name] = self.row([0])
        return self.samples[name]
