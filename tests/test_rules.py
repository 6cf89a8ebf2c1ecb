"""What follows from all documents: who is one, which meetings are one, answers, latest positions."""

from __future__ import annotations

import io
from itertools import permutations

import pyoxigraph as ox
import pytest
from annotated import GOLD, reading

from kg import resources, rules, store, triples
from kg.errors import MetadataError
from kg.model import Document, Meeting, Official, Reading, Statement
from kg.vocabulary.namespaces import FOAF, ID, KG


def told(
    publisher, date, *, kind="meeting", people=(), states=("JPN", "RUS"), issued=None, statements=(), key=""
):
    """One ministry's account, with an address of its own."""
    document = Document(
        "Some words.",
        "0" * 64,
        title="T",
        date=issued or date,
        publishers=(publisher,) if publisher else (),
        url=f"https://example.org/{publisher}/{date}/{kind}/{key}",
    )
    officials = tuple(Official(name, state) for name, state in people)
    return Reading(document, Meeting(kind, date, None, states, officials), tuple(statements))


def said(n, act="state", *, states=("JPN",), polarity="none", replies_to=None, past=False):
    """One statement."""
    return Statement(
        n,
        0,
        4,
        f"Some {n}",
        act,
        "fisheries",
        "fisheries",
        polarity,
        "Ada Ash",
        states,
        replies_to=replies_to,
        past=past,
    )


@pytest.fixture
def filled(tmp_path):
    """Open a store with these readings in it."""
    opened = []

    def fill(*readings):
        held = store.connect(tmp_path / str(len(opened)), create=True)
        opened.append(held)
        for one in readings:
            held.replace_graph(triples.readout_iri(one.document), triples.quads(one, reader_version="test"))
        return held

    yield fill
    for held in opened:
        held.close()


def derived(held):
    """Everything that follows from what is in the store."""
    rules.derive(held)
    return [q for name in held.graphs() if name.startswith(rules.DERIVED) for q in held.quads(name)]


def groups(held, prop):
    """What each derived thing holds, as the publishers' part of the address, sorted."""
    found = {}
    for q in derived(held):
        if q.predicate.value == KG + prop:
            found.setdefault(q.subject.value, []).append(q.object.value)
    return sorted(sorted(members) for members in found.values())


def account(one):
    """The IRI of a reading's account."""
    return triples.readout_iri(one.document) + "/account"


def facts(held, prop, namespace=KG):
    """Subject and object of the derived facts with one property, sorted."""
    return sorted(
        (q.subject.value, q.object.value) for q in derived(held) if q.predicate.value == namespace + prop
    )


def test_two_accounts_of_one_meeting_are_one_meeting(filled):
    """Same participants in any order, a day apart, other names for its kind."""
    a = told("JPN", "2005-05-31", kind="consultation")
    b = told("RUS", "2005-06-01", states=("RUS", "JPN"))
    held = filled(a, b)
    assert groups(held, "hasAccount") == [sorted([account(a), account(b)])]
    assert {o for _, o in facts(held, "participant")} == {ID + "state/JPN", ID + "state/RUS"}
    assert {o for _, o in facts(held, "meetingType")} == {KG + "meeting_consultation"}
    assert [o for _, o in facts(held, "earliest")] == ["2005-05-31"]
    assert [o for _, o in facts(held, "latest")] == ["2005-06-01"]
    assert [s for s, _ in facts(held, "meetingOf")] == sorted([account(a), account(b)])


@pytest.mark.parametrize(
    "other",
    [
        told("RUS", "2005-06-02"),
        told("RUS", "2005-05-31", states=("JPN", "RUS", "CHN")),
        told("RUS", "2005-05-31", kind="phone_call"),
        told("RUS", "2005-05-31", kind="defence_ministers_meeting"),
        told("JPN", "2005-05-31", key="second"),
    ],
)
def test_what_keeps_two_meetings_apart(filled, other):
    """Two days, other participants, a call, other ministers, or two accounts of one publisher."""
    held = filled(told("JPN", "2005-05-31"), other)
    assert len(groups(held, "hasAccount")) == 2


def test_one_state_or_no_day_is_nobodys_meeting(filled):
    """Without a counterpart or a day nothing can be told; each account stands alone, undated."""
    lonely = [told(p, "2005-05-31", states=("JPN",)) for p in ("JPN", "RUS")]
    undated = [told(p, None) for p in ("JPN", "RUS")]
    held = filled(*lonely, *undated)
    assert len(groups(held, "hasAccount")) == 4
    assert len(facts(held, "earliest")) == 2


def test_the_day_of_issue_compares_but_is_not_the_day_of_the_meeting(filled):
    """An account without a date joins one of the day it was issued, and adds no date."""
    held = filled(told("JPN", "2005-05-31"), told("RUS", None, issued="2005-06-01"))
    assert len(groups(held, "hasAccount")) == 1
    assert [o for _, o in facts(held, "latest")] == ["2005-05-31"]


def test_a_ministry_with_two_accounts_tells_of_two_meetings(filled):
    """The other's account goes with the one whose kind fits, not with both."""
    talks, summit = told("JPN", "2005-05-31", kind="consultation"), told("JPN", "2005-05-31", kind="summit")
    theirs = told("RUS", "2005-05-31", kind="summit")
    held = filled(talks, theirs, summit)
    assert groups(held, "hasAccount") == sorted(
        [[account(talks)], sorted([account(summit), account(theirs)])]
    )


def test_three_days_are_not_one_chain(filled):
    """A day apart twice is two days apart."""
    held = filled(told("JPN", "2005-05-30"), told("RUS", "2005-05-31"), told(None, "2005-06-01"))
    assert sorted(map(len, groups(held, "hasAccount"))) == [1, 2]


def test_mentions_of_one_name_and_state_are_one_person(filled):
    """The order of words does not count, the state does; the fullest name is shown."""
    held = filled(
        told("JPN", "2005-05-31", people=[("Ada Q. Ash", "JPN"), ("Bo Elm", None)]),
        told("RUS", "2005-05-31", people=[("ASH, Ada Q.", "JPN"), ("Ada Q. Ash", "RUS"), ("Bo Elm", None)]),
    )
    assert sorted(map(len, groups(held, "hasMention"))) == [1, 2, 2]
    assert {o for _, o in facts(held, "name", FOAF)} == {"ASH, Ada Q.", "Ada Q. Ash", "Bo Elm"}
    assert {o for _, o in facts(held, "ofState")} == {ID + "state/JPN", ID + "state/RUS"}


def register(held):
    """Put one entry of the registry into the store's reference graph."""
    entry = ox.NamedNode(ID + "official/sergey-lavrov")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    held.replace_graph(
        ID + "graph/reference",
        [
            ox.Triple(entry, kind, ox.NamedNode(KG + "Official")),
            ox.Triple(entry, ox.NamedNode(KG + "ofState"), ox.NamedNode(ID + "state/RUS")),
            ox.Triple(
                entry, ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), ox.Literal("S. L.")
            ),
        ],
    )


def test_a_name_of_the_registry_is_its_entry(filled):
    """Spellings lead to one entry with its own IRI and name; a single word only to who was in office."""
    people = [[("Sergey Lavrov", "RUS")], [("LAVROV Sergei", "RUS")], [("Lavrov", "RUS")]]
    held = filled(
        *(
            told(f"{p}", "2005-05-31", people=who)
            for p, who in zip(("JPN", "RUS", "CHN"), people, strict=True)
        )
    )
    register(held)
    assert {s for s, _ in facts(held, "hasMention")} == {ID + "official/sergey-lavrov"}
    assert len(facts(held, "hasMention")) == 3
    early = filled(told("JPN", "1955-05-31", people=[("Lavrov", "RUS")]))
    register(early)
    assert all("sergey-lavrov" not in s for s, _ in facts(early, "hasMention"))


def test_what_the_registry_says_is_not_said_twice(filled):
    """Oxigraph counts a triple of two graphs as two."""
    held = filled(told("JPN", "2005-05-31", people=[("Sergey Lavrov", "RUS")]))
    register(held)
    entry = ox.NamedNode(ID + "official/sergey-lavrov")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert [o for _, o in facts(held, "name", FOAF)] == ["S. L."]
    assert facts(held, "ofState") == []
    assert not [q for q in derived(held) if q.subject == entry and q.predicate == kind]


def test_what_was_answered(filled):
    """Requests, urgings, proposals and invitations have a status; what is merely stated has none."""
    acts = ["request", "urge", "propose", "invite", "state"]
    lines = [said(n, act) for n, act in enumerate(acts, 1)]
    lines += [said(6, "respond_positive", states=("RUS",), replies_to=1)]
    found = [
        o.rpartition("_status")[2].rpartition("#")[2]
        for _, o in facts(filled(told("JPN", "2005-05-31", statements=lines)), "replyStatus")
    ]
    assert sorted(found) == ["status_answered"] + ["status_no_reply_recorded"] * 3


def test_the_latest_position(filled):
    """The stances of the last day, without those that recall an earlier one; each holder by itself."""
    early = told("JPN", "2004-01-01", statements=[said(1, "support", polarity="support")])
    late = told(
        "JPN",
        "2005-05-31",
        statements=[
            said(1, "oppose", polarity="oppose"),
            said(2, "support", polarity="neutral"),
            said(3, "support", states=("RUS",), polarity="support"),
        ],
    )
    recalled = told("JPN", "2006-01-01", statements=[said(1, "support", polarity="support", past=True)])
    found = facts(filled(early, late, recalled), "latestPosition")
    assert [s.rpartition("/")[2] for s, _ in found] == ["JPN", "JPN", "RUS"]
    assert all(o.startswith(triples.readout_iri(late.document)) for _, o in found)


def write(held, text):
    """Write the store's merges.yaml."""
    (held.folder / "merges.yaml").write_text(text)


def test_people_overrule_the_rules(filled):
    """A merge joins what the rules keep apart; a split parts what they join; unknown names are let be."""
    a, b = told("JPN", "2005-05-31"), told("RUS", "2005-05-31")
    c = told("RUS", "2005-08-01")
    held = filled(a, b, c)
    one = account(a)
    write(
        held,
        f"split: [[{one}, {account(b)}]]\nmerge: [[{one}, {account(c)}], [{one}, https://example.org/gone]]",
    )
    assert groups(held, "hasAccount") == sorted([sorted([one, account(c)]), [account(b)]])


def test_a_merge_may_name_what_the_rules_made(filled):
    """Somebody known under two names, named by their IRIs in the store, or by the registry's."""
    a = told("JPN", "2005-05-31", people=[("Ada Ash", "JPN"), ("Ada Elm", "JPN"), ("Bo Fir", "RUS")])
    held = filled(a)
    official = {o: s for s, o in facts(held, "name", FOAF)}
    write(held, f"merge: [[{official['Ada Ash']}, {official['Ada Elm']}]]")
    assert sorted(map(len, groups(held, "hasMention"))) == [1, 2]
    made = {s for s, _ in facts(held, "hasMention")}
    assert official["Ada Ash"] not in made
    assert official["Bo Fir"] in made


def test_a_split_person_stands_alone(filled):
    """Two people of one name and state are two once somebody says so."""
    a, b = (told(p, "2005-05-31", people=[("Ada Ash", "JPN")]) for p in ("JPN", "RUS"))
    held = filled(a, b)
    first, second = (m for members in groups(held, "hasMention") for m in members)
    write(held, f"split: [[{first}, {second}]]")
    assert groups(held, "hasMention") == [[first], [second]]
    assert len({s for s, _ in facts(held, "hasMention")}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "merge: [[a]]",
        "merge: a",
        "split: [[a, 1]]",
        "joins: []",
        "- a",
        "merge: [",
        "merge: [[a, b, c]]",
        "merge: [[a, no iri]]",
        "merge: " + "[" * 5000,
    ],
)
def test_malformed_merges_are_named(filled, text):
    """The file's name and what may stand in it are said."""
    held = filled()
    write(held, text)
    with pytest.raises(MetadataError, match=r"merges\.yaml"):
        rules.derive(held)


@pytest.mark.parametrize("text", ["", "merge:\nsplit: []\n", "# nothing yet\n"])
def test_empty_merges_are_fine(filled, text):
    """An empty file says nothing."""
    held = filled()
    write(held, text)
    assert (rules.merges(held).merge, rules.merges(held).split) == ((), ())


def test_any_order_gives_the_same_bytes(filled):
    """Three accounts, two of one meeting, in all orders, derived once or after each."""
    readings = [
        told("JPN", "2005-05-31", people=[("Ada Ash", "JPN")], statements=[said(1, "request")]),
        told(
            "RUS",
            "2005-06-01",
            people=[("Ash Ada", "JPN")],
            statements=[said(1, "support", polarity="support")],
        ),
        told("CHN", "2005-05-31", people=[("Ada Ash", "JPN")]),
    ]
    dumps = set()
    for k, order in enumerate(permutations(readings)):
        held = filled()
        for one in order:
            held.replace_graph(triples.readout_iri(one.document), triples.quads(one, reader_version="test"))
            if k % 2:
                rules.refresh(held)
                rules.mark_stale(held)
        rules.refresh(held)
        out = io.BytesIO()
        held.dump(out)
        dumps.add(out.getvalue())
    assert len(dumps) == 1


def test_the_annotated_pairs_are_one_meeting_each(filled):
    """Two ministries' accounts of seven meetings, as annotated; those without any date cannot be told."""
    pairs = sorted(GOLD.glob("pairs/*-by-*.json"))
    readings = []
    for path in pairs:
        one = reading(path)
        code = path.stem[-3:].upper()
        readings.append(Reading(_published(one.document, code), one.meeting, one.statements))
    held = filled(*readings)
    dated = {account(r) for r in readings if r.meeting.date or r.document.date}
    sizes = [len(members) for members in groups(held, "hasAccount") if set(members) <= dated]
    assert sizes.count(2) >= 5
    assert set(sizes) <= {1, 2}


def _published(document, code):
    return Document(
        document.text, document.sha256, title=document.title, date=document.date, publishers=(code,)
    )


def test_derived_facts_are_idempotent_and_know_when_they_are_due(filled):
    """Deriving twice changes nothing; documents, rules and merges make it due."""
    held = filled(told("JPN", "2005-05-31"))
    assert rules.stale(held)
    assert rules.refresh(held) is True
    assert rules.refresh(held) is False
    assert rules.derive(held) is False
    write(held, "merge: []")
    assert rules.stale(held)
    assert rules.refresh(held) is True
    rules.mark_stale(held)
    assert rules.refresh(held) is True


def test_every_rule_says_what_it_is_for():
    """A summary that asks or tells, then a CONSTRUCT that never looks at what was derived."""
    names = resources.names("ontology", "rules", suffix=".rq")
    assert names == sorted(names)
    for name in names:
        text = resources.text("ontology", "rules", name)
        assert text.startswith("#+ summary: ")
        assert "CONSTRUCT" in text
        for made in ("kg:Meeting ", "kg:mentionOf", "kg:meetingOf", "graph/derived"):
            assert made not in text
