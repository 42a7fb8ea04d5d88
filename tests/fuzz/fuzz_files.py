"""Fuzz the reading of files: small valid ones, cut, flipped, and changed inside of their zip.

The first byte of an input chooses the kind of file, the rest is the file. A mutation of a zip
changes a part and packs it again, so that the fuzz reaches what lies behind the checksums. The
bounds of size are made small, so that a file that slips by them shows in the memory of the run.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import struct
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

import atheris
import numpy as np
import pandas as pd
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "files"))

# The package before all that imports it too: a module is watched by its first import, or never.
with atheris.instrument_imports(include=["labfolio_xl"]):
    from labfolio_xl.files import read_risk_free, read_table, read_weights, size

import small_workbooks
from law import answer, keeping

KINDS = ("xlsx", "xlsb", "xls", "ods", "csv")
size.MAX_INFLATED_BYTES, size.MAX_CELLS = 2**24, 200_000
ROWS = [["date", "AAPL", "MSFT"], [45049.0, 0.02, None], [45048.0, -0.01, 0.5]]
FOLDER = Path(mkdtemp(prefix="labfolio-fuzz-"))
# What a hostile writer would put into XML: far cells, long counts, entities, other types.
TOKENS = [
    b'r="XFD1048576"',
    b'r="A9999999"',
    b'r="ZZZZZZ1"',
    b'r="A0"',
    b'r=""',
    b't="s"',
    b't="e"',
    b't="b"',
    b't="d"',
    b't="inlineStr"',
    b't="str"',
    b'ref="A1:XFD1048576"',
    b's="99999999"',
    b"<v>-1</v>",
    b"<v>99999999999</v>",
    b"<v>1e999</v>",
    b"<v>NaN</v>",
    b"<f>1+1</f>",
    b'<f t="shared" si="0" ref="A1:XFD1048576">A1</f>',
    b'count="4294967295"',
    b'date1904="1"',
    b'numFmtId="14"',
    b'number-rows-repeated="1048576"',
    b'number-columns-repeated="16384"',
    b'number-columns-repeated="-1"',
    b'office:value-type="date"',
    b'office:date-value="99999-99-99"',
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b"&#0;",
    b"&#x110000;",
    b"]]>",
    b"<![CDATA[",
    b"../../../etc/hostname",
    b"\xff\xfe",
    b"\0",
    b";",
    b"\t",
    b'"',
    b"\r",
    b"0,5",
    b"2023-05-04",
]


def xlsx():
    """Write a workbook with a shared text, a date, an error and a percentage."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Returns")
        page.write_row(0, 0, ROWS[0])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_datetime(1, 0, dt.datetime(2023, 5, 2), day)  # noqa: DTZ001
        page.write_row(1, 1, [0.02, "1.2%"])
        page.write_row(2, 0, [45049, "=NA()", True])
    return out.getvalue()


def seeds():
    """Return small valid files, each behind the byte of its kind."""
    made = {
        "xlsx": xlsx(),
        "xlsb": small_workbooks.xlsb(ROWS),
        "xls": small_workbooks.xls(ROWS),
        "ods": small_workbooks.ods([ROWS[0], ["2023-05-03", 0.02, None]]),
        "csv": b"date,AAPL,MSFT\n2023-05-03,0.02,\n2023-05-02,-0.01,1.2%\n",
    }
    european = "date;A;B\r\n2023-05-02;0,1;\r\n".encode("utf-16")
    return [bytes([KINDS.index(kind)]) + data for kind, data in made.items()] + [b"\4" + european]


def check(data):
    """Write the input as a file, and read it in every way that files are read."""
    if not data:
        return
    path = FOLDER / f"{data[0] % 40 // len(KINDS)}.{KINDS[data[0] % len(KINDS)]}"
    path.write_bytes(data[1:])
    try:
        table = answer(read_table, path)
        if table is not None:
            check_table(table)
        weights = answer(read_weights, path)
        if weights is not None:
            assert np.isfinite(np.asarray(weights[0].weights)).all()
        answer(read_risk_free, path)
    finally:
        path.unlink()


def check_table(table):
    """Refuse labels that are not unique or not in order, and numbers that are infinite."""
    frame = table.frame
    assert isinstance(frame.index, pd.DatetimeIndex)
    assert frame.index.is_unique
    assert frame.index.is_monotonic_increasing
    assert frame.columns.is_unique
    assert not np.isinf(frame.to_numpy()).any()
    assert table.source.n_rows >= len(frame)
    assert table.source.n_columns >= frame.shape[1]


def mutate(data, max_size, seed):
    """Change an input: as bytes, in a part of its zip, in a stream, or by cutting it off."""
    rng = random.Random(seed)  # noqa: S311 - a fuzzer
    if len(data) < 2:
        data = rng.choice(seeds())
    kind, body = data[:1], data[1:]
    way = rng.randrange(10)
    if way == 0:
        return kind + body[: rng.randrange(len(body) + 1)]
    if way == 1:
        return atheris.Mutate(data, max_size)
    if zipfile.is_zipfile(BytesIO(body)):
        changed = _in_a_part(body, rng)
    elif body[:4] == b"\xd0\xcf\x11\xe0":
        changed = _record(body, rng)
    else:
        changed = _bytes(body, rng)
    return (kind + changed)[:max_size]


def _in_a_part(body, rng):
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except Exception:  # noqa: BLE001 - whatever is wrong with it already
        return _bytes(body, rng)
    # Most parts of a workbook do not matter to a table.
    wanted = [name for name in parts if not name.startswith(("docProps", "xl/theme"))]
    if not wanted:
        return _bytes(body, rng)
    name = rng.choice(wanted)
    if rng.random() < 0.03:
        parts[f"xl/{rng.randrange(9)}.xml"] = parts.pop(name)
    else:
        parts[name] = _bytes(parts[name], rng)
    out = BytesIO()
    packing = zipfile.ZIP_DEFLATED if rng.random() < 0.9 else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", packing) as package:
        for part, content in parts.items():
            package.writestr(zipfile.ZipInfo(part), content, packing)
    return out.getvalue()


def _record(body, rng):
    """Change a field of a record: its kind, its length, a number of its content."""
    data = bytearray(body)
    place = (
        rng.randrange(512, max(len(data) - 8, 513)) if rng.random() < 0.8 else rng.randrange(512)
    )
    if place + 8 > len(data):
        return _bytes(body, rng)
    number = rng.choice([0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 2**31 - 1, 2**32 - 1, rng.getrandbits(32)])
    width = rng.choice("BHI")
    struct.pack_into(f"<{width}", data, place, number & (256 ** struct.calcsize(width) - 1))
    return bytes(data)


def _bytes(content, rng):
    """Change a few places of some content: flip, overwrite, insert a token, repeat, cut out."""
    data = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 4])):
        place = rng.randrange(len(data) + 1)
        end = min(len(data), place + rng.choice([1, 2, 8, 40, 300]))
        way = rng.randrange(6)
        if way == 0 and place < len(data):
            data[place] ^= 1 << rng.randrange(8)
        elif way == 1:
            data[place:place] = rng.choice(TOKENS)
        elif way == 2:
            data[place:end] = rng.choice(TOKENS)
        elif way == 3:
            data[place:place] = bytes(data[place:end]) * rng.choice([1, 2, 20])
        elif way == 4:
            del data[place:end]
        else:
            return atheris.Mutate(bytes(data), len(data) + 100) if data else bytes(data)
    return bytes(data)


if __name__ == "__main__":
    corpus = next((Path(a) for a in sys.argv[1:] if not a.startswith("-")), None)
    if corpus is not None and corpus.is_dir():
        for i, seed in enumerate(seeds()):
            (corpus / f"seed-{i}").write_bytes(seed)
    checked = keeping(check) if "LABFOLIO_FUZZ_FOUND" in os.environ else check
    atheris.Setup(sys.argv, checked, custom_mutator=mutate)
    atheris.Fuzz()
