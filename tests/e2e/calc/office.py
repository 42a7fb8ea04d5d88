"""A LibreOffice for the tests, with its own home folder and process, controlled over a pipe."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

# Debian's place of the module, which belongs to LibreOffice and is not on PyPI.
sys.path.append("/usr/lib/python3/dist-packages")

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

START = 60  # seconds that LibreOffice may take to start, or to end
XLSX = "Calc MS Excel 2007 XML"


class Office:
    """A headless LibreOffice whose user has `home` as home folder."""

    def __init__(self, home: Path) -> None:
        # Not the tests' own PATH: LibreOffice would load another Python's standard library.
        self.environment = environment_of(home) | {"PATH": os.defpath}
        self._start()

    def _start(self) -> None:
        self._pipe = f"labfolio{uuid.uuid4().hex}"
        self.process = subprocess.Popen(
            [
                "soffice",
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
                f"--accept=pipe,name={self._pipe};urp;StarOffice.ComponentContext",
            ],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.context = self._connect()
        except BaseException:
            self.kill()
            raise
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def _connect(self):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        deadline = time.monotonic() + START
        while True:
            try:
                return resolver.resolve(
                    f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext"
                )
            except NoConnectException:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def service(self, name: str):
        """Return a service of UNO."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def struct(self, name: str, *members: object):
        """Return a struct of UNO."""
        return uno.createUnoStruct(name, *members)

    def _start_again_if_gone(self) -> None:
        """Start a new one when LibreOffice crashed, so that one test fails and not the rest."""
        try:
            self.desktop.getCurrentComponent()
        except Exception:  # noqa: BLE001 - whatever breaks the connection
            self.kill()
            self._start()

    def new(self, **options: object):
        """Return an empty document."""
        self._start_again_if_gone()
        return self.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, values(Hidden=True, **options)
        )

    def load(self, path: Path, **options: object):
        """Return the document in a file."""
        self._start_again_if_gone()
        document = self.desktop.loadComponentFromURL(
            path.resolve().as_uri(), "_blank", 0, values(Hidden=True, **options)
        )
        assert document is not None, f"LibreOffice could not load {path}"
        return document

    def stop(self) -> None:
        """Ask LibreOffice to end; when it does not, end it and its children."""
        with contextlib.suppress(Exception):  # the connection breaks while it ends
            self.desktop.terminate()
        try:
            self.process.wait(START)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End LibreOffice and whatever it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of a user at `home`, who has nothing of this user's settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "PYTHON"))}
    return environment | {"HOME": str(home), "SAL_USE_VCLPLUGIN": "svp"}


def values(**options: object) -> tuple[PropertyValue, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in options.items())


def save(document, path: Path, filter_name: str = XLSX) -> None:
    document.storeToURL(path.resolve().as_uri(), values(FilterName=filter_name, Overwrite=True))


def enum(kind: str, name: str):
    """Return a word of an enumeration of UNO."""
    return uno.Enum(kind, name)


def slant(name: str):
    """Return how letters slant: "NONE" or "ITALIC"."""
    return enum("com.sun.star.awt.FontSlant", name)


def as_user(command: list[str]) -> list[str]:
    """Return `command` so that it is not root's: LibreOffice's unopkg refuses to serve root."""
    return ["unshare", "--user", *command] if os.geteuid() == 0 else command
