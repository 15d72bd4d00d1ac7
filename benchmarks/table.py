"""Numbers and tables as people read them, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence


def number(value: float) -> str:
    """Two or three digits that count, whole from a hundred on."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def times_as_fast(ratio: float) -> str:
    """How many times as fast."""
    return f"{ratio:,.0f}x" if ratio >= 10 else f"{ratio:.1f}x" if ratio >= 0.095 else f"{ratio:.2f}x"


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with its first column to the left and the others to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))
