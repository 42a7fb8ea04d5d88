"""The container of a vbaProject.bin."""

from __future__ import annotations

import random
import struct

import olefile
import pytest

from labfolio_xl.vba.compound_file import compound_file, read_compound_file

SIZES = (0, 1, 63, 64, 65, 511, 512, 4095, 4096, 4097, 9000)


def storage(count):
    """`count` streams with sizes around every limit of the format."""
    chance = random.Random(count)  # noqa: S311
    return {
        f"Module{k}" + "x" * (k % 13): chance.randbytes(chance.choice(SIZES)) for k in range(count)
    }


def depths(entries, index, *, under_red=False):
    """Names in order and the set of black depths below a sibling; fails on two reds in a row."""
    if index == olefile.NOSTREAM:
        return [], {0}
    entry = entries[index]
    red = entry.color == 0
    assert not (red and under_red)
    left, left_depths = depths(entries, entry.sid_left, under_red=red)
    right, right_depths = depths(entries, entry.sid_right, under_red=red)
    assert len(left_depths | right_depths) == 1
    depth = left_depths.pop() + (not red)
    return [*left, (len(entry.name), entry.name.upper()), *right], {depth}


@pytest.mark.parametrize("count", range(1, 121, 7))
def test_a_strict_reader_finds_every_stream_and_a_sound_tree(count):
    streams = storage(count)
    data = compound_file({"VBA": streams, "PROJECT": b"p" * 600})
    ole = olefile.OleFileIO(data, raise_defects=olefile.DEFECT_POTENTIAL)
    for entry in ole.direntries:
        if entry and entry.entry_type in (1, 5):
            names, _ = depths(ole.direntries, entry.sid_child)
            assert names == sorted(names)
    for name, content in streams.items():
        if content:
            assert ole.openstream(f"VBA/{name}").read() == content


@pytest.mark.parametrize("count", [1, 8, 60])
def test_what_was_written_is_read_back(count):
    root = {"VBA": storage(count), "PROJECT": b"p" * 600}
    assert read_compound_file(compound_file(root)) == root


def test_a_project_of_six_megabytes_fits():
    root = {"VBA": {f"M{k}": bytes(60000) for k in range(100)}}
    assert read_compound_file(compound_file(root)) == root


def test_a_project_that_is_too_large_is_refused():
    with pytest.raises(ValueError, match=r"larger than 6\.8 MB"):
        compound_file({"VBA": {"M": bytes(7_500_000)}})


def test_a_name_that_the_format_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="not a name"):
        compound_file({"a" * 32: b""})


def test_bytes_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="not a compound file"):
        read_compound_file(b"PK\x03\x04" + bytes(1000))


def test_a_chain_that_bites_its_own_tail_is_refused():
    data = bytearray(compound_file({"VBA": {"M": bytes(100)}}))
    (table,) = struct.unpack_from("<I", data, 60)
    struct.pack_into("<I", data, (table + 1) * 512, 0)  # the first short sector follows itself
    with pytest.raises(ValueError, match="damaged"):
        read_compound_file(bytes(data))


LINKS = {"left": 68, "right": 72, "child": 76}


@pytest.mark.parametrize(
    ("link", "target"),
    [("left", 0), ("left", 1), ("left", 2), ("right", 2), ("child", 0), ("child", 1), ("child", 9)],
)
def test_a_directory_that_is_no_tree_is_refused(link, target):
    """A link back to the root, to the entry itself, to what another links to, or to nowhere."""
    data = bytearray(compound_file({"VBA": {"M": bytes(100)}}))
    (directory,) = struct.unpack_from("<I", data, 48)
    storage = (directory + 1) * 512 + 128  # the entry after the root's
    struct.pack_into("<I", data, storage + LINKS[link], target)
    with pytest.raises(ValueError, match="damaged compound file: its directory is no tree"):
        read_compound_file(bytes(data))


def test_storages_as_deep_as_the_directory_is_long_are_read():
    """A chain of three thousand is no reason to give up."""
    depth = 3000
    data = bytearray(compound_file({f"s{number}": {} for number in range(depth)}))
    (start,) = struct.unpack_from("<I", data, 48)
    for entry in range(depth + 1):
        place = (start + 1) * 512 + entry * 128
        child = entry + 1 if entry < depth else 0xFFFFFFFF
        struct.pack_into("<III", data, place + 68, 0xFFFFFFFF, 0xFFFFFFFF, child)
    inner, found = read_compound_file(bytes(data)), 0
    while inner:
        (inner,) = inner.values()
        found += 1
    assert found == depth


def test_streams_longer_than_their_file_are_refused():
    """Entries that share sectors would take far more memory than the file."""
    data = bytearray(compound_file({"A": bytes(5000), "B": bytes(5000)}))
    (directory,) = struct.unpack_from("<I", data, 48)
    for entry in (1, 2):
        struct.pack_into("<Q", data, (directory + 1) * 512 + entry * 128 + 120, len(data))
    with pytest.raises(ValueError, match="its streams are longer than the file"):
        read_compound_file(bytes(data))
