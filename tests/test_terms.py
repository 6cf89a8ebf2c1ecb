"""What the terms of the vocabulary are for: every one is asked for, or the reason why not stands here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import kg
from kg import resources
from kg.vocabulary.namespaces import KG, OWL, RDF
from kg.vocabulary.reference import parsed

PACKAGE = Path(kg.__file__).parent
COMPETENCY = PACKAGE.parent / "ontology" / "competency"

UNASKED = {
    name: reason
    for reason, names in (
        (
            "words by which the reader finds names and issues in a text",
            "HomonymList capital cue demonym issueHint issueWord metonym personalName phrase sharedName",
        ),
        (
            "the registry of officials, whose names the reader knows",
            "Official Post Tenure attestedYear familyName postKind tenureOf",
        ),
        (
            "derived by rules; questions ask for what hangs on them",
            "Meeting ReplyStatus hasAccount hasMention madeFrom meetingOf",
        ),
        ("written for whoever checks a reading", "OrganizationMention presupposes sourceName"),
        (
            "facts about the world that `kg show` tells",
            "Organization Place StateGroup TerritoryName administeredBy claimedBy concernsState continuedBy",
        ),
        (
            "facts about the world that `kg show` tells",
            "hasMember statehoodDisputedBy succeededBy unStatus",
        ),
        (
            "codes to join other data by",
            "cameoRoot iso3166_1_alpha2 iso3166_1_alpha3 iso3166_3 ploverType",
        ),
        ("for people's own data: a concrete case; a change that a person judges", "Case PositionChange"),
    )
    for name in names.split()
}
"""Term that no question, rule, shape or competency case names -> the reason."""


@cache
def declared() -> set[str]:
    """The classes and properties of kg:."""
    return {
        q.subject.value.removeprefix(KG)
        for q in parsed()
        if q.predicate.value == f"{RDF}type"
        and str(q.object.value).startswith(OWL)
        and q.subject.value.startswith(KG)
    }


def asked() -> set[str]:
    """The kg: names in questions, rules, shapes and competency cases."""
    texts = [resources.text("queries", name) for name in resources.names("queries", suffix=".rq")]
    for folder, suffix in (("rules", ".rq"), ("shapes", ".ttl")):
        names = resources.names("ontology", folder, suffix=suffix)
        texts += [resources.text("ontology", folder, name) for name in names]
    texts += [path.read_text(encoding="utf-8") for path in sorted(COMPETENCY.rglob("*.t*"))]
    return set(re.findall(r"(?<![\w-])kg:([A-Za-z]\w*)", " ".join(texts)))


def test_a_term_that_no_competency_question_touches_has_its_reason():
    """Exactly the terms in the list above are not asked for: one more or one less is a finding."""
    assert declared() - asked() == set(UNASKED)


def test_what_is_excused_is_in_use_all_the_same():
    """Each such term has data in ontology/ or is named by the package; `Case` waits for users' own trees."""
    used = {str(term.value).removeprefix(KG) for q in parsed() for term in (q.predicate, q.object)}
    for path in PACKAGE.rglob("*.py"):
        used |= set(re.findall(r"(?:\{KG\}|kg:|\")(\w+)", path.read_text(encoding="utf-8")))
    assert set(UNASKED) - used == {"Case"}
