"""The types of the public names, for editors and type checkers: labfolio_xl/__init__.pyi."""

from __future__ import annotations

import labfolio_xl

__all__ = ["stub_text"]

_HEAD = (
    "# Built by python -m labfolio_xl.build, of the names that each module of models/ exports.\n"
)


def stub_text() -> str:
    """Return the stub: an import for each public name, from the module where it lives."""
    homes = sorted((module, name) for name, module in labfolio_xl.public_names().items())
    imports = [f"from labfolio_xl.{module} import {name} as {name}" for module, name in homes]
    return "\n".join([_HEAD, *imports, "", "__version__: str", "", _FUNCTION, ""])


_FUNCTION = "def public_names() -> dict[str, str]: ..."
