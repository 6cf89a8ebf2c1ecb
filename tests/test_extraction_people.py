"""The grammar of naming: officials with posts in many wordings, most of them in no registry."""

from __future__ import annotations

import pytest

from kg.extraction import people

WORDINGS = [
    ("Foreign Minister Ann Ode of Kenya arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("Kenyan Foreign Minister Ann Ode arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("Kenya's Foreign Minister Ann Ode arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("Ann Ode, the Foreign Minister of Kenya, arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("Ann Ode, Foreign Minister of the Republic of Kenya", "Ann Ode", "Foreign Minister", "KEN"),
    ("Ann Ode, Kenya's Foreign Minister, arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("Ann Ode, the Kenyan Foreign Minister, arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("the Foreign Minister of Kenya, Ann Ode, arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("the Foreign Minister of Kenya Ann Ode arrived", "Ann Ode", "Foreign Minister", "KEN"),
    ("Minister of Foreign Affairs Ann Ode arrived", "Ann Ode", "Minister of Foreign Affairs", None),
    ("Ms. Ann Ode, Minister for Foreign Affairs, arrived", "Ann Ode", "Minister for Foreign Affairs", None),
    (
        "H.E. Ms. Ann Ode, Minister of Foreign Affairs of Kenya",
        "Ann Ode",
        "Minister of Foreign Affairs",
        "KEN",
    ),
    ("H. E. Mr. Jan Vos, Minister of Foreign Affairs", "Jan Vos", "Minister of Foreign Affairs", None),
    ("Her Excellency Ann Ode, President of Kenya", "Ann Ode", "President", "KEN"),
    ("the Honourable Jan Vos, Minister of Trade,", "Jan Vos", "Minister of Trade", None),
    ("the Rt. Hon. Jan Vos, Foreign Secretary", "Jan Vos", "Foreign Secretary", None),
    ("Senator the Hon Jan Vos MP, Minister for Defence", "Jan Vos", "Minister for Defence", None),
    ("Dr. Jan Vos, Chancellor of Austria", "Jan Vos", "Chancellor", "AUT"),
    ("his Kenyan counterpart Ann Ode", "Ann Ode", None, "KEN"),
    ("his Kenyan counterpart, Ann Ode", "Ann Ode", None, "KEN"),
    ("her Kenyan counterpart, Foreign Minister Ann Ode", "Ann Ode", "Foreign Minister", "KEN"),
    ("with Ann Ode, his Kenyan counterpart", "Ann Ode", None, "KEN"),
    ("his colleague Ann Ode", "Ann Ode", None, None),
    ("External Affairs Minister Ravi Rao", "Ravi Rao", "External Affairs Minister", None),
    ("EAM Dr. R. Rao", "R. Rao", "EAM", None),
    ("FM Ode said", "Ode", "FM", None),
    ("PM Jan Vos said", "Jan Vos", "PM", None),
    ("HR/VP Vos said", "Vos", "HR/VP", None),
    ("High Representative Vos said", "Vos", "High Representative", None),
    ("EU Foreign Policy Chief Jan Vos", "Jan Vos", "Foreign Policy Chief", "EUE"),
    ("Secretary Vos said", "Vos", "Secretary", None),
    ("U.S. Secretary of State Jan Vos", "Jan Vos", "Secretary of State", "USA"),
    ("US Deputy Secretary of State Jan Vos", "Jan Vos", "Deputy Secretary of State", "USA"),
    (
        "Prime Minister and Minister of Defence Jan Vos",
        "Jan Vos",
        "Prime Minister and Minister of Defence",
        None,
    ),
    ("State Councilor and Foreign Minister Li Mo", "Li Mo", "State Councilor and Foreign Minister", None),
    ("Crown Prince Omar bin Said", "Omar bin Said", "Crown Prince", None),
    ("HRH Prince Omar bin Said Al Noor", "Omar bin Said Al Noor", "Prince", None),
    ("President Ursula von der Horst", "Ursula von der Horst", "President", None),
    ("Premier Li Mo met", "Li Mo", "Premier", None),
    ("Vice Premier Li Mo met", "Li Mo", "Vice Premier", None),
    ("Deputy Prime Minister Jan Vos", "Jan Vos", "Deputy Prime Minister", None),
    ("Federal Foreign Minister Jan Vos", "Jan Vos", "Federal Foreign Minister", None),
    ("National Security Advisor Kim Ha-na", "Kim Ha-na", "National Security Advisor", None),
    ("ROK Foreign Minister Kim Ha-na", "Kim Ha-na", "Foreign Minister", "KOR"),
    ("Ambassador Ann Ode met", "Ann Ode", "Ambassador", None),
    ("Kenyan Ambassador to Japan Ann Ode", "Ann Ode", "Ambassador", "KEN"),
    ("Ambassador of Kenya to Japan Ann Ode", "Ann Ode", "Ambassador", "KEN"),
    ("Director-General Ode said", "Ode", "Director-General", None),
    ("Special Envoy Jan Vos", "Jan Vos", "Special Envoy", None),
    ("Under-Secretary Jan Vos", "Jan Vos", "Under-Secretary", None),
    ("Secretary-General Jan Vos", "Jan Vos", "Secretary-General", None),
    ("Chairman Jan Vos", "Jan Vos", "Chairman", None),
    ("Lt. Gen. (res.) Jan Vos, Minister of Defense", "Jan Vos", "Minister of Defense", None),
    ("General Vos, Minister of Defence of Ghana", "Vos", "Minister of Defence", "GHA"),
    ("Mr. Jan Vos said", "Jan Vos", None, None),
    ("Shri Ravi Rao, Foreign Secretary", "Ravi Rao", "Foreign Secretary", None),
    ("Md. Omar Faruk, State Minister", "Md. Omar Faruk", "State Minister", None),
    ("Mr. ABE Ken, Minister for Foreign Affairs of Japan", "ABE Ken", "Minister for Foreign Affairs", "JPN"),
    ("PRESIDENT VOS AND THE KING", "VOS", "PRESIDENT", None),
    ("Jan Vos, minister of Foreign Affairs of Latvia", "Jan Vos", "minister of Foreign Affairs", "LVA"),
    ("Jan Vos, the new Foreign Minister of Latvia", "Jan Vos", "Foreign Minister", "LVA"),
    ("with the Prime Minister and President Vos", "Vos", "President", None),
    (
        "Minister for Europe and Foreign Affairs Jean-Luc O'Dell",
        "Jean-Luc O'Dell",
        "Minister for Europe and Foreign Affairs",
        None,
    ),
    ("Mr. Vos, Jan Piet, Minister of Foreign Affairs of Latvia", "Vos", "Minister of Foreign Affairs", "LVA"),
]


@pytest.mark.parametrize(("words", "name", "post", "state"), WORDINGS, ids=[w[0] for w in WORDINGS])
def test_wordings(words, name, post, state):
    """A name, its post and its state are told apart whatever their order."""
    found = [(p.name, p.post, p.state) for p in people.find(words)]
    assert (name, post, state) in found


@pytest.mark.parametrize(
    "words",
    [
        "Asian Ministers met",
        "the Security Council",
        "On Monday, June 3",
        "In Beijing, the talks",
        "at Iikura House",
        "",
    ],
)
def test_no_person_with_a_post(words):
    """Capitalised words without a name are nobody in office."""
    assert not [p for p in people.find(words) if p.kind in {"post", "honorific", "counterpart"}]


def test_possessive():
    """A person whose visit is talked about is marked."""
    assert [p.possessive for p in people.find("President Vos's visit and President Ode met")] == [True, False]


def test_a_state_beside_the_name_of_another_is_not_taken():
    """Each of two persons keeps the own state."""
    found = people.find("Latvian Foreign Minister Jan Vos met Kenyan Foreign Minister Ann Ode")
    assert [(p.name, p.state) for p in found] == [("Jan Vos", "LVA"), ("Ann Ode", "KEN")]


def test_lines_of_a_list():
    """An honorific on a new line begins another person."""
    found = people.find("The Hon Jan Vos MP, Minister for Defence\nHer Excellency Ann Ode, Minister of Trade")
    assert [(p.name, p.post) for p in found] == [
        ("Jan Vos", "Minister for Defence"),
        ("Ann Ode", "Minister of Trade"),
    ]


def test_offices():
    """Posts without a name: the plural is none."""
    found = people.offices("The ministers met. The Latvian President and the Chancellor told his colleague")
    assert [(o.post, o.state) for o in found] == [("President", "LVA"), ("Chancellor", None), (None, None)]


def test_states_leaves_organisations_out():
    """An organisation is no state, the European Union counts as one."""
    text = "ASEAN, the EU and Japan"
    assert [m.code for m in people.states(text, 0, len(text))] == ["EUE", "JPN"]


def test_a_headline_names_two():
    """A name, a comma and a post before a plural verb are two; a style gives way to the post behind."""
    found = people.find("Zayed bin Noor, Korean Foreign Minister discuss ties")
    assert [(p.name, p.post, p.state) for p in found] == [("Zayed bin Noor", None, None)]
    assert people.find("Sheikh Zayed Noor, Foreign Minister of Oman, came.")[0].post == "Foreign Minister"
