"""The decorators that compile functions of the kernel, and where what is compiled is kept.

An entry takes the memory of a run as an array of int64, a part as the place where it begins (`m`, see `words_of_memory`); both take
whole numbers and floats beside it. Whole-number constants and words (`IntEnum`) are passed as plain int64, so that every function is
compiled once. With the environment's NUMBA_DISABLE_JIT set to 1 everything runs as plain Python.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import types
from numba.core import config as _config

from sim import draws, formulas
from sim.kernel.linking import link_once

FOLDER = "HUBSIM_KERNEL_FOLDER"
"""Where a process that cannot keep anything tells those it starts to look."""
UNUSED = 30 * 86_400
"""Seconds."""
config: Any = _config
F = TypeVar("F", bound=Callable[..., Any])


@functools.cache
def cache_folder() -> Path:
    """Where compiled code is kept: one folder for each version of the sources, since numba looks only at the file of a function.

    Nobody else can write there; where nothing can be kept, a folder of this process alone.
    """
    sources = [*sorted(Path(__file__).parent.rglob("*.py")), Path(formulas.__file__), Path(draws.__file__)]
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    told = hashlib.sha256(b"".join(source.read_bytes() for source in sources) + numba.__version__.encode()).hexdigest()[:16]
    try:
        folder = _home() / "hubsim" / "kernel" / told
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(folder)
        _take_away_unused(folder)
    except (OSError, RuntimeError):
        return _of_this_process()
    return folder


def _of_this_process() -> Path:
    """A folder that goes when this process ends, for it and those that it starts."""
    folder = tempfile.mkdtemp(prefix="hubsim-kernel-")
    os.environ[FOLDER] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _take_away_unused(folder: Path) -> None:
    """Folders of versions that nobody has used for a month."""
    for other in folder.parent.iterdir():
        if time.time() - other.stat().st_mtime > UNUSED:
            shutil.rmtree(other, ignore_errors=True)


def compiled(function: F) -> F:
    """A part of the kernel, compiled: only other compiled functions call it."""
    return _part(function, "")


def inlined(function: F) -> F:
    """A part that every caller has in itself: one that mostly finds nothing to do, or that every case goes through and few parts call."""
    return _part(function, "alwaysinline")


def seldom(function: F) -> F:
    """A part that few cases need: a function of its own, so that its callers stay small."""
    return _part(function, "noinline")


def _part(function: F, how: str) -> F:
    if config.DISABLE_JIT:
        return function
    function.__qualname__ = f"{function.__module__}.{function.__qualname__}"
    link_once(function.__qualname__, how)
    part: F = _dispatcher(function, cache=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)
    return part


def entry(function: F) -> Any:
    """A function that Python calls, compiled with all it calls, and kept on disk."""
    if config.DISABLE_JIT:
        return function
    config.CACHE_DIR = str(cache_folder())
    return _dispatcher(function, cache=True)


def is_compiled(function: Any) -> bool:
    """Whether the machine code of an entry is there, on disk or in this process."""
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    kept = cache_folder().glob(f"*/*.{function.__name__}-*.{python}.nbi")
    return config.DISABLE_JIT or bool(function.signatures) or any(kept)


def _dispatcher(function: F, **options: Any) -> Any:
    dispatcher = numba.njit(nogil=True, error_model="numpy", **options)(function)
    template = dispatcher.get_call_template

    def plainly(args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return template(tuple(_plain(a) for a in args), {name: _plain(a) for name, a in named.items()})

    dispatcher.get_call_template = plainly
    return dispatcher


def _plain(kind: Any) -> Any:
    """The type of a value, without being told which value."""
    kind = types.unliteral(kind)
    return kind.dtype if isinstance(kind, types.IntEnumMember) else kind
