"""What the YAML parser complains of, in plain words and at the place where it can be mended."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from sim.errors import Fault
from sim.scenario.odd_characters import odd_character

NO_ANCHORS = ("anchors (`&`) and aliases (`*`) are not allowed", "Write the value out, or put it in quotes")
NO_TAGS = ("tags (`!`) are not allowed", "Write the value alone, or put it in quotes")

_LAST_CHARACTER = 0x10FFFF
_CODE_POINT = re.compile(r"\\U([0-9A-Fa-f]{8})")
_NO_ESCAPE = (
    "a backslash in double quotes begins a special character, and this is none",
    "Write / for it, or put the text in single quotes",
)
_DIRECTIVE = ("a line that begins with % is no `key: value`", "Take it out, or put the text in quotes")
_OF_DIRECTIVES = ("directive", "tag handle", "YAML document", "expected '<document start>'")
_TOO_DEEP = ("this key stands deeper than the line above, which has a value already", "Let keys of one block begin in one column")
_AFTER_THE_END = ("this stands after a value that has ended", "Put the whole text in quotes, or take this out")

_BY_PROBLEM = (
    ("\\t", "a tab stands where YAML wants spaces", "Replace it by spaces"),
    ("escape", *_NO_ESCAPE),
    ("mapping values are not allowed", "a second colon stands in this line", "Put the text in quotes, or the block on its own lines"),
    ("mapping keys are not allowed", "a value cannot begin with '?'", "Put the text in quotes"),
    ("sequence entries are not allowed", "a list with dashes begins in the line of its key", "Begin it in the next line, or write [a, b]"),
    ("comment or a line break", "a text stands in the line of its | or >", "Begin it in the next line, or put it in quotes"),
    ("indentation indicator", "a text stands in the line of its | or >", "Begin it in the next line, or put it in quotes"),
    ("more indented follow up line", "an empty line with spaces stands above this text", "Take the empty line out"),
    ("found '}'", "a bracket closes that never opened", "Take it out, or open it"),
    ("found ']'", "a bracket closes that never opened", "Take it out, or open it"),
    ("expected the node content", "a value is missing here", "Write one, or take this out"),
    ("expected <block end>", "the indentation does not fit the lines above", "Let keys of one block begin in one column"),
    ("could not find expected ':'", "a line without a colon stands among keys", "Write `key: value`"),
    (
        "expected ',' or",
        "a comma is missing between two entries in brackets",
        "Put a comma between them, and texts with brackets in quotes",
    ),
    ("alphabetic or numeric", *NO_ANCHORS),
)
"""Words of the parser -> what is wrong and what to do; the first that fits is said."""


def form_fault(error: MarkedYAMLError, file: str, lines: list[str]) -> Fault:
    """The fault of a text that is no YAML. What is never closed stands where it opens, a directive where it begins."""
    problem, context = str(error.problem or error.context or ""), str(error.context or "")
    unclosed = any(words in problem for words in ("stream end", "end of stream", "document separator"))
    mark = error.context_mark if unclosed and error.context_mark is not None else error.problem_mark or error.context_mark
    number, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    directive = next((n for n, line in enumerate(lines[:number], 1) if line.startswith("%")), None)
    if directive is not None and any(words in problem + context for words in _OF_DIRECTIVES):
        return Fault(file, directive, 1, *_DIRECTIVE)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return Fault(file, number, column, *(_unclosed(line, context) if unclosed else _said(problem, context, line, column)))


def _unclosed(line: str, context: str) -> tuple[str, str]:
    """An odd quote may be why it never closes."""
    odd = _odd(line)
    if odd is not None:
        return odd
    if "flow" in context:
        return "a bracket opens here and never closes", "Close it with } or ]"
    return "quotes open here and never close", "Close them, or put the text in the other kind of quotes"


def _said(problem: str, context: str, line: str, column: int) -> tuple[str, str]:
    no_start = "cannot start any token" in problem
    odd = _odd(line) if no_start else None
    if odd is not None:
        return odd
    if "mapping values are not allowed" in problem and line.count(": ") + line.rstrip().endswith(":") == 1:
        return _TOO_DEEP
    if "tag" in context or "tag handle" in problem:
        return NO_TAGS
    ended = "expected <block end>" in problem and line[: column - 1].strip(" -") and not re.search(r"found '[]}]'", problem)
    if ended or "expected '<document start>'" in problem:
        return _AFTER_THE_END
    for words, what, to_do in _BY_PROBLEM:
        if words in problem:
            return what, to_do
    if no_start:
        return f"a value cannot begin with {problem.split()[2]}", "Put the text in quotes"
    return f"this is not YAML ({problem})", "Check brackets, quotes and the indentation above this place"


def _odd(line: str) -> tuple[str, str] | None:
    odd = odd_character(line.partition(" #")[0])
    return None if odd is None else (f"this line has {odd[0]}", odd[1])


def no_such_character(file: str, text: str) -> Fault:
    """The fault of a text in which a `\\U` names a character beyond the last one, at the first of them."""
    beyond = next((found for found in _CODE_POINT.finditer(text) if int(found[1], 16) > _LAST_CHARACTER), None)
    before = text[: beyond.start()] if beyond is not None else ""
    return Fault(file, before.count("\n") + 1, len(before) - before.rfind("\n"), *_NO_ESCAPE)
