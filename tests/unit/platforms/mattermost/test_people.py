"""The people of a server: as their profiles say, what they administer, and whom a text names."""

import asyncio
from collections import OrderedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.people import Author, Rights
from bot.platforms.mattermost import people as module
from bot.platforms.mattermost.failures import NotThereError, ServerUnavailableError
from bot.platforms.mattermost.people import KNOWN_FOR, People
from bot.platforms.mattermost.places import Places
from tests.fakes.mattermost_rest import BOT, Standing, forbidden, person

MAUD = "m" * 26


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def rest() -> Standing:
    return Standing()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def places() -> Places:
    places = Places("loire")
    places.me = BOT
    places.teams["t1"] = "loire"
    return places


@pytest.fixture
def people(rest, places, clock) -> People:
    return People(rest, places, clock)


class Looked(OrderedDict):
    """Counts how often it is gone through."""

    gone_through = 0

    def values(self):
        self.gone_through += 1
        return super().values()


async def maud(people: People, team: str | None = "t1", channel: str = "c1") -> Author:
    return await people.author(MAUD, team=team, channel=channel)


async def rights(author: Author) -> Rights:
    assert author.ask_rights is not None
    return await author.ask_rights()


async def test_a_profile_is_read_as_an_account(rest, people):
    zone = {"useAutomaticTimezone": "false", "manualTimezone": "Indian/Reunion", "automaticTimezone": "UTC"}
    rest.add(person("maud", first_name="Maud", last_name="Roy", locale="fr", timezone=zone))
    account = await maud(people)
    assert (account.id, account.username, account.name) == (MAUD, "maud", "Maud Roy")
    assert (account.language, account.zone, account.is_bot, account.is_guest) == (
        "fr",
        "Indian/Reunion",
        False,
        False,
    )


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        ({}, None),
        ({"nickname": "Momo"}, "Momo"),
        ({"first_name": "Maud", "last_name": "", "nickname": "Momo"}, "Maud"),
        ({"first_name": "", "last_name": "", "nickname": ""}, None),
    ],
)
async def test_a_name_is_made_of_what_there_is(rest, people, profile, name):
    rest.add(person("maud", **profile))
    assert (await maud(people)).name == name


@pytest.mark.parametrize(
    ("timezone", "zone"),
    [
        (None, None),
        ({}, None),
        ({"useAutomaticTimezone": "true", "automaticTimezone": "Europe/Paris"}, "Europe/Paris"),
        ({"useAutomaticTimezone": True, "automaticTimezone": "", "manualTimezone": "UTC"}, None),
        ({"useAutomaticTimezone": False, "manualTimezone": "UTC"}, "UTC"),
    ],
)
async def test_a_zone_is_the_one_that_the_person_uses(rest, people, timezone, zone):
    rest.add(person("maud", timezone=timezone))
    assert (await maud(people)).zone == zone


@pytest.mark.parametrize(
    ("locale", "default", "language"),
    [
        ("fr", "en", "fr"),
        ("fr", "fr", None),
        ("en", "fr", "en"),
        ("en-AU", "en", "en"),
        ("", "en", None),
        ("pt-BR", "en", "pt"),
    ],
)
async def test_the_locale_that_a_server_gives_to_everybody_is_nobodys_choice(
    rest, people, locale, default, language
):
    rest.add(person("maud", locale=locale))
    people.default_locale = default
    assert (await maud(people)).language == language


async def test_guests_and_bots_are_told(rest, people):
    rest.add(person("maud", roles="system_guest", is_bot=True))
    account = await maud(people)
    assert (account.is_guest, account.is_bot) == (True, True)


async def test_a_profile_is_asked_for_once_in_ten_minutes(rest, people, clock):
    rest.add(person("maud"))
    await maud(people)
    clock.now = KNOWN_FOR - 1
    await maud(people)
    assert rest.times("user") == 1
    clock.now = KNOWN_FOR
    rest.add(person("maud", nickname="Momo"))
    assert (await maud(people)).name == "Momo"


async def test_a_profile_that_changed_is_asked_for_again(rest, people):
    rest.add(person("maud"))
    await maud(people)
    rest.add(person("maud", nickname="Momo"))
    people.forget(MAUD)
    people.forget("never seen")
    assert (await maud(people)).name == "Momo"


@pytest.mark.parametrize("error", [ServerUnavailableError("HTTP 503"), forbidden(), NotThereError("404")])
async def test_who_is_not_known_is_not_let_in_as_somebody_with_a_full_account(rest, people, error):
    rest.add(person("maud", roles="system_guest"))
    rest.will("user", error)
    with pytest.raises(type(error)):
        await maud(people)
    assert (await maud(people)).is_guest


async def test_an_old_profile_is_better_than_none(rest, people, clock):
    rest.add(person("maud", nickname="Momo", roles="system_guest"))
    await maud(people)
    clock.now = KNOWN_FOR
    rest.will("user", ServerUnavailableError("HTTP 503"))
    account = await maud(people)
    assert (account.name, account.is_guest) == ("Momo", True)


async def test_no_more_people_are_remembered_than_there_is_room_for(rest, people, monkeypatch):
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    rest.add(person("maud"), person("paul"), person("ines"))
    for user in ("m", "p", "i", "m"):
        await people.author(user * 26, team=None, channel="c1")
    assert rest.times("user") == 4
    await people.author("i" * 26, team=None, channel="c1")
    assert rest.times("user") == 4


# Rights


@pytest.mark.parametrize(
    ("roles", "in_team", "in_channel", "expected"),
    [
        ("system_user", {}, {}, Rights()),
        ("system_admin system_user", {}, {}, Rights(community=True, place=True)),
        ("system_user", {"roles": "team_user team_admin"}, {}, Rights(community=True)),
        ("system_user", {"roles": "", "scheme_admin": True}, {}, Rights(community=True)),
        ("system_user", {"roles": "team_user"}, {"roles": "channel_user channel_admin"}, Rights(place=True)),
        ("system_user", {}, {"scheme_admin": True}, Rights(place=True)),
        ("system_user", {"roles": "channel_admin"}, {"roles": "team_admin"}, Rights()),
        ("not_system_admin", {"roles": "team_administrator"}, {}, Rights()),
    ],
)
async def test_admins_of_the_system_the_team_or_the_channel_have_their_rights(
    rest, people, roles, in_team, in_channel, expected
):
    rest.add(person("maud", roles=roles))
    rest.team_members["t1", MAUD] = in_team
    rest.channel_members["c1", MAUD] = in_channel
    assert await rights(await maud(people)) == expected


async def test_the_rights_of_another_team_do_not_count_in_a_channel(rest, people, places):
    rest.add(person("maud"))
    places.teams["t2"] = "rhone"
    rest.team_members["t1", MAUD] = {"roles": "team_user"}
    rest.team_members["t2", MAUD] = {"scheme_admin": True}
    rest.channel_members["c1", MAUD] = {}
    assert await rights(await maud(people, team="t1")) == Rights()


@pytest.mark.parametrize("team", [None, ""])
async def test_in_a_direct_message_the_rights_in_all_teams_of_the_bot_count(rest, people, places, team):
    rest.add(person("maud"))
    account = await maud(people, team=team, channel="d1")
    places.teams["t2"] = "rhone"
    rest.team_members["t2", MAUD] = {"scheme_admin": True}
    assert await rights(account) == Rights(community=True)


@pytest.mark.parametrize("team", [None, "t3"])
async def test_a_team_of_ones_own_in_which_the_bot_does_not_work_gives_no_rights(rest, people, team):
    rest.add(person("maud"))
    rest.team_members["t3", MAUD] = {"scheme_admin": True, "roles": "team_user team_admin"}
    assert await rights(await maud(people, team=team)) == Rights()


async def test_one_is_asked_in_a_direct_message_about_who_administers_a_channel(rest, people):
    rest.add(person("maud"))
    rest.channel_members["c2", MAUD] = {"roles": "channel_user channel_admin"}
    rest.channel_members["c3", MAUD] = {"roles": "channel_user"}
    account = await maud(people, team=None, channel="d1")
    for place in ("c2", "c3", "c4"):
        account = await account.with_place(place)
    assert account.places == {"c2": True, "c3": False, "c4": False}


async def test_rights_are_asked_for_when_they_matter_and_as_they_are_then(rest, people):
    rest.add(person("maud", roles="system_admin"))
    account = await maud(people)
    rest.asked.clear()
    rest.add(person("maud"))
    assert await rights(account) == Rights()
    assert {asked[0] for asked in rest.asked} == {"user", "team_member", "channel_member"}


@pytest.mark.parametrize(
    ("server", "team", "channel", "expected"),
    [
        ("system_admin", None, None, True),
        ("", "team_user team_admin", None, True),
        ("", "team_user", "channel_user channel_admin", True),
        ("", "team_user", "channel_user", False),
        ("", None, None, False),
    ],
)
async def test_who_administers_a_channel_is_told_without_a_word_of_theirs(
    rest, people, server, team, channel, expected
):
    rest.add(person("maud", roles=server))
    if team is not None:
        rest.team_members["t1", MAUD] = {"roles": team}
    if channel is not None:
        rest.channel_members["c1", MAUD] = {"roles": channel}
    assert await people.administers(MAUD, "c1") is expected


@pytest.mark.parametrize("what", ["user", "team_member", "channel_member"])
async def test_a_server_that_does_not_tell_who_administers_a_channel_is_no_answer(rest, people, what):
    rest.add(person("maud"))
    rest.will(what, ServerUnavailableError("HTTP 503"))
    with pytest.raises(ServerUnavailableError):
        await people.administers(MAUD, "c1")


@pytest.mark.parametrize("what", ["user", "team_member", "channel_member"])
@pytest.mark.parametrize("error", [ServerUnavailableError("HTTP 503"), forbidden()])
async def test_who_cannot_be_asked_about_has_no_rights(rest, people, what, error):
    rest.add(person("maud"))
    rest.team_members["t1", MAUD] = rest.channel_members["c1", MAUD] = {"roles": ""}
    account = await maud(people)
    rest.will(what, error)
    assert await rights(account) == Rights()


async def test_an_admin_of_the_system_whose_profile_cannot_be_read_now_has_no_rights(rest, people):
    rest.add(person("maud", roles="system_admin"))
    account = await maud(people)
    rest.will("user", ServerUnavailableError("HTTP 503"))
    assert await rights(account) == Rights()


async def test_a_server_that_does_not_answer_gives_no_rights(rest, people, monkeypatch):
    monkeypatch.setattr(module, "_RIGHTS_WITHIN", 0.01)
    rest.add(person("maud", roles="system_admin"))
    account = await maud(people)
    rest.will("team_member", asyncio.Event())
    assert await rights(account) == Rights()


# Names in a text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("bonjour @maud", ["maud"]),
        ("@maud, @paul et @ines.", ["maud", "paul", "ines"]),
        ("(@Maud)", ["maud"]),
        ("@maud @maud @MAUD", ["maud"]),
        ("@jean-paul.roy_", []),
        ("maud@paul.fr et paul@maud", []),
        ("@@maud", []),
        ("@personne", []),
        ("rien", []),
        ("", []),
    ],
)
async def test_those_whom_a_text_names_are_found(rest, people, text, named):
    rest.add(person("maud"), person("paul"), person("ines"))
    found = await people.named_in(text)
    assert [account.username for account in found] == named
    assert all(account.ask_rights is None for account in found)


async def test_a_text_that_names_nobody_costs_no_request(rest, people):
    await people.named_in("rien d’@ ici")
    assert rest.asked == []


async def test_people_are_found_by_their_ids_too_and_each_once(rest, people):
    rest.add(person("maud"), person("paul"))
    found = await people.named_in("@maud et @paul", [MAUD, MAUD, "x" * 26])
    assert [account.username for account in found] == ["maud", "paul"]


async def test_who_is_known_is_not_asked_for_again(rest, people):
    rest.add(person("maud"))
    await people.named_in("@maud")
    rest.asked.clear()
    assert [account.username for account in await people.named_in("@maud", [MAUD])] == ["maud"]
    assert rest.asked == []


async def test_accounts_that_were_closed_are_named_by_nobody(rest, people):
    rest.add(person("maud", delete_at=5))
    assert await people.named_in("@maud", [MAUD]) == ()


async def test_neither_the_bot_nor_another_one_is_somebody_whom_a_text_names(rest, people):
    rest.add(person("maud"), person("butler", id=BOT), person("robot", is_bot=True))
    for _time in range(2):  # unknown at first, then known
        found = await people.named_in("@butler @robot @maud", [BOT, "r" * 26])
        assert [account.username for account in found] == ["maud"]


async def test_who_has_another_name_now_is_found_by_that_one_alone(rest, people, clock):
    rest.add(person("maud"))
    await maud(people)
    rest.add(person("mathilde"))
    clock.now = KNOWN_FOR
    await maud(people)
    found = await people.named_in("@maud @mathilde")
    assert [account.username for account in found] == ["mathilde"]


async def test_a_name_that_went_to_somebody_else_is_theirs(rest, people):
    rest.add(person("maud"))
    await maud(people)
    rest.add(person("mathilde"), person("maud", id="n" * 26))
    await people.author("n" * 26, team=None, channel="c1")
    people.forget(MAUD)
    assert [account.id for account in await people.named_in("@maud")] == ["n" * 26]


async def test_names_are_found_without_going_through_all_who_are_known(rest, people, monkeypatch):
    users = [person("maud", id=f"{number:026}", username=f"user{number}") for number in range(5)]
    rest.add(*users)
    await people.named_in(" ".join(f"@user{number}" for number in range(5)))
    monkeypatch.setattr(people, "_known", Looked(people._known))
    await people.named_in("@user3")
    assert people._known.gone_through == 0


async def test_only_so_many_people_are_looked_up_at_once(rest, people):
    await people.named_in(" ".join(f"@user{number}" for number in range(100)), [f"{n}" for n in range(100)])
    assert [len(asked[1]) for asked in rest.asked] == [20, 20]


async def test_names_that_cannot_be_looked_up_are_done_without(rest, people):
    rest.add(person("maud"), person("paul"))
    await maud(people)
    rest.will("users_by_usernames", ServerUnavailableError("HTTP 503"))
    assert [account.username for account in await people.named_in("@maud @paul")] == ["maud"]


@given(st.text(), st.lists(st.text(max_size=30), max_size=3))
def test_no_text_is_too_strange_to_be_looked_through(text, ids):
    rest = Standing()
    rest.add(person("maud"))
    found = asyncio.run(People(rest, Places("loire")).named_in(f"{text} @maud", ids))
    assert [account.username for account in found] in ([], ["maud"])


class Told:
    """A bot that notes who administers what."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], bool] = {}

    def administers(self, community: str, account: str, *, is_one: bool) -> None:
        self.known[community, account] = is_one


async def test_what_is_learned_of_rights_in_teams_is_told(rest, people, places):
    people.host = Told()
    places.teams["t2"] = "rhone"
    rest.add(person("maud"))
    rest.team_members["t1", MAUD] = {"scheme_admin": True}
    rest.team_members["t2", MAUD] = {"scheme_admin": False}
    assert (await rights(await maud(people, team=None))).community
    assert people.host.known == {("t1", MAUD): True, ("t2", MAUD): False}


async def test_who_administers_the_server_is_not_told_to_administer_teams_where_they_are_not(rest, people):
    people.host = Told()
    rest.add(person("maud", roles="system_user system_admin"))
    assert (await rights(await maud(people))).community
    assert people.host.known == {}
