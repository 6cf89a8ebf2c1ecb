"""Reporting verbs in their places: which of a sentence's verbs report, for whom, and from where."""

# ruff: noqa: RUF001 - the marks that documents print

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import acts, grammar, lexicon
from kg.extraction.lexicon import Verb
from kg.extraction.place import Head, Place
from kg.extraction.subjects import Subjects

if TYPE_CHECKING:
    from kg.extraction.speakers import Mention, Speakers, Voice


class Heads:
    """Reads a sentence word by word and keeps the verbs that report."""

    def __init__(self, text: str, people: Speakers, *, joint: bool) -> None:
        """Read this text; `joint` where the whole document speaks for both sides."""
        self.text = text
        self.people = people
        self.joint = joint
        self.subjects = Subjects(text, people)

    def scan(self, place: Place) -> None:
        """Fill `place.heads` with the verbs that report."""
        text, sentence = self.text, place.sentence
        hidden = [
            m.span()
            for m in grammar.QUOTED.finditer(text, sentence.start, sentence.end)
            if not grammar.RELEASED.match(text, m.end(), sentence.end)
        ]
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
                head.that = bool(grammar.THAT.match(text, verb.end, sentence.end))
                head.forms = verb.forms
                place.heads.append(head)
                self.people.spoke(head.voice)
                done = verb.end
        self._nominals(place)
        if not place.heads:
            self._unlisted(place)
        source = grammar.ACCORDING.match(text, sentence.start)
        if source and not place.heads:
            named = next((m for m in place.mentions if m.kind == "person" and m.start <= source.end()), None)
            voice = self.people.resolve(named) if named else None
            if voice:
                place.heads.append(
                    Head(
                        sentence.start,
                        sentence.start,
                        named.end if named else source.end(),
                        None,
                        voice,
                        "inverted",
                        act="inform" if source[0].startswith("According") else "state",
                    )
                )
        if not place.heads or (place.heads[0].how == "purpose" and len(place.heads) == 1):
            spoke = grammar.SPOKE.search(text, sentence.start, sentence.end)
            clear = spoke and (not place.heads or spoke.start("at") < place.heads[0].start)
            if spoke and clear and any(m.kind in {"person", "joint"} for m in place.mentions):
                place.heads.insert(
                    0,
                    Head(
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
        """Whether the verb reports nothing here: a talk without a topic, a carrier without a noun."""
        words = self.text[verb.end : min(stop, verb.end + 160)]
        if verb.entry.act == "carry":
            return acts.inner(words) is None
        lemma = verb.entry.lemma
        if lemma == "say" and re.match(r"\s+(?:an?|the)\s+(?:\w+\s+){0,3}?(?:statement|release)\b", words):
            return True
        if (
            re.match(r" by (?!\w+ing\b)", self.text[verb.end : verb.end + 20])
            and verb.forms >= {"past", "participle"}
            and verb.entry.rest is None
        ):
            return not re.search(
                r"\b(?:was|were|been|is|are|being)\s+(?:\w+\s+)?$",
                self.text[max(0, verb.start - 24) : verb.start],
            )
        if lemma == "welcome" and grammar.RECEIVED.match(words):
            return True
        if lemma == "sign":
            before = self.text[max(0, verb.start - 160) : verb.start]
            passive = re.search(r"\b(?:was|were)\s+(?:also\s+)?$", before)
            return not (grammar.PAPER.search(before) if passive else grammar.SIGNED.match(words))
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
                return bool(grammar.NO_TOPIC.match(words))
            return not grammar.TOPIC.search(words)
        return False

    def _place(self, place: Place, tokens: list[re.Match[str]], i: int, verb: Verb) -> Head | None:
        """The head this verb makes where it stands, or None if it reports nothing there."""
        text, low = self.text, place.sentence.start
        group: list[str] = []
        begin = verb.start
        j = i - 1
        while j >= 0:
            word = tokens[j][0].lower()
            if text[tokens[j].end() : begin].strip() or not (
                word in grammar.AUX
                or word in grammar.MODAL
                or word in grammar.ADVERB
                or (word.endswith("ly") and len(word) > len("only") and (j == 0 or tokens[j][0].islower()))
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
            going = grammar.GO_ON.search(text, max(low, begin - 100), verb.start)
            if going:
                begin, group, forms = going.start(), [], frozenset({"past"})
                while begin > low and text[begin - 1].isspace():
                    begin -= 1
                tail = re.search(
                    r"(?:\s*\b(?:also|then|further|again|thus|therefore|however|\w+ly))+$", text[low:begin]
                )
                begin = low + tail.start() if tail else begin
                verb = Verb(verb.start, verb.end, verb.entry, forms)
        be = lemma != "be" and any(w in grammar.BE for w in group)
        if any(w in grammar.MODAL for w in group) and lemma not in {"would", "will"}:
            return self._purpose(place, verb, group, begin)
        if be and "participle" in verb.forms:
            return self._passive(place, verb, begin)
        if be and "ing" not in verb.forms:
            return None
        inverted = self._inverted(place, verb, begin)
        if inverted:
            return inverted
        past = "had" in group
        mention = self.subjects.before(place, begin) or self.subjects.unknown(place, verb, begin)
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

    def _relative(self, place: Place, verb: Verb, begin: int) -> Head | None:
        """A relative clause that reports: "…, who reiterated that …"."""
        before = self.text[place.sentence.start : begin].rstrip()
        if (
            not before.endswith(", who")
            or "had" in self.text[begin : verb.start]
            or "past" not in verb.forms
            or verb.entry.lemma.split()[0] in grammar.words("weak")
        ):
            return None
        at = place.sentence.start + len(before) - 5
        mention = next((m for m in reversed(place.mentions) if m.end <= at), None)
        voice = self.people.resolve(mention) if mention and at - mention.end <= len(", ") else None
        return (
            Head(at + 2, verb.start, verb.end, verb, voice, "participle") if voice and voice.states else None
        )

    def _spoken(self, place: Place, verb: Verb, mention: Mention, past: bool, be: bool) -> Head | None:
        text, low = self.text, place.sentence.start
        voice = self.people.resolve(mention)
        if voice is None or not voice.states:
            return None
        near = place.lead or place.going
        told = "past" not in verb.forms or re.search(r"\bha(?:s|ve)\b", text[mention.end : verb.start])
        here = near and (near.states == voice.states or not set(voice.states) & set(self.people.joint.states))
        alone = near is not None and near.voice in {"named", "state"} and not self.joint
        if near and mention.kind == "joint" and alone and told and not place.lead:
            voice = near  # "The two sides support each other" in the words of one
        if mention.kind == "state" and near and here and told:
            voice = near  # "Japan is willing to …", "Japan has proposed …" in the words of Japan's minister
        before = re.sub(
            r"(?:^|\s)(?:the|his|her|their|its|a)$",
            "",
            text[low : mention.start].rstrip(),
            flags=re.IGNORECASE,
        ).rstrip()
        word = (re.findall(r"[\w]+$", before) or [""])[0].lower()
        start = mention.start
        which = grammar.BY_WHICH.search(before)
        heads = [h for h in place.heads if h.how != "opening"]
        rest = text[verb.end : place.sentence.end]
        after = not rest.strip(" .") or re.match(r"[,.]|\s+(?:in|at|during|after)\b", rest)
        plain = verb.entry.act == "state" and verb.entry.rest is None
        spoken = before.endswith((",", '"', "”", "’")) and len(before) > grammar.QUOTE
        if not heads and plain and after and spoken:
            return Head(low, verb.start, verb.end, verb, voice, "inverted", said=(low, low + len(before)))
        pair = self.subjects.pair(place, mention)
        if pair is not None and (not heads or grammar.CONJUNCTION.search(text[low:pair].rstrip())):
            return Head(pair, verb.start, verb.end, verb, self.people.joint, "subject", past=past)
        if mention.kind == "it" and verb.entry.act in {"carry", "discuss", "commit"}:
            return None
        if which and heads and grammar.AT_WHICH.match(which[0]):
            return None
        if which and (
            which[0].strip().lower() != "when"
            or before[: which.start()].rstrip().endswith(",")
            or not before[: which.start()].strip()
        ):
            start = low + which.start()
        elif word == "with" and "ing" in verb.forms:
            start = low + before.rfind("with")
        elif word in grammar.PREPOSITION:
            return None
        elif word in grammar.INNER and not (word in grammar.OPENING and not before[: -len(word)].strip(" ,")):
            if word not in {"while", "whereas"}:
                return None
        elif not heads and word in grammar.OPENING and self._aside(verb):
            return None  # "As both countries celebrate …, the talks reviewed …"
        elif heads:
            if not before or not (grammar.CONJUNCTION.search(before) or word in {"while", "whereas"}):
                return None
            if (
                heads[-1].that
                and mention.kind not in {"person", "joint"}
                and not re.search(r"(?:;|[.!?][\"”])\s*(?:and\s*)?$", before)
            ):
                anew = (
                    before.endswith(", and")
                    and verb.entry.lemma.split()[0] in grammar.words("carriers")
                    and acts.inner(text[verb.end : verb.end + 80])
                )
                if not anew and (
                    mention.kind in {"he", "it", "we", "me"} or heads[-1].voice.voice != "state"
                ):
                    return None
            if heads[-1].that and not (verb.forms & heads[-1].forms) and "ing" not in verb.forms:
                return None
        beside = mention.kind == "joint" and not text[mention.end : verb.start].strip()
        if "ing" in verb.forms and not be and word != "with" and not beside:
            return None
        if "base" in verb.forms and len(verb.forms) == 1 and mention.kind in {"person", "he", "it"}:
            return None
        return Head(start, verb.start, verb.end, verb, voice, "subject", past=past)

    @staticmethod
    def _aside(verb: Verb) -> bool:
        """Whether the verb tells what somebody does rather than says."""
        return verb.entry.rest is None and verb.entry.lemma in grammar.words("weak")

    def _inverted(self, place: Place, verb: Verb, begin: int) -> Head | None:
        """A verb before its speaker: "…", said Wang."""
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
        return Head(start, verb.start, verb.end, verb, voice, "inverted", said=(start, start + len(before)))

    def _passive(self, place: Place, verb: Verb, begin: int) -> Head | None:
        text, low = self.text, place.sentence.start
        if verb.entry.lemma.split()[0] not in grammar.words("passive") and not re.search(
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
            cut = comma.end() if comma and comma[0].split()[0].rstrip(",") in grammar.INTRO_WORDS else 0
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
            agent = self.subjects.agent(place, verb)
            if agent:
                return Head(
                    floor + cut + segment[cut:].find("which"), verb.start, verb.end, verb, agent, "passive"
                )
        if re.search(
            r"\b(?:that|which|who|as|whether|if|what|when|because|since)\s+(?:[\w'’-]+\s*){0,6}$", segment
        ) and not grammar.BY_WHICH.search(segment[: max(segment.lower().rfind("which") + 5, 0)]):
            return None
        agent = self.subjects.agent(place, verb)
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
        carries = verb.entry.lemma.split()[0] in grammar.words("carriers")
        if owner and carries and acts.inner(text[owner.end + 2 : begin]):
            agent = self.people.resolve(owner)
        lead = None if verb.entry.act == "agree" else place.lead or self._fronted(place)
        voice = agent or lead or (self.people.last if present and place.going else None) or self.people.joint
        if not voice.states:
            return None
        start = floor + cut
        while start < begin and text[start].isspace():
            start += 1
        if subject.startswith(("who ", "which ")) and not (agent and subject == "which"):
            return None
        return Head(
            min(start, begin),
            verb.start,
            verb.end,
            verb,
            voice,
            "passive",
            passive=agent is None,
            subject=subject,
        )

    def _fronted(self, place: Place) -> Voice | None:
        """Whose passive it is by the opening: "On the Kenyan side, it was stressed that"."""
        first = next(iter(place.mentions), None)
        if first is None or first.kind != "state" or not self.text[: first.end].endswith("side"):
            return None
        before = self.text[place.sentence.start : first.start].strip().lower()
        return first.voice if before in {"on", "from", "on the", "from the"} else None

    def _participle(self, place: Place, verb: Verb, begin: int) -> Head | None:
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
            if coming is None or act == "discuss" or verb.entry.lemma in grammar.words("weak"):
                return None
            voice = self.people.resolve(coming)
            if voice is None or (
                act in {"state", "inform"}
                and not (grammar.THAT.match(text, verb.end) or acts.inner(text[verb.end : verb.end + 80]))
            ):
                return None
            return Head(low, verb.start, verb.end, verb, voice, "opening")
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
                verb.entry.lemma.split()[0] in grammar.words("weak")
                and verb.entry.rest is None
                and verb.entry.lemma != "add"
            ):
                return None
            return Head(begin, verb.start, verb.end, verb, last.voice, "participle")
        subject = next(
            (
                m
                for m in place.mentions
                if m.end <= begin
                and grammar.ASIDE.fullmatch(text, m.end, begin)
                and (m.kind != "state" or text[low : m.start].rstrip()[-1:] in {"", ","})
            ),
            None,
        )
        if subject is not None:
            voice = self.people.resolve(subject)
            if voice and voice.states:
                return Head(subject.start, verb.start, verb.end, verb, voice, "opening")
        if act == "discuss" and grammar.PURPOSE.search(before):
            return Head(begin, verb.start, verb.end, verb, self.people.joint, "purpose")
        first = next((m for m in place.mentions if not text[low : m.start].strip()), None)
        if (
            first
            and act not in {"discuss", "agree", "respond_positive", "respond_negative"}
            and verb.entry.lemma.split()[0] not in grammar.words("weak")
        ):
            voice = self.people.resolve(first)
            if voice and voice.states:
                return Head(begin, verb.start, verb.end, verb, voice, "participle")
        return None

    def _unlisted(self, place: Place) -> None:
        """A verb that no list knows reports too where a person is its subject and "that" follows it."""
        first = next((m for m in place.mentions if m.kind in {"person", "joint", "he"}), None)
        found = grammar.TOLD.match(self.text, first.end, place.sentence.end) if first else None
        before = self.text[place.sentence.start : first.start].rstrip() if first else ""
        if first is None or not found or not (not before or before.endswith(",")):
            return
        voice = self.people.resolve(first)
        if voice and voice.states:
            at, said = found.start("verb"), (found.end(), place.sentence.end)
            place.heads.append(
                Head(first.start, at, found.end("verb"), None, voice, "subject", that=True, said=said)
            )
            self.people.spoke(voice)

    def _purpose(self, place: Place, verb: Verb, group: list[str], begin: int) -> Head | None:
        """A purpose that reports: "met to discuss", "called to congratulate"."""
        if "to" not in group or "base" not in verb.forms or place.heads:
            return None
        before = self.text[place.sentence.start : begin]
        if not grammar.PURPOSE.search(before):
            return None
        if verb.entry.act == "discuss":
            return Head(begin, verb.start, verb.end, verb, self.people.joint, "purpose")
        first = next((m for m in place.mentions if m.kind == "person"), None)
        voice = self.people.resolve(first) if first else None
        if first is None or voice is None or verb.entry.lemma.split()[0] in grammar.words("weak"):
            return None
        thanks = verb.entry.act == "appreciate"
        return Head(first.start if thanks else begin, verb.start, verb.end, verb, voice, "purpose")

    def _chained(self, place: Place, verb: Verb, begin: int, past: bool) -> Head | None:
        text, low = self.text, place.sentence.start
        last = place.heads[-1] if place.heads else None
        lemma = verb.entry.lemma.split()[0]
        chain = grammar.CHAIN.search(text, max(low, begin - 60), begin)
        if not chain:
            return None
        start = chain.start()
        while start < begin and not text[start].isalpha():
            start += 1
        if last is None:
            subject = self.subjects.pending(place, begin)
            if subject is None or ("past" not in verb.forms and "third" not in verb.forms):
                return None
            voice = self.people.resolve(subject)
            if voice is None or not voice.states:
                return None
            meets = grammar.MEETING.search(text, subject.end, begin)
            if meets and verb.entry.act == "discuss":
                voice = self.people.joint
            return Head(
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
            return Head(start, verb.start, verb.end, verb, last.voice, "passive", passive=True)
        late = next(
            (
                m
                for m in place.mentions
                if m.start > last.verb_end
                and m.end < begin
                and m.kind in {"person", "joint"}
                and text[m.end : m.end + 1] == ","
                and grammar.CONJUNCTION.search(text[low : m.start].rstrip())
            ),
            None,
        )
        if late and "," in chain[0]:
            voice = self.people.resolve(late)
            if voice and voice.states:
                return Head(late.start, verb.start, verb.end, verb, voice, "subject", past=past)
        bare_comma = "and" not in chain[0].lower() and ";" not in chain[0]
        weak = lemma in grammar.words("weak") and (verb.entry.rest is None or last.that)
        told = verb.forms == last.forms == {"third"}  # "respects …, supports … and will …"
        if weak and (last.that or bare_comma) and not told:
            return None
        if verb.forms == {"third"} and bare_comma and last.forms != {"third"}:
            return None
        if "base" in verb.forms and bare_comma:
            return None
        return Head(start, verb.start, verb.end, verb, last.voice, "chain", past=past)

    def _bare(self, place: Place, verb: Verb, begin: int, low: int) -> Head | None:
        """A line that begins with its verb: "Welcomed the progress …"."""
        if self.text[low:begin].strip() or (
            "past" not in verb.forms and "base" not in verb.forms and "third" not in verb.forms
        ):
            return None
        wish = self.text[verb.start : verb.end].lower() == "hope" and place.going
        if "base" in verb.forms and not place.lead and not self.joint and not wish:
            return None
        if re.match(r"\s+(?:was|were)\b", self.text[verb.end : verb.end + 6]):
            return None
        voice = place.lead or (place.going if wish else None) or self.people.joint
        return Head(low, verb.start, verb.end, verb, voice, "bare")

    def _nominals(self, place: Place) -> None:
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
            for act, pattern in grammar.nominal():
                found = pattern.match(text, start, sentence.end)
                if found and not any(
                    h.start < found.end() and h.verb_start > start and h.how == "subject" for h in place.heads
                ):
                    place.heads = [h for h in place.heads if h.verb_start > found.end()]
                    voice = self.people.joint
                    place.heads.insert(
                        0,
                        Head(
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
