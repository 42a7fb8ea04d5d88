r"""The file labfolio.conf, which tells the VBA of every workbook which Python to start.

It has a line KEY=value for each setting, in ASCII, and each line ends with CR and LF. A UTF-16
code unit outside printable ASCII, and the percent sign itself, is written as ``%uXXXX``, so that
the code page does not matter. Two versions of the VBA read the file, and both have to find the same
lines:

- workbooks made before this format use ``Line Input #``, which "reads from a file one character at
  a time until it encounters a carriage return (Chr(13)) or carriage return-linefeed (Chr(13) +
  Chr(10)) sequence" (Microsoft, *Line Input # statement*, Office VBA reference). This statement
  does not end a line at LF alone, so that the first value would be the rest of the file;
- workbooks made since read the whole text, split it at CR, LF or CR LF, and put the letters back
  with ``ChrW``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Configuration", "configuration_bytes", "parse_configuration", "read_configuration"]

LINE_END = "\r\n"
NOT_PLAIN = re.compile(r"[^ -~]|%")
ESCAPED = re.compile(r"%u([0-9A-Fa-f]{4})")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The contents of labfolio.conf as VBA reads them.

    Attributes
    ----------
    settings : dict
        The values by their keys, such as INTERPRETER; empty if there is no file.
    readable : bool
        Whether the VBA of every workbook reads these values. The versions before this format
        ended lines with LF and wrote letters in the code page of the system.
    """

    settings: dict[str, str] = field(default_factory=dict)
    readable: bool = True


def configuration_bytes(settings: Mapping[str, str]) -> bytes:
    r"""Return the content of labfolio.conf for some settings.

    Examples
    --------
    >>> configuration_bytes({"INTERPRETER": "C:\\50%\\Mü\\pythonw.exe"})
    b'INTERPRETER=C:\\50%u0025\\M%u00FC\\pythonw.exe\r\n'
    """
    lines = (f"{key}={_escape(value)}{LINE_END}" for key, value in settings.items())
    return "".join(lines).encode("ascii")


def parse_configuration(content: bytes) -> Configuration:
    r"""Return the settings that VBA reads from the content of labfolio.conf.

    A line ends where ``Line Input #`` ends it, at CR or CR LF.

    Examples
    --------
    >>> parse_configuration(b"INTERPRETER=C:\\py.exe\r\nLABFOLIO=0.1.0\r\n").settings
    {'INTERPRETER': 'C:\\py.exe', 'LABFOLIO': '0.1.0'}
    >>> parse_configuration(b"INTERPRETER=C:\\py.exe\nLABFOLIO=0.1.0\n")
    Configuration(settings={'INTERPRETER': 'C:\\py.exe\nLABFOLIO=0.1.0\n'}, readable=False)
    """
    # Bytes outside ASCII are letters of an unknown code page; their meaning is not needed.
    text = content.decode("ascii", "replace")
    lines = re.split("\r\n?", text)
    settings = {key: _unescape(value) for key, mark, value in map(_parted, lines) if mark}
    return Configuration(settings, content.isascii() and not any("\n" in line for line in lines))


def read_configuration(path: Path) -> Configuration:
    """Return the settings that VBA reads from labfolio.conf; none if there is no such file."""
    try:
        return parse_configuration(path.read_bytes())
    except OSError:
        return Configuration()


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition("=")


def _escape(value: str) -> str:
    """Write characters outside printable ASCII as UTF-16 code units, also lone surrogates."""
    return NOT_PLAIN.sub(lambda found: "".join(map("%u{:04X}".format, _units(found[0]))), value)


def _units(letter: str) -> list[int]:
    data = letter.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]


def _unescape(value: str) -> str:
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    # Two UTF-16 surrogates are one letter in Python.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
