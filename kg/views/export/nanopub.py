"""Nanopublications: each statement as an assertion with its provenance and publication info (TriG).

They are unsigned and bear no time of making, so that the same graph gives the same bytes: who publishes
them signs them (`np sign`), which adds the time and a trusty URI.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO

from kg.views.export import Exporter
from kg.views.export.tidy import tables
from kg.vocabulary.namespaces import DCTERMS, KG, PROV, RDF, RDFS, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode, Quad, Triple

    from kg.network import Selection
    from kg.store import Store

NP = "http://www.nanopub.org/nschema#"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# What tells where a statement was read, and how surely; the rest of it is what is asserted.
_READ = frozenset(f"{KG}{name}" for name in ("number", "reportedIn", "reportedBy", "evidence", "confidence"))
_READOUT = frozenset(
    {f"{DCTERMS}title", f"{DCTERMS}language", *(f"{KG}{name}" for name in ("publisher", "url", "sha256"))}
)
_SPEAKER = frozenset(f"{KG}{name}" for name in ("name", "ofState", "postTitle"))
_PROPOSAL = frozenset({f"{RDFS}label", f"{KG}issue"})


def write(store: Store, selection: Selection, grain: str, out: BinaryIO) -> None:  # noqa: ARG001  always statements
    """Write one nanopublication for each selected statement."""
    import pyoxigraph as ox

    quads: list[Quad] = []
    chosen: dict[str, list[str]] = defaultdict(list)
    for row in tables(store, selection)[0].rows:
        chosen[str(row["document"])].append(str(row["statement"]))
    for readout in sorted(chosen):
        about: dict[str, list[Triple]] = defaultdict(list)
        under: dict[str, list[Triple]] = defaultdict(list)
        for quad in store.quads(readout):
            subject = str(getattr(quad.subject, "value", ""))
            about[subject].append(quad.triple)
            under[subject.removeprefix(f"{readout}/statement/").partition("/")[0]].append(quad.triple)
        for statement in sorted(chosen[readout]):
            own = under[statement.rpartition("/")[2]]
            quads += _nanopub(readout, statement, about, own)
    named = {**prefixes(), "np": NP, "rdf": RDF, "prov": PROV, "dcterms": DCTERMS}
    ox.serialize(quads, out, format=ox.RdfFormat.TRIG, prefixes=named)


def _nanopub(
    readout: str, statement: str, about: dict[str, list[Triple]], own: list[Triple]
) -> Iterator[Quad]:
    import pyoxigraph as ox

    node, a = ox.NamedNode, ox.NamedNode(f"{RDF}type")
    whole = node(f"{statement}/nanopub")
    head, assertion, provenance, pubinfo = (
        node(f"{whole.value}#{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    asserted, origin = _parts(readout, about, own)
    version = [t.object for t in about[readout] if t.predicate.value == f"{KG}readerVersion"]
    parts: list[tuple[NamedNode, Iterable[Triple]]] = [
        (
            head,
            (
                ox.Triple(whole, a, node(f"{NP}Nanopublication")),
                ox.Triple(whole, node(f"{NP}hasAssertion"), assertion),
                ox.Triple(whole, node(f"{NP}hasProvenance"), provenance),
                ox.Triple(whole, node(f"{NP}hasPublicationInfo"), pubinfo),
            ),
        ),
        (assertion, sorted(asserted, key=str)),
        (
            provenance,
            (ox.Triple(assertion, node(f"{PROV}wasDerivedFrom"), node(readout)), *sorted(origin, key=str)),
        ),
        (
            pubinfo,
            (
                ox.Triple(whole, node(f"{DCTERMS}license"), node(_LICENCE)),
                ox.Triple(whole, node(f"{PROV}wasDerivedFrom"), node(readout)),
                *(ox.Triple(whole, node(f"{KG}readerVersion"), value) for value in version),
            ),
        ),
    ]
    for graph, triples in parts:
        yield from (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def _parts(
    readout: str, about: dict[str, list[Triple]], own: list[Triple]
) -> tuple[set[Triple], set[Triple]]:
    """What the statement says, and where it was read."""
    asserted: set[Triple] = set()
    origin = {t for t in about[readout] if t.predicate.value in _READOUT}
    for triple in own:
        at_source = "/evidence/" in str(triple.subject) or triple.predicate.value in _READ
        (origin if at_source else asserted).add(triple)
    for triple in tuple(asserted):
        end = getattr(triple.object, "value", "")
        kept = {f"{KG}speaker": _SPEAKER, f"{KG}proposal": _PROPOSAL}.get(triple.predicate.value, frozenset())
        asserted |= {t for t in about.get(end, ()) if t.predicate.value in kept}
    return asserted, origin


EXPORTERS = (
    Exporter(
        "nanopub",
        ".nanopub.trig",
        "nanopublications: each statement with its own provenance, ready to be signed (TriG)",
        "any TriG reader; `np sign FILE` and `np publish` of the nanopub tools; Nanodash",
        write,
        aliases=("nanopublications",),
    ),
)
