"""Run by .ci/run in an empty environment that holds only the wheel: the main job works there.

With the word `serve`, once that extra is there too: the workbench has its pages, its style and its script.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

import kg

kg_command = Path(sys.executable).with_name("kg")


def run(*words: str) -> str:
    """Run the installed command and return what it prints."""
    done = subprocess.run([kg_command, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.returncode, done.stderr)
    return done.stdout


def main() -> None:
    """Run the main job with what the wheel brought."""
    assert "site-packages" in kg.__file__, kg.__file__
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store"
        assert "positions" in run("demo", "--store", store)
        assert run("ask", "positions", "--store", store, "--state", "russia").count("\n") > 1
        run("export", "--store", store, "--to", "gexf", "-o", f"{folder}/g.gexf")
        assert Path(folder, "g.gexf").stat().st_size > 1000
        without = subprocess.run([kg_command, "serve", "--store", store], capture_output=True, check=False)
        assert b"bilateral-kg[serve]" in without.stderr, without.stderr
    sys.stdout.write("the wheel works alone\n")


def serve() -> None:
    """Start the server that the wheel brought, and look at what a browser would load first."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store"
        run("demo", "--store", store)
        command = [kg_command, "serve", "--store", store, "--port", "0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                address = re.search(r"http://localhost:\d+", server.stderr.readline())[0]
                for path in ("/", "/graph", "/static/site.css", "/static/built/graph.js", "/sparql"):
                    with urlopen(address + path) as answer:  # noqa: S310  our own server
                        assert answer.status == 200, path
            finally:
                server.terminate()
    sys.stdout.write("the wheel serves\n")


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
