"""Tables on the console: plain text, no lines to break in a pipe, words folded where the window is narrow."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table


def table(*columns: str, numbers: tuple[str, ...] = ()) -> Table:
    """An empty table with these heads; columns of numbers stand to the right."""
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, safe_box=True, header_style="bold")
    for name in columns:
        grid.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    return grid
