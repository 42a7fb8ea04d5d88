"""Call the worksheet functions as Excel does: with the DLL of xlwings, a Windows Python and COM.

`ComHost` starts ``wine/xlhost.c`` under Wine and speaks with it over pipes. The command that
starts the Python server is the one in the VBA of our workbooks, so a broken start-up breaks here
too; for other modules than ours it is the one that the VBA of xlwings builds (``XLPyCommand`` in
xlwings.bas). The package that the server imports is a copy in the Windows Python's site-packages
with its byte code, as ``pip install`` leaves it.
"""

from __future__ import annotations

import compileall
import contextlib
import hashlib
import json
import os
import secrets
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from com_values import Reader, encode, text

from labfolio_xl.excel.server.python_process import server_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROJECT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent / "wine"
WINE = "/usr/lib/wine/wine64"
MODULE = "labfolio_xl.sheet.functions"
MARK = "LABFOLIO_COM_HOST"  # in the environment of every process that a host starts
OURS = {"xlhost.exe", "pythonw.exe", "cmd.exe", "conhost.exe"}
ANSWER_WITHIN = 120.0
IN_A_CELL, COMPARE, AT_ONCE, OF_1904, WITH_VALUES = 1, 2, 4, 8, 16
CALLED, NOT_ACTIVATED, RAISED = 0, 1, 2


def home() -> Path:
    """Say where ``wine/setup.sh`` builds the Windows Python."""
    cache = Path.home() / ".cache" / "labfolio-e2e"
    return Path(os.environ.get("LABFOLIO_E2E", cache)) / "wine"


def ready() -> bool:
    """Say whether ``wine/setup.sh`` has been run."""
    return Path(WINE).exists() and (home() / "checked.done").exists()


def environment() -> dict[str, str]:
    """Return the environment of a Wine process: its prefix, no screen, no debug output."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DISPLAY"},
        "WINEPREFIX": str(home() / "prefix"),
        "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe=",
        "WINEDEBUG": os.environ.get("WINEDEBUG", "-all"),
    }


def windows(path: Path) -> str:
    """Give the path as Windows programs under Wine see it."""
    return "Z:" + str(path).replace("/", "\\")


def install_package() -> None:
    """Copy the package into the Windows Python, compiled, as pip would install its wheel.

    Nothing is touched when it is there already: a server that runs reads its files again when
    they change.
    """
    site = home() / "python" / "Lib" / "site-packages"
    record = site / "labfolio_xl.installed"
    state = digest(PROJECT / "labfolio_xl", PROJECT / "workbooks", PROJECT / "pyproject.toml")
    if record.exists() and record.read_text() == state:
        return
    record.unlink(missing_ok=True)
    target = site / "labfolio_xl"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(PROJECT / "labfolio_xl", target, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "workbooks", target / "workbooks")  # as the wheel has them
    write_metadata(site)
    compileall.compile_dir(target, quiet=2)
    record.write_text(state)


def digest(*paths: Path) -> str:
    """Give a digest of the files below some folders, names and contents."""
    found = hashlib.sha256()
    for path in paths:
        files = sorted(file for file in path.rglob("*") if "__pycache__" not in file.parts)
        for file in [path, *files]:
            if file.is_file():
                found.update(f"{file.relative_to(PROJECT)} {file.stat().st_size} ".encode())
                found.update(file.read_bytes())
    return found.hexdigest()


def write_metadata(site: Path) -> None:
    """Write the metadata of the distribution that ``importlib.metadata`` reads."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    for old in site.glob("labfolio_xl-*.dist-info"):
        shutil.rmtree(old)
    facts = site / f"labfolio_xl-{project['version']}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )


def run_python(*arguments: str, timeout: float = ANSWER_WITHIN, folder: Path | None = None) -> str:
    """Run the Windows Python, in a folder if one is named, and give what it prints."""
    done = subprocess.run(
        [WINE, str(home() / "python" / "python.exe"), "-B", *arguments],
        env=environment(),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode:
        message = f"Windows Python ended with {done.returncode}: {done.stderr.decode()}"
        raise RuntimeError(message)
    return done.stdout.decode().replace("\r\n", "\n")


@dataclass(frozen=True)
class VbaImport:
    """What "Import Functions" puts into a workbook."""

    module: bytes
    descriptions: list[dict[str, Any]]


def import_functions(
    module: str = MODULE, *, book: str = "Book1.xlsm", python_path: Sequence[Path] = ()
) -> VbaImport:
    """Let the real xlwings and pywin32 write the VBA wrappers of a module's functions."""
    with tempfile.TemporaryDirectory(prefix="labfolio-vba-") as name:
        vba, options = Path(name) / "module.bas", Path(name) / "options.json"
        script = [HERE / "import_functions.py"]
        files = [windows(path) for path in (vba, options, *python_path)]
        run_python(*map(windows, script), module, book, *files)
        return VbaImport(vba.read_bytes(), json.loads(options.read_text("utf-8")))


def xlwings_command(interpreter: str, python_path: Sequence[str] = ()) -> str:
    """Build the server's command line as ``XLPyCommand`` of xlwings.bas does."""
    book = "C:\\Book1.xlsm"
    paths = ";".join(["true", book, book, "", "", "", *python_path])
    paths = paths.replace("\\", "\\\\").replace("'", "\\'").replace("&", "^&")
    program = f'cmd.exe  /K ""{interpreter}"'
    tail = (
        ' -B -c "import sys, os;import xlwings.utils;'
        f'xlwings.utils.prepare_sys_path(\\"{paths}\\");'
        "import xlwings; xlwings.serve('$(CLSID)')\""
    )
    return program + tail + '"'


class ComError(Exception):
    """What COM reports in place of a result: the cell would show the description."""

    def __init__(self, source: str, description: str) -> None:
        super().__init__(f"{source}: {description}")
        self.source = source
        self.description = description


@dataclass(frozen=True)
class Reply:
    """What came back from a call that was made once or several times."""

    value: Any
    activate_seconds: list[float]
    call_seconds: list[float]
    callbacks: int
    objects_alive: int
    different: int


@dataclass(frozen=True)
class ServerState:
    """What the operating system knows of the Python server."""

    pid: int
    memory: int
    threads: int
    files: int
    cpu_seconds: float


class ComHost:
    """A running stand-in for Excel; the first call starts its Python server.

    With a `python_path` the server starts as the VBA of xlwings starts it, else as ours does. The
    `library` is xlwings' DLL, that of the Windows Python unless an installation's is given. The
    server runs the statements of `first` before it serves.
    """

    def __init__(
        self,
        module: str = MODULE,
        *,
        python_path: Sequence[Path] | None = None,
        library: Path | None = None,
        first: str = "",
    ) -> None:
        self.module = module
        self.mark = secrets.token_hex(8)
        self.folder = tempfile.TemporaryDirectory(prefix="labfolio-com-")
        tree = home() / "python"
        dll = library or next(tree.glob("xlwings64-*.dll"))
        command = Path(self.folder.name) / "command.txt"
        interpreter = windows(tree / "pythonw.exe")
        command.write_text(
            server_command(interpreter).replace(' -c "', f' -c "{first}')
            if python_path is None
            else xlwings_command(interpreter, [windows(path) for path in python_path])
        )
        self.process = subprocess.Popen(
            [WINE, str(tree / "xlhost.exe"), windows(dll), windows(command)],
            env={**environment(), MARK: self.mark},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.errors: list[bytes] = []
        threading.Thread(target=self._drain, daemon=True).start()

    def __enter__(self) -> Self:
        """Give the host itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind."""
        self.close()

    def call(self, function: str, *arguments: Any) -> Any:
        """Call a worksheet function and give what its cell gets: a value, or rows of values."""
        return self.run(function, *arguments).value

    def run(
        self,
        function: str,
        *arguments: Any,
        module: str | None = None,
        repeat: int = 1,
        compare: bool = False,
        in_a_cell: bool = True,
        at_once: bool = False,
        date1904: bool = False,
        wrapper_of_xlwings: bool = False,
    ) -> Reply:
        """Call a worksheet function and give the result with all that was measured.

        With `compare` each result is compared, byte by byte, with the first one. A call that is
        not made in a cell comes without the workbook and the calling cell, as from Word. A call
        `at_once` is made by a second thread of the host too while the first one waits for it,
        and what the second gets is compared as well. The workbook of the calling cell may count
        its days from 1904, with `date1904`. Functions of ours are called as our VBA calls them,
        or as a wrapper that xlwings has imported, other functions always so.
        """
        flags = IN_A_CELL * in_a_cell | COMPARE * compare | AT_ONCE * at_once | OF_1904 * date1904
        flags |= WITH_VALUES * ((module or self.module) == MODULE and not wrapper_of_xlwings)
        head = struct.pack("<cBI", b"C", flags, repeat) + text(module or self.module)
        count = text(function) + struct.pack("<I", len(arguments))
        reply = Reader(self._ask(head + count + b"".join(map(encode, arguments))))
        status, _, callbacks, alive, different = reply.take("<BiIII")
        times = reply.take(f"<{2 * repeat}d")
        if status == RAISED:
            raise ComError(reply.text(), reply.text())
        value = reply.value()
        if status == NOT_ACTIVATED:
            raise ComError("xlwings DLL", str(value))
        return Reply(value, [*times[::2]], [*times[1::2]], callbacks, alive, different)

    def objects_alive(self) -> int:
        """Count the objects of Excel that the server still holds."""
        return struct.unpack("<II", self._ask(b"O"))[0]

    def server_handles(self) -> int:
        """Count the handles of the server that was started without a shell, as ours is."""
        _, host = struct.unpack("<II", self._ask(b"O"))
        lines = run_python(windows(HERE / "count_handles.py")).splitlines()
        (count,) = (line.split()[2] for line in lines if line.startswith(f"pythonw.exe {host} "))
        return int(count)

    def server(self) -> ServerState:
        """Measure the Python server."""
        (pid,) = [pid for pid in self.pids() if program_of(pid) == "pythonw.exe"]
        fields = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        return ServerState(
            pid=pid,
            memory=int(fields["VmRSS"].split()[0]) * 1024,
            threads=int(fields["Threads"]),
            files=len(list(Path(f"/proc/{pid}/fd").iterdir())),
            cpu_seconds=cpu_seconds(pid),
        )

    def pids(self) -> list[int]:
        """List this host, its server, and the shell that the DLL starts the server with.

        Wine's own services carry the mark too when this host was the first to need them, but
        they serve whatever runs in the prefix and end by themselves.
        """
        mark = f"{MARK}={self.mark}".encode()
        ours = [pid for pid in process_ids() if mark in environment_of(pid)]
        return [pid for pid in ours if program_of(pid) in OURS]

    def close(self) -> None:
        """End the host as Excel ends when its user closes it, and end processes that are left."""
        if self.process.stdin and not self.process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        self.end_all()

    def kill(self) -> None:
        """End the host without a chance to clean up, as a crash of Excel does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def wait_for_end(self, seconds: float) -> list[int]:
        """Wait until every process of this host has ended; list those that have not."""
        limit = time.monotonic() + seconds
        while (left := self.pids()) and time.monotonic() < limit:
            time.sleep(0.1)
        return left

    def end_all(self) -> None:
        """End every process of this host."""
        for pid in self.wait_for_end(10):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(30)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self.folder.cleanup()

    def _ask(self, request: bytes) -> bytes:
        assert self.process.stdin
        self.process.stdin.write(struct.pack("<I", len(request)) + request)
        self.process.stdin.flush()
        (size,) = struct.unpack("<I", self._read(4))
        return self._read(size)

    def _read(self, size: int) -> bytes:
        assert self.process.stdout
        pipe = self.process.stdout.fileno()
        found = bytearray()
        while len(found) < size:
            if not select.select([pipe], [], [], ANSWER_WITHIN)[0]:
                message = f"no answer within {ANSWER_WITHIN:g} s"
                raise TimeoutError(message)
            piece = os.read(pipe, size - len(found))
            if not piece:
                message = "the host ended: " + b"".join(self.errors).decode(errors="replace")
                raise ConnectionError(message)
            found += piece
        return bytes(found)

    def _drain(self) -> None:
        """Read what the host complains about, and close the pipe at its end.

        Nobody else may close it, which would wait for the end: Wine's desktop, started by the
        first host that needs one, keeps the pipe open for as long as it runs.
        """
        assert self.process.stderr
        with self.process.stderr:
            self.errors.extend(self.process.stderr)


def process_ids() -> Iterator[int]:
    """List the processes of this machine."""
    return (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())


def environment_of(pid: int) -> bytes:
    """Give the environment that a process was started with; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def cpu_seconds(pid: int) -> float:
    """Give the processor time that a process took until now."""
    # After the name of the program, which may hold anything: the 12th and 13th field.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def program_of(pid: int) -> str:
    """Give the name of the Windows program that a process runs; nothing when it has ended."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    names = (
        word.decode(errors="replace").replace("\\", "/").rsplit("/", 1)[-1] for word in command
    )
    return next((name for name in names if name.endswith(".exe")), "")
