"""What all tests share: where the annotated readouts are, what a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
STRICT = os.environ.get("KG_CI") == "1"


def pytest_collection_modifyitems(config, items):
    """Deselect what needs ../shared where it is not; skip, with a reason, what needs Java."""
    if not SHARED.is_dir():
        gone = [item for item in items if item.get_closest_marker("shared")]
        if gone:
            config.hook.pytest_deselected(items=gone)
            items[:] = [item for item in items if item not in gone]
    if shutil.which("java") is None:
        for item in items:
            if item.get_closest_marker("java"):
                item.add_marker(pytest.mark.skip(reason="no Java runtime on this machine"))


def pytest_sessionfinish(session, exitstatus):
    """Fail on any skip under continuous integration: there everything is installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if STRICT and skipped and exitstatus == 0:
        reporter.write_line(f"{len(skipped)} skipped, and KG_CI=1 allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated readouts beside the checkout."""
    return SHARED
