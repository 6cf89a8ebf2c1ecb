"""The model in one picture: the main classes and what leads from one to another, each a link to its entry.

Where a box stands, and which of the many properties are drawn, is decided here; a test holds every arrow to
its domain and range in the ontology.
"""

from __future__ import annotations

from html import escape

from markupsafe import Markup

WIDE, HIGH, ACROSS, DOWN, MARGIN = 168, 52, 292, 116, 12
"""Units of the picture: a box, and from one box to the next."""
SAID, READ, DERIVED = "said", "read", "derived"
LAYERS = {SAID: "what the document says", READ: "what is read into it", DERIVED: "derived from all of them"}
BOXES: dict[str, tuple[int, int, str, str]] = {
    "Official": (0, 0, DERIVED, "one person"),
    "Meeting": (1, 0, DERIVED, "behind several accounts"),
    "Readout": (2, 0, SAID, "publisher, date, text"),
    "PersonMention": (0, 1, SAID, "name, post"),
    "Account": (1, 1, SAID, "type, day, place"),
    "Evidence": (2, 1, SAID, "exact words, offsets"),
    "Actor": (0, 2, SAID, "state, organisation"),
    "Statement": (1, 2, READ, "act, voice, polarity"),
    "Commitment": (2, 2, READ, "undertaking, due"),
    "Issue": (0, 3, READ, "dossier, issue, sub-issue"),
    "Stance": (1, 3, READ, "polarity"),
    "Condition": (2, 3, READ, "verbatim"),
}
"""Class to column, row, layer and what it holds."""
ARROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Official", "PersonMention", ("hasMention",)),
    ("Meeting", "Account", ("hasAccount",)),
    ("Account", "PersonMention", ("attendee",)),
    ("Account", "Readout", ("reportedIn",)),
    ("PersonMention", "Actor", ("ofState",)),
    ("Statement", "Account", ("madeAt",)),
    ("Statement", "PersonMention", ("speaker",)),
    ("Statement", "Actor", ("onBehalfOf", "addressee", "reportedBy")),
    ("Statement", "Evidence", ("evidence",)),
    ("Evidence", "Readout", ("oa:hasSource",)),
    ("Commitment", "Statement", ("statedIn",)),
    ("Stance", "Statement", ("expressedIn",)),
    ("Stance", "Actor", ("holder",)),
    ("Stance", "Issue", ("towards",)),
    ("Stance", "Condition", ("condition",)),
)

HEAD = """<defs><marker id="arrow-head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" \
orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>"""


def picture() -> Markup:
    """The picture as SVG, without any style of its own."""
    columns = 1 + max(box[0] for box in BOXES.values())
    rows = 1 + max(box[1] for box in BOXES.values())
    width = (columns - 1) * ACROSS + WIDE + 2 * MARGIN
    height = (rows - 1) * DOWN + HIGH + 2 * MARGIN
    parts = [
        f'<svg class="model" viewBox="0 0 {width} {height}" role="group" aria-label="The main classes">',
        HEAD,
        *(_arrow(*arrow) for arrow in ARROWS),
        *(_box(name, *box) for name, box in BOXES.items()),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704  nothing in it comes from a document


def _middle(name: str) -> tuple[float, float]:
    column, row, *_ = BOXES[name]
    return MARGIN + column * ACROSS + WIDE / 2, MARGIN + row * DOWN + HIGH / 2


def _edge(name: str, other: str) -> tuple[float, float]:
    """Where the line from the middle of one box to that of another leaves the first."""
    (x, y), (to_x, to_y) = _middle(name), _middle(other)
    dx, dy = to_x - x, to_y - y
    part = min(WIDE / 2 / abs(dx) if dx else 2, HIGH / 2 / abs(dy) if dy else 2)
    return x + dx * part, y + dy * part


def _arrow(one: str, other: str, properties: tuple[str, ...]) -> str:
    (x, y), (to_x, to_y) = _edge(one, other), _edge(other, one)
    middle_x, middle_y = (x + to_x) / 2, (y + to_y) / 2
    first = middle_y + 4 - 13 * (len(properties) - 1) / 2
    words = "".join(
        f'<text x="{middle_x:g}" y="{first + 13 * k:g}">{escape(name)}</text>'
        for k, name in enumerate(properties)
    )
    line = f'<path class="arrow" d="M{x:.1f} {y:.1f} {to_x:.1f} {to_y:.1f}" marker-end="url(#arrow-head)"/>'
    return line + words


def _box(name: str, column: int, row: int, layer: str, holds: str) -> str:
    x, y = MARGIN + column * ACROSS, MARGIN + row * DOWN
    middle = x + WIDE / 2
    return (
        f'<a href="#{name}"><rect class="{layer}" x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="5"/>'
        f'<text class="name" x="{middle:g}" y="{y + 22}">{name}</text>'
        f'<text x="{middle:g}" y="{y + 40}">{escape(holds)}</text></a>'
    )
