"""SPARQL servers for tests, on loopback, in a folder of their own: `oxigraph serve` and Virtuoso 7."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


def ports(number):
    """So many ports that are free just now."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    found = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return found


def wait(address, process, seconds=120):
    """Until it answers; fails where the process ends, or the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no server at {address}")


@contextmanager
def running(command, address, folder):
    """A server until the test is done with it."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait(address, process)
            yield
        finally:
            process.kill()


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory):
    """The address of `oxigraph serve`, in memory."""
    (port,) = ports(1)
    address = f"http://127.0.0.1:{port}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--bind", f"127.0.0.1:{port}"]
    with running(command, address, tmp_path_factory.mktemp("oxigraph")):
        yield address


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    """The address of a new Virtuoso 7, with its first user's name and password."""
    program = os.environ.get("KG_VIRTUOSO") or shutil.which("virtuoso-t")
    if not program:
        pytest.skip("no virtuoso-t on this machine: apt-get install virtuoso-opensource")
    folder = tmp_path_factory.mktemp("virtuoso")
    port, http = ports(2)
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(port=port, http=http))
    command = [program, "-f", "-c", "virtuoso.ini"]
    with running(command, f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D", folder):
        yield f"http://dba:dba@127.0.0.1:{http}/sparql-auth"
