"""What others find: the description of the data, the layout of the files, versions, redirects."""

from __future__ import annotations

import io
import re
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from stores import CASES, filled

import kg
from kg import resources
from kg.network import EVERYTHING, Selection
from kg.views.export import export
from kg.views.export.void import DATASET, DCAT, VOID, _name
from kg.vocabulary.namespaces import KG, OWL, compress

ROOT = Path(__file__).parent.parent
FILES = resources.names("ontology", suffix=".ttl")


# -------- The description --------


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Three annotated cases."""
    with filled(tmp_path_factory.mktemp("void") / "store", CASES[:3]) as opened:
        yield opened


def described(store, selection=EVERYTHING):
    """The description as bytes and as a graph."""
    out = io.BytesIO()
    export(store, "void", out, selection)
    return out.getvalue(), rdflib.Graph().parse(data=out.getvalue(), format="turtle")


def counted(store, text):
    """The one number of a query."""
    return int(next(iter(store.select(text)))["n"].value)


def test_the_counts_are_those_of_the_store(store):
    """Each number is what SPARQL counts."""
    _, graph = described(store)
    about = rdflib.URIRef(DATASET)

    def told(name):
        return int(graph.value(about, rdflib.URIRef(VOID + name)))

    for name, text in (
        ("triples", "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"),
        ("entities", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c }"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("documents", f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{KG}Readout> }}"),
    ):
        assert told(name) == counted(store, text), name
    for kind, path, text in (
        ("class", "entities", "SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{}> }}"),
        ("property", "triples", "SELECT (COUNT(*) AS ?n) {{ ?s <{}> ?o }}"),
    ):
        parts = list(graph.objects(about, rdflib.URIRef(f"{VOID}{kind}Partition")))
        assert len(parts) == told("classes" if kind == "class" else "properties")
        for part in parts:
            of = graph.value(part, rdflib.URIRef(VOID + kind))
            assert int(graph.value(part, rdflib.URIRef(VOID + path))) == counted(store, text.format(of)), of


def test_the_description_is_the_same_each_time_and_has_no_blank_node(store):
    """Bytes are equal; every node has a name; the period is that of the meetings."""
    first, graph = described(store)
    assert first == described(store)[0]
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]
    period = rdflib.URIRef(f"{DATASET}/period")
    start, end = (str(graph.value(period, rdflib.URIRef(DCAT + f"{name}Date"))) for name in ("start", "end"))
    for name, day, place in (("earliest", start, 0), ("latest", end, -1)):
        asked = f"SELECT ?d {{ ?a a <{KG}Account> ; <{KG}{name}> ?d }}"
        assert day == sorted(row["d"].value for row in store.select(asked))[place]


def test_a_selection_is_described_as_one(store):
    """It says what was selected; nothing selected has no period."""
    text, graph = described(store, Selection(since="2900-01-01"))
    assert b"since 2900-01-01" in text
    assert int(graph.value(rdflib.URIRef(DATASET), rdflib.URIRef(f"{VOID}triples"))) == 0
    assert b"PeriodOfTime" not in text


def test_a_part_of_an_undeclared_vocabulary_has_a_name_too():
    """The whole IRI, escaped."""
    assert _name(f"{KG}Statement") == "kg-Statement"
    assert _name("https://unknown.example/x") == "https%3A%2F%2Funknown.example%2Fx"


# -------- The files --------


def blocks(name):
    """Subject -> its predicates in the order of the file."""
    quads = list(ox.parse(resources.text("ontology", name), format=ox.RdfFormat.TURTLE))
    return [
        (subject, [path for path, _ in groupby(group, key=lambda q: q.predicate.value)])
        for subject, group in groupby(quads, key=lambda q: q.subject.value)
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_subject_has_one_block_and_a_property_one_place(name):
    """So that a change shows as that change: no subject or property is said in two places of a file."""
    ours = [(subject, paths) for subject, paths in blocks(name) if "/bilateral-kg/" in subject]
    assert len({subject for subject, _ in ours}) == len(ours)
    for subject, paths in ours:
        assert len(paths) == len(set(paths)), subject


@pytest.mark.parametrize("name", [name for name in FILES if name not in {"core.ttl", "alignments.ttl"}])
def test_the_properties_of_an_entry_come_in_one_order(name):
    """Where one entry has p before q, no entry of the file has q before p."""
    before = {(a, b) for _, paths in blocks(name) for k, a in enumerate(paths) for b in paths[k + 1 :]}
    turned = {tuple(map(compress, sorted(pair))) for pair in before if pair[::-1] in before}
    assert turned == set()


@pytest.mark.parametrize("name", ["actors.ttl", "issues.ttl", "memberships.ttl", "territories.ttl"])
def test_entries_are_sorted(name):
    """By IRI, within states, organisations, groups, issues and territories."""
    subjects = [subject for subject, _ in blocks(name)]
    for _, group in groupby(subjects, key=lambda iri: re.sub(r"/(id/\w+|issue)/.*|#.*", r"/\1", iri)):
        listed = list(group)
        assert listed == sorted(listed)


@pytest.mark.parametrize("name", FILES)
def test_lines_end_as_lines_do(name):
    """LF, one at the end, no blanks before it."""
    text = resources.tree("ontology").joinpath(name).read_bytes()
    assert b"\r" not in text
    assert text.endswith(b".\n")
    assert not re.search(rb"[ \t]\n", text)


# -------- Versions and redirects --------


def test_the_versions_agree():
    """Version IRI, version, citation and CITATION.cff name the same version."""
    core = resources.text("ontology", "core.ttl")
    quads = ox.parse(core, format=ox.RdfFormat.TURTLE)
    (said,) = {q.object.value for q in quads if q.predicate.value == f"{OWL}versionInfo"}
    assert f"ontology/{said}>" in core
    assert f"version {said}. https://w3id.org/bilateral-kg/ontology/{said}" in core
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"] == kg.__version__ == said


def redirect(path, accept):
    """Where docs/w3id/.htaccess sends a request, read as Apache reads these few directives."""
    rules = (ROOT / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8")
    (base,) = re.findall(r"BASE=(\S+)", rules)
    conditions: list[str] = []
    for line in rules.splitlines():
        word, _, rest = line.partition(" ")
        if word == "RewriteCond":
            assert rest.startswith("%{HTTP_ACCEPT} ")
            conditions.append(rest.split()[1])
        elif word == "RewriteRule":
            pattern, target, flags = rest.split()
            assert flags == "[R=303,L]"
            found = re.search(pattern, path)
            if found and (not conditions or any(re.search(one, accept) for one in conditions)):
                group = found[1] if found.groups() and found[1] else ""
                return target.replace("%{ENV:BASE}", base).replace("$1", group).removeprefix(base)
            conditions = []
    return None


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("ontology", "text/turtle", "/latest/ontology.ttl"),
        ("ontology", "application/rdf+xml", "/latest/ontology.rdf"),
        ("ontology", "text/html", "/latest/ontology.html"),
        ("ontology/0.1.0", "text/turtle", "/0.1.0/ontology.ttl"),
        ("ontology/0.1.0", "application/rdf+xml", "/0.1.0/ontology.rdf"),
        ("ontology/0.1.0", "*/*", "/0.1.0/ontology.html"),
        ("issue/unsc_reform", "*/*", "/latest/reference.ttl"),
        ("id/state/JPN", "*/*", "/latest/reference.ttl"),
        ("id/membership/nato/FIN", "*/*", "/latest/reference.ttl"),
        ("id/dataset", "*/*", "/latest/void.ttl"),
        ("id/readout/0123456789abcdef", "*/*", None),
        ("", "*/*", "/"),
    ],
)
def test_every_kind_of_identifier_leads_somewhere(path, accept, target):
    """Ontology by version and what is asked for, reference data, the description; none for a readout."""
    assert redirect(path, accept) == target


def test_what_must_be_filled_in_before_submitting_is_said():
    """Where releases lie and who maintains the redirects: one marked line each."""
    folder = ROOT / "docs" / "w3id"
    rules, page = ((folder / n).read_text(encoding="utf-8") for n in (".htaccess", "README.md"))
    assert rules.count("BASE=") == rules.count("FILL IN") == 1
    assert "BASE=https://example.org/" in rules  # until somebody who publishes releases sets it
    assert page.count("FILL IN") == 1
    for target in set(re.findall(r"/([a-z]+\.[a-z]+) \[", rules)):
        assert f"| `{target}` |" in page, target


def test_every_identifier_we_ship_is_redirected():
    """No subject in ontology/ but the prefixes is without a rule."""
    for name in FILES:
        for subject, _ in blocks(name):
            path = subject.partition("#")[0].removeprefix("https://w3id.org/bilateral-kg/")
            if not path.startswith(("http", "prefix/")):
                assert redirect(path, "*/*"), subject
