"""A short campaign; `make fuzz` is the long one."""

from __future__ import annotations

import pytest

from tests.robust.campaign import made, tried

SIZE, PARTS = 250, 5


@pytest.mark.parametrize("part", range(PARTS))
def test_every_input_gives_a_scenario_or_faults_with_places(part, tmp_path):
    ends = []
    for n in range(part, SIZE, PARTS):
        folder = tmp_path / str(n)
        folder.mkdir()
        verdict = tried(made(n), folder)
        assert verdict.end != "FOUND", f"input {n}: {verdict.seen}"
        ends.append(verdict.end)
    assert {"refused", "ran"} <= set(ends)


def test_an_input_is_made_from_its_number_alone():
    assert made(7) == made(7)
