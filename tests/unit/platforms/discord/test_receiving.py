"""Messages of Discord as neutral events: what is for the bot, from whom, where, and how it is answered."""

from datetime import timedelta

import pytest
from discord.http import HTTPClient

from bot.chat.delivery import SendFailedError
from bot.chat.incoming import Answered, Edited, Joined, Left, Line, Linked, Reacted
from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.errors import Refusal
from bot.language.messages import Markup
from bot.platforms.discord import membership
from bot.platforms.discord.anchors import Anchor
from bot.platforms.discord.limits import MAX_RECEIVED_FILE, MAX_RECEIVED_FILES
from bot.platforms.discord.texts import as_typed
from bot.platforms.links import links_and_tags
from bot.plugin import Plugin, ReactionAdded
from bot.web.throttle import PERSON
from tests.fakes.discord import FakeDiscord, Intent, Permission
from tests.fakes.discord.world import BOT_PERMISSIONS
from tests.unit.platforms.discord.house import House


@pytest.fixture
async def house():
    async with FakeDiscord.running() as fake:
        house = House(fake)
        house.host.deaf_to = {Answered, Linked, Reacted, Joined, Left}
        yield house


@pytest.fixture
async def bot(house):
    async with house.platform() as platform:
        await house.host.until_connected()
        yield platform


async def heard(house, count: int = 1):
    await house.host.until(lambda: len(house.host.incoming) >= count)
    return house.host.incoming[-1]


async def test_a_dm_is_for_the_bot_without_a_slash(house, bot):
    message = await house.camille.say_to_bot("rappel demain 9h le pain")
    line = await heard(house)
    assert isinstance(line, Line)
    assert (line.text, line.to_bot, line.key, line.reply_to) == (
        "rappel demain 9h le pain",
        True,
        str(message.id),
        None,
    )
    assert (line.location.kind, line.location.name) == (PlaceKind.DM, "camille")
    assert (line.author.username, line.author.administers_community) == ("camille", False)
    assert line.longest_form == 5
    assert line.at is not None


async def test_a_dm_tells_of_which_guild_of_the_network_its_author_is(house, bot):
    await house.camille.say_to_bot("bonjour")
    line = await heard(house)
    assert (line.location.community, line.location.community_name) == (str(house.guild.id), "Loire")
    stranger = house.fake.person("inconnue", house.fake.guild("Ailleurs"))
    await stranger.say_to_bot("bonjour")
    assert (await heard(house, 2)).location.community is None


async def test_a_coordinator_keeps_their_rights_in_a_dm_and_nobody_else_has_any(house, bot):
    role = house.guild.role("Coordination", Permission.MANAGE_GUILD)
    house.guild.give_role(house.camille.user, role)
    rights = []
    for count, person in enumerate((house.camille, house.karim), start=1):
        await person.say_to_bot("réglages")
        author = await (await heard(house, count)).author.with_rights()
        rights.append((author.administers_community, author.administers_place))
    assert rights == [(True, False), (False, False)]


async def test_one_is_asked_in_a_dm_about_who_manages_a_channel(house, bot):
    role = house.guild.role("Animation", Permission.MANAGE_CHANNELS)
    house.guild.give_role(house.camille.user, role)
    told = []
    for count, person in enumerate((house.camille, house.karim), start=1):
        await person.say_to_bot("réglages")
        author = await (await heard(house, count)).author.with_place(str(house.general.id))
        told.append((await author.with_place("1")).places)
    general = str(house.general.id)
    assert told == [{general: True, "1": False}, {general: False, "1": False}]


async def test_who_manages_a_channel_is_told_without_a_word_of_theirs(house, bot, monkeypatch):
    monkeypatch.setattr(membership, "_WITHIN", 0.2)
    role = house.guild.role("Animation", Permission.MANAGE_CHANNELS)
    house.guild.give_role(house.camille.user, role)
    general = str(house.general.id)

    async def managing():
        return [
            await bot.administers(str(person.user.id), general) for person in (house.camille, house.karim)
        ]

    assert await managing() == [True, False]
    assert await bot.administers(str(house.camille.user.id), "1") is False
    house.guild.take_role(house.camille.user, role)
    assert await managing() == [False, False]
    silence = house.fake.faults.hold("/members/", "GET", times=None)
    with pytest.raises(SendFailedError):
        await managing()
    silence.release()


async def test_a_slash_command_typed_as_plain_text_arrives_as_it_was_typed(house, bot):
    await house.camille.say_to_bot("/rappel demain 9h le pain")
    assert (await heard(house)).text == "/rappel demain 9h le pain"


async def test_a_mention_is_answered_under_the_message_without_the_call_in_it(house, bot):
    message = await house.camille.say(house.general, f"{house.fake.bot.mention}, rappel demain 9h le pain")
    line = await heard(house)
    assert (line.text, line.to_bot) == ("rappel demain 9h le pain", True)
    assert Anchor.read(line.reply_to) == Anchor(None, str(message.id))
    assert (line.location.name, line.location.community) == ("général", str(house.guild.id))


async def test_a_mention_in_a_thread_is_answered_in_the_thread(house, bot):
    thread = house.guild.thread(house.general, "Un fil")
    message = await house.camille.say(thread, f"aide {house.fake.bot.mention}")
    line = await heard(house)
    assert line.text == "aide"
    assert Anchor.read(line.reply_to) == Anchor(str(thread.id), str(message.id))
    assert (line.location.id, line.location.thread) == (str(house.general.id), str(thread.id))


async def test_a_reply_to_a_post_of_the_bots_is_for_the_others_unless_it_calls_the_bot(house, bot):
    channel = bot.client.get_channel(int(house.general.id))
    said = await channel.send("Rencontre jeudi à 14 h")
    sent = next(m for m in house.camille.sees(house.general) if str(m.id) == str(said.id))
    await house.camille.say(house.general, "merci, c’est noté !", reply_to=sent)
    await house.camille.say(house.general, "rappel demain 9h la réunion", reply_to=sent)
    await house.camille.say(house.general, f"{house.fake.bot.mention} aide", reply_to=sent)
    assert (await heard(house)).text == "aide"
    assert len(house.host.incoming) == 1


async def test_links_in_a_reply_to_a_post_of_the_bots_are_told_as_others_are(house):
    house.fake.grant(Intent.MESSAGE_CONTENT)
    house.host.deaf_to = {Reacted, Joined, Left}
    async with house.platform(message_content=True) as bot:
        await house.host.until_connected()
        said = await bot.client.get_channel(int(house.general.id)).send("Quoi de neuf ?")
        sent = next(m for m in house.camille.sees(house.general) if str(m.id) == str(said.id))
        await house.camille.say(house.general, "https://a.example/x #veille", reply_to=sent)
        assert isinstance(await heard(house), Linked)


async def test_what_is_written_under_a_message_is_told_with_its_message_even_where_it_cannot_be_read(
    house, bot
):
    house.host.deaf_to = {Linked, Reacted, Joined, Left}
    said = await bot.client.get_channel(int(house.general.id)).send("Qui peut aider ?")
    sent = next(m for m in house.camille.sees(house.general) if str(m.id) == str(said.id))
    await house.camille.say(house.general, "bonjour à tous")
    reply = await house.camille.say(house.general, "moi, passe me voir", reply_to=sent)
    answered = await heard(house)
    assert isinstance(answered, Answered)
    assert (answered.under, answered.post, answered.text) == (
        str(sent.id),
        str(reply.id),
        "moi, passe me voir",
    )
    assert len(house.host.incoming) == 1


@pytest.mark.parametrize(("may_read", "text"), [(True, "je sais faire"), (False, "")])
async def test_what_is_written_in_a_thread_is_told_with_its_message_even_unread(house, may_read, text):
    house.fake.grant(Intent.MESSAGE_CONTENT)
    house.host.deaf_to = {Linked, Reacted, Joined, Left}
    async with house.platform(message_content=may_read):
        await house.host.until_connected()
        thread = house.guild.thread(house.general, "entraide")
        await house.camille.say(thread, "je sais faire")
        answered = await heard(house)
    assert isinstance(answered, Answered)
    assert (answered.under, answered.text) == (str(thread.id), text)


def own_role(house, guild=None):
    """Return the mention of the role that Discord made for the bot."""
    roles = (guild or house.guild).roles.values()
    return next(f"<@&{role.id}>" for role in roles if role.managed_by == house.fake.bot.id)


async def test_a_call_of_the_role_of_the_bot_is_a_mention_where_it_can_be_read(house):
    house.fake.grant(Intent.MESSAGE_CONTENT)
    async with house.platform(message_content=True):
        await house.host.until_connected()
        message = await house.camille.say(house.general, f"{own_role(house)}, rappel demain 9h le pain")
        line = await heard(house)
        assert (line.text, line.to_bot) == ("rappel demain 9h le pain", True)
        assert Anchor.read(line.reply_to) == Anchor(None, str(message.id))


async def test_a_call_of_the_role_of_the_bot_that_it_cannot_read_is_told_how_to_call_it(house, bot):
    house.guild.change_role(house.guild.everyone, Permission.MENTION_EVERYONE | BOT_PERMISSIONS)
    message = await house.camille.say(house.general, f"{own_role(house)} aide")
    said = await house.camille.reads(house.general, "mon nom avec ma photo", by=house.fake.bot)
    assert said.reply_to is message
    assert house.host.incoming == []


async def test_a_call_of_another_role_is_not_for_the_bot(house, bot):
    house.guild.change_role(house.guild.everyone, Permission.MENTION_EVERYONE | BOT_PERMISSIONS)
    role = house.guild.role("Coordination")
    house.guild.give_role(house.fake.bot, role)
    await house.camille.say(house.general, f"<@&{role.id}> aide")
    await house.camille.say_to_bot("fini")
    assert (await heard(house)).text == "fini"
    assert [m for m in house.camille.sees(house.general) if m.author is house.fake.bot] == []


async def test_what_is_said_to_others_is_not_handed_in(house, bot):
    await house.camille.say(house.general, "bonjour à tous")
    await house.camille.say(house.general, f"{house.karim.user.mention} tu viens ?")
    await house.camille.say_to_bot("fini")
    assert (await heard(house)).text == "fini"
    assert len(house.host.incoming) == 1


async def test_names_stand_where_discord_has_ids_and_those_whom_they_name_are_told(house, bot):
    other = house.guild.channel("entraide")
    await house.camille.say(
        house.general, f"{house.fake.bot.mention} rappel {house.karim.user.mention} demain <#{other.id}>"
    )
    line = await heard(house)
    assert line.text == "rappel @karim demain #entraide"
    assert [person.username for person in line.people] == ["karim"]


async def test_rights_in_the_channel_come_with_a_mention(house, bot):
    role = house.guild.role("Coordination", Permission.MANAGE_GUILD)
    house.guild.give_role(house.camille.user, role)
    await house.camille.say(house.general, f"{house.fake.bot.mention} aide")
    assert (await heard(house)).author.administers_community
    await house.karim.say(house.general, f"{house.fake.bot.mention} aide")
    assert not (await heard(house, 2)).author.administers_community
    assert Role.COORDINATOR > Role.MEMBER


@pytest.fixture
def read_files(monkeypatch) -> list[str]:
    """Note the addresses of the files that are read."""
    addresses: list[str] = []
    read = HTTPClient.get_from_cdn

    async def noting(http: HTTPClient, url: str) -> bytes:
        addresses.append(url)
        return await read(http, url)

    monkeypatch.setattr(HTTPClient, "get_from_cdn", noting)
    return addresses


async def test_files_of_a_message_are_read_once_they_are_wanted(house, bot, read_files):
    await house.camille.say_to_bot("voici", files=[("a.txt", b"contenu"), ("b.csv", b"a;b")])
    line = await heard(house)
    assert (line.files, read_files) == ((), [])
    read = (await line.with_files()).files
    assert [(file.name, file.content) for file in read] == [("a.txt", b"contenu"), ("b.csv", b"a;b")]
    assert read[0].type == "text/plain"
    assert len(read_files) == 2


async def test_files_that_are_too_many_or_too_large_are_refused_and_not_read(house, bot, read_files):
    many = [(f"{number}.txt", b"contenu") for number in range(MAX_RECEIVED_FILES + 1)]
    large = [("gros.bin", b"x" * (MAX_RECEIVED_FILE + 1)), ("petit.txt", b"contenu")]
    codes = []
    for count, files in enumerate((many, large), start=1):
        await house.camille.say_to_bot("voici", files=files)
        with pytest.raises(Refusal) as refused:
            await (await heard(house, count)).with_files()
        codes.append(refused.value.code)
    assert codes == ["too_many_files", "too_large"]
    assert read_files == []


async def test_a_rush_of_messages_is_told_once_to_wait_and_others_are_heard(house, bot):
    stranger = house.fake.person("inconnue", house.fake.guild("Ailleurs"))
    for number in range(PERSON.burst + 15):
        await stranger.say_to_bot(f"bonjour {number}")
    await house.camille.say_to_bot("fini")
    told = await stranger.reads(stranger.dm, "beaucoup à la fois", by=house.fake.bot)
    await house.host.until(lambda: "fini" in house.host.texts)
    assert [m for m in stranger.sees(stranger.dm) if m.author.id == house.fake.bot.id] == [told]
    assert len(house.host.texts) - 1 in (PERSON.burst, PERSON.burst + 1)


async def test_an_edited_message_is_not_taken_again(house, bot):
    message = await house.camille.say_to_bot("aide")
    await heard(house)
    await house.camille.edit(message, "aide-moi")
    await house.camille.say_to_bot("fini")
    assert (await heard(house, 2)).text == "fini"


async def test_from_a_guild_of_no_network_only_calls_are_taken(house, bot):
    elsewhere = house.fake.guild("Ailleurs")
    stranger = house.fake.person("inconnue", elsewhere)
    salon = elsewhere.channel("salon")
    await stranger.say(salon, "bonjour")
    await stranger.say(salon, f"{house.fake.bot.mention} maillage lier ABC")
    line = await heard(house)
    assert line.text == "maillage lier ABC"
    assert str(salon.id) not in house.host.places
    assert str(house.general.id) in house.host.places


async def test_a_new_channel_is_told_to_the_bot_and_one_where_it_may_not_write_is_not(house, bot):
    secret = house.guild.channel("secret")
    house.guild.set_permissions(secret, house.guild.everyone, deny=Permission.SEND_MESSAGES)
    new = house.guild.channel("nouveau")
    await house.host.until(lambda: str(new.id) in house.host.places)
    assert house.host.places[str(new.id)].name == "nouveau"


async def test_a_message_that_could_not_be_saved_gets_one_apology_and_is_handed_in_again(house, bot):
    house.host.answers = [Reply(text=Markup("Rien n’est enregistré.")) for _time in range(2)]
    await house.camille.say_to_bot("rappel demain 9h le pain")
    said = await house.camille.next(house.camille.dm)
    assert said.text == "Rien n’est enregistré."
    await heard(house)
    assert house.host.texts == ["rappel demain 9h le pain"]
    apologies = [m for m in house.camille.sees(house.camille.dm) if m.text == "Rien n’est enregistré."]
    assert len(apologies) == 1


async def test_links_with_tags_are_told_where_messages_are_read(house):
    house.fake.grant(Intent.MESSAGE_CONTENT)
    house.host.deaf_to = set()
    async with house.platform(message_content=True):
        await house.host.until_connected()
        await house.camille.say(house.general, "À lire : https://example.org/caf #veille #droits")
        await house.camille.say(house.general, "rien ici")
        linked = await heard(house)
    assert isinstance(linked, Linked)
    assert (linked.links, linked.tags) == (("https://example.org/caf",), ("veille", "droits"))


async def test_without_that_intent_dms_and_mentions_work_and_links_are_not_seen(house):
    house.host.deaf_to = set()
    async with house.platform():
        await house.host.until_connected()
        await house.camille.say(house.general, "À lire : https://example.org/caf #veille")
        await house.camille.say(house.general, f"{house.fake.bot.mention} aide")
        await heard(house)
        await house.camille.say_to_bot("aide")
        await heard(house, 2)
    assert house.host.texts == ["aide", "aide"]


async def test_reactions_are_told_if_a_plugin_listens(house):
    plugin = Plugin("veille", Markup("Veille"))

    @plugin.on(ReactionAdded)
    async def count(ctx, event) -> None:
        """Count."""

    house.host.deaf_to = set()
    async with house.platform(plugin):
        await house.host.until_connected()
        message = await house.camille.say(house.general, "bravo")
        await house.karim.react(message, "👍")
        reacted = await heard(house)
    assert isinstance(reacted, Reacted)
    assert (reacted.emoji, reacted.post, reacted.author.username) == ("👍", str(message.id), "karim")


async def test_a_message_that_somebody_changes_is_told_with_what_it_says_now(house):
    house.fake.grant(Intent.MESSAGE_CONTENT)
    house.host.deaf_to = {Linked, Answered}
    async with house.platform(message_content=True):
        await house.host.until_connected()
        message = await house.camille.say(house.general, "À lire : https://example.org/caf")
        house.fake.talk.refresh(message)  # Discord shows what the link leads to
        await house.camille.edit(message, "À lire : https://example.org/caf #veille")
        edited = await heard(house)
        house.fake.talk.refresh(message)
        await house.camille.edit(message, "À lire : https://example.org/caf")
        await house.host.until(lambda: bool(house.host.edited))
    assert isinstance(edited, Edited)
    assert (edited.links, edited.tags, edited.post) == (
        ("https://example.org/caf",),
        ("veille",),
        str(message.id),
    )
    assert abs(edited.posted_at - message.at) < timedelta(milliseconds=1)
    assert house.host.incoming == [edited]
    assert house.host.edited == [(str(house.general.id), str(message.id), ("https://example.org/caf",))]


async def test_of_what_the_bot_does_not_read_no_change_is_told(house):
    house.host.deaf_to = set()
    async with house.platform():
        await house.host.until_connected()
        message = await house.camille.say(house.general, "https://example.org/caf #veille")
        await house.camille.edit(message, "rien")
        await house.camille.say_to_bot("aide")
        await heard(house)
    assert house.host.edited == []
    assert house.host.texts == ["aide"]


async def test_a_message_that_was_deleted_is_told_by_its_channel(house):
    async with house.platform():
        await house.host.until_connected()
        message = await house.camille.say(house.general, "bravo")
        await house.camille.delete(message)
        await house.host.until(lambda: bool(house.host.deleted))
    assert house.host.deleted == [(str(house.general.id), str(message.id))]


async def test_messages_that_are_deleted_together_are_not_told(house):
    house.guild.give_role(house.camille.user, house.guild.role("Modération", Permission.MANAGE_MESSAGES))
    async with house.platform():
        await house.host.until_connected()
        first, second, third = [await house.camille.say(house.general, f"bravo {one}") for one in range(3)]
        await house.camille.purge(first, second)
        await house.camille.delete(third)
        await house.host.until(lambda: bool(house.host.deleted))
    assert house.host.deleted == [(str(house.general.id), str(third.id))]


async def test_who_comes_and_goes_is_told_with_the_members_intent(house):
    house.fake.grant(Intent.GUILD_MEMBERS)
    house.host.deaf_to = set()
    nadia = house.fake.person("nadia")
    async with house.platform(members=True):
        await house.host.until_connected()
        nadia.join(house.guild)
        joined = await heard(house)
        nadia.leave(house.guild)
        left = await heard(house, 2)
    assert isinstance(joined, Joined)
    assert isinstance(left, Left)
    assert joined.author.username == left.author.username == "nadia"
    assert joined.location.community == str(house.guild.id)


def test_a_text_is_as_it_was_typed():
    assert as_typed("<@!42> : </rappel créer:123> demain <a:oui:1>", 42) == "/rappel créer demain :oui:"
    assert as_typed("avec <@7> et <@42>", 42) == "avec <@7> et"
    assert as_typed("à noter :", 42) == "à noter :"


def test_an_anchor_of_a_link_is_no_tag():
    assert links_and_tags("https://a.example/x#y #veille #veille") == (
        ("https://a.example/x#y",),
        ("veille",),
    )


@pytest.mark.parametrize(("anchor", "text"), [
    (Anchor(), None), (Anchor("1"), "1"), (Anchor("1", "2"), "1/2"), (Anchor(None, "2"), "/2"),
])  # fmt: skip
def test_where_a_post_hangs_is_written_as_one_text_and_read_back(anchor, text):
    assert anchor.spell() == text
    assert Anchor.read(text) == anchor
