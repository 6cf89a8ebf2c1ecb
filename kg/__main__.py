"""`python -m kg`, and the `kg` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    import gc

    gc.set_threshold(100_000)  # vocabularies are many small objects and no cycles: a tenth of a short command
    from kg.views.cli import run

    code = run()
    gc.freeze()  # or leaving would look through all of it once more for cycles
    sys.exit(code)


if __name__ == "__main__":
    main()
