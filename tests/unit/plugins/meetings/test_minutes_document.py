"""Minutes as Markdown."""

from zoneinfo import ZoneInfo

from bot.chat.people import Member
from bot.language.catalogue import Words, add_package
from bot.language.messages import Markup
from plugins.meetings.agenda.models import Outcome
from plugins.meetings.minutes.document import Minutes, Point, markdown
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
