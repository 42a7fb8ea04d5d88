"""What a user puts on the first page for clients: a title, a subtitle, and the logo of the firm."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from labfolio_xl.errors import InputError, printable

__all__ = ["Branding", "Logo", "branding", "read_logo"]


_LONGEST_TITLE, _LONGEST_SUBTITLE = 60, 110  # letters that fit beside the logo
_LARGEST_LOGO, _MOST_PIXELS = 2_000_000, 4_000  # bytes; across and down
_HEADER_BYTES = 13
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The chunks that draw the picture. All others are left out, such as texts on who made it and
# where, and the resolution, which would change the size in the workbook.
_DRAWING = (b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the format PNG.

    Attributes
    ----------
    content : bytes
    width, height : int
        In pixels.
    """

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Branding:
    """Title, subtitle and logo; what was not given is empty or None."""

    title: str = ""
    subtitle: str = ""
    logo: Logo | None = None

    def __post_init__(self) -> None:
        """Make the texts printable, on one line."""
        object.__setattr__(self, "title", printable(self.title))
        object.__setattr__(self, "subtitle", printable(self.subtitle))


def branding(
    title: str | None = None, subtitle: str | None = None, logo: Path | None = None
) -> Branding:
    """Check what a user gave, and read the logo.

    Raises
    ------
    InputError
        A text is too long, or the file is no picture that can be used.
    """
    made = Branding(title or "", subtitle or "", None if logo is None else read_logo(logo))
    _check_text("title", made.title, _LONGEST_TITLE)
    _check_text("subtitle", made.subtitle, _LONGEST_SUBTITLE)
    return made


def _check_text(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise InputError(
            f"The {name} has {len(text):,} characters; the first page holds {most}, shorten it."
        )


def read_logo(path: Path) -> Logo:
    """Read a picture, without what does not belong to the drawing.

    Raises
    ------
    InputError
        The file cannot be read, is no PNG, is damaged, or is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_LOGO + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise InputError(f'The logo "{path}" cannot be read ({reason}); name a PNG file.') from None
    if not content.startswith(_SIGNATURE):
        raise InputError(f'The logo "{path}" is no PNG file; save the picture as PNG.')
    if len(content) > _LARGEST_LOGO:
        raise InputError(
            f'The logo "{path}" has more than {_LARGEST_LOGO // 1_000_000} MB; make it smaller.'
        )
    chunks = list(_chunks(content))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or b"IDAT" not in names or names[-1] != b"IEND":
        raise InputError(f'The logo "{path}" is damaged; save the picture as PNG again.')
    width, height = struct.unpack_from(">II", chunks[0][1], 8)
    if not (0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS):
        raise InputError(
            f'The logo "{path}" has {width:,} by {height:,} pixels; it may have {_MOST_PIXELS:,} '
            "across and down, make it smaller."
        )
    drawing = b"".join(chunk for name, chunk in chunks if name in _DRAWING)
    return Logo(_SIGNATURE + drawing, width, height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the bytes of each chunk, up to the last or up to one that is damaged."""
    place = len(_SIGNATURE)
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        chunk = content[place : place + 12 + length]
        name, body, check = chunk[4:8], chunk[4:-4], chunk[-4:]
        is_whole = len(chunk) == 12 + length and struct.pack(">I", zlib.crc32(body)) == check
        if not is_whole or (name == b"IHDR" and length != _HEADER_BYTES):
            return
        yield name, chunk
        place += len(chunk)
        if name == b"IEND":
            return
