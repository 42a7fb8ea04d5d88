"""Pictures of the charts of a document, drawn by Calc, as arrays of pixels."""

from __future__ import annotations

import struct

import numpy as np
from office import values


def draw(office, chart, path):
    """Let Calc draw a chart (as the engine has it) into a file: .bmp to compute, .png to see."""
    exporter = office.service("com.sun.star.drawing.GraphicExportFilter")
    exporter.setSourceDocument(chart.shape)
    media_type = f"image/{path.suffix.removeprefix('.')}"
    exporter.filter(values(URL=path.as_uri(), MediaType=media_type))
    return path


def pixels(path):
    """Return a bitmap without compression as an array of rows, columns and colors."""
    data = path.read_bytes()
    offset, _, width, height, _, bits, compression = struct.unpack_from("<IIiiHHI", data, 10)
    assert (bits, compression) == (24, 0), "another kind of bitmap"
    stride = (width * 3 + 3) // 4 * 4
    rows = np.frombuffer(data, np.uint8, stride * abs(height), offset)
    return rows.reshape(abs(height), stride)[::-1, : width * 3].reshape(abs(height), width, 3)


def difference(one, other):
    """Return the share of pixels that differ so much that one sees it."""
    assert one.shape == other.shape
    apart = np.abs(one.astype(int) - other.astype(int)).max(axis=2)
    return float((apart > 64).mean())


def inked(picture):
    """Return the share of pixels that are not nearly white."""
    return float((picture.min(axis=2) < 200).mean())
