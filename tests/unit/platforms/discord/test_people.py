"""Discord's accounts, with what they administer where they act."""

from datetime import UTC, datetime

import discord
import pytest

from bot.platforms.discord.people import People, language_of
from tests.fakes.discord_adapter import (
    BOT,
    CHANNEL,
    COMMAND,
    GUILD,
    PERSON,
    channel,
    client,
    guild,
    interaction,
    thread,
    user,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROLE = str(10**17 + 50)
PERMISSION = discord.Permissions


def role(name, permissions=0):
    return {
        "id": ROLE,
        "name": name,
        "permissions": str(permissions),
        "position": 1,
        "color": 0,
        "colors": {},
        "hoist": False,
        "managed": False,
        "mentionable": False,
    }


def town(name="Référents", permissions=0, **more):
    """Return a guild with a role of that name."""
    made = client()
    data = guild(**more)
    made._connection._add_guild(
        discord.Guild(
            data=data | {"roles": [*data["roles"], role(name, permissions)]}, state=made._connection
        )
    )
    return made


def rights_of(author):
    return author.administers_community, author.administers_place


def member_of(made, *roles):
    data = {"user": user(PERSON, "camille"), "roles": list(roles), "joined_at": NOW.isoformat(), "flags": 0}
    return discord.Member(data=data, guild=made.get_guild(int(GUILD)), state=made._connection)


def test_an_interaction_says_who_acts_and_in_which_language():
    author = People().of_interaction(interaction(client(), COMMAND, NOW, locale="en-GB"))
    assert (author.id, author.username, author.name, author.language, author.is_bot, author.is_guest) == (
        PERSON,
        "camille",
        "Camille Roux",
        "en",
        False,
        False,
    )
    assert rights_of(author) == (False, False)


@pytest.mark.parametrize(
    ("locale", "language"), [("fr", "fr"), ("en-US", "en"), ("en-GB", "en"), ("de", None), ("es-419", None)]
)
def test_only_a_language_that_the_bot_speaks_counts(locale, language):
    assert language_of(discord.Locale(locale)) == language


@pytest.mark.parametrize(
    ("permissions", "rights"),
    [
        (PERMISSION(administrator=True, manage_channels=True), (True, True)),
        (PERMISSION(manage_guild=True), (True, False)),
        (PERMISSION(manage_channels=True), (False, True)),
        (PERMISSION(manage_roles=True, kick_members=True), (False, False)),
    ],
)
def test_rights_in_an_interaction_are_those_that_discord_tells(permissions, rights):
    asked = interaction(client(), COMMAND, NOW, permissions=permissions.value)
    assert rights_of(People().of_interaction(asked)) == rights


@pytest.mark.parametrize("named", ["référents", "REFERENTS", "Référents"])
def test_a_configured_role_makes_a_coordinator_accents_and_case_aside(named):
    asked = interaction(town(), COMMAND, NOW, roles=(ROLE,))
    assert rights_of(People([named]).of_interaction(asked)) == (True, False)
    assert rights_of(People(["animateurs"]).of_interaction(asked)) == (False, False)


def test_nobody_administers_anything_in_a_dm():
    asked = interaction(client(), COMMAND, NOW, in_dm=True)
    assert rights_of(People(["référents"]).of_interaction(asked)) == (False, False)


def test_rights_of_who_writes_are_computed_from_roles_and_channels():
    made = town(permissions=PERMISSION(manage_guild=True, manage_channels=True).value)
    there = made.get_channel(int(CHANNEL))
    people = People()
    assert rights_of(people.in_channel(member_of(made, ROLE), there)) == (True, True)
    assert rights_of(people.in_channel(member_of(made), there)) == (False, False)
    assert people.in_channel(member_of(made), there).language is None


def test_a_right_in_one_channel_is_one_there():
    allowed = {"id": ROLE, "type": 0, "allow": str(PERMISSION(manage_channels=True).value), "deny": "0"}
    made = town(
        channels=[
            channel(CHANNEL, "général", permission_overwrites=[allowed]),
            channel(str(10**17 + 60), "autre"),
        ]
    )
    here, there = made.get_channel(int(CHANNEL)), made.get_channel(10**17 + 60)
    people, author = People(), member_of(made, ROLE)
    assert rights_of(people.in_channel(author, here)) == (False, True)
    assert rights_of(people.in_channel(author, there)) == (False, False)


def test_rights_in_a_thread_are_those_in_its_channel():
    made = town(permissions=PERMISSION(manage_channels=True).value)
    hanging = discord.Thread(
        guild=made.get_guild(int(GUILD)),
        state=made._connection,
        data=thread(str(10**17 + 70), CHANNEL),
    )
    assert rights_of(People().in_channel(member_of(made, ROLE), hanging)) == (False, True)


def test_the_owner_of_a_guild_coordinates_it():
    made = town(owner_id=PERSON)
    assert rights_of(People().in_channel(member_of(made), made.get_channel(int(CHANNEL)))) == (True, True)


def test_somebody_who_is_named_has_no_rights_and_a_bot_is_one():
    people = People()
    told = people.told(user("5", "karim", global_name="Karim"), {"nick": "Karim (42)"})
    assert (told.username, told.name, told.is_bot) == ("karim", "Karim (42)", False)
    assert people.told(user(BOT, "maillage", bot=True)).is_bot
    assert people.person(member_of(town())).username == "camille"
