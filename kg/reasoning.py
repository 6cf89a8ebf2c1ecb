"""Is it consistent? HermiT, a full OWL 2 reasoner, on the ontology together with some data.

Facts are derived by rules (kg.rules); this is the second pair of eyes. It needs a Java runtime and takes a
second or two on one readout and a minute on five thousand stances: give it a sample. HermiT only says that
something is wrong, so `clashes` looks for the reason: the statements that make one node two disjoint things.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import Error
from kg.vocabulary.namespaces import KG, OA, OWL, RDF, RDFS
from kg.vocabulary.reference import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TYPE: Final = f"{RDF}type"
_CHAIN: Final = ((KG, "evidence"), (OA, "hasSelector"), (OA, "exact"))
"""From a thing to the words it was read from."""
_STEPS: Final = {f"{base}{name}" for base, name in (*_CHAIN, (KG, "expressedIn"), (KG, "statedIn"))}
_UNREASONED: Final = {f"{KG}text"}
"""Long literals about which no axiom says anything that matters here."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What HermiT says.

    `unsatisfiable` are the IRIs of classes that can have no member. `reasons` tell, where it is inconsistent,
    which statements (in N-Triples) clash over which node, and the words of the readout that they were read
    from; empty where the cause lies deeper.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.consistent and not self.unsatisfiable


def java() -> str:
    """The Java program: that of `JAVA_HOME`, else the first on the path.

    Raises Error, with what to install, where there is none.
    """
    home = os.environ.get("JAVA_HOME")
    found = (shutil.which("java", path=os.path.join(home, "bin")) if home else None) or shutil.which("java")  # noqa: PTH118 - a search path
    if not found:
        raise Error(
            "there is no Java runtime, which the reasoner needs",
            "install one (Debian: apt install default-jre-headless) or set JAVA_HOME; `kg check` needs none",
        )
    return found


def reason(data: Iterable[ox.Quad] = (), *, overlay: Path | None = None) -> Verdict:
    """The verdict on the ontology, the data and what the reference graph says about the things in it.

    Raises Error without Java, or where HermiT fails.
    """
    return judge(_sample(data, overlay))


def judge(triples: Iterable[ox.Triple]) -> Verdict:
    """The verdict on exactly these triples. Raises Error without Java, or where HermiT fails."""
    import owlready2

    owlready2.JAVA_EXE = java()
    known = sorted(set(triples), key=str)
    lines = "".join(f"{t} .\n" for t in known if t.predicate.value not in _UNREASONED)
    with closing(owlready2.World()) as world:
        world.get_ontology(f"{KG[:-1]}/reasoning#").load(fileobj=BytesIO(lines.encode()), format="ntriples")
        try:
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Verdict(consistent=False, reasons=tuple(clashes(known)))
        except owlready2.OwlReadyJavaError as error:
            raise Error(f"HermiT failed: {error}".strip(), "is this Java of version 8 or later?") from error
        empty = {c.iri for c in world.inconsistent_classes()} - {f"{OWL}Nothing"}
    return Verdict(consistent=True, unsatisfiable=tuple(sorted(empty)))


def clashes(triples: Iterable[ox.Triple]) -> list[str]:
    """What makes a node two disjoint things, in words with the statements and their quotes; sorted.

    Looks at types, subclasses, domains, ranges, disjoint classes and functional properties, which is what
    our ontology consists of.
    """
    known = set(triples)
    schema = _Schema(known)
    causes: dict[Any, dict[str, ox.Triple]] = defaultdict(dict)
    values: dict[tuple[Any, str], dict[ox.Literal, ox.Triple]] = defaultdict(dict)
    for t in sorted(known, key=str):
        path = t.predicate.value
        told: list[tuple[Any, Iterable[str]]] = [
            (t.subject, schema.domains.get(path, ())),
            (t.object, schema.ranges.get(path, ())),
        ]
        if path == _TYPE:
            told.append((t.subject, (_name(t.object),)))
        for node, classes in told:
            if not isinstance(node, ox.Literal):
                for name in (above for c in classes for above in schema.above(c)):
                    causes[node].setdefault(name, t)
        if path in schema.functional and isinstance(t.object, ox.Literal):
            values[t.subject, path].setdefault(t.object, t)
    quotes = _quotes(known)
    found = [
        f"{node} would be both {first} and {second}: {_told(quotes, of[first], of[second])}"
        for node, of in causes.items()
        for first, second in sorted(schema.disjoint)
        if first in of and second in of
    ]
    found += [
        f"{node} has two values of {path}: {_told(quotes, *of.values())}"
        for (node, path), of in values.items()
        if len(of) > 1
    ]
    return sorted(found)


def _told(quotes: dict[str, str], *triples: ox.Triple) -> str:
    """The statements, then the words that the things in them were read from."""
    nodes = sorted({_name(term) for t in triples for term in (t.subject, t.object)})
    words = [f"“{quotes[node]}” [{node}]" for node in nodes if node in quotes]
    return " ".join([*(f"{t} ." for t in triples), *(["read from", "; ".join(words)] if words else [])])


def _quotes(triples: set[ox.Triple]) -> dict[str, str]:
    """The words of each thing that has evidence, and of what was read into a statement, by its IRI."""
    steps: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in triples:
        if (path := t.predicate.value) in _STEPS:
            steps[path][_name(t.subject)].append(_name(t.object))
    evidence, selector, exact = (steps[f"{base}{name}"] for base, name in _CHAIN)
    found = {
        node: " […] ".join(
            word
            for one in sorted(places)
            for chosen in sorted(selector.get(one, ()))
            for word in exact.get(chosen, ())
        )
        for node, places in evidence.items()
    }
    for path in (f"{KG}expressedIn", f"{KG}statedIn"):
        for node, said in steps[path].items():
            found.update((node, found[one]) for one in said if one in found)
    return found


class _Schema:
    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.domains: dict[str, list[str]] = defaultdict(list)
        self.ranges: dict[str, list[str]] = defaultdict(list)
        self.disjoint: set[tuple[str, str]] = set()
        self.functional: set[str] = set()
        self._parents: dict[str, list[str]] = defaultdict(list)
        for t in triples:
            subject, path, value = _name(t.subject), t.predicate.value, _name(t.object)
            if path == f"{RDFS}domain":
                self.domains[subject].append(value)
            elif path == f"{RDFS}range":
                self.ranges[subject].append(value)
            elif path == f"{RDFS}subClassOf":
                self._parents[subject].append(value)
            elif path == f"{OWL}disjointWith":
                self.disjoint.add((subject, value))
            elif path == _TYPE and value == f"{OWL}FunctionalProperty":
                self.functional.add(subject)

    def above(self, name: str) -> list[str]:
        """The class and all above it."""
        found = [name]
        for one in found:
            found += [parent for parent in self._parents.get(one, ()) if parent not in found]
        return found


def _sample(data: Iterable[ox.Quad], overlay: Path | None) -> set[ox.Triple]:
    """The data, the ontology, and what is said about the things that the data name."""
    triples = {ox.Triple(q.subject, q.predicate, q.object) for q in data}
    named = {term for t in triples for term in (t.subject, t.object) if isinstance(term, ox.NamedNode)}
    return triples | {
        ox.Triple(q.subject, q.predicate, q.object)
        for q in parsed(overlay)
        if q.subject in named or _name(q.subject).startswith((KG, KG[:-1])) or _declares(q)
    }


def _declares(quad: ox.Quad) -> bool:
    """Whether this declares or places a term of another vocabulary."""
    return quad.predicate.value.startswith((OWL, f"{RDFS}subClassOf")) or (
        quad.predicate.value == _TYPE and _name(quad.object).startswith(OWL)
    )


def _name(term: Any) -> str:
    return str(term.value)
