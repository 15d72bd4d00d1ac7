"""A short hunt through generated scenarios; `make verify` is the long one."""

import pytest

from tests.parity.hunt import hunted


@pytest.mark.slow
def test_generated_scenarios_are_the_same_in_both_engines():
    hunt = hunted(60, 1)
    assert dict(hunt.shortest) == {}
    assert hunt.tried == 60
    assert hunt.cases > 1_000
    assert sum(hunt.without_form.values()) <= 3
