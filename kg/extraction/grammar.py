"""The words and patterns by which clauses are told: auxiliaries, conjunctions, openings, attributions.

Every pattern is bounded, so that the time grows with the length of the text. Word lists that people argue
about lie in ontology/reader; what stands here is the grammar of English.
"""

# ruff: noqa: RUF001 - the marks that documents print

from __future__ import annotations

import re
from functools import cache

from kg.extraction import lexicon

AUX = frozenset(
    [
        "had",
        "has",
        "have",
        "having",
        "did",
        "do",
        "does",
        "was",
        "were",
        "is",
        "are",
        "am",
        "been",
        "be",
        "being",
    ]
)
BE = frozenset(["was", "were", "is", "are", "am", "been", "be", "being"])
MODAL = frozenset(
    ["will", "would", "should", "shall", "must", "can", "could", "may", "might", "cannot", "to"]
)
ADVERB = frozenset(
    [
        "also",
        "then",
        "further",
        "again",
        "therefore",
        "thus",
        "once",
        "more",
        "additionally",
        "furthermore",
        "moreover",
        "however",
        "too",
        "jointly",
        "first",
        "finally",
        "subsequently",
        "nevertheless",
        "still",
        "always",
        "each",
        "myself",
        "himself",
        "herself",
        "themselves",
        "itself",
        "likewise",
        "never",
        "not",
        "now",
        "today",
        "yesterday",
        "meanwhile",
        "just",
        "duly",
        "next",
        "here",
        "already",
        "once",
    ]
)
INNER = frozenset(
    [
        "that",
        "which",
        "whether",
        "if",
        "because",
        "since",
        "as",
        "how",
        "what",
        "why",
        "than",
        "until",
        "unless",
        "although",
        "though",
        "who",
        "whom",
        "where",
        "when",
        "before",
        "after",
        "once",
        "so",
        "whose",
    ]
)
OPENING = frozenset(
    ["after", "when", "while", "as", "before", "since", "although", "though", "whereas", "once", "following"]
)
PREPOSITION = frozenset(
    [
        "of",
        "with",
        "to",
        "for",
        "by",
        "from",
        "on",
        "between",
        "in",
        "at",
        "about",
        "against",
        "towards",
        "toward",
        "among",
        "into",
        "over",
        "regarding",
        "concerning",
        "under",
        "including",
        "via",
        "through",
        "per",
        "like",
        "without",
        "behind",
        "amid",
    ]
)
GO_ON = re.compile(
    r"\b(?:(?:went|goes|going)\s+on|(?:took|takes|taking|used?|uses|using|seized?|seizes|seizing)\s+(?:the|this|their|his|her)\s+(?:opportunity|occasion|meeting|visit|talks|call)(?:[^.;]{0,80}?,)?|proceeded|(?:was|were|is|are)\s+(?:\w+\s+)?(?:able|pleased|happy|glad)"
    r"|(?:wished|wishes|wanted|wants|wish|would\s+like)|hastened|made\s+sure|made\s+a\s+point\s+of|continued|(?:had|found)\s+(?:(?:the|an?)\s+)?(?:\w+\s+)?(?:opportunity|chance|occasion|time))\s+to\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
SPOKE = re.compile(
    r"\b(?:spoke|talked|call(?:ed)?|conversation|talks?|meeting|discussions?)\b[^.;]{0,140}?\s(?P<at>about(?!\s+(?:\d|an?\s|half|one\s|two\s|forty|thirty|twenty))|regarding|concerning|"
    r"on\s+(?=(?:the\s+)?(?:situation|issues?|matters?|questions?|bilateral|regional|global|current|relations|cooperation|developments|topics|"
    r"strengthening|how|decision|war|crisis|conflict|implementation|need|future|status|outcome|results|progress|preparations|"
    r"measures|peace|prospects|ways|possible|range|number|state\s+of|response|security|trade|latest|recent|ongoing)\b))",
    re.IGNORECASE,
)
NO_TOPIC = re.compile(
    r"^\s+of\b|\s+(?:the\s+)?(?:tele)?phone\b|\s+(?:\d+|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|the\s+(?:sidelines?|margins?|occasion|fringes|phone|same\s+day|evening|morning|afternoon))\b"
)
TOPIC = re.compile(
    r"^\s+of\b|\b(?:about\b(?!\s+(?:\d|an?\s|half|one|two|forty|thirty|twenty))|regarding\b|concerning\b|of\s+views\b|over\b(?!\s+(?:the\s+)?(?:(?:tele)?phone|lunch|dinner|breakfast)))|\bon\b(?!\s+(?:the\s+(?:(?:tele)?phone|sidelines?|margins?|occasion|fringes|evening|morning|afternoon)|\d|[A-Z][a-z]+day\b|January|February|March|April|May|June|July|August|September|October|November|December))"
)
SOURCE = re.compile(r",\s+according\s+to\s+(?:the\s+)?")
ACCORDING = re.compile(r"(?:According\s+to|In\s+the\s+(?:view|opinion|words|assessment)\s+of)\s+(?:the\s+)?")
UNKNOWN = re.compile(
    r"(?:^|[,;:]\s+|\band\s+|\bwhile\s+)(?P<np>(?:the\s+|The\s+|His\s+|Her\s+|Their\s+)?[A-Z][\w'’.-]*(?:\s+(?:(?:of|for|and|the)\s+(?:the\s+)?)?[A-Z(][\w'’.)/-]*)*(?:\s+(?:side|leaders?|officials?|delegations?|representatives?|diplomats?|government|ministry|council|committee|commission|authorities|party|meeting|parties)){0,2})\s*$"
)
TITLE = re.compile(
    r"(?:the\s+|The\s+)?(?:[A-Z][\w-]+\s+)?(?:Vice\s+|Prime\s+|Foreign\s+|Deputy\s+)?(?:President|Minister|Secretary|Chair\w*|Representative|Chancellor|Premier|Director)\b"
)
BODY = re.compile(
    r"\b(?:Commission|Council|Committee|Meeting|JCM|Consultations|Talks|Dialogue|Delegations|Ministers|Presidents|Leaders|Sides|Parties|Governments)\b",
    re.IGNORECASE,
)
BY_WHICH = re.compile(
    r"(?:,\s+with\s+whom|\b(?:to|during|in|at|on|after|upon|through|for|by|under)\s+which|\bwhere(?:upon|by|in|at)?|\bwhen)\s*$",
    re.IGNORECASE,
)
TALKS = frozenset(
    {"discuss", "exchange", "talk", "speak", "review", "confer", "consult", "hold", "have", "debate"}
)  # what nobody does alone
RECIPROCAL = frozenset({"exchange", "hold", "converse", "confer", "compare", "swap", "trade"})
PERSONS = re.compile(
    r"\b(?:ministers|leaders|presidents|secretaries|officials|diplomats|they)\b", re.IGNORECASE
)
JUDGED = re.compile(r"\b(?:important|should|must|needs?|necessary|vital|essential|possible|crucial)\b")
WITH = re.compile(r"[^.;:]{0,80}?\bwith\s+")
AT_WHICH = re.compile(r"(?:in|at|on|under|by|for|through)\b", re.IGNORECASE)
CONJUNCTION = re.compile(
    r"(?:[,;:–—-]|\band|\bbut|\bwhile|\bwhereas|\bas\s+well\s+as|\bthen|\byet|\bor)\s*$", re.IGNORECASE
)
CHAIN = re.compile(
    r"(?:[,;:]\s*)?(?:\b(?:and|but|or|as\s+well\s+as)\s+(?:then\s+|(?:in\s+(?:this\s+)?(?:turn|response|addition|regard|connection|context)|to\s+this\s+end|for\s+this),?\s+)?|[,;:][”\"]?\s*(?:then\s+)?)$",
    re.IGNORECASE,
)
THAT = re.compile(
    r"\s*(?:[^.;:]{0,60}?,\s+|(?:(?:to|with)\s+)?(?:[\w'’-]+\s+){0,4}?)?(?:that|how|whether)\b", re.IGNORECASE
)
COLON = re.compile(r"\s*:\s*(?=[“\"«„])")  # Wang: "…"
QUOTES = re.compile(r"\s*[,:]?\s*[“\"]")
AND_QUOTE = re.compile(r"[,.]?[”\"],?\s+(?:and\s+)?(?:also\s+)?(?=[“\"])")  # …," and "…
AS_WELL = re.compile(
    r",?\s+(?=as\s+well\s+as\s(?!\w+ing\b))|,\s+(?=and\s+also\s(?!\w+ed\b))|;\s+", re.IGNORECASE
)
AND_THAT = re.compile(
    r"[,;]?\s+(?:(?:and|but|as\s+well\s+as)\s+(?:(?:also|further|therefore|then|in\s+addition|secondly|thirdly|lastly|finally|in\s+particular),?\s+)?that|(?<=,)\s*that)\b(?!\s+(?:of|end|regard|the\s+same)\b)",
    re.IGNORECASE,
)
TO = re.compile(r"\s+(?:[\w'’]+\s+){0,3}?to\b")
WITH_THAT = frozenset({"confirm", "state", "inform", "acknowledge"})  # "confirmed the plan, and also that …"
WITH_TO = frozenset({"agree", "commit", "express_intent", "request", "urge", "propose", "confirm", "state"})
AND_TO = re.compile(
    r"[,;]?\s+(?:and|as\s+well\s+as)\s+(?:also\s+|further\s+|then\s+)?to\s+(?=[a-z]+\b)", re.IGNORECASE
)
AND_VERB = re.compile(
    r",?\s+and\s+(?:also\s+)?(?=(?:(?:strongly|firmly|seriously|sincerely|deeply|fully|always|warmly)\s+)?(?:is|are|will|would|"
    r"hope[sd]?|wish(?:es|ed)?|intend(?:s|ed)?|support(?:s|ed)?|oppose[sd]?|welcome[sd]?|appreciate[sd]?|do(?:es)?\s+not|did\s+not|"
    r"cannot|look(?:s|ed)?\s+forward|expect(?:s|ed)?|stands?\s+ready|urge[sd]?|call(?:s|ed)?\s+(?:on|for)|protest(?:s|ed)?|"
    r"reject(?:s|ed)?)\b)",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:\s|[,;:–—-]|\b(?:and|but|while|with|to\s+which|as\s+well\s+as|or)\s*$)+$", re.IGNORECASE
)
REPORTED = re.compile(
    r"\W*(?:(?:I|[Ww]e)\s+(?:(?:have|had|also|both|then|today|\w+ly)\s+){0,3})(?=\w+(?:ed|ke|ld|lt|ank)\b)"
)  # "We have discussed …": a report inside a quotation
QUOTED = re.compile(r"[“\"][^“”\"]{2,}[”\"]|\([^()]{2,160}\)")
EVENT = re.compile(
    r"\b(?:meetings?|talks|visit|call|conversation|dialogue|consultations|discussions?|exchange|summit)$"
)
SERVES = frozenset({"offer", "provide", "give", "show", "present", "make", "mark"})  # as an occasion
# A ministry's own account between quotation marks: "The two sides discussed trade," said a statement.
RELEASED = re.compile(
    r",?\s*(?:(?:said|read|reads|stated|added)\s+(?:an?|the)\s+(?:[\w'’-]+\s+){0,4}?(?:statement|release|communiqu[eé]|readout|ministry)"
    r"|(?:the|an?|its|according\s+to\s+(?:the|an?))\s+(?:[\w'’-]+\s+){0,4}?(?:statement|release|communiqu[eé]|readout|ministry|spokes\w+)\b)",
    re.IGNORECASE,
)
MEETING = re.compile(
    r"\b(?:met|spoke|held|talked|received|visited|hosted|called|welcomed|had\s+(?:[\w-]+\s+){0,5}?(?:meeting|talks|conversation|call|"
    r"consultations?|dialogue|discussions?))\b"
)
ACTS = re.compile(  # a state's name that is the subject, not a part of "the Kenya-Latvia treaty"
    r"\s+(?:(?:also|further|therefore|\w+ly)\s+)?(?:will|would|shall|has|have|is|are|intends?|plans?|remains?|stands?|continues?)\b"
)
PLANS = re.compile(
    r"\s+(?:(?:also|therefore|\w+ly)\s+)?(?:will|remains?|stands?|continues?|intends?|plans?)\b"
)
ASIDE = re.compile(r"\s*,?\s*(?:(?:while|after|when|in|also|by|on|upon)\s+)?")
TOLD = re.compile(
    r"(?:\s*,[^,;]{1,60},)?\s+(?:(?:also|further|then|again|once\s+more|\w+ly)\s+){0,2}(?P<verb>\w+ed)\s+"
    r"(?:(?:him|her|them|[A-Z][\w’'-]+|the|his|its|to|with|for)\s+){0,5}?that\b"
)
VERBAL = re.compile(
    r"\b(?:was|were|is|are|has|have|had|who|which|that|will|would|met|held|said)\b|\w{3,}ed\b"
)
QUOTE = 25  # characters: what an attribution follows is at least this long
THROUGH = re.compile(
    r"(?:[A-Z][^.;:]{0,110}?)?\b(?:spokes(?:man|woman|person)|(?:press\s+)?statement|press\s+release|press\s+service|readout|communiqu[eé])\b"
    r"[^.;:]{0,110}?\s(?:said|stated|added|noted|reads?|announced|indicated|confirmed)\s+that\s+"
)
ORDINAL = re.compile(r"(?:First|Second|Third|Fourth|Fifth|Last|Final)(?:ly)?,?\s|(?:First|Second) of all\b")
NEAR = 80  # characters from its start within which a sentence names whom it is about
RECEIVED = re.compile(
    r"\s+(?:[A-Z][a-z]+\s+)?(?:His\s|Her\s|H\.E\.|Mr|Ms|President|Prime\s|Foreign\s|Secretary|Minister|King|Chancellor)[^.;,'’]{0,90}?\b(?:at|to)\s+(?:the\s+)?[A-Z]"
)
GREETED = re.compile(
    r"\s+(?:(?:him|her|them)\b|(?:the|his|her|their)\s+(?:\w+\s+)?(?:guest|delegation|visitor|counterpart|minister|president)|Mr|Ms|Mrs|"
    r"(?:Foreign|Prime|Deputy)\s+Minister|Minister|President|Secretary)",
    re.IGNORECASE,
)  # "Welcoming the guest, …"
OUTSET = re.compile(r"\b(?:outset|beginning|start|opening)\b[^.]{0,100}$", re.IGNORECASE)
PASSING = frozenset({"recall", "mention", "note", "mark", "refer", "touch", "point"})
VOICING = frozenset(
    {"express", "voice", "convey", "extend", "register", "articulate"}
)  # with a noun they report
_PAPER = (
    r"(?:agreements?|memorand\w+|MoUs?|protocols?|roadmap|declaration|treaty|arrangements?|notes|plan|programme|statement|"
    r"documents?)\b"
)
PAPER = re.compile(rf"\b{_PAPER}", re.IGNORECASE)  # what is signed
SIGNED = re.compile(rf"(?:,[^,]{{1,60}},)?\s+(?:[\w-]+\s+){{0,6}}?{_PAPER}", re.IGNORECASE)
EMPHASIS = frozenset({"stress", "emphasise", "emphasize", "underline", "underscore", "highlight"})
BRIEF = 160  # characters: a longer "noting that …" is a report of its own
LIST = re.compile(
    r"\b(?:(?:on|to|that|upon)?\s*the\s+following|as\s+follows)\s*:\s*$|^(?:these|the\s+following)\s+\w+\s+(?:was|were)\b[^,;]*[.:]$",
    re.IGNORECASE,
)
LIST_MAX = 120  # characters: a longer sentence says something itself
PURPOSE = re.compile(
    r"\b(?:talked|phone|telephone|met|meet|spoke|called|phoned|telephoned|talks|meeting|conversation|call|visit|visited|held|hosted|received|gathered|convened|sat\s+down)\b",
    re.IGNORECASE,
)
PLAN = re.compile(
    r"(?:[Bb]oth|[Tt]he\s+two)\s+(?:sides|parties|countries|governments|ministries|delegations)\s+to\s+[a-z]"
)
FREE = re.compile(
    r"\b(?:should|must|will|would|shall|needs?|hopes?|supports?|opposes?|willing|ready|welcomes?|appreciates?|is|are|has|have|attaches|stands)\b"
)
INTRO_WORDS = frozenset(
    [
        "During",
        "In",
        "At",
        "On",
        "Also",
        "Finally",
        "Furthermore",
        "Moreover",
        "Additionally",
        "Further",
        "As",
        "With",
        "Regarding",
        "Concerning",
        "After",
        "Before",
        "Following",
        "Among",
        "Under",
        "For",
        "To",
        "Besides",
        "Likewise",
        "Indeed",
        "Lastly",
        "Firstly",
        "Next",
        "Then",
        "However",
        "Meanwhile",
        "Given",
        "While",
        "Touching",
        "Within",
        "Throughout",
        "Over",
        "By",
        "From",
        "Afterwards",
        "Upon",
        "Alongside",
        "Beyond",
        "Based",
        "Subsequently",
        "Similarly",
        "Accordingly",
    ]
)
INTRO = re.compile(
    r"(?:As|Now|With|On|In|Since|Taking|Because|At|For|To|Under|Given|Although|While|When|If|However|Therefore|Moreover|Furthermore|Besides|Amid|Through|By|Over|After|Regarding|Concerning)\b[^.;]{0,260}?,\s+"
)


@cache
def words(key: str) -> frozenset[str]:
    """A word list of the verb file."""
    return frozenset(lexicon.data()[key].split())


@cache
def cue(key: str) -> re.Pattern[str]:
    """A pattern of the cue file."""
    return re.compile(lexicon.cues()[key], re.IGNORECASE | re.VERBOSE)


@cache
def nominal() -> list[tuple[str, re.Pattern[str]]]:
    """The patterns of reports whose subject is a noun, each with its act."""
    return [
        (act, re.compile(p, re.IGNORECASE)) for act, lines in lexicon.cues()["nominal"].items() for p in lines
    ]
