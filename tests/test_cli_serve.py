"""`kg serve` as people start it: where it listens, what it says, how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from kg.views.cli.serve import command


@contextmanager
def serving(*options):
    """A real server, with the line that it says where it is."""
    words = [sys.executable, "-m", "kg", "serve", "--port", "0", *map(str, options)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield server
        finally:
            server.kill()


def test_it_says_where_it_is_answers_at_once_and_ends_with_ctrl_c(demo_store):
    """The first request may come before the server is ready: it waits."""
    with serving("--store", demo_store) as server:
        address = re.match(r"(http://localhost:\d+/)  \(Ctrl-C stops it\)$", server.stderr.readline())[1]
        with urlopen(address) as page:  # noqa: S310  our own server
            assert page.status == 200
            assert "server" not in {name.lower() for name in page.headers}
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) in {0, 130, -signal.SIGINT}


def test_beyond_this_machine_it_says_what_that_means(demo_store):
    """Anybody may ask by any name; a name given is the only one besides ours."""
    with serving("--store", demo_store, "--host", "0.0.0.0") as server:  # noqa: S104  that is the point
        told = server.stderr.readline()
        assert "no password and no TLS" in told
        assert re.match(r"http://0\.0\.0\.0:\d+/", server.stderr.readline())


def test_a_port_in_use_is_told_with_what_to_do(demo_store):
    """Not a traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        words = [sys.executable, "-m", "kg", "serve", "--store", str(demo_store), "--port", port]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"cannot listen at 127.0.0.1:{port}" in done.stderr
    assert "--port 0" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def started(monkeypatch):
    """What would be served, instead of serving it."""
    import uvicorn

    seen = {}

    class Server:
        def __init__(self, config):
            seen["settings"] = config.app.state.settings

        def run(self, sockets):
            seen["port"] = sockets[0].getsockname()[1]
            for one in sockets:
                one.close()

    monkeypatch.setattr(uvicorn, "Server", Server)
    monkeypatch.setattr("click.launch", lambda address: seen.update(opened=address))
    return seen


def test_limits_names_and_the_users_vocabulary_reach_the_server(demo_store, tmp_path, started, monkeypatch):
    """Each option is where it is looked for."""
    monkeypatch.setenv("KG_VOCABULARY", "")
    options = [
        "--seconds",
        "3",
        "--rows",
        "7",
        "--megabytes",
        "100",
        "--queries",
        "1",
        "--name",
        "kg.example.org",
    ]
    where = ["--store", str(demo_store), "--port", "0", "--open", "--vocabulary", str(tmp_path)]
    done = CliRunner().invoke(command, [*where, *options])
    assert done.exit_code == 0, done.output
    settings = started["settings"]
    assert (settings.limits.seconds, settings.limits.rows, settings.limits.megabytes) == (3, 7, 100)
    assert settings.queries == 1
    assert {"kg.example.org", "localhost"} <= set(settings.hosts)
    assert started["opened"] == f"http://localhost:{started['port']}/"


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    """The advice is the command."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(command, [])
    assert "libraries are not installed" in str(done.exception)
    assert "bilateral-kg[serve]" in done.exception.advice
