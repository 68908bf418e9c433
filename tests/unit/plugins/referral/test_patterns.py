import pytest

from plugins.referral.patterns import Patterns, UnreadablePatternError, covered, found, line_of, pattern


def has(source: str, text: str) -> bool:
    return found(line_of(text.split()), Patterns([pattern(source)]))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("suicid*", "idees suicidaires"),
        ("perdu carte", "il a perdu sa carte"),
        ("(mari|ex) ... frapp*", "son mari qui boit l a encore frappee"),
        ("a peur [de] rentrer", "elle a peur rentrer"),
        ("a peur [de] rentrer", "elle a peur de rentrer"),
        ("sent [le] gaz", "ca sent le gaz"),
        ("depuis * mois", "bloque depuis six mois"),
        ("N'a pas d’ordinateur", "il a pas ordinateur"),
    ],
)
def test_a_pattern_is_found(source: str, text: str) -> None:
    assert has(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("feu", "feuille"),
        ("mari ... frappe", "son mari est la / le clavier frappe mal"),
        ("mari ... frappe", "mari un deux trois quatre cinq six frappe"),
        ("pas internet", "internet pas"),
    ],
)
def test_a_pattern_is_not_found_where_it_is_not(source: str, text: str) -> None:
    assert not has(source, text)


@pytest.mark.parametrize("source", ["", "(a|b", "a)", "[peut etre]", "...", "(|a)"])
def test_a_pattern_that_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(UnreadablePatternError):
        pattern(source)


def test_what_patterns_take_of_a_line_is_told() -> None:
    line = line_of(["bonjour", "a", "tous", "carte", "grise"])
    assert covered(line, Patterns([pattern("bonjour"), pattern("a tous")])) == {0, 1, 2}
