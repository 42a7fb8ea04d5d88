"""What gnumeric and LibreOffice draw of a workbook: the texts and the shapes of its charts."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from render import to_pdf

_STYLE = re.compile(r"(fill|stroke):rgb\(([\d.]+)%,\s*([\d.]+)%,\s*([\d.]+)%\)")
_ATTRIBUTE = re.compile(r'(fill|stroke)="rgb\(([\d.]+)%,\s*([\d.]+)%,\s*([\d.]+)%\)"')
_MATRIX = re.compile(r'transform="matrix\(([^)]*)\)"')


@dataclass(frozen=True)
class Shape:
    """A line or an area: its colours, such as ``#1F4E79`` or "", and the corners of its box."""

    fill: str
    stroke: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self):
        """From the left to the right."""
        return self.right - self.left

    @property
    def height(self):
        """From the top to the bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Drawing:
    """The words and the shapes of a chart, or of a sheet with its charts."""

    text: str
    shapes: list[Shape]


def by_gnumeric(book, folder):
    """Return what gnumeric draws of each chart, in the order of the sheets."""
    for kind in ("svg", "pdf"):
        _run("ssconvert", "--export-graphs", book, folder / f"graph-%n.{kind}")
    count = len(list(folder.glob("graph-*.svg")))
    return [
        _drawing(folder / f"graph-{number}.svg", folder / f"graph-{number}.pdf", 1)
        for number in range(count)
    ]


def by_libreoffice(book, folder):
    """Return what LibreOffice draws of each visible sheet, in their order."""
    pdf = to_pdf(book, folder)
    count = int(re.search(r"Pages:\s+(\d+)", _run("pdfinfo", pdf))[1])
    found = []
    for page in range(1, count + 1):
        svg = folder / f"page-{page}.svg"
        _run("pdftocairo", "-svg", "-f", page, "-l", page, pdf, svg)
        found.append(_drawing(svg, pdf, page))
    return found


def _drawing(svg, pdf, page):
    text = _run("pdftotext", "-layout", "-f", page, "-l", page, pdf, "-")
    return Drawing(" ".join(text.split()), list(_shapes(svg.read_text("utf-8"))))


def _shapes(svg):
    for tag in re.findall(r"<path [^>]*>", svg):
        colors = {kind: _hex(*parts) for kind, *parts in _STYLE.findall(tag)}
        colors |= {kind: _hex(*parts) for kind, *parts in _ATTRIBUTE.findall(tag)}
        data = re.search(r' d="([^"]*)"', tag)
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", data[1])] if data else []
        if not colors or not numbers:
            continue
        xs, ys = numbers[::2], numbers[1::2]
        if moved := _MATRIX.search(tag):
            a, _, _, d, e, f = (float(n) for n in re.split(r"[ ,]+", moved[1]))
            xs, ys = [a * x + e for x in xs], [d * y + f for y in ys]
        box = min(xs), min(ys), max(xs), max(ys)
        yield Shape(colors.get("fill", ""), colors.get("stroke", ""), *box)


def _hex(*percents):
    return "#" + "".join(f"{round(float(percent) * 2.55):02X}" for percent in percents)


def _run(*words):
    done = subprocess.run(list(map(str, words)), check=True, capture_output=True, timeout=300)
    return done.stdout.decode("utf-8", "replace")
