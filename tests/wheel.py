"""Run by .ci/run in an empty environment that holds only the wheel: the main job works there."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

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
    sys.stdout.write("the wheel works alone\n")


if __name__ == "__main__":
    main()
