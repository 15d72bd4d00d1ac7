"""The memory of a run, as arrays of Python know it; machine code has a pointer to it (`pointers`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.kernel.compiled import of_pointers


@of_pointers
def float_at(m: Any, at: int) -> Any:
    """The float in a word."""
    return m.view(np.float64)[at]


@of_pointers
def put_float_at(m: Any, at: int, value: float) -> None:
    """Put a float into a word."""
    m.view(np.float64)[at] = value


@of_pointers
def fetch(m: Any, at: int) -> None:
    """Have a line of memory brought near, since it will be read soon; nothing changes, and the place need not be one."""
