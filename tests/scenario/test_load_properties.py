"""Whatever is done to a scenario file or its settings, what comes out is a scenario or a list of faults with places."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import BadScenario
from sim.scenario.load import loads, read

ROOT = Path(__file__).parents[2]
TEXTS = [(ROOT / "tests/bad_scenarios/good.yaml").read_text(), (ROOT / "scenarios/kosovo-us.yaml").read_text()]
WORDS = [re.split(r"(\s+|[{}\[\],:])", text) for text in TEXTS]
PIECES = [
    *(
        "none",
        "any",
        "rest",
        "true",
        "null",
        "~",
        "no",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "- ",
        "\n",
        "  ",
        "\t",
        "'",
        '"',
        "#",
        "&a",
        "*a",
        "<<",
        "!x",
        "%",
        "@",
    ),
    *("60 %", "5 (3 to 9)", "-1", "1e9", "0", "9" * 40, "2025-01-01", "{}", "[]", "a.b", "../x", "\u00e9", "\u2028", "x" * 300),
    *(
        "value",
        "shape",
        "file",
        "set",
        "kind: trace",
        "kind: initial",
        "{value: 3}",
        "{shape: fixed, value: 1 d}",
        "unsure: {}",
        "source: {a: b}",
    ),
]
PLAIN_WORDS = ("Input should", "hubsim schema", "manual shows")
"""Signs of a message that nobody has written."""

DRAFT = read(ROOT / "scenarios/tour.yaml")
NAMES = [one.name.split(".") for one in DRAFT.scenario().inputs]
quick = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@st.composite
def broken(draw):
    words = list(draw(st.sampled_from(WORDS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(words) - 1))
        how = draw(st.sampled_from(("replace", "delete", "insert", "repeat")))
        if how == "delete":
            del words[at]
        elif how == "repeat":
            words.insert(at, words[draw(st.integers(0, len(words) - 1))])
        else:
            words[at : at + (how == "replace")] = [draw(st.sampled_from(PIECES))]
    return "".join(words)


@st.composite
def setting(draw):
    name = list(draw(st.sampled_from(NAMES)))
    how = draw(st.sampled_from(("as it is", "shorter", "longer", "other")))
    if how == "shorter":
        name = name[: draw(st.integers(1, len(name)))]
    elif how == "longer":
        name.append(draw(st.sampled_from(("x", "value", "shape", "any", "p90", "2025-01-01"))))
    elif how == "other":
        name[draw(st.integers(0, len(name) - 1))] = draw(st.sampled_from(("any", "x", "", "none", "value")))
    return ".".join(name), draw(st.sampled_from(PIECES) | st.text(max_size=12))


def check(bad):
    assert bad.faults
    for fault in bad.faults:
        assert fault.file and fault.what and fault.to_do
        assert not any(word in str(fault) for word in PLAIN_WORDS)


@quick
@given(broken())
def test_any_text(text):
    try:
        loads(text, "f.yaml")
    except BadScenario as bad:
        check(bad)


@quick
@given(st.text(max_size=200))
def test_any_nonsense(text):
    try:
        loads(text, "f.yaml")
    except BadScenario as bad:
        check(bad)


@quick
@given(st.lists(setting(), max_size=3))
def test_any_settings(some):
    try:
        DRAFT.scenario(dict(some))
    except BadScenario as bad:
        check(bad)
