"""Provisos in their own words, and the ifs that are none."""

from __future__ import annotations

import pytest

from kg.extraction import conditions

CONDITIONS = {
    "Oslo would join if all coastal states ratify the accord.": "if all coastal states ratify the accord",
    "will visit Bern in May, if circumstances permit.": "if circumstances permit",
    "is ready to amend the text if necessary.": "if necessary",
    "The talks will resume when conditions allow.": "when conditions allow",
    "A team may be sent, where conditions permit.": "where conditions permit",
    "would send observers, conditions permitting.": "conditions permitting",
    "could lend more, provided that the audit is completed.": "provided that the audit is completed",
    "could lend more, provided the audit is completed.": "provided the audit is completed",
    "agreed to it on condition that the tests go on.": "on condition that the tests go on",
    "agreed on the premise that costs are shared.": "on the premise that costs are shared",
    "will pay as long as the port stays open, and added this.": "as long as the port stays open",
    "supports entry so long as the criteria are met.": "so long as the criteria are met",
    "The loan is conditional on a new budget.": "conditional on a new budget",
    "Aid remains contingent upon free elections.": "contingent upon free elections",
    "will open an office, subject to parliamentary approval.": "subject to parliamentary approval",
    "It is open, depending on the vote.": "depending on the vote",
    "would act in the event of an attack on shipping.": "in the event of an attack on shipping",
    "backs a seat in the event that the body is enlarged.": "in the event that the body is enlarged",
    "in case of delay, the two sides would meet again.": "in case of delay",
    "said that, if the truce holds, Quito would reopen its embassy.": "if the truce holds",
    "Once the treaty is in force, trade will be free.": "Once the treaty is in force",
    "warned that the pact will lapse unless the inspections resume.": "unless the inspections resume",
    "that, unless the dam is repaired, the villages must move.": "unless the dam is repaired",
    "Should the situation worsen, the ministers will confer.": "Should the situation worsen",
    "assuming that funds are found, work starts at once.": "assuming that funds are found",
    "would return only if safety were assured.": "only if safety were assured",
    "will talk only after the detainees come home.": "only after the detainees come home",
    "could go ahead if Peru deepened its ties with the Andean Community (CAN) and that Lima would be glad.": (
        "if Peru deepened its ties with the Andean Community (CAN)"
    ),
    "warned that any further shelling would bring a firm answer.": "any further shelling",
    "several debts would first have to be settled": "several debts would first have to be settled",
    "said that, if the river is dredged, Lomé would build a quay.": "if the river is dredged",
    "Accra is prepared to sign, if Lomé does so too.": "if Lomé does so too",
    "will, once the samples are clean, lift the ban.": "once the samples are clean",
    "Once all the ballots are counted, the envoys will leave.": "Once all the ballots are counted",
    "would recognise it on the understanding that borders stay.": "on the understanding that borders stay",
    "will host the round subject to the approval of parliament.": "subject to the approval of parliament",
    "would not rejoin unless the fees are waived.": "unless the fees are waived",
    "backs the bid as long as the rules are kept.": "as long as the rules are kept",
    "A visit could follow, time permitting.": "time permitting",
    "Further aid is dependent on progress in the talks.": "dependent on progress in the talks",
    "Should a storm close the strait, fuel will be shared.": "Should a storm close the strait",
    "would withdraw its guards in the event that the truce holds.": "in the event that the truce holds",
}
NONE = [
    "asked if Rabat had received the letter.",
    "did not know if the ship had sailed.",
    "as if nothing had happened",
    "even if it takes years",
    "when the ministers met in Turin",
    "discussed whether to open the border",
    "visited the port once more",
    "once again thanked the host",
    "the two sides should respect the line",
    "Finland should take part",
    "as soon as possible",
    "as much as possible, and where possible at once",
    "provided the clinics with vaccines",
    "by providing the commission with documents",
    "countries must cut emissions if the summit is to succeed.",
    "subject to the king",
    "wondered if",
    "in the case of the ship's cook, it would write again",
]


@pytest.mark.parametrize(("words", "condition"), CONDITIONS.items())
def test_a_condition_is_found_in_its_own_words(words, condition):
    """The proviso comes out with its cue, and ends where the main clause goes on."""
    assert conditions.first(words) == condition
    assert condition in words


@pytest.mark.parametrize("words", NONE)
def test_questions_comparisons_and_plain_times_are_no_conditions(words):
    """An indirect question, a comparison, a plain when or should opens no condition."""
    assert conditions.first(words) is None


def test_kinds():
    """Circumstances, provisos, events, exceptions and preconditions are told apart."""
    said = {
        "will come if necessary.": "circumstances",
        "will come on condition that he is asked.": "proviso",
        "will come if he is asked.": "event",
        "will come unless he is ill.": "exception",
        "the bills would first have to be paid": "precondition",
    }
    assert {words: conditions.find(words)[0].kind for words in said} == said


def test_only_the_given_stretch_is_read():
    """Offsets are those of the whole text, and nothing outside the stretch is seen."""
    text = "If it rains, we stay. If it snows, we go."
    found = conditions.find(text, 22)
    assert [(c.start, c.words) for c in found] == [(22, "If it snows")]
    assert text[found[0].start : found[0].end] == "If it snows"


def test_two_conditions_come_in_order():
    """Each condition once, none inside another."""
    found = conditions.find("would sign if the text is ready, and pay unless prices rise.")
    assert [c.words for c in found] == ["if the text is ready", "unless prices rise"]
