"""From a line that somebody typed to typed arguments: every kind, and no word lost."""

from __future__ import annotations

import enum
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.folding import fold
from bot.language.messages import _, pgettext
from bot.language.moments import Reading
from bot.plugin import (
    Addressee,
    Arg,
    Duration,
    Files,
    MemberOrName,
    MemberRef,
    Moment,
    PlaceRef,
    Rest,
    Tags,
    Url,
)
from bot.plugin.arguments import NamedMember, NamedPlace
from bot.plugin.parameters import parameters_of
from bot.plugin.parsing import Parsed, parse_line, parse_values

READING = Reading(now=datetime(2026, 11, 23, 9, tzinfo=UTC), zone=ZoneInfo("Europe/Paris"))


class Colour(enum.Enum):
    RED = "red"
    DARK_BLUE = "dark-blue"


COLOURS = Arg(_("colour"), choices={Colour.RED: _("rouge"), Colour.DARK_BLUE: _("bleu foncé")})
NEAR = Arg(pgettext("test", "near"), prepositions=("près de", "près d’"))
SINCE = Arg(pgettext("test", "since"), prepositions=("depuis",))


def parsed(line: str, handler) -> Parsed:
    return parse_line(line, parameters_of(handler), READING)


def values(line: str, handler) -> dict[str, object]:
    found = parsed(line, handler)
    assert found.is_complete, (found.wrong, found.missing, found.unexpected)
    return found.values


async def with_number(ctx, number: int, text: Rest = ""): ...


async def with_switch(ctx, switch: bool, text: Rest = ""): ...


async def with_moment(ctx, when: Moment, text: Rest, to: Addressee = None): ...


async def with_duration(ctx, length: Duration, text: Rest = ""): ...


async def with_url(ctx, link: Url, tags: Tags = (), text: Rest = ""): ...


async def with_member(ctx, who: MemberRef, text: Rest = ""): ...


async def with_place(ctx, where: PlaceRef, text: Rest = ""): ...


async def with_literal(ctx, kind: Literal["all", "mine"] = "all", text: Rest = ""): ...


async def with_enum(ctx, colour: Annotated[Colour, COLOURS], text: Rest = ""): ...


async def with_name(ctx, who: MemberOrName | None = None): ...


async def with_list(ctx, who: list[MemberRef]): ...


async def with_prepositions(
    ctx, text: Rest, near: Annotated[str, NEAR] = "", since: Annotated[Moment | None, SINCE] = None
): ...


async def with_several(ctx, quand: Moment, qui: MemberRef | None = None, texte: Rest = ""): ...


@pytest.mark.parametrize(
    ("line", "handler", "expected"),
    [
        ("3 câbles", with_number, {"number": 3, "text": "câbles"}),
        ("n°12", with_number, {"number": 12}),
        ("#7 fait", with_number, {"number": 7, "text": "fait"}),
        ("oui merci", with_switch, {"switch": True, "text": "merci"}),
        ("NON", with_switch, {"switch": False}),
        ("1h30 de pause", with_duration, {"length": timedelta(minutes=90), "text": "de pause"}),
        ("2 jours", with_duration, {"length": timedelta(days=2)}),
        ("@jean.dupont bonjour", with_member, {"who": NamedMember("jean.dupont"), "text": "bonjour"}),
        ("dire à @zoé, demain", with_member, {"who": NamedMember("zoé"), "text": "dire à , demain"}),
        ("@zoé", with_name, {"who": NamedMember("zoé", may_be_unknown=True)}),
        ("ici bonjour", with_place, {"where": NamedPlace(None), "text": "bonjour"}),
        ("bonjour ~loire-42", with_place, {"where": NamedPlace("loire-42"), "text": "bonjour"}),
        ("mine", with_literal, {"kind": "mine"}),
        ("autre chose", with_literal, {"text": "autre chose"}),
        ("Rouge vif", with_enum, {"colour": Colour.RED, "text": "vif"}),
        ("bleu fonce uni", with_enum, {"colour": Colour.DARK_BLUE, "text": "uni"}),
        ("dark-blue", with_enum, {"colour": Colour.DARK_BLUE}),
        ("@a; @b ;@c", with_list, {"who": [NamedMember("a"), NamedMember("b"), NamedMember("c")]}),
    ],
)
def test_each_type_finds_itself(line, handler, expected):
    assert values(line, handler) == expected


def test_a_moment_an_addressee_and_the_rest_in_any_order():
    for line in ("@paul demain 9h relancer la CAF", "demain 9h @paul relancer la CAF"):
        found = values(line, with_moment)
        assert found["when"].at == datetime(2026, 11, 24, 8, tzinfo=UTC)
        assert found["to"] == NamedMember("paul")
        assert found["text"] == "relancer la CAF"


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (
            "voir https://fr.wikipedia.org/wiki/Loire_(fleuve).",
            "https://fr.wikipedia.org/wiki/Loire_(fleuve)",
        ),
        ("(voir https://a.example/b)", "https://a.example/b"),
        ("<https://a.example/?q=1&r=2>, merci", "https://a.example/?q=1&r=2"),
        ("https://a.example!", "https://a.example"),
    ],
)
def test_an_address_keeps_its_own_brackets_and_leaves_those_of_the_sentence(line, address):
    assert values(line, with_url)["link"] == address


def test_tags_are_taken_from_anywhere_once_each():
    found = values("https://a.example #aide lire #numérique #aide vite", with_url)
    assert found == {"link": "https://a.example", "tags": ("aide", "numérique"), "text": "lire vite"}


def test_the_lines_of_a_text_stay_lines():
    found = values("@paul\npremière ligne\n\n- deuxième  avec deux espaces", with_member)
    assert found["text"] == "première ligne\n\n- deuxième  avec deux espaces"


def test_arguments_can_be_named_in_any_order_and_in_french_typography():
    found = values("texte : relancer la CAF qui:@paul quand: demain 9h", with_several)
    assert found["quand"].at == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert found["qui"] == NamedMember("paul")
    assert found["texte"] == "relancer la CAF"


def test_a_name_without_a_value_is_as_if_it_was_not_said():
    assert [item.name for item in parsed("quand: texte: bonjour", with_several).missing] == ["quand"]


def test_what_is_said_twice_is_refused_rather_than_lost():
    assert "quand" in parsed("quand: demain quand: lundi", with_several).wrong


def test_a_word_that_is_no_argument_is_not_taken_for_a_name():
    assert values("demain note: https://a.example/x", with_several)["texte"] == "note: https://a.example/x"


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("un lieu près de Roanne", "Roanne"),
        ("un lieu pres de Roanne", "Roanne"),
        ("un lieu PRÈS DE Roanne", "Roanne"),
        ("un lieu près d’Annecy", "Annecy"),
        ("un lieu pres d'Annecy", "Annecy"),
        ("un lieu près d’Annecy depuis lundi", "Annecy"),
    ],
)
def test_prepositions_introduce_arguments_accents_or_not_elided_or_not(line, near):
    found = values(line, with_prepositions)
    assert (found["near"], found["text"]) == (near, "un lieu")


def test_a_preposition_at_the_end_introduces_nothing():
    assert values("c’est tout près de", with_prepositions) == {"text": "c’est tout près de"}


def test_many_words_are_read_in_no_time():
    start = time.process_time()
    words = " ".join(["mot"] * 40_000)
    assert values(f"{words} depuis demain", with_prepositions)["text"] == words
    assert time.process_time() - start < 5


def test_words_that_no_argument_takes_are_told():
    async def only_number(ctx, number: int): ...

    found = parsed("3 câbles", only_number)
    assert (found.values, found.unexpected, found.is_complete) == ({"number": 3}, "câbles", False)


def test_what_is_missing_and_what_is_wrong_are_told_apart():
    found = parsed("relancer la CAF", with_moment)
    assert ([item.name for item in found.missing], found.wrong) == (["when"], {})
    found = parsed("le 31 février relancer", with_moment)
    assert (found.missing, list(found.wrong)) == ([], ["when"])


def test_values_by_name_are_read_whole():
    found = parse_values(
        {"quand": "demain 9h", "qui": "paul", "texte": "  x "}, parameters_of(with_several), READING
    )
    assert found.is_complete
    assert (found.values["qui"], found.values["texte"]) == (NamedMember("paul"), "x")
    found = parse_values({"quand": "demain 9h acheter"}, parameters_of(with_several), READING)
    assert list(found.wrong) == ["quand"]


def test_a_text_that_is_too_long_is_wrong():
    async def short(ctx, text: Annotated[str, Arg(_("text"), max_length=5)]): ...

    assert list(parsed("123456", short).wrong) == ["text"]
    assert values("12345", short) == {"text": "12345"}


def test_optional_annotations_are_those_of_their_type():
    async def handler(
        ctx,
        number: int | None = None,
        colour: Annotated[Colour | None, COLOURS] = None,
        files: Files = (),
    ): ...

    assert [item.required for item in parameters_of(handler)] == [False] * 3
    assert values("4 rouge", handler) == {"number": 4, "colour": Colour.RED}


def test_an_annotation_that_nobody_knows_is_refused_at_once():
    async def unknown(ctx, thing: complex): ...

    async def untyped(ctx, thing): ...

    for handler in (unknown, untyped):
        with pytest.raises(TypeError, match="thing"):
            parameters_of(handler)


HANDLERS = [
    with_number,
    with_switch,
    with_moment,
    with_duration,
    with_url,
    with_member,
    with_place,
    with_literal,
    with_enum,
    with_list,
    with_prepositions,
    with_several,
]
TYPED = (
    "demain|9h|@paul|ici|~loire|#aide|https://a.example/x|3|oui|rouge|quand:|texte :|qui:|près de|près d’|"
    "depuis|;|:|\n|le 31 février|CAF|’|1h30"
)
PIECES = st.sampled_from(re.split(r"\|", TYPED))
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join))


@given(TEXTS, st.sampled_from(HANDLERS))
def test_no_text_makes_the_parser_raise(text, handler):
    found = parsed(text, handler)
    parse_values({item.name: text for item in parameters_of(handler)}, parameters_of(handler), READING)
    assert found.is_complete == (not found.wrong and not found.missing and not found.unexpected)


WORDS = st.lists(
    st.one_of(st.sampled_from(["zébulon", "câble", "@paul", "~loire", "#aide", "3", "rouge", "\n", "x:y"])),
    max_size=10,
)


@given(WORDS, st.sampled_from([with_number, with_member, with_place, with_url, with_enum, with_literal]))
def test_no_word_is_lost(words, handler):
    """Each word stands in what was understood, in what is unexpected, or in what is told to be wrong."""
    line = " ".join(words)
    found = parsed(line, handler)
    kept = fold(" ".join([*found.raw.values(), found.unexpected]))
    for word in re.findall(r"\w+", fold(line)):
        assert word in kept
