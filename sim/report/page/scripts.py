"""The few scripts of a page: each stands inside it and is allowed by its digest, so that nothing else may run."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True)
class Script:
    """A script and what the page's security policy says of it."""

    text: str

    @property
    def hash(self) -> str:
        """`'sha256-...'` of exactly what stands between the marks."""
        digest = base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()
        return f"'sha256-{digest}'"


def script(name: str) -> Script:
    """A script of the templates, by the name of its file without `.js`."""
    return Script((TEMPLATES / f"{name}.js").read_text(encoding="utf-8"))
