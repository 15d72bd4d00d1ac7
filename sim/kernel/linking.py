"""Linking once: numba gives the library of each function a copy of all it calls, optimised anew; here only entries link and optimise.

With some 660 functions that call each other many levels deep the copies would take minutes to compile. What is compiled is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numba.core import codegen
from numba.core.registry import cpu_target

EXTERNAL = 0
"""Linkage of LLVM: others may call it."""
PARTS: dict[str, str] = {}
"""Functions that only other compiled functions call: by name, how they are linked (an attribute of LLVM, or nothing)."""


class Library(codegen.JITCodeLibrary):
    """The code of one function: a part is kept as it is until an entry links it."""

    def add_ir_module(self, module: Any) -> None:
        """Take code; that of a part is marked as it is to be linked."""
        if how := PARTS.get(self.name):
            for function in module.functions:
                if not function.is_declaration:
                    function.attributes.add(how)
        super().add_ir_module(module)

    def finalize(self) -> None:
        """Make the code ready; a part needs no machine code of its own."""
        if self.name in PARTS:
            self._raise_if_finalized()
            self._finalized = True
            return
        self._linking_libraries = _with_parts(self._linking_libraries)
        super().finalize()

    def _optimize_final_module(self) -> None:
        """Optimise what is linked: nobody else calls its parts, which may be laid into their callers or changed as those need."""
        for function in _defined(self._final_module):
            if function.linkage.value != EXTERNAL:
                function.linkage = "internal"
        super()._optimize_final_module()

    def get_pointer_to_function(self, name: str) -> Any:
        """Address of machine code; a part has none."""
        return 0 if self.name in PARTS else super().get_pointer_to_function(name)


def _defined(module: Any) -> list[Any]:
    """Functions of which a module has the code."""
    return [function for function in module.functions if not function.is_declaration]


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


def link_once(parts: Mapping[str, str]) -> None:
    """Let the compiler of this process link these functions, and no others, only where an entry needs them."""
    PARTS.clear()
    PARTS.update(parts)
    made = cpu_target.target_context.codegen()
    if getattr(made, "_library_class", None) is Library:
        return
    made._library_class = Library
    set_env = made.set_env

    def set_env_of_entries(name: str, env: Any) -> None:
        if made._engine.get_global_value_address(name):
            set_env(name, env)

    made.set_env = set_env_of_entries
