"""The run-length compression of VBA source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vba_readers import decompressed

from labfolio_xl.vba.compression import compress, decompress

# Lines as VBA has them, so that copies, long copies and whole chunks occur.
source = st.lists(
    st.sampled_from(["    Dim x As Long\r\n", "End Sub\r\n", "' caf\xe9\r\n", "a", "\r\n" * 40]),
    max_size=900,
).map(lambda lines: "".join(lines).encode("cp1252"))


@given(source)
def test_text_comes_back_whole(text):
    assert decompress(compress(text)) == text


@given(source)
def test_an_independent_reader_reads_the_same(text):
    assert decompressed(compress(text)) == text


def test_worked_example_of_the_specification():
    """[MS-OVBA] 3.2.2, the normal compression example."""
    text = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    expected = bytes.fromhex(
        "012FB000236161616263646582660070616167686A696A01386161616B6C00306D6E6F7004713070"
        "1010727374757810767778797A003C"
    )
    packed = compress(text)
    assert decompress(packed) == text
    assert len(packed) <= len(expected)


@pytest.mark.parametrize("length", [4095, 4096, 4097, 8192])
def test_lengths_around_a_chunk(length):
    text = (b"Public Sub Refresh()\r\n" * 400)[:length]
    assert decompress(compress(text)) == text


def test_a_whole_chunk_that_does_not_compress_is_stored_as_it_is():
    import random

    noise = random.Random(4).randbytes(4096)  # noqa: S311
    assert decompress(compress(noise)) == noise
