"""Two independent readers of VBA projects: oletools and pyOpenVBA."""

from __future__ import annotations

import warnings

from pyopenvba import ExcelFile

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools uses names that pyparsing has renamed
    from oletools.olevba import VBA_Parser, decompress_stream

__all__ = ["decompressed", "modules_by_oletools", "modules_by_pyopenvba"]


def decompressed(data):
    return bytes(decompress_stream(bytearray(data)))


def modules_by_oletools(path):
    """Texts by module name."""
    parser = VBA_Parser(str(path))
    found = {
        name.rsplit(".", 1)[0]: text
        for _, stream, name, text in parser.extract_all_macros()
        if stream.startswith("VBA/")
    }
    parser.close()
    return found


def modules_by_pyopenvba(path):
    """Texts by module name, without header attributes and with line feeds."""
    with ExcelFile(str(path)) as book:
        return {name: book.get_module(name).replace("\r\n", "\n") for name in book.module_names()}
