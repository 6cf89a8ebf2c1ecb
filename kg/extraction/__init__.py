"""Document -> Reading: who met, who said what on which issue, with which stance, reply and promise.

Stages, each a module with one public function, called in this order by `read`:

    meetings.account(document) -> Meeting
    clauses.clauses(document, meeting) -> list[Clause]          (speakers, acts inside)
    issues.topics(document, meeting, clause, before) -> list[Topic]    before: topics of the clause before
    stances.stance(document, meeting, clause, topic) -> Stance
    replies.link(document, meeting, statements, clauses) -> list[Statement]
    commitments.find(document, meeting, statements) -> list[Commitment]
    references.find(document, meeting) -> list[Reference]
"""
