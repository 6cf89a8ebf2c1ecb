"""What is wrong with data: SHACL shapes, and quotes that are not in their text.

`ontology/shapes/ingest.ttl` holds what a readout's graph must be (violations; it is refused at ingest),
`check.ttl` what an editor would look at again (the warnings of `kg check`), `reviews.ttl` what a review must
be, `reference.ttl` what an entry of the reference data must be. All are plain SHACL that any SHACL tool can
run. They are checked by a small engine of our own, because a readout is read in milliseconds and a general
SHACL processor needs a hundred times that; tests hold it against pySHACL.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from kg import resources
from kg.validation import quality
from kg.validation.shacl import Classes, Data, Shape, load
from kg.vocabulary.namespaces import KG, OA
from kg.vocabulary.reference import REFERENCE, parsed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

    from kg.store import Store

__all__ = ["Fault", "check", "faults", "vocabulary"]

SHOWN: Final = 80
"""How many characters of a wrong value a line shows."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with the node `focus`.

    `severity` is violation, warning or info; `path` the property in question; `value` the value that is
    wrong, where there is one.
    """

    focus: str
    message: str
    severity: str = "violation"
    path: str = ""
    value: str = ""

    def __str__(self) -> str:
        """One line: severity, message, value, node.

        >>> print(Fault("https://example.org/s", "A statement is one act.", value="two"))
        violation: A statement is one act. (two) <https://example.org/s>
        """
        value = " ".join(self.value.split())
        shown = f" ({value[:SHOWN]}{'…' * (len(value) > SHOWN)})" if value else ""
        return f"{self.severity}: {self.message}{shown} <{self.focus}>"


def faults(quads: Iterable[Quad], *, warnings: bool = False, overlay: Path | None = None) -> list[Fault]:
    """The faults of one readout's graph, sorted; none twice.

    Violations only, or with `warnings` also what `check.ttl` asks for. States, acts and issues are looked up
    in the reference graph, with the user's folder `overlay` (or `KG_VOCABULARY`) laid over it.
    """
    return _faults(Data(quads, _classes(overlay)), warnings=warnings)


def check(store: Store, only: Collection[str] = ()) -> Iterator[Fault]:
    """The faults of a store: readout by readout, then those that only several graphs together show.

    With `only`, IRIs of readouts, the faults of these alone.
    """
    classes = Classes(store.quads(REFERENCE))
    for name in sorted(only) or store.graphs():
        data = Data(store.quads(name), classes)
        if data.members(f"{KG}Readout"):
            yield from _faults(data, warnings=True)
        elif data.members(f"{KG}Review"):
            yield from sorted(_shapeless(data, "reviews"))
    for shape in _shapes("check") if not only else ():
        for query, message in shape.queries:
            rows = store.select(query)
            yield from sorted({_fault(shape, row["this"], row["value"], message) for row in rows})


def vocabulary(overlay: Path | None = None) -> list[Fault]:
    """The faults of ontology/ with the user's folder laid over it: labels, names, trees, headers, shapes.

    Raises VocabularyError for a folder that is not there or a file that is no Turtle.
    """
    quads = list(parsed(overlay))
    store = quality.loaded([*quads, *quality.touches()])
    found = [
        Fault(this, f"{test.summary} [{test.name}]", test.severity, value=value)
        for test in quality.checks()
        for this, value in test.rows(store)
    ]
    return found + sorted(_shapeless(Data(quads, Classes(quads)), "reference"))


def _faults(data: Data, *, warnings: bool) -> list[Fault]:
    found = _shapeless(data, *(("ingest", "check") if warnings else ("ingest",)))
    return sorted(found.union(_broken_quotes(data)))


def _shapeless(data: Data, *files: str) -> set[Fault]:
    """What breaks the shapes of these files."""
    return {
        _fault(broken, node, value, broken.message or shape.message)
        for name in files
        for shape in _shapes(name)
        for node in shape.targets(data)
        for broken, value in shape.failures(node, data)
    }


def _fault(shape: Shape, node: Any, value: Any, message: str) -> Fault:
    shown = "" if value is None else str(value.value)
    return Fault(str(node.value), message, shape.severity, shape.path or "", shown)


def _broken_quotes(data: Data) -> Iterator[Fault]:
    """Texts that are not what their hash says, quotes that are not what stands at their place."""
    texts = {node: data.one(node, f"{KG}text") for node in data.members(f"{KG}Readout")}
    for readout, text in texts.items():
        if sha256(text.encode()).hexdigest() != data.one(readout, f"{KG}sha256"):
            yield Fault(
                readout.value, "The text is not the one whose kg:sha256 was recorded.", path=f"{KG}text"
            )
    for evidence in data.members(f"{KG}Evidence"):
        words = dict.fromkeys(("exact", "prefix", "suffix", "start", "end"), "")
        for selector in data.values(evidence, f"{OA}hasSelector"):
            words |= {name: found for name in words if (found := data.one(selector, OA + name))}
        source = next(iter(data.values(evidence, f"{OA}hasSource")), None)
        if source not in texts or not (words["start"].isdecimal() and words["end"].isdecimal()):
            continue  # the shapes say so
        text, start, end = texts[source], int(words["start"]), int(words["end"])
        if text[start:end] != words["exact"]:
            message = "These words do not stand in the text at their place."
            yield Fault(evidence.value, message, path=f"{OA}exact", value=words["exact"])
        elif not (text[:start].endswith(words["prefix"]) and text.startswith(words["suffix"], end)):
            message = "Other words stand before or after this quote than it says."
            yield Fault(evidence.value, message, path=f"{OA}prefix", value=words["exact"])


@cache
def _shapes(name: str) -> list[Shape]:
    return load(resources.text("ontology", "shapes", f"{name}.ttl"))


@lru_cache(maxsize=4)
def _classes(overlay: Path | None) -> Classes:
    return Classes(parsed(overlay))
