"""Repetitions generated from the grammar: each is read, said back and read again as the same rule.

It comes when python-dateutil says for the rule, on the wall clock of three zones, around clock changes and
the ends of years with 52 and 53 weeks.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import combinations, groupby, islice, takewhile
from zoneinfo import ZoneInfo

from dateutil import tz
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.moments import Reading, Series, Understood, next_occurrence, occurrences, read, spell_rule
from bot.language.moments.public_holidays import is_public_holiday

ZONES = ("Europe/Paris", "America/Miquelon", "Pacific/Noumea")
NOWS = (
    "2026-10-24T12:00", "2026-12-27T23:50", "2027-03-13T10:00", "2027-03-27T10:00", "2027-12-31T08:00",
    "2028-02-28T10:00", "2032-12-25T10:00",
)  # fmt: skip
LISTED = 12
FARTHEST = datetime(2037, 1, 1, tzinfo=UTC)
"""The zones of python-dateutil change their clocks no more after that."""


def one(*texts):
    return st.sampled_from(texts)


def said(template, **parts):
    """Return phrases of a template, whose names are drawn from lists or strategies."""
    drawn = {
        name: part if isinstance(part, st.SearchStrategy) else one(*part) for name, part in parts.items()
    }
    return st.fixed_dictionaries(drawn).map(lambda found: template.format(**found))


def pairs(names, joined):
    return one(*(joined.format(first, second) for first, second in combinations(names, 2)))


JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MOIS = ("janvier", "mars", "juillet", "août", "décembre")
MONTHS = ("January", "March", "July", "August", "December")

NUMEROS = st.integers(1, 28).map(lambda number: "1er" if number == 1 else str(number))
RANGS = ("1er", "2e", "3e", "4ème", "dernier", "avant-dernier")
WEEKS_FR = st.one_of(
    one(*JOURS).map("chaque {}".format),
    one(*JOURS).map("tous les {}s".format),
    one(*JOURS).map("le {}".format),
    pairs(JOURS, "les {}s et {}s"),
    pairs(JOURS, "le {} et le {}"),
    one(
        "du lundi au vendredi",
        "du mardi au jeudi",
        "les jours ouvrés",
        "en semaine",
        "tous les jours ouvrables",
    ),
)
PARITY_FR = st.one_of(
    said(
        "{days} {weeks}",
        days=one(*JOURS).map("chaque {}".format),
        weeks=("des semaines paires", "en semaine impaire"),
    ),
    said("{days} des semaines {which}", days=pairs(JOURS, "les {}s et {}s"), which=("paires", "impaires")),
    said("du lundi au vendredi les semaines {which}", which=("paires", "impaires")),
    said("un {day} sur deux, semaines {which}", day=JOURS, which=("paires", "impaires")),
    said("le {day} de chaque semaine {which}", day=JOURS, which=("paire", "impaire")),
    said("toutes les semaines {which} le {day}", which=("paires", "impaires"), day=JOURS),
    said("chaque semaine {which} {days}", which=("paire", "impaire"), days=pairs(JOURS, "le {} et le {}")),
)
PERIODS_FR = st.one_of(
    said("tous les {count} jours", count=("2", "trois", "10")),
    one("tous les jours", "quotidien", "chaque jour", "un jour sur deux"),
    said("un {day} sur {count}", day=JOURS, count=("deux", "3")),
    said("toutes les {count} semaines {days}", count=("2", "quatre"), days=pairs(JOURS, "le {} et le {}")),
    said("{rhythm} le {day}", rhythm=("hebdomadaire", "tous les quinze jours", "quinzomadaire"), day=JOURS),
    said("{rhythm} {days}", rhythm=("deux fois par semaine", "2 fois par semaine,", "bihebdomadaire"),
         days=pairs(JOURS, "le {} et le {}")),
)  # fmt: skip
MONTHS_FR = st.one_of(
    said("le {number} de chaque mois", number=NUMEROS),
    said("tous les {number} du mois", number=("15", "quinze", "vingt")),
    said("le {rank} {day} {period}", rank=RANGS, day=JOURS,
         period=("du mois", "de chaque mois", "de chaque trimestre", "du semestre")),
    said("{rhythm} le {number}", number=NUMEROS,
         rhythm=("mensuel", "bimestriel", "trimestriel", "semestriel", "tous les 3 mois")),
    said("{rhythm} le {rank} {day}", rank=RANGS, day=JOURS,
         rhythm=("mensuel", "bimestriel", "trimestriel", "semestriel", "tous les 3 mois")),
    said("{rhythm} {days}", rhythm=("bimensuel", "deux fois par mois", "2 fois par mois", "tous les mois"),
         days=st.one_of(
             pairs(("1er", "5", "15", "20"), "le {} et le {}"),
             st.tuples(pairs(("1er", "2e", "3e"), "le {} et le {}"), one(*JOURS)).map(" ".join),
             one("le 1er lundi et le 3e lundi", "les deux premiers jeudis", "le 2e et le dernier vendredi"),
         )),
    one("fin de mois", "le dernier jour de chaque mois", "début du trimestre", "mensuel le dernier jour"),
)  # fmt: skip
COUNTED_FR = st.one_of(
    said("le {rank} jour {kind} de chaque {period}", rank=("1er", "2e", "dernier"),
         kind=("ouvré", "ouvrable"), period=("mois", "trimestre", "semestre")),
    said("{rhythm} le {rank} jour ouvré", rhythm=("mensuel", "tous les 2 mois"), rank=("1er", "dernier")),
)  # fmt: skip
YEARS_FR = st.one_of(
    said("{rhythm} le {number} {month}", rhythm=("tous les ans", "annuel", "chaque année", "tous les 2 ans"),
         number=NUMEROS, month=MOIS),
    said("tous les ans le {rank} {day} de {month}", rank=RANGS, day=JOURS, month=("mars", "juin")),
)  # fmt: skip
MOVED_FR = st.one_of(
    said("le {number} de chaque mois{hour}, {to}", number=("1er", "8", "22"), hour=("", " à 9h", " 17h30"),
         to=("ou le jour ouvré suivant", "sinon le lendemain", "ou le jour ouvrable d’après")),
    said("le {number} du mois{hour}, {to}", number=("5", "15", "28", "dernier jour"), hour=("", " à 9h"),
         to=("ou le jour ouvré précédent", "ou la veille si c’est férié", "sinon le jour ouvré d’avant")),
    said("chaque {day} à 14h, ou le jour ouvré suivant", day=JOURS[:4]),
    said("chaque {day} à 14h, {to}", day=JOURS[1:], to=("ou le jour ouvré précédent", "ou la veille")),
    said("tous les ans le {number} mai, ou le jour ouvré {side}", number=("8", "12"),
         side=("suivant", "précédent")),
)  # fmt: skip
HOURS_FR = one("", " à 9h", " 17h45", " à 2h30", " à midi", " de 9h à 11h")
SEVERAL_FR = one("", " à 9h et 17h", " à 8h30, 12h30 et 18h30", " à 2h et à 14h", " à midi et 18h")
ENDS_FR = one("", "", ", 5 fois", " jusqu’au 30 juin 2033", ", sauf jours fériés")
MONTHS_OUT_FR = one(" sauf en août", " hors juillet et août", ", sauf en décembre et jours fériés")
TOGETHER_FR = st.tuples(
    st.one_of(one(*JOURS).map("chaque {}".format), one("le 1er lundi du mois", "le 15 de chaque mois")),
    one(" à 9h", " 17h45", " à 2h30", " à midi"),
    one(" et ", ", ", " puis "),
    st.one_of(pairs(JOURS, "les {}s et {}s"), one("du lundi au vendredi", "le dernier jeudi du mois")),
    one(" à 14h", " à 8h30", " à 2h30"),
    one("", " jusqu’au 30 juin 2033", ", sauf jours fériés", " sauf en août"),
)
FRENCH = st.one_of(
    st.tuples(
        st.one_of(WEEKS_FR, PARITY_FR, PERIODS_FR, MONTHS_FR, YEARS_FR),
        st.one_of(HOURS_FR, SEVERAL_FR),
        ENDS_FR,
    ),
    st.tuples(COUNTED_FR, HOURS_FR, one("", ", 5 fois", " jusqu’au 30 juin 2033")),
    st.tuples(MOVED_FR),
    st.tuples(st.one_of(WEEKS_FR, PARITY_FR, one("le 15 de chaque mois")), HOURS_FR, MONTHS_OUT_FR),
    TOGETHER_FR,
).map("".join)

NTHS = ("first", "second", "third", "last", "second to last")
NUMBERS = one("1st", "2nd", "3rd", "15th", "28th")
WEEKS_EN = st.one_of(
    one(*DAYS).map("every {}".format),
    one(*DAYS).map("on {}s".format),
    pairs(DAYS, "every {} and {}"),
    one("every day from Monday to Friday", "on weekdays", "every working day"),
)
PARITY_EN = st.one_of(
    said("every {day} of {which} weeks", day=DAYS, which=("even", "odd")),
    said("every {which} week on {day}", day=DAYS, which=("even", "odd-numbered")),
    said("{days} in {which} weeks", days=pairs(DAYS, "{}s and {}s"), which=("even", "odd")),
)
PERIODS_EN = st.one_of(
    said("every {count} days", count=("2", "three")),
    one("every day", "daily"),
    said("every other {day}", day=DAYS),
    said("{rhythm} on {day}", rhythm=("weekly", "fortnightly", "every 3 weeks"), day=DAYS),
    said(
        "{rhythm} on {days}",
        rhythm=("twice a week", "twice weekly", "2 times a week"),
        days=pairs(DAYS, "{} and {}"),
    ),
)
MONTHS_EN = st.one_of(
    said("the {number} of every month", number=NUMBERS),
    said("the {nth} {day} of every {period}", nth=NTHS, day=DAYS, period=("month", "quarter", "half-year")),
    said("{rhythm} on the {nth} {day}", nth=NTHS, day=DAYS,
         rhythm=("monthly", "quarterly", "every 2 months")),
    said("{rhythm} on the {days}", rhythm=("twice a month", "twice monthly", "every month"),
         days=one("1st and 15th", "5th and 20th", "first and third Monday", "second and last Friday")),
    said("the {nth} working day of every {period}", nth=("first", "last"), period=("month", "quarter")),
)  # fmt: skip
YEARS_EN = said(
    "{rhythm} on {number} {month}", rhythm=("every year", "yearly"), number=("3", "14"), month=MONTHS
)
MOVED_EN = st.one_of(
    said("the {number} of every month at 9:00, or the {side} working day", number=("8th", "15th"),
         side=("next", "previous", "following", "preceding")),
    said("every {day} at 9:00, or the {to}", day=DAYS[1:4],
         to=("working day after", "working day before", "next day if it is a public holiday", "day before")),
)  # fmt: skip
HOURS_EN = one("", " at 9:00", " 5pm", " at 2:30 am", " at noon")
SEVERAL_EN = one(" at 9:00 and 17:00", " at 8:30, 12:30 and 18:30", " at 9am and 5pm")
ENDS_EN = one("", "", ", 5 times", " until 30 June 2033", ", except public holidays")
ENGLISH = st.one_of(
    st.tuples(
        st.one_of(WEEKS_EN, PARITY_EN, PERIODS_EN, MONTHS_EN, YEARS_EN), HOURS_EN, one("", ", 5 times")
    ),
    st.tuples(st.one_of(WEEKS_EN, PARITY_EN, PERIODS_EN, YEARS_EN), st.one_of(HOURS_EN, SEVERAL_EN), ENDS_EN),
    st.tuples(MOVED_EN),
).map("".join)


def unaccented(text):
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )


TYPED = one(
    str,
    str.upper,
    unaccented,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\u202f").replace("’", "'"),
    lambda text: text.replace("1er", "1 er").replace("2e", "2 ème"),
    lambda text: text.replace("1er", "1ᵉʳ").replace("2e", "2ᵉ"),
)


def understood(text, reading):
    found = read(text, reading)
    assert isinstance(found, Understood), f"{text!r}: {found.reason.text}"
    assert (found.rest, found.rrule is None) == ("", False), text
    return found


def by_dateutil(found, zone, *, skip):
    """Return the first instants of rules as python-dateutil counts them, public holidays left out by day."""
    rules = [_by_dateutil(found, rule, zone, skip=skip) for rule in found.rrule.splitlines()]
    return (at for at, _same in groupby(merge(*rules)))


def _by_dateutil(found, rule, zone, *, skip):
    parts = dict(part.split("=") for part in rule.split(";"))
    kept = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL"))
    start = found.at.replace(tzinfo=None)
    if "BYHOUR" in parts:
        start = start.replace(hour=0)
    if "BYSETPOS" in parts and parts["FREQ"] == "WEEKLY":
        start -= timedelta(start.weekday())
    first, clock = found.at.astimezone(UTC), tz.gettz(zone.key)
    until = parts.get("UNTIL")
    for wall in rrulestr(kept, dtstart=start):
        at = tz.resolve_imaginary(wall.replace(tzinfo=clock)).astimezone(UTC)
        if until is not None and at.strftime("%Y%m%dT%H%M%SZ") > until:
            return
        if at >= first and not (skip and is_public_holiday(wall.date(), None)):
            yield at


@settings(max_examples=400, deadline=None)
@given(
    phrase=st.one_of(FRENCH.map(lambda text: (text, "fr")), ENGLISH.map(lambda text: (text, "en"))),
    typed=TYPED,
    now=one(*NOWS),
    zone=one(*ZONES).map(ZoneInfo),
)
def test_what_recurs_is_said_back_as_itself_and_comes_when_the_calendar_says(phrase, typed, now, zone):
    text, language = phrase
    now = datetime.fromisoformat(now).replace(tzinfo=zone)
    found = understood(typed(text), Reading(now, zone, language, recurring=True))
    for other in ("fr", "en"):
        words = str(spell_rule(found.rrule, found.at, other, skip_holidays=found.skip_holidays))
        again = understood(words, Reading(now, zone, other, recurring=True))
        same = (again.rrule, again.at, again.skip_holidays)
        assert same == (found.rrule, found.at, found.skip_holidays), (text, words)
    skip = found.skip_holidays and "BYSETPOS" not in found.rrule
    series = Series(found.rrule, found.at, zone, skip)
    count = 5 if "COUNT" in found.rrule else LISTED
    coming = list(takewhile(lambda at: at < FARTHEST, islice(occurrences(series), LISTED)))
    expected = takewhile(lambda at: at < FARTHEST, islice(by_dateutil(found, zone, skip=skip), count))
    assert coming == list(expected), (text, found.rrule)
    assert [next_occurrence(series, at) for at in coming[:-1]] == coming[1:]
