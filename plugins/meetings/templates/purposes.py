"""What templates are for, and what may stand in them. One more is one more entry here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.language.catalogue import Words
from bot.language.messages import Language, Markup, Text, _

LONGEST = 3_000
"""Characters of a template: what a field of a form takes on each platform."""


class Purpose(StrEnum):
    """What a template is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    REPORT = "report"


_TITLES = {
    Purpose.INVITATION: _("Invitation"),
    Purpose.REMINDER: _("Reminder"),
    Purpose.REPORT: _("Minutes"),
}
_ABOUT = {
    Purpose.INVITATION: _("what is posted when a meeting is set, and kept up to date there"),
    Purpose.REMINDER: _("what is posted some days before and on the day, also in private to who comes"),
    Purpose.REPORT: _("how minutes are laid out, in their post and their file"),
}
WORDS = {
    Purpose.INVITATION: ("invitation", "invitations", "annonce", "annonces", "announcement"),
    Purpose.REMINDER: ("rappel", "rappels", "reminder", "reminders", "relance", "relances"),
    Purpose.REPORT: ("compte_rendu", "cr", "minutes", "report", "reports", "bilan"),
}
"""How people may call each, folded."""


def title_of(purpose: Purpose) -> Text:
    """Return how a template is called."""
    return _TITLES[purpose]


def about(purpose: Purpose) -> Text:
    """Return what a template is for, in a few words."""
    return _ABOUT[purpose]


@cache
def usual(purpose: Purpose, language: Language) -> str:
    """Return a template that says what is said without one, to begin with."""
    file = Path(__file__).parent / "usual" / f"{purpose.value}.{language}.md"
    return file.read_text(encoding="utf-8").strip()


Value = str | tuple[str, ...]
"""What a variable stands for: words, or several items."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What may stand in templates under its French and English names, and others that people may type.

    Names are folded, their words joined by underscores. `example` is text, or a list of texts.
    """

    french: str
    english: str
    about: Text
    example: Text | tuple[Text, ...]
    others: tuple[str, ...] = ()
    purposes: frozenset[Purpose] = frozenset(Purpose)

    @property
    def is_list(self) -> bool:
        """Whether it stands for several items."""
        return isinstance(self.example, tuple)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the French one first."""
        return (self.french, self.english, *self.others)

    def name(self, language: Language) -> str:
        """Return its name in a language."""
        return self.french if language == "fr" else self.english

    def shown(self, words: Words) -> Value:
        """Return its example."""
        if isinstance(self.example, tuple):
            return tuple(str(words(one)) for one in self.example)
        return str(words(self.example))


_REPORT = frozenset({Purpose.REPORT})

VARIABLES = (
    Variable("titre", "title", _("what the meeting is about"), _("Network meeting"), ("objet", "sujet")),
    Variable(
        "date",
        "date",
        _("the day with its weekday, and the hours"),
        _("Tuesday 8 December 2026 from 14:00 to 16:00"),
        ("quand", "when", "dates"),
    ),
    Variable("jour", "day", _("the day alone"), _("Tuesday 8 December 2026")),
    Variable("heure", "time", _("when it begins"), _("14:00"), ("debut", "start", "hour", "heure_de_debut")),
    Variable("fin", "end", _("when it ends, if that is known"), _("16:00"), ("heure_de_fin",)),
    Variable(
        "delai",
        "delay",
        _("how far away it is: “today”, “tomorrow”, “in 7 days”"),
        _("in 7 days"),
        ("dans_combien", "jours"),
    ),
    Variable("lieu", "place", _("where people meet"), _("Town hall of Feurs"), ("where", "salle", "adresse")),
    Variable(
        "lien",
        "link",
        _("the link to the video call"),
        Markup("https://visio.example.org/network"),
        ("visio", "video", "url", "lien_visio"),
    ),
    Variable(
        "places",
        "seats",
        _("how many seats there are, if they are limited"),
        Markup("12"),
        ("nombre_de_places",),
    ),
    Variable("places_libres", "free_seats", _("how many seats are free, if they are limited"), Markup("5")),
    Variable(
        "inscrits",
        "coming",
        _("how many people come"),
        Markup("7"),
        ("inscrites", "participants", "viennent"),
    ),
    Variable(
        "organise",
        "organiser",
        _("who organises it"),
        Markup("Camille"),
        ("organisateur", "organisatrice", "organisateur_trice", "organizer", "organise_par"),
    ),
    Variable(
        "accueil", "host", _("who hosts it, if that is known"), Markup("Zoé"), ("hote", "accueille_par")
    ),
    Variable(
        "ordre_du_jour",
        "agenda",
        _("the items of the agenda (a list)"),
        (_("News of the network"), _("A practice to share: the workshop on passwords")),
        ("odj", "points", "sujets", "programme"),
    ),
    Variable("reseau", "network", _("the name of the network"), _("Conseillers numériques of Loire")),
    Variable("canal", "channel", _("the name of the channel"), Markup("loire-42")),
    Variable(
        "presents",
        "present",
        _("who was there (a list)"),
        (Markup("Camille"), Markup("Zoé")),
        ("presentes", "personnes_presentes"),
        _REPORT,
    ),
    Variable(
        "traites",
        "treated",
        _("the items that were treated (a list)"),
        (_("News of the network"), _("A practice to share: the workshop on passwords")),
        ("points_traites", "traitees"),
        _REPORT,
    ),
    Variable(
        "decisions",
        "decisions",
        _("what was decided (a list)"),
        (_("The next meeting is in Roanne."),),
        ("decision",),
        _REPORT,
    ),
    Variable(
        "reportes",
        "left",
        _("the items that come again at the next meeting (a list)"),
        (_("Who hosts in March?"),),
        ("points_reportes", "reportees", "non_traites"),
        _REPORT,
    ),
    Variable(
        "notes",
        "notes",
        _("what else was noted"),
        _("The passwords workshop can be borrowed."),
        ("note",),
        _REPORT,
    ),
)


def variables(purpose: Purpose) -> tuple[Variable, ...]:
    """Return what may stand in a template."""
    return tuple(variable for variable in VARIABLES if purpose in variable.purposes)


def titles_with(name: str) -> list[Text]:
    """Return the titles of the templates in which a variable of that name may stand."""
    return [_TITLES[purpose] for purpose in Purpose if name in by_name(purpose)]


def by_name(purpose: Purpose) -> Mapping[str, Variable]:
    """Return the same by all names."""
    return {name: variable for variable in variables(purpose) for name in variable.names}
