"""How colours look: their lightness, and to readers who do not see red and green alike."""

from __future__ import annotations

import numpy as np

# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color
# vision deficiency, table 1, severity 1.0; over linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
# IEC 61966-2-1: linear sRGB to XYZ, and the white of D65.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(color, vision="normal"):
    """CIE L*, a*, b* of a colour such as ``#1F4E79``, as seen with a kind of vision."""
    coded = np.frombuffer(bytes.fromhex(color[1:]), np.uint8) / 255.0
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(VISION[vision] @ linear, 0.0, 1.0) / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16.0) / 116.0)
    return np.array([116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])])


def lightness(color):
    """CIE L*, from 0 for black to 100 for white: what is left of a colour in grey."""
    return float(lab(color)[0])


def distance(one, other, vision):
    """The distance of two colours (CIE 1976); from about 2 on it is seen side by side."""
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))
