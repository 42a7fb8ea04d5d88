"""Whether two workbooks are the same, but for the last digits of their numbers."""

from __future__ import annotations

import io
import math
import re
import zipfile

__all__ = ["changed_parts"]

# A number in a cell or in the cache of a chart.
_NUMBER = re.compile(r"(<(?:c:)?v>)(-?\d[\d.]*(?:[Ee][+-]?\d+)?)(</(?:c:)?v>)")
# The processor and the version of LAPACK move the last digits of a result. Near zero, where only
# rounding is left of a difference, they move all of them.
_RELATIVE, _ABSOLUTE = 1e-9, 1e-12


def changed_parts(old: bytes, new: bytes) -> list[str]:
    """Return the names of the parts in which two workbooks differ.

    Numbers of cells and charts are the same within a tolerance, since their last digits depend
    on the processor. How the parts are compressed does not count.
    """
    left, right = _parts(old), _parts(new)
    if list(left) != list(right):
        return sorted(set(left) ^ set(right)) or ["the order of the parts"]
    return [name for name in left if not _are_close(left[name], right[name])]


def _parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _are_close(left: bytes, right: bytes) -> bool:
    if left == right:
        return True
    if b"<v>" not in left and b"<c:v>" not in left:
        return False
    texts = left.decode(), right.decode()
    if _NUMBER.sub(r"\1\3", texts[0]) != _NUMBER.sub(r"\1\3", texts[1]):
        return False
    numbers = zip(*(_NUMBER.findall(text) for text in texts), strict=True)
    return all(
        math.isclose(float(a[1]), float(b[1]), rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
        for a, b in numbers
    )
