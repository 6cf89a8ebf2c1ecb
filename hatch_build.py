"""Builds what script adds to the workbench's pages (`frontend/`) into the wheel, where npm is there.

Without npm the wheel is made without it, and the build says so: every page works without script.
`KG_FRONTEND=no` leaves it out on purpose; `KG_FRONTEND=must` makes a build without it fail. An editable
install takes what was built in the checkout: `npm ci && npm run build` in `frontend/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("kg/views/web/static/built")


class Frontend(BuildHookInterface):  # type: ignore[type-arg]
    """The wheel's hook."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets and have them taken in, git-ignored as they are."""
        wish = os.environ.get("KG_FRONTEND", "")
        if version == "editable":
            return
        root = Path(self.root)
        fault = "KG_FRONTEND=no" if wish == "no" else build(root)
        if not fault:
            build_data["artifacts"].append(f"/{BUILT.as_posix()}/*")
        elif wish == "must":
            raise RuntimeError(f"the front end was not built: {fault}")
        else:
            print(f"Without script in the pages, which work so too: {fault}", file=sys.stderr)  # noqa: T201


def build(root: Path) -> str:
    """Run npm; what went wrong, if anything."""
    npm, folder = shutil.which("npm"), root / "frontend"
    if not (folder / "package.json").is_file():
        return "frontend/ is not there"
    if npm is None:
        return "npm is not installed"
    for command in (["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["run", "build"]):
        done = subprocess.run(  # noqa: S603  npm, found on the path, with words of ours
            [npm, *command], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            return f"npm {command[0]} failed: {(done.stderr or done.stdout).strip()[-500:]}"
    return ""
