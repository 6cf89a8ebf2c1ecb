"""Clauses: one construction of the genre a case, in words of our own."""

from __future__ import annotations

import pytest
from annotated import GOLD, reading

from kg import documents
from kg.extraction.clauses import clauses
from kg.model import Meeting, Official
from kg.vocabulary import schemes

MEETING = Meeting(
    "foreign_ministers_meeting",
    "2023-03-02",
    "New Delhi",
    ("JPN", "GBR"),
    (
        Official("Yoshimasa Hayashi", "JPN", "Minister for Foreign Affairs"),
        Official("James Cleverly", "GBR", "Foreign Secretary"),
    ),
)
J, G, JG = ("JPN",), ("GBR",), ("JPN", "GBR")


def read(text, meeting=MEETING):
    """The clauses of a text as (first words, states, act)."""
    text = f"Foreign Ministers' Meeting\n\n{text}"  # a title, so that the first line is none
    document = documents.from_text(text)
    found = clauses(document, meeting)
    assert all(text[c.start : c.end].strip() for c in found)
    assert [c.start for c in found] == sorted(c.start for c in found)
    return [(text[c.start : c.end], c.speaker_states, c.act) for c in found]


# Each case: a passage, and for every clause in it the words it begins with, its states and its act.
TALKS = (
    "In the focus of the talks were trade and energy.",
    "Consultations were held on trade.",
    "Regional issues were also on the table.",
    "The meeting was devoted to trade.",
    "Special emphasis was placed on trade.",
    "The ministers compared their assessments of the war in Chad.",
    "The ministers continued their discussion of trade.",
    "Questions of trade were raised.",
    "The dialogue also explored ways to expand trade.",
    "An exchange on trade followed.",
    "The emphasis was on trade.",
    "The war in Chad figured prominently in the talks.",
    "The two also held discussions regarding trade.",
    "Central to the discussion was trade.",
    "The pair discussed trade.",
    "The chief diplomats discussed trade.",
    "Officials from the two countries discussed trade.",
    "The two Foreign Ministers and their delegations discussed trade.",
)
WHOSE = {
    "Minister Hayashi together with Secretary Cleverly stressed the need for peace.": JG,
    "Minister Hayashi, along with her counterpart, stressed the need for peace.": JG,
    "On the British side, it was stressed that trade matters.": G,
    "In the view of Secretary Cleverly, trade matters most.": G,
    "His British colleague thanked Japan.": G,
    "The British chief diplomat thanked Japan.": G,
    "The Japanese side raised visas. The other side thanked it for this.": G,
    "Minister Hayashi said that trade matters. The two countries have always supported each other.": J,
}
CASES = {
    # contents joined to a noun; two wishes under one noun; a slip of the source
    "noun and that": (
        "Minister Hayashi confirmed this plan, and also that all papers remain valid.",
        [("Minister Hayashi", J, "confirm"), ("and also that", J, "confirm")],
    ),
    "wish to and to": (
        "Minister Hayashi expressed his wish to see the fair and to visit Leeds.",
        [("Minister Hayashi", J, "express_intent"), ("and to visit", J, "express_intent")],
    ),
    "stray pronoun": (
        "Secretary Cleverly his agreed with this idea.",
        [("Secretary Cleverly", G, "respond_positive")],
    ),
    # nouns that a verb carries or only speaks about; good wishes
    "support noted": (
        "Minister Hayashi noted his support for the treaty.",
        [("Minister Hayashi", J, "support")],
    ),
    "support explained": (
        "Minister Hayashi explained Japan's support for Chad.",
        [("Minister Hayashi", J, "inform")],
    ),
    "interest in common": (
        "The leaders affirmed their shared interest in open seas.",
        [("The leaders", JG, "confirm")],
    ),
    "own assessment": (
        "Minister Hayashi shared his assessment of the talks.",
        [("Minister Hayashi", J, "inform")],
    ),
    "good wishes": (
        "Minister Hayashi wished the new Secretary General a speedy recovery.",
        [("Minister Hayashi", J, "appreciate")],
    ),
    "assured of support": (
        "Secretary Cleverly assured of Britain's unwavering support for Chad.",
        [("Secretary Cleverly", G, "support")],
    ),
    # who has the word
    "third state in somebody's speech": (
        "Secretary Cleverly said that trade matters. The EU opposes unilateral tariffs.",
        [("Secretary Cleverly", G, "state"), ("The EU", G, "oppose")],
    ),
    "state before a participle that is none": (
        "Minister Hayashi dwelt on Taiwan, hoping that Britain would agree.",
        [("Minister Hayashi", J, "discuss"), ("hoping", J, "request")],
    ),
    "own state goes on": (
        "Secretary Cleverly said that trade matters. Britain adheres to this policy.",
        [("Secretary Cleverly", G, "state"), ("Britain", G, "state")],
    ),
    "head of a state's diplomacy": (
        "The head of Japanese diplomacy invited his counterpart to Kyoto.",
        [("The head", J, "invite")],
    ),
    "each side explains": (
        "Japan briefed Britain on the talks, while the British side presented its plan.",
        [("Japan", J, "inform"), ("the British side", G, "inform")],
    ),
    # the ministry's own view of the meeting; what both will do; a verb no list knows
    "evaluation": (
        "This meeting was part of the continuing efforts to keep lines open.",
        [("This meeting", J, "state")],
    ),
    "plan": ("Both sides to explore joint drills at sea.", [("Both sides", JG, "commit")]),
    "verb no list knows": (
        "Secretary Cleverly relished the fact. Secretary Cleverly intimated that trade matters.",
        [("Secretary Cleverly intimated", G, "state")],
    ),
    "report inside an aside": (
        "Minister Hayashi, while strongly condemning the attack, asked Britain to help.",
        [("Minister Hayashi", J, "condemn"), ("asked", J, "request")],
    ),
    "what the other one did is no speech of the one before": (
        "Minister Hayashi stressed that trade matters. Secretary Cleverly has a house there.",
        [("Minister Hayashi", J, "state")],
    ),
    "paper that was signed": (
        "Upon the end of the talks, a memorandum on trade was signed.",
        [("a memorandum", JG, "agree")],
    ),
    "owner of what is thanked for": (
        "Britain's support for the bid was appreciated.",
        [("Britain's", JG, "appreciate")],
    ),
    # an aside between the subject and its verb; an opening that tells what somebody does
    "aside that ends in a quotation mark": (
        'The two ministers, under the aim of "stable relations," concurred that they would talk.',
        [("The two ministers", JG, "agree")],
    ),
    "aside with a report inside": (
        "Minister Hayashi, after remarking that he had heard of it, said that the talks had been useful.",
        [("Minister Hayashi", J, "state")],
    ),
    "opening with a verb that is no report": (
        "As both countries celebrate fifty years, the consultations provided an opportunity to review trade.",
        [("the consultations", JG, "discuss")],
    ),
    "ministry's own account in quotation marks": (
        '"The two ministers discussed trade in detail," said a statement issued by the ministry.',
        [("The two ministers", JG, "discuss")],
    ),
    "plural of two states": (
        "Presidents of Japan and the United Kingdom discussed trade.",
        [("Presidents", JG, "discuss")],
    ),
    "goes on in the perfect": (
        "Minister Hayashi stressed that trade matters. Japan has proposed new talks on it.",
        [("Minister Hayashi", J, "state"), ("Japan has", J, "propose")],
    ),
    "no promise": (
        "Minister Hayashi said that trade matters. Both sides will only end up being losers otherwise.",
        [("Minister Hayashi", J, "state"), ("Both sides", J, "state")],
    ),
    "would welcome": (
        "Minister Hayashi said that Japan would welcome new talks.",
        [("Minister Hayashi", J, "welcome")],
    ),
    # one verb, one speaker
    "plain say": (
        "Minister Hayashi said that the talks had been useful.",
        [("Minister Hayashi", J, "state")],
    ),
    "importance": (
        "Secretary Cleverly underlined the importance of free trade.",
        [("Secretary", G, "state")],
    ),
    "agree together": (
        "The two ministers agreed to meet again in May.",
        [("The two ministers", JG, "agree")],
    ),
    "agree alone": ("Secretary Cleverly agreed with this view.", [("Secretary", G, "respond_positive")]),
    "concur": ("Both sides concurred on the need for more visits.", [("Both sides", JG, "agree")]),
    "they": ("They discussed the situation in Sudan.", [("They", JG, "discuss")]),
    "both": ("Both stressed that shipping must be safe.", [("Both", JG, "state")]),
    "exchange of views": (
        "The ministers exchanged frank and detailed views on energy.",
        [("The ministers", JG, "discuss")],
    ),
    "took note": ("They took due note of the report.", [("They", JG, "acknowledge")]),
    "share the view": (
        "The two ministers shared the view that fishing quotas were needed.",
        [("The two", JG, "confirm")],
    ),
    "request": ("Minister Hayashi requested the early return of the ship.", [("Minister", J, "request")]),
    "urge": ("Minister Hayashi urged the United Kingdom to lift the ban.", [("Minister", J, "urge")]),
    "call for": ("Secretary Cleverly called for an immediate ceasefire.", [("Secretary", G, "urge")]),
    "call on": ("Secretary Cleverly called on all parties to talk.", [("Secretary", G, "urge")]),
    "propose": ("Minister Hayashi proposed a second round in autumn.", [("Minister", J, "propose")]),
    "invite": ("Minister Hayashi invited Secretary Cleverly to Tokyo.", [("Minister", J, "invite")]),
    "welcome": ("Secretary Cleverly welcomed the signing of the treaty.", [("Secretary", G, "welcome")]),
    "welcome to come": (
        "Minister Hayashi welcomed Secretary Cleverly to attend the forum.",
        [("Minister", J, "invite")],
    ),
    "thank": ("Secretary Cleverly thanked Japan for its help.", [("Secretary", G, "appreciate")]),
    "congratulate": (
        "Minister Hayashi congratulated him on his appointment.",
        [("Minister", J, "appreciate")],
    ),
    "condemn": ("They strongly condemned the attack on the embassy.", [("They", JG, "condemn")]),
    "support": ("The United Kingdom supports this candidacy.", [("The United Kingdom", G, "support")]),
    "oppose": ("Minister Hayashi opposed any change by force.", [("Minister", J, "oppose")]),
    "look forward": (
        "Secretary Cleverly looked forward to the summit.",
        [("Secretary", G, "express_intent")],
    ),
    "intend": ("The Japanese side intends to send experts.", [("The Japanese side", J, "express_intent")]),
    "pledge": ("They pledged closer work on satellites.", [("They", JG, "commit")]),
    "explain": ("Minister Hayashi explained Japan's efforts in the region.", [("Minister", J, "inform")]),
    "brief": (
        "Secretary Cleverly briefed his counterpart on the negotiations.",
        [("Secretary", G, "inform")],
    ),
    "regret": ("Minister Hayashi regretted the delay.", [("Minister", J, "concern")]),
    "accept": ("Secretary Cleverly accepted the invitation.", [("Secretary", G, "respond_positive")]),
    "protest": ("Minister Hayashi lodged a protest over the intrusion.", [("Minister", J, "criticize")]),
    # an inner noun overrules its verb
    "gratitude": (
        "Minister Hayashi expressed his deep gratitude for the rescue.",
        [("Minister", J, "appreciate")],
    ),
    "reiterated thanks": (
        "Secretary Cleverly reiterated his appreciation for the visit.",
        [("Secretary", G, "appreciate")],
    ),
    "reaffirmed invitation": (
        "Minister Hayashi reaffirmed the invitation to Kyoto.",
        [("Minister", J, "invite")],
    ),
    "confirmed resolve": ("They confirmed their resolve to act.", [("They", JG, "express_intent")]),
    "stated intention": (
        "Minister Hayashi stated his intention to consult.",
        [("Minister", J, "express_intent")],
    ),
    "commitment": ("They reaffirmed their commitment to open trade.", [("They", JG, "confirm")]),
    "concern": (
        "Minister Hayashi conveyed his serious concern over the launch.",
        [("Minister", J, "concern")],
    ),
    "condolences": (
        "Secretary Cleverly extended his condolences on the earthquake.",
        [("Secretary", G, "appreciate")],
    ),
    "readiness": ("Secretary Cleverly voiced readiness to help.", [("Secretary", G, "express_intent")]),
    "support voiced": (
        "Secretary Cleverly expressed strong support for the plan.",
        [("Secretary", G, "support")],
    ),
    "discussed concerns": (
        "The ministers discussed their concerns about piracy.",
        [("The ministers", JG, "concern")],
    ),
    "satisfaction": ("They noted with satisfaction that trade had grown.", [("They", JG, "appreciate")]),
    "consent": ("Secretary Cleverly expressed his consent.", [("Secretary", G, "respond_positive")]),
    "responded by thanks": (
        "Secretary Cleverly responded by conveying his thanks.",
        [("Secretary", G, "appreciate")],
    ),
    # the content decides
    "would send": ("Minister Hayashi stated that Japan would send experts.", [("Minister", J, "commit")]),
    "reiterated would": (
        "Minister Hayashi reiterated that Japan would send experts.",
        [("Minister", J, "commit")],
    ),
    "confirmed will": ("The two ministers confirmed that they will cooperate.", [("The two", JG, "confirm")]),
    "would like": ("Minister Hayashi said that he would like to visit.", [("Minister", J, "express_intent")]),
    "hoped other": ("Minister Hayashi hoped that the British side would join.", [("Minister", J, "request")]),
    "hoped": ("Minister Hayashi hoped that relations would deepen.", [("Minister", J, "express_intent")]),
    "should": ("Secretary Cleverly said that both sides should do more.", [("Secretary", G, "state")]),
    "is willing": (
        "Secretary Cleverly stated that the UK is willing to assist.",
        [("Secretary", G, "express_intent")],
    ),
    "supports": ("Secretary Cleverly stated that the UK supports reform.", [("Secretary", G, "support")]),
    "cannot accept": ("Minister Hayashi said that Japan cannot accept this.", [("Minister", J, "oppose")]),
    "understands": (
        "Secretary Cleverly replied that the UK understands the matter.",
        [("Secretary", G, "acknowledge")],
    ),
    "ongoing": (
        "Secretary Cleverly noted that the UK has been urging restraint.",
        [("Secretary", G, "inform")],
    ),
    "shares in reply": (
        "Secretary Cleverly replied that he shares the view.",
        [("Secretary", G, "respond_positive")],
    ),
    # several acts of one subject
    "chain": (
        "Minister Hayashi thanked Secretary Cleverly, stressed the need for calm and proposed a hotline.",
        [("Minister", J, "appreciate"), ("stressed", J, "state"), ("and proposed", J, "propose")],
    ),
    "semicolons": (
        "Minister Hayashi explained the budget; requested more time; and expressed hope for a deal.",
        [("Minister", J, "inform"), ("requested", J, "request"), ("and expressed", J, "express_intent")],
    ),
    "adding": (
        "Minister Hayashi explained the plan, adding that Japan was ready to revise it.",
        [("Minister", J, "inform"), ("adding", J, "express_intent")],
    ),
    "and that": (
        "Minister Hayashi stated that the treaty was vital and that Japan would ratify it.",
        [("Minister", J, "state"), ("and that", J, "commit")],
    ),
    "and to": (
        "They agreed to expand trade and to hold talks on fisheries.",
        [("They", JG, "agree"), ("and to", JG, "agree")],
    ),
    "verb within that": (
        "Secretary Cleverly said that the UK supports the draft and hopes for its adoption.",
        [("Secretary", G, "support"), ("and hopes", G, "express_intent")],
    ),
    "went on to": (
        "Minister Hayashi recalled the visit. He went on to condemn the attack.",
        [("Minister", J, "state"), ("He", J, "condemn")],
    ),
    # replies
    "to which": (
        (
            "Minister Hayashi requested a review, to which Secretary Cleverly replied that "
            "it would be considered."
        ),
        [("Minister", J, "request"), ("to which", G, "state")],
    ),
    "in response": (
        "Minister Hayashi asked for support. In response, Secretary Cleverly expressed understanding.",
        [("Minister", J, "request"), ("Secretary", G, "acknowledge")],
    ),
    "and Y replied": (
        (
            "Minister Hayashi stated that visas were too slow, and Secretary Cleverly "
            "replied that he would look into it."
        ),
        [("Minister", J, "state"), ("Secretary", G, "commit")],
    ),
    "for his part": (
        "Secretary Cleverly, for his part, noted the progress made.",
        [("Secretary", G, "state")],
    ),
    # who speaks
    "pronoun": (
        "Minister Hayashi raised the matter of visas. He asked for swift handling.",
        [("Minister", J, "state"), ("He", J, "request")],
    ),
    "post": (
        "The Foreign Secretary thanked his host. The Foreign Secretary also raised Hong Kong.",
        [("The Foreign Secretary", G, "appreciate"), ("The Foreign Secretary", G, "state")],
    ),
    "side": ("The British side expressed regret.", [("The British side", G, "concern")]),
    "pair": ("Minister Hayashi and Secretary Cleverly reviewed the agenda.", [("Minister", JG, "discuss")]),
    "counterpart": ("Minister Hayashi and his counterpart reviewed progress.", [("Minister", JG, "discuss")]),
    "states as pair": ("Japan and the United Kingdom reaffirm the treaty.", [("Japan", JG, "confirm")]),
    "inverted": ('"We must act now," said Minister Hayashi.', [('"We', J, "state")]),
    "with noting": (
        "They spoke about trade, with Secretary Cleverly noting that tariffs were high.",
        [("They", JG, "discuss"), ("with", G, "state")],
    ),
    "subject with clause between": (
        "The two ministers, noting with concern the rise in prices, agreed to consult.",
        [("The two", JG, "concern"), ("agreed", JG, "agree")],
    ),
    "commission": ("The Commission welcomed the new centre.", [("The Commission", JG, "welcome")]),
    # without an agent
    "it was agreed": ("It was agreed that experts will meet in June.", [("It was", JG, "agree")]),
    "passive topic": (
        "During the talks, cooperation in space was also discussed.",
        [("cooperation", JG, "discuss")],
    ),
    "readiness was expressed": (
        "Readiness was expressed to hold a summit.",
        [("Readiness", JG, "express_intent")],
    ),
    "agreement was reached": ("Agreement was reached on a new air link.", [("Agreement", JG, "agree")]),
    "passive by agent": ("The offer was welcomed by Secretary Cleverly.", [("The offer", G, "welcome")]),
    "talks focused": ("The talks focused on energy and the climate.", [("The talks", JG, "discuss")]),
    "exchange there was": ("There was a frank exchange of views on whaling.", [("There was", JG, "discuss")]),
    "met to discuss": ("The ministers met in Delhi to discuss the war.", [("to discuss", JG, "discuss")]),
    "spoke about": (
        "Minister Hayashi spoke with Secretary Cleverly today about Iran.",
        [("about", JG, "discuss")],
    ),
    # passages that belong to a speaker
    "block": (
        (
            "Minister Hayashi made the following statements:\n\n(1) The treaty is "
            "important.\n\n(2) It was noted that talks were slow.\n"
        ),
        [("The treaty", J, "state"), ("It was", J, "state")],
    ),
    "agreed list": (
        (
            "The Ministers agreed on the following:\n\n(a) The next round will take place in "
            "Tokyo.\n\n(b) Experts will meet before it.\n"
        ),
        [("The next", JG, "agree"), ("Experts", JG, "agree")],
    ),
    "goes on": (
        (
            "Secretary Cleverly said that ties are strong. The two sides should widen trade. "
            "The UK is willing to invest more."
        ),
        [("Secretary", G, "state"), ("The two sides", G, "state"), ("The UK", G, "express_intent")],
    ),
    # more places
    "opening participle": (
        "Expressing satisfaction at the visit, Minister Hayashi proposed another.",
        [("Expressing", J, "appreciate"), ("Minister", J, "propose")],
    ),
    "opening while stating": (
        "While stating that the matter was closed, Minister Hayashi welcomed the offer.",
        [("While", J, "state"), ("Minister", J, "welcome")],
    ),
    "opening that only leads": (
        "Referring to the earthquake, Minister Hayashi thanked the UK for its help.",
        [("Minister", J, "appreciate")],
    ),
    "referred and said": (
        "Minister Hayashi referred to visas and requested an answer.",
        [("Minister", J, "request")],
    ),
    "called to congratulate": (
        "Minister Hayashi called Secretary Cleverly today to congratulate him.",
        [("Minister", J, "appreciate")],
    ),
    "call held to reaffirm": (
        "Minister Hayashi held a call with Secretary Cleverly to reaffirm the alliance.",
        [("to reaffirm", J, "confirm")],
    ),
    "met, discussing": (
        "Minister Hayashi met Secretary Cleverly in Delhi, discussing trade.",
        [("discussing", JG, "discuss")],
    ),
    "met and discussed": (
        "Minister Hayashi, who was in Delhi, met Secretary Cleverly and discussed trade.",
        [("and discussed", JG, "discuss")],
    ),
    "ended by expressing": (
        "They ended the call by expressing their desire to meet.",
        [("expressing", JG, "express_intent")],
    ),
    "chained participles": (
        "The ministers reviewed trade, noting the growth and expressing satisfaction at it.",
        [("The ministers", JG, "discuss"), ("noting", JG, "state"), ("expressing", JG, "appreciate")],
    ),
    "apposition before the verb": (
        "Secretary Cleverly, visiting for the first time, thanked his hosts.",
        [("Secretary", G, "appreciate")],
    ),
    "second subject with inserted phrase": (
        "Minister Hayashi proposed a date, and both sides, in this spirit, agreed on May.",
        [("Minister", J, "propose"), ("both sides", JG, "agree")],
    ),
    "went on the same after that": (
        "Minister Hayashi stated that the news was sad, and he expressed his condolences.",
        [("Minister", J, "state"), ("he expressed", J, "appreciate")],
    ),
    "while": (
        "Minister Hayashi raised visas, while Secretary Cleverly underlined security.",
        [("Minister", J, "state"), ("Secretary", G, "state")],
    ),
    "during which": (
        "They had dinner, during which the two ministers reviewed trade.",
        [("during which", JG, "discuss")],
    ),
    "which was supported by": (
        "Minister Hayashi proposed a forum, which was supported by Secretary Cleverly.",
        [("Minister", J, "propose"), ("which", G, "support")],
    ),
    "passives joined": (
        "Trade was discussed and the will to cooperate was stressed.",
        [("Trade", JG, "discuss"), ("and the will", JG, "express_intent")],
    ),
    "passive chain": (
        "It was noted that trade had grown, and it was agreed that talks will go on.",
        [("It was", JG, "state"), ("it was agreed", JG, "agree")],
    ),
    "present passive in one's words": (
        "Minister Hayashi said that time is short. It is hoped that the UK will act.",
        [("Minister", J, "state"), ("It is", J, "request")],
    ),
    "bare verb line": ("Welcomed the new air link between the capitals.", [("Welcomed", JG, "welcome")]),
    "hope that": (
        "Minister Hayashi said that time is short. Hope that the British side will act.",
        [("Minister", J, "state"), ("Hope", J, "request")],
    ),
    "inverted topic": ("Also discussed was the question of visas.", [("Also", JG, "discuss")]),
    "attention was paid": ("Special attention was paid to shipping.", [("Special", JG, "discuss")]),
    "topic after comma": (
        "During the visit, the talks covered trade and science.",
        [("the talks", JG, "discuss")],
    ),
    "leaders of": ("The heads of the two ministries reviewed the agenda.", [("The heads", JG, "discuss")]),
    "unknown pair": (
        "Commerce Minister Smith and Finance Minister Jones welcomed the deal.",
        [("Commerce", JG, "welcome")],
    ),
    "body": ("The Cooperation Council noted the progress.", [("The Cooperation", JG, "state")]),
    "unknown person of a state": (
        "The British Parliamentary Envoy stressed fair trade.",
        [("The British", G, "state")],
    ),
    "post alone by name": ("Foreign Secretary thanked his hosts.", [("Foreign Secretary", G, "appreciate")]),
    "quote then he said": (
        '"We will keep this road open for trade," he said. ',
        [],
    ),
    "name then quote": (
        'Minister Hayashi thanked the UK. "We will keep this road open for trade," he said.',
        [("Minister", J, "appreciate"), ('"We', J, "commit")],
    ),
    "statement said that": (
        "The press statement said that the two ministers reviewed trade.",
        [("the two", JG, "discuss")],
    ),
    "first second": (
        (
            "Minister Hayashi said that ties matter.\n\nFirst, both sides should trade "
            "more.\n\nSecond, Japan will open its market."
        ),
        [("Minister", J, "state"), ("First", J, "state"), ("Second", J, "commit")],
    ),
    "statements by": (
        (
            "Minister Hayashi thanked the UK.\n\n2. Statements by Secretary Cleverly in "
            "response:\n\n(1) The plan is good."
        ),
        [("Minister", J, "appreciate"), ("The plan", G, "state")],
    ),
    "side with colon": (
        "The British side:\n\n- supports the early entry into force.",
        [("supports", G, "support")],
    ),
    "statements then plain paragraphs": (
        (
            "(1) Minister Hayashi made the following statements:\n\nThe treaty is "
            "important.\n\n(2) Secretary Cleverly agreed."
        ),
        [("The treaty", J, "state"), ("Secretary", G, "respond_positive")],
    ),
    "signed": ("The two ministers signed a memorandum on science.", [("The two", JG, "agree")]),
    "reinforced that": ("They reinforced that the law must be kept.", [("They", JG, "confirm")]),
    "present chain": (
        "The British side respects the decision, supports the plan and welcomes the talks.",
        [("The British side", G, "state"), ("supports", G, "support"), ("and welcomes", G, "welcome")],
    ),
    # what parties do not know
    "surname of no official": (
        "Prime Minister Smith and Secretary Cleverly reviewed trade.",
        [("Prime", JG, "discuss")],
    ),
    "two known people in one phrase": (
        "Foreign Secretary James Cleverly and Minister Hayashi Yoshimasa reviewed trade.",
        [("Foreign", JG, "discuss")],
    ),
    "state's plural": (
        "The British government officials stressed fair trade.",
        [("The British", G, "state")],
    ),
    "other's name within that": (
        "Minister Hayashi said that the plan works and Japan supported it early.",
        [("Minister", J, "support")],
    ),
    "states say in turn": (
        "The British side stated that the plan works; and the Japanese side requested time.",
        [("The British", G, "state"), ("the Japanese", J, "request")],
    ),
    "at which within a report": (
        "The ministers recalled the summit, at which the two leaders agreed on visas.",
        [("The ministers", JG, "state")],
    ),
    "it is nobody's talk": ("The Commission met. It discussed trade.", []),
}


@pytest.mark.parametrize("name", CASES)
def test_construction(name):
    """Every clause of the passage is found, with its states and its act, and nothing else is."""
    text, expected = CASES[name]
    found = read(text)
    assert [(s, a) for _, s, a in found] == [(s, a) for _, s, a in expected]
    for (words, _, _), (start, _, _) in zip(found, expected, strict=True):
        assert words.startswith(start)


SILENT = {
    "meeting": "On March 2, Minister Hayashi held a meeting with Secretary Cleverly for 30 minutes.",
    "attendance": "Minister Hayashi was accompanied by Ambassador Hayashi.",
    "duration": "The meeting lasted for about one hour.",
    "courtesy": "Secretary Cleverly called on Minister Hayashi today.",
    "arrival": "Secretary Cleverly arrived in New Delhi on Wednesday.",
    "phone": "Minister Hayashi spoke by telephone with Secretary Cleverly for about 20 minutes.",
    "lead": "The overview of the meeting is as follows.",
    "past perfect relative": "The plan came from Minister Hayashi, who had said so.",
    "reduced participle": "Secretary Cleverly, invited by Japan, arrived at noon.",
    "reception": "Minister Hayashi welcomed Secretary Cleverly at the State Guest House.",
    "unsigned": "The two ministers signed the guest book.",
    "capital noun": "The Japan-UK Claims Office opened.",
    "with whom": "An expert with whom Minister Hayashi discussed trade left.",
    "preposition": "A treaty by Japan welcomed last year lapsed.",
    "relative": "A vessel that was requested by the crew left.",
}


@pytest.mark.parametrize("name", SILENT)
def test_no_statement(name):
    """Attendance, duration, courtesy and the mere fact of a meeting are no clauses."""
    assert read(SILENT[name]) == []


@pytest.mark.parametrize("folder", ["cases", "pairs", "replies"])
def test_annotated_pages(folder):
    """On annotated pages clauses are well formed, and nearly all statements have one that holds them."""
    near = total = 0
    for path in sorted((GOLD / folder).glob("*.json")):
        if path.name.endswith(".pair.json"):
            continue
        gold = reading(path)
        text = gold.document.text
        found = clauses(gold.document, gold.meeting)
        assert [c.start for c in found] == sorted(c.start for c in found)
        for c in found:
            assert 0 <= c.start < c.end <= len(text)
            assert c.start <= c.content <= c.end
            assert c.act in schemes.ACTS
            assert c.voice in {"named", "state", "joint", "narrator"}
            assert (c.speaker is None) == (c.voice != "named")
            assert not set(c.addressee_states) & set(c.speaker_states)
        for statement in gold.statements:
            total += 1
            near += any(c.start - 60 <= statement.start < c.end for c in found)
    assert near >= 0.93 * total


@pytest.mark.parametrize("text", TALKS)
def test_talks(text):
    """Whatever the words for it, what was talked about is one clause of both sides."""
    assert [(states, act) for _, states, act in read(text)] == [(JG, "discuss")]


@pytest.mark.parametrize("text", WHOSE)
def test_whose(text):
    """The last clause is that side's, or both sides'."""
    assert read(text)[-1][1] == WHOSE[text]


ODD = {
    "It discussed trade.": [],
    "Minister Hayashi stress that trade matters.": [],
    '"Trade matters a great deal to us," said Minister Hayashi that day.': [],
    "Minister Hayashi stressed the need for trade, supports peace.": [(J, "state")],
    "Minister Hayashi stressed the need for trade, support peace.": [(J, "state")],
    "The report, which was confirmed by the clerk, is long.": [],
    "Energy is discuss in a book.": [],
    "Discuss stressed the need for trade.": [],
    "The-Minister Hayashi stressed trade.": [(J, "state")],
    "Minister Hayashi stressed trade. It discussed peace.": [(J, "state")],
    "The Council stressed trade.": [(JG, "state")],
    "It was agreed on trade and confirmed that talks go on.": [(JG, "agree"), (JG, "confirm")],
}


@pytest.mark.parametrize("text", ODD)
def test_odd_grammar(text):
    """What is no report, or no English, yields nothing of its own."""
    assert [(states, act) for _, states, act in read(text)] == ODD[text]
