"""Dialogs: neutral forms within Mattermost's limits, and what comes back of them as text."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import load_plugins
from bot.chat.answers import Failure
from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.messages import Option, Reply
from bot.config import Config
from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.platforms.mattermost.dialogs import dialog_of, errors_of, values_of
from bot.platforms.mattermost.limits import (
    MAX_FIELD_NAME,
    MAX_HELP,
    MAX_LABEL,
    MAX_SUBMITTED_FIELDS,
    MAX_SUBMITTED_VALUE,
    MAX_TITLE,
)
from bot.plugin.forms import fields, parameters_of_model
from bot.plugin.parsing import Parsed
from bot.runtime.failures import command_form


def a_form(*items, **changes):
    return FormView(**{"plugin": "p", "name": "f", "title": Markup("Fiche"), "fields": items} | changes)


def a_field(kind=FieldKind.TEXT, **changes):
    return Field(**{"name": "nom", "label": Markup("Nom"), "kind": kind} | changes)


def element(kind=FieldKind.TEXT, **changes):
    return dialog_of(a_form(a_field(kind, **changes)), "s")["elements"][0]


def test_a_form_is_a_dialog_with_its_state():
    dialog = dialog_of(a_form(submit=Markup("Enregistrer"), introduction=Markup("Tes **choix**")), "s1")
    assert dialog == {
        "callback_id": "f",
        "title": "Fiche",
        "introduction_text": "Tes **choix**",
        "elements": [],
        "state": "s1",
        "notify_on_cancel": False,
        "submit_label": "Enregistrer",
    }


def test_what_is_wrong_when_a_dialog_opens_stands_in_its_introduction():
    dialog = dialog_of(
        a_form(a_field(error=Markup("trop **long**")), introduction=Markup("Tes choix, @all")), "s"
    )
    assert dialog["introduction_text"] == "- **Nom** – trop **long**\n\nTes choix, @\u200ball"


def test_words_that_are_too_long_are_fitted_in_bytes():
    dialog = dialog_of(
        a_form(
            a_field(label=Markup("é" * 40), help=Markup("à" * 200)),
            a_field(FieldKind.BOOLEAN, help=Markup("à" * 200)),
            title=Markup("ê" * 40),
        ),
        "s",
    )
    text, box = dialog["elements"]
    assert len(dialog["title"].encode()) <= MAX_TITLE
    assert len(text["display_name"].encode()) <= MAX_LABEL
    assert len(text["help_text"].encode()) <= MAX_HELP
    assert len(box["placeholder"].encode()) <= 150


def test_words_of_a_dialog_are_shown_without_markdown():
    shown = element(label=Markup(r"**3 \* 4**"), help=Markup("voir `ici`"))
    assert (shown["display_name"], shown["help_text"]) == ("3 * 4", "voir ici")


def test_a_line_and_a_text_are_filled_in_and_may_be_left_empty():
    assert element(value="Léa", required=False) == {
        "name": "nom",
        "display_name": "Nom",
        "optional": True,
        "type": "text",
        "default": "Léa",
        "max_length": 3000,
    }
    shown = element(FieldKind.TEXTAREA, max_length=500)
    assert (shown["type"], shown["max_length"], shown["optional"]) == ("textarea", 500, False)


@pytest.mark.parametrize("value", ["é" * 76, "une\ndeux", "x" * 5000])
def test_no_value_is_cut(value):
    shown = element(value=value)
    assert shown["type"] == "textarea"
    assert shown["default"] == value
    assert shown["max_length"] >= len(value)


def test_a_number_is_typed_as_one_unless_something_else_stands_there():
    assert element(FieldKind.NUMBER, value="-3")["subtype"] == "number"
    assert element(FieldKind.NUMBER)["subtype"] == "number"
    assert "subtype" not in element(FieldKind.NUMBER, value="trois")


def test_a_tick_box_may_be_left_as_it_is():
    shown = element(FieldKind.BOOLEAN, value="false", help=Markup("J’accepte"))
    assert shown == {
        "name": "nom",
        "display_name": "Nom",
        "optional": True,
        "type": "bool",
        "placeholder": "J’accepte",
        "default": "false",
    }
    assert "default" not in element(FieldKind.BOOLEAN, value="peut-être")


def test_a_list_proposes_only_a_value_that_it_has():
    options = (Option("fr", Markup("français")), Option("en", Markup("anglais")))
    shown = element(FieldKind.SELECT, options=options, value="en")
    assert shown["options"] == [{"text": "français", "value": "fr"}, {"text": "anglais", "value": "en"}]
    assert shown["default"] == "en"
    assert "default" not in element(FieldKind.SELECT, options=options, value="de")


@pytest.mark.parametrize("kind", [FieldKind.MEMBER, FieldKind.PLACE])
def test_a_member_and_a_channel_are_typed(kind):
    shown = element(kind, value="ici")
    assert (shown["type"], shown["default"]) == ("text", "ici")


def test_what_comes_back_is_text():
    submission = {"a": True, "b": False, "n": 12, "f": 3.0, "g": 2.5, "t": "été", "none": None, "list": ["x"]}
    assert values_of(submission) == {
        "a": "true",
        "b": "false",
        "n": "12",
        "f": "3",
        "g": "2.5",
        "t": "été",
        "none": "",
        "list": "",
    }


@pytest.mark.parametrize("submission", [None, [], "texte", 3])
def test_what_is_no_submission_holds_nothing(submission):
    assert values_of(submission) == {}


def test_what_comes_back_is_bounded_and_cleaned():
    values = values_of({str(number): "x" * 100_000 for number in range(1000)})
    assert len(values) == MAX_SUBMITTED_FIELDS
    assert set(map(len, values.values())) == {MAX_SUBMITTED_VALUE}
    assert values_of({"a": "é\ud83d\x00\ue000a", "b": float("inf")}) == {"a": "éa", "b": ""}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_whatever_comes_back_every_value_can_be_stored(submission):
    assert all(value.encode() is not None for value in values_of(submission).values())


def test_errors_of_fields_stand_beside_them():
    form = a_form(a_field(error=Markup("trop **long**")), a_field(name="bio"))
    answers = [Failure(code="invalid_form", text=Markup("…")), form]
    assert errors_of(answers, {"nom", "bio"}) == {"errors": {"nom": "trop long"}}


def test_an_error_of_a_field_that_is_not_shown_is_said_for_the_whole():
    form = a_form(a_field(error=Markup("trop long")), a_field(name="bio", error=Markup("vide")))
    assert errors_of([form], {"bio"}) == {"errors": {"bio": "vide"}, "error": "Nom – trop long"}


def test_a_failure_keeps_the_dialog_open_and_a_reply_does_not():
    assert errors_of([Failure(code="gone", text=Markup("C’est `fini`."))], {"nom"}) == {
        "error": "C’est fini."
    }
    assert errors_of([Reply(text=Markup("Fait."))], {"nom"}) == {}


@pytest.fixture(params=["fr", "en"])
def built_in_forms(request):
    """Every form of the plugins that come with the bot, and of each of their commands, in one language."""
    words = Words(request.param, ZoneInfo("Europe/Paris"))
    found = []
    for plugin in load_plugins(Config()).plugins.values():
        found += [command_form(words, command, Parsed()).rendered(words) for command in plugin.commands]
        found += [
            FormView(
                plugin=plugin.name,
                name=name,
                title=form.title,
                fields=fields(parameters_of_model(form.model), {}, {}),
                submit=form.submit,
            ).rendered(words)
            for name, form in plugin.forms.items()
            if form.model is not None
        ]
    return found


def test_no_word_of_our_own_forms_has_to_be_cut(built_in_forms):
    dialogs = [dialog_of(form, "s") for form in built_in_forms]
    shown = [
        text
        for dialog in dialogs
        for element in dialog["elements"]
        for text in (
            dialog["title"],
            dialog.get("submit_label", ""),
            element["display_name"],
            element.get("help_text", ""),
            element.get("placeholder", ""),
        )
    ]
    assert len(shown) > 100
    assert [text for text in shown if text.endswith("…")] == []
    assert [
        text for dialog in dialogs if len(text := dialog.get("submit_label", "").encode()) > MAX_TITLE
    ] == []


def test_our_own_forms_are_such_as_the_server_validates(built_in_forms):
    for form in built_in_forms:
        dialog = dialog_of(form, "s")
        names = [element["name"] for element in dialog["elements"]]
        assert dialog["title"]
        assert len(set(names)) == len(names)
        for element in dialog["elements"]:
            assert 0 < len(element["name"].encode()) <= MAX_FIELD_NAME
            assert element["display_name"]
            assert all(option["text"] and option["value"] for option in element.get("options", ()))
            assert element["type"] != "select" or element["options"]
