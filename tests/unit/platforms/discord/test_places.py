"""Discord's channels, threads and DMs as the bot names them."""

from datetime import UTC, datetime

import discord

from bot.chat.places import Location, PlaceKind
from bot.platforms.discord.places import Places
from tests.fakes.discord_adapter import (
    CHANNEL,
    COMMAND,
    DM,
    GUILD,
    channel,
    client,
    guild,
    interaction,
    thread,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
THREAD, FORUM, VOICE, GROUP = (str(10**17 + number) for number in range(70, 74))
PLACES = Places("discord")


def town():
    """Return a guild with a forum, a voice channel, and a thread in each channel."""
    made = client()
    voice = channel(VOICE, "Salon vocal", 2, bitrate=64000, user_limit=0)
    channels = [channel(CHANNEL, "général"), channel(FORUM, "Questions", 15), voice]
    data = guild(channels=channels, threads=[thread(THREAD, CHANNEL), thread(str(10**17 + 75), FORUM)])
    made._connection._add_guild(discord.Guild(data=data, state=made._connection))
    return made


def located(made, id_):
    person = interaction(made, COMMAND, NOW).user
    return PLACES.location(made.get_guild(int(GUILD)).get_channel_or_thread(int(id_)), person)


def test_a_channel_belongs_to_its_guild():
    assert located(town(), CHANNEL) == Location(
        platform="discord",
        id=CHANNEL,
        name="général",
        community=GUILD,
        community_name="Loire",
        is_private=False,
    )


def test_a_channel_that_not_everyone_sees_is_private():
    seen = located(town(), CHANNEL)
    hidden = {"id": GUILD, "type": 0, "allow": "0", "deny": str(discord.Permissions(view_channel=True).value)}
    made = client()
    data = guild(channels=[channel(CHANNEL, "bureau", permission_overwrites=[hidden])])
    made._connection._add_guild(discord.Guild(data=data, state=made._connection))
    assert (seen.is_private, located(made, CHANNEL).is_private) == (False, True)


def test_a_thread_is_its_channel_and_the_thread_s_own_id():
    place = located(town(), THREAD)
    assert place == Location(
        platform="discord",
        id=CHANNEL,
        name="général",
        community=GUILD,
        community_name="Loire",
        thread=THREAD,
        is_private=False,
    )


def test_a_post_in_a_forum_is_a_thread_of_the_forum():
    place = located(town(), 10**17 + 75)
    assert (place.id, place.name, place.thread) == (FORUM, "Questions", str(10**17 + 75))


def test_what_is_written_beside_a_voice_channel_is_in_that_channel():
    place = located(town(), VOICE)
    assert (place.id, place.name, place.thread, place.kind) == (VOICE, "Salon vocal", None, PlaceKind.CHANNEL)


def test_a_dm_is_named_after_the_person_and_belongs_to_no_guild():
    asked = interaction(client(), COMMAND, NOW, in_dm=True)
    assert PLACES.location(asked.channel, asked.user) == Location(
        platform="discord", id=DM, name="camille", kind=PlaceKind.DM
    )


def test_a_dm_of_several_people_is_a_channel_of_no_guild():
    made = client()
    data = {"id": GROUP, "type": 3, "name": None, "icon": None, "recipients": [], "owner_id": "1"}
    group = discord.GroupChannel(me=made.user, state=made._connection, data=data)
    place = PLACES.location(group, interaction(made, COMMAND, NOW).user)
    assert (place.id, place.community, place.kind) == (GROUP, None, PlaceKind.CHANNEL)


def test_nothing_is_known_of_a_channel_of_an_unknown_type():
    assert PLACES.location(None, interaction(client(), COMMAND, NOW).user) is None
