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


@of_pointers
def put_short_real(m: Any, half: int, value: float) -> None:
    """Put a float of half a word into a half word; they are numbered as `m.view(np.float32)` has them."""
    m.view(np.float32)[half] = value


@of_pointers
def put_short(m: Any, half: int, value: int) -> None:
    """The same for a whole number."""
    m.view(np.int32)[half] = value
