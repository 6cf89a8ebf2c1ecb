"""What all tests share: where the annotated readouts are, what a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

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


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the demo's readouts; to be read only."""
    from files import DEMO

    import kg

    folder = tmp_path_factory.mktemp("demo") / "store"
    with kg.open(folder) as graph:
        assert not graph.ingest([DEMO]).failed
    return folder


@pytest.fixture(scope="session")
def gold_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds every annotated text and the demo's; to be read only."""
    import corpus

    folder = tmp_path_factory.mktemp("gold")
    corpus.read(folder).close()
    return folder / "store"


@pytest.fixture(scope="session")
def served(demo_store: Path) -> Iterator[TestClient]:
    """A client of the workbench over the demo's readouts; it does not follow redirects."""
    with _client(demo_store) as client:
        yield client


@pytest.fixture(scope="session")
def served_gold(gold_store: Path) -> Iterator[TestClient]:
    """The same over every annotated text."""
    with _client(gold_store) as client:
        yield client


def _client(store: Path) -> TestClient:
    from starlette.testclient import TestClient

    from kg.views.web import application
    from kg.views.web.settings import Settings

    return TestClient(application(Settings(str(store))), base_url="http://localhost", follow_redirects=False)
