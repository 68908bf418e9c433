"""What people do and see with their client."""

import pytest

from tests.fakes.discord import ClientRefusedError, NothingCameError, NotThereError, Permission
from tests.fakes.discord_thread import DiscordThread
from tests.unit.fakes.discord.bots import connected
from tests.unit.fakes.discord.test_discord_commands import command
from tests.unit.fakes.discord.test_discord_interactions import listen


async def test_people_write_where_they_may(strict, isere, place, karim):
    message = await karim.say(place, f"Bonjour {strict.bot.mention} @everyone", files=[("a.txt", b"a")])
    assert message.pinged == {strict.bot.id, "@everyone"}
    assert message.files == {"a.txt": b"a"}
    for text in ("", "  ", "a" * 2001):
        with pytest.raises(ClientRefusedError):
            await karim.say(place, text)
    isere.set_permissions(place, isere.everyone, deny=Permission.SEND_MESSAGES)
    with pytest.raises(ClientRefusedError):
        await karim.say(place, "Bonjour")
    isere.set_permissions(place, isere.everyone, deny=Permission.VIEW_CHANNEL)
    assert karim.sees(place) == []
    outsider = strict.person("outsider")
    for where in (place, outsider.dm):
        with pytest.raises(ClientRefusedError):
            await outsider.say(where, "Bonjour")


async def test_a_reply_pings_who_wrote_the_first_message(strict, isere, place, karim):
    sophie = strict.person("sophie", isere)
    first = await sophie.say(place, "Qui vient ?")
    reply = await karim.say(place, "Moi", reply_to=first)
    assert (reply.pinged, reply.reply_to) == ({sophie.id}, first)
    told = reply.json(strict.bot)
    assert told["message_reference"]["message_id"] == first.id
    await sophie.delete(first)
    assert reply.json(strict.bot)["referenced_message"] is None


async def test_people_change_what_is_theirs(strict, isere, place, karim):
    sophie = strict.person("sophie", isere)
    message = await karim.say(place, "Bonjour")
    await karim.edit(message, "Bonsoir")
    assert (message.text, message.versions) == ("Bonsoir", ["Bonjour"])
    for act in (sophie.edit(message, "a"), sophie.delete(message)):
        with pytest.raises(ClientRefusedError):
            await act
    await sophie.react(message, "👍")
    assert message.reactions == {"👍": [sophie.id]}
    await sophie.unreact(message, "👍")
    assert message.reactions == {}
    isere.give_role(sophie.user, isere.role("Modération", Permission.MANAGE_MESSAGES))
    await sophie.delete(message)
    assert karim.sees(place) == []


async def test_somebody_waits_for_what_should_come(strict, place, karim):
    with pytest.raises(NothingCameError, match="did not see 'Au revoir'"):
        await karim.reads(place, "Au revoir", within=0.05)
    await karim.say(place, "Au revoir")
    assert (await karim.reads(place, "revoir")).author.id == karim.id
    with pytest.raises(NothingCameError):
        await karim.next(place, within=0.05)


async def test_the_next_message_of_the_bot_is_given_once(fake, loire, general, camille):
    async with connected(fake) as bot:
        channel = bot.get_channel(int(general.id))
        await channel.send("Un")
        await channel.send("Deux")
        assert [(await camille.next(general)).text for _ in range(2)] == ["Un", "Deux"]


async def test_nobody_is_offered_commands_without_their_scope(strict, rest, karim):
    listen(strict)
    await rest("PUT", f"/applications/{strict.bot.id}/commands", [command()])
    guild = strict.guild("Ain", with_bot=False)
    strict.world.invite_bot(guild, scopes=("bot",))
    karim.join(guild, "Karim B.")
    with pytest.raises(NotThereError):
        await karim.command(guild.channel("accueil"), "rappel")
    refused = await rest("GET", f"/applications/{strict.bot.id}/guilds/{guild.id}/commands")
    assert refused.code == 50001


async def test_people_have_names_in_guilds(strict, isere, karim):
    member = isere.members[karim.id]
    karim.rename(isere, "Karim de Voiron")
    assert (member.shown_name, member.json()["nick"]) == ("Karim de Voiron", "Karim de Voiron")
    karim.rename(isere, None)
    assert member.shown_name == "karim"


def test_it_runs_in_a_thread_of_its_own():
    with DiscordThread() as thread:
        guild = thread.do(thread.server.guild, "Loire")
        person = thread.do(thread.server.person, "camille", guild, locale="fr")
        place = thread.do(guild.channel, "général")
        thread.run(person.say(place, "Bonjour"))
        assert [message.text for message in person.sees(place)] == ["Bonjour"]


async def test_the_bot_comes_by_its_invitation(strict):
    guild = strict.guild("Ain", with_bot=False)
    link = (
        "https://discord.com/oauth2/authorize?client_id={}&permissions=2048&scope=bot+applications.commands"
    )
    with pytest.raises(ValueError, match="no invitation"):
        strict.world.follow_invitation(guild, link.format(1))
    strict.world.follow_invitation(guild, link.format(strict.bot.id))
    [role] = [role for role in guild.roles.values() if role.managed_by]
    assert role.permissions == Permission.SEND_MESSAGES
    assert guild.scopes == {"bot", "applications.commands"}
