"""Who met whom, when and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotated import reading

from kg import documents
from kg.documents import Metadata
from kg.extraction.figures import fold, kind_of
from kg.extraction.meetings import account, given_first

HERE = Path(__file__).parent
GROUPS = ("cases", "train", "replies", "pairs")
FILES = [p for g in GROUPS for p in sorted((HERE / "gold" / g).glob("*.json"))]
GOLD = [p for p in FILES if not p.name.endswith(".pair.json")]


def met(text, **given):
    """The account of a text."""
    return account(documents.from_text(text, given=Metadata(**given)))


def people(meeting):
    """Names and states."""
    return [(o.name, o.state) for o in meeting.officials]


TWO = [("Ann Ode", "KEN"), ("Jan Vos", "LVA")]
SENTENCES = (HERE / "data" / "documents" / "two_persons.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_two_persons(sentence):
    """Both persons and both states, and nobody who is only talked about."""
    meeting = met(f"A Meeting of Ministers\n\nMay 3, 2019\n\n{sentence} They discussed trade with China.\n")
    assert sorted(people(meeting)) == TWO
    assert sorted(meeting.states) == ["KEN", "LVA"]


def test_side_without_a_printed_state():
    """A minister named without a state belongs to the publisher, else to the side left over."""
    text = "Foreign Minister Ann Ode met Latvian Foreign Minister Jan Vos in Riga. They discussed Iran."
    assert sorted(people(met(text, publishers=("KEN",)))) == TWO
    assert sorted(people(met(f"Kenya-Latvia Foreign Ministers' Meeting\n\n{text}"))) == TWO
    assert sorted(people(met(text + " Kenya and Latvia agreed. Kenya stands ready."))) == TWO


def test_speaker_of_a_side_that_no_sentence_joins():
    """Where the meeting's sentence names nobody, those who speak are there."""
    text = (
        "Kenya-Latvia Foreign Ministers' Meeting\n\nA meeting was held in Riga on May 3, 2019.\n\n"
        "1. Kenyan Minister Ode stated that trade grew. Minister Ode asked for support.\n\n"
        "2. Latvian Minister Vos stated that Latvia would help.\n"
    )
    assert sorted(people(met(text))) == [("Ode", "KEN"), ("Vos", "LVA")]


def test_list_of_attendants():
    """Where nobody speaks, a list in brackets tells who came."""
    text = (
        "Kenya-Latvia Consultations\n\nThey were held in Riga (Attendees: Ms. Ann Ode, Director of Kenya, "
        "and Mr. Jan Vos, Director of Latvia)."
    )
    assert sorted(people(met(text))) == TWO


def test_who_led_the_sides():
    """Whoever led a side belongs to its state and was there, whatever state is printed behind the post."""
    text = (
        "Kenya-Latvia Consultations\n\nThe discussions were led on the Kenyan side by Ms. Ann Ode, Director, "
        "and on the Latvian side by Mr. Jan Vos, Director. The talks were held in Riga."
    )
    assert sorted(people(met(text))) == TWO


def test_source_of_a_statement():
    """The spokesperson to whom a page is attributed is listed last; one who merely reports is not."""
    text = "Secretary Blinken's Call with Latvian Foreign Minister Vos\n\nThe below is attributable to "
    text += "Spokesperson Ann Ode:\n\n"
    text += "Secretary of State Antony J. Blinken spoke with Latvian Foreign Minister Jan Vos.\n"
    assert people(met(text)) == [("Antony J. Blinken", "USA"), ("Jan Vos", "LVA"), ("Ann Ode", "USA")]
    text = (
        "Spokesperson Dun stated that Kenyan Foreign Minister Ann Ode met Latvian Foreign Minister Jan Vos."
    )
    assert sorted(people(met(text))) == TWO


def test_minister_beside_a_president():
    """A coordinated person belongs to the side of the one before."""
    text = (
        "US Secretary of State Rubio met with the President of Kenya, Ann Ode, and Foreign Minister Tom Dun."
    )
    assert people(met(text)) == [("Rubio", "USA"), ("Ann Ode", "KEN"), ("Tom Dun", "KEN")]


def test_counterpart_has_the_same_post():
    """A counterpart without a post of his own has that of the other."""
    meeting = met("Kenyan President Ann Ode met Jan Vos, her Latvian counterpart, in Riga.")
    assert [o.post for o in meeting.officials] == ["President", "President"]


def test_office_without_a_name():
    """An office named alone is its one holder of that year, from the registry."""
    text = "PM meeting with President of Kenya: 30 October 2021\n\nThe Prime Minister met Kenyan President "
    text += "Ann Ode today in Rome. The UK and Kenya agreed to go on.\n"
    assert people(met(text, publishers=("GBR",))) == [("Ann Ode", "KEN"), ("Boris Johnson", "GBR")]
    assert people(met(text.replace(": 30 October 2021", ""), publishers=("GBR",))) == [("Ann Ode", "KEN")]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("On May 2, the ministers met", "2019-05-02"),
        ("The ministers met yesterday", "2019-05-02"),
        ("The ministers met today", "2019-05-03"),
        ("The ministers met this morning", "2019-05-03"),
        ("The ministers met on Tuesday", "2019-04-30"),
        ("The ministers met on Wednesday, May 1", "2019-05-01"),
        ("On December 30, the ministers met", "2018-12-30"),
        ("On 1-2 May the ministers met", "2019-05-01/2019-05-02"),
        ("The ministers met today, after the elections of April 4", "2019-05-03"),
        ("The ministers, since April 4 in Riga, met", "2019-05-03"),
        ("The minister paid a visit from 28 to 30 April 2019", "2019-04-28/2019-04-30"),
        ("On 2 May 2018, the ministers met", "2018-05-02"),
        ("The ministers met", "2019-05-03"),
    ],
)
def test_dates(words, date):
    """The day of the meeting: printed, told from the day of issue, or that day."""
    assert met(f"A Meeting of Ministers\n\nMay 3, 2019\n\n{words} and discussed trade.\n").date == date


@pytest.mark.parametrize(
    ("given", "date"),
    [(None, None), ("2019", "2019-05-02"), ("2019-05", "2019-05-02"), ("2019-05-03", "2019-05-02")],
)
def test_year_is_never_guessed(given, date):
    """A day without a year takes it from the date of issue, and stays unknown without one."""
    assert met("The ministers met on May 2 and discussed trade at length.", date=given).date == date


def test_title_gives_the_date():
    """A date in the title counts where the account has none, and no issue date is asked then."""
    assert (
        met("Meeting of Ministers: 2 May 2019\n\nThe ministers met and discussed trade.").date == "2019-05-02"
    )
    assert met("The ministers met yesterday.", date="2019").date == "2019"


@pytest.mark.parametrize(
    ("title", "sentence", "kind"),
    [
        (
            "A Call",
            "Kenyan Foreign Minister Ode spoke by telephone with Latvian Foreign Minister Vos.",
            "phone_call",
        ),
        (
            "A Meeting",
            "Kenyan Foreign Minister Ode met Latvian Foreign Minister Vos.",
            "foreign_ministers_meeting",
        ),
        ("A Meeting", "Kenyan President Ode met Latvian Prime Minister Vos.", "summit"),
        (
            "A Meeting",
            "Kenyan Defence Minister Ode met Latvian Minister of Defence Vos.",
            "defence_ministers_meeting",
        ),
        (
            "A Meeting",
            "Kenyan Foreign Minister Ode paid a courtesy call on President Vos of Latvia.",
            "courtesy_call",
        ),
        ("Political Consultations", "Kenyan Director Ode met Latvian Director Vos.", "consultation"),
        ("2+2 Meeting", "Kenyan Foreign Minister Ode met Latvian Foreign Minister Vos.", "2+2"),
        (
            "Joint Statement",
            "Kenyan Foreign Minister Ode met Latvian Foreign Minister Vos.",
            "foreign_ministers_meeting",
        ),
        (
            "A Joint Commission",
            "Kenyan Foreign Minister Ode met Latvian Foreign Minister Vos.",
            "joint_commission",
        ),
        ("Working Group Talks", "Kenyan Director Ode met Latvian Director Vos.", "working_group"),
        ("A Meeting", "Kenyan Foreign Minister Ode met Latvian President Vos.", "meeting"),
    ],
)
def test_types(title, sentence, kind):
    """The type follows the title, the sentence and the posts."""
    assert met(f"{title}\n\n{sentence}\n").type == kind


def test_place():
    """The first place of the sentence of the meeting; none for a call."""
    assert (
        met("On May 3, Kenyan Minister Ode met Latvian Minister Vos in May in the City of Riga.").place
        == "the City of Riga"
    )
    assert met("Kenyan Minister Ode phoned Latvian Minister Vos in Riga.").place is None
    assert met("Kenyan Minister Ode met Latvian Minister Vos.").place is None


@pytest.mark.parametrize("text", ["Nothing at all happened.", "A heading only", "1. Trade", "Prime Minister"])
def test_no_meeting(text):
    """A text without one gives an empty account."""
    assert people(met(text)) == []


@pytest.mark.parametrize(
    ("name", "state", "printed"),
    [
        ("HAYASHI Yoshimasa", "JPN", "Yoshimasa Hayashi"),
        ("WANG Yi", "CHN", "Wang Yi"),
        ("KANG Kyung-wha", "KOR", "Kang Kyung-wha"),
        ("Shinzo ABE", "JPN", "Shinzo Abe"),
        ("Nkosazana DLAMINI ZUMA", "ZAF", "Nkosazana Dlamini Zuma"),
        ("Jan Vos", None, "Jan Vos"),
    ],
)
def test_given_first(name, state, printed):
    """Capitals show the family name of a Japanese person; others keep their order."""
    assert given_first(name, state) == printed


def test_fold_and_kind():
    """Names fold to plain letters; unknown posts have no kind."""
    assert fold("Łukasz Çelik") == ("lukasz", "celik")
    assert kind_of("Gardener") is None
    assert kind_of(None) is None


def test_annotated():
    """Over all annotated cases: states, officials and, where the text has a year, dates."""
    states = found = listed = wanted = dates = dated = 0
    for path in GOLD:
        gold = reading(path).meeting
        document = documents.from_text(path.with_suffix(".txt").read_text(encoding="utf-8"))
        meeting = account(document)
        states += set(gold.states) == set(meeting.states)
        listed += len(meeting.officials)
        wanted += len(gold.officials)
        names = [(set(fold(o.name)), o.state) for o in meeting.officials]
        found += sum(any(set(fold(o.name)) & n and o.state == s for n, s in names) for o in gold.officials)
        if gold.date and gold.date[:4] in document.text:
            dated += 1
            dates += (meeting.date or "").startswith(gold.date.split("/")[0])
    assert states / len(GOLD) >= 0.97
    assert 2 * found / (listed + wanted) >= 0.92
    assert dates / dated >= 0.93
