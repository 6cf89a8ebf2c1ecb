"""The tutorial's notebook holds what its cells give."""

from __future__ import annotations

import runpy
from pathlib import Path

import nbformat

DOCS = Path(__file__).parent.parent / "docs"


def test_the_notebook_is_what_its_cells_give() -> None:
    """Executed again it is the same, to the letter, and no cell fails."""
    made = runpy.run_path(str(DOCS / "tutorial.py"))["notebook"]()
    assert nbformat.writes(made) + "\n" == (DOCS / "tutorial.ipynb").read_text(encoding="utf-8")
    outputs = [o for cell in made.cells if cell.cell_type == "code" for o in cell.outputs]
    assert outputs
    assert all(o.output_type != "error" for o in outputs)
