"""Minutes as Markdown."""

from zoneinfo import ZoneInfo

import pytest
from markdown_it import MarkdownIt

from bot.chat.people import Member
from bot.language.catalogue import Words, add_package
from bot.language.messages import Markup, escape_line
from plugins.meetings.agenda.models import Outcome
from plugins.meetings.minutes.document import FILE, POST, Minutes, Point, markdown
from plugins.meetings.minutes.people import meant

add_package("plugins.meetings")
WORDS = Words("fr", ZoneInfo("Europe/Paris"))


def said(minutes):
    return markdown(minutes, WORDS).replace("\u00a0", " ").replace("\u202f", " ")


def test_minutes_of_which_nothing_is_known_are_a_headline():
    assert said(Minutes("Bilan", "mardi 8 décembre 2026")) == (
        "## Compte-rendu de « Bilan »\nmardi 8 décembre 2026"
    )


def test_minutes_say_all_that_is_known_and_nothing_that_people_typed_is_markup():
    minutes = Minutes(
        "Bilan *2026*",
        "mardi 8 décembre 2026",
        place="salle [A]",
        link="https://visio.example.org/a_b",
        organiser="Jeanne",
        present=("Léa", "Paul_"),
        is_known=False,
        points=(
            Point(1, Markup("le budget"), "Léa", Outcome.TREATED, "oui\n# non"),
            Point(2, Markup("un café"), outcome=Outcome.LEFT),
            Point(3, Markup("la charte")),
        ),
        notes="merci\n> à tous",
    )
    assert said(minutes).splitlines() == [
        r"## Compte-rendu de « Bilan \*2026\* »",
        r"mardi 8 décembre 2026, salle \[A], https://visio.example.org/a_b",
        "",
        "Organisation : Jeanne.",
        r"2 personnes avaient dit venir : Léa, Paul\_",
        "",
        "### Ce qui a été traité",
        "",
        "1. le budget (Léa)",
        "   Décision : oui",
        r"   \# non",
        "",
        "### Ce qui n’est pas encore noté",
        "",
        "3. la charte",
        "",
        "### Ce qui revient à la prochaine rencontre",
        "",
        "2. un café",
        "",
        "### Notes",
        "",
        "merci",
        r"\> à tous",
    ]


def test_decisions_of_no_item_stand_among_the_decisions():
    text = said(
        Minutes("Bilan", "mardi 8 décembre 2026", notes="merci\ndécision : on achète *tout*\nà suivre")
    )
    assert text.split("\n\n")[1:] == ["### Décisions", r"on achète \*tout\*", "### Notes", "merci\nà suivre"]


def test_a_name_is_somebody_only_if_it_is_clear_who():
    lea, other, paul = (
        Member(number, name, name.split(" ", maxsplit=1)[0].lower() + str(number), None, None)
        for number, name in enumerate(("Léa Martin", "Léa Petit", "Paul Roy"), 1)
    )
    everybody = (lea, other, paul)
    assert meant("léa martin", everybody) is lea
    assert meant("paul", everybody) is paul
    assert meant("PAUL3", everybody) is paul
    assert meant("lea", everybody) is None
    assert meant("Karim", everybody) is None


NASTY = (
    "# titre",
    "- tiret",
    "+ plus",
    "1. un",
    "12) douze",
    "> citation",
    "====",
    "---",
    "- - -",
    "***",
    "___",
    "```",
    "`code` et ``plus``",
    "| a | b |",
    "|---|---|",
    "    indenté",
    "\tindenté",
    "<b>gras</b> <!-- rien -->",
    "<https://exemple.org>",
    "[lien](https://exemple.org) ![image](x)",
    "[note]: https://exemple.org",
    "**gras** _penché_ __gras__ ~~barré~~",
    "fin de ligne\\",
    "~~~",
    "1986. Une année",
)


def shown(text):
    """Return the tokens that Markdown makes of a text, and the words that its reader sees."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inline = [one for token in tokens for one in (token, *(token.children or ()))]
    return (
        {token.type for token in inline},
        [token for token in tokens if token.type == "heading_open"],
        inline,
    )


@pytest.mark.parametrize("layout", [POST, FILE])
def test_whatever_people_typed_is_shown_as_it_is_and_nothing_else(layout):
    points = tuple(
        Point(number, escape_line(text), text, Outcome.TREATED, f"{text}\n{text}")
        for number, text in enumerate(NASTY, 1)
    )
    minutes = Minutes(
        "# Bilan | `code` <b>",
        "mardi 8 décembre 2026",
        place="> salle",
        organiser="- Jeanne",
        present=NASTY,
        points=points,
        notes="\n".join(f"mot\n{text}" for text in NASTY),
    )
    text = str(markdown(minutes, WORDS, layout))
    kinds, headings, inline = shown(text)
    typed = "code_block fence code_inline html_block html_inline link_open image em_open strong_open s_open"
    assert not kinds & {*typed.split(), "table_open", "blockquote_open", "bullet_list_open", "hr"}
    assert [one.tag for one in headings] == (["h1", "h2", "h2"] if layout is FILE else ["h2", "h3", "h3"])
    read = "".join(one.content for one in inline if one.type == "text")
    for one in NASTY:
        assert "".join(one.split()) in "".join(read.split())
    assert sum(one.type == "ordered_list_open" for one in inline) == 1


def test_items_keep_their_numbers_though_some_are_elsewhere():
    points = tuple(
        Point(number, Markup(f"point {number}"), outcome=Outcome.LEFT if number == 2 else Outcome.TREATED)
        for number in (1, 2, 3)
    )
    text = said(Minutes("Bilan", "mardi", points=points))
    assert "1\\. point 1\n3\\. point 3" in text
    assert "\n2. point 2" in text
    kinds, _headings, inline = shown(text)
    assert "ordered_list_open" in kinds
    assert "1. point 1" in "".join(one.content for one in inline if one.type == "text")
