"""The memory of the kernel as a list, which plain Python reads several times as fast as an array, one word at a time."""

from __future__ import annotations

import struct
from types import SimpleNamespace
from typing import Any

WHOLE, FLOAT = struct.Struct("<q"), struct.Struct("<d")


class Words(list[int]):
    """The memory: whole numbers, and floats by their bits."""

    def view(self, _: object) -> Floats:
        """The same words, read as floats."""
        return Floats(self)


class Floats:
    """What is seen through the bits."""

    __slots__ = ("words",)

    def __init__(self, words: Words) -> None:
        self.words = words

    def __getitem__(self, at: int) -> float:
        return float(FLOAT.unpack(WHOLE.pack(self.words[at]))[0])

    def __setitem__(self, at: int, value: float) -> None:
        self.words[at] = WHOLE.unpack(FLOAT.pack(value))[0]


class Kept:
    """What is left of a run: its tables, made when they are asked for, and a number that is another where a word of its memory is."""

    def __init__(self, words: Words, *names: Any) -> None:
        from sim.kernel.rows import World

        self.words = words[: words[World.TOP]]
        self.names = names

    @property
    def digest(self) -> int:
        """The same for the same memory, in every process."""
        return hash(tuple(self.words))

    def tables(self) -> Any:
        """Those of the record."""
        import numpy as np

        from sim.kernel.tables import KernelRecord

        return KernelRecord(np.array(self.words, dtype=np.int64), *self.names).tables()


def read_fast() -> None:
    """Let the kernel, with the compiler off, run on such a list from now on."""
    import numpy as np

    from sim.kernel import engine

    laid = engine.Memory.laid
    numbers = {"zeros": lambda words, dtype: Words([0] * words), "int64": np.int64}
    engine.np = SimpleNamespace(**numbers)  # type: ignore[attr-defined]
    engine.SHARED.words = Words([0] * engine.FIRST_SIZE)  # type: ignore[assignment]
    engine.Memory.laid = lambda self, begun, *luck: laid(self, begun.tolist(), *luck)  # type: ignore[method-assign]
    engine.KernelRecord = Kept  # type: ignore[misc,assignment]
