"""The memory of a run as machine code sees it: where its array begins. Only the compiler needs this.

A numba array is handed on as seven words and counted by all who hold it; a pointer is one word and is not. The array outlives the call
of an entry, since Python holds it.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic

from sim.kernel.lanes import four_uniforms as four_uniforms

WORDS, FLOATS = types.CPointer(types.int64), types.CPointer(types.float64)


@infer_global(operator.getitem)
class _Word(AbstractTemplate):
    """A word named by an enum; numba itself knows pointers with whole numbers."""

    def generic(self, args: Any, kws: Any) -> Any:
        """The type of `m[World.NOW]`."""
        m, at = args
        return signature(m.dtype, m, types.int64) if m == WORDS and isinstance(at, types.IntEnumMember) else None


@infer_global(operator.setitem)
class _PutWord(AbstractTemplate):
    """The same, put."""

    def generic(self, args: Any, kws: Any) -> Any:
        """The type of `m[World.NOW] = at`."""
        m, at, _ = args
        return signature(types.none, m, types.int64, m.dtype) if m == WORDS and isinstance(at, types.IntEnumMember) else None


@intrinsic
def float_at(typing: Any, m: Any, at: Any) -> Any:
    """The float in a word."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_place(context, builder, args))

    return types.float64(m, types.int64), build


@intrinsic
def put_float_at(typing: Any, m: Any, at: Any, value: Any) -> Any:
    """Put a float into a word."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], _place(context, builder, args))
        return context.get_dummy_value()

    return types.none(m, types.int64, types.float64), build


@intrinsic
def put_short_real(typing: Any, m: Any, half: Any, value: Any) -> Any:
    """Put a float of half a word into a half word."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        short = ir.FloatType()
        builder.store(builder.fptrunc(args[2], short), _half(builder, args, short))
        return context.get_dummy_value()

    return types.none(m, types.int64, types.float64), build


@intrinsic
def put_short(typing: Any, m: Any, half: Any, value: Any) -> Any:
    """The same for a whole number."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        short = ir.IntType(32)
        builder.store(builder.trunc(args[2], short), _half(builder, args, short))
        return context.get_dummy_value()

    return types.none(m, types.int64, types.int64), build


@intrinsic
def fetch(typing: Any, m: Any, at: Any) -> Any:
    """Have a line of memory brought near."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        to_read, near, data = number(0), number(3), number(1)
        builder.call(prefetch, [builder.bitcast(builder.gep(args[0], [args[1]]), byte), to_read, near, data])
        return context.get_dummy_value()

    return types.none(m, types.int64), build


def _place(context: Any, builder: Any, args: Any) -> Any:
    return builder.bitcast(builder.gep(args[0], [args[1]]), context.get_value_type(types.float64).as_pointer())


def _half(builder: Any, args: Any, short: Any) -> Any:
    return builder.gep(builder.bitcast(args[0], short.as_pointer()), [args[1]])
