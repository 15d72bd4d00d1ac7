"""Every contract that the manual shows can be loaded and costed."""

import re
from pathlib import Path

import pytest

from sim.hub import simulate
from sim.metrics import measure
from sim.scenario.load import load

ROOT = Path(__file__).parents[2]
CONTRACTS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "write-a-contract.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", CONTRACTS, ids=range(len(CONTRACTS)))
def test_a_contract_can_be_costed(text, tmp_path):
    (tmp_path / "hub.yaml").write_text((ROOT / "tests" / "bad_scenarios" / "good.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "contract.yaml").write_text(f"extends: ./hub.yaml\n{text}", encoding="utf-8")
    scenario = load(tmp_path / "contract.yaml")
    assert not [one.name for one in scenario.inputs if one.bare and one.name.startswith("costs")]
    found = measure(simulate(scenario, 1, 0), scenario).values
    total = found[f"costs.{scenario.costs.reported}.total"]
    parts = [value for name, value in found.items() if ".item." in name and name.startswith("costs.")]
    assert total == pytest.approx(sum(parts)) and total > 0
