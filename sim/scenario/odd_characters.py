"""Characters that look like others: word processors and web pages put them in, and no eye sees why a value cannot be read."""

from __future__ import annotations

_SPACES = {"\u00a0": "a non-breaking space", "\u202f": "a narrow non-breaking space", "\u2007": "a figure space", "\u2009": "a thin space"}
_HIDDEN = {
    "\u200b": "an invisible space",
    "\u2060": "an invisible word joiner",
    "\ufeff": "an invisible byte-order mark",
    "\u00ad": "a soft hyphen",
}
_QUOTES = dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019\u201a", "'")
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
_WIDE = {"\uff1a": ":", "\uff0c": ",", "\uff05": "%", "\u066a": "%"}

TYPE_INSTEAD = dict.fromkeys(_SPACES, " ") | dict.fromkeys(_HIDDEN, "") | _QUOTES | _DASHES | _WIDE


def odd_character(text: str) -> tuple[str, str] | None:
    """What the first such character of a text is, and what to type; None: there is none."""
    mark = next((c for c in text if c in TYPE_INSTEAD), None)
    if mark is None:
        return None
    code, instead = f"U+{ord(mark):04X}", TYPE_INSTEAD[mark]
    if mark in _SPACES:
        return f"{_SPACES[mark]} ({code})", "Type a plain space"
    if mark in _HIDDEN:
        return f"{_HIDDEN[mark]} ({code})", "Take it out"
    name = "the curly quote" if mark in _QUOTES else "the dash" if mark in _DASHES else "the wide character"
    return f"{name} {mark} ({code})", f"Type {instead}"
