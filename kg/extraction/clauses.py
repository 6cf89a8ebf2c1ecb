"""Document -> clauses: one speaker and one act each, in the order of the text.

A sentence is read word by word. A reporting verb counts where its place says so: right after a speaker, chained to
an earlier verb of the same speaker, without agent in the passive, as a participle, or first on its line. What is
said inside a "that" clause does not report again. A sentence without a reporting verb goes on with the speaker
before it, if the passage is theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import acts, lexicon
from kg.extraction.clause import Clause
from kg.extraction.lexicon import Verb
from kg.extraction.parties import parties
from kg.extraction.speakers import Mention, Speakers, Voice

if TYPE_CHECKING:
    from kg.model import Document, Meeting, Sentence

_AUX = frozenset("had has have having did do does was were is are am been be being".split())
_BE = frozenset("was were is are am been be being".split())
_MODAL = frozenset("will would should shall must can could may might cannot to".split())
_ADVERB = frozenset(
    "also then further again therefore thus once more additionally furthermore moreover however too jointly first finally "
    "subsequently nevertheless still always each myself himself herself themselves itself likewise never not now today yesterday "
    "meanwhile just duly next here already once".split()
)
_INNER = frozenset(
    "that which whether if because since as how what why than until unless although though who whom where when before "
    "after once so whose".split()
)
_OPENING = frozenset("after when while as before since although though whereas once following".split())
_PREPOSITION = frozenset(
    "of with to for by from on between in at about against towards toward among into over regarding concerning under "
    "including via through per like without behind amid".split()
)
_GO_ON = re.compile(
    r"\b(?:(?:went|goes|going)\s+on|(?:took|takes|taking)\s+(?:the|this)\s+(?:opportunity|occasion)(?:[^.;]{0,80}?,)?|proceeded|(?:was|were|is|are)\s+(?:\w+\s+)?(?:able|pleased|happy|glad)"
    r"|(?:wished|wishes|wanted|wants|wish|would\s+like)|hastened|made\s+sure|made\s+a\s+point\s+of|continued)\s+to\s+(?:\w+ly\s+)?$",
    re.I,
)
_SPOKE = re.compile(
    r"\b(?:spoke|talked|call(?:ed)?|conversation|talks?|meeting|discussions?)\b[^.;]{0,140}?\s(?P<at>about(?!\s+(?:\d|an?\s|half|one\s|two\s|forty|thirty|twenty))|regarding|concerning|"
    r"on\s+(?=(?:the\s+)?(?:situation|issues?|matters?|questions?|bilateral|regional|global|current|relations|cooperation|developments|topics|strengthening|how)\b))",
    re.I,
)
_NO_TOPIC = re.compile(
    r"\s+(?:the\s+)?(?:tele)?phone\b|\s+(?:\d+|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|the\s+(?:sidelines?|margins?|occasion|fringes|phone|same\s+day|evening|morning|afternoon))\b"
)
_TOPIC = re.compile(
    r"\b(?:about\b(?!\s+(?:\d|an?\s|half|one|two|forty|thirty|twenty))|regarding\b|concerning\b|of\s+views\b|over\b(?!\s+(?:the\s+)?(?:(?:tele)?phone|lunch|dinner|breakfast)))|\bon\b(?!\s+(?:the\s+(?:(?:tele)?phone|sidelines?|margins?|occasion|fringes|evening|morning|afternoon)|\d|[A-Z][a-z]+day\b|January|February|March|April|May|June|July|August|September|October|November|December))"
)
_ACCORDING = re.compile(r"According\s+to\s+(?:the\s+)?")
_UNKNOWN = re.compile(
    r"(?:^|[,;:]\s+|\band\s+|\bwhile\s+)(?P<np>(?:the\s+|The\s+|His\s+|Her\s+|Their\s+)?[A-Z][\w'’.-]*(?:\s+(?:(?:of|for|and|the)\s+(?:the\s+)?)?[A-Z(][\w'’.)/-]*)*(?:\s+(?:side|leaders?|officials?|delegations?|representatives?|diplomats?|government|ministry|council|committee|commission|authorities|party|meeting|parties))?)\s*$"
)
_TITLE = re.compile(
    r"(?:the\s+|The\s+)?(?:[A-Z][\w-]+\s+)?(?:Vice\s+|Prime\s+|Foreign\s+|Deputy\s+)?(?:President|Minister|Secretary|Chair\w*|Representative|Chancellor|Premier|Director)\b"
)
_BODY = re.compile(
    r"\b(?:Commission|Council|Committee|Meeting|JCM|Consultations|Talks|Dialogue|Delegations|Ministers|Presidents|Leaders|Sides|Parties|Governments)\b",
    re.I,
)
_BY_WHICH = re.compile(
    r"(?:\b(?:to|during|in|at|on|after|upon|through|for|by|under)\s+which|\bwhere(?:upon|by|in|at)?|\bwhen)\s*$",
    re.I,
)
_AT_WHICH = re.compile(r"(?:in|at|on|under|by|for|through)\b", re.IGNORECASE)
_CONJUNCTION = re.compile(
    r"(?:[,;:–—-]|\band|\bbut|\bwhile|\bwhereas|\bas\s+well\s+as|\bthen|\byet|\bor)\s*$", re.I
)
_CHAIN = re.compile(
    r"(?:[,;:]\s*)?(?:\b(?:and|but|or|as\s+well\s+as)\s+(?:then\s+|(?:in\s+(?:this\s+)?(?:turn|response|addition|regard|connection|context)|to\s+this\s+end|for\s+this),?\s+)?|[,;:]\s*(?:then\s+)?)$",
    re.I,
)
_THAT = re.compile(
    r"\s*(?:[^.;:]{0,60}?,\s+|(?:(?:to|with)\s+)?(?:[\w'’-]+\s+){0,4}?)?(?:that|how|whether)\b", re.I
)
_AND_THAT = re.compile(
    r"[,;]?\s+(?:(?:and|but|as\s+well\s+as)\s+(?:(?:also|further|therefore|then|in\s+addition|secondly|thirdly|lastly|finally|in\s+particular),?\s+)?that|(?<=,)\s*that)\b(?!\s+(?:of|end|regard|the\s+same)\b)",
    re.I,
)
_TO = re.compile(r"\s+(?:[\w'’]+\s+){0,3}?to\b")
_WITH_TO = frozenset({"agree", "commit", "express_intent", "request", "urge", "propose", "confirm", "state"})
_AND_TO = re.compile(
    r"[,;]?\s+(?:and|as\s+well\s+as)\s+(?:also\s+|further\s+|then\s+)?to\s+(?=[a-z]+\b)", re.I
)
_AND_VERB = re.compile(
    r",?\s+and\s+(?:also\s+)?(?=(?:(?:strongly|firmly|seriously|sincerely|deeply|fully|always|warmly)\s+)?(?:is|are|will|would|"
    r"hope[sd]?|wish(?:es|ed)?|intend(?:s|ed)?|support(?:s|ed)?|oppose[sd]?|welcome[sd]?|appreciate[sd]?|do(?:es)?\s+not|did\s+not|"
    r"cannot|look(?:s|ed)?\s+forward|expect(?:s|ed)?|stands?\s+ready|urge[sd]?|call(?:s|ed)?\s+(?:on|for)|protest(?:s|ed)?|"
    r"reject(?:s|ed)?)\b)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\s|[,;:–—-]|\b(?:and|but|while|with|to\s+which|as\s+well\s+as|or)\s*$)+$", re.I)
_QUOTED = re.compile(r"[“\"][^“”\"]{2,}[”\"]|\([^()]{2,160}\)")
_VERBAL = re.compile(
    r"\b(?:was|were|is|are|has|have|had|who|which|that|will|would|met|held|said)\b|\w{3,}ed\b"
)
_QUOTE = 25  # characters: what an attribution follows is at least this long
_THROUGH = re.compile(
    r"(?:[A-Z][^,.;:]{0,90}?)?\b(?:spokes(?:man|woman|person)|(?:press\s+)?statement|press\s+release|press\s+service|readout|communiqu[eé])\b"
    r"[^,.;:]{0,70}?\s(?:said|stated|added|noted|reads?|announced|indicated|confirmed)\s+that\s+"
)
_ORDINAL = re.compile(r"(?:First|Second|Third|Fourth|Fifth|Last|Final)(?:ly)?,?\s|(?:First|Second) of all\b")
_NEAR = 80  # characters from its start within which a sentence names whom it is about
_RECEIVED = re.compile(
    r"\s+(?:His\s|Her\s|H\.E\.|Mr|Ms|President|Prime\s|Foreign\s|Secretary|Minister|King|Chancellor)[^.;,'’]{0,90}?\b(?:at|to)\s+(?:the\s+)?[A-Z]"
)
_PASSING = frozenset({"recall", "mention", "note", "mark", "refer", "touch", "point"})
_BRIEF = 160  # characters: a longer "noting that …" is a report of its own
_LIST = re.compile(
    r"\b(?:(?:on|to|that|upon)?\s*the\s+following|as\s+follows)\s*:\s*$|^(?:these|the\s+following)\s+\w+\s+(?:was|were)\b[^,;]*[.:]$",
    re.IGNORECASE,
)
_LIST_MAX = 120  # characters: a longer sentence says something itself
_PURPOSE = re.compile(
    r"\b(?:talked|phone|telephone|met|meet|spoke|called|phoned|telephoned|talks|meeting|conversation|call|visit|visited|held|hosted|received|gathered|convened|sat\s+down)\b",
    re.I,
)
_FREE = re.compile(
    r"\b(?:should|must|will|would|shall|needs?|hopes?|supports?|opposes?|willing|ready|welcomes?|appreciates?|is|are|has|have|attaches|stands)\b"
)
_INTRO_WORDS = frozenset(
    "During In At On Also Finally Furthermore Moreover Additionally Further As With Regarding Concerning After Before Following Among Under "
    "For To Besides Likewise Indeed Lastly Firstly Next Then However Meanwhile Given While Touching Within Throughout Over By From "
    "Afterwards Subsequently Similarly Accordingly".split()
)
_INTRO = re.compile(
    r"(?:As|Now|With|On|In|Since|Taking|Because|At|For|To|Under|Given|Although|While|When|If|However|Therefore|Moreover|Furthermore|Besides|Amid|Through|By|Over|After|Regarding|Concerning)\b[^.;]{0,260}?,\s+"
)


@dataclass(slots=True)
class _Head:
    """A reporting verb in its place, before its clause is cut."""

    start: int
    verb_start: int
    verb_end: int
    verb: Verb | None
    voice: Voice
    how: str
    passive: bool = False
    that: bool = False
    forms: frozenset[str] = frozenset()
    act: str = ""
    past: bool = False
    subject: str = ""
    said: tuple[int, int] | None = None  # where the words stand that an attribution follows


@dataclass(frozen=True, slots=True)
class _Piece:
    """A conjunct of a clause: where it starts, where its content does, and how it is joined."""

    start: int
    content: int
    how: str


@dataclass(slots=True)
class _Place:
    """What is known while one sentence is read."""

    sentence: Sentence
    mentions: list[Mention]
    heads: list[_Head] = field(default_factory=list)
    lead: Voice | None = None
    lead_act: str = ""
    going: Voice | None = None  # who was speaking in the sentence before, in the same block


# How sure a clause is, by its construction: the share of such clauses that were annotated ones with the right
# speaker and act, on tests/gold (see the script that measures it).
CONFIDENCE = {
    "subject": 0.9,
    "chain": 0.85,
    "participle": 0.7,
    "opening": 0.6,
    "passive": 0.8,
    "nominal": 0.75,
    "inverted": 0.75,
    "purpose": 0.6,
    "bare": 0.7,
    "that": 0.75,
    "to": 0.75,
    "verb": 0.7,
    "lead": 0.75,
    "free": 0.55,
}


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(lexicon.data()[key].split())


@cache
def _cue(key: str) -> re.Pattern[str]:
    return re.compile(lexicon.cues()[key], re.IGNORECASE | re.VERBOSE)


@cache
def _nominal() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (act, re.compile(p, re.IGNORECASE)) for act, lines in lexicon.cues()["nominal"].items() for p in lines
    ]


def clauses(document: Document, meeting: Meeting) -> list[Clause]:
    """All reporting clauses of the document, in text order."""
    people = Speakers(document, meeting, parties(document, meeting))
    return _Reader(document, people).read()


class _Reader:
    """One pass over the sentences of a document."""

    def __init__(self, document: Document, people: Speakers) -> None:
        self.document = document
        self.text = document.text
        self.people = people
        self.out: list[Clause] = []
        self.leads: dict[int, tuple[Voice | None, str]] = {}  # block -> whose passage it opens

    def read(self) -> list[Clause]:
        """The clauses of every sentence; who was speaking goes on within a block."""
        block = -1
        lead: tuple[Voice | None, str] = (None, "")
        opened: tuple[Voice, int] | None = None  # who was given the word, and at which level
        going: Voice | None = None  # who was speaking in the sentence before, in the same block
        found = self.people.learn(self.document.sentences)
        for k, sentence in enumerate(self.document.sentences):
            if sentence.block != block:
                block = sentence.block
                going = going if _ORDINAL.match(self.text, sentence.start) else None
                opened = opened if opened and self._under(block, opened[1]) else None
                lead = self._lead(block)
                if lead[0] is None and opened:
                    lead = opened[0], ""
            through = _THROUGH.match(self.text, sentence.start, sentence.end)
            if through:  # a spokesperson's or a statement's "said that" is no report of its own
                sentence = replace(sentence, start=through.end())  # noqa: PLW2901 - the rest is the sentence
            place = _Place(sentence, found[k], [], *lead, going)
            self._scan(place)
            given = self._opens(place)
            if given:
                opened, lead = (given, self.document.blocks[block].level), (given, "")
            elif self._heads_a_list(place):
                going = place.heads[-1].voice if place.heads else going
                continue
            if not place.heads and not given:
                self._free(place, going)
            self._remember(place)
            self._cut(place, k)
            going = place.heads[-1].voice if place.heads else going
        return self.out

    def _under(self, index: int, level: int) -> bool:
        """Whether a block still belongs to the passage that a line at this level opened."""
        block = self.document.blocks[index]
        return block.level > level or (block.kind == "paragraph" and block.level == level)

    def _remember(self, place: _Place) -> None:
        """Keep in mind who spoke, or whom a sentence without a report was about."""
        first = next((m for m in place.mentions if m.kind == "person"), None)
        if first and first.voice and not place.heads and first.start - place.sentence.start < _NEAR:
            self.people.near = first.voice
        for head in place.heads:
            self.people.spoke(head.voice)

    # --- passages that belong to somebody

    def _lead(self, block: int) -> tuple[Voice | None, str]:
        """Whose passage the block stands in, by the lines it stands under."""
        for index in reversed(self.document.blocks[block].headings):
            if index not in self.leads:
                self.leads[index] = self._read_lead(index)
            if self.leads[index][0]:
                return self.leads[index]
        return None, ""

    def _read_lead(self, index: int) -> tuple[Voice | None, str]:
        block = self.document.blocks[index]
        start = max(block.start, self.text.rfind(". ", block.start, block.end) + 1)
        words = self.text[start : block.end]
        mentions = self.people.mentions(start, block.end)
        found = _cue("lead").search(words)
        if found and mentions:
            near = [m for m in mentions if m.start - start <= found.end() + 60]
            voice = self.people.resolve(
                (near or mentions)[-1] if found.start() < 3 else _before(mentions, start + found.start())
            )
            return voice, ""
        if words.rstrip().endswith(":"):
            if len(mentions) == 1 and len(words) - (mentions[0].end - mentions[0].start) < 25:
                return self.people.resolve(mentions[0]), ""
            for act in ("agree", "discuss"):
                if re.search(
                    {
                        "agree": r"\bagree|decided",
                        "discuss": r"\b(?:discuss|exchanged|topics|addressed|reviewed|talked)",
                    }[act],
                    words,
                ):
                    return self.people.joint, act
        return None, ""

    def _opens(self, place: _Place) -> Voice | None:
        """The speaker whose words this sentence introduces; its own verb then reports nothing."""
        sentence = place.sentence
        words = self.text[sentence.start : sentence.end]
        found = _cue("lead").search(words)
        if not found or not place.mentions or not re.search(r"[:.]\s*$", words):
            return None
        at = sentence.start + found.start()
        if not re.search(r"follow|below|outlined|summari[sz]ed", words):
            return None
        heads = [h for h in place.heads if h.verb_start <= at + len(found[0]) and h.verb_end >= at]
        voice = heads[-1].voice if heads else self.people.resolve(_before(place.mentions, at))
        place.heads = [h for h in place.heads if h not in heads]
        if voice is not None and voice.voice != "joint":
            self.people.spoke(voice)
            return voice
        return None

    def _heads_a_list(self, place: _Place) -> bool:
        """Whether the sentence only opens a list ("The Ministers agreed on the following:"); its items report."""
        words = self.text[place.sentence.start : place.sentence.end]
        return bool(_LIST.search(words)) and len(words) < _LIST_MAX and len(place.heads) <= 1

    # --- reporting verbs in their places

    def _scan(self, place: _Place) -> None:
        text, sentence = self.text, place.sentence
        hidden = [m.span() for m in _QUOTED.finditer(text, sentence.start, sentence.end)]
        tokens = [
            t
            for t in lexicon.WORD.finditer(text, sentence.start, sentence.end)
            if not any(a <= t.start() < b for a, b in hidden)
        ]
        done = sentence.start
        for i, token in enumerate(tokens):
            if token.start() < done:
                continue
            verb = lexicon.at(text, token, sentence.end)
            if not verb or self._empty(verb, sentence.end):
                continue
            if token[0][0].isupper() and text[max(sentence.start, token.start() - 2) : token.start()].strip(
                ' “"'
            ):
                continue  # "the Claims Settlement Agreement"
            head = self._place(place, tokens, i, verb)
            if head:
                head.that = bool(_THAT.match(text, verb.end, sentence.end))
                head.forms = verb.forms
                place.heads.append(head)
                done = verb.end
        self._nominals(place)
        source = _ACCORDING.match(text, sentence.start)
        if source and not place.heads:
            named = next((m for m in place.mentions if m.kind == "person" and m.start <= source.end()), None)
            voice = self.people.resolve(named) if named else None
            if voice:
                place.heads.append(
                    _Head(
                        sentence.start,
                        sentence.start,
                        named.end if named else source.end(),
                        None,
                        voice,
                        "inverted",
                        act="inform",
                    )
                )
        if not place.heads or (place.heads[0].how == "purpose" and len(place.heads) == 1):
            spoke = _SPOKE.search(text, sentence.start, sentence.end)
            clear = spoke and (not place.heads or spoke.start("at") < place.heads[0].start)
            if spoke and clear and any(m.kind in {"person", "joint"} for m in place.mentions):
                place.heads.insert(
                    0,
                    _Head(
                        spoke.start("at"),
                        spoke.end(),
                        spoke.end(),
                        None,
                        self.people.joint,
                        "purpose",
                        act="discuss",
                    ),
                )

    def _empty(self, verb: Verb, stop: int) -> bool:
        """Whether the verb reports nothing with these words: a talk without a topic, a carrier without a noun."""
        words = self.text[verb.end : min(stop, verb.end + 160)]
        if verb.entry.act == "carry":
            return acts.inner(words) is None
        lemma = verb.entry.lemma
        if re.match(r" by (?!\w+ing\b)", self.text[verb.end : verb.end + 20]) and verb.forms >= {"past", "participle"} and verb.entry.rest is None:
            return not re.search(r"\b(?:was|were|been|is|are|being)\s+(?:\w+\s+)?$", self.text[max(0, verb.start - 24) : verb.start])
        if lemma == "welcome" and _RECEIVED.match(words):
            return True
        if lemma == "sign":
            return (
                re.match(
                    r"\s+(?:\w+\s+){0,6}?(?:agreements?|memorand\w+|MoUs?|protocol|roadmap|declaration|treaty|arrangement|notes|plan|programme|statement|documents?)\b",
                    words,
                )
                is None
            )
        if lemma.startswith("call (for"):
            here = self.text[verb.start : verb.end].lower()
            return not here.endswith("for") and not re.search(r"\b(?:to|for|that)\b", words[:140])
        if verb.entry.act == "discuss" and lemma.split()[0] in {
            "talk",
            "speak",
            "converse",
            "confer",
            "have",
            "hold",
        }:
            if lemma.endswith(("(about|on|of)", "on")):
                return bool(_NO_TOPIC.match(words))
            return not _TOPIC.search(words)
        return False

    def _place(self, place: _Place, tokens: list[re.Match[str]], i: int, verb: Verb) -> _Head | None:
        """The head this verb makes where it stands, or None if it reports nothing there."""
        text, low = self.text, place.sentence.start
        group: list[str] = []
        begin = verb.start
        j = i - 1
        while j >= 0:
            word = tokens[j][0].lower()
            if text[tokens[j].end() : begin].strip() or not (
                word in _AUX
                or word in _MODAL
                or word in _ADVERB
                or (word.endswith("ly") and len(word) > 4 and (j == 0 or tokens[j][0].islower()))
            ):
                break
            group.append(word)
            begin = tokens[j].start()
            j -= 1
            if word == "to":
                break
        lemma = verb.entry.lemma.split()[0]
        forms = verb.forms
        if "to" in group and "base" in forms:
            going = _GO_ON.search(text, max(low, begin - 100), verb.start)
            if going:
                begin, group, forms = going.start(), [], frozenset({"past"})
                while begin > low and text[begin - 1].isspace():
                    begin -= 1
                tail = re.search(
                    r"(?:\s*\b(?:also|then|further|again|thus|therefore|however|\w+ly))+$", text[low:begin]
                )
                begin = low + tail.start() if tail else begin
                verb = Verb(verb.start, verb.end, verb.entry, forms)
        be = lemma != "be" and any(w in _BE for w in group)
        if any(w in _MODAL for w in group) and lemma not in {"would", "will"}:
            return self._purpose(place, verb, group, begin)
        if be and "participle" in verb.forms:
            return self._passive(place, verb, begin)
        if be and "ing" not in verb.forms:
            return None
        inverted = self._inverted(place, verb, begin)
        if inverted:
            return inverted
        past = "had" in group
        mention = self._subject(place, begin) or self._unknown(place, verb, begin)
        if mention:
            return self._spoken(place, verb, mention, past, be)
        if be:
            return None
        if verb.forms == {"ing"}:
            return self._participle(place, verb, begin)
        return (
            self._relative(place, verb, begin)
            or self._chained(place, verb, begin, past)
            or self._bare(place, verb, begin, low)
        )

    def _relative(self, place: _Place, verb: Verb, begin: int) -> _Head | None:
        """ "…, who reiterated that …"."""
        before = self.text[place.sentence.start : begin].rstrip()
        if (
            not before.endswith(", who")
            or "past" not in verb.forms
            or verb.entry.lemma.split()[0] in _set("weak")
        ):
            return None
        at = place.sentence.start + len(before) - 5
        mention = next((m for m in reversed(place.mentions) if m.end <= at), None)
        voice = self.people.resolve(mention) if mention and at - mention.end < 3 else None
        return (
            _Head(at + 2, verb.start, verb.end, verb, voice, "participle") if voice and voice.states else None
        )

    def _subject(self, place: _Place, begin: int) -> Mention | None:
        """The speaker that stands right before the verb group."""
        best = None
        for mention in place.mentions:
            if mention.end > begin:
                break
            gap = self.text[mention.end : begin]
            if not gap.strip() or _cue("aside").fullmatch(gap.strip()):
                best = mention
            elif (
                mention.kind in {"joint", "person"}
                and re.fullmatch(r"\s+(?:of|from)\s+[^,;.:]{1,60}", gap.rstrip())
                and not _VERBAL.search(gap)
            ):
                best = mention
        if best is None or self.text[best.start - 1 : best.start] == "-":
            return None
        before = self.text[place.sentence.start : best.start].rstrip()
        found = re.search(r"([\w]+)(?:\s+the)?$", before)
        if best.kind == "state" and found and found[1].lower() == "of":
            owner = next(
                (
                    m
                    for m in place.mentions
                    if m.kind in {"person", "joint"}
                    and re.fullmatch(r"\s+(?:of|from)\s+(?:the\s+)?", self.text[m.end : best.start])
                ),
                None,
            )
            return owner
        return best

    def _pair(self, place: _Place, mention: Mention) -> int | None:
        """Where "X and Y" begins, if the mention is the Y of two people printed as one capitalised phrase."""
        low = max(place.sentence.start, mention.end - 160)
        found = _UNKNOWN.search(self.text[low : mention.end])
        if mention.kind != "person" or not found or " and " not in found["np"]:
            return None
        at = low + found.start("np")
        first = found["np"].split(" and ")[0]
        split = at + len(first) + 5
        left = [m for m in place.mentions if m.start >= at and m.end < split and m.kind == "person"]
        if left and left[-1].voice and mention.voice and left[-1].voice != mention.voice:
            return at
        if left or mention.start < split or mention.voice is None:
            return None
        return at if self.people.stranger(mention.voice, first) else None

    def _unknown(self, place: _Place, verb: Verb, begin: int) -> Mention | None:
        """A capitalised subject that no list knows: "The Commission", "X and Minister Y", "The Latvian Minister"."""
        if not verb.forms & {"past", "third"}:
            return None
        weak = verb.entry.lemma.split()[0] in _set("weak") and verb.entry.rest is None
        text, low = self.text, place.sentence.start
        found = _UNKNOWN.search(text[max(low, begin - 140) : begin])
        if not found:
            return None
        np = found["np"]
        at = max(low, begin - 140) + found.start("np")
        if place.heads and not _CONJUNCTION.search(text[low:at].rstrip()):
            return None
        if lexicon.table().get(np.split()[0].lower()) and " " not in np:
            return None
        inside = [m for m in place.mentions if m.start >= at and m.end <= begin]
        titled = _TITLE.match(np)
        parts = np.split(" and ")
        if weak and len(parts) == 1:
            return None
        if len(parts) > 1 and (
            len(inside) != 1
            or (titled and _TITLE.match(parts[1]) and inside[0].end <= at + len(parts[0]) + 4)
        ):
            return Mention(at, begin, "joint", self.people.joint)
        if _BODY.search(np) and not titled:
            return Mention(at, begin, "joint", self.people.joint)
        for mention in inside:
            voice = self.people.resolve(mention)
            if voice and voice.voice == "state":
                plural = re.search(
                    r"(?:leaders|officials|delegation|side|representatives|diplomats|government|ministry|authorities|party|council|parliament)$",
                    np,
                    re.I,
                )
                return Mention(at, begin, "person", voice if plural else self.people.of_state(voice))
        voice = self.people.by_post(np)
        return Mention(at, begin, "person", voice) if voice else None

    def _spoken(self, place: _Place, verb: Verb, mention: Mention, past: bool, be: bool) -> _Head | None:
        text, low = self.text, place.sentence.start
        voice = self.people.resolve(mention)
        if voice is None or not voice.states:
            return None
        near = place.lead or place.going
        if mention.kind == "state" and near and near.states == voice.states and "past" not in verb.forms:
            voice = near  # "Japan is willing to …" in the words of Japan's minister
        before = re.sub(
            r"(?:^|\s)(?:the|his|her|their|its|a)$", "", text[low : mention.start].rstrip(), flags=re.I
        ).rstrip()
        word = (re.findall(r"[\w]+$", before) or [""])[0].lower()
        start = mention.start
        which = _BY_WHICH.search(before)
        heads = place.heads
        rest = text[verb.end : place.sentence.end]
        if (
            not heads
            and verb.entry.act == "state"
            and verb.entry.rest is None
            and before.endswith((",", '"', "”", "’"))
        ):
            if len(before) > _QUOTE and (
                rest.strip(" .") == "" or re.match(r",|\s+(?:in|at|during|after)\b", rest) or rest[:1] == "."
            ):
                return _Head(
                    low, verb.start, verb.end, verb, voice, "inverted", said=(low, low + len(before))
                )
        pair = self._pair(place, mention)
        if pair is not None and (not heads or _CONJUNCTION.search(text[low:pair].rstrip())):
            return _Head(pair, verb.start, verb.end, verb, self.people.joint, "subject", past=past)
        if mention.kind == "it" and verb.entry.act in {"carry", "discuss", "commit"}:
            return None
        if which and heads and _AT_WHICH.match(which[0]):
            return None
        if which and (
            which[0].strip().lower() != "when"
            or before[: which.start()].rstrip().endswith(",")
            or not before[: which.start()].strip()
        ):
            start = low + which.start()
        elif word == "with" and "ing" in verb.forms:
            start = low + before.rfind("with")
        elif word in _PREPOSITION:
            return None
        elif word in _INNER and not (word in _OPENING and not before[: -len(word)].strip(" ,")):
            if not (word in {"while", "whereas"}):
                return None
        elif heads:
            if not before or not (_CONJUNCTION.search(before) or word in {"while", "whereas"}):
                return None
            if (
                heads[-1].that
                and mention.kind not in {"person", "joint"}
                and not re.search(r"(?:;|[.!?][\"”])\s*(?:and\s*)?$", before)
            ):
                anew = (
                    before.endswith(", and")
                    and verb.entry.lemma.split()[0] in _set("carriers")
                    and acts.inner(text[verb.end : verb.end + 80])
                )
                if not anew and (
                    mention.kind in {"he", "it", "we", "me"} or heads[-1].voice.voice != "state"
                ):
                    return None
            if heads[-1].that and not (verb.forms & heads[-1].forms) and "ing" not in verb.forms:
                return None
        if "ing" in verb.forms and not be and word != "with":
            if mention.kind != "joint" or text[mention.end : verb.start].strip() != "":
                return None
        if "base" in verb.forms and len(verb.forms) == 1 and mention.kind in {"person", "he", "it"}:
            return None
        return _Head(start, verb.start, verb.end, verb, voice, "subject", past=past)

    def _inverted(self, place: _Place, verb: Verb, begin: int) -> _Head | None:
        """ "…", said Wang."""
        if "past" not in verb.forms or verb.entry.act != "state" or verb.entry.rest is not None:
            return None
        before = self.text[place.sentence.start : begin].rstrip()
        if not before.endswith((",", "”", '"', "’")):
            return None
        after = next((m for m in place.mentions if m.start >= verb.end), None)
        if after is None or self.text[verb.end : after.start].strip():
            return None
        if re.match(r"\s*(?:that|and\s+\w+ed)\b", self.text[after.end : after.end + 20]):
            return None
        voice = self.people.resolve(after)
        if voice is None or any(h.voice == voice for h in place.heads):
            return None
        start = place.sentence.start
        return _Head(start, verb.start, verb.end, verb, voice, "inverted", said=(start, start + len(before)))

    def _passive(self, place: _Place, verb: Verb, begin: int) -> _Head | None:
        text, low = self.text, place.sentence.start
        if verb.entry.lemma.split()[0] not in _set("passive") and not re.search(
            r"\bwhich\s+\w+\s*$", text[low : verb.start]
        ):
            return None
        last = place.heads[-1] if place.heads else None
        floor = last.verb_end if last else low
        segment = text[floor:begin]
        if last:
            cut = max(
                (m.end() for m in re.finditer(r",\s+(?:and\s+)?|;\s+|\band\s+(?=it\b)|:\s+", segment)),
                default=0,
            )
        else:
            comma = re.match(r"(?:[A-Z][a-z]+(?:\s+[^,]{1,150}?)?),\s+", segment)
            cut = comma.end() if comma and comma[0].split()[0].rstrip(",") in _INTRO_WORDS else 0
            late = segment.rfind(", it ")
            cut = late + 2 if late >= 0 and segment.rstrip().lower().endswith(" it") else cut
        subject = segment[cut:].strip()
        if (
            last
            and subject.lower() not in {"it", "which"}
            and (last.that or not (last.passive or last.how == "nominal"))
        ):
            return None
        if (
            last
            and subject.lower() == "which"
            and verb.entry.act in {"support", "welcome", "respond_positive", "confirm", "appreciate"}
        ):
            agent = self._agent(place, verb)
            if agent:
                return _Head(
                    floor + cut + segment[cut:].find("which"), verb.start, verb.end, verb, agent, "passive"
                )
        if re.search(
            r"\b(?:that|which|who|as|whether|if|what|when|because|since)\s+(?:[\w'’-]+\s*){0,6}$", segment
        ) and not _BY_WHICH.search(segment[: max(segment.lower().rfind("which") + 5, 0)]):
            return None
        agent = self._agent(place, verb)
        present = re.search(r"\b(?:is|are)\s+(?:\w+\s+)?$", text[begin : verb.start])
        owner = next(
            (
                m
                for m in place.mentions
                if m.kind == "state"
                and floor + cut <= m.start < begin
                and text[m.end : m.end + 2] in {"'s", "’s"}
            ),
            None,
        )
        if owner and acts.inner(text[owner.end + 2 : begin]):
            agent = self.people.resolve(owner)
        lead = None if verb.entry.act == "agree" else place.lead
        voice = agent or lead or (self.people.last if present and place.going else None) or self.people.joint
        if not voice.states:
            return None
        start = floor + cut
        while start < begin and text[start].isspace():
            start += 1
        if subject.startswith(("who ", "which ")) and not (agent and subject == "which"):
            return None
        return _Head(
            min(start, begin),
            verb.start,
            verb.end,
            verb,
            voice,
            "passive",
            passive=agent is None,
            subject=subject,
        )

    def _agent(self, place: _Place, verb: Verb) -> Voice | None:
        by = re.match(r"\s+(?:\w+ly\s+)?by\s+", self.text[verb.end : verb.end + 24])
        if not by:
            return None
        at = verb.end + by.end()
        mention = next((m for m in place.mentions if m.start == at), None)
        return self.people.resolve(mention) if mention else None

    def _participle(self, place: _Place, verb: Verb, begin: int) -> _Head | None:
        text, low = self.text, place.sentence.start
        before = text[low:begin].rstrip()
        act = verb.entry.act
        if not before or (
            before.lower() in {"after", "while", "in", "when", "before", "by", "also", "in addition to"}
        ):
            coming = next(
                (
                    m
                    for m in place.mentions
                    if m.start > verb.end and re.search(r",\s*(?:the\s+)?$", text[verb.end : m.start])
                ),
                None,
            )
            if coming is None or act in {"discuss"} or verb.entry.lemma in _set("weak"):
                return None
            voice = self.people.resolve(coming)
            if voice is None or (
                act in {"state", "inform"}
                and not (_THAT.match(text, verb.end) or acts.inner(text[verb.end : verb.end + 80]))
            ):
                return None
            return _Head(low, verb.start, verb.end, verb, voice, "opening")
        last = place.heads[-1] if place.heads else None
        word = (re.findall(r"\w+$", before) or [""])[0].lower()
        joined = (
            before.endswith(",")
            or word in {"while", "also"}
            or (word == "by" and not last)
            or (word == "and" and last and "ing" in last.forms)
        )
        if not joined:
            return None
        if last is not None:
            if (
                verb.entry.lemma.split()[0] in _set("weak")
                and verb.entry.rest is None
                and verb.entry.lemma != "add"
            ):
                return None
            return _Head(begin, verb.start, verb.end, verb, last.voice, "participle")
        subject = next(
            (m for m in place.mentions if text[m.end : begin].strip() in {",", ""} and m.end <= begin), None
        )
        if subject is not None:
            voice = self.people.resolve(subject)
            if voice and voice.states:
                return _Head(subject.start, verb.start, verb.end, verb, voice, "opening")
        if act == "discuss" and _PURPOSE.search(before):
            return _Head(begin, verb.start, verb.end, verb, self.people.joint, "purpose")
        first = next((m for m in place.mentions if not text[low : m.start].strip()), None)
        if (
            first
            and act in {"state", "appreciate", "concern", "welcome", "express_intent", "inform", "carry"}
            and verb.entry.lemma.split()[0] not in _set("weak")
        ):
            voice = self.people.resolve(first)
            if voice and voice.states:
                return _Head(begin, verb.start, verb.end, verb, voice, "participle")
        return None

    def _purpose(self, place: _Place, verb: Verb, group: list[str], begin: int) -> _Head | None:
        """ "met to discuss", "called to congratulate"."""
        if "to" not in group or "base" not in verb.forms or place.heads:
            return None
        before = self.text[place.sentence.start : begin]
        if not _PURPOSE.search(before):
            return None
        if verb.entry.act == "discuss":
            return _Head(begin, verb.start, verb.end, verb, self.people.joint, "purpose")
        first = next((m for m in place.mentions if m.kind == "person"), None)
        voice = self.people.resolve(first) if first else None
        if first is None or voice is None or verb.entry.lemma.split()[0] in _set("weak"):
            return None
        thanks = verb.entry.act == "appreciate"
        return _Head(first.start if thanks else begin, verb.start, verb.end, verb, voice, "purpose")

    def _chained(self, place: _Place, verb: Verb, begin: int, past: bool) -> _Head | None:
        text, low = self.text, place.sentence.start
        last = place.heads[-1] if place.heads else None
        lemma = verb.entry.lemma.split()[0]
        chain = _CHAIN.search(text, max(low, begin - 60), begin)
        if not chain:
            return None
        start = chain.start()
        while start < begin and not text[start].isalpha():
            start += 1
        if last is None:
            subject = self._pending(place, begin)
            if subject is None or "past" not in verb.forms and "third" not in verb.forms:
                return None
            voice = self.people.resolve(subject)
            if voice is None or not voice.states:
                return None
            meets = re.search(
                r"\b(?:met|spoke|held|talked|had|received|visited|hosted|called)\b", text[subject.end : begin]
            )
            if meets and verb.entry.act == "discuss":
                voice = self.people.joint
            return _Head(
                subject.start if not meets else start,
                verb.start,
                verb.end,
                verb,
                voice,
                "subject" if not meets else "chain",
            )
        if not (verb.forms & last.forms) and not (
            last.how in {"participle", "nominal", "opening", "purpose"} and "past" in verb.forms
        ):
            return None
        if last.how == "passive" and last.passive and "participle" in verb.forms:
            return _Head(start, verb.start, verb.end, verb, last.voice, "passive", passive=True)
        late = next(
            (
                m
                for m in place.mentions
                if m.start > last.verb_end
                and m.end < begin
                and m.kind in {"person", "joint"}
                and text[m.end : m.end + 1] == ","
                and _CONJUNCTION.search(text[low : m.start].rstrip())
            ),
            None,
        )
        if late and "," in chain[0]:
            voice = self.people.resolve(late)
            if voice and voice.states:
                return _Head(late.start, verb.start, verb.end, verb, voice, "subject", past=past)
        bare_comma = "and" not in chain[0].lower() and ";" not in chain[0]
        if lemma in _set("weak") and (verb.entry.rest is None or last.that) and lemma not in {"express"}:
            if last.that or bare_comma:
                return None
        if verb.forms == {"third"} and bare_comma:
            return None
        if "base" in verb.forms and bare_comma:
            return None
        return _Head(start, verb.start, verb.end, verb, last.voice, "chain", past=past)

    def _pending(self, place: _Place, begin: int) -> Mention | None:
        """The subject at the clause's start whose verb comes after an inserted phrase."""
        for mention in place.mentions:
            if mention.end > begin:
                return None
            before = self.text[place.sentence.start : mention.start].rstrip()
            if not before or before.endswith(","):
                return mention
        return None

    def _bare(self, place: _Place, verb: Verb, begin: int, low: int) -> _Head | None:
        """A line that begins with its verb: "Welcomed the progress …"."""
        if (
            self.text[low:begin].strip()
            or "past" not in verb.forms
            and "base" not in verb.forms
            and "third" not in verb.forms
        ):
            return None
        wish = self.text[verb.start : verb.end].lower() == "hope" and place.going
        if "base" in verb.forms and not place.lead and self.document.kind != "joint_statement" and not wish:
            return None
        if re.match(r"\s+(?:was|were)\b", self.text[verb.end : verb.end + 6]):
            return None
        voice = place.lead or (place.going if wish else None) or self.people.joint
        return _Head(low, verb.start, verb.end, verb, voice, "bare")

    def _nominals(self, place: _Place) -> None:
        """Reports whose subject is a noun: "the talks focused on …"."""
        if (
            place.heads
            and place.heads[0].start < place.sentence.start + 40
            and place.heads[0].how != "passive"
        ):
            return
        text, sentence = self.text, place.sentence
        starts = [sentence.start]
        comma = re.compile(r",\s+").search(text, sentence.start, min(sentence.end, sentence.start + 160))
        if comma:
            starts.append(comma.end())
        for start in starts:
            for act, pattern in _nominal():
                found = pattern.match(text, start, sentence.end)
                if found and not any(
                    h.start < found.end() and h.verb_start > start and h.how == "subject" for h in place.heads
                ):
                    place.heads = [h for h in place.heads if h.verb_start > found.end()]
                    voice = self.people.joint
                    place.heads.insert(
                        0,
                        _Head(
                            start,
                            found.end(),
                            found.end(),
                            None,
                            voice,
                            "nominal",
                            act=act,
                            forms=frozenset({"past"}),
                        ),
                    )
                    return

    # --- speech that goes on

    def _free(self, place: _Place, going: Voice | None) -> None:
        text, sentence = self.text, place.sentence
        voice = place.lead or going
        if voice is None or (
            voice.voice == "joint" and not place.lead and self.document.kind != "joint_statement"
        ):
            return
        words = text[sentence.start : sentence.end]
        if not place.lead and not _FREE.search(words):
            return
        if len(words) < 15:
            return
        intro = _INTRO.match(text, sentence.start, sentence.end)
        start = sentence.start
        if intro and intro.end() - start > 50:
            start = intro.end()
        act = place.lead_act
        how = "lead" if place.lead else "free"
        place.heads.append(_Head(start, start, start, None, voice, how, act=act))

    # --- cutting

    def _cut(self, place: _Place, index: int) -> None:
        """Turn heads into clauses, each ending where the next begins."""
        place.heads.sort(key=lambda h: (h.start, h.verb_start))
        place.heads = [h for n, h in enumerate(place.heads) if not self._only_leads(place.heads, n)]
        for n, head in enumerate(place.heads):
            stop = place.heads[n + 1].start if n + 1 < len(place.heads) else place.sentence.end
            if stop <= head.start:
                stop = place.sentence.end
            self._clause(place, head, stop, index)

    def _only_leads(self, heads: list[_Head], n: int) -> bool:
        """Whether a verb like "referred to X" only opens the next report of the same speaker, whose start it gives."""
        head, after = heads[n], heads[n + 1] if n + 1 < len(heads) else None
        if after is None or head.verb is None or after.voice != head.voice or after.verb is None:
            return False
        lemma = head.verb.entry.lemma.split()[0]
        bare = not head.that and head.how == "opening" and head.verb.entry.act == "state" and lemma != "express"
        brief = head.verb.entry.act == "state" and lemma in _PASSING and after.start - head.start < _BRIEF
        leads = lemma in {"refer", "touch", "turn"} or bare
        if leads or (head.how in {"opening", "participle"} and brief and after.how != "participle"):
            after.start = min(after.start, head.start)
            return True
        return False

    def _clause(self, place: _Place, head: _Head, stop: int, index: int) -> None:
        """Cut the stretch of one head into its conjunct clauses: "that … and that …", "to … and to …"."""
        text = self.text
        cue = self._reply_cue(place, head)
        pieces = self._pieces(head, stop)
        for n, piece in enumerate(pieces):
            end = pieces[n + 1].start if n + 1 < len(pieces) else stop
            tail = _TAIL.search(text, piece.start, end)
            end = tail.start() if tail and tail.start() > piece.content else end
            if end <= piece.start:
                continue
            begin = piece.content
            while begin < end and text[begin].isspace():
                begin += 1
            self.out.append(
                Clause(
                    start=piece.start,
                    end=end,
                    content=begin,
                    sentence=index,
                    verb=text[head.verb_start : head.verb_end],
                    act=self._act(head, piece, text[piece.content : end], reply=bool(cue)),
                    speaker=head.voice.speaker,
                    speaker_states=head.voice.states,
                    addressee_states=self.people.addressee(head.voice),
                    voice=head.voice.voice,
                    cue=cue if n == 0 else "",
                    passive=head.passive,
                    past=head.past,
                    conjunct=n > 0,
                    confidence=CONFIDENCE[piece.how],
                )
            )

    def _pieces(self, head: _Head, stop: int) -> list[_Piece]:
        text = self.text
        pieces = [_Piece(head.start, head.verb_end, head.how)]
        speech = head.that or (head.verb is None and head.how in {"lead", "free"})
        told = head.verb is not None and not head.verb.forms & {"past", "ing"} and not head.act
        if speech:
            for found in _AND_THAT.finditer(text, head.verb_end + 5, stop):
                pieces.append(_Piece(_word_start(text, found.start()), found.end() - 4, "that"))
        elif head.verb and head.verb.entry.act in _WITH_TO and _TO.match(text, head.verb_end, stop):
            for found in _AND_TO.finditer(text, head.verb_end + 5, stop):
                pieces.append(_Piece(_word_start(text, found.start()), found.end() - 3, "to"))
        if not (speech or told):
            return pieces
        out = []
        for n, piece in enumerate(pieces):
            end = pieces[n + 1].start if n + 1 < len(pieces) else stop
            before = self.people.content(head.voice, text[piece.content : end])
            out.append(piece)
            for found in _AND_VERB.finditer(text, piece.content + 12, end):
                act = self.people.content(head.voice, f"it {text[found.end() : end]}")
                if act not in {before, "state"}:
                    out.append(_Piece(_word_start(text, found.start()), found.end(), "verb"))
                    before = act
        return out

    def _act(self, head: _Head, piece: _Piece, words: str, *, reply: bool) -> str:
        if head.act:
            return head.act
        if head.said:
            return self.people.content(head.voice, self.text[head.said[0] : head.said[1]])
        if piece.how == "verb":
            return self.people.content(head.voice, f"it {words}")
        if head.verb is None:
            return self.people.content(head.voice, words)
        carried = acts.inner(head.subject) if head.subject else None
        if carried and head.verb.entry.lemma.split()[0] in _set("carriers") and carried[0] != "state":
            return carried[0]
        return acts.act(
            head.verb, self.people.sides(head.voice, words), joint=head.voice.voice == "joint", reply=reply
        )

    def _reply_cue(self, place: _Place, head: _Head) -> str:
        before = [h.verb_end for h in place.heads if h.start < head.start]
        low = max(before, default=place.sentence.start)
        found = None
        for match in _cue("reply").finditer(self.text, low, max(low, head.verb_start)):
            found = match
        return found[0] if found else ""


def _before(mentions: list[Mention], at: int) -> Mention:
    """The last mention that begins before `at`, else the first."""
    return ([m for m in mentions if m.start < at] or mentions)[
        -1 if any(m.start < at for m in mentions) else 0
    ]


def _word_start(text: str, at: int) -> int:
    while not text[at].isalpha():
        at += 1
    return at
