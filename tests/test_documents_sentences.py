"""Where sentences end in diplomatic prose."""

from __future__ import annotations

import pytest

from kg.documents.sentences import LONGEST, split

ONE = [
    "Mr. Lavrov met Mrs. Kawaguchi and Dr. Yang.",
    "H.E. Mr. Jan Vos and Hon. Ann Ode met.",
    "The U.S. Secretary of State met the U.K. Foreign Secretary.",
    "The revision of the Japan-U.S. Security Treaty was discussed.",
    "H.H. Sheikh Ode received Mr. Vos.",
    "They met at 5:35 p.m. on November 18 for about 40 minutes.",
    "They met at 10 a.m. Tokyo time.",
    "Secretary Antony J. Blinken spoke with S. Jaishankar.",
    "Joseph R. Biden, Jr. met the leaders.",
    "UN Resolution No. 242 and Art. 5 were discussed.",
    "He met St. Petersburg's governor.",
    "On Jan. 5 the talks (cf. No. 3) went on.",
    "The points were: (1) trade; (2) energy; and (3) culture.",
    "They agreed on: trade; energy; culture; sport.",
    "The text ... was read out.",
    "Gen. Vos and Lt. Gen. Ode signed.",
    "Sen. Vos of Washington, D.C. was there.",
    "The rate rose by 3.5 percent to 1.2 million.",
    "See www.example.org for more.",
    "He met Mr. and Mrs. Ode.",
    "Cf. Vol. 2, pp. 3 and 4.",
    "The E.U. and the U.N. agreed.",
    '"Why?" he asked.',
    "The F.B.I. report was read.",
    "1. Trade was discussed.",
    "iv. Trade was discussed.",
    "They met (cf. Annex B. of the text).",
    "Messrs. Vos and Ode met.",
    "Sgt. Ode was detained.",
    "“Trade,” he said, “is vital.”",
]
TWO = [
    ("They agreed on plan B.", "The sides left."),
    ("It was good!", "“Yes,” he said."),
    ("They met.", "They agreed."),
    ("Was it discussed?", "It was."),
    ("He came to the U.S.", "The talks went well."),
    ("He met Mr. Vos.", "Mr. Ode left."),
    ("It ended at 5 p.m.", "The ministers then dined."),
    ('He said "We agree."', "She left."),
    ("He said “We agree.”", "She left."),
    ("It was agreed (as before).", "They left."),
    ("They discussed the Security Council (UNSC).", "Both sides agreed."),
    ("It was discussed...", "Then they left."),
    ("Relations improved in 2005.", "Trade grew."),
    ("He congratulated Ode Jr.", "He then left."),
    ("He left at 5 p.m.", "President Ode stayed."),
    ("It is so!", "They left."),
    ("両大臣は会談した。", "合意した。"),
    ("They met at G8.", "“Good,” he said."),
    ("He supports it.", "1 May was proposed."),
    ("Talks were held with the E.U.", "Both welcomed this."),
]


@pytest.mark.parametrize("words", ONE)
def test_one_sentence(words):
    """A full stop inside these words ends nothing."""
    assert list(split(words, 0, len(words))) == [(0, len(words))]


@pytest.mark.parametrize(("first", "second"), TWO)
def test_two_sentences(first, second):
    """These are two, and the offsets are exact."""
    text = f"{first} {second}"
    assert [text[a:b] for a, b in split(text, 0, len(text))] == [first, second]


def test_inside_a_longer_text():
    """Only the stretch asked for is cut, hard-wrapped lines stay inside a sentence."""
    text = "Before. The sides\nagreed. They left. After."
    assert [text[a:b] for a, b in split(text, 8, 36)] == ["The sides\nagreed.", "They left."]


def test_nothing():
    """White space holds no sentence."""
    assert list(split("  \n ", 0, 4)) == []


def test_long_line_is_linear():
    """A line of two megabytes takes seconds at most, with or without full stops."""
    for text in ("They met Mr. Vos. " * 110_000, "a" * 2_000_000, ". " * 300_000):
        assert list(split(text, 0, len(text)))


@pytest.mark.parametrize(("unit", "last"), [("word, word word ", ","), ("word word ", "d"), ("x", "x")])
def test_an_endless_sentence_is_cut_where_it_pauses(unit, last):
    """At a comma if there is one, else at a blank, else anywhere; nothing but blanks is lost."""
    text = (unit * 9_000).strip()
    cuts = [text[a:b] for a, b in split(text, 0, len(text))]
    assert "".join(cuts).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, cuts)) <= LONGEST
    assert {cut[-1] for cut in cuts[:-1]} == {last}
    assert all(cut == cut.strip() for cut in cuts)
