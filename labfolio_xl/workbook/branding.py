"""Put the logo of the firm onto the first page."""

from __future__ import annotations

import io
from typing import Any

from labfolio_xl.plan.branding import Logo
from labfolio_xl.plan.slots import FIRST_PAGE_PIXELS

__all__ = ["insert_logo"]

# The largest size in pixels: the height of title and subtitle, and a fifth of the page.
_WIDTH, _HEIGHT, _TOP = 200, 56, 4
_MOVE_WITH_CELLS = 2  # XlsxWriter's object_position


def insert_logo(sheet: Any, logo: Logo | None) -> None:
    """Insert the logo, if there is one, at the top right of the first page."""
    if logo is None:
        return
    scale = min(_WIDTH / logo.width, _HEIGHT / logo.height)
    options = {
        "image_data": io.BytesIO(logo.content),
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": sum(FIRST_PAGE_PIXELS.values()) - round(logo.width * scale),
        "y_offset": _TOP,
        "object_position": _MOVE_WITH_CELLS,
        "description": "Logo",
    }
    sheet.insert_image(0, 1, "logo.png", options)
