"""Dialogs: neutral forms as Discord's modals, within its limits, and what comes back of them as text."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import load_plugins
from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.messages import Option
from bot.config import Config
from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.platforms.discord.dialogs import modal_of, values_of
from bot.platforms.discord.limits import (
    MAX_DESCRIPTION,
    MAX_LABEL,
    MAX_MODAL_COMPONENTS,
    MAX_OPTION_LABEL,
    MAX_SUBMITTED_FIELDS,
    MAX_TEXT_VALUE,
    MAX_TITLE,
    units,
)
from bot.plugin.forms import fields, parameters_of_model
from bot.plugin.parsing import Parsed
from bot.runtime.failures import command_form

FRENCH = Words("fr", ZoneInfo("Europe/Paris"))


def a_form(*items, **changes):
    return FormView(**{"plugin": "p", "name": "f", "title": Markup("Fiche"), "fields": items} | changes)


def a_field(kind=FieldKind.TEXT, **changes):
    return Field(**{"name": "nom", "label": Markup("Nom"), "kind": kind} | changes)


async def shown(form):
    return modal_of(form, "f1~p~f~", FRENCH).to_dict()


async def label_of(kind=FieldKind.TEXT, **changes):
    [label] = (await shown(a_form(a_field(kind, **changes))))["components"]
    assert label["type"] == 18
    return label


async def component_of(kind=FieldKind.TEXT, **changes):
    return (await label_of(kind, **changes))["component"]


async def test_a_form_is_a_modal_that_discord_py_does_not_remember():
    modal = modal_of(a_form(a_field(), introduction=Markup("Tes **choix**, @here")), "f1~p~f~", FRENCH)
    assert modal.is_finished()
    payload = modal.to_dict()
    assert (payload["title"], payload["custom_id"]) == ("Fiche", "f1~p~f~")
    introduction, field = payload["components"]
    assert introduction == {"type": 10, "content": "Tes **choix**, @\u200bhere"}
    assert (field["label"], field["component"]["custom_id"]) == ("Nom", "nom")


async def test_above_five_fields_there_is_no_room_so_the_introduction_stands_under_the_first_label():
    form = a_form(
        a_field(help=Markup("Comme tu veux")),
        *(a_field(name=f"n{i}") for i in range(4)),
        introduction=Markup("Étape **1** sur 2"),
    )
    first, *others = (await shown(form))["components"]
    assert first["description"] == "Étape 1 sur 2 – Comme tu veux"
    assert len(others) == MAX_MODAL_COMPONENTS - 1
    assert all("description" not in label for label in others)


async def test_a_form_that_is_longer_than_a_modal_is_refused():
    with pytest.raises(ValueError, match="5"):
        modal_of(a_form(*(a_field(name=f"n{i}") for i in range(6))), "f1~p~f~", FRENCH)


async def test_what_is_wrong_stands_under_the_label_before_all_else():
    label = await label_of(error=Markup("Trop *long*"), help=Markup("Un prénom"), value="Léa" * 40)
    assert label["description"] == "Trop long – Un prénom"
    assert label["component"]["value"] == "Léa" * 40


async def test_words_that_are_too_long_end_at_a_word():
    label = await label_of(label=Markup("Un très long intitulé " * 5), help=Markup("aide " * 40))
    assert units(label["label"]) <= MAX_LABEL
    assert label["label"].endswith("intitulé…")
    assert label["description"].endswith("aide…")
    assert units((await shown(a_form(title=Markup("Titre " * 20))))["title"]) <= MAX_TITLE


async def test_a_line_and_a_text_are_filled_in_and_may_be_left_empty():
    line = await component_of(value="Léa", required=False)
    assert (line["type"], line["style"], line["value"], line["required"]) == (4, 1, "Léa", False)
    text = await component_of(FieldKind.TEXTAREA, max_length=500)
    assert (text["style"], text["max_length"], text["required"]) == (2, 500, True)
    assert (await component_of(value="une\ndeux"))["style"] == 2


@pytest.mark.parametrize("value", ["x" * 90, "é" * 4000, "👋" * 2000])
async def test_no_value_is_cut(value):
    field = await component_of(value=value, max_length=80)
    assert field["value"] == value
    assert field["max_length"] == units(value)


async def test_a_value_that_no_modal_can_hold_is_to_be_written_anew():
    label = await label_of(value="x" * 4001, max_length=9000)
    assert "value" not in label["component"]
    assert label["component"]["max_length"] == MAX_TEXT_VALUE
    assert "4001" in label["description"]
    assert not label["description"].endswith("…")


async def test_a_tick_box_is_ticked_or_not():
    box = await component_of(FieldKind.BOOLEAN, value="true")
    assert (box["type"], box["default"]) == (23, True)
    assert (await component_of(FieldKind.BOOLEAN))["default"] is False


async def test_a_list_proposes_only_a_value_that_it_has():
    options = (Option("fr", Markup("**français** " * 20)), Option("en", Markup("anglais")))
    chosen = await component_of(FieldKind.SELECT, options=options, value="en", required=False)
    assert chosen["type"] == 3
    assert [(option["value"], option["default"]) for option in chosen["options"]] == [
        ("fr", False),
        ("en", True),
    ]
    assert all(units(option["label"]) <= MAX_OPTION_LABEL for option in chosen["options"])
    assert (chosen["required"], chosen["min_values"], chosen["max_values"]) == (False, 0, 1)


@pytest.mark.parametrize(
    "options",
    [
        (),
        tuple(Option(str(number), Markup(str(number))) for number in range(26)),
        (Option("x" * 101, Markup("x")),),
        (Option("a", Markup("a")), Option("a", Markup("b"))),
    ],
)
async def test_what_no_list_can_hold_is_typed(options):
    assert (await component_of(FieldKind.SELECT, options=options, value="7"))["type"] == 4


@pytest.mark.parametrize("kind", [FieldKind.MEMBER, FieldKind.PLACE])
async def test_a_member_and_a_channel_are_typed(kind):
    field = await component_of(kind, value="ici")
    assert (field["type"], field["value"]) == (4, "ici")


def test_what_comes_back_is_text():
    submitted = {
        "custom_id": "f1~p~f~",
        "components": [
            {"type": 10, "id": 1},
            {
                "type": 18,
                "id": 2,
                "component": {"type": 4, "id": 3, "custom_id": "nom", "value": "Lé\ue000a"},
            },
            {"type": 18, "component": {"type": 3, "custom_id": "langue", "values": ["fr"]}},
            {"type": 18, "component": {"type": 3, "custom_id": "rien", "values": []}},
            {"type": 18, "component": {"type": 23, "custom_id": "oui", "value": True}},
            {"type": 18, "component": {"type": 23, "custom_id": "non", "value": False}},
            {"type": 1, "components": [{"type": 4, "custom_id": "vieux", "value": "été"}]},
        ],
    }
    assert values_of(submitted) == {
        "nom": "Léa",
        "langue": "fr",
        "rien": "",
        "oui": "true",
        "non": "false",
        "vieux": "été",
    }


@pytest.mark.parametrize("submitted", [None, {}, [], {"components": None}, {"components": [1, {"type": 18}]}])
def test_what_is_no_submission_holds_nothing(submitted):
    assert values_of(submitted) == {}


def test_what_comes_back_is_bounded():
    many = [
        {"type": 18, "component": {"type": 4, "custom_id": f"n{i}", "value": "x" * 9000}} for i in range(99)
    ]
    values = values_of({"components": many})
    assert len(values) == MAX_SUBMITTED_FIELDS
    assert {len(value) for value in values.values()} == {MAX_TEXT_VALUE}


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300), st.text(max_size=4200))
async def test_whatever_a_form_says_discord_takes_it(title, label, help_text, value):
    form = a_form(
        a_field(label=Markup(label), help=Markup(help_text), value=value, error=Markup(title)),
        title=Markup(title),
        introduction=Markup(help_text),
    )
    payload = await shown(form)
    above, below = payload["components"]
    assert 0 < units(payload["title"]) <= MAX_TITLE
    assert 0 < units(above["content"]) <= 4000
    assert 0 < units(below["label"]) <= MAX_LABEL
    assert 0 < units(below.get("description", "…")) <= MAX_DESCRIPTION


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


async def test_no_word_of_our_own_forms_has_to_be_cut(built_in_forms):
    cut = []
    for form in built_in_forms:
        for start in range(0, len(form.fields), MAX_MODAL_COMPONENTS):
            step = a_form(*form.fields[start : start + MAX_MODAL_COMPONENTS], title=form.title)
            payload = await shown(step)
            texts = [payload["title"]]
            for label in payload["components"]:
                texts += [label["label"], label.get("description", "")]
                texts += [option["label"] for option in label["component"].get("options", ())]
            cut += [text for text in texts if text.endswith("…")]
    assert len(built_in_forms) > 10
    assert cut == []
