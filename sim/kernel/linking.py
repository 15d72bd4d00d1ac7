"""Linking once: numba gives the library of each function a copy of all it calls, optimised anew; here only entries link and optimise.

With some 660 functions that call each other many levels deep the copies would take minutes to compile. What is compiled is the same.
"""

from __future__ import annotations

from typing import Any

from numba.core import codegen
from numba.core.registry import cpu_target

PARTS: set[str] = set()
"""Names of functions that only other compiled functions call."""


class Library(codegen.JITCodeLibrary):
    """The code of one function: a part is kept as it is until an entry links it."""

    def finalize(self) -> None:
        """Make the code ready; a part needs no machine code of its own."""
        if self.name in PARTS:
            self._raise_if_finalized()
            self._finalized = True
            return
        self._linking_libraries = _with_parts(self._linking_libraries)
        super().finalize()

    def get_pointer_to_function(self, name: str) -> Any:
        """Address of machine code; a part has none."""
        return 0 if self.name in PARTS else super().get_pointer_to_function(name)


def _with_parts(libraries: list[Any]) -> list[Any]:
    """The libraries, and all that their parts link in turn, each once."""
    found: dict[int, Any] = {}
    waiting = list(libraries)
    while waiting:
        library = waiting.pop()
        if id(library) not in found:
            found[id(library)] = library
            if library.name in PARTS:
                waiting += library._linking_libraries
    return list(found.values())


def link_once(name: str) -> None:
    """Let the compiler of this process link the function of this name only where an entry needs it."""
    PARTS.add(name)
    made = cpu_target.target_context.codegen()
    if getattr(made, "_library_class", None) is Library:
        return
    made._library_class = Library
    set_env = made.set_env

    def set_env_of_entries(name: str, env: Any) -> None:
        if made._engine.get_global_value_address(name):
            set_env(name, env)

    made.set_env = set_env_of_entries
