"""Whatever a file holds: what was written is read again, and anything else is one sentence."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

import small_workbooks

from labfolio_xl.errors import InputError, printable
from labfolio_xl.files import read_table, read_unjudged

numbers = st.floats(-1e6, 1e6).map(lambda x: float(f"{x:.12g}"))
names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give one folder for all examples."""
    return tmp_path_factory.mktemp("files")


@given(
    st.lists(names, min_size=1, max_size=4),
    st.lists(numbers, min_size=4, max_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_text_file_is_read_as_it_was_written(  # noqa: PLR0917 - drawn
    folder, heads, row, encoding, sign, comma, end
):
    heads = [printable(head) for head in heads]
    assume(all(heads) and len(set(heads)) == len(heads))
    assume(not any(head.startswith("#") for head in heads))  # an error value is no name
    row = row[: len(heads)]
    cells = [repr(x).replace(".", "," if comma and sign != "," else ".") for x in row]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["date", *heads], ["2023-05-02", *cells]])
    path = folder / "text.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    frame = read_unjudged(path).frame
    assert frame.columns.tolist() == heads
    assert frame.iloc[0].tolist() == row


@pytest.mark.parametrize("kind", ["csv", "xls", "xlsb", "ods", "xlsx"])
@given(st.data())
@settings(max_examples=60)
def test_whatever_the_bytes_there_is_a_table_or_one_sentence(folder, kind, data):
    """Bytes of any kind, or a small workbook of which one part has other bytes somewhere."""
    path = folder / f"any.{kind}"
    content = data.draw(st.binary(max_size=200))
    rows = [["date", "A"], ["2023-05-02" if kind == "ods" else 45048.0, 0.1]]
    make = getattr(small_workbooks, "xlsb" if kind == "xlsx" else kind, None)
    if make is not None and data.draw(st.booleans()):
        whole = make(rows)
        content = _spoilt(whole, data) if kind == "xls" else _repacked(whole, data)
    path.write_bytes(content)
    try:
        frame = read_table(path).frame
    except InputError as error:
        sentence = str(error)
        assert sentence.endswith(".")
        assert sentence.isprintable()
    else:
        assert isinstance(frame.index, pd.DatetimeIndex)
        assert not np.isinf(frame.to_numpy()).any()


def _spoilt(content, data):
    place = data.draw(st.integers(0, max(len(content) - 1, 0)))
    put = data.draw(st.binary(max_size=6))
    return content[:place] + put + content[place + data.draw(st.integers(0, 6)) :]


def _repacked(whole, data):
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    parts[name] = _spoilt(parts[name], data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return out.getvalue()
