"""Text from files nobody should have named: bounded, decoded, and free of control characters."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from sim.errors import BadScenario, Fault

LARGEST_BYTES = 1 << 20
MOST_LINES = 20_000
LONGEST_LINE = 4_000

_OFFICE = 'Save it as plain text (a table in Excel: "CSV UTF-8") and name that file'
NOT_TEXT_FILES = (
    (b"PK\x03\x04", "an Excel or Word file, or another zip archive, not text", _OFFICE),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file, not text", _OFFICE),
    (b"{\\rtf", "a formatted document (RTF), not plain text", _OFFICE),
    (b"%PDF", "a PDF, not text", "Name a file of text"),
    (b"\x89PNG", "a picture, not text", "Name a file of text"),
    (b"\xff\xd8\xff", "a picture, not text", "Name a file of text"),
    (codecs.BOM_UTF16_LE, "UTF-16 text", "Save the file as UTF-8"),
    (codecs.BOM_UTF16_BE, "UTF-16 text", "Save the file as UTF-8"),
)
"""What files begin with that are not plain text in UTF-8."""

_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]")


def read_text(path: Path, shown: str) -> str:
    """The text of a file, or BadScenario: missing, unreadable, not a plain file, too large, not UTF-8, not text."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _bad(shown, "this is a folder", "Name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise _bad(shown, "this is not a plain file", "Name a file of text")
        if status.st_size > LARGEST_BYTES:
            raise _bad(shown, f"the file has {status.st_size:,} bytes, more than {LARGEST_BYTES:,}", "Is this the right file?")
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise _bad(shown, "there is no such file", "Check the name and the folder") from None
    except (OSError, ValueError) as error:
        raise _bad(
            shown, f"the file cannot be read ({getattr(error, 'strerror', None) or error})", "Check its rights and its name"
        ) from None
    return _decoded(raw, shown)


def check(text: str, file: str) -> None:
    """BadScenario for control characters, and for lines too long or too many: a parser is slow on them."""
    _check_characters(text, file)
    _check_lines(text, file)


def _decoded(raw: bytes, shown: str) -> str:
    """The text; lines end with one character, as every editor counts them."""
    for start, what, to_do in NOT_TEXT_FILES:
        if raw.startswith(start):
            raise _bad(shown, f"this is {what}", to_do)
    raw = raw.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        byte = raw[error.start : error.start + 1]
        windows = byte.decode("cp1252", errors="ignore")
        meant = f' ("{windows}" as Windows writes it)' if windows.isprintable() and windows else ""
        what = f"byte 0x{byte.hex()}{meant} is not UTF-8 text"
        raise BadScenario([Fault(shown, line, column, what, 'Save the file as UTF-8 (in Excel: "CSV UTF-8")')]) from None


def not_text(text: str) -> str | None:
    """The first character that is not text, as `0x1b`: a control character, half of a pair, an unusual line end."""
    found = _NOT_TEXT.search(text)
    return None if found is None else f"0x{ord(found.group()):02x}"


def _check_characters(text: str, file: str) -> None:
    """Control characters are refused here, with their place: the parser only counts characters."""
    found = _NOT_TEXT.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        what = f"character 0x{ord(found.group()):02x} is not text"
        raise BadScenario([Fault(file, line, column, what, "Is this the right file?")])


def _check_lines(text: str, file: str) -> None:
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise BadScenario([Fault(file, 0, 0, f"the file has more than {MOST_LINES:,} lines", "Is this the right file?")])
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            what = f"this line has {len(line):,} characters, more than {LONGEST_LINE:,}"
            raise BadScenario([Fault(file, number, 1, what, "Is this the right file?")])


def _bad(shown: str, what: str, to_do: str) -> BadScenario:
    return BadScenario([Fault(shown, 0, 0, what, to_do)])
