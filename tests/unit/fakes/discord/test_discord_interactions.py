"""How an interaction may be answered, by which deadline, and what the person sees of it."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio

from tests.fakes.discord import ClientRefusedError, DidNotRespondError, Intent, NotThereError
from tests.fakes.discord.gateway import Session
from tests.unit.fakes.discord.test_discord_components import button, field, label, menu, modal, option, row

EPHEMERAL = 1 << 6
COMMANDS = [
    {"type": 1, "name": "rappel", "description": "Rappelle"},
    {
        "type": 1,
        "name": "cherche",
        "description": "Cherche",
        "options": [{"type": 3, "name": "quoi", "description": "Quoi", "autocomplete": True}],
    },
]


def listen(fake):
    """Open a session without a connection: it keeps what it is told."""
    session = Session(Intent(0), (0, 1))
    fake.hub.sessions[session.id] = session
    return session


class Bot:
    """A bot that answers by REST; the interactions come out of the fake's hand."""

    def __init__(self, fake, rest):
        self.fake = fake
        self.rest = rest
        self.session = listen(fake)

    async def answer(self, asked, kind, data=None, files=()):
        one = asked.interaction
        body = {"type": kind} | ({} if data is None else {"data": data})
        return await self.rest("POST", f"/interactions/{one.id}/{one.token}/callback", body, files=files)

    async def hook(self, asked, method, path="", body=None):
        token = asked.interaction.token
        return await self.rest(method, f"/webhooks/{self.fake.bot.id}/{token}{path}", body)


@pytest_asyncio.fixture
async def bot(strict, rest, place):
    """A bot with commands; a session stands for the connection that it would have."""
    one = Bot(strict, rest)
    await rest("PUT", f"/applications/{strict.bot.id}/commands", COMMANDS)
    return one


@pytest_asyncio.fixture
async def asked(bot, karim, place):
    """A command that waits for its answer."""
    return await karim.command(place, "rappel", wait=False)


@pytest_asyncio.fixture
async def pressed(bot, rest, karim, place):
    """A press of a button that waits for its answer."""
    body = {"content": "Qui vient ?", "components": [row(button())]}
    await rest("POST", f"/channels/{place.id}/messages", body)
    return await karim.press(karim.sees(place)[-1], "Oui", wait=False)


async def test_an_interaction_tells_who_where_and_in_which_language(strict, bot, asked, karim, place):
    [(event, told)] = bot.session.events
    assert event == "INTERACTION_CREATE"
    assert (told["locale"], told["guild_locale"], told["context"]) == ("fr", "fr", 0)
    assert told["member"]["user"]["id"] == karim.id
    assert int(told["member"]["permissions"]) & 1 << 11
    assert int(told["app_permissions"]) & 1 << 11
    assert told["authorizing_integration_owners"] == {"0": place.guild.id}
    assert (told["channel_id"], told["guild_id"], told["entitlements"]) == (place.id, place.guild.id, [])
    assert told["data"] == {"id": told["data"]["id"], "name": "rappel", "type": 1}


async def test_in_direct_messages_an_interaction_has_a_user_and_no_member(strict, bot, karim):
    await karim.command(karim.dm, "rappel", wait=False)
    told = bot.session.events[-1][1]
    assert told["user"]["id"] == karim.id
    assert told["context"] == 1
    assert not {"member", "guild_id", "guild_locale"} & set(told)


async def test_it_is_acknowledged_within_three_seconds(strict, bot, asked, hour):
    hour.moment += timedelta(seconds=3)
    assert strict.interactions.unanswered == []
    hour.moment += timedelta(seconds=0.1)
    refused = await bot.answer(asked, 4, {"content": "Trop tard"})
    assert (refused.status, refused.code) == (404, 10062)
    assert strict.interactions.unanswered == [asked.interaction]
    with pytest.raises(DidNotRespondError):
        await asked.settled()


async def test_who_waits_is_told_that_nothing_came(strict, asked, hour):
    waiting = asyncio.create_task(asked.settled())
    await asyncio.sleep(0)
    hour.moment += timedelta(seconds=4)
    strict.notify()
    with pytest.raises(DidNotRespondError):
        await waiting


async def test_an_unknown_token_is_an_unknown_interaction(rest, bot, asked):
    refused = await rest("POST", f"/interactions/{asked.interaction.id}/wrong/callback", {"type": 5})
    assert (refused.status, refused.code) == (404, 10062)


async def test_it_is_answered_once(bot, asked):
    assert (await bot.answer(asked, 4, {"content": "Noté"})).status == 204
    for kind, data in ((4, {"content": "Encore"}), (5, None), (9, modal())):
        refused = await bot.answer(asked, kind, data)
        assert (refused.status, refused.code) == (400, 40060)


async def test_the_token_lives_fifteen_minutes(bot, asked, hour):
    assert (await bot.hook(asked, "POST", "", {"content": "Avant"})).code == 10015
    await bot.answer(asked, 4, {"content": "Noté"})
    hour.moment += timedelta(minutes=15)
    assert (await bot.hook(asked, "POST", "", {"content": "Encore"})).status == 200
    hour.moment += timedelta(seconds=1)
    for method, path in (("POST", ""), ("PATCH", "/messages/@original"), ("DELETE", "/messages/@original")):
        refused = await bot.hook(asked, method, path, {"content": "Encore"})
        assert (refused.status, refused.code) == (401, 50027)


async def test_ephemeral_is_fixed_at_the_first_answer(bot, asked, karim, strict, isere, place):
    await bot.answer(asked, 5, {"flags": EPHEMERAL})
    assert (await bot.hook(asked, "PATCH", "/messages/@original", {"content": "Voilà"})).status == 200
    assert asked.is_ephemeral
    other = strict.person("sophie", isere)
    assert [message.text for message in karim.sees(place)] == ["Voilà"]
    assert other.sees(place) == []
    karim.restarts_client()
    assert karim.sees(place) == []


async def test_the_bot_hears_of_its_ephemeral_messages_as_of_direct_ones(strict, bot, asked):
    bot.session.intents = Intent.GUILD_MESSAGES
    await bot.answer(asked, 4, {"content": "Noté", "flags": EPHEMERAL})
    assert [event for event, _ in bot.session.events] == ["INTERACTION_CREATE"]
    bot.session.intents = Intent.DIRECT_MESSAGES
    await bot.hook(asked, "PATCH", "/messages/@original", {"content": "Changé"})
    event, told = bot.session.events[-1]
    assert (event, told["content"]) == ("MESSAGE_UPDATE", "Changé")
    assert not {"guild_id", "member"} & set(told)


async def test_the_first_follow_up_of_a_deferred_answer_takes_its_place(bot, asked, karim, place):
    await bot.answer(asked, 5)
    assert asked.message.is_thinking
    await bot.hook(asked, "POST", "", {"content": "Voilà", "flags": EPHEMERAL})
    assert (asked.text, asked.is_ephemeral) == ("Voilà", False)
    await bot.hook(asked, "POST", "", {"content": "Et encore", "flags": EPHEMERAL})
    assert [message.is_ephemeral for message in asked.messages] == [False, True]


async def test_answers_are_found_edited_and_deleted_by_the_token(bot, asked, karim, place):
    await bot.answer(asked, 4, {"content": "Noté", "flags": EPHEMERAL})
    assert (await bot.hook(asked, "GET", "/messages/@original")).body["content"] == "Noté"
    more = (await bot.hook(asked, "POST", "", {"content": "Encore"})).body["id"]
    await bot.hook(asked, "PATCH", f"/messages/{more}", {"content": "Changé"})
    assert (await bot.hook(asked, "DELETE", "/messages/@original")).status == 204
    assert [message.text for message in karim.sees(place)] == ["Changé"]
    assert (await bot.hook(asked, "GET", "/messages/@original")).code == 10008
    assert (await bot.hook(asked, "PATCH", "/messages/1", {"content": "a"})).code == 10008


async def test_an_ephemeral_message_is_not_found_in_the_channel(rest, bot, asked, place):
    await bot.answer(asked, 4, {"content": "Noté", "flags": EPHEMERAL})
    assert (await rest("GET", f"/channels/{place.id}/messages/{asked.message.id}")).code == 10008


async def test_a_callback_answers_what_it_may(bot, asked, pressed, karim, place):
    for kind in (6, 7, 8):
        assert (await bot.answer(asked, kind, {"content": "a"})).error("type") == "BASE_TYPE_CHOICES"
    assert (await bot.answer(pressed, 8, {"choices": []})).error("type") == "BASE_TYPE_CHOICES"
    assert (await bot.answer(asked, 4, {"content": "a" * 2001})).error("data", "content")
    assert (await bot.answer(asked, 4)).code == 50006


async def test_a_press_changes_its_message(bot, pressed, karim, place):
    await bot.answer(pressed, 7, {"content": "Karim vient", "components": []})
    [message] = karim.sees(place)
    assert (message.text, message.buttons, message.versions) == ("Karim vient", [], ["Qui vient ?"])
    await bot.hook(pressed, "PATCH", "/messages/@original", {"content": "Il vient"})
    assert message.text == "Il vient"


async def test_a_deferred_press_changes_its_message_later(bot, pressed):
    assert (await bot.answer(pressed, 6)).status == 204
    assert pressed.message.text == "Qui vient ?"
    await bot.hook(pressed, "PATCH", "/messages/@original", {"content": "Il vient"})
    assert pressed.message.text == "Il vient"


async def test_a_form_is_submitted_once_it_is_right(bot, asked, karim):
    form = modal(label(field(max_length=5, min_length=2)), label(menu(custom_id="g"), label="Où"))
    await bot.answer(asked, 9, form)
    assert (asked.modal.title, asked.modal.labels) == ("Un rappel", ["Quoi", "Où"])
    for values in (
        {},
        {"Quoi": "a"},
        {"Quoi": "abcdef"},
        {"Quoi": "abc", "Où": []},
        {"Quoi": "a\nb", "Où": ["0"]},
    ):
        with pytest.raises(ClientRefusedError):
            await karim.fill(asked.modal, values)
    sent = await karim.fill(karim.modal(), {"Quoi": "abc", "Où": ["Option 1"]}, wait=False)
    first, second = sent.interaction.data["components"]
    assert first["component"] == {"type": 4, "custom_id": "f", "id": 0, "value": "abc"}
    assert second["component"]["values"] == ["1"]
    assert sent.interaction.data["custom_id"] == "m"


async def test_a_form_answers_neither_a_form_nor_a_deferred_interaction(bot, asked, pressed, karim):
    await bot.answer(asked, 9, modal())
    sent = await karim.fill(asked.modal, {"Quoi": "abc"}, wait=False)
    assert (await bot.answer(sent, 9, modal())).error("type") == "BASE_TYPE_CHOICES"
    assert (await bot.answer(sent, 7, {"content": "a"})).error("type") == "BASE_TYPE_CHOICES"
    assert (await bot.answer(sent, 4, {"content": "Noté"})).status == 204
    await bot.answer(pressed, 6)
    assert (await bot.answer(pressed, 9, modal())).code == 40060


async def test_a_form_of_a_button_may_change_its_message(bot, pressed, karim):
    await bot.answer(pressed, 9, modal())
    sent = await karim.fill(pressed.modal, {"Quoi": "abc"}, wait=False)
    await bot.answer(sent, 7, {"content": "Changé"})
    assert pressed.interaction.message.text == "Changé"


async def test_autocompletion_gives_25_short_choices(bot, karim, place):
    async def complete(choices):
        asked = await karim.complete(place, "cherche", option="quoi", typed="pa", wait=False)
        return asked, await bot.answer(asked, 8, {"choices": choices})

    asked, answer = await complete([{"name": "Le pain", "value": "1"}])
    assert (answer.status, asked.values) == (204, {"Le pain": "1"})
    _, answer = await complete([{"name": str(n), "value": str(n)} for n in range(26)])
    assert answer.error("data", "choices") == "BASE_TYPE_MAX_LENGTH"
    _, answer = await complete([{"name": "a" * 101, "value": "1"}])
    assert answer.error("data", "choices", 0, "name") == "BASE_TYPE_BAD_LENGTH"
    _, answer = await complete([{"name": "a", "value": "a" * 101}])
    assert answer.error("data", "choices", 0, "value") == "BASE_TYPE_MAX_LENGTH"


async def test_only_who_sees_a_message_presses_its_buttons(bot, asked, strict, isere):
    body = {"content": "Noté", "flags": EPHEMERAL, "components": [row(button())]}
    await bot.answer(asked, 4, body)
    with pytest.raises(NotThereError):
        await strict.person("sophie", isere).press(asked.message, "Oui")


async def test_a_menu_sends_what_was_chosen(bot, rest, strict, karim, place):
    people = {"type": 5, "custom_id": "p", "placeholder": "Qui"}
    several = menu(options=[option(1), option(2), option(3)], max_values=2, placeholder="Quoi")
    body = {"content": "Choisir", "components": [row(several), row(people)]}
    await rest("POST", f"/channels/{place.id}/messages", body)
    [message] = karim.sees(place)
    chosen = await karim.choose(message, "Quoi", "Option 1", "3", wait=False)
    assert chosen.interaction.data["values"] == ["1", "3"]
    chosen = await karim.choose(message, "Qui", karim, wait=False)
    assert chosen.interaction.data["resolved"]["users"][karim.id]["username"] == "karim"
    with pytest.raises(ClientRefusedError):
        await karim.choose(message, "Quoi", "1", "2", "3")
    with pytest.raises(NotThereError):
        await karim.choose(message, "Quoi", "4")


async def test_the_bot_hears_nothing_without_a_session(strict, karim, place, rest):
    await rest("PUT", f"/applications/{strict.bot.id}/commands", COMMANDS)
    with pytest.raises(NotThereError):
        await karim.command(place, "rappel")
