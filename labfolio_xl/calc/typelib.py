"""The type library that tells LibreOffice the signatures of the add-in's functions.

LibreOffice's SDK has `unoidl-write` for it, but everybody who builds the add-in would have to
install the SDK, which some systems do not have. The format is documented (LibreOffice's
``unoidl/README.md``), and an add-in needs only one interface with methods. So this module writes
it, and a test reads it with the SDK.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

__all__ = ["Method", "write_type_library"]

MAGIC = b"UNOIDL\xff\0"
MODULE, INTERFACE = 0, 5
IN = 0  # the direction of a parameter

ANY = "any"
CELL_RANGE = "com.sun.star.table.XCellRange"
DOCUMENT = "com.sun.star.beans.XPropertySet"
TABLE = "[][]any"  # sequence< sequence< any > >
BASE = "com.sun.star.uno.XInterface"


@dataclass(frozen=True, slots=True)
class Method:
    """A method which returns a table, with the name and type of each parameter."""

    name: str
    parameters: tuple[tuple[str, str], ...]


def write_type_library(interface: str, methods: tuple[Method, ...]) -> bytes:
    """Return a type library that holds `interface` (a dotted name) with `methods`."""
    *modules, name = interface.split(".")
    library = bytearray(MAGIC + bytes(8))  # the place and size of the root map come last
    payload = _append(library, _interface(methods))
    entry = _entry(library, name, payload)
    for module in reversed(modules):
        payload = _append(library, struct.pack("<BI", MODULE, 1) + entry)
        entry = _entry(library, module, payload)
    root = _append(library, entry)
    struct.pack_into("<II", library, len(MAGIC), root, 1)
    return bytes(library)


def _append(library: bytearray, part: bytes) -> int:
    """Append `part`, and return its offset."""
    offset = len(library)
    library += part
    return offset


def _entry(library: bytearray, name: str, payload: int) -> bytes:
    """Return an entry of a map: the offsets of its name, written here, and of its payload."""
    return struct.pack("<II", _append(library, name.encode("ascii") + b"\0"), payload)


def _interface(methods: tuple[Method, ...]) -> bytes:
    no_optional_bases_and_attributes = struct.pack("<II", 0, 0)
    return b"".join(
        (
            struct.pack("<BI", INTERFACE, 1),
            _string(BASE),
            no_optional_bases_and_attributes,
            struct.pack("<I", len(methods)),
            *map(_method, methods),
        )
    )


def _method(method: Method) -> bytes:
    no_exceptions = struct.pack("<I", 0)
    parameters = (
        struct.pack("<B", IN) + _string(name) + _string(kind) for name, kind in method.parameters
    )
    count = struct.pack("<I", len(method.parameters))
    return b"".join(
        (_string(method.name), _string(TABLE), count, *parameters, no_exceptions),
    )


def _string(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("ascii")
