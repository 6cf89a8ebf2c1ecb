"""What clauses are about: lead-ins, headings, what went before, parties in the room, lists."""

from __future__ import annotations

import json

import pytest
from annotated import GOLD, offset

from kg import documents, resources
from kg.extraction import dossiers, issues
from kg.extraction.clause import Clause, Topic
from kg.extraction.evidence import Evidence, evidence
from kg.model import Meeting, Official


def read(
    text: str, words: str, *, states=("JPN", "FRA"), before=(), act="state", content=None
) -> list[Topic]:
    """The topics of the clause that begins with these words and ends with its sentence."""
    document = documents.from_text(text)
    start = offset(text, words)
    index = max(k for k, s in enumerate(document.sentences) if s.start <= start)
    end = document.sentences[index].end
    inner = offset(text, content, start) if content else start
    clause = Clause(start, end, inner, index, "", act, None, (states[0],), (states[1],))
    meeting = Meeting(states=states)
    return issues.topics(document, meeting, clause, list(before))


@pytest.mark.parametrize(
    ("sentence", "dossier", "issue"),
    [
        ("Japan supports Security Council reform.", "unsc_reform", "unsc_reform"),
        ("The Minister raised the abductions issue.", "abductions", "abductions"),
        ("He condemned the ballistic missile launch by North Korea.", "north_korea", "dprk_nuclear_missile"),
        (
            "They welcomed the conclusion of the free trade agreement.",
            "trade_economy",
            "free_trade_agreements",
        ),
        ("They called for an early return of refugees.", "humanitarian", "refugees"),
        ("They agreed on the importance of fighting terrorism.", "security_defence", "terrorism"),
        ("He asked for the release of the detained nationals.", "consular", "detained_nationals"),
        ("They spoke about the comfort women issue.", "history", "wartime_labour"),
    ],
)
def test_the_clause_names_its_matter(sentence, dossier, issue):
    """The most specific concept named gives the issue."""
    (topic,) = read(f"Summary\n\n{sentence} They parted.\n", sentence.split()[0])
    assert (topic.dossier, topic.issue) == (dossier, issue)
    assert 0 < topic.confidence <= 1


def test_the_lead_in_decides():
    """A lead-in ("On Ukraine, …") holds for a clause that names nothing."""
    text = "On the war in Ukraine, the Minister said that Japan's position was unchanged.\n"
    assert read(text, "the Minister said")[0].dossier == "ukraine"


def test_the_heading_decides_where_the_clause_names_nothing():
    """Under a heading a bare clause is about it."""
    text = "Meeting\n\n1. Fisheries\n\nThe Minister stated that this should be settled soon.\n"
    assert read(text, "The Minister stated")[0].dossier == "fisheries"


def test_this_issue_goes_back():
    """A clause that points back takes the topic before."""
    text = "The Minister spoke about fishing quotas. He hoped that this issue would be solved.\n"
    topic = Topic(0, 40, "fishing_quotas", "fisheries", 0.9)
    assert read(text, "He hoped", before=[topic])[0].dossier == "fisheries"


def test_a_party_is_no_topic():
    """Talks with Ukraine about trade are about trade; the same words elsewhere may be about Ukraine."""
    text = "Ukraine said that trade and investment with the partner should grow.\n"
    assert read(text, "Ukraine said", states=("UKR", "FRA"))[0].dossier == "trade_economy"
    document = documents.from_text("They discussed Ukraine.\n")
    clause = Clause(0, 23, 0, 0, "discussed", "discuss", None, ("JPN", "FRA"), ())
    room = evidence(document, Meeting(states=("UKR", "FRA")), clause, [])
    apart = evidence(document, Meeting(states=("JPN", "FRA")), clause, [])
    assert ("own", "ukraine") not in room.places
    assert ("own_party", "ukraine") in room.places
    assert ("own", "ukraine") in apart.places


def test_an_official_is_no_topic():
    """The name of somebody in the room is not what is spoken about."""
    text = "President Rouhani thanked the guests for the music.\n"
    document = documents.from_text(text)
    clause = Clause(0, len(text) - 1, 0, 0, "", "appreciate", None, ("IRN",), ())
    meeting = Meeting(states=("IRN", "JPN"), officials=(Official("Hassan Rouhani", "IRN"),))
    assert ("own", "iran") not in evidence(document, meeting, clause, []).places


def test_a_list_is_several_topics():
    """Items under one verb that name other dossiers are topics of their own, with their own words."""
    text = "They exchanged views on climate change, the situation in Syria and fisheries.\n"
    topics = read(text, "They", act="discuss", content="climate")
    assert [t.dossier for t in topics] == ["climate_environment", "syria", "fisheries"]
    assert [text[t.start : t.end] for t in topics][1:] == ["the situation in Syria ", "and fisheries."]
    assert topics[0].start == 0


def test_one_thought_is_not_split():
    """An opinion that names several matters is one statement."""
    text = "He stated that peace in Syria and trade were linked.\n"
    assert len(read(text, "He stated", content="that")) == 1


def test_an_unsure_item_stays_with_the_one_before(monkeypatch):
    """Where nothing is sure enough, the list stays whole."""
    monkeypatch.setattr(issues, "SURE", 1.01)
    text = "They exchanged views on climate change, the situation in Syria and fisheries.\n"
    (topic,) = read(text, "They", act="discuss", content="climate")
    assert text[topic.start : topic.end] == text.strip()


def test_an_issue_without_words_is_its_dossier():
    """Where no concept of the dossier is named, the dossier itself is the issue."""
    assert issues.issue("nothing at all", 0, 14, "space") == "space"


def test_probabilities_sum_to_one():
    """With nothing seen there is still an answer."""
    odds = dossiers.weigh(Evidence({}, {}))
    assert sum(odds.values()) == pytest.approx(1)
    assert max(odds, key=odds.get) == "visits_dialogue"


def test_weights_are_readable_and_small():
    """The file holds the closed list of dossiers and stays under half a megabyte."""
    text = resources.text("ontology", "reader", "issue_weights.json")
    weights = json.loads(text)
    assert len(text) < 500_000
    assert len(weights["dossiers"]) == 32
    assert 0.2 <= weights["scale"] <= 1
    assert dossiers.weights(weights).places == weights["places"]


def test_annotated_readouts_are_read():
    """On annotated clauses that the weights were learned from, most dossiers are right (a fitted figure)."""
    right = total = 0
    for path in sorted((GOLD / "cases").glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        document = documents.from_text(text)
        officials = tuple(Official(o["name"], o["state"]) for o in case["event"]["officials"])
        meeting = Meeting(states=tuple(case["event"]["states"]), officials=officials)
        before: list[Topic] = []
        rows = sorted((offset(text, row["quote_start"]), k, row) for k, row in enumerate(case["statements"]))
        for start, _, row in rows:
            index = max(k for k, s in enumerate(document.sentences) if s.start <= start)
            end = document.sentences[index].end
            clause = Clause(start, max(end, start + 1), start, index, "", row["act"], None, (), ())
            before = issues.topics(document, meeting, clause, before)
            right += before[0].dossier in {row["issue_group"], *(row.get("issue_group_alt") or [])}
            total += 1
    assert right / total >= 0.85


def test_a_lead_in_holds_for_its_paragraph():
    """What "As for …" opens goes on in later sentences that name nothing."""
    text = (
        "Summary\n\nAs for fishing quotas, the Minister asked for talks. He hoped that they would be short.\n"
    )
    topic = Topic(0, 5, "visits_dialogue", "visits_dialogue", 0.5)
    assert read(text, "He hoped", before=[topic])[0].dossier == "fisheries"
