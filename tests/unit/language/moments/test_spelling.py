"""Rules said in words, and read again: any rule that the time language can give means the same after that."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.moments import Series, Understood, occurrences, read, spell_rule
from tests.unit.language.moments.speaking import PARIS, SATURDAY, reading

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = st.sampled_from(["MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR,SA", "FR"])
WEEKS = st.sampled_from([range(2, 53, 2), range(1, 54, 2)]).map(
    lambda numbers: "BYWEEKNO=" + ",".join(map(str, numbers))
)
SEVERAL_HOURS = st.sets(st.integers(0, 23), min_size=2, max_size=6).map(
    lambda hours: "BYHOUR=" + ",".join(map(str, sorted(hours)))
)
QUARTERS = st.sampled_from(
    ["1,4,7,10", "2,5,8,11", "3,6,9,12", *(f"{month},{month + 6}" for month in range(1, 7))]
)
LEFT_OUT = st.sampled_from([(8,), (7, 8), (1, 12), (2, 4, 6, 8, 10, 12)]).map(
    lambda out: "BYMONTH=" + ",".join(str(month) for month in range(1, 13) if month not in out)
)
INTERVALS = st.integers(1, 5).map(lambda count: f"INTERVAL={count}" if count > 1 else "")
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1).map(
    lambda found: "BYDAY=" + ",".join(CODES[number] for number in sorted(found))
)
RANKED = st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(CODES)).map(
    lambda drawn: f"BYDAY={drawn[0]}{drawn[1]}"
)
MONTHDAYS = st.one_of(st.integers(1, 31).map(str), st.sampled_from(["-1", "1,15", "5,20,25"])).map(
    lambda number: f"BYMONTHDAY={number}"
)
POSITIONS = st.tuples(WORKING, st.sampled_from([1, 2, 3, -1, -2])).map(
    lambda drawn: f"BYDAY={drawn[0]};BYSETPOS={drawn[1]}"
)
MOVED = st.tuples(
    st.integers(1, 22), st.sampled_from(["", "BYDAY=MO,TU,WE,TH,FR", "BYDAY=MO,TU,WE,TH,FR,SA"])
).map(
    lambda drawn: f"BYMONTHDAY={','.join(str(drawn[0] + shift) for shift in range(7))};{drawn[1]};BYSETPOS=1"
)
MOVED_BACK = st.tuples(
    st.one_of(st.integers(5, 28).map(lambda last: range(max(1, last - 6), last + 1)), st.just(range(-7, 0))),
    st.sampled_from(["", "BYDAY=MO,TU,WE,TH,FR", "BYDAY=MO,TU,WE,TH,FR,SA"]),
).map(lambda drawn: f"BYMONTHDAY={','.join(map(str, drawn[0]))};{drawn[1]};BYSETPOS=-1")
BACK_IN_WEEK = st.integers(2, 7).map(lambda length: f"BYDAY={','.join(CODES[:length])};BYSETPOS=-1")
WITHIN_WEEK = st.tuples(st.integers(0, 3), st.integers(5, 7)).map(
    lambda drawn: f"BYDAY={','.join(CODES[drawn[0] : drawn[1]])};BYSETPOS=1"
)
DAYS = st.one_of(MONTHDAYS, RANKED, POSITIONS)
ENDS = st.one_of(
    st.just(""),
    st.integers(2, 60).map(lambda count: f"COUNT={count}"),
    st.sampled_from(["UNTIL=20280630T215959Z", "UNTIL=20290131T225959Z"]),
)
RULES = st.one_of(
    st.tuples(st.just("FREQ=DAILY"), INTERVALS, ENDS),
    st.tuples(st.just("FREQ=WEEKLY"), INTERVALS, WEEKDAYS, ENDS),
    st.tuples(st.just("FREQ=MONTHLY"), INTERVALS, st.one_of(MONTHDAYS, RANKED), ENDS),
    st.tuples(st.just("FREQ=MONTHLY"), DAYS, ENDS),
    st.tuples(st.just("FREQ=MONTHLY"), INTERVALS, LEFT_OUT, st.one_of(MONTHDAYS, RANKED), ENDS),
    st.tuples(st.just("FREQ=WEEKLY"), INTERVALS, LEFT_OUT, WEEKDAYS, ENDS),
    st.tuples(st.just("FREQ=MONTHLY"), QUARTERS.map("BYMONTH={}".format), DAYS, ENDS),
    st.tuples(st.just("FREQ=YEARLY"), WEEKS, WEEKDAYS, st.one_of(st.just(""), SEVERAL_HOURS), ENDS),
    st.tuples(st.just("FREQ=DAILY"), INTERVALS, SEVERAL_HOURS, ENDS),
    st.tuples(st.just("FREQ=WEEKLY"), INTERVALS, WEEKDAYS, SEVERAL_HOURS, ENDS),
    st.tuples(st.just("FREQ=MONTHLY"), st.one_of(MONTHDAYS, RANKED), SEVERAL_HOURS, ENDS),
    st.tuples(st.just("FREQ=MONTHLY"), MOVED, ENDS),
    st.tuples(st.just("FREQ=MONTHLY"), MOVED_BACK, ENDS),
    st.tuples(st.just("FREQ=WEEKLY"), INTERVALS, BACK_IN_WEEK, ENDS),
    st.tuples(st.just("FREQ=WEEKLY"), INTERVALS, WITHIN_WEEK, ENDS),
    st.tuples(
        st.just("FREQ=YEARLY"),
        st.integers(1, 12).map("BYMONTH={}".format),
        RANKED.filter(lambda day: "=5" not in day),
        ENDS,
    ),
    st.tuples(
        st.just("FREQ=YEARLY"),
        st.integers(1, 12).map("BYMONTH={}".format),
        st.integers(1, 28).map("BYMONTHDAY={}".format),
        ENDS,
    ),
).map(lambda drawn: ";".join(part for written in drawn for part in written.split(";") if part))
SOON = 2034
"""What comes first after that (a fifth Wednesday of February) is refused as coming never."""
HOURS = st.tuples(st.integers(0, 23), st.sampled_from([0, 5, 30, 45]))
VOWEL_AFTER_ARTICLE = re.compile(r"\b(?:le|la|de|que|jusque) (?=[aàâeéèêiîoôuûœ])|\bd’(?![aàâeéèêiîoôuûœ])")


def first_of(rule: str, hour: int, minute: int, *, skip: bool) -> datetime | None:
    """Return the first occurrence after the day on which the tests read, whatever the interval."""
    kept = [part for part in rule.split(";") if not part.startswith(("INTERVAL", "COUNT"))]
    base = datetime(2026, 11, 21, 0 if "BYHOUR" in rule else hour, minute, tzinfo=PARIS)
    found = occurrences(Series(";".join(kept), base, PARIS, skip))
    return next((at for at in found if at.astimezone(UTC) > SATURDAY.astimezone(UTC)), None)


@settings(max_examples=500, deadline=None)
@given(rule=RULES, hour=HOURS, skip=st.booleans(), language=st.sampled_from(["fr", "en"]))
def test_a_rule_in_words_is_read_as_itself(rule, hour, skip, language):
    moved = "BYSETPOS" in rule and ("BYMONTHDAY" in rule or "WEEKLY" in rule)
    skip = skip or moved
    first = first_of(rule, *hour, skip=skip)
    if first is None or first.year > SOON:
        return
    words = str(spell_rule(rule, first, language, skip_holidays=skip))
    found = read(words, replace(reading(language), recurring=True))
    assert isinstance(found, Understood), (words, found.reason.text)
    same = (found.rrule, found.at, found.skip_holidays, found.rest)
    assert same == (rule, first, skip, ""), words
    if language == "fr":
        assert not VOWEL_AFTER_ARTICLE.search(words), words
        assert not re.search(r"\d h\b", words), words


@pytest.mark.parametrize(
    ("rule", "french", "english"),
    [
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "le 1er de chaque mois à 9 h, ou le jour ouvré suivant",
            "the 1st of every month at 09:00, or the next working day",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1",
            "chaque lundi à 9 h, ou le lendemain si c’est férié",
            "every Monday at 09:00, or the next day if it is a public holiday",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "le dernier jour de chaque mois à 9 h, ou le jour ouvré précédent",
            "the last day of every month at 09:00, or the previous working day",
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52;BYDAY=MO",
            "chaque lundi des semaines paires à 9 h, sauf jours fériés",
            "every Monday of even weeks at 09:00, except public holidays",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA",
            "du lundi au samedi à 9 h, sauf jours fériés",
            "every day from Monday to Saturday at 09:00, except public holidays",
        ),
        (
            "FREQ=YEARLY;BYMONTH=4;BYDAY=-2FR",
            "tous les ans, l’avant-dernier vendredi d’avril à 9 h, sauf jours fériés",
            "every year on the second to last Friday of April at 09:00, except public holidays",
        ),
    ],
)
def test_what_becomes_of_holidays_is_said_once(rule, french, english):
    first = first_of(rule, 9, 0, skip=True)
    said = [str(spell_rule(rule, first, language, skip_holidays=True)) for language in ("fr", "en")]
    assert [one.replace("\u00a0", " ") for one in said] == [french, english]
