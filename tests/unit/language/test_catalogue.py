"""How messages are filled in for one reader."""

from zoneinfo import ZoneInfo

import pytest

from bot.language.catalogue import Words
from bot.language.messages import Continued, Markup, _, escape, in_english

JOINED = _("“{argument}”: {problem}", argument="maximum")
NUMBER = _("A number is expected, such as “3”.")


def said(message, language="fr"):
    text = Words(language, ZoneInfo("Europe/Paris"))(message)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_sentence_goes_on_in_lower_case_after_a_colon_in_french_alone():
    joined = JOINED(problem=Continued(NUMBER))
    assert said(joined) == "« maximum » : il me faut un nombre, comme « 3 »."
    assert said(joined, "en") == "“maximum”: A number is expected, such as “3”."
    assert in_english(joined) == "“maximum”: A number is expected, such as “3”."
    assert said(NUMBER).startswith("Il me faut")


def test_a_sentence_in_a_sentence_goes_on_too():
    more = _("{said} For example: {example}.", said=NUMBER, example="7")
    assert said(JOINED(problem=Continued(more))).startswith("« maximum » : il me faut un nombre")


@pytest.mark.parametrize(
    "problem",
    [
        Markup("CAF de la Loire"),
        escape("Jeanne est absente"),
        _("Discord did not accept the token."),
        _("“{text}” is no time.", text="Midi"),
        _("{name} is away.", name="Jeanne"),
    ],
)
def test_names_and_what_people_wrote_stay_as_they_are_after_a_colon(problem):
    assert said(JOINED(problem=Continued(problem))).endswith(f": {said(problem)}")
