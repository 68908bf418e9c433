"""Rhythms, where something that recurs is expected: quarters, working days, even weeks, hours, holidays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pytest

from bot.language import moments
from bot.language.catalogue import Words
from bot.language.moments import Series, Understood, occurrences, read, spell_rule
from bot.language.moments.public_holidays import is_public_holiday
from tests.unit.language.moments.speaking import PARIS, reading


def rhythm(text, language="fr", territory=None):
    found = read(text, replace(reading(language, territory=territory), recurring=True))
    assert isinstance(found, Understood), f"{text!r}: {found.reason.text}"
    assert found.rest == ""
    return found


def refusal(text, language="fr"):
    found = read(text, replace(reading(language), recurring=True))
    assert not isinstance(found, Understood), f"{text!r} is understood as {found.rrule}"
    return Words(language, PARIS)(found.reason).replace("\u00a0", " ").replace("\u202f", " ")


def dates(found, count=4, territory=None):
    series = Series(found.rrule, found.at, PARIS, found.skip_holidays, territory)
    return [one.date() for one in islice(occurrences(series), count)]


def said(found, language="fr"):
    spelled = spell_rule(found.rrule, found.at, language, skip_holidays=found.skip_holidays)
    return str(spelled).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "rule", "echo"),
    [
        (
            "le premier mardi de chaque trimestre à 10h",
            "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1TU",
            "le 1er mardi de chaque trimestre à 10 h",
        ),
        (
            "trimestriellement le 1er mardi",
            "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1TU",
            "le 1er mardi de chaque trimestre à 9 h",
        ),
        (
            "le dernier vendredi de chaque semestre à 16h",
            "FREQ=MONTHLY;BYMONTH=6,12;BYDAY=-1FR",
            "le dernier vendredi de chaque semestre à 16 h",
        ),
        (
            "le 1er jour du trimestre",
            "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=1",
            "le 1er jour de chaque trimestre à 9 h",
        ),
        (
            "tous les trimestres le 15",
            "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=15",
            "le 15 du 1er mois de chaque trimestre à 9 h",
        ),
        (
            "le 2e jeudi du deuxième mois de chaque trimestre à 9h",
            "FREQ=MONTHLY;BYMONTH=2,5,8,11;BYDAY=2TH",
            "le 2e jeudi du 2e mois de chaque trimestre à 9 h",
        ),
        (
            "le dernier jour ouvré de chaque trimestre",
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "le dernier jour ouvré de chaque trimestre à 9 h, jours fériés non comptés",
        ),
    ],
)
def test_a_quarter_begins_with_the_year_and_a_half_year_too(text, rule, echo):
    found = rhythm(text)
    assert (found.rrule, said(found)) == (rule, echo)


def test_three_months_are_no_quarter():
    assert rhythm("tous les 3 mois le 15").rrule == "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"


def test_the_first_tuesday_of_every_quarter_comes_in_january_april_july_and_october():
    found = rhythm("the first Tuesday of every quarter at 10:00", "en")
    assert dates(found) == [date(2027, 1, 5), date(2027, 4, 6), date(2027, 7, 6), date(2027, 10, 5)]
    assert said(found, "en") == "the first Tuesday of every quarter at 10:00"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("chaque trimestre à 10h", "le 1er mardi de chaque trimestre à 10h"),
        ("chaque semestre", "le 1er mardi de chaque semestre à 10h"),
        ("tous les quinze jours à 9h", "un mardi sur deux à 10h"),
        ("toutes les semaines à 9h", "tous les mardis à 10h"),
        ("tous les mois", "le 15 de chaque mois"),
        ("tous les ans", "tous les ans le 3 mars"),
        ("lundi 9h", "chaque lundi"),
    ],
)
def test_what_lacks_a_day_asks_for_it_with_what_is_accepted(text, advice):
    assert f"« {advice} »" in refusal(text)
    assert rhythm(advice).rrule


def test_the_first_working_day_of_january_is_never_the_first():
    found = rhythm("le 1er jour ouvré de chaque mois à 9h")
    assert dates(found, 5) == [
        date(2026, 12, 1),
        date(2027, 1, 4),
        date(2027, 2, 1),
        date(2027, 3, 1),
        date(2027, 4, 1),
    ]
    assert said(found) == "le 1er jour ouvré de chaque mois à 9 h, jours fériés non comptés"


def test_the_last_working_day_follows_the_holidays_of_the_territory():
    """Good Friday is a holiday in Alsace; in 2029 it is the last weekday of March."""
    found = rhythm("le dernier jour ouvré du mois à 9h", territory="67")
    assert date(2029, 3, 30) in dates(found, 30)
    assert date(2029, 3, 29) in dates(found, 30, "67")


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("lundi et jeudi 9h", "fr", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("le lundi et le jeudi à 9h", "fr", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("lundi, mercredi et vendredi à 8h30", "fr", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("Monday and Thursday 9:00", "en", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("le mardi 9h", "fr", "FREQ=WEEKLY;BYDAY=TU"),
        ("hebdomadaire le lundi 9h", "fr", "FREQ=WEEKLY;BYDAY=MO"),
        ("tous les quinze jours le lundi à 9h", "fr", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("the second-to-last Friday of the month at 10", "en", "FREQ=MONTHLY;BYDAY=-2FR"),
        ("chaque lundi à 9h, même les jours fériés", "fr", "FREQ=WEEKLY;BYDAY=MO"),
        ("every Monday 9:00, even on public holidays", "en", "FREQ=WEEKLY;BYDAY=MO"),
    ],
)
def test_days_in_the_singular_recur_where_something_recurs(text, language, rule):
    found = rhythm(text, language)
    assert (found.rrule, found.skip_holidays) == (rule, False)


def test_every_second_tuesday_in_figures_may_be_two_things():
    assert "“every 2 weeks on Tuesday 9:00”" in refusal("every 2nd Tuesday", "en")
    assert rhythm("every 2 weeks on Tuesday 9:00", "en").rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert rhythm("every 2nd Tuesday of the month", "en").rrule == "FREQ=MONTHLY;BYDAY=2TU"


def test_holidays_and_a_weekday_are_both_left_out():
    found = rhythm("tous les jours à 9h sauf le dimanche et les jours fériés")
    assert (found.rrule, found.skip_holidays) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", True)
    assert said(found) == "du lundi au samedi à 9 h, sauf jours fériés"


@pytest.mark.parametrize(
    "exception",
    [
        "hors jours fériés et vacances scolaires",
        "sauf jours fériés et les ponts",
        "sauf en août 2027",
        "sauf de mars à octobre",
    ],
)
def test_what_cannot_be_left_out_is_named(exception):
    assert f"« {exception} » : d’une répétition, je ne sais retirer que" in refusal(
        f"chaque lundi à 9h {exception}"
    )


def test_the_last_but_one_has_its_elision():
    assert (
        said(rhythm("l'avant-dernier vendredi du mois à 9h"))
        == "l’avant-dernier vendredi de chaque mois à 9 h"
    )


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("les lundi 9h", "fr", "FREQ=WEEKLY;BYDAY=MO"),
        ("lundi + jeudi 9h", "fr", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("Mon & Thu 9am", "en", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("1er lundi 9h", "fr", "FREQ=MONTHLY;BYDAY=1MO"),
        ("le dernier vendredi 16h", "fr", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("1er et 3e lundis 14h", "fr", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("mensuel 1er lundi 9h", "fr", "FREQ=MONTHLY;BYDAY=1MO"),
        ("tous les 6 mois le 1er lundi", "fr", "FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO"),
        ("fin de mois", "fr", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("début du mois à 9h", "fr", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("chaque fin de trimestre", "fr", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("le 1er et le 15 à 9h", "fr", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("chque lundi 9h", "fr", "FREQ=WEEKLY;BYDAY=MO"),
        ("end of month", "en", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_what_is_typed_in_a_hurry_recurs_where_something_recurs(text, language, rule):
    assert rhythm(text, language).rrule == rule


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("le 15 à 9h", "le 15 de chaque mois à 9h"),
        ("tous les 15 à 9h", "le 15 de chaque mois à 9h"),
        ("le dernier jour ouvré", "le dernier jour ouvré de chaque mois à 9h"),
        ("souvent", "chaque lundi à 9h"),
    ],
)
def test_a_refusal_advises_what_recurs_where_something_recurs(text, advice):
    assert f"« {advice} »" in refusal(text)
    assert rhythm(advice).rrule


def test_the_first_moves_to_the_next_working_day_when_it_is_a_holiday_or_a_sunday():
    found = rhythm("le 1er de chaque mois à 9h sauf jours fériés, sinon le jour ouvré suivant")
    assert dates(found, 6)[1] == date(2027, 1, 4)
    assert dates(found, 6)[-1] == date(2027, 5, 3)


def test_the_day_after_a_holiday_may_be_a_saturday():
    found = rhythm("le 1er du mois à 9h, ou le lendemain si c'est férié")
    assert dates(found, 2)[1] == date(2027, 1, 2)


def test_easter_monday_moves_to_tuesday_and_no_other_week_does():
    found = rhythm("chaque lundi à 9h, ou le jour ouvré suivant")
    moved = [day for day in dates(found, 40) if day.weekday() != 0]
    assert moved == [date(2027, 3, 30), date(2027, 5, 18)]


@pytest.mark.parametrize(
    "text",
    ["le 31 de chaque mois, ou le jour ouvré suivant", "chaque vendredi à 9h, ou le jour ouvré suivant"],
)
def test_what_would_move_to_another_month_or_week_is_refused(text):
    assert "peut passer au jour ouvré suivant" in refusal(text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "le 1er de chaque mois sauf jours fériés",
            "« le 1er de chaque mois à 9h, ou le jour ouvré suivant »",
        ),
        ("le 31 de chaque mois", "« le dernier jour de chaque mois à 9h »"),
        ("tous les ans le 29 février", "tous les quatre ans"),
    ],
)
def test_a_day_that_is_not_always_there_is_said(text, note):
    found = rhythm(text)
    assert note in Words("fr", PARIS)(found.note).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_day_of_one_month_recurs_only_if_each_year_is_said():
    once = read("le premier lundi de janvier", replace(reading("fr"), recurring=True))
    assert isinstance(once, Understood)
    assert once.rrule is None
    assert rhythm("tous les ans le premier lundi de janvier").rrule == "FREQ=YEARLY;BYMONTH=1;BYDAY=1MO"


EVEN = ",".join(map(str, range(2, 53, 2)))
ODD = ",".join(map(str, range(1, 54, 2)))


@pytest.mark.parametrize(
    ("text", "language", "rule", "echo"),
    [
        (
            "toutes les semaines paires le lundi à 9h",
            "fr",
            f"BYWEEKNO={EVEN};BYDAY=MO",
            "chaque lundi des semaines paires à 9 h",
        ),
        (
            "LES LUNDIS DES SEMAINES IMPAIRES 9H",
            "fr",
            f"BYWEEKNO={ODD};BYDAY=MO",
            "chaque lundi des semaines impaires à 9 h",
        ),
        (
            "chq sem. paire le lundi et le jeudi",
            "fr",
            f"BYWEEKNO={EVEN};BYDAY=MO,TH",
            "chaque lundi et jeudi des semaines paires à 9 h",
        ),
        (
            "le mardi en semaine impaire à 14h",
            "fr",
            f"BYWEEKNO={ODD};BYDAY=TU",
            "chaque mardi des semaines impaires à 14 h",
        ),
        (
            "lundi semaine paire 9h",
            "fr",
            f"BYWEEKNO={EVEN};BYDAY=MO",
            "chaque lundi des semaines paires à 9 h",
        ),
        (
            "toutes les semaien paires le lundi",
            "fr",
            f"BYWEEKNO={EVEN};BYDAY=MO",
            "chaque lundi des semaines paires à 9 h",
        ),
        (
            "Mondays of odd weeks at 9:00",
            "en",
            f"BYWEEKNO={ODD};BYDAY=MO",
            "every Monday of odd weeks at 09:00",
        ),
    ],
)
def test_weeks_are_even_or_odd(text, language, rule, echo):
    found = rhythm(text, language)
    assert (found.rrule, said(found, language)) == (f"FREQ=YEARLY;{rule}", echo)
    assert found.note is not None


def test_two_odd_weeks_follow_one_another_after_a_year_of_53():
    odd, even = rhythm("chaque vendredi des semaines impaires"), rhythm("chaque vendredi des semaines paires")
    assert dates(odd, 4) == [date(2026, 12, 4), date(2026, 12, 18), date(2027, 1, 1), date(2027, 1, 8)]
    assert dates(even, 4)[2:] == [date(2026, 12, 25), date(2027, 1, 15)]


def test_the_first_weekend_of_2039_is_in_week_52():
    series = Series(rhythm("le samedi en semaine paire").rrule, datetime(2038, 12, 1, 9, tzinfo=PARIS), PARIS)
    assert datetime(2039, 1, 1, 9, tzinfo=PARIS) in list(islice(occurrences(series), 4))


def test_every_other_week_is_no_even_week():
    assert rhythm("une semaine sur deux le lundi").rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    even = f"FREQ=YEARLY;BYWEEKNO={EVEN};BYDAY=MO"
    assert rhythm("un lundi sur deux (semaines paires)").rrule == even
    assert rhythm("une semaine sur deux, les semaines paires, le lundi").rrule == even


@pytest.mark.parametrize(
    "text", ["les lundis pairs à 9h", "chaque lundi impair", "les jours pairs", "tous les mois pairs le 1er"]
)
def test_only_weeks_are_even_or_odd(text):
    assert refusal(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("bimestriel le 15 à 9h", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15"),
        ("bi-mensuel le 1er et le 3e lundi", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("bimenssuel : le 1er et le 15", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("hebdomdaire le lundi", "FREQ=WEEKLY;BYDAY=MO"),
        ("QUOTIDIEN 9H ET 17H", "FREQ=DAILY;BYHOUR=9,17"),
        ("annuel le 3 mars", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"),
        ("bisannuel le 3 mars", "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=3"),
        ("mensuel le dernier jour ouvré", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("2 fois par mois le 1er lundi et le 3e lundi", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("2 fois/mois le 1 er et le 15", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("1er & 3e lundi du mois", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("les deux premiers lundis du mois", "FREQ=MONTHLY;BYDAY=1MO,2MO"),
        ("les deux derniers jours ouvrés de chaque mois", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,-2"),
        ("tous les jours à 9h puis à 17h", "FREQ=DAILY;BYHOUR=9,17"),
        ("le 1ᵉʳ et le 15, deux fois par mois", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("trois fois par semaine du lundi au mercredi", "FREQ=WEEKLY;BYDAY=MO,TU,WE"),
        ("deux fois par jour à 9h et 17h", "FREQ=DAILY;BYHOUR=9,17"),
        ("tous les quinze du mois", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("lundi et jeudi à 9h et 17h", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=9,17"),
        ("tous les jours toutes les 2 heures de 8h à 14h", "FREQ=DAILY;BYHOUR=8,10,12,14"),
    ],
)
def test_a_rhythm_in_one_word_or_in_times_has_its_days(text, rule):
    assert rhythm(text).rrule == rule


@pytest.mark.parametrize(
    ("text", "language", "advice"),
    [
        ("bimensuel", "fr", "le 1er et le 15 de chaque mois à 9h"),
        ("bimensuel le lundi", "fr", "le 1er et le 3e lundi de chaque mois à 9h"),
        ("deux fois par mois le 15", "fr", "un lundi sur deux à 9h"),
        ("2 fois par semaine", "fr", "chaque lundi et jeudi à 9h"),
        ("biquotidien", "fr", "chaque jour à 9h et 17h"),
        ("deux fois par an", "fr", "le 1er mardi de chaque semestre à 10h"),
        ("bimestriel", "fr", "le 15 de chaque mois"),
        ("biannuel", "fr", "tous les 2 ans le 3 mars"),
        ("toutes les semaines paires à 9h", "fr", "chaque lundi des semaines paires à 9h"),
        (
            "un lundi sur deux à 9h et un jeudi sur deux à 14h",
            "fr",
            "chaque lundi à 9h et chaque jeudi à 14h",
        ),
        ("lundi à 9h ou jeudi à 14h", "fr", "chaque lundi à 9h et chaque jeudi à 14h"),
        (
            "les jours ouvrés à 9h et le samedi à 10h",
            "fr",
            "chaque lundi à 9h et chaque jeudi à 14h, sauf jours fériés",
        ),
        ("tous les jours à 9h et 17h30, 5 fois", "fr", "chaque jour à 9h30 et 17h30"),
        ("tous les ans le 3 mars sauf en août", "fr", "chaque lundi à 9h sauf en août"),
        ("2x par mois", "fr", "le 1er et le 15 de chaque mois à 9h"),
        ("un lundi par mois", "fr", "le 1er lundi de chaque mois à 9h"),
        ("deux lundis par mois à 9h", "fr", "le 1er et le 3e lundi de chaque mois à 9h"),
        ("le 15 à 9h ou le jour ouvré suivant", "fr", "le 15 de chaque mois à 9h"),
        ("le 1er jour ouvré du mois à 9h et 17h", "fr", "le 1er de chaque mois à 9h et 17h"),
        (
            "le lundi des semaines paires, ou la veille",
            "fr",
            "chaque lundi des semaines paires à 9h sauf jours fériés",
        ),
        (
            "le 15 du mois, ou le jour ouvré le plus proche",
            "fr",
            "le 15 de chaque mois à 9h, ou le jour ouvré précédent",
        ),
        (
            "le 1er du mois, ou la veille",
            "fr",
            "le dernier jour de chaque mois à 9h, ou le jour ouvré précédent",
        ),
        ("bimonthly", "en", "every 2 months on the 1st 9:00"),
        ("twice a week", "en", "every Monday and Thursday 9:00"),
    ],
)
def test_a_rhythm_that_lacks_something_is_advised_what_is_accepted(text, language, advice):
    told = refusal(text, language)
    assert (f"« {advice} »" if language == "fr" else f"“{advice}”") in told
    assert rhythm(advice, language).rrule


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_example_of_a_refusal_is_understood(language):
    catalogue = Path(moments.__file__).parent / "locale" / "fr.po"
    texts = re.findall(
        r"^msgid \"(.*)\"$" if language == "en" else r"^msgstr \"(.*)\"$", catalogue.read_text(), re.MULTILINE
    )
    quoted = r"“([^“”]+)”" if language == "en" else r"« ([^«»]+) »"
    advising = [
        text for text in texts if re.search(r"Write|Écris|Give|Donne|Keep|Garde|leave it out|sauter", text)
    ]
    examples = {example for text in advising for example in re.findall(quoted, text) if "{" not in example}
    assert len(examples) > 30
    for example in sorted(examples):
        outcomes = [
            read(example, replace(reading(language), recurring=recurring)) for recurring in (False, True)
        ]
        assert any(isinstance(outcome, Understood) for outcome in outcomes), example


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("le 15 de chaque mois à 9h, ou le jour ouvré précédent", {date(2027, 5, 14), date(2027, 8, 13)}),
        (
            "le 25 du mois, ou le jour ouvre precedent si c'est un week-end ou un jour ferie",
            {date(2026, 12, 24)},
        ),
        ("chaque vendredi à 9h, ou la veille si férié", {date(2026, 12, 24), date(2026, 12, 31)}),
        ("le dernier jour de chaque mois, ou le jour ouvré d’avant", {date(2027, 1, 29), date(2027, 2, 26)}),
        ("tous les ans le 14 juillet, ou le jour ouvré précédent", {date(2027, 7, 13)}),
    ],
)
def test_what_falls_on_a_holiday_or_a_weekend_may_come_the_working_day_before(text, moved):
    found = rhythm(text)
    assert moved <= set(dates(found, 12))
    assert not any(is_public_holiday(day, None) or day.weekday() > 4 for day in dates(found, 60))


def test_ascension_may_send_a_friday_to_the_wednesday_before():
    assert date(2026, 7, 10) not in dates(rhythm("chaque jeudi à 9h, ou le jour ouvré précédent"), 90)
    assert date(2027, 5, 5) in dates(rhythm("chaque jeudi à 9h, ou le jour ouvré précédent"), 90)


def test_several_hours_of_a_day_are_one_rule():
    found = rhythm("chaque jour à 9h, 12h et 17h sauf le dimanche")
    assert said(found) == "du lundi au samedi à 9 h, 12 h et 17 h"
    assert f"{found.at:%d %H:%M}" == "21 12:00"
    series = Series(found.rrule, found.at, PARIS)
    assert [f"{at:%d %H}" for at in islice(occurrences(series), 4)] == ["21 12", "21 17", "23 09", "23 12"]


MONDAY, THURSDAY = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", "FREQ=WEEKLY;BYDAY=TH;BYHOUR=14;BYMINUTE=0"


@pytest.mark.parametrize(
    ("text", "language", "rules", "echo"),
    [
        ("lundi à 9h et jeudi à 14h", "fr", [MONDAY, THURSDAY], "chaque lundi à 9 h et chaque jeudi à 14 h"),
        ("le lundi 9h, le jeudi 14h", "fr", [MONDAY, THURSDAY], "chaque lundi à 9 h et chaque jeudi à 14 h"),
        (
            "lundi matin & jeudi après-midi",
            "fr",
            [MONDAY, THURSDAY],
            "chaque lundi à 9 h et chaque jeudi à 14 h",
        ),
        (
            "Monday at 9:00 and Thursday at 2pm",
            "en",
            [MONDAY, THURSDAY],
            "every Monday at 09:00 and every Thursday at 14:00",
        ),
        (
            "le 1er lundi du mois à 9h, le 15 du mois à 8h30 et tous les jeudis à 14h sauf en août",
            "fr",
            [
                "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,7,9,10,11,12;BYDAY=1MO;BYHOUR=9;BYMINUTE=0",
                "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,7,9,10,11,12;BYMONTHDAY=15;BYHOUR=8;BYMINUTE=30",
                "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,7,9,10,11,12;BYDAY=TH;BYHOUR=14;BYMINUTE=0",
            ],
            (
                "le 1er lundi de chaque mois à 9 h, le 15 de chaque mois à 8 h 30 et chaque jeudi à 14 h, "
                "sauf en août"
            ),
        ),
        (
            "tous les jours à 9h et 17h30",
            "fr",
            ["FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "FREQ=DAILY;BYHOUR=17;BYMINUTE=30"],
            "tous les jours à 9 h et tous les jours à 17 h 30",
        ),
    ],
)
def test_days_of_other_hours_make_one_rhythm(text, language, rules, echo):
    found = rhythm(text, language)
    assert found.rrule.splitlines() == rules
    assert said(found, language) == echo
    assert rhythm(said(found, language), language).rrule == found.rrule


def test_several_days_come_in_their_order_each_at_its_hour_and_end_together():
    found = rhythm("jeudi à 14h et lundi à 9h jusqu'au 7 décembre, sauf jours fériés")
    series = Series(found.rrule, found.at, PARIS, found.skip_holidays, None)
    assert [f"{at:%d %H}" for at in occurrences(series)] == ["23 09", "26 14", "30 09", "03 14", "07 09"]
    assert found.skip_holidays
    assert said(found).startswith("chaque jeudi à 14 h et chaque lundi à 9 h, sauf jours fériés, jusqu’au")


def test_several_hours_without_a_rhythm_are_still_asked_about():
    for text in ("lundi à 9h et jeudi à 14h", "chaque lundi à 9h et chaque jeudi à 14h appeler la CAF"):
        assert not isinstance(read(text, reading("fr")), Understood)


WITHOUT_AUGUST = "BYMONTH=1,2,3,4,5,6,7,9,10,11,12"


@pytest.mark.parametrize(
    ("text", "rule", "echo"),
    [
        (
            "chaque 1er et 3e mardi sauf en août",
            f"FREQ=MONTHLY;{WITHOUT_AUGUST};BYDAY=1TU,3TU",
            "le 1er et le 3e mardi de chaque mois à 9 h, sauf en août",
        ),
        (
            "un lundi sur deux à 9h hors juillet-août",
            "FREQ=WEEKLY;INTERVAL=2;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=MO",
            "un lundi sur deux à 9 h, sauf en juillet et août",
        ),
        (
            "en semaine à 8h30 sauf au mois d'août",
            f"FREQ=WEEKLY;{WITHOUT_AUGUST};BYDAY=MO,TU,WE,TH,FR",
            "du lundi au vendredi à 8 h 30, sauf en août",
        ),
        (
            "le dernier jour ouvré du mois à 9h sauf en juillet et en août",
            "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "le dernier jour ouvré de chaque mois à 9 h, jours fériés non comptés, sauf en juillet et août",
        ),
        (
            "le 15 de chaque mois à 9h, ou le jour ouvré suivant, sauf en août",
            f"FREQ=MONTHLY;{WITHOUT_AUGUST};BYMONTHDAY=15,16,17,18,19,20,21;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "le 15 de chaque mois à 9 h, ou le jour ouvré suivant, sauf en août",
        ),
        (
            "chaque lundi de septembre à juin à 9h",
            "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=MO",
            "chaque lundi à 9 h, sauf en juillet et août",
        ),
        (
            "le 1er mardi du mois à 9h, de septembre à mai",
            "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,9,10,11,12;BYDAY=1TU",
            "le 1er mardi de chaque mois à 9 h, sauf en juin, juillet et août",
        ),
        (
            "chaque lundi à 9h sauf jours fériés et en août",
            f"FREQ=WEEKLY;{WITHOUT_AUGUST};BYDAY=MO",
            "chaque lundi à 9 h, sauf jours fériés et en août",
        ),
    ],
)
def test_months_are_left_out_each_year(text, rule, echo):
    found = rhythm(text)
    assert (found.rrule, said(found)) == (rule, echo)
    assert (rhythm(echo).rrule, rhythm(echo).skip_holidays) == (rule, found.skip_holidays)


def test_what_leaves_out_august_comes_again_in_september():
    found = rhythm("le 1er mardi du mois à 9h sauf en août")
    assert [day.month for day in dates(found, 12)] == [12, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]


def test_months_of_one_year_are_no_rhythm_and_are_not_dropped():
    refused = refusal("chaque lundi à 9h de mars à mai")
    assert "« de mars à mai »" in refused
    assert "jusqu’à 6 mois de l’année" in refused
    found = read("bilan de janvier à juin demain 9h", reading("fr"))
    assert isinstance(found, Understood)
    assert found.rest == "bilan de janvier à juin"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("le dernier vendredi ouvré à 16h", "fr"),
        ("chaque dernier vendredi ouvré du mois 16h", "fr"),
        ("the last working Friday of every month at 4pm", "en"),
    ],
)
def test_the_last_working_friday_is_never_a_holiday(text, language):
    found = rhythm(text, language)
    assert (found.rrule, found.skip_holidays) == ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", True)
    assert dates(found, 3) == [date(2026, 11, 27), date(2026, 12, 18), date(2027, 1, 29)]
    assert said(found).startswith("le dernier vendredi ouvré de chaque mois à 16 h")
    for other in ("fr", "en"):
        assert rhythm(said(found, other), other).rrule == found.rrule
