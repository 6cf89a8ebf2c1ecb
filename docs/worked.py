"""The worked example: `python docs/worked.py > docs/worked.md` reads the demo readout of 2005."""  # noqa: INP001 - a script

from __future__ import annotations

import sys
from importlib.resources import files

from kg import api
from kg.vocabulary import schemes
from kg.vocabulary.actors import actors

SOURCE = "2005-05-31-jpn-rus.txt"
HEAD = """\
# The meeting of May 31, 2005, statement by statement

What `kg read` makes of `kg/demo/readouts/2005-05-31-jpn-rus.txt`, our own words for a page that Japan's
foreign ministry published; made by `python docs/worked.py > docs/worked.md`. It is the reader's output as it
is, mistakes included: the [modelling guide](ontology.md) says how it ought to be. The definitions are the
ontology's.
"""


def page() -> str:
    """The whole page."""
    reading = api.read(files("kg.demo").joinpath("readouts", SOURCE))
    label = actors().label
    meeting = reading.meeting
    lines = [HEAD, "## The meeting", ""]
    lines.append(f"- `kg:meetingType` {meeting.type}, `kg:earliest`/`kg:latest` {meeting.date}")
    lines.append(f"- `kg:participant` {', '.join(map(label, meeting.states))}")
    lines += [
        f"- `kg:attendee` {o.name}, {o.post or 'no post printed'} ({o.state})" for o in meeting.officials
    ]
    lines += ["", "## The statements", ""]
    for s in reading.statements:
        who = s.speaker or " and ".join(map(label, s.speaker_states))
        lines += [f"### {s.n}. {who}", "", f"> {s.quote}", ""]
        lines.append(f"- characters {s.start} to {s.end}; `kg:onBehalfOf` {', '.join(s.speaker_states)}")
        if s.addressee_states:
            lines.append(f"- `kg:addressee` {', '.join(s.addressee_states)}")
        lines.append(f"- `kg:act` **{s.act}**: {schemes.ACTS.concepts[s.act].definition}")
        lines.append(f"- `kg:issue` {s.issue}, `kg:dossier` {s.dossier}")
        lines.append(
            f"- `kg:polarity` **{s.polarity}**: {schemes.POLARITIES.concepts[s.polarity].definition}"
        )
        if s.target:
            lines.append(f"- `kg:target` “{s.target}”")
        if s.condition:
            lines.append(f"- `kg:condition` “{s.condition}”")
        if s.replies_to:
            grade = schemes.GRADES.concepts.get(s.reply_grade or "")
            told = f", `kg:replyGrade` **{grade.notation}**: {grade.definition}" if grade else ""
            lines.append(f"- `kg:inReplyTo` {s.replies_to}{told}")
        for c in reading.commitments:
            if c.statement == s.n:
                due = f", due {c.due}" if c.due else ""
                lines.append(f"- `kg:Commitment` of {', '.join(c.parties)}: “{c.what}”{due}")
        lines.append("")
    lines += ["## What it cites", ""]
    lines += [f"- {r.kind}: {r.name}" + (f" ({r.date})" if r.date else "") for r in reading.references]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
