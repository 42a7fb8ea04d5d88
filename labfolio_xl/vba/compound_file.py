"""Write and read a compound file ([MS-CFB] version 3): the container of a vbaProject.bin.

The functions use neither a clock nor random numbers, so that a build repeats byte for byte.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from labfolio_xl.reader.compound import CompoundFile

__all__ = ["Storage", "compound_file", "read_compound_file"]

Storage = dict[str, "bytes | Storage"]

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
SECTOR = 512
MINI_SECTOR = 64
MINI_STREAM_LIMIT = 4096  # [MS-CFB] 2.2: shorter streams are stored in the mini stream
HEADER_FAT_SLOTS = 109  # [MS-CFB] 2.2: FAT sectors that the header itself can list

FREE = 0xFFFFFFFF
END_OF_CHAIN = 0xFFFFFFFE
FAT_SECTOR = 0xFFFFFFFD
NO_STREAM = 0xFFFFFFFF

STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1
MAX_NAME = 31  # UTF-16 code units without the closing zero


@dataclass
class _Entry:
    """One directory entry; numbers are indices into the directory or into the FAT."""

    name: str
    kind: int
    content: bytes | Storage
    left: int = NO_STREAM
    right: int = NO_STREAM
    child: int = NO_STREAM
    color: int = BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        start = 0 if self.kind == STORAGE else self.start
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name), self.kind, self.color)
            + struct.pack("<III", self.left, self.right, self.child)
            + bytes(16 + 4 + 16)  # class id, state bits, two times: all unset
            + struct.pack("<IQ", start, self.size)
        )


@dataclass
class _Sectors:
    """The sectors of the file and the table that chains them."""

    data: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)

    def append(self, content: bytes) -> int:
        """Store `content` and return its first sector."""
        if not content:
            return END_OF_CHAIN
        first = len(self.fat)
        count = -(-len(content) // SECTOR)
        padded = content.ljust(count * SECTOR, b"\0")
        self.data += [padded[k * SECTOR : (k + 1) * SECTOR] for k in range(count)]
        self.fat += [first + k + 1 for k in range(count - 1)] + [END_OF_CHAIN]
        return first


def compound_file(root: Storage) -> bytes:
    """Return the bytes of a compound file that holds `root`.

    Parameters
    ----------
    root : dict
        Streams (bytes) and storages (dicts of the same kind) by name.
    """
    entries = [_Entry("Root Entry", ROOT, root)]
    _add_children(entries, 0, root)
    sectors = _Sectors()
    mini_fat = _store_streams(entries, sectors)
    mini_sectors = -(-len(mini_fat) * 4 // SECTOR)
    mini_fat_bytes = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_fat_start = sectors.append(mini_fat_bytes.ljust(mini_sectors * SECTOR, b"\xff"))
    directory_start = sectors.append(_directory(entries))
    fat_start, fat_sectors = _close_fat(sectors)
    header = _header(fat_start, fat_sectors, directory_start, mini_fat_start, mini_sectors)
    fat = struct.pack(f"<{len(sectors.fat)}I", *sectors.fat)
    return header + b"".join(sectors.data) + fat


def _add_children(entries: list[_Entry], parent: int, children: Storage) -> None:
    ids = []
    for name, content in sorted(children.items(), key=_sibling_order):
        if len(name) > MAX_NAME or set(name) & set("/\\:!"):
            raise ValueError(f"not a name for a stream: {name!r}")
        ids.append(len(entries))
        entries.append(_Entry(name, STORAGE if isinstance(content, dict) else STREAM, content))
    entries[parent].child = _balance(entries, ids)
    for index in ids:
        content = entries[index].content
        if isinstance(content, dict):
            _add_children(entries, index, content)


def _sibling_order(item: tuple[str, object]) -> tuple[int, str]:
    """Shorter names first, then by capital letters ([MS-CFB] 2.6.4)."""
    return len(item[0]), item[0].upper()


def _balance(entries: list[_Entry], ids: list[int]) -> int:
    """Link sorted siblings into a red-black tree: full levels black, the last one red."""
    black_levels = (len(ids) + 1).bit_length() - 1

    def link(low: int, high: int, depth: int) -> int:
        if low > high:
            return NO_STREAM
        middle = (low + high) // 2
        entry = entries[ids[middle]]
        entry.color = BLACK if depth < black_levels else RED
        entry.left = link(low, middle - 1, depth + 1)
        entry.right = link(middle + 1, high, depth + 1)
        return ids[middle]

    return link(0, len(ids) - 1, 0)


def _store_streams(entries: list[_Entry], sectors: _Sectors) -> list[int]:
    """Store every stream, short ones in the mini stream, and return the mini FAT."""
    mini, mini_fat = bytearray(), list[int]()
    for entry in entries:
        if not isinstance(entry.content, bytes):
            continue
        entry.size = len(entry.content)
        if not entry.size:
            entry.start = END_OF_CHAIN
        elif entry.size >= MINI_STREAM_LIMIT:
            entry.start = sectors.append(entry.content)
        else:
            entry.start = len(mini_fat)
            count = -(-entry.size // MINI_SECTOR)
            mini_fat += [entry.start + k + 1 for k in range(count - 1)] + [END_OF_CHAIN]
            mini += entry.content.ljust(count * MINI_SECTOR, b"\0")
    entries[0].start, entries[0].size = sectors.append(bytes(mini)), len(mini)
    return mini_fat


def _directory(entries: list[_Entry]) -> bytes:
    unused = bytes(68) + struct.pack("<III", *[NO_STREAM] * 3) + bytes(48)
    packed = b"".join(entry.packed() for entry in entries)
    return packed + unused * (-len(entries) % (SECTOR // len(unused)))


def _close_fat(sectors: _Sectors) -> tuple[int, int]:
    """Add the sectors of the FAT itself to it; return its first sector and their number."""
    start, per_sector, count = len(sectors.fat), SECTOR // 4, 1
    while count * per_sector < start + count:
        count += 1
    if count > HEADER_FAT_SLOTS:
        raise ValueError("the VBA project is larger than 6.8 MB")
    sectors.fat += [FAT_SECTOR] * count
    sectors.fat += [FREE] * (count * per_sector - len(sectors.fat))
    return start, count


def _header(
    fat_start: int, fat_sectors: int, directory: int, mini_fat: int, mini_sectors: int
) -> bytes:
    slots = [fat_start + k for k in range(fat_sectors)]
    slots += [FREE] * (HEADER_FAT_SLOTS - fat_sectors)
    return (
        SIGNATURE
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)  # version 3, sectors of 2^9 and 2^6
        + bytes(6)
        + struct.pack("<IIII", 0, fat_sectors, directory, 0)
        + struct.pack("<IIIII", MINI_STREAM_LIMIT, mini_fat, mini_sectors, END_OF_CHAIN, 0)
        + struct.pack(f"<{HEADER_FAT_SLOTS}I", *slots)
    )


def read_compound_file(data: bytes) -> Storage:
    """Return the streams and storages of a compound file; the reverse of `compound_file`.

    Raises
    ------
    ValueError
        `data` is no compound file, or a damaged one: the directory links an entry twice, or the
        streams are longer than the file.
    """
    if data[:8] != SIGNATURE or len(data) < SECTOR:
        raise ValueError("not a compound file")
    if struct.unpack_from("<I", data, 44)[0] > HEADER_FAT_SLOTS:
        raise ValueError("a compound file of more than 6.8 MB")
    file = CompoundFile(data)
    entries = [_unpacked(entry) for entry in file.entries]
    if sum(entry.size for entry in entries if entry.kind == STREAM) > len(data):
        raise ValueError("a damaged compound file: its streams are longer than the file")
    return _root(file, entries)


def _root(file: CompoundFile, entries: list[_Entry]) -> Storage:
    """Return the content of the root; each link of the directory is followed once."""
    root: Storage = {}
    links, followed = [(entries[0].child, root)], {0}
    while links:
        index, storage = links.pop()
        if index == NO_STREAM:
            continue
        if index in followed or index >= len(entries):
            raise ValueError("a damaged compound file: its directory is no tree")
        followed.add(index)
        entry = entries[index]
        links += [(entry.left, storage), (entry.right, storage)]
        if entry.kind == STORAGE:
            inner: Storage = {}
            storage[entry.name] = inner
            links.append((entry.child, inner))
        else:
            storage[entry.name] = file.stream(entry.start, entry.size)
    return root


def _unpacked(packed: bytes) -> _Entry:
    name_length, kind, color = struct.unpack_from("<HBB", packed, 64)
    left, right, child = struct.unpack_from("<III", packed, 68)
    start, size = struct.unpack_from("<II", packed, 116)
    name = packed[: max(name_length - 2, 0)].decode("utf-16-le")
    return _Entry(name, kind, b"", left, right, child, color, start, size)
