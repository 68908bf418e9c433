"""Letters as files: HTML that mail clients render, plain text of 72 columns, Markdown, and a whole mail."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from bot.language.messages import Markup, escape
from plugins.digest.documents import Document, Group, Section
from plugins.digest.exporting import FORMATS, content_of, file_of, name_of

SERIES = "7-a1b2"
PARIS = ZoneInfo("Europe/Paris")
LONG = (
    "[Un guide pour les aidants numériques](https://exemple.fr/guide?a=1&b=2) (exemple.fr), partagé par "
    "Léa : *très* utile pour les ateliers, et l’on y trouve aussi des fiches à imprimer\n\nAvec une suite."
)


def letter(*items, editorial="Bonjour,\n\nvoici **la** lettre.", language="fr", **more):
    groups = (Group(Markup(""), tuple(map(Markup, items or (LONG,)))),)
    sections = more.pop("sections", (Section(Markup("Liens partagés"), groups),))
    return Document(
        title=Markup("Lettre n°\u00a012 — Loire, lundi 23 novembre 2026"),
        editorial=Markup(editorial),
        note=Markup(""),
        sections=sections,
        language=language,
        zone=PARIS,
        dated=datetime(2026, 11, 23, 8, tzinfo=UTC),
        number=12,
        **more,
    )


def html(document):
    return content_of(document, "html", SERIES).decode()


def text(document):
    return content_of(document, "txt", SERIES).decode()


def mail(document):
    return BytesParser(policy=policy.default).parsebytes(content_of(document, "eml", SERIES))


def styles(node):
    pairs = (part.split(":", 1) for part in (node.attributes.get("style") or "").split(";") if part)
    return {name.strip(): value.strip() for name, value in pairs}


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def inherited(node, name):
    while node is not None:
        if name in styles(node):
            return styles(node)[name]
        node = node.parent
    raise AssertionError(f"no {name}")


def readable(page):
    return [node for node in page.css("p, li, h1, h2, h3, h4, blockquote, s, a") if node.text(strip=True)]


def test_the_page_says_its_language_its_title_and_how_it_is_encoded():
    page = HTMLParser(html(letter()))
    assert page.css_first("html").attributes["lang"] == "fr"
    assert page.css_first("title").text() == "Lettre n°\u00a012 — Loire, lundi 23 novembre 2026"
    assert page.css_first("meta[charset]").attributes["charset"] == "utf-8"
    assert [node.text() for node in page.css("h1, h2")] == [
        "Lettre n°\u00a012 — Loire, lundi 23 novembre 2026",
        "Liens partagés",
    ]


def test_styles_are_inline_and_nothing_comes_from_outside():
    page = HTMLParser(html(letter()))
    assert page.css("style, script, link, img, iframe, object, form, input, svg, video") == []
    assert page.css("[class], [id], [background], [src], [onclick]") == []
    assert "url(" not in html(letter())
    assert "@import" not in html(letter())


def test_the_layout_is_of_tables_no_wider_than_600():
    page = HTMLParser(html(letter()))
    tables = page.css("table")
    assert all(table.attributes["role"] == "presentation" for table in tables)
    inner = tables[-1]
    assert inner.attributes["width"] == "600"
    assert styles(inner)["max-width"] == "600px"
    assert all(int(found) <= 600 for found in re.findall(r"width:(\d+)px", html(letter())))


def test_outlook_for_windows_which_knows_no_greatest_width_is_given_a_table_of_600():
    written = html(letter())
    (opened,) = re.findall(r"<!--\[if mso\]>(<table .*?)<!\[endif\]-->", written)
    assert 'width="600"' in opened
    assert "<!--[if mso]></td></tr></table><![endif]-->" in written
    assert written.index(opened) < written.index("max-width:600px")


def test_an_endless_address_does_not_widen_the_page():
    page = HTMLParser(html(letter(f"https://exemple.fr/{'a' * 300}")))
    outer, inner = page.css("table")
    assert styles(outer)["table-layout"] == styles(inner)["table-layout"] == "fixed"
    assert styles(inner)["overflow-wrap"] == "anywhere"
    assert styles(inner)["word-wrap"] == "break-word"  # Outlook knows no other


def test_what_a_list_of_mails_shows_of_it_is_hidden_in_the_page_and_says_what_it_holds():
    glance = HTMLParser(html(letter())).css_first("body > span")
    assert glance.text() == "Liens partagés"
    assert styles(glance)["display"] == "none"
    assert styles(glance)["mso-hide"] == "all"


def test_texts_are_large_enough_and_stand_out_from_what_is_behind_them():
    page = HTMLParser(html(letter()))
    assert len(readable(page)) > 6
    for node in readable(page):
        assert int(inherited(node, "font-size").removesuffix("px")) >= 16
        ink, paper = inherited(node, "color"), inherited(node, "background-color")
        assert contrast(ink, paper) >= 7, (node.tag, ink, paper)


def test_colours_of_text_and_of_what_is_behind_come_in_pairs():
    page = HTMLParser(html(letter()))
    behind = page.css("body, table, td")
    assert behind
    assert all("color" in styles(node) for node in behind if "background-color" in styles(node))


def test_links_are_whole_underlined_and_of_the_web():
    items = (
        LONG,
        "https://exemple.org/nu, et la suite",
        "[piège](javascript:alert(1)) et [chemin](/relatif) et [nom](https://banque.fr@mal.fr/)",
    )
    page = HTMLParser(html(letter(*items)))
    links = page.css("a")
    assert [link.attributes["href"] for link in links] == [
        "https://exemple.fr/guide?a=1&b=2",
        "https://exemple.org/nu",
    ]
    assert all(styles(link)["text-decoration"] == "underline" for link in links)
    assert "piège" in page.css("li")[2].text()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "![image](https://exemple.fr/pixel.png)",
        "<b style='color:red'>gras</b>",
        "[x]: https://exemple.fr\n[x]",
        "# titre\n\n> citation\n\n---",
        '"><td class="x">',
        "&lt;script&gt;",
    ],
)
def test_what_people_write_is_no_html(hostile):
    for document in (letter(hostile), letter(editorial=hostile), letter(escape(hostile))):
        page = HTMLParser(html(document))
        assert page.css("script, img, b, [class], [onerror]") == []
        assert len(page.css("h1")) == 1


def test_groups_stand_under_their_headings():
    groups = (
        Group(Markup("Le Monde"), (Markup("un"), Markup("deux"))),
        Group(Markup("ANCT"), (Markup("trois"),)),
    )
    document = letter(sections=(Section(Markup("Flux"), groups),))
    page = HTMLParser(html(document))
    assert [node.text() for node in page.css("h3")] == ["Le Monde", "ANCT"]
    assert [len(node.css("li")) for node in page.css("ul")] == [2, 1]
    assert "Le Monde\n- un\n- deux\n" in text(document)


EDITORIAL = """## Au programme

Merci à **toutes** ; l’atelier de ~~jeudi~~ vendredi :

1. accueil
2. ateliers
   - photo
   - messagerie

> Une citation
> sur deux lignes.
>
> - et une liste

---

À bientôt"""


def test_what_an_editorial_is_made_of_is_seen_in_each_form():
    document = letter("Une nouvelle", editorial=EDITORIAL)
    page = HTMLParser(html(document))
    assert [node.text() for node in page.css("h3, h4")] == ["Au programme"]
    assert page.css_first("s").text() == "jeudi"
    assert [" ".join(node.text().split()) for node in page.css("ol > li")] == [
        "accueil",
        "ateliers photo messagerie",
    ]
    assert "Une citation" in page.css_first("blockquote").text()
    assert len(page.css("hr")) == 1
    written = text(document)
    assert "Au programme\n~~~~~~~~~~~~\n" in written
    assert "1. accueil\n\n2. ateliers\n\n   - photo\n\n   - messagerie\n" in written
    assert "> Une citation\n> sur deux lignes." in written
    assert "> - et une liste" in written
    assert "~~jeudi~~" in written
    marked = content_of(document, "md", SERIES).decode()
    assert "\n#### Au programme\n" in marked
    assert shape(MarkdownIt("commonmark").enable("strikethrough").render(marked))[0].startswith(
        "Lettren°12—Loire,lundi23novembre2026Auprogramme"
    )
    assert "\n1. accueil\n2. ateliers\n   - photo\n   - messagerie\n" in marked
    assert "> Une citation" in marked
    assert "\n---\n" in marked


def test_what_stands_in_an_item_is_never_a_heading_nor_a_quote():
    page = HTMLParser(html(letter("# titre\n\n> citation\n\n---")))
    assert page.css("h3, h4, blockquote, hr") == []


def test_an_empty_letter_says_so_in_every_form():
    document = letter(editorial="", sections=())
    assert "Rien de nouveau cette fois" in html(document)
    assert "Rien de nouveau cette fois" in text(document)


def test_plain_text_has_72_columns_and_links_as_notes():
    written = text(letter())
    lines = written.splitlines()
    assert all(len(line) <= 72 for line in lines if not line.startswith("["))
    assert "- Un guide pour les aidants numériques [1] (exemple.fr), partagé par" in written
    assert "\n  Léa\u00a0: très utile" in written
    assert "[1] https://exemple.fr/guide?a=1&b=2" in lines
    assert "  Avec une suite." in lines
    assert "*" not in written


def test_a_bare_address_and_one_that_comes_twice_have_one_note():
    written = text(letter("https://exemple.fr/a", "[voir](https://exemple.fr/a) encore"))
    assert "- [1]" in written
    assert "- voir [1] encore" in written
    assert written.count("https://exemple.fr/a") == 1


def test_markdown_has_headings_and_keeps_what_was_written():
    written = content_of(letter(), "md", SERIES).decode()
    assert written.startswith("# Lettre n°\u00a012 — Loire, lundi 23 novembre 2026\n\nBonjour,")
    assert "\n## Liens partagés\n\n- [Un guide pour les aidants numériques](https://exemple.fr/" in written
    assert "\n  Avec une suite." in written


CALLING = (
    "@channel @all, (@here) @everyone @jeanne.",
    "[@all](https://exemple.fr/@here) et `@channel`",
    "<@123> <@!123> <@&123>",
)


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_calls_nobody_wherever_it_is_copied(form):
    groups = (Group(escape("Le flux @all"), (*map(Markup, CALLING), *map(escape, CALLING))),)
    named = letter(editorial="Bonjour @all", sections=(Section(Markup("Flux @here"), groups),))
    named = replace(named, title=escape("Lettre de @channel"))
    content = content_of(named, form, SERIES)
    found = [content.decode()]
    if form == "eml":
        message = mail(named)
        found = [message["Subject"], *(part.get_content() for part in message.iter_parts())]
    for written in found:
        assert re.findall(r"(?<![/\w])@(?!\u200b)\w*", written) == []


def test_addresses_stay_whole_in_an_export():
    kept = "jean@exemple.fr, https://exemple.fr/@jean/12 et @"
    assert (
        "jean@exemple.fr, <https://exemple.fr/@jean/12> et @\n"
        in content_of(letter(kept), "md", SERIES).decode()
    )


@pytest.mark.parametrize("form", ["md", "html", "txt", "eml"])
def test_an_export_turns_nothing_round(form):
    turned = "facture_\u202egnp.exe \u2066piège\u2069 \x1b[31m"
    document = replace(letter(turned, editorial=turned), title=Markup(f"Lettre {turned}"))
    written = content_of(document, form, SERIES).decode()
    if form == "eml":
        written = "".join(
            [mail(document)["Subject"], *(p.get_content() for p in mail(document).iter_parts())]
        )
    assert re.findall("[\u202a-\u202e\u2066-\u2069\x1b]", written) == []


def md(*items, **more):
    return content_of(letter(*items, **more), "md", SERIES).decode()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("![espion](https://mal.fr/p.png)", "[espion](https://mal.fr/p.png)"),
        ("\\![espion](https://mal.fr/p.png)", "\\![espion](https://mal.fr/p.png)"),
        ("[piège](javascript:alert(1))", "\\[piège\\](javascript:alert(1))"),
        ("[nom](https://banque.fr@mal.fr/)", "nom"),
        ("[chemin](/relatif)", "chemin"),
        ("# titre", "\\# titre"),
        ("1\\. un", "1\\. un"),
        ("&lt;b>", "\\<b>"),
        ("[voir](<https://exemple.fr/a(b>)", "[voir](<https://exemple.fr/a(b>)"),
        ("un `code`  \nla suite", "un `code`  \n  la suite"),
        ("- un\n- deux\n  1. trois", "- un\n  - deux\n    1. trois"),
    ],
)
def test_markdown_says_what_the_page_says_and_holds_nothing_that_runs_or_loads(written, shown):
    assert f"\n- {shown}\n" in md(written)


def test_an_empty_letter_says_so_in_markdown_too():
    assert "Rien de nouveau cette fois" in md(editorial="", sections=())


def shape(rendered):
    """Return the words, the links and the elements of a page."""
    page = HTMLParser(f"<body>{rendered}</body>")
    words = "".join(page.body.text().split())
    return words, sorted(link.attributes["href"] for link in page.css("a"))


@given(st.text(alphabet="ab1-+.)=#>*_`~|\\\\[]()!<&;:@ \n\t", max_size=40))
def test_whatever_is_written_stays_the_same_in_markdown(written):
    document = letter(written, editorial="")
    page = HTMLParser(html(document)).css_first("ul")
    rendered = MarkdownIt("commonmark", {"html": True}).render(
        md(written, editorial="").partition("partagés\n")[2]
    )
    assert shape(rendered) == shape(page.html)
    again = HTMLParser(rendered)
    assert again.css("img, script, h1, h2, h3, hr, pre, blockquote") == []


def test_the_mail_is_whole_and_names_nobody():
    message = mail(letter())
    assert message.get_content_type() == "multipart/alternative"
    assert message["Subject"] == "Lettre n°\u00a012 — Loire, lundi 23 novembre 2026"
    assert message["Date"].datetime == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert message["Message-ID"] == "<lettre-7-a1b2-12@maillage.invalid>"
    assert message["Content-Language"] == "fr"
    plain_part, html_part = message.iter_parts()
    assert (plain_part.get_content_type(), html_part.get_content_type()) == ("text/plain", "text/html")
    assert plain_part.get_content().split() == text(letter()).split()
    assert html_part.get_content().split() == html(letter()).split()
    assert {found.rpartition("@")[2] for found in re.findall(r"[\w.+-]+@[\w.-]+", str(message["From"]))} == {
        "maillage.invalid"
    }
    assert all(not part.defects for part in message.walk())


def test_the_same_letter_is_the_same_mail_in_ascii():
    first = content_of(letter(), "eml", SERIES)
    assert first == content_of(letter(), "eml", SERIES)
    assert first.isascii()
    assert max(map(len, first.split(b"\r\n"))) <= 998


def test_a_long_title_with_accents_and_an_endless_address_make_a_mail_that_servers_take():
    name = "Établissement public de coopération intercommunale « Cœur de l’Avesnois », " * 3
    address = f"https://exemple.fr/{'é' * 700}?{'a' * 1_500}"
    document = replace(
        letter(address, editorial=f"voir {address}"), title=Markup(f"Lettre n°\u00a03 — {name}")
    )
    raw = content_of(document, "eml", SERIES)
    lines = raw.split(b"\r\n")
    head = lines[: lines.index(b"")]
    assert raw.replace(b"\r\n", b"").count(b"\n") == raw.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(map(len, head)) <= 76
    assert max(map(len, lines)) <= 76
    words = re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", b" ".join(head))
    assert len(words) > 3
    assert max(map(len, words)) <= 75
    message = mail(document)
    assert message["Subject"].strip() == f"Lettre n°\u00a03 — {name}".strip()
    written, page = (part.get_content() for part in message.iter_parts())
    assert f"?{'a' * 1_500}" in written
    assert f"?{'a' * 1_500}" in page


@pytest.mark.parametrize("form", FORMATS)
def test_files_are_named_after_the_channel_and_the_letter(form):
    assert name_of(letter(), form, "loire-42") == f"lettre-loire-42-12.{form}"
    assert name_of(letter(language="en"), form, "Œuvre & Écoute / 42") == f"letter-oeuvre-ecoute-42-12.{form}"
    assert name_of(letter(), form, "../\r\n\u202e") == f"lettre-12.{form}"
    assert len(name_of(letter(), form, "a" * 300)) < 64


@pytest.mark.parametrize("name", ["a\nBcc: x@y.example", "a\r\n\r\nb", "a\x85b\u2028c\x0bd\x00e\x1cf"])
def test_the_name_of_a_channel_is_no_header_of_the_mail(name):
    named = replace(letter(), title=Markup(f"Lettre n°\u00a012 — {escape(name)}"))
    written = mail(named)
    assert written.keys() == mail(letter()).keys()
    assert written["Subject"].startswith("Lettre n°\u00a012 — a ")


async def test_a_mail_is_given_as_a_mail():
    file = await file_of(letter(), "eml", SERIES, "loire-42")
    assert file.type == "message/rfc822"


@given(st.text(max_size=200))
def test_whatever_is_written_only_makes_safe_pages(written):
    page = HTMLParser(html(letter(written, editorial=written)))
    assert page.css("script, style, img, [class], [onclick]") == []
    for link in page.css("a"):
        assert urlsplit(link.attributes["href"]).scheme in ("http", "https")


@pytest.mark.parametrize("form", FORMATS)
def test_what_there_was_no_room_for_stands_under_its_section_in_each_form(form):
    groups = (Group(Markup(""), (Markup("Un lien"),)),)
    more = Markup("… et 12 autres : `/veille chercher depuis lundi`")
    document = letter(sections=(Section(Markup("Liens"), groups, more), Section(Markup("Flux"), groups)))
    if form == "eml":
        found = [part.get_content() for part in mail(document).iter_parts()]
    else:
        found = [content_of(document, form, SERIES).decode()]
    for one in found:
        said = re.sub(r"`|</?code[^>]*>", "", one).replace("\u00a0", " ")
        assert said.count("… et 12 autres : /veille chercher depuis lundi") == 1
        assert said.rindex("Liens") < said.index("… et 12") < said.rindex("Flux")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://fr.wikipedia.org/wiki/Chat_(animal)", "https://fr.wikipedia.org/wiki/Chat_(animal)"),
        ("(voir https://a.example/Chat_(animal).)", "https://a.example/Chat_(animal)"),
        ("(https://a.example/__init__)", "https://a.example/__init__"),
        ("*https://a.example/a\\_b*", "https://a.example/a_b"),
        ("[le chat](https://a.example/Chat_(animal))", "https://a.example/Chat_(animal)"),
        ("![le chat](https://a.example/chat.png)", "https://a.example/chat.png"),
        ("[voir https://b.example ici](https://a.example/)", "https://a.example/"),
    ],
)
def test_an_address_is_whole_in_each_form(written, address):
    document = letter("Une nouvelle", editorial=written)
    (link,) = HTMLParser(html(document)).css("a")
    assert link.attributes["href"] == address
    assert f"[1] {address}\n" in text(document)
    (child,) = [
        child
        for token in MarkdownIt().parse(content_of(document, "md", SERIES).decode())
        for child in token.children or []
        if child.type == "link_open"
    ]
    assert child.attrGet("href") == address


def test_an_image_is_a_link_with_its_words_and_no_mark_is_left():
    assert "le chat [1]" in text(letter("Une nouvelle", editorial="![le chat](https://a.example/chat.png)"))
    assert "!le chat" not in text(letter("Une nouvelle", editorial="![le chat](https://a.example/chat.png)"))
