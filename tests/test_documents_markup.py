"""Pages of the kinds that ministries publish: the account stays, the furniture goes."""

from __future__ import annotations

import pytest

from kg import documents
from kg.documents import markup
from kg.errors import EmptyError

PROSE = "The two ministers discussed trade between both countries and the situation in the region at length."
COOKIE = "We agreed to use cookies."


def load(body, head="", source="x.html"):
    """Load a page."""
    page = f"<!DOCTYPE html><html lang='en'><head>{head}</head><body class='has-banner'>{body}</body></html>"
    return documents.load(page.encode(), source=source)


@pytest.mark.parametrize(
    "furniture",
    [
        f"<div id='cookie-consent'><p>{COOKIE}</p></div>",
        f"<div class='wp-caption'>{COOKIE}</div>",
        f"<figure><figcaption>{COOKIE}</figcaption></figure>",
        f"<div role='dialog'>{COOKIE}</div>",
        f"<p hidden>{COOKIE}</p>",
        f"<p style='color:red; display: none'>{COOKIE}</p>",
        f"<p aria-hidden='true'>{COOKIE}</p>",
        f"<aside>{COOKIE}</aside>",
        f"<header>{COOKIE}</header>",
        f"<form>{COOKIE}</form>",
        f"<!-- {COOKIE} -->",
        f"<ul><li><a href='/a'>{COOKIE}</a></li><li><a href='/b'>B</a></li><li><a href='/c'>C</a></li></ul>",
        f"<div class='related_links'>{COOKIE}</div>",
    ],
)
@pytest.mark.parametrize("main", ["<main>{}</main>", "<div>{}</div>"])
def test_furniture(furniture, main):
    """Notices, captions, hidden parts and menus are left out, and what stands after them is kept."""
    body = main.format(f"<h1>A Meeting</h1>{furniture} And so on.<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>")
    text = load(body).text
    assert "cookies" not in text
    assert text.count(PROSE) == 3
    assert "And so on." in text


def test_what_holds_the_text_is_no_furniture():
    """A wrapper's name, a form around the page or a header with the title do not lose the account."""
    head = "<header><h1>A Meeting</h1><p>3 May 2019</p></header>"
    document = load(f"<form><div class='content-with-sidebar'>{head}<p>{PROSE}</p></div></form>")
    assert document.text == f"A Meeting\n\n3 May 2019\n\n{PROSE}\n"
    assert document.date == "2019-05-03"


def test_the_title_above_the_main_part():
    """A title that stands outside the main part comes with it."""
    document = load(
        f"<div><h1>A Meeting</h1></div><main>Text. <p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></main>"
    )
    assert document.text.startswith("A Meeting\n\nText.")
    assert document.title == "A Meeting"


def test_white_space():
    """A line break of the source is a blank; `br` and `pre` keep theirs; invisible signs go."""
    body = "<p>One\n  two\tthree<br>\nfour fi\u00adve\u200b \u202esix</p><pre>a\n b</pre>tail\nend"
    assert (
        load(f"{body}<p>{PROSE}</p>").text == f"One two three\nfour five six\n\na\nb\n\ntail end\n\n{PROSE}\n"
    )


@pytest.mark.parametrize(
    ("markup_", "lines"),
    [
        ("<ol><li>A<ol><li>B<ol><li>C</ol></ol><li>D</ol>", ["1. A", "(1) B", "(a) C", "2. D"]),
        ("<ol start='3' type='a'><li>A<li>B</ol>", ["(c) A", "(d) B"]),
        ("<ol start='x' type='I'><li>A<li value='4'>B<li>C</ol>", ["(I) A", "(IV) B", "(V) C"]),
        ("<ol><li>(1) A<li>(2) B</ol>", ["(1) A", "(2) B"]),
        ("<ol><li><div><p> A</p></div><li><p>B</p><p>C</p></ol>", ["1. A", "2. B", "C"]),
        ("<ul><li>A<ul><li>B</ul></ul>", ["- A", "• B"]),
        ("<ul><li>- A<li></ul>", ["- A"]),
        ("<table><tr><td>A<td>B<tr><td>C</table>", ["A", "B", "C"]),
        ("<dl><dt>A<dd>B</dl>", ["A", "B"]),
    ],
)
def test_lists(markup_, lines):
    """Items get the numbers or bullets that a browser shows, another style for each level."""
    text = load(f"{markup_}<p>{PROSE}</p>").text
    assert [line for line in text.split("\n") if line] == [*lines, PROSE]


@pytest.mark.parametrize(
    ("head", "body", "publishers"),
    [
        ("<meta property='og:site_name' content='United States Department of State'>", "", ("USA",)),
        ("<link rel='canonical' href='https://www.mea.gov.in/x'>", "", ("IND",)),
        ("<title>Talks | EEAS</title>", "", ("EUE",)),
        ("", "<footer>Copyright Ministry of Foreign Affairs of Japan</footer>", ("JPN",)),
        ("<title>Talks with the Ministry of Foreign Affairs</title>", "", ()),
    ],
)
def test_publisher(head, body, publishers):
    """Whose site it is, where the page's head or its copyright line tells."""
    assert load(f"<h1>A Meeting</h1><p>{PROSE}</p>{body}", head).publishers == publishers


def test_head():
    """The head's title and date count only where the page shows none."""
    head = (
        "<title>Site title</title><meta property='og:title' content='Meeting  of X'>"
        "<meta property='article:published_time' content='2020-02-30T10:00'>"
        "<meta name='dcterms.issued' content='2020-01-02T10:00:00Z'>"
    )
    document = load(f"<p>{PROSE}</p>", head.replace("2020-02-30", "2020-02-03"))
    assert (document.title, document.date) == ("Meeting of X", "2020-02-03")
    document = load(f"<h1>Talks with Y</h1><p>May 3, 2019</p><p>{PROSE}</p>", head)
    assert (document.title, document.date) == ("Talks with Y", "2019-05-03")
    assert load(f"<p>{PROSE}</p>", "<meta name='date' content='soon'>").date is None


@pytest.mark.parametrize(
    ("charset", "encoding"), [("windows-1251", "cp1251"), ("Shift_JIS", "cp932"), ("iso-8859-1", "latin-1")]
)
def test_declared_encoding(charset, encoding):
    """An older page is read in the encoding it names."""
    words = {"cp1251": "Лавров", "cp932": "外務大臣", "latin-1": "Réunion"}[encoding]
    page = f"<html><head><meta charset='{charset}'></head><body><p>{words} {PROSE}</p></body></html>"
    assert documents.load(page.encode(encoding), source="x.html").text == f"{words} {PROSE}\n"


def test_declared_encoding_that_does_not_fit():
    """A name that is wrong or unknown is passed over, and UTF-8 is UTF-8 whatever a page says."""
    for name in (b"utf-8", b"x-none"):
        data = b"<meta charset='" + name + b"'>caf\xe9"
        assert markup.declared(data) == data
    data = "<meta charset='cp1251'>é".encode()
    assert markup.declared(data) == data
    assert markup.declared(b"caf\xe9") == b"caf\xe9"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            "Les deux ministres se sont entretenus de la situation et ont convenu de poursuivre le dialogue.",
        ),
        (
            "de",
            "Die beiden Minister sprachen über die Lage und vereinbarten, den Dialog mit allen zu führen.",
        ),
        (
            "es",
            "Los ministros hablaron de la situación y acordaron continuar el diálogo en la región.",
        ),
        ("ru", "Министры обсудили ситуацию и договорились продолжить диалог."),
        ("ja", "両大臣は情勢について協議し、対話を続けることで一致した。"),
        ("zh", "两国外长就地区局势交换意见并同意继续对话。"),
        ("ko", "양 장관은 정세를 논의하고 대화를 계속하기로 하였다."),
        ("ar", "بحث الوزيران الوضع واتفقا على مواصلة الحوار."),
        (
            "fi",
            "Ministerit keskustelivat tilanteesta ja sopivat, että vuoropuhelua on jatkettava.",
        ),
        ("und", "Ministroek egoeraz hitz egin zuten eta elkarrizketa jarraitzea adostu zuten."),
    ],
)
def test_a_page_in_another_language(language, words):
    """English menus and a wrong `lang` do not make a page English."""
    menu = "<nav><ul><li><a href='/'>Home of the ministry and for the press</a></li></ul></nav>"
    document = load(f"{menu}<main>" + f"<p>{words}</p>" * 12 + "</main><footer>The end of it</footer>")
    assert document.language == language


def test_hostile_nesting():
    """A page nested deeper than any real one is refused, and neither hangs nor ends the program."""
    with pytest.raises(EmptyError):
        load("<div>" * 5000 + f"<p>{PROSE}</p>")
