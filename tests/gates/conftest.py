"""The built files, made once for all gates."""

from __future__ import annotations

import pytest
from flavours import built


@pytest.fixture(scope="session")
def flavours(tmp_path_factory):
    """Give the path of every flavour, by its name."""
    return built(tmp_path_factory.mktemp("flavours"))
