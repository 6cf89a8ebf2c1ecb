"""A small SHACL engine: the components that `ontology/shapes/` uses, over one graph at a time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import VocabularyError
from kg.vocabulary.namespaces import RDF, RDFS, SH, XSD, prefixes

TYPE: Final = f"{RDF}type"


class Classes:
    """Which node is of which class, and the classes above each, as the quads say."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Take what types and classes there are among the quads."""
        self.types: dict[object, set[str]] = defaultdict(set)
        self._above: dict[str, set[str]] = defaultdict(set)
        self._closures: dict[str, frozenset[str]] = {}
        for quad in quads:
            predicate = quad.predicate.value
            if predicate == TYPE:
                self.types[quad.subject].add(_name(quad.object))
            elif predicate == f"{RDFS}subClassOf":
                self._above[_name(quad.subject)].add(_name(quad.object))

    def closure(self, name: str) -> frozenset[str]:
        """The class and all above it."""
        if name not in self._closures:
            found, ahead = {name}, [name]
            while ahead:
                new = self._above.get(ahead.pop(), set()) - found
                found |= new
                ahead += new
            self._closures[name] = frozenset(found)
        return self._closures[name]


class Data:
    """One graph by subject and predicate, read together with the classes of another (the reference graph)."""

    def __init__(self, quads: Iterable[ox.Quad], classes: Classes) -> None:
        """Index the quads."""
        self._classes = classes
        self._of: dict[Any, dict[str, list[Any]]] = {}
        for quad in set(quads):
            self._of.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
        self._types: dict[Any, frozenset[str]] = {}
        self._members: dict[str, list[Any]] = defaultdict(list)
        for subject in self._of:
            for name in self.types(subject):
                self._members[name].append(subject)

    def types(self, node: Any) -> frozenset[str]:
        """The node's classes and all above them."""
        if node not in self._types:
            own = {_name(term) for term in self.values(node, TYPE)} | self._classes.types.get(node, set())
            self._types[node] = frozenset().union(*map(self._classes.closure, own))
        return self._types[node]

    def members(self, name: str) -> list[Any]:
        """The subjects of a class, or of one below it."""
        return self._members.get(name, [])

    def subjects_of(self, path: str) -> list[Any]:
        """The subjects that have a property."""
        return [node for node, properties in self._of.items() if path in properties]

    def values(self, node: Any, path: str) -> list[Any]:
        """The values of a property, in no order."""
        return self._of.get(node, {}).get(path, [])

    def one(self, node: Any, path: str) -> str:
        """The least value, as a string; empty where there is none."""
        return min((str(v.value) for v in self.values(node, path)), default="")


Check = Callable[[Any, list[Any], Data], Iterable[Any]]
"""From focus node, values and data to the values that fail; None for what is not there."""


@dataclass(slots=True)
class Shape:
    """A node shape, or a property shape (`path`); `queries` are SPARQL constraints with their messages."""

    severity: str = "violation"
    message: str = ""
    path: str | None = None
    classes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    checks: list[Check] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)
    queries: tuple[tuple[str, str], ...] = ()

    def targets(self, data: Data) -> list[Any]:
        """The focus nodes that the data holds."""
        found = [node for name in self.classes for node in data.members(name)]
        return found + [node for path in self.subjects_of for node in data.subjects_of(path)]

    def failures(self, node: Any, data: Data) -> Iterable[tuple[Shape, Any]]:
        """The shapes that the node breaks, each with the value that breaks it (None: the node itself)."""
        values = [node] if self.path is None else data.values(node, self.path)
        for check in self.checks:
            for value in check(node, values, data):
                yield self, (value if self.path else None)
        for value in values:
            for shape in self.properties:
                yield from shape.failures(value, data)

    def conforms(self, node: Any, data: Data) -> bool:
        """Whether the node breaks nothing."""
        return next(iter(self.failures(node, data)), None) is None


def load(text: str) -> list[Shape]:
    """The shapes with targets in a Turtle file.

    Raises VocabularyError for a component that this engine does not know.
    """
    return _Reader(text).shapes()


class _Reader:
    def __init__(self, text: str) -> None:
        self._of: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
            self._of[quad.subject][quad.predicate.value].append(quad.object)

    def shapes(self) -> list[Shape]:
        targeted = [node for node, said in self._of.items() if said.keys() & {f"{SH}{t}" for t in _TARGETS}]
        return [self.shape(node) for node in sorted(targeted, key=str)]

    def shape(self, node: Any) -> Shape:
        said = {path.removeprefix(SH): values for path, values in self._of[node].items()}
        shape = Shape(
            severity=_name(said["severity"][0]).removeprefix(SH).lower()
            if "severity" in said
            else "violation",
            message=said["message"][0].value if "message" in said else "",
            path=_name(said["path"][0]) if "path" in said else None,
            classes=tuple(map(_name, said.get("targetClass", ()))),
            subjects_of=tuple(map(_name, said.get("targetSubjectsOf", ()))),
            properties=[self.shape(inner) for inner in said.get("property", ())],
            queries=tuple(self._query(inner) for inner in said.get("sparql", ())),
        )
        for name in sorted(said.keys() - _NO_CHECKS):
            if name not in _COMPONENTS:
                raise VocabularyError(
                    f"the shapes use {name}, which is not checked here", "see kg/validation"
                )
            shape.checks += [_COMPONENTS[name](self, value, said) for value in said[name]]
        return shape

    def listed(self, node: Any) -> list[Any]:
        items = []
        while first := self._of[node][f"{RDF}first"]:
            items.append(first[0])
            node = self._of[node][f"{RDF}rest"][0]
        return items

    def _query(self, node: Any) -> tuple[str, str]:
        """The SELECT with the prefixes that it may use, `$this` left open: one run finds every focus node."""
        head = "".join(f"PREFIX {p}: <{namespace}>\n" for p, namespace in prefixes().items())
        return head + self._of[node][f"{SH}select"][0].value, self._of[node][f"{SH}message"][0].value


_TARGETS: Final = ("targetClass", "targetSubjectsOf")
_NO_CHECKS: Final = {
    *_TARGETS,
    TYPE,
    "message",
    "path",
    "property",
    "qualifiedMaxCount",
    "qualifiedMinCount",
    "severity",
    "sparql",
}

# -------- Components: from the reader, the parameter and all that the shape says, to a check --------


def _min_count(_: _Reader, limit: Any, __: Any) -> Check:
    least = int(limit.value)
    return lambda _node, values, _data: [None] if len(values) < least else []


def _max_count(_: _Reader, limit: Any, __: Any) -> Check:
    most = int(limit.value)
    return lambda _node, values, _data: [None] if len(values) > most else []


def _datatype(_: _Reader, name: Any, __: Any) -> Check:
    return lambda _node, values, _data: [v for v in values if not _well_formed(v, name.value)]


def _class(_: _Reader, name: Any, __: Any) -> Check:
    return lambda _node, values, data: [v for v in values if name.value not in data.types(v)]


def _pattern(_: _Reader, pattern: Any, __: Any) -> Check:
    search = re.compile(pattern.value).search
    return lambda _node, values, _data: [v for v in values if not search(str(v.value))]


def _min_length(_: _Reader, limit: Any, __: Any) -> Check:
    least = int(limit.value)
    return lambda _node, values, _data: [v for v in values if len(str(v.value)) < least]


def _min_inclusive(_: _Reader, limit: Any, __: Any) -> Check:
    return lambda _node, values, _data: [v for v in values if not _ordered(limit, v, equal=True)]


def _max_inclusive(_: _Reader, limit: Any, __: Any) -> Check:
    return lambda _node, values, _data: [v for v in values if not _ordered(v, limit, equal=True)]


def _less_than(*, equal: bool) -> Callable[[_Reader, Any, Any], Check]:
    def component(_: _Reader, other: Any, __: Any) -> Check:
        return lambda node, values, data: [
            v for v in values for o in data.values(node, other.value) if not _ordered(v, o, equal=equal)
        ]

    return component


def _has_value(_: _Reader, value: Any, __: Any) -> Check:
    return lambda _node, values, _data: [] if value in values else [None]


def _qualified(reader: _Reader, inner: Any, said: dict[str, list[Any]]) -> Check:
    shape = reader.shape(inner)
    least, most = (int(said[f"qualified{bound}Count"][0].value) for bound in ("Min", "Max"))

    def check(_node: Any, values: list[Any], data: Data) -> list[None]:
        return [] if least <= sum(shape.conforms(v, data) for v in values) <= most else [None]

    return check


def _not(reader: _Reader, inner: Any, _: Any) -> Check:
    shape = reader.shape(inner)
    return lambda _node, values, data: [v for v in values if shape.conforms(v, data)]


def _or(reader: _Reader, listed: Any, _: Any) -> Check:
    shapes = [reader.shape(inner) for inner in reader.listed(listed)]
    return lambda _node, values, data: [v for v in values if not any(s.conforms(v, data) for s in shapes)]


_COMPONENTS: Final[dict[str, Callable[[_Reader, Any, Any], Check]]] = {
    "class": _class,
    "datatype": _datatype,
    "hasValue": _has_value,
    "lessThan": _less_than(equal=False),
    "lessThanOrEquals": _less_than(equal=True),
    "maxCount": _max_count,
    "maxInclusive": _max_inclusive,
    "minCount": _min_count,
    "minInclusive": _min_inclusive,
    "minLength": _min_length,
    "not": _not,
    "or": _or,
    "pattern": _pattern,
    "qualifiedValueShape": _qualified,
}

# -------- Values --------

_FORMS: Final = {
    f"{XSD}boolean": re.compile(r"true|false|0|1"),
    f"{XSD}date": re.compile(r"\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?"),
    f"{XSD}decimal": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    f"{XSD}integer": re.compile(r"[+-]?\d+"),
}


def _name(term: Any) -> str:
    return str(term.value)


def _well_formed(term: Any, datatype: str) -> bool:
    """Whether the term is a literal of exactly this datatype, and in its form."""
    if not isinstance(term, ox.Literal) or term.datatype.value != datatype:
        return False
    form = _FORMS.get(datatype)
    if form and not form.fullmatch(term.value):
        return False
    return datatype != f"{XSD}date" or _comparable(term) is not None


def _comparable(term: Any) -> date | Decimal | None:
    """A day or a number, or None for what is neither."""
    if not isinstance(term, ox.Literal):
        return None
    datatype = term.datatype.value
    try:
        if datatype == f"{XSD}date":
            return date.fromisoformat(term.value[: len("2011-03-31")])
        if datatype in {f"{XSD}integer", f"{XSD}decimal"} and _FORMS[datatype].fullmatch(term.value):
            return Decimal(term.value)
    except ValueError:
        pass
    return None


def _ordered(a: Any, b: Any, *, equal: bool) -> bool:
    first, second = _comparable(a), _comparable(b)
    if isinstance(first, date) and isinstance(second, date):
        return first < second or (equal and first == second)
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        return first < second or (equal and first == second)
    return False
