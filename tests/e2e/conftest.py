"""The hosts that the end-to-end tests run against, started once for all of them."""

import subprocess

import com_host
import pytest
from parts import without


@pytest.fixture(scope="session")
def start_host():
    """Give `ComHost`, with the Windows Python up to date and the package in it as it is now."""
    if not com_host.ready():
        without("Windows Python under Wine is missing: run tests/e2e/wine/setup.sh")
    subprocess.run([com_host.HERE / "setup.sh"], check=True, stdout=subprocess.DEVNULL)
    com_host.install_package()
    return com_host.ComHost


@pytest.fixture(scope="module")
def com(start_host):
    """Give an Excel stand-in, with a server of its own, to the tests of one file."""
    with start_host() as host:
        yield host
