"""The decorators of the kernel's functions, which say how the compiler links them.

They leave a function as it is, so that the kernel is also plain Python; `compiling` makes machine code of what `entries` names and of
all that it calls. Parts take the place where the memory of a run begins (`m`, see `words_of_memory`), whole numbers and floats beside it.
Whole-number constants and words (`IntEnum`) are passed as plain int64, so that every function is compiled once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

PARTS: dict[Callable[..., Any], str] = {}
"""Functions of the kernel, and how LLVM links each: an attribute of its, or nothing."""
OF_POINTERS: dict[Callable[..., Any], str] = {}
"""Functions that are written for arrays: the name in `pointers` of what machine code does instead."""


def compiled(function: F) -> F:
    """A part of the kernel."""
    return _part(function, "")


def inlined(function: F) -> F:
    """A part that every caller has in itself: one that mostly finds nothing to do, or that every case goes through and few parts call."""
    return _part(function, "alwaysinline")


def seldom(function: F) -> F:
    """A part that few cases need: a function of its own, so that its callers stay small."""
    return _part(function, "noinline")


def _part(function: F, how: str) -> F:
    function.__qualname__ = f"{function.__module__}.{function.__qualname__}"
    PARTS[function] = how
    return function


def of_pointers(function: F) -> F:
    """What a pointer does in other words than an array."""
    OF_POINTERS[function] = function.__name__
    return function
