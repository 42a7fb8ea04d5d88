"""Which Python computes for this user's LibreOffice, and where it writes its log.

`labfolio-xl calc install` writes this file and the add-in reads it. It is not a part of the
add-in, because the add-in is the same for everybody and the path of Python is not.

This module runs in both Pythons: it uses the standard library alone (see `wire`).
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["AddinSettings", "settings_path"]


@dataclass(frozen=True)
class AddinSettings:
    """The settings of the add-in.

    Parameters
    ----------
    python : str
        The Python that has labfolio_xl.
    log : str
        The file to which the add-in and that Python write errors.
    timeout : float
        Seconds that a formula may take before Python is ended.
    start_timeout : float
        Seconds that Python may take to start.
    """

    python: str
    log: str
    timeout: float = 120.0
    start_timeout: float = 60.0

    @classmethod
    def read(cls, path: Path) -> AddinSettings:
        """Read the settings; unknown keys belong to another version and are ignored.

        Raises
        ------
        OSError
            The file does not exist or may not be read.
        ValueError
            It does not hold settings.
        """
        found = json.loads(path.read_text("utf-8"))
        number = (int, float)
        kinds: dict[str, type | tuple[type, ...]] = {
            "python": str,
            "log": str,
            "timeout": number,
            "start_timeout": number,
        }
        if not isinstance(found, dict) or not {"python", "log"} <= found.keys():
            message = "settings are missing"
            raise ValueError(message)
        known = {key: value for key, value in found.items() if key in kinds}
        if not all(isinstance(value, kinds[key]) for key, value in known.items()):
            message = "a setting has another type"
            raise ValueError(message)
        return cls(**known)

    def write(self, path: Path) -> None:
        """Write the settings, and make their folder if it does not exist."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")


def settings_path() -> Path:
    """Return the path of this user's settings."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local"))
    elif sys.platform == "darwin":
        folder = Path("~/Library/Application Support")
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config")
    return folder.expanduser() / "labfolio_xl" / "calc.json"
