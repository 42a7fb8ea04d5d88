"""Compare large contents by their digest: pytest takes minutes to show where bytes differ."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest(content: bytes | Path) -> str:
    """Return the SHA-256 of bytes, or of a file."""
    whole = content.read_bytes() if isinstance(content, Path) else content
    return hashlib.sha256(whole).hexdigest()
