"""Print how many handles each process has: lines of program, process that started it, handles.

GetProcessHandleCount is empty in Wine 8; the list of all handles is there.
"""

import collections
import ctypes
import sys
from ctypes import wintypes

SYSTEM_HANDLES = 16  # SystemHandleInformation
ALL_PROCESSES = 2  # TH32CS_SNAPPROCESS


class Handle(ctypes.Structure):
    """SYSTEM_HANDLE_ENTRY."""

    _fields_ = (
        ("owner", wintypes.ULONG),
        ("kind", ctypes.c_ubyte),
        ("flags", ctypes.c_ubyte),
        ("value", wintypes.USHORT),
        ("object", ctypes.c_void_p),
        ("access", wintypes.ULONG),
    )


class Process(ctypes.Structure):
    """PROCESSENTRY32."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("pid", wintypes.DWORD),
        ("heap", ctypes.c_void_p),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("program", ctypes.c_char * 260),
    )


def handles():
    """Count the handles of each process."""
    room = 1 << 20
    buffer = ctypes.create_string_buffer(room)
    status = ctypes.windll.ntdll.NtQuerySystemInformation(SYSTEM_HANDLES, buffer, room, None)
    if status:
        raise OSError(f"NtQuerySystemInformation gave {status & 0xFFFFFFFF:08x}")
    count = ctypes.c_ulong.from_buffer(buffer).value
    start = ctypes.sizeof(ctypes.c_void_p)
    entries = (Handle * count).from_buffer(buffer, start)
    return collections.Counter(entry.owner for entry in entries)


def programs():
    """Name the processes."""
    kernel = ctypes.windll.kernel32
    kernel.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
    snapshot = ctypes.c_void_p(kernel.CreateToolhelp32Snapshot(ALL_PROCESSES, 0))
    entry = Process(size=ctypes.sizeof(Process))
    more = kernel.Process32First(snapshot, ctypes.byref(entry))
    while more:
        yield entry.pid, entry.parent, entry.program.decode("ascii", "replace")
        more = kernel.Process32Next(snapshot, ctypes.byref(entry))


counts = handles()
for pid, parent, program in programs():
    sys.stdout.write(f"{program} {parent} {counts[pid]}\n")
