"""What is no YAML is told in plain words, whatever the parser calls it; the usual slips stand in bad_scenarios/yaml_*."""

from __future__ import annotations

import random

import pytest
from ruamel.yaml.error import MarkedYAMLError, StringMark

from sim.errors import BadScenario
from sim.scenario.load import load
from sim.scenario.yaml_faults import form_fault
from sim.scenario.yaml_file import parse

PARTS = (
    *("a", "b: ", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ", ", ": ", ":", "? ", "|", ">", "|+2", '"', "'", "#", " # c", "<<: "),
    *("&x ", "*x ", "!t ", "!", "!<", "!!str ", "%", "%YAML 1.1\n", "%TAG ", "---", "\n---\n", "\n...\n", "\n%", "\t", "@", "`", "0", "~"),
    *("\\", "\\x", '"\\U00200000"', '"\\UFFFFFFFF"', "\u00e9", "\u201c", " "),
)


def said(text):
    with pytest.raises(BadScenario) as caught:
        parse(text, "f")
    return str(caught.value)


SLIPS = {
    "why: |\n  \n    How many?\n": "f:3:5: an empty line with spaces stands above this text. Take the empty line out",
    "a: b\n%c: d": "f:2:1: a line that begins with % is no `key: value`. Take it out, or put the text in quotes",
    'a: "b\n% c"\nd: - e': "f:3:4: a list with dashes begins in the line of its key. Begin it in the next line, or write [a, b]",
    "a: {b: c}}": "f:1:10: a bracket closes that never opened. Take it out, or open it",
    'a: "b" "c"': "f:1:8: this stands after a value that has ended. Put the whole text in quotes, or take this out",
    "{a: b} c": "f:1:8: this stands after a value that has ended. Put the whole text in quotes, or take this out",
    'a: "C:\\users"': "f:1:9: a backslash in double quotes begins a special character, and this is none. "
    "Write / for it, or put the text in single quotes",
    'a: b\nc: "d \\UFFFFFFFF"': "f:2:7: a backslash in double quotes begins a special character, and this is none. "
    "Write / for it, or put the text in single quotes",
}


@pytest.mark.parametrize("text", SLIPS)
def test_slips(text):
    assert said(text) == SLIPS[text]


def test_a_setting_with_a_backslash():
    with pytest.raises(BadScenario) as caught:
        load("kosovo-us", settings={"why": '"\\UFFFFFFFF"'})
    assert str(caught.value) == (
        "--set why: a backslash in double quotes begins a special character, and this is none. "
        "Write / for it, or put the text in single quotes"
    )


def test_no_words_of_the_parser_are_shown():
    luck = random.Random(1)
    for _ in range(6_000):
        text = "".join(luck.choice(PARTS) for _ in range(luck.randint(2, 12)))
        try:
            parse(text, "f")
        except BadScenario as bad:
            assert "this is not YAML" not in str(bad), repr(text)


def test_words_that_nobody_knows_yet():
    error = MarkedYAMLError(problem="found a thing", problem_mark=StringMark("f", 0, 1, 3, "a: b\n", 0))
    told = "f:2:4: this is not YAML (found a thing). Check brackets, quotes and the indentation above this place"
    assert str(form_fault(error, "f", ["a: b", "c: d"])) == told
