"""Machine code that was made before: where it is kept, and how it is called.

What is kept is an object file for each entry, which LLVM loads in milliseconds; numba, which made it, need not even be imported.
With the environment's NUMBA_DISABLE_JIT set to 1 an entry runs as plain Python.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim import draws, formulas

PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
"""Whether nothing is compiled."""
FOLDER = "HUBSIM_KERNEL_FOLDER"
"""Where a process that cannot keep anything tells those it starts to look."""
UNUSED = 30 * 86_400
"""Seconds."""

WORDS, FLOATS, NUMBER = "words", "floats", "number"
"""What an entry takes: arrays of int64 or float64, one row after the other, of which it gets the place; a whole number."""
ARRAYS = {WORDS: np.dtype(np.int64), FLOATS: np.dtype(np.float64)}


LOADING = threading.RLock()


class Code(NamedTuple):
    """An object file, and the name of the function in it that is called."""

    symbol: str
    data: bytes


class Entry:
    """A function of the kernel that Python calls; it returns nothing, and lets go of Python meanwhile.

    Parameters
    ----------
    module, name : str
        Where it stands; imported when it is to be compiled, or runs as plain Python.
    *kinds : {"words", "floats", "number"}
        What it takes.
    """

    def __init__(self, module: str, name: str, *kinds: str) -> None:
        self.module, self.name, self.kinds = module, name, kinds
        self._called: Callable[..., None] | None = None

    @property
    def function(self) -> Callable[..., None]:
        """As it is written."""
        function: Callable[..., None] = getattr(import_module(self.module), self.name)
        return function

    def __call__(self, *args: Any) -> None:
        """Run it.

        Raises
        ------
        MemoryError
            The array that it works in is full.
        """
        if self._called is None and not self.is_ready:
            from sim.kernel.entries import make_ready

            make_ready()
        assert self._called is not None, self.name
        self._called(*args)

    @property
    def is_ready(self) -> bool:
        """Whether it can be called; if not, it has to be compiled first."""
        with LOADING:
            if self._called is None:
                if PLAIN:
                    self._called = self.function
                elif code := self._kept():
                    self._called = load(code, self.kinds)
        return self._called is not None

    def take(self, code: Code) -> None:
        """Call this from now on, and keep it for other processes if that is possible: whole or not at all."""
        self._called = load(code, self.kinds)
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            beside.write_bytes(hashlib.sha256(code.data).digest() + code.symbol.encode() + b"\n" + code.data)
            os.replace(beside, self._path)
        except OSError:
            beside.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        return _folder() / f"{self.name}.o"

    def _kept(self) -> Code | None:
        try:
            told, rest = (kept := self._path.read_bytes())[:32], kept[32:]
        except OSError:
            return None
        symbol, _, data = rest.partition(b"\n")
        return Code(symbol.decode(), data) if hashlib.sha256(data).digest() == told else None


def load(code: Code, kinds: Sequence[str]) -> Callable[..., None]:
    """The function of machine code, to be called with what it takes."""
    from llvmlite import binding as llvm

    with LOADING:
        processor = _processor()
        processor.add_object_file(llvm.ObjectFileRef.from_data(code.data))
        processor.finalize_object()
        at = processor.get_function_address(code.symbol)
    place, word = ctypes.c_void_p, ctypes.c_int64
    native = ctypes.CFUNCTYPE(ctypes.c_int32, place, place, *(place if kind in ARRAYS else word for kind in kinds))(at)
    arrays = [(n, ARRAYS[kind]) for n, kind in enumerate(kinds) if kind in ARRAYS]

    def call(*args: Any) -> None:
        given, result, what_was_raised = list(args), ctypes.c_void_p(), ctypes.c_void_p()
        for n, kind in arrays:
            given[n] = _place(args[n], kind)
        if native(ctypes.addressof(result), ctypes.addressof(what_was_raised), *given):
            raise MemoryError

    return call


def _place(array: Any, kind: np.dtype[Any]) -> int:
    """Where an array begins. As a converter of ctypes this would turn a Ctrl-C that comes meanwhile into a fault of an argument."""
    if array.dtype != kind or not array.flags.c_contiguous:
        raise TypeError(f"an array of {kind}, one row after the other, has to stand here")
    place: int = array.ctypes.data
    return place


@functools.cache
def _processor() -> Any:
    from llvmlite import binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)


@functools.cache
def _folder() -> Path:
    """Where machine code is kept: one folder for each version of the sources, of the compiler and of the processor.

    Nobody else can write there; where nothing can be kept, a folder of this process alone.
    """
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    try:
        folder = _home() / "hubsim" / "kernel" / _told()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(folder)
        _take_away_unused(folder)
    except (OSError, RuntimeError):
        return _of_this_process()
    return folder


def _told() -> str:
    from llvmlite import binding as llvm

    told = hashlib.sha256()
    for source in (*sorted(Path(__file__).parent.rglob("*.py")), Path(formulas.__file__), Path(draws.__file__)):
        told.update(source.read_bytes())
    machine = (version("numba"), version("llvmlite"), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    told.update(repr(machine).encode())
    return told.hexdigest()[:16]


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
