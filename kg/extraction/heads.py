"""Reporting verbs in their places: which of a sentence's verbs report, for whom, and from where."""

# ruff: noqa: RUF001 - the marks that documents print

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import acts, grammar, lexicon
from kg.extraction.lexicon import Verb
from kg.extraction.nominals import Nominals
from kg.extraction.participles import Participles
from kg.extraction.passives import Passives
from kg.extraction.place import Head, Place
from kg.extraction.subjects import Subjects

if TYPE_CHECKING:
    from kg.extraction.speakers import Mention, Speakers


class Heads:
    """Reads a sentence word by word and keeps the verbs that report."""

    def __init__(self, text: str, people: Speakers, *, joint: bool) -> None:
        """Read this text; `joint` where the whole document speaks for both sides."""
        self.text = text
        self.people = people
        self.joint = joint
        self.subjects = Subjects(text, people)
        self.passives = Passives(text, people, self.subjects)
        self.participles = Participles(text, people, self.subjects)
        self.nominals = Nominals(text, people, self.subjects)

    def scan(self, place: Place) -> None:
        """Fill `place.heads` with the verbs that report."""
        text, sentence = self.text, place.sentence
        hidden = [
            m.span()
            for m in grammar.QUOTED.finditer(text, sentence.start, sentence.end)
            if not grammar.RELEASED.match(text, m.end(), sentence.end)
            and text[sentence.start : m.start()] + text[m.end() : sentence.end].strip()
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
                head.that = bool(
                    grammar.THAT.match(text, verb.end, sentence.end)
                    or (verb.entry.lemma == "say" and acts.PLAIN.match(text, verb.end, sentence.end))
                )
                head.forms = verb.forms
                place.heads.append(head)
                self.people.spoke(head.voice)
                done = verb.end
        self.nominals.find(place)

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
            return not grammar.OUTSET.search(self.text[max(0, verb.start - 120) : verb.start])
        if lemma == "speak on behalf of":
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
            if lemma.endswith(("(about|on)", "on", "of", "(through|over)")):
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
            return self.participles.purpose(place, verb, group, begin)
        if be and "participle" in verb.forms:
            return self.passives.passive(place, verb, begin)
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
            return self.participles.participle(place, verb, begin)
        return (
            self.participles.relative(place, verb, begin)
            or self._chained(place, verb, begin, past)
            or self._bare(place, verb, begin, low)
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
        states = not grammar.PERSONS.search(text, mention.start, mention.end)
        if near and mention.kind == "joint" and alone and told and states and not place.lead:
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
        plain = verb.entry.act in {"state", "confirm", "inform", "acknowledge"} and verb.entry.rest is None
        spoken = before.endswith((",", '"', "”", "’")) and len(before) > grammar.QUOTE
        if not heads and plain and after and spoken:
            return Head(low, verb.start, verb.end, verb, voice, "inverted", said=(low, low + len(before)))
        whom = which is not None and "whom" in which[0]
        mutual = verb.entry.lemma.split()[0] in grammar.RECIPROCAL
        if verb.entry.act == "discuss" and voice.voice == "named" and (mention.kind == "we" or mutual):
            voice = self.people.joint
        if verb.entry.act == "discuss" and voice.voice == "named" and (whom or self._with_them(place, verb)):
            voice = self.people.joint  # "discussed trade with Minister X"
        pair = self.subjects.pair(place, mention)
        if pair is not None and (not heads or grammar.CONJUNCTION.search(text[low:pair].rstrip())):
            return Head(pair, verb.start, verb.end, verb, self.people.joint, "subject", past=past)
        if mention.kind == "it" and (
            verb.entry.act in {"carry", "discuss", "commit"} or verb.entry.lemma.startswith("be (clear")
        ):
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

    def _with_them(self, place: Place, verb: Verb) -> bool:
        """Whether the verb's "with" names somebody of the other side, so that both talked."""
        found = grammar.WITH.match(self.text, verb.start, place.sentence.end)
        talks = verb.entry.lemma.split()[0] in grammar.TALKS
        return (
            found is not None
            and talks
            and any(
                m.kind in {"person", "other"} and found.end() <= m.start <= found.end() + len("the ")
                for m in place.mentions
            )
        )

    @staticmethod
    def _aside(verb: Verb) -> bool:
        """Whether the verb tells what somebody does rather than says."""
        return verb.entry.rest is None and verb.entry.lemma in grammar.words("weak")

    def _inverted(self, place: Place, verb: Verb, begin: int) -> Head | None:
        """A verb before its speaker: "…", said Wang."""
        if not verb.forms & {"past", "third"} or verb.entry.act != "state" or verb.entry.rest is not None:
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
        if verb.entry.act == "carry" and last.that and bare_comma:
            return None
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
