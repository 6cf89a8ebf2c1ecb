"""Readings as quads."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pyoxigraph as ox
import pytest
from annotated import GOLD, reading

from kg import triples, validation
from kg.errors import VocabularyError
from kg.model import (
    Commitment,
    Document,
    Meeting,
    NameUsage,
    Official,
    Reading,
    Reference,
    Skipped,
    Span,
    Statement,
)
from kg.vocabulary.namespaces import ID, ISSUE, KG, OA, RDF, RDFS
from kg.vocabulary.reference import parsed

CASES = sorted((GOLD / "cases").glob("*.json"))
TEXT = "A asked for help. B said it would help if asked. A asked for help. Lunch was served in the West Bank."


def document(text: str = TEXT, **given: object) -> Document:
    """A page with that text."""
    return Document(text, hashlib.sha256(text.encode()).hexdigest(), **given)


def said(n: int, words: str, after: int = 0, **more: object) -> Statement:
    """One statement with these words of TEXT."""
    start = TEXT.index(words, after)
    given = {"act": "state", "dossier": "other", "issue": "other", "speaker_states": ("JPN",), **more}
    return Statement(n=n, start=start, end=start + len(words), quote=words, **given)


def graph(statements: tuple[Statement, ...] = (), **more: object) -> dict[tuple[str, str], set[str]]:
    """(end of the subject, end of the property) to values, as plain strings."""
    given = {"document": document(), "statements": statements, **more}
    read = Reading(**given)
    root = triples.readout_iri(read.document)
    found: dict[tuple[str, str], set[str]] = {}
    for q in triples.quads(read, reader_version="test"):
        key = q.subject.value.removeprefix(root), q.predicate.value.replace("#", "/").rsplit("/", 1)[1]
        found.setdefault(key, set()).add(q.object.value.removeprefix(root))
    return found


def subjects(found: dict[tuple[str, str], set[str]], kind: str) -> list[str]:
    """The nodes of a class."""
    return sorted(node for (node, path), values in found.items() if path == "type" and KG + kind in values)


# -------- The whole --------


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_annotated_cases_pass_the_shapes(case):
    """What is written of a perfect reading has no fault, no blank node, and lies in one graph, sorted."""
    read = reading(case)
    quads = triples.quads(read, reader_version="test")
    assert validation.faults(quads) == []
    assert quads == sorted(set(quads), key=str)
    assert {q.graph_name.value for q in quads} == {triples.readout_iri(read.document)}
    assert not any(isinstance(term, ox.BlankNode) for q in quads for term in (q.subject, q.object))


def test_only_declared_terms_are_written():
    """Every class and property in kg: that the writer uses is declared in the ontology."""
    declared = {q.subject.value for q in parsed() if q.predicate.value == f"{RDF}type"}
    for case in CASES:
        for q in triples.quads(reading(case), reader_version="test"):
            used = [q.predicate, *([q.object] if q.predicate.value == f"{RDF}type" else [])]
            assert all(term.value in declared for term in used if term.value.startswith(KG))


def test_the_same_reading_gives_the_same_bytes_and_a_store_gives_them_back():
    """N-Quads are stable, and every literal is in the form in which the store returns it."""
    read = reading(CASES[0])
    first, second = (triples.quads(read, reader_version="test") for _ in range(2))
    assert triples.nquads(first) == triples.nquads(second)
    store = ox.Store()
    store.extend(first)
    assert b"".join(sorted(f"{q} .\n".encode() for q in store)) == triples.nquads(first)


# -------- The readout --------


def test_the_iri_follows_the_address_whatever_the_text():
    """The same page in a new version stays the same readout."""
    url = "https://example.org/page"
    assert triples.readout_iri(document(url=url)) == triples.readout_iri(document("other", url=f" {url} "))
    assert triples.readout_iri(document(url=url)) != triples.readout_iri(document(url=f"{url}/2"))


def test_without_an_address_it_follows_publishers_date_and_title():
    """The order of the publishers, and blanks and case in the title, do not count."""
    known = {"date": "2005-05-31", "title": "Joint  Statement"}
    first = document(publishers=("JPN", "RUS"), **known)
    second = document("other", publishers=("RUS", "JPN"), date="2005-05-31", title="joint statement")
    assert triples.readout_iri(first) == triples.readout_iri(second)
    assert triples.readout_iri(first) != triples.readout_iri(replace(first, date="2005-06-01"))


def test_else_it_follows_the_text():
    """With less than all three, only the same text is the same readout."""
    page = document(publishers=("JPN",), title="Talks")
    assert triples.readout_iri(page) == f"{ID}readout/{page.sha256[:16]}"


def test_what_is_unknown_is_absent():
    """No title, date, publisher, address or place is made up."""
    found = graph()
    assert {path for node, path in found if node == ""} == {
        "type", "text", "sha256", "readerVersion", "sourceName", "documentKind", "language",
    }  # fmt: skip
    assert {path for node, path in found if node == "/account"} == {"type", "meetingType", "reportedIn"}


def test_metadata_and_warnings_stand_on_the_readout():
    """A month of issue is its first and last day; warnings are kept."""
    page = document(
        title="T", date="2004-02", publishers=("JPN", "EUE"), url="https://example.org/", warnings=("w",)
    )
    found = graph(document=page)
    assert found["", "earliest"] == {"2004-02-01"}
    assert found["", "latest"] == {"2004-02-29"}
    assert found["", "publisher"] == {f"{ID}state/JPN", f"{ID}organization/EUE"}
    assert found["", "warning"] == {"w"}
    assert found["", "url"] == {"https://example.org/"}


def test_an_unknown_code_is_refused():
    """A state or an act that no vocabulary knows is an error, not a new node."""
    with pytest.raises(VocabularyError):
        graph((said(1, "A asked", speaker_states=("XYZ",)),))
    with pytest.raises(VocabularyError):
        graph((said(1, "A asked", act="mumble"),))


# -------- Statements --------


def test_equal_quotes_are_told_apart_by_their_rank():
    """The second of two equal quotes is another statement; adding it does not rename the first."""
    first, second = said(1, "A asked for help"), said(2, "A asked for help", after=20)
    alone, both = graph((first,)), graph((second, first))
    assert len(subjects(both, "Statement")) == 2
    assert subjects(alone, "Statement")[0] in subjects(both, "Statement")
    assert both[subjects(alone, "Statement")[0], "number"] == {"1"}


def test_a_quote_that_moves_keeps_its_statement():
    """Offsets are data on the evidence and no part of the IRI."""
    s = said(1, "A asked for help")
    moved = replace(s, start=s.start + 5, end=s.end + 5)
    before, after = graph((s,)), graph((moved,), document=document("More " + TEXT))
    assert subjects(before, "Statement") == subjects(after, "Statement")
    node = f"{subjects(before, 'Statement')[0]}/evidence/1/position"
    assert (before[node, "start"], after[node, "start"]) == ({"0"}, {"5"})


def test_both_the_speaker_and_who_reports_it_are_kept():
    """A readout of Japan says that Russia said."""
    page = document(publishers=("JPN",))
    (node,) = subjects(
        found := graph((said(1, "B said", speaker_states=("RUS",)),), document=page), "Statement"
    )
    assert found[node, "reportedBy"] == {f"{ID}state/JPN"}
    assert found[node, "onBehalfOf"] == {f"{ID}state/RUS"}


def test_no_side_makes_no_stance_and_two_holders_make_two():
    """Polarity none leaves no stance; a joint one is held by each."""
    assert subjects(graph((said(1, "A asked"),)), "Stance") == []
    both = graph((said(1, "A asked", polarity="support", speaker_states=("JPN", "RUS"), voice="joint"),))
    (node,) = subjects(both, "Statement")
    assert subjects(both, "Stance") == [f"{node}/stance/JPN", f"{node}/stance/RUS"]
    one = graph((said(1, "A asked", polarity="oppose"),))
    assert subjects(one, "Stance") == [f"{node}/stance"]


@pytest.mark.parametrize(
    ("publishers", "holders"), [(("JPN",), ["JPN"]), (("RUS", "JPN"), ["JPN", "RUS"]), ((), [])]
)
def test_what_joint_talk_calls_a_thing_is_held_by_its_teller(publishers, holders):
    """That both discussed "the unprovoked war" makes no stance of the side that does not publish it."""
    talk = said(1, "A asked", act="discuss", polarity="oppose", speaker_states=("JPN", "RUS"), voice="joint")
    found = graph((talk,), document=document(publishers=publishers))
    assert sorted(found[node, "holder"].pop()[-3:] for node in subjects(found, "Stance")) == holders


def test_a_condition_is_kept_in_its_words_on_statement_and_stance():
    """Condition and kind hang under the statement."""
    s = said(1, "B said it would help", polarity="conditional_support", condition="if asked")
    (node,) = subjects(found := graph((s,)), "Statement")
    assert found[f"{node}/condition", "words"] == {"if asked"}
    assert found[f"{node}/condition", "conditionKind"] == {f"{KG}condition_hypothetical"}
    assert found[node, "condition"] == found[f"{node}/stance", "condition"] == {f"{node}/condition"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("unless both agree", "exception"),
        ("only if both agree", "requirement"),
        ("once the parliament agrees", "sequence"),
        ("as appropriate", "discretion"),
        ("in the event that it is expanded", "hypothetical"),
        ("depending on the weather", "hypothetical"),
    ],
)
def test_cue_words_tell_the_kind_of_condition(words, kind):
    """The first cue decides, the longest of those that begin together; without any it is hypothetical."""
    assert triples.condition_kind(words) == kind


def test_one_target_on_one_issue_is_one_proposal_under_its_first_wording():
    """Case and blanks do not make another proposal; another issue does."""
    found = graph(
        (
            said(1, "A asked for help", polarity="support", target="The Draft"),
            said(2, "B said", polarity="oppose", target="the  draft"),
            said(
                3,
                "A asked for help",
                after=20,
                polarity="oppose",
                target="the draft",
                issue="iran",
                dossier="iran",
            ),
        )
    )
    first, second = sorted(subjects(found, "Proposal"), key=lambda node: sorted(found[node, "issue"]))
    assert found[first, "issue"] == {f"{ISSUE}iran"}
    assert found[second, "label"] == {"The Draft"}


def test_a_target_of_blanks_is_no_proposal():
    """Nothing is not something one can be for."""
    assert subjects(graph((said(1, "A asked", polarity="support", target=" "),)), "Proposal") == []


def test_replies_and_flags():
    """A reply names what it answers; flags are written only where true."""
    found = graph(
        (
            said(1, "A asked for help", act="request"),
            said(2, "B said it would help", replies_to=1, reply_grade="accepts", reaffirms=True, past=True),
            said(3, "Lunch was served", replies_to=9, reply_grade="accepts", presupposes="Lunch"),
        )
    )
    by_number = {next(iter(found[node, "number"])): node for node in subjects(found, "Statement")}
    assert found[by_number["2"], "inReplyTo"] == {by_number["1"]}
    assert found[by_number["2"], "replyGrade"] == {f"{KG}grade_accepts"}
    assert found[by_number["2"], "reaffirms"] == found[by_number["2"], "recalls"] == {"true"}
    assert (by_number["1"], "reaffirms") not in found
    assert (by_number["3"], "inReplyTo") not in found
    assert (by_number["3"], "replyGrade") not in found
    assert found[by_number["3"], "presupposes"] == {"Lunch"}


def test_a_statement_in_several_stretches_has_several_evidences():
    """The first is the quote, the others are cut out of the text."""
    (node,) = subjects(found := graph((said(1, "A asked", more=(Span(18, 24), Span(30, 35))),)), "Statement")
    assert found[node, "evidence"] == {f"{node}/evidence/{k}" for k in (1, 2, 3)}
    assert found[f"{node}/evidence/2/quote", "exact"] == {TEXT[18:24]}
    assert found[f"{node}/evidence/2/quote", "prefix"] == {TEXT[:18]}
    assert found[f"{node}/evidence/1/quote", "suffix"] == {TEXT[7:39]}
    assert (f"{node}/evidence/1/quote", "prefix") not in found


# -------- People --------


def test_people_are_mentions_with_a_key_without_accents_and_order():
    """Two spellings of one name and state are one mention."""
    meeting = Meeting(officials=(Official("Wang Yi", "CHN", "Minister"), Official("WANG, Yì", "CHN")))
    found = graph(meeting=meeting)
    (node,) = subjects(found, "PersonMention")
    assert found[node, "nameKey"] == {"wang yi"}
    assert found["/account", "attendee"] == {node}
    assert found[node, "postTitle"] == {"Minister"}


def test_a_speaker_is_the_attendee_of_that_name_and_state():
    """Of two namesakes the one of the speaking state speaks; failing that, the first."""
    meeting = Meeting(officials=(Official("Kim", "PRK"), Official("Kim", "KOR")))
    found = graph(
        (
            said(1, "A asked", speaker="Kim", speaker_states=("KOR",)),
            said(2, "B said", speaker="Kim", speaker_states=("JPN",)),
        ),
        meeting=meeting,
    )
    states = {
        next(iter(found[node, "number"])): found[next(iter(found[node, "speaker"])), "ofState"]
        for node in subjects(found, "Statement")
    }
    assert states == {"1": {f"{ID}state/KOR"}, "2": {f"{ID}state/PRK"}}


def test_a_speaker_who_did_not_attend_is_mentioned_all_the_same():
    """A person named only as speaker gets a mention, but is no attendee."""
    found = graph(
        (
            said(1, "A asked", speaker="Spokesperson", speaker_states=("KOR",)),
            said(2, "B said", speaker="Herald", speaker_states=("KOR", "JPN")),
        )
    )
    names = {next(iter(found[node, "name"])): node for node in subjects(found, "PersonMention")}
    assert found[names["Spokesperson"], "ofState"] == {f"{ID}state/KOR"}
    assert (names["Herald"], "ofState") not in found
    assert ("/account", "attendee") not in found


# -------- What else was read --------


def test_commitments_are_counted_under_their_statement():
    """Two promises in one statement are two; one without its statement is left out."""
    found = graph(
        (said(1, "B said it would help"),),
        commitments=(
            Commitment(1, ("JPN", "RUS"), "help", "2005", "in 2005"),
            Commitment(1, ("JPN",), "call"),
            Commitment(7, ("JPN",), "nothing"),
        ),
    )
    first, second = subjects(found, "Commitment")
    assert first.endswith("/commitment/1")
    assert found[first, "party"] == {f"{ID}state/JPN", f"{ID}state/RUS"}
    assert (found[first, "dueEarliest"], found[first, "dueLatest"]) == ({"2005-01-01"}, {"2005-12-31"})
    assert found[first, "duePrecision"] == {f"{KG}precision_year"}
    assert found[first, "dueWords"] == {"in 2005"}
    assert (second, "dueLatest") not in found


def test_what_is_cited_twice_is_one_citation_with_two_evidences():
    """Statements cite what stands in their words; an inferred date says so."""
    places = (
        Reference("document", "help", 12, 16),
        Reference("document", "Help", 63, 67, "1993", inferred=True),
        Reference("event", "help", 12, 16),
        Reference("organisation", "Lunch", 69, 74, "1995"),
    )
    found = graph((said(1, "A asked for help"),), references=places)
    (instrument,), (event,), (body,) = (
        subjects(found, kind) for kind in ("Instrument", "EventMention", "OrganizationMention")
    )
    (statement,) = subjects(found, "Statement")
    assert found[instrument, "evidence"] == {f"{instrument}/evidence/1", f"{instrument}/evidence/2"}
    assert found[instrument, "label"] == {"help"}
    assert found[instrument, "latest"] == {"1993-12-31"}
    assert found[instrument, "dateInferred"] == {"true"}
    assert found[instrument, "citedBy"] == found[event, "citedBy"] == {statement}
    assert (body, "citedBy") not in found
    assert (body, "dateInferred") not in found


def test_names_of_territories_say_who_uses_them():
    """A name, its territory, its publisher and every place where it stands."""
    at = TEXT.index("West Bank")
    found = graph(
        document=document(publishers=("JPN",)), names=(NameUsage("West Bank", "west_bank", at, at + 9),)
    )
    (node,) = subjects(found, "NameUsage")
    assert found[node, "nameOf"] == {f"{ID}territory/west_bank"}
    assert found[node, "usedBy"] == {f"{ID}state/JPN"}
    assert found[f"{node}/evidence/1/quote", "exact"] == {"West Bank"}


def test_skipped_passages_have_their_words_and_reason():
    """Equal passages are told apart by rank."""
    places = (Skipped(50, 66, "no reporting verb"), Skipped(0, 16, "no reporting verb"))
    found = graph(skipped=places)
    assert len(subjects(found, "SkippedPassage")) == 2
    assert {found[node, "reason"].pop() for node in subjects(found, "SkippedPassage")} == {
        "no reporting verb"
    }


def test_offsets_count_code_points():
    """Characters outside the basic plane count one, and quotes keep every character."""
    text = "🕊 says “да” — \t日本."
    s = Statement(1, 2, len(text), text[2:], "state", "other", "other", speaker_states=("JPN",))
    quads = triples.quads(Reading(document(text), statements=(s,)), reader_version="test")
    assert validation.faults(quads) == []
    exact = next(q.object.value for q in quads if q.predicate.value == f"{OA}exact")
    assert exact == text[2:]


def test_labels_are_plain_strings():
    """Words of the document carry no language tag: they are quoted, not translated."""
    quads = triples.quads(
        Reading(document(), references=(Reference("event", "Lunch", 69, 74),)), reader_version="1"
    )
    (label,) = (q.object for q in quads if q.predicate.value == f"{RDFS}label")
    assert label == ox.Literal("Lunch")
