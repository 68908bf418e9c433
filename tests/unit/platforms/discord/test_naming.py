"""People and channels that somebody chose or typed go by the names under which the bot finds them."""

import discord
import pytest

from bot.platforms.discord.naming import Naming
from bot.platforms.discord.people import People
from tests.fakes.discord_adapter import (
    BOT,
    CHANNEL,
    GUILD,
    PERSON,
    channel,
    client,
    guild,
    refused,
    thread,
    user,
)

KARIM, STRANGER, TWIN, OTHER_TWIN, LOUD, THREAD, HIDDEN = (str(10**17 + number) for number in range(20, 27))
HIDING = {"id": GUILD, "type": 0, "allow": "0", "deny": str(discord.Permissions(view_channel=True).value)}


class Town:
    """A guild with two channels of one name, one whose name holds a sign, and a thread."""

    def __init__(self, monkeypatch):
        self.client = client()
        channels = [
            channel(CHANNEL, "loire-42"),
            channel(TWIN, "annonces"),
            channel(OTHER_TWIN, "Annonces"),
            channel(LOUD, "📢-infos"),
            channel(HIDDEN, "bureau", permission_overwrites=[HIDING]),
        ]
        data = guild(channels=channels, threads=[thread(THREAD, CHANNEL)])
        state = self.client._connection
        state._add_guild(discord.Guild(data=data, state=state))
        self.guild = self.client.get_guild(int(GUILD))
        self.member = self.member_of(user(PERSON, "camille"))
        self.person = discord.User(state=state, data=user(PERSON, "camille"))
        self.naming = Naming(self.client, People())
        self.asked = []
        self.found = {KARIM: user(KARIM, "karim")}

        async def fetch(_guild, id_):
            self.asked.append(str(id_))
            if str(id_) not in self.found:
                raise refused(404, 10007)
            return self.member_of(self.found[str(id_)])

        monkeypatch.setattr(discord.Guild, "fetch_member", fetch)

    def member_of(self, account):
        data = {"user": account, "roles": [], "joined_at": None, "flags": 0}
        return discord.Member(data=data, guild=self.guild, state=self.client._connection)

    async def translated(self, text, *, in_dm=False, data=None):
        named = self.naming.resolved(data or {}, in_guild=not in_dm)
        texts = await self.naming.translate({"text": text}, self.person if in_dm else self.member, named)
        return texts["text"], [author.username for author in named.authors]


@pytest.fixture
def town(monkeypatch):
    return Town(monkeypatch)


async def test_a_typed_mention_becomes_a_user_name_and_the_person_is_made_known(town):
    assert await town.translated(f"demain 9h <@{KARIM}> rappeler") == ("demain 9h @karim rappeler", ["karim"])
    assert await town.translated(f"<@!{KARIM}>") == ("@karim", ["karim"])


async def test_somebody_who_is_nobody_there_stays_an_id(town):
    assert await town.translated(f"<@{STRANGER}>") == (f"<@{STRANGER}>", [])


async def test_nobody_is_asked_about_twice_nor_the_bot_about_itself(town):
    await town.translated(f"<@{KARIM}> <@{KARIM}> <@{BOT}>")
    assert town.asked == [KARIM]


async def test_so_many_people_are_looked_up_and_no_more(town):
    await town.translated(" ".join(f"<@{10**17 + number}>" for number in range(200, 240)))
    assert len(town.asked) == 10


async def test_whom_discord_describes_is_not_looked_up(town):
    data = {"resolved": {"users": {KARIM: user(KARIM, "karim", global_name="Karim")}, "members": {KARIM: {}}}}
    assert await town.translated(f"<@{KARIM}>", data=data) == ("@karim", ["karim"])
    assert town.asked == []


async def test_a_bot_that_is_named_is_told_of_as_one(town):
    told = {"users": {STRANGER: user(STRANGER, "machine", bot=True)}, "members": {STRANGER: {}}}
    data = {"resolved": told}
    assert await town.translated(f"<@{STRANGER}>", data=data) == ("@machine", ["machine"])
    (machine,) = town.naming.resolved(data, in_guild=True).authors
    assert machine.is_bot


async def test_who_is_no_member_of_the_guild_does_not_become_one_of_the_network(town):
    data = {"resolved": {"users": {STRANGER: user(STRANGER, "passant")}}}
    assert town.naming.resolved(data, in_guild=True).authors == ()
    assert [author.username for author in town.naming.resolved(data, in_guild=False).authors] == ["passant"]


async def test_in_a_dm_nobody_unknown_is_looked_up(town):
    assert await town.translated(f"<@{KARIM}>", in_dm=True) == (f"<@{KARIM}>", [])
    assert town.asked == []


async def test_a_typed_channel_becomes_its_name(town):
    assert (await town.translated(f"voir <#{CHANNEL}>"))[0] == "voir #loire-42"
    assert (await town.translated(f"voir <#{THREAD}>"))[0] == "voir #loire-42"
    assert (await town.translated("<#100000000000000999>"))[0] == "<#100000000000000999>"


async def test_the_name_of_a_channel_is_not_told_to_who_does_not_see_it(town):
    assert (await town.translated(f"<#{HIDDEN}>"))[0] == f"<#{HIDDEN}>"
    assert (await town.translated(f"<#{CHANNEL}>", in_dm=True))[0] == f"<#{CHANNEL}>"


async def test_a_channel_that_shares_its_name_goes_by_its_id_where_one_is_to_be_found(town):
    assert (await town.translated(f" <#{TWIN}> "))[0] == f" #{TWIN} "
    assert (await town.translated(f"dans <#{TWIN}> plutôt"))[0] == "dans #annonces plutôt"


async def test_chosen_channels_go_by_what_stands_for_one_only(town):
    chosen = {key: {"id": key, "name": "?"} for key in (CHANNEL, OTHER_TWIN, LOUD, "5")}
    told = town.naming.channels({"resolved": {"channels": chosen}}, town.guild)
    assert {key: item["name"] for key, item in told.items()} == {
        CHANNEL: "loire-42",
        OTHER_TWIN: OTHER_TWIN,
        LOUD: LOUD,
        "5": "5",
    }
