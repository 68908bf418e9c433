"""Reminders set from a message or from a person: the form is filled in as far as it can be."""

from datetime import timedelta

import pytest

from bot.app import load_plugins
from bot.chat import ChosenMessage
from bot.chat.forms import FormView
from bot.chat.incoming import Shortcut, Submission
from bot.config import Config
from plugins.reminders.register import LONGEST
from tests.fakes.bot import START, author, channel, scene

LINK = "https://chat.example.org/general/7"


@pytest.fixture
async def stage(tmp_path):
    reminders = load_plugins(Config(), ["plugins.reminders"]).plugins["reminders"]
    async with scene(tmp_path, reminders) as opened:
        yield opened


async def opened(stage, name: str, **about) -> FormView:
    """Choose something and return the form that opens."""
    [form] = await stage.receive(
        Shortcut(
            author=author("camille"), location=channel("general"), plugin="reminders", name=name, **about
        )
    )
    return form


async def on_message(stage, text: str) -> FormView:
    return await opened(stage, "message", message=ChosenMessage("7", text, "Jeanne", LINK, START))


def values(form: FormView) -> dict[str, str]:
    return {field.name: field.value or "" for field in form.fields}


async def fill_in(stage, form: FormView, **typed: str):
    return await stage.receive(
        Submission(
            author=author("camille"),
            location=channel("general"),
            plugin="reminders",
            form=form.name,
            values={**values(form), **typed},
        )
    )


async def test_a_message_fills_in_all_but_the_time_and_rings_with_its_link(stage):
    form = await on_message(stage, "la réunion\nest @channel à 14h")
    assert values(form) == {
        "when": "",
        "text": f"Jeanne\u00a0: la réunion est @channel à 14h\n{LINK}",
        "whom": "",
    }
    [noted] = await fill_in(stage, form, when="demain 9h")
    assert "rappel n° 1" in str(noted.text)
    await stage.advance(timedelta(days=1))
    [ring] = stage.platform.texts("@id-camille")
    assert ring.endswith(LINK)
    assert "@channel" in ring
    assert "\ue000" not in ring


async def test_of_a_long_message_the_beginning_is_taken_and_the_link_is_never_cut(stage):
    text = values(await on_message(stage, "blabla " * 800))["text"]
    assert text.endswith(f"blabla…\n{LINK}")
    assert len(text) < LONGEST


async def test_a_message_without_words_is_found_again_by_its_link(stage):
    assert values(await on_message(stage, " "))["text"] == f"Jeanne\u00a0: un message sans texte\n{LINK}"


async def test_a_person_is_filled_in_and_has_to_accept(stage):
    form = await opened(stage, "member", person=author("lea"))
    assert values(form) == {"when": "", "text": "", "whom": "@lea"}
    [noted] = await fill_in(stage, form, when="demain 9h", text="apporter les clés")
    assert "@lea" in str(noted.text)
    assert any("apporter les clés" in text for text in stage.platform.texts("@id-lea"))


async def test_oneself_needs_no_name(stage):
    assert values(await opened(stage, "member", person=author("camille")))["whom"] == ""


@pytest.mark.parametrize(
    "wrong", [{"when": "hier"}, {"when": "demain 9h", "whom": "@nobody"}, {"when": "chaque minute"}]
)
async def test_nothing_that_was_typed_is_lost_when_it_cannot_be_set(stage, wrong):
    form = await on_message(stage, "la réunion")
    failure, again = await fill_in(stage, form, **wrong)
    assert failure.code == "invalid_form"
    assert values(again) == {**values(form), **wrong}
