"""From the functions of the kernel to machine code, by numba: once on a machine, and the only place that needs it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numba
from numba import types

from sim.kernel import pointers
from sim.kernel.compiled import OF_POINTERS, PARTS
from sim.kernel.linking import link_once
from sim.kernel.machine_code import FLOATS, NUMBER, WORDS, Code

KINDS = {WORDS: pointers.WORDS, FLOATS: pointers.FLOATS, NUMBER: types.int64}


def compile_together(entries: Iterable[tuple[Callable[..., Any], Sequence[str]]]) -> list[Code]:
    """The machine code of functions that return nothing, each with all that it calls; beside each the kinds of its arguments."""
    kinds = {function: [KINDS[kind] for kind in its_kinds] for function, its_kinds in entries}
    with _for_numba(PARTS.keys() - kinds.keys()):
        return [_machine_code(function, its_kinds) for function, its_kinds in kinds.items()]


def _machine_code(function: Callable[..., Any], kinds: Sequence[Any]) -> Code:
    dispatcher = _dispatcher(function)
    dispatcher.compile(types.none(*kinds))
    (made,) = dispatcher.overloads.values()
    return Code(made.fndesc.llvm_func_name, made.library._get_compiled_object())


@contextmanager
def _for_numba(parts: Collection[Callable[..., Any]]) -> Iterator[None]:
    """Meanwhile the functions of the kernel call each other as numba wants it, wherever they are named."""
    instead: dict[Any, Any] = {function: getattr(pointers, name) for function, name in OF_POINTERS.items()}
    link_once({function.__qualname__: PARTS[function] for function in parts})
    instead |= {function: _dispatcher(function) for function in parts}
    plain = []
    for names in {id(function.__globals__): function.__globals__ for function in PARTS}.values():
        plain += [(names, name, value) for name, value in names.items() if callable(value) and _hashable(value) and value in instead]
    for names, name, value in plain:
        names[name] = instead[value]
    try:
        yield
    finally:
        for names, name, value in plain:
            names[name] = value


def _hashable(value: Any) -> bool:
    return type(value).__hash__ is not None


def _dispatcher(function: Callable[..., Any]) -> Any:
    without_wrappers: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    dispatcher: Any = numba.njit(error_model="numpy", **without_wrappers)(function)
    template = dispatcher.get_call_template

    def plainly(args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return template(tuple(_plain(a) for a in args), {name: _plain(a) for name, a in named.items()})

    dispatcher.get_call_template = plainly
    return dispatcher


def _plain(kind: Any) -> Any:
    """The type of a value, without being told which value."""
    kind = types.unliteral(kind)
    return kind.dtype if isinstance(kind, types.IntEnumMember) else kind
