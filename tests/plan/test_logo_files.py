"""Title, subtitle and logo of the first page: what is taken, and what is refused in a sentence."""

from __future__ import annotations

import pytest
from png_files import SIGNATURE, chunk, png

from labfolio_xl.errors import InputError
from labfolio_xl.plan.branding import Branding, branding, read_logo


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "logo.png"
        path.write_bytes(content)
        return path

    return write


def test_a_picture_has_its_size_and_nothing_but_the_drawing(file):
    secret = chunk(b"tEXt", b"Author\x00somebody") + chunk(b"pHYs", b"\x00" * 9)
    logo = read_logo(file(png(40, 20, further=secret) + b"behind the end"))
    assert (logo.width, logo.height) == (40, 20)
    assert logo.content == png(40, 20)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no PNG file; save the picture as PNG"),
        (b"GIF89a", "is no PNG file"),
        (b"<svg/>", "is no PNG file"),
        (SIGNATURE, "is damaged"),
        (png(end=False), "is damaged"),
        (png()[:-20], "is damaged"),
        (png().replace(b"\x08\x00\x00\x00\x00", b"\x08\x00\x00\x00\x01", 1), "is damaged"),
        (SIGNATURE + chunk(b"IEND"), "is damaged"),
        (SIGNATURE + chunk(b"IHDR", b"\x00" * 3) + chunk(b"IDAT") + chunk(b"IEND"), "is damaged"),
        (png(0, 5), "has 0 by 5 pixels"),
        (png(5_000, 5), "has 5,000 by 5 pixels; it may have 4,000"),
        (png(further=chunk(b"tEXt", b"x" * 2_000_001)), "has more than 2 MB; make it smaller"),
    ],
)
def test_what_is_no_usable_picture_is_one_sentence(file, content, words):
    with pytest.raises(InputError, match=words) as caught:
        read_logo(file(content))
    assert str(caught.value).startswith("The logo ")


def test_a_logo_that_is_not_there_is_one_sentence(tmp_path):
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(InputError, match=r"cannot be read .*; name a PNG file"):
            read_logo(path)


def test_texts_are_on_one_line_and_not_too_long():
    made = branding(" Fund\n\x1b of \u202efunds ", "\t")
    assert (made.title, made.subtitle) == ("Fund of funds", "")
    assert branding() == Branding()
    with pytest.raises(InputError, match="The title has 61 characters; the first page holds 60"):
        branding("x" * 61)
    with pytest.raises(InputError, match="The subtitle has 111 characters"):
        branding(subtitle="x" * 111)
