"""What buttons, menus and modals carry comes back as it was, whatever it is."""

from datetime import UTC, datetime
from types import SimpleNamespace

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.controls import (
    Control,
    Filled,
    Pressed,
    UnreadableError,
    choice_value,
    custom_id,
    read,
    read_choice,
)
from bot.platforms.discord.limits import MAX_CUSTOM_ID, MAX_OPTION_VALUE, units


class Shelf:
    """Keeps texts as the bot does."""

    def __init__(self):
        self.texts = []

    async def keep(self, text, **_whose):
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1

    async def kept(self, number):
        return self.texts[number - 1] if 0 < number <= len(self.texts) else None


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
ARGUMENTS = st.dictionaries(
    TEXTS.filter(bool), st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), TEXTS), max_size=4
)
UNTIL = st.none() | st.integers(0, 2**31).map(lambda minute: datetime.fromtimestamp(minute * 60, UTC))


@given(TEXTS, TEXTS, ARGUMENTS, st.none() | st.integers(0, 2**63 - 1), UNTIL, st.integers(0, 24))
async def test_a_press_comes_back_as_it_was_sent(plugin, action, arguments, delivery, until, serial):
    shelf = Shelf()
    sent = Pressed(plugin=plugin, action=action, arguments=arguments, delivery=delivery, until=until)
    written = await custom_id(sent, shelf.keep, serial)
    assert 0 < units(written) <= MAX_CUSTOM_ID
    came_back = await read(written, shelf.kept)
    assert came_back == sent
    assert all(type(came_back.arguments[name]) is type(value) for name, value in arguments.items())


@given(TEXTS, TEXTS, ARGUMENTS)
async def test_a_form_comes_back_as_it_was_opened(plugin, form, arguments):
    shelf = Shelf()
    opened = Filled(plugin=plugin, form=form, arguments=arguments)
    written = await custom_id(opened, shelf.keep)
    assert 0 < units(written) <= MAX_CUSTOM_ID
    assert await read(written, shelf.kept) == opened


@given(st.text(max_size=100))
async def test_what_is_not_ours_is_refused_and_nothing_else_happens(written):
    try:
        carried = await read(written, Shelf().kept)
    except UnreadableError:
        return
    assert isinstance(carried, Pressed | Filled)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "m1",
        "m1~",
        "m1~a~b~c~d",
        "m1k~zz",
        "m1k~",
        "m1~a~b~x=~~~",
        "m1~a~b~~~zzzzzzzzzzzzz~",
        "f1~a",
        "x1~a~b~",
    ],
)
async def test_an_unknown_control_is_refused(written):
    with pytest.raises(UnreadableError):
        await read(written, Shelf().kept)


async def test_ordinary_buttons_need_nothing_kept():
    shelf = Shelf()
    button = Pressed(
        plugin="reminders",
        action="postpone",
        arguments={"reminder": 123456, "at": 1_800_000_000, "whole": True},
        delivery=98765,
        until=datetime(2027, 1, 1, tzinfo=UTC),
    )
    written = await custom_id(button, shelf.keep)
    assert shelf.texts == []
    assert written == "m1~reminders~postpone~at=tro8w0&reminder=2n9c&whole=+~247h~huk80~"
    assert Control.__discord_ui_compiled_template__.fullmatch(written)


async def test_the_same_button_twice_has_two_ids():
    shelf = Shelf()
    button = Pressed(plugin="p", action="a", arguments={"text": "x" * 200})
    ids = {await custom_id(button, shelf.keep, serial) for serial in range(5)}
    assert len(ids) == 5
    assert {await read(written, shelf.kept) == button for written in ids} == {True}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
async def test_a_choice_comes_back_as_it_was(value):
    shelf = Shelf()
    written = await choice_value(value, shelf.keep)
    assert 0 < units(written) <= MAX_OPTION_VALUE
    assert await read_choice(written, shelf.kept) == value


async def test_a_choice_that_is_not_kept_any_more_is_unknown():
    assert await read_choice("k~9", Shelf().kept) is None
    assert await read_choice("k~!", Shelf().kept) is None


async def test_a_control_of_any_message_hands_its_press_to_the_client():
    pressed = []

    class Client:
        async def pressed(self, interaction):
            pressed.append(interaction)

    button = discord.ui.Button(custom_id=await custom_id(Pressed(plugin="p", action="a"), Shelf().keep))
    interaction = SimpleNamespace(client=Client())
    match = Control.__discord_ui_compiled_template__.fullmatch(button.custom_id)
    await (await Control.from_custom_id(interaction, button, match)).callback(interaction)
    assert pressed == [interaction]
