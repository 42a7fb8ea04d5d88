"""Worksheet functions that show what the COM server sees; they test the test bench itself."""

import datetime as dt
import gc
import sys

import xlwings as xw


def described(cell):
    """Give the type and the value of what a cell became."""
    if isinstance(cell, dt.datetime):
        return "datetime " + cell.replace(tzinfo=None).isoformat()
    return f"{type(cell).__name__} {cell!r}"


@xw.func
@xw.arg("x", ndim=2)
def probe_types(x):
    """Show what Python type each cell becomes."""
    return [[described(cell) for cell in row] for row in x]


@xw.func
@xw.arg("x", "raw")
@xw.ret("raw")
def probe_raw(x):
    """Show what the raw converter gives."""
    return [[described(x)]]


@xw.func
@xw.arg("x", "raw")
@xw.ret("raw")
def probe_echo(x):
    """Give back what came, untouched by xlwings.

    As lists: pywin32 takes a tuple for a result and its output arguments, and drops the latter.
    """
    return [list(row) if isinstance(row, tuple) else row for row in x]


@xw.func
def probe_optional(x=None, y=2.0):
    """Show what omitted arguments become."""
    return [[described(x), described(y)]]


@xw.func
def probe_fail(x):
    """Fail as a function without a boundary fails."""
    raise ValueError(f"bad input: {x!r}")


@xw.func
def probe_modules(prefix):
    """List the modules that the server has imported."""
    return [[name] for name in sorted(sys.modules) if name.startswith(prefix)]


@xw.func
def probe_server():
    """Give the server's version of Python and its platform."""
    return [[sys.version.split()[0], sys.platform]]


@xw.func
def probe_collect():
    """Collect the server's garbage and give the number of objects that it then has."""
    gc.collect()
    return float(len(gc.get_objects()))


@xw.func
@xw.arg("x", "raw")
def probe_shape(x):
    """Count rows and columns of what the raw converter gives."""
    return [[float(len(x)), float(len(x[0]))]]


@xw.func
@xw.arg("assets", xw.Range)
@xw.arg("factors", "raw")
def probe_enter(assets, factors):  # noqa: ARG001 - the formula's
    """Enter a formula, as a macro does, and give what its cells show then."""
    assets.api.Formula2 = "=LF_BETAS(Assets, Factors)"
    return assets.api.Value
