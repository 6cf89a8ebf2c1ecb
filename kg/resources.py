"""Where the data trees lie: inside the wheel (`kg/_data/…`), or beside `kg/` in a checkout.

Parsers are handed text, never paths, so that a zipped installation works too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def tree(name: str) -> Traversable:
    """The folder `ontology` or `queries`, shipped or beside the package.

    >>> tree("ontology").joinpath("core.ttl").is_file()
    True
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    from importlib.resources import files  # costs 8 ms, and is needed in a zipped installation only

    return files("kg").joinpath("_data", name)


def text(name: str, *parts: str) -> str:
    """The text of one file of a tree, decoded as UTF-8.

    >>> text("ontology", "core.ttl").count("owl:Ontology") >= 1
    True
    """
    return tree(name).joinpath(*parts).read_text(encoding="utf-8")


@cache
def data(name: str, *parts: str) -> Any:
    """One YAML file of a tree, parsed once; to be read, not changed.

    >>> sorted(data("ontology", "reader", "names.yaml"))[0]
    'honorifics'
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one takes a tenth of the time
    return yaml.load(text(name, *parts), Loader=loader)  # noqa: S506 - both are safe loaders


def yaml_of(text: str | bytes, *, deepest: int = 32) -> Any:
    """Anybody's YAML as plain data.

    Raises yaml.YAMLError, and ValueError for what is nested deeper than `deepest`: libyaml would fill the
    stack and end the process.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one takes a tenth of the time
    depth = 0
    try:
        for event in yaml.parse(text, loader):
            kind = type(event).__name__
            depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
            if depth > deepest:
                raise ValueError("it is nested too deeply")
    except yaml.MarkedYAMLError as error:
        # libyaml from 0.2.6 on has a limit of its own, and its scanner meets it before there is an event.
        if error.problem == "exceeded maximum nesting depth":
            raise ValueError("it is nested too deeply") from error
        raise
    return yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders


def names(name: str, *parts: str, suffix: str) -> list[str]:
    """The sorted file names in a folder of a tree that end in `suffix`.

    >>> "core.ttl" in names("ontology", suffix=".ttl")
    True
    """
    folder = tree(name).joinpath(*parts)
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(suffix))
