"""The benchmark as a command: what it prints, and that nothing of this machine gets into it."""

import platform
from pathlib import Path

import pytest

from benchmarks import part_hub
from benchmarks.inputs import Inputs
from benchmarks.journeys import Journeys
from benchmarks.machine import described
from benchmarks.measure import Times
from benchmarks.peer import Peer
from benchmarks.plan import Plan
from benchmarks.table import markdown, number, times_as_fast


class Absent(Peer):
    """Not there."""

    name = "absent"

    def missing(self) -> str:
        return "not installed"

    def prepare(self, block: list[Inputs]) -> None:
        raise AssertionError

    def run(self, threads: int = 1) -> int:
        raise AssertionError

    def journeys(self) -> list[Journeys]:
        raise AssertionError


class Slow(Absent):
    name = "slow"

    def missing(self) -> str:
        return ""


def test_a_table_shows_ratios_to_the_first_and_who_is_not_there():
    first, fast, slow, absent = Slow(), Slow(), Slow(), Absent()
    plan = Plan((first, fast, slow, absent))
    columns = {"base 50": {first: Times([20.0, 30.0, 25.0], 1.0, 25.0), fast: Times([0.1], 0.999, 359.0)}}
    assert part_hub.section(plan, columns).splitlines()[2:8] == [
        "|  | base 50 | journeys | bytes a person |",
        "| --- | ---: | ---: | ---: |",
        "| slow | 25.0 (1.0x) | same | 25.0 |",
        "| slow | 0.10 (250x) | 99.900% same | 359 |",
        "| slow | – | – | – |",
        "| absent | not installed | – | – |",
    ]


@pytest.mark.parametrize(
    ("value", "said"), [(1234.5, "1,234"), (99.96, "100.0"), (12.34, "12.3"), (1.234, "1.2"), (4.0, "4.0"), (0.1234, "0.12")]
)
def test_numbers(value, said):
    assert number(value) == said


@pytest.mark.parametrize(("ratio", "said"), [(253.4, "253x"), (7.14, "7.1x"), (0.1, "0.1x"), (0.04, "0.04x")])
def test_ratios(ratio, said):
    assert times_as_fast(ratio) == said


def test_markdown():
    assert markdown(["", "a"], [["x", "1"]]) == "|  | a |\n| --- | ---: |\n| x | 1 |"


def test_the_machine_is_described_without_its_name_or_folders():
    said = described()
    assert platform.python_version() in said
    assert platform.node() not in said and str(Path.home()) not in said
