"""Sending: deliveries become messages of Discord, each once, in as many parts as they need."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import discord
import pytest
from discord.http import Route

from bot.chat.delivery import (
    DeliveryKind,
    Outgoing,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.chat.markup import mention
from bot.chat.messages import Button, Embed, File, Post
from bot.chat.people import Person
from bot.chat.reactions import Reaction
from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.platforms.discord import sending
from bot.platforms.discord.anchors import Anchor
from bot.platforms.discord.controls import Pressed, read
from bot.platforms.discord.limits import MAX_CONTENT
from bot.platforms.discord.sending import Sender
from bot.platforms.discord.spacing import BURST
from tests.fakes.discord import FakeDiscord, Permission

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MESSAGES = r"/messages$"
DONE = Reaction("✅", "white_check_mark")


class Clock:
    """The clock of the bot and of the fake."""

    def __init__(self):
        self.at = NOW

    def __call__(self):
        return self.at

    def pass_by(self, **much):
        self.at += timedelta(**much)


class Host:
    """Keeps texts as the bot does."""

    def __init__(self):
        self.texts = []

    async def keep(self, text, **_whose):
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1

    async def kept(self, number):
        return self.texts[number - 1]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def fake(clock):
    async with FakeDiscord.running(now=clock) as running:
        yield running
        assert running.violations == []


@pytest.fixture
def loire(fake):
    return fake.guild("Loire")


@pytest.fixture
def general(loire):
    return loire.channel("général")


@pytest.fixture
async def client(fake):
    Route.BASE = f"{fake.url}/api/v10"
    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30.0)
    await client.login(fake.token)
    yield client
    fake.faults.lift()
    await client.close()


@pytest.fixture
def dms():
    return []


@pytest.fixture
async def sender(client, clock, dms):
    sender = new_sender(client, clock, dms)
    yield sender
    sender.stop()


def new_sender(client, clock, dms=None):
    """Return a sender that knows nothing of what was sent before, as after a restart."""
    words = Words("fr", ZoneInfo("Europe/Paris"))
    note = [] if dms is None else dms
    sender = Sender(client, words, now=clock, on_dm=lambda channel, message: note.append((channel, message)))
    sender.host = Host()
    return sender


@pytest.fixture
def outgoing(general):
    def make(text="bonjour", **more):
        given = {"key": "1:probe:a", "kind": DeliveryKind.POST, "channel": general.id, "original": 7, **more}
        buttons, files = given.pop("buttons", ()), given.pop("files", ())
        embeds = given.pop("embeds", ())
        post = Post(text=Markup(text), embeds=embeds, buttons=buttons, files=files)
        return Outgoing(delivery=7, post=post, **given)

    return make


def said(channel):
    return [message for message in channel.messages.values() if not message.deleted]


def texts(channel):
    return [message.content for message in said(channel)]


def parts(number, mark="x"):
    """Return a text of so many messages."""
    return "\n\n".join(f"{mark}{part} ".ljust(MAX_CONTENT - 100, mark) for part in range(number))


def a_button(label="Oui"):
    return Button(Markup(label), "yes", {"n": 1}, name="yes", plugin="probe")


def tried(outgoing, clock, **changes):
    """Return the delivery as it comes after an attempt whose outcome is not known."""
    return replace(outgoing, tried_since=clock() - timedelta(minutes=1), **changes)


async def test_a_post_is_a_message_that_carries_a_nonce_of_its_delivery(fake, general, sender, outgoing):
    sent = await sender.send(outgoing())
    [message] = said(general)
    assert (sent, message.content, message.author) == (message.id, "bonjour", fake.bot)
    [request] = fake.seen("POST", "/channels/{channel_id}/messages")
    assert request.body["enforce_nonce"] is True
    assert len(request.body["nonce"]) == 25
    assert "probe" not in request.body["nonce"]


async def test_buttons_stand_on_the_last_message_and_name_the_delivery(general, sender, outgoing):
    await sender.send(outgoing(parts(2), buttons=(a_button(),)))
    first, last = said(general)
    assert first.components == []
    [[button]] = [row["components"] for row in last.components]
    assert await read(button["custom_id"], sender.host.kept) == Pressed(
        plugin="probe", action="yes", arguments={"n": 1}, delivery=7
    )


async def test_a_mention_calls_who_has_an_account_there_and_nobody_else(
    fake, loire, general, sender, outgoing
):
    maud, paul = fake.person("maud", loire), fake.person("paul", loire)
    text = f"{mention(1, 'maud')} et {mention(2, 'paul')}, @everyone <@{paul.user.id}>"
    await sender.send(outgoing(text, people={1: Person(maud.user.id, "maud")}))
    [message] = said(general)
    assert message.content.startswith(f"<@{maud.user.id}> et paul, @\u200beveryone")
    assert message.pinged == {maud.user.id}


async def test_a_direct_message_goes_to_the_persons_channel_which_is_opened_once(
    fake, loire, sender, outgoing, dms
):
    maud = fake.person("maud", loire)
    sent = [
        await sender.send(outgoing(text, key=text, channel=None, user=maud.user.id))
        for text in ("un", "deux")
    ]
    assert texts(maud.dm) == ["un", "deux"]
    assert dms == [(maud.dm.id, message) for message in sent]
    assert len(fake.seen("POST", "/users/@me/channels")) == 1


async def test_many_direct_messages_are_spaced_and_everybody_keeps_their_turn(
    fake, loire, sender, outgoing, clock
):
    people = [fake.person(f"p{number}", loire) for number in range(BURST + 3)]
    posts = [outgoing(key=f"k{one.user.id}", channel=None, user=one.user.id) for one in people]
    waits = []
    for post in posts:
        try:
            await sender.send(post)
        except RateLimitedError as error:
            waits.append(error.after)
    assert waits == [2.0, 4.0, 6.0]
    clock.pass_by(seconds=4)
    for post in posts[-3:-1]:
        await sender.send(post)
    with pytest.raises(RateLimitedError) as told:
        await sender.send(posts[-1])
    assert told.value.after == 2.0


async def test_a_person_who_refuses_direct_messages_refuses_them_for_good(fake, loire, sender, outgoing):
    maud = fake.person("maud", loire)
    maud.closes_dms()
    with pytest.raises(SendRefusedError, match="50007"):
        await sender.send(outgoing(channel=None, user=maud.user.id))


async def test_a_thread_and_a_reply_are_where_they_belong(loire, general, sender, outgoing):
    thread = loire.thread(general, "Un fil")
    first = await sender.send(outgoing("a", thread=Anchor(thread.id).spell()))
    await sender.send(outgoing(parts(2), key="b", thread=Anchor(thread.id, first).spell()))
    messages = said(thread)
    assert messages[0].content == "a"
    assert [message.reply_to for message in messages[1:]] == [messages[0], None]
    assert said(general) == []


async def test_a_message_whose_question_is_gone_is_sent_all_the_same(general, sender, outgoing):
    await sender.send(outgoing(thread=Anchor(None, "123456").spell()))
    assert texts(general) == ["bonjour"]


async def test_files_go_with_the_message(general, sender, outgoing):
    await sender.send(outgoing("voici", files=(File("liste élèves.csv", "text/csv", b"a;b"),)))
    [message] = said(general)
    assert [file.content for file in message.attachments] == [b"a;b"]


@pytest.mark.parametrize("taken", [True, False])
async def test_a_message_without_an_answer_is_sent_once(fake, general, sender, outgoing, clock, taken):
    fake.faults.drop(MESSAGES, "POST", taken=taken)
    with pytest.raises(SendUnclearError):
        await sender.send(outgoing())
    found = await sender.find(tried(outgoing(), clock))
    assert (found is not None) is taken
    if found is None:
        await sender.send(tried(outgoing(), clock))
    assert texts(general) == ["bonjour"]


async def test_it_is_found_long_after_the_nonce_is_forgotten_and_after_a_restart(
    fake, general, client, sender, outgoing, clock
):
    fake.faults.drop(MESSAGES, "POST")
    with pytest.raises(SendUnclearError):
        await sender.send(outgoing(buttons=(a_button(),)))
    post = tried(outgoing(buttons=(a_button(),)), clock)
    clock.pass_by(days=2)
    [message] = said(general)
    assert await new_sender(client, clock).find(post) == message.id


async def test_of_two_equal_posts_each_finds_its_own_or_none(fake, general, client, outgoing, clock):
    before = new_sender(client, clock)
    first, second = outgoing(key="a"), outgoing(key="b")
    sent = await before.send(first)
    fake.faults.drop(MESSAGES, "POST", taken=False)
    with pytest.raises(SendUnclearError):
        await before.send(second)
    assert await before.find(tried(second, clock)) is None
    after = new_sender(client, clock)
    assert await after.find(tried(second, clock, others=frozenset({sent}))) is None
    assert await after.find(tried(first, clock)) == sent
    assert await after.find(tried(second, clock)) is None
    await after.send(tried(second, clock))
    assert texts(general) == ["bonjour", "bonjour"]


async def test_what_others_say_or_the_bot_answered_to_a_command_is_no_delivery(
    fake, loire, general, sender, outgoing, clock
):
    maud = fake.person("maud", loire)
    await maud.say(general, "bonjour")
    assert await sender.find(tried(outgoing(), clock)) is None


async def test_what_was_said_before_the_first_attempt_is_no_delivery(
    general, client, sender, outgoing, clock
):
    await sender.send(outgoing())
    clock.pass_by(hours=1)
    assert await new_sender(client, clock).find(tried(outgoing(), clock)) is None


async def test_a_long_text_goes_on_where_it_stopped(fake, general, client, sender, outgoing, clock):
    post = outgoing(parts(3), buttons=(a_button(),))
    fake.faults.hold(MESSAGES, "POST", times=2).release()
    fake.faults.drop(MESSAGES, "POST", taken=False)
    with pytest.raises(SendUnclearError):
        await sender.send(post)
    assert len(said(general)) == 2
    clock.pass_by(minutes=30)
    post = replace(post, tried_since=NOW)
    again = new_sender(client, clock)
    assert await again.find(post) is None
    sent = await again.send(post)
    assert [message.id for message in said(general)] == sent.split(" ")
    assert len(said(general)) == 3


async def test_an_edit_rewrites_the_message_and_its_buttons(general, sender, outgoing):
    sent = await sender.send(outgoing(buttons=(a_button(),)))
    changed = outgoing("bonsoir", key="1:probe:edit", kind=DeliveryKind.EDIT, edits=sent)
    assert await sender.send(changed) == sent
    [message] = said(general)
    assert (message.content, message.components) == ("bonsoir", [])


async def test_an_edit_may_need_more_messages_or_fewer(general, sender, outgoing, clock):
    sent = await sender.send(outgoing(parts(2)))
    longer = outgoing(parts(3, "y"), key="e1", kind=DeliveryKind.EDIT, edits=sent)
    three = await sender.send(longer)
    assert three.split(" ")[:2] == sent.split(" ")
    assert await sender.send(tried(longer, clock)) == three
    assert len(said(general)) == 3
    one = await sender.send(outgoing("court", key="e2", kind=DeliveryKind.EDIT, edits=three))
    assert (texts(general), one) == (["court"], sent.split(" ")[0])


async def test_an_edit_that_added_a_message_before_it_was_cut_off_adds_none_twice(
    fake, general, client, sender, outgoing, clock
):
    sent = await sender.send(outgoing())
    longer = outgoing(parts(2), key="e1", kind=DeliveryKind.EDIT, edits=sent)
    fake.faults.drop(MESSAGES, "POST")
    with pytest.raises(SendUnclearError):
        await sender.send(longer)
    clock.pass_by(hours=1)
    changed = replace(longer, tried_since=clock() - timedelta(hours=1))
    both = await new_sender(client, clock).send(changed)
    assert [message.id for message in said(general)] == both.split(" ")


def sections(number, mark="x"):
    """Return embeds that fill so many messages."""
    return tuple(
        Embed(Markup(f"{mark}{part}"), Markup("mot " * 1000), footer=Markup("fin")) for part in range(number)
    )


def titles(channel):
    return [[embed["title"] for embed in message.embeds] for message in said(channel)]


async def test_embeds_are_found_long_after_and_go_on_where_they_stopped(
    fake, general, client, sender, outgoing, clock
):
    post = outgoing("", embeds=sections(3), buttons=(a_button(),))
    fake.faults.hold(MESSAGES, "POST").release()
    fake.faults.drop(MESSAGES, "POST")
    with pytest.raises(SendUnclearError):
        await sender.send(post)
    assert titles(general) == [["x0"], ["x1"]]
    clock.pass_by(minutes=30)
    post = replace(post, tried_since=NOW)
    again = new_sender(client, clock)
    assert await again.find(post) is None
    sent = await again.send(post)
    assert [message.id for message in said(general)] == sent.split(" ")
    assert titles(general) == [["x0"], ["x1"], ["x2"]]
    assert await new_sender(client, clock).find(post) == sent


async def test_posts_that_differ_in_their_embeds_alone_are_told_apart(
    general, client, sender, outgoing, clock
):
    first, second = (
        outgoing("même texte", embeds=sections(1)),
        outgoing("même texte", embeds=sections(1, "y")),
    )
    third = outgoing("même texte")
    for number, post in enumerate((second, first)):
        await sender.send(replace(post, key=f"1:probe:{number}"))
    there = [message.id for message in said(general)]
    again = new_sender(client, clock)
    assert [
        await again.find(tried(post, clock)) for post in (replace(first, key="a"), replace(second, key="b"))
    ] == [
        there[1],
        there[0],
    ]
    assert await again.find(tried(replace(third, key="c"), clock)) is None


async def test_an_edit_changes_how_many_messages_the_embeds_take(general, sender, outgoing):
    sent = await sender.send(outgoing("Lettre", embeds=sections(2)))
    more = await sender.send(
        outgoing("Lettre", embeds=sections(3, "y"), key="e1", kind=DeliveryKind.EDIT, edits=sent)
    )
    assert more.split(" ")[:2] == sent.split(" ")
    assert titles(general) == [["y0"], ["y1"], ["y2"]]
    last = await sender.send(outgoing("court", key="e2", kind=DeliveryKind.EDIT, edits=more))
    assert last == sent.split(" ")[0]
    assert (titles(general), texts(general)) == ([[]], ["court"])


async def test_an_edit_of_a_message_that_is_gone_is_refused(sender, outgoing):
    with pytest.raises(SendRefusedError, match="10008"):
        await sender.send(outgoing(kind=DeliveryKind.EDIT, edits="123456"))


async def test_all_messages_of_a_post_are_deleted_and_those_that_are_gone_are_fine(general, sender, outgoing):
    sent = await sender.send(outgoing(parts(2)))
    removal = outgoing(kind=DeliveryKind.DELETE, key="d", edits=f"{sent} 123456")
    await sender.send(removal)
    await sender.send(removal)
    assert said(general) == []


async def test_a_channel_that_is_gone_or_closed_is_refused(loire, general, sender, outgoing):
    loire.set_permissions(general, loire.everyone, deny=Permission.SEND_MESSAGES)
    with pytest.raises(SendRefusedError, match="50013"):
        await sender.send(outgoing())
    loire.remove_channel(general)
    with pytest.raises(SendRefusedError, match="10003"):
        await sender.send(outgoing(key="b"))


async def test_a_server_that_refuses_the_token_or_bans_the_address_refuses_no_delivery(
    fake, sender, outgoing
):
    fake.rates.refused_most = 0
    with pytest.raises(RateLimitedError) as told:
        await sender.send(outgoing())
    assert told.value.after == 3600
    fake.rates.refused_most = 100
    fake.reset_token()
    with pytest.raises(SendFailedError, match="401"):
        await sender.send(outgoing())


async def test_a_server_that_is_not_reached_took_nothing(fake, sender, outgoing):
    await fake.down()
    try:
        with pytest.raises(SendFailedError, match="not reached"):
            await sender.send(outgoing())
    finally:
        await fake.up()


async def test_a_request_that_takes_long_goes_on_and_is_not_made_twice(
    fake, general, sender, outgoing, clock, monkeypatch
):
    monkeypatch.setattr(sending, "_PATIENCE", 0.05)
    hold = fake.faults.hold(MESSAGES, "POST")
    with pytest.raises(SendUnclearError):
        await sender.send(outgoing())
    with pytest.raises(SendFailedError):
        await sender.find(tried(outgoing(), clock))
    hold.release()
    monkeypatch.setattr(sending, "_PATIENCE", 5.0)
    [message] = [await sender.find(tried(outgoing(), clock))]
    assert [one.id for one in said(general)] == [message]
    assert len(fake.seen("POST", "/channels/{channel_id}/messages")) == 1


async def test_who_stops_waiting_leaves_the_request_alone(fake, general, sender, outgoing, clock):
    hold = fake.faults.hold(MESSAGES, "POST")
    sent = asyncio.create_task(sender.send(outgoing()))
    await hold.arrived()
    sent.cancel()
    await asyncio.gather(sent, return_exceptions=True)
    hold.release()
    assert await sender.find(tried(outgoing(), clock)) is not None
    assert texts(general) == ["bonjour"]


async def test_nothing_is_sent_before_the_start(client, clock, outgoing):
    sender = new_sender(client, clock)
    sender.host = None
    with pytest.raises(SendFailedError):
        await sender.send(outgoing())


async def test_limits_of_discord_lose_nothing_and_keep_the_order(fake, general, sender, outgoing):
    fake.rates.limit("POST", "/channels/{channel_id}/messages", 3, 0.2)
    for number in range(8):
        await sender.send(outgoing(f"n° {number}", key=f"k{number}"))
    assert texts(general) == [f"n° {number}" for number in range(8)]


async def test_a_limit_of_all_requests_ends_although_nobody_waits_any_more(
    fake, loire, general, sender, outgoing
):
    fake.rates.limit_all(1, 0.5)
    other = loire.channel("autre")
    await sender.send(outgoing(key="first"))
    limited = asyncio.create_task(sender.send(outgoing(key="limited")))
    await fake.until(lambda: fake.rates.exceeded)
    limited.cancel()
    await asyncio.gather(limited, return_exceptions=True)
    async with asyncio.timeout(5):
        await sender.send(outgoing(key="other", channel=other.id))
    assert len(texts(other)) == 1


async def test_a_server_that_fails_is_asked_whether_it_took_the_message(
    fake, general, sender, outgoing, clock
):
    fake.faults.answer(503, MESSAGES, "POST", taken=True)
    with pytest.raises(SendUnclearError):
        await sender.send(outgoing())
    assert await sender.find(tried(outgoing(), clock)) == said(general)[0].id
    fake.faults.answer(503, MESSAGES, "GET")
    with pytest.raises(SendFailedError):
        await sender.find(tried(outgoing(key="b"), clock))


async def test_a_reaction_is_put_to_a_message_once(fake, loire, general, sender, outgoing):
    message = await fake.person("maud", loire).say(general, "un lien")
    react = outgoing("", kind=DeliveryKind.REACT, edits=message.id, reaction=DONE)
    for _time in range(2):
        await sender.send(react)
    assert message.reactions == {"✅": [fake.bot.id]}


async def test_a_reaction_goes_to_the_thread_in_which_the_message_is(fake, loire, general, sender, outgoing):
    maud = fake.person("maud", loire)
    thread = loire.thread(general, "suite")
    message = await maud.say(thread, "un lien")
    anchor = Anchor(thread.id).spell()
    await sender.send(outgoing("", kind=DeliveryKind.REACT, edits=message.id, reaction=DONE, thread=anchor))
    assert list(message.reactions) == ["✅"]


async def test_a_reaction_that_cannot_be_put_is_refused(fake, loire, general, sender, outgoing):
    maud = fake.person("maud", loire)
    message = await maud.say(general, "un lien")
    await maud.delete(message)
    with pytest.raises(SendRefusedError):
        await sender.send(outgoing("", kind=DeliveryKind.REACT, edits=message.id, reaction=DONE))
    with pytest.raises(SendRefusedError):
        await sender.send(outgoing("", kind=DeliveryKind.REACT, edits=message.id))
