"""Sphinx extension: a line `<!-- from code: NAME -->` of a page is replaced by what the code says now, so that it cannot be out of date."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import commands
import fields
from sphinx.application import Sphinx

DOCS = Path(__file__).parents[1]
MARK = re.compile(r"^<!-- from code: ([\w ]+) -->$", re.MULTILINE)


def other_pages(index: str) -> str:
    """Pages beside the index that it does not name."""
    pages = sorted(page.stem for page in DOCS.glob("*.md"))
    return "\n".join(page for page in pages if page != "index" and not re.search(rf"^{re.escape(page)}$", index, re.MULTILINE))


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Called for every page as it is read."""
    whole = source[0]
    made = {"scenario fields": fields.text, "commands": commands.text, "other pages": lambda: other_pages(whole)}
    source[0] = MARK.sub(lambda mark: made[mark[1]](), whole)


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("source-read", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
